"""What is written of the Documents that hold hits: counts, names, lines, sentences, Documents,
events. Each face takes one Document after another, and gives bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from yrd_cli.document import Document, json_line
from yrd_cli.grep.events import Counts, FileEvents, byte_spans, summary
from yrd_cli.grep.near import Sentences, Span
from yrd_cli.grep.printing import CONTEXT, SELECTED, Layout, LinePrinter
from yrd_cli.grep.records import DEFAULT_FIELD

LINE_END = b"\n"


@dataclass(frozen=True, slots=True)
class Found:
    """A Document that was searched: what of it, and where the hits are."""

    document: Document
    text: str
    spans: Sequence[Span]
    structured: bool
    """Whether it came as a record, so that it is counted and shown as one."""
    number: int
    name: str
    """The file as it is shown."""
    path: str
    """The file as it is opened."""
    field: str = DEFAULT_FIELD

    @property
    def label(self) -> str:
        """What its lines are shown under: a record's own id, or the file."""
        return self.document.id if self.structured else self.name

    def lines(self) -> Iterator[Line]:
        """The lines of the text, each with its part of the hits; an empty text has none."""
        if not self.text:
            return
        at = offset = 0
        remaining = list(self.spans)
        following = 0
        for number, text in enumerate(self.text.removesuffix("\n").split("\n"), 1):
            end = at + len(text)
            here: list[Span] = []
            while following < len(remaining) and remaining[following][0] <= end:
                start, stop = remaining[following]
                here.append((max(start - at, 0), min(stop, end) - at))
                if stop > end:
                    break  # it goes on in the next line
                following += 1
            data = text.encode("utf-8", "surrogateescape")
            yield Line(number, data, offset, byte_spans(text, here))
            at, offset = end + 1, offset + len(data) + 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text in UTF-8: its number, the byte it begins at, and its hits in bytes."""

    number: int
    data: bytes
    offset: int
    spans: Sequence[Span]


class Face(Protocol):
    """Writes what was found."""

    def show(self, found: Found, limit: int | None) -> tuple[int, Iterator[bytes]]:
        """How much of a Document is selected (1 for a record, else its lines), at most ``limit``,
        and what is written of it."""

    def end_file(self, selected: int, name: str, path: str) -> Iterator[bytes]:
        """What is written when a file is at its end."""

    def finish(self) -> Iterator[bytes]:
        """What is written when the run is."""

    def end_part(self) -> Any:
        """What is kept of the Documents shown since the last call, for ``absorb``; it is forgotten
        here."""

    def begin_part(self, name: str) -> None:
        """Show the next Documents as a part of a file whose beginning someone else shows."""

    def absorb(self, part: Any, name: str) -> bytes:
        """Take over what ``end_part`` gave for Documents of a file that someone else showed;
        gives what has to stand before what was written of them."""


@dataclass(slots=True)
class PlainFace:
    """What the other faces have in common: nothing is written at the end of a file or run."""

    layout: Layout
    invert: bool = False

    def show(self, found: Found, limit: int | None) -> tuple[int, Iterator[bytes]]:
        """Count what is selected, and write nothing."""
        return self.selected(found, limit), iter(())

    def end_file(self, selected: int, name: str, path: str) -> Iterator[bytes]:
        """Nothing."""
        return iter(())

    def finish(self) -> Iterator[bytes]:
        """Nothing."""
        return iter(())

    def begin_part(self, name: str) -> None:
        """Nothing is different."""

    def end_part(self) -> Any:
        """Nothing is kept."""

    def absorb(self, part: Any, name: str) -> bytes:
        """Nothing is taken over."""
        return b""

    def selected(self, found: Found, limit: int | None) -> int:
        """How many lines of a text are selected, or whether a record is."""
        if found.structured:
            count = int(bool(found.spans) != self.invert)
        else:
            count = sum(bool(line.spans) != self.invert for line in found.lines())
        return count if limit is None else min(count, limit)

    def printer(self, name: str, path: str | None = None) -> LinePrinter:
        """A printer for lines without hits of their own."""
        encoded = name.encode("utf-8", "surrogateescape")
        return LinePrinter(self.layout, encoded, lambda line: (), path)


@dataclass(slots=True)
class CountFace(PlainFace):
    """How many Documents, or lines, each file has (-c)."""

    def end_file(self, selected: int, name: str, path: str) -> Iterator[bytes]:
        """The file's count."""
        yield self.printer(name, path).count(selected)


@dataclass(slots=True)
class NameFace(PlainFace):
    """The ids of records, and the names of other files, that have a hit, or none (-l, -L)."""

    without: bool = False
    _structured: bool = False

    def end_part(self) -> bool:
        """Whether records were shown."""
        structured, self._structured = self._structured, False
        return structured

    def absorb(self, part: bool, name: str) -> bytes:
        """Know that records were shown."""
        self._structured = self._structured or part
        return b""

    def show(self, found: Found, limit: int | None) -> tuple[int, Iterator[bytes]]:
        """A record's id where it is wanted."""
        selected = self.selected(found, limit)
        self._structured = self._structured or found.structured
        if not found.structured or bool(selected) == self.without:
            return selected, iter(())
        return selected, iter((self.printer(found.label).file_name(),))

    def end_file(self, selected: int, name: str, path: str) -> Iterator[bytes]:
        """The name of a file that is no file of records."""
        structured, self._structured = self._structured, False
        if not structured and bool(selected) != self.without:
            yield self.printer(name, path).file_name()


@dataclass(slots=True)
class DocumentFace(PlainFace):
    """The Documents themselves, as JSON Lines or one JSON array, each with its ``hits``."""

    array: bool = False
    is_part: bool = False
    """Whether someone else writes what stands before the first Document."""
    _any: bool = False

    def end_part(self) -> bool:
        """Whether any was shown."""
        shown, self._any = self._any, False
        return shown

    def absorb(self, part: bool, name: str) -> bytes:
        """The beginning of the array, or what stands between two Documents."""
        if not (self.array and part):
            return b""
        before, self._any = self._any, True
        return b"," if before else b"[\n"

    def show(self, found: Found, limit: int | None) -> tuple[int, Iterator[bytes]]:
        """The Document, if it is selected."""
        if bool(found.spans) == self.invert:
            return 0, iter(())
        return 1, self._written(found)

    def _written(self, found: Found) -> Iterator[bytes]:
        if self.array:
            yield b"," if self._any else b"" if self.is_part else b"[\n"
        self._any = True
        yield json_line({**found.document.record(), "hits": hit_records(found)})

    def finish(self) -> Iterator[bytes]:
        """The end of the array."""
        if self.array:
            yield b"]\n" if self._any else b"[\n]\n"


def hit_records(found: Found) -> list[dict[str, object]]:
    """The hits of a Document as objects: offsets in code points into the field searched."""
    where = {} if found.field == DEFAULT_FIELD else {"field": found.field}
    return [
        {"start": start, "end": end, "text": found.text[start:end], **where}
        for start, end in found.spans
        if end > start
    ]


@dataclass(slots=True)
class LineFace(PlainFace):
    """The lines that hold hits, with their context, as grep shows them."""

    before: int = 0
    after: int = 0
    grouped: bool = False
    """Whether groups of lines are set apart."""
    _any: bool = False

    def end_part(self) -> bool:
        """Whether any group was shown."""
        shown, self._any = self._any, False
        return shown

    def absorb(self, part: bool, name: str) -> bytes:
        """What stands between two groups."""
        between = self.grouped and self._any and part
        self._any = self._any or part
        return self.printer("").separator() if between else b""

    def show(self, found: Found, limit: int | None) -> tuple[int, Iterator[bytes]]:
        """The lines that are selected, up to a limit."""
        lines = list(found.lines())
        chosen = [i for i, line in enumerate(lines) if bool(line.spans) != self.invert][:limit]
        return len(chosen), self._written(found, lines, chosen)

    def _written(self, found: Found, lines: list[Line], chosen: list[int]) -> Iterator[bytes]:
        printed = -1
        for number, at in enumerate(chosen):
            first = max(at - self.before, printed + 1)
            if self.grouped and self._any and (printed < 0 or first > printed + 1):
                yield self.printer("").separator()
            following = chosen[number + 1] if number + 1 < len(chosen) else len(lines)
            last = min(at + self.after, following - 1, len(lines) - 1)
            for i in range(first, last + 1):
                yield self._line(found, lines[i], SELECTED if i == at else CONTEXT)
            printed, self._any = last, True

    def _line(self, found: Found, line: Line, mark: bytes) -> bytes:
        name = found.label.encode("utf-8", "surrogateescape")
        printer = LinePrinter(self.layout, name, lambda data: line.spans, found.path)
        if not self.layout.only_matching:
            return printer.line(line.data, line.number, line.offset, mark)
        if (mark == SELECTED) == self.invert:
            return b""
        return b"".join(
            printer.match(line.data[start:end], line.number, line.offset + start, mark)
            for start, end in line.spans
            if end > start
        )


@dataclass(slots=True)
class SentenceFace(PlainFace):
    """The sentences that hold hits, each once, on a line of its own."""

    def show(self, found: Found, limit: int | None) -> tuple[int, Iterator[bytes]]:
        """The sentences, up to a limit."""
        sentences = Sentences(found.text)
        chosen: dict[Span, list[Span]] = {}
        for start, end in found.spans:
            chosen.setdefault(sentences.around(start, end), []).append((start, end))
        wanted = dict(list(chosen.items())[:limit])
        return len(wanted), self._written(found, wanted)

    def _written(self, found: Found, wanted: dict[Span, list[Span]]) -> Iterator[bytes]:
        name = found.label.encode("utf-8", "surrogateescape")
        at = number = offset = 0
        for (start, end), hits in wanted.items():
            number += found.text.count("\n", at, start)
            offset += len(found.text[at:start].encode("utf-8", "surrogateescape"))
            at = start
            text = found.text[start:end].replace("\n", " ")
            spans = byte_spans(text, [(a - start, b - start) for a, b in hits])
            printer = LinePrinter(self.layout, name, lambda data, s=spans: s, found.path)  # type: ignore[misc]
            data = text.encode("utf-8", "surrogateescape")
            yield printer.line(data, number + 1, offset, SELECTED)


@dataclass(slots=True)
class EventFace(PlainFace):
    """ripgrep's events: a line of text is a line, a record is one whose text is the Document's."""

    before: int = 0
    after: int = 0
    total: Counts = field(default_factory=Counts)
    _events: FileEvents | None = None
    _bytes: int = 0

    def begin_part(self, name: str) -> None:
        """The beginning of the file is another's to write."""
        path = name.encode("utf-8", "surrogateescape")
        self._events = FileEvents(path, self.total, counts=Counts(), is_part=True)

    def end_part(self) -> tuple[Counts, int]:
        """What the Documents of a file came to, and their bytes."""
        events, size = self._events, self._bytes
        self._events, self._bytes = None, 0
        return (Counts() if events is None else events.counts), size

    def absorb(self, part: tuple[Counts, int], name: str) -> bytes:
        """The beginning of the file, where it was not written before."""
        counts, size = part
        self._bytes += size
        if not (size or counts.bytes_printed):
            return b""
        if self._events is None:
            self._events = FileEvents(name.encode("utf-8", "surrogateescape"), self.total)
        return self._events.absorb(counts) if counts.bytes_printed else b""

    def show(self, found: Found, limit: int | None) -> tuple[int, Iterator[bytes]]:
        """A match for each line or record that is selected, and its context."""
        if self._events is None:
            self._events = FileEvents(found.name.encode("utf-8", "surrogateescape"), self.total)
        self._bytes += len(found.text.encode("utf-8", "surrogateescape"))
        if found.structured:
            return self._record(found, self._events)
        lines = list(found.lines())
        chosen = [i for i, line in enumerate(lines) if bool(line.spans) != self.invert][:limit]
        return len(chosen), self._lines(found, self._events, lines, set(chosen))

    def _record(self, found: Found, events: FileEvents) -> tuple[int, Iterator[bytes]]:
        if bool(found.spans) == self.invert:
            return 0, iter(())
        data = found.text.encode("utf-8", "surrogateescape")
        spans = byte_spans(found.text, [span for span in found.spans if span[1] > span[0]])
        return 1, iter((events.match(data, found.number, 0, spans, found.document.id),))

    def _lines(
        self, found: Found, events: FileEvents, lines: list[Line], chosen: set[int]
    ) -> Iterator[bytes]:
        shown = sorted(
            {
                i
                for at in chosen
                for i in range(max(0, at - self.before), min(len(lines), at + self.after + 1))
            }
        )
        for i in shown:
            line = lines[i]
            is_last = i == len(lines) - 1 and not found.text.endswith("\n")
            data = line.data if is_last else line.data + LINE_END
            spans = [span for span in line.spans if span[1] > span[0]]
            write = events.match if i in chosen else events.context
            yield write(data, line.number, line.offset, spans)

    def end_file(self, selected: int, name: str, path: str) -> Iterator[bytes]:
        """The file's own end."""
        if self._events is not None:
            yield self._events.end(self._bytes)
        self._events, self._bytes = None, 0

    def finish(self) -> Iterator[bytes]:
        """The run's summary."""
        yield summary(self.total)
