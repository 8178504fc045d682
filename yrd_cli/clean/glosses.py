"""Pinyin that a script put behind characters all over a page: 長(zhǎng)三角.

A gloss that an author wrote stays: 重庆(Chóngqìng), one hard character in an article, the words of
a textbook. What tells the injected ones is that they come densely, one character at a time, and
that the same characters carry them over and over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yrd_cli.clean.draft import Draft, Edit, Line
from yrd_cli.clean.readings import GLOSS, SYLLABLE, characters_read
from yrd_cli.patterns import compiled
from yrd_cli.script import telling_characters

REASON = "gloss"

MIN_GLOSSES = 12
"""Fewer say nothing about a page. The seeds have 176 and 432."""

MIN_GLOSSES_SHORT = 3
"""In a short text so many are enough, when they are dense and stand behind Traditional
characters: Taiwan's textbooks give no pinyin, those of the mainland no Traditional characters."""

MIN_DENSITY_SHORT = 0.08
MIN_TRADITIONAL_SHORT = 0.7

MIN_DENSITY = 0.02
"""Glosses for each Han character of the page. The seeds have 0.13 and 0.19; an article with a few
hard characters explained stays below 0.01."""

MIN_FITTING = 0.9
"""Share of the glosses that are a reading of their character. In the seeds all are."""

MIN_RUNNING = 0.5
"""Share of the glosses with a Han character right behind them, as within running text.

In the seeds 0.86 and 0.93; in a vocabulary list a gloss ends the entry."""

MAX_GLOSSED = 0.5
"""Share of Han characters that carry a gloss where it was injected. A reader for beginners, with
pinyin over every character, has more; there the pinyin is the text."""

MIN_THROUGHOUT = 0.5
"""Share of a glossed character's places that have the gloss. In the seeds 0.99 and more."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_CHEAP = compiled(rf"[{_HAN}][(（]{SYLLABLE}[)）]")
_GLOSS = compiled(rf"(?<=([{_HAN}]))[(（]({SYLLABLE})[)）](?=([{_HAN}])?)")
_HAN_CHARACTER = compiled(f"[{_HAN}]")


def may_hold_glosses(text: str) -> bool:
    """Whether `strip_glosses` may find anything in a text."""
    return GLOSS.search(text) is not None


def strip_glosses(draft: Draft) -> None:
    """Drop the pinyin behind single characters where the whole document is strewn with it."""
    if not draft.options.allows(REASON):
        return
    bracketed = [line for line in draft.body() if "(" in line.text or "（" in line.text]
    lines = [line for line in bracketed if _CHEAP.search(line.text)]
    if not lines or not _is_injected(draft, lines):
        return
    for line in lines:
        draft.edit(line, [Edit(*m.span(), "", REASON) for m in _fitting(line.text)])


def _fitting(text: str) -> Iterator[re.Match[str]]:
    """The glosses that are a reading of the character before them."""
    return (m for m in _GLOSS.finditer(text) if m[1] in characters_read(m[2]))


def _is_injected(draft: Draft, lines: list[Line]) -> bool:
    """Whether the glosses of the document were put there by a script."""
    found = [m for line in lines for m in _GLOSS.finditer(line.text)]
    if len(found) < MIN_GLOSSES_SHORT:
        return False
    han = sum(len(_HAN_CHARACTER.findall(line.text)) for line in draft.body())
    if not MIN_DENSITY <= len(found) / han <= MAX_GLOSSED:
        return False
    running = sum(m[3] is not None for m in found)
    fitting = sum(m[1] in characters_read(m[2]) for m in found)
    if fitting < MIN_FITTING * len(found) or running < MIN_RUNNING * len(found):
        return False
    if len(found) < MIN_GLOSSES:
        return len(found) >= MIN_DENSITY_SHORT * han and _is_strewn(found)
    return _carriers_are_glossed_throughout(draft, found)


def _is_strewn(found: list[re.Match[str]]) -> bool:
    """Whether a few glosses stand behind various Traditional characters, one reading for each."""
    carriers = {m[1] for m in found}
    traditional = telling_characters()[1]
    return (
        len(carriers) >= MIN_GLOSSES_SHORT
        and len({(m[1], m[2]) for m in found}) == len(carriers)
        and sum(c in traditional for c in carriers) >= MIN_TRADITIONAL_SHORT * len(carriers)
    )


def _carriers_are_glossed_throughout(draft: Draft, found: list[re.Match[str]]) -> bool:
    """Whether the characters with a gloss mostly have it wherever they stand.

    A script glosses each of them; an author explains a character once.
    """
    carriers = {m[1] for m in found}
    standing = sum(c in carriers for line in draft.body() for c in line.text)
    return len(found) >= MIN_THROUGHOUT * standing and len(found) > len(carriers)
