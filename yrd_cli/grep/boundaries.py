"""Whole words in Chinese: whether a hit begins and ends where words do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from yrd_cli.grep.classes import HAN_RANGES, fold, is_han
from yrd_cli.grep.noise import without_noise

REACH = 24
"""Han characters on each side of a hit that are segmented with it: more change no cut in it."""

_RUN_BEFORE = re.compile(rf"[{HAN_RANGES}]{{0,{REACH}}}\Z")
_RUN_AFTER = re.compile(rf"[{HAN_RANGES}]{{0,{REACH}}}")
_WORD = re.compile(r"\w")


def keeps(line: str, start: int, end: int) -> bool:
    """Whether a hit is made of whole words.

    Where it begins or ends with a Han character, segmentation of the clause around it decides;
    a word within a compound counts where the compound is made of it: 上海 in 上海市, but not in
    海上|海. At other ends GNU grep's rule holds: no letter, digit or underscore beside it.

    >>> keeps("在上海市", 1, 3), keeps("在海上海浪很大", 2, 4), keeps("abc", 0, 2)
    (True, False, False)
    """
    if start >= end:
        return False
    before_is_han, after_is_han = is_han(line[start]), is_han(line[end - 1])
    if not before_is_han and start and _WORD.match(line[start - 1]):
        return False
    if not after_is_han and end < len(line) and _WORD.match(line[end]):
        return False
    if not (before_is_han or after_is_han):
        return True
    # Within the window lie the hit and the Han characters around it, noise left out.
    hit = without_noise(line[start:end])
    # The hit's outer characters go along, for what is noise depends on its neighbours.
    left = without_noise(line[max(0, start - 8 * REACH) : start + 1])[:-1]
    right = without_noise(line[end - 1 : end + 8 * REACH])[1:]
    left = _match(_RUN_BEFORE, left[-REACH:]) if before_is_han else ""
    right = _match(_RUN_AFTER, right) if after_is_han else ""
    return _is_whole(left, hit, right)


def _match(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


@lru_cache(1 << 12)
def _is_whole(left: str, hit: str, right: str) -> bool:
    """Whether a hit between its Han neighbours is whole words, or whole parts of compounds."""
    if not (left or right):
        return True
    start, end = len(left), len(left) + len(hit)
    return all(
        (begin >= start and stop <= end) or _is_part(word, max(start - begin, 0), end - begin)
        for begin, stop, word in _words(left + hit + right)
        if begin < end and stop > start
    )


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    from yrd_cli import words

    at = 0
    for word in words.cut(fold(text), hmm=False):
        yield at, at + len(word), word
        at += len(word)


def _is_part(word: str, start: int, end: int) -> bool:
    """Whether a piece of a word is a word that the whole is made of.

    It is one of the dictionary's, and what is left of the compound on both sides is more than a
    character: 人民 in 中华人民共和国 counts, 国人 in 中国人民 does not.
    """
    from yrd_cli import words

    before, piece, after = word[:start], word[start:end], word[end:]
    if len(piece) < 2 or (before and after and min(len(before), len(after)) < 2):
        return False
    return piece in words.cut_for_search(word, hmm=False) or words.cut(piece, hmm=False) == [piece]
