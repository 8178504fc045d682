"""Text in GBK that lost a byte, so that every following pair of bytes was read one byte off.

Bytes A1A3 A1B0 E94C (。“長) became 3F A3A1 B0E9 4C: `?!伴L`. A gloss put between the bytes of two
characters does the same: 量兩, C1BF 83C9, held BF83 (績) and became `量?jī)蓚`.

A suspect is found by its first characters; a search over all that the bytes may have been finds
the likeliest reading, with its margin. The text stands where it reads better as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from yrd_cli.clean.draft import Draft, Edit, Line, Note
from yrd_cli.clean.readings import GLOSS, SYLLABLE, TONED
from yrd_cli.patterns import compiled

if TYPE_CHECKING:
    from yrd_cli.clean.shifted.runs import Page, Reading

REASON = "shifted-gbk"
UNREPAIRED = "shifted-gbk-unrepaired"

ACCEPT = 12.0
"""How much likelier than the text as it stands a reading must be, in natural-log units."""

SAFE_MARGIN = 2.8
"""How much likelier than the next reading one must be for a safe repair.

On damaged news, 181 of 332 repairs had more and 3 of these were wrong; of those with 2 to 2.8
one in four was, of those with 1.5 to 2 more than one in four.
"""

GUESS = 1.0
"""The margin of a reading that puts a line end where a byte is gone: it may have been a space."""

CONTEXT = 300
"""Characters before a suspect that are looked at: for its first word and for open brackets."""

_SPLIT = rf"(?<=[\u4e00-\u9fff])\?(?P<split>(?={SYLLABLE}\))[^)]*[{TONED}][^)]*)\)"
_SPOT = compiled(rf"{_SPLIT}|\?(?=[^\x00-\x20]{{2}})")
_BROKEN = compiled(r"\?.?[^\x00-\x7f]{,200}")
"""What not to learn from: a phrase that is damaged twice looks like a word of the document."""


def may_be_shifted(text: str) -> bool:
    """Whether `repair_shifted_gbk` may find anything in a text."""
    return "?" in text


def repair_shifted_gbk(draft: Draft) -> None:
    """Put characters right that were read one byte off.

    In `safe` repair, a reading with a narrow margin is noted and the text stands.
    """
    if draft.options.repair == "off" or not draft.options.allows(REASON):
        return
    lines = [line for line in draft.body() if "?" in line.text and _SPOT.search(line.text)]
    lines = [line for line in lines if _has_suspect(line.text)]
    if lines:
        page = _page(draft)
        for line in lines:
            _repair_line(draft, line, page)


def _has_suspect(text: str) -> bool:
    return any(_is_suspect(text, spot) for spot in _SPOT.finditer(text))


def _is_suspect(text: str, spot: re.Match[str]) -> bool:
    from yrd_cli.clean.shifted.marks import is_suspect

    return spot["split"] is not None or is_suspect(text, spot.start())


def _page(draft: Draft) -> Page:
    from yrd_cli.clean.language import DOCUMENT_CHARACTERS, model_of
    from yrd_cli.clean.shifted.runs import page_of

    text = draft.text()
    sound = _BROKEN.sub("\n", text[: 2 * DOCUMENT_CHARACTERS])
    return page_of(text, model_of(GLOSS.sub("", sound)))


def _repair_line(draft: Draft, line: Line, page: Page) -> None:
    edits = []
    for start, reading, margin in _findings(page, line.text):
        if reading and (margin >= SAFE_MARGIN or draft.options.repair == "aggressive"):
            edits.append(Edit(start, reading.end, reading.text, REASON, margin))
            continue
        draft.counts[UNREPAIRED] += 1
        draft.flag(REASON)
        end, suggestion = (reading.end, reading.text) if reading else (start + 1, None)
        line.notes.append(Note(start, end, REASON, suggestion, margin if reading else None))
    draft.edit(line, edits)


def _findings(page: Page, text: str) -> Iterator[tuple[int, Reading | None, float]]:
    """Each damaged place of a line: where it begins, its best reading, and the margin."""
    before, at = "", 0
    while spot := _SPOT.search(text, at):
        start = spot.start()
        before = _tail(before, text[at:start])
        at = start + 1
        if not _is_suspect(text, spot):
            before += "?"
            continue
        best, margin = _best(page, before, text, spot)
        if best:
            before, at = _tail(before, best.text), max(best.end, at - 1)
        elif spot["split"] is None and page.pairs_left > 0:
            before += "?"
            continue  # nothing fits: a question mark like any other
        yield start, best, margin


def _tail(before: str, more: str) -> str:
    return (before + GLOSS.sub("", more[-2 * CONTEXT :]))[-CONTEXT:]


def _best(page: Page, before: str, text: str, spot: re.Match[str]) -> tuple[Reading | None, float]:
    """The likeliest reading, if it is likelier than the text; and how far the next one is.

    A clear reading is searched again without short cuts, which may have hidden its rivals.
    """
    best, margin = _search(page, before, text, spot)
    if best and margin >= SAFE_MARGIN and page.gaps:
        page.thorough = True
        best, margin = _search(page, before, text, spot)
        page.thorough = False
    return best, margin


def _search(
    page: Page, before: str, text: str, spot: re.Match[str]
) -> tuple[Reading | None, float]:
    from yrd_cli.clean.shifted.beginnings import (
        readings_after_lost_mark,
        readings_after_split_character,
    )
    from yrd_cli.clean.shifted.runs import SUSPECT_COST

    if page.pairs_left <= 0:
        return None, 0.0
    page.pairs_left -= SUSPECT_COST
    if spot["split"] is None:
        found = readings_after_lost_mark(page, before, text, spot.start())
    else:
        found = readings_after_split_character(page, before, text, spot)
    if not found or found[0].gain < ACCEPT:
        return None, 0.0
    best, *others = found
    margin = min([best.gain, *(best.score - r.score for r in others[:1])])
    return best, min(margin, GUESS) if "\n" in best.text else margin
