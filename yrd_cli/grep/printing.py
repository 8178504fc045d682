"""How grep writes lines, counts and names: the prefixes, separators and colours of GNU grep."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from typing import NamedTuple

from yrd_cli.grep.colors import Colors
from yrd_cli.writing.terminal import one_line, visible

SELECTED, CONTEXT = b":", b"-"

Span = tuple[int, int]


class Layout(NamedTuple):
    """What stands before a line, and how it is dressed; one for a whole run."""

    with_name: bool = False
    numbered: bool = False
    byte_offset: bool = False
    null: bool = False
    initial_tab: bool = False
    only_matching: bool = False
    invert: bool = False
    terminator: bytes = b"\n"
    group_separator: str | None = "--"
    colors: Colors | None = None
    """None: no colours."""
    for_terminal: bool = False
    """Escape what could steer a terminal."""
    hyperlink: bool = False

    @property
    def has_head(self) -> bool:
        """Whether anything stands before a line."""
        return self.with_name or self.numbered or self.byte_offset

    @property
    def colors_lines(self) -> bool:
        """Whether lines are written otherwise than as they are."""
        c = self.colors
        if c is None:
            return False
        return bool(c.selected_match or c.context_match or c.selected_line or c.context_line)


def width_of_numbers(status: os.stat_result, *, numbered: bool) -> int:
    """The columns of numbers and offsets with -T, by GNU grep's measure: the digits of the file's
    size, or of 64 bits where it has none."""
    if not stat.S_ISREG(status.st_mode):
        return 20
    return len(str(status.st_size + numbered))


class LinePrinter:
    """Writes what is found in a file, or in one after the other.

    ``name`` is how the file is shown, ``path`` where it lies; ``spans`` gives the matches in a
    line, in bytes. ``number_width`` is, with -T, the columns of numbers and offsets: the digits
    of the file's size; ``is_ended`` says whether the line has a terminator in the file.
    """

    __slots__ = ("is_ended", "layout", "name", "number_width", "path", "spans")

    def __init__(
        self,
        layout: Layout,
        name: bytes,
        spans: Callable[[bytes], Sequence[Span]],
        path: str | None = None,
    ) -> None:
        self.layout, self.name, self.spans, self.path = layout, name, spans, path
        self.number_width = 0
        self.is_ended = True

    def line(self, text: bytes, number: int, offset: int, mark: bytes) -> bytes:
        """A line with its head. ``text`` has no terminator."""
        layout = self.layout
        head = self.head(number, offset, mark, is_empty=not text) if layout.has_head else b""
        return head + self.body(text, mark) + layout.terminator

    def body(self, text: bytes, mark: bytes) -> bytes:
        """A line without its head and terminator, in its colours."""
        layout = self.layout
        if layout.for_terminal and text.endswith(b"\r"):
            text = text[:-1]
        if not layout.colors_lines:
            return self._safe(text)
        colors = layout.colors
        assert colors is not None
        as_selected = (mark == SELECTED) != (layout.invert and colors.reverse)
        line_color = colors.selected_line if as_selected else colors.context_line
        match_color = colors.selected_match if mark == SELECTED else colors.context_match
        # Context lines of an inverted search are those that match.
        matching = (mark == SELECTED) != layout.invert
        parts: list[bytes] = []
        at = 0
        for start, end in self.spans(text) if matching and match_color else ():
            # GNU grep begins the line's colour even where no text stands before the match.
            parts.append(self._start(line_color) + self._safe(text[at:start]))
            parts.append(self._painted(self._safe(text[start:end]), match_color))
            at = end
        tail_end = len(text)
        if line_color:
            tail_end -= text.endswith(b"\r", at)
            parts.append(self._painted(self._safe(text[at:tail_end]), line_color))
            at = tail_end
        parts.append(self._safe(text[at:]))
        return b"".join(parts)

    def match(self, text: bytes, number: int, offset: int, mark: bytes) -> bytes:
        """One match on a line of its own, for -o."""
        layout = self.layout
        head = self.head(number, offset, mark) if layout.has_head else b""
        shown = self._safe(text)
        if layout.colors is not None:
            colors = layout.colors
            color = colors.context_match if layout.invert else colors.selected_match
            shown = self._painted(shown, color)
        return head + shown + layout.terminator

    def count(self, count: int) -> bytes:
        """A file's count of lines."""
        return self._name_and(SELECTED) + b"%d\n" % count

    def file_name(self) -> bytes:
        """The file's name alone."""
        return self._shown_name() + (b"\0" if self.layout.null else b"\n")

    def separator(self) -> bytes:
        """What stands between groups of context."""
        text = self.layout.group_separator
        if text is None:
            return b""
        encoded = text.encode("utf-8", "surrogateescape")
        colors = self.layout.colors
        if colors is not None and colors.separator:
            encoded = self._start(colors.separator) + encoded + self._end()
        return encoded + b"\n"

    def head(self, number: int, offset: int, mark: bytes, *, is_empty: bool = False) -> bytes:
        """What stands before a line: its file, number and offset, as far as they are shown."""
        layout = self.layout
        colors = layout.colors
        head = self._name_and(mark)
        if layout.numbered:
            head += self._number(number, colors.line_number if colors else "") + self._mark(mark)
        if layout.byte_offset:
            head += self._number(offset, colors.byte_number if colors else "") + self._mark(mark)
        if layout.initial_tab and not is_empty:
            head += b"\t"
        return head

    def _number(self, number: int, color: str) -> bytes:
        return self._painted(b"%*d" % (self.number_width, number), color)

    def _name_and(self, mark: bytes) -> bytes:
        if not self.layout.with_name:
            return b""
        return self._shown_name() + (b"\0" if self.layout.null else self._mark(mark))

    def _mark(self, mark: bytes) -> bytes:
        colors = self.layout.colors
        return self._painted(mark, colors.separator if colors else "")

    def _shown_name(self) -> bytes:
        name = self.name
        if self.layout.for_terminal:
            name = one_line(name.decode("utf-8", "backslashreplace")).encode()
        colors = self.layout.colors
        name = self._painted(name, colors.file_name if colors else "")
        return self._linked(name) if self.layout.hyperlink and self.path is not None else name

    def _linked(self, name: bytes) -> bytes:
        from urllib.parse import quote

        assert self.path is not None
        target = quote(self.path.encode("utf-8", "surrogateescape"))
        return b"\x1b]8;;file://%s\x1b\\%s\x1b]8;;\x1b\\" % (target.encode(), name)

    def _safe(self, text: bytes) -> bytes:
        if not self.layout.for_terminal:
            return text
        return visible(text.decode("utf-8", "backslashreplace")).encode()

    def _painted(self, text: bytes, color: str) -> bytes:
        if not (color and text):
            return text
        return self._start(color) + text + self._end()

    def _start(self, color: str) -> bytes:
        return f"\x1b[{color}m{self._erase}".encode() if color else b""

    def _end(self) -> bytes:
        return f"\x1b[m{self._erase}".encode()

    @property
    def _erase(self) -> str:
        return "" if self.layout.colors and self.layout.colors.no_erase else "\x1b[K"
