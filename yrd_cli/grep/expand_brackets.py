"""Character sets that take in the other forms of their members: `[^长-门]`."""

from __future__ import annotations

import re
from functools import lru_cache

from yrd_cli.grep.classes import class_of, classes_within, is_han
from yrd_cli.grep.expand_parse import decoded_escape, match_escape
from yrd_cli.grep.noise import other_widths

_SPECIAL = frozenset("\\]^-[&~|")


def bracket_of(char: str, *, variants: bool, widths: bool) -> str:
    """The set of a character and its other forms; empty where it has none.

    >>> bracket_of("长", variants=True, widths=True), bracket_of("，", variants=True, widths=False)
    ('[长長]', '')
    """
    forms = _forms(char, variants, widths)
    return f"[{_written([char, *forms])}]" if forms else ""


def _written(members: list[str]) -> str:
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in members)


@lru_cache(256)
def expand_bracket(text: str, *, variants: bool, widths: bool) -> str:
    """A character set with the variants of its members, and with their full and half widths.

    >>> expand_bracket("[^长a]", variants=True, widths=False)
    '[^长a長]'
    >>> expand_bracket("[門-閂]", variants=True, widths=False)
    '[門-閂门闩]'
    """
    added: list[str] = []
    ranges = ""
    members = _members(text)
    for low, high in members:
        if low == high:
            added += _forms(low, variants, widths)
        elif widths and low >= "!" and high <= "~":
            ranges += f"{other_widths(low)}-{other_widths(high)}"
    if variants:
        added += classes_within((low, high) for low, high in members if low < high)
    present = {low for low, high in members if low == high}
    fresh = [form for form in dict.fromkeys(added) if form not in present]
    return f"{text[:-1]}{_written(fresh)}{ranges}]"


def is_han_set(text: str) -> bool:
    """Whether a set holds Han characters and nothing else.

    >>> is_han_set("[一-龥]"), is_han_set("[长a]"), is_han_set("[^长]")
    (True, False, False)
    """
    members = _members(text)
    plain = all(is_han(low) and is_han(high) for low, high in members)
    return plain and bool(members) and not text.startswith("[^") and not _CLASS.search(text)


_CLASS = re.compile(r"\\[dDsSwWpP]")


def _forms(char: str, variants: bool, widths: bool) -> list[str]:
    forms = list(class_of(char)) if variants else [char]
    if widths:
        forms += "".join(map(other_widths, forms))
    return [form for form in forms if form != char]


def _members(text: str) -> list[tuple[str, str]]:
    """The characters and ranges of a set; classes such as ``\\\\w`` are left out."""
    body = text[1:-1].removeprefix("^")
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(body):
        low, at = _member(body, at)
        high: str | None = low
        if body.startswith("-", at) and at + 1 < len(body):
            high, at = _member(body, at + 1)
        if low is not None and high is not None:
            found.append((low, high))
    return found


def _member(body: str, at: int) -> tuple[str | None, int]:
    """One character of a set, None for a class, and where the next begins."""
    if body[at] != "\\":
        return body[at], at + 1
    found = match_escape(body, at)
    return decoded_escape(found), found.end()
