"""Concordance lines: a hit in the middle, its context on both sides, all nodes in one column."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

AmbiguousWidth = Literal[1, 2]

DEFAULT_WIDTH = 80
NARROWEST = 16
"""Columns that a concordance line has at least."""

GAP = "  "
"""Between the node and its context."""

_BLANK = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")


@cache
def cell_width(char: str, ambiguous: AmbiguousWidth = 1) -> int:
    """Columns that a character takes on a terminal, by Unicode's East Asian Width (UAX 11).

    >>> cell_width("长"), cell_width("a"), cell_width("—", 2), cell_width("\\u0301")
    (2, 1, 2, 0)
    """
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cc") and char != "\xad":
        return 0
    width = unicodedata.east_asian_width(char)
    return 2 if width in "WF" else ambiguous if width == "A" else 1


def text_width(text: str, ambiguous: AmbiguousWidth = 1) -> int:
    """Columns that a text takes.

    >>> text_width("长三角G60")
    9
    """
    return len(text) if text.isascii() else sum(cell_width(c, ambiguous) for c in text)


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide a concordance line is, and how wide ambiguous characters are."""

    width: int = DEFAULT_WIDTH
    ambiguous: AmbiguousWidth = 1

    def columns(self, node_width: int) -> tuple[int, int]:
        """Columns for the left and the right context of a node: the left is the same for all
        nodes, so that these stand in one column; what a long node takes is missing at the right.
        """
        room = max(self.width, NARROWEST) - 2 * len(GAP)
        left = max(0, (room - _USUAL_NODE) // 2)
        return left, max(0, room - left - node_width)


_USUAL_NODE = 8
"""Columns of a node of four characters, which sets the middle."""


@dataclass(frozen=True, slots=True)
class KwicLine:
    """A concordance line, its contexts cut and filled to their columns."""

    left: str
    node: str
    right: str


def kwic_line(left: str, node: str, right: str, layout: Layout) -> KwicLine:
    """Set a hit in its context; line ends and tabs become spaces.

    >>> kwic_line("推动", "长三角", "一体化", Layout(24))
    KwicLine(left='  推动', node='长三角', right='一体化    ')
    """
    node = _BLANK.sub(" ", node)
    columns_left, columns_right = layout.columns(text_width(node, layout.ambiguous))
    # A character takes no column at the least: what is cut before is not looked at.
    left = _BLANK.sub(" ", left[-_REACH * (columns_left + 1) :])
    right = _BLANK.sub(" ", right[: _REACH * (columns_right + 1)])
    return KwicLine(
        _flush_right(left, columns_left, layout.ambiguous),
        node,
        _flush_left(right, columns_right, layout.ambiguous),
    )


_REACH = 4
"""Characters for each column that are looked at, for some take none."""


def _flush_right(text: str, columns: int, ambiguous: AmbiguousWidth) -> str:
    """The end of a text that fits, with spaces before it."""
    taken, at = 0, len(text)
    while at > 0:
        width = cell_width(text[at - 1], ambiguous)
        if taken + width > columns:
            break
        taken += width
        at -= 1
    while at < len(text) and not cell_width(text[at], ambiguous):
        at += 1  # a mark whose letter is cut off
    return " " * (columns - taken) + text[at:]


def _flush_left(text: str, columns: int, ambiguous: AmbiguousWidth) -> str:
    """The beginning of a text that fits, with spaces after it."""
    taken = 0
    for at, char in enumerate(text):
        width = cell_width(char, ambiguous)
        if taken + width > columns:
            return text[:at] + " " * (columns - taken)
        taken += width
    return text + " " * (columns - taken)
