"""The search of a whole text: in its lines, across them, and for facts of a class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from yrd_cli.grep.boundaries import keeps
from yrd_cli.grep.classes import HAN_RANGES
from yrd_cli.grep.expand import expand
from yrd_cli.grep.near import Span, Surroundings
from yrd_cli.grep.pattern import Pattern, expansion_of
from yrd_cli.grep.request import DocumentRequest, GrepRequest, PatternRequest
from yrd_cli.patterns import user_pattern

REACH = 100
"""Characters on each side of a line end within which a word that it breaks begins and ends."""

_BREAK = re.compile(rf"(?<=[{HAN_RANGES})）\]])[ \t\u3000]{{0,8}}\r?\n\s{{0,8}}(?=[{HAN_RANGES}])")


class LinePattern(Protocol):
    """A compiled pattern that is searched for in lines."""

    def spans(self, line: str) -> Iterable[Span]:
        """The matches in a line without its line end, in order, but for empty ones."""

    def selects(self, line: str) -> bool:
        """Whether it matches anywhere, be it nothing."""


@dataclass(frozen=True, slots=True)
class TextPattern:
    """Finds the spans of a pattern in a text: line by line, and words that a line end breaks.

    ``across`` is the pattern with line ends as noise within words; None where they are none.
    ``whole_words`` wants spans that begin and end where words do.
    """

    line: LinePattern
    across: re.Pattern[str] | None = None
    whole_words: bool = False

    def __call__(self, text: str) -> Sequence[Span]:
        """The spans, in order; none overlaps another. A line that matches without a span (as
        ``x*`` may) has an empty one at its beginning."""
        found = list(self._in_lines(text))
        if self.across is None or "\n" not in text:
            return found
        broken = list(self._across_lines(self.across, text))
        return _merged(found, broken) if broken else found

    def _across_lines(self, across: re.Pattern[str], text: str) -> Iterator[Span]:
        """The matches that a line end breaks, each looked for around a line end between Han
        characters."""
        for end in _BREAK.finditer(text):
            first, last = max(0, end.start() - REACH), min(len(text), end.end() + REACH)
            for match in across.finditer(text, first, last):
                start, stop = match.span()
                if start < end.start() and stop > end.end():
                    if not self.whole_words or keeps(text, start, stop):
                        yield start, stop
                    break

    def _in_lines(self, text: str) -> Iterator[Span]:
        if not text:
            return
        offset = 0
        spans, selects = self.line.spans, self.line.selects
        may_be_empty = selects("")
        for line in text.removesuffix("\n").split("\n"):
            any_span = False
            for start, end in spans(line):
                any_span = True
                yield offset + start, offset + end
            if may_be_empty and not any_span and selects(line):
                yield offset, offset
            offset += len(line) + 1


def _merged(found: list[Span], broken: list[Span]) -> list[Span]:
    """Both kinds of spans in order; what overlaps an earlier one is left out."""
    merged: list[Span] = []
    for span in sorted(found + broken):
        if not merged or span[0] >= merged[-1][1]:
            merged.append(span)
    return merged


@dataclass(frozen=True, slots=True)
class FactPattern:
    """Finds the facts of a class: sums of money, dates, names; with ``inner`` only those that
    the pattern matches somewhere."""

    kind: str
    inner: TextPattern | None = None

    def __call__(self, text: str) -> Sequence[Span]:
        """The spans of the facts, in order."""
        from yrd_cli.summarize.facts import extract_facts

        facts = extract_facts(text, types=(self.kind,))
        spans = sorted({(fact.start, fact.end) for fact in facts})
        inner = self.inner
        return [span for span in spans if inner is None or inner(text[slice(*span)])]


def text_pattern(request: PatternRequest, *, noise: bool) -> TextPattern:
    """The pattern of a request, for whole texts; with ``noise`` it sees through noise, line ends
    within words too. Raises PatternError for a pattern that is wrong."""
    pattern = Pattern(request._replace(noise=noise))
    expansion = expansion_of(pattern.request)
    if not noise or request.line or expansion is None:
        return TextPattern(pattern)
    source = expand(pattern.translated, expansion._replace(across_lines=True))
    flags = re.MULTILINE | (re.IGNORECASE if pattern.ignore_case else 0)
    return TextPattern(pattern, user_pattern(source, flags), whole_words=request.word)


Find = TextPattern | FactPattern


def finder_of(request: GrepRequest, *, noise: bool) -> Find:
    """What a run looks for in each text: a pattern, or the facts of a class."""
    kind = request.document.fact_class
    if kind is None:
        return text_pattern(request.pattern, noise=noise)
    inner = text_pattern(request.pattern, noise=noise) if request.pattern.patterns else None
    return FactPattern(kind, inner)


def surroundings_of(request: GrepRequest) -> Surroundings:
    """What has to stand around a hit; its patterns are read as the main one is."""
    noise = request.pattern.noise is not False and not request.pattern.exact

    def pattern(text: str) -> TextPattern:
        lines = tuple(text.split("\n"))
        return text_pattern(request.pattern._replace(patterns=lines, line=False), noise=noise)

    asked: DocumentRequest = request.document
    return Surroundings(
        tuple((near.distance, pattern(near.pattern)) for near in asked.near),
        tuple(map(pattern, asked.and_)),
        tuple(map(pattern, asked.not_)),
        asked.within,
    )
