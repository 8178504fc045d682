"""Rows of CSV and TSV, for programs, and harmless to spreadsheets on request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from yrd_cli.document import json_line

Row = Callable[[Iterable[str]], bytes]


def csv_row(cells: Iterable[str]) -> bytes:
    """One CSV record (RFC 4180, with a line feed).

    The standard library's writer leaves a carriage return without quotes, which its reader
    then takes for the end of the row.

    >>> csv_row(["a", 'b"c', "d\\re"])
    b'a,"b""c","d\\re"\\n'
    """
    row = ",".join(map(_csv_cell, cells))
    return (row or '""').encode() + b"\n"  # an empty line would be no row


_CSV_SPECIAL = re.compile('[",\r\n]')


def _csv_cell(cell: str) -> str:
    return _quoted(cell) if _CSV_SPECIAL.search(cell) else cell


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


_TSV_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def tsv_row(cells: Iterable[str]) -> bytes:
    """One TSV record; tabs, line ends and backslashes within cells are escaped by a backslash."""
    return ("\t".join(c.translate(_TSV_ESCAPES) for c in cells) + "\n").encode()


_FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
"""What begins a formula (OWASP, CSV Injection); East Asian locales take full-width signs too."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?%?", re.ASCII)


def safe_cell(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe goes before what may be one.

    A blank, a control or a sign of no width before the formula does not hide it; a plain number
    stays one.

    >>> [safe_cell(c) for c in ("=1+1", " @SUM(A1)", "-0.5", "a=b")]
    ["'=1+1", "' @SUM(A1)", '-0.5', 'a=b']
    """
    if cell[:1].isalnum() or _NUMBER.fullmatch(cell):
        return cell
    first = next((c for c in cell if c.isprintable() and not c.isspace()), "")
    return "'" + cell if first in _FORMULA_SIGNS else cell


def _safe_csv_row(cells: Iterable[str]) -> bytes:
    """Every cell in quotes: in many locales a semicolon begins another cell."""
    return (",".join(_quoted(safe_cell(c)) for c in cells) or '""').encode() + b"\n"


def _safe_tsv_row(cells: Iterable[str]) -> bytes:
    return tsv_row(map(safe_cell, cells))


SAFE = "-safe"
"""What the name of a format of sheets ends in where its cells are made harmless."""

_ROWS: dict[str, Row] = {
    "csv": csv_row,
    "tsv": tsv_row,
    "csv" + SAFE: _safe_csv_row,
    "tsv" + SAFE: _safe_tsv_row,
}


def sheet_row(format: str) -> Row | None:
    """The function that makes cells into a row of CSV or TSV; None for other formats."""
    return _ROWS.get(format)


def json_cell(value: Any) -> str:
    """A value as the text of a CSV or TSV cell: lists and objects as JSON, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, dict)):
        return json_line({"": value}).decode()[len('{"":') : -2] if value else ""
    return str(value)
