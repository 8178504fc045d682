"""The record of what `clean` did: a verdict, a reason and a score for every input line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yrd_cli.clean.draft import Draft, Edit, Line, Note


def explain(draft: Draft, id: str) -> Iterator[dict[str, Any]]:
    """One record for each input line, in order.

    Keys: ``id``, ``line`` (from 1), ``verdict`` (keep, fix, mark, drop, meta), ``reason``,
    ``score`` (above 0: reads like body text), ``text`` (as it came), ``end`` (its line end),
    ``output`` (as it stands, or null where the line left the text), ``edits``: each with
    ``start`` and ``end`` in ``text``, ``old``, ``new``, ``reason`` and ``margin``; ``notes``:
    repairs that were not sure enough, with their ``suggestion``. The input is every ``text`` +
    ``end``; the output is every ``output`` that is not null.
    """
    for line in draft.lines:
        yield {
            "id": id,
            "line": line.number,
            "verdict": verdict_of(line),
            "reason": reason_of(line),
            "score": score_of(line),
            "text": line.raw,
            "end": line.end,
            "output": line.text if line.in_body else None,
            "edits": [_edit_record(line, e) for e in line.edits],
            "notes": [_note_record(n) for n in line.notes],
        }


def verdict_of(line: Line) -> str:
    """What became of the line, in a word."""
    action = line.verdict.action if line.verdict else "keep"
    return "fix" if action == "keep" and line.edits else action


def reason_of(line: Line) -> str:
    """Why: the line's verdict if it left the text or was marked, else the edits' reasons."""
    if line.verdict and line.verdict.action != "keep":
        return line.verdict.reason
    if line.edits:
        return "+".join(dict.fromkeys(r for e in line.edits for r in e.reason.split("+")))
    return line.verdict.reason if line.verdict else "paragraph"


def score_of(line: Line) -> float | None:
    """The line's evidence for the body, rounded."""
    if line.verdict is None or line.verdict.score is None:
        return None
    return round(line.verdict.score, 2)


def _note_record(note: Note) -> dict[str, Any]:
    return {
        "start": note.start,
        "end": note.end,
        "reason": note.reason,
        "suggestion": note.suggestion,
        "margin": None if note.margin is None else round(note.margin, 2),
    }


def _edit_record(line: Line, edit: Edit) -> dict[str, Any]:
    return {
        "start": edit.start,
        "end": edit.end,
        "old": line.raw[edit.start : edit.end],
        "new": edit.new,
        "reason": edit.reason,
        "margin": None if edit.margin is None else round(edit.margin, 2),
    }
