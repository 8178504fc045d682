"""Simplified and Traditional: which script a text is in, and the context-free fold.

The character tables are those of the package opencc-python-reimplemented (Apache-2.0).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from yrd_cli.patterns import compiled

Script = Literal["Hans", "Hant", "mixed", "none"]

MIXED_SHARE = 0.2
"""A text is mixed when the rarer script has at least this share of the telling characters.

A quotation of 20 characters in a page of 200 stays under it; a half-and-half page has 0.4 to 0.6.
"""

HAN_RANGES = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Han characters, for use inside a character class; 〇 counts as a numeral, not as Han."""

HAN = compiled(f"[{HAN_RANGES}]")
_ASTRAL = compiled("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class ScriptEvidence:
    """Which script a text is in, and how many characters say so."""

    script: Script
    simplified_only: int
    traditional_only: int


def _dictionary(name: str) -> dict[str, list[str]]:
    from importlib.util import find_spec

    # find_spec gives the folder without importing the package and its converter.
    spec = find_spec("opencc")
    if spec is None or spec.origin is None:  # pragma: no cover - a broken installation
        raise ModuleNotFoundError("opencc-python-reimplemented is not installed")
    path = Path(spec.origin).parent / "dictionary" / f"{name}.txt"
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, values = line.partition("\t")
        if values:
            table[key] = values.split()
    return table


@cache
def simplified_forms() -> dict[int, str]:
    """A table for `str.translate`: each traditional character's first simplified form."""
    return {
        ord(key): values[0]
        for key, values in _dictionary("TSCharacters").items()
        if len(key) == len(values[0]) == 1 and key != values[0]
    }


@cache
def telling_characters() -> tuple[frozenset[str], frozenset[str]]:
    """The characters that only Simplified text holds, and those that only Traditional holds."""
    to_traditional, to_simplified = _dictionary("STCharacters"), _dictionary("TSCharacters")
    hans = frozenset(c for c, forms in to_traditional.items() if c not in forms)
    hant = frozenset(c for c, forms in to_simplified.items() if c not in forms)
    # Taiwan and Hong Kong write 群, 床, 峰 as the mainland does, where OpenCC's standard does not.
    regional = frozenset("恒霉虱").union(
        *(forms for name in ("TWVariants", "HKVariants") for forms in _dictionary(name).values())
    )
    return hans - hant - regional, hant - hans


@cache
def _traditional() -> re.Pattern[str]:
    """What the fold changes, up to U+FFFF: see ``_telling_patterns``."""
    changed = (chr(code) for code in simplified_forms() if code <= 0xFFFF)
    return compiled(f"[{''.join(sorted(changed))}]")


def to_simplified(text: str) -> str:
    """Fold to Simplified character by character; the length and every offset stay.

    A key for comparing, not a conversion: it knows no context.

    >>> to_simplified("長三角一體化")
    '长三角一体化'
    """
    if not (_traditional().search(text) or _ASTRAL.search(text)):
        return text
    return text.translate(simplified_forms())


@cache
def _telling_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Classes of the telling characters up to U+FFFF: with astral ones in it, a class is searched
    a hundred times slower."""
    hans, hant = (
        "".join(sorted(c for c in chars if c <= "\uffff")) for chars in telling_characters()
    )
    return compiled(f"[{hans}]"), compiled(f"[{hant}]")


def script_of(text: str) -> Script:
    """The script of a text, by the characters that only one script has.

    ``none`` where no character tells: no Han characters, or only shared ones.

    >>> script_of("长三角一体化"), script_of("長三角"), script_of("G60")
    ('Hans', 'Hant', 'none')
    """
    if _ASTRAL.search(text):
        return detect_script(text).script
    hans, hant = _telling_patterns()
    # Most texts hold one script only: to find none of the other's characters is cheaper than to
    # count both.
    if not hant.search(text):
        return "Hans" if hans.search(text) else "none"
    if not hans.search(text):
        return "Hant"
    return detect_script(text).script


def detect_script(text: str) -> ScriptEvidence:
    """The script of a text, with the counts of the characters that tell.

    >>> detect_script("长三角")
    ScriptEvidence(script='Hans', simplified_only=1, traditional_only=0)
    """
    hans, hant = telling_characters()
    s = t = 0
    for char, n in Counter(text).items():
        if char in hans:
            s += n
        elif char in hant:
            t += n
    return ScriptEvidence(_verdict(s, t), s, t)


def _verdict(simplified_only: int, traditional_only: int) -> Script:
    total = simplified_only + traditional_only
    if not total:
        return "none"
    if min(simplified_only, traditional_only) >= MIXED_SHARE * total:
        return "mixed"
    return "Hans" if simplified_only > traditional_only else "Hant"
