"""A command's work on the batches of a split, as the local pool does it, and a task's receipt."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from yrd_cli.document import json_line
from yrd_cli.document_time import InTime
from yrd_cli.pipeline import BATCH_ITEMS, batched
from yrd_cli.reading.records import Item, ReadSettings, Record
from yrd_cli.report import Notice, Report
from yrd_cli.spark.guard import Failed, results
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
    seconds = settings.limits.document_seconds
    most = BATCH_ITEMS
    if seconds is not None:
        work, most = InTime(work, _late, seconds), 1
    batches = batched(read_split(split, settings), _size, max_items=most)
    for items, result in results(work, batches):
        receipt.report.add(result.report)
        for notice in result.report.notices:
            note(notice, items, files, receipt)
        yield result


def _late(batch: list[Item], reason: str) -> Failed:
    failed = Failed()
    for item in batch:
        failed.report.error(item.place, f"{reason}: left out")
    return failed


def _size(item: Item) -> int:
    return len(item.data) if isinstance(item, Record) else 0


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
