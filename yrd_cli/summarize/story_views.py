"""A summary of many Documents as bytes."""

from __future__ import annotations

from yrd_cli.document import json_line
from yrd_cli.summarize.fact_rows import merged_table
from yrd_cli.summarize.panels import story_panel, timeline_table
from yrd_cli.summarize.together import Story
from yrd_cli.summarize.views import harmless, markdown_list, markdown_table, text_facts
from yrd_cli.writing.documents import escape_markdown
from yrd_cli.writing.terminal import Terminal

STORY_FORMATS = ("text", "jsonl", "json", "md")


def render_story(story: Story, format: str, terminal: Terminal) -> bytes:
    """The bytes of a format."""
    if format == "text" and terminal.is_terminal:
        return story_panel(story, terminal)
    if format == "text":
        return _text(story)
    data = _markdown(story) if format == "md" else json_line(story.record())
    return harmless(data) if terminal.is_terminal else data


def _title(story: Story) -> str:
    return " ".join((story.title or f"{len(story.pages)} documents").split())


def _text(story: Story) -> bytes:
    timeline = [
        "\t".join((entry.date or "", entry.text, "; ".join(entry.ids))) for entry in story.timeline
    ]
    paragraphs = [
        f"{_title(story)}\n{len(story.pages)} documents",
        "\n".join(entry.text for entry in story.summary),
        "、".join(story.keywords or ()),
        "\n".join(timeline),
        text_facts(story.facts or ()),
    ]
    return ("\n\n".join(p for p in paragraphs if p) + "\n").encode()


def _markdown(story: Story) -> bytes:
    parts = [f"# {escape_markdown(_title(story))}", f"{len(story.pages)} documents"]
    if story.summary:
        parts += ["## Summary", markdown_list(entry.text for entry in story.summary)]
    if story.keywords:
        parts += ["## Key terms", "、".join(f"**{escape_markdown(k)}**" for k in story.keywords)]
    if story.timeline:
        parts += ["## Timeline", markdown_table(timeline_table(story.timeline))]
    if story.facts:
        parts += ["## Facts", markdown_table(merged_table(story.facts))]
    if story.pages:
        parts += ["## Documents", markdown_list(_about(p.about()) for p in story.pages)]
    return ("\n\n".join(parts) + "\n").encode()


def _about(document: dict[str, str | None]) -> str:
    return " · ".join(value for value in document.values() if value)
