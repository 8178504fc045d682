"""Pinyin: how it is written in a gloss, and which characters it can stand for."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from yrd_cli.patterns import compiled

_PLAIN = "a-zü"
TONED = "\u0300\u0301\u0304\u030cāáǎàēéěèêếềīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
"""Letters that carry a tone, the four combining marks included."""

SYLLABLE = rf"[{_PLAIN}{TONED}ɡ\u0308]{{1,10}}[1-5]?"
"""One syllable as a regex: with tone marks, with a tone number, or plain. It matches more than
is pinyin; the table of readings decides."""

GLOSS = compiled(rf"[(（]{SYLLABLE}[)）]")

_TONE_MARKS = compiled("[\u0300\u0301\u0304\u030c]")
_DATA = Path(__file__).parent / "data" / "pinyin.txt"


@cache
def _characters() -> dict[str, frozenset[str]]:
    """For each reading, with tone mark and without, the characters that have it."""
    table: dict[str, set[str]] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        reading, _, chars = line.partition(" ")
        if not line.startswith("#"):
            table.setdefault(reading, set()).update(chars)
            table.setdefault(_toneless(reading), set()).update(chars)
    return {reading: frozenset(chars) for reading, chars in table.items()}


def characters_read(pinyin: str) -> frozenset[str]:
    """The characters that this syllable is a reading of; empty where it is no syllable.

    Tone marks may be left out or written as a number, which is then not checked.

    >>> "長" in characters_read("zhǎng"), "長" in characters_read("chang2"), characters_read("abc")
    (True, True, frozenset())
    """
    text = unicodedata.normalize("NFC", pinyin.rstrip("12345")).replace("ɡ", "g")
    return _characters().get(text) or _characters().get(text.replace("v", "ü"), frozenset())


def _toneless(reading: str) -> str:
    """The reading without its tone; ü stays.

    >>> _toneless("lǜ"), _toneless("zhǎng")
    ('lü', 'zhang')
    """
    bare = _TONE_MARKS.sub("", unicodedata.normalize("NFD", reading))
    return unicodedata.normalize("NFC", bare)
