"""Where a numeral is no number: ordinals, distributives, names and set phrases that hold one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parent / "data" / "no_numbers.txt"

_ORDINAL = frozenset("第每初逐")
_BEFORE_ONE = frozenset("统唯专单之同划如第周万其归逐惟某另这那每任不星期合纯均整始定进退再首")
"""Before 一 these make a word: 统一, 唯一, 万一. (唯一 is looked at again by the count scanner.)"""


@cache
def set_phrases() -> tuple[frozenset[str], dict[str, tuple[int, ...]], frozenset[str]]:
    """Words that begin with a numeral and hold no number; by first character, their lengths."""
    words = {
        word
        for line in _WORDS.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    }
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[0], set()).add(len(word))
    return (
        frozenset(words),
        {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()},
        frozenset(lengths),
    )


def phrase_end(folded: str, start: int) -> int:
    """The end of the set phrase that begins at a place; the place itself where none does.

    >>> phrase_end("一网通办", 0), phrase_end("三农问题", 0), phrase_end("三个", 0)
    (4, 2, 0)
    """
    words, lengths, firsts = set_phrases()
    first = folded[start : start + 1]
    if first in firsts:
        for size in lengths[first]:
            if folded[start : start + size] in words:
                return start + size
    return start


def is_ordinal(folded: str, start: int) -> bool:
    """Whether the numeral at a place is an ordinal (第三) or a distributive (每3年).

    >>> is_ordinal("第3个", 1), is_ordinal("共3个", 1)
    (True, False)
    """
    if not start:
        return False
    before = folded[start - 1]
    if before == " " and start > 1:
        before = folded[start - 2]
    return before in _ORDINAL


def is_part_of_a_word(folded: str, start: int) -> bool:
    """Whether 一 at a place ends a word that began before it: 统一, 之一, 万一."""
    if folded[start] != "一" or not start:
        return False
    if folded.startswith("最后", start - 2) and folded.startswith(("公里", "米"), start + 1):
        return True  # 最后一公里: how goods reach the door, no length
    return folded[start - 1] in _BEFORE_ONE
