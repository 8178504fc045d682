"""Conversion on the workers: text stays text, and JSON Lines stay JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from yrd_cli.convert.batches import BATCH_BYTES, BATCH_PIECES
from yrd_cli.convert.pieces import Begin, End, Line, Piece, size_of
from yrd_cli.convert.streams import ConvertSources
from yrd_cli.limits import Limits
from yrd_cli.pipeline import batched
from yrd_cli.reading.path_names import reason_of
from yrd_cli.report import Notice
from yrd_cli.spark.batches import Receipt, note
from yrd_cli.spark.guard import results
from yrd_cli.spark.parts import PartFiles
from yrd_cli.spark.splits import Split, Stretch, lines_of


@dataclass(frozen=True, slots=True)
class ConvertSplit:
    """The task that converts a split into its part of the output.

    Its receipt's value is what the output's encoding could not hold, with its place.
    """

    work: Callable[..., Any]
    reader: ConvertSources
    folder: str
    ending: str
    mark: bytes = b""

    def __call__(self, number: int, split: Split) -> Receipt:
        """Run the task."""
        files, receipt = PartFiles(self.folder, number), Receipt()
        file = files.file("", self.ending)
        mark = self.mark
        batches = batched(self._pieces(split), size_of, BATCH_BYTES, BATCH_PIECES)
        for pieces, result in results(self.work, batches):
            receipt.report.add(result.report)
            for notice in result.report.notices:
                note(notice, pieces, files, receipt)
            for part in result.parts:
                receipt.value = receipt.value or part.spoilt
                if part.data:
                    file.write(mark + part.data if mark else part.data)
                    mark = b""
        receipt.files = files.close()
        return receipt

    def _pieces(self, split: Split) -> Iterator[Piece]:
        for item in split:
            if isinstance(item, Notice):
                yield item
            elif item.end is None:
                yield from self.reader.pieces([item.source])
            else:
                yield from _lines(item, self.reader.settings.limits)


def _lines(stretch: Stretch, limits: Limits) -> Iterator[Piece]:
    label, failed = stretch.source.label, False
    yield Begin(0)
    try:
        for number, data in lines_of(stretch, limits.record_bytes):
            line = Line(0, label, number, data)
            if len(data) > limits.record_bytes and not data.endswith(b"\n"):
                failed = True
                yield Notice("error", line.place, limits.too_long_record)
            elif not data.isspace():
                yield line
    except OSError as e:
        failed = True
        yield Notice("error", label, reason_of(e))
    yield End(0, failed=failed)
