"""What people see of a conversion on a terminal: a word diff, and the list of edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from yrd_cli.convert.options import EditRecord
from yrd_cli.writing.terminal import Terminal, one_line, pad, styled, visible


class Change(NamedTuple):
    """``text[start:end]`` became ``new``."""

    start: int
    end: int
    new: str


def diff(before: str, edits: Sequence[EditRecord], terminal: Terminal, first_line: int = 1) -> str:
    """The lines that change, each after its number, with ``[-old-]{+new+}`` or in colours.

    Ends with a newline unless empty.

    >>> edits = [EditRecord(4, 5, "发", "發", "STCharacters", "character")]
    >>> diff("台湾\\n的发展\\n", edits, Terminal())
    '2: 的[-发-]{+發+}展\\n'
    """
    changes = list(_joined(edits))
    rows = []
    for number, start, end, own in _lines_with(before, changes, first_line):
        place = styled(f"{number}:", "place", terminal.color)
        rows.append(f"{place} {_marked(before, start, end, own, terminal)}\n")
    return "".join(rows)


def _joined(edits: Sequence[EditRecord]) -> Iterator[Change]:
    """The changes, those side by side as one."""
    current: Change | None = None
    for edit in edits:
        if edit.text == edit.replacement:
            continue
        if current is not None:
            if edit.start == current.end:
                current = Change(current.start, edit.end, current.new + edit.replacement)
                continue
            yield current
        current = Change(edit.start, edit.end, edit.replacement)
    if current is not None:
        yield current


def _lines_with(
    text: str, changes: Sequence[Change], number: int
) -> Iterator[tuple[int, int, int, list[Change]]]:
    """Each stretch of lines that changes: number, start, end and its changes."""
    at = 0
    rest = list(reversed(changes))
    while rest:
        first = rest[-1]
        start = text.rfind("\n", 0, first.start) + 1
        number += text.count("\n", at, start)
        end = at = start
        own: list[Change] = []
        while rest and (not own or rest[-1].start < end):
            own.append(rest.pop())
            end = text.find("\n", own[-1].end)
            end = len(text) if end < 0 else end
        yield number, start, end, own


def _marked(text: str, start: int, end: int, changes: Sequence[Change], terminal: Terminal) -> str:
    safe = visible if terminal.is_terminal else str
    parts = []
    at = start
    for change in changes:
        parts.append(safe(text[at : change.start]))
        old, new = safe(text[change.start : change.end]), safe(change.new)
        if terminal.color:
            parts += [styled(old, "removed", True), styled(new, "added", True)]
        else:
            parts += [f"[-{old}-]", f"{{+{new}+}}"]
        at = change.end
    parts.append(safe(text[at:end].removesuffix("\r")))
    return "".join(parts)


def explain_listing(
    before: str, edits: Sequence[EditRecord], terminal: Terminal, first_line: int = 1
) -> str:
    """A line for each edit: line and column, old and new, rule, dictionary, other candidates.

    Ends with a newline unless empty.

    >>> edits = [EditRecord(1, 2, "后", "後", "STCharacters", "character", ("後", "后"))]
    >>> explain_listing("然后", edits, Terminal())
    '1:2  后 → 後  STCharacters (character)  or 后\\n'
    """
    rows = []
    line, seen = first_line, 0
    for edit in edits:
        line += before.count("\n", seen, edit.start)
        seen = edit.start
        column = edit.start - before.rfind("\n", 0, edit.start)
        rows.append((f"{line}:{column}", edit))
    width = max((len(place) for place, _ in rows), default=0)
    return "".join(_listed(place, width, edit, terminal) for place, edit in rows)


def _listed(place: str, width: int, edit: EditRecord, terminal: Terminal) -> str:
    color = terminal.color
    old, new = one_line(edit.text), one_line(edit.replacement)
    if old == new:
        change = f"{old} stays"
    else:
        change = f"{styled(old, 'removed', color)} → {styled(new, 'added', color)}"
    why = f"{one_line(edit.dictionary)} ({edit.rule})"
    if edit.dictionary == edit.rule:
        why = edit.rule
    parts = [styled(pad(place, width), "place", color), change, styled(why, "dim", color)]
    others = [c for c in edit.candidates if c not in (edit.replacement, edit.opencc)]
    if others:
        parts.append("or " + one_line(", ".join(others)))
    if edit.opencc is not None:
        parts.append(f"opencc: {one_line(edit.opencc)}")
    return "  ".join(parts) + "\n"
