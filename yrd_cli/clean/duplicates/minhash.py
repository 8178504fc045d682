"""MinHash signatures of character shingles, cut into bands: near duplicates share a band.

One permutation (Li, Owen & Zhang 2012): each shingle is hashed once and falls into one of 128
bins, of which the smallest counts; empty bins take the value of others, chosen alike for every
text (Shrivastava 2017). A short text leaves most bins empty; there the classic form (Broder 1997)
is taken, with 128 hash functions. Texts between the two sizes have both, so that any two of a
similar length can meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHINGLE = 5
"""Characters of a shingle."""

BINS = 128
BANDS, ROWS = 32, 4
"""Two texts of Jaccard similarity s share a band with probability 1 - (1 - s^4)^32: 0.9998 at
0.7, 0.87 at 0.5. What shares one by chance is sorted out by the exact similarity."""

SHORT = 200
"""Up to this many shingles a text has a classic signature."""

LONG = 100
"""From this many on it has one by one permutation: half as many as SHORT, for a pair of
similarity 0.5 and more to have one kind in common."""

_MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
"""Multipliers of SplitMix64 (Steele, Lea & Flood 2014)."""

_BIN_SHIFT = 57  # 64 bits less the 7 that choose one of 128 bins


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a text: 16 bytes that tell it apart exactly, its shingles' hashes (sorted,
    each once, 32 bits), and the hashes of its bands by either kind, where it has them."""

    exact: bytes
    shingles: NDArray[np.uint32]
    long_bands: NDArray[np.uint64] | None
    short_bands: NDArray[np.uint64] | None


def fingerprint(codes: NDArray[np.uint32]) -> Fingerprint:
    """The fingerprint of a text in its folded form, an array of code points."""
    import numpy as np

    hashes = _shingle_hashes(codes)
    shingles = _distinct((hashes >> np.uint64(32)).astype(np.uint32))
    count = len(shingles)
    return Fingerprint(
        _digest(codes),
        shingles,
        _bands(_one_permutation(hashes)) if count >= LONG else None,
        _bands(_classic(hashes)) if 0 < count <= SHORT else None,
    )


def exact_fingerprint(codes: NDArray[np.uint32]) -> Fingerprint:
    """A fingerprint that meets only that of the very same text in its folded form."""
    import numpy as np

    return Fingerprint(_digest(codes), np.empty(0, dtype=np.uint32), None, None)


def _digest(codes: NDArray[np.uint32]) -> bytes:
    from hashlib import blake2b

    return blake2b(codes.tobytes(), digest_size=16).digest()


def _distinct(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The values, sorted, each once; np.unique looks for them by a hash table, ten times slower."""
    import numpy as np

    values.sort()
    if len(values) < 2:
        return values
    new = np.empty(len(values), dtype=bool)
    new[0] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return values[new]


def jaccard(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> float:
    """The share of common shingles among all of two texts, 0 to 1; two empty texts have 1."""
    import numpy as np

    if not (len(a) or len(b)):
        return 1.0
    both = np.concatenate((a, b))
    both.sort(kind="stable")  # two sorted runs: a merge
    common = int(np.count_nonzero(both[1:] == both[:-1]))
    return common / (len(both) - common)


def _shingle_hashes(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """A 64-bit hash of every shingle; a text shorter than one is a shingle of its own."""
    import numpy as np

    if not len(codes):
        return np.empty(0, dtype=np.uint64)
    wide = codes.astype(np.uint64)
    if len(wide) < SHINGLE:
        wide = np.pad(wide, (0, SHINGLE - len(wide)))
    first, second, third = map(np.uint64, _MIX)
    count = len(wide) - SHINGLE + 1
    hashes = wide[:count].copy()
    for k in range(1, SHINGLE):
        hashes *= first
        hashes += wide[k : count + k]
    hashes ^= hashes >> np.uint64(30)
    hashes *= second
    hashes ^= hashes >> np.uint64(27)
    hashes *= third
    hashes ^= hashes >> np.uint64(31)
    return hashes


def _one_permutation(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The smallest hash of each bin, shape (128,); empty bins borrow."""
    import numpy as np

    empty = np.uint64(0xFFFFFFFFFFFFFFFF)
    smallest = np.full(BINS, empty)
    np.minimum.at(smallest, (hashes >> np.uint64(_BIN_SHIFT)).astype(np.intp), hashes)
    missing = np.flatnonzero(smallest == empty)
    if len(missing):
        given = smallest.copy()
        for lender in _lenders():
            smallest[missing] = given[lender[missing]]
            missing = missing[smallest[missing] == empty]
            if not len(missing):
                break
    return smallest


@cache
def _lenders() -> NDArray[np.intp]:
    """From which bin each empty bin borrows, in the first, second … try: shape (tries, 128)."""
    import numpy as np

    chosen = np.random.Generator(np.random.PCG64(2017))
    return np.array([chosen.permutation(BINS) for _ in range(64)])


def _classic(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The smallest value of each of 128 hash functions, shape (128,)."""
    import numpy as np

    factors, terms = _functions()
    values = hashes[:, None] * factors[None, :] + terms[None, :]
    smallest: NDArray[np.uint64] = (values >> np.uint64(32)).min(axis=0)
    return smallest


@cache
def _functions() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Odd factors and terms of 128 multiply-shift hash functions (Dietzfelbinger 1996)."""
    import numpy as np

    chosen = np.random.Generator(np.random.PCG64(1997))
    factors, terms = chosen.integers(0, 2**64, size=(2, BINS), dtype=np.uint64)
    return factors | np.uint64(1), terms


def _bands(signature: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A hash of each band of a signature, shape (32,)."""
    import numpy as np

    rows = signature.reshape(BANDS, ROWS)
    factor = np.uint64(_MIX[0])
    mixed = rows[:, 0].copy()
    for k in range(1, ROWS):
        mixed *= factor
        mixed ^= mixed >> np.uint64(29)
        mixed += rows[:, k]
    return mixed
