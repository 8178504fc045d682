"""Lines that stand in a page twice: a headline above its own copy, a widget printed twice."""

from __future__ import annotations

from collections.abc import Sequence

from yrd_cli.clean.line_sense import Sense

LONG_REPEAT = 80
"""A paragraph this long does not come twice by chance; laws repeat items of up to 60 characters."""

SHORT_REPEAT = 10
"""A line this long that stands directly below its copy is no refrain."""


def repeated_lines(senses: Sequence[Sense]) -> list[int]:
    """The places of lines that repeat an earlier line of a page's body.

    The copy of a long paragraph may stand anywhere above, that of a short line only directly
    above, so that refrains and headings such as 一般规定 stay.
    """
    seen: set[str] = set()
    places = []
    for i, sense in enumerate(senses):
        text = sense.text
        below_copy = i > 0 and len(text) >= SHORT_REPEAT and text == senses[i - 1].text
        if below_copy or (len(text) >= LONG_REPEAT and text in seen):
            places.append(i)
        seen.add(text)
    return places
