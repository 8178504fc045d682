"""Which characters GNU grep -i takes for one: its own rule, which Python's differs from."""

from __future__ import annotations

from functools import cache

_LONESOME = (
    "\u00b5\u0131\u017f\u01c5\u01c8\u01cb\u01f2\u0345\u03c2\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1"
    "\u03f4\u03f5\u1e9b\u1fbe"
)
"""Small letters whose capital has another small letter (gnulib, localeinfo.c)."""

_CASED = (
    *range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xB5, 0x590), *range(0x10A0, 0x1400),
    *range(0x1C80, 0x2000), *range(0x2100, 0x2190), *range(0x24B0, 0x24F0),
    *range(0x2C00, 0x2E00), *range(0xA640, 0xA7FF), *range(0xAB30, 0xABC0),
    *range(0xFF21, 0xFF5B),
)  # fmt: skip


def _upper(char: str) -> str:
    upper = char.upper()
    return upper if len(upper) == 1 else char


def _lower(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else char


@cache
def forms(char: str) -> str:
    """A character and those that differ from it in case alone.

    >>> forms("k"), forms("Ａ"), forms("长")
    ('kK', 'Ａａ', '长')
    """
    upper = _upper(char)
    others = (c for c in (_lower(upper), *_LONESOME) if _upper(c) == upper)
    return "".join(dict.fromkeys((char, upper, *others)))


def forms_within(low: str, high: str) -> str:
    """The other forms of the characters of a range, those in the range left out."""
    first, last = ord(low), ord(high)
    if first == last:
        return forms(low)[1:]
    codes = range(first, last + 1) if last - first < len(_CASED) else _CASED
    found = (form for code in codes if first <= code <= last for form in forms(chr(code)))
    return "".join(dict.fromkeys(form for form in found if not low <= form <= high))
