"""The run of `yrd convert`: which options go together, and which output goes where."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yrd_cli.cli.convert_options import Place, Views
from yrd_cli.cli.environment import Environment
from yrd_cli.cli.running import Inputs, R, digest_of, follow, journal_of
from yrd_cli.convert.batches import (
    BATCH_BYTES,
    BATCH_PIECES,
    ConvertBatches,
    ConvertedBatch,
    lost,
)
from yrd_cli.convert.conversion import ConversionOptions
from yrd_cli.convert.encodings import Encoder
from yrd_cli.convert.outputs import FileOutputs, Output, SpooledOutput, StreamOutput, output_names
from yrd_cli.convert.pieces import Piece, size_of
from yrd_cli.convert.records import RecordFields
from yrd_cli.convert.showing import ConversionView, Shown
from yrd_cli.convert.streams import ConvertSources, is_named_jsonl
from yrd_cli.errors import InputError, UsageError
from yrd_cli.pipeline import batched, effective_jobs, run_batches
from yrd_cli.reading.paths import Source, find_sources, printable_path
from yrd_cli.report import Outcome, Report
from yrd_cli.writing.formats import Target
from yrd_cli.writing.terminal import one_line, styled

if TYPE_CHECKING:
    from yrd_cli.journal import Journal

RECORDS_PAY_BYTES = 16_000_000
"""From how much JSON Lines on a second process is worth its start: 34 MB took 2.2 s with one and
1.1 s with two. Plain text never is: 100 MB took 1.6 s with one and 1.5 s with two, for converting
is hardly slower than passing text on."""

VIEWS_PAY_BYTES = 1_000_000
"""The same for views, which look at each edit."""


def results_of(
    work: Callable[[list[Piece]], R],
    pieces: Iterable[Piece],
    jobs: int,
    lost: Callable[[list[Piece], str], R],
    *,
    line_buffered: bool,
    journal: Journal | None = None,
) -> Iterator[R]:
    """The results of ``work`` on batches of pieces, in order."""
    most = 1 if line_buffered else BATCH_PIECES
    batches = batched(pieces, size_of, BATCH_BYTES, most)
    if journal is not None:
        return journal.results(work, batches, jobs, digest=digest_of, split=_halves, lost=lost)
    return run_batches(work, batches, jobs, split=_halves, lost=lost)


def _halves(batch: list[Piece]) -> list[list[Piece]]:
    middle = len(batch) // 2
    return [batch[:middle], batch[middle:]] if middle else [batch]


def list_sources(inputs: Inputs, env: Environment, outcome: Outcome) -> list[Source]:
    """The inputs, listed before anything is written: the output may lie among them."""
    sources = []
    for source in find_sources(inputs.names, inputs.selection):
        if isinstance(source, InputError):
            outcome.failed = True
            env.say("error", source.place, source.reason)
        else:
            sources.append(source)
    return sources


@dataclass
class ConvertRun:
    """One run of `yrd convert`."""

    env: Environment
    inputs: Inputs
    options: ConversionOptions
    fields: tuple[str, ...]
    encoder: Encoder
    place: Place
    views: Views
    jobs: int | None
    line_buffered: bool
    resume: bool = False
    _outcome: Outcome = field(default_factory=Outcome)
    _heading: str = ""

    def __call__(self) -> int:
        """Convert every input; gives the exit status."""
        # numpy's linear algebra, which is not used, starts threads that cost 80 ms.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        target = self.place.target()
        view = self._view()
        writes = view is None or not self.place.is_stdout
        self._refuse(view, target)
        sources = self._sources(target)
        reader = ConvertSources(
            self.inputs.settings,
            self.line_buffered,
            follows_script=self.options.to is not None and self.options.detect,
        )
        pays_from = RECORDS_PAY_BYTES if view is None else VIEWS_PAY_BYTES
        jobs = effective_jobs(self.jobs, self._size(sources, view), pays_from=pays_from)
        work = self._work(view, writes)
        journal = journal_of(
            self.resume, target, self.inputs.names, work, self.env, self.line_buffered
        )
        results = results_of(
            work,
            reader.pieces(sources),
            jobs,
            lost,
            line_buffered=self.line_buffered,
            journal=journal,
        )
        followed = follow(results, self.env, self._outcome, Report())
        self._write(followed, self._output(target, sources))
        if journal is not None:
            journal.finish()
        return self._outcome.status

    def _view(self) -> ConversionView | None:
        kind = self.views.choose(self.env.output)
        return None if kind is None else ConversionView(kind, self.env.output)

    def _refuse(self, view: ConversionView | None, target: Target) -> None:
        """Raise UsageError for options that cannot be together."""
        if view is not None and view.kind == "check" and not self.place.is_stdout:
            option = "--in-place" if self.place.in_place else "-o"
            raise UsageError(f"--check converts nothing: leave out {option}")
        if not self.encoder.is_utf8 and self.place.is_stdout:
            if view is not None:
                raise UsageError("--to-encoding: what is shown is UTF-8; the text goes to -o FILE")
            if self.env.output.is_terminal:
                raise UsageError("--to-encoding: a terminal shows UTF-8; use -o FILE or a pipe")
        if target.path is not None and not target.directory:
            from yrd_cli.writing.documents import refuse_same_file

            refuse_same_file(self.inputs.names, target)

    def _size(self, sources: list[Source], view: ConversionView | None) -> int | None:
        """The bytes of input that more processes may work on."""
        by_record = self.inputs.settings.input_format == "jsonl" or any(
            is_named_jsonl(source.path) for source in sources
        )
        pays = (by_record or view is not None) and not self.line_buffered
        return self.inputs.size() if pays else 0

    def _sources(self, target: Target) -> list[Source]:
        sources = list_sources(self.inputs.without(target), self.env, self._outcome)
        if not self.place.in_place:
            return sources
        from yrd_cli.convert.in_place import replaceable

        chosen = []
        for source in replaceable(sources, self.place.backup):
            if isinstance(source, InputError):
                self._fail(f"{source.place}: {source.reason}")
            else:
                chosen.append(source)
        return chosen

    def _work(self, view: ConversionView | None, writes: bool) -> ConvertBatches:
        rule = self.options.config or (f"to-{self.options.to}" if self.options.to else "convert")
        settings = self.inputs.settings
        return ConvertBatches(
            self.options,
            RecordFields(settings.text_key, self.fields, os.path.basename(rule)),
            settings.encoding,
            self.encoder,
            writes=writes,
            for_terminal=self.place.is_stdout and self.env.output.is_terminal,
            view=view,
            limits=settings.limits,
        )

    def _output(self, target: Target, sources: list[Source]) -> Output:
        mark = self.encoder.mark
        if self.place.in_place:
            from yrd_cli.convert.in_place import InPlaceOutputs

            return InPlaceOutputs([s.path for s in sources], self.place.backup, mark)
        if target.directory:
            return FileOutputs(_paths_in(target, sources), mark)
        if target.path is not None:
            from yrd_cli.writing.files import AtomicFile

            file = AtomicFile(target.path, target.compression)
            return StreamOutput(file, mark, file=file)
        if self.encoder.may_fail and not self.line_buffered:
            return SpooledOutput(self.env.stdout, mark)
        return StreamOutput(self.env.stdout, mark, flush_each=self.line_buffered)

    def _write(self, results: Iterator[ConvertedBatch], output: Output) -> None:
        """Text to its output, views to standard output.

        When the reader of a view has gone, the text is written all the same.
        """
        viewing = True
        try:
            for result in results:
                self._outcome.nothing = self._outcome.nothing or result.unsound
                for part in result.parts:
                    fault = output.take(part)
                    if fault:
                        self._fail(fault)
                try:
                    if viewing:
                        self._show(result.view)
                except BrokenPipeError:
                    if self.place.is_stdout:
                        raise
                    viewing = False
            output.close()
        except BaseException:
            output.abort()
            raise
        if viewing:
            self.env.stdout.flush()

    def _show(self, view: list[Shown]) -> None:
        for heading, data in view:
            if heading and heading != self._heading:
                self._heading = heading
                title = styled(one_line(heading), "title", self.env.output.color)
                self.env.stdout.write(f"{title}\n".encode())
            self.env.stdout.write(data)
        if view and self.line_buffered:
            self.env.stdout.flush()

    def _fail(self, message: str) -> None:
        self._outcome.failed = True
        self.env.say("error", "", message)


def _paths_in(target: Target, sources: list[Source]) -> list[str]:
    """The file of each input in the output directory; raises UsageError where one is an input."""
    from yrd_cli.writing.documents import refuse_same_file

    assert target.path is not None
    paths = [os.path.join(target.path, name) for name in output_names(sources)]
    read = {os.path.realpath(source.path) for source in sources}
    for source, path in zip(sources, paths, strict=True):
        refuse_same_file([source.path], Target(path))
        if os.path.realpath(path) in read:
            raise UsageError(f"{printable_path(path)}: is input and output at once")
    return paths
