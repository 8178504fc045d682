"""Keyness as a scatter: how large a difference is against how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

from yrd_cli.stats.plots.axes import SMALL, Axis, axis_below, axis_beside, heading
from yrd_cli.stats.plots.labels import Box, Labels
from yrd_cli.stats.plots.svg import COLORS, FAINT, Drawing

WIDTH, HEIGHT = 900.0, 620.0
LEFT, RIGHT = 84.0, 24.0

MAX_NAMED = 80
"""Terms that are tried to be named; the others show their name when pointed at."""

LEAST = 0.1
"""Log-likelihood at the bottom of its axis, which is logarithmic, or a greater power of ten."""

CRITICAL = ((3.841459, "p = .05"), (15.136705, "p = .0001"))
"""Quantiles of chi-squared with one degree of freedom."""


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term with its effect (log ratio, 0 is no difference) and its log-likelihood."""

    term: str
    effect: float
    significance: float


def draw_scatter(
    terms: Sequence[KeyTerm], title: str, subtitle: str, sides: tuple[str, str]
) -> str:
    """The terms as SVG; ``sides`` say what stands to the left and the right of 0.

    An infinite effect stands at the edge.
    """
    drawing = Drawing(WIDTH)
    top = heading(drawing, title, subtitle) + 18
    bottom = top + HEIGHT
    widest = max((abs(t.effect) for t in terms if isfinite(t.effect)), default=1.0) * 1.08 or 1.0
    across = Axis(-widest, widest, LEFT, WIDTH - RIGHT)
    most = max((t.significance for t in terms), default=1.0)
    least = max(LEAST, min((t.significance for t in terms), default=LEAST))
    low = min(1.0, 10.0 ** floor(log10(least)))
    up = Axis(low, max(10.0, most * 1.5), bottom, top, is_log=True)
    axis_below(drawing, across, bottom, top, "log ratio (binary logarithm)")
    axis_beside(drawing, up, LEFT, WIDTH - RIGHT, "log-likelihood")
    for value, name in CRITICAL:
        if value < up.high:
            drawing.line(LEFT, up.at(value), WIDTH - RIGHT, up.at(value), FAINT, 1, "4 4")
            drawing.text(WIDTH - RIGHT - 4, up.at(value) - 4, name, SMALL, FAINT, "end")
    drawing.line(across.at(0), top, across.at(0), bottom, FAINT)
    drawing.text(LEFT, top - 6, f"← {sides[0]}", SMALL, COLORS[1])
    drawing.text(WIDTH - RIGHT, top - 6, f"{sides[1]} →", SMALL, COLORS[0], "end")
    places = [(across.at(t.effect), up.at(max(t.significance, low)), t) for t in terms]
    for x, y, t in reversed(places):
        tip = f"{t.term}: log ratio {t.effect:.2f}, log-likelihood {t.significance:.2f}"
        drawing.circle(x, y, 4, COLORS[t.effect < 0], tip)
    strongest = sorted(places, key=lambda place: (-place[2].significance, place[2].term))
    frame = Box(LEFT, top, WIDTH - RIGHT, bottom)
    labels = Labels(drawing, frame)
    labels.keep_free(((x, y) for x, y, _ in strongest[:MAX_NAMED]), 4)
    labels.place((x, y, t.term) for x, y, t in strongest[:MAX_NAMED])
    return drawing.svg(bottom + 52, title)
