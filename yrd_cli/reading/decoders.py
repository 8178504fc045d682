"""One member of a compressed file, decoded piece by piece."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

XZ_MEMORY = 256 << 20
"""What an xz stream may ask for its dictionary; `xz -9` needs 65 MiB, a crafted header 4 GiB."""


class Decoder(Protocol):
    """One member, decoded piece by piece, as the decompressors of bz2 and lzma do it."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more can be made of what it was given."""

    @property
    def unused_data(self) -> bytes:
        """What it was given that stands behind the end of the member."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Make at most so many bytes of this and of what it was given before."""


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


def _bzip2() -> Decoder:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> Decoder:
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)


DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": _Gzip,
    "bzip2": _bzip2,
    "xz": _xz,
    "zstd": _Zstd,
}
