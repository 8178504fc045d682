"""What is searched for: the patterns as one for Python's `re`, and where in a line they match."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from yrd_cli.grep.automaton import Automaton, NotRegularError
from yrd_cli.grep.dialects import NEVER, translate
from yrd_cli.grep.letter_case import forms
from yrd_cli.grep.posix_classes import word
from yrd_cli.grep.request import PatternRequest
from yrd_cli.grep.wrong_pattern import PatternError

if TYPE_CHECKING:
    from yrd_cli.grep.expand import Expansion

LONGEST_TRIES = 256
"""Characters past the end of a match in which a longer one is looked for, where the pattern refers
back and no automaton can be made of it: each place more costs a try."""

KEEP = "_keep"
"""The group that holds what follows Perl's ``\\K``: the match as it is shown."""

Span = tuple[int, int]


class _Source(NamedTuple):
    """The patterns, joined; see ``Translated`` for the rest."""

    text: str
    first_is_longest: bool
    refers_back: bool = False


class Pattern:
    """One or more patterns, compiled. Raises PatternError for one that is wrong.

    Lines are text without their terminator, bytes that are not UTF-8 as lone surrogates.
    ``source`` is what a scanner looks for: a line is selected where it matches.
    """

    def __init__(self, request: PatternRequest) -> None:
        self.request = request
        source = self._joined()
        self._first_is_longest = source.first_is_longest
        self.translated = source.text
        """The patterns in the syntax of `re`, with neither expansion nor -w and -x."""
        self._inner_text = self._expanded(source.text)
        self.ignore_case = request.ignore_case and (request.dialect == "perl" or not request.exact)
        self.source = self._bounded(self._inner_text)
        self._compiled(self._inner_text)  # what is wrong is said now

    @property
    def is_perl(self) -> bool:
        """Whether the first match counts, and not the longest."""
        return self.request.dialect == "perl"

    @cached_property
    def literals(self) -> list[str] | None:
        """Every text that matches, where the patterns are plain text; None where they are not."""
        request = self.request
        if request.word or request.line or not request.patterns:
            return None
        plain = request.dialect == "fixed" or not any(
            re.search(r"[\\^$*.\[\]+?(){}|]", p) for p in request.patterns
        )
        if not plain or "" in request.patterns:
            return None
        if request.ignore_case and any(forms(c) != c for p in request.patterns for c in p):
            return None
        return self._literal_forms()

    def selects(self, line: str) -> bool:
        """Whether a line matches."""
        if not self.confirms:
            return self.regex.search(line) is not None
        return any(True for _ in self._word_spans(line))

    def spans(self, line: str) -> Iterator[Span]:
        """The matches that are not empty, from left to right, each the longest of its place."""
        if self._needs_word_steps:
            found = self._word_spans(line)
        elif self._is_kept:
            found = self._kept_spans(line)
        else:
            found = self._all_spans(line)
        return (span for span in found if span[1] > span[0])

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern with -w and -x applied; the first match at a place, not the longest."""
        return self._compiled(self.source)

    @cached_property
    def confirms(self) -> bool:
        """Whether lines that ``source`` finds have still to be looked at by ``selects``."""
        return self._needs_word_steps and (not self.request.exact or self._may_be_empty)

    @property
    def _may_be_empty(self) -> bool:
        from re import _parser  # type: ignore[attr-defined]

        try:
            return bool(_parser.parse(self._inner_text).getwidth()[0] == 0)
        except (re.error, OverflowError, RecursionError):
            return False  # what is wrong is said when it is compiled

    # --- how the source is made ----------------------------------------------------------------

    def _joined(self) -> _Source:
        request = self.request
        if not request.patterns:
            return _Source(NEVER, True)
        if request.dialect == "perl":
            return self._perl()
        fold = request.ignore_case and request.exact
        if request.dialect == "fixed":
            # The longest first: then the first alternative that matches is the longest match.
            longest_first = sorted(request.patterns, key=len, reverse=True)
            return _Source("|".join(_literal(p, fold) for p in longest_first), True)
        parts: list[str] = []
        groups, refers_back, simple = 0, False, len(request.patterns) == 1
        for pattern in request.patterns:
            translated = translate(
                pattern,
                extended=request.dialect == "extended",
                groups_before=groups,
                fold_case=fold,
                null_data=request.null_data,
            )
            groups += translated.groups
            refers_back = refers_back or translated.refers_back
            simple = simple and translated.first_is_longest
            parts.append(translated.text)
        text = parts[0] if len(parts) == 1 else "|".join(f"(?:{part})" for part in parts)
        return _Source(text, simple, refers_back)

    def _perl(self) -> _Source:
        request = self.request
        if len(request.patterns) > 1:
            raise PatternError("-P takes a single pattern", "\n".join(request.patterns), 0)
        from yrd_cli.grep.perl import PerlSyntax, translate_perl

        syntax = PerlSyntax(ascii=request.exact, null_data=request.null_data)
        return _Source(translate_perl(request.patterns[0], syntax), True)

    def _expanded(self, text: str) -> str:
        expansion = expansion_of(self.request)
        if expansion is None:
            return text
        from yrd_cli.grep.expand import expand

        return expand(text, expansion)

    def _literal_forms(self) -> list[str] | None:
        expansion = expansion_of(self.request)
        if expansion is None:
            return list(self.request.patterns)
        from yrd_cli.grep.expand import literal_forms

        found: list[str] = []
        for pattern in self.request.patterns:
            forms_of_it = literal_forms(pattern, expansion)
            if forms_of_it is None:
                return None
            found += forms_of_it
        return found

    def _bounded(self, text: str) -> str:
        if self.request.line:
            return rf"\A(?:{text})\Z"
        if self.request.word:
            if self.confirms:
                return text  # where a word ends is seen in the line
            in_word = self._word_set
            return f"(?<!{in_word})(?:{text})(?!{in_word})"
        return text

    @property
    def _word_set(self) -> str:
        if self.is_perl:
            return "[0-9A-Za-z_]" if self.request.exact else r"\w"
        return f"[{word()}]"

    def _compiled(self, text: str) -> re.Pattern[str]:
        flags = re.IGNORECASE if self.ignore_case else re.NOFLAG
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a user's [[ is no future set for us
                return re.compile(text, flags)
        except re.error as e:
            shown = "\n".join(self.request.patterns)
            place = min(e.pos or 0, len(shown)) if text == shown else 0
            raise PatternError(e.msg, shown, place) from None
        except (OverflowError, RecursionError) as e:
            shown = "\n".join(self.request.patterns)
            raise PatternError(str(e) or "nested too deeply", shown, 0) from None

    # --- where it matches ----------------------------------------------------------------------

    @cached_property
    def _automaton(self) -> Automaton | None:
        flags = re.IGNORECASE if self.ignore_case else 0
        try:
            return Automaton(self._inner_text, flags)
        except (NotRegularError, ImportError, AttributeError, RecursionError):
            return None

    @cached_property
    def _inner(self) -> re.Pattern[str]:
        return self._compiled(self._inner_text)

    @cached_property
    def _is_kept(self) -> bool:
        return self.is_perl and KEEP in self._inner.groupindex

    @cached_property
    def _needs_word_steps(self) -> bool:
        """GNU looks for whole words by cutting matches shorter, not by a condition: the two
        differ where the pattern matches nothing too. Chinese words want a segmenter."""
        request = self.request
        return request.word and not (request.line or (self.is_perl and request.exact))

    def _kept_spans(self, line: str) -> Iterator[Span]:
        return (match.span(KEEP) for match in self.regex.finditer(line))

    def _all_spans(self, line: str) -> Iterator[Span]:
        at = 0
        while at <= len(line) and (match := self.regex.search(line, at)):
            start, end = match.span()
            if not (self._first_is_longest or self.request.line):
                end = self._longest(line, start, len(line), end) or end
            yield start, end
            at = end if end > start else start + 1

    def _word_spans(self, line: str) -> Iterator[Span]:
        """The whole words that match, as GNU grep -w finds them (3.8, dfasearch.c, EGexecute)."""
        search, at, origin = self._inner.search, 0, 0
        while at <= len(line) and (match := search(line, at)):
            start, end = match.span()
            if not self._first_is_longest:
                end = self._longest(line, start, len(line), end) or end
            whole = self._whole_word(line, start, end, origin if self.request.exact else 0)
            if whole is None:
                at = start + 1
                if self._matches_within(line, start):
                    yield start, start
                continue
            yield start, whole
            at = origin = whole if whole > start else start + 1

    def _matches_within(self, line: str, place: int) -> bool:
        """Whether GNU grep finds nothing, as a word, between the bytes of a character: it goes on
        by bytes, and within a character that is part of no word no word is beside it."""
        char = line[place : place + 1]
        if not self.request.exact or char.isascii() or "\udc80" <= char <= "\udcff":
            return False
        return not self._in_word.match(char) and self._inner.fullmatch("") is not None

    def _whole_word(self, line: str, start: int, end: int, origin: int) -> int | None:
        """The end of the longest match that is a word; an empty one only if there is no other.

        ``origin`` is where the match before it ended. GNU grep takes the places at which a shorter
        match may end from there, and not from the line's start: it sees fewer of them.
        """
        shorter: int | None = end
        while shorter is not None:
            if self._is_word(line, start, shorter):
                return shorter
            if shorter <= start + 1 or self.is_perl:
                return None
            limit = _limit_from(line, origin, shorter)
            shorter = self._longest(line, start, limit, None) if limit >= start else None
            if shorter == start:
                return None
        return None

    def _is_word(self, line: str, start: int, end: int) -> bool:
        if not self.request.exact and end > start:
            from yrd_cli.grep.boundaries import keeps

            return keeps(line, start, end)
        in_word = self._in_word.match
        before = start > 0 and in_word(line, start - 1)
        return not before and not (end < len(line) and in_word(line, end))

    @cached_property
    def _in_word(self) -> re.Pattern[str]:
        return re.compile(self._word_set)

    def _longest(self, line: str, start: int, limit: int, first: int | None) -> int | None:
        """Where the longest match from ``start`` to ``limit`` ends; ``first`` is one that does."""
        automaton = self._automaton
        if automaton is not None:
            found = automaton.longest(line, start, limit)
            return first if found is None else found
        inner = self._inner
        if limit == len(line) and inner.fullmatch(line, start):
            return limit
        furthest = limit if first is None else min(limit, first + LONGEST_TRIES)
        for end in range(furthest, start if first is None else first, -1):
            if inner.fullmatch(line[:end] if end < len(line) else line, start):
                return end
        return first


def _limit_from(line: str, origin: int, end: int) -> int:
    """Where a match shorter than one that ends at ``end`` ends at the latest; the bytes before
    ``origin`` are taken off as GNU grep does it, that many from the line's start."""
    if not origin or line.isascii():
        return end - 1 - origin
    wanted = len(line[origin:end].encode("utf-8", "surrogateescape")) - 1
    limit = 0
    for char in line[:end]:
        wanted -= len(char.encode("utf-8", "surrogateescape"))
        if wanted < 0:
            break
        limit += 1
    return limit


def expansion_of(request: PatternRequest) -> Expansion | None:
    """What the patterns find besides what they say; None with --exact."""
    if request.exact:
        return None
    from yrd_cli.grep.expand import Expansion

    return Expansion(
        variants=True,
        regional=request.regional,
        noise=bool(request.noise),
        pinyin=request.pinyin,
    )


def _literal(text: str, fold: bool) -> str:
    if not fold:
        return re.escape(text)
    from yrd_cli.grep.brackets import escaped

    return "".join(
        re.escape(char) if len(forms(char)) == 1 else f"[{''.join(map(escaped, forms(char)))}]"
        for char in text
    )
