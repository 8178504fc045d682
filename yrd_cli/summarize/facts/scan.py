"""One pass over a text for its numbers and dates.

One alternation finds the places: numerals, and the words that dates and vague quantities begin
with. What stands there is then read by the module that knows it.
"""

from __future__ import annotations

from datetime import date

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.dates import resolved
from yrd_cli.summarize.facts.dates_clock import time_at
from yrd_cli.summarize.facts.dates_eras import before_christ_at
from yrd_cli.summarize.facts.dates_numeral import Match, date_at, extended
from yrd_cli.summarize.facts.dates_words import word_at
from yrd_cli.summarize.facts.model import Finding, Spans
from yrd_cli.summarize.facts.numerals import CN_DIGIT, NUMERAL, read_numeral
from yrd_cli.summarize.facts.quantities import part_at, quantity_at
from yrd_cli.summarize.facts.quantities_changes import change_of, fold_at, tenths_at
from yrd_cli.summarize.facts.quantities_durations import (
    and_half_at,
    few_at,
    half_at,
    minutes_at,
)  # fmt: skip
from yrd_cli.summarize.facts.quantities_guards import (
    is_ordinal,
    is_part_of_a_word,
    phrase_end,
)  # fmt: skip

_NUMERAL = compiled(NUMERAL)
_NUMERAL_STARTS = rf"\d{CN_DIGIT}十百千万亿廿卅几数俩仨壹贰叁参肆伍陆柒捌玖"
_DATE_STARTS = (
    "今本去上前大明来后当同次翌民中平令昭昨近日不连最下这周星礼年岁月农阴夏正腊冬清元端国春除重圣"
    "劳妇"
    '儿植情愚教建青护记行小“‘「"'
)
_SECOND = (
    "年天日晚早晨夜前不周星礼上下个月季半际内久后近来国华和成末初底期五十一二三四六七八九两历明旦宵"
    "午夕节"
    "庆阳诞岁儿女童人师党军士民除农大腊小世正安圣植万双秋番斩满分了几数"
)
_PLACE = compiled(
    rf"[{_NUMERAL_STARTS}{_DATE_STARTS}半双翻减腰](?:(?<=[{_NUMERAL_STARTS}])|(?=[{_SECOND}\d“]))"
)
"""Where a number or date may begin: a numeral's first character, or a date word's first two.

It begins with one class, for which `re` has a fast search; what stands there is read afterwards.
"""
_WORD_STARTS = frozenset(_DATE_STARTS + "半双翻减腰")
_SPAN = compiled(rf" ?[-–—~至到] ?(?:\d+|[{CN_DIGIT}十百]+)")
_CLOCK = frozenset("点时:：")
_DOUBLE = {"双满月": "month", "双周": "week"}


def find_numbers(
    folded: str, reference_date: date | str | None = None, taken: Spans | None = None
) -> list[Finding]:
    """Numbers and dates of a folded text, in order, none overlapping a taken stretch or another.

    The changes (增长10.2%) are the exception: each holds the percentage it is made of.
    """
    findings: list[Finding] = []
    position = 0
    for place in _PLACE.finditer(folded):
        start = place.start()
        if start < position:
            continue
        if taken and (other := taken.at(start, start + 1)):
            position = other[1]
            continue
        found, position = _at(folded, start)
        if found is None or (taken and taken.overlaps(found.start, found.end)):
            continue
        if findings and found.start < findings[-1].end:
            if found.type != "time" or start < findings[-1].end:
                continue
            # 今晚20:10: the day has taken the word that tells morning from evening.
            found = found._replace(start=start)
        if found.type == "percent" and (change := change_of(folded, found)):
            findings.append(change)
        findings.append(found)
    return resolved(folded, findings, reference_date)


def _at(folded: str, start: int) -> tuple[Finding | None, int]:
    """What begins at a place, and from where to look on."""
    first = folded[start]
    numeral = None if first in _WORD_STARTS else _NUMERAL.match(folded, start)
    if numeral:
        if _continues(folded, start):
            return None, numeral.end()
        return _at_numeral(folded, start, numeral.end())
    found: Finding | None
    if first in ("几", "数"):
        found = few_at(folded, start)
    elif first == "半":
        found = half_at(folded, start)
    elif first in ("翻", "减", "腰"):
        found = fold_at(folded, start)
    elif word := next((word for word in _DOUBLE if folded.startswith(word, start)), None):
        found = Finding("duration", start, start + len(word), 2, _DOUBLE[word])
    else:
        match = None if _is_recurrent(folded, start) else word_at(folded, start)
        found = _dated(folded, match) if match else None
    return found, found.end if found else start + 1


def _continues(folded: str, start: int) -> bool:
    """Whether letters or digits before a numeral make it part of a name or longer number: G60."""
    if not start:
        return False
    before = folded[start - 1]
    if before.isascii() and before.isalnum():
        return True
    return before in (".", ",") and start > 1 and folded[start - 2].isdecimal()


def _dated(folded: str, match: Match) -> Finding:
    start, end, span = extended(folded, match)
    return Finding("date", start, end, span)


def _at_numeral(folded: str, start: int, end: int) -> tuple[Finding | None, int]:
    following = folded[end : end + 1]
    ordinal = is_ordinal(folded, start)
    if ordinal:
        quarter = following == "季" and folded[start - 1] == "第"
        dated = date_at(folded, start, end) if quarter else None
        if dated and _is_recurrent(folded, dated[0]):
            dated = None
        if dated is None and (span := _SPAN.match(folded, end)):
            # 第1-3名
            end = span.end()
        return (_dated(folded, dated) if dated else None), end
    # Dates of the lunar year and plans begin with a numeral too: 十四五, 八月十五.
    if not folded[start].isdigit() and (following == "月" or "五" in folded[start : end + 2]):
        match = word_at(folded, start)
        if match and not _is_recurrent(folded, start):
            return _dated(folded, match), match[1]
    if folded.startswith("唯一一", start - 1) and end == start + 2:
        # 唯一一个: the first 一 belongs to the word before.
        found = quantity_at(folded, end - 1, end)
        return found, found.end if found else end
    if skip := _skipped(folded, start, end):
        return None, skip
    is_before_christ = folded[max(0, start - 3) : start] == "公元前"
    if is_before_christ and (found := before_christ_at(folded, start, end)):
        return found, found.end
    match = date_at(folded, start, end)
    if match:
        if _is_recurrent(folded, match[0]):
            return None, match[1]
        return _dated(folded, match), match[1]
    clock = None
    if following in _CLOCK or folded[start:end].find("点") > 0:
        clock = time_at(folded, start)
    if clock:
        return clock, clock.end
    if following in ("分", "之"):
        if minutes := minutes_at(folded, start, end):
            return minutes, minutes.end
        if part := part_at(folded, start):
            return part, part.end
    if folded[start] in "百千万" and folded.startswith("分之", start + 1):
        part = part_at(folded, start)
        return part, part.end if part else end
    if following in ("成", "折") or (
        following in "一二三四五六七八九" and folded[end + 1 : end + 2] == "折"
    ):
        tenths = tenths_at(folded, start)
        return tenths, tenths.end if tenths else end
    if following == "个" and folded[end + 1 : end + 2] == "半":
        number = read_numeral(folded[start:end])
        half = and_half_at(folded, start, end, number) if number else None
        if half:
            return half, half.end
    found = quantity_at(folded, start, end)
    return found, found.end if found else end


_RECURRENT = compiled("(?:每年|每月|每周|每逢|历年|逐年|往年|常年)的? ?$")
_RECURRING = frozenset("每历逐往常")


def _is_recurrent(folded: str, start: int) -> bool:
    """Whether a date comes round again: 每年3月, 每月5日."""
    before = folded[max(0, start - 4) : start]
    return not _RECURRING.isdisjoint(before) and bool(_RECURRENT.search(before))


def _skipped(folded: str, start: int, end: int) -> int:
    """The end of a set phrase or word at a place; 0 where the numeral may be a number."""
    if folded[start].isdigit():
        return 0
    phrase = phrase_end(folded, start)
    if phrase > start and not folded.startswith(("分之", "钟"), end):
        return max(phrase, end)
    if is_part_of_a_word(folded, start) and end == start + 1 and folded[start - 1] != "唯":
        return end
    return 0
