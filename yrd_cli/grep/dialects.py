"""POSIX patterns, basic and extended, with GNU's additions, as Python's `re` writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yrd_cli.errors import UsageError
from yrd_cli.grep.brackets import SPACE, read_bracket
from yrd_cli.script import to_simplified

MAX_REPEAT = 32767
"""GNU's RE_DUP_MAX."""

NEVER = "(?!)"
_ESCAPES = {
    "<": r"\b(?=\w)",
    ">": r"\b(?<=\w)",
    "b": r"\b",
    "B": r"\B",
    "w": r"\w",
    "W": r"\W",
    "s": f"[{SPACE}]",
    "S": f"[^{SPACE}]",
    "`": r"\A",
    "'": r"\Z",
}
_INTERVAL = re.compile(r"(\d*)(?:(,)(\d*))?")
_BASIC_OPERATORS = frozenset("(){}|+?")


@dataclass(slots=True)
class _Atom:
    """What a repetition applies to; `|` and anchors are atoms that none applies to."""

    text: str
    repeat: str = ""
    is_open: bool = False
    """Whether nothing stands before what follows: the start, `(`, `|`."""


@dataclass(slots=True)
class Translated:
    """A pattern for Python's `re`.

    ``ambiguous`` says that its first match may not be its longest.
    """

    text: str
    groups: int
    ambiguous: bool


def translate(
    pattern: str, *, extended: bool, fold: bool = False, groups_before: int = 0, end: str = r"\Z"
) -> Translated:
    """A POSIX pattern for lines without their newline; ``end`` is what ``$`` becomes.

    With ``fold`` it fits lines that are folded to Simplified. Raises UsageError.

    >>> translate("a\\\\{2\\\\}(b+)*", extended=False).text
    'a{2}\\\\(b\\\\+\\\\)*'
    """
    return _Translator(pattern, extended, fold, groups_before, end).run()


@dataclass(slots=True)
class _Translator:
    pattern: str
    extended: bool
    fold: bool
    groups_before: int
    end: str
    at: int = 0
    groups: int = 0
    ambiguous: bool = False
    atoms: list[_Atom] = field(default_factory=lambda: [_Atom("", is_open=True)])
    open: list[list[_Atom]] = field(default_factory=list)

    def run(self) -> Translated:
        while self.at < len(self.pattern):
            char = self.pattern[self.at]
            self.at += 1
            if char == "\\":
                self.escape()
            elif char == "[":
                text, self.at = read_bracket(self.pattern, self.at - 1, fold=self.fold)
                self.add(text)
            elif char == ".":
                self.add(".")
            elif char == "*" or (self.extended and char in _BASIC_OPERATORS):
                self.operator(char)
            elif char in "^$":
                self.anchor(char)
            else:
                self.literal(char)
        if self.open:
            raise UsageError("unmatched ( or \\(")
        return Translated(self.joined(), self.groups, self.ambiguous)

    def add(self, text: str) -> None:
        self.atoms.append(_Atom(text))

    def literal(self, char: str) -> None:
        self.add(re.escape(to_simplified(char) if self.fold else char))

    def joined(self) -> str:
        return "".join(atom.text + atom.repeat for atom in self.atoms)

    def escape(self) -> None:
        if self.at >= len(self.pattern):
            raise UsageError("trailing backslash")
        char = self.pattern[self.at]
        self.at += 1
        if char in "123456789":
            number = int(char)
            if number > self.groups:
                raise UsageError(f"invalid back reference \\{char}")
            self.add(f"(?:\\{self.groups_before + number})")
        elif char in _ESCAPES:
            self.add(_ESCAPES[char])
        elif not self.extended and char in _BASIC_OPERATORS:
            self.operator(char)
        else:
            self.literal(char)

    def operator(self, char: str) -> None:
        if char == "(":
            self.groups += 1
            self.open.append(self.atoms)
            self.atoms = [_Atom("", is_open=True)]
        elif char == ")":
            self.close()
        elif char == "|":
            self.ambiguous = True
            self.atoms.append(_Atom("|", is_open=True))
        elif char == "}":
            self.literal(char)
        elif char == "{":
            self.interval()
        else:
            self.repeat(char)

    def close(self) -> None:
        if not self.open:
            if not self.extended:
                raise UsageError("unmatched ) or \\)")
            self.literal(")")
            return
        text = f"({self.joined()})"
        self.atoms = self.open.pop()
        self.add(text)

    def anchor(self, char: str) -> None:
        """In a basic pattern, `^` and `$` are anchors only where a branch begins or ends."""
        rest = self.pattern[self.at :]
        if char == "^":
            is_anchor = self.extended or self.atoms[-1].is_open
        else:
            is_anchor = self.extended or not rest or rest.startswith(("\\)", "\\|"))
        if not is_anchor:
            self.literal(char)
        elif char == "$":
            self.add(f"(?:{self.end})")
        else:
            # In a basic pattern a star after it is literal: it opens the branch.
            self.atoms.append(_Atom("(?:^)", is_open=not self.extended))

    def repeat(self, char: str) -> None:
        last = self.atoms[-1]
        if last.is_open:
            if not self.extended:
                self.literal(char)
            return  # GNU repeats nothing there
        if last.text.startswith("(") or char == "?":
            self.ambiguous = True
        if not last.repeat:
            last.repeat = char
        elif last.repeat in ("*", "+", "?"):
            last.repeat = char if char == last.repeat else "*"  # never nested: a** is a*
        else:
            last.text, last.repeat = f"(?:{last.text}{last.repeat})", char

    def interval(self) -> None:
        closing = "}" if self.extended else "\\}"
        found = _INTERVAL.match(self.pattern, self.at)
        assert found is not None
        low, comma, high = found.groups()
        valid = self.pattern.startswith(closing, found.end()) and (low or comma)
        if not valid or (low and high and int(low) > int(high)):
            if valid or not self.extended:
                raise UsageError("invalid content of \\{\\}")
            self.literal("{")
            return
        if max(int(low or 0), int(high or 0)) > MAX_REPEAT:
            raise UsageError("regular expression too big")
        self.at = found.end() + len(closing)
        last = self.atoms[-1]
        if last.is_open:
            if not self.extended:
                raise UsageError("invalid preceding regular expression")
            return
        self.ambiguous = True
        if last.repeat:
            last.text = f"(?:{last.text}{last.repeat})"
        last.repeat = f"{{{low or 0}{comma or ''}{high or ''}}}"
