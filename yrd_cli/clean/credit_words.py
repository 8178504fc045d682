"""The word lists of credit lines (`data/credits.toml`), loaded once."""

from __future__ import annotations

import tomllib
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
    """A word list as an alternation for a regular expression."""
    return "|".join(words(table, key))
