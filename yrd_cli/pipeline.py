"""Stages over streams: batches of records, their order, and the processes that work on them.

``batched`` cuts a stream into batches, ``effective_jobs`` says how many processes pay, and
``run_batches`` gives the results in the order of the input, whichever is finished first. With
one job everything happens in this process and nothing is imported for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import GeneratorType
from typing import TypeVar

from yrd_cli.errors import UsageError, YrdError

Record = TypeVar("Record")
Batch = TypeVar("Batch")
Result = TypeVar("Result")

POOL_PAYS_BYTES = 1_000_000
"""From how many bytes of input on more than one process is worth its start.

Measured on two cores with work at 5 MB a second, in batches of 128 KB: two jobs took .99 times
as long as one on 0.25 MB, and were 1.25 times as fast on 0.5 MB, 1.5 on 1 MB, 1.73 on 2 MB.
Faster work (grep) needs more: ``pays_from``.
"""

BATCH_BYTES = 256 * 1024
"""A batch's usual size: 50 ms of work at 5 MB a second, where its way to a worker and back
costs 1 to 4 ms; ten times more would keep every core but one waiting at the end of the input."""

BATCH_ITEMS = 1000
"""The records of a batch, where they are short."""

WINDOW_PER_JOB = 8
"""Batches in flight for each job: room for the others while a slow batch is at the head. With
batch times spread as Pareto 1.5, two jobs needed 1.40, 1.22, 1.14, 1.09, 1.04 times the ideal
with 1, 2, 4, 8, 16."""

_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def run_batches(
    work: Callable[[Batch], Result],
    batches: Iterable[Batch],
    jobs: int,
    *,
    split: Callable[[Batch], list[Batch]] | None = None,
    lost: Callable[[Batch, str], Result] | None = None,
    window: int | None = None,
) -> Iterator[Result]:
    """The result of ``work`` for each batch, in input order.

    With one job, a batch is read when its result is asked for. With more, ``work`` (a function
    at the top of a module, or a partial of one), batches and results are pickled, a thread
    reads ahead, so that slow input never holds back what is finished, and at most ``window``
    batches are on their way (default: 8 a job); results and memory beyond that are the
    caller's. ``batches`` is read by that thread alone, and closed by it.

    A worker that dies (killed, out of memory, crashed) is replaced, and its batch tried once
    more. If that fails too, ``split`` halves the batch, down to the item that kills its worker
    (an item is what ``split`` gives back as one part or none); ``lost`` is called with it and
    the reason, and gives the result that stands for it. A batch that was halved gives one
    result for each part, in order. Without ``lost``, a worker that dies twice is a WorkerError.

    An exception in ``work`` ends the run, after the results before it: a YrdError as it is, any
    other as a WorkerError with the original message and traceback. An exception of ``batches``
    is raised as it is. Closing the iterator kills the workers at once. One thing to know:
    a reading thread blocked in ``sys.stdin.buffer`` makes Python abort when it exits; read
    ``open(0, "rb", closefd=False)`` instead.
    """
    if jobs <= 1:
        yield from _run_here(work, batches)
        return
    from yrd_cli.pool import Pool

    pool = Pool(work, jobs, window or WINDOW_PER_JOB * jobs, split, lost)
    try:
        yield from pool.run(batches)
    finally:
        pool.close()


def _run_here(work: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
    def one(batch: Batch) -> Result:
        try:
            return work(batch)
        except YrdError:
            raise
        except Exception as error:
            from yrd_cli.worker import describe

            raise describe(error) from error

    try:
        yield from map(one, batches)  # map, unlike a loop, keeps no hold on batch or result
    finally:
        if isinstance(batches, GeneratorType):
            batches.close()


def effective_jobs(
    asked: int | None, input_bytes: int | None, *, pays_from: int = POOL_PAYS_BYTES
) -> int:
    """How many processes to use: as many as asked for, else what pays for this much input.

    ``input_bytes`` is None where it cannot be known (a pipe): see ``jobs_for_stream``.

    >>> effective_jobs(3, 10), effective_jobs(None, 10), effective_jobs(None, None)
    (3, 1, 1)
    """
    if asked is not None:
        if asked < 1:
            raise UsageError(f"--jobs must be 1 or more, not {asked}")
        return asked
    return available_cores() if (input_bytes or 0) >= pays_from else 1


def jobs_for_stream(
    asked: int | None,
    batches: Iterable[Batch],
    size_of: Callable[[Batch], int],
    *,
    pays_from: int = BATCH_BYTES,
) -> tuple[int, Iterator[Batch]]:
    """The same for input of unknown size, judged by its first batch; and the batches, all.

    ``size_of`` gives the bytes of a batch. ``pays_from`` is best the size at which batches are
    cut (a little less, as they are seldom full to the byte): a full first batch says that more
    will come.
    """
    stream = iter(batches)
    if asked is not None:
        return effective_jobs(asked, None), stream
    first = list(islice(stream, 1))
    jobs = effective_jobs(None, sum(map(size_of, first)), pays_from=pays_from)
    return jobs, _rejoined(first, stream)


def _rejoined(first: list[Batch], rest: Iterator[Batch]) -> Iterator[Batch]:
    while first:
        yield first.pop()
    yield from rest


def available_cores(quota_file: Path = _CPU_QUOTA) -> int:
    """The cores this process may use: its affinity, and the CPU quota of its container."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    try:
        quota, period = quota_file.read_text("ascii").split()
        return max(1, min(cores, -(-int(quota) // int(period))))
    except (OSError, ValueError):  # no such file, or "max": no quota
        return cores


def batched(
    records: Iterable[Record],
    size_of: Callable[[Record], int],
    max_bytes: int = BATCH_BYTES,
    max_items: int = BATCH_ITEMS,
) -> Iterator[list[Record]]:
    """Records in lists of at most ``max_items``, and ``max_bytes`` unless one is larger alone.

    A full list is given out at once, before the next record is read. When ``records`` raises,
    what was read before is given out first.

    >>> list(batched(["a", "bb", "cccc", "d"], len, max_bytes=3, max_items=9))
    [['a', 'bb'], ['cccc'], ['d']]
    """
    batch: list[Record] = []
    size = 0
    try:
        for record in records:
            grown = size + size_of(record)
            if batch and grown > max_bytes:
                yield batch
                batch, grown = [], size_of(record)
            batch.append(record)
            size = grown
            if size >= max_bytes or len(batch) >= max_items:
                yield batch
                batch, size = [], 0
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch
