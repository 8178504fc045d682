"""The run of `yrd convert --detect`: the script of each input, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yrd_cli.cli.converting import list_sources, results_of
from yrd_cli.cli.environment import Environment
from yrd_cli.cli.running import Inputs, follow
from yrd_cli.cli.tables import TableOutput
from yrd_cli.convert.conversion import ConversionOptions
from yrd_cli.convert.detecting import (
    COLUMNS,
    DetectBatches,
    DetectedBatch,
    lost_detection,
    whole_texts,
)
from yrd_cli.convert.records import RecordFields
from yrd_cli.convert.streams import ConvertSources
from yrd_cli.errors import UsageError
from yrd_cli.pipeline import effective_jobs
from yrd_cli.report import Outcome, Report
from yrd_cli.writing.formats import TABLE_FORMATS, choose_format, refuse_csv_safe, target_of
from yrd_cli.writing.tables import Cell, Table, render_table

_ROW_BY_ROW = ("tsv", "csv", "tsv-safe", "csv-safe", "jsonl")


def refuse_conversion(options: ConversionOptions, flags: Mapping[str, object]) -> None:
    """Raise UsageError where ``--detect`` stands beside an option of conversion."""
    given = {
        "--to": options.to,
        "-c": options.config,
        "--from": options.source != "auto",
        "--profile": options.profile != "opencc",
        "--userdict": options.userdicts,
        "--protect": options.protect,
        "--no-protect": not options.protect_default,
        "--no-detect": not options.detect,
        "--keep-ambiguous": options.keep_ambiguous,
        "--punct": options.punct,
        "--width": options.width,
        "--compat": options.compat,
        **flags,
    }
    names = [name for name, value in given.items() if value not in (None, False, ())]
    if names:
        raise UsageError(f"--detect converts nothing: leave out {', '.join(names)}")


@dataclass(slots=True)
class DetectRun:
    """One run of `yrd convert --detect`."""

    env: Environment
    inputs: Inputs
    output: str | None
    format: str
    jobs: int | None
    line_buffered: bool
    _outcome: Outcome = field(default_factory=Outcome)

    def __call__(self) -> int:
        """Detect the script of every input; gives the exit status."""
        target = target_of(self.output)
        table = TableOutput(self.env, self.output, self.format, self.inputs.names)
        default = "table" if self.env.output.is_terminal else "tsv"
        csv_safe = self.env.csv_safe
        format = choose_format(self.format, target, TABLE_FORMATS, default, csv_safe=csv_safe)
        if csv_safe:
            refuse_csv_safe(format)
        if target.path is None and format in _ROW_BY_ROW:
            self._stream(format)
        else:
            rows = [row for batch in self._results() for row in batch.rows]
            table.write(Table(COLUMNS, rows))
        return self._outcome.status

    def _results(self) -> Iterator[DetectedBatch]:
        settings = self.inputs.settings
        sources = list_sources(self.inputs.without(target_of(self.output)), self.env, self._outcome)
        reader = ConvertSources(settings, follows_script=False)
        jobs = effective_jobs(self.jobs, 0)  # reading takes as long as detecting: one is best
        results = results_of(
            DetectBatches(RecordFields(settings.text_key), settings.encoding, settings.limits),
            whole_texts(reader.pieces(sources)),
            jobs,
            lost_detection,
            line_buffered=self.line_buffered,
        )
        return follow(results, self.env, self._outcome, Report())

    def _stream(self, format: str) -> None:
        """Write each batch as it comes: the rows of a large corpus are not held in memory."""
        header: list[tuple[Cell, ...]] = []
        for part in render_table(Table(COLUMNS, header), format, self.env.output):
            self.env.stdout.write(part)
        for batch in self._results():
            rows = render_table(batch.table, format, self.env.output)
            if format != "jsonl":
                next(rows)  # the header
            for row in rows:
                self.env.stdout.write(row)
            if self.line_buffered:
                self.env.stdout.flush()
        self.env.stdout.flush()
