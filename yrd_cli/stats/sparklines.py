"""Sparklines: a series of figures as a line of block characters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

LEVELS = "▁▂▃▄▅▆▇█"

WIDTH = 24
"""Columns of a sparkline at most; a longer series is shown by the means of its stretches."""


def sparkline(values: Sequence[float], width: int = WIDTH) -> str:
    """The values from 0 to the largest as blocks; the lowest block is for zero alone.

    >>> sparkline([0, 1, 4, 2]), sparkline([0, 0])
    ('▁▃█▅', '▁▁')
    """
    values = _condensed(values, width)
    largest = max(values, default=0.0)
    steps = len(LEVELS) - 1
    heights = (min(steps, max(1, ceil(steps * v / largest))) if v > 0 else 0 for v in values)
    return "".join(map(LEVELS.__getitem__, heights))


def _condensed(values: Sequence[float], width: int) -> Sequence[float]:
    if len(values) <= width:
        return values
    edges = [len(values) * i // width for i in range(width + 1)]
    stretches = (values[a:b] for a, b in pairwise(edges))
    return [sum(stretch) / len(stretch) for stretch in stretches]
