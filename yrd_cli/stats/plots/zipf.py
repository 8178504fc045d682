"""Zipf's law: frequency against rank, both logarithmic."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from yrd_cli.stats.plots.axes import SMALL, Axis, axis_below, axis_beside, heading
from yrd_cli.stats.plots.labels import Box, Labels
from yrd_cli.stats.plots.svg import COLORS, Drawing

WIDTH, HEIGHT = 900.0, 560.0
LEFT, RIGHT = 84.0, 30.0

STEPS_OF_A_DECADE = 60
"""Ranks of a decade that are drawn: more would fall on the same pixels."""

NAMED = 40


def draw_zipf(
    ranked: Sequence[tuple[str, int]], slope: float | None, title: str, subtitle: str
) -> str:
    """Terms with their frequencies, the most frequent first, as SVG; ``slope`` is that of the
    line through all of them."""
    drawing = Drawing(WIDTH)
    top = heading(drawing, title, subtitle) + 6
    bottom = top + HEIGHT
    most = ranked[0][1] if ranked else 1
    across = Axis(1, max(10, len(ranked)), LEFT, WIDTH - RIGHT, is_log=True)
    up = Axis(1, max(10, most), bottom - 6, top, is_log=True)
    axis_below(drawing, across, bottom, top, "rank")
    axis_beside(drawing, up, LEFT, WIDTH - RIGHT, "frequency")
    if slope is not None:
        _draw_line(drawing, [n for _, n in ranked], slope, across, up)
    places = [(across.at(rank), up.at(ranked[rank - 1][1]), rank) for rank in thinned(len(ranked))]
    for x, y, rank in places:
        term, n = ranked[rank - 1]
        drawing.circle(x, y, 3, COLORS[0], f"{rank}. {term}: {n:,}")
    labels = Labels(drawing, Box(LEFT, top - 10, WIDTH - RIGHT, bottom))
    labels.keep_free(((x, y) for x, y, _ in places), 3)
    labels.place((x, y, ranked[rank - 1][0]) for x, y, rank in places[:NAMED])
    return drawing.svg(bottom + 52, title)


def thinned(ranks: int) -> list[int]:
    """The ranks that are drawn, from 1: all of the first, then evenly on the logarithmic axis."""
    chosen: dict[int, int] = {}
    for rank in range(1, ranks + 1):
        chosen.setdefault(int(log10(rank) * STEPS_OF_A_DECADE), rank)
    if ranks:
        chosen[int(log10(ranks) * STEPS_OF_A_DECADE) + 1] = ranks
    return list(dict.fromkeys(chosen.values()))


def _draw_line(
    drawing: Drawing, frequencies: Sequence[int], slope: float, across: Axis, up: Axis
) -> None:
    """The least-squares line, which goes through the mean of ranks and frequencies."""
    ranks = len(frequencies)
    mean_rank = sum(log10(rank) for rank in range(1, ranks + 1)) / ranks
    mean = sum(map(log10, frequencies)) / ranks
    ends = []
    for x in (0.0, log10(ranks)):
        y = mean + slope * (x - mean_rank)
        y = min(max(y, 0.0), log10(up.high))
        ends.append((mean_rank + (y - mean) / slope if slope else x, y))
    (x1, y1), (x2, y2) = ((across.at(10**x), up.at(10**y)) for x, y in ends)
    drawing.line(x1, y1, x2, y2, COLORS[1], 1.5, "6 4")
    drawing.text(WIDTH - RIGHT - 4, up.end + 16, f"slope {slope:.3f}", SMALL + 1, COLORS[1], "end")
