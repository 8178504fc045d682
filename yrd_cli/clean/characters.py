"""Invisible characters and the remains of spaces."""

from __future__ import annotations

import re

from yrd_cli.clean.draft import Draft, Edit, Line
from yrd_cli.patterns import compiled

_INVISIBLE = "\u00ad\u180e\u200b\u2060\ufeff"
_JOINERS = "\u200c\u200d"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x9f"

_SUSPECT = compiled(f"[{_CONTROLS}{_INVISIBLE}{_JOINERS}{_DIRECTIONS}\xa0]")
_RIGHT_TO_LEFT = compiled("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINABLE = compiled(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
)
"""Letters and pictures that joiners shape: Arabic, Indic, Myanmar, emoji."""

_INDENT_REMNANT = compiled(r"\?\?(?=[^\s?!?？！.,;:)])")
_EDGE = " \t\xa0\u3000"

MIN_INDENT_REMNANTS = 2
"""A single line that starts with `??` may mean it; two that do are an indent that was lost."""


def may_hold_invisible(text: str) -> bool:
    """Whether `strip_invisible` may find anything in a text."""
    return _SUSPECT.search(text) is not None


def strip_invisible(draft: Draft) -> None:
    """Drop zero-width and control characters; a no-break space becomes a space.

    Joiners stay where they shape letters or emoji, direction marks where a line has letters that
    run from right to left.
    """
    for line in draft.lines:
        if not line.text.isprintable():  # all that is looked for is not
            is_mixed = _RIGHT_TO_LEFT.search(line.text) is not None
            found = (_without(line, m, is_mixed) for m in _SUSPECT.finditer(line.text))
            edits = [e for e in found if e is not None]
            if edits:
                draft.edit(line, edits)


def _without(line: Line, match: re.Match[str], is_mixed: bool) -> Edit | None:
    """The edit that drops a character, if any; ``is_mixed``: some letters run to the left."""
    char, at = match.group(), match.start()
    if char == "\xa0":
        return Edit(at, at + 1, " ", "space")
    if char <= "\x9f" and char != "\xad":
        return Edit(at, at + 1, "", "control")
    if char in _JOINERS and _JOINABLE.search(line.text[max(0, at - 1) : at + 2]):
        return None
    if is_mixed and char not in _INVISIBLE + _JOINERS:
        return None
    return Edit(at, at + 1, "", "zero-width")


def may_hold_edges(text: str) -> bool:
    """Whether `strip_edges` may find anything in a text: any of its spaces."""
    return any(space in text for space in _EDGE)


def strip_edges(draft: Draft) -> None:
    """Drop the spaces at both ends of every line, ideographic and no-break spaces among them."""
    for line in draft.lines:
        text = line.text
        if not text or (text[0] not in _EDGE and text[-1] not in _EDGE):
            continue
        start = len(text) - len(text.lstrip(_EDGE))
        end = max(len(text.rstrip(_EDGE)), start)
        spans = ((0, start), (end, len(text)))
        draft.edit(line, [Edit(a, b, "", "space") for a, b in spans if a < b])


def may_hold_indent_remnants(text: str) -> bool:
    """Whether `strip_indent_remnants` may find anything in a text."""
    return "??" in text


def strip_indent_remnants(draft: Draft) -> None:
    """Drop the `??` that two ideographic spaces became in an encoding without them."""
    found = [line for line in draft.lines if line.text.startswith("??")]
    found = [line for line in found if _INDENT_REMNANT.match(line.text)]
    if len(found) >= MIN_INDENT_REMNANTS:
        for line in found:
            draft.edit(line, [Edit(0, 2, "", "indent-remnant")])
