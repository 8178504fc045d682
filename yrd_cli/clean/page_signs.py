"""What the lines around the text of a page say: breadcrumbs, share buttons, licences ...

The patterns are data (`data/boilerplate.toml`); this module matches a line against them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from yrd_cli.clean.sign_guard import SignGuard, guard_of, may_be_row
from yrd_cli.patterns import compiled
from yrd_cli.script import simplified_forms, to_simplified

Border = Literal["", "head", "tail", "end", "related"]
Strength = Literal["sure", "button", "menu"]


@dataclass(frozen=True, slots=True)
class Sign:
    """A line that belongs to the page, not to the text.

    ``sure`` signs are chrome wherever they stand and prove that the text was a page; a
    ``button`` is chrome only where there is such proof, but many of them are proof; the words
    of a ``menu`` prove nothing. ``border`` says what the line separates.
    """

    reason: str
    strength: Strength
    border: Border
    longest: int
    proof: int = 0

    @property
    def sure(self) -> bool:
        """Whether the line is chrome wherever it stands."""
        return self.strength == "sure"


_WIDE = {ord("\u3000"): " ", ord("\xa0"): " "} | {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)
}
"""Full-width ASCII marks and spaces to their narrow forms."""

_WIDE_MARKS = frozenset(map(chr, _WIDE))

_CLOSING = r"[\s:>»›…|.!]{0,4}"
"""Marks that may follow a line that is one label: 更多>>, 相关文章:"""

_BULLETS = "•·‧◎▪■□◆●○>|*▶► "
"""Marks of lists, which a renderer or a site puts before its links."""

LONGEST_LABEL = 40
"""Characters of the longest line that can be one label (`where = "whole"`)."""

LONG_LINE = 60
"""From this length on, a line is compared with the patterns only where a cheap hint says so."""

LONGEST_HINTLESS = 200
"""Longer lines need a hint, however they end."""

LONGEST_ROW = 80
LONGEST_BUTTON = 8
"""A row of buttons: at least half of its words are labels, and no word is longer than this."""

_ROW_GAP = compiled(r"[\s|/·←→•>»,、\[\]]+")

_HINTS = (
    "版权", "版權", "著作", "转载", "轉載", "本网", "本網", "本站", "平台", "声明", "聲明",
    "免责", "免責", "不代表", "ICP", "©", "opyright", "OPYRIGHT", "eserved", "ESERVED", "安备",
    "安備", "许可证", "許可證", "Notice", "Disclaimer", "举报", "舉報", "侵权", "侵權", "链接",
    "鏈接", "授权", "授權", "仅供参考", "僅供參考", "网文", "執照", "执照", "标识码", "本文",
    "不构成",
)  # fmt: skip
"""What a long line must hold to be a notice."""

_HINT = compiled("|".join(map(re.escape, _HINTS)))

LONGEST_NOTICE = 700
SHORTEST_NOTICE = 14

SURE_NOTICE = 5
"""Points of a line that is a notice even where it tells a story."""

_QUOTED = compiled(r"“[^“”]*”|「[^「」]*」|『[^『』]*』|《[^《》]*》")

_NARRATIVE = compiled(
    "了|说|他|她|它|记者|市民|居民|游客|就能|就会|便|后,|时,|据|已经|曾|因为|所以|如果|但|却|而|这|那|一个|没有|"
    "不少|许多|公布|成为|可以|能够|被|把|是对|是一|是指|是因|是在|通过|今年|去年|昨|年|月"
)
"""Words that tell a story; buttons and notices do without most of them."""

TWO_SENTENCES = 30
_PROMPT = compiled("扫|二维码|点击|[上下]方|识别|长按|版权|转载|授权|侵权")
"""What a line of two sentences that is a button all the same asks the reader to do."""

_NOTICE_SIGN = Sign("disclaimer", "sure", "end", LONGEST_NOTICE)

_BUTTON_ROW = Sign("navigation", "button", "", LONGEST_ROW)
_MENU_ROW = Sign("navigation", "menu", "", LONGEST_ROW)

_SENTENCE_END = frozenset("。！？!?；;”’」』")


@dataclass(frozen=True, slots=True)
class _Matcher:
    """One alternation over the patterns of all rules of a kind; group n belongs to sign n."""

    pattern: re.Pattern[str]
    signs: tuple[Sign, ...]

    def sign(self, match: re.Match[str] | None, length: int) -> Sign | None:
        if match is None or match.lastindex is None:
            return None
        sign = self.signs[match.lastindex - 1]
        return sign if length <= sign.longest else None


@dataclass(frozen=True, slots=True)
class _Notice:
    """What copyright notices and disclaimers speak of."""

    owner: re.Pattern[str]
    threshold: int
    topics: tuple[tuple[int, re.Pattern[str]], ...]

    def points(self, folded: str) -> int:
        """How many topics of a notice the line touches, outside quotation marks."""
        plain = _QUOTED.sub("", folded)
        return sum(points for points, topic in self.topics if topic.search(plain))

    def owned(self, folded: str) -> bool:
        """Whether the line speaks in the name of the site."""
        return self.owner.search(_QUOTED.sub("", folded)) is not None


@dataclass(frozen=True, slots=True, eq=False)  # one of its kind, so that it can be a key
class PageSigns:
    """The lexicon, compiled."""

    fold: dict[int, str]
    whole: _Matcher
    start: _Matcher
    inside: _Matcher
    notice: _Notice
    guard: SignGuard

    def candidates(self, texts: list[str]) -> list[str]:
        """The lines of a text that may give a sign: all, unless none holds a word of the lexicon.

        Then no sentence of some length can be one.
        """
        if self.guard.may_hold("\n".join(texts)):
            return texts
        return [t for t in texts if len(t) <= LONG_LINE or not _may_be_sentence(t)]

    def of(self, text: str) -> Sign | None:
        """The sign that a line gives, or None. Time is linear in the line's length."""
        length = len(text)
        if length > LONG_LINE:
            if length > LONGEST_NOTICE:
                return None
            if _may_be_sentence(text) and not _has_hint(text):
                return None
        holds = self.guard.may_hold(text)
        opens = holds or self.guard.may_open(text)
        row = length <= LONGEST_ROW and text[-1] not in _SENTENCE_END and may_be_row(text)
        if not opens and not row:
            return None
        # The table costs five times as much as to see that a line has nothing to fold.
        plain = _WIDE_MARKS.isdisjoint(text)
        folded = (to_simplified(text) if plain else text.translate(self.fold)).lstrip(_BULLETS)
        sign = None
        if opens and length <= LONGEST_LABEL:
            sign = self.whole.sign(self.whole.pattern.fullmatch(folded), length)
        if opens and sign is None:
            sign = self._opening(folded, length)
        if holds and sign is None:
            sign = self._within(folded, length)
        if sign is None and row:
            sign = self._row(folded)
        return sign

    def _row(self, folded: str) -> Sign | None:
        """The sign of a row of buttons: 上一章 目录 下一章."""
        if not _ROW_GAP.search(folded):
            return None
        words = [word for word in _ROW_GAP.split(folded) if word]
        if len(words) < 2 or max(map(len, words)) > LONGEST_BUTTON:
            return None
        signs = [
            self.whole.sign(self.whole.pattern.fullmatch(word), len(word))
            for word in words
            if self.guard.may_open(word) or self.guard.may_hold(word)
        ]
        known = [sign for sign in signs if sign is not None]
        if len(known) < 2 or 2 * len(known) < len(words):
            return None
        if all(sign.strength == "menu" for sign in known):
            return _MENU_ROW
        return _BUTTON_ROW

    def _opening(self, folded: str, length: int) -> Sign | None:
        """The sign with which a line opens, unless the line goes on like a text."""
        match = self.start.pattern.match(folded)
        sign = self.start.sign(match, length)
        if match is None or sign is None:
            return None
        if sign.proof:
            if length - match.end() <= 2:
                return sign
            points = self.notice.points(folded)
            story = points < SURE_NOTICE and _goes_on_like_text(folded, length)
            return sign if points >= sign.proof and not story else None
        if match.group().endswith(":"):
            return sign
        return None if _goes_on_like_text(folded, length) else sign

    def _within(self, folded: str, length: int) -> Sign | None:
        """The sign of a line that holds a footer's words, or is a notice as a whole."""
        if folded[-1:] not in _SENTENCE_END:
            sign = self.inside.sign(self.inside.pattern.search(folded), length)
            if sign is not None:
                return sign
        if length < SHORTEST_NOTICE or not _has_hint(folded):
            return None
        points = self.notice.points(folded)
        if points < self.notice.threshold or not self.notice.owned(folded):
            return None
        story = points < SURE_NOTICE and _goes_on_like_text(folded, length)
        return None if story else _NOTICE_SIGN


def _goes_on_like_text(folded: str, length: int) -> bool:
    """Whether a line that opens like a button is a sentence of a story all the same."""
    if length < SHORTEST_NOTICE or folded[-1] not in _SENTENCE_END:
        return False
    if _NARRATIVE.search(folded) is not None:
        return True
    sentences = folded.count("。") + folded.count("!") + folded.count("?")
    return sentences > 1 and length >= TWO_SENTENCES and _PROMPT.search(folded) is None


def _may_be_sentence(long: str) -> bool:
    return long[-1] in _SENTENCE_END or len(long) > LONGEST_HINTLESS


def _has_hint(text: str) -> bool:
    return _HINT.search(text) is not None


@cache
def page_signs() -> PageSigns:
    """The signs that `data/boilerplate.toml` lists, compiled once."""
    import tomllib
    from pathlib import Path

    data = tomllib.loads(
        (Path(__file__).parent / "data" / "boilerplate.toml").read_text(encoding="utf-8")
    )
    fold = simplified_forms() | _WIDE
    rules: list[dict[str, Any]] = data["rule"]
    return PageSigns(
        fold,
        _matcher([r for r in rules if r["where"] == "whole"], r"(?:%s)" + _CLOSING),
        _matcher([r for r in rules if r["where"] == "start"], r"(?:%s)"),
        _matcher([r for r in rules if r["where"] == "inside"], r"(?:%s)"),
        _notice(data["notice"]),
        guard_of(rules, _HINTS, fold, _BULLETS),
    )


def _notice(data: dict[str, Any]) -> _Notice:
    topics = tuple(
        (int(points), compiled(topic, re.IGNORECASE))
        for points, group in data["points"].items()
        for topic in group
    )
    return _Notice(compiled(data["owner"], re.IGNORECASE), data["threshold"], topics)


def _matcher(rules: list[dict[str, Any]], frame: str) -> _Matcher:
    alternatives = [f"({'|'.join(rule['patterns'])})" for rule in rules]
    signs = tuple(
        Sign(r["reason"], r["strength"], r["border"], r["longest"], r.get("proof", 0))
        for r in rules
    )
    return _Matcher(compiled(frame % "|".join(alternatives), re.IGNORECASE), signs)
