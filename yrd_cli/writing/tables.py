"""Tables: Rich on a terminal, TSV in a pipe, CSV, JSON, JSONL, Markdown and Parquet on request."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from yrd_cli.document import json_line
from yrd_cli.errors import MissingExtraError
from yrd_cli.writing.files import AtomicFile
from yrd_cli.writing.sheets import csv_row, sheet_row
from yrd_cli.writing.terminal import Terminal, display_width, one_line, pad, styled

Cell = str | int | float | None

MAX_RICH_ROWS = 300
"""Rich needs 6 to 10 s for 10,000 rows of Chinese; longer tables are set in plain columns."""

NARROWEST_TEXT = 4
"""Columns of a terminal that a column of text needs at least: two Chinese characters."""

READABLE_TEXT = 16
"""The same for text that is read, where columns may be left out."""

COLUMN_GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and for numbers how many digits follow the point."""

    name: str
    digits: int | None = None
    significant: bool = False
    """``digits`` are significant digits, not those after the point: for probabilities."""

    @property
    def is_number(self) -> bool:
        """Whether the cells are numbers, set flush right."""
        return self.digits is not None

    def shown(self, value: Cell) -> str:
        """A cell as text, with the column's precision."""
        if value is None:
            return ""
        if isinstance(value, float) and self.digits is not None:
            return self._formatted(value)
        return str(value)

    def exact(self, value: Cell) -> Cell:
        """A cell as a value, rounded to the column's precision; JSON has no infinity, so that
        one is the string ``inf`` or ``-inf``."""
        if isinstance(value, float) and self.digits is not None:
            return float(self._formatted(value)) if isfinite(value) else str(value)
        return value

    def _formatted(self, value: float) -> str:
        if self.significant:
            return f"{value:.{self.digits}g}"
        text = f"{value:.{self.digits}f}"
        return text[1:] if text.startswith("-") and not text.strip("-0.") else text


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under named columns."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    title: str | None = None
    provenance: dict[str, Any] | None = None
    """What made the table: JSON output then is an object with the keys provenance and rows."""
    tells_provenance: bool = False
    """Whether the other formats tell it too, before the header."""
    narrows: bool = False
    """Whether a terminal that is too narrow may be spared the last columns."""

    def records(self) -> Iterator[dict[str, Cell]]:
        """Each row as an object."""
        for row in self.rows:
            yield {c.name: c.exact(v) for c, v in zip(self.columns, row, strict=True)}


def render_table(table: Table, format: str, terminal: Terminal) -> Iterator[bytes]:
    """A table as the bytes of a format, piece by piece; Parquet is written by its own writer."""
    yield from _provenance_lines(table, format)
    if format == "table" and table.narrows and terminal.is_terminal:
        table = _narrowed(table, terminal)
    row_of = sheet_row(format)
    if row_of is not None:
        yield row_of(c.name for c in table.columns)
        for row in table.rows:
            yield row_of(_shown(table, row))
    elif format == "jsonl":
        yield from (json_line(r) for r in table.records())
    elif format == "json":
        lines = [json_line(r).rstrip(b"\n") for r in table.records()]
        rows = b"[" + b",\n ".join(lines) + b"]"
        if table.provenance is not None:
            rows = b'{"provenance":' + _json(table.provenance) + b',\n"rows":\n' + rows + b"}"
        yield rows + b"\n"
    elif format == "md":
        yield from _markdown(table)
    elif terminal.is_terminal and len(table.rows) <= MAX_RICH_ROWS and _fits(table, terminal):
        yield _rich(table, terminal)
    else:
        yield from _aligned(table, terminal)


def _json(value: dict[str, Any]) -> bytes:
    return json_line(value).rstrip(b"\n")


def _provenance_lines(table: Table, format: str) -> Iterator[bytes]:
    """What made the table, before everything else, as the format can say it."""
    if table.provenance is None or not table.tells_provenance or format == "json":
        return
    line = _json(table.provenance)
    if format == "jsonl":
        yield b'{"provenance":' + line + b"}\n"
    elif format == "md":
        yield b"```json\n" + line + b"\n```\n\n"
    elif format.startswith("csv"):
        yield csv_row(["# " + line.decode()])
    else:
        yield b"# " + (line if sheet_row(format) else one_line(line.decode()).encode()) + b"\n"


def _shown(table: Table, row: Sequence[Cell]) -> list[str]:
    return [c.shown(v) for c, v in zip(table.columns, row, strict=True)]


_LINE_END = re.compile("\r\n|[\r\n]")


def _markdown(table: Table) -> Iterator[bytes]:
    def line(cells: Iterable[str]) -> bytes:
        escaped = (_LINE_END.sub(" ", c.replace("\\", "\\\\").replace("|", "\\|")) for c in cells)
        return f"| {' | '.join(escaped)} |\n".encode()

    yield line(c.name for c in table.columns)
    yield line("---:" if c.is_number else "---" for c in table.columns)
    for row in table.rows:
        yield line(_shown(table, row))


def _narrowed(table: Table, terminal: Terminal) -> Table:
    """The table without the last columns that the terminal has no room for; two at least stay."""
    if len(table.rows) > MAX_RICH_ROWS:
        sample = replace(table, rows=table.rows[:MAX_RICH_ROWS])
    else:
        sample = table
    count = len(table.columns)
    while count > 2 and not _fits(_first_columns(sample, count), terminal, READABLE_TEXT):
        count -= 1
    hidden = len(table.columns) - count
    if not hidden:
        return table
    more = f"{hidden} more column{'s' if hidden > 1 else ''} in a wider terminal or a pipe"
    title = f"{table.title}; {more}" if table.title else more
    return replace(_first_columns(table, count), title=title)


def _first_columns(table: Table, count: int) -> Table:
    return replace(table, columns=table.columns[:count], rows=[row[:count] for row in table.rows])


def _fits(table: Table, terminal: Terminal, text_width: int = NARROWEST_TEXT) -> bool:
    """Whether Rich can set the table without losing a column: it drops what has no room.

    A column of text is folded, down to ``text_width``.
    """
    needed = COLUMN_GAP * len(table.columns)
    for i, column in enumerate(table.columns):
        cells = (display_width(column.shown(row[i])) for row in table.rows)
        widest = max([display_width(column.name), *cells])
        needed += widest if column.is_number else min(widest, text_width)
    return needed <= terminal.width


def _rich(table: Table, terminal: Terminal) -> bytes:
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    out = io.StringIO()
    console = Console(
        file=out,
        width=terminal.width,
        force_terminal=terminal.color,
        no_color=not terminal.color,
        color_system="standard" if terminal.color else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    grid = RichTable(
        title=Text(one_line(table.title), style="bold") if table.title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        header_style="bold",
    )
    for column in table.columns:
        right = "right" if column.is_number else "left"
        grid.add_column(Text(column.name), justify=right, overflow="fold")  # type: ignore[arg-type]
    for row in table.rows:
        # Cells are plain Text: corpus text is never read as markup.
        grid.add_row(*(Text(one_line(cell)) for cell in _shown(table, row)))
    console.print(grid)
    return out.getvalue().encode()


def _aligned(table: Table, terminal: Terminal) -> Iterator[bytes]:
    """Plain columns: a long table is set hundreds of times faster than by Rich."""
    rows = [[one_line(cell) for cell in _shown(table, row)] for row in table.rows]
    names = [c.name for c in table.columns]
    widths = [max(map(display_width, column)) for column in zip(names, *rows, strict=True)]
    flush = [c.is_number for c in table.columns]

    def line(cells: Sequence[str]) -> str:
        padded = (pad(c, w, right=r) for c, w, r in zip(cells, widths, flush, strict=True))
        return "  ".join(padded).rstrip()

    if table.title:
        yield (styled(one_line(table.title), "bold", terminal.color) + "\n").encode()
    yield (styled(line(names), "bold", terminal.color) + "\n").encode()
    for row in rows:
        yield (line(row) + "\n").encode()


def _number(value: Cell, column: Column) -> Cell:
    """A cell with the column's precision, and infinity as the number it is."""
    is_infinite = isinstance(value, float) and not isfinite(value)
    return value if is_infinite else column.exact(value)


def write_parquet_table(table: Table, path: str) -> None:
    """Write a table to a Parquet file; numbers are numbers there.

    Raises MissingExtraError where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("writing Parquet", "parquet") from None
    types = {None: pa.string(), 0: pa.int64()}
    schema = pa.schema([(c.name, types.get(c.digits, pa.float64())) for c in table.columns])
    if table.provenance is not None:
        schema = schema.with_metadata({"provenance": _json(table.provenance)})
    data = pa.Table.from_pydict(
        {c.name: [_number(row[i], c) for row in table.rows] for i, c in enumerate(table.columns)},
        schema=schema,
    )
    with AtomicFile(path) as file:
        pq.write_table(data, file.stream, compression="zstd")
