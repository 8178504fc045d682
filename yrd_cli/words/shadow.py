"""The folded shadow that texts are segmented on: simplified and half-width, of the same length.

jieba's dictionary is simplified, and its blocks know no full-width letters; on the shadow
traditional text has the words of simplified text, and ``Ｇ６０`` is one.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from yrd_cli.script import script_of, simplified_forms, telling_characters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ＋＃＆．＿％－]+")
"""Those that are of a block in their half-width form; other marks are signs in both."""

_HALF_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


def fold(text: str) -> str:
    """The shadow of a text.

    In simplified text only the characters that simplified text does not have are folded:
    乾 in 乾隆 and 著 in 著名 are as they should be.

    >>> fold("長三角Ｇ６０"), fold("乾隆著有此书"), fold("乾淨的書")
    ('长三角G60', '乾隆著有此书', '干净的书')
    """
    if _FULL_WIDTH.search(text):
        text = _FULL_WIDTH.sub(lambda m: m.group().translate(_HALF_WIDTH), text)
    if not _traditional_only().search(text):
        return text
    return text.translate(_forms(script_of(text) in ("Hant", "mixed")))


def surfaces(text: str, words: list[str]) -> list[str]:
    """The words as they stand in the text, from the words of its shadow."""
    ends = list(accumulate(map(len, words)))
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@cache
def folded_units() -> NDArray[np.bool_]:
    """By code point up to U+FFFF, whether a text with this character may have another shadow."""
    import numpy as np

    half = [chr(code) for code in _HALF_WIDTH if _FULL_WIDTH.match(chr(code))]
    chars = half + [char for char in telling_characters()[1] if char <= "\uffff"]
    flags = np.zeros(1 << 16, np.bool_)
    flags[np.fromiter(map(ord, chars), np.int64, len(chars))] = True
    return flags


@cache
def _forms(every: bool) -> dict[int, str]:
    """What is folded to what: every character with a simplified form, or only those that are
    nowhere simplified. A form that is no Han character to jieba would do harm."""
    chosen = telling_characters()[1]
    return {
        code: form
        for code, form in simplified_forms().items()
        if "\u4e00" <= form <= "\u9fd5" and (every or chr(code) in chosen)
    }


@cache
def _traditional_only() -> re.Pattern[str]:
    # With astral characters in it, a class is searched a hundred times slower.
    chars = sorted(char for char in telling_characters()[1] if char <= "\uffff")
    return re.compile(f"[{''.join(chars)}]")
