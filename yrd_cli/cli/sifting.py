"""Which clean Documents stay: quality filters, duplicates, and where what goes is kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from yrd_cli.clean.batches import CleanedBatch
from yrd_cli.clean.duplicates import DEFAULT_THRESHOLD, MIN_THRESHOLD, Keep, Mode
from yrd_cli.cli.environment import Environment
from yrd_cli.cli.tables import TableOutput
from yrd_cli.document import Document, document_from_record, parse_json
from yrd_cli.errors import UsageError
from yrd_cli.reading.paths import printable_path, reason_of
from yrd_cli.report import Report
from yrd_cli.writing.documents import DocumentSink, document_sink, refuse_same_file, renderer
from yrd_cli.writing.formats import DOCUMENT_FORMATS, Target, choose_format, target_of
from yrd_cli.writing.tables import Cell, Column, Table
from yrd_cli.writing.terminal import Terminal

if TYPE_CHECKING:
    from yrd_cli.clean.duplicates.removal import Decision
    from yrd_cli.clean.quality import QualityOptions

AS_JSON = frozenset({"jsonl", "json", "parquet"})
"""Formats whose Documents are rendered as the JSON line that a decision comes with."""


@dataclass(frozen=True, slots=True)
class SiftOptions:
    """What the user asked for: rules of quality, duplicates, files for what goes."""

    quality: QualityOptions | None = None
    dedup: Mode | None = None
    threshold: float = DEFAULT_THRESHOLD
    keep: Keep = "first"
    clusters: str | None = None
    rejected: str | None = None


def choose_quality(
    filters: list[str] | None, min_score: float | None, words: str | None
) -> QualityOptions | None:
    """The rules of quality that the command line names.

    Raises UsageError for a rule that does not exist, a score that no text can have, a list of
    words that is not used, missing, or cannot be read.
    """
    if not (filters or words) and min_score is None:
        return None
    from yrd_cli.clean.quality import RULES, QualityOptions, choose_rules

    rules = choose_rules(filters or [])
    named = {rule.name for rule in rules}
    if words is not None and "words" not in named:
        rules = (*rules, RULES["words"])
    if words is None and "words" in named:
        raise UsageError("--filter words needs a list: --words FILE")
    if min_score is not None and not 0 <= min_score <= 1:
        raise UsageError(f"--min-score {min_score:g}: a score is from 0 to 1")
    return QualityOptions(rules, min_score or 0.0, _listed(words) if words else ())


def _listed(path: str) -> tuple[str, ...]:
    """The words of a list: one a line, `#` begins a remark."""
    from yrd_cli.reading.decoding import decode

    try:
        with open(path, "rb") as f:
            text = decode(f.read()).text
    except OSError as e:
        raise UsageError(f"--words {printable_path(path)}: {reason_of(e)}") from None
    words = (line.strip() for line in text.splitlines())
    listed = tuple(dict.fromkeys(w for w in words if w and not w.startswith("#")))
    if not listed:
        raise UsageError(f"--words {printable_path(path)}: holds no words")
    return listed


def choose_sifting(
    quality: QualityOptions | None,
    dedup: Mode | None,
    threshold: float | None,
    keep: Keep | None,
    clusters: str | None,
    rejected: str | None,
) -> SiftOptions:
    """Raises UsageError for options that say something about what is not done."""
    if dedup is None:
        for option, value in (("--threshold", threshold), ("--dedup-keep", keep)):
            if value is not None:
                raise UsageError(f"{option} goes with --dedup")
    if threshold is not None and dedup != "near":
        raise UsageError("--threshold goes with --dedup near")
    if dedup == "lines" and (keep is not None or clusters is not None):
        raise UsageError("--dedup lines drops lines, not Documents: there are no clusters")
    if threshold is not None and not MIN_THRESHOLD <= threshold <= 1:
        raise UsageError(f"--threshold {threshold:g}: from {MIN_THRESHOLD:g} to 1")
    if clusters is not None and dedup is None:
        raise UsageError("--clusters goes with --dedup")
    if rejected is not None and not (quality or dedup in ("exact", "near")):
        raise UsageError("--rejected goes with --filter, --min-score or --dedup")
    return SiftOptions(
        quality, dedup, threshold or DEFAULT_THRESHOLD, keep or "first", clusters, rejected
    )


def filter_table() -> Table:
    """Every rule with its limit and what its figure is."""
    from yrd_cli.clean.quality import RULES

    rows = [(rule.name, f"at {rule.side}", rule.limit, rule.meaning) for rule in RULES.values()]
    columns = (Column("filter"), Column("passes"), Column("limit", 2), Column("figure"))
    return Table(columns, rows)


class Sifter:
    """Takes the results of cleaning in order, and gives the Documents that stay, rendered.

    What goes is written to the file for rejected Documents, counted in ``total``, and told on
    standard error at the end.
    """

    def __init__(
        self,
        env: Environment,
        options: SiftOptions,
        inputs: list[str],
        format: str | None,
        terminal: Terminal,
    ) -> None:
        self._env = env
        self._options = options
        self._format = format or "jsonl"
        self._terminal = terminal
        self._gone: Counter[str] = Counter()
        self._clusters: list[tuple[Cell, ...]] = []
        self._cluster_output = self._cluster_table(inputs)
        self._rejected, self._rejected_format = self._rejected_sink(inputs)

    def outputs(
        self, results: Iterable[CleanedBatch], total: Report
    ) -> Iterator[tuple[str, bytes]]:
        """The names and the bytes of the Documents that stay."""
        options = self._options
        if options.dedup is None:
            for result in results:
                self._take(result)
                yield from result.outputs
        else:
            from yrd_cli.clean.duplicates.removal import decide

            entries = (e for result in results for e in self._take(result).entries)
            for decision in decide(entries, options.dedup, options.threshold, options.keep):
                if decision.duplicate is None:
                    yield decision.name, self._rendered(decision)
                self._note(decision, total)
        self._finish(total.documents)

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats of what is written beside the Documents."""
        return self._rejected_format, self._cluster_output.format if self._cluster_output else ""

    def abort(self) -> None:
        """Leave no half-written file."""
        if self._rejected is not None:
            self._rejected.abort()

    def _take(self, result: CleanedBatch) -> CleanedBatch:
        for name, document in result.rejected:
            self._gone["filtered"] += 1
            self._reject(name, document)
        return result

    def _note(self, decision: Decision, total: Report) -> None:
        if decision.lines:
            total.counts["repeated-line"] += decision.lines
            total.documents_with["repeated-line"] += 1
        found = decision.duplicate
        if found is None:
            return
        self._gone["duplicate"] += 1
        total.counts["duplicate"] += 1
        total.documents_with["duplicate"] += 1
        self._clusters.append((found.cluster, found.kept, found.id, found.similarity))
        document = document_of_line(decision.data)
        why = {"duplicate_of": found.kept, "similarity": round(found.similarity, 4)}
        metadata = {**document.metadata, "rejected": why}
        self._reject(decision.name, replace(document, metadata=metadata))

    def _rendered(self, decision: Decision) -> bytes:
        if self._format in AS_JSON:
            return decision.data
        return renderer(self._format, self._terminal)(document_of_line(decision.data))

    def _reject(self, name: str, document: Document) -> None:
        if self._rejected is not None:
            render = renderer(self._rejected_format, Terminal())
            self._rejected.put(name, render(document))

    def _rejected_sink(self, inputs: list[str]) -> tuple[DocumentSink | None, str]:
        if self._options.rejected is None:
            return None, ""
        target = _target("--rejected", self._options.rejected)
        refuse_same_file(inputs, target)
        csv_safe = self._env.csv_safe
        format = choose_format("auto", target, DOCUMENT_FORMATS, "jsonl", csv_safe=csv_safe)
        return document_sink(target, format, self._env.stdout), format

    def _cluster_table(self, inputs: list[str]) -> TableOutput | None:
        if self._options.clusters is None:
            return None
        _target("--clusters", self._options.clusters)
        return TableOutput(self._env, self._options.clusters, "auto", inputs)

    def _finish(self, seen: int) -> None:
        if self._rejected is not None:
            self._rejected.close()
        if self._cluster_output is not None:
            columns = (
                Column("cluster", 0),
                Column("kept"),
                Column("duplicate"),
                Column("similarity", 4),
            )
            rows = sorted(self._clusters, key=lambda row: row[0])  # type: ignore[arg-type,return-value]
            self._cluster_output.write(Table(columns, rows))
        if self._gone:
            parts = ", ".join(f"{n:,} {WHY_WORDS[why]}" for why, n in sorted(self._gone.items()))
            gone = self._gone.total()
            self._env.say("note", "", f"{gone:,} of {seen:,} documents left out: {parts}")


WHY_WORDS = {"duplicate": "duplicates", "filtered": "by filters"}


def _target(option: str, path: str) -> Target:
    target = target_of(path)
    if target.path is None:
        raise UsageError(f"{option} needs the name of a file")
    return target


def document_of_line(data: bytes) -> Document:
    """The Document of a JSON line that came with a decision."""
    record: dict[str, Any] = parse_json(data)
    return document_from_record(record, record["id"])
