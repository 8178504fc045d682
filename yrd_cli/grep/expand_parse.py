"""A regular expression in the syntax of Python's `re`, taken apart as far as expanding it needs."""

from __future__ import annotations

import re

from yrd_cli.errors import UsageError


class Literal:
    """One character that stands for itself, and how often; ``text`` is how it is written."""

    __slots__ = ("char", "repeat", "text")

    def __init__(self, char: str, text: str, repeat: str = "") -> None:
        self.char, self.text, self.repeat = char, text, repeat


class Bracket:
    """A character set, as it is written, and how often it stands."""

    __slots__ = ("repeat", "text")

    def __init__(self, text: str, repeat: str = "") -> None:
        self.text, self.repeat = text, repeat


class Verbatim:
    """What no expansion changes: escapes, anchors, the point, comments, flags."""

    __slots__ = ("repeat", "text")

    def __init__(self, text: str, repeat: str = "") -> None:
        self.text, self.repeat = text, repeat


class Group:
    """A group with its alternatives; ``opening`` is all that stands before the first."""

    __slots__ = ("branches", "opening", "repeat")

    def __init__(
        self, opening: str, branches: list[list[Node]] | None = None, repeat: str = ""
    ) -> None:
        self.opening, self.repeat = opening, repeat
        self.branches: list[list[Node]] = [[]] if branches is None else branches

    @property
    def looks_behind(self) -> bool:
        """Whether its width has to stay as it is."""
        return self.opening in ("(?<=", "(?<!")

    @property
    def is_lookaround(self) -> bool:
        """Whether it takes no text."""
        return self.opening in ("(?=", "(?!") or self.looks_behind


Node = Literal | Bracket | Verbatim | Group

_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x\{([0-9A-Fa-f]{1,6})\}"
    r"|N\{[^}]*\}|[pP]\{[^}]*\}|[1-3][0-7]{2}|[1-9][0-9]?|0[0-7]{0,2}|.)",
    re.DOTALL,
)
_REPEAT = re.compile(r"(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d*)\})[?+]?")
_OPENING = re.compile(
    r"\((?:\?(?:P<[^>]*>|<(?![=!])[^>]*>|<[=!]|[:=!>|]|\([^)]*\)|[aiLmsux-]+:))?", re.DOTALL
)
_WHOLE_GROUP = re.compile(r"\(\?(?:#[^)]*|P=[^)]*|[aiLmsux-]+)\)", re.DOTALL)
_VERBOSE = re.compile(r"\(\?[aiLmsu]*x")
_BLANK = re.compile(r"\s+|#[^\n]*\n?")


def decoded_escape(found: re.Match[str]) -> str | None:
    """The character that an escape stands for, by number or as itself; None for any other."""
    digits = next(filter(None, found.groups()), None)
    if digits is not None:
        return chr(int(digits, 16)) if int(digits, 16) <= 0x10FFFF else None
    char = found[0][1]
    return None if char.isascii() and char.isalnum() else char


def match_escape(source: str, at: int) -> re.Match[str]:
    """The escape at a place. Raises UsageError where a backslash ends the pattern."""
    found = _ESCAPE.match(source, at)
    if found is None:
        raise UsageError("trailing backslash")
    return found


def parse(source: str) -> list[list[Node]]:
    """The alternatives of a pattern, each a list of nodes.

    Raises UsageError for brackets and parentheses that do not close.
    """
    top = Group("")
    open_groups = [top]
    verbose = _VERBOSE.search(source) is not None
    at = 0
    while at < len(source):
        here = open_groups[-1].branches[-1]
        char = source[at]
        blank = _BLANK.match(source, at) if verbose else None
        if blank:
            here.append(Verbatim(blank[0]))
            at = blank.end()
        elif char == "(" and not (whole := _WHOLE_GROUP.match(source, at)):
            opening = _OPENING.match(source, at)
            assert opening is not None
            open_groups.append(Group(opening[0]))
            at = opening.end()
        elif char == ")":
            if len(open_groups) == 1:
                raise UsageError("unmatched )")
            group = open_groups.pop()
            group.repeat, at = _repeat(source, at + 1)
            open_groups[-1].branches[-1].append(group)
        elif char == "|":
            open_groups[-1].branches.append([])
            at += 1
        else:
            text = whole[0] if char == "(" and whole else None
            node, at = _atom(source, at) if text is None else (Verbatim(text), at + len(text))
            node.repeat, at = _repeat(source, at)
            here.append(node)
    if len(open_groups) > 1:
        raise UsageError("unmatched (")
    return top.branches


def _repeat(source: str, at: int) -> tuple[str, int]:
    found = _REPEAT.match(source, at)
    return (found[0], found.end()) if found else ("", at)


def _atom(source: str, at: int) -> tuple[Literal | Bracket | Verbatim, int]:
    char = source[at]
    if char == "\\":
        found = match_escape(source, at)
        decoded = decoded_escape(found)
        atom = Verbatim(found[0]) if decoded is None else Literal(decoded, found[0])
        return atom, found.end()
    if char == "[":
        end = bracket_end(source, at)
        return Bracket(source[at:end]), end
    if char in ".^$":
        return Verbatim(char), at + 1
    return Literal(char, char), at + 1


def bracket_end(source: str, start: int) -> int:
    """Where the character set that begins at a place ends. Raises UsageError if it does not."""
    at = start + 1
    at += source.startswith("^", at)
    at += source.startswith("]", at)
    while at < len(source):
        if source[at] == "]":
            return at + 1
        at += 2 if source[at] == "\\" else 1
    raise UsageError("unmatched [")
