"""Files in any encoding as blocks that a Scanner searches, each file in its own encoding.

UTF-8, GB18030, Big5 and other encodings whose line ends are bytes of their own come as the bytes
they are: the pattern is written in the encoding (`Scanner.within`), and only lines that hold it
are decoded. UTF-16, UTF-32 and HZ, where a newline byte may be half of a character, are made UTF-8
on the way, block by block.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator

from yrd_cli.grep.scan.files import BLOCK_BYTES, Block, BlockReader, Readable, reading_of

AUTO = "auto"
UTF_8 = "utf-8"

HEAD_BYTES = 1 << 16
"""What of a file is looked at to tell its encoding, and no less than its first line."""

_NOT_BY_LINE = ("utf-16", "utf-32", "hz")
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b"\x84\x31\x95\x33")
_MARK = "\ufeff"


def text_blocks(
    source: int | Readable, reader: BlockReader, encoding: str = AUTO
) -> Iterator[Block]:
    """The blocks of a file; each says in which encoding its lines are.

    ``encoding`` is `auto`, or what ``canonical_encoding`` gives. A file that begins in ASCII is
    UTF-8 until the first block with other bytes tells more. Offsets are bytes of the file, but
    for what is made UTF-8 on the way, where they are bytes of that.
    """
    if encoding == UTF_8:
        yield from reader.blocks(source)
    elif encoding == AUTO and isinstance(source, int) and (start := _place(source)) is not None:
        yield from _blocks_of_file(source, reader, start)
    else:
        head = _head(source)
        known = settled_encoding(head) if encoding == AUTO else _ordered(encoding, head)
        if known is not None and known.startswith(_NOT_BY_LINE):
            yield from _transcoded(source, head, known, reader)
        else:
            yield from _in_encoding(reader.blocks(source, head), known)


def whole_block(data: bytes, encoding: str = AUTO) -> Block | None:
    """A whole file as one block; None where it has to be made UTF-8 on the way."""
    known = settled_encoding(data) if encoding == AUTO else encoding
    if known is None or known == UTF_8:
        return Block(data, len(data), 0)
    return None if known.startswith(_NOT_BY_LINE) else Block(data, len(data), 0, known)


def _place(fd: int) -> int | None:
    """Where a file stands that can be read twice; None for a pipe."""
    try:
        return os.lseek(fd, 0, os.SEEK_CUR)
    except OSError:
        return None


def _blocks_of_file(fd: int, reader: BlockReader, start: int) -> Iterator[Block]:
    """The blocks of a file whose first tells the encoding: most are UTF-8, and read once."""
    blocks = reader.blocks(fd)
    for block in blocks:
        head = bytes(block.data[: min(block.end, HEAD_BYTES)])
        known = settled_encoding(head)
        if known is not None and known.startswith(_NOT_BY_LINE):
            os.lseek(fd, start, os.SEEK_SET)
            yield from _transcoded(fd, b"", known, reader)
            return
        yield block if known in (None, UTF_8) else block._replace(encoding=known or UTF_8)
        yield from _in_encoding(blocks, known)


def _in_encoding(blocks: Iterator[Block], known: str | None) -> Iterator[Block]:
    """Blocks marked with their encoding; None where they were ASCII so far."""
    for block in blocks:
        if known is None:
            known = _encoding_of_block(block)
        yield block if known in (None, UTF_8) else block._replace(encoding=known or UTF_8)


def settled_encoding(head: bytes) -> str | None:
    """The encoding of a file that begins so; None where it is ASCII so far.

    Sound UTF-8 costs a look; anything else is what ``reading.decoding`` makes of it.
    """
    if head.isascii():
        if b"\0" not in head and b"~{" not in head:
            return None
    elif b"\0" not in head and not head.startswith(_MARKS) and _is_utf8(head):
        return UTF_8
    from yrd_cli.reading.decoding import detect_encoding

    found = detect_encoding(head)
    return None if found == UTF_8 and head.isascii() else found


def _is_utf8(head: bytes) -> bool:
    """Whether bytes are UTF-8 that may be cut in its last character."""
    try:
        head.decode(UTF_8)
    except UnicodeDecodeError as e:
        return e.reason == "unexpected end of data" and e.start >= len(head) - 3
    return True


def _encoding_of_block(block: Block) -> str | None:
    """The encoding of a block in a file that was ASCII so far; None where it is ASCII too."""
    lines = bytes(block.data[: block.end])
    if lines.isascii():
        return None
    if _is_utf8(lines):
        return UTF_8
    found = settled_encoding(lines)
    return UTF_8 if found is None or found.startswith(_NOT_BY_LINE) else found


def _head(source: int | Readable) -> bytes:
    """What a file begins with: what is there at once, but no less than its first line."""
    read = reading_of(source)
    head = bytearray(HEAD_BYTES)
    filled = 0
    with memoryview(head) as view:
        while filled < HEAD_BYTES:
            with view[filled:] as space:
                got = read(space)
            filled += got
            if not got or b"\n" in head[filled - got : filled]:
                break
    return bytes(head[:filled])


def _ordered(encoding: str, head: bytes) -> str:
    """The encoding with its byte order, where the name leaves that to the bytes."""
    if encoding not in ("utf-16", "utf-32"):
        return encoding
    from yrd_cli.reading.decoding import decode

    return decode(head[: len(head) // 4 * 4], encoding).encoding


def _transcoded(
    source: int | Readable, head: bytes, encoding: str, reader: BlockReader
) -> Iterator[Block]:
    """The blocks of a file made UTF-8; what cannot be read becomes U+FFFD."""
    limited = BlockReader(longest=reader.longest, skips=reader.skips)
    yield from limited.blocks(_AsUtf8(source, head, encoding))


class _AsUtf8:
    """The bytes of a file as UTF-8."""

    def __init__(self, source: int | Readable, head: bytes, encoding: str) -> None:
        self._read = reading_of(source)
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._space = bytearray(BLOCK_BYTES)
        self._ready = memoryview(b"")
        self._ended = self._begun = False
        self._take(head)

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill a buffer with UTF-8; 0 at the end."""
        while not self._ready and not self._ended:
            with memoryview(self._space) as space:
                got = self._read(space)
            self._ended = not got
            self._take(self._space[:got])
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _take(self, data: bytes | bytearray) -> None:
        text = self._decoder.decode(data, self._ended)
        if text and not self._begun:
            self._begun = True
            text = text.removeprefix(_MARK)
        self._ready = memoryview(text.encode(UTF_8, "replace"))
