"""Numbers with their units: money, percent, ratio, count, duration, length, area.

All functions read the folded text (`numerals.fold`).
"""

from __future__ import annotations

import re
from typing import Any

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.model import Finding
from yrd_cli.summarize.facts.money import money_in_context, with_small_change
from yrd_cli.summarize.facts.numerals import CN_DIGIT, NUMERAL, Number, Real, product, read_numeral
from yrd_cli.summarize.facts.quantities_counts import bare_count, count_of
from yrd_cli.summarize.facts.quantities_durations import duration_of
from yrd_cli.summarize.facts.quantities_modifiers import modifier_before
from yrd_cli.summarize.facts.quantities_units import Unit, unit_at

_NUMERAL = compiled(NUMERAL)
_TO = compiled(r" ?(?:[-–~～至到]|—{1,2}) ?(?:约|近)?")
_ADDED = compiled("(?:多|余|几)(?![少样数])|来(?=[个名家年])")
_AFTER = compiled(
    "左右|上下|以上|以下|以内|之内|之多|有余|不到|不等|出头|开外|多(?![个少样数次年元名家种])"
    "|余(?![下额])"
)
_ELECTRICITY = Unit("度", "count", "kWh", "energy")
_LIST = compiled(r"(?:(?:、|和|及|与|或)\d{1,4}(?:\.\d{1,4})?){1,8}(?=[%个百])")
_CURRENCY_SIGNS = {
    "¥": "CNY", "￥": "CNY", "$": "USD", "€": "EUR", "£": "GBP", "RMB": "CNY", "人民币": "CNY",
    "港币": "HKD", "美金": "USD", "新台币": "TWD", "HK$": "HKD", "US$": "USD", "NT$": "TWD",
    "CNY": "CNY", "USD": "USD", "EUR": "EUR", "HKD": "HKD", "TWD": "TWD", "JPY": "JPY",
    "GBP": "GBP",
}  # fmt: skip
_CURRENCY_ENDS = frozenset(" ").union(sign[-1] for sign in _CURRENCY_SIGNS)
_BELOW_ZERO = compiled("(?:零下|[-−负])$")


def quantity_at(folded: str, start: int, end: int) -> Finding | None:
    """The quantity whose numeral is ``folded[start:end]``; None where a number has no unit."""
    number = read_numeral(folded[start:end])
    if number is None:
        return None
    at = end
    if added := _ADDED.match(folded, at):
        number = Number(number.minimum, number.maximum, added[0])
        at = added.end()
    unit, at_unit = _unit_after(folded, at)
    if unit is None and folded.startswith("度", at) and folded[at - 1] in "万亿":
        # 亿度 is electricity; 25度 may be heat, an angle or a lens.
        unit = _ELECTRICITY
    if unit is None and (listed := _LIST.match(folded, at)):
        # 分别回落0.2和0.4个百分点
        last, _ = _unit_after(folded, listed.end())
        if last and last.type == "percent" and number.exact:
            return Finding("percent", start, at, number.value(), last.unit, None, 0.9)
    if ranged := _range_from(folded, start, end, number, unit, at_unit):
        number, unit, at_unit = ranged
    if unit is None or unit.type != "money":
        currency = _currency_before(folded, start)
        if currency is not None and (unit is None or not unit.is_classifier):
            return _money(folded, start, at, number, currency)
    elif unit.word == "元" and (currency := _currency_before(folded, start)):
        # 新台币300万元
        unit = unit._replace(unit=currency)
    if unit is None:
        number = _modified(folded, start, number)
        return money_in_context(folded, start, at, number) or bare_count(folded, start, at, number)
    return _of_unit(folded, start, at_unit, number, unit)


def _unit_after(folded: str, at: int) -> tuple[Unit | None, int]:
    unit = unit_at(folded, at)
    if unit is None and folded[at : at + 1] == " ":
        at += 1
        unit = unit_at(folded, at)
        # A space parts cells and list items as well: a classifier after one needs a noun after it.
        if unit and unit.is_classifier and folded[at + 1 : at + 2] in " \n，。、":
            unit = None
    return unit, at


def _range_from(
    folded: str, start: int, end: int, first: Number, unit: Unit | None, at_unit: int
) -> tuple[Number, Unit, int] | None:
    """3至5亿元, 10%-20%, 10万—20万元: both ends, their unit, and where the unit stands."""
    after = at_unit + len(unit.word) if unit else end
    to = _TO.match(folded, after)
    if to is None or not first.exact:
        return None
    second_numeral = _NUMERAL.match(folded, to.end())
    if second_numeral is None:
        return None
    second = read_numeral(second_numeral[0])
    if second is None:
        return None
    last, at_last = _unit_after(folded, second_numeral.end())
    if last is None or (unit is not None and unit.unit != last.unit):
        return None
    if (
        folded[start - 1 : start] in ("从", "由")
        and unit is not None
        and last.type in ("percent", "money")
    ):
        return None
    low = first.minimum
    shared = _shared_scale(folded[start:end], second_numeral[0]) if unit is None else 1
    if low < second.minimum or unit is None:
        scaled = product(low, shared)
        if scaled < second.maximum:
            return Number(scaled, second.maximum), last, at_last
    return None


def _shared_scale(first: str, second: str) -> int:
    """What the first end of a range borrows from the second: 3至5亿 is 3亿 to 5亿."""
    if first[-1] in "十百千万亿":
        # 3千至5千万 does not occur; 3万至5万 shares nothing.
        return 1
    scale = 1
    for char in reversed(second):
        if char not in "百千万亿" or (not second[0].isdigit() and char in "百千"):
            break
        scale *= {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[char]
    return scale


def _modified(folded: str, start: int, number: Number) -> Number:
    if number.modifier:
        return number
    return Number(number.minimum, number.maximum, modifier_before(folded, start))


def _currency_before(folded: str, start: int) -> str | None:
    if folded[start - 1 : start] not in _CURRENCY_ENDS:
        return None
    before = folded[max(0, start - 4) : start].rstrip(" ")
    for size in (3, 2, 1):
        if currency := _CURRENCY_SIGNS.get(before[-size:]):
            return currency
    return None


def _money(folded: str, start: int, end: int, number: Number, currency: str) -> Finding:
    number = _modified(folded, start, number)
    after = _AFTER.match(folded, end)
    if folded[end : end + 1] == "元":
        end += 1
    return Finding(
        "money", start, after.end() if after else end, number.value(), currency,
        number.modifier or (after[0] if after else None), 0.95, {"currency": currency},
    )  # fmt: skip


_NOT_MONEY = frozenset("旦宵店户机化月素人配件器")
"""After 元 these make another word: 元旦, 元宵, 百元店, 万元户, 单元, 元月, 元素, 元配."""


def _of_unit(folded: str, start: int, at: int, number: Number, unit: Unit) -> Finding | None:
    end = at + len(unit.word)
    if unit.type == "duration":
        return duration_of(folded, start, at, number, unit, modifier_before(folded, start))
    if unit.is_classifier:
        return count_of(folded, start, at, number, unit, modifier_before(folded, start))
    if unit.type == "money":
        if not _is_sum(folded, start, at, unit):
            return None
        number, end = with_small_change(folded, number, unit, end)
    if unit.measure == "temperature" and (
        below := _BELOW_ZERO.search(folded[max(0, start - 2) : start])
    ):
        number = Number(product(number.maximum, -1), product(number.minimum, -1))
        start -= len(below[0])
    if not _is_measured(folded, start, at, number, unit):
        return None
    return _finished(folded, start, end, number, unit)


def _is_sum(folded: str, start: int, at: int, unit: Unit) -> bool:
    """Whether 元 after a Chinese numeral is money: 三万元, 五百元, but not 三元 or 多元."""
    if unit.word == "元" and folded[at + 1 : at + 2] in _NOT_MONEY:
        # 300元人民币 was a unit of its own; 500元人均 begins another word.
        return folded[at + 1 : at + 2] == "人" and folded[at + 2 : at + 3] == "均"
    numeral = folded[start:at]
    if numeral[0].isdigit() or unit.word not in ("元", "圆"):
        return True
    if len(numeral) == 1:
        return numeral == "十" or folded[at + 1 : at + 2] == "钱"
    return True


_MEASURED_ON = compiled("[a-zA-Z0-9]")


def _is_measured(folded: str, start: int, at: int, number: Number, unit: Unit) -> bool:
    """Whether a one-character unit after a numeral is one: not 三分, 两克拉的…, 三级, 百瓦."""
    numeral = folded[start:at]
    follows = folded[at + len(unit.word) : at + len(unit.word) + 1]
    if unit.word in ("分", "级", "平", "克", "尺", "瓦", "伏", "方水") and not numeral[0].isdigit():
        return False
    if unit.word == "分":
        return follows not in frozenset(
            "之钟米公行支店别局院会校厂为区部子析布类成工管享散配解离手秒毫贝拣"
        )
    if unit.word == "级":
        return follows not in frozenset("市别联数")
    if unit.word == "平" and follows in frozenset("方均台衡安稳"):
        return False
    if unit.word == "米" and follows in frozenset("粉饭线面酒兰歇"):
        return False
    if unit.word == "斤" and follows == "斤":
        return False
    if (
        unit.unit == "%"
        and _MEASURED_ON.match(folded, at + 1)
        and folded[at + 1 : at + 3].isalnum()
    ):
        # %E5 and %20 are pieces of an address.
        return not re.match("[0-9A-F]{2}", folded[at + 1 : at + 3])
    return True


def _finished(folded: str, start: int, end: int, number: Number, unit: Unit) -> Finding:
    modifier = number.modifier or modifier_before(folded, start)
    if after := _AFTER.match(folded, end):
        end = after.end()
        modifier = modifier or after[0]
    details: dict[str, Any] = {}
    kind = unit.type
    if kind == "money":
        details = {"currency": unit.unit}
    elif unit.measure:
        details = {"classifier": unit.unit, "measure": unit.measure}
    elif kind == "length" and re.search("距离?|相隔|间隔", folded[max(0, start - 8) : start]):
        kind = "distance"
    return Finding(kind, start, end, number.value(), unit.unit, modifier, 1.0, details)


PARTS = rf"(?:(?P<whole>百|千|万)分之|(?P<denominator>[{CN_DIGIT}十百千]{{1,4}}|\d{{1,4}})分之)"
_PART = compiled(PARTS)
_TO_PART = compiled(" ?[-—至到] ?(?:百分之)?")
_COUNTED = compiled("[个名家]")
_OF_WHOLE = {"百": ("%", 1), "千": ("‰", 1), "万": ("‱", 1)}


def part_at(folded: str, start: int) -> Finding | None:
    """百分之三十, 千分之五, 三分之一.

    >>> part_at("百分之三点五", 0).value, part_at("三分之二", 0).details
    (3.5, {'numerator': 2, 'denominator': 3})
    """
    found = _PART.match(folded, start)
    numerator = _NUMERAL.match(folded, found.end()) if found else None
    if found is None or numerator is None:
        return None
    number = read_numeral(numerator[0])
    if number is None:
        return None
    end = numerator.end()
    modifier = number.modifier or modifier_before(folded, start)
    if found["whole"]:
        low, high = number.minimum, number.maximum
        to = _TO_PART.match(folded, end)
        second = _NUMERAL.match(folded, to.end()) if to else None
        if second and not _COUNTED.match(folded, second.end()):
            upper = read_numeral(second[0])
            if upper and upper.maximum > low:
                high, end = upper.maximum, second.end()
        end, modifier = _with_bound(folded, end, modifier)
        unit, _ = _OF_WHOLE[found["whole"]]
        return Finding("percent", start, end, Number(low, high).value(), unit, modifier)
    whole = read_numeral(found["denominator"])
    if whole is None or not whole.exact or not number.exact or not whole.minimum:
        return None
    end, modifier = _with_bound(folded, end, modifier)
    share: Real = float(number.minimum) / float(whole.minimum)
    return Finding(
        "ratio", start, end, round(share, 6), None, modifier, 1.0,
        {"numerator": number.minimum, "denominator": whole.minimum},
    )  # fmt: skip


def _with_bound(folded: str, end: int, modifier: str | None) -> tuple[int, str | None]:
    after = _AFTER.match(folded, end)
    return (after.end(), modifier or after[0]) if after else (end, modifier)
