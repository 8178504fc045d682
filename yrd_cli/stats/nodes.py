"""The node of a collocation: a word, several words, or a regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from yrd_cli.errors import UsageError
from yrd_cli.patterns import user_pattern
from yrd_cli.time_limit import WordPattern

_REGEX_MARKS = frozenset("\\^$.|?*+()[]{}")


@dataclass(slots=True)
class Node:
    """What collocates are looked for around.

    A pattern with any of ``\\^$.|?*+()[]{}`` is a regular expression that must match a whole
    word; one with spaces is an expression for each of several words that follow each other. Any
    other is the words themselves, which a text may cut otherwise: whatever tokens spell the node
    are the node, with spaces between them or none.
    """

    pattern: str
    option: str = "--collocates"
    """Where the pattern comes from, for what is said of a broken one."""
    seconds: float | None = None
    """What a regular expression may take for one word; None: as `WordPattern` has it."""
    _regexes: list[WordPattern] = field(default_factory=list)
    """Of a node of several words, one for each."""
    _known: list[dict[str, bool]] = field(default_factory=list)
    """For each of them, the words that were tried, and whether it matches."""
    _spelled: str = ""

    def __post_init__(self) -> None:
        if _REGEX_MARKS.isdisjoint(self.pattern):
            self._spelled = "".join(self.pattern.split())
            if not self._spelled:
                raise UsageError(f"{self.option} needs a word")
            return
        self._regexes = [self._of_one_word(part) for part in self.pattern.split()]
        self._known = [{} for _ in self._regexes]

    def _of_one_word(self, regex: str) -> WordPattern:
        try:
            return WordPattern(user_pattern(regex), self.option, self.seconds)
        except (re.error, RecursionError, OverflowError) as e:
            several = "" if regex == self.pattern else f": {regex}, of one word"
            raise UsageError(f"{self.option} {self.pattern}{several}: {e}") from None

    def may_occur(self, text: str) -> bool:
        """Whether it is worth looking for the node in a text."""
        return bool(self._regexes) or all(part in text for part in self.pattern.split())

    def beginnings(self, types: Iterable[str]) -> set[str]:
        """The tokens among these with which the node can begin."""
        if not self._regexes:
            return {word for word in types if self._spelled.startswith(word)}
        return {word for word in types if self._matches(0, word)}

    def _matches(self, place: int, word: str) -> bool:
        known = self._known[place].get(word)
        if known is None:
            known = self._known[place][word] = self._regexes[place].is_all_of(word)
        return known

    def spans(self, words: Sequence[str], beginnings: Set[str]) -> Iterator[tuple[int, int]]:
        """Where the node stands among tokens, from left to right, without overlaps."""
        last = 0
        for at, word in enumerate(words):
            if word in beginnings and at >= last:
                end = self._end(words, at)
                if end:
                    yield at, end
                    last = end

    def _end(self, words: Sequence[str], at: int) -> int:
        """Where a node that begins here ends; 0 where it is none."""
        if self._regexes:
            return self._end_of_several(words, at + 1)
        done, end = len(words[at]), at + 1
        while done < len(self._spelled) and end < len(words):
            if not words[end].isspace():
                if not self._spelled.startswith(words[end], done):
                    return 0
                done += len(words[end])
            end += 1
        return end if done == len(self._spelled) else 0

    def _end_of_several(self, words: Sequence[str], at: int) -> int:
        """The same where the first word is matched: this is the place after it."""
        for place in range(1, len(self._regexes)):
            while at < len(words) and words[at].isspace():
                at += 1
            if at == len(words) or not self._matches(place, words[at]):
                return 0
            at += 1
        return at
