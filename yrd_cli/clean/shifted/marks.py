"""Pairs of punctuation marks, and what is left of them when their first byte is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from yrd_cli.clean.gbk_bytes import FULL_WIDTH, characters, code_of, usable_characters, vanishing
from yrd_cli.clean.readings import SYLLABLE
from yrd_cli.patterns import compiled

MARK_ROWS = (0xA1, 0xA3)
"""The rows of GBK that hold the punctuation marks."""

FIRST_MARKS = frozenset("，。、：；？！）》”’」』…—")
"""Marks that stand before another mark."""

CLOSES = {"（": "）", "《": "》", "“": "”", "‘": "’", "「": "」", "『": "』"}

OPENER_REACH = 200
"""How far back a mark that closes may have been opened."""

SECOND_MARKS = frozenset("“”‘’《》（）「」『』…—，。、：；？！")
"""Marks that stand after another mark."""

END_MARKS = frozenset("，。、：；？！）》”’」』")
"""Marks that end a run whose last trail byte is lost."""

_BRACKET = compiled("[" + "".join([*CLOSES, *CLOSES.values()]) + "]")
_LEFT_OF_TWO = compiled(rf"[^\x00-\x7f]|[!->@-~](?=[^\x00-\x7f]|\?)|\?{SYLLABLE}\)")


def open_marks(before: str) -> frozenset[str]:
    """The closing marks whose opening ones stand in the text before and are not closed yet."""
    return frozenset(_still_open(before))


def _still_open(before: str) -> list[str]:
    """The closing marks still to come, the next one last."""
    open_: list[str] = []
    for mark in _BRACKET.findall(before[-OPENER_REACH:].replace("(", "（").replace(")", "）")):
        if mark in CLOSES:
            open_.append(CLOSES[mark])
        elif mark in open_:
            del open_[len(open_) - 1 - open_[::-1].index(mark) :]
    return open_


def possible_first_marks(before: str) -> frozenset[str]:
    """The marks that may stand next: what closes must have been opened, dashes come in twos."""
    for twin in "—…":
        if before.endswith(twin):
            return frozenset(twin)
    shut = frozenset(CLOSES.values()) - frozenset(_still_open(before)[-1:])
    return FIRST_MARKS - shut - {"—", "…"}


def marks_among(pairs: Iterable[tuple[int, int]], wanted: frozenset[str]) -> list[str]:
    """The wanted marks that some of these (lead, trail) pairs make."""
    found = (usable_characters().get(lead << 8 | trail) for lead, trail in pairs)
    return [mark for mark in found if mark in wanted]


def marks_before_gap(possible: frozenset[str], row: int) -> list[str]:
    """The marks whose trail byte makes no character with the lead byte of the next."""
    return sorted(m for m in possible if row in vanishing().get(_trail(m), ()))


def is_suspect(line: str, at: int) -> bool:
    """Whether the `?` at ``at`` stands before what two marks leave when the first byte is lost."""
    if suspect_pattern().match(line, at):
        return True
    # ）， leaves nothing to see: the bytes A9A3 and ACxx make no characters.
    before = line[max(0, at - OPENER_REACH) : at]
    return "）" in open_marks(before) and _LEFT_OF_TWO.match(line, at + 1) is not None


def is_clear_suspect(line: str, at: int) -> bool:
    """Whether the pair between the two marks is even seen."""
    suspect = suspect_pattern().match(line, at)
    return suspect is not None and suspect["seen"] is not None


@cache
def suspect_pattern() -> re.Pattern[str]:
    """A `?` before what two marks leave when the first byte of the first is lost.

    Either the pair between the two marks is seen, or it vanished, or private use holds it.
    """
    firsts = {_trail(m) for m in FIRST_MARKS}
    seconds = {_trail(m) for m in (*CLOSES, *CLOSES.values())}
    between, after = set("\ue000"), set("\ue000")
    for code, char in characters().items():
        seen = {char, chr(ord(char) - FULL_WIDTH)} if "！" <= char <= "～" else {char}
        if code >> 8 in firsts and code & 0xFF in MARK_ROWS:
            between |= seen
        if code >> 8 in seconds:
            after |= seen
    one, two = (_character_class(chars) for chars in (between, after))
    return compiled(rf"\?(?=(?P<seen>{one}[^\x00-\x20])|{two})")


def _character_class(chars: set[str]) -> str:
    """The class as a regex, with all private-use characters of GBK for the one in ``chars``."""
    return "[" + re.escape("".join(sorted(chars))).replace("\ue000", "\ue000-\ue864") + "]"


def _trail(mark: str) -> int:
    return (code_of(mark) or 0) & 0xFF
