"""Command lines run one after another in one process, for Spark's Java to be started once.

Standard input is a JSON list of command lines; the file named first gets a JSON list of exit
statuses. All share the session that is opened on the master named second, if one is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from tests.spark_works import Deadly, Trap
from yrd_cli.cli import app, grep_start
from yrd_cli.cli.engines import ClusterRun
from yrd_cli.cli.engines_grep import GrepSplit


def status_of(words: list[str]) -> int:
    """Run one command line; with ``deadly`` before it, some records kill their worker.
    ``components`` alone compares the two ways to find them."""
    if words == ["components"]:
        return _compare_components()
    if words[:1] == ["deadly"]:
        with patch.object(ClusterRun, "tasks", _deadly):
            return status_of(words[1:])
    status: int = grep_start.run(words) if words[:1] == ["grep"] else app.run(words)
    return status


_tasks = ClusterRun.tasks


def _deadly(run: ClusterRun, task: Any, arguments: Sequence[Any]) -> list[Any]:
    return _tasks(run, _as_deadly(task), arguments)


def _as_deadly(task: Any) -> Any:
    if isinstance(task, GrepSplit):
        asked = task.request
        trap: Any = Trap()  # in a place that is of no use here, and goes wherever the search goes
        return replace(task, request=asked._replace(input=asked.input._replace(label=trap)))
    return replace(task, work=Deadly(task.work)) if hasattr(task, "work") else task


def _compare_components() -> int:
    """Components of a star, a chain and chance, found at once and in rounds; 0: the same."""
    from pyspark.sql import SparkSession

    from yrd_cli.spark.components import components

    spark, chosen = SparkSession.getActiveSession(), Random(5)
    assert spark is not None
    edges = [(0, node) for node in range(1, 3000)]
    edges += [(node, node + 1) for node in range(10_000, 10_040)]
    edges += [(chosen.randrange(20_000, 21_000), chosen.randrange(20_000, 21_000)) for _ in edges]
    frame = spark.createDataFrame(edges, "a long, b long")
    found = []
    for small in (1 << 20, 0):
        with TemporaryDirectory() as folder:

            def kept(rows: Any, name: str, folder: str = folder) -> Any:
                rows.write.parquet(f"{folder}/{name}")
                return spark.read.schema(rows.schema).parquet(f"{folder}/{name}")

            found.append(sorted(map(tuple, components(frame, kept, small).collect())))
    assert len(found[0]) > 3000
    return int(found[0] != found[1])


def main(goal: str, *masters: str) -> None:
    """Run what standard input lists."""
    from yrd_cli.spark.session import session

    with ExitStack() as stack:
        for master in masters:
            stack.enter_context(session(master, stack.enter_context(TemporaryDirectory())))
        statuses = [status_of(words) for words in json.load(sys.stdin)]
    Path(goal).write_text(json.dumps(statuses), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
