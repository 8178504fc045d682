"""User words that no block can hold, such as those with spaces: joined after the segmentation.

jieba reads them from a user dictionary and never finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import accumulate


class Joiner:
    """Joins neighbouring words that together are an entry; no word is cut for it."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        """``entries``: by word, its tag."""
        self._tags = entries
        self._starts: dict[str, list[str]] = {}
        for word in sorted(entries, key=len, reverse=True):
            self._starts.setdefault(word[:2], []).append(word)
        firsts = "".join(sorted({re.escape(start[0]) for start in self._starts}))
        self._first = re.compile(f"[{firsts}]")

    def join(self, text: str, words: list[str], tags: list[str] | None = None) -> None:
        """Join entries in the words of a text, and in their tags, from left to right, of several
        the longest."""
        candidates = self._candidates(text)
        if not candidates:
            return
        places = {end: at for at, end in enumerate(accumulate(map(len, words), initial=0))}
        joins: list[tuple[int, int, str]] = []
        free = 0
        for start, entry in candidates:
            end = start + len(entry)
            if start >= free and start in places and end in places:
                joins.append((places[start], places[end], entry))
                free = end
        for low, high, entry in reversed(joins):
            words[low:high] = [entry]
            if tags is not None:
                tags[low:high] = [self._tags[entry]]

    def _candidates(self, text: str) -> list[tuple[int, str]]:
        """Where entries stand in a text, from left to right, the longest first."""
        found = []
        for match in self._first.finditer(text):
            at = match.start()
            for entry in self._starts.get(text[at : at + 2], ()):
                if text.startswith(entry, at):
                    found.append((at, entry))
        return found


def joiner_of(entries: Iterable[tuple[str, str]]) -> Joiner | None:
    """A joiner of words and their tags; None where there is nothing to join."""
    several = {word: tag for word, tag in entries if len(word) > 1}
    return Joiner(several) if several else None
