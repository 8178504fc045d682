"""Work on the workers: one task for each split, by Spark's ``mapInArrow``.

What a task gives back is small: a receipt of what it wrote and counted. Its output goes to files
of its own; where Spark runs a task again (a worker was lost, or was slow), the receipt of the
one that counts names the files that count.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
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
    mapped = _in_arrow(work, given, PACKAGE, os.getcwd())
    numbers = spark.range(0, len(arguments), 1, len(arguments))
    rows = numbers.mapInArrow(mapped, "number long, receipt binary").collect()
    given.destroy()
    receipts = {row.number: bytes(row.receipt) for row in rows}
    return [pickle.loads(receipts[number]) for number in range(len(arguments))]


def _in_arrow(work: bytes, given: Any, package: str, folder: str) -> Callable[[Any], Any]:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        # Pickled by value, for a worker finds the package only after this.
        import os
        import pickle
        import sys

        import pyarrow
        from pyspark import SparkFiles

        shipped = os.path.abspath(SparkFiles.get(package))
        if os.path.isdir(shipped) and shipped not in sys.path:
            sys.path.insert(0, shipped)
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
    package, function = PACKAGE, pickle.dumps(work)

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import os
        import pickle
        import sys

        from pyspark import SparkFiles

        shipped = os.path.abspath(SparkFiles.get(package))
        if os.path.isdir(shipped) and shipped not in sys.path:
            sys.path.insert(0, shipped)
        yield from pickle.loads(function)(batches)

    return run
