"""Whole configurations on arrays of code points: for everything longer than a few KB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from yrd_cli.convert.engine.codes import BARRIER, Codes, Flags, Ints, codes_of, ranges, text_of
from yrd_cli.convert.engine.selection import Found, leftmost
from yrd_cli.convert.engine.tables import Table, preferred
from yrd_cli.convert.engine.trie import PhraseTrie

Words = npt.NDArray[np.int32]
"""By character: the number of the segment it stands in."""


class ArrayTable(NamedTuple):
    """A table compiled: single characters, phrases and what the phrases become."""

    char_from: Codes
    char_to: Codes
    trie: PhraseTrie
    values: Codes
    """The phrases' values one after another."""
    value_start: Ints
    changes: Flags
    """By phrase: whether it says other than its characters one by one."""

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The table as named arrays, for the cache."""
        own = {name: getattr(self, name) for name in _OWN}
        return {**own, **self.trie.to_arrays()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> ArrayTable:
        """The table from its named arrays."""
        return cls(trie=PhraseTrie.from_arrays(arrays), **{name: arrays[name] for name in _OWN})

    @classmethod
    def of(cls, table: Table) -> ArrayTable:
        """The compiled form of a table."""
        chars, phrases = {}, {}
        for key, entry in table.items():
            value = preferred(entry)
            if len(key) == len(value) == 1:
                chars[key] = value
            else:
                phrases[key] = value
        return compiled(chars, phrases)


_OWN = ("char_from", "char_to", "values", "value_start", "changes")


def compiled(chars: dict[str, str], phrases: dict[str, str]) -> ArrayTable:
    """The compiled form of single characters that become single ones, and of all other keys."""
    char_from, char_to = codes_of("".join(chars)), codes_of("".join(chars.values()))
    keys, values = list(phrases), list(phrases.values())
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    value_start = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    value_codes = codes_of("".join(values))
    by_chars = text_of(lookup(char_from, char_to)[codes_of("".join(keys))])
    changes = np.ones(len(keys), np.bool_)
    at = 0
    for number, (key, value) in enumerate(zip(keys, values, strict=True)):
        end = at + len(key)
        changes[number] = by_chars[at:end] != value
        at = end
    return ArrayTable(char_from, char_to, PhraseTrie.of(keys), value_codes, value_start, changes)


def lookup(char_from: Codes, char_to: Codes) -> Codes:
    """A table from every code point to what it becomes; the barrier stays."""
    table = np.arange(BARRIER + 1, dtype=np.uint32)
    table[char_from] = char_to
    return table


class Chooser(Protocol):
    """Decides which of the matches of a step stand."""

    def choose(self, found: Found, matters: Flags, original: Codes) -> Found:
        """The matches that stand, none overlapping another.

        ``found`` are all matches; ``matters`` says of which the choice shows; ``original`` is the
        text before the first step, each character at its place.
        """
        ...


class Spliced(NamedTuple):
    """The output of a step, and where each of its characters came from."""

    codes: Codes
    origin: Ints | None
    """By character of the output: its place in the input; None where no length changed."""


class ArrayStep:
    """OpenCC's step on arrays."""

    def __init__(self, table: ArrayTable, chooser: Chooser | None = None) -> None:
        self.table = table
        self._lookup = lookup(table.char_from, table.char_to)
        self._chooser = chooser

    def find(self, codes: Codes, words: Words | None, original: Codes) -> Found:
        """The matches that stand: the longest from left to right, or what the chooser says.

        The chooser reads the original: it is not asked once a step has changed the length.
        """
        trie = self.table.trie
        if self._chooser is None or len(codes) != len(original):
            return leftmost(trie.longest(codes, words))
        found = trie.every(codes, words)
        return self._chooser.choose(found, self.table.changes[found.key], original)

    def put(self, codes: Codes, found: Found) -> Spliced:
        """The text with its characters converted one by one, and the phrases put in."""
        table = self.table
        changed = table.changes[found.key]
        key = found.key[changed]
        first = table.value_start[key]
        size = table.value_start[key + 1] - first
        start, end = found.start[changed], found.end[changed]
        return splice(self._lookup[codes], start, end, table.values, first, size)

    def apply(self, codes: Codes, words: Words | None, original: Codes) -> Spliced:
        """The output of the step."""
        return self.put(codes, self.find(codes, words, original))


class Applied(Protocol):
    """A step of a chain on arrays."""

    def apply(self, codes: Codes, words: Words | None, original: Codes) -> Spliced:
        """The output of the step; see `ArrayStep`."""
        ...


def splice(codes: Codes, start: Ints, end: Ints, values: Codes, first: Ints, size: Ints) -> Spliced:
    """``codes`` with ``values[first : first + size]`` in place of each ``start:end``."""
    if not len(start):
        return Spliced(codes, None)
    grown = size - (end - start)
    if not grown.any():
        codes[ranges(start, size)] = values[ranges(first, size)]
        return Spliced(codes, None)
    counts = np.ones(len(codes), np.int64)
    counts[ranges(start, end - start)] = 0
    counts[start] = size  # the whole value comes from the first character
    origin = np.repeat(np.arange(len(codes)), counts)
    out = codes[origin]
    moved = start + np.cumsum(grown) - grown
    out[ranges(moved, size)] = values[ranges(first, size)]
    return Spliced(out, origin)


def word_numbers(length: int, edges: Sequence[Ints]) -> Words:
    """By character, the number of the segment, where new segments begin at the edges."""
    new = np.zeros(length + 1, np.bool_)
    for edge in edges:
        new[edge] = True
    return np.cumsum(new[:-1], dtype=np.int32)


class ArrayChain:
    """A whole configuration on arrays."""

    def __init__(
        self,
        normalization: Sequence[ArrayStep],
        segmentation: ArrayStep | None,
        chain: Sequence[Applied],
    ) -> None:
        """``segmentation`` may be the first step itself where both have the same phrases."""
        self._normalization = normalization
        self._segmentation = segmentation if len(chain) > 1 else None
        self._chain = chain

    def convert(self, text: str) -> str:
        """The text converted."""
        codes = codes_of(text)
        for step in self._normalization:
            codes = step.apply(codes, None, codes).codes
        original, words = codes, None
        chain = self._chain
        if self._segmentation is not None:
            found = self._segmentation.find(codes, None, original)
            words = word_numbers(len(codes), (found.start, found.end))
            if self._segmentation is chain[0]:
                # Each word is one phrase, and no phrase is left between the words.
                codes, origin = self._segmentation.put(codes, found)
                words = words if origin is None else words[origin]
                chain = chain[1:]
        for applied in chain:
            codes, origin = applied.apply(codes, words, original)
            if words is not None and origin is not None:
                words = words[origin]
        return text_of(codes)
