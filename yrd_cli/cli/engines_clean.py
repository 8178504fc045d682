"""`clean` on a cluster, with its filters and duplicates."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from typing import Any

from yrd_cli.clean.batches import CleanBatches
from yrd_cli.clean.duplicates.removal import Decision
from yrd_cli.cli.cleaning import CleanRun
from yrd_cli.cli.engines import Cluster, ClusterRun, cluster_run, readable
from yrd_cli.cli.sifting import AS_JSON, WHY_WORDS, document_of_line
from yrd_cli.cli.tables import TableOutput
from yrd_cli.document import Document, json_line
from yrd_cli.spark.batches import Receipt
from yrd_cli.spark.documents import REJECTED, RenderDocuments, cluster_format, end_last
from yrd_cli.spark.duplicates import WORK, Comparing
from yrd_cli.spark.entries import DECISIONS, FEATURES, WAITING, KeepEntries, MakeEntries
from yrd_cli.spark.parts import OutputFolder
from yrd_cli.spark.splits import Split
from yrd_cli.writing.documents import renderer
from yrd_cli.writing.tables import Column, Table
from yrd_cli.writing.terminal import Terminal


def rejected_line(document: Document) -> bytes:
    """A Document that a filter left out, as a line."""
    return json_line(document.record())


def duplicate_line(decision: Decision) -> bytes:
    """A Document left out as a duplicate, as a line that says of which."""
    found = decision.duplicate
    assert found is not None
    document = document_of_line(decision.data)
    why = {"duplicate_of": found.kept, "similarity": round(found.similarity, 4)}
    metadata = {**document.metadata, "rejected": why}
    return json_line(replace(document, metadata=metadata).record())


@dataclass(frozen=True, slots=True)
class RenderDecision:
    """A Document that stays, in a format."""

    format: str

    def __call__(self, decision: Decision) -> bytes:
        """Render it."""
        if self.format in AS_JSON:
            return decision.data
        return renderer(self.format, Terminal())(document_of_line(decision.data))


class ClusterCleanRun(CleanRun):
    """One run of `yrd clean` on a cluster."""

    __slots__ = ()

    def on(self, cluster: Cluster) -> int:
        """Clean every input; gives the exit status."""
        format = cluster_format(self.format, csv_safe=self.env.csv_safe)
        inputs = readable(self.inputs, cluster.output)
        sifting = self.sifting
        clusters = None
        if sifting.clusters is not None:
            clusters = TableOutput(self.env, sifting.clusters, "auto", inputs.names)
        with ExitStack() as stack:
            rejected = None
            if sifting.rejected is not None:
                rejected = OutputFolder(sifting.rejected)
                stack.callback(rejected.abort)  # of no effect where it took its place
            with cluster_run(cluster, self.env) as run:
                work = CleanBatches(
                    inputs.settings, self.options, format, None, Terminal(), sifting.quality,
                    sifting.dedup,
                )  # fmt: skip
                splits = run.splits(inputs)
                if sifting.dedup is None:
                    gone = self._render(run, work, splits, format)
                else:
                    gone = self._without_duplicates(run, work, splits, format)
                if clusters is not None:
                    clusters.write(_table(Comparing(run.spark, run.output).clusters()))
                run.output.remove(FEATURES, DECISIONS, WAITING, WORK)
                if rejected is not None:
                    rejected.take([_moved(run.output.folder(REJECTED))])
                    run.output.remove(REJECTED)
            if rejected is not None:
                rejected.commit()
        if gone:
            self.env.say("note", "", left_out(gone, run.total.documents))
        if self.views["report"]:
            self._report(run.total, to_stdout=False)
        return run.outcome.status

    def _render(
        self, run: ClusterRun, work: CleanBatches, splits: list[Split], format: str
    ) -> dict[str, int]:
        rejects = rejected_line if self.sifting.rejected else None
        task = RenderDocuments(work, work.settings, format, run.output.path, rejects=rejects)
        receipts = run.tasks(task, splits)
        run.hear(receipts)
        end_last(run.output, receipts, format)
        return _counted({"filtered": sum(receipt.value for receipt in receipts)})

    def _without_duplicates(
        self, run: ClusterRun, work: CleanBatches, splits: list[Split], format: str
    ) -> dict[str, int]:
        sifting, folder = self.sifting, run.output.path
        assert sifting.dedup is not None
        keeps = sifting.rejected is not None
        make = MakeEntries(
            work, work.settings, sifting.dedup, folder, rejected_line if keeps else None
        )
        made: list[Receipt] = run.tasks(make, splits)
        run.hear(made)
        Comparing(run.spark, run.output).decide(sifting.dedup, sifting.threshold, sifting.keep)
        keep = KeepEntries(
            format, folder, RenderDecision(format), duplicate_line if keeps else None, len(splits)
        )
        kept: list[Receipt] = run.tasks(keep, [sifting.dedup] * len(splits))
        run.hear(kept)
        end_last(run.output, kept, format)
        sums = zip(*(receipt.value for receipt in kept), strict=True)
        dropped, lines, changed = map(sum, sums)
        for reason, count, documents in (
            ("duplicate", dropped, dropped),
            ("repeated-line", lines, changed),
        ):
            if count:
                run.total.counts[reason] += count
                run.total.documents_with[reason] += documents
        return _counted({"duplicate": dropped, "filtered": sum(r.value for r in made)})


def left_out(gone: dict[str, int], seen: int) -> str:
    """What is told of Documents that did not stay."""
    parts = ", ".join(f"{n:,} {WHY_WORDS[why]}" for why, n in sorted(gone.items()))
    return f"{sum(gone.values()):,} of {seen:,} documents left out: {parts}"


def _counted(gone: dict[str, int]) -> dict[str, int]:
    return {why: count for why, count in gone.items() if count}


def _moved(folder: str) -> dict[str, str]:
    """The files of a folder, for another one to take in."""
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return {name: os.path.join(folder, name) for name in names}


def _table(rows: list[Any]) -> Table:
    columns = (Column("cluster", 0), Column("kept"), Column("duplicate"), Column("similarity", 4))
    return Table(columns, rows)


def clean_on_cluster(cluster: Cluster, asked: CleanRun) -> int:
    """Clean on a cluster what a run asks for; gives the exit status."""
    return ClusterCleanRun(**{f.name: getattr(asked, f.name) for f in fields(asked)}).on(cluster)
