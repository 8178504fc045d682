"""Whether a conversion holds: converted twice as once, and back to where it came from."""

from __future__ import annotations

from collections.abc import Sequence

from yrd_cli.convert.engines import Engines
from yrd_cli.convert.options import Difference, EditRecord
from yrd_cli.convert.planning import Plan

SHOWN = 10
"""Characters that are shown of a difference."""


def difference_when_repeated(
    once: str, twice: str, edits: Sequence[EditRecord]
) -> Difference | None:
    """Where a second conversion changes the first one's result; ``edits`` are the first one's."""
    at = first_difference(once, twice)
    if at is None:
        return None
    return Difference(
        "idempotence", original_offset(at, edits), once[at : at + SHOWN], twice[at : at + SHOWN]
    )


def difference_on_way_back(engines: Engines, plan: Plan) -> tuple[Difference | None, bool | None]:
    """Where the way back leads elsewhere, and whether it leads back: None if there is none."""
    holds: bool | None = None
    for start, end, steps in plan.stretches:
        if not steps:
            continue
        back = engines.way_back(steps)
        if back is None:
            return None, None
        text = plan.text[start:end]
        returned = back.convert(engines.converter(steps).convert(text))
        at = first_difference(text, returned)
        if at is not None:
            expected, got = text[at : at + SHOWN], returned[at : at + SHOWN]
            return Difference("round-trip", start + at, expected, got), False
        holds = True
    return None, holds


def first_difference(one: str, other: str) -> int | None:
    """The first offset where two texts part; None where they are equal.

    >>> first_difference("abc", "abd"), first_difference("ab", "abc"), first_difference("", "")
    (2, 2, None)
    """
    if one == other:
        return None
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def original_offset(at: int, edits: Sequence[EditRecord]) -> int:
    """Where an offset of the result stands in the original.

    >>> original_offset(5, [EditRecord(0, 2, "程序", "abc", "", "")])
    4
    """
    shift = 0
    for edit in edits:
        out_start = edit.start + shift
        if at < out_start:
            break
        if at < out_start + len(edit.replacement):
            return min(edit.start + at - out_start, edit.end - 1)
        shift += len(edit.replacement) - (edit.end - edit.start)
    return at - shift
