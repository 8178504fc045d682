"""ASCII punctuation between Han characters, back to full width (on request: `--punct`)."""

from __future__ import annotations

import re

from yrd_cli.clean.draft import Draft, Edit
from yrd_cli.script import HAN_RANGES

_WIDE = {",": "，", "!": "！", "?": "？", ":": "：", ";": "；", "(": "（", ")": "）"}
_NEAR = f"{HAN_RANGES}。，、；：？！“”‘’（）《》〈〉「」『』【】…—·"
_MARK = re.compile("[,!?:;()]")

MAX_PARENTHESIS = 200
"""How far into a parenthesis is looked: nested ones would else take quadratic time."""


def widen_punctuation(draft: Draft) -> None:
    """Make ``,!?:;()`` full-width where Chinese text surrounds it.

    Between digits (10:41, 1,000) and beside Latin letters on both sides it stays. A pair of
    parentheses is widened together, or not at all.
    """
    if not draft.options.punct:
        return
    for line in draft.lines:
        marks = [Edit(m.start(), m.end(), _WIDE[m.group()], "punctuation")
                 for m in _MARK.finditer(line.text)]
        pairs = _pairs(line.text)
        edits = [e for e in marks if _is_chinese(line.text, e.start, pairs)]
        if edits:
            draft.edit(line, edits)


_HAN = re.compile(f"[{_NEAR}]")


def _is_chinese(text: str, at: int, pairs: dict[int, int]) -> bool:
    if text[at] in "()":
        other = pairs.get(at)
        return other is not None and _pair_is_chinese(text, min(at, other), max(at, other))
    before = text[at - 1] if at else ""
    after = text[at + 1] if at + 1 < len(text) else ""
    left, right = bool(_HAN.match(before)), bool(_HAN.match(after))
    if text[at] in ",:" and before.isdigit() and after.isdigit():
        return False
    if left:
        return not (after.isascii() and after.isalpha() and text[at] == ":") or right
    return right and not before.isspace() and bool(before)


def _pair_is_chinese(text: str, start: int, end: int) -> bool:
    inside = text[start + 1 : min(end, start + MAX_PARENTHESIS)]
    if _HAN.search(inside):
        return True
    beside = text[start - 1 : start] + text[end + 1 : end + 2]
    return bool(_HAN.search(beside)) and bool(inside) and not inside.isascii()


def _pairs(text: str) -> dict[int, int]:
    """The place of each parenthesis's partner."""
    partners: dict[int, int] = {}
    open_at: list[int] = []
    for i, char in enumerate(text):
        if char == "(":
            open_at.append(i)
        elif char == ")" and open_at:
            j = open_at.pop()
            partners[i], partners[j] = j, i
    return partners
