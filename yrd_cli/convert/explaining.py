"""What a conversion does to a text: every edit, and every choice between candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yrd_cli.convert.engine.alignment import Edit
from yrd_cli.convert.engines import Engines
from yrd_cli.convert.options import ChoiceRecord, EditRecord
from yrd_cli.convert.planning import Planner
from yrd_cli.script import Script

CONTEXT = 10
"""Characters of its line that are shown on each side of a choice."""


def explain(
    engines: Engines, planner: Planner, text: str, context: Script = "none"
) -> list[EditRecord]:
    """Every change, from left to right, in code points of the text; none overlaps another."""
    plan = planner.plan(text, context)
    records: list[EditRecord] = []
    for start, end, steps in plan.stretches:
        if steps:
            found = _conversion_edits(engines, plan.text[start:end], steps)
            records += [_placed(record, start, text) for record in found]
    if plan.text != text:
        records = _with_normalized(records, planner, text, plan.text)
    return records


def _conversion_edits(engines: Engines, text: str, steps: tuple[str, ...]) -> list[EditRecord]:
    converter = engines.converter(steps)
    records = [_record_of(edit, text, engines.user_names) for edit in converter.edits(text)]
    if engines.profile == "accurate":
        records = _with_boundaries(records, converter.arbitrated(text), text)
    return records


def _record_of(edit: Edit, text: str, user_names: set[str]) -> EditRecord:
    rule = "userdict" if edit.rule in user_names else edit.kind
    old = text[edit.start : edit.end]
    return EditRecord(edit.start, edit.end, old, edit.replacement, edit.rule, rule, edit.candidates)


def _with_boundaries(
    records: Sequence[EditRecord], decided: Sequence[Edit], text: str
) -> list[EditRecord]:
    """The edits, those as one that the word boundaries have decided together."""
    result: list[EditRecord] = []
    rest = list(reversed(records))
    for edit in decided:
        while rest and rest[-1].end <= edit.start:
            result.append(rest.pop())
        names: list[str] = []
        while rest and rest[-1].start < edit.end:
            names.append(rest.pop().dictionary)
        result.append(
            EditRecord(
                edit.start,
                edit.end,
                text[edit.start : edit.end],
                edit.replacement,
                "; ".join(dict.fromkeys([*names, edit.rule])),
                "boundary",
                edit.candidates,
                opencc=edit.candidates[-1],
            )
        )
    return [*result, *reversed(rest)]


def _placed(record: EditRecord, shift: int, text: str) -> EditRecord:
    """The record in offsets of the whole text, with what stood there before any rule."""
    start, end = record.start + shift, record.end + shift
    return EditRecord(
        start,
        end,
        text[start:end],
        record.replacement,
        record.dictionary,
        record.rule,
        record.candidates,
        record.opencc,
    )


def _with_normalized(
    records: Sequence[EditRecord], planner: Planner, text: str, normal: str
) -> list[EditRecord]:
    """The edits with those of punctuation, width and compatibility characters between them."""
    names = [""] * len(text)
    before = text
    for name, rule in planner.rules:
        after = rule(before)
        for at, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                names[at] = name
        before = after
    covered = bytearray(len(text))
    for record in records:
        covered[record.start : record.end] = b"\1" * (record.end - record.start)
    changed = (
        EditRecord(at, at + 1, old, new, names[at], names[at], (new,))
        for at, (old, new) in enumerate(zip(text, normal, strict=True))
        if old != new and not covered[at]
    )
    return sorted([*records, *changed], key=lambda record: record.start)


def ambiguous(
    engines: Engines, planner: Planner, text: str, context: Script = "none"
) -> list[ChoiceRecord]:
    """Every choice between several candidates, from left to right."""
    return list(_choices(engines, planner, text, context))


def _choices(
    engines: Engines, planner: Planner, text: str, context: Script
) -> Iterator[ChoiceRecord]:
    plan = planner.plan(text, context)
    for start, end, steps in plan.stretches:
        if not steps:
            continue
        for choice in engines.converter(steps).choices(plan.text[start:end]):
            at = choice.offset + start
            yield ChoiceRecord(
                at,
                choice.character,
                choice.chosen,
                choice.candidates,
                choice.rule,
                choice.context,
                line_around(text, at),
            )


def line_around(text: str, at: int) -> str:
    """A few characters on both sides of an offset, on its line.

    >>> line_around("一\\n二三\\n四", 2)
    '二三'
    """
    low, high = max(0, at - CONTEXT), at + CONTEXT + 1
    line_start = text.rfind("\n", low, at) + 1
    line_end = text.find("\n", at, high)
    return text[max(low, line_start) : high if line_end < 0 else line_end]
