"""Summaries on a terminal: Rich panels and tables.

All corpus text is plain Text to Rich, never markup, with control characters escaped. Only basic
colours, so that dark and light terminals show them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from yrd_cli.summarize.digest import Digest
from yrd_cli.summarize.fact_rows import merged_table
from yrd_cli.summarize.merging import MergedFact
from yrd_cli.summarize.together import Entry, Story
from yrd_cli.summarize.views import about, facts_once, heading
from yrd_cli.writing.tables import Column, Table, render_table
from yrd_cli.writing.terminal import Terminal, display_width, one_line, styled

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

MOST_OF_A_TYPE = 8
"""Facts of one type on a screen; the other formats have them all."""

FRAME = 6
"""Columns of a panel's frame beside its title."""

NARROW = 64
"""Columns of a terminal under which tables leave out what the text beside it says too."""


def digest_panel(digest: Digest, terminal: Terminal) -> bytes:
    """A digest: a panel with summary and key terms, a table of facts."""
    from rich.text import Text

    sentences = [one_line(sentence.text) for sentence in digest.summary] or ["no sentence"]
    parts: list[RenderableType] = [Text(sentence) for sentence in sentences]
    panel = _panel(heading(digest), about(digest), parts, digest.keywords, terminal)
    return panel + _facts(facts_once(digest), terminal, several=False)


def story_panel(story: Story, terminal: Terminal) -> bytes:
    """A summary of many: a panel, the timeline, facts with their sources."""
    from rich.text import Text

    parts: list[RenderableType] = [Text(one_line(e.text)) for e in story.summary]
    title = story.title or f"{len(story.pages)} documents"
    subtitle = f"{len(story.pages)} documents"
    panel = _panel(title, subtitle, parts or [Text("no sentence")], story.keywords, terminal)
    timeline = b""
    if story.timeline:
        timeline = b"".join(render_table(timeline_table(story.timeline), "table", terminal))
    return panel + timeline + _facts(story.facts or [], terminal, several=True)


def timeline_table(entries: Sequence[Entry]) -> Table:
    """The timeline: the day, what is said of it, who says it."""
    columns = (Column("date"), Column("sentence"), Column("documents"))
    rows = [(entry.date, entry.text, "; ".join(entry.ids)) for entry in entries]
    return Table(columns, rows)


def _panel(
    title: str,
    subtitle: str,
    parts: Sequence[RenderableType],
    keywords: Sequence[str] | None,
    terminal: Terminal,
) -> bytes:
    from rich.console import Group
    from rich.panel import Panel
    from rich.text import Text

    body = list(parts)
    fits = display_width(title) + FRAME <= terminal.width
    if not fits:  # Rich would cut it
        body.insert(0, Text(one_line(title) + "\n", style="bold"))
    if keywords:
        body.append(Text("\n" + one_line("、".join(keywords)), style="bold"))
    panel = Panel(
        Group(*body),
        title=Text(one_line(title), style="bold") if fits else None,
        title_align="left",
        subtitle=Text(one_line(subtitle), style="dim") if subtitle else None,
        subtitle_align="left",
    )
    out = io.StringIO()
    _console(out, terminal).print(panel)
    return out.getvalue().encode()


def _console(out: io.StringIO, terminal: Terminal) -> Console:
    from rich.console import Console

    return Console(
        file=out,
        width=terminal.width,
        force_terminal=terminal.color,
        no_color=not terminal.color,
        color_system="standard" if terminal.color else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )


def _facts(facts: Sequence[MergedFact], terminal: Terminal, *, several: bool) -> bytes:
    shown, hidden = _first_of_each_type(facts)
    if not shown:
        return b""
    table = merged_table(shown, several=several)
    if terminal.width < NARROW:
        table = _without(table, {"value", "times", "documents"} if several else {"value", "times"})
    note = ""
    if hidden:
        text = f"{hidden} more facts: --facts-only shows all"
        note = styled(text, "dim", terminal.color) + "\n"
    return b"".join(render_table(table, "table", terminal)) + note.encode()


def _first_of_each_type(facts: Sequence[MergedFact]) -> tuple[list[MergedFact], int]:
    """Some facts of each type, those in conflict or of most pages first; and how many are left."""
    count: dict[str, int] = {}
    shown = set()
    for n, fact in sorted(enumerate(facts), key=lambda f: (not f[1].conflict, -len(f[1].ids))):
        count[fact.fact.type] = count.get(fact.fact.type, 0) + 1
        if count[fact.fact.type] <= MOST_OF_A_TYPE:
            shown.add(n)
    return [fact for n, fact in enumerate(facts) if n in shown], len(facts) - len(shown)


def _without(table: Table, names: set[str]) -> Table:
    kept = [i for i, column in enumerate(table.columns) if column.name not in names]
    rows = [[row[i] for i in kept] for row in table.rows]
    return Table(tuple(table.columns[i] for i in kept), rows)
