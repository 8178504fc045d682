"""A cheap look at a line, before it is compared with some four hundred patterns: may it be a sign?

Eight of ten lines of running text are ruled out by their first Han character and by the words
that they do not hold. Characters and words stand beside the patterns (`data/boilerplate.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from yrd_cli.patterns import compiled

_LETTER = compiled("[A-Za-zÀ-ʯ\u2c60-\u2c7f\u212a\u212bＡ-Ｚａ-ｚ>＞»›≫©]")
"""What no line of Han characters holds: letters (K is one, without regard to case), and marks of
paths and of owners."""

_MARK = "[>＞»›≫©Ａ-Ｚａ-ｚ]"

_GAP = compiled(r"[\s|｜/／·←→•>＞»,，、\[［\]］]")
"""What may part the words of a row of buttons."""

TRANSPARENT = "0123456789-—–\"'“‘«<《〈([{（［【「『〔)]】」）"
"""What may stand before the first Han character of a sign, bullets aside."""

FIRST_HAN, LAST_HAN = "\u4e00", "\u9fff"


@dataclass(frozen=True, slots=True)
class SignGuard:
    """``longest``: by the Han character that comes first, behind any of ``lead``, how long a line
    may be that a pattern matches; no other line is matched but where ``held`` or ``held_latin``
    is found."""

    longest: dict[str, int]
    held: re.Pattern[str]
    held_latin: re.Pattern[str]
    lead: str

    def may_open(self, text: str) -> bool:
        """Whether a pattern may begin as a line (as it came, stripped) begins."""
        first = text[0]
        if first in self.lead:
            first = text.lstrip(self.lead)[:1]
        return self.longest.get(first, 0) >= len(text) or not FIRST_HAN <= first <= LAST_HAN

    def may_hold(self, text: str) -> bool:
        """Whether a pattern may match a line that begins with anything, or within it."""
        if self.held.search(text):
            return True
        letter = _LETTER.search(text)
        return letter is not None and self.held_latin.search(text, letter.start()) is not None


def may_be_row(text: str) -> bool:
    """Whether anything parts the words of a line."""
    return _GAP.search(text) is not None


def guard_of(
    rules: Iterable[dict[str, Any]], hints: Iterable[str], fold: dict[int, str], bullets: str
) -> SignGuard:
    """The guard of a lexicon whose patterns are written in simplified characters.

    ``hints`` are further words that a line may be a sign by; ``fold`` is what is done to a line
    before it is compared.
    """
    longest: dict[str, int] = {}
    words = set(hints)
    for rule in rules:
        for first in rule.get("first", ""):
            longest[first] = max(longest.get(first, 0), rule["longest"])
        words.update(rule.get("holds", ()))
    variants: dict[str, str] = {}
    for code, folded in fold.items():
        variants[folded] = variants.get(folded, "") + chr(code)
        if folded in longest:
            longest[chr(code)] = longest[folded]
    lead = "".join(mark + variants.get(mark, "") for mark in bullets + TRANSPARENT)
    han = [word for word in sorted(words) if FIRST_HAN <= word[0] <= LAST_HAN]
    latin = sorted({word.lower() for word in words if word[0].isascii()})
    return SignGuard(
        longest,
        compiled("|".join(form for word in han for form in _written(word, variants))),
        compiled("|".join([*latin, _MARK]), re.IGNORECASE),
        lead,
    )


def _written(word: str, variants: dict[str, str]) -> Iterator[str]:
    """A word in all forms that are folded to it, one for each form of its first character: a
    search is quick where every alternative begins with a character."""
    first, *rest = (char + variants.get(char, "") for char in word)
    for char in first:
        yield char + "".join(f"[{forms}]" for forms in rest)
