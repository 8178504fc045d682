"""The node of a collocation: a word, several words, or a regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from yrd_cli.errors import UsageError
from yrd_cli.time_limit import WordPattern

_REGEX_MARKS = frozenset("\\^$.|?*+()[]{}")


@dataclass(slots=True)
class Node:
    """What collocates are looked for around.

    A pattern with any of ``\\^$.|?*+()[]{}`` is a regular expression that must match a whole
    word. Any other is the words themselves, which a text may cut otherwise: whatever tokens spell
    the node are the node, with spaces between them or none.
    """

    pattern: str
    option: str = "--collocates"
    """Where the pattern comes from, for what is said of a broken one."""
    _regex: WordPattern | None = None
    _spelled: str = ""
    _known: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if _REGEX_MARKS.isdisjoint(self.pattern):
            self._spelled = "".join(self.pattern.split())
            if not self._spelled:
                raise UsageError(f"{self.option} needs a word")
            return
        try:
            self._regex = WordPattern(re.compile(self.pattern), self.option)
        except (re.error, RecursionError, OverflowError) as e:
            raise UsageError(f"{self.option} {self.pattern}: {e}") from None

    def may_occur(self, text: str) -> bool:
        """Whether it is worth looking for the node in a text."""
        return self._regex is not None or all(part in text for part in self.pattern.split())

    def beginnings(self, types: Iterable[str]) -> set[str]:
        """The tokens among these with which the node can begin."""
        if self._regex is None:
            return {word for word in types if self._spelled.startswith(word)}
        found = set()
        for word in types:
            known = self._known.get(word)
            if known is None:
                known = self._known[word] = self._regex.is_all_of(word)
            if known:
                found.add(word)
        return found

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
        if self._regex is not None:
            return at + 1
        done, end = len(words[at]), at + 1
        while done < len(self._spelled) and end < len(words):
            if not words[end].isspace():
                if not self._spelled.startswith(words[end], done):
                    return 0
                done += len(words[end])
            end += 1
        return end if done == len(self._spelled) else 0
