"""The stages of `clean`, in their order. Each takes a Draft and changes it through the Draft."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from yrd_cli.clean.boilerplate import weigh_lines
from yrd_cli.clean.characters import (
    may_hold_edges,
    may_hold_indent_remnants,
    may_hold_invisible,
    strip_edges,
    strip_indent_remnants,
    strip_invisible,
)
from yrd_cli.clean.commas import may_hold_injected_commas, strip_injected_commas
from yrd_cli.clean.draft import Draft, Verdict
from yrd_cli.clean.escapes import may_hold_escapes, resolve_escapes
from yrd_cli.clean.flags import find_flags
from yrd_cli.clean.glosses import may_hold_glosses, strip_glosses
from yrd_cli.clean.markdown import write_markdown
from yrd_cli.clean.metadata import finish_metadata
from yrd_cli.clean.mojibake import count_lost, repair_mojibake
from yrd_cli.clean.page import judge_page
from yrd_cli.clean.punctuation import widen_punctuation
from yrd_cli.clean.remnants import may_hold_remnants, strip_remnants
from yrd_cli.clean.shifted_gbk import may_be_shifted, repair_shifted_gbk

Stage = Callable[[Draft], None]
Guard = Callable[[str], object]


def drop_blank_lines(draft: Draft) -> None:
    """Drop the lines that hold nothing."""
    for line in draft.lines:
        if not line.text or line.text.isspace():
            draft.judge(line, Verdict("drop", "blank"))


def trim_blank_edges(draft: Draft) -> None:
    """Drop empty lines before the first and after the last paragraph, whatever is kept between."""
    body = draft.body()
    for edge in (body, body[::-1]):
        for line in takewhile(lambda line: not line.text.strip(), edge):
            if line.in_body:
                line.verdict = Verdict("drop", "blank")
                draft.counts["blank"] += 1


def _always(text: str) -> bool:
    return True


TEXT_STAGES: tuple[tuple[Guard, Stage], ...] = (
    (_always, repair_mojibake),  # first: its controls and no-break spaces are bytes of characters
    (may_hold_escapes, resolve_escapes),
    (may_hold_invisible, strip_invisible),
    (may_hold_remnants, strip_remnants),
    (may_be_shifted, repair_shifted_gbk),  # before the glosses, whose pinyin is its check code
    (may_hold_glosses, strip_glosses),
    (may_hold_injected_commas, strip_injected_commas),
    (may_hold_indent_remnants, strip_indent_remnants),
    (may_hold_edges, strip_edges),
    (_always, drop_blank_lines),
)
"""What mends the characters of the lines: each stage behind its guard, a cheap look at the text as
it stands (its lines joined by line feeds). Where a guard sees nothing, its stage would change
nothing; most texts need two of the ten."""


def widen_marks(draft: Draft) -> None:
    """Widen punctuation, where asked to; mend what stands beside Chinese only then: 有!&nbsp;"""
    for _ in range(MAX_ROUNDS):
        before = draft.counts["punctuation"]
        widen_punctuation(draft)
        if draft.counts["punctuation"] == before or not _mends_more(draft.remainder()):
            break


LAST_STAGES: tuple[Stage, ...] = (
    trim_blank_edges,
    count_lost,
    finish_metadata,
    widen_marks,
    find_flags,
    write_markdown,
)

MAX_ROUNDS = 5
"""Rounds of mending and judging: two are enough but for texts made to need more."""


def run_stages(draft: Draft) -> None:
    """Take a Draft through all stages: the text stages, `judge_page`, the last stages.

    Several faults are judged by how much of the text has them. Once lines have gone, the rest
    is looked at again, until cleaning it would change nothing.
    """
    _mend(draft)
    rest = draft
    for _ in range(MAX_ROUNDS):
        judge_page(rest)
        # What was mended may show another fault: &#38307; stands for 闀, the half of a 长.
        if all(line.in_body and not line.edits for line in rest.lines):
            break
        fewer = rest.remainder()
        if not _mends_more(fewer):
            break
        rest = fewer
        for line in rest.lines:
            line.verdict = None
    if draft.options.punct or draft.options.markdown:
        weigh_lines(draft)  # the text of its lines is about to change
    for stage in LAST_STAGES:
        stage(draft)


def _mends_more(draft: Draft) -> bool:
    """Run the text stages again; gives whether they changed any line."""
    before = [line.text for line in draft.lines]
    for line in draft.lines:
        line.notes.clear()
    _mend(draft)
    return before != [line.text for line in draft.lines]


def _mend(draft: Draft) -> None:
    """Run the text stages that the text may need."""
    text, changes = draft.text(), draft.counts.total()
    for may_change, stage in TEXT_STAGES:
        if may_change(text):
            stage(draft)
            if draft.counts.total() != changes:  # every edit and every line that falls is counted
                text, changes = draft.text(), draft.counts.total()
