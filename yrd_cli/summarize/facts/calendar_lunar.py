"""The Chinese lunar calendar, by table (data/lunar.txt)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "data" / "lunar.txt"
EVE = 0
"""As a day of the first month: the last day of the year before (除夕)."""


@cache
def _years() -> dict[int, tuple[date, int, str]]:
    years = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            year, new_year, leap, lengths = line.split()
            years[int(year)] = (date.fromisoformat(f"{year}-{new_year}"), int(leap), lengths)
    return years


def solar(year: int, month: int, day: int) -> date | None:
    """The Gregorian date of a day of a lunar year; None beyond the table or the month's end.

    >>> solar(2020, 1, 1), solar(2020, 8, 15), solar(2024, 12, 23), solar(2021, 1, EVE)
    (datetime.date(2020, 1, 25), datetime.date(2020, 10, 1), datetime.date(2025, 1, 22), \
datetime.date(2021, 2, 11))
    """
    known = _years().get(year)
    if known is None or not 1 <= month <= 12:
        return None
    start, leap, lengths = known
    if day == EVE:
        return start - timedelta(1)
    # A leap month stands after its namesake: months behind it are one place further on.
    place = month - 1 + (1 if leap and month > leap else 0)
    longest = 30 if lengths[place] == "L" else 29
    if not 1 <= day <= longest:
        return None
    before = sum(30 if size == "L" else 29 for size in lengths[:place])
    return start + timedelta(before + day - 1)
