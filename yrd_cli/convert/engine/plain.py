"""Steps and whole configurations in plain Python, with a trace of every match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from yrd_cli.convert.engine.configs import Node, members_of
from yrd_cli.convert.engine.plain_table import Match, PlainTable
from yrd_cli.convert.engine.tables import Entry, Prepare, unchanged


class Step(Protocol):
    """One step of the chain: where it changes its text, and into what."""

    def matches(self, text: str, start: int, end: int, original: str) -> list[Match]:
        """The matches chosen within a piece of the text, from left to right.

        ``original`` is the text before the first step of the chain.
        """
        ...

    def single(self, char: str) -> Entry | None:
        """What a character becomes that stands in no phrase."""
        ...


class Chooser(Protocol):
    """Decides which of the matches of a step stand."""

    def choose(self, found: Sequence[Match], matters: Sequence[bool], original: str) -> list[Match]:
        """The matches that stand, none overlapping another; see `arrays.Chooser`."""
        ...


def _is_single(match: Match) -> bool:
    """Whether one character became one: no phrase, which would be a word of its own."""
    return match.end - match.start == 1 == len(match.value)


class LeftmostStep:
    """OpenCC's step: the group is one table, the longest match from left to right."""

    def __init__(
        self, node: Node, prepare: Prepare = unchanged, chooser: Chooser | None = None
    ) -> None:
        self._table = PlainTable(node, prepare)
        self._chooser = chooser

    def single(self, char: str) -> Entry | None:
        """What a character becomes that stands in no phrase."""
        return self._table.single(char)

    def matches(self, text: str, start: int, end: int, original: str) -> list[Match]:
        """The longest matches from left to right, or what the chooser says."""
        if self._chooser is None or len(text) != len(original):
            return self._table.leftmost(text, start, end)
        found = self._table.all_matches(text, start, end)
        phrases = [m for m in found if not _is_single(m)]
        matters = [self._table.by_characters(text[m.start : m.end]) != m.value for m in phrases]
        chosen = self._chooser.choose(phrases, matters, original)
        taken = {at for m in chosen for at in range(m.start, m.end)}
        singles = [m for m in found if _is_single(m) and m.start not in taken]
        return sorted([*chosen, *singles])


class LongestStep:
    """The step of opencc-python-reimplemented.

    In each dictionary the longest match anywhere comes first, the leftmost among equals; the
    next dictionary sees only the pieces that the ones before have left.
    """

    def __init__(self, node: Node, prepare: Prepare = unchanged) -> None:
        self._tables = [PlainTable(member, prepare) for member in members_of(node)]

    def single(self, char: str) -> Entry | None:
        """What a character becomes that stands in no phrase: the first dictionary has it."""
        found = (table.single(char) for table in self._tables)
        return next((entry for entry in found if entry is not None), None)

    def matches(self, text: str, start: int, end: int, original: str) -> list[Match]:
        """The matches of all dictionaries, from left to right."""
        found: list[Match] = []
        for table in self._tables:
            pieces = _gaps(found, start, end)
            for low, high in pieces:
                found += longest_first(table.all_matches(text, low, high))
            found.sort()
        return found


def _gaps(found: Sequence[Match], start: int, end: int) -> list[tuple[int, int]]:
    edges = [start, *(edge for m in found for edge in (m.start, m.end)), end]
    return [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]


def longest_first(matches: Sequence[Match]) -> list[Match]:
    """The matches that stand when the longest are chosen first, and the leftmost among equals."""
    chosen: list[Match] = []
    covered: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start)):
        span = range(match.start, match.end)
        if covered.isdisjoint(span):
            covered.update(span)
            chosen.append(match)
    return chosen


class Trace(NamedTuple):
    """A conversion with all that was matched on the way."""

    text: str
    steps: list[list[Match]]
    """The matches of each step, in the text that the step read."""


class PlainChain:
    """A whole configuration in plain Python."""

    def __init__(
        self, normalization: list[Step], segmentation: Step | None, chain: list[Step]
    ) -> None:
        """``segmentation`` may be the first step itself where both have the same phrases."""
        self._normalization = normalization
        self._segmentation = segmentation
        self._chain = chain

    def trace(self, text: str) -> Trace:
        """The conversion, and what each step matched."""
        steps = []
        for step in self._normalization:
            found = step.matches(text, 0, len(text), text)
            steps.append(found)
            text, _ = spliced(text, found, [])
        original, bounds, chain = text, [0, len(text)], self._chain
        if self._segmentation is not None and len(chain) > 1:
            found = self._segmentation.matches(text, 0, len(text), text)
            words = [m for m in found if not _is_single(m)]
            bounds = sorted({0, len(text), *(edge for m in words for edge in (m.start, m.end))})
            if self._segmentation is chain[0]:
                steps.append(found)
                text, bounds = spliced(text, found, bounds)
                chain = chain[1:]
        for step in chain:
            found = []
            for low, high in pairwise(bounds):
                found += step.matches(text, low, high, original)
            steps.append(found)
            text, bounds = spliced(text, found, bounds)
        return Trace(text, steps)

    def convert(self, text: str) -> str:
        """The text converted."""
        return self.trace(text).text

    def choices(self, text: str) -> Iterator[tuple[int, str, Entry, Match]]:
        """Each character for which the first step has several candidates: its place, what it
        became there, its entry and the match that decided."""
        first = self._chain[0]
        found = self.trace(text).steps[len(self._normalization)]
        for match in found:
            size = match.end - match.start
            if size == len(match.value):
                for at, value in enumerate(match.value, match.start):
                    entry = first.single(text[at])
                    if entry is not None and " " in entry[0]:
                        yield at, value, entry, match


def spliced(text: str, matches: Sequence[Match], bounds: Sequence[int]) -> tuple[str, list[int]]:
    """The text with the matches put in, and where its bounds are now."""
    parts: list[str] = []
    moved: list[int] = []
    at = shift = 0
    rest = iter(bounds)
    bound = next(rest, None)
    for match in matches:
        while bound is not None and bound <= match.start:
            moved.append(bound + shift)
            bound = next(rest, None)
        parts.append(text[at : match.start])
        parts.append(match.value)
        at = match.end
        shift += len(match.value) - (match.end - match.start)
    parts.append(text[at:])
    while bound is not None:
        moved.append(bound + shift)
        bound = next(rest, None)
    return "".join(parts), moved
