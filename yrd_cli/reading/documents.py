"""Records to Documents: bytes are decoded, HTML is rendered, JSON objects are taken as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from yrd_cli.document import (
    Document,
    document_from_record,
    parse_json,
    parse_json_text,
    without_surrogates,
)
from yrd_cli.reading.records import Kind, ReadSettings, Record
from yrd_cli.report import Report


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A Document as read, its text not cleaned.

    ``votes`` are what an HTML page says of each line of its text (above 0: main text).
    ``structured`` tells Documents that came as records from pages.
    """

    document: Document
    votes: tuple[float, ...] = ()
    structured: bool = False


def document_of(record: Record, settings: ReadSettings, report: Report) -> RawDocument | None:
    """Read one record; what goes wrong is noted in the report, None where nothing is left."""
    if record.kind == "json":
        return _document_of_json(record, settings, report)
    raw = document_of_page(
        record.data,
        id=record.id,
        path=record.path,
        kind=record.kind,
        encoding=settings.encoding,
        hint=record.charset,
    )
    fields = {k: v for k, v in record.fields.items() if v}
    url = fields.pop("url", None)
    undecodable = raw.document.edits.get("undecodable", 0)
    if undecodable:
        report.warn(record.place, _undecodable(undecodable, raw.document), key="undecodable")
    metadata = {**raw.document.metadata, **fields}
    document = replace(raw.document, url=raw.document.url or url, metadata=metadata)
    return replace(raw, document=document)


def _undecodable(count: int, document: Document) -> str:
    plural = "s" if count > 1 else ""
    return f"{count} byte sequence{plural} not valid in {document.encoding}: replaced by U+FFFD"


def document_of_page(
    data: bytes,
    *,
    id: str,
    path: str | None = None,
    kind: Kind = "page",
    encoding: str = "auto",
    hint: str | None = None,
) -> RawDocument:
    """Decode one page and, where it is HTML, render it to lines of text."""
    from yrd_cli.reading.decoding import decode

    decoded = decode(data, encoding, hint)
    edits = {"undecodable": decoded.undecodable} if decoded.undecodable else {}
    text, broken = without_surrogates(decoded.text)
    if broken:
        edits["surrogate"] = broken
    metadata: dict[str, Any] = {}
    votes: tuple[float, ...] = ()
    if kind == "html" or (kind == "page" and "<" in text):
        from yrd_cli.reading.html import is_html, render_page

        if kind == "html" or is_html(text):
            page = render_page(text)
            text, metadata = page.text, page.metadata
            votes = tuple(block.vote for block in page.blocks)
    document = Document(
        id=id,
        text=text,
        path=path,
        encoding=decoded.encoding,
        edits=edits,
        metadata=metadata,
    )
    return RawDocument(document, votes)


def _document_of_json(record: Record, settings: ReadSettings, report: Report) -> RawDocument | None:
    undecodable = 0
    try:
        try:
            value = parse_json(record.data)
        except UnicodeDecodeError:
            from yrd_cli.reading.decoding import decode

            decoded = decode(record.data, settings.encoding)
            undecodable = decoded.undecodable
            value = parse_json_text(decoded.text)
            message = f"not valid UTF-8: read as {decoded.encoding}"
            if undecodable:
                message += f", {undecodable} bytes replaced by U+FFFD"
            report.warn(record.place, message, key="undecodable")
        if not isinstance(value, dict):
            raise ValueError("not a JSON object")
        document = document_from_record(value, record.id, settings.text_key, record.path)
    except ValueError as e:
        report.error(record.place, str(e))
        return None
    if undecodable:
        edits = {**document.edits, "undecodable": undecodable}
        document = replace(document, edits=edits)
    return RawDocument(document, structured=True)
