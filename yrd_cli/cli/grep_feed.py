"""What the worker processes of `yrd grep` are given, in order: small files by name, large ones and
pipes part by part."""

from __future__ import annotations

import os
import stat
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import NamedTuple

from yrd_cli.cli.concordances import records_of
from yrd_cli.cli.documents_wanted import LARGEST_TEXT, joins_lines, may_end_early, wants_documents
from yrd_cli.cli.grep_parts import Batch, FileInParts, Files, Mark, Piece, Records
from yrd_cli.grep.binary import has_hole
from yrd_cli.grep.opened import HEAD_BYTES, Opener
from yrd_cli.grep.printing import width_of_numbers
from yrd_cli.grep.records import Raw
from yrd_cli.grep.request import GrepRequest
from yrd_cli.grep.scan import Block
from yrd_cli.grep.search_parts import last_lines
from yrd_cli.grep.targets import Failure, Target
from yrd_cli.pipeline import BATCH_BYTES, batched
from yrd_cli.reading.path_names import STDIN, reason_of
from yrd_cli.reading.recognise import container_of
from yrd_cli.reading.records import Record

PIECE_BYTES = 1 << 20
"""Lines of a file that are searched at a time: a way of 1 ms to a worker and back."""

WHOLE_BYTES = 4 << 20
"""Up to here a file is searched by one worker, who reads it."""

FILES_BYTES = 1 << 20
FILES = 128
"""What files make a batch: 10,000 of 1 KB take 25 us each."""

MOST_REACH = 1000
"""Lines of context beyond which a file is not searched in parts: each part would bring them."""


class LinesLeft(NamedTuple):
    """The rest of a file whose lines were searched up to a place."""

    file: FileInParts
    blocks: Iterator[Block]
    before: bytes
    lines: int
    offset: int


class RecordsLeft(NamedTuple):
    """The rest of a file whose records were searched one by one."""

    file: FileInParts
    records: Iterator[Raw]


class Feed:
    """The batches of a run. They are made by a thread of their own, ahead of their results;
    ``sent`` holds the pieces whose results are not taken yet."""

    def __init__(
        self,
        request: GrepRequest,
        name_of: Callable[[str], bytes],
        is_output: Callable[[os.stat_result], bool],
        reach: int,
        *,
        by_file: bool,
    ) -> None:
        self._request, self._by_file = request, by_file or reach > MOST_REACH
        self._name_of, self._is_output = name_of, is_output
        self._reach = reach
        self._terminator = b"\0" if request.pattern.null_data else b"\n"
        self._numbered = request.output.line_number or request.json
        self._opener = Opener(request)
        self._in_documents = wants_documents(request)
        self._joins_lines = joins_lines(request)
        self._may_end_early = may_end_early(request)
        self._numbers = count(1)
        self._skipped: set[int] = set()
        self.sent: deque[Piece] = deque()

    def skip(self, file: FileInParts) -> None:
        """Want no more of a file."""
        self._skipped.add(file.number)

    def number(self) -> int:
        """A number for a file that is begun."""
        return next(self._numbers)

    def batches(
        self, left: LinesLeft | RecordsLeft | None, targets: Iterable[Target | Failure]
    ) -> Iterator[Batch]:
        """What is left of a file, and files."""
        if isinstance(left, LinesLeft):
            yield from self._pieces(*left)
        elif isinstance(left, RecordsLeft):
            yield from self._records(*left)
        files: list[Target | Failure] = []
        size = 0
        for target in targets:
            whole = _size_as_a_whole(target)
            if isinstance(target, Failure) or whole is not None:
                files.append(target)
                size += whole or 0
            if files and (whole is None or size >= FILES_BYTES or len(files) >= FILES):
                yield Files(tuple(files))
                files, size = [], 0
            if whole is None and isinstance(target, Target):
                yield from self._in_parts(target)
        if files:
            yield Files(tuple(files))

    def _in_parts(self, target: Target) -> Iterator[Batch]:
        if target.path == STDIN:
            if sys.stdin is None or self._may_end_early or self._by_file:
                yield Mark("here", target)
            else:
                yield from self._of_open(0, target)
            return
        as_it_comes = not (self._in_documents or self._joins_lines or self._may_end_early)
        if self._by_file or not as_it_comes:
            if not os.path.isfile(target.path):
                yield Mark("here", target)  # a pipe can be opened once
                return
            if self._by_file:
                yield Files((target,))
                return
        try:
            fd = os.open(target.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY)
        except (OSError, ValueError):
            yield Files((target,))  # who searches it says why it cannot
            return
        try:
            yield from self._of_open(fd, target)
        finally:
            os.close(fd)

    def _of_open(self, fd: int, target: Target) -> Iterator[Batch]:
        path, status = target.path, os.fstat(fd)
        whole: Batch = Mark("here", target) if path == STDIN else Files((target,))
        if stat.S_ISDIR(status.st_mode) or self._is_output(status) or has_hole(fd, status):
            yield whole
        elif self._in_documents:
            if path != STDIN and not _holds_records(fd, path, self._request):
                yield whole
            else:
                yield from self._of_records(target, records_of(self._request, path))
        elif self._joins_lines and (path == STDIN or status.st_size <= LARGEST_TEXT):
            yield whole
        else:
            yield from self._of_lines(fd, target, status)

    def _of_lines(self, fd: int, target: Target, status: os.stat_result) -> Iterator[Batch]:
        try:
            opened = self._opener.look_at(fd, target.path, status)
        except (EOFError, OSError, ValueError) as e:
            yield Mark("failed", target, failure=reason_of(e))
            return
        if opened.holds_documents:
            records = records_of(self._request, target.path, opened.stream)
            yield from self._of_records(target, records)
            return
        file = self.file(target, status, is_glossed=opened.is_glossed)
        yield Mark("begin-lines", target, file)
        yield from self._pieces(file, iter(opened.blocks), b"", 0, 0)

    def file(
        self, target: Target, status: os.stat_result | None, *, is_glossed: bool = False
    ) -> FileInParts:
        """A file that is begun."""
        path, output = target.path, self._request.output
        is_regular = status is not None and stat.S_ISREG(status.st_mode)
        width = 0
        if output.initial_tab and status is not None:
            width = width_of_numbers(status, numbered=output.line_number)
        return FileInParts(
            self.number(),
            target,
            self._name_of(path),
            None if path == STDIN or not output.hyperlink else os.path.abspath(path),
            is_glossed,
            not is_regular,
            width,
        )

    def _pieces(
        self, file: FileInParts, blocks: Iterator[Block], before: bytes, lines: int, offset: int
    ) -> Iterator[Batch]:
        """The pieces of a file, from a place on, and its end."""
        cutter = _Cutter(file, before, lines, offset, self._terminator, self._reach)
        cutter.numbered = self._numbered
        failure = ""
        while file.number not in self._skipped:
            try:
                block = next(blocks, None)
            except (EOFError, OSError, ValueError) as e:
                failure, block = reason_of(e), None
            for piece in cutter.cut(block):
                self.sent.append(piece)
                yield piece
            if block is None:
                break
        yield Mark("end", file.target, file, failure)

    def _of_records(self, target: Target, records: Iterator[Raw]) -> Iterator[Batch]:
        file = self.file(target, None)
        yield Mark("begin-records", target, file)
        yield from self._records(file, records)

    def _records(self, file: FileInParts, records: Iterator[Raw]) -> Iterator[Batch]:
        most = {"max_items": 1} if self._request.output.line_buffered else {}
        for items in batched(records, _size_of, BATCH_BYTES, **most):
            if file.number in self._skipped:
                break
            yield Records(file, tuple(items))
        yield Mark("end", file.target, file)


class _Cutter:
    """Puts the blocks of a file together to pieces."""

    numbered = False

    def __init__(
        self,
        file: FileInParts,
        before: bytes,
        lines: int,
        offset: int,
        terminator: bytes,
        reach: int,
    ) -> None:
        self._file, self._before, self._lines, self._offset = file, before, lines, offset
        self._terminator, self._reach = terminator, reach
        self._encoding = "utf-8"
        self._parts: list[bytes] = []
        self._cuts: list[int] = []

    def cut(self, block: Block | None) -> Iterator[Piece]:
        """The pieces that are whole with the next block; None: there is none."""
        if self._cuts and (block is None or block.encoding != self._encoding):
            yield self._piece()
        if block is None:
            return
        if not self._cuts:
            self._offset = block.offset
        self._encoding = block.encoding
        self._parts.append(bytes(memoryview(block.data)[: block.end]))
        self._cuts.append(block.offset + block.end - self._offset)
        # What comes from a pipe is shown as soon as it is there.
        if self._file.is_pipe or self._cuts[-1] >= PIECE_BYTES:
            yield self._piece()

    def _piece(self) -> Piece:
        data = b"".join(self._parts)
        cuts = tuple(self._cuts)
        piece = Piece(
            self._file, data, self._offset, cuts, self._encoding, self._before, self._lines
        )
        if self._reach:
            self._before = last_lines(self._before + data, self._reach, self._terminator)
        if self.numbered:
            self._lines += data.count(self._terminator)
        self._offset += len(data)
        self._parts, self._cuts = [], []
        return piece


def _size_as_a_whole(target: Target | Failure) -> int | None:
    """The bytes of what is searched as a whole; None for what is searched part by part."""
    if isinstance(target, Failure) or target.is_directory:
        return 0
    if target.path == STDIN:
        return None
    try:
        status = os.stat(target.path)
    except (OSError, ValueError):
        return 0
    if stat.S_ISDIR(status.st_mode):
        return 0
    is_small = stat.S_ISREG(status.st_mode) and status.st_size <= WHOLE_BYTES
    return status.st_size if is_small else None


def _holds_records(fd: int, path: str, request: GrepRequest) -> bool:
    """Whether a file is a container of records, not one Document."""
    asked = request.input.input_format
    if asked != "auto":
        return asked not in ("text", "html")
    if request.input.binary == "text":
        return False
    try:
        head = os.pread(fd, HEAD_BYTES, 0)
    except OSError:
        return True
    return container_of(head, path) != "page"


def _size_of(raw: Raw) -> int:
    return len(raw[0].data) if isinstance(raw[0], Record) else 0
