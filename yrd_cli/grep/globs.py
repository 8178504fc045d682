"""Globs as the C library's fnmatch reads them, for --include and --exclude."""

from __future__ import annotations

import re
from functools import cache

_WILD = frozenset("*?[")


@cache
def glob_pattern(glob: str) -> re.Pattern[str]:
    """A glob as a pattern for whole names: ``*`` and ``?`` take slashes and leading points too.

    >>> bool(glob_pattern("*.t[!a]t").fullmatch("a/b.txt"))
    True
    """
    parts: list[str] = []
    at = 0
    while at < len(glob):
        char = glob[at]
        at += 1
        if char == "*":
            if not parts or parts[-1] != ".*":
                parts.append(".*")
        elif char == "?":
            parts.append(".")
        elif char == "[":
            text, at = _bracket(glob, at)
            parts.append(text)
        elif char == "\\" and at < len(glob):
            parts.append(re.escape(glob[at]))
            at += 1
        elif char == "\\" and not _WILD.isdisjoint(glob):
            parts.append("(?!)")  # nothing is escaped: fnmatch then finds nothing
        else:
            parts.append(re.escape(char))
    return re.compile("".join(parts), re.DOTALL)


def _bracket(glob: str, at: int) -> tuple[str, int]:
    """The set that begins at a place; a bracket that is not closed stands for itself."""
    from yrd_cli.grep.brackets import read_bracket
    from yrd_cli.grep.wrong_pattern import PatternError

    body = glob[at:]
    if body.startswith("!"):
        body = "^" + body[1:]
    try:
        text, end = read_bracket("[" + body, 0)
    except PatternError:
        return re.escape("["), at
    return text, at + end - 1
