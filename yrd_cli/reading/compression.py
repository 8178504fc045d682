"""Compressed input, recognised by its first bytes; a truncated stream is an error."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO, cast

ZSTD_CHUNK = 2048
"""Bytes fed to the zstd decoder at a time: one block of 4 bytes can hold 128 KiB of zeros, so
a chunk expands to 64 MiB at the worst."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)


def compression_of(head: bytes) -> str | None:
    """The compression that the first bytes of a file name, or None.

    >>> compression_of(b"BZh91AY&SY")
    'bzip2'
    """
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    # A skippable frame may come before the first zstd frame (RFC 8878, section 3.1.2).
    if len(head) >= 4 and 0x50 <= head[0] <= 0x5F and head[1:4] == b"\x2a\x4d\x18":
        return "zstd"
    return None


def decompressed(stream: io.BufferedReader) -> io.BufferedReader:
    """The stream as it is, or its decompressed content; layers are opened one after another.

    Reading raises EOFError or OSError (zlib, lzma and zstd errors are turned into OSError) where
    the stream is truncated or damaged.
    """
    for _ in range(MAX_LAYERS):
        name = compression_of(stream.peek(6)[:6])
        if name is None:
            return stream
        stream = _Translated.buffered(_OPENERS[name](stream), name)
    raise OSError(f"compressed more than {MAX_LAYERS} times")


MAX_LAYERS = 4
"""How often a file may be compressed: more is a trap, not a habit."""


def _gzip(stream: BinaryIO) -> BinaryIO:
    import gzip

    return cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))


def _bzip2(stream: BinaryIO) -> BinaryIO:
    import bz2

    return bz2.BZ2File(stream)


def _xz(stream: BinaryIO) -> BinaryIO:
    import lzma

    return lzma.LZMAFile(stream)


def _zstd(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, _ZstdFrames(stream))


_OPENERS: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    "gzip": _gzip,
    "bzip2": _bzip2,
    "xz": _xz,
    "zstd": _zstd,
}


class _ZstdFrames(io.RawIOBase):
    """All frames of a zstd stream; the package's own reader takes a cut stream in silence."""

    def __init__(self, stream: BinaryIO) -> None:
        import zstandard

        self._stream = stream
        self._decoder = zstandard.ZstdDecompressor()
        self._frame = self._decoder.decompressobj()
        self._started = False
        self._input = b""
        self._output = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._output:
            if not self._fill():
                return 0
        n = min(len(buffer), len(self._output))
        buffer[:n] = self._output[:n]
        self._output = self._output[n:]
        return n

    def _fill(self) -> bool:
        """Decode the next chunk; False at the end of the last frame."""
        chunk = self._input or self._stream.read(ZSTD_CHUNK)
        self._input = b""
        if self._frame.eof:
            if not chunk:
                return False
            self._frame, self._started = self._decoder.decompressobj(), False
        if not chunk:
            if self._started:
                raise EOFError("compressed file ended before the end of the stream")
            return False
        self._started = True
        self._output = memoryview(self._decompress(chunk))
        if self._frame.eof:
            self._input = self._frame.unused_data
        return True

    def _decompress(self, chunk: bytes) -> bytes:
        import zstandard

        try:
            return self._frame.decompress(chunk)
        except zstandard.ZstdError as e:
            raise OSError(str(e)) from None


class _Translated(io.RawIOBase):
    """A decompressor whose errors are all OSError or EOFError."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._read1: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._name = name

    @classmethod
    def buffered(cls, stream: BinaryIO, name: str) -> io.BufferedReader:
        return io.BufferedReader(cls(stream, name), 1 << 16)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        import lzma
        import zlib

        try:
            # read1 gives what there is: a slow pipe is not waited for
            data = self._read1(len(buffer))
        except EOFError:
            raise EOFError(f"truncated {self._name} stream") from None
        except (OSError, zlib.error, lzma.LZMAError) as e:
            raise OSError(f"damaged {self._name} stream: {e}") from None
        buffer[: len(data)] = data
        return len(data)
