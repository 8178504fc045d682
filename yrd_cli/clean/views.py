"""What `clean` shows of its work: a listing for people, JSON lines for programs, a diff."""

from __future__ import annotations

from collections.abc import Iterator

from yrd_cli.clean.draft import Draft, Line
from yrd_cli.clean.explain import explain, reason_of, score_of, verdict_of
from yrd_cli.document import json_line
from yrd_cli.writing.terminal import Terminal, one_line, styled

_STYLE = {"keep": "", "fix": "added", "mark": "place", "drop": "removed", "meta": "warning"}
CONTEXT_LINES = 3


def explain_lines(draft: Draft, id: str) -> bytes:
    """The explain records of one document as JSON lines."""
    return b"".join(json_line(record) for record in explain(draft, id))


def listing(draft: Draft, id: str, terminal: Terminal) -> bytes:
    """One row for each input line: number, verdict, reason, score, and the text with its edits."""
    color = terminal.color
    rows = [styled(one_line(id), "title", color)]
    for line in draft.lines:
        verdict = verdict_of(line)
        score = score_of(line)
        head = f"{line.number:>5} {verdict:<4} {reason_of(line):<14} "
        head += f"{'' if score is None else f'{score:.1f}':>6} "
        style = _STYLE[verdict]
        rows.append((styled(head, style, color) if style else head) + _marked(line, color))
    return ("\n".join(rows) + "\n").encode()


def _marked(line: Line, color: bool) -> str:
    """The line as it came, with what was taken out and what was put in."""
    if line.verdict and line.verdict.action in ("drop", "meta"):
        return styled(one_line(line.raw), "dim", color)
    parts, at = [], 0
    for e in line.edits:
        parts.append(one_line(line.raw[at : e.start]))
        old, new = one_line(line.raw[e.start : e.end]), one_line(e.new)
        if color:
            parts += (styled(old, "removed", True), styled(new, "added", True))
        else:
            parts.append(f"[-{old}-]" if old else "")
            parts.append(f"{{+{new}+}}" if new else "")
        at = e.end
    parts.append(one_line(line.raw[at:]))
    return "".join(parts)


def diff(draft: Draft, id: str, terminal: Terminal) -> bytes:
    """A unified diff from the text as it came to the text as it stands.

    `patch` takes it where the input's lines end in a line feed. Nothing for unchanged text.
    """
    rows: list[str] = []
    for hunk in _hunks(list(_operations(draft))):
        rows += hunk
    if not rows:
        return b""
    name = one_line(id)
    shown = [_colored(row, terminal) for row in [f"--- {name}", f"+++ {name} (clean)", *rows]]
    return ("\n".join(shown) + "\n").encode()


def _operations(draft: Draft) -> Iterator[tuple[str, str]]:
    """Each line of the diff as its sign and its text."""
    for line in draft.lines:
        if line.in_body and line.text == line.raw:
            yield " ", line.raw
            continue
        yield "-", line.raw
        if line.in_body:
            for row in line.text.split("\n"):  # Markdown's marks may hold line ends
                yield "+", row


def _hunks(operations: list[tuple[str, str]]) -> Iterator[list[str]]:
    """Changed lines with three lines around them; hunks that touch are one."""
    changed = [i for i, (sign, _) in enumerate(operations) if sign != " "]
    old_before = new_before = position = 0
    while changed:
        start = max(0, changed[0] - CONTEXT_LINES)
        end = changed[0] + 1
        while changed and changed[0] - end <= 2 * CONTEXT_LINES:
            end = changed.pop(0) + 1
        end = min(len(operations), end + CONTEXT_LINES)
        skipped = operations[position:start]
        old_before += sum(sign != "+" for sign, _ in skipped)
        new_before += sum(sign != "-" for sign, _ in skipped)
        hunk = operations[start:end]
        old, new = sum(s != "+" for s, _ in hunk), sum(s != "-" for s, _ in hunk)
        yield [
            f"@@ -{_range(old_before, old)} +{_range(new_before, new)} @@",
            *(sign + text for sign, text in hunk),
        ]
        old_before, new_before, position = old_before + old, new_before + new, end


def _range(before: int, count: int) -> str:
    return f"{before + 1 if count else before},{count}"


def _colored(row: str, terminal: Terminal) -> str:
    shown = one_line(row) if terminal.is_terminal else row
    styles = {"-": "removed", "+": "added", "@": "place"}
    style = "title" if row.startswith(("---", "+++")) else styles.get(row[:1])
    return styled(shown, style, terminal.color) if style else shown
