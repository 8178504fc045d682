"""What a corpus is compared with: the counts of another corpus, or a table that was saved."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from yrd_cli.document import parse_json
from yrd_cli.errors import UsageError
from yrd_cli.reading.compression import decompressed
from yrd_cli.reading.containers import open_source
from yrd_cli.reading.paths import Source, reason_of
from yrd_cli.stats.terms import TermView

_MARK = re.compile(r"\\.|\|")
"""What is escaped in a Markdown row, or the bar that ends a cell."""
_UNESCAPED = re.compile(r"\\(.)")

NEEDED = ("term", "frequency")


@dataclass(frozen=True, slots=True)
class CountedReference:
    """A corpus that was counted as the first one was."""

    view: TermView

    @property
    def words(self) -> int:
        """How many words it has."""
        return self.view.counts.size.words

    def of(self, term: str) -> int:
        """The frequency of a term."""
        return self.view.counts.of(term)

    def terms(self) -> Iterable[str]:
        """Every term that occurs."""
        names = self.view.counts.vocabulary
        return [names[code] for code in self.view.counts.codes]


@dataclass(frozen=True, slots=True)
class SavedReference:
    """A table with the columns term and frequency; ``complete`` says whether they add up."""

    frequencies: Mapping[str, int]
    words: int
    complete: bool = True

    def of(self, term: str) -> int:
        """The frequency of a term, 0 if it is not in the table."""
        return self.frequencies.get(term, 0)

    def terms(self) -> Iterable[str]:
        """Every term of the table."""
        return self.frequencies


def saved_reference(path: str) -> SavedReference | None:
    """The table that a file holds, whatever its format; None where it holds no such table.

    The size of the corpus is what the table's provenance says, else what frequency and
    per_million come to, else the sum of the frequencies. Raises UsageError for a row whose
    frequency is no number, and for a file that cannot be read.
    """
    try:
        with open_source(Source(path)) as stream:
            content = decompressed(stream)
            head = content.peek(4)[:4]
            if head == b"PAR1":
                rows, words = _parquet(path)
            else:
                rows, words = _rows(content.read(), path)
    except (OSError, EOFError) as e:
        raise UsageError(f"{path}: {reason_of(e)}") from None
    return None if rows is None else _reference(rows, words, path)


Rows = list[tuple[int, dict[str, Any]]]


def _reference(rows: Rows, words: int | None, path: str) -> SavedReference:
    frequencies: dict[str, int] = {}
    for line, row in rows:
        try:
            count = int(row["frequency"])
            if count < 0:
                raise ValueError
        except (TypeError, ValueError):
            place = f"{path}:{line}" if line else path
            raise UsageError(f"{place}: frequency {row['frequency']!r} is no count") from None
        term = str(row["term"])
        frequencies[term] = frequencies.get(term, 0) + count
    total = sum(frequencies.values())
    if words is None:
        words = _words_by_rate(rows, total)
    return SavedReference(frequencies, max(words, total), words <= total)


def _words_by_rate(rows: Rows, total: int) -> int:
    """The size that the most frequent row's rate tells, unless the sum fits its rounding."""
    rated = [row for _, row in rows if row.get("per_million")]
    if not rated:
        return total
    row = max(rated, key=lambda row: int(row["frequency"]))
    frequency, rate = int(row["frequency"]), float(row["per_million"])
    if total and abs(frequency * 1e6 / total - rate) <= 0.006:
        return total
    return round(frequency * 1e6 / rate) if rate else total


def _rows(data: bytes, path: str) -> tuple[Rows | None, int | None]:
    body = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if body.startswith((b"{", b"[")):
        return _json_rows(body)
    first, _, rest = body.partition(b"\n")
    if first.startswith((b"# {", b'"# {')):
        first, _, rest = rest.partition(b"\n")
    if first.startswith(b"```json"):
        first = body.partition(b"\n```\n")[2].lstrip().partition(b"\n")[0]
    if first.startswith(b"| "):
        return _markdown_rows(data), None
    separator = b"\t" if b"\t" in first else b","
    names = [name.strip(b' "\r').decode("utf-8", "replace") for name in first.split(separator)]
    if not set(NEEDED) <= set(names):
        return None, None
    offset = data[: data.find(first)].count(b"\n") + 1
    text = io.StringIO(rest.decode("utf-8", "replace"), newline="")
    if separator == b"\t":
        reader = csv.DictReader(text, names, delimiter="\t", quoting=csv.QUOTE_NONE)
    else:
        reader = csv.DictReader(text, names)
    return [(offset + reader.line_num, row) for row in reader], None


def _markdown_rows(data: bytes) -> Rows | None:
    """The rows of a Markdown table, as `render_table` writes it."""
    names: list[str] = []
    rows: Rows = []
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if not line.startswith("| "):
            continue
        cells = _markdown_cells(line)
        if not names:
            names = cells
            if not set(NEEDED) <= set(names):
                return None
        elif set(line) - set("|-: "):
            rows.append((number, dict(zip(names, cells, strict=False))))
    if any(not set(NEEDED) <= set(row) for _, row in rows):
        return None
    return rows


def _markdown_cells(line: str) -> list[str]:
    """The cells of a row, each between a space and a space; a bar in it is escaped."""
    bars = [mark.start() for mark in _MARK.finditer(line) if mark[0] == "|"]
    cells = (line[a + 1 : b] for a, b in pairwise(bars))
    whole = (cell for cell in cells if len(cell) > 1 and cell[0] == cell[-1] == " ")
    return [_UNESCAPED.sub(r"\1", cell[1:-1]) for cell in whole]


def _json_rows(body: bytes) -> tuple[Rows | None, int | None]:
    first = body.partition(b"\n")[0]
    try:
        value = parse_json(body)
    except ValueError:
        value = None
    if isinstance(value, dict) and isinstance(value.get("rows"), list):
        words = (value.get("provenance") or {}).get("words")
        return _checked(value["rows"]), words if isinstance(words, int) else None
    if isinstance(value, list):
        return _checked(value), None
    try:
        head = value if isinstance(value, dict) else parse_json(first)
        is_table = isinstance(head, dict) and (set(NEEDED) <= set(head) or "provenance" in head)
        lines = [parse_json(line) for line in body.splitlines() if line.strip()] if is_table else []
    except ValueError:
        return None, None
    words = None
    if lines and "provenance" in lines[0]:
        words = lines.pop(0)["provenance"].get("words")
    return _checked(lines) if is_table else None, words


def _checked(rows: list[Any]) -> Rows | None:
    if not all(isinstance(row, dict) and set(NEEDED) <= set(row) for row in rows):
        return None
    return list(enumerate(rows, 1))


def _parquet(path: str) -> tuple[Rows | None, int | None]:
    try:
        import pyarrow.parquet as pq
    except ImportError:
        from yrd_cli.errors import MissingExtraError

        raise MissingExtraError("reading Parquet", "parquet") from None
    schema = pq.read_schema(path)
    if not set(NEEDED) <= set(schema.names):
        return None, None
    told = parse_json((schema.metadata or {}).get(b"provenance", b"{}"))
    rows = pq.read_table(path, columns=list(NEEDED)).to_pylist()
    return [(0, row) for row in rows], told.get("words")
