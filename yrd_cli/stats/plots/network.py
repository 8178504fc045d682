"""Collocations as a network: nodes in the middle, their collocates around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from yrd_cli.stats.plots.axes import heading
from yrd_cli.stats.plots.layout import Item, move_apart
from yrd_cli.stats.plots.svg import COLORS, INK, PAPER, Drawing, fitted, text_width

LEAST_WIDTH = 900.0
MARGIN = 30.0
WIDEST_LABEL = 150.0
SIZE, HUB_SIZE = 12.5, 17.0

NEAREST, FARTHEST = 100.0, 270.0
"""How far from its node the strongest and the weakest collocate begin."""

FLAT = 1.35
"""Labels are wide and not high, so the network is too."""

TURN = pi * (3 - sqrt(5))
"""The golden angle: collocates in the order of their strength come to stand all round."""


@dataclass(frozen=True, slots=True)
class Link:
    """A node and one of its collocates, how strongly they belong together, and how often."""

    node: str
    term: str
    strength: float
    frequency: int


def draw_network(
    links: Sequence[Link], nodes: Sequence[str], title: str, subtitle: str, measure: str
) -> str:
    """The network as SVG: the nearer and the thicker, the stronger; the larger, the more often."""
    strong = _shares(links)
    hubs, terms = _places(links, nodes, strong)
    items = [*hubs.values(), *terms.values()]
    move_apart(items)
    dx, dy, width, height = _frame(items)
    drawing = Drawing(width)
    top = heading(drawing, title, subtitle)
    for item in items:
        item.x, item.y = item.x + dx, item.y + dy + top
    color = {node: COLORS[i % len(COLORS)] for i, node in enumerate(hubs)}
    for link, share in zip(links, strong, strict=True):
        a, b = hubs[link.node], terms[link.term]
        drawing.line(a.x, a.y, b.x, b.y - 8, color[link.node], 0.6 + 3 * share)
    most = max((link.frequency for link in links), default=1)
    for link in links:
        item = terms[link.term]
        told = f"{link.node} – {link.term}: {measure} {link.strength:.4f}, {link.frequency:,} times"
        radius = _radius(link.frequency, most)
        drawing.circle(item.x, item.y - 8, radius, color[link.node], told)
    for term, item in terms.items():
        _write(drawing, term, item.x, item.y + 13, SIZE)
    for node, item in hubs.items():
        wide = item.half_width * 2
        drawing.rect(item.x - wide / 2, item.y - 15, wide, 30, color[node])
        shown = fitted(node, WIDEST_LABEL * 1.4, HUB_SIZE)
        drawing.text(item.x, item.y + 6, shown, HUB_SIZE, PAPER, "middle", True, node)
    return drawing.svg(top + height, title)


def _write(drawing: Drawing, name: str, x: float, y: float, size: float) -> None:
    shown = fitted(name, WIDEST_LABEL, size)
    width = text_width(shown, size)
    drawing.rect(x - width / 2 - 1, y - size + 1.5, width + 2, size + 2, PAPER)
    drawing.text(x, y, shown, size, INK, "middle", tip=name if shown != name else "")


def _radius(frequency: int, most: int) -> float:
    return 3.0 + 7.0 * sqrt(frequency / most)


def _shares(links: Sequence[Link]) -> list[float]:
    """The strength of each link from 0 (the weakest) to 1."""
    values = [link.strength for link in links]
    low, high = min(values, default=0.0), max(values, default=1.0)
    return [(value - low) / (high - low) if high > low else 1.0 for value in values]


def _places(
    links: Sequence[Link], nodes: Sequence[str], strong: Sequence[float]
) -> tuple[dict[str, Item], dict[str, Item]]:
    """Where nodes and collocates begin; a collocate of several nodes stands between them."""
    ring = 0.0 if len(nodes) < 2 else 190.0 + 60 * len(nodes)
    hubs: dict[str, Item] = {}
    for i, node in enumerate(nodes):
        angle = pi + 2 * pi * i / len(nodes)
        half = (text_width(fitted(node, WIDEST_LABEL * 1.4, HUB_SIZE), HUB_SIZE) + 20) / 2
        hubs[node] = Item(ring * FLAT * cos(angle), ring * sin(angle), half, 19, fixed=True)
    found: dict[str, list[tuple[float, float]]] = {}
    for i, (link, share) in enumerate(zip(links, strong, strict=True)):
        away = FARTHEST - (FARTHEST - NEAREST) * share
        hub = hubs[link.node]
        place = (hub.x + FLAT * away * cos(i * TURN), hub.y + away * sin(i * TURN))
        found.setdefault(link.term, []).append(place)
    terms = {}
    for term, places in found.items():
        x, y = (sum(axis) / len(places) for axis in zip(*places, strict=True))
        half = max(10.0, text_width(fitted(term, WIDEST_LABEL, SIZE), SIZE) / 2)
        terms[term] = Item(x, y, half, 18)
    return hubs, terms


def _frame(items: Sequence[Item]) -> tuple[float, float, float, float]:
    """By how much everything is to be moved, and how large the paper is."""
    left = min((i.x - i.half_width for i in items), default=0.0)
    right = max((i.x + i.half_width for i in items), default=0.0)
    top = min((i.y - i.half_height for i in items), default=0.0)
    bottom = max((i.y + i.half_height for i in items), default=0.0)
    width = max(LEAST_WIDTH, right - left + 2 * MARGIN)
    return width / 2 - (left + right) / 2, MARGIN - top, width, bottom - top + 2 * MARGIN
