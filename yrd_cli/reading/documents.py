"""Records to Documents: bytes are decoded, HTML is rendered, JSON objects are taken as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from yrd_cli.document import Document, document_from_record, without_surrogates
from yrd_cli.limits import NO_LIMIT, Limits
from yrd_cli.reading.json_values import decoding_message, json_value, undecodable_message
from yrd_cli.reading.records import Extract, Kind, ReadSettings, Record
from yrd_cli.report import Report

if TYPE_CHECKING:
    from yrd_cli.reading.markdown import Markup


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A Document as read, its text not cleaned.

    ``votes`` are what an HTML page says of each line of its text (above 0: main text; 1: proven
    to be), ``markup`` what Markdown adds to each, where it was asked for.
    ``structured`` tells Documents that came as records from pages.
    """

    document: Document
    votes: tuple[float, ...] = ()
    structured: bool = False
    markup: tuple[Markup, ...] = ()
    is_too_deep: bool = False
    """Whether elements of the page nest deeper than was asked for."""


def document_of(record: Record, settings: ReadSettings, report: Report) -> RawDocument | None:
    """Read one record; what goes wrong is noted in the report, None where nothing is left."""
    if record.kind == "json":
        return _document_of_json(record, settings, report)
    try:
        raw = document_of_page(
            record.data,
            id=record.id,
            path=record.path,
            kind=record.kind,
            encoding=settings.encoding,
            hint=record.charset,
            extract=settings.extract,
            markdown=settings.markdown,
            depth=settings.limits.html_depth,
        )
    except (ArithmeticError, AssertionError, LookupError, RuntimeError, TypeError, ValueError) as e:
        # One page that a parser chokes on must not cost the others.
        report.error(record.place, f"cannot be read: {type(e).__name__}: {e}: left out")
        return None
    if raw.is_too_deep:
        report.error(record.place, _too_deep(settings.limits))
    if settings.limits.line is not None:
        raw = _without_long_lines(raw, record, settings.limits, report)
    fields = {k: v for k, v in record.fields.items() if v}
    url = fields.pop("url", None)
    undecodable = raw.document.edits.get("undecodable", 0)
    if undecodable:
        message = undecodable_message(undecodable, str(raw.document.encoding))
        report.warn(record.place, message, key="undecodable", path=record.path)
    cut = raw.document.metadata.get("cut_after_tags")
    if cut:
        message = f"more than {cut:,} tags: the rest of the page was left out"
        report.warn(record.place, message, key="cut_after_tags", path=record.path)
    metadata = {**raw.document.metadata, **fields}
    document = replace(raw.document, url=raw.document.url or url, metadata=metadata)
    return replace(raw, document=document)


def _too_deep(limits: Limits) -> str:
    most = limits.html_depth
    return f"nested more than {most:,} levels deep: read without its structure (see --depth-limit)"


def _without_long_lines(
    raw: RawDocument, record: Record, limits: Limits, report: Report
) -> RawDocument:
    """A page without the lines that are longer than was asked for."""
    from yrd_cli.reading.long_lines import LongLines, kept_lines

    text, found = raw.document.text, LongLines()
    kept = kept_lines(text, limits.line_bytes, raw.document.encoding or "utf-8", found)
    if not found.count:
        return raw
    report.notices.append(found.notice(record.place, limits))
    lines = text.split("\n")
    return replace(
        raw,
        document=replace(raw.document, text="\n".join(lines[n] for n in kept)),
        votes=tuple(raw.votes[n] for n in kept) if raw.votes else (),
        markup=tuple(raw.markup[n] for n in kept) if raw.markup else (),
    )


def document_of_page(
    data: bytes,
    *,
    id: str,
    path: str | None = None,
    kind: Kind = "page",
    encoding: str = "auto",
    hint: str | None = None,
    extract: Extract = "auto",
    markdown: bool = False,
    depth: int = NO_LIMIT,
) -> RawDocument:
    """Decode one page and, where it is HTML, render it to lines of text.

    ``extract``, ``markdown`` and ``depth`` as for `render_page`.
    """
    from yrd_cli.reading.decoding import decode

    decoded = decode(data, encoding, hint)
    edits = {"undecodable": decoded.undecodable} if decoded.undecodable else {}
    text, broken = without_surrogates(decoded.text)
    if broken:
        edits["surrogate"] = broken
    metadata: dict[str, Any] = {}
    votes: tuple[float, ...] = ()
    markup: tuple[Markup, ...] = ()
    is_too_deep = False
    if kind == "html" or (kind == "page" and "<" in text):
        from yrd_cli.reading.html import is_html, render_page

        if kind == "html" or is_html(text):
            page = render_page(text, extract, markdown=markdown, depth=depth)
            is_too_deep = page.is_too_deep
            markup = page.markup
            text, metadata = page.text, dict(page.metadata)
            votes = tuple(block.vote for block in page.blocks)
    known = {key: metadata.pop(key) for key in _HEAD_KEYS if key in metadata}
    known |= {key: tuple(metadata.pop(key)) for key in ("author", "editor") if key in metadata}
    document = Document(
        id=id,
        text=text,
        path=path,
        encoding=decoded.encoding,
        edits=edits,
        metadata=metadata,
        **known,
    )
    return RawDocument(document, votes, markup=markup, is_too_deep=is_too_deep)


_HEAD_KEYS = ("date", "source", "url")
"""What the head of an HTML page may say under the schema's own names."""


def _document_of_json(record: Record, settings: ReadSettings, report: Report) -> RawDocument | None:
    try:
        encoding = "utf-8" if record.decoded else settings.encoding
        depth = settings.limits.json_depth
        value, decoded = json_value(record.data, encoding, depth)
        if not isinstance(value, dict):
            raise ValueError("not a JSON object")
        document = document_from_record(
            value,
            record.id,
            settings.text_key,
            record.path,
            depth,
            is_sound=decoded is None and b"\\u" not in record.data,
        )
    except ValueError as e:
        report.error(record.place, str(e))
        return None
    undecodable = record.undecodable
    if decoded is not None:
        undecodable += decoded.undecodable
        if decoded.undecodable or encoding == "auto":
            message = decoding_message(decoded)
            report.warn(record.place, message, key="undecodable", path=record.path)
    if undecodable:
        count = document.edits.get("undecodable", 0) + undecodable
        document = replace(document, edits={**document.edits, "undecodable": count})
    return RawDocument(document, structured=True)
