"""What holds of every result, said once; each raises AssertionError where it does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yrd_cli.clean import Cleaned
from yrd_cli.clean.draft import rebuild
from yrd_cli.clean.explain import explain
from yrd_cli.document import Document, document_from_record, json_line, parse_json


def check_spans(spans: Iterable[tuple[int, int]], length: int, *, apart: bool = True) -> None:
    """Half-open spans lie within a text, in order, and ``apart`` from each other."""
    last = 0
    for start, end in spans:
        assert 0 <= start <= end <= length, (start, end, length)
        assert start >= last, ("out of order", start, last)
        last = end if apart else start


def check_document(document: Document) -> None:
    """A Document that UTF-8, JSON and its own schema can hold."""
    document.text.encode()
    for name in ("title", "date", "source", "url"):
        value = getattr(document, name)
        assert value is None or isinstance(value, str), (name, value)
    for name in ("author", "editor"):
        values = getattr(document, name)
        assert isinstance(values, tuple) and all(isinstance(v, str) for v in values), values
    assert all(type(n) is int and n >= 0 for n in document.edits.values()), document.edits
    check_json(document)


def check_json(document: Document) -> None:
    """A Document read back from its JSON line is the same."""
    line = json_line(document.record())
    assert line.endswith(b"\n") and line.count(b"\n") == 1
    again = document_from_record(parse_json(line), document.id, path=document.path)
    assert json_line(again.record()) == line


def check_cleaned(cleaned: Cleaned, raw: str) -> None:
    """Every change is accounted for: the input can be rebuilt from the output and the record."""
    records = list(explain(cleaned.draft, "-"))
    assert "".join(r["text"] + r["end"] for r in records) == raw
    for line in cleaned.draft.lines:
        assert rebuild(line) == line.raw, line
        check_spans([(e.start, e.end) for e in line.edits], len(line.raw))
    found = cleaned.document
    assert "" not in (found.title, found.date, found.source, found.url), "found, and empty"
    check_document(found)


def json_value(value: Any) -> Any:
    """A value as JSON gives it back."""
    return parse_json(json_line({"value": value}))["value"]
