"""The lines of a block of bytes that match: a Pattern, and the scanner that finds it fast."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yrd_cli.grep.pattern import Pattern, Span
from yrd_cli.grep.request import PatternRequest
from yrd_cli.grep.scan import Scanner

Buffer = bytes | bytearray

LONG_LINE = 1 << 14
"""Bytes from which `re` may be too slow on a line: its time grows with the square of the length
where a repetition begins anywhere (`\\w+1` on 70,000 letters: 5 s and more)."""

_EXPLOSIVE = re.compile(r"(?:[*+?}]|\|[^()]*)\)+[*+{]")
"""A repetition of what holds a repetition or alternatives: `(a+)+`, `(a|aa)*`."""


class Matcher:
    """What is searched for, in blocks of bytes. Raises PatternError for a pattern that is wrong."""

    def __init__(self, request: PatternRequest) -> None:
        self.pattern = Pattern(request)
        self.terminator = b"\0" if request.null_data else b"\n"
        literals = self.pattern.literals
        if literals is None:
            self.scanner = Scanner(
                self.pattern.source,
                ignore_case=self.pattern.ignore_case,
                terminator=self.terminator,
            )
        else:
            self.scanner = Scanner.of_literals(literals, terminator=self.terminator)
        self.confirms = self.pattern.confirms
        self._is_prepared = False
        self._is_explosive = _EXPLOSIVE.search(self.pattern.source) is not None

    def within(self, encoding: str) -> Matcher:
        """The same search in lines of another encoding whose line ends are bytes of their own."""
        if encoding == self.scanner.encoding:
            return self
        other = Matcher.__new__(Matcher)
        other.__dict__.update(self.__dict__, scanner=self.scanner.within(encoding))
        return other

    def text_of(self, line: bytes) -> bytes:
        """A line as UTF-8."""
        return self.scanner.text_of(line)

    def size_of(self, text: bytes) -> int:
        """The bytes in the file of a part of a line, which comes as UTF-8."""
        encoding = self.scanner.encoding
        if encoding == "utf-8":
            return len(text)
        return len(text.decode("utf-8", "replace").encode(encoding, "replace"))

    def lines(self, data: Buffer, start: int, end: int) -> Iterator[Span]:
        """Start and end of each line that matches, in order; the end is before the terminator."""
        self._prepare(data, start, end)
        found = self.scanner.lines(data, start, end)
        return self._confirmed(found, data) if self.confirms else found

    def count(self, data: Buffer, start: int, end: int) -> int:
        """How many lines match."""
        if not self.confirms:
            self._prepare(data, start, end)
            return self.scanner.count(data, start, end)
        return sum(1 for _ in self.lines(data, start, end))

    def joined(self, data: Buffer, start: int, end: int) -> tuple[int, bytes]:
        """How many lines match, and all of them, each with its terminator."""
        if not self.confirms:
            self._prepare(data, start, end)
            return self.scanner.joined(data, start, end)
        lines = [self.text_of(bytes(data[a:b])) for a, b in self.lines(data, start, end)]
        return len(lines), b"".join(line + self.terminator for line in lines)

    def spans(self, line: bytes) -> list[Span]:
        """Start and end of each match in a line, in bytes; empty matches are left out."""
        text = line.decode("utf-8", "surrogateescape")
        found = list(self.pattern.spans(text))
        if len(text) == len(line):
            return found
        return _in_bytes(text, found)

    def _prepare(self, data: Buffer, start: int, end: int) -> None:
        """Have the scanner take its linear engine where `re` may take for ever."""
        if self._is_prepared:
            return
        if self._is_explosive or _has_gap(data, self.terminator, start, end):
            self.scanner.load()
            self._is_prepared = True

    def _confirmed(self, found: Iterator[Span], data: Buffer) -> Iterator[Span]:
        for start, end in found:
            if self.pattern.selects(self.scanner.decoded(data[start:end])):
                yield start, end


def _in_bytes(text: str, spans: list[Span]) -> list[Span]:
    """Spans of characters as spans of bytes; they are in order."""
    done = []
    at = size = 0
    for start, end in spans:
        first = size + len(text[at:start].encode("utf-8", "surrogateescape"))
        size = first + len(text[start:end].encode("utf-8", "surrogateescape"))
        at = end
        done.append((first, size))
    return done


def _has_gap(data: Buffer, terminator: bytes, start: int, end: int) -> bool:
    """Whether any line is longer than LONG_LINE; every such line holds a multiple of it whole."""
    at = start
    while at + LONG_LINE < end:
        found = data.rfind(terminator, at, at + LONG_LINE)
        if found < 0:
            return True
        at = found + 1
    return False
