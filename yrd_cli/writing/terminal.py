"""What may be written to a terminal, and how wide it is there."""

from __future__ import annotations

import re
from typing import NamedTuple

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff0-\ufffb"
    "\u180e\ud800-\udfff\U000e0000-\U000e007f]"
)
_ZERO_WIDTH = re.compile("[\u0300-\u036f\u200b-\u200f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f]")


class Terminal(NamedTuple):
    """Where output goes: whether to people, how wide, and in colour or not."""

    is_terminal: bool = False
    width: int = 80
    color: bool = False


def visible(text: str) -> str:
    """Corpus text as a terminal may be given it: what could steer the terminal is escaped.

    Control characters (C0 but tab and newline, C1), direction overrides and invisible
    characters are shown as ``\\\\xNN`` or ``\\\\uNNNN``.

    >>> visible("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return _UNSAFE.sub(lambda m: m.group().encode("unicode_escape").decode(), text)


def one_line(text: str) -> str:
    """The same for a cell or a message: line ends and tabs are escaped too."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal: wide and full-width characters take two.

    >>> display_width("长三角G60")
    9
    """
    if text.isascii():
        return len(text)
    from unicodedata import east_asian_width

    seen = _ZERO_WIDTH.sub("", text)
    return len(seen) + sum(east_asian_width(c) in "WF" for c in seen)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled with spaces to a display width; ``right`` sets it flush right."""
    gap = " " * max(0, width - display_width(text))
    return gap + text if right else text + gap


STYLES = {
    "bold": "1",
    "dim": "2",
    "title": "1",
    "removed": "31",
    "added": "32",
    "warning": "33",
    "place": "36",
    "error": "1;31",
}
"""SGR codes by meaning. Only the eight basic colours: they follow the user's own theme, so that
both a light and a dark terminal show them."""


def styled(text: str, style: str, color: bool) -> str:
    """The text in a style, or as it is where colour is off."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if color and text else text
