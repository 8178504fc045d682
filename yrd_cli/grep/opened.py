"""An open file as blocks of lines, or the finding that it holds Documents."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from yrd_cli.grep.glossed import is_glossed
from yrd_cli.grep.request import GrepRequest
from yrd_cli.grep.scan.files import Block, BlockReader
from yrd_cli.reading.path_names import STDIN

if TYPE_CHECKING:
    from io import BufferedReader

HEAD_BYTES = 1 << 16
"""What of a file is looked at to tell what it holds; a file no larger is read at once."""

_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_DOCUMENTS = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{|PAR1")
"""How files begin that may hold Documents: JSON, Parquet."""


class Opened(NamedTuple):
    """What an open file is. Where it ``holds_documents`` there are no blocks; ``stream`` is what
    they are read from, None for the file by its name."""

    blocks: Iterable[Block] = ()
    is_glossed: bool = False
    """Whether it is strewn with pinyin glosses."""
    holds_documents: bool = False
    stream: BufferedReader | None = None


class Opener:
    """Looks at open files, one after another; blocks of one are overwritten by the next."""

    def __init__(self, request: GrepRequest) -> None:
        pattern, asked = request.pattern, request.input
        self._terminator = b"\0" if pattern.null_data else b"\n"
        self._limits = request.limits
        if self._limits is None or self._limits.line is None:
            self._reader = BlockReader(self._terminator)
        else:
            longest = self._limits.line_bytes
            self._reader = BlockReader(self._terminator, longest=longest, skips=True)
        self._exact = pattern.exact
        self._encoding = asked.encoding
        self._is_plain = pattern.exact and asked.encoding == "auto"
        self._sees_glosses = pattern.noise is None
        self._takes_documents = asked.input_format != "text" and not pattern.null_data

    def look_at(self, fd: int, path: str, status: os.stat_result) -> Opened:
        """What a file is. Raises OSError, EOFError or ValueError where it cannot be read."""
        opened = self._looked_at(fd, path, status)
        if self._limits is None or opened.holds_documents:
            return opened
        from yrd_cli.grep.short_lines import limited

        return opened._replace(blocks=limited(opened.blocks, self._limits, self._terminator))

    def _looked_at(self, fd: int, path: str, status: os.stat_result) -> Opened:
        whole = _whole(fd, path, status)
        if self._is_plain:
            return Opened(self._reader.blocks(fd) if whole is None else (_block(whole),))
        source: Any = fd
        glossed = False
        if not self._exact:
            head, source = (whole, fd) if whole is not None else _peeked(fd)
            if head.startswith(_COMPRESSED):
                whole, source = None, self._decompressed(fd, source, is_read=whole is not None)
                head = source.peek(HEAD_BYTES)
            if self._takes_documents and _DOCUMENTS.match(head) and _are_documents(head, path):
                named = path != STDIN or isinstance(source, int)
                return Opened(holds_documents=True, stream=None if named else source)
            glossed = self._sees_glosses and is_glossed(head)
        from yrd_cli.grep.encodings import text_blocks, whole_block

        if whole is not None:
            block = whole_block(whole, self._encoding)
            if block is not None:
                return Opened((block,), glossed)
            os.lseek(fd, 0, os.SEEK_SET)
        return Opened(text_blocks(source, self._reader, self._encoding), glossed)

    def _decompressed(self, fd: int, source: Any, *, is_read: bool) -> Any:
        from yrd_cli.limits import DEFAULT_LIMITS
        from yrd_cli.reading.compression import decompressed

        if is_read:
            os.lseek(fd, 0, os.SEEK_SET)
        if isinstance(source, int):
            source = io.BufferedReader(io.FileIO(fd, closefd=False), HEAD_BYTES)
        return decompressed(source, self._limits or DEFAULT_LIMITS)


def _whole(fd: int, path: str, status: os.stat_result) -> bytes | None:
    """The bytes of a small file; None for any other, which is still to be read."""
    size = status.st_size
    if not 0 < size <= HEAD_BYTES or path == STDIN or not stat.S_ISREG(status.st_mode):
        return None
    data = os.read(fd, size + 1)
    if len(data) == size:
        return data
    os.lseek(fd, 0, os.SEEK_SET)
    return None


def _block(whole: bytes) -> Block:
    return Block(whole, len(whole), 0)


def _are_documents(head: bytes, path: str) -> bool:
    from yrd_cli.grep.records import holds_documents

    return holds_documents(head, path)


def _peeked(fd: int) -> tuple[bytes, Any]:
    """The head of a file, and what to read it from: the descriptor itself where it can be read
    twice."""
    try:
        return os.pread(fd, HEAD_BYTES, os.lseek(fd, 0, os.SEEK_CUR)), fd
    except OSError:
        stream = io.BufferedReader(io.FileIO(fd, closefd=False), HEAD_BYTES)
        return stream.peek(HEAD_BYTES), stream
