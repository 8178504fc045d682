"""A pattern over characters as a pattern over bytes, for lines within a block.

The tree that `re` parses is written again so that both `re` and hyperscan read it: sets become
byte sequences, nothing matches a line's end, `^ $` stand at every line. What bytes cannot decide
(assertions, back-references, `\\w`) is left out or widened, never narrowed: then the result is not
`exact`, and each line it finds wants a second look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from yrd_cli.grep.scan import ranges as sets
from yrd_cli.grep.scan.alphabets import Alphabet
from yrd_cli.grep.scan.literals import Literals, Texts
from yrd_cli.grep.scan.ranges import CharacterSet

Node = tuple[Any, Any]
"""What `re` parses: an operator and its arguments."""

MOST_BYTES = 4
"""Bytes of a character, in UTF-8 and in GB18030."""

WIDEST = 400
"""Bytes of a match up to which only the surroundings of a text it holds are searched for it."""

LONGEST_COPY = 2000
"""Bytes of a group that a back-reference repeats; a longer one is widened to any text."""

LARGEST_COUNT = 8
"""Repetitions counted in a coarse translation; more are written as any number."""


class Part(NamedTuple):
    """A piece of pattern over bytes, and the texts of which each match holds one."""

    source: bytes
    literals: Literals

    @property
    def repeatable(self) -> bytes:
        """The piece as one thing that a repetition can follow."""
        return b"(?:" + self.source + b")"


class Translation(NamedTuple):
    """A pattern over bytes for `re` (MULTILINE) and hyperscan; None where nothing can match.

    ``exact``: it finds the lines that match and no others. ``literals``: every match holds one of
    these, () where none are known; ``is_plain``: they are all there is to it. ``repeats``: how
    many repetitions are long, by which a back-tracking engine may be slow. ``widest``: bytes of
    the longest match, None where there is no bound.
    """

    source: bytes | None
    exact: bool = True
    literals: Texts = ()
    is_plain: bool = False
    repeats: int = 0
    widest: int | None = None


class _NeverMatches(Exception):  # noqa: N818 - an answer, not an error
    """A part that no line can match."""


def translate(
    source: str,
    flags: int,
    alphabet: Alphabet,
    terminator: bytes,
    *,
    to_line_end: bool = False,
    coarse: bool = False,
) -> Translation:
    """Write a pattern over characters as one over bytes; raises re.error where it is wrong.

    ``to_line_end``: a match runs on to the end of the line, terminator and all. ``coarse`` widens
    large counts and leaves out `^`, for an engine that refused the pattern.
    """
    tree = _parser.parse(source, flags)
    writer = _Writer(alphabet, terminator, to_line_end=to_line_end, coarse=coarse)
    try:
        write = writer.whole_lines if to_line_end else writer.sequence
        part = write(tree, tree.state.flags)
    except _NeverMatches:
        return Translation(None)
    forms = part.literals.forms
    is_plain = bool(forms and b"" not in forms and writer.exact and not writer.anchored)
    literals = forms if is_plain else part.literals.best
    widest = tree.getwidth()[1] * MOST_BYTES
    return Translation(
        part.source,
        writer.exact,
        literals or (),
        is_plain,
        writer.repeats,
        widest if widest <= WIDEST else None,
    )


class _Writer:
    def __init__(
        self, alphabet: Alphabet, terminator: bytes, *, to_line_end: bool, coarse: bool
    ) -> None:
        self.exact = True
        self.anchored = False
        self.repeats = 0
        self._forks = 0
        self._alphabet = alphabet
        self._by_newline = terminator == b"\n"
        self._end = b"\\x%02x" % terminator[0]
        self._anything = b"[^%s]*" % self._end
        self._to_line_end = to_line_end
        self._coarse = coarse
        self._groups: dict[int, Part] = {}
        self._writers: dict[Any, Callable[[Any, int], Part]] = {
            op.LITERAL: self._literal,
            op.NOT_LITERAL: self._not_literal,
            op.ANY: self._any,
            op.IN: self._in,
            op.BRANCH: self._branch,
            op.SUBPATTERN: self._group,
            op.ATOMIC_GROUP: self._atomic,
            op.MAX_REPEAT: self._repeat,
            op.MIN_REPEAT: self._repeat,
            op.POSSESSIVE_REPEAT: self._possessive,
            op.AT: self._at,
            op.GROUPREF: self._back_reference,
            op.GROUPREF_EXISTS: self._conditional,
        }

    def sequence(self, nodes: Iterable[Node], flags: int) -> Part:
        source = b""
        literals = Literals.empty()
        for kind, argument in nodes:
            write = self._writers.get(kind)
            part = self._unknown() if write is None else write(argument, flags)
            source += part.source
            literals = literals.followed_by(part.literals)
        return Part(source, literals)

    def whole_lines(self, nodes: Any, flags: int) -> Part:
        """A sequence and the rest of the line.

        Where `$` is last, the terminator takes its place: hyperscan knows no `$` before other
        things.
        """
        if not len(nodes):  # `re` made this sequence: it knows its length, not its truth
            return Part(self._anything + self._end, Literals.none())
        *first, (kind, argument) = nodes
        if kind is op.AT and argument in (op.AT_END, op.AT_END_STRING):
            rest = self._end if self._by_newline else self._anything + self._end
            self.exact = self.exact and self._by_newline
            self.anchored = True
            return Part(self.sequence(first, flags).source + rest, Literals.none())
        if kind is op.SUBPATTERN and argument[0] is None:
            _, added, removed, inner = argument
            return self._before(first, inner, flags, (flags | added) & ~removed)
        if kind is op.BRANCH:
            start = self.sequence(first, flags).source
            ends = self._choices(argument[1], flags, self.whole_lines)
            return Part(
                start + b"(?:" + b"|".join(end.source for end in ends) + b")", Literals.none()
            )
        source = self.sequence(nodes, flags).repeatable + self._anything + self._end
        return Part(source, Literals.none())

    def _before(self, first: list[Node], inner: Any, flags: int, inner_flags: int) -> Part:
        start = self.sequence(first, flags).source
        return Part(start + self.whole_lines(inner, inner_flags).repeatable, Literals.none())

    def _set(self, chars: CharacterSet, flags: int) -> Part:
        if flags & re.IGNORECASE:
            chars = sets.in_either_case(chars)
        return self._one_of(chars)

    def _one_of(self, chars: CharacterSet) -> Part:
        source, is_exact = self._alphabet.one_of(chars)
        self.exact = self.exact and is_exact
        if not source:
            raise _NeverMatches
        forms = self._alphabet.texts_of(chars)
        return Part(source, Literals.none() if forms is None else Literals.of(forms))

    def _literal(self, code: int, flags: int) -> Part:
        return self._set(sets.exactly([(code, code)]), flags)

    def _not_literal(self, code: int, flags: int) -> Part:
        chars = sets.exactly([(code, code)])
        if flags & re.IGNORECASE:
            chars = sets.in_either_case(chars)
        return self._one_of(sets.negated(chars))

    def _any(self, _: None, flags: int) -> Part:
        newline = [] if flags & re.DOTALL else [(10, 10)]
        return self._one_of(sets.negated(sets.exactly(newline)))

    def _in(self, items: Sequence[Node], flags: int) -> Part:
        is_negated = items[0][0] is op.NEGATE
        chars = sets.union([_member(item, flags) for item in items[is_negated:]])
        if flags & re.IGNORECASE:
            chars = sets.in_either_case(chars)
        return self._one_of(sets.negated(chars) if is_negated else chars)

    def _branch(self, argument: tuple[None, list[Any]], flags: int) -> Part:
        parts = self._choices(argument[1], flags, self.sequence)
        source = b"(?:" + b"|".join(part.source for part in parts) + b")"
        return Part(source, Literals.either([part.literals for part in parts]))

    def _choices(
        self, choices: Iterable[Any], flags: int, write: Callable[[Any, int], Part]
    ) -> list[Part]:
        """The choices that can match, as ``write`` has them."""
        parts = []
        for choice in choices:
            with suppress(_NeverMatches):
                parts.append(write(choice, flags))
        if not parts:
            raise _NeverMatches
        self._forks += len(parts) > 1
        return parts

    def _group(self, argument: tuple[int | None, int, int, Any], flags: int) -> Part:
        number, added, removed, nodes = argument
        inner = self.sequence(nodes, (flags | added) & ~removed)
        part = Part(inner.repeatable, inner.literals)
        if number is not None:
            self._groups[number] = part
        return part

    def _atomic(self, nodes: Any, flags: int) -> Part:
        self.exact = False
        return self._group((None, 0, 0, nodes), flags)

    def _repeat(self, argument: tuple[int, Any, Any], flags: int) -> Part:
        low, high, nodes = argument
        before = self.exact, self.repeats
        choices = self._forks
        try:
            part = self.sequence(nodes, flags)
        except _NeverMatches:
            if low:
                raise
            self.exact, self.repeats = before
            self._forks = choices
            return Part(b"", Literals.empty())
        if not part.source:
            return part
        unbounded = high is op.MAXREPEAT
        if self._coarse and (low > LARGEST_COUNT or (not unbounded and high > LARGEST_COUNT)):
            self.exact = False
            low, unbounded = min(low, LARGEST_COUNT), True
        is_long = unbounded or high > LARGEST_COUNT
        # A long repetition of what has choices of its own, (a|b)* and (a+)*, is as slow as two.
        self.repeats += is_long + (is_long and self._forks > choices)
        self._forks += low != high
        count = _count(low, None if unbounded else high)
        if low == high == 1:
            return Part(part.repeatable, part.literals)
        literals = part.literals.repeated() if low else Literals.none()
        return Part(part.repeatable + count, literals)

    def _possessive(self, argument: tuple[int, Any, Any], flags: int) -> Part:
        self.exact = False
        return self._repeat(argument, flags)

    def _at(self, where: Any, flags: int) -> Part:
        self.anchored = True
        at_start = where in (op.AT_BEGINNING, op.AT_BEGINNING_STRING)
        at_end = where in (op.AT_END, op.AT_END_STRING)
        if self._by_newline and at_start and not self._coarse:
            return Part(b"^", Literals.empty())
        if self._by_newline and at_end and not self._to_line_end:
            return Part(b"$", Literals.empty())
        return self._unknown()

    def _back_reference(self, number: int, _: int) -> Part:
        self.exact = False
        group = self._groups.get(number)
        if group is None or len(group.source) > LONGEST_COPY:
            return Part(self._anything, Literals.none())
        return group

    def _conditional(self, argument: tuple[int, Any, Any], flags: int) -> Part:
        self.exact = False
        _, yes, no = argument
        return self._branch((None, [yes, no or []]), flags)

    def _unknown(self) -> Part:
        """What takes no characters and is left to the second look."""
        self.exact = False
        return Part(b"", Literals.empty())


def _count(low: int, high: int | None) -> bytes:
    short = {(0, None): b"*", (1, None): b"+", (0, 1): b"?"}.get((low, high))
    if short is not None:
        return short
    if low == high:
        return b"{%d}" % low
    return b"{%d,}" % low if high is None else b"{%d,%d}" % (low, high)


def _member(item: Node, flags: int) -> CharacterSet:
    kind, argument = item
    if kind is op.LITERAL:
        return sets.exactly([(argument, argument)])
    if kind is op.RANGE:
        return sets.exactly([argument])
    name = str(argument).lower()  # CATEGORY_NOT_WORD
    chars = sets.category(name.rsplit("_", 1)[1], ascii_only=bool(flags & re.ASCII))
    return sets.negated(chars) if "_not_" in name else chars
