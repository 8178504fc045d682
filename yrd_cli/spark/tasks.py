"""Work on the workers: one task for each split, by Spark's ``mapInArrow``.

What a task gives back is small: a receipt of what it wrote and counted. Its output goes to files
of its own; where Spark runs a task again (a worker was lost, or was slow), the receipt of the
one that counts names the files that count.
"""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PACKAGE = "yrd_package"
"""The folder beside the workers' files in which this package lies, where it was shipped."""


def run_tasks(
    spark: SparkSession, task: Callable[[int, Any], Any], arguments: Sequence[Any]
) -> list[Any]:
    """``task(number, argument)`` for each argument, on the workers; the results in order.

    ``task`` is an instance or a function at the top of a module: workers have this package too.
    """
    if not arguments:
        return []
    work = pickle.dumps(task)
    given = spark.sparkContext.broadcast([pickle.dumps(argument) for argument in arguments])
    suspect = never_retries(spark.sparkContext.master)
    mapped = _in_arrow(work, given, os.getcwd(), suspect)
    numbers = spark.range(0, len(arguments), 1, len(arguments))
    rows = numbers.mapInArrow(mapped, "number long, receipt binary").collect()
    given.destroy()
    receipts = {row.number: bytes(row.receipt) for row in rows}
    return [pickle.loads(receipts[number]) for number in range(len(arguments))]


def never_retries(master: str) -> bool:
    """Whether a lost task ends the run there: only ``local[2,4]`` says how often it is tried.

    >>> [never_retries(m) for m in ("local", "local[*]", "local[2,4]", "yarn")]
    [True, True, False, False]
    """
    return re.fullmatch(r"local(\[[^,\]]*\])?", master) is not None


def _finder() -> Callable[[], None]:
    """What lets a worker find this package: as it was shipped; on this machine, where it lies."""
    package, here = PACKAGE, str(Path(__file__).parent.parent.parent)

    def find() -> None:
        # Pickled by value, as all that runs before this.
        import os
        import sys

        from pyspark import SparkFiles

        shipped = os.path.abspath(SparkFiles.get(package))
        if os.path.isdir(shipped):
            if shipped not in sys.path:
                sys.path.insert(0, shipped)
        elif here not in sys.path:
            sys.path.append(here)

    return find


def _in_arrow(work: bytes, given: Any, folder: str, suspect: bool) -> Callable[[Any], Any]:
    find = _finder()

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import os
        import pickle

        import pyarrow
        from pyspark import TaskContext

        find()
        from yrd_cli.spark.guard import SUSPECT

        context = TaskContext.get()
        SUSPECT.set(suspect or (context is not None and context.attemptNumber() > 0))
        task, own = pickle.loads(work), os.getcwd()
        for batch in batches:
            for number in batch.column(0).to_pylist():
                argument = pickle.loads(given.value[number])
                try:
                    if os.path.isdir(folder):  # for relative paths mean what the user meant
                        os.chdir(folder)
                    receipt = pickle.dumps(task(number, argument))
                finally:
                    os.chdir(own)
                yield pyarrow.RecordBatch.from_arrays(
                    [
                        pyarrow.array([number], pyarrow.int64()),
                        pyarrow.array([receipt], pyarrow.binary()),
                    ],
                    ["number", "receipt"],
                )

    return run


def in_arrow(work: Callable[[Iterator[Any]], Iterator[Any]]) -> Callable[[Any], Any]:
    """A function of record batches at the top of a module, as ``mapInArrow`` wants it."""
    find, function = _finder(), pickle.dumps(work)

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import pickle

        find()
        yield from pickle.loads(function)(batches)

    return run
