"""What is shown of a conversion: edits, a diff, ambiguous characters, failed checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from yrd_cli.convert.conversion import Conversion, Difference
from yrd_cli.convert.pieces import Block, Line, Piece
from yrd_cli.convert.records import JsonRecord, Passage
from yrd_cli.document import json_line
from yrd_cli.writing.terminal import Terminal, one_line, visible

ViewKind = Literal["listing", "edits", "diff", "ambiguous", "check"]
"""``edits`` are the JSON records behind the ``listing``."""


class Unit(NamedTuple):
    """A piece with the texts to convert in it."""

    piece: Piece
    passages: list[Passage]
    record: JsonRecord | None = None


class Shown(NamedTuple):
    """Something to show, and the input or record it is about (empty where it says so itself)."""

    heading: str
    data: bytes


class Position(NamedTuple):
    """Where a passage stands: its document, its key, and how far into that text it begins."""

    id: str
    field: str
    offset: int = 0
    line: int = 1


class ConversionView(NamedTuple):
    """Shows what a conversion does, in one of the kinds; ``terminal`` is where it goes."""

    kind: ViewKind
    terminal: Terminal

    def show(self, unit: Unit, conversion: Conversion) -> tuple[list[Shown], bool]:
        """What there is to show of a unit; and False where a check does not hold."""
        shown, sound = [], True
        for passage in unit.passages:
            at = _position(unit, passage)
            if self.kind == "check":
                found = conversion.check(passage.text, passage.context)
                sound = sound and found.ok
                if not found.ok:
                    shown.append(Shown("", self._fault(unit, passage, at, found.difference)))
            elif data := self._view(passage, at, conversion):
                is_json = self.kind in ("edits", "ambiguous")
                heading = at.id if at.field == "text" else f"{at.id} {at.field}"
                shown.append(Shown("" if is_json else heading, data))
        return shown, sound

    def _view(self, passage: Passage, at: Position, conversion: Conversion) -> bytes:
        text = passage.text
        if self.kind == "ambiguous":
            choices = conversion.ambiguous(text, passage.context)
            return self._records(text, at, (choice._asdict() for choice in choices))
        edits = conversion.explain(text, passage.context)
        if self.kind == "edits":
            return self._records(text, at, (edit._asdict() for edit in edits))
        from yrd_cli.convert import views

        render = views.diff if self.kind == "diff" else views.explain_listing
        return render(text, edits, self.terminal, at.line).encode("utf-8", "replace")

    def _records(self, text: str, at: Position, records: Iterable[dict[str, Any]]) -> bytes:
        data = b"".join(map(json_line, _placed(text, at, records)))
        if self.terminal.is_terminal:
            data = visible(data.decode()).encode()
        return data

    def _fault(
        self, unit: Unit, passage: Passage, at: Position, difference: Difference | None
    ) -> bytes:
        if difference is None:
            return f"{one_line(at.id)}: does not hold\n".encode()
        line, column = place_in(passage.text, difference.offset, at.line)
        if isinstance(unit.piece, Line):
            place = f"{unit.piece.place}: {at.field}:{line}:{column}"
        else:
            place = f"{at.id}:{line}:{column}"
        expected, got = (repr(text[:20]) for text in (difference.expected, difference.got))
        return one_line(f"{place}: {difference.kind}: {expected} became {got}").encode() + b"\n"


def place_in(text: str, offset: int, first_line: int = 1) -> tuple[int, int]:
    """Line and column of an offset, both from 1.

    >>> place_in("ab\\ncd", 4)
    (2, 2)
    """
    line = first_line + text.count("\n", 0, offset)
    return line, offset - text.rfind("\n", 0, offset)


def _position(unit: Unit, passage: Passage) -> Position:
    piece = unit.piece
    if isinstance(piece, Block):
        return Position(piece.label, passage.field, piece.offset, piece.line)
    assert isinstance(piece, Line)
    id = unit.record.id if unit.record else None
    return Position(id or f"{piece.label}#{piece.number}", passage.field)


def _placed(text: str, at: Position, records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each record after its document, field and line, its offsets counted from the field's start.

    Records come from left to right.
    """
    line, seen = at.line, 0
    for record in records:
        start = record["start" if "start" in record else "offset"]
        line += text.count("\n", seen, start)
        seen = start
        for key in ("start", "end", "offset"):
            if key in record:
                record[key] += at.offset
        yield {"id": at.id, "field": at.field, "line": line, **record}
