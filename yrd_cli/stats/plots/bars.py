"""Bars: one line for each term, the bar as long as its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from yrd_cli.stats.plots.axes import Axis, axis_below, heading
from yrd_cli.stats.plots.svg import COLORS, FAINT, INK, Drawing, fitted, text_width

WIDTH = 900.0
ROW, THICK = 22.0, 15.0
WIDEST_LABEL = 260.0
LABEL_SIZE = 13.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A name with a figure for each series; None where it has none."""

    name: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


def draw_bars(
    bars: Sequence[Bar], title: str, subtitle: str, measure: str, series: Sequence[str] = ()
) -> str:
    """Bars as SVG, below zero to the left; ``series`` names them where there are several.

    An infinite figure has the longest bar, and its number says so.
    """
    drawing = Drawing(WIDTH)
    top = heading(drawing, title, subtitle)
    top = _legend(drawing, series, top)
    several = max((len(bar.values) for bar in bars), default=1)
    row = ROW + (several - 1) * THICK
    finite = [v for bar in bars for v in bar.values if v is not None and isfinite(v)]
    numbers = max((text_width(s, 11) for bar in bars for s in bar.shown), default=0.0)
    left = 24 + min(WIDEST_LABEL, max((text_width(b.name, LABEL_SIZE) for b in bars), default=0))
    low, high = min(0.0, *finite, 0.0), max(0.0, *finite, 0.0)
    before = numbers + 12 if low < 0 else 0.0
    axis = Axis(low, high if high > low else low + 1, left + before, WIDTH - 28 - numbers)
    bottom = top + row * len(bars) + 4
    axis_below(drawing, axis, bottom, top, measure)
    for i, bar in enumerate(bars):
        _draw(drawing, bar, axis, left, top + i * row)
    drawing.line(axis.at(0), top, axis.at(0), bottom, FAINT)
    return drawing.svg(bottom + 50, title)


def _draw(drawing: Drawing, bar: Bar, axis: Axis, left: float, y: float) -> None:
    name = fitted(bar.name, WIDEST_LABEL, LABEL_SIZE)
    middle = y + (ROW + (len(bar.values) - 1) * THICK) / 2
    tip = bar.name if name != bar.name else ""
    drawing.text(left - 8, middle + 4.5, name, LABEL_SIZE, INK, "end", tip=tip)
    for i, (value, shown) in enumerate(zip(bar.values, bar.shown, strict=True)):
        above = y + (ROW - THICK) / 2 + i * THICK
        zero = axis.at(0)
        end = zero if value is None else axis.at(value)
        thick = THICK - (1 if len(bar.values) > 1 else 0)
        color = COLORS[1] if value is not None and value < 0 else COLORS[i % len(COLORS)]
        drawing.rect(min(zero, end), above, abs(end - zero), thick, color, f"{bar.name}: {shown}")
        anchor, beside = ("end", -5.0) if value is not None and value < 0 else ("start", 5.0)
        drawing.text(end + beside, above + THICK - 3.5, shown or "–", 11, FAINT, anchor)


def _legend(drawing: Drawing, series: Sequence[str], top: float) -> float:
    if not series:
        return top
    x = 16.0
    for i, name in enumerate(series):
        drawing.rect(x, top - 6, 12, 12, COLORS[i % len(COLORS)])
        shown = fitted(name, 360, 12)
        drawing.text(x + 17, top + 4, shown, 12, tip=name if shown != name else "")
        x += 17 + text_width(shown, 12) + 24
    return top + 22
