"""Text without the lines that are longer than was asked for; an empty line stays for each."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import cast

from yrd_cli.limits import Limits
from yrd_cli.report import Notice

WIDE = ("utf-16", "utf-32")
"""Encodings in which the byte of a line end may be half of a character."""

_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")

READ_BYTES = 1 << 16


class LongLines:
    """How many lines were left out of an input, and the first of them, from 1."""

    def __init__(self) -> None:
        self.count = 0
        self.first = 0

    def note(self, number: int) -> None:
        """Count one more."""
        self.first = self.first or number
        self.count += 1

    def notice(self, label: str, limits: Limits) -> Notice:
        """What is to be said of them."""
        more = f" (and {self.count - 1:,} more)" if self.count > 1 else ""
        return Notice("error", f"{label}:{self.first}", limits.too_long_line + more)


def has_byte_lines(head: bytes, encoding: str = "auto") -> bool:
    """Whether the lines of a text that begins so end in a byte of their own."""
    if encoding != "auto":
        return not encoding.startswith(WIDE)
    return not head.startswith(_MARKS) and b"\0" not in head


def filtered_text(
    stream: io.BufferedReader,
    encoding: str,
    limits: Limits,
    found: LongLines,
    *,
    html: bool = False,
) -> io.BufferedReader:
    """A text without its long lines; one in a wide encoding, and HTML unless it is taken as it
    stands (``html``), as it is: its lines are known only after decoding."""
    from yrd_cli.reading.heads import head_of
    from yrd_cli.reading.html import is_html
    from yrd_cli.reading.recognise import HEAD_BYTES, is_enough

    head, stream = head_of(stream, is_enough, HEAD_BYTES)
    if (not html and is_html(head)) or not has_byte_lines(head, encoding):
        return stream
    return without_long_lines(stream, limits.line_bytes, found)


def without_long_lines(
    stream: io.BufferedReader, longest: int, found: LongLines
) -> io.BufferedReader:
    """The stream with an empty line in place of each line of more than ``longest`` bytes; memory
    is bounded by that."""
    return io.BufferedReader(cast(io.RawIOBase, _Filtered(stream, longest, found)), READ_BYTES)


class _Filtered(io.RawIOBase):
    def __init__(self, stream: io.BufferedReader, longest: int, found: LongLines) -> None:
        self._parts = _kept_parts(stream, longest, found)
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            part = next(self._parts, None)
            if part is None:
                return 0
            if isinstance(part, Exception):
                raise part
            self._ready = memoryview(part)
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


def _kept_parts(
    stream: io.BufferedReader, longest: int, found: LongLines
) -> Iterator[bytes | Exception]:
    """What stays of a stream, in parts; the error that ends it comes last."""
    line, held, is_dropped = 1, bytearray(), False
    failure: Exception | None = None
    while failure is None:
        try:
            part = stream.read1(READ_BYTES)
        except (EOFError, OSError) as e:
            failure, part = e, b""
        if not part:
            break
        searched = len(held)
        held += part
        kept, at = bytearray(), 0
        while (end := held.find(b"\n", max(at, searched))) >= 0:
            if not is_dropped and end - at <= longest:
                kept += held[at:end]
            elif not is_dropped:
                found.note(line)
            is_dropped = False
            kept += b"\n"
            line, at = line + 1, end + 1
        del held[:at]
        if len(held) > longest and not is_dropped:
            found.note(line)
            is_dropped = True
        if is_dropped:
            held.clear()
        if kept:
            yield bytes(kept)
    if held:
        yield bytes(held)
    if failure is not None:
        yield failure


def kept_lines(text: str, longest: int, encoding: str, found: LongLines) -> list[int]:
    """The numbers, from 0, of the lines of a text that are not too long in its encoding."""
    kept = []
    for number, line in enumerate(text.split("\n")):
        if 4 * len(line) <= longest or _size(line, encoding) <= longest:
            kept.append(number)
        else:
            found.note(number + 1)
    return kept


def _size(line: str, encoding: str) -> int:
    try:
        return len(line.encode(encoding, "replace"))
    except LookupError:
        return len(line.encode("utf-8", "replace"))
