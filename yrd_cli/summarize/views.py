"""Summaries as bytes: JSON for programs, Markdown and text for files, Rich on a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

from yrd_cli.document import json_line
from yrd_cli.summarize.digest import Digest
from yrd_cli.summarize.facts import Fact
from yrd_cli.writing.documents import escape_markdown
from yrd_cli.writing.tables import Column, Table, render_table
from yrd_cli.writing.terminal import Terminal, one_line

SUMMARY_FORMATS = ("text", "jsonl", "json", "md")

CONTEXT = 12
"""Characters on each side of a fact in the table, enough to tell what it is about."""


def renderer(format: str, terminal: Terminal) -> Callable[[Digest], bytes]:
    """The function that makes one digest into the bytes of a format."""
    if format == "text" and terminal.is_terminal:
        return partial(_for_terminal, terminal=terminal)
    return {"text": _text, "md": _markdown}.get(format, _json)


def _json(digest: Digest) -> bytes:
    return json_line(digest.record())


def _heading(digest: Digest) -> str:
    return digest.document.title or digest.document.id


def _about(digest: Digest) -> str:
    return " · ".join(v for v in (digest.document.date, digest.document.source) if v)


def _text(digest: Digest) -> bytes:
    lines = [_heading(digest), _about(digest)]
    lines += ["", *digest.summary] if digest.summary else []
    if digest.keywords:
        lines += ["", "、".join(digest.keywords)]
    if digest.facts:
        lines += ["", *(f"{fact.type}\t{fact.text}" for fact in digest.facts)]
    return ("\n".join(line for i, line in enumerate(lines) if line or i != 1) + "\n").encode()


def _markdown(digest: Digest) -> bytes:
    parts = [f"# {escape_markdown(_heading(digest))}", escape_markdown(_about(digest))]
    parts += ["\n".join(f"- {escape_markdown(s)}" for s in digest.summary)]
    parts += ["、".join(f"**{escape_markdown(k)}**" for k in digest.keywords)]
    if digest.facts:
        table = b"".join(render_table(_fact_table(digest), "md", Terminal()))
        parts += [table.decode().rstrip("\n")]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _fact_table(digest: Digest) -> Table:
    columns = (Column("type"), Column("fact"), Column("context"), Column("start", 0))
    rows = [(f.type, f.text, _context(digest.document.text, f), f.start) for f in digest.facts]
    return Table(columns, rows)


def _context(text: str, fact: Fact) -> str:
    """The words around a fact, within its paragraph."""
    before = text[max(0, fact.start - CONTEXT) : fact.start].rpartition("\n")[2]
    after = text[fact.end : fact.end + CONTEXT].partition("\n")[0]
    return before + fact.text + after


def _for_terminal(digest: Digest, terminal: Terminal) -> bytes:
    from rich.console import Console, Group
    from rich.panel import Panel
    from rich.text import Text

    out = io.StringIO()
    console = Console(
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
    # All parts are plain Text: corpus text is never read as markup.
    parts = [Text(one_line(sentence)) for sentence in digest.summary] or [Text("no sentence")]
    if digest.keywords:
        parts.append(Text("\n" + one_line("、".join(digest.keywords)), style="bold"))
    panel = Panel(
        Group(*parts),
        title=Text(one_line(_heading(digest)), style="bold"),
        title_align="left",
        subtitle=Text(one_line(_about(digest)), style="dim") if _about(digest) else None,
        subtitle_align="left",
    )
    console.print(panel)
    facts = b""
    if digest.facts:
        facts = b"".join(render_table(_fact_table(digest), "table", terminal))
    return out.getvalue().encode() + facts
