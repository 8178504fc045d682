"""The word lists that names are found with, loaded once: family names, titles, places, bodies.

The files stand in ``data/``, each with its source and licence; all are in Simplified, since names
are looked for in the simplified fold of a text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import cache
from itertools import compress
from pathlib import Path
from typing import NamedTuple, TypeAlias

from yrd_cli.patterns import compiled

_Tree: TypeAlias = dict[str, "_Tree"]

_DATA = Path(__file__).with_name("data")

LEAST_STEP = -3
"""How unlike a given name a character is that the table lacks; the least step of the table."""


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    """Files of nothing but words and lines of comment."""
    return frozenset(" ".join(_lines(name)).split())


def _columns(name: str) -> dict[str, list[str]]:
    """Files whose lines are a label, a tab, and words."""
    return {
        label: words.split() for label, _, words in (line.partition("\t") for line in _lines(name))
    }


@cache
def word_set(label: str) -> frozenset[str]:
    """A closed list of ``data/fact_words.txt`` by its label."""
    return frozenset(_word_lists()[label])


@cache
def _word_lists() -> dict[str, list[str]]:
    return _columns("fact_words.txt")


class FamilyNames(NamedTuple):
    """Family names: ``common`` in any context, ``rare`` beside a title only, ``double``."""

    common: frozenset[str]
    rare: frozenset[str]
    double: frozenset[str]


@cache
def family_names() -> FamilyNames:
    """The family names, of one and of two characters."""
    common, rare, double = _lines("surnames.txt")
    return FamilyNames(
        frozenset(common.split()), frozenset(rare.split()), frozenset(double.split())
    )


@cache
def given_name_steps() -> dict[str, int]:
    """How much likelier a character is in a given name than in running text: -3 to 3.

    >>> given_name_steps()["华"], given_name_steps()["是"]
    (2, -3)
    """
    return {
        char: int(step)
        for step, _, chars in (line.partition("\t") for line in _lines("given_names.txt"))
        for char in chars
    }


@cache
def common_words() -> frozenset[str]:
    """Words that begin like a person's name and are none: 高度, 于是, 马拉松."""
    return _words("common_words.txt")


@cache
def titles() -> dict[str, list[str]]:
    """Titles: ``office`` and ``trade`` on either side of a name, ``before`` a name only."""
    return _columns("titles.txt")


@cache
def place_kinds() -> dict[str, str]:
    """Each name of a place, full or short, and its kind: province, prefecture, county, country."""
    kinds: dict[str, str] = {}
    for table in ("world_places.txt", "places.txt"):
        for kind, names in _columns(table).items():
            for name in names:
                if len(name) > 1:
                    kinds.setdefault(name, kind)
    return kinds


@cache
def known_bodies() -> frozenset[str]:
    """Organisations whose names have no telling ending: 国务院, 欧盟, 华为."""
    return _words("organizations.txt")


@cache
def by_first_pair() -> dict[str, list[str]]:
    """Places and known bodies by their first two characters, the longest first."""
    return by_pair((*place_kinds(), *known_bodies()), slice(0, 2))


@cache
def titles_by_pair() -> dict[str, list[str]]:
    """Titles by their first two characters, the longest first."""
    return by_pair((word for words in titles().values() for word in words), slice(0, 2))


@cache
def endings_by_pair() -> dict[str, list[str]]:
    """Endings of organisations by their last two characters, the longest first."""
    words = organization_words()
    return by_pair((*words["named"], *words["weak"]), slice(-2, None))


def by_pair(words: Iterable[str], where: slice) -> dict[str, list[str]]:
    """Words by two of their characters, the longest first."""
    table: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        table.setdefault(word[where], []).append(word)
    return table


_ASTRAL = compiled("[\U00010000-\U0010ffff]")
_LISTED, _TITLE, _ENDING = 1, 2, 4


class Pairs(NamedTuple):
    """Where the words of three lists may stand in a text: offsets of their pairs of characters."""

    listed: list[int]
    titles: list[int]
    endings: list[int]


@cache
def _telling_pairs() -> dict[int, int]:
    telling = dict.fromkeys(by_first_pair(), _LISTED)
    for kind, table in ((_TITLE, titles_by_pair()), (_ENDING, endings_by_pair())):
        for pair in table:
            telling[pair] = telling.get(pair, 0) | kind
    return {_code(pair): kinds for pair, kinds in telling.items() if len(pair) == 2}


def _code(pair: str) -> int:
    return int.from_bytes(pair.encode("utf-16-le"), sys.byteorder)


def _pair_codes(folded: str) -> list[int]:
    """Each pair of characters as one number: quicker to look up than a string made for it."""
    if len(folded) < 2:
        return []
    data = _ASTRAL.sub("?", folded).encode("utf-16-le", "surrogatepass")
    codes = [0] * (len(folded) - 1)
    codes[::2] = memoryview(data[: len(data) & ~3]).cast("I").tolist()
    codes[1::2] = memoryview(data[2 : 2 + ((len(data) - 2) & ~3)]).cast("I").tolist()
    return codes


def telling_pairs(folded: str) -> Pairs:
    """Look every pair of characters up once: cheaper than any regex of 8,000 words."""
    kinds = list(map(_telling_pairs().get, _pair_codes(folded)))
    hits = list(compress(range(len(kinds)), kinds))
    return Pairs(*([i for i in hits if kinds[i] & kind] for kind in (_LISTED, _TITLE, _ENDING)))  # type: ignore[operator]


def alternation(words: Iterable[str]) -> str:
    """A regex that matches the longest of many literal words, as a trie: one step a character.

    >>> alternation(["书记", "书记员", "主任"])
    '(?:主任|书记(?:员)?)'
    """
    tree: _Tree = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _written(tree)


def _written(node: _Tree) -> str:
    branches = [re.escape(char) + _written(child) for char, child in sorted(node.items()) if char]
    if not branches:
        return ""
    if "" not in node:
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{'|'.join(branches)})?"


@cache
def clause_words() -> frozenset[str]:
    """Verbs and function words of two characters that no organisation's name holds: 走进, 参加."""
    return _words("clause_words.txt")


@cache
def organization_words() -> dict[str, list[str]]:
    """Endings (``named``, ``weak``) and describing words (``generic``) of organisations."""
    return _columns("organization_words.txt")
