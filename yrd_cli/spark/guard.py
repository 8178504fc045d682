"""Work on the batches of a task, in a process of its own where it took its worker down before.

A record that always kills its worker (a crash in a library, more memory than there is) would
take down each attempt at its task, and then the run. So a task that is tried again does its work
in a child, as the local pool does: the child dies, its batch is halved, and the record that
cannot be done is put aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from yrd_cli.errors import YrdError
from yrd_cli.pool import Pool
from yrd_cli.report import Notice, Report

Pair = tuple[list[Any], Any]
"""Items of a batch, at least those of which there is a notice, and what came of the batch."""

SUSPECT: ContextVar[bool] = ContextVar("SUSPECT", default=False)
"""Whether the task of this worker is done in a child."""

_WINDOW = 2
"""Batches on their way to the child, and back."""


@dataclass(slots=True)
class Failed:
    """What stands for the result of a record that cannot be done."""

    report: Report = field(default_factory=Report)
    outputs: tuple[()] = ()
    entries: tuple[()] = ()
    rejected: tuple[()] = ()
    parts: tuple[()] = ()
    pages: tuple[()] = ()
    view: None = None


def results(work: Callable[[list[Any]], Any], batches: Iterable[list[Any]]) -> Iterator[Pair]:
    """The results of ``work`` on batches, in order, with items of each: see Pair.

    A batch on which the work fails is halved, down to the record, for which Failed stands.
    """
    if SUSPECT.get():
        yield from in_child(Attempts(work), batches, halves, _lost)
        return
    for batch in batches:
        yield from attempted(work, batch)


def in_child(
    work: Callable[[list[Any]], list[Any]],
    batches: Iterable[list[Any]],
    split: Callable[[list[Any]], list[list[Any]]],
    lost: Callable[[list[Any], str], list[Any]],
) -> Iterator[Any]:
    """What ``work`` gives for each batch, in order; for what kills the child, ``lost`` does."""
    with closing(Pool(work, 1, _WINDOW, split, lost)) as pool:
        for found in pool.run(batches):
            yield from found


@dataclass(frozen=True, slots=True)
class Attempts:
    """``attempted`` for a child, which sends back no more items than are needed."""

    work: Callable[[list[Any]], Any]

    def __call__(self, batch: list[Any]) -> list[Pair]:
        """Work on a batch."""
        return [(_told(items, result), result) for items, result in attempted(self.work, batch)]


def attempted(work: Callable[[list[Any]], Any], batch: list[Any]) -> Iterator[Pair]:
    """A batch with its result; one that fails in halves, down to the record."""
    try:
        result = work(batch)
    except (YrdError, MemoryError):
        raise
    except Exception as e:
        if len(batch) == 1:
            yield batch, _failed(batch, f"{type(e).__name__}: {e}")
            return
        for half in halves(batch):
            yield from attempted(work, half)
    else:
        yield batch, result


def halves(batch: list[Any]) -> list[list[Any]]:
    """A batch in two; one of a single item as it is."""
    middle = len(batch) // 2
    return [batch[:middle], batch[middle:]] if middle else [batch]


def _told(items: list[Any], result: Any) -> list[Any]:
    places = {notice.place for notice in result.report.notices if notice.level == "error"}
    return [item for item in items if getattr(item, "place", None) in places]


def _lost(batch: list[Any], reason: str) -> list[Pair]:
    return [(batch, _failed(batch, reason))]


def _failed(batch: list[Any], reason: str) -> Failed:
    failed = Failed()
    for item in batch:
        if isinstance(item, Notice):
            failed.report.notices.append(item)
        elif place := place_of(item):
            failed.report.error(place, f"{reason}: left out")
    return failed


def place_of(item: Any) -> str:
    """Where an item of a batch stands: its file, and its number there; empty for none."""
    place = getattr(item, "place", None)
    if place is None and (label := getattr(item, "label", None)) is not None:
        place = f"{label}:{item.line}"
    return place or ""
