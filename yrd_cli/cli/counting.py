"""The run of `yrd stats`: inputs to counts, counts to a table or a partial result."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from yrd_cli import __version__
from yrd_cli.cli.environment import Environment
from yrd_cli.cli.plotting import Plot, plot_of
from yrd_cli.cli.running import Inputs, batch_results, follow, journal_of
from yrd_cli.cli.stats_plan import (
    Asked,
    Kind,
    counting_of,
    kind_of,
    list_hash,
    listing_of,
    refuse_useless,
)
from yrd_cli.cli.tables import TableOutput
from yrd_cli.document import SCHEMA_VERSION
from yrd_cli.errors import InputError, UsageError
from yrd_cli.reading.paths import find_sources, printable_path
from yrd_cli.reading.records import ReadSettings
from yrd_cli.report import Outcome, Report
from yrd_cli.stats.batches import CountBatches, lost
from yrd_cli.stats.counting import Counting
from yrd_cli.stats.partials import is_partial, merged, partial_line, read_partials
from yrd_cli.stats.views import Listing
from yrd_cli.writing.formats import TABLE_FORMATS, Target, refuse_csv_safe, target_of
from yrd_cli.writing.tables import Table

if TYPE_CHECKING:
    from yrd_cli.journal import Journal


BATCH_SCALE = 8
"""The words of each batch are merged by one process: 2 MB have half as many as eight times a
quarter. Two jobs are then 1.5 to 1.6 times as fast as one instead of 1.3 times (150 MB of news)."""


@dataclass(slots=True)
class StatsRun:
    """One run. ``inputs_of`` makes inputs of names; True takes in ``--files-from`` too."""

    env: Environment
    asked: Asked
    files: list[str] | None
    inputs_of: Callable[[list[str] | None, bool], Inputs]
    output: str | None
    format: str
    raw: bool
    jobs: int | None
    resume: bool = False
    _outcome: Outcome = field(default_factory=Outcome)
    _plot: Plot | None = None
    _journal: Journal | None = None

    def __call__(self) -> int:
        """Count, and write; gives the exit status."""
        asked = self.asked
        kind = kind_of(asked)
        counting = counting_of(asked, kind)
        if asked.compare and self.files:
            raise UsageError("--compare A B names both corpora: no other FILE goes with it")
        inputs = None if asked.compare else self.inputs_of(self.files, True)
        names = list(asked.compare or ()) if inputs is None else inputs.names
        formats = ("text", *TABLE_FORMATS)
        output = TableOutput(self.env, self.output, self._format(), names, formats)
        if self.env.csv_safe:
            refuse_csv_safe(output.format)
        wide = output.format not in ("table", "text")
        listing = listing_of(asked, wide=wide, counting=counting)
        of_partials = asked.merge and kind == "terms"
        self._plot = plot_of(asked.plot, asked.plot_kind, self.output, names)
        if self._plot is not None and not of_partials:
            self._plot.picture_of(kind)
        if asked.compare:
            return self._compare(counting, asked.compare, listing, output)
        assert inputs is not None
        counting, view, segmentation = self._counted(counting, inputs)
        if of_partials:
            refuse_useless(asked, counting.view)
            listing = listing_of(asked, wide=wide, counting=counting)
        provenance = self._provenance(counting, view, segmentation, kind)
        if asked.partial:
            output.write_bytes(partial_line(counting, view, provenance, segmentation))
            return self._done()
        self._warn(view)
        needed = "terms" if kind in ("keyness", "diversity") else counting.view
        if counting.view != needed:
            raise UsageError(f"--{kind} needs counts of terms, not of {counting.view}")
        table_of: Callable[[Listing], Table] = view.table
        if kind == "keyness":
            table_of, measured = self._keyness(counting, view, segmentation)
            provenance |= measured
        elif kind == "diversity":
            table_of = partial(_diversity_table, view)
        self._draw(counting.view if kind == "terms" else kind, view, table_of, listing, provenance)
        if counting.view == "new-words" and output.format == "text":
            output.write_bytes(view.dictionary(listing))
        else:
            self._write(table_of(listing), provenance, output)
        return self._done()

    def _done(self) -> int:
        """The exit status of a run whose output is complete."""
        if self._journal is not None:
            self._journal.finish()
        return self._outcome.status

    def _format(self) -> str:
        if self.asked.partial:
            if self.format not in ("auto", "json", "jsonl"):
                raise UsageError("--partial writes json or jsonl")
            return "json"
        return self.format

    def _write(self, table: Table, provenance: dict[str, Any], output: TableOutput) -> None:
        told, narrows = self.asked.provenance, self.asked.columns is None
        output.write(replace(table, provenance=provenance, tells_provenance=told, narrows=narrows))

    def _counted(self, counting: Counting, inputs: Inputs) -> tuple[Counting, Any, dict[str, Any]]:
        """The settings, the counts and what cut the words, of inputs or partial results."""
        if self.asked.merge:
            timeless = inputs.settings.limits._replace(time=None)
            if self.raw or replace(inputs.settings, limits=timeless) != ReadSettings():
                raise UsageError("--merge reads partial results: no option of input goes with it")
            return merged(_partials(inputs), counting)
        return counting, self._counted_texts(counting, inputs), _segmentation(counting)

    def _counted_texts(self, counting: Counting, inputs: Inputs) -> Any:
        work = CountBatches(inputs.settings, counting, self.raw)
        inputs = inputs.without(target_of(self.output))
        if self._plot is not None:
            inputs = inputs.without(Target(self._plot.path))
        view = None
        journal = None
        if self._journal is None:  # a second corpus is counted anew
            target = target_of(self.output)
            journal = journal_of(self.resume, target, inputs.names, work, self.env)
            self._journal = journal
        results = batch_results(
            work, inputs, self.jobs, lost=lost, journal=journal, scale=BATCH_SCALE
        )
        for result in follow(results, self.env, self._outcome, Report()):
            if view is None:
                view = result.view
            elif result.view is not None:
                view.merge(result.view)
        return view or counting.new_view()

    def _draw(
        self,
        view: str,
        counts: Any,
        table_of: Callable[[Listing], Table],
        listing: Listing,
        provenance: dict[str, Any],
    ) -> None:
        if self._plot is not None:
            all_rows = self.asked.top is None
            self._plot.write(view, counts, table_of, listing, provenance, all_rows, self.env)

    def _keyness(
        self, counting: Counting, view: Any, segmentation: dict[str, Any]
    ) -> tuple[Callable[[Listing], Table], dict[str, Any]]:
        """What gives the table, and what its measures rest on."""
        from yrd_cli.stats.keyness import KeynessSettings, keyness_table

        asked = self.asked
        assert asked.keyness is not None
        reference = self._reference(asked.keyness, counting, segmentation)
        if not reference.words and not self._outcome.failed:
            raise UsageError(f"{printable_path(asked.keyness)}: the reference has no words")
        given = {
            "smoothing": asked.smoothing,
            "simple_maths": asked.simple_maths,
            "correction": asked.correction,
            "min_range": asked.min_range,
            "max_dp": asked.max_dp,
        }
        settings = KeynessSettings(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
        measured = {**asdict(settings), "reference_words": reference.words}
        return partial(keyness_table, view, reference, settings), measured

    def _reference(self, name: str, counting: Counting, segmentation: dict[str, Any]) -> Any:
        from yrd_cli.stats.references import CountedReference, saved_reference

        if os.path.isfile(name) and not is_partial(name):
            saved = saved_reference(name)
            if saved is not None:
                if not saved.complete:
                    self.env.say("warning", name, "a table of only some words: others count as 0")
                return saved
        return CountedReference(self._corpus(name, counting, segmentation)[0])

    def _corpus(
        self, name: str, counting: Counting, segmentation: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """The terms of another corpus: a partial result, or texts; and what cut its words.

        Raises UsageError where it is not counted as it must be.
        """
        if os.path.isfile(name) and is_partial(name):
            found, view, made_by = merged(read_partials(name), counting)
            if found.record() != counting.record() or segmentation not in (None, made_by):
                label = printable_path(name)
                raise UsageError(f"{label}: counted otherwise: {found.record()}, {made_by}")
            return view, made_by
        return self._counted_texts(counting, self.inputs_of([name], False)), _segmentation(counting)

    def _compare(
        self, counting: Counting, names: tuple[str, str], listing: Listing, output: TableOutput
    ) -> int:
        from yrd_cli.stats.compare import compared_table

        a, segmentation = self._corpus(names[0], counting)
        b, _ = self._corpus(names[1], counting, segmentation)
        smoothing = 0.5 if self.asked.smoothing is None else self.asked.smoothing
        table_of = partial(compared_table, a, b, smoothing)
        provenance = self._provenance(counting, None, segmentation, "compare")
        provenance |= {"smoothing": smoothing, "a": a.totals(), "b": b.totals()}
        self._draw("compare", None, table_of, listing, provenance)
        self._write(table_of(listing), provenance, output)
        return self._done()

    def _warn(self, view: Any) -> None:
        for node in getattr(view, "absent", list)():
            self.env.say("warning", "", f"--collocates {node}: does not occur")
        for notice in getattr(view, "notices", list)():
            self.env.say("warning", "", notice)

    def _provenance(
        self, counting: Counting, view: Any, segmentation: dict[str, Any], kind: Kind
    ) -> dict[str, Any]:
        """What made the output: versions, settings, dictionaries, options, sizes."""
        options = {
            name: getattr(self.asked, name.replace("-", "_"))
            for name in sorted(self.asked.given() - _TOLD_ELSEWHERE)
        }
        if "stopwords" in options and options["stopwords"] != "none":
            found = listing_of(self.asked, wide=True).stopwords
            options["stopwords"] = {"list": options["stopwords"], "sha256": list_hash(found)}
        sizes = view.totals() if hasattr(view, "totals") else {}
        return {
            "yrd": __version__,
            "schema": SCHEMA_VERSION,
            **counting.record(),
            "view": counting.view if kind == "terms" else kind,
            "segmentation": segmentation,
            "options": options,
            **sizes,
        }


_TOLD_ELSEWHERE = frozenset(
    {"provenance", "merge", "partial", "engine", "no-hmm", "userdict", "plot", "plot-kind"}
    | {"time-limit"}
)


def _partials(inputs: Inputs) -> Iterator[dict[str, Any]]:
    """The partial results of all inputs; one that is missing makes the sum wrong, and ends it."""
    for source in find_sources(inputs.names, inputs.selection):
        if isinstance(source, InputError):
            raise UsageError(str(source))
        yield from read_partials(source.path)


def _diversity_table(view: Any, listing: Listing) -> Table:
    from yrd_cli.stats.diversity import diversity, diversity_table, measure_table

    figures = diversity(view.words())
    return diversity_table([("all", figures)]) if listing.wide else measure_table(figures)


def _segmentation(counting: Counting) -> dict[str, Any]:
    """What cuts words; nothing where characters are counted."""
    if counting.unit == "char" and not counting.pos:
        return {"unit": "char"}
    return dict(counting.segmentation.provenance())
