"""The names of encodings: what users and pages call them, and what we decode them with."""

from __future__ import annotations

import codecs
import re

from yrd_cli.errors import UsageError

AUTO = "auto"

CHINESE_FAMILY = (
    "utf-8",
    "gb18030",
    "big5hkscs",
    "hz",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "utf-32-be",
)
"""What detection can answer, beside ``cp1252`` for Western text."""

ENCODINGS = (*CHINESE_FAMILY, "utf-16", "utf-32", "cp1252")
"""What a user may ask for. ``utf-16`` and ``utf-32`` leave the byte order to the bytes."""

_SUPERSETS = {
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp950": "big5hkscs",
    "big5": "big5hkscs",
    "iso8859-1": "cp1252",
    "ucs2": "utf-16",
    "unicode": "utf-16",
    "x-gbk": "gb18030",
    "euc-cn": "gb18030",
    "gb2312-80": "gb18030",
    "gb": "gb18030",
    "cp936": "gb18030",
    "x-x-big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "hz-gb2312": "hz",
}
"""A page that says GBK or Big5 may use any superset of it; the superset decodes both."""


def canonical_encoding(name: str) -> str:
    """The name we decode with for a name a user gave, or ``auto``.

    Raises UsageError, with the nearest name and the list, for a name we do not decode.

    >>> canonical_encoding("GB2312"), canonical_encoding("Big5"), canonical_encoding("UTF8")
    ('gb18030', 'big5hkscs', 'utf-8')
    """
    known = known_encoding(name)
    if known is not None:
        return known
    import difflib

    near = difflib.get_close_matches(name.strip().lower(), (AUTO, *ENCODINGS, *_SUPERSETS), n=1)
    guess = f"did you mean {near[0]!r}? " if near else ""
    raise UsageError(
        f"unknown encoding {name!r}: {guess}choose from {AUTO}, {', '.join(ENCODINGS)}"
    )


def known_encoding(name: str) -> str | None:
    """The name we decode with for a name a page gave; None where the name says nothing to us."""
    given = name.strip(" \t\"'")
    for spelling in (_squashed(given), _squashed(_python_name(given))):
        if spelling in _SPELLINGS:
            return _SPELLINGS[spelling]
    return None


def _squashed(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


_SPELLINGS = {
    _squashed(name): _SUPERSETS.get(name, name) for name in (AUTO, *ENCODINGS, *_SUPERSETS)
}


def _python_name(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return name
