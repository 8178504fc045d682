"""A run of characters read one byte off: how it begins, how it ends, what it may have been."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from yrd_cli.clean.gbk_bytes import (
    code_of,
    usable_characters,
)
from yrd_cli.clean.language import TOTAL, Model
from yrd_cli.clean.readings import GLOSS, SYLLABLE, characters_read
from yrd_cli.clean.shifted.lattice import (
    MAX_VANISHED,
    Frontier,
    choices_of,
    read_lost_pairs,
    read_lost_trail,
    read_pair,
    read_text,
    start,
    step,
    with_lead,
)
from yrd_cli.clean.shifted.marks import END_MARKS, MARK_ROWS, is_clear_suspect, marks_among
from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

MAX_RUN = 400
"""Pairs in a run. Without an ASCII byte or a trail byte below 0x80 a run lasts a paragraph."""

MAX_PAIRS = 1500
"""Pairs read in a whole document, at one to three milliseconds each; seed 002 needs 74."""

SUSPECT_COST = 12
"""What looking at a suspect costs of them, whether a run follows or not."""

CONTEXT = 4
"""Characters before and after a run that help to judge its first and last word."""

RARE_WORD = math.log(100 / TOTAL)
"""Words less likely than this turn up in garbage too."""

FOLDED_QUESTION = (0xA3, 0xBF)
"""The bytes of ？, which a `?` before a Han character may have been: `”?倳` holds ”。總."""

GIVE_UP = 20.0
"""A reading so much less likely than the text as it stands is not followed further."""

_GLOSS_TAIL = compiled(rf"({SYLLABLE})[)）]")
_HAN = compiled("[一-鿿]")
_IN_WORD = compiled("[0-9A-Za-z]{2}")
"""Two letters or digits side by side were never full-width bytes of a run: 11日, RCEP."""
_NEXT_PARAGRAPH = compiled("[一-鿿“《]")
_LOST_ONE = compiled(r"9\d\d年|[012]月")
_LOST_TWO = compiled(r"0\d\d年")
_LOST_NUMBER = compiled(r"[0-9.%年月日号时號時]")


@dataclass(slots=True)
class Page:
    """What a document says about how it was damaged."""

    model: Model
    gaps: int
    """Pairs that may have vanished side by side: none where private-use characters are left."""
    folded: bool
    """Whether full-width marks and letters were folded to ASCII after the damage."""
    pairs_left: int = MAX_PAIRS
    thorough: bool = False
    """Whether a pair may have vanished even where the characters make a word without it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the text between a suspect and ``end`` may have been, and how likely that is."""

    score: float
    text: str
    end: int
    gain: float
    """How much likelier this is than the text as it stands."""


def page_of(text: str, model: Model) -> Page:
    """Look at the whole text for how its damage shows."""
    return Page(
        model,
        0 if re.search("[\ue000-\ue864]", text) else MAX_VANISHED,
        re.search("[！，：；（）？]", text) is None,
    )


def pair_of(page: Page, char: str) -> tuple[int, int] | None:
    """The two bytes behind a character as it is seen; None where it cannot be one of a run."""
    if char == "?":
        return None  # folded ？ is rare, the remains of a lost byte are not
    if "!" <= char <= "~":
        return (0xA3, ord(char) + 0x80) if page.folded else None
    code = code_of(char)
    return None if code is None else (code >> 8, code & 0xFF)


def follow_run(
    page: Page,
    frontier: Frontier,
    pending: int,
    line: str,
    at: int,
    as_it_is: Frontier | None,
) -> Iterator[tuple[Frontier, int]]:
    """Follow a run to where the pairs are aligned again; gives each possible end.

    ``as_it_is``: the text up to ``at`` as it stands; the run is given up where that reads better.
    """
    model, stop = page.model, min(at + min(MAX_RUN, page.pairs_left), len(line))
    gaps = _gaps_allowed(page, pending, line, at, stop)
    for here, gap in zip(range(at, stop), gaps, strict=False):
        if _is_hopeless(frontier, as_it_is):
            return
        if pending < 0x80:
            yield read_text(model, frontier, chr(pending)), here
            return
        char = line[here]
        if char == "?":
            yield _lost_end(page, frontier, pending, line, here)
            if not (page.folded and _HAN.match(line, here + 1)):
                return
        if char == "€":
            yield read_pair(model, frontier, pending, 0x80, gap), here + 1
            return
        if "@" <= char <= "~":
            yield read_pair(model, frontier, pending, ord(char), gap), here + 1
        pair = FOLDED_QUESTION if char == "?" else pair_of(page, char)
        if pair is None or _IN_WORD.match(line, here) or _IN_WORD.match(line, here - 1):
            return
        page.pairs_left -= 1
        frontier = read_pair(model, frontier, pending, pair[0], gap)
        pending = pair[1]
        if as_it_is:
            as_it_is = read_text(model, as_it_is, char)
    if pending < 0x80:
        yield read_text(model, frontier, chr(pending)), stop
    elif stop == len(line) and pending in MARK_ROWS:
        yield _lost_mark(page, frontier, pending), stop


def _gaps_allowed(page: Page, pending: int, line: str, at: int, stop: int) -> list[int]:
    """For each character of a run, how many pairs may have vanished before it.

    None where the characters that come out without a gap make a word: that is no accident.
    """
    chars = []
    for char in line[at:stop]:
        pair = pair_of(page, char)
        if pair is None or pending < 0x80:
            break
        chars.append(usable_characters().get(pending << 8 | pair[0], " "))
        pending = pair[1]
    gaps = [page.gaps] * (stop - at + 1)
    if not page.gaps or page.thorough:
        return gaps
    text = to_simplified("".join(chars))
    for size in range(2, CONTEXT + 1):
        for k in range(len(text) - size + 1):
            if page.model.words.get(text[k : k + size], RARE_WORD) > RARE_WORD:
                gaps[k : k + size] = [0] * size
    return gaps


def _is_hopeless(frontier: Frontier, as_it_is: Frontier | None) -> bool:
    if not frontier.done:
        return not frontier.open
    return bool(as_it_is and as_it_is.done and frontier.done[0][0] < as_it_is.done[0][0] - GIVE_UP)


def _lost_end(
    page: Page, frontier: Frontier, pending: int, line: str, at: int
) -> tuple[Frontier, int]:
    """The end of a run in `?`, which stands for a trail byte and an ASCII byte, both gone."""
    gloss = _GLOSS_TAIL.match(line, at + 1)
    if gloss:
        after = _glossed_end(page, frontier, pending, characters_read(gloss.group(1)))
        if after.done:
            return after, gloss.end()
    if pending in MARK_ROWS:
        after = _lost_mark(page, frontier, pending)
    else:
        after = read_lost_trail(page.model, frontier, pending)
    digit = "1" if _LOST_ONE.match(line, at + 1) else "2" if _LOST_TWO.match(line, at + 1) else ""
    if digit:
        return read_text(page.model, after, digit), at + 1
    if _LOST_NUMBER.match(line, at + 1) or is_clear_suspect(line, at):
        return after, at
    if pending in MARK_ROWS and _NEXT_PARAGRAPH.match(line, at + 1):
        return read_text(page.model, after, "\n"), at + 1
    return after, at + 1


def _lost_mark(page: Page, frontier: Frontier, row: int) -> Frontier:
    marks = marks_among([(row, trail) for trail in range(0xA1, 0xC0)], END_MARKS)
    return step(page.model, frontier, choices_of(page.model, marks))


def _glossed_end(page: Page, frontier: Frontier, pending: int, glossed: frozenset[str]) -> Frontier:
    """A character whose trail byte is lost, or both after a vanished pair; its gloss is left."""
    fitting = [c for c in with_lead(pending) if c in glossed]
    after = step(page.model, frontier, choices_of(page.model, fitting))
    if page.gaps:
        after.absorb(read_lost_pairs(page.model, frontier, pending, sorted(glossed), page.gaps))
    return after


def _after(line: str, end: int) -> str:
    """The next characters, without glosses; the end of the line is one of them."""
    return GLOSS.sub("", line[end : end + 6 * CONTEXT] + "\n")[:CONTEXT]


def judged(
    page: Page, ends: list[tuple[Frontier, int]], before: str, line: str, at: int
) -> list[Reading]:
    """All complete readings, scored with the text around them, the best first."""
    if not ends:
        return []
    furthest = max(end for _, end in ends)
    after = _after(line, furthest)
    found: dict[tuple[str, int], float] = {}
    for frontier, end in ends:
        tail = GLOSS.sub("", line[end:furthest]) + after
        for score, text in read_text(page.model, frontier, tail).done:
            key = text[len(before) : len(text) - len(tail)], end
            found[key] = max(score, found.get(key, score))
    stands = read_text(page.model, start(), before + GLOSS.sub("", line[at:furthest]) + after)
    now = stands.done[0][0]
    ranked = [Reading(score, text, end, score - now) for (text, end), score in found.items()]
    return sorted(ranked, key=lambda r: (-r.score, r.text))
