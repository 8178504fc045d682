"""Dates that begin with a numeral: 2020年1月3日, 2020-01-03, 10月30日, 9年前, 一季度, 80年代."""

from __future__ import annotations

import re

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts import dates_patterns as patterns
from yrd_cli.summarize.facts.dates_expressions import (
    DateSpan,
    Expression,
    Lately,
    Point,
    Shift,
    Years,
)  # fmt: skip
from yrd_cli.summarize.facts.dates_patterns import small, year_of
from yrd_cli.summarize.facts.numerals import read_numeral

_TO = compiled(patterns.TO)
_MAX_SPAN_OF_YEARS = 300
Match = tuple[int, int, DateSpan]
"""Where a date begins and ends, and what it says."""


def date_at(folded: str, start: int, end: int) -> Match | None:
    """The date that begins with the numeral ``folded[start:end]``; None where none does."""
    after = folded[end : end + 1]
    if after == " ":
        after = folded[end + 1 : end + 2]
    found: Match | None = None
    if after == "年":
        found = _years(folded, start) or _point(folded, start) or _ago(folded, start, end)
    elif after == "月":
        found = _bare_month(folded, start) or _ago(folded, start, end)
    elif after == "日":
        found = _bare_day(folded, start)
    elif after in ("-", "/", "."):
        found = _iso(folded, start) or _years(folded, start) or _bare_month(folded, start)
    elif after in ("至", "到", "—", "–", "~", "～"):
        found = _years(folded, start) or _bare_month(folded, start) or _bare_day(folded, start)
    elif after == "季":
        found = _quarter(folded, start)
    elif after in ("世", "代"):
        found = _century(folded, start)
    elif after in ("个", "天", "周", "多", "余"):
        found = _ago(folded, start, end)
    if found is None and "." in folded[start:end]:
        found = _iso(folded, start)
    return found


def extended(folded: str, found: Match) -> Match:
    """A date with its other end (至2月5日) and its modifier (以来, 前, 起)."""
    start, end, span = found
    if span.last is None and isinstance(span.first, Point) and (to := _TO.match(folded, end)):
        second = _point(folded, to.end()) or _bare_month(folded, to.end())
        if second is None and span.first.day:
            second = _bare_day(folded, to.end())
        if second and isinstance(second[2].first, Point):
            last = second[2].last or second[2].first
            if (last.year is None and last.year_shift is None) or _not_before(span.first, last):
                return _modified(folded, start, second[1], DateSpan(span.first, last))
    return _modified(folded, start, end, span)


def _not_before(first: Point, last: Point) -> bool:
    return first.year is None or last.year is None or last.year >= first.year


def _modified(folded: str, start: int, end: int, span: DateSpan) -> Match:
    after = patterns.AFTER.match(folded, end)
    if after is None or span.modifier in ("前", "后"):
        return start, end, span
    word = after[0].strip()
    return start, after.end(), DateSpan(span.first, span.last, word)


def point_at(folded: str, start: int) -> Match | None:
    """A date that begins with a year, absolute or relative (今年, 民国109年)."""
    return _point(folded, start)


def _point(folded: str, start: int) -> Match | None:
    found = patterns.POINT.match(folded, start)
    if found is None:
        return None
    year = shift = None
    anchored = False
    if found["relative"]:
        shift = patterns.RELATIVE_YEARS[found["relative"]]
        anchored = found["relative"] in patterns.ANCHORED_YEARS
    elif found["era"]:
        numeral = found["era_year"]
        number = 1 if numeral == "元" else small(numeral)
        year = None if number is None else patterns.ERAS[found["era"]] + number
    elif found["short"]:
        year = _short_year(folded, start, found["short"].lstrip("‘’'"))
    else:
        year = year_of(found["year"])
    if year is None and shift is None:
        return None
    if found["festival"]:
        point = Point(
            year, shift, festival=found["festival"], part=found["holiday"], to_anchor=anchored
        )
        return start, found.end(), DateSpan(point)
    if found["first_months"]:
        first = Point(year, shift, 1, to_anchor=anchored)
        last = Point(year, shift, small(found["first_months"]), to_anchor=anchored)
        return start, found.end(), DateSpan(first, last)
    if found["part"]:
        point = Point(year, shift, part=found["part"], to_anchor=anchored)
        return start, found.end(), DateSpan(point)
    return start, found.end(), _with_month(found, year, shift, anchored)


_MINGUO_REACH = 3000
"""Characters before a short year in which 民国 is looked for."""


def _short_year(folded: str, start: int, numeral: str) -> int | None:
    """98年3月: of the Republic where the text counts so, else of the last or this century."""
    number = small(numeral)
    if number is None:
        return None
    if folded.rfind("民国", max(0, start - _MINGUO_REACH), start) >= 0:
        return patterns.ERAS["民国"] + number if number <= 200 else None
    if not numeral.isdigit() or len(numeral) != 2:
        return None
    return number + (2000 if number < 50 else 1900)


def _with_month(
    found: re.Match[str], year: int | None, shift: int | None, anchored: bool = False
) -> DateSpan:
    month = small(found["month"]) if found["month"] else None
    day = small(found["day"]) if found["day"] else None
    first = Point(year, shift, month, None, day, found["day_part"], to_anchor=anchored)
    last = None
    if found["month2"]:
        # 1至10月; and 3月至5月5日 is found as two points.
        last = Point(year, shift, small(found["month2"]), None, day, to_anchor=anchored)
        first = Point(year, shift, month, to_anchor=anchored)
    elif found["day2"]:
        last = Point(year, shift, month, None, small(found["day2"]), to_anchor=anchored)
    return DateSpan(first, last)


def _bare_month(folded: str, start: int) -> Match | None:
    found = patterns.BARE_MONTH.match(folded, start)
    if found is None:
        return None
    if folded[start - 1 : start] in ("满", "每", "第", "前", "后", "个", "近") and not found["day"]:
        return None
    month = small(found["month"])
    if month is None or not 1 <= month <= 12:
        return None
    return start, found.end(), _with_month(found, None, None)


def _bare_day(folded: str, start: int) -> Match | None:
    """5日, 3日至5日: only in Arabic digits; 十五日 in laws is how long."""
    found = patterns.BARE_DAY.match(folded, start)
    if found is None or folded[start - 1 : start] in _NOT_BEFORE_DAY:
        return None
    if folded[found.end() : found.end() + 1] == "的" and (
        start and folded[start - 1] not in _BEFORE_DAY_OF
    ):
        return None
    days = [int(found["day"])] + ([int(found["day2"])] if found["day2"] else [])
    if not all(1 <= day <= 31 for day in days):
        return None
    points = [Point(day=day) for day in days]
    return start, found.end(), DateSpan(points[0], points[1] if len(points) > 1 else None)


_BEFORE_DAY_OF = frozenset("至于在自从到)）、，。；：!\n “”")
"""截至15日的数据 tells a day; 逾期30日的 in a law tells how long."""
_NOT_BEFORE_DAY = frozenset("每第满起达过超近约足少于续为后前的")


def _iso(folded: str, start: int) -> Match | None:
    if found := patterns.ISO.match(folded, start):
        clock = None
        if found["hour"]:
            clock = f"{int(found['hour']):02d}:{found['minute']}"
            clock += f":{found['second']}" if found["second"] else ""
            clock += found["zone"] or ""
        year, month, day = (int(found[name]) for name in ("year", "month", "day"))
        point = Point(year, None, month, None, day, clock=clock)
        return start, found.end(), DateSpan(point)
    if found := patterns.ISO_MONTH.match(folded, start):
        point = Point(int(found["year"]), None, int(found["month"]))
        return start, found.end(), DateSpan(point)
    return None


def _years(folded: str, start: int) -> Match | None:
    found = patterns.YEARS.match(folded, start)
    if found is None:
        return None
    first, last = year_of(found["first"]), year_of(found["last"])
    if first is None or last is None or not 0 < last - first <= _MAX_SPAN_OF_YEARS:
        return None
    return start, found.end(), DateSpan(Years(first, last))


def _quarter(folded: str, start: int) -> Match | None:
    found = patterns.QUARTER.match(folded, start)
    if found is None:
        return None
    ordinal = folded[start - 1 : start] == "第"
    before = folded[start - 1 : start]
    if before == "前" or (before in ("每", "个") and not ordinal):
        return None
    point = Point(part=found["quarter"] + "季度" + (found["part"] or ""))
    return start - ordinal, found.end(), DateSpan(point)


def _century(folded: str, start: int) -> Match | None:
    if found := patterns.DECADE.match(folded, start):
        decade = small(found["decade"])
        century = small(found["century"]) if found["century"] else 20
        if folded[start - 2 : start] == "本世" or decade is None or century is None:
            return None
        if folded[start - 3 : start] == "上世纪":
            start -= 3
        first = (century - 1) * 100 + decade
        last = (century - 1) * 100 + (small(found["decade2"] or "") or decade) + 9
        return start, found.end(), DateSpan(Years(first, last, "decade"))
    found = patterns.CENTURY.match(folded, start)
    number = small(found["century"]) if found else None
    if found is None or number is None or not 1 <= number <= 30:
        return None
    if folded[start - 1 : start] == "第":
        return None
    first = (number - 1) * 100 + 1
    return start, found.end(), DateSpan(Years(first, first + 99, "century"), None, found["part"])


_UNITS = {"年": "year", "月": "month", "周": "week", "期": "week", "拜": "week", "天": "day"}


def _ago(folded: str, start: int, end: int) -> Match | None:
    """9年前, 三天后, 两个多月前; 三年间 is the years up to the reference."""
    found = patterns.AGO.match(folded, end)
    number = read_numeral(folded[start:end]) if found else None
    if found is None or number is None or not isinstance(number.minimum, int):
        return None
    if not number.exact or (number.minimum > _MAX_SPAN_OF_YEARS and found["unit"][-1] == "年"):
        return None
    if folded[start - 1 : start] in ("第", "每", "前", "后", "满"):
        return None
    unit = _UNITS[found["unit"][-1]]
    way = found["way"]
    first: Expression
    if way.startswith("间") or way.endswith("以来"):
        if unit != "year":
            return None
        first = Lately(number.minimum)
        return start, found.end(), DateSpan(first)
    after = "后" in way
    first = Shift(unit, number.minimum if after else -number.minimum, after=after)  # type: ignore[arg-type]
    return start, found.end(), DateSpan(first, None, "后" if after else "前")
