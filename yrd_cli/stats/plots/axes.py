"""Axes: from figures to places on the paper, with round ticks and their labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from yrd_cli.stats.plots.svg import FAINT, INK, Drawing, fitted, text_width

SMALL = 11.0
"""Size of what is written on an axis."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Figures from ``low`` to ``high``, as places from ``start`` to ``end`` (pixels)."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def at(self, value: float) -> float:
        """The place of a figure; one beyond the ends stands at the end."""
        low, high = (log10(v) if self.is_log else v for v in (self.low, self.high))
        here = log10(max(value, self.low)) if self.is_log else value
        share = (here - low) / (high - low) if high > low else 0.5
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Round figures between the ends: powers of ten, or about six steps of 1, 2 or 5."""
        if self.is_log:
            powers = range(ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9) + 1)
            return [10.0**power for power in powers]
        step = _round_step((self.high - self.low) / 6)
        first = ceil(self.low / step - 1e-9)
        return [step * i for i in range(first, floor(self.high / step + 1e-9) + 1)]


def _round_step(about: float) -> float:
    if about <= 0:
        return 1.0
    power = 10.0 ** floor(log10(about))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= about * (1 - 1e-9))


def tick_label(value: float) -> str:
    """A round figure, short.

    >>> tick_label(2000.0), tick_label(0.05), tick_label(1e7), tick_label(-0.0)
    ('2,000', '0.05', '10,000,000', '0')
    """
    if value == int(value) and abs(value) < 1e12:
        return f"{int(value):,}"
    return f"{value:.6g}"


def axis_below(drawing: Drawing, axis: Axis, y: float, top: float, name: str) -> None:
    """An axis below the figures, its grid lines rising to ``top``."""
    last_end = float("-inf")
    for tick in axis.ticks():
        x, text = axis.at(tick), tick_label(tick)
        drawing.line(x, top, x, y)
        half = text_width(text, SMALL) / 2
        if x - half > last_end + 4:
            drawing.text(x, y + 16, text, SMALL, FAINT, "middle")
            last_end = x + half
    drawing.line(axis.start, y, axis.end, y, FAINT)
    drawing.text((axis.start + axis.end) / 2, y + 36, name, SMALL + 1, INK, "middle")


def axis_beside(drawing: Drawing, axis: Axis, x: float, right: float, name: str) -> None:
    """An axis to the left of the figures, its grid lines going to ``right``."""
    for tick in axis.ticks():
        y = axis.at(tick)
        drawing.line(x, y, right, y)
        drawing.text(x - 6, y + 4, tick_label(tick), SMALL, FAINT, "end")
    drawing.line(x, axis.start, x, axis.end, FAINT)
    drawing.text(x - 58, (axis.start + axis.end) / 2, name, SMALL + 1, INK, "middle", turned=True)


def named_places(
    drawing: Drawing,
    names: Sequence[str],
    at: Callable[[float], float],
    y: float,
    top: float,
) -> None:
    """As many of the names below as there is room for, evenly, each with its grid line."""
    if not names:
        return
    widest = max(text_width(name, SMALL) for name in names) + 14
    room = abs(at(len(names) - 1) - at(0)) + widest
    every = max(1, ceil(len(names) * widest / room))
    for i in range(0, len(names), every):
        drawing.line(at(i), top, at(i), y)
        drawing.text(at(i), y + 16, names[i], SMALL, FAINT, "middle")


def heading(drawing: Drawing, title: str, subtitle: str) -> float:
    """The title of a picture and what was counted, in up to two lines; the next free place."""
    drawing.text(16, 28, fitted(title, drawing.width - 32, 17), 17, INK, bold=True)
    first, second = _two_lines(subtitle, drawing.width - 32)
    drawing.text(16, 48, first, 12, FAINT)
    if not second:
        return 66.0
    shown = fitted(second, drawing.width - 32, 12)
    drawing.text(16, 64, shown, 12, FAINT, tip=second if shown != second else "")
    return 82.0


def _two_lines(text: str, width: float) -> tuple[str, str]:
    """A line that is too long, parted at the last space that lets the first part fit."""
    if text_width(text, 12) <= width:
        return text, ""
    first = fitted(text, width, 12).removesuffix("…")
    at = first.rfind(" ")
    return (text[:at], text[at + 1 :]) if at > 0 else ("", text)
