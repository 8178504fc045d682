"""Sets of characters as sorted ranges of code points, and what a pattern's classes hold.

A set that is not known exactly (``\\w``, whose 770 ranges nobody wants in an automaton) is known by
its bounds: what it holds at least, and what it holds at most.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

Range = tuple[int, int]
Ranges = tuple[Range, ...]

TOP = 0x10FFFF
ALL: Ranges = ((0, TOP),)
ASCII: Ranges = ((0, 0x7F),)
BEYOND_ASCII: Ranges = ((0x80, TOP),)

_DIGITS: Ranges = ((0x30, 0x39),)
# Decimal digits beyond ASCII stand in these; none among symbols, kana and Han (U+2000 to U+9FFF).
_MAYBE_DIGITS: Ranges = ((0x80, 0x1FFF), (0xA000, 0xABFF), (0xFF10, 0xFF19), (0x10000, TOP))
_SPACES: Ranges = (
    (0x09, 0x0D), (0x1C, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A),
    (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000),
)  # fmt: skip
_WORD_ASCII: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_UNIFIED: Ranges = ((0x3400, 0x4DBF), (0x4E00, 0x9FEF))
"""Han characters that are letters in every version of Unicode a Python of ours may have."""

_CASED_BLOCKS = (
    range(0x41, 0x5B), range(0x61, 0x7B), range(0xB5, 0x590), range(0x10A0, 0x1400),
    range(0x1C80, 0x2000), range(0x2100, 0x2190), range(0x24B0, 0x24F0), range(0x2C00, 0x2E00),
    range(0xA640, 0xA7FF), range(0xAB30, 0xABC0), range(0xFB00, 0xFB07), range(0xFF21, 0xFF5B),
    range(0x10400, 0x10600), range(0x10C80, 0x10D00), range(0x118A0, 0x118E0),
    range(0x16E40, 0x16E80), range(0x1E900, 0x1E944),
)  # fmt: skip

_CASELESS = ((0x2E00, 0xA63F), (0xAC00, 0xFAFF), (0x20000, 0x3FFFF))
"""Kana, Han, Hangul: tables of case (8 ms to make) need not be asked."""

_BEYOND_ASCII_CASES = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}
_ASCII_FAMILIES: dict[int, tuple[int, ...]] = {
    ord(letter): tuple(map(ord, other + _BEYOND_ASCII_CASES.get(small, "")))
    for small in "abcdefghijklmnopqrstuvwxyz"
    for letter, other in ((small, small.upper()), (small.upper(), small))
}


class CharacterSet(NamedTuple):
    """Characters that are surely in a set, and those that may be."""

    at_least: Ranges
    at_most: Ranges

    @property
    def is_exact(self) -> bool:
        """Whether the set is known."""
        return self.at_least == self.at_most


def exactly(ranges: Iterable[Range]) -> CharacterSet:
    """A set that is known."""
    known = merged(ranges)
    return CharacterSet(known, known)


def merged(ranges: Iterable[Range]) -> Ranges:
    """The same characters in sorted ranges that do not touch.

    >>> merged([(5, 9), (1, 2), (3, 4)])
    ((1, 9),)
    """
    joined: list[Range] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def complement(ranges: Ranges) -> Ranges:
    """All other code points."""
    rest = []
    at = 0
    for low, high in ranges:
        if low > at:
            rest.append((at, low - 1))
        at = high + 1
    return (*rest, (at, TOP)) if at <= TOP else tuple(rest)


def without(ranges: Ranges, low: int, high: int) -> Ranges:
    """The ranges less those from ``low`` to ``high``."""
    kept: list[Range] = []
    for a, b in ranges:
        if b < low or a > high:
            kept.append((a, b))
            continue
        if a < low:
            kept.append((a, low - 1))
        if b > high:
            kept.append((high + 1, b))
    return tuple(kept)


def union(sets: Sequence[CharacterSet]) -> CharacterSet:
    """The characters of any of the sets."""
    return CharacterSet(
        merged(r for s in sets for r in s.at_least), merged(r for s in sets for r in s.at_most)
    )


def negated(chars: CharacterSet) -> CharacterSet:
    """The characters that are not in a set: what it surely holds is surely not there."""
    return CharacterSet(complement(chars.at_most), complement(chars.at_least))


def category(name: str, *, ascii_only: bool) -> CharacterSet:
    """The set of ``\\d \\s \\w`` (`digit`, `space`, `word`), Unicode's or ASCII's."""
    if ascii_only:
        spaces = ((0x09, 0x0D), (0x20, 0x20))
        return exactly({"digit": _DIGITS, "space": spaces, "word": _WORD_ASCII}[name])
    if name == "space":
        return exactly(_SPACES)
    if name == "digit":
        return CharacterSet(_DIGITS, merged(_DIGITS + _MAYBE_DIGITS))
    return CharacterSet(merged(_WORD_ASCII + _UNIFIED), merged(_WORD_ASCII + BEYOND_ASCII))


def in_either_case(chars: CharacterSet) -> CharacterSet:
    """A set and the other cases of its letters, as Python's IGNORECASE has them."""
    if not chars.is_exact and chars.at_most[-1] == BEYOND_ASCII[0]:
        # All letters beyond ASCII may be in it, and so may be the ASCII ones they go with.
        ascii_part = (r for r in chars.at_most if r[1] < 0x80)
        letters = _either_case((*ascii_part, *((ord(c), ord(c)) for c in _BEYOND_ASCII_CASES)))
        return CharacterSet(chars.at_least, merged([*letters, *BEYOND_ASCII]))
    return CharacterSet(_either_case(chars.at_least), _either_case(chars.at_most))


@lru_cache(maxsize=256)
def _either_case(ranges: Ranges) -> Ranges:
    if all(high < 0x80 or _has_no_case(low, high) for low, high in ranges):
        families, cased = _ASCII_FAMILIES, tuple(sorted(_ASCII_FAMILIES))
    else:
        families, cased = _families(), _cased()
    others = {
        other
        for low, high in ranges
        for char in cased[bisect_left(cased, low) : bisect_right(cased, high)]
        for other in families[char]
    }
    return merged([*ranges, *((other, other) for other in others)]) if others else ranges


def _has_no_case(low: int, high: int) -> bool:
    return any(first <= low and high <= last for first, last in _CASELESS)


@cache
def _cased() -> tuple[int, ...]:
    return tuple(sorted(_families()))


@cache
def _families() -> dict[int, tuple[int, ...]]:
    """Every cased character and those that differ from it in case alone.

    From the tables that `re` itself uses: `str.lower` gives several characters for some.
    """
    from _sre import unicode_tolower  # type: ignore[import-not-found]
    from re import _casefix  # type: ignore[attr-defined]

    families: dict[int, set[int]] = {}
    for block in _CASED_BLOCKS:
        for char in block:
            families.setdefault(unicode_tolower(char), set()).add(char)
    for lower, others in _casefix._EXTRA_CASES.items():
        joined = families.setdefault(lower, {lower})
        for other in others:
            joined |= families.get(other, {other})
    of_each: dict[int, set[int]] = {}
    for lower, family in families.items():
        for char in family | {lower}:
            of_each.setdefault(char, set()).update(family)
    return {char: tuple(sorted(f - {char})) for char, f in of_each.items() if f != {char}}
