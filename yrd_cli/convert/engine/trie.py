"""All keys of a table found in an array of code points at once, by a trie in flat arrays.

A bitmap of hashed bigrams drops most places; what is left walks the trie one character a round,
all places together. Every transition is verified: nothing rests on a hash being free of clashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

CODE_BITS = 21
"""A code point fits; so does BARRIER."""

BARRIER = 0x110000
"""One past the last code point: no text and no key holds it, so no match crosses it."""

BITMAP_BITS = 20
"""One MB of flags, which a processor keeps close: with 50,000 phrases, one pair in 40 of random
Han passes wrongly."""

_SPARE = 64
"""Slots past the end of a table, so that probing never wraps."""

_HASH_1 = np.uint32(0x9E3779B1)
_HASH_2 = np.uint32(0x85EBCA77)
_HASH_64 = np.uint64(0x9E3779B97F4A7C15)


class Found(NamedTuple):
    """Matches by start and, where all were asked for, by length."""

    start: Ints
    end: Ints
    key: npt.NDArray[np.int32]
    """The number of the key in the table."""


def codes_of(text: str) -> Codes:
    """The code points of a text; lone surrogates are kept."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(codes: Codes) -> str:
    """The text of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _bigram_hash(first: Codes, second: Codes) -> Codes:
    hashed = first * _HASH_1
    hashed += second * _HASH_2
    hashed >>= np.uint32(32 - BITMAP_BITS)
    return hashed


def _bitmap_of(roots: HashTable) -> Flags:
    bigrams = roots.keys[roots.keys != 0]
    first = (bigrams >> np.uint64(CODE_BITS)).astype(np.uint32)
    second = (bigrams & np.uint64((1 << CODE_BITS) - 1)).astype(np.uint32)
    bitmap = np.zeros(1 << BITMAP_BITS, np.bool_)
    bitmap[_bigram_hash(first, second)] = True
    return bitmap


class HashTable:
    """From numbers above zero to numbers above zero: open addressing, probed in parallel."""

    def __init__(self, keys: npt.NDArray[np.uint64], values: npt.NDArray[np.int32], probes: int):
        self.keys = keys
        self.values = values
        self.probes = probes
        """The longest way from a key's home to its slot."""
        self._shift = np.uint64(64 - (len(keys) - _SPARE).bit_length() + 1)

    @classmethod
    def of(cls, keys: npt.NDArray[np.uint64], values: npt.NDArray[np.int32]) -> HashTable:
        """A table at most half full, so that nearly every key is found at once."""
        bits = max(6, (2 * len(keys)).bit_length())
        while (table := cls._filled(keys, values, bits)) is None:
            bits += 1
        return table

    @classmethod
    def _filled(
        cls, keys: npt.NDArray[np.uint64], values: npt.NDArray[np.int32], bits: int
    ) -> HashTable | None:
        """A table of that size, or None where a chain grew past the spare slots."""
        size = (1 << bits) + _SPARE
        table = cls(np.zeros(size, np.uint64), np.zeros(size, np.int32), 0)
        home = table._home(keys)
        waiting = np.arange(len(keys))
        while len(waiting):
            if table.probes >= _SPARE:
                return None
            slots = home[waiting] + table.probes
            free = table.keys[slots] == 0
            taken, first = np.unique(slots[free], return_index=True)
            placed = waiting[free][first]
            table.keys[taken] = keys[placed]
            table.values[taken] = values[placed]
            left = np.ones(len(keys), np.bool_)
            left[placed] = False
            waiting = waiting[left[waiting]]
            table.probes += 1
        return table

    def _home(self, keys: npt.NDArray[np.uint64]) -> Ints:
        return ((keys * _HASH_64) >> self._shift).astype(np.int64)

    def get(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
        """The values, zero where there is none."""
        home = self._home(keys)
        seen = self.keys[home]
        values: npt.NDArray[np.int32] = np.where(seen == keys, self.values[home], np.int32(0))
        waiting = np.flatnonzero((seen != keys) & (seen != 0))
        for probe in range(1, self.probes):
            if not len(waiting):
                break
            slots = home[waiting] + probe
            seen = self.keys[slots]
            hit = seen == keys[waiting]
            values[waiting[hit]] = self.values[slots[hit]]
            waiting = waiting[~hit & (seen != 0)]
        return values


class PhraseTrie:
    """The keys of two or more characters, and the singles that a look-up table cannot hold."""

    def __init__(
        self,
        roots: HashTable,
        branches: HashTable,
        key_of: npt.NDArray[np.int32],
        goes_on: Flags,
        singles: npt.NDArray[np.int32],
    ) -> None:
        self._bitmap = _bitmap_of(roots)
        self.roots = roots
        """From bigrams to nodes."""
        self.branches = branches
        """From nodes and the next character to nodes."""
        self.key_of = key_of
        """By node: the number of the key that ends there, or -1."""
        self.goes_on = goes_on
        """By node: whether longer keys go on from it."""
        self.singles = singles
        """Pairs of code point and key number, one after another."""
        self._single_of: npt.NDArray[np.int32] | None = None

    @classmethod
    def of(cls, keys: Sequence[str]) -> PhraseTrie:
        """The trie of the keys, which are numbered in their order."""
        lengths = np.fromiter(map(len, keys), np.int64, len(keys))
        codes = codes_of("".join(keys)).astype(np.uint64)
        starts = np.cumsum(lengths) - lengths
        alone = np.flatnonzero(lengths == 1)
        singles = np.stack([codes[starts[alone]].astype(np.int64), alone], axis=1).ravel()
        live = np.flatnonzero(lengths > 1)
        bigrams = (codes[starts[live]] << np.uint64(CODE_BITS)) | codes[starts[live] + 1]
        unique, node = np.unique(bigrams, return_inverse=True)
        node += 1
        nodes = len(unique)
        roots = HashTable.of(unique, np.arange(1, nodes + 1, dtype=np.int32))
        ends: list[tuple[Ints, Ints]] = []
        edges: list[npt.NDArray[np.uint64]] = []
        depth = 2
        while len(live):
            done = lengths[live] == depth
            ends.append((node[done], live[done]))
            live, node = live[~done], node[~done]
            steps = (node.astype(np.uint64) << np.uint64(CODE_BITS)) | codes[starts[live] + depth]
            unique, node = np.unique(steps, return_inverse=True)
            node += nodes + 1
            nodes += len(unique)
            edges.append(unique)
            depth += 1
        key_of = np.full(nodes + 1, -1, np.int32)
        for at, key in ends:
            key_of[at] = key
        every = np.concatenate(edges) if edges else np.zeros(0, np.uint64)
        first_branch = nodes + 1 - len(every)
        branches = HashTable.of(every, np.arange(first_branch, nodes + 1, dtype=np.int32))
        goes_on = np.zeros(nodes + 1, np.bool_)
        goes_on[(every >> np.uint64(CODE_BITS)).astype(np.int64)] = True
        return cls(roots, branches, key_of, goes_on, singles.astype(np.int32))

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The trie as named arrays, for the cache."""
        return {
            "root_keys": self.roots.keys,
            "root_values": self.roots.values,
            "branch_keys": self.branches.keys,
            "branch_values": self.branches.values,
            "probes": np.array([self.roots.probes, self.branches.probes], np.int32),
            "key_of": self.key_of,
            "goes_on": self.goes_on,
            "singles": self.singles,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> PhraseTrie:
        """The trie from its named arrays."""
        probes = arrays["probes"].tolist()
        return cls(
            HashTable(arrays["root_keys"], arrays["root_values"], probes[0]),
            HashTable(arrays["branch_keys"], arrays["branch_values"], probes[1]),
            arrays["key_of"],
            arrays["goes_on"],
            arrays["singles"],
        )

    def longest(self, codes: Codes, words: npt.NDArray[np.int32] | None = None) -> Found:
        """The longest match at each place, within the word it begins in where words are given."""
        starts, nodes = self._begin(codes, words)
        key = self.key_of[nodes]
        size = np.where(key >= 0, 2, 0)
        for active, reached, depth in self._walk(codes, starts, nodes, words):
            ending = self.key_of[reached]
            hit = ending >= 0
            key[active[hit]] = ending[hit]
            size[active[hit]] = depth
        hit = size > 0
        found = Found(starts[hit], starts[hit] + size[hit], key[hit])
        singles = self._singles_in(codes)
        if singles is None:
            return found
        alone = ~np.isin(singles.start, found.start, assume_unique=True)
        return _ordered([found, Found(*(column[alone] for column in singles))])

    def every(self, codes: Codes, words: npt.NDArray[np.int32] | None = None) -> Found:
        """All matches, by start and length."""
        starts, nodes = self._begin(codes, words)
        key = self.key_of[nodes]
        hit = key >= 0
        parts = [Found(starts[hit], starts[hit] + 2, key[hit])]
        for active, reached, depth in self._walk(codes, starts, nodes, words):
            key = self.key_of[reached]
            hit = key >= 0
            at = starts[active[hit]]
            parts.append(Found(at, at + depth, key[hit]))
        singles = self._singles_in(codes)
        return _ordered(parts if singles is None else [*parts, singles])

    def _begin(self, codes: Codes, words: npt.NDArray[np.int32] | None) -> tuple[Ints, Ints]:
        """The places where a bigram begins a key, and the nodes reached there."""
        if len(codes) < 2 or len(self.key_of) == 1:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        starts = np.flatnonzero(self._bitmap[_bigram_hash(codes[:-1], codes[1:])])
        if words is not None:
            starts = starts[words[starts] == words[starts + 1]]
        bigrams = (codes[starts].astype(np.uint64) << np.uint64(CODE_BITS)) | codes[starts + 1]
        nodes = self.roots.get(bigrams)
        hit = np.flatnonzero(nodes)
        return starts[hit], nodes[hit].astype(np.int64)

    def _walk(
        self, codes: Codes, starts: Ints, nodes: Ints, words: npt.NDArray[np.int32] | None
    ) -> Iterator[tuple[Ints, Ints, int]]:
        """Round by round: which of the starts went on, to which nodes, and how far."""
        active = np.flatnonzero(self.goes_on[nodes])
        nodes = nodes[active]
        depth = 2
        while len(active):
            at = starts[active] + depth
            inside = at < len(codes)
            if words is not None:
                inside[inside] = words[at[inside]] == words[starts[active[inside]]]
            if not inside.all():
                active, nodes, at = active[inside], nodes[inside], at[inside]
            steps = (nodes.astype(np.uint64) << np.uint64(CODE_BITS)) | codes[at]
            reached = self.branches.get(steps)
            hit = np.flatnonzero(reached)
            active, nodes = active[hit], reached[hit].astype(np.int64)
            depth += 1
            yield active, nodes, depth
            on = self.goes_on[nodes]
            active, nodes = active[on], nodes[on]

    def _singles_in(self, codes: Codes) -> Found | None:
        if not len(self.singles):
            return None
        if self._single_of is None:
            self._single_of = np.full(BARRIER + 1, -1, np.int32)
            self._single_of[self.singles[::2]] = self.singles[1::2]
        key = self._single_of[codes]
        at = np.flatnonzero(key >= 0)
        return Found(at, at + 1, key[at])


def _ordered(parts: list[Found]) -> Found:
    start = np.concatenate([part.start for part in parts])
    end = np.concatenate([part.end for part in parts])
    key = np.concatenate([part.key for part in parts])
    order = np.lexsort((end, start))
    return Found(start[order], end[order], key[order])


def leftmost(found: Found) -> Found:
    """From left to right, of matches of which no two begin at one place: none that overlaps."""
    start, end, key = found
    if len(start) < 2:
        return found
    reach = np.maximum.accumulate(end)
    clash = np.flatnonzero(start[1:] < reach[:-1]) + 1
    if not len(clash):
        return found
    starts, ends = start.tolist(), end.tolist()
    dropped = []
    previous, covered = -1, 0
    for number in clash.tolist():
        if number - 1 != previous:  # a new cluster: its first match stands
            covered = ends[number - 1]
        if starts[number] < covered:
            dropped.append(number)
        else:
            covered = ends[number]
        previous = number
    kept = np.ones(len(start), np.bool_)
    kept[dropped] = False
    return Found(start[kept], end[kept], key[kept])


def longest_first(found: Found) -> Found:
    """The longest are chosen first, the leftmost among equals: none that overlaps."""
    start, end, key = found
    if len(start) < 2:
        return found
    cluster = clusters(found)
    several = np.flatnonzero(np.bincount(cluster)[cluster] > 1)
    if not len(several):
        return found
    starts, ends = start[several].tolist(), end[several].tolist()
    kept = np.ones(len(start), np.bool_)
    kept[several] = False
    chosen: list[int] = []
    edges = np.flatnonzero(np.diff(cluster[several], prepend=-1, append=-1)).tolist()
    for low, high in zip(edges, edges[1:], strict=False):
        taken: list[tuple[int, int]] = []
        for n in sorted(range(low, high), key=lambda n: (starts[n] - ends[n], starts[n])):
            if all(ends[n] <= s or e <= starts[n] for s, e in taken):
                taken.append((starts[n], ends[n]))
                chosen.append(n)
    kept[several[chosen]] = True
    return Found(start[kept], end[kept], key[kept])


def clusters(found: Found) -> Ints:
    """By match, the number of its cluster: a run of matches each of which overlaps another."""
    reach = np.maximum.accumulate(found.end)
    new = np.ones(len(found.start), np.bool_)
    new[1:] = found.start[1:] >= reach[:-1]
    return np.cumsum(new) - 1
