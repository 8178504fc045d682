"""Dates as a text writes them, before they are resolved against a reference date."""

from __future__ import annotations

from typing import Literal, NamedTuple

Grain = Literal[
    "second", "minute", "day", "week", "month", "quarter", "season", "year", "decade", "century"
]


class Point(NamedTuple):
    """A point of the calendar. What is None was not said; shifts count from the reference."""

    year: int | None = None
    year_shift: int | None = None
    month: int | None = None
    month_shift: int | None = None
    day: int | None = None
    part: str | None = None
    festival: str | None = None
    lunar: tuple[int, int] | None = None
    clock: str | None = None
    to_anchor: bool = False
    """The shift counts from the last year told before (次年, 同年), not from the reference."""

    @property
    def is_absolute(self) -> bool:
        """Whether it says its year itself."""
        return self.year is not None


class Shift(NamedTuple):
    """So many days, weeks, months or years from the reference date; negative is before."""

    unit: Literal["day", "week", "month", "quarter", "year"]
    amount: int
    weekday: int | None = None
    part: str | None = None
    after: bool = False
    """N年后 in a story counts from what was told before."""


class Weekday(NamedTuple):
    """A day of the week, the latest before the reference date: 周三; Monday is 0."""

    day: int


class Years(NamedTuple):
    """Whole years, both ends included: 2024—2026年, “十四五”, 上世纪80年代."""

    first: int
    last: int
    grain: Grain = "year"


SOME_YEARS = -1
"""Years of which nobody says how many: 近年来."""


class Lately(NamedTuple):
    """近日, 日前: near the reference date; or 三年间: the years up to it."""

    years: int = 0


Expression = Point | Shift | Weekday | Years | Lately


class DateSpan(NamedTuple):
    """A date or the two ends of one, with what modifies it (以来, 前, 起, 底)."""

    first: Expression
    last: Point | None = None
    modifier: str | None = None
