"""Counts on the workers: a partial result of each split, merged by the workers until one is left.

Partial results follow each other as the splits do, for distances between words run over the
borders. A merge takes neighbours, FAN_IN at a time; what travels is files of the run's folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from yrd_cli.reading.records import ReadSettings
from yrd_cli.spark.batches import Receipt, worked
from yrd_cli.spark.parts import OutputFolder, PartFiles, take_kept
from yrd_cli.spark.splits import Split

FAN_IN = 8
"""Partial results that one task merges: two rounds for 64 splits, four for 4,096."""


@dataclass(frozen=True, slots=True)
class CountSplit:
    """The task that counts a split; ``new_view`` makes the empty view where it has no batch."""

    work: Callable[..., Any]
    settings: ReadSettings
    new_view: Callable[[], Any]
    folder: str

    def __call__(self, number: int, split: Split) -> Receipt:
        """Run the task; the receipt's value is the path of the partial result."""
        files, receipt = PartFiles(self.folder, number), Receipt()
        view = None
        for result in worked(self.work, split, self.settings, files, receipt):
            if result.view is None:
                continue
            if view is None:
                view = result.view
            else:
                view.merge(result.view)
        receipt.value = files.keep(self.new_view() if view is None else view)
        receipt.files = files.close()
        return receipt


@dataclass(frozen=True, slots=True)
class MergeViews:
    """The task that merges partial results that follow each other."""

    folder: str

    def __call__(self, number: int, paths: Sequence[str]) -> Receipt:
        """Run the task; the receipt's value is the path of the sum."""
        files = PartFiles(self.folder, number)
        view = take_kept(paths[0])
        for path in paths[1:]:
            view.merge(take_kept(path))
        return Receipt(value=files.keep(view))


def counted(
    run: Callable[[Any, Sequence[Any]], list[Receipt]],
    task: CountSplit,
    splits: Sequence[Split],
    output: OutputFolder,
) -> tuple[Any, list[Receipt]]:
    """The view of the whole input, and the receipts of the splits; ``run`` runs a task on each
    of its arguments."""
    receipts = run(task, splits)
    paths = [str(receipt.value) for receipt in receipts]
    while len(paths) > 1:
        groups = [paths[at : at + FAN_IN] for at in range(0, len(paths), FAN_IN)]
        merged = run(MergeViews(output.path), groups)
        for path in paths:
            os.unlink(path)
        paths = [str(receipt.value) for receipt in merged]
    view = take_kept(paths[0])
    os.unlink(paths[0])
    return view, receipts
