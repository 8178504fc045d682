"""The dispersion plot: where in the corpus each term stands, document after document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from yrd_cli.stats.coded import NUMPY_PAYS, CodedText
from yrd_cli.stats.plots.axes import SMALL, Axis, axis_below, heading
from yrd_cli.stats.plots.svg import COLORS, FAINT, GRID, INK, Drawing, fitted, text_width

WIDTH = 900.0
ROW, TALL = 24.0, 17.0
WIDEST_LABEL = 200.0
NUMBERS = 120.0
"""Pixels at the right for frequency and documents."""

MAX_BORDERS = 120
"""Documents up to which their borders are drawn: more would be a grey area."""

BINS = 1000
"""Places that are told apart: more than there are pixels."""

MANY, FINE = 200, 0.5
"""Strokes from which on they are finer, so that how dense they stand can be seen."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A term: its frequency, the documents it is in, and the places (0 to BINS - 1) it has."""

    term: str
    frequency: int
    documents: int
    places: tuple[int, ...]


def places_of(
    text: CodedText, is_word: Sequence[bool], words: int, chosen: Sequence[int]
) -> list[tuple[int, ...]]:
    """In which of BINS equal parts of the corpus, counted in words, each chosen code stands."""
    row_of = {code: row for row, code in enumerate(chosen)}
    found: list[set[int]] = [set() for _ in chosen]
    position = 0
    for codes, _ in text.blocks():
        if text.tokens >= NUMPY_PAYS:
            position = _find_quickly(codes, is_word, (position, words), chosen, found)
            continue
        for code in codes:
            if is_word[code]:
                if code in row_of:
                    found[row_of[code]].add(position * BINS // words)
                position += 1
    return [tuple(sorted(places)) for places in found]


def _find_quickly(
    codes: Sequence[int],
    is_word: Sequence[bool],
    at: tuple[int, int],
    chosen: Sequence[int],
    found: list[set[int]],
) -> int:
    import numpy as np

    position, words = at
    coded = np.array(codes, np.uint32)
    kept = coded[np.array(is_word, bool)[coded]]
    rows = np.full(len(is_word), -1, np.int64)
    rows[np.array(chosen, np.int64)] = np.arange(len(chosen))
    row = rows[kept]
    held = np.flatnonzero(row >= 0)
    keys = np.unique(row[held] * BINS + (position + held) * BINS // words)
    for key in keys.tolist():
        found[key // BINS].add(key % BINS)
    return position + len(kept)


def sizes_of(text: CodedText, is_word: Sequence[bool]) -> list[int]:
    """The words of each document."""
    found: list[int] = []
    for codes, sizes in text.blocks():
        start = 0
        for size in sizes:
            found.append(sum(map(is_word.__getitem__, codes[start : start + size])))
            start += size
    return found


def draw_dispersion(
    spreads: Sequence[Spread], sizes: Sequence[int], title: str, subtitle: str
) -> str:
    """Terms as SVG, a stroke for each part of the corpus that has them; ``sizes`` are the words
    of each document, whose borders are drawn where they are few."""
    drawing = Drawing(WIDTH)
    top = heading(drawing, title, subtitle) + 16
    names = max((text_width(s.term) for s in spreads), default=0.0)
    left, right = 24 + min(WIDEST_LABEL, names), WIDTH - NUMBERS
    total = sum(sizes)
    axis = Axis(0, max(1, total), left, right)
    bottom = top + ROW * len(spreads) + 4
    axis_below(drawing, axis, bottom, top, f"words, of {len(sizes):,} documents one after another")
    if len(sizes) <= MAX_BORDERS:
        for border in accumulate(sizes):
            drawing.line(axis.at(border), top, axis.at(border), bottom, FAINT, 0.5, "2 3")
    drawing.text(WIDTH - 16, top - 6, "frequency · documents", SMALL, FAINT, "end")
    for i, spread in enumerate(spreads):
        _draw(drawing, spread, (left, right), top + i * ROW, COLORS[i % 2])
    return drawing.svg(bottom + 50, title)


def _draw(
    drawing: Drawing, spread: Spread, ends: tuple[float, float], y: float, color: str
) -> None:
    left, right = ends
    name = fitted(spread.term, WIDEST_LABEL)
    tip = spread.term if name != spread.term else ""
    drawing.text(left - 8, y + 16, name, fill=INK, anchor="end", tip=tip)
    drawing.line(left, y + ROW, right, y + ROW, GRID)
    scale = (right - left) / BINS
    xs = (left + (place + 0.5) * scale for place in spread.places)
    width = 1.0 if len(spread.places) < MANY else FINE
    drawing.ticks(xs, y + (ROW - TALL) / 2, TALL, color, width, spread.term)
    told = f"{spread.frequency:,} · {spread.documents:,}"
    drawing.text(WIDTH - 16, y + 16, told, SMALL, FAINT, "end")
