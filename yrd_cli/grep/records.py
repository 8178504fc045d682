"""Documents to search: records as they are, and any other file as one Document, text untouched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BufferedReader

from yrd_cli.document import KEYS, Document, parse_json
from yrd_cli.errors import MissingExtraError
from yrd_cli.grep.where import field_value
from yrd_cli.reading.containers import read_source, read_stream
from yrd_cli.reading.documents import document_of
from yrd_cli.reading.paths import Source, reason_of
from yrd_cli.reading.recognise import container_of
from yrd_cli.reading.records import Item, ReadSettings, Record
from yrd_cli.report import Notice, Report

DEFAULT_FIELD = "text"
_LINES_LOOKED_AT = 20
"""Lines at the beginning of a file among which one has to be a Document."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """A Document, what of it is searched, and whether it came as a record."""

    document: Document
    text: str
    structured: bool
    number: int
    """Its number in its file, from 1."""
    field: str = DEFAULT_FIELD
    """Where in the Document the text stands."""


def holds_documents(head: bytes, path: str = "", field: str = DEFAULT_FIELD) -> bool:
    """Whether a file that begins so is taken for Documents when nobody says what it is.

    Parquet always is; JSON Lines are where one of the first objects has the field, as a string.

    >>> holds_documents(b'{"text": "a"}\\\\n'), holds_documents(b'{"level": "info"}\\\\n')
    (True, False)
    """
    container = container_of(head, path)
    if container == "jsonl":
        return any(_has_text(line, field) for line in head.split(b"\n", _LINES_LOOKED_AT))
    return container == "parquet"


def _has_text(line: bytes, field: str) -> bool:
    try:
        record = parse_json(line) if line.lstrip().startswith(b"{") else None
    except ValueError:  # the last line of a head is cut
        return b'"text"' in line and line.lstrip().startswith(b"{")
    return isinstance(record, dict) and any(
        isinstance(record.get(key), str) for key in (DEFAULT_FIELD, field)
    )


Raw = tuple[Item, ReadSettings]
"""A record and how it is read, or a notice."""


def searchable(items: Iterable[Raw], field: str = DEFAULT_FIELD) -> Iterator[Searchable | Notice]:
    """The Documents of the records of one input, with notices in place of what cannot be read.

    Text is searched as it is: HTML is rendered only where the settings call it HTML. The text of
    records that have no ``text`` is their ``field``.
    """
    number = 0
    for item, how in items:
        if isinstance(item, Notice):
            yield item
            continue
        report = Report()
        document, searched = _document(item, how, field, report)
        yield from report.notices
        if document is not None:
            number += 1
            structured = item.kind == "json"
            searched = searched if structured else DEFAULT_FIELD
            text = text_of(document, searched)
            yield Searchable(document, text, structured, item.number or number, searched)


def text_of(document: Document, field: str) -> str:
    """What a Document has under a name, as text: lists have one line for each member.

    >>> text_of(Document("a", "b", author=("王", "李")), "author")
    '王\\n李'
    """
    value = field_value(document, field)
    if isinstance(value, (list, tuple)):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def raw_records(
    source: Source,
    settings: ReadSettings,
    field: str = DEFAULT_FIELD,
    stream: BufferedReader | None = None,
) -> Iterator[Raw]:
    """The records of a source, and how each is read: a table without a column ``text`` has its
    text in the field's. ``stream`` are its bytes where it is open already."""
    items = read_source(source, settings) if stream is None else _opened(stream, source, settings)
    for item in items:
        if isinstance(item, Notice) and item.message.startswith(_NO_COLUMN) and field not in KEYS:
            settings = replace(settings, text_key=field)
            yield from ((again, settings) for again in read_source(source, settings))
            return
        yield item, settings


def _opened(stream: BufferedReader, source: Source, settings: ReadSettings) -> Iterator[Item]:
    try:
        yield from read_stream(stream, source, settings)
    except (EOFError, OSError, ValueError) as e:
        yield Notice("error", source.label, reason_of(e))
    except MissingExtraError as e:
        yield Notice("error", source.label, str(e))


_NO_COLUMN = f"no column {DEFAULT_FIELD!r}"


def _document(
    record: Record, settings: ReadSettings, field: str, report: Report
) -> tuple[Document | None, str]:
    """A record as a Document, and the field of it that is searched."""
    if record.kind == "page":
        record = replace(record, kind="text")
    read = document_of(record, settings, report)
    if settings.text_key == field:
        field = DEFAULT_FIELD
    elif read is None and "." not in field:
        again = Report()
        read = document_of(record, replace(settings, text_key=field), again)
        if read is not None:
            report.notices[:] = again.notices
            return read.document, DEFAULT_FIELD
    return (None if read is None else read.document), field
