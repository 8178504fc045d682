"""Years before the common era, which no `datetime.date` can hold: 公元前221年, 公元前3世纪."""

from __future__ import annotations

from yrd_cli.summarize.facts.model import Finding
from yrd_cli.summarize.facts.numerals import read_numeral

_LEAD = "公元前"
_YEARS_OF_A_CENTURY = 100


def before_christ_at(folded: str, start: int, end: int) -> Finding | None:
    """The date whose numeral stands at ``[start, end)`` behind 公元前; None without 年 or 世纪.

    Years are ISO 8601 expanded, astronomical: 1 BC is 0000, 221 BC is -0220.

    >>> before_christ_at("公元前221年", 3, 6).value["start"]
    '-0220-01-01'
    """
    number = read_numeral(folded[start:end])
    if number is None or not isinstance(number.minimum, int) or not number.minimum:
        return None
    for unit, years in (("年", 1), ("世纪", _YEARS_OF_A_CENTURY)):
        if folded.startswith(unit, end):
            first = 1 - number.minimum * years
            value = {
                "start": f"{_year(first)}-01-01",
                "end": f"{_year(first + years - 1)}-12-31",
                "grain": "year" if years == 1 else "century",
                "relative": False,
            }
            return Finding("date", start - len(_LEAD), end + len(unit), value, None, None, 0.9)
    return None


def _year(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"
