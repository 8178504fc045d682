"""A sieve before a trie: most places of a text begin no key, and two look-ups tell.

A bitmap of hashed bigrams, then one of trigrams where the bigram is no key itself. What passes
may still be wrong, what is held back never is.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from yrd_cli.convert.engine.codes import BARRIER, Codes, Flags, Ints

_BITS = 20
"""A MB of flags each, which a processor keeps close. Of news under 50,000 phrases, 21 % of the
places pass the bigrams and 6 % the trigrams."""

_FEW_BIGRAMS = 700
"""Up to so many, a look at the first character comes before: with 424 (t2s) that is faster by a
half than hashing all, with 672 (TWPhrases) by a tenth, with 858 (tw2t) slower by a tenth."""

_SHIFT = np.uint32(32 - _BITS)
_HASH_1 = np.uint32(0x9E3779B1)
_HASH_2 = np.uint32(0x85EBCA77)
_HASH_3 = np.uint32(0xC2B2AE3D)

_IS_KEY = np.uint8(1)
_GOES_ON = np.uint8(2)


def _pairs(first: Codes, second: Codes) -> Codes:
    hashed = first * _HASH_1
    hashed += second * _HASH_2
    return hashed


def _triples(first: Codes, second: Codes, third: Codes) -> Codes:
    hashed = _pairs(first, second)
    hashed ^= hashed >> np.uint32(15)
    hashed *= _HASH_3
    hashed += third * _HASH_2
    hashed >>= _SHIFT
    return hashed


class Sieve:
    """Which places of a text may begin a key of two or more characters."""

    def __init__(self) -> None:
        self._bigrams = np.zeros(1 << _BITS, np.uint8)
        self._trigrams = np.zeros(1 << _BITS, np.bool_)
        self._firsts: Flags | None = None

    def add_bigrams(self, first: Codes, second: Codes, is_key: Flags, goes_on: Flags) -> None:
        """Take in the bigrams that begin keys, or are keys."""
        if len(first) <= _FEW_BIGRAMS:
            self._firsts = np.zeros(BARRIER + 1, np.bool_)
            self._firsts[first] = True
        hashed = _pairs(first, second) >> _SHIFT
        self._bigrams[hashed[is_key]] |= _IS_KEY
        self._bigrams[hashed[goes_on]] |= _GOES_ON

    def add_trigrams(self, first: Codes, second: Codes, third: Codes) -> None:
        """Take in the trigrams that begin keys, or are keys."""
        self._trigrams[_triples(first, second, third)] = True

    def passing(self, codes: Codes) -> tuple[Ints, Flags]:
        """The places that may begin a key, and whether one of more than two characters."""
        starts, flags = self._by_bigrams(codes)
        thirds = codes[np.minimum(starts + 2, len(codes) - 1)]
        long = self._trigrams[_triples(codes[starts], codes[starts + 1], thirds)]
        long &= flags >= _GOES_ON
        passing = np.flatnonzero(long | ((flags & _IS_KEY) != 0))
        return starts[passing], long[passing]

    def _by_bigrams(self, codes: Codes) -> tuple[Ints, npt.NDArray[np.uint8]]:
        if self._firsts is None:
            flags = self._bigrams[_pairs(codes[:-1], codes[1:]) >> _SHIFT]
            starts = np.flatnonzero(flags != 0)  # of booleans: far faster than of numbers
            return starts, flags[starts]
        starts = np.flatnonzero(self._firsts[codes[:-1]])
        flags = self._bigrams[_pairs(codes[starts], codes[starts + 1]) >> _SHIFT]
        passing = np.flatnonzero(flags != 0)
        return starts[passing], flags[passing]
