"""The stages of `clean`, in their order. Each takes a Draft and changes it through the Draft."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from yrd_cli.clean.characters import strip_edges, strip_indent_remnants, strip_invisible
from yrd_cli.clean.commas import strip_injected_commas
from yrd_cli.clean.draft import Draft, Verdict
from yrd_cli.clean.escapes import resolve_escapes
from yrd_cli.clean.flags import find_flags
from yrd_cli.clean.glosses import strip_glosses
from yrd_cli.clean.markdown import write_markdown
from yrd_cli.clean.metadata import finish_metadata
from yrd_cli.clean.mojibake import count_lost, repair_mojibake
from yrd_cli.clean.page import judge_page
from yrd_cli.clean.punctuation import widen_punctuation
from yrd_cli.clean.remnants import strip_remnants
from yrd_cli.clean.shifted_gbk import repair_shifted_gbk

Stage = Callable[[Draft], None]


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


TEXT_STAGES: tuple[Stage, ...] = (
    repair_mojibake,  # first: its controls and no-break spaces are bytes of characters
    resolve_escapes,
    strip_invisible,
    strip_remnants,
    repair_shifted_gbk,  # before the glosses, whose pinyin is its check code
    strip_glosses,
    strip_injected_commas,
    strip_indent_remnants,
    strip_edges,
    drop_blank_lines,
)
"""What mends the characters of the lines."""

LAST_STAGES: tuple[Stage, ...] = (
    trim_blank_edges,
    count_lost,
    finish_metadata,
    widen_punctuation,
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
    for stage in TEXT_STAGES:
        stage(draft)
    rest = draft
    for _ in range(MAX_ROUNDS):
        judge_page(rest)
        fewer = rest.remainder()
        if len(fewer.lines) == len(rest.lines) or not _mends_more(fewer):
            break
        rest = fewer
        for line in rest.lines:
            line.verdict = None
    for stage in LAST_STAGES:
        stage(draft)


def _mends_more(draft: Draft) -> bool:
    """Run the text stages again; gives whether they changed any line."""
    before = [line.text for line in draft.lines]
    for line in draft.lines:
        line.notes.clear()
    for stage in TEXT_STAGES:
        stage(draft)
    return before != [line.text for line in draft.lines]
