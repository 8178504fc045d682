"""From what a date says to the days it means, given a reference date."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from yrd_cli.summarize.facts.calendar_festivals import festival_in, nearest, span_of
from yrd_cli.summarize.facts.calendar_lunar import solar
from yrd_cli.summarize.facts.dates_expressions import (
    SOME_YEARS,
    DateSpan,
    Expression,
    Grain,
    Lately,
    Point,
    Shift,
    Weekday,
    Years,
)  # fmt: skip

Interval = tuple[date, date, Grain]
_QUARTERS = (
    {c: i for i, c in enumerate("一二三四", 1)}
    | {c: i for i, c in enumerate("1234", 1)}
    | {"两": 2}
)
_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11)}


@dataclass(slots=True)
class Reference:
    """What relative dates count from: a day, or no more than a year."""

    year: int | None = None
    day: date | None = None
    inferred: bool = False
    anchor_year: int | None = None
    """The last year told in the text so far, for 同年 and 次年."""
    anchor_month: int | None = None


MAX_DAYS_AHEAD = 183
"""What is announced without a year lies within half a year; beyond that it is past."""


class ImpossibleDateError(ValueError):
    """A date that the calendar does not have: 2月30日."""


def resolve(
    span: DateSpan, reference: Reference, year: int | None, future: bool
) -> Interval | None:
    """The first and last day of a date, both included, and its grain.

    ``year`` is what a date without a year takes from the words before it, ``future`` whether
    they speak of what is to come. None where the reference does not say enough. Raises
    ImpossibleDateError.
    """
    first = _interval(span.first, reference, year, future)
    if first is None:
        return None
    if span.last is not None and isinstance(span.first, Point):
        last = _interval(_inheriting(span.last, span.first), reference, first[0].year, future)
        if last is None:
            return None
        if last[1] < first[0] and not span.last.is_absolute:
            last = (last[0], _next_year(last[1]), last[2])
        if last[1] < first[0]:
            raise ImpossibleDateError
        return first[0], last[1], last[2]
    return first


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28))


def _inheriting(last: Point, first: Point) -> Point:
    """The second end of a span: what it leaves out, it takes from the first."""
    if last.year is None and last.year_shift is None:
        last = last._replace(year=first.year, year_shift=first.year_shift)
    if last.month is None:
        last = last._replace(month_shift=first.month_shift)
        last = last if last.part else last._replace(month=first.month)
    return last._replace(to_anchor=first.to_anchor)


def _interval(
    said: Expression, reference: Reference, year: int | None, future: bool
) -> Interval | None:
    if isinstance(said, Years):
        return _day(said.first, 1, 1), _day(said.last, 12, 31), said.grain
    if isinstance(said, Point):
        return _point(said, reference, year, future)
    if isinstance(said, Shift):
        return _shifted(said, reference)
    if reference.day is None:
        return None
    if isinstance(said, Weekday):
        day = reference.day - timedelta((reference.day.weekday() - said.day) % 7)
        if future:
            day = reference.day + timedelta((said.day - reference.day.weekday()) % 7)
        return day, day, "day"
    return _lately(said, reference.day)


def _lately(said: Lately, day: date) -> Interval:
    if said.years == SOME_YEARS:
        return day, day, "year"
    if said.years:
        return _years_on(day, -said.years), day, "year"
    return day, day, "day"


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        try:
            return day.replace(year=day.year + years, day=28)
        except ValueError:
            raise ImpossibleDateError from None


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ImpossibleDateError from None


def _month_end(year: int, month: int) -> date:
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        raise ImpossibleDateError
    return date(year, month, calendar.monthrange(year, month)[1])


def _year_said(point: Point, reference: Reference, year: int | None) -> int | None:
    if point.year is not None:
        return point.year
    if point.year_shift is None:
        return year
    base = reference.anchor_year if point.to_anchor else None
    base = reference.year if base is None else base
    return None if base is None else base + point.year_shift


def _point(point: Point, reference: Reference, year: int | None, future: bool) -> Interval | None:
    said = _year_said(point, reference, year)
    if point.lunar or point.festival:
        return _festival(point, reference, said)
    if point.month_shift is not None:
        return _relative_month(point, reference)
    if point.month is not None:
        if said is None:
            said = _nearest_year(point, reference, future)
        if said is None:
            _check_without_year(point)
            return None
        return _in_month(said, point.month, point)
    if point.day is not None:
        return _bare_day(point.day, reference, future)
    if said is not None:
        return _in_year(said, point.part)
    if reference.year is None:
        return None
    found = _in_year(reference.year, point.part)
    recent = (point.part is not None and "季" in point.part) or point.part in ("上半年", "下半年")
    if recent and not future and reference.day is not None and found[0] > reference.day:
        # 四季度 told in January is last year's.
        return _in_year(reference.year - 1, point.part)
    return found


def _check_without_year(point: Point) -> None:
    if point.month is not None:
        _in_month(2000, point.month, point)


def _nearest_year(point: Point, reference: Reference, future: bool) -> int | None:
    """The year that puts a bare month and day nearest before the reference, or after it."""
    if reference.year is None or point.month is None:
        return reference.year
    if reference.day is None:
        return reference.year
    year = reference.year
    if (leap := _leap_or(year, point)) != year:
        return leap
    first, last, _ = _in_month(year, point.month, point)
    if first <= reference.day <= last:
        return year
    if future and first <= reference.day:
        # 将 in a sentence that tells of last month as well does not put that a year ahead.
        ahead = _years_on(first, 1) - reference.day
        return year + 1 if ahead.days <= MAX_DAYS_AHEAD else year
    if future:
        return year
    return _leap_or(year - 1, point) if first > reference.day else year


def _leap_or(year: int, point: Point) -> int:
    """29 February stands in leap years only: the latest one."""
    if point.month == 2 and point.day == 29:
        while not calendar.isleap(year) and year > 8:
            year -= 1
    return year


def _in_month(year: int, month: int, point: Point) -> Interval:
    last = _month_end(year, month)
    if point.day is not None:
        day = _day(year, month, point.day)
        return day, day, "second" if point.clock else "day"
    part = point.part
    if part in ("上旬", "初"):
        return _day(year, month, 1), _day(year, month, 10), "day"
    if part == "中旬":
        return _day(year, month, 11), _day(year, month, 20), "day"
    if part in ("下旬", "底", "末"):
        return _day(year, month, 21), last, "day"
    if part == "上半月":
        return _day(year, month, 1), _day(year, month, 15), "day"
    if part == "下半月":
        return _day(year, month, 16), last, "day"
    return _day(year, month, 1), last, "month"


FRESH_DAYS = 2
"""A bare day so shortly before the day of publication is that one: 6日 in a paper of the 7th."""


def _bare_day(day: int, reference: Reference, future: bool) -> Interval | None:
    if reference.day is None:
        if not (reference.anchor_year and reference.anchor_month):
            return None
        found = _day(reference.anchor_year, reference.anchor_month, day)
        return found, found, "day"
    year, month = reference.day.year, reference.day.month
    if not future and 0 <= reference.day.day - day <= FRESH_DAYS:
        pass  # the day before the paper, whatever older story is told beside it
    elif (
        reference.anchor_month and reference.anchor_year == year and reference.anchor_month <= month
    ):
        month = reference.anchor_month
    elif day > reference.day.day and not future:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    found = _day(year, month, day)
    return found, found, "day"


def _relative_month(point: Point, reference: Reference) -> Interval | None:
    base = reference.day
    if base is None:
        return None
    year, month = base.year, base.month
    if point.to_anchor and reference.anchor_month and reference.anchor_year:
        year, month = reference.anchor_year, reference.anchor_month
    index = year * 12 + month - 1 + (point.month_shift or 0)
    return _in_month(index // 12, index % 12 + 1, point)


def _in_year(year: int, part: str | None) -> Interval:
    start, end = _day(year, 1, 1), _day(year, 12, 31)
    if part is None or part in ("内", "年内", "全年"):
        return start, end, "year"
    if part == "上半年":
        return start, _day(year, 6, 30), "month"
    if part == "下半年":
        return _day(year, 7, 1), end, "month"
    bare = part.removeprefix("年").removeprefix("第")
    if "季" in bare and bare[0] not in "春夏秋冬":
        return _quarters(year, bare)
    if bare[0] in "底末终":
        return _day(year, 12, 1), end, "month"
    if bare[0] == "初":
        return start, _month_end(year, 1), "month"
    if bare[0] == "中":
        return _day(year, 6, 1), _day(year, 7, 31), "month"
    if bare[0] in _SEASONS:
        first, last = _SEASONS[bare[0]]
        return _day(year, first, 1), _month_end(year, last), "season"
    if bare[0] == "冬":
        return _day(year, 12, 1), _month_end(year + 1, 2), "season"
    if bare == "暑假":
        return _day(year, 7, 1), _day(year, 8, 31), "month"
    if bare == "寒假":
        return start, _month_end(year, 2), "month"
    return start, end, "year"


def _quarters(year: int, part: str) -> Interval:
    """一季度, 前三季度, 二季度末."""
    number = _QUARTERS[part.lstrip("前")[0]]
    last = _month_end(year, 3 * number)
    if part[0] == "前":
        return _day(year, 1, 1), last, "quarter"
    if part[-1] == "末":
        return _day(year, 3 * number, 1), last, "month"
    return _day(year, 3 * number - 2, 1), last, "quarter"


def _festival(point: Point, reference: Reference, year: int | None) -> Interval | None:
    if point.lunar:
        found = _lunar_day(point.lunar, reference, year)
        return (found, found, "day") if found else None
    name = point.festival or ""
    if year is not None:
        day = festival_in(year, name)
    elif reference.day is not None:
        day = nearest(reference.day, name)
    else:
        day = festival_in(reference.year, name) if reference.year is not None else None
    if day is None:
        return None
    holiday = point.part not in (None, "期间")
    first, last = span_of(day, name, holiday)
    return first, last, "day"


def _lunar_day(lunar: tuple[int, int], reference: Reference, year: int | None) -> date | None:
    base = year if year is not None else reference.year
    if base is None:
        return None
    found = [day for shift in (-1, 0, 1) if (day := solar(base + shift, *lunar))]
    if not found:
        return None
    if year is not None:
        return next((day for day in found if day.year == year), found[0])
    near = reference.day or date(base, 7, 1)
    return min(found, key=lambda day: (abs(day - near), day))


def _shifted(said: Shift, reference: Reference) -> Interval | None:
    if said.unit == "year":
        return _years_away(said, reference)
    day = reference.day
    if day is None or (said.after and said.unit != "day"):
        return None
    if said.unit == "day":
        if said.after or abs(said.amount) > 100_000:
            return None
        found = day + timedelta(said.amount)
        return found, found, "day"
    if said.unit == "week":
        return _week(said, day)
    months = {"month": 1, "quarter": 3}[said.unit] * said.amount
    index = day.year * 12 + day.month - 1 + months
    if not 12 <= index < 12 * 9999:
        return None
    year, month = index // 12, index % 12 + 1
    if said.unit == "quarter":
        return _quarters(year, "一二三四"[(month - 1) // 3])
    return _day(year, month, 1), _month_end(year, month), "month"


def _week(said: Shift, day: date) -> Interval | None:
    if abs(said.amount) > 10_000:
        return None
    monday = day - timedelta(day.weekday()) + timedelta(7 * said.amount)
    if said.weekday is not None:
        found = monday + timedelta(said.weekday)
        return found, found, "day"
    if said.part == "末":
        return monday + timedelta(5), monday + timedelta(6), "day"
    return monday, monday + timedelta(6), "week"


def _years_away(said: Shift, reference: Reference) -> Interval | None:
    base = reference.year
    if said.after and reference.anchor_year is not None:
        told = reference.anchor_year + said.amount
        # In a story 三年后 counts from the year told before, as long as that is no later than now.
        if base is None or told <= base:
            base = reference.anchor_year
    if base is None or not 1 <= base + said.amount <= 9999:
        return None
    year = base + said.amount
    return _day(year, 1, 1), _day(year, 12, 31), "year"
