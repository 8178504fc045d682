"""Clusters of near duplicates: candidates by bands, proof by exact Jaccard similarity.

Two texts are linked where they share a band and their shingles' Jaccard similarity is at least
the threshold; what is linked, over however many steps, is one cluster. In memory stays a
constant 0.3 to 0.6 KB for each text; its shingles (4 bytes each) wait in a temporary file.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from yrd_cli.clean.duplicates.minhash import BANDS, Fingerprint, jaccard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_COMPARED = 100
"""With how many earlier texts of a band a text is compared: a band that thousands share comes of
something they all quote, and would take quadratic time."""

_CHUNK = 4096
"""Rows that a table of bands grows by."""


class Member(NamedTuple):
    """A text of a cluster: its number, and how similar it is to the one that is kept."""

    number: int
    similarity: float


class Cluster(NamedTuple):
    """Texts that say the same: the number of the one that is kept, and the others, in order."""

    kept: int
    dropped: list[Member]


class NearDuplicates:
    """Takes in fingerprints, in the order of the texts; afterwards tells the clusters."""

    def __init__(self, threshold: float) -> None:
        import tempfile

        self._threshold = threshold
        self._exact = bytearray()
        self._tables = {"long": _Bands(), "short": _Bands()}
        self._shingles = tempfile.TemporaryFile(prefix="yrd-")
        self._ends = array("Q")
        self._length = 0

    def __len__(self) -> int:
        return len(self._ends)

    def close(self) -> None:
        """Give the temporary file back."""
        self._shingles.close()

    def add(self, fingerprint: Fingerprint) -> None:
        """Take in the next text."""
        number = len(self._ends)
        self._exact += fingerprint.exact
        self._tables["long"].add(number, fingerprint.long_bands)
        self._tables["short"].add(number, fingerprint.short_bands)
        data = fingerprint.shingles.tobytes()
        self._shingles.write(data)
        self._length += len(data)
        self._ends.append(self._length)

    def clusters(self, ranks: list[tuple[object, ...]] | None = None) -> list[Cluster]:
        """The clusters of two texts and more, in the order of their first ones.

        Of each the text with the smallest of ``ranks`` is kept, the earlier of two; without
        ranks the first.
        """
        linked = self._linked()
        together: dict[int, list[int]] = {}
        for number in range(len(self)):
            root = linked.root(number)
            if root != number or root in together:
                together.setdefault(root, [root]).append(number)
        return [self._cluster(members, ranks) for _, members in sorted(together.items())]

    def _cluster(self, members: list[int], ranks: list[tuple[object, ...]] | None) -> Cluster:
        kept = members[0]
        if ranks is not None:
            kept = min(members, key=lambda n: (ranks[n], n))
        others = (n for n in members if n != kept)
        return Cluster(kept, [Member(n, self._similarity(kept, n)) for n in others])

    def _linked(self) -> _Links:
        import numpy as np

        links = _Links(len(self))
        for first, other in self._exact_pairs():
            links.join(first, other)
        # Thousands of copies of one text are compared with others only once.
        alone = np.fromiter((links.root(n) == n for n in range(len(self))), bool, len(self))
        refuted: set[tuple[int, int]] = set()
        for table in self._tables.values():
            for first, other in table.pairs(alone):
                pair = (first, other)
                if links.root(first) == links.root(other) or pair in refuted:
                    continue
                if self._similarity(first, other) >= self._threshold:
                    links.join(first, other)
                else:
                    refuted.add(pair)
        return links

    def _exact_pairs(self) -> Iterator[tuple[int, int]]:
        import numpy as np

        halves = np.frombuffer(self._exact, dtype=np.uint64).reshape(-1, 2)
        order = np.lexsort((halves[:, 1], halves[:, 0]))
        same = (halves[order][1:] == halves[order][:-1]).all(axis=1)
        for place in np.flatnonzero(same).tolist():
            yield int(order[place]), int(order[place + 1])

    def _similarity(self, a: int, b: int) -> float:
        return jaccard(self._shingles_of(a), self._shingles_of(b))

    def _shingles_of(self, number: int) -> NDArray[np.uint32]:
        import numpy as np

        start = self._ends[number - 1] if number else 0
        self._shingles.seek(start)
        data = self._shingles.read(self._ends[number] - start)
        return np.frombuffer(data, dtype=np.uint32)


class _Bands:
    """The band hashes of the texts that have a signature of one kind."""

    def __init__(self) -> None:
        self._numbers = array("I")
        self._chunks: list[NDArray[np.uint64]] = []

    def add(self, number: int, bands: NDArray[np.uint64] | None) -> None:
        if bands is None:
            return
        import numpy as np

        row = len(self._numbers) % _CHUNK
        if row == 0:
            self._chunks.append(np.empty((_CHUNK, BANDS), dtype=np.uint64))
        self._chunks[-1][row] = bands
        self._numbers.append(number)

    def pairs(self, wanted: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
        """The pairs of the wanted texts that share a band, each text with the earlier ones."""
        import numpy as np

        if len(self._numbers) < 2:
            return
        numbers = np.frombuffer(self._numbers, dtype=np.uint32)
        rows = wanted[numbers]
        numbers = numbers[rows]
        for band in range(BANDS):
            column = np.concatenate([chunk[:, band] for chunk in self._chunks])[: len(rows)][rows]
            order = np.argsort(column, kind="stable")
            values = column[order]
            starts = np.flatnonzero(np.r_[len(values) > 0, values[1:] != values[:-1]])
            sizes = np.diff(np.r_[starts, len(values)])
            shared = sizes > 1
            for start, size in zip(starts[shared].tolist(), sizes[shared].tolist(), strict=True):
                yield from _pairs_of(numbers[order[start : start + size]].tolist())


def _pairs_of(members: list[int]) -> Iterator[tuple[int, int]]:
    for place, other in enumerate(members):
        for first in members[: min(place, MAX_COMPARED)]:
            yield first, other


class _Links:
    """Which texts are linked, over however many steps (union-find; Tarjan 1975); the root of a
    cluster is its first text."""

    def __init__(self, size: int) -> None:
        self._parents = array("I", range(size))

    def root(self, number: int) -> int:
        parents = self._parents
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def join(self, a: int, b: int) -> None:
        first, other = sorted((self.root(a), self.root(b)))
        self._parents[other] = first
