"""What is searched for: patterns, and where in a line they match."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from yrd_cli.errors import UsageError
from yrd_cli.grep.dialects import NEVER, translate
from yrd_cli.script import HAN_RANGES, simplified_forms, to_simplified

Dialect = Literal["basic", "extended", "fixed", "perl"]

LONGEST_TRIES = 256
"""Characters past the end of a match in which a longer one is looked for. POSIX wants the longest
of all; Python gives the first, and each place more costs a try."""


@dataclass(frozen=True, slots=True)
class PatternOptions:
    """How patterns are read, and what counts as a match."""

    dialect: Dialect = "basic"
    ignore_case: bool = False
    words: bool = False
    lines: bool = False
    exact: bool = False
    """Tell Simplified from Traditional."""


class Pattern:
    """One or more patterns, compiled. Raises UsageError for one that is wrong.

    ``search`` and ``spans`` want lines that went through ``fold``, which keeps every offset.
    """

    def __init__(self, patterns: Sequence[str], options: PatternOptions) -> None:
        self._patterns = patterns
        self._options = options
        self._ambiguous = len(patterns) > 1 and options.dialect != "fixed"
        self._regex = self._compiled(r"\Z")
        self.search: Callable[[str], object] = self._regex.search
        self.fold: Callable[[str], str] = str if options.exact else to_simplified

    @property
    def literal(self) -> str | None:
        """The text that every match holds, where that is all there is to the pattern."""
        options = self._options
        single = self._patterns[0] if len(self._patterns) == 1 else ""
        plain = options.dialect == "fixed" or not re.search(r"[\\^$.*+?()\[\]{}|]", single)
        if not (single and plain) or options.ignore_case or (options.dialect == "perl"):
            return None
        return self.fold(single)

    def spans(self, line: str) -> Iterator[tuple[int, int]]:
        """The matches that are not empty, from left to right, each the longest of its place."""
        at = 0
        while at <= len(line) and (match := self._regex.search(line, at)):
            start, end = match.span()
            if self._ambiguous:
                end = self._longest(line, start, end)
            if end > start:
                yield start, end
            at = end if end > start else start + 1

    def _longest(self, line: str, start: int, end: int) -> int:
        if self._regex.fullmatch(line, start):
            return len(line)
        inner = self._inner
        for longer in range(min(len(line) - 1, end + LONGEST_TRIES), end, -1):
            whole_word = not self._options.words or not re.match(r"\w", line[longer])
            if whole_word and inner.fullmatch(line, start, longer):
                return longer
        return end

    @cached_property
    def _inner(self) -> re.Pattern[str]:
        """The same without the matches that need the end of the line."""
        return self._compiled(NEVER)

    def _compiled(self, end: str) -> re.Pattern[str]:
        options = self._options
        text = "|".join(f"(?:{t})" for t in self._translated(end)) if self._patterns else NEVER
        if options.lines:
            text = rf"\A(?:{text}){end}"
        elif options.words:
            text = rf"(?<!\w)(?:{text})(?!\w)"
        flags = re.IGNORECASE if options.ignore_case else re.NOFLAG
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a user's [[ is no future set for us
                return re.compile(text, flags)
        except (re.error, OverflowError, RecursionError) as e:
            raise UsageError(f"pattern {self._shown()}: {e}") from None

    def _translated(self, end: str) -> Iterator[str]:
        options, groups = self._options, 0
        if options.dialect == "fixed":
            # The longest first: then the first alternative that matches is the longest match.
            for literal in sorted(self._patterns, key=len, reverse=True):
                yield re.escape(literal if options.exact else to_simplified(literal))
            return
        if options.dialect == "perl":
            if len(self._patterns) > 1:
                raise UsageError("-P takes a single pattern")
            yield self._patterns[0] if options.exact else fold_perl(self._patterns[0])
            return
        for pattern in self._patterns:
            try:
                translated = translate(
                    pattern,
                    extended=options.dialect == "extended",
                    fold=not options.exact,
                    groups_before=groups,
                    end=end,
                )
            except UsageError as e:
                raise UsageError(f"pattern {pattern!r}: {e}") from None
            groups += translated.groups
            self._ambiguous = self._ambiguous or translated.ambiguous
            yield translated.text

    def _shown(self) -> str:
        return ", ".join(map(repr, self._patterns))


_PERL_RANGE = re.compile(rf"\\.|(\[\^?\]?)|([{HAN_RANGES}])-([{HAN_RANGES}])|(\])", re.DOTALL)


def fold_perl(pattern: str) -> str:
    """A pattern of Python's own syntax for lines folded to Simplified.

    Ranges of Han characters keep their ends, and gain the simplified forms of their members.

    >>> fold_perl("長[門-閂]")
    '长[門-閂门闩]'
    """
    out, end, in_set = [], 0, False
    for found in _PERL_RANGE.finditer(pattern):
        opening, low, high, closing = found.groups()
        if opening and not in_set:
            in_set = True
        elif closing:
            in_set = False
        elif low and in_set:
            out.append(to_simplified(pattern[end : found.start()]) + found[0])
            out += [f for c, f in simplified_forms().items() if low <= chr(c) <= high]
            end = found.end()
    out.append(to_simplified(pattern[end:]))
    return "".join(out)
