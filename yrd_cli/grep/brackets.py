"""POSIX bracket expressions as Python's `re` writes them: `[[:alpha:]_-]`, `[^长-门]`."""

from __future__ import annotations

import re
from functools import cache

from yrd_cli.errors import UsageError
from yrd_cli.script import simplified_forms

SPACE = r" \t\v\f\r\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000"
"""What POSIX calls space; Python's ``\\s`` also holds no-break spaces and separators 1C to 1F."""

_CONTROL = r"\x00-\x1f\x7f-\x9f"
_CLASSES = {
    "alpha": r"[^\W\d_]",
    "digit": "[0-9]",
    "alnum": r"[^\W_]",
    "space": f"[{SPACE}]",
    "blank": r"[ \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]",
    "punct": rf"(?:[^\w{SPACE}{_CONTROL}]|_)",
    "print": f"[^{_CONTROL}]",
    "graph": f"[^{SPACE}{_CONTROL}]",
    "cntrl": f"[{_CONTROL}]",
    "xdigit": "[0-9A-Fa-f]",
}
_CASED = (range(0x41, 0x2C00), range(0xA640, 0xA7FF), range(0xFF21, 0xFF5B))
_NAME = re.compile(r"\[([:=.])(.*?)\1\]", re.DOTALL)


@cache
def _letters(case: str) -> str:
    is_case = str.isupper if case == "upper" else str.islower
    return f"[{''.join(c for span in _CASED for c in map(chr, span) if is_case(c))}]"


def read_bracket(pattern: str, start: int, *, fold: bool) -> tuple[str, int]:
    """The Python form of the bracket expression whose ``[`` is at ``start``, and where it ends.

    With ``fold`` the set is that of the characters' simplified forms. Raises UsageError.

    >>> read_bracket("[]a-c]+", 0, fold=False)
    ('[\\\\]a-c]', 6)
    """
    at = start + 1
    negated = pattern.startswith("^", at)
    first = at = at + negated
    sets: list[str] = []
    classes: list[str] = []
    while True:
        if at >= len(pattern):
            raise UsageError("unmatched [, [^, [:, [., or [=")
        if pattern[at] == "]" and at > first:
            break
        named = _NAME.match(pattern, at)
        if named and named[1] == ":":
            classes.append(_class(named[2]))
            at = named.end()
            continue
        low, at = _element(pattern, at)
        if pattern.startswith("-", at) and not pattern.startswith("]", at + 1):
            high, at = _element(pattern, at + 1)
            sets.append(_range(low, high, fold=fold))
        else:
            sets.append(re.escape(_folded(low) if fold else low))
    _refuse_bare_class(pattern[start : at + 1])
    return _joined("".join(sets), classes, negated), at + 1


def _joined(members: str, classes: list[str], negated: bool) -> str:
    if not classes:
        return f"[^{members}]" if negated else f"[{members}]"
    one_of = "|".join([f"[{members}]", *classes] if members else classes)
    return f"(?:(?!{one_of}).)" if negated else f"(?:{one_of})"


def _element(pattern: str, at: int) -> tuple[str, int]:
    """One member at a place: a character, or a named one (`[.-.]`, `[=a=]`)."""
    named = _NAME.match(pattern, at)
    if named and len(named[2]) == 1:
        return named[2], named.end()
    if at >= len(pattern):
        raise UsageError("unmatched [, [^, [:, [., or [=")
    return pattern[at], at + 1


def _class(name: str) -> str:
    if name in ("upper", "lower"):
        return _letters(name)
    if name not in _CLASSES:
        raise UsageError(f"no character class [:{name}:]")
    return _CLASSES[name]


def _range(low: str, high: str, *, fold: bool) -> str:
    if low > high:
        raise UsageError(f"invalid range end: {low}-{high}")
    span = f"{re.escape(low)}-{re.escape(high)}"
    if not fold:
        return span
    forms = simplified_forms()
    return span + "".join(form for c, form in forms.items() if low <= chr(c) <= high)


def _folded(char: str) -> str:
    return simplified_forms().get(ord(char), char)


def _refuse_bare_class(bracket: str) -> None:
    if re.fullmatch(r"\[:[a-z]+:\]", bracket):
        raise UsageError(f"character class syntax is [[:space:]], not [:space:]: {bracket}")
