"""Documents out of records, on the workers: `clean` and `summarize`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from yrd_cli.document import KEYS
from yrd_cli.errors import UsageError
from yrd_cli.reading.records import ReadSettings
from yrd_cli.spark.batches import Receipt, worked
from yrd_cli.spark.parts import OutputFolder, PartFiles
from yrd_cli.spark.splits import Split
from yrd_cli.writing.formats import ENDING_OF, refuse_csv_safe
from yrd_cli.writing.sheets import SAFE, sheet_row

FORMATS = ("jsonl", "text", "tsv", "csv", "md", "parquet")
"""All but JSON: parts of one array are no JSON."""

_SEPARATED = ("text", "md")
"""Formats in which an empty line stands between Documents: here after each, until the end."""

REJECTED = "_rejected"
"""The folder within the output for Documents that were left out, while the work lasts."""


@dataclass(frozen=True, slots=True)
class RenderDocuments:
    """The task that renders the Documents of a split into its part of the output."""

    work: Callable[..., Any]
    settings: ReadSettings
    format: str
    folder: str
    head: bytes | None = None
    """What stands before the first Document of all; None: what the format says."""
    rejects: Callable[[Any], bytes] | None = None
    """How rejected Documents are written; None: not at all."""

    def __call__(self, number: int, split: Split) -> Receipt:
        """Run the task."""
        files, receipt = PartFiles(self.folder, number), Receipt()
        sink = PartSink(files, self.format, self.head)
        filtered = 0
        for result in worked(self.work, split, self.settings, files, receipt):
            for _, data in result.outputs:
                sink.put(data)
            for _, document in getattr(result, "rejected", ()):
                filtered += 1
                if self.rejects is not None:
                    files.file(REJECTED, ".jsonl").write(self.rejects(document))
        sink.close()
        receipt.documents, receipt.value = sink.documents, filtered
        receipt.files = files.close()
        return receipt


def cluster_format(format: str, allowed: Sequence[str] = FORMATS, *, csv_safe: bool = False) -> str:
    """The format of the parts of an output; raises UsageError, with the list, for another."""
    chosen = "jsonl" if format == "auto" else format
    choices = [name for name in FORMATS if name in allowed]
    if chosen not in choices:
        raise UsageError(f"--format {format}: parts of an output are {', '.join(choices)}")
    if csv_safe:
        chosen += SAFE if sheet_row(chosen) else ""
        refuse_csv_safe(chosen)
    return chosen


class PartSink:
    """Puts rendered Documents together into one part of the output."""

    def __init__(self, files: PartFiles, format: str, head: bytes | None = None) -> None:
        self.documents = 0
        self._format = format
        self._parquet: Any = None
        ending = ENDING_OF[format]
        if format == "parquet":
            from yrd_cli.writing.parquet import ParquetSink

            self._parquet = ParquetSink(files.path("", ending))
            return
        self._file = files.file("", ending)
        if files.number == 0:
            self._file.write(_head_of(format) if head is None else head)

    def put(self, data: bytes) -> None:
        """Write one Document."""
        self.documents += 1
        if self._parquet is not None:
            self._parquet.put("", data)
            return
        self._file.write(data)
        if self._format in _SEPARATED:
            self._file.write(b"\n")

    def close(self) -> None:
        """Complete what is not closed with the files."""
        if self._parquet is not None:
            self._parquet.close()


def _head_of(format: str) -> bytes:
    row_of = sheet_row(format)
    return row_of(KEYS) if row_of else b""


def end_last(output: OutputFolder, receipts: Sequence[Receipt], format: str) -> None:
    """Take away the separator after the last Document of all."""
    if format not in _SEPARATED:
        return
    for number in range(len(receipts) - 1, -1, -1):
        if receipts[number].documents:
            path = output.folder(f"part-{number:05d}{ENDING_OF[format]}")
            os.truncate(path, os.path.getsize(path) - 1)
            return
