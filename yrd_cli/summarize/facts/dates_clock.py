"""Times of day: 下午1点, 11时52分, 9:30. 零点五 is a number, and 三点建议 counts advice."""

from __future__ import annotations

import re

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.dates_patterns import small
from yrd_cli.summarize.facts.model import Finding
from yrd_cli.summarize.facts.numerals import CN_DIGIT

_HOUR = rf"(?:[01]?\d|2[0-4]|[{CN_DIGIT}]|十[{CN_DIGIT}]?|二十[一二三四]?)"
_MINUTE = rf"(?:[0-5]?\d|[零〇]?[{CN_DIGIT}]|[二三四五]?十[{CN_DIGIT}]?)"
_SPOKEN = compiled(
    rf"(?P<hour>{_HOUR})(?P<mark>[点时])(?:(?P<minute>{_MINUTE})分(?![之钟])|(?P<half>半)"
    rf"|(?P<quarter>[一三])刻|(?P<sharp>整|许|左右|多|钟))?"
    r"(?![\d%])"
)
_DIGITAL = compiled(
    r"(?P<hour>[01]?\d|2[0-4])[:：](?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d))?(?![\d:：])"
)
_DAYTIME = compiled(
    "(?:凌晨|清晨|早晨|早上|上午|中午|正午|下午|午后|傍晚|晚上|晚间|夜间|夜里|深夜|午夜|半夜|今晚"
    "|昨晚|明晚|当晚|今早|早|晚) ?$"
)
_AFTERNOON = frozenset(
    [
        "下午",
        "午后",
        "傍晚",
        "晚上",
        "晚间",
        "夜间",
        "夜里",
        "深夜",
        "今晚",
        "昨晚",
        "明晚",
        "当晚",
        "晚",
    ]
)
_NOT_SCORES = frozenset("以比分为率")
_AFTER_SCORE = compiled("战胜|击败|领先|落后|获胜|不敌|逆转|取胜|大胜|完胜|告负|的比")
_NOT_HOURS = compiled("[代期间尚速刻常而隔效光装差候节空事报段机至任有不之过的大政令评]")
_DAY_BEFORE = compiled(r"[日号天一二三四五六)）] ?$")


def time_at(folded: str, start: int) -> Finding | None:
    """The time of day whose hour begins at a place.

    >>> text = "下午1点"
    >>> time_at(text, 2).value, time_at("三点建议", 0), time_at("9时30分", 0).value
    ('13:00', None, '09:30')
    """
    daytime = _DAYTIME.search(folded[max(0, start - 3) : start])
    found = _SPOKEN.match(folded, start)
    if found:
        if not _is_clock(folded, start, found, bool(daytime)):
            return None
        minute = small(found["minute"]) if found["minute"] else 0
        if found["half"]:
            minute = 30
        elif found["quarter"]:
            minute = 15 if found["quarter"] == "一" else 45
        hour = small(found["hour"])
    else:
        found = _DIGITAL.match(folded, start)
        if found is None or _is_score(folded, start, found.end()):
            return None
        hour, minute = int(found["hour"]), int(found["minute"])
    if hour is None or minute is None:
        return None
    second = int(found["second"]) if "second" in found.groupdict() and found["second"] else None
    first = start
    if daytime:
        word = daytime[0].strip()
        first = start - len(daytime[0])
        if word in _AFTERNOON and hour < 12:
            hour += 12
    if hour > 24 or (hour == 24 and minute) or minute > 59:
        return None
    value = f"{hour:02d}:{minute:02d}" + (f":{second:02d}" if second is not None else "")
    return Finding("time", first, found.end(), value, None, None, 0.9)


def _is_clock(folded: str, start: int, found: re.Match[str], daytime: bool) -> bool:
    told = found["minute"] or found["half"] or found["quarter"]
    if found["mark"] == "点":
        if folded[start - 1 : start] in ("第", "零", "有", "几"):
            return False
        return bool(told and found["half"] is None) or daytime or found["sharp"] in ("整", "钟")
    if told or found["sharp"]:
        return True
    if _NOT_HOURS.match(folded, found.end()) or not found["hour"][0].isdigit():
        return False
    return (
        daytime
        or bool(_DAY_BEFORE.search(folded[max(0, start - 2) : start]))
        or folded[start - 1 : start] in ("至", "于", "在", "到")
    )


def _is_score(folded: str, start: int, end: int) -> bool:
    return folded[start - 1 : start] in _NOT_SCORES or bool(_AFTER_SCORE.match(folded, end))
