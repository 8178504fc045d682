"""What the worker processes of `yrd grep` do: files, parts of files and records, each searched as
the run itself would, and what it would have written and said, to be told in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple

from yrd_cli.cli.concordances import Part, Shown
from yrd_cli.cli.environment import Environment
from yrd_cli.cli.searching import OVERTIME_FILES, GrepRun
from yrd_cli.grep.concordance_faces import Found
from yrd_cli.grep.event_printing import EventPrinter
from yrd_cli.grep.events import Counts
from yrd_cli.grep.records import Raw
from yrd_cli.grep.request import GrepRequest
from yrd_cli.grep.scan import Block
from yrd_cli.grep.search_parts import last_lines
from yrd_cli.grep.targets import Failure, Target
from yrd_cli.time_limit import TimeLimitError
from yrd_cli.writing.terminal import Terminal


class Setup(NamedTuple):
    """What a worker knows of the run."""

    request: GrepRequest
    colors: str
    output: Terminal
    written: tuple[int, int] | None
    """Device and inode of standard output."""


# --- what is to be done ------------------------------------------------------------------------


class Files(NamedTuple):
    """Files to search, and failures in their place."""

    targets: tuple[Target | Failure, ...]


class FileInParts(NamedTuple):
    """A file whose lines or records are searched part by part, as it is known at its beginning."""

    number: int
    target: Target
    name: bytes
    link: str | None = None
    """Where it lies, for hyperlinks."""
    is_glossed: bool = False
    is_pipe: bool = False
    number_width: int = 0


class Piece(NamedTuple):
    """Some lines of a file."""

    file: FileInParts
    data: bytes
    offset: int
    """Where they begin in the file."""
    cuts: tuple[int, ...]
    """Where each block of them ends, in the piece."""
    encoding: str
    before: bytes
    """The lines before them, as many as context may need."""
    lines: int
    """How many lines stand before them in the file, where that matters."""

    @property
    def end(self) -> int:
        """Where they end in the file."""
        return self.offset + len(self.data)

    def blocks(self) -> Iterator[Block]:
        """The lines, in the blocks in which they were read."""
        start = 0
        for cut in self.cuts:
            yield Block(self.data[start:cut], cut - start, self.offset + start, self.encoding)
            start = cut

    def lead(self) -> Block:
        """The lines before."""
        size = len(self.before)
        return Block(self.before, size, self.offset - size, self.encoding)

    def part(self, start: int, end: int, terminator: bytes, reach: int) -> Piece:
        """The lines between two places in the file; ``reach`` of those before them are known."""
        first, last = start - self.offset, end - self.offset
        cuts = *(cut - first for cut in self.cuts if first < cut < last), last - first
        before = last_lines(self.before + self.data[:first], reach, terminator)
        lines = self.lines + self.data.count(terminator, 0, first)
        return self._replace(
            data=self.data[first:last], offset=start, cuts=cuts, before=before, lines=lines
        )


class Records(NamedTuple):
    """Some records of a file."""

    file: FileInParts
    items: tuple[Raw, ...]


class Mark(NamedTuple):
    """A place in the order of all that is done: a file in parts begins or ends, or the run
    itself is to search a file."""

    kind: str
    """``begin-lines``, ``begin-records``, ``end`` or ``here``."""
    target: Target
    file: FileInParts | None = None
    failure: str = ""
    """Why the file could not be read to its end."""


Batch = Files | Piece | Records | Mark


# --- what came of it ---------------------------------------------------------------------------


class Said(NamedTuple):
    """A line for standard error."""

    level: str
    place: str
    message: str


Event = bytes | Said | Shown | Found


class Told(NamedTuple):
    """What came of a file, a piece or some records."""

    events: tuple[Event, ...] = ()
    found: bool = False
    opened: bool = False
    """Whether the first group of lines was begun, which others before it set apart."""
    printed: bool = False
    """Whether any group was."""
    part: Part | None = None
    """Of Documents."""
    overtime: tuple[str, str] | None = None
    """The place and the message, where the pattern took too long and the file is left."""
    selected: int = 0
    is_binary: bool = False
    in_order: bool = False
    """Whether a piece can only be searched by who knows all before it."""
    counts: Counts | None = None
    """Of the events of a piece."""


class Result(NamedTuple):
    """The results of a batch: one for each file, or one for a piece or some records."""

    batch: Batch
    """What they are of; without the data."""
    told: tuple[Told, ...]
    end: int = 0
    """Where a piece ends."""
    lost: str = ""
    """Why nothing came of it."""


@dataclass(frozen=True, slots=True)
class GrepWork:
    """What is done with each batch."""

    setup: Setup

    def __call__(self, batch: Batch) -> Result:
        """Do it."""
        run = _run(self.setup)
        if isinstance(batch, Files):
            return Result(Files(()), tuple(run.told_of_files(batch.targets)))
        if isinstance(batch, Piece):
            told = run.told_of_piece(batch)
            bare = batch._replace(data=b"", before=b"", cuts=())
            return Result(bare, (told,), batch.end)
        if isinstance(batch, Records):
            return Result(batch._replace(items=()), (run.told_of_records(batch),))
        return Result(batch, ())


@dataclass(frozen=True, slots=True)
class Halves:
    """Cuts a batch in two, to find what takes its worker down."""

    terminator: bytes
    reach: int

    def __call__(self, batch: Batch) -> list[Batch]:
        """The halves; the batch itself where it is one thing."""
        if isinstance(batch, Piece):
            middle = batch.data.rfind(self.terminator, 0, len(batch.data) // 2) + 1
            middle = middle or batch.data.find(self.terminator) + 1
            if not 0 < middle < len(batch.data):
                return [batch]
            at = batch.offset + middle
            how = self.terminator, self.reach
            return [batch.part(batch.offset, at, *how), batch.part(at, batch.end, *how)]
        if isinstance(batch, Files) and len(batch.targets) > 1:
            half = len(batch.targets) // 2
            return [Files(batch.targets[:half]), Files(batch.targets[half:])]
        if isinstance(batch, Records) and len(batch.items) > 1:
            half = len(batch.items) // 2
            items = batch.items[:half], batch.items[half:]
            return [batch._replace(items=part) for part in items]
        return [batch]


def lost(batch: Batch, reason: str) -> Result:
    """What stands for a batch that killed its worker twice."""
    end = batch.end if isinstance(batch, Piece) else 0
    if isinstance(batch, Piece):
        batch = batch._replace(data=b"", before=b"", cuts=())
    return Result(batch, (), end, lost=reason)


# --- how it is done ----------------------------------------------------------------------------


class Recorder(Environment):
    """Standard output and standard error as a list of what is written and said."""

    events: list[Event]

    def say(self, level: str, place: str, message: str) -> None:
        """Keep a line to be said."""
        self.events.append(Said(level, place, message))


class _Written:
    """A standard output that is kept."""

    def __init__(self, events: list[Event]) -> None:
        self.write = events.append

    def flush(self) -> None:
        """All is there already."""


class GrepPart(GrepRun):
    """The search of parts of a run."""

    is_part = True

    def __init__(self, setup: Setup) -> None:
        self._events: list[Event] = []
        stdout: Any = _Written(self._events)
        env = Recorder(stdout, setup.output, Terminal())
        env.events = self._events
        super().__init__(setup.request, env, setup.colors)
        self.__dict__["output_status"] = setup.written

    def told_of_files(self, targets: Iterable[Target | Failure]) -> Iterator[Told]:
        """What came of each file; none after one that ends the run."""
        overtime = 0
        with self.limit:
            for target in targets:
                told = self._told(partial(self._search_or_fail, target))
                yield told
                found = told.found or bool(told.part and told.part.found)
                overtime += told.overtime is not None
                if overtime >= OVERTIME_FILES or (found and self._is_quiet):
                    return

    def told_of_piece(self, piece: Piece) -> Told:
        """What came of some lines."""
        search, printer, file = self.file_search, self.printer, piece.file
        if any(search.stops_at(block) for block in piece.blocks()):
            return Told(in_order=True)
        printer.name, printer.path, printer.number_width = file.name, file.link, file.number_width
        search.begin(self._noise_matcher if file.is_glossed else self._matcher)
        if isinstance(printer, EventPrinter):
            printer.begin_part()
        with self.limit:
            told = self._told(lambda: self._search_piece(piece))
        if search.is_binary and search.reach:
            return Told(in_order=True)
        counts = printer.end_part() if isinstance(printer, EventPrinter) else None
        return told._replace(selected=search.selected, is_binary=search.is_binary, counts=counts)

    def told_of_records(self, records: Records) -> Told:
        """What came of some records."""
        file = records.file
        name = file.name.decode("utf-8", "backslashreplace")

        def search() -> None:
            found = self.concordance.search_part(file.target.path, name, records.items)
            self._events.extend(found)

        with self.limit:
            return self._told(search)

    def fail(self, place: str, reason: str) -> None:
        """Keep what went wrong, which the run may have to keep to itself."""
        self._events.append(Said("error", place or "''", reason))

    def _search_or_fail(self, target: Target | Failure) -> None:
        if isinstance(target, Failure):
            self.tell_failure(target)
        else:
            self.try_target(target)

    def _search_piece(self, piece: Piece) -> None:
        search = self.file_search
        search.resume(piece.lead(), piece.lines)
        try:
            search.run(self.limit.watch(piece.blocks()))
        except TimeLimitError as e:
            e.place = piece.file.name.decode("utf-8", "backslashreplace")
            raise

    def _told(self, search: Any) -> Told:
        groups = self.groups
        self._found = groups.any = groups.opened = False
        self._events.clear()
        overtime = None
        try:
            search()
        except TimeLimitError as e:
            overtime = (str(e.place), str(e))
        concordance = self.__dict__.get("concordance")
        part = None if concordance is None else concordance.end_part()
        return Told(
            tuple(_joined(self._events)),
            self._found,
            groups.opened,
            groups.any,
            part,
            overtime,
        )

    @property
    def _is_quiet(self) -> bool:
        return self.request.output.show == "nothing"


def _joined(events: Iterable[Event]) -> Iterator[Event]:
    """What is written in a row as one."""
    row: list[bytes] = []
    for event in events:
        if isinstance(event, bytes):
            row.append(event)
            continue
        if row:
            yield b"".join(row)
            row = []
        yield event
    if row:
        yield b"".join(row)


@lru_cache(1)
def _run(setup: Setup) -> GrepPart:
    return GrepPart(setup)
