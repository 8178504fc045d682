"""Trends as lines over time, each named at its end."""

from __future__ import annotations

from collections.abc import Sequence

from yrd_cli.stats.plots.axes import Axis, axis_beside, heading, named_places
from yrd_cli.stats.plots.svg import COLORS, FAINT, Drawing, fitted, text_width

WIDTH, HEIGHT = 900.0, 420.0
LEFT = 84.0
WIDEST_NAME = 190.0
NAME_SIZE, NAME_STEP = 12.0, 15.0

MARKED = 60
"""Periods up to which each has a dot."""

DASHES = ("", "6 3", "2 3", "8 3 2 3")
"""When the colours are used up."""

Line = tuple[str, Sequence[float]]


def draw_lines(
    lines: Sequence[Line], periods: Sequence[str], title: str, subtitle: str, measure: str
) -> str:
    """Lines as SVG: each a name and a figure for every period."""
    drawing = Drawing(WIDTH)
    top = heading(drawing, title, subtitle) + 10
    names = max((text_width(name, NAME_SIZE) for name, _ in lines), default=0.0)
    right = WIDTH - 34 - min(WIDEST_NAME, names)
    height = max(HEIGHT, NAME_STEP * len(lines))
    bottom = top + height
    most = max((value for _, values in lines for value in values), default=0.0)
    up = Axis(0, most * 1.05 or 1.0, bottom, top)
    across = Axis(0, len(periods) - 1, LEFT + 14, right - 8)
    axis_beside(drawing, up, LEFT, right, measure)
    named_places(drawing, periods, across.at, bottom, top)
    drawing.line(LEFT, bottom, right, bottom, FAINT)
    for i, (name, values) in enumerate(lines):
        color, dash = style(i)
        points = [(across.at(j), up.at(value)) for j, value in enumerate(values)]
        drawing.path(points, color, 2, dash, name)
        if len(periods) <= MARKED:
            for (x, y), period, value in zip(points, periods, values, strict=True):
                drawing.circle(x, y, 3.2, color, f"{name}, {period}: {value:,.2f}")
    _name(drawing, lines, up, right, (top, bottom))
    return drawing.svg(bottom + 34, title)


def style(i: int) -> tuple[str, str]:
    """The colour and the dashes of the line with a number."""
    return COLORS[i % len(COLORS)], DASHES[i // len(COLORS) % len(DASHES)]


def _name(
    drawing: Drawing, lines: Sequence[Line], up: Axis, right: float, ends: tuple[float, float]
) -> None:
    """Write the names beside the ends of the lines, moved so that none covers another."""
    top, bottom = ends
    order = sorted(range(len(lines)), key=lambda i: (up.at(lines[i][1][-1]), i))
    places: list[float] = []
    for i in order:
        wanted = up.at(lines[i][1][-1])
        places.append(max(wanted, places[-1] + NAME_STEP if places else top))
    limit = bottom
    for j in range(len(places) - 1, -1, -1):
        places[j] = min(places[j], limit)
        limit = places[j] - NAME_STEP
    for i, y in zip(order, places, strict=True):
        name = fitted(lines[i][0], WIDEST_NAME, NAME_SIZE)
        drawing.line(right + 3, y, right + 15, y, style(i)[0], 2, style(i)[1])
        tip = lines[i][0] if name != lines[i][0] else ""
        drawing.text(right + 20, y + 4, name, NAME_SIZE, style(i)[0], tip=tip)
