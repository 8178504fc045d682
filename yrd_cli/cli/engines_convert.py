"""`convert` on a cluster."""

from __future__ import annotations

from dataclasses import fields

from yrd_cli.cli.converting import ConvertRun
from yrd_cli.cli.engines import Cluster, cluster_run, readable
from yrd_cli.convert.outputs import HINT
from yrd_cli.convert.streams import ConvertSources, is_named_jsonl
from yrd_cli.errors import OutputError
from yrd_cli.spark.conversion import ConvertSplit
from yrd_cli.spark.splits import Split, Stretch


class ClusterConvertRun(ConvertRun):
    """One run of `yrd convert` on a cluster."""

    def on(self, cluster: Cluster) -> int:
        """Convert every input; gives the exit status."""
        inputs = readable(self.inputs, cluster.output)
        reader = ConvertSources(
            inputs.settings, follows_script=self.options.to is not None and self.options.detect
        )
        work = self._work(None, True)
        with cluster_run(cluster, self.env) as run:
            splits = run.splits(inputs)
            if self.encoder.mark:  # which stands once, before the first byte of all
                splits = [tuple(item for split in splits for item in split)]
            task = ConvertSplit(
                work, reader, run.output.path, self._ending(splits), self.encoder.mark
            )
            receipts = run.tasks(task, splits)
            for receipt in receipts:
                if receipt.value:
                    raise OutputError(f"{receipt.value}{HINT}")
            run.hear(receipts)
        return run.outcome.status

    def _ending(self, splits: list[Split]) -> str:
        if self.inputs.settings.input_format == "jsonl":
            return ".jsonl"
        files = [item for split in splits for item in split if isinstance(item, Stretch)]
        by_line = bool(files) and all(f.end or is_named_jsonl(f.source.path) for f in files)
        return ".jsonl" if by_line else ".txt"


def convert_on_cluster(cluster: Cluster, asked: ConvertRun) -> int:
    """Convert on a cluster what a run asks for; gives the exit status."""
    made = {f.name: getattr(asked, f.name) for f in fields(asked) if f.init}
    return ClusterConvertRun(**made).on(cluster)
