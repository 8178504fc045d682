"""Containers: one file or stream becomes raw records, one after another."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator

from yrd_cli.document import json_line
from yrd_cli.errors import MissingExtraError
from yrd_cli.reading.compression import decompressed
from yrd_cli.reading.paths import STDIN, Source, reason_of
from yrd_cli.reading.recognise import HEAD_BYTES, container_of
from yrd_cli.reading.records import MAX_DOCUMENT_BYTES, Item, Kind, ReadSettings, Record
from yrd_cli.report import Notice

TOO_LARGE = f"larger than {MAX_DOCUMENT_BYTES >> 20} MiB: left out"


def read_source(source: Source, settings: ReadSettings) -> Iterator[Item]:
    """The records of one input, in order.

    What cannot be read comes as an error in its place; what came before it is not lost.
    """
    try:
        stream = _open(source)
    except (OSError, ValueError) as e:
        yield Notice("error", source.label, reason_of(e))
        return
    with stream:
        try:
            yield from _records(decompressed(stream), source, settings)
        except (EOFError, OSError) as e:
            yield Notice("error", source.label, reason_of(e))
        except MissingExtraError as e:
            yield Notice("error", source.label, str(e))


def _open(source: Source) -> io.BufferedReader:
    if source.path == STDIN:
        # A copy of the descriptor: closing it leaves the process its standard input.
        return open(os.dup(sys.stdin.fileno()), "rb", buffering=HEAD_BYTES)
    return open(source.path, "rb", buffering=HEAD_BYTES)


def _records(
    stream: io.BufferedReader, source: Source, settings: ReadSettings
) -> Iterator[Item]:
    container: str = settings.input_format
    if container == "auto":
        container = container_of(stream.peek(HEAD_BYTES), source.path, settings.text_key)
    if container == "binary":
        level = "error" if source.named else "warning"
        yield Notice(level, source.label, "binary file: skipped")  # type: ignore[arg-type]
        return
    yield from _READERS[container](stream, source, settings)


def _page(kind: Kind) -> _Reader:
    def read(stream: io.BufferedReader, source: Source, settings: ReadSettings) -> Iterator[Item]:
        data, failure = _read_all(stream)
        if len(data) > MAX_DOCUMENT_BYTES:
            yield Notice("error", source.label, TOO_LARGE)
            return
        if not data and failure is None:
            yield Notice("warning", source.label, "empty file")
        if data or failure is None:
            yield Record(source.label, data, kind, _path(source), source.label, source.root)
        if failure is not None:
            read_so_far = "; what came before it was read" if data else ""
            yield Notice("error", source.label, reason_of(failure) + read_so_far)

    return read


def _read_all(stream: io.BufferedReader) -> tuple[bytes, Exception | None]:
    """The bytes up to one more than the limit, and the error that ended them, if one did."""
    parts, size = [], 0
    try:
        while size <= MAX_DOCUMENT_BYTES and (part := stream.read1(1 << 20)):
            parts.append(part)
            size += len(part)
    except (EOFError, OSError) as e:
        return b"".join(parts), e
    return b"".join(parts), None


def _json_lines(
    stream: io.BufferedReader, source: Source, settings: ReadSettings
) -> Iterator[Item]:
    number = 0
    while line := stream.readline(MAX_DOCUMENT_BYTES + 1):
        number += 1
        place = f"{source.label}:{number}"
        if len(line) > MAX_DOCUMENT_BYTES:
            yield Notice("error", place, f"line {TOO_LARGE}")
            while line and not line.endswith(b"\n"):
                line = stream.readline(HEAD_BYTES)
        elif not line.isspace():
            yield _object(line, source, number, place)


def _object(data: bytes, source: Source, number: int, place: str) -> Record:
    id = f"{source.label}#{number}"
    return Record(id, data, "json", _path(source), place, source.root, number)


def _json(stream: io.BufferedReader, source: Source, settings: ReadSettings) -> Iterator[Item]:
    """One JSON array of objects, or one object, over many lines."""
    from yrd_cli.document import parse_json

    data, failure = _read_all(stream)
    if failure is not None or len(data) > MAX_DOCUMENT_BYTES:
        reason = TOO_LARGE if failure is None else reason_of(failure)
        yield Notice("error", source.label, reason)
        return
    try:
        value = parse_json(data)
    except ValueError as e:
        yield Notice("error", source.label, str(e))
        return
    for number, item in enumerate(value if isinstance(value, list) else [value], 1):
        yield _object(json_line(item), source, number, f"{source.label}#{number}")


def _table(separator: str) -> _Reader:
    def read(stream: io.BufferedReader, source: Source, settings: ReadSettings) -> Iterator[Item]:
        import csv

        csv.field_size_limit(MAX_DOCUMENT_BYTES)
        text = io.TextIOWrapper(
            stream, _table_encoding(stream, settings), errors="replace", newline=""
        )
        rows = csv.reader(text, delimiter=separator)
        try:
            header = next(rows, [])
            if settings.text_key not in header:
                message = f"no column {settings.text_key!r} (columns: {', '.join(header)})"
                yield Notice("error", source.label, message)
                return
            for number, row in enumerate(rows, 1):
                if row:
                    place = f"{source.label}:{rows.line_num}"
                    yield _object(_row_object(header, row), source, number, place)
        except csv.Error as e:
            yield Notice("error", f"{source.label}:{rows.line_num}", f"broken table: {e}")
        finally:
            text.detach()

    return read


def _row_object(header: list[str], row: list[str]) -> bytes:
    """A row as a JSON object; cells of our own list and object columns are JSON again."""
    record: dict[str, object] = dict(zip(header, row, strict=False))
    if len(row) > len(header):
        record["cells"] = row[len(header) :]
    return json_line({key: _cell_value(key, value) for key, value in record.items()})


def _cell_value(key: str, value: object) -> object:
    from yrd_cli.document import KEYS, parse_json

    if key not in KEYS or key == "text" or not isinstance(value, str):
        return value
    if not value:
        return None
    if key in ("author", "editor", "edits", "metadata") and value[0] in "[{":
        try:
            return parse_json(value.encode())
        except ValueError:
            return value
    return value


def _table_encoding(stream: io.BufferedReader, settings: ReadSettings) -> str:
    if settings.encoding != "auto":
        return settings.encoding
    head = stream.peek(HEAD_BYTES)
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    from yrd_cli.reading.decoding import detect_encoding

    return detect_encoding(head)


def _parquet(stream: io.BufferedReader, source: Source, settings: ReadSettings) -> Iterator[Item]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise MissingExtraError("reading Parquet", "parquet") from None
    number = 0
    with _seekable(stream) as file:
        try:
            for batch in ParquetFile(file).iter_batches(batch_size=256):
                for row in batch.to_pylist():
                    number += 1
                    place = f"{source.label}#{number}"
                    yield _object(json_line(_parquet_row(row)), source, number, place)
        except ArrowException as e:
            yield Notice("error", source.label, f"broken Parquet: {str(e).splitlines()[0]}")


def _parquet_row(row: dict[str, object]) -> dict[str, object]:
    """A row with our own columns as the Document has them: maps as objects, JSON as objects."""
    from yrd_cli.document import parse_json

    edits = row.get("edits")
    if isinstance(edits, list):
        row["edits"] = dict(edits)
    metadata = row.get("metadata")
    if isinstance(metadata, str) and metadata.startswith("{"):
        try:
            row["metadata"] = parse_json(metadata.encode())
        except ValueError:
            return row
    return row


def _seekable(stream: io.BufferedReader) -> io.BufferedReader:
    """The stream itself, or a copy on disk of one that cannot seek."""
    if stream.seekable():
        return stream
    import shutil
    import tempfile

    copy = tempfile.TemporaryFile()
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return io.BufferedReader(copy)  # type: ignore[arg-type]


def _warc(stream: io.BufferedReader, source: Source, settings: ReadSettings) -> Iterator[Item]:
    """Pages of a WARC file (HTTP responses of type HTML or text) and texts of a WET file."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    number = 0
    for entry in ArchiveIterator(stream, record_types=wanted):
        number += 1
        place = f"{source.label}#{number}"
        content_type = (entry.http_content_type or entry.headers.get("Content-Type") or "").lower()
        if not any(name in content_type for name in ("html", "text/plain", "xml")):
            continue
        data = entry.reader.read(MAX_DOCUMENT_BYTES + 1)
        if len(data) > MAX_DOCUMENT_BYTES:
            yield Notice("error", place, TOO_LARGE)
            continue
        fields = {
            "url": entry.headers.get("WARC-Target-URI") or "",
            "crawl_date": entry.headers.get("WARC-Date") or "",
        }
        kind: Kind = "text" if entry.record_type == WarcRecordType.conversion else "page"
        yield Record(
            place, data, kind, _path(source), place, source.root, number, entry.http_charset, fields
        )


def _path(source: Source) -> str | None:
    return None if source.path == STDIN else source.label


_Reader = Callable[[io.BufferedReader, Source, ReadSettings], Iterator[Item]]

_READERS: dict[str, _Reader] = {
    "page": _page("page"),
    "text": _page("text"),
    "html": _page("html"),
    "jsonl": _json_lines,
    "json": _json,
    "csv": _table(","),
    "tsv": _table("\t"),
    "parquet": _parquet,
    "warc": _warc,
}
