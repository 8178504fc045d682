"""A hash table in flat arrays, asked for many keys at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from yrd_cli.convert.engine.codes import Ints

_SPARE = 64
"""Slots past the end of a table, so that probing never wraps."""

_HASH_64 = np.uint64(0x9E3779B97F4A7C15)


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
