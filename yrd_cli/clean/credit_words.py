"""The word lists of credit lines (`data/credits.toml`), loaded once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

GAP = "[ \t\u00a0\u3000]"
"""The spaces that layout puts between the parts of a line."""

SPACE = " \t\u00a0\u3000"
HAN = "\u3400-\u4dbf\u4e00-\u9fff〇々"
"""Han characters, for use inside a character class."""


@cache
def words(table: str, key: str) -> tuple[str, ...]:
    """One word list, longest word first, so that an alternation finds the longest."""
    path = Path(__file__).with_name("data") / "credits.toml"
    lists = _load(path)[table]
    return tuple(sorted(lists[key].split(), key=len, reverse=True))


@cache
def _load(path: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def any_of(table: str, key: str) -> str:
    """A word list as a part of a regular expression that finds the longest of them."""
    return alternation(words(table, key))


def alternation(words: Iterable[str]) -> str:
    """A regular expression for plain words, the longest where several begin at one place.

    Written as a tree: of a hundred words in a row, each would be tried at every place.

    >>> alternation(["来源", "来源于", "时间"])
    '(?:来源(?:于)?|时间)'
    """
    endings: dict[str, list[str]] = {}
    ends = False
    for word in words:
        if word:
            endings.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    if not endings:
        return ""
    branches = [re.escape(first) + alternation(rest) for first, rest in endings.items()]
    body = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{body})?" if ends else body
