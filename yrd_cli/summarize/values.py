"""A fact's value in a few words, for people."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

UNITS = {"%": "%", "百分点": " 百分点"}


def shown_value(value: Any, unit: str | None, beside: str = "") -> str:
    """The value as a cell of a table; what the words ``beside`` it say already is left out.

    >>> shown_value(219200000000, "CNY"), shown_value(10.2, "%")
    ('219,200,000,000 CNY', '10.2%')
    >>> shown_value({"minimum": 20, "maximum": 90}, "个")
    '20–90 个'
    """
    if isinstance(value, dict):
        text = _shown_object(value, beside)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        text = f"{value:,}"
    else:
        text = "" if value is None or value == beside else str(value)
    return text + UNITS.get(unit, f" {unit}") if unit and text else text


def _shown_object(value: dict[str, Any], beside: str) -> str:
    if "minimum" in value or "maximum" in value:
        return _shown_range(value.get("minimum"), value.get("maximum"))
    if "grain" in value:
        return interval(value)
    parts = [_shown_part(part) for part in value.values() if part not in (None, "", [], beside)]
    return " · ".join(parts)


def _shown_part(part: Any) -> str:
    return "、".join(map(str, part)) if isinstance(part, list | tuple) else str(part)


def _shown_range(least: Any, most: Any) -> str:
    if least is None:
        return f"≤ {most:,}"
    if most is None:
        return f"≥ {least:,}"
    return f"{least:,}–{most:,}"


def interval(value: dict[str, Any]) -> str:
    """A date as ISO 8601: a day, or first and last day; ``?`` where it is unresolved.

    >>> interval({"start": "2020-01-01", "end": "2020-12-31", "grain": "year"})
    '2020-01-01/2020-12-31'
    """
    start, end = value.get("start"), value.get("end")
    if start == end:
        return start or "?"
    return f"{start or '..'}/{end or '..'}"
