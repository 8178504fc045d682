"""All keys of a table found in an array of code points at once, by a trie in flat arrays.

A sieve drops most places; what is left walks the trie one character a round,
all places together. Every transition is verified: nothing rests on a hash being free of clashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from yrd_cli.convert.engine.codes import BARRIER, Codes, Flags, Ints, codes_of
from yrd_cli.convert.engine.hash_table import HashTable
from yrd_cli.convert.engine.selection import Found
from yrd_cli.convert.engine.sieve import Sieve

CODE_BITS = 21
"""A code point fits; so does BARRIER."""


class _Begun(NamedTuple):
    starts: Ints
    nodes: Ints
    active: Ints
    """Which of the starts may go on past their bigram."""


def _characters(bigrams: npt.NDArray[np.uint64]) -> tuple[Codes, Codes]:
    first = bigrams >> np.uint64(CODE_BITS)
    second = bigrams & np.uint64((1 << CODE_BITS) - 1)
    return first.astype(np.uint32), second.astype(np.uint32)


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
        self._sieve = self._sieve_of()
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
        begun = self._begin(codes, words)
        starts, key = begun.starts, self.key_of[begun.nodes]
        size = np.where(key >= 0, 2, 0)
        for active, reached, depth in self._walk(codes, begun, words):
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
        rest = Found(singles.start[alone], singles.end[alone], singles.key[alone])
        return _ordered([found, rest])

    def every(self, codes: Codes, words: npt.NDArray[np.int32] | None = None) -> Found:
        """All matches, by start and length."""
        begun = self._begin(codes, words)
        starts, key = begun.starts, self.key_of[begun.nodes]
        hit = key >= 0
        parts = [Found(starts[hit], starts[hit] + 2, key[hit])]
        for active, reached, depth in self._walk(codes, begun, words):
            key = self.key_of[reached]
            hit = key >= 0
            at = starts[active[hit]]
            parts.append(Found(at, at + depth, key[hit]))
        singles = self._singles_in(codes)
        return _ordered(parts if singles is None else [*parts, singles])

    def _sieve_of(self) -> Sieve:
        held = np.flatnonzero(self.roots.keys)
        bigrams, nodes = self.roots.keys[held], self.roots.values[held]
        sieve = Sieve()
        sieve.add_bigrams(*_characters(bigrams), self.key_of[nodes] >= 0, self.goes_on[nodes])
        bigram_of = np.zeros(len(held) + 1, np.uint64)
        bigram_of[nodes] = bigrams
        branches = self.branches.keys[self.branches.keys != 0]
        parents = (branches >> np.uint64(CODE_BITS)).astype(np.int64)
        near = parents <= len(held)
        _, thirds = _characters(branches[near])
        sieve.add_trigrams(*_characters(bigram_of[parents[near]]), thirds)
        return sieve

    def _begin(self, codes: Codes, words: npt.NDArray[np.int32] | None) -> _Begun:
        """The places where keys begin, and the nodes that their bigrams reach."""
        none = np.zeros(0, np.int64)
        if len(codes) < 2 or len(self.key_of) == 1:
            return _Begun(none, none, none)
        starts, long = self._sieve.passing(codes)
        if words is not None:
            inside = words[starts] == words[starts + 1]
            starts, long = starts[inside], long[inside]
        bigrams = (codes[starts].astype(np.uint64) << np.uint64(CODE_BITS)) | codes[starts + 1]
        reached = self.roots.get(bigrams)
        hit = np.flatnonzero(reached)
        nodes = reached[hit].astype(np.int64)
        return _Begun(starts[hit], nodes, np.flatnonzero(long[hit] & self.goes_on[nodes]))

    def _walk(
        self, codes: Codes, begun: _Begun, words: npt.NDArray[np.int32] | None
    ) -> Iterator[tuple[Ints, Ints, int]]:
        """Round by round: which of the starts went on, to which nodes, and how far."""
        starts, active = begun.starts, begun.active
        nodes = begun.nodes[active]
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
