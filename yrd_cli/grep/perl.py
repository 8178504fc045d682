"""Perl's patterns as Python's `re` writes them, read as GNU grep -P does with PCRE."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from yrd_cli.grep.posix_classes import BAD_BYTES, members
from yrd_cli.grep.unicode_scripts import SCRIPTS
from yrd_cli.grep.wrong_pattern import PatternError

KEEP = "_keep"
"""The group that holds what follows ``\\\\K``: the match as it is shown."""

_HORIZONTAL = r"\t \u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000"
_VERTICAL = r"\n\x0b\f\r\u0085\u2028\u2029"
_ASCII = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t-\r "}
_ASCII_OTHERS = {
    "D": r"\x00-/:-\x7f", "W": r"\x00-/:-@\[-\^`{-\x7f", "S": r"\x00-\x08\x0e-\x1f!-\x7f",
}  # fmt: skip
_ASCII_NAMED = {
    "alpha": "A-Za-z", "digit": "0-9", "alnum": "0-9A-Za-z", "upper": "A-Z", "lower": "a-z",
    "space": r"\t-\r ", "blank": r"\t ", "punct": r"!-/:-@\[-`{-~", "cntrl": r"\x00-\x1f\x7f",
    "print": " -~", "graph": "!-~", "xdigit": "0-9A-Fa-f", "word": "0-9A-Za-z_",
    "ascii": r"\x00-\x7f",
}  # fmt: skip
_CONTROL = {"a": r"\x07", "e": r"\x1b", "f": r"\f", "n": r"\n", "r": r"\r", "t": r"\t"}
_QUOTED = re.compile(r"\\Q(.*?)(?:\\E|\Z)", re.DOTALL)
_CODE = re.compile(r"\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{0,2}))|\\o\{([0-7]+)\}")
_PROPERTY = re.compile(r"\\([pP])(?:\{(\^?)([^}]*)\}|(.))", re.DOTALL)
_REFERENCE = re.compile(r"\\g(?:\{([^}]+)\}|([+-]?\d+))|\\k(?:\{(\w+)\}|<(\w+)>|'(\w+)')")
_NUMBERED = re.compile(r"\\([1-9]\d*)")
_NAMED_GROUP = re.compile(r"\(\?(?:P?<|')(\w+)[>']")
_FLAGS = re.compile(r"\(\?([imsx]*)(?:-([imsx]*))?([:)])")
_LOOK = re.compile(r"\(\?(?:<?[=!]|>|:|#[^)]*\))")
_CALL = re.compile(r"\(\?(?:R|[+-]?\d+|&\w+|P>\w+)\)")
_VERB = re.compile(r"\(\*[A-Z_]+\)")


@dataclass(frozen=True, slots=True)
class PerlSyntax:
    """How Perl's classes are read.

    ``ascii``: `\\d \\w \\s \\b` know ASCII only, as in grep 3.8; else Unicode, as from 3.9 on.
    """

    ascii: bool = False
    null_data: bool = False


def translate_perl(pattern: str, syntax: PerlSyntax) -> str:
    """A Perl pattern in Python's syntax. Raises PatternError for what `re` cannot do.

    >>> translate_perl(r"\\x{957f}(?<n>三)\\h+", PerlSyntax())[:9]
    '长(?P<n>三)'
    """
    return _Reader(pattern, syntax).run()


class _Reader:
    def __init__(self, pattern: str, syntax: PerlSyntax) -> None:
        self.pattern, self.syntax = pattern, syntax
        self.at = 0
        self.groups = 0
        self.out: list[str] = []
        self.closings = [""]
        """What the group at each depth ends in, besides its bracket."""

    def run(self) -> str:
        while self.at < len(self.pattern):
            char = self.pattern[self.at]
            if char == "\\":
                self.escape()
            elif char == "[":
                self.bracket()
            elif char == "(":
                self.group()
            elif char == ")":
                if len(self.closings) == 1:
                    raise self.wrong("unmatched closing parenthesis", self.at)
                self.emit(self.closings.pop() + ")", 1)
            elif char in ".$":
                self.emit(self.point() if char == "." else r"(?:\Z)", 1)
            else:
                self.emit(r"(?:\A)" if char == "^" else char, 1)
        return "".join(self.out) + self.closings[0]

    def wrong(self, message: str, place: int) -> PatternError:
        return PatternError(message, self.pattern, place)

    def emit(self, text: str, length: int) -> None:
        self.out.append(text)
        self.at += length

    def point(self) -> str:
        return f"[^\\n{BAD_BYTES}]"

    def end(self) -> str:
        """The end, or the newline before it."""
        return r"(?:(?=\n?\Z))" if self.syntax.null_data else r"(?:\Z)"

    def escape(self) -> None:
        rest = self.pattern[self.at + 1 : self.at + 2]
        if not rest:
            raise self.wrong("\\ at end of pattern", self.at)
        for pattern, write in self.long_escapes():
            found = pattern.match(self.pattern, self.at)
            if found:
                self.emit(write(found), found.end() - self.at)
                return
        if rest == "K":
            if len(self.closings) > 1:
                raise self.wrong("\\K in a group is not supported", self.at)
            self.closings[0] += ")"
            self.emit(f"(?P<{KEEP}>", 2)
            return
        self.emit(self.short_escape(rest), 2)

    def long_escapes(self) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]:
        return [
            (_QUOTED, lambda m: re.escape(m[1])),
            (_CODE, lambda m: re.escape(self.character(m))),
            (_PROPERTY, lambda m: f"[{self.property(m)}]"),
            (_REFERENCE, self.reference),
            (_NUMBERED, lambda m: f"(?:\\{m[1]})"),
        ]

    def character(self, found: re.Match[str]) -> str:
        code = int(found[3], 8) if found[3] else int(found[1] or found[2] or "0", 16)
        if code > 0x10FFFF:
            raise self.wrong("character code point value is too large", self.at)
        return chr(code)

    def reference(self, found: re.Match[str]) -> str:
        name = next(part for part in found.groups() if part)
        if re.fullmatch(r"[+-]?\d+", name):
            number = int(name) + (self.groups + 1 if name[0] == "-" else 0)
            number += self.groups if name[0] == "+" else 0
            return f"(?:\\{number})"
        return f"(?P={name})"

    def short_escape(self, letter: str) -> str:
        if letter in "bB" and self.syntax.ascii:
            return f"(?a:\\{letter})"
        if letter in "dws" and self.syntax.ascii:
            return f"[{_ASCII[letter]}]"
        if letter in "DWS" and self.syntax.ascii:
            # PCRE 10.42's compiler takes these for ASCII too, though its manual says otherwise.
            return f"[{_ASCII_OTHERS[letter]}]"
        if letter in "DWS":
            return f"[^\\{letter.lower()}{BAD_BYTES}]"
        fixed = {
            "h": f"[{_HORIZONTAL}]", "H": f"[^{_HORIZONTAL}{BAD_BYTES}]",
            "v": f"[{_VERTICAL}]", "V": f"[^{_VERTICAL}{BAD_BYTES}]",
            "R": f"(?>\\r\\n|[{_VERTICAL}])", "N": self.point(), "A": r"(?:\A)", "z": r"(?:\Z)",
            "Z": self.end(), "G": r"(?:\A)", "E": "",
            "X": f"[^\\n{BAD_BYTES}][\u0300-\u036f\ufe0e\ufe0f]*",
            **_CONTROL,
        }  # fmt: skip
        if letter in fixed:
            return fixed[letter]
        if letter in "bBdws0":
            return f"\\{letter}"
        if letter.isascii() and letter.isalnum():
            raise self.wrong(f"unrecognized character follows \\: {letter}", self.at)
        return re.escape(letter)

    def property(self, found: re.Match[str]) -> str:
        """The members of a set: those of ``\\p``, or all others."""
        name = (found[3] or found[4] or "").strip()
        negated = (found[1] == "P") != bool(found[2])
        body = self.named_property(name)
        if body is None:
            raise self.wrong(f"unknown property {name}", self.at)
        return f"^{body}{BAD_BYTES}" if negated else body

    def named_property(self, name: str) -> str | None:
        if name in SCRIPTS:
            return SCRIPTS[name]
        if name == "Any":
            return r"\x00-\U0010ffff"
        from yrd_cli.grep.unicode_categories import members_of

        return members_of(name)

    def group(self) -> None:
        verb = _VERB.match(self.pattern, self.at)
        if verb:
            self.emit("", len(verb[0]))
            return
        flags = _FLAGS.match(self.pattern, self.at)
        if flags:
            self.flags(flags)
            return
        named = _NAMED_GROUP.match(self.pattern, self.at)
        look = _LOOK.match(self.pattern, self.at)
        if look and look[0].startswith("(?#"):
            self.emit("", len(look[0]))
            return
        if named:
            self.groups += 1
            self.emit(f"(?P<{named[1]}>", len(named[0]))
        elif look:
            self.emit(look[0], len(look[0]))
        elif self.pattern.startswith("(?", self.at):
            if not self.pattern.startswith("(?P=", self.at):
                raise self.wrong(self.refusal(), self.at)
            self.emit("(?P=", 4)
        else:
            self.groups += 1
            self.emit("(", 1)
        self.closings.append("")

    def refusal(self) -> str:
        """What is said of a group that `re` does not know."""
        if _CALL.match(self.pattern, self.at):
            return "recursion and calls of groups are not supported: write the group out"
        if self.pattern.startswith("(?(", self.at):
            return "conditions are not supported: write both cases as alternatives"
        if self.pattern.startswith("(?|", self.at):
            return "groups that share their numbers are not supported: write (?:...)"
        return "this kind of group is not supported"

    def flags(self, found: re.Match[str]) -> None:
        on, off, closing = found[1], found[2] or "", found[3]
        flags = on + (f"-{off}" if off else "")
        opening = f"(?{flags}:"
        if closing == ":":
            self.closings.append("")
        else:  # to the end of the group that holds it
            self.closings[-1] += ")"
        self.emit(opening, len(found[0]))

    def bracket(self) -> None:
        start = self.at
        at = start + 1
        negated = self.pattern.startswith("^", at)
        first = at = at + negated
        body: list[str] = []
        while not (self.pattern.startswith("]", at) and at > first):
            if at >= len(self.pattern):
                raise self.wrong("missing terminating ] for character class", start)
            self.at = at
            text, at = self.member(at)
            body.append(text)
        joined = "".join(body)
        self.at = start
        self.emit(f"[^{joined}{BAD_BYTES}]" if negated else f"[{joined}]", at + 1 - start)

    def member(self, at: int) -> tuple[str, int]:
        named = re.compile(r"\[:(\^?)([a-z]+):\]").match(self.pattern, at)
        if named:
            return self.named_members(named[2], bool(named[1])), named.end()
        char = self.pattern[at]
        if char != "\\":
            return (f"\\{char}" if char in "[&~|" else char), at + 1
        code = _CODE.match(self.pattern, at)
        if code:
            return re.escape(self.character(code)), code.end()
        prop = _PROPERTY.match(self.pattern, at)
        if prop:
            members_of = self.property(prop)
            return _complement(members_of) if members_of.startswith("^") else members_of, prop.end()
        letter = self.pattern[at + 1 : at + 2]
        if not letter:
            raise self.wrong("\\ at end of pattern", at)
        return self.member_escape(letter), at + 2

    def member_escape(self, letter: str) -> str:
        if letter in "dws" and self.syntax.ascii:
            return _ASCII[letter]
        if letter in "DWS":
            return _complement(_ASCII[letter.lower()]) if self.syntax.ascii else f"\\{letter}"
        if letter in "hv":
            return _HORIZONTAL if letter == "h" else _VERTICAL
        if letter in _CONTROL:
            return _CONTROL[letter]
        if letter in "dws":
            return f"\\{letter}"
        return {"b": r"\x08", "0": r"\x00"}.get(letter, re.escape(letter))

    def named_members(self, name: str, negated: bool) -> str:
        known = _ASCII_NAMED.get(name)
        if known is None:
            raise self.wrong("unknown POSIX class name", self.at)
        if not self.syntax.ascii and name not in ("word", "ascii", "xdigit"):
            known = members(name)
        elif not self.syntax.ascii and name == "word":
            known = r"\w"
        return _complement(known) if negated else known


def _complement(body: str) -> str:
    """The ranges of all characters that a set's body does not hold; none of bytes that are bad."""
    from yrd_cli.grep.unicode_categories import complement

    return complement(body.removeprefix("^").removesuffix(BAD_BYTES))
