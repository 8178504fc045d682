"""The run of `yrd summarize`: what is asked for, and which output goes where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Literal, cast

from yrd_cli.cli.environment import Environment
from yrd_cli.cli.running import Inputs, batch_results, follow, journal_of
from yrd_cli.errors import UsageError
from yrd_cli.report import Outcome, Report
from yrd_cli.summarize.batches import SummarizeBatches, SummarizedBatch, lost
from yrd_cli.summarize.batches import View as Work
from yrd_cli.summarize.budget import Budget
from yrd_cli.summarize.digest import SummarySettings
from yrd_cli.summarize.views import SUMMARY_FORMATS, sheet_keys
from yrd_cli.writing.documents import DocumentSink, document_sink, refuse_same_file
from yrd_cli.writing.formats import Target, choose_format, refuse_csv_safe, target_of
from yrd_cli.writing.terminal import Terminal

if TYPE_CHECKING:
    from yrd_cli.cli.tables import TableOutput
    from yrd_cli.journal import Journal
    from yrd_cli.summarize.page import Page
    from yrd_cli.summarize.ranking import Order

View = Literal["digests", "story", "facts", "merged facts", "ledger"]

FACT_FORMATS = ("jsonl", "json", "csv", "tsv", "table", "md")
STREAMED = ("jsonl", "json", "csv", "tsv", "csv-safe", "tsv-safe")
LEDGER_FORMATS = ("table", "tsv", "csv", "json", "jsonl", "md")

_OF_A_SUMMARY = ("sentences", "chars", "ratio", "order", "no_keywords", "no_facts")


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What the command line says of summary and facts."""

    sentences: int | None
    chars: int | None
    ratio: float | None
    query: str | None
    order: str | None
    together: bool
    no_keywords: bool
    no_facts: bool
    facts_only: bool
    table: str | None
    today: str | None

    def given(self) -> list[str]:
        """The options that were given, as they are typed."""
        names = [f.name for f in fields(self) if getattr(self, f.name) not in (None, False)]
        return [name.replace("_", "-") for name in names]

    def settings(self) -> SummarySettings:
        """The same as settings; raises UsageError for values that mean nothing."""
        if self.query is not None:
            from yrd_cli.summarize.query import Query

            try:
                Query(self.query)
            except ValueError:
                raise UsageError(f"--query {self.query!r}: no word to look for") from None
        if self.ratio is not None and not 0 < self.ratio <= 1:
            raise UsageError(f"--ratio is over 0 and at most 1, not {self.ratio:g}")
        return SummarySettings(
            Budget(self.sentences, self.chars, self.ratio),
            self.query,
            cast("Order", self.order or "document"),
            _day(self.today),
            facts=not self.no_facts,
            keywords=not self.no_keywords,
        )


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--today {text}: not a date such as 2020-01-03") from None


def view_of(asked: AskedOf) -> View:
    """What is made; raises UsageError for options that do not go together."""
    if asked.table and asked.facts_only:
        raise UsageError("--table and --facts-only are two views: choose one")
    if not (asked.table or asked.facts_only):
        return "story" if asked.together else "digests"
    view = "--table" if asked.table else "--facts-only"
    for name in asked.given():
        if name.replace("-", "_") in _OF_A_SUMMARY:
            raise UsageError(f"--{name} is about a summary: {view} gives none")
    if asked.table:
        return "ledger"
    return "merged facts" if asked.together else "facts"


@dataclass(slots=True)
class SummarizeRun:
    """One run of `yrd summarize`."""

    env: Environment
    inputs: Inputs
    asked: SummarySettings
    view: View
    ledger: str | None
    output: str | None
    format: str
    raw: bool
    jobs: int | None
    line_buffered: bool
    resume: bool = False
    _outcome: Outcome = field(default_factory=Outcome)
    _journal: Journal | None = None

    def __call__(self) -> int:
        """Summarize every input; gives the exit status."""
        target = target_of(self.output)
        refuse_same_file(self.inputs.names, target)
        {
            "digests": self._digests,
            "story": self._story,
            "facts": self._facts,
            "merged facts": self._merged_facts,
            "ledger": self._ledger,
        }[self.view](target)
        if self._journal is not None:
            self._journal.finish()
        return self._outcome.status

    def _results(self, target: Target, work: Work, format: str) -> Iterator[SummarizedBatch]:
        terminal = self.env.output if target.path is None else Terminal()
        batches = SummarizeBatches(
            self.inputs.settings,
            self.asked,
            work,
            format,
            terminal,
            self.raw,
            whole=target.directory,
        )
        self._journal = journal_of(
            self.resume, target, self.inputs.names, batches, self.env, self.line_buffered
        )
        results = batch_results(
            batches,
            self.inputs.without(target),
            self.jobs,
            lost=lost,
            line_buffered=self.line_buffered,
            journal=self._journal,
        )
        return follow(results, self.env, self._outcome, Report())

    def _pages(self, target: Target, work: Work) -> list[Page]:
        return [page for result in self._results(target, work, "") for page in result.pages]

    def _digests(self, target: Target) -> None:
        for_people = target.directory or self._is_on_terminal(target)
        default = "text" if for_people else "jsonl"
        format = self._chosen(target, SUMMARY_FORMATS, default)
        keys = sheet_keys(keywords=self.asked.keywords, facts=self.asked.facts)
        self._stream(target, "digests", format, keys)

    def _facts(self, target: Target) -> None:
        from yrd_cli.summarize.fact_rows import FACT_KEYS, facts_table

        format = self._format_of_facts(target)
        if target.directory and format not in STREAMED:
            raise UsageError(f"--format {format}: a directory takes {', '.join(STREAMED)}")
        if format in STREAMED:
            self._stream(target, "facts", format, FACT_KEYS)
            return
        table = self._table_output(FACT_FORMATS, format)
        table.write(facts_table(self._pages(target, "pages")))

    def _merged_facts(self, target: Target) -> None:
        from yrd_cli.summarize.fact_rows import MERGED_KEYS, line_of, merged_table
        from yrd_cli.summarize.merging import merge_facts

        format = self._format_of_facts(target)
        _refuse_directory(target)
        merged = merge_facts(page.fact_page for page in self._pages(target, "pages"))
        if format not in STREAMED:
            self._table_output(FACT_FORMATS, format).write(merged_table(merged))
            return
        with self._sink(target, format, MERGED_KEYS) as sink:
            for fact in merged:
                sink.put("", line_of(fact.record(), format))

    def _ledger(self, target: Target) -> None:
        from yrd_cli.summarize.ledger import Ledger, ledger_table

        output = self._table_output(LEDGER_FORMATS, self.format)
        kind = cast(Ledger, self.ledger)
        output.write(ledger_table(self._pages(target, "pages"), kind))

    def _story(self, target: Target) -> None:
        from yrd_cli.summarize.story_views import STORY_FORMATS, render_story
        from yrd_cli.summarize.together import story_of

        _refuse_directory(target)
        default = "text" if self._is_on_terminal(target) else "jsonl"
        format = self._chosen(target, STORY_FORMATS, default)
        story = story_of(self._pages(target, "story"), self.asked)
        terminal = self.env.output if target.path is None else Terminal()
        with self._sink(target, format) as sink:
            sink.put("", render_story(story, format, terminal))

    def _chosen(self, target: Target, formats: Sequence[str], default: str) -> str:
        csv_safe = self.env.csv_safe
        format = choose_format(self.format, target, formats, default, csv_safe=csv_safe)
        if csv_safe:
            refuse_csv_safe(format)
        return format

    def _is_on_terminal(self, target: Target) -> bool:
        return target.path is None and self.env.output.is_terminal

    def _format_of_facts(self, target: Target) -> str:
        default = "table" if self._is_on_terminal(target) else "jsonl"
        format = self._chosen(target, FACT_FORMATS, default)
        return "table" if format == "text" else format

    def _table_output(self, formats: tuple[str, ...], format: str) -> TableOutput:
        from yrd_cli.cli.tables import TableOutput

        output = TableOutput(self.env, self.output, format, self.inputs.names, formats)
        if self.env.csv_safe:
            refuse_csv_safe(output.format)
        return output

    def _stream(self, target: Target, work: Work, format: str, keys: Sequence[str]) -> None:
        with self._sink(target, format, keys) as sink:
            for result in self._results(target, work, format):
                for name, data in result.outputs:
                    sink.put(name, data)

    @contextmanager
    def _sink(
        self, target: Target, format: str, keys: Sequence[str] = ()
    ) -> Iterator[DocumentSink]:
        """Where pieces go; complete when all is well, else as if nothing had been."""
        sink = document_sink(
            target, format, self.env.stdout, line_buffered=self.line_buffered, header=keys
        )
        try:
            yield sink
            sink.close()
        except BaseException:
            sink.abort()
            raise


def _refuse_directory(target: Target) -> None:
    if target.directory:
        raise UsageError(f"{target.path}: one file is written, not a directory")
