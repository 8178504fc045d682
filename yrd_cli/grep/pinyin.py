"""Pinyin in patterns: each syllable is the class of the characters that are read so."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from yrd_cli.grep.classes import class_of
from yrd_cli.grep.expand_parse import Bracket, Group, Literal, Node

_DATA = Path(__file__).parent / "data" / "pinyin.txt"

MAX_SYLLABLE = 6
"""Letters of the longest syllable: zhuang."""

MAX_SPLITS = 16
"""Ways to read one stretch of letters that are tried, those with the fewest syllables first."""

MAX_STRETCH = 200
"""Letters in one stretch; what is longer is no pinyin."""

_TONES = "\u0300\u0301\u0304\u030c"
_DIAERESIS = "\u0308"
_LETTERS = f"A-Za-züÜāáǎàēéěèêếềīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ{_TONES}{_DIAERESIS}"
_STRETCH = re.compile(rf"[{_LETTERS}]+(?:[1-5](?![0-9]))?")
_SEPARATORS = frozenset("'’ -")
_VOWEL = re.compile("[aeiouü]")

Syllable = tuple[int, str]
"""Where it ends, and its letters."""


@cache
def _readings() -> dict[tuple[str, str], str]:
    """The characters of each syllable and tone (a combining mark; 5 is the neutral one), and of
    each syllable in any tone."""
    table: dict[tuple[str, str], str] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        reading, _, chars = line.partition(" ")
        letters, tone = _toneless(reading)
        if not line.startswith("#") and _VOWEL.search(letters):
            for key in {(letters, tone or "5"), (letters, "")}:
                table[key] = table.get(key, "") + chars
    return {key: "".join(dict.fromkeys(chars)) for key, chars in table.items()}


_TONE_OF_DIGIT = dict(zip("1234", "\u0304\u0301\u030c\u0300", strict=True)) | {"5": "5"}


def _toneless(text: str) -> tuple[str, str]:
    """Letters without tone marks, and the marks.

    >>> _toneless("lǜ")
    ('lü', '̀')
    """
    parts = unicodedata.normalize("NFD", text.lower())
    marks = "".join(c for c in parts if c in _TONES)
    bare = "".join(c for c in parts if c not in _TONES)
    return unicodedata.normalize("NFC", bare).replace("v", "ü"), marks


def characters_of(syllable: str) -> str:
    """The characters with a reading, in simplified forms: with a tone mark or number, or without.

    >>> "长" in characters_of("chang"), "长" in characters_of("zhǎng"), characters_of("xyz")
    (True, True, '')
    """
    letters, marks = _toneless(syllable)
    tone = _TONE_OF_DIGIT.get(letters[-1:], "") or marks
    return _readings().get((letters.rstrip("12345"), tone), "")


def read_pinyin(nodes: list[Node], *, fixed_width: bool) -> list[Node]:
    """The nodes of a pattern, each stretch of letters that is pinyin read as characters.

    Apostrophes, hyphens and single spaces between syllables only part them. What cannot be read
    stays as it is. With ``fixed_width`` a stretch is read in one way only.
    """
    text = "".join(_plain_char(node) for node in nodes)
    done: list[Node] = []
    at = 0
    was_read = False
    while at < len(nodes):
        start = at + 1 if was_read and text[at] in _SEPARATORS else at
        found = _STRETCH.match(text, start)
        read = _read(found[0], fixed_width) if found else []
        if found and read:
            done += read
            at = found.end()
        else:
            # A stretch that is no pinyin is none in its parts either.
            end = found.end() if found and start == at else at + 1
            done += nodes[at:end]
            at = end
        was_read = bool(read)
    return done


_NO_LETTER = "\0"


def _plain_char(node: Node) -> str:
    return node.char if isinstance(node, Literal) and not node.repeat else _NO_LETTER


def _read(stretch: str, fixed_width: bool) -> list[Node]:
    """The nodes for a stretch of pinyin; none where it cannot be read."""
    nodes: list[Node] = []
    if len(stretch) > MAX_STRETCH:
        return nodes
    for ways in _readings_of(stretch):
        choices = ways[:1] if fixed_width else ways
        branches: list[list[Node]] = [[Bracket(_bracket(s)) for s in way] for way in choices]
        nodes += branches[0] if len(branches) == 1 else [Group("(?:", branches)]
    return nodes


def _bracket(syllable: str) -> str:
    forms = "".join(map(class_of, characters_of(syllable)))
    return f"[{''.join(dict.fromkeys(forms))}]"


def _readings_of(stretch: str) -> list[list[tuple[str, ...]]]:
    """The ways to read each part of a stretch, the parts as small as may be; empty if none.

    A part ends wherever every reading has a syllable's end.
    """
    units = re.findall(rf".[{_TONES}{_DIAERESIS}]*[1-5]?", unicodedata.normalize("NFC", stretch))
    syllables = [_syllables_at(units, at) for at in range(len(units))]
    forward = {0}
    for at, found in enumerate(syllables):
        if at in forward:
            forward.update(end for end, _ in found)
    ends = {len(units)} & forward
    for at in range(len(units) - 1, -1, -1):
        if at in forward and any(end in ends for end, _ in syllables[at]):
            ends.add(at)
    if 0 not in ends:
        return []
    cuts, reached = [], 0
    for at in sorted(ends):
        if at >= reached:
            cuts.append(at)
        following = syllables[at] if at < len(units) else []
        reached = max([reached, *(end for end, _ in following if end in ends)])
    return [_ways(syllables[a:b], a) for a, b in pairwise(cuts)]


def _syllables_at(units: list[str], at: int) -> list[Syllable]:
    """The ends and letters of the syllables that begin at a place, the longest first."""
    longest = min(len(units), at + MAX_SYLLABLE)
    texts = [(end, "".join(units[at:end])) for end in range(longest, at, -1)]
    return [(end, text) for end, text in texts if characters_of(text)]


def _ways(syllables: list[list[Syllable]], start: int) -> list[tuple[str, ...]]:
    """All ways to read a part that begins at ``start``, those of the fewest syllables first, up
    to MAX_SPLITS."""
    size = len(syllables)
    ways: list[list[tuple[str, ...]]] = [[] for _ in range(size)] + [[()]]
    for at in range(size - 1, -1, -1):
        found = [
            (letters, *rest)
            for end, letters in syllables[at]
            if end - start <= size
            for rest in ways[end - start]
        ]
        ways[at] = sorted(found, key=len)[:MAX_SPLITS]
    return ways[0]
