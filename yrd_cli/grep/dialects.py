"""POSIX patterns, basic and extended, with GNU's additions, as Python's `re` writes them."""

from __future__ import annotations

import re
from typing import NamedTuple

from yrd_cli.grep.brackets import escaped, read_bracket
from yrd_cli.grep.letter_case import forms
from yrd_cli.grep.posix_classes import BAD_BYTES, LETTER_BYTES, members, word
from yrd_cli.grep.wrong_pattern import PatternError

MAX_REPEAT = 32767
"""GNU's RE_DUP_MAX."""

NEVER = "(?!)"
_LINE_START = r"(?:\A)"
_INTERVAL = re.compile(r"(\d*)(?:(,)(\d*))?")
_BASIC_OPERATORS = frozenset("(){}|+?")
_ASSERTIONS = frozenset("<>bB`'")


def _assertion(letter: str) -> str:
    """GNU's assertions; the word they look for is GNU's too."""
    if letter in "`'":
        return r"(?:\A)" if letter == "`" else r"(?:\Z)"
    in_word = f"[{word()}{LETTER_BYTES}]"
    starts, ends = f"(?<!{in_word})(?={in_word})", f"(?<={in_word})(?!{in_word})"
    if letter == "B":
        inside = f"(?<={in_word})(?={in_word})"
        outside = f"(?<!{in_word})(?!{in_word})"
        return f"(?:{inside}|{outside})"
    return f"(?:{ {'<': starts, '>': ends, 'b': f'{starts}|{ends}'}[letter] })"


def _class(letter: str) -> str:
    name = word() if letter in "wW" else members("space")
    return f"[{name}]" if letter.islower() else f"[^{name}{BAD_BYTES}]"


class _Atom:
    """What a repetition applies to; `|` and anchors are atoms that none applies to.

    ``is_open``: nothing stands before what follows, as at the start and after `(` and `|`.
    """

    __slots__ = ("is_open", "repeat", "text")

    def __init__(self, text: str, *, is_open: bool = False) -> None:
        self.text, self.repeat, self.is_open = text, "", is_open


class Translated(NamedTuple):
    """A pattern for Python's `re`.

    ``first_is_longest`` says that its first match is surely the longest; ``refers_back`` that it
    holds a back-reference.
    """

    text: str
    groups: int
    first_is_longest: bool
    refers_back: bool


def translate(
    pattern: str,
    *,
    extended: bool,
    groups_before: int = 0,
    fold_case: bool = False,
    null_data: bool = False,
) -> Translated:
    """A POSIX pattern for lines without their newline. Raises PatternError.

    ``fold_case`` writes every letter as the set of its cases; ``null_data`` says that lines may
    hold newlines; ``groups_before`` counts the groups that stand before it in a larger pattern.

    >>> translate("a\\\\{2\\\\}(b+)*", extended=False).text
    'a{2}\\\\(b\\\\+\\\\)*'
    """
    return _Translator(pattern, extended, groups_before, fold_case, null_data).run()


class _Translator:
    def __init__(
        self, pattern: str, extended: bool, groups_before: int, fold_case: bool, null_data: bool
    ) -> None:
        self.pattern, self.extended, self.groups_before = pattern, extended, groups_before
        self.fold_case, self.null_data = fold_case, null_data
        self.at = self.groups = self.variable_repeats = 0
        self.alternatives = self.repeated_groups = self.refers_back = False
        self.atoms = [_Atom("", is_open=True)]
        self.open: list[tuple[list[_Atom], int]] = []

    def run(self) -> Translated:
        while self.at < len(self.pattern):
            char = self.pattern[self.at]
            self.at += 1
            if char == "\\":
                self.escape()
            elif char == "[":
                bracket = read_bracket(self.pattern, self.at - 1, fold_case=self.fold_case)
                text, self.at = bracket
                self.add(text)
            elif char == ".":
                self.add(self.any_character())
            elif char == "*" or (self.extended and char in _BASIC_OPERATORS):
                self.operator(char)
            elif char in "^$":
                self.anchor(char)
            else:
                self.literal(char)
        if self.open:
            raise self.wrong("unmatched ( or \\(", self.open[-1][1])
        simple = not (self.alternatives or self.repeated_groups or self.refers_back)
        first_is_longest = simple and self.variable_repeats <= 1
        return Translated(self.joined(), self.groups, first_is_longest, self.refers_back)

    def wrong(self, message: str, place: int) -> PatternError:
        return PatternError(message, self.pattern, place)

    def add(self, text: str) -> None:
        self.atoms.append(_Atom(text))

    def any_character(self) -> str:
        newline = "" if self.null_data else "\\n"
        return f"[^{newline}{BAD_BYTES}]"

    def literal(self, char: str) -> None:
        cases = forms(char) if self.fold_case else char
        if len(cases) == 1:
            self.add(re.escape(char))
        else:
            self.add(f"[{''.join(map(escaped, cases))}]")

    def joined(self) -> str:
        return "".join(atom.text + atom.repeat for atom in self.atoms)

    def escape(self) -> None:
        if self.at >= len(self.pattern):
            raise self.wrong("trailing backslash", self.at - 1)
        char = self.pattern[self.at]
        self.at += 1
        if char in "123456789":
            self.back_reference(int(char))
        elif char in _ASSERTIONS:
            self.add(_assertion(char))
        elif char in "wWsS":
            self.add(_class(char))
        elif not self.extended and char in _BASIC_OPERATORS:
            self.operator(char)
        else:
            self.literal(char)

    def back_reference(self, number: int) -> None:
        if number > self.groups:
            raise self.wrong(f"invalid back reference \\{number}", self.at - 2)
        self.refers_back = True
        flag = "i" if self.fold_case else ""
        self.add(f"(?{flag}:\\{self.groups_before + number})")

    def operator(self, char: str) -> None:
        if char == "(":
            self.groups += 1
            self.open.append((self.atoms, self.at - 1))
            self.atoms = [_Atom("", is_open=True)]
        elif char == ")":
            self.close()
        elif char == "|":
            self.alternatives = True
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
                raise self.wrong("unmatched ) or \\)", self.at - 2)
            self.literal(")")
            return
        text = f"({self.joined()})"
        self.atoms, _ = self.open.pop()
        self.add(text)

    def anchor(self, char: str) -> None:
        """In a basic pattern, `^` and `$` are anchors only where a branch begins or ends."""
        rest = self.pattern[self.at :]
        if char == "^":
            last = self.atoms[-1]
            is_anchor = self.extended or (last.is_open and last.text != _LINE_START)
        else:
            is_anchor = self.extended or not rest or rest.startswith(("\\)", "\\|"))
        if not is_anchor:
            self.literal(char)
        elif char == "$":
            self.add(r"(?:\Z)")
        else:
            # In a basic pattern a star after it is literal: it opens the branch.
            self.atoms.append(_Atom(_LINE_START, is_open=not self.extended))

    def repeat(self, char: str) -> None:
        last = self.atoms[-1]
        if last.is_open:
            if not self.extended:
                self.literal(char)
            return  # GNU repeats nothing there
        self.variable_repeats += 1
        self.repeated_groups = self.repeated_groups or last.text.startswith("(")
        if not last.repeat:
            last.repeat = char
        elif last.repeat in ("*", "+", "?"):
            last.repeat = char if char == last.repeat else "*"  # never nested: a** is a*
        else:
            last.text, last.repeat = f"(?:{last.text}{last.repeat})", char

    def interval(self) -> None:
        closing = "}" if self.extended else "\\}"
        last = self.atoms[-1]
        if last.is_open and not self.extended:
            self.literal("{")
            return
        found = _INTERVAL.match(self.pattern, self.at)
        assert found is not None
        low, comma, high = found.groups()
        if not self.pattern.startswith(closing, found.end()) or not (low or comma):
            if not self.extended:
                raise self.wrong("unmatched or invalid \\{", self.at - 2)
            self.literal("{")
            return
        if low and high and int(low) > int(high):
            raise self.wrong("invalid content of {}", self.at - 1)
        if max(int(low or 0), int(high or 0)) > MAX_REPEAT:
            raise self.wrong("regular expression too big", self.at - 1)
        self.at = found.end() + len(closing)
        if last.is_open:
            return
        self.variable_repeats += 1
        self.repeated_groups = self.repeated_groups or last.text.startswith("(")
        if last.repeat:
            last.text = f"(?:{last.text}{last.repeat})"
        last.repeat = f"{{{low or 0}{comma or ''}{high or ''}}}"
