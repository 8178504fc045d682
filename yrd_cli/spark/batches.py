"""A command's work on the batches of a split, as the local pool does it, and a task's receipt."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from yrd_cli.document import json_line
from yrd_cli.errors import YrdError
from yrd_cli.pipeline import batched
from yrd_cli.reading.records import Item, ReadSettings, Record
from yrd_cli.report import Notice, Report
from yrd_cli.spark.parts import BAD, PartFiles
from yrd_cli.spark.splits import Split, read_split

TOLD = 100
"""Notices that a task sends home; all of the bad records are in the output."""


class Worked(Protocol):
    """What a command's work on one batch gives."""

    report: Report


@dataclass(slots=True)
class Receipt:
    """What a task did: the files it wrote, its report, and its partial result."""

    files: dict[str, str] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    """With the notices to be said."""
    bad: int = 0
    """Records that could not be read."""
    documents: int = 0
    """Documents written."""
    value: Any = None


def worked(
    work: Callable[[list[Item]], Any],
    split: Split,
    settings: ReadSettings,
    files: PartFiles,
    receipt: Receipt,
) -> Iterator[Any]:
    """The results of ``work`` on the batches of a split, in order.

    Reports go to the receipt. Records that cannot be read, or on which the work fails, go to
    their own output, each with the reason.
    """
    for batch in batched(read_split(split, settings), _size):
        for part, result in attempted(work, batch):
            receipt.report.add(result.report)
            for notice in result.report.notices:
                note(notice, part, files, receipt)
            yield result


def _size(item: Item) -> int:
    return len(item.data) if isinstance(item, Record) else 0


@dataclass(slots=True)
class _Failed:
    """What stands for a record on which the work fails."""

    report: Report
    outputs: tuple[()] = ()
    entries: tuple[()] = ()
    rejected: tuple[()] = ()
    parts: tuple[()] = ()
    view: None = None


def attempted(work: Callable[[list[Any]], Any], batch: list[Any]) -> Iterator[Any]:
    """A batch with its result; one that fails in halves, down to the record."""
    try:
        result = work(batch)
    except YrdError:
        raise
    except Exception as e:
        if len(batch) == 1:
            failed = _Failed(Report())
            place = str(getattr(batch[0], "place", "") or getattr(batch[0], "label", ""))
            failed.report.error(place, f"{type(e).__name__}: {e}: left out")
            yield batch, failed
            return
        middle = len(batch) // 2
        yield from attempted(work, batch[:middle])
        yield from attempted(work, batch[middle:])
    else:
        yield batch, result


def note(notice: Notice, batch: list[Any], files: PartFiles, receipt: Receipt) -> None:
    """Keep a notice to be said; what it says of a bad record goes to the bad ones' output."""
    if len(receipt.report.notices) < TOLD:
        receipt.report.notices.append(notice)
    if notice.level != "error":
        return
    receipt.bad += 1
    record: dict[str, Any] = {"place": notice.place, "reason": notice.message}
    for item in batch:
        if getattr(item, "place", None) == notice.place and hasattr(item, "data"):
            record |= _readable(item.data)
            break
    files.file(BAD, ".jsonl").write(json_line(record))


def _readable(data: bytes) -> dict[str, str]:
    try:
        return {"data": data.decode("utf-8")}
    except UnicodeDecodeError:
        return {"data_base64": b64encode(data).decode()}
