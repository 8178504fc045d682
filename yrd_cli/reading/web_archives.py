"""Web archives (WARC, and WET with its extracted texts): one record for each page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Literal, cast

from yrd_cli.limits import Limits
from yrd_cli.reading.compression import MAGIC_BYTES, compression_of, decompressed
from yrd_cli.reading.paths import Source, reason_of
from yrd_cli.reading.records import Item, Kind, Record
from yrd_cli.reading.warc_records import MAX_HEAD, Framed, warc_records
from yrd_cli.report import Notice

TEXTUAL = ("html", "text/plain", "xml")
"""What the type of a page holds that we read."""

_WANTED = re.compile(rb"(?im)^WARC-Type:[ \t]*(?:response|resource|conversion)[ \t]*\r?$")
_LONGEST_HEAD = 1 << 20
"""Bytes of the head of an HTTP response, which are held beside the largest document."""


def read_archive(stream: io.BufferedReader, source: Source, limits: Limits) -> Iterator[Item]:
    """Pages of a WARC file (HTTP responses of type HTML or text) and texts of a WET file.

    What a server compressed is unpacked, by us: fastwarc gives up the rest of the archive for
    one page that is broken. Such a page is told and left out; so is a record that is not what
    it says, and the next one is read.
    """
    number = 0
    for framed in warc_records(stream, limits.document_bytes + _LONGEST_HEAD):
        wanted = _WANTED.search(framed.data, 0, MAX_HEAD)
        number += wanted is not None
        place = f"{source.label}#{number}" if wanted else source.label
        if wanted:
            try:
                yield from _pages(framed, source, place, number, limits)
            except (EOFError, OSError, ValueError, RuntimeError) as e:
                yield Notice("error", place, reason_of(e))
        if framed.fault:
            level: Literal["error", "warning"] = "error" if framed.is_lost else "warning"
            yield Notice(level, source.label if framed.is_lost else place, framed.fault)


def _pages(
    record: Framed, source: Source, place: str, number: int, limits: Limits
) -> Iterator[Item]:
    """The page that a record holds, if it is one."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for entry in ArchiveIterator(cast(Any, io.BytesIO(record.data))):
        if not any(name in _content_type(entry) for name in TEXTUAL):
            return
        body = entry.reader.read(len(record.data))
        page = _unpacked(body, entry.http_headers or {}, limits)
        if record.is_long or len(page) > limits.document_bytes:
            yield Notice("error", place, limits.too_large)
            return
        kind: Kind = "text" if entry.record_type == WarcRecordType.conversion else "page"
        yield Record(
            place, page, kind, source.file, place, source.root, number,
            charset=entry.http_charset, fields=_fields(entry),
        )  # fmt: skip
        return


def _content_type(entry: Any) -> str:
    return str(entry.http_content_type or entry.headers.get("Content-Type") or "").lower()


def _unpacked(body: bytes, headers: Any, limits: Limits) -> bytes:
    """The body of an HTTP response; raises ValueError for a compression that is not known."""
    if "chunked" in str(headers.get("Transfer-Encoding") or "").lower():
        body = b"".join(_chunks(body))
    name = str(headers.get("Content-Encoding") or "identity").lower()
    if compression_of(body[:MAGIC_BYTES]) is not None:
        packed = io.BufferedReader(cast(Any, io.BytesIO(body)))
        return _read(decompressed(packed, limits), limits.document_bytes + 1)
    if name in ("br", "deflate", "compress", "zstd"):
        raise ValueError(f"page compressed as {name}: left out")
    return body


def _read(stream: io.BufferedReader, most: int) -> bytes:
    parts, size = [], 0
    while size < most and (part := stream.read1(1 << 20)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _chunks(body: bytes) -> Iterator[bytes]:
    """The chunks of RFC 9112, section 7.1; a body that is chunked no more comes as it is."""
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 100)
        size = _CHUNK_SIZE.match(body, at, end) if end >= 0 else None
        if size is None:
            yield body[at:]
            return
        length = int(size[1], 16)
        yield body[end + 2 : end + 2 + length]
        if not length:
            return
        at = end + 2 + length + 2


_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]{0,9}(?:;|\Z)")


def _fields(entry: Any) -> dict[str, str]:
    return {
        "url": entry.headers.get("WARC-Target-URI") or "",
        "crawl_date": entry.headers.get("WARC-Date") or "",
    }
