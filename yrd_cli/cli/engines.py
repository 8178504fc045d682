"""Where the work is done: `--engine` and `--master`, and the frame of every run on a cluster."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yrd_cli.cli.environment import Environment
from yrd_cli.errors import UsageError
from yrd_cli.report import Outcome, Report

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from yrd_cli.cli.running import Inputs
    from yrd_cli.spark.batches import Receipt
    from yrd_cli.spark.parts import OutputFolder
    from yrd_cli.spark.splits import Split, Stretch


class EngineName(StrEnum):
    """Where the work of a command is done."""

    local = "local"
    spark = "spark"


Engine = Annotated[
    EngineName,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="Where to work: local, or spark (with --master URL and --output DIR).",
    ),
]
MASTER_HELP = "The Spark cluster: spark://HOST:7077, yarn, local[2,4]."
Master = Annotated[
    str | None,
    typer.Option("--master", metavar="URL", show_default=False, help=MASTER_HELP),
]

_MASTERS = re.compile(r"(spark|k8s)://.+|yarn|local(\[.+\])?|local-cluster\[.+\]", re.DOTALL)

SUBMITTED = "PYSPARK_GATEWAY_PORT"
"""The environment variable that `spark-submit` sets for the program it runs."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Spark cluster: its master, None where `spark-submit` names it; and where output goes."""

    master: str | None
    output: str


def choose_cluster(
    spark: bool, master: str | None, output: str | None, refused: Mapping[str, object]
) -> Cluster | None:
    """The cluster that the command line asks for; None for this machine.

    ``refused`` are options, as typed, that do not go with a cluster; those given are truthy.
    Raises UsageError for options that contradict each other.
    """
    if not spark:
        if master is not None:
            raise UsageError("--master goes with --engine spark")
        return None
    for option, given in refused.items():
        if given and not is_default(option, given):
            raise UsageError(f"{option} does not go with --engine spark")
    if output in (None, "", "-"):
        raise UsageError("--engine spark writes a folder: --output DIR")
    assert output is not None
    if master is None and SUBMITTED not in os.environ:
        raise UsageError("--engine spark needs --master URL (or spark-submit)")
    if master is not None and not _MASTERS.fullmatch(master):
        raise UsageError(f"--master {master}: not spark://HOST:7077, yarn, k8s://… or local[2,4]")
    return Cluster(master, output)


def is_default(option: str, value: object) -> bool:
    """Whether an option was not typed: its value is what the environment says."""
    return os.environ.get(f"YRD_{option.lstrip('-').upper()}") == str(value)


class ClusterRun:
    """A run on a cluster: its session, its output folder, and what is told of it."""

    def __init__(
        self, start: Callable[[], SparkSession], output: OutputFolder, env: Environment
    ) -> None:
        self._start = start
        self.output = output
        self.outcome = Outcome()
        self.total = Report()
        self._env = env

    @cached_property
    def spark(self) -> SparkSession:
        """The session, started when it is first wanted: what is wrong in options or names is said
        before that."""
        return self._start()

    @property
    def cores(self) -> int:
        """How many tasks may run at a time, as far as is known."""
        return max(1, int(self.spark.sparkContext.defaultParallelism))

    def writes(self, path: str) -> bool:
        """Whether a path lies in the output of the run."""
        return os.path.realpath(path).startswith(os.path.realpath(self.output.path) + os.sep)

    def splits(self, inputs: Inputs) -> list[Split]:
        """The splits of the inputs; files of JSON Lines are cut where they are large."""
        from yrd_cli.reading.paths import find_sources
        from yrd_cli.spark.splits import is_json_lines, numbered, plan

        settings = inputs.settings
        return numbered(
            plan(
                find_sources(inputs.names, inputs.selection),
                self.cores,
                lambda source: is_json_lines(source, settings),
            ),
            self.count_lines,
        )

    def count_lines(self, stretches: list[Stretch]) -> Sequence[int]:
        """How many lines begin in each stretch."""
        from yrd_cli.spark.splits import CountLines

        return self.tasks(CountLines(), stretches)

    def tasks(self, task: Any, arguments: Sequence[Any]) -> list[Any]:
        """The results of a task on each argument, in order."""
        from yrd_cli.spark.tasks import run_tasks

        return run_tasks(self.spark, task, arguments)

    def hear(self, receipts: Sequence[Receipt]) -> None:
        """Say the notices of tasks in order, add up their reports, and take their files in."""
        from yrd_cli.spark.parts import BAD

        bad = 0
        for receipt in receipts:
            for notice in receipt.report.notices:
                if self.outcome.hear(notice):
                    self._env.say(notice.level, notice.place, notice.message)
            self.total.add(receipt.report)
            bad += receipt.bad
        if bad:
            self.outcome.failed = True
            place = os.path.join(self.output.goal, BAD)
            self._env.say("note", "", f"{bad:,} that could not be read: in {place}, with reasons")
        self.output.take(receipt.files for receipt in receipts)


@contextmanager
def cluster_run(cluster: Cluster, env: Environment) -> Iterator[ClusterRun]:
    """A run whose output appears when all is done; nothing of it stays where it fails.

    Raises MissingExtraError without PySpark, and UsageError without Java or where the output is
    there already, before anything is done.
    """
    from yrd_cli.spark.parts import OutputFolder
    from yrd_cli.spark.session import check_engine, session

    check_engine()
    output = OutputFolder(cluster.output)
    try:
        with ExitStack() as stack:
            opened = session(cluster.master, output.folder("_attempts"))
            yield ClusterRun(lambda: stack.enter_context(opened), output, env)
        output.commit()
    except BaseException:
        output.abort()
        raise


def readable(inputs: Inputs, output: str) -> Inputs:
    """The inputs of a run on a cluster: files, of which none is its output."""
    if "-" in inputs.names:
        raise UsageError("--engine spark reads files, not standard input")
    outputs = (*inputs.selection.outputs, output)
    return replace(inputs, selection=replace(inputs.selection, outputs=outputs))
