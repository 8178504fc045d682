"""Files and streams as text, in blocks of whole lines: memory is bounded by the block."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from yrd_cli.limits import DEFAULT_LIMITS, Limits
from yrd_cli.reading.compression import decompressed, misnamed
from yrd_cli.reading.containers import open_source
from yrd_cli.reading.paths import Source
from yrd_cli.report import Notice

BLOCK_BYTES = 1 << 20

_BOM = b"\xef\xbb\xbf"
_NOT_BY_LINE = ("utf-16", "utf-32", "hz")
"""Encodings whose lines do not end in a newline byte of their own, or that carry state over it."""


@contextmanager
def opened(
    source: Source, limits: Limits = DEFAULT_LIMITS, said: list[Notice] | None = None
) -> Iterator[io.BufferedReader]:
    """The bytes of one input, decompressed; what is to be said of its name is added to ``said``."""
    with open_source(source) as stream:
        if said is not None and (told := misnamed(source.path, stream)):
            said.append(Notice("error", source.label, told))
        yield decompressed(stream, limits)


def is_output(stream: io.BufferedReader, output: BinaryIO) -> bool:
    """Whether a file is read that is written at the same time, which would never end."""
    import stat

    try:
        read, written = os.fstat(stream.fileno()), os.fstat(output.fileno())
    except (OSError, ValueError):
        return False
    same = (read.st_dev, read.st_ino) == (written.st_dev, written.st_ino)
    return same and stat.S_ISREG(read.st_mode)


class TextBlocks:
    """The text of a stream, block by block; only the last may end within a line.

    The first block that holds more than ASCII decides the encoding; UTF-16, UTF-32 and HZ are
    read whole. ``line_buffered`` makes each line a block. A UTF-8 byte order mark stays, as
    U+FEFF. ``encoding`` and ``undecodable`` tell what was found so far.

    Where reading fails (OSError, EOFError), what came before is given out first.
    """

    def __init__(
        self,
        stream: io.BufferedReader,
        encoding: str = "auto",
        *,
        line_buffered: bool = False,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self.encoding = encoding
        self.undecodable = 0
        self._stream = stream
        self._line_buffered = line_buffered
        self._limits = limits
        self._failure: Exception | None = None

    def __iter__(self) -> Iterator[str]:
        while data := self._next_lines():
            yield self._text_of(data)
        if self._failure is not None:
            raise self._failure

    def _next_lines(self) -> bytes:
        if self._line_buffered:
            return self._read_line()
        data = self._read(BLOCK_BYTES)
        return data if data.endswith(b"\n") or not data else data + self._read_line()

    def _read(self, size: int) -> bytes:
        parts: list[bytes] = []
        try:
            # read1: what was read before a failure is not lost, as it would be with read.
            while size > 0 and self._failure is None and (part := self._stream.read1(size)):
                parts.append(part)
                size -= len(part)
        except (EOFError, OSError) as e:
            self._failure = e
        return b"".join(parts)

    def _read_line(self) -> bytes:
        if self._failure is not None:
            return b""
        try:
            return self._stream.readline()
        except (EOFError, OSError) as e:
            self._failure = e
            return b""

    def _text_of(self, data: bytes) -> str:
        from yrd_cli.reading.decoding import decode, detect_encoding

        if data.isascii() and self.encoding in ("auto", "utf-8") and b"~{" not in data:
            return data.decode("ascii")
        encoding = self.encoding
        if encoding == "auto":
            encoding = detect_encoding(data)
        if encoding.startswith(_NOT_BY_LINE):
            data += self._read(self._limits.document_bytes - len(data))
            if self._failure is None and self._stream.peek(1):
                self._failure = OSError(f"{encoding} text {self._limits.too_large}")
        decoded = decode(data, encoding)
        self.undecodable += decoded.undecodable
        if not data.isascii() or encoding == "hz":
            self.encoding = decoded.encoding
        has_mark = decoded.encoding == "utf-8" and data.startswith(_BOM)
        return "\ufeff" + decoded.text if has_mark else decoded.text
