"""The trend as a table: every period for programs, a sparkline for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from yrd_cli.errors import UsageError
from yrd_cli.stats.periods import Period, period_name
from yrd_cli.stats.sparklines import sparkline
from yrd_cli.stats.trend import Point, Series
from yrd_cli.stats.views import Listing
from yrd_cli.writing.tables import Cell, Column, Table

SORTS = ("term", "frequency", "per_million", "slope")
"""What series can be ordered by."""


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A series, at one of its periods where rows are periods."""

    series: Series
    point: Point | None = None


Figure = tuple[Column, Callable[[TrendRow, Period], Cell]]


def _at(of: Callable[[Point], Cell]) -> Callable[[TrendRow, Period], Cell]:
    return lambda row, _: of(row.point) if row.point is not None else None


_TERM: dict[str, Figure] = {"term": (Column("term"), lambda row, _: row.series.term)}
_SLOPE: dict[str, Figure] = {"slope": (Column("slope", 4), lambda row, _: row.series.slope)}

PERIODS: dict[str, Figure] = {
    "period": (
        Column("period"),
        lambda row, per: period_name(row.point.period, per) if row.point else None,
    ),
    "documents": (Column("documents", 0), _at(lambda point: point.documents)),
    "words": (Column("words", 0), _at(lambda point: point.words)),
    "frequency": (Column("frequency", 0), _at(lambda point: point.frequency)),
    "per_million": (Column("per_million", 2), _at(lambda point: point.per_million)),
    **_SLOPE,
}
"""The columns of a row for each period; the slope is that of the whole series, per million words
and period."""

SERIES: dict[str, Figure] = {
    "frequency": (Column("frequency", 0), lambda row, _: row.series.frequency),
    "per_million": (Column("per_million", 2), lambda row, _: row.series.per_million),
    "trend": (
        Column("trend"),
        lambda row, _: sparkline([point.per_million for point in row.series.points]),
    ),
    **_SLOPE,
}
"""The columns of a row for each series."""


def trend_table(
    series: Sequence[Series], per: Period, by: str | None, title: str, listing: Listing
) -> Table:
    """The series as rows: one for each period where ``wide``, else one for each.

    Raises UsageError, with the list, for a column that there is not.
    """
    split = _split(by)
    figures = {**_TERM, **split, **(PERIODS if listing.wide else SERIES)}
    names = _columns(figures, listing)
    series = listed(series, listing)
    rows = _rows(series, wide=listing.wide)
    cells = [[figures[name][1](row, per) for name in names] for row in rows]
    columns = tuple(figures[name][0] for name in names)
    return Table(columns, cells, _title(series, per, title))


def _split(by: str | None) -> dict[str, Figure]:
    """The column of the groups: it has the name of the field, unless another has that."""
    if by is None:
        return {}
    name = f"by_{by}" if by in {*_TERM, *PERIODS, *SERIES} else by
    return {name: (Column(name), lambda row, _: row.series.group)}


def _rows(series: Sequence[Series], *, wide: bool) -> list[TrendRow]:
    if not wide:
        return [TrendRow(one) for one in series]
    return [TrendRow(one, point) for one in series for point in one.points]


def _columns(figures: dict[str, Figure], listing: Listing) -> list[str]:
    asked = listing.columns or ()
    for name in asked:
        if name not in figures and name != "all":
            raise UsageError(f"no column {name!r}: this view has {', '.join(figures)}")
    if listing.sort and listing.sort.removeprefix("-") not in SORTS:
        raise UsageError(f"--sort {listing.sort}: a trend is sorted by {', '.join(SORTS)}")
    if not asked:
        return list(figures)
    named = list(dict.fromkeys(name for name in asked if name != "all"))
    return [*named, *(name for name in figures if "all" in asked and name not in named)]


def listed(series: Sequence[Series], listing: Listing) -> Sequence[Series]:
    """The first terms in the order that is asked for, the groups of each together; a term stands
    where the best of its groups does."""
    sort = listing.sort
    if not sort:
        return series
    name = sort.removeprefix("-")
    backwards = (name != "term") != sort.startswith("-")
    terms = [list(group) for _, group in groupby(series, key=lambda one: one.term)]

    def figure(groups: list[Series]) -> float:
        values = [v for one in groups if (v := getattr(one, name)) is not None]
        best = (max if backwards else min)(values, default=0.0)
        return float(-best if backwards else best)

    if name == "term":
        terms.sort(key=lambda groups: groups[0].term, reverse=backwards)
    else:
        terms.sort(key=lambda groups: (figure(groups), groups[0].term))
    return [one for groups in terms[: listing.top or None] for one in groups]


def _title(series: Sequence[Series], per: Period, title: str) -> str:
    if not series:
        return title
    points = series[0].points
    first, last = (period_name(points[at].period, per) for at in (0, -1))
    return f"{first} to {last}, {title}; slope: per million words and {per}"
