"""How many of what: a number, a classifier and the noun it counts; and what only looks like it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.model import Finding
from yrd_cli.summarize.facts.numerals import CN_DIGIT, Number
from yrd_cli.summarize.facts.quantities_nouns import noun_end
from yrd_cli.summarize.facts.quantities_units import Unit

_ONE_COUNTED = compiled("(?:唯一|仅|仅有|只有|共|共有|设有|新增)$")
_OF_HUNDREDS = frozenset("名个辆台亩株套只")
_CLAUSES = frozenset("项款条")
_NOUNS_THEMSELVES = frozenset(["人", "人次", "岁", "周岁", *"省市区县州镇乡村地国"])
_REGIONS = "省市区县州镇乡村地国"
_OPEN, _CLOSE = ("“", "‘", "「", "『"), ("”", "’", "」", "』")
_MORE_REGIONS = compiled(rf"([{CN_DIGIT}])([{_REGIONS}])(?!级)")
_FAMILY = compiled(rf"家([{CN_DIGIT}])口")
_TABLE = Path(__file__).parent / "data" / "classifiers.txt"
_BARE_YEAR = compiled(r"(?:19|20)\d\d")
"""2035国家愿景 and 2024城市论坛 are named for a year; a count that high has its classifier."""

_HAN_PAIR = compiled(r"[\u4e00-\u9fff]{2}")
_PARTY_CONGRESSES = 12
"""Above this, N大 is a congress (十八大) and not N great things (十大工程)."""
_COUNT_AFTER = compiled("左右|以上|以下|以内|之多|上下|不等")


@cache
def _company() -> dict[str, tuple[str, tuple[str, ...]]]:
    """For a classifier: whether the words that follow must be among, or must not, and the words."""
    table = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            classifier, rule, *words = line.split()
            table[classifier] = (rule, tuple(words))
    return table


def count_of(
    folded: str, start: int, at: int, number: Number, unit: Unit, before: str | None
) -> Finding | None:
    """The count of a number and the classifier that begins at ``at``; None where there is none."""
    end = at + len(unit.word)
    numeral = folded[start:at]
    if number.minimum == 1 and numeral.startswith("一"):
        return _single(folded, start, end, unit)
    if unit.word in _CLAUSES and folded[start - 1 : start] == "前":
        # 前三项 in a law points back at clauses.
        return None
    if regions := _regions(folded, start, end, number, unit):
        return regions
    if not _counts(folded, end, numeral, number, unit, before):
        return None
    modifier = number.modifier or before
    if after := _COUNT_AFTER.match(folded, end):
        modifier, end = modifier or after[0], after.end()
    last = end if unit.word in _NOUNS_THEMSELVES else noun_end(folded, end)
    if _is_slogan(folded, start, last):
        return None
    details = {"classifier": unit.word}
    noun = folded[end:last]
    if noun:
        details["noun"] = noun
    elif len(unit.word) > 1 or unit.word in _REGIONS or unit.word == "人":
        details["noun"] = unit.word
    confidence = 0.9 if noun or numeral[0].isdigit() else 0.7
    return Finding("count", start, last, number.value(), unit.unit, modifier, confidence, details)


MAX_SLOGAN = 8
"""Characters of a slogan that counts in words: “四个意识”, “三个代表”."""


def _is_slogan(folded: str, start: int, end: int) -> bool:
    """Whether a count in words fills a pair of quotation marks: a name for what it counts."""
    if not start or folded[start].isdigit() or folded[start - 1] not in _OPEN:
        return False
    rest = folded[end : start + MAX_SLOGAN + 1]
    close = next((i for i, char in enumerate(rest) if char in _CLOSE), -1)
    return close >= 0 and all("\u4e00" <= char <= "\u9fff" for char in rest[:close])


def _counts(
    folded: str, end: int, numeral: str, number: Number, unit: Unit, before: str | None
) -> bool:
    if unit.word == "大" and not (
        not numeral[0].isdigit()
        and number.minimum <= _PARTY_CONGRESSES
        and _HAN_PAIR.match(folded, end)
    ):
        return False
    rule, words = _company().get(unit.word, ("not", ()))
    followed = folded.startswith(words, end) if words else False
    if rule == "never" or (rule == "only" and not followed):
        return False
    if rule == "not" and followed and (len(numeral) == 1 or unit.word == "大"):
        return False
    if (len(unit.word) > 1 or followed) and _BARE_YEAR.fullmatch(numeral):
        return False
    if len(numeral) == 1 and numeral in "百千万亿零〇":
        told = number.modifier or before
        return numeral not in "零〇" and bool(
            told or (numeral in "百千" and unit.word in _OF_HUNDREDS)
        )
    return numeral[0] != "0" or "." in numeral or len(numeral) == 1


def _single(folded: str, start: int, end: int, unit: Unit) -> Finding | None:
    """一 counts only where it is told apart from 'a': 唯一一个, 仅一家, 一家三口."""
    if family := _FAMILY.match(folded, start + 1):
        value = _digit(family[1])
        details = {"classifier": "口", "noun": "家"}
        return Finding("count", start, family.end(), value, "口", None, 0.9, details)
    if (
        unit.word == "批"
        or len(unit.word) > 1
        or not _ONE_COUNTED.search(folded[max(0, start - 2) : start])
    ):
        return None
    last = noun_end(folded, end)
    if folded[start - 2 : start] == "唯一":
        start -= 2
    details = {"classifier": unit.word}
    if noun := folded[end:last]:
        details["noun"] = noun
    return Finding("count", start, last, 1, unit.unit, None, 0.8, details)


def _digit(char: str) -> int:
    return {"两": 2, "〇": 0}.get(char, "零一二三四五六七八九".find(char))


def _regions(folded: str, start: int, end: int, number: Number, unit: Unit) -> Finding | None:
    """两省一市, 两区一县: one count of all of them."""
    if unit.word not in _REGIONS or not isinstance(number.minimum, int):
        return None
    more = _MORE_REGIONS.match(folded, end)
    if more is None:
        return None
    total, words = number.minimum, [unit.word]
    while more:
        total += _digit(more[1])
        words.append(more[2])
        end = more.end()
        more = _MORE_REGIONS.match(folded, end)
    kind = "".join(words)
    return Finding("count", start, end, total, kind, None, 0.9, {"classifier": kind, "noun": kind})


_MILLIONS = compiled("[万亿]$")
_NOTHING_MORE = compiled(r"[，。、；：！？,.;:!?)）”」\s]|$|以上|左右|，")


def bare_count(folded: str, start: int, end: int, number: Number) -> Finding | None:
    """A number in 万 or 亿 without a classifier: 3700万老年人, 用户达10.51亿."""
    if not folded[start].isdigit() or not _MILLIONS.search(folded, start, end):
        return None
    last = noun_end(folded, end + (folded[end : end + 1] in ("多", "余")))
    if last <= end and not _NOTHING_MORE.match(folded, end):
        return None
    details = {"noun": folded[end:last].lstrip("多余")} if last > end else {}
    return Finding("count", start, last, number.value(), None, number.modifier, 0.6, details)
