"""Edits and offsets of a conversion of several steps, told on the original text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from yrd_cli.convert.engine.plain import Trace
from yrd_cli.convert.engine.plain_table import Match
from yrd_cli.convert.engine.tables import candidates_of


class _Change(NamedTuple):
    start: int
    end: int
    replacement: str
    rule: str


class Edit(_Change):
    """One change: ``text[start:end]`` of the original became ``replacement``.

    Unpacks to ``start, end, replacement, rule``. ``rule`` names the dictionaries that took part,
    step by step, such as ``STCharacters > TWPhrases``; ``kind`` is ``phrase`` where a key of
    several characters took part, else ``character``; ``candidates`` are what else the last
    dictionary that changed the text could have put there.
    """

    kind: str
    candidates: tuple[str, ...]

    def __new__(
        cls,
        start: int,
        end: int,
        replacement: str,
        rule: str,
        kind: str,
        candidates: tuple[str, ...],
    ) -> Edit:
        """The change with what else is known of it."""
        self = super().__new__(cls, start, end, replacement, rule)
        self.kind, self.candidates = kind, candidates
        return self


class Block(NamedTuple):
    """A stretch of the original and the stretch of the result that it became."""

    start: int
    end: int
    out_start: int
    out_end: int
    matches: tuple[Match, ...]


def blocks_of_step(matches: Sequence[Match]) -> list[Block]:
    """What one step did, as blocks."""
    blocks = []
    shift = 0
    for match in matches:
        low = match.start + shift
        blocks.append(Block(match.start, match.end, low, low + len(match.value), (match,)))
        shift += len(match.value) - (match.end - match.start)
    return blocks


def composed(first: Sequence[Block], second: Sequence[Block]) -> list[Block]:
    """Two steps as one: blocks that overlap in the text between them become one block."""
    result: list[Block] = []
    shift_in = shift_out = 0  # what lies between blocks moves by these, into and out of the middle
    i = j = 0
    while i < len(first) or j < len(second):
        from_first: list[Block] = []
        from_second: list[Block] = []
        low = high = min(
            first[i].out_start if i < len(first) else second[j].start,
            second[j].start if j < len(second) else first[i].out_start,
        )
        start, out_start = low - shift_in, low + shift_out
        while True:
            if i < len(first) and _joins(first[i].out_start, low, high):
                block = first[i]
                from_first.append(block)
                shift_in = block.out_end - block.end
                high = max(high, block.out_end)
                i += 1
            elif j < len(second) and _joins(second[j].start, low, high):
                block = second[j]
                from_second.append(block)
                shift_out = block.out_end - block.end
                high = max(high, block.end)
                j += 1
            else:
                break
        matches = tuple(m for b in chain(from_first, from_second) for m in b.matches)
        result.append(Block(start, high - shift_in, out_start, high + shift_out, matches))
    return result


def _joins(start: int, low: int, high: int) -> bool:
    return start < high or start == low == high


def blocks_of_trace(trace: Trace) -> list[Block]:
    """What a whole chain did, as blocks between its input and its output."""
    blocks: list[Block] = []
    for number, matches in enumerate(trace.steps):
        step = blocks_of_step(matches)
        blocks = composed(blocks, step) if number else step
    return blocks


class Alignment(NamedTuple):
    """The result of a conversion, with the way back to the original text."""

    original: str
    text: str
    blocks: list[Block]

    def edits(self) -> list[Edit]:
        """Every change, from left to right, in code points of the original."""
        return [
            _edit_of(block, self.text[block.out_start : block.out_end])
            for block in self.blocks
            if self.original[block.start : block.end] != self.text[block.out_start : block.out_end]
        ]

    def parts(self, stretches: Sequence[tuple[int, int]]) -> list[str]:
        """What stretches of the original became, from left to right, that cut no block."""
        parts = []
        blocks = iter(self.blocks)
        block = next(blocks, None)
        shift = 0
        for start, end in stretches:
            while block is not None and block.end <= start:
                shift = block.out_end - block.end
                block = next(blocks, None)
            out_start = start + shift
            while block is not None and block.end <= end:
                shift = block.out_end - block.end
                block = next(blocks, None)
            parts.append(self.text[out_start : end + shift])
        return parts

    def offsets(self) -> OffsetMap:
        """The way back for stretches of the result."""
        return OffsetMap(
            [(b.start, b.end, b.out_start, b.out_end) for b in self.blocks if _moves(b)]
        )


def differences(one: Alignment, other: Alignment, rule: str) -> list[Edit]:
    """Where two conversions of one text differ: what the first gives, the other as a candidate."""
    blocks = sorted([*one.blocks, *other.blocks], key=lambda b: (b.start, b.end))
    stretches: list[tuple[int, int]] = []
    for block in blocks:
        if stretches and block.start < stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(block.end, stretches[-1][1])
        else:
            stretches.append((block.start, block.end))
    mine, theirs = one.parts(stretches), other.parts(stretches)
    return [
        _trimmed(Edit(start, end, text, rule, "phrase", (text, instead)))
        for (start, end), text, instead in zip(stretches, mine, theirs, strict=True)
        if text != instead
    ]


def _trimmed(edit: Edit) -> Edit:
    """The edit without the characters that both conversions agree on, where all lengths agree."""
    text, instead = edit.candidates
    if len(text) != len(instead) or len(text) != edit.end - edit.start:
        return edit
    differing = [n for n, (a, b) in enumerate(zip(text, instead, strict=True)) if a != b]
    low, high = differing[0], differing[-1] + 1
    text, instead = text[low:high], instead[low:high]
    kind = "phrase" if high - low > 1 else "character"
    return Edit(edit.start + low, edit.start + high, text, edit.rule, kind, (text, instead))


def _moves(block: Block) -> bool:
    return block.end - block.start != block.out_end - block.out_start


def _edit_of(block: Block, replacement: str) -> Edit:
    names = dict.fromkeys(m.entry[1].name for m in block.matches)
    kind = "phrase" if any(m.end - m.start > 1 for m in block.matches) else "character"
    last = block.matches[-1]
    others = candidates_of(last.entry) if last.value == replacement else ()
    return Edit(block.start, block.end, replacement, " > ".join(names), kind, others)


class OffsetMap:
    """From offsets of the result to offsets of the original, by the stretches that changed length.

    >>> offsets = OffsetMap([(2, 4, 2, 5)])
    >>> offsets.back(0, 3), offsets.back(5, 6)
    ((0, 4), (4, 5))
    """

    def __init__(self, moved: list[tuple[int, int, int, int]]) -> None:
        self._moved = moved
        self._starts = [block[2] for block in moved]
        self._ends = [block[3] for block in moved]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The shortest stretch of the original that became ``result[start:end]`` and maybe more."""
        return self._start(start), max(self._end(end), self._start(start))

    def _start(self, at: int) -> int:
        number = bisect_right(self._ends, at)  # blocks that end at or before it
        if number < len(self._moved) and self._starts[number] < at:
            return self._moved[number][0]
        return at + self._shift(number)

    def _end(self, at: int) -> int:
        number = bisect_left(self._ends, at)  # blocks that end before it
        if number < len(self._moved) and self._starts[number] < at:
            return self._moved[number][1]
        return at + self._shift(number)

    def _shift(self, number: int) -> int:
        if not number:
            return 0
        _, end, _, out_end = self._moved[number - 1]
        return end - out_end
