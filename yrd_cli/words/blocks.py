"""What jieba takes for text that is cut into words; everything else is a sign of its own.

The classes are those of jieba 0.42.1: the characters, not the scripts, decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HAN = "\u4e00-\u9fd5"
"""The Han characters that jieba's models know; others are signs to it."""

BLOCK = re.compile(rf"([{HAN}a-zA-Z0-9+#&._%\-]+)")
"""A block: the dictionary is asked within it, and no word crosses its ends."""

SIGN = re.compile("\r\n|.", re.DOTALL)
"""Between blocks each character stands alone, but for this line end."""

TAGGED_EDGE = re.compile(r"([%\-])")
"""The tagger has the same blocks without these two."""


class _InBlock(dict[str, bool]):
    """Whether a character belongs to a block."""

    def __missing__(self, char: str) -> bool:
        value = self[char] = BLOCK.match(char) is not None
        return value


in_block = _InBlock()

LONGEST = 1 << 20
"""Characters that are cut at once: rjieba takes 70 bytes for each. A longer text is parted after a
sign, which changes no word; a run of words without one, where it gets as long."""

_TO_A_SIGN = re.compile("(?s:.*)[\n \u3000。，、；：！？,;:!?]")


def parts(text: str) -> Iterator[str]:
    """A text in parts that there is the memory for."""
    start = 0
    while len(text) - start > LONGEST:
        sign = _TO_A_SIGN.match(text, start, start + LONGEST)
        end = sign.end() if sign else start + LONGEST
        yield text[start:end]
        start = end
    yield text[start:] if start else text
