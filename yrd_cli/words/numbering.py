"""Strings as numbers, many at once: parts of a text that are known and short are never made into
Python's strings.

A part of up to four characters, which nearly all words are, is one integer of 64 bits; those are
looked up in a table of numpy's, a batch in a few operations. Longer parts, and those with
characters beyond 16 bits or U+0000, go through a dictionary.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Places = NDArray[np.int64]
    Keys = NDArray[np.uint64]

PACKED = 4
"""Characters that one integer of 64 bits holds."""

UNKNOWN = np.uint32(0xFFFFFFFF)
"""No string has this number."""

_MASKS = np.array([0, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF, 0], np.uint64)
"""By length, the bits of a key; the last is of all that are longer. The key 0 is that of what is
not packed."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2^64 by the golden ratio: Knuth, TAOCP 6.4, multiplicative hashing."""

_LEAST_BITS = 12
_FILLED = 0.4
"""The share of the places of a table that may be taken: most keys are found at the first."""


class UnitText:
    """A text as 16-bit units, one for each character."""

    def __init__(self, text: str) -> None:
        self.text = text
        raw = text.encode("utf-16-le", "surrogatepass")
        wide = None
        if len(raw) != 2 * len(text):
            points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
            wide = points > 0xFFFF
            raw = np.minimum(points, 0xFFFF).astype("<u2").tobytes()
        raw += bytes(2 * PACKED)
        self.units: NDArray[np.uint16] = np.frombuffer(raw, "<u2", len(text))
        """Characters beyond 16 bits are U+FFFF."""
        odd = self.units == 0
        self._odd: Places = np.nonzero(odd if wide is None else odd | wide)[0]
        """Characters that are in no key: those beyond 16 bits, and U+0000, which ends one."""
        self._windows: Keys = np.ndarray((len(text) + 1,), "<u8", raw, strides=(2,))

    def keys(self, starts: Places, lengths: Places) -> Keys:
        """The keys of parts, which come in the order of the text; 0 for what is not packed, be
        it empty."""
        keys: Keys = self._windows[starts]
        keys &= _MASKS.take(lengths, mode="clip")
        if len(self._odd) and len(starts):
            at = np.searchsorted(starts, self._odd, "right") - 1
            held = (at >= 0) & (self._odd < (starts + lengths)[at])
            keys[at[held]] = 0
        return keys

    def parts(self, starts: Places, lengths: Places) -> list[str]:
        """Parts as strings."""
        ends = (starts + lengths).tolist()
        return [self.text[start:end] for start, end in zip(starts.tolist(), ends, strict=True)]


class Names(dict[str, int]):
    """A number for each string that is asked for, from 0, in the order in which they are met."""

    def __init__(self) -> None:
        self.list: list[str] = []
        """The string of each number; it only grows."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self.list)
        self.list.append(name)
        return number


class Numbering:
    """The numbers of parts of texts."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        """``number_of`` gives the number of any string, always the same."""
        self._number_of = number_of
        self._table = _Table()

    def numbers(self, text: UnitText, starts: Places, lengths: Places) -> Codes:
        """The numbers of parts of a text, which come in its order and do not overlap."""
        keys = text.keys(starts, lengths)
        found = self._table.values(keys)
        missing = np.nonzero(found == UNKNOWN)[0]
        if len(missing):
            keys = keys[missing]
            alone = missing[keys == 0]
            found[alone] = self._of(text.parts(starts[alone], lengths[alone]))
            packed = missing[keys != 0]
            new, first, where = np.unique(keys[keys != 0], return_index=True, return_inverse=True)
            first = packed[first]
            codes = self._of(text.parts(starts[first], lengths[first]))
            self._table.add(new, codes)
            found[packed] = codes[where]
        return found

    def _of(self, names: list[str]) -> Codes:
        return np.fromiter(map(self._number_of, names), np.uint32, len(names))


class _Table:
    """Numbers by key: open addressing with linear probing. No key that is added is 0."""

    def __init__(self) -> None:
        self._held = 0
        self._resize(_LEAST_BITS)

    def _resize(self, bits: int) -> None:
        self._size = 1 << bits
        self._keys = np.zeros(self._size, np.uint64)
        self._values = np.full(self._size, UNKNOWN)
        self._shift = np.uint64(64 - bits)

    def _places(self, keys: Keys) -> Places:
        places = keys * _MULTIPLIER
        places >>= self._shift
        return places.view(np.int64)  # they are small

    def values(self, keys: Keys) -> Codes:
        """The number of each key, or UNKNOWN."""
        places = self._places(keys)
        held = self._keys.take(places)
        found: Codes = self._values.take(places)
        left = np.nonzero(held != keys)[0]
        left = left[held[left] != 0]
        places = places[left]
        while len(left):
            places = (places + 1) & (self._size - 1)
            held = self._keys[places]
            found[left] = self._values[places]
            more = (held != keys[left]) & (held != 0)
            left, places = left[more], places[more]
        return found

    def add(self, keys: Keys, values: Codes) -> None:
        """Add keys, all different, that are not there."""
        self._held += len(keys)
        if self._held > _FILLED * self._size:
            there = self._keys != 0
            keys = np.concatenate((self._keys[there], keys))
            values = np.concatenate((self._values[there], values))
            self._resize(int(self._held / _FILLED).bit_length() + 1)
        places = self._places(keys)
        while len(keys):
            free = self._keys[places] == 0
            self._keys[places[free]] = keys[free]  # where several want one place, one has it
            settled = self._keys[places] == keys
            self._values[places[settled]] = values[settled]
            left = ~settled
            keys, values, places = keys[left], values[left], (places[left] + 1) & (self._size - 1)
