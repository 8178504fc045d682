"""`stats` on a cluster: texts are counted there, the table is made here."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from yrd_cli.cli.counting import StatsRun
from yrd_cli.cli.engines import Cluster, ClusterRun, cluster_run, readable
from yrd_cli.cli.running import Inputs
from yrd_cli.errors import ExitStatus, UsageError
from yrd_cli.spark.counts import CountSplit, counted
from yrd_cli.stats.batches import CountBatches
from yrd_cli.stats.counting import Counting
from yrd_cli.writing.formats import ENDING_OF, TABLE_FORMATS, Target, choose_format

PART = "part-00000"


class ClusterStatsRun(StatsRun):
    """One run of `yrd stats` whose texts are counted on a cluster."""

    __slots__ = ("_cluster", "_run")
    _cluster: Cluster
    _run: ClusterRun

    def _counted_texts(self, counting: Counting, inputs: Inputs) -> Any:
        work = CountBatches(inputs.settings, counting, self.raw)
        run, inputs = self._run, readable(inputs, self._cluster.output)
        task = CountSplit(work, inputs.settings, counting.new_view, run.output.path)
        view, receipts = counted(run.tasks, task, run.splits(inputs), run.output)
        run.hear(receipts)
        return view


def stats_on_cluster(cluster: Cluster, asked: StatsRun) -> int:
    """Count on a cluster what a run asks for; gives the exit status."""
    if asked.resume:
        raise UsageError("--resume does not go with --engine spark")
    here = {f.name: getattr(asked, f.name) for f in fields(asked) if f.init}
    ending = ".json"
    if not asked.asked.partial:
        formats = ("text", *TABLE_FORMATS)
        ending = ENDING_OF[choose_format(asked.format, Target("part"), formats, "tsv")]
    with cluster_run(cluster, asked.env) as run:
        here["output"] = run.output.folder(PART + ending)
        made = ClusterStatsRun(**here)
        made._cluster, made._run = cluster, run
        status = made()
    return ExitStatus.FAILED if run.outcome.failed else status
