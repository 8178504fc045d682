"""The run of `yrd grep` with the help of other processes: what they found is written, and what
they say is said, as if the run had done it all itself, one file after another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from yrd_cli.cli.concordances import DocumentFile, Shown
from yrd_cli.cli.grep_feed import FILES, Feed, LinesLeft, RecordsLeft
from yrd_cli.cli.grep_pace import PAYS_BYTES, Pace, Rest
from yrd_cli.cli.grep_parts import (
    FileInParts,
    GrepWork,
    Halves,
    Mark,
    Piece,
    Records,
    Result,
    Said,
    Setup,
    Told,
    lost,
)
from yrd_cli.grep.concordance_faces import Found
from yrd_cli.grep.event_printing import EventPrinter
from yrd_cli.grep.opened import Opened
from yrd_cli.grep.records import Raw
from yrd_cli.grep.targets import Failure, Target
from yrd_cli.pipeline import run_batches
from yrd_cli.reading.path_names import STDIN
from yrd_cli.time_limit import TimeLimitError

if TYPE_CHECKING:
    from yrd_cli.cli.searching import GrepRun


def search_targets(run: GrepRun, pace: Pace, target: Target | Failure) -> bool:
    """Search a file and all after it; whether there is enough to do."""
    ahead = [target, *islice(run.targets, FILES // 2)]
    if not pace.is_asked and len(ahead) <= FILES // 2 and _bytes_of(ahead) < PAYS_BYTES:
        pace.end()
        run.targets = iter(ahead[1:])
        return False
    run.targets = chain(ahead, run.targets)
    SharedRun(run, pace.jobs, by_file=pace.by_file)(None)
    return True


def search_lines(
    run: GrepRun, rest: Rest, opened: Opened, target: Target, status: os.stat_result
) -> None:
    """Search the rest of a file of lines, and all files after it."""
    shared = SharedRun(run, rest.pace.jobs)
    file = shared.feed.file(target, status, is_glossed=opened.is_glossed)
    shared.go_on_with(file)
    left = LinesLeft(file, iter(opened.blocks), rest.before, rest.lines, rest.offset)
    shared(left)


def search_records(run: GrepRun, pace: Pace, file: DocumentFile, records: Iterator[Raw]) -> None:
    """Search the rest of a file of records, and all files after it."""
    shared = SharedRun(run, pace.jobs)
    in_parts = shared.feed.file(Target(file.path), None)
    shared.documents = file
    shared(RecordsLeft(in_parts, records))


class SharedRun:
    """A run from where on it is shared; called once, it searches what is left."""

    def __init__(self, run: GrepRun, jobs: int, *, by_file: bool = False) -> None:
        self._run, self._jobs = run, jobs
        self._search = run.file_search
        setup = Setup(run.request, run.colors, run.env.output, run.output_status)
        self._work = GrepWork(setup)
        self.feed = Feed(
            run.request,
            run.name_of,
            run.is_output,
            self._search.reach,
            by_file=by_file,
        )
        self.documents: DocumentFile | None = None
        """The file whose records are searched."""
        self._is_over = False
        """Whether no more of the file in parts is wanted."""
        self._in_order = False
        """Whether the run itself searches the rest of the file."""
        self._started_at: int | None = None

    def __call__(self, left: LinesLeft | RecordsLeft | None) -> None:
        """Search the rest of a file, if any, and all files after it."""
        run = self._run
        halves = Halves(run.layout.terminator, self._search.reach)
        batches = self.feed.batches(left, run.targets)
        run.targets = iter(())
        for result in run_batches(self._work, batches, self._jobs, split=halves, lost=lost):
            self._take(result)
            if run.is_done():
                return

    def _take(self, result: Result) -> None:
        batch = result.batch
        if isinstance(batch, Piece):
            self._take_piece(batch, result)
        elif isinstance(batch, Records):
            self._take_records(batch, result)
        elif isinstance(batch, Mark):
            self._pass(batch)
        elif result.lost:
            for target in batch.targets:
                self._run.fail_file(self._run.name_of(target.path), f"{result.lost}: left out")
        else:
            for told in result.told:
                self._tell(told)
                if self._run.is_done():
                    return

    # --- a file in parts -----------------------------------------------------------------------

    def _pass(self, mark: Mark) -> None:
        run, target = self._run, mark.target
        if mark.kind == "here":
            run.search_target(target)
        elif mark.kind == "failed":
            run.fail_file(run.name_of(target.path), mark.failure)
        elif mark.file is not None and mark.kind == "begin-lines":
            self._started_at = _place() if target.path == STDIN else None
            self._search.begin(run.matcher_for(is_glossed=mark.file.is_glossed))
            self.go_on_with(mark.file)
        elif mark.file is not None and mark.kind == "begin-records":
            name = mark.file.name.decode("utf-8", "backslashreplace")
            self.documents, self._is_over = run.concordance.begin(target.path, name), False
        elif self.documents is not None:
            if not run.concordance.is_done:
                run.concordance.end(self.documents)
            self.documents = None
        elif not self._is_over:
            self._end_lines(mark.file, mark.failure)

    def go_on_with(self, file: FileInParts) -> None:
        """Take the next pieces as those of a file that was begun."""
        printer = self._run.printer
        printer.name, printer.path, printer.number_width = file.name, file.link, file.number_width
        self._is_over = self._in_order = False

    def _end_lines(self, file: FileInParts | None, failure: str = "") -> None:
        run = self._run
        self._is_over = True
        if failure and file is not None:
            run.fail_file(file.name, failure)
        else:
            self._search.end()
        run.summarize()
        if self._started_at is not None and not failure:
            run.leave_stdin(self._started_at)

    # --- pieces --------------------------------------------------------------------------------

    def _take_piece(self, batch: Piece, result: Result) -> None:
        """A piece, or a part of one whose worker died."""
        whole = self.feed.sent[0]
        if result.end >= whole.end:
            self.feed.sent.popleft()
        if self._is_over:
            return
        search = self._search
        if self._in_order:
            self._search_here(self._part(whole, batch.offset, result.end))
        elif result.lost:
            place = f"bytes {batch.offset + 1} to {result.end}"
            self._run.fail_file(batch.file.name, f"{place}: {result.lost}: left out")
            search.absorb(0, result.end)
        else:
            told = result.told[0]
            if told.in_order or told.selected >= search.left:
                self._search_here(self._part(whole, batch.offset, result.end))
                return
            search.absorb(told.selected, result.end)
            search.is_binary = search.is_binary or told.is_binary
            if told.counts is not None and isinstance(self._run.printer, EventPrinter):
                self._run.write(self._run.printer.absorb(told.counts))
            self._tell(told)
            if told.overtime is not None:
                self._leave_overtime(batch.file)
            elif self._run.request.first_is_enough and search.selected:
                self._leave(batch.file)

    def _part(self, whole: Piece, start: int, end: int) -> Piece:
        if (start, end) == (whole.offset, whole.end):
            return whole
        return whole.part(start, end, self._run.layout.terminator, self._search.reach)

    def _search_here(self, piece: Piece) -> None:
        """Search some lines in this process, which knows all before them."""
        search = self._search
        if not self._in_order:
            self._in_order = True
            search.resume(piece.lead(), piece.lines)
        try:
            for block in self._run.limit.watch(piece.blocks()):
                if search.feed(block, is_pipe=piece.file.is_pipe):
                    self._leave(piece.file)
                    return
        except TimeLimitError as e:
            self._run.tell_overtime(piece.file.name.decode("utf-8", "backslashreplace"), str(e))
            self._leave_overtime(piece.file)

    def _leave_overtime(self, file: FileInParts) -> None:
        """Search no more of a file on which the pattern took too long."""
        self.feed.skip(file)
        self._is_over = True
        if self.documents is None:
            self._run.end_events()
        else:
            self._run.concordance.leave(self.documents)
            self.documents = None

    def _leave(self, file: FileInParts) -> None:
        self.feed.skip(file)
        self._end_lines(file)

    # --- records -------------------------------------------------------------------------------

    def _take_records(self, batch: Records, result: Result) -> None:
        file, run = self.documents, self._run
        if file is None or self._is_over:
            return
        if result.lost:
            for item, _ in batch.items:
                run.fail(item.place, f"{result.lost}: left out")
            return
        self._tell(result.told[0], file, batch.file)
        if result.told[0].overtime is not None:
            self._leave_overtime(batch.file)

    # --- what is written and said --------------------------------------------------------------

    def _tell(
        self, told: Told, file: DocumentFile | None = None, in_parts: FileInParts | None = None
    ) -> None:
        run = self._run
        if told.opened and run.groups.any:
            run.write(run.printer.separator())
        run.groups.any = run.groups.any or told.printed
        if told.part is not None:
            run.concordance.absorb(told.part, "" if file is None else file.name)
        for event in told.events:
            if isinstance(event, bytes):
                run.write(event)
            elif isinstance(event, Said):
                run.repeat(*event)
            elif file is not None and not self._takes_document(file, event):
                self._is_over = True
                if in_parts is not None:
                    self.feed.skip(in_parts)
                break
        run.take_over(found=told.found)
        if told.overtime is not None:
            run.tell_overtime(*told.overtime)

    def _takes_document(self, file: DocumentFile, event: Any) -> bool:
        """Count or show a Document; whether others of its file are wanted."""
        concordance = self._run.concordance
        if isinstance(event, Shown):
            file.face = concordance.face_of(event.structured)
            concordance.add(file, event.selected)
            is_enough = event.selected and self._run.request.first_is_enough
            return not (is_enough and not event.structured)
        if isinstance(event, Found):
            most = self._run.request.output.max_count
            wanted = most is None or file.selected < most
            return wanted and concordance.show(file, event)
        return True


def _place() -> int | None:
    """Where standard input stands; None for a pipe."""
    try:
        return os.lseek(0, 0, os.SEEK_CUR)
    except OSError:
        return None


def _bytes_of(targets: list[Target | Failure]) -> int:
    size = 0
    for target in targets:
        try:
            size += os.stat(target.path).st_size
        except (OSError, ValueError):
            continue
    return size
