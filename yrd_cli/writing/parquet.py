"""Documents to Parquet, with one schema whatever they hold (the extra `parquet`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from yrd_cli.document import json_line, parse_json
from yrd_cli.errors import MissingExtraError, OutputError
from yrd_cli.reading.paths import printable_path, reason_of
from yrd_cli.writing.files import AtomicFile

ROWS_PER_GROUP = 2048
"""Documents in a row group: pages of some KB make groups of some MB, and memory stays flat."""

BYTES_PER_GROUP = 64 << 20


class ParquetSink:
    """Writes JSON lines of Documents to a Parquet file.

    ``edits`` is a map of counts, ``metadata`` a string that holds JSON: their keys differ from
    Document to Document, and a struct of all of them would be another schema for every file.
    """

    def __init__(self, path: str) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            raise MissingExtraError("writing Parquet", "parquet") from None
        self._pa = pa
        self._schema = pa.schema(
            [
                pa.field("id", pa.string(), nullable=False),
                pa.field("text", pa.string(), nullable=False),
                ("title", pa.string()),
                ("date", pa.string()),
                ("source", pa.string()),
                ("author", pa.list_(pa.string())),
                ("editor", pa.list_(pa.string())),
                ("url", pa.string()),
                ("path", pa.string()),
                ("encoding", pa.string()),
                ("script", pa.string()),
                ("edits", pa.map_(pa.string(), pa.int64())),
                ("metadata", pa.string()),
            ]
        )
        self._file = AtomicFile(path)
        self._writer = pq.ParquetWriter(self._file.stream, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._bytes = 0

    def put(self, name: str, data: bytes) -> None:
        """Take one Document as its JSON line."""
        row = parse_json(data)
        row["edits"] = list(row["edits"].items())
        row["metadata"] = json_line(row["metadata"]).decode().rstrip("\n")
        self._rows.append(row)
        self._bytes += len(data)
        if len(self._rows) >= ROWS_PER_GROUP or self._bytes >= BYTES_PER_GROUP:
            self._write()

    def _write(self) -> None:
        table = self._pa.Table.from_pylist(self._rows, schema=self._schema)
        with self._errors_named():
            self._writer.write_table(table)
        self._rows, self._bytes = [], 0

    def close(self) -> None:
        """Write what is left, and complete the file."""
        if self._rows:
            self._write()
        with self._errors_named():
            self._writer.close()
        self._file.commit()

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except OSError as e:
            raise OutputError(f"{printable_path(self._file.path)}: {reason_of(e)}") from None

    def abort(self) -> None:
        """Leave no file behind."""
        with suppress(OSError, ValueError):  # a full disk, or a file that is closed already
            self._writer.close()  # else it writes its footer whenever it is collected
        self._file.abort()
