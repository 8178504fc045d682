"""The character classes of POSIX, `[:alpha:]` and the rest, as GNU grep has them in UTF-8."""

from __future__ import annotations

import os
from functools import cache

BAD_BYTES = "\\udc80-\\udcff"
"""Bytes that are not UTF-8, as lone surrogates: no set of GNU grep's holds them."""

LETTER_BYTES = r"\udcaa\udcb5\udcba\udcc0-\udcd6\udcd8-\udcf6\udcf8-\udcff"
"""Those that GNU grep's assertions of word ends take for the letters of Latin-1 (glibc 2.36,
regex_internal.c, build_wcs_buffer), though no set holds them."""

_DIGITS = "0-9"
_SPACES = r"\t-\r \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000"
_SMALL = {
    "digit": _DIGITS,
    "xdigit": "0-9A-Fa-f",
    "space": _SPACES,
    "blank": r"\t \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000",
    "cntrl": r"\x00-\x1f\x7f-\x9f\u2028\u2029",
}
_LARGE = ("alpha", "upper", "lower", "punct", "graph")

NAMES = frozenset((*_SMALL, *_LARGE, "alnum", "print"))


@cache
def members(name: str) -> str:
    """The members of a class as they stand between the brackets of Python's `re`.

    >>> members("digit"), members("upper")[:3]
    ('0-9', 'A-Z')
    """
    if name in _SMALL:
        return _SMALL[name]
    if name == "alnum":
        return _DIGITS + members("alpha")
    if name == "print":
        return " \\u1680\\u2000-\\u2006\\u2008-\\u200a\\u205f\\u3000" + members("graph")
    return "".join(
        _escaped(low) if low == high else f"{_escaped(low)}-{_escaped(high)}"
        for low, high in _ranges()[name]
    )


@cache
def word() -> str:
    """What ``\\\\w`` and -w take for part of a word: letters, digits, the underscore."""
    return members("alnum") + "_"


def _escaped(code: int) -> str:
    char = chr(code)
    return f"\\{char}" if char in "\\]^-[&~|" else char


@cache
def _ranges() -> dict[str, list[tuple[int, int]]]:
    path = os.path.join(os.path.dirname(__file__), "data", "posix_classes.txt")
    ranges = {}
    with open(path, encoding="ascii") as f:
        lines = f.read().splitlines()
    for line in lines:
        if not line.startswith("#"):
            name, _, steps = line.partition("\t")
            ranges[name] = _decoded(steps)
    return ranges


def _decoded(steps: str) -> list[tuple[int, int]]:
    at, spans = 0, []
    for step in steps.split(" "):
        gap, _, length = step.partition("+")
        low = at + int(gap, 16)
        at = low + int(length or "0", 16)
        spans.append((low, at))
    return spans
