"""The search of a file in parts: some of its lines are searched by others."""

from __future__ import annotations

from yrd_cli.grep.printing import LinePrinter
from yrd_cli.grep.scan import Block
from yrd_cli.grep.search import NO_LIMIT, FileSearch


class PartSearch(FileSearch):
    """A search that can begin in the middle of a file, and count what others found in it."""

    def resume(self, before: Block, lines: int) -> None:
        """Go on in the middle of a file: after ``lines`` lines, of which ``before`` holds the
        last, ``reach`` of them or all. Nothing is written of these again."""
        count, left, write = self.selected, self._left, self._write
        opened, printer = self._groups.opened, self._printer
        self._printer = LinePrinter(printer.layout, b"", printer.spans)
        self._pending, self._last_out, self._carried = 0, None, b""
        self._left, self._write = NO_LIMIT, _nowhere
        self._counted_to = before.offset
        self._line_number = lines - before.data.count(self._eol, 0, before.end)
        if before.end:
            self.feed(before)
        self.selected, self._left, self._write = count, left, write
        self._groups.opened, self._printer = opened, printer

    def absorb(self, selected: int, end: int) -> None:
        """Count what was found, and written, in the file up to a byte by someone else."""
        self.selected += selected
        self._left -= selected
        self.bytes_searched = end

    @property
    def reach(self) -> int:
        """How many lines back what is written of a line may depend on."""
        if not (self._has_context and self._shows_lines):
            return 0
        return min(self._before + self._after + 1, NO_LIMIT)

    @property
    def left(self) -> int:
        """How many lines may still be selected in the file."""
        return self._left

    @property
    def may_end_early(self) -> bool:
        """Whether a file may be left before its end: no more of a pipe is read than has to be."""
        return self._limited or self._first_is_enough

    def tail(self, block: Block) -> bytes | None:
        """The lines at the end of a block that context of later ones may need; None where it has
        not as many."""
        data = bytes(block.data[: block.end]) if self.reach else b""
        lines = last_lines(data, self.reach, self._eol)
        return lines if lines.count(self._eol) == self.reach else None

    @property
    def is_plain(self) -> bool:
        """Whether nothing in the file so far changes how the rest of it is shown."""
        return self._nul_at is None and not (self.is_binary and self.reach)

    def lines_so_far(self) -> int:
        """How many lines stand before the end of the block that was searched last, where lines
        are numbered; else 0."""
        if self._numbered:
            self._count_to(self._stop)
        return self._line_number

    def stops_at(self, block: Block) -> bool:
        """Whether a block holds what makes a file binary."""
        return self._nul_mode != "text" and block.data.find(b"\0", 0, block.end) >= 0


def last_lines(text: bytes, count: int, terminator: bytes) -> bytes:
    r"""The last lines of a text whose last line is ended; all where it has no more.

    >>> last_lines(b"a\nb\nc\n", 2, b"\n")
    b'b\nc\n'
    """
    at = len(text)
    for _ in range(count):
        if at <= 0:
            return text
        at = text.rfind(terminator, 0, at - 1) + 1
    return text[at:]


def _nowhere(data: bytes) -> None:
    """What was written by someone else."""
