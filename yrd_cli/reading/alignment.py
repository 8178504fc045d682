"""Which bytes belong together: the most likely division of damaged double-byte text.

In GB18030, Big5 and UTF-16 a lost or broken byte shifts every pair after it. The cheapest path
through all ways to divide the bytes (Viterbi, with the costs of likelihood.py) finds where the
damage was, so that the characters after it are read as they were written.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import inf

from yrd_cli.reading.likelihood import BAD_COST, CUT_COST, character_costs
from yrd_cli.reading.web_tables import UNNAMED_BIG5, as_on_the_web

BAD_PAIR_COST = 18.0
"""A pair that means nothing: dearer than one bad byte, cheaper than two."""

ILLEGIBLE = "�"

Unit = tuple[float, str]


class Units(dict[bytes, Unit]):
    """Bytes of one character -> its cost and the character; no character: cost inf."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self.encoding = encoding

    def __missing__(self, unit: bytes) -> Unit:
        answer = self._read(unit)
        if len(unit) <= 2:  # of four bytes there are too many to keep
            self[unit] = answer
        return answer

    def _read(self, unit: bytes) -> Unit:
        try:
            text = unit.decode(self.encoding)
        except UnicodeDecodeError:
            text = UNNAMED_BIG5.get(unit, "") if self.encoding == "big5hkscs" else ""
        if not text:
            return inf, ""
        text = as_on_the_web(text, self.encoding)
        costs = character_costs()
        return sum(costs[character] for character in text), text


@cache
def _units(encoding: str) -> Units:
    return Units(encoding)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Damaged bytes as read: text, cost in nats, and offset and length of what became U+FFFD."""

    text: str
    cost: float
    bad: tuple[tuple[int, int], ...]


def align(data: bytes, encoding: str, *, cut_start: bool = True, cut_end: bool = True) -> Alignment:
    """The most likely reading of a stretch of bytes in gb18030, big5hkscs or UTF-16.

    ``cut_start`` and ``cut_end`` say whether the stretch may begin or end inside a character.
    Time is linear, about a microsecond a byte: meant for stretches, not for files.

    >>> align("长江".encode("gb18030")[1:], "gb18030").text
    '�江'
    """
    wide = encoding.startswith("utf-16")
    units = _units(encoding)
    size = len(data)
    cheap = {0} if cut_start else set()
    if cut_end:
        cheap.add(size - 1)
    best = [inf] * (size + 1)
    best[0] = 0.0
    taken: list[tuple[int, str]] = [(0, "")] * (size + 1)
    for i in range(size):
        here = best[i]
        if here == inf:
            continue
        for length, cost, text in _steps(data, i, units, wide):
            if not text and length == 1 and i in cheap:
                cost = CUT_COST
            if here + cost < best[i + length]:
                best[i + length] = here + cost
                taken[i + length] = (length, text)
    return _trace(best[size], taken)


def _steps(data: bytes, i: int, units: Units, wide: bool) -> list[tuple[int, float, str]]:
    """Every way to read on from byte ``i``: length, cost, text (empty for bad bytes)."""
    size = len(data)
    if data[i] < 0x80 and not wide:
        return [(1, units[data[i : i + 1]][0], chr(data[i]))]
    steps = [(1, BAD_COST, "")]
    if i + 1 < size:
        pair = data[i : i + 2]
        cost, text = units[pair]
        if text:
            steps.append((2, cost, text))
        elif wide or pair[1] >= 0x80:
            steps.append((2, BAD_PAIR_COST, ""))
        if i + 3 < size and not text:
            cost, text = units[data[i : i + 4]] if _may_be_four(pair, wide) else (inf, "")
            if len(text) == 1:
                steps.append((4, cost, text))
    return steps


def _may_be_four(pair: bytes, wide: bool) -> bool:
    return wide or 0x30 <= pair[1] <= 0x39


def _trace(cost: float, taken: list[tuple[int, str]]) -> Alignment:
    pieces: list[str] = []
    bad: list[tuple[int, int]] = []
    i = len(taken) - 1
    while i > 0:
        length, text = taken[i]
        i -= length
        if not text:
            bad.append((i, length))
        pieces.append(text or ILLEGIBLE)
    return Alignment("".join(reversed(pieces)), cost, tuple(reversed(bad)))
