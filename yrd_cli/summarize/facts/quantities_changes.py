"""Ratios and changes: 增长10.2%, 下降3个百分点, 翻一番, 减半, 三成, 打八折."""

from __future__ import annotations

import re
from typing import Any

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.model import Finding
from yrd_cli.summarize.facts.numerals import CN_DIGIT, plain, product, read_numeral
from yrd_cli.summarize.facts.quantities_modifiers import modifier_before

_RISES = (
    "增长|成长|上升|上涨|提高|提升|增加|扩大|增多|攀升|回升|多增|猛增|激增|大增|飙升|上浮|上调|高出|增"
    "|涨|升"
)
_FALLS = (
    "下降|下跌|降低|减少|下滑|回落|缩减|缩小|萎缩|收窄|少增|锐减|骤降|下浮|下调|负增长|跌|降|减"
)
_VERB = compiled(
    rf"(?:(?P<up>{_RISES})|(?P<down>{_FALLS}))(?:率|幅|幅度)?(?:了|约|近|超|超过|逾|达|达到|为"
    rf"|至少|不低于|不超过|将近|接近|超出|不足|不到|高达){{0,2}} ?$"
)
_VERB_REACH = 10
_TO = compiled(
    "(?:增长|上升|提高|提升|增加|下降|降低|减少|回落|扩大|收窄|增|降|涨|升|减)(?:到|至)$"
)
_FOLD = compiled(
    rf"翻(?:了)?(?P<times>[{CN_DIGIT}\d几数]|[两二三四五六七八九十]{{1,2}})[番倍](?!茄)"
    rf"|翻(?:了)?番(?!茄)"
)
_HALVED = compiled("减半|腰斩|折半")
_TENTHS = compiled(
    rf"(?P<tenths>[{CN_DIGIT}\d])成(?P<more>[{CN_DIGIT}半](?!个|名|家|年|月|天|次|人|批|项|五|类"
    rf"|套|条|起|种))?(?:以上|以下|左右|多|有余)?"
    "(?!立|为|员|果|功|本|长|就|都|绩|年|熟|分|型|像|活|人|形|品|效|群|片|套|交|品|语|家|天|婚|心"
    "|事|方|段|体|才|名|书|衣|见|因|行|风|全|龙|化|仙|精|军|败|千|百|文|药|教|县|市|区|都|渝|贤"
    "|材|建|批|华|贵|康|林|峰|刚)"
)
_NOT_TENTHS = frozenset("五合达促组构形生完造变养建落收现集转赞促八学初玉老大守")
_DISCOUNT = compiled(
    r"(?P<tenths>[一二三四五六七八九]"
    r"|\d(?:\.\d)?)(?P<more>[一二三四五六七八九])?折(?![腾叠射旧合磨扣损断返戟现算线桂子])"
)
_ONE_FOLD = frozenset(("", "一", "1"))


def change_of(folded: str, found: Finding) -> Finding | None:
    """The change that a percentage is the size of: 增长10.2%, 下降3.5%; None where it is a level.

    Its value is signed: negative where something falls.
    """
    before = folded[max(0, found.start - _VERB_REACH) : found.start]
    verb = _VERB.search(before)
    if verb is None or _TO.search(before):
        return None
    # 同比增长 begins with the verb; what stands before it is said in the subject.
    start = found.start - len(before) + verb.start()
    falls = verb["down"] is not None
    value = found.value
    if falls and isinstance(value, dict):
        value = {"minimum": product(value["maximum"], -1), "maximum": product(value["minimum"], -1)}
    elif falls:
        value = product(value, -1)
    details = {"change": "decrease" if falls else "increase"}
    return Finding("ratio", start, found.end, value, found.unit, found.modifier, 0.95, details)


def fold_at(folded: str, start: int) -> Finding | None:
    """翻一番 is twofold, 翻两番 fourfold, 翻三倍 said loosely threefold; 减半 is half.

    >>> fold_at("翻两番", 0).value, fold_at("翻番", 0).value, fold_at("翻茄", 0)
    (4, 2, None)
    """
    if halved := _HALVED.match(folded, start):
        return Finding("ratio", start, halved.end(), 0.5, "倍", None, 0.9, {"change": "decrease"})
    found = _FOLD.match(folded, start)
    if found is None:
        return None
    details: dict[str, Any] = {"change": "increase"}
    numeral = found["times"] or ""
    number = None if numeral in _ONE_FOLD else read_numeral(numeral)
    if numeral not in _ONE_FOLD and (number is None or not isinstance(number.minimum, int)):
        return None
    times = number.minimum if number else 1
    if number and not number.exact:
        return Finding(
            "ratio", start, found.end(), number.value(), "倍", number.modifier, 0.6, details
        )
    value = 2 ** int(times) if "番" in found[0] else times
    return Finding("ratio", start, found.end(), value, "倍", None, 0.95, details)


def tenths_at(folded: str, start: int) -> Finding | None:
    """三成 is 30%, 三成五 is 35%, 八折 is a ratio of 0.8.

    >>> tenths_at("三成五", 0).value, tenths_at("八五折", 0).value, tenths_at("一成立", 0)
    (35, 0.85, None)
    """
    if folded[start - 1 : start] in _NOT_TENTHS and start:
        return None
    if found := _TENTHS.match(folded, start):
        return _percent_of_tenths(folded, start, found)
    if found := _DISCOUNT.match(folded, start):
        number = read_numeral(found["tenths"])
        more = read_numeral(found["more"]) if found["more"] else None
        if number is None:
            return None
        hundredths = product(number.minimum, 10)
        hundredths = hundredths + (more.minimum if more else 0)  # type: ignore[operator]
        return Finding("ratio", start, found.end(), plain(int(hundredths), 2), "折", None, 0.8)
    return None


def _percent_of_tenths(folded: str, start: int, found: re.Match[str]) -> Finding | None:
    number = read_numeral(found["tenths"])
    if number is None or not 1 <= number.minimum <= 9:
        return None
    if found[0] in ("一成", "九成") and folded[found.end() : found.end() + 1] in "不":
        return None
    percent = int(number.minimum) * 10
    if found["more"] == "半":
        percent += 5
    elif found["more"] and (more := read_numeral(found["more"])):
        percent += int(more.minimum)
    tail = found[0].lstrip("".join((found["tenths"], "成")))
    modifier = next(
        (word for word in ("以上", "以下", "左右", "多", "有余") if tail.endswith(word)), None
    )
    modifier = modifier_before(folded, start) or modifier
    return Finding("percent", start, found.end(), percent, "%", modifier, 0.8)
