"""Dates resolved: each date of a text as an ISO 8601 interval with its grain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.dates_expressions import (
    SOME_YEARS,
    DateSpan,
    Lately,
    Point,
    Shift,
    Years,
)
from yrd_cli.summarize.facts.dates_reference import given, inferred
from yrd_cli.summarize.facts.dates_resolve import ImpossibleDateError, Interval, Reference, resolve
from yrd_cli.summarize.facts.model import Finding

_FUTURE = compiled(
    "将(?!军|领|来的|近|士|帅)|即将|拟于|拟在|计划于|计划在|定于|预计|有望|届时|筹备|截止|为期"
    "|起实施|起施行|正式实施|报名时间|敬请"
)
_SENTENCE_END = compiled("[。！？!?\n]")
_CONTEXT = 120
"""Characters of a sentence that are looked at on each side of a date."""

_STORY = 400
"""Characters over which a story without a date of its own goes on in the year last told."""

_MODIFIED_BY_PART = ("上旬", "中旬", "下旬")


def resolved(
    folded: str, findings: Sequence[Finding], reference_date: date | str | None
) -> list[Finding]:
    """The findings with each `DateSpan` made an interval, in order.

    A date that the calendar does not have, or that the reference does not reach, keeps its place
    with null ends and says why in its details.
    """
    reference = given(reference_date)
    if reference is None:
        spans = [found.value for found in findings if isinstance(found.value, DateSpan)]
        if not spans:
            return list(findings)
        reference = inferred(folded, spans)
    result = []
    explicit: tuple[int, int, int] | None = None
    for found in findings:
        if isinstance(found.value, DateSpan):
            span = found.value
            year = _year_from_before(folded, found, span, explicit, reference)
            done, interval = _resolved(folded, found, span, reference, year)
            if interval is not None:
                explicit = _told(found, span, interval, reference) or explicit
            found = done
        result.append(found)
    return result


def _year_from_before(
    folded: str,
    found: Finding,
    span: DateSpan,
    explicit: tuple[int, int, int] | None,
    reference: Reference,
) -> int | None:
    """A bare 月日 takes the year of a full date before it in the same sentence, if it is later.

    Where nothing says when the text was published, the next sentences go on with that year too.
    """
    point = span.first
    if explicit is None or not isinstance(point, Point) or point.month is None:
        return None
    end, year, month = explicit
    if point.year is not None or point.year_shift is not None or point.month < month:
        return None
    if reference.day is None:
        return year if found.start - end <= _STORY else None
    if found.start - end > _CONTEXT or _SENTENCE_END.search(folded, end, found.start):
        return None
    return year


def _told(
    found: Finding, span: DateSpan, interval: Interval, reference: Reference
) -> tuple[int, int, int] | None:
    """Remember the year told; give what a bare 月日 behind it in the sentence can take."""
    point = span.first
    if isinstance(point, Point) and point.month is not None:
        reference.anchor_month = interval[0].month
        reference.anchor_year = interval[0].year
    if isinstance(point, Lately | Years) or (isinstance(point, Shift) and point.unit != "year"):
        return None
    if isinstance(point, Shift) and point.amount > 0:
        return None
    reference.anchor_year = interval[0].year
    if isinstance(point, Point) and point.year is not None and point.month is not None:
        return found.end, interval[0].year, interval[1].month
    return None


def _resolved(
    folded: str, found: Finding, span: DateSpan, reference: Reference, year: int | None
) -> tuple[Finding, Interval | None]:
    relative = not (
        isinstance(span.first, Years) or (isinstance(span.first, Point) and span.first.is_absolute)
    )
    details: dict[str, Any] = {}
    interval = None
    try:
        interval = resolve(span, reference, year, relative and _speaks_of_future(folded, found))
    except (ImpossibleDateError, OverflowError):
        details["impossible"] = True
    if interval is None and relative and isinstance(span.first, Point):
        details |= _partial(span.first)
    if interval is None and not details.get("impossible"):
        details["unresolved"] = True
    if interval is not None and relative and reference.inferred and year is None:
        details["inferred"] = True
    value = _value(span, interval, relative, reference)
    confidence = 0.9 if interval and not relative else 0.8 if interval else 0.5
    if isinstance(span.first, Lately) or details.get("inferred"):
        confidence = 0.6
    return found._replace(
        value=value, modifier=_modifier(span), confidence=confidence, details=details
    ), interval


def _value(
    span: DateSpan, interval: Interval | None, relative: bool, reference: Reference
) -> dict[str, Any]:
    if interval is None:
        return {"start": None, "end": None, "grain": _grain(span), "relative": relative}
    first, last, grain = interval
    start, end = first.isoformat(), last.isoformat()
    point = span.first
    if isinstance(point, Point) and point.clock:
        start = end = f"{start}T{point.clock}"
        grain = "second" if point.clock.count(":") > 1 else "minute"
    if isinstance(point, Lately) and point.years == SOME_YEARS:
        return {"start": None, "end": end, "grain": grain, "relative": relative}
    if span.modifier == "以来" and reference.day is not None and reference.day >= first:
        end = reference.day.isoformat()
    return {"start": start, "end": end, "grain": grain, "relative": relative}


def _grain(span: DateSpan) -> str:
    point = span.first
    if isinstance(point, Point):
        if point.day is not None or point.festival or point.lunar:
            return "day"
        return "month" if point.month is not None or point.month_shift is not None else "year"
    if isinstance(point, Shift):
        return point.unit
    return "day"


def _partial(point: Point) -> dict[str, str]:
    """What is known of a date without its year: XXXX-09-23."""
    if point.month is None:
        return {}
    day = f"-{point.day:02d}" if point.day else ""
    return {"partial": f"XXXX-{point.month:02d}{day}"}


def _modifier(span: DateSpan) -> str | None:
    if span.modifier:
        return span.modifier
    point = span.last or span.first
    if not isinstance(point, Point) or not point.part:
        return None
    part = point.part.removeprefix("年")
    if part in _MODIFIED_BY_PART:
        return part
    return part[0] if part[:1] and part[0] in "初底末终中" else None


def _speaks_of_future(folded: str, found: Finding) -> bool:
    """Whether the sentence says that something is still to come (将, 即将, 定于)."""
    start = max(0, found.start - _CONTEXT)
    for mark in _SENTENCE_END.finditer(folded, start, found.start):
        start = mark.end()
    ending = _SENTENCE_END.search(folded, found.end, found.end + _CONTEXT)
    end = ending.start() if ending else found.end + _CONTEXT
    return bool(_FUTURE.search(folded, start, end))
