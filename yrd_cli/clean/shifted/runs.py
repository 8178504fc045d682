"""A run of characters read one byte off: how it begins, how it ends, what it may have been."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from yrd_cli.clean.gbk_bytes import (
    FULL_WIDTH,
    characters,
    code_of,
    usable_characters,
    vanishing,
    vanishing_groups,
)
from yrd_cli.clean.language import TOTAL, Model
from yrd_cli.clean.readings import SYLLABLE, characters_read
from yrd_cli.clean.shifted.lattice import (
    MAX_VANISHED,
    Frontier,
    choices_of,
    read_lost_pair,
    read_lost_trail,
    read_out_of_gap,
    read_pair,
    read_text,
    start,
    step,
    with_lead,
)
from yrd_cli.script import to_simplified

MAX_RUN = 400
"""Pairs in a run. Without an ASCII byte or a trail byte below 0x80 a run lasts a paragraph."""

CONTEXT = 4
"""Characters before and after a run that help to judge its first and last word."""

RARE_WORD = math.log(100 / TOTAL)
"""Words less likely than this turn up in garbage too."""

GIVE_UP = 20.0
"""A reading so much less likely than the text as it stands is not followed further."""

MARK_ROWS = (0xA1, 0xA3)
"""The rows of GBK that hold the punctuation marks."""

FIRST_MARKS = frozenset("，。、：；？！）》”’」』…—")
"""Marks that stand before another mark."""

CLOSES = {"（": "）", "《": "》", "“": "”", "‘": "’", "「": "」", "『": "』"}

OPENER_REACH = 200
"""How far back a mark that closes may have been opened."""

SECOND_MARKS = frozenset("“”‘’《》（）「」『』…—，。、：；？！")
"""Marks that stand after another mark."""

GLOSS = re.compile(rf"[(（](?:{SYLLABLE})[)）]")
END_MARKS = frozenset("，。、：；？！）》”’」』")
_GLOSS_TAIL = re.compile(rf"({SYLLABLE})[)）]")
_NEXT_PARAGRAPH = re.compile("[一-鿿“《]")
_LOST_ONE = re.compile(r"9\d\d年|[012]月")
_LOST_TWO = re.compile(r"0\d\d年")
_LOST_NUMBER = re.compile(r"[0-9.%年月日号时號時]")


@dataclass(frozen=True, slots=True)
class Page:
    """What a document says about how it was damaged."""

    model: Model
    gaps: int
    """Pairs that may have vanished side by side: none where private-use characters are left."""
    folded: bool
    """Whether full-width marks and letters were folded to ASCII after the damage."""


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


def readings_after_lost_mark(page: Page, before: str, line: str, at: int) -> list[Reading]:
    """Readings where the `?` at ``at`` is the lost first byte of two marks: 。“ and the like."""
    ends: list[tuple[Frontier, int]] = []
    page.model.expect(open_marks(before))
    for frontier, pending, next_at in _lost_marks(page, before, line, at):
        as_it_is = read_text(page.model, start(), before[-CONTEXT:] + line[at:next_at])
        ends += _run(page, frontier, pending, line, next_at, as_it_is)
    return _judged(page, ends, before[-CONTEXT:], line, at)


def readings_after_split_character(
    page: Page, before: str, line: str, gloss: re.Match[str]
) -> list[Reading]:
    """Readings where a gloss `?pinyin)` was put between the two bytes of a character.

    The gloss belongs to the pair (trail byte of the character before, pending lead byte), which
    is not a character of the text: that gives the pending byte.
    """
    code = code_of(before[-1:])
    if code is None:
        return []
    glossed = characters_read(gloss.group("split"))
    ends: list[tuple[Frontier, int]] = []
    page.model.expect(open_marks(before))
    before = before[-CONTEXT:]
    trail = code & 0xFF
    for lead in range(0x81, 0xFF):
        if characters().get(trail << 8 | lead) in glossed:
            frontier = read_text(page.model, start(), before)
            ends += _run(page, frontier, lead, line, gloss.end(), None)
    return _judged(page, ends, before, line, gloss.start())


def pair_of(page: Page, char: str) -> tuple[int, int] | None:
    """The two bytes behind a character as it is seen; None where it cannot be one of a run."""
    if char == "?":
        return None  # folded ？ is rare, the remains of a lost byte are not
    if "!" <= char <= "~":
        return (0xA3, ord(char) + 0x80) if page.folded else None
    code = code_of(char)
    return None if code is None else (code >> 8, code & 0xFF)


def _lost_marks(
    page: Page, before: str, line: str, at: int
) -> Iterator[tuple[Frontier, int, int]]:
    """Where the run can begin: the frontier behind both marks, the pending byte, the place.

    The pair between the two marks is seen or vanished; likewise the pair after the second.
    """
    (t1, l2), (t2, pending) = (pair_of(page, c) or (0, 0) for c in (line[at + 1 :] + "\0\0")[:2])
    context = read_text(page.model, start(), before[-CONTEXT:])
    possible = _possible_first_marks(before)
    if l2 in MARK_ROWS:
        first = _marks([(row, t1) for row in MARK_ROWS], possible | {"—", "…"})
        if first:
            frontier = step(page.model, context, choices_of(page.model, first))
            second = _marks([(l2, t2)], SECOND_MARKS)
            if second:
                yield step(page.model, frontier, choices_of(page.model, second)), pending, at + 3
            yield from _second_mark_into_gap(page, frontier, l2, (t2, pending), at)
            if line[at + 2 : at + 3] == "?":
                yield frontier, l2, at + 2
    if page.gaps and t1:
        yield from _marks_around_gap(page, context, possible, (t1, l2), at)
    if "）" in possible and page.gaps:
        shut = step(page.model, context, choices_of(page.model, "）"))
        if line[at + 1 : at + 2] == "?" and _GLOSS_TAIL.match(line, at + 2):
            yield shut, 0xA3, at + 1
        if t1:
            yield from _second_mark_into_gap(page, shut, 0xA3, (t1, l2), at - 1)


def _marks_around_gap(
    page: Page, context: Frontier, possible: frozenset[str], pair: tuple[int, int], at: int
) -> Iterator[tuple[Frontier, int, int]]:
    """Where the pair between the two marks vanished."""
    for row in MARK_ROWS:
        second = _marks([(row, pair[0])], SECOND_MARKS)
        if not second:
            continue
        fitting = (m for m in possible if row in vanishing().get(_code(m) & 0xFF, ()))
        first = step(page.model, context, choices_of(page.model, sorted(fitting)))
        if "，" in possible and second[0] in CLOSES:
            for twins in ("——", "……"):
                first.absorb(read_text(page.model, context, twins))
        yield step(page.model, first, choices_of(page.model, second)), pair[1], at + 2


def _second_mark_into_gap(
    page: Page, frontier: Frontier, lead: int, pair: tuple[int, int], at: int
) -> Iterator[tuple[Frontier, int, int]]:
    """Where the second mark's trail byte went with a vanished pair."""
    for group, (xs, _) in enumerate(vanishing_groups()):
        second = _marks([(lead, x) for x in xs], SECOND_MARKS)
        if page.gaps and second and pair[1]:
            middle = step(page.model, frontier, choices_of(page.model, second))
            yield read_out_of_gap(page.model, middle, group, pair[0], page.gaps), pair[1], at + 3


def _possible_first_marks(before: str) -> frozenset[str]:
    """The marks that may stand next: what closes must have been opened, dashes come in twos."""
    for twin in "—…":
        if before.endswith(twin):
            return frozenset(twin)
    shut = frozenset(CLOSES.values()) - open_marks(before)
    return FIRST_MARKS - shut - {"—", "…"}


def open_marks(before: str) -> frozenset[str]:
    """The closing marks whose opening ones stand in the text before and are not closed yet."""
    recent = before[-OPENER_REACH:].replace("(", "（").replace(")", "）")
    return frozenset(c for o, c in CLOSES.items() if recent.count(o) > recent.count(c))


def _code(mark: str) -> int:
    return code_of(mark) or 0


def _marks(pairs: list[tuple[int, int]], wanted: frozenset[str]) -> list[str]:
    found = (usable_characters().get(lead << 8 | trail) for lead, trail in pairs)
    return [mark for mark in found if mark in wanted]


def _run(
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
    model, stop = page.model, min(at + MAX_RUN, len(line))
    gaps = _gaps_allowed(page, pending, line, at, stop)
    for at, gap in zip(range(at, stop), gaps, strict=False):
        if _is_hopeless(frontier, as_it_is):
            return
        if pending < 0x80:
            yield read_text(model, frontier, chr(pending)), at
            return
        char = line[at]
        if char == "?":
            yield _lost_end(page, frontier, pending, line, at)
            return
        if char == "€":
            yield read_pair(model, frontier, pending, 0x80, gap), at + 1
            return
        if "@" <= char <= "~":
            yield read_pair(model, frontier, pending, ord(char), gap), at + 1
        pair = pair_of(page, char)
        if pair is None:
            return
        frontier = read_pair(model, frontier, pending, pair[0], gap)
        pending = pair[1]
        if as_it_is:
            as_it_is = read_text(model, as_it_is, char)
    if stop < len(line):
        return
    if pending < 0x80:
        yield read_text(model, frontier, chr(pending)), stop
    else:
        yield read_lost_trail(model, frontier, pending), stop


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
    if not page.gaps:
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
    return bool(
        as_it_is and as_it_is.done and frontier.done[0][0] < as_it_is.done[0][0] - GIVE_UP
    )


def _lost_end(
    page: Page, frontier: Frontier, pending: int, line: str, at: int
) -> tuple[Frontier, int]:
    """The end of a run in `?`, which stands for a trail byte and an ASCII byte, both gone."""
    gloss = _GLOSS_TAIL.match(line, at + 1)
    if gloss:
        after = _glossed_end(page, frontier, pending, characters_read(gloss.group(1)))
        if after.done:
            return after, gloss.end()
    marks = _marks([(pending, t) for t in range(0xA1, 0xC0)], END_MARKS)
    if pending in MARK_ROWS:
        after = step(page.model, frontier, choices_of(page.model, marks))
    else:
        after = read_lost_trail(page.model, frontier, pending)
    digit = "1" if _LOST_ONE.match(line, at + 1) else "2" if _LOST_TWO.match(line, at + 1) else ""
    if digit:
        return read_text(page.model, after, digit), at + 1
    if _LOST_NUMBER.match(line, at + 1) or is_suspect(line, at):
        return after, at
    if pending in MARK_ROWS and _NEXT_PARAGRAPH.match(line, at + 1):
        return read_text(page.model, after, "\n"), at + 1
    return after, at + 1


def _glossed_end(
    page: Page, frontier: Frontier, pending: int, glossed: frozenset[str]
) -> Frontier:
    """A character whose trail byte is lost, or both after a vanished pair; its gloss is left."""
    fitting = [c for c in with_lead(pending) if c in glossed]
    after = step(page.model, frontier, choices_of(page.model, fitting))
    if page.gaps:
        usable = sorted(c for c in glossed if (code_of(c) or 0) & 0xFF00 >= 0xA100)
        after.absorb(read_lost_pair(page.model, frontier, pending, "".join(usable)))
    return after


def _after(line: str, end: int) -> str:
    """The next characters, without glosses."""
    return GLOSS.sub("", line[end : end + 6 * CONTEXT])[:CONTEXT]


def _judged(
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


def is_suspect(line: str, at: int) -> bool:
    """Whether the `?` at ``at`` stands before what two marks leave when the first byte is lost."""
    if suspect_pattern().match(line, at):
        return True
    # ）， leaves nothing to see: the bytes A9A3 and ACxx make no characters.
    before = line[max(0, at - OPENER_REACH) : at]
    return "）" in open_marks(before) and line[at + 1 : at + 2] >= "?"


@cache
def suspect_pattern() -> re.Pattern[str]:
    """A `?` before what two marks leave when the first byte of the first is lost.

    Either the pair between the two marks is seen, or it vanished, or private use holds it.
    """
    firsts = {_code(m) & 0xFF for m in FIRST_MARKS}
    seconds = {_code(m) & 0xFF for m in (*CLOSES, *CLOSES.values())}
    between, after = set("\ue000"), set("\ue000")
    for code, char in characters().items():
        seen = {char, chr(ord(char) - FULL_WIDTH)} if "！" <= char <= "～" else {char}
        if code >> 8 in firsts and code & 0xFF in MARK_ROWS:
            between |= seen
        if code >> 8 in seconds:
            after |= seen
    one, two = (re.escape("".join(sorted(c))).replace("\ue000", "\ue000-\ue864") for c in (between, after))
    return re.compile(rf"\?(?=[{one}][^\x00-\x20]|[{two}])")
