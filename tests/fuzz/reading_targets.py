"""Reading: bytes of any kind become records, texts and Documents, or say in a line why not."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
from collections.abc import Callable, Iterator
from typing import cast

from tests.fuzz.chinese import law_lines
from tests.fuzz.draw import Draw, split_options
from tests.fuzz.invariants import check_cleaned, check_document
from yrd_cli.clean import CleanOptions, clean_document
from yrd_cli.document import Document, json_line
from yrd_cli.errors import YrdError
from yrd_cli.reading.binary import is_binary
from yrd_cli.reading.compression import compression_of, decompressed
from yrd_cli.reading.containers import read_stream
from yrd_cli.reading.decoding import CHINESE_FAMILY, decode, detect_encoding
from yrd_cli.reading.documents import document_of, document_of_page
from yrd_cli.reading.html import is_html
from yrd_cli.reading.paths import Source
from yrd_cli.reading.records import Extract, Item, ReadSettings, Record
from yrd_cli.report import Notice, Report
from yrd_cli.writing.documents import renderer
from yrd_cli.writing.terminal import Terminal

ENCODINGS = ("auto", "utf-8", "gb18030", "gbk", "gb2312", "big5", "big5-hkscs", "hz", "utf-16",
             "utf-16-le", "utf-16-be", "utf-32", "cp1252")  # fmt: skip
HINTS = (None, "gb2312", "utf-8", "big5", "no-such-encoding", "iso-8859-1", "\x00")
SOUND = ("utf-8", "gb18030", "gbk", "big5", "utf-16", "utf-16-le", "utf-32", "utf-8-sig")
"""Encodings that a few sentences of law are written in, to be read back."""

GROWTH = 8
"""How many characters a byte of a page may become, at the most (entities, cells, addresses)."""

SOURCE = Source("f")


def fuzz_decode(data: bytes) -> None:
    """Any bytes are text in some encoding, and what could not be read is counted and placed."""
    body, draw = split_options(data)
    encoding, hint = draw.choice(ENCODINGS), draw.choice(HINTS)
    found = decode(body, encoding, hint)
    assert found == decode(body, encoding, hint), "another answer for the same bytes"
    assert len(found.text) <= 2 * len(body) + 1
    assert 0 <= found.undecodable <= found.text.count("\ufffd")
    assert (found.first_bad is None) == (not found.undecodable)
    assert found.first_bad is None or 0 <= found.first_bad < len(body)
    if encoding == "auto":
        assert found.encoding in (*CHINESE_FAMILY, "cp1252")
        assert found.encoding == detect_encoding(body, hint)
    if found.encoding == "utf-8":
        plain = body.decode("utf-8", "replace").removeprefix("\ufeff")
        assert found.text == plain
    is_binary(body)


def fuzz_decode_sound(data: bytes) -> None:
    """Sentences of law in any encoding of the family come back as they were."""
    draw = Draw(data)
    lines = law_lines()
    text = "\n".join(draw.many(12, lambda: lines[draw.below(len(lines))]))
    encoding = draw.choice(SOUND)
    written = text.encode(encoding, "ignore")
    if len(written.decode(encoding)) < len(text) or len(text) < MIN_SENTENCE:
        return  # a character that it does not have, or too little to judge by
    found = decode(written)
    assert found.text == text, (encoding, found.encoding)
    assert not found.undecodable


MIN_SENTENCE = 40


def fuzz_html(data: bytes) -> None:
    """Any page becomes lines with votes, and a clean Document that is accounted for."""
    body, draw = split_options(data)
    extracts: tuple[Extract, ...] = ("auto", "article", "forum", "all")
    extract, markdown, kind = draw.choice(extracts), draw.flag(), draw.flag()
    is_html(body)
    raw = document_of_page(
        body, id="f", kind="html" if kind else "page", extract=extract, markdown=markdown
    )
    lines = raw.document.text.split("\n")
    assert len(raw.document.text) <= GROWTH * len(body) + 100
    assert not raw.votes or len(raw.votes) == len(lines)
    assert not markdown or len(raw.markup) in (0, len(lines))
    for line, markup in zip(lines, raw.markup, strict=False):
        for start, end, _ in markup.links:
            assert 0 <= start <= end <= len(line)
    check_document(raw.document)
    options = CleanOptions(extract=extract, markdown=markdown)
    cleaned = clean_document(raw.document, options, raw.votes, raw.markup)
    check_cleaned(cleaned, raw.document.text)
    assert len(cleaned.document.text) <= 4 * GROWTH * len(body) + 100


def _stream(data: bytes) -> io.BufferedReader:
    return cast(io.BufferedReader, io.BufferedReader(io.BytesIO(data)))


def items_of(data: bytes, settings: ReadSettings) -> Iterator[Item]:
    """What reading gives for a file; what ends it is a notice."""
    stream = _stream(data)
    try:
        yield from read_stream(decompressed(stream), SOURCE, settings)
    except (EOFError, OSError, ValueError, YrdError) as e:
        yield Notice("error", SOURCE.label, str(e))


def documents_of(data: bytes, settings: ReadSettings) -> list[Document]:
    """The Documents of a file; each record is placed, numbered and sound."""
    report = Report()
    documents, number = [], 0
    for item in items_of(data, settings):
        if isinstance(item, Notice):
            check_notice(item)
            continue
        check_record(item, number)
        number = item.number
        raw = document_of(item, settings, report)
        if raw is not None:
            check_document(raw.document)
            documents.append(raw.document)
    for notice in report.notices:
        check_notice(notice)
    return documents


LONGEST_MESSAGE = 4000


def check_notice(notice: Notice) -> None:
    """What is said fits on a screen, and tells of no exception that nobody thought of."""
    assert notice.message and notice.place
    assert len(notice.message) + len(notice.place) <= LONGEST_MESSAGE
    assert "cannot be read:" not in notice.message, notice


def check_record(record: Record, before: int) -> None:
    """Numbers rise, and every record says where it stands."""
    assert record.id and record.place
    assert record.number > before or record.number == 0
    assert record.kind in ("page", "text", "html", "json")


def fuzz_jsonl(data: bytes) -> None:
    """Lines and arrays of JSON become Documents that come back from every format we write."""
    body, draw = split_options(data)
    format = draw.choice(("jsonl", "json", "auto"))
    encoding = draw.choice(("auto", "auto", "utf-8", "gb18030", "utf-16"))
    documents = documents_of(body, ReadSettings(format, encoding))
    for written in ("jsonl", "csv", "tsv"):
        check_written(documents, written)
    if format == "jsonl":
        twice = documents_of(body + b"\n" + body, ReadSettings(format, encoding))
        assert [d.text for d in twice] == [d.text for d in documents] * 2


def fuzz_tables(data: bytes) -> None:
    """Rows of CSV and TSV become Documents that come back from every format we write."""
    body, draw = split_options(data)
    format, key = draw.choice(("csv", "tsv", "auto")), draw.choice(("text", "content", "id"))
    documents = documents_of(body, ReadSettings(format, draw.choice(ENCODINGS), key))
    for written in ("jsonl", "csv", "tsv"):
        check_written(documents, written)
    for harmless in ("csv-safe", "tsv-safe"):
        for document in documents:
            renderer(harmless, Terminal())(document).decode()


def check_written(documents: list[Document], format: str) -> None:
    """Documents read back from a format are the same."""
    if not documents:
        return
    from yrd_cli.document import KEYS
    from yrd_cli.writing.sheets import sheet_row

    row = sheet_row(format)
    head = row(KEYS) if row is not None else b""
    render = renderer(format, Terminal())
    data = head + b"".join(map(render, documents))
    again = documents_of(data, ReadSettings(format, "utf-8"))
    is_sheet = row is not None
    want, got = ([_line(d, is_sheet) for d in some] for some in (documents, again))
    assert got == want, (format, want, got)


def _line(document: Document, is_sheet: bool) -> bytes:
    """A Document as JSON; a sheet has no difference between no value and an empty one."""
    record = document.record()
    if is_sheet:
        for key in ("title", "date", "source", "url", "path", "encoding", "script"):
            record[key] = record[key] or None
    return json_line(record)


GOOD_PAGE = "<html><title>好</title><p>长三角一体化发展规划纲要公布。</p></html>".encode()


def warc_record(body: bytes, kind: bytes = b"text/html", extra: bytes = b"") -> bytes:
    """A response as a crawler writes it."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\n" + extra + b"\r\n" + body
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n"
        b"WARC-Date: 2020-01-01T00:00:00Z\r\n"
        b"Content-Type: application/http;msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(http), http)
    )


def fuzz_warc(data: bytes) -> None:
    """A broken archive gives what can be read of it, and the good record behind it."""
    body, draw = split_options(data)
    documents_of(body, ReadSettings("warc" if draw.flag() else "auto"))
    if compression_of(body[:6]) is None and b"ontent" not in body[-2000:]:
        documents = documents_of(body + b"\r\n\r\n" + warc_record(GOOD_PAGE), ReadSettings("warc"))
        assert any("一体化发展" in d.text for d in documents), "a good record was lost"


LARGEST = 4 << 20
"""Bytes of expanded content that are read."""

_ORACLES: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "bzip2": bz2.decompress,
    "xz": lzma.decompress,
}


def fuzz_compression(data: bytes) -> None:
    """Compressed bytes expand to the same however they are read, or raise EOFError or OSError."""
    body, draw = split_options(data)
    whole = _expanded(body, lambda: LARGEST)
    sizes = [1, 7, 4096, 1 << 16]
    pieces = _expanded(body, lambda: draw.choice(sizes))
    assert pieces == whole
    name = compression_of(body[:6])
    if name in _ORACLES and isinstance(whole, bytes) and len(whole) < LARGEST:
        inner = _ORACLES[name](body.rstrip(b"\0") if name == "xz" else body)
        if compression_of(inner[:6]) is None:  # xz's takes what follows odd padding for rubbish
            assert inner == whole or (name == "xz" and whole.startswith(inner))
    for document in documents_of(body, ReadSettings()):
        check_document(document)


def _expanded(data: bytes, size: Callable[[], int]) -> bytes | str:
    """All that comes out, up to LARGEST, or the name of what was raised."""
    stream = _stream(data)
    parts, read = [], 0
    try:
        opened = decompressed(stream)
        while read < LARGEST and (part := opened.read(min(size(), LARGEST - read))):
            parts.append(part)
            read += len(part)
    except (EOFError, OSError) as e:
        return re.sub(r"\d+", "", str(e))
    return b"".join(parts)
