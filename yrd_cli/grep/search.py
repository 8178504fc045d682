"""The search of one file: which lines are selected, and what is written of them."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from yrd_cli.grep.pattern import Pattern
from yrd_cli.grep.printing import CONTEXT, SELECTED, Line, LinePrinter
from yrd_cli.reading.decoding import is_binary
from yrd_cli.reading.recognise import HEAD_BYTES
from yrd_cli.reading.text_blocks import TextBlocks

Show = Literal["lines", "count", "with-match", "without-match", "nothing"]
Binary = Literal["binary", "text", "without-match"]


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """What is selected, and what is shown of it.

    ``before`` and ``after`` are lines of context, None where none was asked for; ``binary`` is
    what is done with files that are no text: ``binary`` says only that they match, ``text``
    takes them as text, ``without-match`` leaves them out.
    """

    show: Show = "lines"
    invert: bool = False
    max_count: int | None = None
    before: int | None = None
    after: int | None = None
    binary: Binary = "binary"
    encoding: str = "auto"
    line_buffered: bool = False

    @property
    def has_context(self) -> bool:
        """Whether context was asked for; none (-A 0) too sets groups apart."""
        return self.before is not None or self.after is not None

    @property
    def first_is_enough(self) -> bool:
        """Whether one selected line tells all that is asked of a file."""
        return self.show in ("with-match", "without-match", "nothing")


@dataclass(slots=True)
class Groups:
    """What was printed so far, over all files: a separator stands only between groups."""

    any: bool = False


@dataclass(slots=True)
class FileSearch:
    """Searches one file; afterwards ``selected`` tells how many lines were, ``is_binary`` and
    ``undecodable`` what the file was found to be."""

    pattern: Pattern
    options: SearchOptions
    printer: LinePrinter
    groups: Groups
    selected: int = 0
    is_binary: bool = False
    undecodable: int = 0
    encoding: str = ""
    _last_printed: int | None = None
    _owed: int = 0
    """Lines of trailing context still to print."""
    _before: deque[Line] = field(default_factory=deque)

    def run(self, stream: io.BufferedReader) -> Iterator[str]:
        """Search a stream of bytes; gives what is to be written."""
        self._before = deque(maxlen=self.options.before or 0)
        for block in self._blocks(stream):
            if self.is_binary and self.options.binary == "without-match":
                self.selected = 0
                break
            yield from self._search(block)
            if self._is_done():
                break
        yield from self.summary()

    def summary(self) -> Iterator[str]:
        """What is written of the file as a whole: its count, or its name."""
        if self.options.show == "count":
            yield self.printer.count(self.selected)
        elif self.options.show == ("with-match" if self.selected else "without-match"):
            yield self.printer.file_name()

    def _blocks(self, stream: io.BufferedReader) -> Iterator[list[Line]]:
        as_text = self.options.binary == "text"
        encoding = self.options.encoding
        if not as_text and is_binary(stream.peek(HEAD_BYTES)[:HEAD_BYTES]):
            self.is_binary = True
            encoding = "utf-8" if encoding == "auto" else encoding
        blocks = TextBlocks(stream, encoding, line_buffered=self.options.line_buffered)
        number = 0
        literal = None
        if not (self.options.invert or self.options.has_context):
            literal = self.pattern.literal
        for block in blocks:
            self.undecodable, self.encoding = blocks.undecodable, blocks.encoding
            if "\0" in block and not as_text:
                self.is_binary = True
            if self.is_binary:
                block = block.replace("\0", "\n")  # as GNU grep does: no line is endless there
            folded = self.pattern.fold(block)
            count = block.count("\n")
            if literal is None or literal in folded:
                yield _lines(block, folded, number)
            number += count

    def _search(self, lines: list[Line]) -> Iterator[str]:
        search, invert = self.pattern.search, self.options.invert
        for line in lines:
            if self._is_done():
                return
            if self._limit_reached():
                yield from self._context_after(line)
            elif (search(line.folded) is not None) != invert:
                yield from self._select(line)
            else:
                yield from self._pass(line)

    def _select(self, line: Line) -> Iterator[str]:
        self.selected += 1
        if self.options.show != "lines":
            return
        if self.is_binary:
            self.groups.any = True  # its message stands for a group
            return
        first = self._before[0].number if self._before else line.number
        adjacent = self._last_printed is not None and first == self._last_printed + 1
        if self.options.has_context and self.groups.any and not adjacent:
            yield self.printer.separator()
        for earlier in self._before:
            yield self.printer.line(earlier, CONTEXT)
        self._before.clear()
        yield self.printer.line(line, SELECTED)
        self.groups.any = True
        self._last_printed = line.number
        self._owed = self.options.after or 0

    def _pass(self, line: Line) -> Iterator[str]:
        if self._owed:
            yield from self._context_after(line)
        elif self.options.before:
            self._before.append(line)

    def _context_after(self, line: Line) -> Iterator[str]:
        self._owed -= 1
        self._last_printed = line.number
        yield self.printer.line(line, CONTEXT)

    def _limit_reached(self) -> bool:
        limit = self.options.max_count
        return limit is not None and self.selected >= limit

    def _is_done(self) -> bool:
        """Whether nothing that comes can change what is written."""
        if self.selected and (
            self.options.first_is_enough or (self.is_binary and self.options.show == "lines")
        ):
            return True
        return self._limit_reached() and not self._owed


def _lines(block: str, folded: str, number: int) -> list[Line]:
    """The lines of a block, counted from the one after ``number``."""
    texts = block.split("\n")
    keys = texts if folded is block else folded.split("\n")
    if not texts[-1]:
        texts = texts[:-1]
        keys = keys[: len(texts)]
    return [Line(n, *pair) for n, pair in enumerate(zip(texts, keys, strict=True), number + 1)]
