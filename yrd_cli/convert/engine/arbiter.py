"""The word-boundary arbiter of the profile ``accurate``.

Where matches overlap or cut words, a unigram segmentation of a few characters on each side
decides: a match stands if it is made of whole words, or lies within one. 护发 in 维护发展 does not
stand, for the words are 维护 and 发展.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

from yrd_cli.convert.engine.configs import Source, package_folder
from yrd_cli.convert.engine.plain_table import Match
from yrd_cli.convert.engine.tables import blocks_of

CONTEXT = 6
"""Characters on each side that the segmentation reads; as many as nearly every word has."""

TOTAL = 60_101_967
"""Running words behind the dictionary of jieba 0.42.1."""

SCALE = 1000
"""Costs are whole numbers, so that plain Python and numpy decide alike."""

UNKNOWN = round(SCALE * math.log(TOTAL))
"""What a character costs that is no word of the dictionary: as one that was seen once."""


@cache
def lexicon() -> Source:
    """The words of jieba (MIT) with their frequencies."""
    return Source(package_folder("jieba") / "dict.txt")


def costs_of(lines: Sequence[str]) -> dict[str, int]:
    """Words and what they cost: minus the logarithm of their share, in thousandths."""
    costs = {}
    for line in lines:
        word, _, rest = line.partition(" ")
        count = int(rest.partition(" ")[0])
        if count > 0:
            costs[word] = round(SCALE * (math.log(TOTAL) - math.log(count)))
    return costs


class Segmenter:
    """Words by the cheapest way through a short text."""

    def __init__(self) -> None:
        self._costs: dict[str, Mapping[str, int]] = {}
        self._longest: dict[str, int] = {}

    def cuts(self, text: str) -> set[int]:
        """Where words begin and end; the longer word where two ways cost the same.

        >>> sorted(Segmenter().cuts("维护发展"))
        [0, 2, 4]
        """
        size = len(text)
        best = [0] * (size + 1)
        step = [0] * (size + 1)
        for at in range(size - 1, -1, -1):
            costs, longest = self._words(text[at])
            best[at] = costs.get(text[at], UNKNOWN) + best[at + 1]
            step[at] = at + 1
            for end in range(at + 2, min(size, at + longest) + 1):
                cost = costs.get(text[at:end])
                if cost is not None and cost + best[end] <= best[at]:
                    best[at] = cost + best[end]
                    step[at] = end
        found = {0}
        at = 0
        while at < size:
            at = step[at]
            found.add(at)
        return found

    def _words(self, first: str) -> tuple[Mapping[str, int], int]:
        costs = self._costs.get(first)
        if costs is None:
            costs = self._costs[first] = costs_of(blocks_of(lexicon()).get(first, []))
            self._longest[first] = max(map(len, costs), default=1)
        return costs, self._longest[first]


class PlainArbiter:
    """The arbiter in plain Python."""

    def __init__(self) -> None:
        self._segmenter = Segmenter()

    def choose(self, found: Sequence[Match], matters: Sequence[bool], original: str) -> list[Match]:
        """From left to right the longest of the matches that respect the words."""
        standing: list[Match] = []
        low = 0
        while low < len(found):
            high, reach = low + 1, found[low].end
            while high < len(found) and found[high].start < reach:
                reach = max(reach, found[high].end)
                high += 1
            cluster = found[low:high]
            if any(matters[low:high]):
                cluster = self._respecting(cluster, reach, original)
            standing += _leftmost(cluster)
            low = high
        return standing

    def _respecting(self, cluster: Sequence[Match], reach: int, original: str) -> list[Match]:
        first = max(0, cluster[0].start - CONTEXT)
        cuts = self._segmenter.cuts(original[first : reach + CONTEXT])
        return [m for m in cluster if _respects(cuts, m.start - first, m.end - first)]


def _respects(cuts: set[int], start: int, end: int) -> bool:
    return cuts.isdisjoint(range(start + 1, end)) or (start in cuts and end in cuts)


def _leftmost(matches: Sequence[Match]) -> list[Match]:
    chosen: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        if not chosen or match.start >= chosen[-1].end:
            chosen.append(match)
    return chosen
