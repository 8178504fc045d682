"""Noise within Chinese text: what a match may run over, and which pages are full of it."""

from __future__ import annotations

import re
from functools import cache

from yrd_cli.grep.classes import HAN_RANGES

# The characters themselves, not escapes: hyperscan and PCRE know no \u.
ZERO_WIDTH = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
SPACES = "\\t \u00a0\u2000-\u200a\u3000"
LINE_ENDS = r"\n\r"

_LETTERS = "A-Za-z\u0300\u0301\u0304\u0308\u030cüÜāáǎàēéěèêếềīíǐìōóǒòūúǔùǖǘǚǜńňǹḿɡĀÁǍÀĒÉĚÈŌÓǑÒ"
GLOSS = rf"[(（\[［【〔][{_LETTERS}]{{1,10}}[1-5]?[)）\]］】〕]"
"""One syllable of pinyin in brackets: the longest (zhuāng) has six letters, with marks of their
own eight."""

FULL_WIDTH_SHIFT = 0xFEE0
_HALF_WIDTH = range(0x21, 0x7F)
_FULL_WIDTH = range(0x21 + FULL_WIDTH_SHIFT, 0x7F + FULL_WIDTH_SHIFT)

MIN_GLOSSES = 3
"""Toned syllables in brackets behind single Han characters that make a page a glossed one. An
explained name (重庆(Chóngqìng)) has several syllables in its brackets; to search one page with an
explained character or two through its glosses loses nothing."""

_TONED = rf"[{HAN_RANGES}][(（][a-z]{{0,5}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ][a-z]{{0,3}}[)）]"


def filler(after_han: bool, before_han: bool, *, across_lines: bool) -> str:
    """What may stand between two characters of a pattern, as a regex that may be empty.

    Between Han characters: a gloss, spaces, and line ends where ``across_lines``; else only what
    has no width, and spaces where one of the two is Han.
    """
    loose = ZERO_WIDTH
    if after_han or before_han:
        loose += SPACES
    if after_han and before_han and across_lines:
        loose += LINE_ENDS
    gloss = f"(?:{GLOSS}[{loose}]*)?" if after_han else ""
    return f"[{loose}]*{gloss}"


_NOISE = (
    rf"(?<=[{HAN_RANGES}])[{ZERO_WIDTH}{SPACES}]*{GLOSS}[{ZERO_WIDTH}{SPACES}]*|[{ZERO_WIDTH}]+"
    rf"|(?<=[{HAN_RANGES}])[{SPACES}{LINE_ENDS}]+(?=[{HAN_RANGES}])"
)


_compiled = cache(re.compile)
"""Compiled when they are needed first: that takes 2 ms each."""


def without_noise(text: str) -> str:
    """The text without glosses, invisible characters, and spaces between Han characters.

    >>> without_noise("長(zhǎng)三 角 G60")
    '長三角 G60'
    """
    return _compiled(_NOISE).sub("", text)


@cache
def _compatibility() -> dict[str, str]:
    """The compatibility ideographs of each Han character (U+F900 and on, U+2F800 and on)."""
    from unicodedata import normalize

    forms: dict[str, str] = {}
    for code in (*range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E)):
        plain = normalize("NFC", chr(code))
        if plain != chr(code):
            forms[plain] = forms.get(plain, "") + chr(code)
            forms[chr(code)] = plain
    return forms


def other_widths(char: str) -> str:
    """The full-width form of a half-width character and the reverse; of a Han character, those
    that Unicode keeps for compatibility. Empty where there are none.

    >>> other_widths("G"), other_widths("％"), other_widths("　"), other_widths("三")
    ('Ｇ', '%', ' ', '')
    """
    code = ord(char)
    if code in _HALF_WIDTH:
        return chr(code + FULL_WIDTH_SHIFT)
    if code in _FULL_WIDTH:
        return chr(code - FULL_WIDTH_SHIFT)
    if char in " \u3000":
        return "\u3000" if char == " " else " "
    return _compatibility().get(char, "")


def is_glossed(text: str) -> bool:
    """Whether a page's text is strewn with pinyin, so that its words are found only through it.

    >>> is_glossed("長(zhǎng)三角一體化發(fā)展,國(guó)家"), is_glossed("长三角（简称）")
    (True, False)
    """
    found = _compiled(_TONED).finditer(text)
    return sum(1 for _ in zip(found, range(MIN_GLOSSES), strict=False)) == MIN_GLOSSES
