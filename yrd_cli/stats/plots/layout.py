"""Boxes moved apart until none covers another, the same way every time."""

from __future__ import annotations

from dataclasses import dataclass

ROUNDS = 400
"""More than 80 boxes on one spot need; each round is quadratic in the boxes."""

GAP = 4.0


@dataclass(slots=True)
class Item:
    """A box by its middle and half its sides; one that is ``fixed`` stays, and others yield."""

    x: float
    y: float
    half_width: float
    half_height: float
    fixed: bool = False


def move_apart(items: list[Item]) -> None:
    """Push overlapping boxes apart, each time along the axis on which they overlap less."""
    for _ in range(ROUNDS):
        moved = False
        for i, a in enumerate(items):
            for b in items[i + 1 :]:
                moved |= _push(a, b)
        if not moved:
            return


def _push(a: Item, b: Item) -> bool:
    dx, dy = b.x - a.x, b.y - a.y
    across = a.half_width + b.half_width + GAP - abs(dx)
    along = a.half_height + b.half_height + GAP - abs(dy)
    if across <= 0 or along <= 0 or (a.fixed and b.fixed):
        return False
    share = 1.0 if a.fixed or b.fixed else 0.5
    if across < along:
        step = share * across * (1 if dx >= 0 else -1)
        a.x -= 0 if a.fixed else step
        b.x += 0 if b.fixed else step
    else:
        step = share * along * (1 if dy >= 0 else -1)
        a.y -= 0 if a.fixed else step
        b.y += 0 if b.fixed else step
    return True
