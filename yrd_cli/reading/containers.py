"""Containers: one file or stream becomes raw records, one after another."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, cast

from yrd_cli.document import DepthError, json_line, parse_json
from yrd_cli.errors import MissingExtraError
from yrd_cli.limits import Limits
from yrd_cli.reading.compression import ExpansionError, decompressed, expands_too_far, misnamed
from yrd_cli.reading.heads import head_of
from yrd_cli.reading.json_values import decoding_message, json_value
from yrd_cli.reading.paths import STDIN, Source, reason_of
from yrd_cli.reading.recognise import HEAD_BYTES, container_of, is_enough
from yrd_cli.reading.records import (
    Item,
    Kind,
    ReadSettings,
    Record,
    missing_column,
)
from yrd_cli.report import Notice

PARQUET_ROWS = 256
"""Rows that are held as Python objects at a time."""

ROW_BYTES = 1024
"""What a row of Parquet counts for beside its text, where it is asked whether a file expands beyond
measure: millions of empty rows need a few KB, and as long as so much text each."""


def read_source(source: Source, settings: ReadSettings) -> Iterator[Item]:
    """The records of one input, in order.

    What cannot be read comes as an error in its place; what came before it is not lost.
    """
    try:
        stream = open_source(source)
    except (OSError, ValueError) as e:
        yield Notice("error", source.label, reason_of(e))
        return
    with stream:
        try:
            if told := misnamed(source.path, stream):
                yield Notice("error", source.label, told)
            yield from read_stream(decompressed(stream, settings.limits), source, settings)
        except (EOFError, OSError, ValueError) as e:
            yield Notice("error", source.label, reason_of(e))
        except MissingExtraError as e:
            yield Notice("error", source.label, str(e))


def open_source(source: Source) -> io.BufferedReader:
    """The bytes of one input, as they are; raises OSError where it cannot be opened."""
    name: str | int = source.path
    if name == STDIN:
        if sys.stdin is None:
            raise OSError("standard input is closed")
        # A copy of the descriptor: closing it leaves the process its standard input.
        name = os.dup(sys.stdin.fileno())
    return cast(io.BufferedReader, open(name, "rb", buffering=HEAD_BYTES))


def read_stream(
    stream: io.BufferedReader, source: Source, settings: ReadSettings
) -> Iterator[Item]:
    """The records of an open stream of ``source``, decompressed, in order.

    Raises EOFError, OSError or ValueError where it cannot be read, MissingExtraError where a
    package is missing.
    """
    head, stream = head_of(stream, is_enough, HEAD_BYTES)
    container: str = settings.input_format
    if container == "auto":
        container = container_of(head, source.path, settings.text_key)
    if not head and not stream.peek(1):  # which raises what kept the head from being read
        yield Notice("warning", source.label, "empty file" if source.file else "empty input")
        if container != "page" or source.path == STDIN:
            return  # no page, but a stream of none
    if container == "binary":
        bomb = None if source.named else _bomb(stream, settings.limits)
        level = "error" if source.named or bomb else "warning"
        yield Notice(level, source.label, bomb or "binary file: skipped")  # type: ignore[arg-type]
        return
    yield from _READERS[container](stream, source, settings)


def _bomb(stream: io.BufferedReader, limits: Limits) -> str | None:
    """What is to be said of a compressed stream that expands beyond all measure, if it does."""
    if stream.seekable():  # as it is: nothing expands
        return None
    left = limits.expansion_free
    try:
        while left >= 0 and (part := stream.read1(1 << 20)):
            left -= len(part)
    except ExpansionError as e:
        return str(e)
    except (EOFError, OSError):  # damaged, and no text anyway
        pass
    return None


def _page(kind: Kind) -> _Reader:
    def read(stream: io.BufferedReader, source: Source, settings: ReadSettings) -> Iterator[Item]:
        limits = settings.limits
        long_lines = None
        if limits.line is not None and kind != "html":
            from yrd_cli.reading.long_lines import LongLines, filtered_text

            stream = filtered_text(stream, settings.encoding, limits, long_lines := LongLines())
        data, failure = _read_all(stream, limits.document_bytes)
        if len(data) > limits.document_bytes:
            yield Notice("error", source.label, limits.too_large)
            return
        if isinstance(failure, ExpansionError) and limits.expansion is None:
            data = b""
        if long_lines is not None and long_lines.count:
            yield long_lines.notice(source.label, limits)
        if data or failure is None:
            yield Record(source.label, data, kind, source.file, source.label, source.root)
        if failure is not None:
            read_so_far = "; what came before it was read" if data else ""
            yield Notice("error", source.label, reason_of(failure) + read_so_far)

    return read


def _read_all(stream: io.BufferedReader, most: int) -> tuple[bytes, Exception | None]:
    """The bytes up to one more than the limit, and the error that ended them, if one did."""
    parts, size = [], 0
    try:
        while size <= most and (part := stream.read1(1 << 20)):
            parts.append(part)
            size += len(part)
    except (EOFError, OSError) as e:
        return b"".join(parts), e
    return b"".join(parts), None


def _json_lines(
    stream: io.BufferedReader, source: Source, settings: ReadSettings
) -> Iterator[Item]:
    number = 0
    most = settings.limits.record_bytes
    while line := stream.readline(most + 1):
        number += 1
        place = f"{source.label}:{number}"
        if len(line) > most and not line.endswith(b"\n"):
            yield Notice("error", place, settings.limits.too_long_record)
            while line and not line.endswith(b"\n"):
                line = stream.readline(HEAD_BYTES)
        elif not line.isspace():
            yield _object(line, source, number, place)


def _object(data: bytes, source: Source, number: int, place: str) -> Record:
    id = f"{source.label}#{number}"
    return Record(id, data, "json", source.file, place, source.root, number)


def _json(stream: io.BufferedReader, source: Source, settings: ReadSettings) -> Iterator[Item]:
    """One JSON array of objects, or one object, over many lines."""
    import json

    limits = settings.limits
    data, failure = _read_all(stream, limits.whole_bytes)
    if failure is not None or len(data) > limits.whole_bytes:
        reason = limits.too_large if failure is None else reason_of(failure)
        yield Notice("error", source.label, reason)
        return
    try:
        value, decoded = json_value(data, settings.encoding, limits.json_depth, is_many=True)
        items = value if isinstance(value, list) else [value]
        is_large = len(data) > limits.document_bytes
        # In ASCII, so that lone surrogates stay to be counted where the Document is made.
        lines = (json.dumps(item).encode() for item in items)
        for number, line in enumerate(lines, 1):
            place = f"{source.label}#{number}"
            if is_large and _size(items[number - 1]) > limits.document_bytes:
                yield Notice("error", place, limits.too_large)
            else:
                yield _object(line, source, number, place)
    except (DepthError, RecursionError):
        yield Notice("error", source.label, limits.too_deep)
    except ValueError as e:
        yield Notice("error", source.label, str(e))
    else:
        if decoded is not None and (settings.encoding == "auto" or decoded.undecodable):
            yield Notice("warning", source.label, decoding_message(decoded))


def _sized(record: Record, limits: Limits) -> Item:
    """A record, or the notice that it is too large."""
    if len(record.data) > limits.document_bytes:
        return Notice("error", record.place, limits.too_large)
    return record


def _size(value: Any) -> int:
    """The bytes of a JSON value in UTF-8."""
    return len(json_line({"": value}))


def _table(separator: str) -> _Reader:
    def read(stream: io.BufferedReader, source: Source, settings: ReadSettings) -> Iterator[Item]:
        from yrd_cli.reading.tables import read_rows

        yield from read_rows(stream, source, settings, separator)

    return read


def _parquet(stream: io.BufferedReader, source: Source, settings: ReadSettings) -> Iterator[Item]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise MissingExtraError("reading Parquet", "parquet") from None
    number = 0
    with _seekable(stream) as copy:
        limits = settings.limits
        most = max(limits.expansion_free, limits.expansion_ratio * copy.seek(0, io.SEEK_END))
        each, given = (ROW_BYTES if limits.expansion is None else 0), 0
        try:
            file = ParquetFile(copy)
            missing = missing_column(settings.text_key, file.schema_arrow.names)
            if missing:
                yield Notice("error", source.label, missing)
                return
            for batch in file.iter_batches(batch_size=PARQUET_ROWS, use_threads=False):
                for row in _rows(batch):
                    number += 1
                    place = f"{source.label}#{number}"
                    if row is None:
                        yield Notice("error", place, "broken Parquet: a string is not UTF-8")
                    else:
                        line = json_line(_parquet_row(row))
                        yield _sized(_object(line, source, number, place), limits)
                        given += len(line) + each
                if given > most:
                    yield Notice("error", source.label, expands_too_far("Parquet", limits))
                    return
        except ArrowException as e:
            reason = (str(e).splitlines() or [type(e).__name__])[0]
            yield Notice("error", source.label, f"broken Parquet: {reason}")
        except MemoryError:  # a long text that is kept once may stand in every row
            yield Notice("error", source.label, "out of memory: left out")


def _rows(batch: Any) -> Iterator[dict[str, Any] | None]:
    """The rows of a record batch; None for one whose strings cannot be decoded."""
    try:
        yield from batch.to_pylist()
    except UnicodeDecodeError:
        for number in range(batch.num_rows):
            try:
                yield batch.slice(number, 1).to_pylist()[0]
            except UnicodeDecodeError:
                yield None


def _parquet_row(row: dict[str, object]) -> dict[str, object]:
    """A row with our own columns as the Document has them: maps as objects, JSON as objects."""
    edits = row.get("edits")
    if isinstance(edits, list) and all(isinstance(e, tuple) and len(e) == 2 for e in edits):
        row["edits"] = dict(edits)
    metadata = row.get("metadata")
    if isinstance(metadata, str) and metadata.startswith("{"):
        with suppress(ValueError):
            row["metadata"] = parse_json(metadata.encode())
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
    return cast(io.BufferedReader, copy)


def _warc(stream: io.BufferedReader, source: Source, settings: ReadSettings) -> Iterator[Item]:
    from yrd_cli.reading.web_archives import read_archive

    yield from read_archive(stream, source, settings.limits)


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
