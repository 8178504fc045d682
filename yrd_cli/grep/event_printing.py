"""Lines of files as ripgrep's JSON events, where FileSearch would print them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yrd_cli.grep.events import Counts, FileEvents
from yrd_cli.grep.printing import SELECTED, Layout, LinePrinter, Span
from yrd_cli.grep.request import GrepRequest


class EventPrinter(LinePrinter):
    """Writes an event for each line; ``total`` is what the run comes to."""

    __slots__ = ("_events", "_total")

    def __init__(
        self, layout: Layout, spans: Callable[[bytes], Sequence[Span]], total: Counts
    ) -> None:
        # Each line is looked at and numbered, and nothing stands between groups.
        plain = layout._replace(numbered=True, group_separator=None, only_matching=False)
        super().__init__(plain, b"", spans)
        self._total = total
        self._events: FileEvents | None = None

    def line(self, text: bytes, number: int, offset: int, mark: bytes) -> bytes:
        """The event of a line, and with the first the beginning of its file."""
        if self._events is None:
            self._events = FileEvents(self.name, self._total)
        spans = self.spans(text)
        if self.is_ended:
            text += self.layout.terminator
        write = self._events.match if mark == SELECTED else self._events.context
        return write(text, number, offset, spans)

    def begin_part(self) -> None:
        """Write the next lines as those of a file whose beginning someone else writes."""
        self._events = FileEvents(self.name, self._total, counts=Counts(), is_part=True)

    def end_part(self) -> Counts:
        """What the lines of the part came to."""
        events, self._events = self._events, None
        return Counts() if events is None else events.counts

    def absorb(self, counts: Counts) -> bytes:
        """Count lines of the same file that someone else wrote; gives the beginning of the file,
        where it was not written before."""
        if not counts.bytes_printed:
            return b""
        if self._events is None:
            self._events = FileEvents(self.name, self._total)
        return self._events.absorb(counts)

    def end_file(self, bytes_searched: int) -> bytes:
        """The end of a file, where anything was written of it."""
        events, self._events = self._events or FileEvents(self.name, self._total), None
        return events.end(bytes_searched)


def with_events(request: GrepRequest) -> GrepRequest:
    """The request as FileSearch has to take it for events: numbered lines, whole."""
    return request._replace(output=request.output._replace(line_number=True, only_matching=False))
