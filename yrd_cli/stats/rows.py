"""From counts to a table: which columns, in which order of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any, Generic, TypeVar

from yrd_cli.errors import UsageError
from yrd_cli.stats.views import Listing
from yrd_cli.writing.tables import Cell, Column

Row = TypeVar("Row")

DIGITS_FOR_PEOPLE = 4
"""Digits after the point on a terminal."""


@dataclass(frozen=True, slots=True)
class Figure(Generic[Row]):
    """A column with what its cells are, and whether small values come first in its order."""

    column: Column
    of: Callable[[Row], Cell]
    ascending: bool = False


def choose_columns(
    figures: Mapping[str, Figure[Any]], narrow: Sequence[str], listing: Listing
) -> list[str]:
    """The names of the columns to show.

    Raises UsageError, with the list, for a name that the view does not know.
    """
    for name in (*(listing.columns or ()), *filter(None, [listing.sort])):
        if name.lstrip("-") not in figures and name != "all":
            raise UsageError(f"no column {name!r}: this view has {', '.join(figures)}")
    if listing.columns is not None and listing.columns != ("all",):
        named = [name for name in listing.columns if name != "all"]
        rest = [name for name in figures if name not in named] if "all" in listing.columns else []
        return [*dict.fromkeys(named), *rest]
    return list(figures) if listing.wide or listing.columns else list(narrow)


def arranged(
    rows: Sequence[Row],
    figures: Mapping[str, Figure[Row]],
    names: Sequence[str],
    listing: Listing,
    score: str | Callable[[Row], float],
) -> tuple[tuple[Column, ...], list[list[Cell]]]:
    """The columns and rows of a table: by score, then frequency, then term.

    ``score`` is a column or a function, where the user asked for no other order. What has no
    score comes last.
    """
    key = _key(figures, listing.sort or score)
    frequency, term = figures["frequency"].of, figures["term"].of
    ranked = sorted(rows, key=lambda r: (*key(r), -_number(frequency(r)), str(term(r))))
    columns = tuple(_column(figures[name].column, listing) for name in names)
    cells = [[figures[name].of(row) for name in names] for row in ranked[: listing.top or None]]
    return columns, cells


def _column(column: Column, listing: Listing) -> Column:
    if listing.wide or column.digits is None:
        return column
    return replace(column, digits=min(column.digits, DIGITS_FOR_PEOPLE))


def _key(
    figures: Mapping[str, Figure[Row]], score: str | Callable[[Row], float]
) -> Callable[[Row], tuple[Any, ...]]:
    """The order of rows by one column; falling, but for words and for what is best when small."""
    if not isinstance(score, str):
        function = score
        return lambda row: (-function(row),)
    figure = figures[score.lstrip("-")]
    if figure.column.digits is None:
        return lambda row: (str(figure.of(row)),)
    sign = 1 if figure.ascending != score.startswith("-") else -1

    def key(row: Row) -> tuple[bool, float]:
        value = figure.of(row)
        return value is None, sign * _number(value)

    return key


def _number(value: Cell) -> float:
    return float(value) if isinstance(value, (int, float)) else -inf if value is None else 0.0
