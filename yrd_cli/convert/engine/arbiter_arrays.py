"""The word-boundary arbiter on arrays: all windows of a text are segmented in step."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from yrd_cli.convert.engine.arbiter import CONTEXT, UNKNOWN, Segmenter, costs_of, lexicon
from yrd_cli.convert.engine.codes import BARRIER, Codes, Flags, Ints, codes_of, ranges, text_of
from yrd_cli.convert.engine.selection import Found, clusters, leftmost
from yrd_cli.convert.engine.store import load_arrays, save_arrays
from yrd_cli.convert.engine.tables import blocks_of
from yrd_cli.convert.engine.trie import PhraseTrie

_WORD_BITS = 6
"""A word's length fits: jieba's longest has 16 characters."""
_WORD_MASK = (1 << _WORD_BITS) - 1

_WINDOW = 64
"""Windows of so many characters go in step; a longer one, as a run of one character makes it, is
cheaper alone. In 9 MB of news none is longer than 22."""

_loaded: dict[str, Lexicon] = {}


class Lexicon(NamedTuple):
    """Words of two or more characters as a trie, and single characters, with their costs."""

    trie: PhraseTrie
    costs: npt.NDArray[np.int64]
    """By word."""
    chars: Codes
    char_costs: npt.NDArray[np.int64]

    @classmethod
    def of(cls, words: dict[str, int]) -> Lexicon:
        """The lexicon of words and their costs."""
        phrases = {w: c for w, c in words.items() if 1 < len(w) <= _WORD_MASK}
        chars = {w: c for w, c in words.items() if len(w) == 1}
        return cls(
            PhraseTrie.of(list(phrases)),
            np.fromiter(phrases.values(), np.int64, len(phrases)),
            codes_of("".join(chars)),
            np.fromiter(chars.values(), np.int64, len(chars)),
        )

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The lexicon as named arrays, for the cache."""
        own: dict[str, npt.NDArray[Any]] = {
            "costs": self.costs,
            "chars": self.chars,
            "char_costs": self.char_costs,
        }
        return {**own, **self.trie.to_arrays()}

    @classmethod
    def from_arrays(cls, arrays: dict[str, npt.NDArray[Any]]) -> Lexicon:
        """The lexicon from its named arrays."""
        trie = PhraseTrie.from_arrays(arrays)
        return cls(trie, arrays["costs"], arrays["chars"], arrays["char_costs"])


def load_lexicon(cache: Path | None) -> Lexicon:
    """The lexicon: once a process, and compiled once a machine where there is a cache."""
    path = lexicon().path
    status = path.stat()
    state = f"{path} {status.st_size} {status.st_mtime_ns}"
    if state not in _loaded:
        stored = None if cache is None else cache / "lexicon.tables"
        arrays = None if stored is None else load_arrays(stored, state)
        if arrays is None:
            lines = [line for block in blocks_of(lexicon()).values() for line in block]
            _loaded[state] = Lexicon.of(costs_of(lines))
            if stored is not None:
                save_arrays(stored, state, _loaded[state].to_arrays())
        else:
            _loaded[state] = Lexicon.from_arrays(arrays)
    return _loaded[state]


class ArrayArbiter:
    """The arbiter on arrays; decides as `arbiter.PlainArbiter` does."""

    def __init__(self, cache: Path | None) -> None:
        self._lexicon = load_lexicon(cache)
        self._segmenter = Segmenter()
        self._char_costs = np.full(BARRIER + 1, UNKNOWN, np.int64)
        self._char_costs[self._lexicon.chars] = self._lexicon.char_costs

    def choose(self, found: Found, matters: Flags, original: Codes) -> Found:
        """From left to right the longest of the matches that respect the words."""
        if not len(found.start):
            return found
        cluster = clusters(found)
        first = np.flatnonzero(np.diff(cluster, prepend=-1))
        reach = np.maximum.reduceat(found.end, first)
        asked = np.bincount(cluster, matters) > 0
        low = np.maximum(found.start[first[asked]] - CONTEXT, 0)
        high = np.minimum(reach[asked] + CONTEXT, len(original))
        flat, cuts = self._cuts(original, low, high)
        judged = np.flatnonzero(asked[cluster])
        window = (np.cumsum(asked) - 1)[cluster[judged]]
        start = found.start[judged] - low[window] + flat[window]
        end = found.end[judged] - low[window] + flat[window]
        before = np.cumsum(cuts)
        uncut = before[end - 1] == before[start]
        kept = np.ones(len(cluster), np.bool_)
        kept[judged] = uncut | (cuts[start] & cuts[end])
        return leftmost(_longest_each(Found(found.start[kept], found.end[kept], found.key[kept])))

    def _cuts(self, original: Codes, low: Ints, high: Ints) -> tuple[Ints, Flags]:
        """Windows one after another, a barrier after each: where each begins, and the flags of
        the places where words begin or end."""
        size = high - low
        flat = np.cumsum(size + 1) - (size + 1)
        codes = np.full(int((size + 1).sum()), BARRIER, np.uint32)
        place = ranges(flat, size)
        codes[place] = original[ranges(low, size)]
        cuts = codes == BARRIER
        short = size <= _WINDOW
        for begin, end in zip(flat[~short].tolist(), (flat + size)[~short].tolist(), strict=True):
            cuts[[begin + cut for cut in self._segmenter.cuts(text_of(codes[begin:end]))]] = True
            codes[begin:end] = BARRIER
        step = self._cheapest_steps(codes, flat + size, size)
        at = flat[short]
        while len(at):
            cuts[at] = True
            at = at + step[at]
            at = at[codes[at] != BARRIER]
        return flat, cuts

    def _cheapest_steps(self, codes: Codes, stop: Ints, size: Ints) -> Ints:
        """By place, the length of the word that begins there on the cheapest way to the end.

        Each round goes one character to the left in every window. A way is packed with the
        length of its first word, so that the longer word wins where two cost the same.
        """
        words = self._lexicon.trie.every(codes)
        single = np.flatnonzero(codes != BARRIER)
        start = np.concatenate([single, words.start])
        length = np.concatenate([np.ones(len(single), np.int64), words.end - words.start])
        cost = np.concatenate([self._char_costs[codes[single]], self._lexicon.costs[words.key]])
        to_go = np.repeat(stop, size + 1) - np.arange(len(codes))
        order = np.lexsort((start, to_go[start]))
        start, length, cost = start[order], length[order], cost[order]
        bounds = np.searchsorted(to_go[start], np.arange(1, _WINDOW + 2))
        best = np.zeros(len(codes), np.int64)
        step = np.zeros(len(codes), np.int64)
        for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            at, long = start[low:high], length[low:high]
            packed = ((cost[low:high] + best[at + long]) << _WORD_BITS) | (_WORD_MASK - long)
            first = np.flatnonzero(np.diff(at, prepend=-1))
            way = np.minimum.reduceat(packed, first)
            best[at[first]] = way >> _WORD_BITS
            step[at[first]] = _WORD_MASK - (way & _WORD_MASK)
        return step


def _longest_each(found: Found) -> Found:
    """Of matches sorted by start and length, the longest at each start."""
    last = np.ones(len(found.start), np.bool_)
    last[:-1] = found.start[1:] != found.start[:-1]
    return Found(found.start[last], found.end[last], found.key[last])
