"""GREP_COLORS: how GNU grep says which part of its output has which colour."""

from __future__ import annotations

import re
from typing import NamedTuple

_SGR = re.compile(r"[0-9;]*\Z")


class Colors(NamedTuple):
    """SGR sequences by capability; "" is no colour. Defaults are GNU grep's.

    >>> parse_colors("mt=1;34:ne").selected_match, parse_colors("fn=").file_name
    ('1;34', '')
    """

    selected_match: str = "01;31"
    context_match: str = "01;31"
    selected_line: str = ""
    context_line: str = ""
    file_name: str = "35"
    line_number: str = "32"
    byte_number: str = "32"
    separator: str = "36"
    reverse: bool = False
    """With -v, lines that are selected are coloured as context, and context as selected."""
    no_erase: bool = False
    """Do not clear the rest of the line after each colour."""


_NAMES = {
    "ms": "selected_match", "mc": "context_match", "sl": "selected_line", "cx": "context_line",
    "fn": "file_name", "ln": "line_number", "bn": "byte_number", "se": "separator",
}  # fmt: skip


def parse_colors(setting: str) -> Colors:
    """The colours of a GREP_COLORS; as in GNU grep, what follows a fault is not read."""
    colors = Colors()
    for part in setting.split(":"):
        name, equals, value = part.partition("=")
        if not _SGR.match(value):
            return colors
        if name == "rv":
            colors = colors._replace(reverse=True)
        elif name == "ne":
            colors = colors._replace(no_erase=True)
        elif name == "mt" and equals:
            colors = colors._replace(selected_match=value, context_match=value)
        elif name in _NAMES and equals:
            colors = colors._replace(**{_NAMES[name]: value})  # type: ignore[arg-type]
    return colors
