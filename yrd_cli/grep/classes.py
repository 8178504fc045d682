"""Classes of Han characters that share one simplified form: 发 發 髮, and what lies in one.

The table is built ahead by ``classes_source``, and only looked up here: to read it takes a third
of a millisecond, and a pattern looks up a few characters.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache

_DATA = os.path.join(os.path.dirname(__file__), "data", "variants.txt")
_HAN = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
"""Those of ``script.HAN_RANGES``: to load that module takes longer than to search a small file."""

HAN_RANGES = "".join(f"{chr(low)}-{chr(high)}" for low, high in _HAN)
"""Han characters, for use inside a character set."""


@cache
def _table() -> str:
    """The classes, one a line, each beginning with its simplified form; a newline on both sides."""
    with open(_DATA, encoding="utf-8") as file:
        text = file.read()
    return text[text.index("\n", text.rindex("#")) :]


def is_han(char: str) -> bool:
    """Whether a character is Han.

    >>> is_han("長"), is_han("，")
    (True, False)
    """
    code = ord(char)
    return code >= _HAN[0][0] and any(low <= code <= high for low, high in _HAN)


def class_of(char: str) -> str:
    """The characters with the same simplified form, this one among them, the simplified first.

    >>> class_of("髮"), class_of("三"), class_of("畫")
    ('发發髮', '三', '画畫畵')
    """
    if char == "\n":
        return char
    table = _table()
    at = table.find(char)
    if at < 0:
        return char
    return table[table.rindex("\n", 0, at) + 1 : table.index("\n", at)]


def classes_within(ranges: Iterable[tuple[str, str]]) -> str:
    """The characters that share a simplified form with one of some ranges of code points (both
    ends included), and lie in none of them.

    >>> classes_within([("門", "閂")])
    '门闩'
    """
    chars = _characters()
    covered: set[str] = set()
    for low, high in ranges:
        covered.update(chars[bisect_left(chars, low) : bisect_right(chars, high)])
    if not covered or len(covered) == len(chars):  # as in a set of all letters
        return ""
    touched = (line for line in _table().split("\n") if not covered.isdisjoint(line))
    return "".join(sorted(set("".join(touched)) - covered))


@cache
def _characters() -> list[str]:
    """All characters of the table, sorted."""
    return sorted(_table().replace("\n", ""))


@cache
def fold_table() -> dict[int, str]:
    """A table for `str.translate` that gives each character the first of its class."""
    return {ord(c): line[0] for line in _table().split("\n") for c in line[1:]}


def fold(text: str) -> str:
    """The text with each character as the first of its class; length and offsets stay.

    An expanded pattern finds the same spans in a text and in its fold. Back-references need the
    fold: ``(长)\\\\1`` is to match 長长.

    >>> fold("長髮祇")
    '长发只'
    """
    return text.translate(fold_table())
