"""POSIX bracket expressions as Python's `re` writes them: `[[:alpha:]_-]`, `[^长-门]`."""

from __future__ import annotations

import re
from typing import NamedTuple

from yrd_cli.grep.letter_case import forms, forms_within
from yrd_cli.grep.posix_classes import BAD_BYTES, NAMES, members
from yrd_cli.grep.wrong_pattern import PatternError

_NAMED = re.compile(r"\[([:=.])(.*?)\1\]", re.DOTALL)
_SPECIAL = frozenset("\\]^-[&~|")


class _Element(NamedTuple):
    """One member: a character, where it stands, and whether it may not begin a range."""

    char: str
    is_class: bool = False


def read_bracket(pattern: str, start: int, *, fold_case: bool = False) -> tuple[str, int]:
    """The Python form of the bracket expression whose ``[`` is at ``start``, and where it ends.

    Bytes that are not UTF-8 are in no set but one that names them. Raises PatternError.

    >>> read_bracket("[]a-c]+", 0)
    ('[\\\\]a-c]', 6)
    """
    at = start + 1
    negated = pattern.startswith("^", at)
    first = at = at + negated
    sets: list[str] = []
    while not (pattern.startswith("]", at) and at > first):
        if at > first and pattern.startswith("-", at) and not pattern.startswith("]", at + 1):
            raise PatternError("invalid range end", pattern, at)
        low, after = _element(pattern, at, start)
        if low.is_class:
            sets.append(_class(low.char, fold_case))
            at = after
        elif pattern.startswith("-", after) and not pattern.startswith("]", after + 1):
            high, end = _element(pattern, after + 1, start)
            if high.is_class or low.char > high.char:
                raise PatternError("invalid range end", pattern, at)
            sets.append(_range(low.char, high.char, fold_case))
            at = end
        else:
            sets += map(escaped, forms(low.char) if fold_case else low.char)
            at = after
    _refuse_bare_class(pattern, start, at + 1)
    body = "".join(dict.fromkeys(sets))
    return (f"[^{body}{BAD_BYTES}]" if negated else f"[{body}]"), at + 1


def escaped(char: str) -> str:
    """A character as it stands in a set of Python's."""
    return f"\\{char}" if char in _SPECIAL else char


def _range(low: str, high: str, fold_case: bool) -> str:
    span = f"{escaped(low)}-{escaped(high)}"
    return span + "".join(map(escaped, forms_within(low, high))) if fold_case else span


def _class(name: str, fold_case: bool) -> str:
    if fold_case and name in ("upper", "lower"):
        return members("alpha")  # so GNU's, Han characters included
    return members(name)


def _element(pattern: str, at: int, start: int) -> tuple[_Element, int]:
    """One member at a place: a character, a named one (`[.-.]`, `[=a=]`), or a class."""
    if at >= len(pattern):
        raise PatternError("unmatched [, [^, [:, [., or [=", pattern, start)
    named = _NAMED.match(pattern, at)
    if named is None:
        if pattern[at] == "[" and pattern[at + 1 : at + 2] in (":", "=", "."):
            raise PatternError("unmatched [, [^, [:, [., or [=", pattern, start)
        return _Element(pattern[at]), at + 1
    kind, name = named.groups()
    if kind == ":":
        if name not in NAMES:
            raise PatternError(f"no character class [:{name}:]", pattern, at)
        return _Element(name, is_class=True), named.end()
    if len(name) != 1:
        raise PatternError(f"no collating element {name!r}", pattern, at)
    return _Element(name), named.end()


def _refuse_bare_class(pattern: str, start: int, end: int) -> None:
    inner = pattern[start + 1 : end - 1]
    if len(inner) > 1 and inner[0] == inner[-1] == ":":
        message = "character class syntax is [[:space:]], not [:space:]"
        raise PatternError(message, pattern, start)
