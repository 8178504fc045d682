"""CSV and TSV: rows to JSON records."""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Callable, Iterator
from typing import Any

from yrd_cli.document import KEYS, json_line, parse_json
from yrd_cli.patterns import compiled
from yrd_cli.reading.json_values import undecodable_message
from yrd_cli.reading.paths import Source
from yrd_cli.reading.recognise import HEAD_BYTES
from yrd_cli.reading.records import Item, ReadSettings, Record, missing_column
from yrd_cli.report import Notice

MAX_CELL = 64 << 20
"""Characters of a cell, and of a line: a quotation mark that is never closed makes one cell of
all the rest of the file."""

_BAD = "\udcff"
"""Stands for bytes that could not be decoded until they are counted."""

_LONG = "\udcfe"
"""Stands for a line that is too long."""

_LINE_ENDS = ("\n", "\r")

_BAD_HANDLER = "yrd-count"


def _mark_bad(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _BAD, error.end


codecs.register_error(_BAD_HANDLER, _mark_bad)


def read_rows(
    stream: io.BufferedReader, source: Source, settings: ReadSettings, separator: str
) -> Iterator[Item]:
    """Each row of a table with a header as one record; its number is that of the row.

    Our own TSV (no quoting, escapes by a backslash) is known by its header.
    """
    head = stream.peek(HEAD_BYTES)
    encoding = _encoding(head, settings)
    own = separator == "\t" and _is_own(head)
    text = io.TextIOWrapper(stream, encoding, _BAD_HANDLER, "\n" if own else "")
    limits = settings.limits
    lines = _lines(text) if limits.line is None else _short_lines(text, limits.line, encoding)
    csv.field_size_limit(max(MAX_CELL, min(limits.line or 0, sys.maxsize)))
    rows = csv.reader(
        lines, delimiter=separator, quoting=csv.QUOTE_NONE if own else csv.QUOTE_MINIMAL
    )
    try:
        header = [name.lstrip("\ufeff") for name in next(rows, [])]
        if any(_LONG in name for name in header):
            yield Notice("error", f"{source.label}:1", limits.too_long_line)
            return
        missing = missing_column(settings.text_key, header)
        if missing:
            yield Notice("error", source.label, missing)
            return
        cell = _unescaped if own else str
        for number, row in enumerate(rows, 1):
            if row:
                place = f"{source.label}:{rows.line_num}"
                if limits.line is not None and any(_LONG in value for value in row):
                    yield Notice("error", place, limits.too_long_line)
                    continue
                values, bad = _row_object(header, row, cell)
                if len(values) > limits.document_bytes:
                    yield Notice("error", place, limits.too_large)
                    continue
                if bad:
                    message = undecodable_message(bad, encoding)
                    yield Notice("warning", place, message, "undecodable", source.file)
                id = f"{source.label}#{number}"
                yield Record(
                    id, values, "json", source.file, place, source.root, number,
                    decoded=True, undecodable=bad,
                )  # fmt: skip
    except csv.Error as e:
        yield Notice("error", f"{source.label}:{rows.line_num + 1}", f"broken table: {e}")
    finally:
        text.detach()


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MAX_CELL + 1):
        if len(line) > MAX_CELL:
            millions = MAX_CELL >> 20
            raise csv.Error(f"a line of over {millions} million characters (see --line-limit)")
        yield line


def _short_lines(text: io.TextIOWrapper, longest: int, encoding: str) -> Iterator[str]:
    """The lines of a table; a mark stands for one that is too long, with a quotation mark where
    it opened or closed a cell, so that the rows after it are what they were."""
    most = min(longest, sys.maxsize - 1)
    while line := text.readline(most + 1):
        quotes = line.count('"')
        is_long = len(line) > most and not line.endswith(_LINE_ENDS)
        if is_long:
            while (part := text.readline(HEAD_BYTES)) and not part.endswith(_LINE_ENDS):
                quotes += part.count('"')
            quotes += part.count('"')
        if is_long or _is_longer(line, longest, encoding):
            yield f'"{_LONG}\n' if quotes % 2 else f"{_LONG}\n"
        else:
            yield line


def _is_longer(line: str, longest: int, encoding: str) -> bool:
    """Whether a line has more bytes than so many in its encoding."""
    return (
        4 * len(line) > longest and len(line.rstrip("\r\n").encode(encoding, "replace")) > longest
    )


def _encoding(head: bytes, settings: ReadSettings) -> str:
    """The encoding by its first bytes; of UTF-16 they tell the byte order, if nothing else."""
    from yrd_cli.reading.decoding import decode

    return decode(head, settings.encoding).encoding


def _is_own(head: bytes) -> bool:
    names = head.partition(b"\n")[0].decode("utf-8", "replace").split("\t")
    return set(KEYS) <= set(names)


_ESCAPE = compiled(r"\\([\\tnr])")
_ESCAPED = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


def _unescaped(cell: str) -> str:
    return _ESCAPE.sub(lambda m: _ESCAPED[m[1]], cell) if "\\" in cell else cell


def _row_object(header: list[str], row: list[str], read: Callable[[str], str]) -> tuple[bytes, int]:
    """A row as a JSON object, and how many byte sequences of it could not be decoded."""
    bad = sum(cell.count(_BAD) for cell in row)
    cells = [read(cell.replace(_BAD, "\ufffd") if bad else cell) for cell in row]
    record: dict[str, Any] = {
        key: _cell_value(key, value) for key, value in zip(header, cells, strict=False)
    }
    if len(cells) > len(header):
        record["cells"] = cells[len(header) :]
    return json_line(record), bad


def _cell_value(key: str, value: str) -> Any:
    """The value of a cell: those of our own list and object columns are JSON again."""
    if key not in KEYS or key == "text":
        return value
    if not value:
        return None
    if key in ("author", "editor", "edits", "metadata") and value[0] in "[{":
        try:
            return parse_json(value.encode())
        except ValueError:
            return value
    return value
