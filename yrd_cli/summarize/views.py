"""Summaries as bytes: JSON for programs, Markdown and text for files, Rich on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from yrd_cli.document import json_line
from yrd_cli.summarize.digest import Digest
from yrd_cli.summarize.values import shown_value
from yrd_cli.writing.documents import escape_markdown
from yrd_cli.writing.sheets import Row, json_cell, sheet_row
from yrd_cli.writing.tables import Table, render_table
from yrd_cli.writing.terminal import Terminal, visible

if TYPE_CHECKING:
    from yrd_cli.summarize.merging import MergedFact

SUMMARY_FORMATS = ("text", "jsonl", "json", "md", "csv", "tsv")

SHEET_KEYS = ("id", "title", "date", "source", "summary", "keywords", "facts")
"""The columns of summaries as CSV or TSV: the text itself is left out."""


def renderer(format: str, terminal: Terminal) -> Callable[[Digest], bytes]:
    """The function that makes one digest into the bytes of a format."""
    if format == "text" and terminal.is_terminal:
        from yrd_cli.summarize.panels import digest_panel

        return partial(digest_panel, terminal=terminal)
    row_of = sheet_row(format)
    if row_of is not None:
        render: Callable[[Digest], bytes] = partial(_row, row_of=row_of)
    else:
        render = {"text": _text, "md": _markdown}.get(format, _json)
    return (lambda digest: harmless(render(digest))) if terminal.is_terminal else render


def harmless(data: bytes) -> bytes:
    """Lines as a terminal may be given them: what could steer it is escaped."""
    return visible(data.decode()).encode()


def heading(digest: Digest) -> str:
    """The title of a digest: the Document's, else its id."""
    return " ".join((digest.document.title or digest.document.id).split())


def about(digest: Digest) -> str:
    """When and by whom the Document was published."""
    document = digest.document
    return " · ".join(" ".join(v.split()) for v in (document.date, document.source) if v)


def facts_once(digest: Digest) -> list[MergedFact]:
    """The facts of a digest, what is said twice once."""
    from yrd_cli.summarize.merging import FactPage, merge_facts

    page = FactPage(digest.document.id, digest.document.date, digest.facts or ())
    return merge_facts([page])


def sheet_keys(*, keywords: bool, facts: bool) -> list[str]:
    """The columns of CSV and TSV."""
    left_out = {"keywords": keywords, "facts": facts}
    return [key for key in SHEET_KEYS if left_out.get(key, True)]


def _row(digest: Digest, row_of: Row) -> bytes:
    record = digest.record()
    record["summary"] = "\n".join(record["summary"])
    if digest.keywords is not None:
        record["keywords"] = "; ".join(digest.keywords)
    return row_of(json_cell(record[key]) for key in SHEET_KEYS if key in record)


def _json(digest: Digest) -> bytes:
    return json_line(digest.record())


def _text(digest: Digest) -> bytes:
    sentences = [sentence.text for sentence in digest.summary]
    paragraphs = [
        "\n".join(line for line in (heading(digest), about(digest)) if line),
        "\n".join(sentences),
        "、".join(digest.keywords or ()),
        text_facts(facts_once(digest)),
    ]
    return ("\n\n".join(p for p in paragraphs if p) + "\n").encode()


def text_facts(facts: Sequence[MergedFact]) -> str:
    """Facts as lines of text: type, words, value, separated by tabs."""
    lines = []
    for merged in facts:
        for variant in merged.variants:
            fact = variant.fact
            value = shown_value(fact.value, fact.unit, fact.text)
            parts = (fact.type, fact.text, value, "conflict" if merged.conflict else "")
            lines.append("\t".join(" ".join(part.split()) for part in parts).rstrip("\t"))
    return "\n".join(lines)


def _markdown(digest: Digest) -> bytes:
    from yrd_cli.summarize.fact_rows import merged_table

    parts = [f"# {escape_markdown(heading(digest))}", escape_markdown(about(digest))]
    if digest.summary:
        parts += ["## Summary", markdown_list(s.text for s in digest.summary)]
    if digest.keywords:
        parts += ["## Key terms", "、".join(f"**{escape_markdown(k)}**" for k in digest.keywords)]
    if digest.facts:
        parts += ["## Facts", markdown_table(merged_table(facts_once(digest), several=False))]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def markdown_list(sentences: Iterable[str]) -> str:
    """Sentences as a list."""
    return "\n".join(f"- {escape_markdown(' '.join(s.split()))}" for s in sentences)


def markdown_table(table: Table) -> str:
    """A table in Markdown, whose cells are shown as they are."""
    rows = [[escape_markdown(c) if isinstance(c, str) else c for c in row] for row in table.rows]
    return b"".join(render_table(Table(table.columns, rows), "md", Terminal())).decode().rstrip()
