"""WARC records by their frames: where each begins and ends, and where the next one is if it lies.

A parser that trusts Content-Length loses all that follows a record whose length is wrong. Here a
record must be followed by another, or by the end; else its true end is looked for.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from yrd_cli.reading.heads import LostError

MAX_HEAD = 1 << 16
"""Bytes of a record's own head; real ones have under 1,000."""

CHUNK = 1 << 16

_BEGIN = b"WARC/"
_MARK = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n(?=(?i:WARC|Content)-)")
_MARK_BYTES = 32
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"(?im)^Content-Length:[ \t]*([^\r\n]*)")
_LENGTH_LINE = re.compile(rb"(?im)^Content-Length:[^\r\n]*\r?\n")
_DIGITS = re.compile(rb"\d{1,18}\s*\Z")
_END = b"\r\n\r\n"

CUT = "truncated WARC: its last record is not whole"


@dataclass(frozen=True, slots=True)
class Framed:
    """A record from its first byte to the end of its block, with a Content-Length that is right.

    ``fault`` says what was wrong with it; ``is_lost`` that some of it could not be had;
    ``is_long`` that it is longer than asked for, and only its beginning is given.
    """

    data: bytes
    fault: str = ""
    is_lost: bool = False
    is_long: bool = False


def warc_records(stream: io.BufferedReader, longest: int) -> Iterator[Framed]:
    """The records of an archive; of one longer than ``longest`` bytes only the beginning.

    Raises what the stream raises (EOFError, OSError), once all that came before is given; after a
    LostError it goes on.
    """
    window = _Window(stream)
    while True:
        window.skip_blank()
        if not window.data:
            if isinstance(window.error, LostError):
                yield window.go_on()
                continue
            break
        if not window.data.startswith(_BEGIN):
            lost = window.drop_to_mark(0)
            yield Framed(b"", f"{lost:,} bytes that are no WARC record: left out", True)
            continue
        try:
            record = _next(window, longest)
        except LostError:
            record = window.go_on()
        yield record
    if window.error is not None:
        raise window.error


def _next(window: _Window, longest: int) -> Framed:
    window.fill(CHUNK)
    head = _HEAD_END.search(window.data, 0, MAX_HEAD)
    if head is None:
        window.raise_error()
        lost = window.drop_to_mark(1)
        fault = f"{lost:,} bytes of a broken record: left out" if window.data else CUT
        return Framed(b"", fault, True)
    start = head.end()
    found = _LENGTH.search(window.data, 0, start)
    length = int(found[1]) if found and _DIGITS.match(found[1]) else -1
    if 0 <= length <= longest and _is_whole(window, start + length):
        return Framed(window.take(start + length))
    end = window.find_mark(start, start + longest)
    if end < 0 and window.ended and len(window.data) <= start + longest:
        window.raise_error()
        if length >= len(window.data) - start:
            return Framed(_mended(window.take(len(window.data)), start), CUT, True)
        end = len(window.data)
    if end < 0:
        data = _mended(window.take(start + CHUNK), start)
        window.drop_to_mark(0)
        return Framed(data, is_long=True)
    data = _mended(window.take(end), start)
    said = f"{length:,} bytes" if length >= 0 else "none"
    return Framed(data, f"wrong Content-Length: {said}, and {end - start:,} bytes follow")


def _is_whole(window: _Window, end: int) -> bool:
    """Whether a record ends where it says: with two line ends, before another or the last."""
    window.fill(end + len(_END) + len(_BEGIN))
    if len(window.data) < end:
        return False
    rest = bytes(window.data[end : end + len(_END) + len(_BEGIN)])
    blank = rest.lstrip(b"\r\n")
    return rest.startswith(_END) or blank.startswith(_BEGIN) or (not blank and window.ended)


def _mended(record: bytes, start: int) -> bytes:
    """The record without the line ends behind it, its true length in its head."""
    body = record[start:].removesuffix(b"\r\n").removesuffix(b"\r\n")
    head = _LENGTH_LINE.sub(b"", record[:start]).rstrip(b"\r\n")
    return b"%s\r\nContent-Length: %d\r\n\r\n%s" % (head, len(body), body)


class _Window:
    """The bytes of a stream that were read and not yet taken."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.data = bytearray()
        self.ended = False
        self.error: EOFError | OSError | None = None

    def fill(self, size: int) -> None:
        """Have so many bytes, unless the stream ends before, or breaks."""
        while len(self.data) < size and not self.ended:
            try:
                more = self._stream.read1(CHUNK)
            except (EOFError, OSError) as e:
                self.error, more = e, b""
            self.data += more
            self.ended = not more

    def raise_error(self) -> None:
        """Raise what broke the stream, if anything did."""
        if self.error is not None:
            raise self.error

    def go_on(self) -> Framed:
        """Begin anew after what was lost of the stream; gives what stands for it."""
        lost = str(self.error)
        self.data.clear()
        self.ended, self.error = False, None
        return Framed(b"", lost, True)

    def skip_blank(self) -> None:
        """Take the line ends between two records."""
        while True:
            self.fill(len(_END) + len(_BEGIN))
            blank = len(self.data) - len(self.data.lstrip(b"\r\n"))
            if not blank:
                return
            del self.data[:blank]

    def take(self, size: int) -> bytes:
        """The first bytes, which are gone then."""
        taken = bytes(memoryview(self.data)[:size])
        del self.data[:size]
        return taken

    def find_mark(self, start: int, limit: int) -> int:
        """Where the next record begins, at least ``start`` and at most ``limit``; else -1."""
        at = start
        while True:
            self.fill(at + CHUNK)
            found = _MARK.search(self.data, at, limit + _MARK_BYTES)
            if found:
                return found.start()
            at = max(at, len(self.data) - _MARK_BYTES)
            if self.ended or at >= limit:
                return -1

    def drop_to_mark(self, start: int) -> int:
        """Drop all before the next record, or the rest; gives the number of bytes."""
        dropped = 0
        while True:
            self.fill(CHUNK)
            found = _MARK.search(self.data, start)
            if found or self.ended:
                size = found.start() if found else len(self.data)
                del self.data[:size]
                return dropped + size
            size = max(0, len(self.data) - _MARK_BYTES)
            del self.data[:size]
            dropped += size
            start = 0
            self.fill(len(self.data) + CHUNK)
