"""The surest facts of a text: money with its currency, percentages, full dates.

Everything is searched in the simplified fold of the text, which keeps all offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yrd_cli.script import to_simplified

FactType = Literal["money", "percent", "date"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, and where it stands: code points into the text, end exclusive."""

    type: FactType
    text: str
    start: int
    end: int

    def record(self) -> dict[str, str | int]:
        """The fact as a JSON object."""
        return {"type": self.type, "text": self.text, "start": self.start, "end": self.end}


_DIGITS = "零〇一二两三四五六七八九"
_NUMERAL = _DIGITS + "十百千"
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,20})(?:\.\d{1,10})?"
_BEFORE = rf"(?<![\d第{_NUMERAL}万亿点])(?<!\d[.,])"
"""A number begins here; not within a longer one, and not an ordinal (第三)."""

_MAGNITUDE = r"(?:[多余几]?[十百千]?[万亿]{1,2}(?:\d{1,4}[百千万])?|[百千])?"
_CURRENCY = (
    "(?:人民币|新?台币|新加坡元|(?:美|欧|港|日|澳|加|韩|新台|澳门)元|元人民币|元|美金|港币|英镑"
    "|卢布|法郎|泰铢|卢比|块钱)"
)
# 三元 and 多元 are no sums: Chinese numerals need a digit and a unit, as in 五百元, 三万美元.
_CHINESE_SUM = rf"(?=[{_DIGITS}]{{1,8}}[十百千万亿点])[{_DIGITS}][{_NUMERAL}万亿点]{{1,16}}"
_TEN = rf"十[{_DIGITS}]?[多余几]?[万亿]{{1,2}}"

_FACT = re.compile(
    rf"(?P<money>{_BEFORE}(?:{_ARABIC}{_MAGNITUDE}[多余]?|{_CHINESE_SUM}[多余]?|{_TEN})"
    # 元旦 and 元宵 follow years; 百元店 and 万元户 are words of their own.
    rf"{_CURRENCY}(?![旦宵店户机]))"
    rf"|(?P<percent>{_BEFORE}{_ARABIC} ?[%％](?![0-9A-F]{{2}})"
    rf"|百分之(?:{_ARABIC}|[{_NUMERAL}]{{1,6}}(?:点[{_DIGITS}]{{1,6}})?))"
    r"|(?P<date>(?<!\d)(?:(?P<year>\d{4}) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号]"
    r"|(?P<iso>(?:19|20)\d{2}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2})(?![\d.-])"
    rf"|(?P<han>[一二][{_DIGITS}]{{3}}年[{_NUMERAL}]{{1,2}}月[{_NUMERAL}]{{1,3}}[日号])))"
)
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def find_facts(text: str) -> Iterator[Fact]:
    """The facts of a text, in order.

    A date that the calendar does not have (2月30日) is no fact.

    >>> [f.text for f in find_facts("2020年1月3日，長三角投資2192億元，增長10.2%")]
    ['2020年1月3日', '2192億元', '10.2%']
    """
    for found in _FACT.finditer(to_simplified(text)):
        kind = found.lastgroup
        if kind == "date" and not _is_day(found):
            continue
        start, end = found.span()
        yield Fact(kind, text[start:end], start, end)  # type: ignore[arg-type]


def _is_day(found: re.Match[str]) -> bool:
    if found["year"]:
        parts = [int(found[name]) for name in ("year", "month", "day")]
    elif found["iso"]:
        parts = [int(part) for part in found["iso"].split(found["mark"])]
    else:
        year, month, day = re.split("[年月]", found["han"][:-1])
        parts = [int("".join(str(_HAN_DIGITS[c]) for c in year)), _small(month), _small(day)]
    try:
        date(*parts)
    except ValueError:
        return False
    return True


def _small(numeral: str) -> int:
    """A numeral under a hundred; 0 where it is none.

    >>> _small("二十一"), _small("十"), _small("三百")
    (21, 10, 0)
    """
    tens, ten, units = numeral.rpartition("十")
    if not all(c in _HAN_DIGITS for c in tens + units) or len(tens) > 1 or len(units) > 1:
        return 0
    unit = _HAN_DIGITS[units] if units else 0
    return (10 * _HAN_DIGITS[tens] if tens else 10) + unit if ten else unit
