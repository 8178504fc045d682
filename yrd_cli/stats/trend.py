"""The trend: how often terms occur in each day, month or year, by the dates of the Documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from yrd_cli.document import KEYS, Document
from yrd_cli.errors import UsageError
from yrd_cli.script import script_of
from yrd_cli.stats.measures.keyness import per_million
from yrd_cli.stats.nodes import Node
from yrd_cli.stats.periods import Period, period_name, period_of
from yrd_cli.stats.tokens import Tokens
from yrd_cli.stats.trend_text import Cell, DatedText
from yrd_cli.stats.units import OTHER, units
from yrd_cli.stats.views import Listing
from yrd_cli.writing.sheets import json_cell
from yrd_cli.writing.tables import Table

MAX_POINTS = 1_000_000
"""Terms times groups times periods: a single wrong year would fill the disk with empty days."""

NO_FIELDS = frozenset({"text", "edits", "metadata"})
"""What no corpus can be split by."""


@dataclass(frozen=True, slots=True)
class Point:
    """A period of a series: its documents and their words, and the frequency of the term."""

    period: int
    documents: int
    words: int
    frequency: int

    @property
    def per_million(self) -> float:
        """Frequency per million words; 0 in a period without words."""
        return per_million(self.frequency, self.words) or 0.0


@dataclass(frozen=True, slots=True)
class Series:
    """A term in a group of documents, with a point for every period from first to last."""

    term: str
    group: str | None
    points: tuple[Point, ...]
    slope: float | None

    @property
    def frequency(self) -> int:
        """The frequency in all periods."""
        return sum(point.frequency for point in self.points)

    @property
    def per_million(self) -> float:
        """The frequency for each million words of all periods."""
        return per_million(self.frequency, sum(point.words for point in self.points)) or 0.0


def slope(values: Sequence[float]) -> float | None:
    """The slope of the least-squares line through values at 0, 1, 2, …; None for fewer than two.

    Of frequencies per million it is per million words and period.

    >>> slope([1.0, 3.0, 5.0]), slope([2.0])
    (2.0, None)
    """
    n = len(values)
    if n < 2:
        return None
    middle = (n - 1) / 2
    above = sum((x - middle) * y for x, y in enumerate(values))
    return above / (n * (n * n - 1) / 12)


class TrendView:
    """Counts terms by period, and by a field of the Documents where ``by`` names one.

    Without ``terms`` every unit is counted. A term is found wherever words spell it, as a node
    of collocates is; one with regex marks matches whole words. ``by`` is a key of the Document
    or of its metadata; a list is one group, its parts joined by ``; ``.
    """

    def __init__(
        self,
        per: Period,
        terms: Sequence[str] = (),
        by: str | None = None,
        ngrams: int = 1,
        pos: tuple[str, ...] = (),
        seconds: float | None = None,
    ) -> None:
        if by in NO_FIELDS:
            raise UsageError(f"--by {by}: a field that has one value, as source or script")
        self.per = per
        self.terms = list(dict.fromkeys(terms))
        self._nodes = [Node(term, "--terms", seconds) for term in self.terms]
        self._by = by
        self._ngrams = ngrams
        self._pos = pos
        self._text = DatedText()
        self._documents = 0
        self._undated = 0
        self._grouped = 0

    def add(self, document: Document, tokens: Tokens) -> None:
        """Count one document; one whose date does not tell the period is counted as undated."""
        self._documents += 1
        period = period_of(document.date, self.per)
        if period is None:
            self._undated += 1
            return
        group = group_of(document, self._by) if self._by else None
        self._grouped += group is not None
        found, words = self._units(tokens)
        self._text.add((group, period), found, words)

    def _units(self, tokens: Tokens) -> tuple[list[str], int]:
        """What is counted of a document, and its words (or n-grams, or characters)."""
        marks = tokens.marks
        if self._nodes:
            return list(self._hits(tokens)), sum(word not in marks for word in tokens.words)
        found = units(tokens, self._ngrams, self._pos)
        if self._ngrams == 1:
            found = [word for word in found if word not in marks or word == OTHER]
        return found, len(found)

    def _hits(self, tokens: Tokens) -> Iterator[str]:
        wanted = [node for node in self._nodes if node.may_occur(tokens.text)]
        starts = [(node, node.beginnings(tokens.types)) for node in wanted]
        for start, end in tokens.sentences():
            line = tokens.words[start:end]
            for node, beginnings in starts:
                yield from (node.pattern for _ in node.spans(line, beginnings))

    def merge(self, other: TrendView) -> None:
        """Append the documents of the part that comes next."""
        self._text.merge(other._text)
        self._documents += other._documents
        self._undated += other._undated
        self._grouped += other._grouped

    def totals(self) -> dict[str, int]:
        """Documents, and how many of them have no date that tells the period."""
        return {"documents": self._documents, "undated": self._undated}

    def notices(self) -> list[str]:
        """What the user should know of the counts."""
        said = []
        if self._undated:
            of = f"{self._undated:,} of {self._documents:,} documents"
            said.append(f"--trend {self.per}: {of} have no date that tells it: left out")
        if self._by and self._text.cells and not self._grouped:
            said.append(f"--by {self._by}: no document has it")
        counts = dict(zip(self._text.text.vocabulary, self._text.frequencies(), strict=True))
        absent = [term for term in self.terms if not counts.get(term)]
        return said + [f"--terms {term}: does not occur" for term in absent]

    def series(self, listing: Listing) -> list[Series]:
        """The series of the listed terms, each with its groups together.

        Terms are ordered as given, else by frequency; ``top`` and the filters are for them.

        Raises UsageError where there would be more than MAX_POINTS points.
        """
        names, frequencies = self._text.text.vocabulary, self._text.frequencies()
        if self.terms:
            code_of = {name: code for code, name in enumerate(names)}
            known = [(term, code_of.get(term)) for term in self.terms if listing.admits(term)]
            floor = listing.min_freq or 0
            chosen = [
                (term, code)
                for term, code in known
                if (0 if code is None else frequencies[code]) >= floor
            ]
        else:
            chosen = self._most_frequent(names, frequencies, listing)
        if not listing.sort:
            chosen = chosen[: listing.top or None]
        sizes = self._text.sizes()
        groups = sorted({g for g, _ in sizes}, key=lambda g: (g is None, g or ""))
        self._refuse_too_many(len(chosen) * len(groups), sizes)
        found = self._text.by_cell([code for _, code in chosen if code is not None])
        counts = iter(found)
        by_term = [(term, {} if code is None else next(counts)) for term, code in chosen]
        return [_series(term, g, sizes, counted) for term, counted in by_term for g in groups]

    def _most_frequent(
        self, names: list[str], frequencies: list[int], listing: Listing
    ) -> list[tuple[str, int | None]]:
        least = listing.min_freq or 1
        found = [
            code
            for code, name in enumerate(names)
            if name != OTHER and frequencies[code] >= least and listing.admits(name)
        ]
        found.sort(key=lambda code: (-frequencies[code], names[code]))
        return [(names[code], code) for code in found]

    def _refuse_too_many(self, lines: int, sizes: dict[Cell, tuple[int, int]]) -> None:
        if not sizes:
            return
        first, last = min(p for _, p in sizes), max(p for _, p in sizes)
        if lines * (last - first + 1) > MAX_POINTS:
            ends = " to ".join(period_name(p, self.per) for p in (first, last))
            n = last - first + 1
            raise UsageError(
                f"--trend {self.per}: {ends} are {n:,} periods, too many for {lines:,} lines: "
                "take longer periods, a smaller --top or a larger --min-freq"
            )

    def table(self, listing: Listing) -> Table:
        """A row for each period of each series; for people a row for each series, with its
        sparkline."""
        from yrd_cli.stats.trend_table import trend_table

        return trend_table(self.series(listing), self.per, self._by, self.title(), listing)

    def title(self) -> str:
        """What was counted, in a line."""
        words = sum(words for _, words in self._text.sizes().values())
        undated = f", {self._undated:,} without a date" if self._undated else ""
        return f"by {self.per}: {words:,} words, {self._documents:,} documents{undated}"

    def state(self) -> dict[str, Any]:
        """The counts of each group and period."""
        counts = {"documents": self._documents, "undated": self._undated}
        return {**counts, "grouped": self._grouped, **self._text.state()}

    def load(self, state: dict[str, Any]) -> None:
        """Add the counts of a state; raises ValueError where it is none."""
        try:
            numbers = [state[key] for key in ("documents", "undated", "grouped")]
        except KeyError as e:
            raise ValueError(f"its counts are incomplete: {e}") from None
        if not all(type(n) is int and n >= 0 for n in numbers):
            raise ValueError("a count is not a number")
        other = DatedText()
        other.load(state)
        for _, period in other.cells:
            try:
                period_name(period, self.per)
            except (ValueError, OverflowError):
                raise ValueError(f"no {self.per} has the number {period}") from None
        self._text.merge(other)
        self._documents += numbers[0]
        self._undated += numbers[1]
        self._grouped += numbers[2]


def _series(
    term: str,
    group: str | None,
    sizes: dict[Cell, tuple[int, int]],
    counted: dict[Cell, int],
) -> Series:
    first, last = min(p for _, p in sizes), max(p for _, p in sizes)
    points = tuple(
        Point(period, *sizes.get((group, period), (0, 0)), counted.get((group, period), 0))
        for period in range(first, last + 1)
    )
    return Series(term, group, points, slope([point.per_million for point in points]))


def group_of(document: Document, by: str) -> str | None:
    """What a field of a Document says; None where it says nothing.

    The script of a text that was not told is looked for.
    """
    known = by in KEYS
    value = getattr(document, by) if known else document.metadata.get(by)
    if by == "script" and not value:
        value = script_of(f"{document.title or ''}\n{document.text}")
    if isinstance(value, (list, tuple)):
        value = "; ".join(str(part) for part in value)
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json_cell(value)
