"""ASCII punctuation between Han characters, back to full width (on request: `--punct`)."""

from __future__ import annotations

import re

from yrd_cli.clean.draft import Draft, Edit
from yrd_cli.patterns import compiled
from yrd_cli.script import HAN, HAN_RANGES

_WIDE = str.maketrans(",!?:;()", "，！？：；（）")
_MARKS = compiled("[,!?:;]+")
_CHINESE = compiled(f"[{HAN_RANGES}。，、；：？！“”‘’（）《》〈〉「」『』【】…—·]")

MAX_PARENTHESIS = 200
"""How far into a parenthesis is looked: nested ones would else take quadratic time."""


def widen_punctuation(draft: Draft) -> None:
    """Make ``,!?:;()`` full-width where Chinese text surrounds it.

    Between digits (10:41, 1,000) and in Latin text it stays. A pair of parentheses is widened
    together, or not at all; so is a run of marks (`?!`). In a line with misread characters that
    could not be put right, `?` and `!` stay, which may be halves of them (`?!伴`).
    """
    if not draft.options.punct:
        return
    for line in draft.lines:
        if not line.text.isascii():
            held = "?!" if line.notes else ""
            edits = [
                Edit(i, i + 1, new, "punctuation")
                for i, (old, new) in enumerate(zip(line.text, widened(line.text), strict=True))
                if old != new and old not in held
            ]
            if edits:
                draft.edit(line, edits)


def widened(text: str) -> str:
    """The text with its Chinese punctuation full-width; of the same length.

    >>> widened("他说:你好!(笑)Hello, world! 10:41")
    '他说：你好！（笑）Hello, world! 10:41'
    """
    # Parentheses are judged by Han characters alone, then marks by what stands around them:
    # no decision depends on one made later, so that a second pass changes nothing.
    chars = list(text)
    for start, end in _pairs(text):
        if _is_chinese_pair(text, start, end):
            chars[start], chars[end] = "（", "）"
    text = "".join(chars)
    return _MARKS.sub(_wide_marks, text)


def _wide_marks(match: re.Match[str]) -> str:
    text, marks = match.string, match.group()
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if _CHINESE.match(before):
        latin_value = marks == ":" and after.isascii() and after.isalpha()
        return marks if latin_value else marks.translate(_WIDE)
    follows_word = bool(before) and not before.isspace()
    return marks.translate(_WIDE) if follows_word and _CHINESE.match(after) else marks


def _is_chinese_pair(text: str, start: int, end: int) -> bool:
    inside = text[start + 1 : min(end, start + MAX_PARENTHESIS)]
    return bool(HAN.search(inside)) or bool(HAN.match(text[start - 1 : start]))


def _pairs(text: str) -> list[tuple[int, int]]:
    """The places of the parentheses that belong together."""
    pairs: list[tuple[int, int]] = []
    open_at: list[int] = []
    for match in re.finditer("[()]", text):
        if match.group() == "(":
            open_at.append(match.start())
        elif open_at:
            pairs.append((open_at.pop(), match.start()))
    return pairs
