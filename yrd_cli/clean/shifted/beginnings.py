"""Where a run read one byte off can begin, and what the whole place may have been."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yrd_cli.clean.gbk_bytes import characters, code_of
from yrd_cli.clean.readings import characters_read
from yrd_cli.clean.shifted.lattice import (
    Frontier,
    choices_of,
    read_text,
    start,
    step,
)
from yrd_cli.clean.shifted.marks import (
    CLOSES,
    MARK_ROWS,
    SECOND_MARKS,
    marks_among,
    marks_before_gap,
    open_marks,
    possible_first_marks,
)
from yrd_cli.clean.shifted.runs import CONTEXT, Page, Reading, follow_run, judged, pair_of


def readings_after_lost_mark(page: Page, before: str, line: str, at: int) -> list[Reading]:
    """Readings where the `?` at ``at`` is the lost first byte of two marks: 。“ and the like."""
    ends: list[tuple[Frontier, int]] = []
    page.model.expect(open_marks(before))
    for frontier, pending, next_at in _lost_marks(page, before, line, at):
        as_it_is = read_text(page.model, start(), before[-CONTEXT:] + line[at:next_at])
        ends += follow_run(page, frontier, pending, line, next_at, as_it_is)
    return judged(page, ends, before[-CONTEXT:], line, at)


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
            ends += follow_run(page, frontier, lead, line, gloss.end(), None)
    return judged(page, ends, before, line, gloss.start())


def _lost_marks(page: Page, before: str, line: str, at: int) -> Iterator[tuple[Frontier, int, int]]:
    """Where the run can begin: the frontier behind the first mark or both, the pending byte,
    the place.

    The pair between the two marks is seen or vanished.
    """
    t1, l2 = pair_of(page, line[at + 1 : at + 2] or "\0") or (0, 0)
    context = read_text(page.model, start(), before[-CONTEXT:])
    possible = possible_first_marks(before)
    if l2 in MARK_ROWS:
        first = marks_among([(row, t1) for row in MARK_ROWS], possible | {"—", "…"})
        if first:
            yield step(page.model, context, choices_of(page.model, first)), l2, at + 2
    if page.gaps and t1:
        yield from _marks_around_gap(page, context, possible, (t1, l2), at)
    if "）" in possible and page.gaps:
        shut = step(page.model, context, choices_of(page.model, "）"))
        # The pair between ） and the second mark vanished; so did what the second began.
        yield from ((shut, row, at + 1) for row in MARK_ROWS)


def _marks_around_gap(
    page: Page, context: Frontier, possible: frozenset[str], pair: tuple[int, int], at: int
) -> Iterator[tuple[Frontier, int, int]]:
    """Where the pair between the two marks vanished."""
    for row in MARK_ROWS:
        second = marks_among([(row, pair[0])], SECOND_MARKS)
        if not second:
            continue
        fitting = marks_before_gap(possible, row)
        first = step(page.model, context, choices_of(page.model, fitting))
        if "，" in possible and second[0] in CLOSES:
            for twins in ("——", "……"):
                first.absorb(read_text(page.model, context, twins))
        yield step(page.model, first, choices_of(page.model, second)), pair[1], at + 2
