"""The first and the last task of finding duplicates: Documents wait in files of the run's folder
while their fingerprints are compared; then each is kept or left out."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from yrd_cli.clean.duplicates import Mode
from yrd_cli.clean.duplicates.removal import Decision, Duplicate, Entry
from yrd_cli.clean.duplicates.removal import _without_lines as without_lines
from yrd_cli.reading.records import ReadSettings
from yrd_cli.spark.batches import Receipt, worked
from yrd_cli.spark.documents import REJECTED, PartSink
from yrd_cli.spark.parts import PartFiles
from yrd_cli.spark.splits import Split

if TYPE_CHECKING:
    import pyarrow as pa

FEATURES = "features"
DECISIONS = "decisions"
WAITING = "waiting"

SPLIT_BITS = 32
"""A Document's number is that of its split and its own within it: numbers follow the input."""

_ROWS = 1000


@dataclass(frozen=True, slots=True)
class MakeEntries:
    """The task that cleans a split, keeps its Documents waiting, and writes what tells
    duplicates: a row for each. The receipt's value is how many Documents filters left out."""

    work: Callable[..., Any]
    settings: ReadSettings
    mode: Mode
    folder: str
    rejects: Callable[[Any], bytes] | None = None

    def __call__(self, number: int, split: Split) -> Receipt:
        """Run the task."""
        import pyarrow.parquet as pq

        files, receipt = PartFiles(self.folder, number), Receipt()
        schema = _line_schema() if self.mode == "lines" else _near_schema()
        waiting = files.file(WAITING, ".pickle")
        filtered, seen = 0, 0
        rows: list[dict[str, Any]] = []
        with pq.ParquetWriter(files.path(FEATURES, ".parquet"), schema) as features:
            for result in worked(self.work, split, self.settings, files, receipt):
                for _, document in result.rejected:
                    filtered += 1
                    if self.rejects is not None:
                        files.file(REJECTED, ".jsonl").write(self.rejects(document))
                for entry in result.entries:
                    rows.append(_row((number << SPLIT_BITS) + seen, entry, self.mode))
                    pickle.dump(replace(entry, fingerprint=None), waiting, protocol=5)
                    seen += 1
                if len(rows) >= _ROWS:
                    features.write_batch(_batch(rows, schema))
                    rows = []
            features.write_batch(_batch(rows, schema))
        receipt.value, receipt.documents = filtered, seen
        receipt.files = files.close()
        return receipt


def _batch(rows: list[dict[str, Any]], schema: pa.Schema) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_pylist(rows, schema)


def _near_schema() -> pa.Schema:
    import pyarrow as pa

    hashes = pa.list_(pa.int64())
    return pa.schema(
        {
            "number": pa.int64(),
            "id": pa.string(),
            "length": pa.int64(),
            "date": pa.string(),
            "exact": pa.binary(),
            "shingles": pa.binary(),
            "long_bands": hashes,
            "short_bands": hashes,
        }
    )


def _line_schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema({"number": pa.int64(), "site": pa.string(), "lines": pa.list_(pa.int64())})


def _row(number: int, entry: Entry, mode: Mode) -> dict[str, Any]:
    import numpy as np

    if mode == "lines":
        lines = np.asarray(entry.lines, dtype=np.uint64).view(np.int64)
        return {"number": number, "site": entry.site, "lines": lines.tolist()}
    print_ = entry.fingerprint
    assert print_ is not None
    return {
        "number": number,
        "id": entry.id,
        "length": entry.length,
        "date": entry.date,
        "exact": print_.exact,
        "shingles": print_.shingles.tobytes(),
        "long_bands": _signed(print_.long_bands),
        "short_bands": _signed(print_.short_bands),
    }


def _signed(bands: Any) -> list[int] | None:
    import numpy as np

    return None if bands is None else bands.view(np.int64).tolist()


@dataclass(frozen=True, slots=True)
class KeepEntries:
    """The task that writes the Documents of a split that stay. The receipt's value is how many
    were left out, and how many lines went of how many Documents."""

    format: str
    folder: str
    render: Callable[[Decision], bytes]
    rejects: Callable[[Decision], bytes] | None
    rejected_from: int
    """The number of the first part for Documents left out here."""

    def __call__(self, number: int, mode: Mode) -> Receipt:
        """Run the task."""
        files, receipt = PartFiles(self.folder, number), Receipt()
        later = PartFiles(self.folder, self.rejected_from + number)
        sink = PartSink(files, self.format)
        dropped = lines = changed = 0
        for decision in self._decisions(number, mode):
            if decision.duplicate is None:
                sink.put(self.render(decision))
                lines += decision.lines
                changed += decision.lines > 0
                continue
            dropped += 1
            if self.rejects is not None:
                later.file(REJECTED, ".jsonl").write(self.rejects(decision))
        sink.close()
        receipt.documents, receipt.value = sink.documents, (dropped, lines, changed)
        receipt.files = files.close() | later.close()
        return receipt

    def _decisions(self, number: int, mode: Mode) -> Iterator[Decision]:
        entries = enumerate(self._waiting(number))
        if mode == "lines":
            repeated = self._repeated(number)
            for at, entry in entries:
                yield without_lines(entry, entry.name, entry.data, repeated.get(at, set()))
            return
        duplicates = self._duplicates(number)
        for at, entry in entries:
            found = duplicates.get(at)
            told = None if found is None else Duplicate(entry.id, *found)
            yield Decision(entry.name, entry.data, told)

    def _waiting(self, number: int) -> Iterator[Entry]:
        path = os.path.join(self.folder, WAITING, f"part-{number:05d}.pickle")
        with open(path, "rb") as file:
            while True:
                try:
                    yield pickle.load(file)
                except EOFError:
                    return

    def _duplicates(self, number: int) -> dict[int, tuple[str, float, int]]:
        return {
            row["number"] & _WITHIN: (row["kept"], row["similarity"], row["cluster"])
            for row in self._rows(number)
        }

    def _repeated(self, number: int) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for row in self._rows(number):
            found.setdefault(row["number"] & _WITHIN, set()).add(row["line"] % (1 << 64))
        return found

    def _rows(self, number: int) -> Iterator[dict[str, Any]]:
        import pyarrow.parquet as pq

        folder = os.path.join(self.folder, DECISIONS, f"split={number}")
        if not os.path.isdir(folder):
            return
        for name in sorted(os.listdir(folder)):
            if name.endswith(".parquet"):
                with pq.ParquetFile(os.path.join(folder, name)) as file:
                    for batch in file.iter_batches():
                        yield from batch.to_pylist()


_WITHIN = (1 << SPLIT_BITS) - 1
