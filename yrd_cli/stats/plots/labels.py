"""Labels and boxes that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from yrd_cli.stats.plots.svg import INK, Drawing, fitted, text_width

LABEL_SIZE = 12.0
WIDEST = 200.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the paper, by its left, top, right and bottom edge."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(slots=True)
class Labels:
    """Names beside points; one that finds no free place within the frame is left out."""

    drawing: Drawing
    frame: Box
    taken: list[Box] = field(default_factory=list)

    def keep_free(self, points: Iterable[tuple[float, float]], radius: float) -> None:
        """Let no name cover these points."""
        self.taken += [Box(x - radius, y - radius, x + radius, y + radius) for x, y in points]

    def place(self, points: Iterable[tuple[float, float, str]]) -> int:
        """Name the points in this order, the most important first; gives how many have a name."""
        return sum(self._place(x, y, name) for x, y, name in points)

    def _place(self, x: float, y: float, name: str) -> bool:
        shown = fitted(name, WIDEST, LABEL_SIZE)
        width, half = text_width(shown, LABEL_SIZE), LABEL_SIZE * 0.65
        corners = (
            (x + 6, y),
            (x - 6 - width, y),
            (x - width / 2, y - 14),
            (x - width / 2, y + 14),
            (x + 6, y - 12),
            (x + 6, y + 12),
            (x - 6 - width, y - 12),
            (x - 6 - width, y + 12),
            (x - width / 2, y - 26),
            (x - width / 2, y + 26),
        )
        for left, middle in corners:
            box = Box(left, middle - half, left + width, middle + half)
            if self._is_free(box):
                self.taken.append(box)
                tip = name if shown != name else ""
                self.drawing.text(left, middle + 4, shown, LABEL_SIZE, INK, tip=tip)
                return True
        return False

    def _is_free(self, box: Box) -> bool:
        inside = (
            box.left >= self.frame.left
            and box.right <= self.frame.right
            and box.top >= self.frame.top
            and box.bottom <= self.frame.bottom
        )
        return inside and not any(box.meets(other) for other in self.taken)
