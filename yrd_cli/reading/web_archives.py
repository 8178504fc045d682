"""Web archives (WARC, and WET with its extracted texts): one record for each page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, cast

from yrd_cli.reading.compression import MAGIC_BYTES, compression_of, decompressed
from yrd_cli.reading.paths import Source, reason_of
from yrd_cli.reading.records import MAX_DOCUMENT_BYTES, TOO_LARGE, Item, Kind, Record
from yrd_cli.report import Notice

TEXTUAL = ("html", "text/plain", "xml")
"""What the type of a page holds that we read."""

END_OF_RECORD = b"\r\n\r\n"


def read_archive(stream: io.BufferedReader, source: Source) -> Iterator[Item]:
    """Pages of a WARC file (HTTP responses of type HTML or text) and texts of a WET file.

    What a server compressed is unpacked, by us: fastwarc gives up the rest of the archive for
    one page that is broken. Such a page is told and left out.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    watched = _EndWatched(stream)
    number = 0
    for entry in ArchiveIterator(cast(Any, watched), record_types=wanted):
        number += 1
        place = f"{source.label}#{number}"
        if not any(name in _content_type(entry) for name in TEXTUAL):
            continue
        data = entry.reader.read(MAX_DOCUMENT_BYTES + 1)
        try:
            data = _unpacked(data, entry.http_headers or {})
        except (EOFError, OSError, ValueError) as e:
            yield Notice("error", place, reason_of(e))
            continue
        if len(data) > MAX_DOCUMENT_BYTES:
            yield Notice("error", place, TOO_LARGE)
            continue
        kind: Kind = "text" if entry.record_type == WarcRecordType.conversion else "page"
        yield Record(
            place, data, kind, source.file, place, source.root, number,
            charset=entry.http_charset, fields=_fields(entry),
        )  # fmt: skip
    if watched.end != END_OF_RECORD:
        yield Notice("error", source.label, "truncated WARC: its last record is not whole")


def _content_type(entry: Any) -> str:
    return str(entry.http_content_type or entry.headers.get("Content-Type") or "").lower()


def _unpacked(body: bytes, headers: Any) -> bytes:
    """The body of an HTTP response; raises ValueError for a compression that is not known."""
    if "chunked" in str(headers.get("Transfer-Encoding") or "").lower():
        body = b"".join(_chunks(body))
    name = str(headers.get("Content-Encoding") or "identity").lower()
    if compression_of(body[:MAGIC_BYTES]) is not None:
        packed = io.BufferedReader(cast(Any, io.BytesIO(body)))
        return decompressed(packed).read(MAX_DOCUMENT_BYTES + 1)
    if name in ("br", "deflate", "compress", "zstd"):
        raise ValueError(f"page compressed as {name}: left out")
    return body


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


class _EndWatched:
    """A stream that knows how it ended: the parser takes a cut archive in silence."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._read = 0
        self.end = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most ``size``."""
        data = self._stream.read1(size)  # what there is: an error comes after it
        self._read += len(data)
        self.end = (self.end + data[-len(END_OF_RECORD) :])[-len(END_OF_RECORD) :]
        return data

    def tell(self) -> int:
        """How much was read: fastwarc asks, and aborts where a pipe cannot say."""
        return self._read
