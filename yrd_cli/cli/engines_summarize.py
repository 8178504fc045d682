"""`summarize` on a cluster: digests and facts are written there; what tells of all texts
together is made here, of what the workers found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from yrd_cli.cli.engines import Cluster, ClusterRun, cluster_run, readable
from yrd_cli.cli.summarizing import STREAMED, SummarizeRun
from yrd_cli.errors import ExitStatus, UsageError
from yrd_cli.reading.records import ReadSettings
from yrd_cli.spark.batches import Receipt, worked
from yrd_cli.spark.documents import RenderDocuments, cluster_format, end_last
from yrd_cli.spark.parts import PartFiles, take_kept
from yrd_cli.spark.splits import Split
from yrd_cli.summarize.batches import SummarizeBatches, SummarizedBatch
from yrd_cli.summarize.batches import View as Work
from yrd_cli.summarize.views import SUMMARY_FORMATS
from yrd_cli.writing.formats import ENDING_OF, Target
from yrd_cli.writing.terminal import Terminal

PART = "part-00000"


@dataclass(frozen=True, slots=True)
class FindPages:
    """The task that finds what a summary of many texts is made of; its receipt's value is the
    file where it lies."""

    work: Callable[..., Any]
    settings: ReadSettings
    folder: str

    def __call__(self, number: int, split: Split) -> Receipt:
        """Run the task."""
        files, receipt = PartFiles(self.folder, number), Receipt()
        found = SummarizedBatch()
        for result in worked(self.work, split, self.settings, files, receipt):
            found.pages += getattr(result, "pages", ())
        receipt.value, receipt.files = files.keep(found), files.close()
        return receipt


class ClusterSummarizeRun(SummarizeRun):
    """One run of `yrd summarize` on a cluster."""

    __slots__ = ("_run",)
    _run: ClusterRun

    def _results(self, target: Target, work: Work, format: str) -> Iterator[SummarizedBatch]:
        batches = SummarizeBatches(
            self.inputs.settings, self.asked, work, format, Terminal(), self.raw
        )
        run = self._run
        task = FindPages(batches, self.inputs.settings, run.output.path)
        receipts = run.tasks(task, run.splits(self.inputs))
        run.hear(receipts)
        return (take_kept(receipt.value) for receipt in receipts)

    def on(self, run: ClusterRun) -> ExitStatus:
        """Summarize every input; gives the exit status."""
        object.__setattr__(self, "_run", run)
        if self.view == "digests":
            from yrd_cli.summarize.views import sheet_keys

            keys = sheet_keys(keywords=self.asked.keywords, facts=self.asked.facts)
            self._render("digests", SUMMARY_FORMATS, keys)
        elif self.view == "facts" and (self.format in (*STREAMED, "auto")):
            from yrd_cli.summarize.fact_rows import FACT_KEYS

            self._render("facts", STREAMED, FACT_KEYS)
        else:
            self()
        return max(run.outcome.status, self._outcome.status)

    def _render(self, work: Work, formats: Sequence[str], keys: Any) -> None:
        from yrd_cli.summarize.fact_rows import head_of

        run = self._run
        format = cluster_format(self.format, formats, csv_safe=self.env.csv_safe)
        batches = SummarizeBatches(
            self.inputs.settings, self.asked, work, format, Terminal(), self.raw
        )
        head = head_of(keys, format) or None
        task = RenderDocuments(batches, batches.settings, format, run.output.path, head)
        receipts = run.tasks(task, run.splits(self.inputs))
        run.hear(receipts)
        end_last(run.output, receipts, format)


def summarize_on_cluster(cluster: Cluster, asked: SummarizeRun) -> int:
    """Summarize on a cluster what a run asks for; gives the exit status."""
    if asked.resume:
        raise UsageError("--resume does not go with --engine spark")
    here = {f.name: getattr(asked, f.name) for f in fields(asked) if f.init}
    here["inputs"] = readable(asked.inputs, cluster.output)
    default = ".tsv" if asked.view == "ledger" else ".jsonl"
    ending = default if asked.format == "auto" else ENDING_OF[asked.format]
    with cluster_run(cluster, asked.env) as run:
        here["output"] = run.output.folder(PART + ending)
        return ClusterSummarizeRun(**here).on(run)
