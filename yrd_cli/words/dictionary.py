"""jieba's dictionary, compiled: only the words that a text asks about are unpacked.

Loading jieba's own table takes 0.6 s and 120 MB, which a short text does not pay for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from math import log
from pathlib import Path
from typing import NamedTuple

from yrd_cli.words.tables import DATA, Tables

FREQUENCY_CODES = 0xE000
"""A frequency is written as a private-use character: its rank among the 5,087 different ones."""
TAG_CODES = 0x0100
"""A tag is written as a character from here on: its rank among the 55 different ones."""

_ENTRY = re.compile("([^\ue000-\uf8ff]*)([\ue000-\uf8ff])(.)")


def dictionary_path() -> Path:
    """The dictionary file of the installed jieba; the package is not imported."""
    from importlib.util import find_spec

    spec = find_spec("jieba")
    if spec is None or spec.origin is None:  # pragma: no cover - a broken installation
        raise ModuleNotFoundError("jieba is not installed")
    return Path(spec.origin).parent / "dict.txt"


class Entry(NamedTuple):
    """What the dictionary says about a word."""

    frequency: int
    tag: str | None


class Lexicon:
    """The words as jieba 0.42.1 ships them, read-only.

    A block holds the words with one first character: after each second character the rest of
    each word, its frequency and its tag.
    """

    def __init__(self) -> None:
        tables = Tables(DATA / "dictionary.tables")
        self.version: str = tables.notes["version"]
        """Of jieba."""
        self.sha256: str = tables.notes["sha256"]
        """Of jieba's dict.txt."""
        self.total: int = tables.notes["total"]
        self.distinct: int = tables.notes["distinct"]
        """The sum of the frequencies, one word counted once: the file lists one word twice."""
        self.tags: list[str] = tables.notes["tags"]
        self._frequencies = tables.numbers("frequencies", "I")
        self._offsets = tables.numbers("offsets", "I")
        firsts = tables.text("firsts")
        self._places = dict(zip(firsts, range(len(firsts)), strict=True))
        self._body = tables.section("blocks")
        self._blocks: dict[str, str] = {}
        self._logs: dict[str, float] = {}

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        """Every word and its entry, in code-point order."""
        for first in self._places:
            head, *groups = self._block(first).split("\n")
            for pair, body in [("", head), *((g[0], g[1:]) for g in groups)]:
                for rest, frequency, tag in _ENTRY.findall(body):
                    yield first + pair + rest, self._entry(frequency, tag)

    def begins_words(self, start: str) -> bool:
        """Whether any word begins with these characters."""
        if len(start) == 1:
            return start in self._places
        body = self._group(start)
        rests = (rest for rest, _, _ in _ENTRY.findall(body)) if start[2:] in body else ()
        return any(rest.startswith(start[2:]) for rest in rests)

    def entry(self, word: str) -> Entry | None:
        """The entry of a word."""
        if len(word) == 1:
            head = self._block(word)[:2]
            return None if head[:1] in ("", "\n") else self._entry(head[0], head[1])
        body = self._group(word)
        if word[2:] in body:
            for rest, frequency, tag in _ENTRY.findall(body):
                if rest == word[2:]:
                    return self._entry(frequency, tag)
        return None

    def logs(self, pair: str) -> dict[str, float]:
        """The words that begin with two characters: what follows these, and the logarithm of the
        frequency."""
        body = self._group(pair)
        return {rest: self._log(code) for rest, code, _ in _ENTRY.findall(body)} if body else {}

    def _log(self, code: str) -> float:
        value = self._logs.get(code)
        if value is None:
            value = self._logs[code] = log(self._frequencies[ord(code) - FREQUENCY_CODES])
        return value

    def _entry(self, frequency: str, tag: str) -> Entry:
        return Entry(
            self._frequencies[ord(frequency) - FREQUENCY_CODES], self.tags[ord(tag) - TAG_CODES]
        )

    def _group(self, word: str) -> str:
        """What follows the first two characters of a word in the words that begin with them."""
        block = self._blocks.get(word[0]) or self._block(word[0])
        at = block.find("\n" + word[1])
        if at < 0:
            return ""
        end = block.find("\n", at + 2)
        return block[at + 2 : end if end >= 0 else len(block)]

    def _block(self, first: str) -> str:
        block = self._blocks.get(first)
        if block is None:
            at = self._places.get(first)
            low, high = (0, 0) if at is None else self._offsets[at : at + 2]
            block = self._blocks[first] = str(self._body[2 * low : 2 * high], "utf-16-le")
        return block


@cache
def lexicon() -> Lexicon:
    """The words of jieba, opened once a process."""
    return Lexicon()


class Group(NamedTuple):
    """The words that begin with two characters, as the segmentation asks for them."""

    pair: float | None
    """The logarithm of the frequency of these two characters as a word."""
    sizes: tuple[int, ...]
    """The lengths of the longer words, less two, ascending."""
    longer: dict[str, float]
    """What follows the two characters, and the logarithm of the frequency."""


NO_WORDS = Group(None, (), {})


class _Groups(dict[str, Group]):
    """Groups by their two characters, unpacked when they are asked for."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def __missing__(self, pair: str) -> Group:
        logs = self._dictionary.logs(pair)
        group = NO_WORDS
        if logs:
            first = logs.pop("", None)
            group = Group(first, tuple(sorted({len(rest) for rest in logs})), logs)
        self[pair] = group
        return group


class _Singles(dict[str, float | None]):
    """The logarithms of the frequencies of single characters; None for what is no word."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def __missing__(self, char: str) -> float | None:
        frequency = self._dictionary.frequency(char)
        value = self[char] = log(frequency) if frequency else None
        return value


class Dictionary:
    """The words of jieba and those of a user: what jieba's FREQ, total and tags would be."""

    def __init__(self) -> None:
        self._lexicon = lexicon()
        self.total = self._lexicon.total
        self.user: dict[str, Entry] = {}
        """The user's words, with a tag where one was given."""
        self._user_groups: dict[str, dict[str, int]] = {}
        self._user_beginnings: set[str] = set()
        self.groups = _Groups(self)
        self.singles = _Singles(self)

    def add(self, word: str, frequency: int, tag: str | None = None) -> None:
        """Add a word, or change it, as jieba's ``add_word`` does."""
        known = self.user.get(word)
        self.user[word] = Entry(frequency, tag or (known.tag if known else None))
        self.total += frequency
        self._user_beginnings.update(word[:size] for size in range(1, len(word)))
        if len(word) == 1:
            self.singles.pop(word, None)
        else:
            self._user_groups.setdefault(word[:2], {})[word[2:]] = frequency
            self.groups.pop(word[:2], None)
        self.__dict__.pop("force_split", None)

    @cached_property
    def force_split(self) -> frozenset[str]:
        """Words of frequency 0: the hidden Markov model may not make them either."""
        return frozenset(word for word, entry in self.user.items() if not entry.frequency)

    def logs(self, pair: str) -> dict[str, float]:
        """The words that begin with two characters: what follows these, and the logarithm of the
        frequency."""
        logs = self._lexicon.logs(pair)
        for rest, frequency in self._user_groups.get(pair, {}).items():
            logs.pop(rest, None)
            if frequency:
                logs[rest] = log(frequency)
        return logs

    def frequency(self, word: str) -> int | None:
        """jieba's FREQ: the frequency; 0 for what only begins a word; None for what is none.

        >>> Dictionary().frequency("中华人"), Dictionary().frequency("中华人名")
        (0, None)
        """
        entry = self.user.get(word) or self._lexicon.entry(word)
        if entry is not None:
            return entry.frequency
        begins = word in self._user_beginnings or self._lexicon.begins_words(word)
        return 0 if begins else None

    def is_word(self, word: str) -> bool:
        """Whether the word is listed, and not with frequency 0."""
        entry = self.user.get(word) or self._lexicon.entry(word)
        return entry is not None and entry.frequency > 0

    def tag(self, word: str) -> str:
        """The part of speech, ``x`` where the dictionaries name none."""
        own = self.user.get(word)
        if own is not None and own.tag:
            return own.tag
        known = self._lexicon.entry(word)
        return known.tag if known is not None and known.tag else "x"
