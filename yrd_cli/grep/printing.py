"""How grep writes lines, counts and names: the prefixes, separators and colours of GNU grep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yrd_cli.grep.pattern import Pattern
from yrd_cli.writing.terminal import one_line, visible

_MATCH, _NAME, _NUMBER, _SEPARATOR = "01;31", "35", "32", "36"
"""GNU grep's default GREP_COLORS: mt, fn, ln, se."""

SELECTED, CONTEXT = ":", "-"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number, its text without newline, and the text that is searched."""

    number: int
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class LinePrinter:
    """Renders what is found in one file."""

    pattern: Pattern
    name: str
    with_name: bool = False
    numbered: bool = False
    only_matching: bool = False
    invert: bool = False
    color: bool = False
    for_terminal: bool = False
    """Escape what could steer a terminal."""

    def line(self, line: Line, mark: str) -> str:
        """A line with its prefix; with -o each match on a line of its own."""
        # Context lines of an inverted search are those that match.
        matching = (mark == SELECTED) != self.invert
        if self.only_matching:
            spans = self.pattern.spans(line.folded) if matching else iter(())
            head = self._head(line, mark)
            return "".join(
                f"{head}{self._painted(self._safe(line.text[start:end]), _MATCH)}\n"
                for start, end in spans
            )
        text = line.text
        if self.for_terminal and text.endswith("\r"):
            text = text[:-1]
        if self.color and matching:
            text = "".join(self._with_matches(line, text))
        else:
            text = self._safe(text)
        return f"{self._head(line, mark)}{text}\n"

    def count(self, count: int) -> str:
        """A file's count of lines."""
        return f"{self._name_prefix(SELECTED)}{count}\n"

    def file_name(self) -> str:
        """The file's name alone."""
        return f"{self._painted(self._shown_name(), _NAME)}\n"

    def separator(self) -> str:
        """What stands between groups of context."""
        return f"{self._painted('--', _SEPARATOR)}\n"

    def _with_matches(self, line: Line, text: str) -> Iterator[str]:
        at = 0
        for start, end in self.pattern.spans(line.folded):
            yield self._safe(text[at:start])
            yield self._painted(self._safe(text[start:end]), _MATCH)
            at = end
        yield self._safe(text[at:])

    def _head(self, line: Line, mark: str) -> str:
        number = ""
        if self.numbered:
            number = self._painted(str(line.number), _NUMBER) + self._painted(mark, _SEPARATOR)
        return self._name_prefix(mark) + number

    def _name_prefix(self, mark: str) -> str:
        if not self.with_name:
            return ""
        return self._painted(self._shown_name(), _NAME) + self._painted(mark, _SEPARATOR)

    def _shown_name(self) -> str:
        return one_line(self.name) if self.for_terminal else self.name

    def _safe(self, text: str) -> str:
        return visible(text) if self.for_terminal else text

    def _painted(self, text: str, color: str) -> str:
        if not (self.color and text):
            return text
        return f"\x1b[{color}m\x1b[K{text}\x1b[m\x1b[K"
