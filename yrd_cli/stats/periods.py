"""Periods of time: the day, month or year that a Document's date lies in."""

from __future__ import annotations

from datetime import date
from typing import Literal

from yrd_cli.patterns import compiled

Period = Literal["day", "month", "year"]

_DATE = compiled(
    r"\s*([0-9]{4})"
    r"(?>[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2}))?|([0-9]{2})([0-9]{2}))?+"
    r"(?![0-9])"
)
"""ISO 8601 as Documents have it, also without hyphens, and as records from elsewhere write it."""


def iso_date(text: str | None) -> str | None:
    """A date as ISO 8601 without its time: as much of year, month and day as it tells.

    None for what is no date of the calendar. The date is that of the text: no time zone moves it.

    >>> iso_date("2020-02-18T23:30:00+08:00"), iso_date("2020-02"), iso_date("2021-02-29")
    ('2020-02-18', '2020-02', None)
    """
    found = _DATE.match(text) if text else None
    if found is None:
        return None
    year, month, day = found[1], found[2] or found[4], found[3] or found[5]
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    parts = [year, *(f"{int(part):02}" for part in (month, day) if part)]
    return "-".join(parts)


def period_of(text: str | None, per: Period) -> int | None:
    """The number of the period that a date lies in; the next period has the next number.

    None without a date, and where the date does not tell the period: 2020-02 tells no day.

    >>> period_of("2020-02-18", "month") - period_of("2019-12-31", "month")
    2
    """
    iso = iso_date(text)
    if iso is None:
        return None
    year, month, day = (*map(int, iso.split("-")), 0, 0)[:3]
    if per == "year":
        return year
    if per == "month":
        return year * 12 + month - 1 if month else None
    return date(year, month, day).toordinal() if day else None


def period_name(number: int, per: Period) -> str:
    """The name of a period, as ISO 8601.

    >>> period_name(2020 * 12 + 1, "month"), period_name(2020, "year")
    ('2020-02', '2020')
    """
    if per == "year":
        return f"{number:04}"
    if per == "month":
        return f"{number // 12:04}-{number % 12 + 1:02}"
    return date.fromordinal(number).isoformat()
