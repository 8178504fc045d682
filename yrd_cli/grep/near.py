"""Conditions on what stands around a hit: near it, and in its line, sentence or document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Unit = Literal["line", "sentence", "document"]
Span = tuple[int, int]
Find = Callable[[str], Sequence[Span]]
"""Gives the spans of a pattern in a text."""

_CLOSING = "”’」』）)】》"
_SENTENCE_END = re.compile(
    # A full stop within a quotation that the sentence goes on after (“好。”，他说) ends nothing.
    rf"\n|(?:[。！？!?]|…|\.(?=\s|\Z))++(?:[{_CLOSING}]++(?![，、；：,;:的])|(?![{_CLOSING}]))"
)


class Lines:
    """The lines of a text, without their line ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last: Span = (0, -1)

    def around(self, start: int, end: int) -> Span:
        """The line, or the lines, that a span lies in.

        >>> Lines("a\\nbc\\nd").around(3, 4)
        (2, 4)
        """
        first, stop = self._last
        if not first <= start <= end <= stop:  # hits come in order, many in one line
            stop = self._text.find("\n", max(start, end - 1))
            stop = len(self._text) if stop < 0 else stop
            first = self._text.rfind("\n", 0, start) + 1
            self._last = first, stop
        return first, stop


class Sentences:
    """The sentences of a text; line ends end sentences."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [found.end() for found in _SENTENCE_END.finditer(text)]

    def around(self, start: int, end: int) -> Span:
        """The sentence, or the sentences, that a span lies in, without spaces around it.

        >>> text = "他来了。“好。”，她说。走！"
        >>> text[slice(*Sentences(text).around(8, 9))]
        '“好。”，她说。'
        """
        text, ends = self._text, self._ends
        first = bisect_right(ends, start)
        last = bisect_left(ends, end)
        begin = ends[first - 1] if first else 0
        stop = ends[last] if last < len(ends) else len(text)
        while begin < start and text[begin].isspace():
            begin += 1
        while stop > end and text[stop - 1].isspace():
            stop -= 1
        return begin, stop


def unit_finder(text: str, unit: Unit) -> Callable[[int, int], Span]:
    """A function that gives the line, sentence or document that a span of a text lies in."""
    if unit == "document":
        return lambda start, end: (0, len(text))
    if unit == "sentence":
        return Sentences(text).around
    return Lines(text).around


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What has to stand around a hit for it to count.

    Each pair of ``near`` is a number of characters and a pattern that has to stand within so
    many of the hit, on either side; ``every`` are patterns that have to stand in the hit's unit,
    ``none`` those that may not.
    """

    near: tuple[tuple[int, Find], ...] = ()
    every: tuple[Find, ...] = ()
    none: tuple[Find, ...] = ()
    within: Unit = "line"

    def kept(self, text: str, hits: Sequence[Span]) -> Iterator[Span]:
        """The hits that count, in order."""
        if not (self.near or self.every or self.none):
            yield from hits
            return
        around = unit_finder(text, self.within)
        unit: Span = (0, -1)
        fits = False
        neighbours: list[tuple[int, Sequence[Span]]] = []
        for hit in hits:
            here = around(*hit)
            if here != unit:
                unit, piece = here, text[slice(*here)]
                fits = all(f(piece) for f in self.every) and not any(f(piece) for f in self.none)
                neighbours = [(n, f(piece)) for n, f in self.near] if fits else []
            if fits and all(_is_near(hit, unit[0], n, spans) for n, spans in neighbours):
                yield hit


def _is_near(hit: Span, offset: int, distance: int, spans: Sequence[Span]) -> bool:
    """Whether one of some spans, in order, lies within a distance of the hit, beside it."""
    start, end = hit[0] - offset, hit[1] - offset
    before = bisect_right(spans, start, key=lambda span: span[1]) - 1
    after = bisect_left(spans, end, key=lambda span: span[0])
    return (before >= 0 and start - spans[before][1] <= distance) or (
        after < len(spans) and spans[after][0] - end <= distance
    )
