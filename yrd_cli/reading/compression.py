"""Compressed input, recognised by its first bytes; a truncated stream is an error."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Protocol

from yrd_cli.reading.heads import head_of

MAX_LAYERS = 4
"""How often a file may be compressed: more is a trap, not a habit."""

INPUT_CHUNK = 1 << 14
"""Compressed bytes that are read at a time."""

ZSTD_CHUNK = 2048
"""Bytes fed to the zstd decoder at a time: one block of 4 bytes can hold 128 KiB of zeros, so
a chunk expands to 64 MiB at the worst."""

XZ_MEMORY = 256 << 20
"""What an xz stream may ask for its dictionary; `xz -9` needs 65 MiB, a crafted header 4 GiB."""

MAX_EXPANSION = 300
"""How many times its size a file may expand to: text does so 3 to 20 times, the most repetitive
of logs 100 times; gzip's bombs 1,000 times, those of the other formats up to a million."""

EXPANSION_FREE = 256 << 20
"""Bytes that any file may expand to."""


class ExpansionError(OSError):
    """A file expands so far that nothing in it is to be trusted."""


MAGIC_BYTES = 6

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)

_PADDED = ("gzip", "xz")
"""Formats that may be followed by NULs: tapes and, for xz, the format itself."""


def compression_of(head: bytes) -> str | None:
    """The compression that the first bytes of a file name, or None.

    >>> compression_of(b"BZh91AY&SY")
    'bzip2'
    """
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return None if name == "bzip2" and not head[3:4].isdigit() else name
    # A skippable frame may come before the first zstd frame (RFC 8878, section 3.1.2).
    if len(head) >= 4 and 0x50 <= head[0] <= 0x5F and head[1:4] == b"\x2a\x4d\x18":
        return "zstd"
    return None


def decompressed(stream: io.BufferedReader) -> io.BufferedReader:
    """The stream as it is, or its decompressed content; layers are opened one after another.

    All members (frames, streams) of a file are read. Reading raises EOFError where the file is
    truncated, and OSError where it is damaged or something else follows its end.
    """
    for _ in range(MAX_LAYERS):
        head, stream = head_of(stream, lambda head: len(head) >= MAGIC_BYTES)
        name = compression_of(head)
        if name is None:
            return stream
        stream = io.BufferedReader(_Members(stream, name), 1 << 16)
    if compression_of(stream.peek(MAGIC_BYTES)) is None:
        return stream
    raise OSError(f"compressed more than {MAX_LAYERS} times")


class _Decoder(Protocol):
    """One member, decoded piece by piece, as the decompressors of bz2 and lzma do it."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Members(io.RawIOBase):
    """All members of a compressed stream, one after another.

    The standard library's own readers take whatever follows a bzip2 or xz stream for padding,
    and so lose in silence all that comes after a damaged header; python-zstandard's takes a
    truncated stream for a whole one.
    """

    def __init__(self, stream: io.BufferedReader, name: str) -> None:
        self._stream = stream
        self._name = name
        self._chunk = ZSTD_CHUNK if name == "zstd" else INPUT_CHUNK
        self._pending = b""
        self._taken = self._given = 0
        """Bytes that went in and came out."""
        self._decoder: _Decoder | None = _DECODERS[name]()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while self._decoder is not None:
            if self._decoder.eof:
                self._next_member(self._decoder.unused_data)
                continue
            data = self._decode(self._decoder, len(buffer))
            if data:
                buffer[: len(data)] = data
                self._count(len(data))
                return len(data)
        return 0

    def _count(self, given: int) -> None:
        """Count what came out; raises OSError where it is too much for what went in."""
        self._given += given
        if self._given > EXPANSION_FREE and self._given > MAX_EXPANSION * self._taken:
            raise ExpansionError(
                f"{self._name} stream expands more than {MAX_EXPANSION} times: "
                "taken for a bomb, and left"
            )

    def _decode(self, decoder: _Decoder, most: int) -> bytes:
        given, self._pending = self._pending, b""
        ended = False
        if not given and decoder.needs_input:
            given = self._stream.read1(self._chunk)
            self._taken += len(given)
            ended = not given
        try:
            data = decoder.decompress(given, most)
        except EOFError:
            raise EOFError(f"truncated {self._name} stream") from None
        except Exception as e:  # OSError, and the own errors of zlib, lzma and zstandard
            raise OSError(f"damaged {self._name} stream: {e}") from None
        if ended and not data and not decoder.eof:
            raise EOFError(f"truncated {self._name} stream")
        return data

    def _next_member(self, rest: bytes) -> None:
        """Start on what follows a member, if anything but padding does."""
        while True:
            if self._name in _PADDED:
                rest = rest.lstrip(b"\0")
            if len(rest) >= MAGIC_BYTES or not (more := self._stream.read1(self._chunk)):
                break
            self._taken += len(more)
            rest += more
        self._decoder = None
        if not rest:
            return
        if compression_of(rest) != self._name:
            raise OSError(f"damaged {self._name} stream: something else follows its end")
        self._decoder, self._pending = _DECODERS[self._name](), rest


class _Gzip:
    def __init__(self) -> None:
        import zlib

        self._inflate = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflate.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inflate.decompress(self._inflate.unconsumed_tail + data, max_length)


class _Zstd:
    def __init__(self) -> None:
        import zstandard

        self._frame: Any = zstandard.ZstdDecompressor().decompressobj()
        self._output = memoryview(b"")

    @property
    def eof(self) -> bool:
        return bool(self._frame.eof) and not self._output

    @property
    def needs_input(self) -> bool:
        return not self._output

    @property
    def unused_data(self) -> bytes:
        return bytes(self._frame.unused_data)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        if not self._output:
            self._output = memoryview(self._frame.decompress(data))
        piece, self._output = self._output[:max_length], self._output[max_length:]
        return bytes(piece)


def _bzip2() -> _Decoder:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> _Decoder:
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)


_DECODERS: dict[str, Callable[[], _Decoder]] = {
    "gzip": _Gzip,
    "bzip2": _bzip2,
    "xz": _xz,
    "zstd": _Zstd,
}
