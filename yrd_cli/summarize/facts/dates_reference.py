"""What relative dates count from: the day of publication, the dateline, the strongest year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.dates_expressions import DateSpan, Point, Years
from yrd_cli.summarize.facts.dates_resolve import Reference

_DATELINE = compiled(
    r"(?:本报|新华社|中新社|中新网|央视网|人民网|新华网|光明网|讯|电|消息|报道|记者|社|网|台"
    r"|报)[^\n。！？]{0,24}?"
    r"(?:(?P<year>(?:19|20)\d{2})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?=电|讯|消息|报道"
    r"|\)?电|夜电)"
)
_STAMP = compiled(
    # 发布时间：2024-05-10; 《人民日报》（2024年05月10日 第1版）
    r"(?:(?:发布|发稿|更新|刊发|发表)(?:时间|日期|于)?[:：]?|报》?\s?[（(])\s?"
    r"(?P<year>20\d{2})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})(?!\d)"
)
_DATELINE_REACH = 3000
"""Characters in which a dateline is looked for: it stands at the head of the article."""


def given(reference_date: date | str | None) -> Reference | None:
    """The reference that the caller gives: a date, or ISO 8601 text (a time is left out).

    Raises ValueError for text that is no ISO 8601 date.
    """
    if reference_date is None or reference_date == "":
        return None
    if isinstance(reference_date, str):
        text = reference_date.strip()
        if re.fullmatch(r"\d{4}", text):
            return Reference(int(text))
        if re.fullmatch(r"\d{4}-\d{2}", text):
            return Reference(int(text[:4]))
        try:
            day = date.fromisoformat(text[:10])
        except ValueError:
            raise ValueError(f"not an ISO 8601 date: {reference_date!r}") from None
        return Reference(day.year, day)
    day = reference_date.date() if isinstance(reference_date, datetime) else reference_date
    return Reference(day.year, day)


def inferred(folded: str, spans: Iterable[DateSpan]) -> Reference:
    """The reference that the text itself gives: its dateline, else the year it speaks of most.

    A dateline without a year takes that year too; without any year nothing can be resolved.
    """
    strongest = _strongest_year(spans)
    stamped = _STAMP.search(folded)
    if stamped:
        try:
            day = date(*(int(stamped[part]) for part in ("year", "month", "day")))
        except ValueError:
            pass
        else:
            return Reference(day.year, day)
    found = _DATELINE.search(folded, 0, _DATELINE_REACH)
    if found:
        year = int(found["year"]) if found["year"] else strongest
        if year is not None:
            try:
                day = date(year, int(found["month"]), int(found["day"]))
            except ValueError:
                pass
            else:
                return Reference(year, day, inferred=not found["year"])
    return Reference(strongest, None, inferred=True)


def _strongest_year(spans: Iterable[DateSpan]) -> int | None:
    """The year told most often, the later of two alike."""
    told: Counter[int] = Counter()
    for span in spans:
        for point in (span.first, span.last):
            if isinstance(point, Point) and point.year is not None:
                told[point.year] += 1
            elif isinstance(point, Years) and point.grain == "year" and point.last == point.first:
                told[point.first] += 1
    return max(told, key=lambda year: (told[year], year), default=None)
