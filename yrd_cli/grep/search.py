"""The search of one file: which lines are selected, and what is written of them.

The order of steps is GNU grep's own (3.8, grep.c: grep, grepbuf, prtext, prpending), so that odd
inputs, too, give what it gives: lines that are not UTF-8 are not written, and stay where the next
group of context looks for its beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from yrd_cli.grep.binary import is_utf8, start_of_read
from yrd_cli.grep.matcher import Buffer, Matcher
from yrd_cli.grep.printing import CONTEXT, SELECTED, LinePrinter
from yrd_cli.grep.request import GrepRequest
from yrd_cli.grep.scan import Block

NO_LIMIT = 1 << 62
"""Lines, where there is no limit to them."""


class Groups:
    """What was printed so far, over all files: a separator stands only between groups."""

    any = False
    opened = False
    """Whether the first group of all was begun here: one before it would be set apart from it."""


class FileSearch:
    """Searches files one after the other: ``begin`` each; afterwards ``is_binary`` and
    ``selected`` tell what was found.

    ``write`` gets what is to be written.
    """

    def __init__(
        self,
        matcher: Matcher,
        request: GrepRequest,
        printer: LinePrinter,
        groups: Groups,
        write: Callable[[bytes], object],
    ) -> None:
        output = request.output
        self._matcher, self._printer, self._groups, self._write = matcher, printer, groups, write
        self._eol = matcher.terminator
        self._show, self._invert = output.show, output.invert
        self._only_matching = output.only_matching
        self._mode = request.input.binary if request.pattern.exact else "text"
        self._replaces = not request.pattern.exact
        if request.json:  # an event holds any bytes
            self._mode, self._replaces = "text", False
        self._nul_mode = "text" if request.pattern.null_data else request.input.binary
        self._most = NO_LIMIT if output.max_count is None else output.max_count
        self._limited = output.max_count is not None
        self._has_context = request.has_context
        self._before, self._after = output.before or 0, output.after or 0
        self._shows_lines = output.show == "lines"
        self._first_is_enough = request.first_is_enough
        self._numbered = output.line_number
        self.begin(matcher)

    def begin(self, matcher: Matcher) -> None:
        """Forget the last file; the next is searched with this form of the pattern."""
        self._matcher = matcher
        self._printer.spans = matcher.spans
        self.selected = 0
        self.is_binary = False
        """Whether only that it matches is told."""
        self.end_of_selected = 0
        """The byte after the last line that was selected."""
        self.was_read = False
        """Whether the file was opened and could be read."""
        self.bytes_searched = 0
        self.skipped, self.first_skipped = 0, -1
        """How many lines were left out as too long, and where the first begins."""
        self._unended_at = -1
        """Where the last line ends, if it has no terminator."""
        self._left = self._most
        self._quiet = not self._shows_lines
        self._first_only = self._first_is_enough
        self._nul_at: int | None = None
        """How many lines were selected when a NUL was found."""
        self._pending = 0
        self._last_out: int | None = None
        self._line_number = 0
        self._counted_to = 0
        self._base = 0
        self._data: Buffer = b""
        self._stop = 0
        self._carried = b""
        """The lines before a block that may be shown as context."""

    def run(
        self,
        blocks: Iterable[Block],
        *,
        is_pipe: bool = False,
        hole: bool = False,
        until: Callable[[Block], bool] | None = None,
    ) -> bool:
        """Search a file; whether it was searched as far as need be. It was not where ``until``,
        which is asked after each block, said that others go on from there."""
        for block in blocks:
            if self.feed(block, is_pipe=is_pipe, hole=hole):
                return True
            if until is not None and until(block):
                return False
        self.end()
        return True

    def feed(self, block: Block, *, is_pipe: bool = False, hole: bool = False) -> bool:
        """Search the next block of a file; whether no other need be looked at."""
        if block.encoding != "utf-8":
            self._matcher = self._matcher.within(block.encoding)
        if block.skipped:
            self._pass_gap(block)
            if not block.end:
                return False
        self.bytes_searched = block.offset + block.end
        for data, end, offset in self._parts(block, is_pipe, hole):
            if data is None:
                self.selected = 0
                return self.end()
            carried = self._carried
            start = len(carried)
            if start:
                data, end = carried + data[:end], start + end
            self._search(data, start, end, offset - start)
            if self._is_done():
                return self.end()
            self._carried = self._kept() if self._has_context else b""
            if self._numbered and not self._carried:
                self._count_to(end)
        return False

    def _pass_gap(self, block: Block) -> None:
        """Take into account that lines before a block were left out."""
        self.skipped += len(block.skipped)
        self.first_skipped = block.skipped[0] if self.first_skipped < 0 else self.first_skipped
        if self._numbered:
            known = self._counted_to - (self.bytes_searched - len(self._carried))
            self._line_number += self._carried.count(self._eol, max(0, known))
            self._line_number += len(block.skipped)
            self._counted_to = block.offset
        self._carried, self._last_out = b"", None
        self.bytes_searched = block.offset

    @property
    def limit_reached(self) -> bool:
        """Whether -m ended the search."""
        return self._limited and self._left <= 0

    def end(self) -> bool:
        """What is known only when a file is at its end."""
        if self._nul_at is not None and self.selected > self._nul_at:
            self.is_binary = True
        return True

    def _parts(
        self, block: Block, is_pipe: bool, hole: bool
    ) -> Iterator[tuple[Buffer | None, int, int]]:
        """A block as GNU grep sees it, where it ends and where it begins in the file: NULs are
        line ends from the read on that holds the first, and the last line has one; None for a
        binary file that is not to be searched further."""
        data: Buffer = block.data
        memory, end = block.data, block.end
        at = 0
        if self._nul_mode != "text" and self._nul_at is None:
            nul = 0 if hole else memory.find(b"\0", 0, end)
            if nul >= 0:
                read = start_of_read(block.offset + nul, is_pipe=is_pipe) - block.offset
                at = memory.rfind(self._eol, 0, max(read, 0)) + 1
                if at:
                    yield memory, at, block.offset
                if self._nul_mode == "without-match":
                    yield None, 0, 0
                    return
                self._nul_at = self.selected
                if self._show != "count":
                    self._quiet = self._first_only = True
        if self._nul_at is not None:
            data = memory[at:end].replace(b"\0", self._eol)
            end -= at
        if not data.endswith(self._eol, 0, end):
            self._unended_at = block.offset + at + end
            data = data[:end] + self._eol
            end += 1
        yield data, end, block.offset + at

    def _is_done(self) -> bool:
        if not self._left and not self._pending:
            return True
        return self._first_only and self.selected > max(0, self._nul_at or 0)

    # --- a block -------------------------------------------------------------------------------

    def _search(self, data: Buffer, start: int, end: int, base: int) -> None:
        self._data, self._stop, self._base = data, end, base
        if self._left and not self._search_at_once(data, start, end):
            self._search_lines(data, start, end)
        if self._pending:
            self._print_pending(end)

    def _search_at_once(self, data: Buffer, start: int, end: int) -> bool:
        """The quick ways, where lines need not be looked at one by one."""
        if self._limited or self._first_only or self._has_context:
            return False
        matcher = self._matcher
        if self._quiet:
            count = matcher.count(data, start, end)
            if self._invert:
                count = matcher.scanner.count_lines(data, start, end) - count
            self.selected += count
            return True
        layout = self._printer.layout
        plain = not (self._invert or self._only_matching or layout.has_head)
        if not plain or layout.colors_lines or layout.for_terminal:
            return False
        count, text = matcher.joined(data, start, end)
        if self._replaces:
            text = _sound(text)
        if self._mode != "text" and not is_utf8(text):
            return False
        if count:
            self.selected += count
            self._groups.any = True
            self._write(text)
        return True

    def _search_lines(self, data: Buffer, start: int, stop: int) -> None:
        """Line by line, or where -v is given, gap by gap."""
        at = start
        for begin, end in self._matcher.lines(data, start, stop):
            if self._invert:
                if at < begin:
                    self._select(at, begin)
                at = end + 1
            else:
                self._select(begin, end + 1)
            if not self._left or (self._first_only and self.selected):
                return
        if self._invert and at < stop:
            self._select(at, stop)

    def _select(self, begin: int, limit: int) -> None:
        """Lines that are selected: one, or with -v all that follow each other."""
        if self._quiet:
            self._count_selected(begin, limit)
            return
        if self._pending:
            self._print_pending(begin)
        at = self._leading(begin)
        if self._has_context and not self._groups.any:
            self._groups.opened = True
        elif self._has_context and self._base + at != self._last_out:
            self._write(self._printer.separator())
        while at < begin:
            at = self._print_line(at, CONTEXT)
        count = 0
        while at < limit and count < self._left:
            at = self._print_line(at, SELECTED)
            count += 1
        self._pending = self._after
        self._groups.any = True
        self._advance(count, at)

    def _count_selected(self, begin: int, limit: int) -> None:
        count, at = 1, limit
        if self._invert:
            if self._first_only:
                limit = self._data.find(self._eol, begin) + 1
            count = self._matcher.scanner.count_lines(self._data, begin, limit)
            if count > self._left:
                count, limit = self._left, begin
                for _ in range(count):
                    limit = self._data.find(self._eol, limit) + 1
            at = limit
        self._pending = 0  # what is owed after the last line printed is owed no more
        self._groups.any = True
        self._advance(count, at)

    def _advance(self, count: int, at: int) -> None:
        self.selected += count
        self._left -= count
        self.end_of_selected = self._base + at

    def _leading(self, begin: int) -> int:
        """Where the lines of context before a place begin: after what was printed last."""
        first = 0 if self._last_out is None else max(0, self._last_out - self._base)
        at = begin
        for _ in range(self._before):
            if at <= first:
                break
            at = self._data.rfind(self._eol, 0, at - 1) + 1
        return at

    def _print_pending(self, limit: int) -> None:
        """The lines of context after what was printed last. One that is not UTF-8 is tried again
        and again until none are due: so GNU grep."""
        if self._last_out is None:
            self._last_out = self._base
        while self._pending and (at := self._last_out - self._base) < limit:
            self._print_line(at, CONTEXT)
            self._pending -= 1

    def _kept(self) -> bytes:
        """The lines at the end of a block that may be context of the next."""
        data = self._data
        at = self._stop
        last = -1 if self._last_out is None else self._last_out - self._base
        for _ in range(self._before):
            if at <= 0 or at == last:
                break
            at = data.rfind(self._eol, 0, at - 1) + 1
        if at != last:
            self._last_out = None
        if self._numbered:
            self._count_to(at)
        return bytes(data[at : self._stop])

    # --- a line --------------------------------------------------------------------------------

    def _print_line(self, at: int, mark: bytes) -> int:
        """Write the line that begins at a place; gives where the next begins."""
        end = self._data.find(self._eol, at)
        line = self._matcher.text_of(bytes(self._data[at:end]))
        if self._only_matching:
            self._print_matches(line, at, end + 1, mark)
            return end + 1
        if self._mode != "text" and not is_utf8(line):
            self.is_binary = True
            return end + 1
        if self._replaces:
            line = _sound(line)
        number = self._number_of(at, end + 1)
        self._printer.is_ended = self._base + end != self._unended_at
        self._write(self._printer.line(line, number, self._base + at, mark))
        self._last_out = self._base + end + 1
        return end + 1

    def _print_matches(self, line: bytes, at: int, after: int, mark: bytes) -> None:
        """The matches of a line; of context, only -v has any."""
        if (mark == SELECTED) != self._invert:
            shown_mark = CONTEXT if self._invert else SELECTED
            for start, end in self._matcher.spans(line):
                if self._mode != "text" and not is_utf8(line[start:end]):
                    self.is_binary = True
                    return
                number = self._number_of(at, after)
                offset = self._base + at + self._matcher.size_of(line[:start])
                match = _sound(line[start:end]) if self._replaces else line[start:end]
                self._write(self._printer.match(match, number, offset, shown_mark))
        self._last_out = self._base + after

    def _number_of(self, at: int, after: int) -> int:
        if not self._numbered:
            return 0
        if self._counted_to < self._base + after:  # else it is the line counted last
            self._count_to(at)
            self._line_number += 1
            self._counted_to = self._base + after
        return self._line_number

    def _count_to(self, at: int) -> None:
        """Count the lines up to a place, from the one after the line printed last."""
        start = self._counted_to - self._base
        if at > start:
            self._line_number += self._matcher.scanner.count_lines(self._data, start, at)
        self._counted_to = max(self._counted_to, self._base + at)


def _sound(text: bytes) -> bytes:
    """Bytes as UTF-8 that any reader takes: what is none becomes U+FFFD."""
    return text if is_utf8(text) else text.decode("utf-8", "replace").encode()
