"""A word cloud: the larger a word, the larger its figure."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, sin, sqrt

from yrd_cli.stats.plots.axes import heading
from yrd_cli.stats.plots.labels import Box
from yrd_cli.stats.plots.svg import COLORS, Drawing, fitted, text_width

LEAST_WIDTH = 900.0
MARGIN = 24.0
SMALLEST, LARGEST = 12.0, 68.0
"""Sizes of type; the area of a word grows with its figure."""

MAX_WORDS = 200
FLAT = 1.7
STEP = 3.5
"""Pixels from one try to the next, and from one turn of the spiral to the next."""

Word = tuple[str, float, str]
"""A word, its figure, and how the figure is written."""


def draw_cloud(words: Sequence[Word], title: str, subtitle: str) -> str:
    """The words as SVG, the first ones in the middle; figures of 0 and less are the smallest."""
    most = max((value for _, value, _ in words), default=1.0)
    placed: list[tuple[str, str, float, Box]] = []
    taken: list[Box] = []
    for word, value, shown in words[:MAX_WORDS]:
        size = max(SMALLEST, LARGEST * sqrt(max(0.0, value) / most)) if most > 0 else SMALLEST
        fits = fitted(word, LEAST_WIDTH / 2, size)
        box = _free_box(text_width(fits, size) + 6, size * 1.12, taken)
        taken.append(box)
        placed.append((word, shown, size, box))
    left = min((box.left for box in taken), default=0.0)
    top = min((box.top for box in taken), default=0.0)
    right = max((box.right for box in taken), default=0.0)
    bottom = max((box.bottom for box in taken), default=0.0)
    drawing = Drawing(max(LEAST_WIDTH, right - left + 2 * MARGIN))
    down = heading(drawing, title, subtitle) + MARGIN - top
    across = drawing.width / 2 - (left + right) / 2
    for i, (word, shown, size, box) in enumerate(placed):
        x, y = (box.left + box.right) / 2 + across, box.bottom + down - size * 0.24
        fits = fitted(word, LEAST_WIDTH / 2, size)
        color = COLORS[i % len(COLORS)]
        drawing.text(x, y, fits, size, color, "middle", tip=f"{word}: {shown}")
    return drawing.svg(down + bottom + MARGIN, title)


def _free_box(width: float, height: float, taken: Sequence[Box]) -> Box:
    """The first place without another word on a spiral from the middle."""
    angle, last = 0.0, 0
    while True:
        away = STEP * angle / 6.2832
        x, y = FLAT * away * cos(angle), away * sin(angle)
        box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        # What was in the way a moment ago most likely still is.
        if not taken or not box.meets(taken[last]):
            hit = next((i for i, other in enumerate(taken) if box.meets(other)), None)
            if hit is None:
                return box
            last = hit
        angle += STEP / max(STEP, away)
