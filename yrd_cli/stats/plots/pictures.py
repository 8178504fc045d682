"""From a view to its picture: which rows, which figure of them, and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from yrd_cli.stats.plots.axes import heading
from yrd_cli.stats.plots.svg import FAINT, Drawing
from yrd_cli.stats.views import Listing
from yrd_cli.writing.tables import Cell, Column, Table

MAX_BARS = 200
"""A picture of more is taller than any screen or page."""

MAX_POINTS = 2000
"""Terms of a scatter: of more, the rest lie on top of each other around nothing."""

MAX_LINES = 32
"""Lines that colours and dashes can tell apart."""

FEW_LINES = 8
"""Lines of a trend when neither terms nor their number are asked for."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is drawn: a view by its name, its counts, and its table under any listing.

    ``all_rows`` says that no number of rows was asked for.
    """

    view: str
    counts: Any
    table: Callable[[Listing], Table]
    listing: Listing
    all_rows: bool = False

    def full_table(self, top: int | None = None) -> Table:
        """The table with all its columns; ``top`` overrules the listing's."""
        listing = replace(self.listing, columns=("all",), wide=True)
        return self.table(listing if top is None else replace(listing, top=top))


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG, and what the user should know of it."""

    svg: str
    notices: tuple[str, ...] = ()


_TITLES = {
    "terms": "Terms",
    "collocates": "Collocates",
    "keyness": "Keyness",
    "compare": "Comparison of A and B",
    "diversity": "Frequency and rank",
    "overview": "Documents",
    "trend": "Trend",
    "keywords": "Keywords",
    "new-words": "New words",
}

_MEASURES = {
    "terms": "frequency",
    "collocates": "log_dice",
    "keyness": "log_ratio",
    "overview": "words",
    "keywords": "weight",
    "new-words": "freq",
}
"""The figure that bars show when no other is sorted by; a cloud shows frequencies."""

_CLOUDS = {"keyness": "log_likelihood", "keywords": "weight", "new-words": "freq"}


def draw(kind: str, subject: Subject) -> Picture:
    """The picture of a kind; one of nothing says so."""
    draw_kind = {
        "bars": _bars,
        "cloud": _cloud,
        "scatter": _scatter,
        "network": _network,
        "lines": _lines,
        "zipf": _zipf,
        "dispersion": _dispersion,
    }[kind]
    return draw_kind(subject) or _nothing(subject)


def _nothing(subject: Subject) -> Picture:
    title = _TITLES[subject.view]
    drawing = Drawing(900)
    top = heading(drawing, title, "")
    drawing.text(450, top + 60, "Nothing to show: no row has a figure.", 15, FAINT, "middle")
    return Picture(drawing.svg(top + 120, title), ("nothing to draw",))


def _rows(table: Table) -> list[dict[str, Cell]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def _column(table: Table, name: str) -> Column:
    return next(column for column in table.columns if column.name == name)


def _first(n: int, rows: Sequence[Any], what: str) -> tuple[Sequence[Any], tuple[str, ...]]:
    """At most so many rows, and what to say of the others."""
    if len(rows) <= n:
        return rows, ()
    return rows[:n], (f"the first {n:,} of {len(rows):,} {what} are drawn",)


def _measure(subject: Subject, table: Table) -> str:
    """The column that bars show: what rows are sorted by, if that is a figure."""
    asked = (subject.listing.sort or "").removeprefix("-")
    numbers = [column.name for column in table.columns if column.is_number]
    return asked if asked in numbers else _MEASURES[subject.view]


def _bars(subject: Subject) -> Picture | None:
    from yrd_cli.stats.plots.bars import Bar, draw_bars

    table = subject.full_table()
    if subject.view == "compare":
        names, series = ["per_million_a", "per_million_b"], ["A", "B"]
    else:
        names, series = [_measure(subject, table)], []
    columns = [_column(table, name) for name in names]
    bars = []
    for name, row in _named_rows(subject, table):
        values = tuple(_float(row[column.name]) for column in columns)
        shown = tuple(figure_label(value) for value in values)
        bars.append(Bar(name, values, shown))
    bars, notices = _first(MAX_BARS, bars, "rows")  # type: ignore[assignment]
    if not any(value is not None for bar in bars for value in bar.values):
        return None
    measure = "frequency per million words" if series else _spelled(names[0])
    svg = draw_bars(bars, _TITLES[subject.view], table.title or "", measure, series)
    return Picture(svg, notices)


def _named_rows(subject: Subject, table: Table) -> list[tuple[str, dict[str, Cell]]]:
    """Each row with what its bar is called; keywords of several documents are added up, and the
    documents of an overview come without the corpus."""
    rows = _rows(table)
    if subject.view == "overview":
        names = [str(row["document"]) for row in rows[1:]]
        folder = _shared(names).rfind("/") + 1
        return [(name[folder:], row) for name, row in zip(names, rows[1:], strict=True)]
    if subject.view == "keywords":
        weights: dict[str, float] = {}
        for row in rows:
            term = str(row["term"])
            weights[term] = weights.get(term, 0.0) + (_float(row["weight"]) or 0.0)
        ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(term, {"weight": weight}) for term, weight in ranked]
    if subject.view == "collocates" and len({row["node"] for row in rows}) > 1:
        return [(f"{row['node']} – {row['term']}", row) for row in rows]
    name = "word" if subject.view == "new-words" else "term"
    return [(str(row[name]), row) for row in rows]


def _shared(names: Sequence[str]) -> str:
    """What all names begin with."""
    first, last = min(names, default=""), max(names, default="")
    pairs = enumerate(zip(first, last, strict=False))
    return first[: next((i for i, (a, b) in pairs if a != b), min(len(first), len(last)))]


def _float(value: Cell) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def figure_label(value: float | None) -> str:
    """A figure as it stands beside its bar: whole, or with four digits that matter.

    >>> figure_label(12345.0), figure_label(11117.614), figure_label(0.0123456), figure_label(None)
    ('12,345', '11,117.6', '0.01235', '')
    """
    if value is None:
        return ""
    if value == int(value) if isfinite(value) else True:
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 1000 else f"{value:.4g}"


def _spelled(column: str) -> str:
    return column.replace("_", " ")


def _cloud(subject: Subject) -> Picture | None:
    from yrd_cli.stats.plots.cloud import MAX_WORDS, draw_cloud

    table = subject.full_table()
    name = _CLOUDS.get(subject.view, "frequency")
    column = _column(table, name)
    rows = _named_rows(subject, table)
    if subject.view == "keyness":
        rows = [(word, row) for word, row in rows if (_float(row["log_ratio"]) or 0) > 0]
    words = [
        (word, value, column.shown(row[name]))
        for word, row in rows
        if (value := _float(row[name])) is not None
    ]
    words.sort(key=lambda word: -word[1])
    words, notices = _first(MAX_WORDS, words, "words")  # type: ignore[assignment]
    if not words:
        return None
    title = f"{_TITLES[subject.view]} by {_spelled(name)}"
    return Picture(draw_cloud(words, title, table.title or ""), notices)


def _scatter(subject: Subject) -> Picture | None:
    from yrd_cli.stats.plots.scatter import KeyTerm, draw_scatter

    table = subject.full_table(0 if subject.all_rows else None)
    terms = [
        KeyTerm(str(row["term"]), effect, significance)
        for row in _rows(table)
        if (effect := _float(row["log_ratio"])) is not None
        and (significance := _float(row["log_likelihood"])) is not None
    ]
    terms.sort(key=lambda t: (-t.significance, t.term))
    terms, notices = _first(MAX_POINTS, terms, "terms")  # type: ignore[assignment]
    if not terms:
        return None
    sides = ("more in B", "more in A")
    if subject.view == "keyness":
        sides = ("more in the reference", "more in the corpus")
    svg = draw_scatter(terms, _TITLES[subject.view], table.title or "", sides)
    return Picture(svg, notices)


def _network(subject: Subject) -> Picture | None:
    from yrd_cli.stats.plots.network import Link, draw_network

    table = subject.full_table()
    measure = _measure(subject, table)
    links = [
        Link(str(row["node"]), str(row["term"]), strength, int(row["frequency"] or 0))
        for row in _rows(table)
        if (strength := _float(row[measure])) is not None
    ]
    links, notices = _first(MAX_BARS, links, "collocates")  # type: ignore[assignment]
    if not links:
        return None
    nodes = list(dict.fromkeys(link.node for link in links))
    svg = draw_network(links, nodes, "Collocates", table.title or "", _spelled(measure))
    return Picture(svg, notices)


def _lines(subject: Subject) -> Picture | None:
    from yrd_cli.stats.periods import period_name
    from yrd_cli.stats.plots.lines import draw_lines
    from yrd_cli.stats.trend_table import listed

    listing = subject.listing
    if subject.all_rows and not subject.counts.terms:
        listing = replace(listing, top=FEW_LINES)
    series = listed(subject.counts.series(listing), listing)
    series, notices = _first(MAX_LINES, series, "lines")
    if not series:
        return None
    per = subject.counts.per
    periods = [period_name(point.period, per) for point in series[0].points]
    groups = len({one.group for one in series}) > 1
    lines = [
        (
            f"{one.term} · {one.group or '(none)'}" if groups else one.term,
            [point.per_million for point in one.points],
        )
        for one in series
    ]
    title = f"Frequency by {per}"
    svg = draw_lines(lines, periods, title, subject.counts.title(), "per million words")
    return Picture(svg, notices)


def _zipf(subject: Subject) -> Picture | None:
    from yrd_cli.stats.measures import zipf_slope
    from yrd_cli.stats.plots.zipf import draw_zipf

    counts = subject.counts.counts
    names, of = counts.vocabulary, counts.frequencies.of
    codes = counts.admitted(subject.listing)
    ranked = sorted(((names[code], of[code]) for code in codes), key=lambda p: (-p[1], p[0]))
    if not ranked:
        return None
    slope = zipf_slope([n for _, n in ranked])
    return Picture(draw_zipf(ranked, slope, "Frequency and rank", subject.counts.title()))


def _dispersion(subject: Subject) -> Picture | None:
    from yrd_cli.stats.plots.dispersion import (
        Spread,
        draw_dispersion,
        places_of,
        sizes_of,
    )

    table = subject.full_table()
    rows, notices = _first(MAX_BARS, _rows(table), "terms")
    if not rows:
        return None
    view = subject.counts
    counts = view.counts
    is_word = counts.frequencies.is_word
    codes = [view.text.code_of(row["term"]) for row in rows]
    places = places_of(view.text, is_word, counts.size.words, codes)
    spreads = [
        Spread(row["term"], row["frequency"], row["documents"], found)
        for row, found in zip(rows, places, strict=True)
    ]
    sizes = sizes_of(view.text, is_word)
    return Picture(draw_dispersion(spreads, sizes, "Dispersion", table.title or ""), notices)
