"""The run of `yrd clean`: which output goes where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from yrd_cli.clean.batches import CleanBatches, CleanedBatch, lost
from yrd_cli.clean.reasons import LINE_REASONS, REASONS, CleanOptions, Extract, Repair
from yrd_cli.cli.environment import Environment
from yrd_cli.cli.running import Inputs, batch_results, follow, journal_of
from yrd_cli.cli.sifting import Sifter, SiftOptions
from yrd_cli.errors import UsageError
from yrd_cli.report import Outcome, Report
from yrd_cli.writing.documents import DocumentSink, document_sink, refuse_same_file
from yrd_cli.writing.files import AtomicFile
from yrd_cli.writing.formats import (
    DOCUMENT_FORMATS,
    TABLE_FORMATS,
    Target,
    choose_format,
    refuse_csv_safe,
    target_of,
)
from yrd_cli.writing.tables import Column, Table, render_table
from yrd_cli.writing.terminal import Terminal

GROUPS = {"boilerplate": LINE_REASONS}
"""Names that stand for several reasons."""


def choose_options(
    repair: Repair,
    keep: list[str] | None,
    drop: list[str] | None,
    no_captions: bool,
    punct: bool,
    *,
    extract: Extract = "auto",
    markdown: bool = False,
) -> CleanOptions:
    """The rules of a run; raises UsageError for a reason that does not exist."""
    dropped = _reasons("--drop", drop or []) | (frozenset({"caption"}) if no_captions else set())
    kept = _reasons("--keep", keep or [])
    both = sorted(kept & dropped)
    if both:
        raise UsageError(f"--keep and --drop name the same reason: {', '.join(both)}")
    return CleanOptions(repair, kept, dropped, punct, extract, markdown)


def _reasons(option: str, names: Iterable[str]) -> frozenset[str]:
    known = [*REASONS, *GROUPS]
    chosen: set[str] = set()
    for name in (part.strip() for value in names for part in value.split(",")):
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise UsageError(f"{option}: no reason {name!r}{hint} (yrd clean --reasons lists them)")
        chosen |= GROUPS.get(name, {name})
    return frozenset(chosen)


def print_reasons(env: Environment, format: str) -> int:
    """Write the table of reasons."""
    rows = [(name, meaning) for name, meaning in REASONS.items()]
    table = Table((Column("reason"), Column("meaning")), rows)
    _write_table(env, table, format)
    return 0


def print_filters(env: Environment, format: str) -> int:
    """Write the table of filters."""
    from yrd_cli.cli.sifting import filter_table

    _write_table(env, filter_table(), format)
    return 0


def _table_format(env: Environment, format: str) -> str:
    default = "table" if env.output.is_terminal else "tsv"
    chosen = choose_format(format, Target(), TABLE_FORMATS, default, csv_safe=env.csv_safe)
    if env.csv_safe:
        refuse_csv_safe(chosen)
    return chosen


def _write_table(env: Environment, table: Table, format: str) -> None:
    for part in render_table(table, _table_format(env, format), env.output):
        env.stdout.write(part)
    env.stdout.flush()


@dataclass(frozen=True, slots=True)
class CleanRun:
    """One run of `yrd clean`.

    Documents go to ``output``, or to standard output where no view takes it. A report goes to
    standard output where nothing else does, else to standard error.
    """

    env: Environment
    inputs: Inputs
    options: CleanOptions
    output: str | None
    format: str
    views: dict[str, bool]
    jobs: int | None
    line_buffered: bool
    sifting: SiftOptions
    explain_html: str | None = None
    resume: bool = False

    def __call__(self) -> int:
        """Run, and give the exit status."""
        target = target_of(self.output)
        view = self._view()
        report_only = self.views["report"] and view is None and self.output is None
        refuse_same_file(self.inputs.names, target)
        format = None
        if self.output is not None or not (view or report_only):
            format = self._document_format(target)
        if report_only:
            _table_format(self.env, self.format)  # refused before the work, not after it
        terminal = self.env.output if target.path is None or view else Terminal()
        work = CleanBatches(
            self.inputs.settings,
            self.options,
            format,
            view,
            terminal,
            self.sifting.quality,
            self.sifting.dedup,
            page=self.explain_html is not None,
        )
        journal = journal_of(
            self.resume, target, self.inputs.names, work, self.env, self.line_buffered
        )
        sifter = Sifter(self.env, self.sifting, self.inputs.names, format, terminal)
        if self.env.csv_safe and not report_only:
            refuse_csv_safe(format, *sifter.formats)
        page = self._page()
        outcome, total = Outcome(), Report()
        results = batch_results(
            work,
            self._readable(target),
            self.jobs,
            lost=lost,
            line_buffered=self.line_buffered,
            journal=journal,
        )
        try:
            seen = self._seen(follow(results, self.env, outcome, total), page)
            self._write(sifter.outputs(seen, total), self._sink(target, format))
            if journal is not None:
                journal.finish()
        except BaseException:
            sifter.abort()
            if page is not None:
                page.abort()
            raise
        if self.views["report"]:
            self._report(total, to_stdout=report_only)
        return outcome.status

    def _view(self) -> str | None:
        chosen = [name for name in ("explain", "diff") if self.views[name]]
        if len(chosen) > 1:
            raise UsageError("--explain and --diff both write to standard output: choose one")
        if chosen != ["explain"]:
            return chosen[0] if chosen else None
        format = self.format if self.output is None else "auto"
        if format not in _EXPLAIN_VIEWS:
            raise UsageError(f"--format {format}: --explain writes text or jsonl")
        return _EXPLAIN_VIEWS[format] or ("listing" if self.env.output.is_terminal else "jsonl")

    def _document_format(self, target: Target) -> str:
        default = "text" if self.env.output.is_terminal or target.directory else "jsonl"
        if target.path is not None and not target.directory:
            default = "jsonl"
        csv_safe = self.env.csv_safe
        return choose_format(self.format, target, DOCUMENT_FORMATS, default, csv_safe=csv_safe)

    def _sink(self, target: Target, format: str | None) -> DocumentSink | None:
        if format is None:
            return None
        return document_sink(target, format, self.env.stdout, line_buffered=self.line_buffered)

    def _readable(self, target: Target) -> Inputs:
        """The inputs without what this run writes."""
        inputs = self.inputs.without(target)
        for path in self._other_outputs():
            inputs = inputs.without(target_of(path))
        return inputs

    def _other_outputs(self) -> tuple[str | None, ...]:
        return self.sifting.rejected, self.sifting.clusters, self.explain_html

    def _write(self, outputs: Iterator[tuple[str, bytes]], sink: DocumentSink | None) -> None:
        try:
            for name, data in outputs:
                if sink is not None:
                    sink.put(name, data)
            if sink is not None:
                sink.close()
        except BaseException:
            if sink is not None:
                sink.abort()
            raise

    def _page(self) -> AtomicFile | None:
        """The file for the page that explains the run."""
        if self.explain_html is None:
            return None
        target = target_of(self.explain_html)
        if target.path is None or target.directory:
            raise UsageError("--explain-html needs the name of a file")
        refuse_same_file(self.inputs.names, target)
        return AtomicFile(target.path, target.compression)

    def _seen(
        self, results: Iterator[CleanedBatch], page: AtomicFile | None
    ) -> Iterator[CleanedBatch]:
        """The results, whose views go to standard output and to their page as they pass.

        When the reader of a view has gone, the Documents are written all the same.
        """
        viewing = True
        if page is not None:
            from yrd_cli.clean.page_view import page_head, page_tail

            page.write(page_head())
        for result in results:
            yield result
            if page is not None:
                page.write(b"".join(result.page))
            try:
                if viewing:
                    self._show(result.view)
            except BrokenPipeError:
                if self.output is None:
                    raise
                viewing = False
        if page is not None:
            page.write(page_tail())
            page.commit()

    def _show(self, view: list[bytes]) -> None:
        for part in view:
            self.env.stdout.write(part)
        if view and self.line_buffered:
            self.env.stdout.flush()

    def _report(self, total: Report, *, to_stdout: bool) -> None:
        rows = [
            (reason, total.counts[reason], total.documents_with[reason], meaning)
            for reason, meaning in REASONS.items()
            if total.counts[reason]
        ]
        columns = (Column("reason"), Column("count", 0), Column("documents", 0), Column("meaning"))
        table = Table(columns, rows, f"{total.documents:,} documents")
        if to_stdout:
            _write_table(self.env, table, self.format)
            return
        import sys

        format = "table" if self.env.messages.is_terminal else "tsv"
        for part in render_table(table, format, self.env.messages):
            sys.stderr.write(part.decode())
        sys.stderr.flush()


_EXPLAIN_VIEWS = {"auto": "", "text": "listing", "jsonl": "jsonl"}
