"""Facts one by one: a JSON object or a row of a table each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from yrd_cli.document import json_line
from yrd_cli.summarize.merging import MergedFact
from yrd_cli.summarize.page import Page
from yrd_cli.summarize.values import shown_value
from yrd_cli.writing.sheets import json_cell, sheet_row
from yrd_cli.writing.tables import Column, Table

FACT_KEYS = (
    "document",
    "type",
    "text",
    "start",
    "end",
    "value",
    "unit",
    "modifier",
    "subject",
    "sentence",
    "zone",
    "confidence",
    "details",
)
MERGED_KEYS = (
    "type",
    "subject",
    "text",
    "value",
    "unit",
    "modifier",
    "zone",
    "confidence",
    "details",
    "conflict",
    "documents",
    "values",
)
_NUMBERS = {"start": 0, "end": 0, "confidence": 2}

Record = dict[str, Any]


def fact_records(page: Page) -> Iterator[Record]:
    """The facts of a Document, each with its id."""
    return ({"document": page.id, **fact.record()} for fact in page.facts)


def line_of(record: Record, format: str) -> bytes:
    """A fact as a line of JSONL, CSV or TSV; in cells, lists and objects are JSON."""
    row_of = sheet_row(format)
    if row_of is None:
        return json_line(record)
    return row_of(_cell(value) for value in record.values())


def head_of(keys: Sequence[str], format: str) -> bytes:
    """The line before all others: names of columns, or nothing."""
    row_of = sheet_row(format)
    return row_of(keys) if row_of else b""


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json_cell(value)


def facts_table(pages: Sequence[Page]) -> Table:
    """Facts for people: what, its value and its subject; the Document, where there are several."""
    rows = [
        (page.id, f.type, f.text, shown_value(f.value, f.unit, f.text), f.subject, f.start)
        for page in pages
        for f in page.facts
    ]
    names = ("document", "type", "text", "value", "subject", "start")
    columns = tuple(Column(name, _NUMBERS.get(name)) for name in names)
    if len(pages) == 1:
        return Table(columns[1:], [row[1:] for row in rows])
    return Table(columns, rows)


def merged_table(facts: Sequence[MergedFact], *, several: bool = True) -> Table:
    """Merged facts for people, a row for each value; those in conflict are marked.

    ``several``: of more than one Document, whose ids are told.
    """
    rows: list[tuple[str | int | None, ...]] = []
    for merged in facts:
        for variant in merged.variants:
            fact = variant.fact
            value = shown_value(fact.value, fact.unit, fact.text)
            mark = "conflict" if merged.conflict else ""
            ids = "; ".join(dict.fromkeys(source.id for source in variant.sources))
            row = (fact.type, fact.text, value, fact.subject, len(variant.sources))
            rows.append((*row, ids, mark) if several else row)
    names = ("type", "text", "value", "subject", "times", "documents", "conflict")
    columns = tuple(Column(n, 0 if n == "times" else None) for n in names)
    return Table(columns if several else columns[:5], rows)
