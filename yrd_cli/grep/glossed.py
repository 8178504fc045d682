"""Files with pinyin injected after their characters, 長(zhǎng)三角: searched as with --noise.

Nobody can have meant to search them as they stand.
"""

from __future__ import annotations

import re

FEWEST = 3
"""Glosses in the head of a file from which it counts as glossed: one or two may be an author's."""

_GLOSS = re.compile(
    rb"\((?<=[\xe3-\xe9][\x80-\xbf]{2}\()[a-z]{0,3}"
    rb"(?:\xc3[\xa0-\xbc]|\xc4[\x81-\xab]|\xc5[\x8d\xab]|\xc7[\x8e-\x9c])[a-z]{0,3}\)"
)
"""A syllable with a tone mark in brackets, right after a Han character in UTF-8. It begins with
the bracket: that is found quicker than a character."""


def is_glossed(head: bytes) -> bool:
    """Whether a file that begins so holds injected glosses.

    >>> is_glossed("長(zhǎng)三角一體化發(fā)展,國(guó)家".encode())
    True
    >>> is_glossed("长(cháng)三角".encode())
    False
    """
    at = 0
    for _ in range(FEWEST):
        found = _GLOSS.search(head, at)
        if found is None:
            return False
        at = found.end()
    return True
