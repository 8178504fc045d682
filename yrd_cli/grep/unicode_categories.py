"""Unicode's general categories as sets of Python's `re`, from the interpreter's own tables."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache

_BAD = range(0xD800, 0xE000)
_CATEGORIES = re.compile("C[cfno]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?")


@cache
def members_of(name: str) -> str | None:
    """The members of a category (``L``, ``Lu``, ``L&``), as they stand between brackets; None for
    a name that is not known. Takes some tenths of a second.
    """
    if name in ("L&", "LC"):
        wanted: tuple[str, ...] = ("Lu", "Ll", "Lt")
    elif _CATEGORIES.fullmatch(name):
        wanted = (name,)
    else:
        return None
    from unicodedata import category

    return _written(lambda char: category(char).startswith(wanted))


@cache
def complement(body: str) -> str:
    """The ranges of all characters that a set does not hold."""
    holds = re.compile(f"[{body}]").match
    return _written(lambda char: not holds(char))


def _written(takes: Callable[[str], object]) -> str:
    return "".join(
        f"\\U{low:08x}" + (f"-\\U{high:08x}" if high > low else "") for low, high in _ranges(takes)
    )


def _ranges(takes: Callable[[str], object]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for code in range(sys.maxunicode + 1):
        inside = code not in _BAD and takes(chr(code))
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            yield start, code - 1
            start = None
    if start is not None:
        yield start, sys.maxunicode
