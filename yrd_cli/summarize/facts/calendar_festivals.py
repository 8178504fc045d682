"""Festivals and days of remembrance of the Chinese-speaking world."""

from __future__ import annotations

from datetime import date, timedelta

from yrd_cli.summarize.facts.calendar_lunar import EVE, solar

_SOLAR = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "植树节": (3, 12), "愚人节": (4, 1),
    "劳动节": (5, 1), "五一": (5, 1), "青年节": (5, 4), "儿童节": (6, 1), "六一": (6, 1),
    "建党节": (7, 1), "建军节": (8, 1), "教师节": (9, 10), "国庆": (10, 1), "十一": (10, 1),
    "双十节": (10, 10), "万圣节": (10, 31), "双十一": (11, 11), "平安夜": (12, 24),
    "圣诞": (12, 25),
    "双十二": (12, 12), "跨年夜": (12, 31), "护士节": (5, 12), "记者节": (11, 8),
    "行宪纪念日": (12, 25),
}  # fmt: skip
_LUNAR = {
    "春节": (1, 1), "大年": (1, 1), "除夕": (1, EVE), "元宵": (1, 15), "端午": (5, 5),
    "七夕": (7, 7),
    "中元": (7, 15), "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8), "小年": (12, 23),
}  # fmt: skip

FESTIVALS: tuple[str, ...] = tuple(sorted((*_SOLAR, *_LUNAR, "清明"), key=len, reverse=True))
_HOLIDAY_DAYS = {"春节": 7, "国庆": 7, "十一": 7, "五一": 5, "劳动节": 5}
_DEFAULT_HOLIDAY = 3
"""Days of a short holiday with its weekend (清明, 端午, 中秋, 元旦), since the order of 2007."""


def festival_in(year: int, name: str) -> date | None:
    """The day of a festival in a Gregorian year.

    >>> festival_in(2020, "中秋"), festival_in(2024, "清明"), festival_in(2025, "除夕")
    (datetime.date(2020, 10, 1), datetime.date(2024, 4, 4), datetime.date(2025, 1, 28))
    """
    if day := _SOLAR.get(name):
        return date(year, *day) if 1 <= year <= 9999 else None
    if name == "清明":
        return date(year, 4, _qingming(year)) if 1901 <= year <= 2099 else None
    month, lunar_day = _LUNAR[name]
    found = solar(year, month, lunar_day)
    if name in ("腊八", "小年"):
        # These fall in January or February: of the lunar year before.
        earlier = solar(year - 1, month, lunar_day)
        return earlier if earlier and earlier.year == year else found
    return found


def holiday_days(name: str) -> int:
    """How many days the holiday of a festival lasts."""
    return _HOLIDAY_DAYS.get(name, _DEFAULT_HOLIDAY)


def _qingming(year: int) -> int:
    """The day in April, by the usual formula for solar terms: [Y·D + C] - L, D 0.2422."""
    short = year % 100
    constant = 5.59 if year <= 1999 or (short == 0 and year == 1900) else 4.81
    return int(short * 0.2422 + constant) - short // 4


def nearest(reference: date, name: str) -> date | None:
    """The occurrence of a festival nearest to a date.

    >>> nearest(date(2020, 12, 29), "元旦")
    datetime.date(2021, 1, 1)
    """
    found = [festival_in(reference.year + shift, name) for shift in (-1, 0, 1)]
    days = [day for day in found if day is not None]
    return min(days, key=lambda day: (abs(day - reference), day), default=None)


def span_of(day: date, name: str, holiday: bool) -> tuple[date, date]:
    """First and last day of a festival, or of its holiday."""
    if not holiday:
        return day, day
    # The holiday of the Spring Festival begins on its eve (orders of 2008-2013, 2015-2023, 2025).
    first = day - timedelta(1) if name == "春节" else day
    return first, first + timedelta(holiday_days(name) - 1)
