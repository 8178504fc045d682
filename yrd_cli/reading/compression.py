"""Compressed input, recognised by its first bytes; a truncated stream is an error."""

from __future__ import annotations

import io

from yrd_cli.limits import DEFAULT_LIMITS, Limits, shown_size
from yrd_cli.reading.decoders import DECODERS, Decoder
from yrd_cli.reading.heads import LostError, head_of
from yrd_cli.reading.members import RECORD, Member

MAX_LAYERS = 4
"""How often a file may be compressed: more is a trap, not a habit."""

INPUT_CHUNK = 1 << 14
"""Compressed bytes that are read at a time."""

ZSTD_CHUNK = 2048
"""Bytes fed to the zstd decoder at a time: one block of 4 bytes can hold 128 KiB of zeros, so
a chunk expands to 64 MiB at the worst."""


class ExpansionError(OSError):
    """A file expands so far that nothing in it is to be trusted."""


class SizeError(OSError):
    """A file expands to more bytes than was allowed; what came before is sound."""


def expands_too_far(what: str, limits: Limits) -> str:
    """What is said of input that expands beyond its limit."""
    told = f"expands more than {limits.expansion_ratio} times"
    return f"{what} {told}: taken for a bomb, and left (see --expansion-limit)"


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


ENDINGS = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd"}


def misnamed(path: str, stream: io.BufferedReader) -> str | None:
    """What is to be said of a file that its name calls compressed, and that is not; else None."""
    name = next((n for ending, n in ENDINGS.items() if path.endswith(ending)), None)
    if name is None or not (head := stream.peek(MAGIC_BYTES)):
        return None
    if compression_of(head) is not None:
        return None
    return f"not in {name} format, as its name says: read as it is"


def decompressed(stream: io.BufferedReader, limits: Limits = DEFAULT_LIMITS) -> io.BufferedReader:
    """The stream as it is, or its decompressed content; layers are opened one after another.

    All members (frames, streams) of a file are read. Reading raises EOFError where the file is
    truncated, and OSError where it is damaged, something else follows its end, or it expands
    beyond the limits. In a WARC file of gzip members, reading goes on after a LostError with the
    next member that is whole.
    """
    outermost: _Members | None = None
    for _ in range(MAX_LAYERS):
        head, stream = head_of(stream, lambda head: len(head) >= MAGIC_BYTES)
        name = compression_of(head)
        if name is None:
            return stream
        members = _Members(stream, name, limits, outermost)
        outermost = outermost or members
        stream = io.BufferedReader(members, 1 << 16)
    if compression_of(stream.peek(MAGIC_BYTES)) is None:
        return stream
    raise OSError(f"compressed more than {MAX_LAYERS} times")


class _Members(io.RawIOBase):
    """All members of a compressed stream, one after another.

    The standard library's own readers take whatever follows a bzip2 or xz stream for padding,
    and so lose in silence all that comes after a damaged header; python-zstandard's takes a
    truncated stream for a whole one.
    """

    def __init__(
        self,
        stream: io.BufferedReader,
        name: str,
        limits: Limits = DEFAULT_LIMITS,
        outermost: _Members | None = None,
    ) -> None:
        self._stream = stream
        self._name = name
        self._limits = limits
        self._outermost = outermost or self
        self._member = Member()
        self._rescued = memoryview(b"")
        """What was decoded of a damaged member before the place of the damage."""
        self._failure: EOFError | OSError | None = None
        self._chunk = ZSTD_CHUNK if name == "zstd" else INPUT_CHUNK
        self._pending = b""
        self._taken = self._given = 0
        """Bytes that went in and came out."""
        self._decoder: Decoder | None = DECODERS[name]()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while self._decoder is not None or self._failure is not None:
            data = self._next(max(1, min(len(buffer), self._most() - self._given)))
            if data:
                if not self._given:
                    self._member.is_of_archive = data[:5] == RECORD and self._name == "gzip"
                self._count(len(data))
                buffer[: len(data)] = data
                return len(data)
        return 0

    def _most(self) -> int:
        """Bytes that may have come out, for what went into the first layer."""
        limits = self._limits
        by_ratio = max(limits.expansion_free, limits.expansion_ratio * self._outermost._taken)
        return min(limits.expanded_bytes, by_ratio)

    def _count(self, given: int) -> None:
        """Count what came out; raises OSError where it is too much."""
        limits = self._limits
        self._given += given
        if self._given <= self._most():
            return
        self._decoder = None
        if self._given > limits.expanded_bytes:
            most = shown_size(limits.expanded_bytes)
            raise SizeError(f"{self._name} stream expands to more than {most} (see --size-limit)")
        raise ExpansionError(expands_too_far(f"{self._name} stream", limits))

    def _next(self, most: int) -> bytes:
        """Some more bytes; none where a member begins or ends.

        A damaged member gives what it does with the tool of its format: gzip, bzip2 and xz write
        all that they decode before the damage, zstd what it had written before that block.
        """
        if self._rescued or self._failure is not None:
            return self._left_over(most)
        assert self._decoder is not None
        try:
            if self._decoder.eof:
                self._next_member(self._decoder.unused_data)
                return b""
            return self._decode(self._decoder, most)
        except (EOFError, OSError) as e:
            self._decoder = None
            if self._member.is_of_archive:
                self._go_on(e)
            self._failure = e
            if not isinstance(e, EOFError) and self._name != "zstd":
                self._rescued = memoryview(self._member.rescued(DECODERS[self._name]()))
            return b""

    def _left_over(self, most: int) -> bytes:
        """What came before a damaged place; then its error is raised."""
        if not self._rescued and self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        data, self._rescued = bytes(self._rescued[:most]), self._rescued[most:]
        return data

    def _go_on(self, error: EOFError | OSError) -> None:
        """Go to the next member of an archive, and raise LostError; return where there is none."""
        member, more = self._member, b"-"
        while more:
            more = self._stream.read1(self._chunk)
            self._taken += len(more)
            member.add(more)
            rest = member.next_record(is_last=not more)
            if rest:
                lost, self._member = member.lost, Member(rest, is_of_archive=True)
                self._decoder, self._pending = DECODERS[self._name](), rest
                raise LostError(f"{error}: {lost:,} compressed bytes left out") from None

    def _decode(self, decoder: Decoder, most: int) -> bytes:
        given, self._pending = self._pending, b""
        ended = False
        if not given and decoder.needs_input:
            given = self._stream.read1(self._chunk)
            self._taken += len(given)
            ended = not given
            self._member.add(given)
        try:
            data = decoder.decompress(given, most)
        except EOFError:
            raise EOFError(f"truncated {self._name} stream") from None
        except Exception as e:  # OSError, and the own errors of zlib, lzma and zstandard
            raise OSError(f"damaged {self._name} stream: {e}") from None
        if ended and not data and not decoder.eof:
            raise EOFError(f"truncated {self._name} stream")
        self._member.given += len(data)
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
        self._member = Member(rest, is_of_archive=self._member.is_of_archive)
        if compression_of(rest) != self._name:
            raise OSError(f"damaged {self._name} stream: something else follows its end")
        self._decoder, self._pending = DECODERS[self._name](), rest
