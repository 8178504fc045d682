"""Dispersion: how evenly a word is spread over the parts of a corpus, of equal size or not.

Every measure takes:

- ``frequencies``: how often the word occurs in each part;
- ``sizes``: the sizes of these parts in words; None for parts of equal size;
- ``parts``: for large corpora, what is known of *all* parts. With it, ``frequencies`` and
  ``sizes`` may be only those of the parts that hold the word, which costs time in proportion to
  the word's range, not to the corpus's.

Empty parts cannot hold a word, and do not count as parts. A measure is None where it is not
defined: for a word that does not occur, and (but for DP, S and the range) for a corpus of one
part. It is never NaN. Negative frequencies, and a frequency in an empty part, raise ValueError.

Direction: DP is 0 for the most even spread; D, D2 and S are 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt


@dataclass(frozen=True, slots=True)
class Parts:
    """What the measures need of all parts: how many, their total size, the smallest's size."""

    count: int
    total: float
    smallest: float

    @classmethod
    def of(cls, sizes: Sequence[float]) -> Parts:
        """The parts of these sizes; empty ones do not count.

        >>> Parts.of([9, 10, 10, 0, 11])
        Parts(count=4, total=40, smallest=9)
        """
        filled = [s for s in sizes if s]
        if any(s < 0 for s in filled):
            raise ValueError("a part's size is not negative")
        return cls(len(filled), sum(filled), min(filled, default=0))


class _Spread:
    """A word's occurrences in the parts that hold it, and all parts."""

    __slots__ = ("frequency", "held", "parts")

    def __init__(
        self,
        frequencies: Sequence[float],
        sizes: Sequence[float] | None,
        parts: Parts | None,
    ) -> None:
        if sizes is None:
            if parts is not None:
                raise ValueError("the parts that hold the word need their sizes")
            sizes = [1] * len(frequencies)
        self.held = [(v, s) for v, s in zip(frequencies, sizes, strict=True) if v]
        if any(v < 0 or s <= 0 for v, s in self.held):
            raise ValueError("a word occurs a positive number of times, in parts that are filled")
        self.parts = Parts.of(sizes) if parts is None else parts
        self.frequency = sum(v for v, _ in self.held)

    def rates(self) -> Iterator[float]:
        """The word's relative frequency in each part that holds it."""
        return (v / s for v, s in self.held)


def dispersion_range(
    frequencies: Sequence[float],
    sizes: Sequence[float] | None = None,
    *,
    parts: Parts | None = None,
) -> int:
    """Range: the number of parts that hold the word (Keniston 1920; Gries 2008, p. 404).

    >>> dispersion_range([1, 2, 3, 4, 5]), dispersion_range([0, 3, 0])
    (5, 1)
    """
    return len(_Spread(frequencies, sizes, parts).held)


def relative_range(
    frequencies: Sequence[float],
    sizes: Sequence[float] | None = None,
    *,
    parts: Parts | None = None,
) -> float | None:
    """Range over the number of parts, from 0 to 1. None without parts.

    >>> relative_range([0, 3, 0, 1])
    0.5
    """
    spread = _Spread(frequencies, sizes, parts)
    return len(spread.held) / spread.parts.count if spread.parts.count else None


def dp(
    frequencies: Sequence[float],
    sizes: Sequence[float] | None = None,
    *,
    parts: Parts | None = None,
) -> float | None:
    """DP, deviation of proportions = ½ Σ |vᵢ/f - sᵢ| (Gries 2008).

    sᵢ is a part's share of the corpus, vᵢ/f its share of the word's occurrences. From 0 (spread as
    the parts' sizes say) to 1 - min s (all in the smallest part). None if the word does not occur.

    >>> round(dp([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 2)  # Gries 2008, p. 416
    0.18
    """
    spread = _Spread(frequencies, sizes, parts)
    f, total = spread.frequency, spread.parts.total
    if not f:
        return None
    # What the word has above its due in some parts, it lacks in the others: the halves are equal.
    return sum(max(v / f - s / total, 0.0) for v, s in spread.held)


def dp_norm(
    frequencies: Sequence[float],
    sizes: Sequence[float] | None = None,
    *,
    parts: Parts | None = None,
) -> float | None:
    """DPnorm = DP / (1 - min s), from 0 to 1 (Lijffijt & Gries 2012, the corrected form).

    None if the word does not occur, or with one part.

    >>> round(dp_norm([2, 1, 0]), 1)  # Lijffijt & Gries 2012, p. 148
    0.5
    """
    spread = _Spread(frequencies, sizes, parts)
    deviation = dp(frequencies, sizes, parts=parts)
    if deviation is None or spread.parts.count < 2:
        return None
    return deviation / (1 - spread.parts.smallest / spread.parts.total)


def dp_norm_2008(
    frequencies: Sequence[float],
    sizes: Sequence[float] | None = None,
    *,
    parts: Parts | None = None,
) -> float | None:
    """DPnorm = DP / (1 - 1/n) (Gries 2008), which parts of unequal size can take above 1.

    Lijffijt & Gries (2012) corrected it: see `dp_norm`. None if the word does not occur, or with
    one part.
    """
    spread = _Spread(frequencies, sizes, parts)
    deviation = dp(frequencies, sizes, parts=parts)
    if deviation is None or spread.parts.count < 2:
        return None
    return deviation / (1 - 1 / spread.parts.count)


def juilland_d(
    frequencies: Sequence[float],
    sizes: Sequence[float] | None = None,
    *,
    parts: Parts | None = None,
) -> float | None:
    """Juilland's D = 1 - V / √(n - 1) (Juilland & Chang-Rodríguez 1964), from 0 to 1.

    V is the coefficient of variation (population standard deviation over mean) of the word's
    relative frequencies in the n parts, which for parts of equal size are as good as the
    frequencies (Gries 2008, p. 406). None if the word does not occur, or with one part.

    >>> round(juilland_d([0, 4, 3, 2, 1]), 4)  # Carroll 1970, p. 14
    0.6464
    """
    spread = _Spread(frequencies, sizes, parts)
    n = spread.parts.count
    if not spread.frequency or n < 2:
        return None
    rates = list(spread.rates())
    mean = sum(rates) / n
    squares = sum((rate - mean) ** 2 for rate in rates) + (n - len(rates)) * mean * mean
    return max(1 - sqrt(squares / n) / mean / sqrt(n - 1), 0.0)


def carroll_d2(
    frequencies: Sequence[float],
    sizes: Sequence[float] | None = None,
    *,
    parts: Parts | None = None,
) -> float | None:
    """Carroll's D2 = H / log n (Carroll 1970): the relative entropy of the spread, from 0 to 1.

    H is the entropy of the word's relative frequencies in the n parts, scaled to the sum 1. None
    if the word does not occur, or with one part.

    >>> round(carroll_d2([2, 1, 1, 1, 0]), 4)  # Carroll 1970, p. 13
    0.8277
    """
    spread = _Spread(frequencies, sizes, parts)
    n = spread.parts.count
    if not spread.frequency or n < 2:
        return None
    rates = list(spread.rates())
    total = sum(rates)
    entropy = sum(rate / total * log(total / rate) for rate in rates)
    return min(max(entropy / log(n), 0.0), 1.0)  # rounding may reach 1.0000000000000002


def rosengren_s(
    frequencies: Sequence[float],
    sizes: Sequence[float] | None = None,
    *,
    parts: Parts | None = None,
) -> float | None:
    """Rosengren's S = (Σ √(sᵢ vᵢ))² / f (Rosengren 1971), from min s to 1.

    sᵢ is a part's share of the corpus, which makes it the adjusted form for parts of unequal size
    (Gries 2008, p. 407); for n equal parts it is (Σ √vᵢ)² / n f. None if the word does not occur.

    >>> round(rosengren_s([1, 2, 3, 4, 5]), 3)  # Gries 2008, p. 407
    0.937
    """
    spread = _Spread(frequencies, sizes, parts)
    f, total = spread.frequency, spread.parts.total
    if not f:
        return None
    return min(sum(sqrt(s / total * v) for v, s in spread.held) ** 2 / f, 1.0)
