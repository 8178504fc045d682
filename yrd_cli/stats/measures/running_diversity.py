"""Lexical diversity measured along the text: MATTR, MSTTR, MTLD.

``words`` are the tokens of a text in their order. A measure is None for an empty text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

WINDOW = 100
"""Words of a window or segment, as in koRpus and quanteda."""

FACTOR_SIZE = 0.72
"""The TTR at which MTLD ends a factor (McCarthy & Jarvis 2010, p. 384)."""


def mattr(words: Sequence[Hashable], *, window: int = WINDOW) -> float | None:
    """Moving-average TTR: the mean TTR of all windows (Covington & McFall 2010), from 0 to 1.

    The TTR of the whole text if it is shorter than the window. Raises ValueError for a window
    below 1.

    >>> round(mattr("one one two one one two one".split(), window=2), 4)
    0.8333
    """
    window = min(_positive(window), len(words))
    if not window:
        return None
    inside = Counter(words[:window])
    types = total = len(inside)
    for entering, leaving in zip(words[window:], words, strict=False):
        if not inside[entering]:
            types += 1
        inside[entering] += 1
        inside[leaving] -= 1
        if not inside[leaving]:
            types -= 1
        total += types
    return total / window / (len(words) - window + 1)


def msttr(words: Sequence[Hashable], *, segment: int = WINDOW) -> float | None:
    """Mean segmental TTR: the mean TTR of the segments, one after the other (Johnson 1944).

    The rest that fills no segment is left out; a text shorter than a segment gives its TTR. Raises
    ValueError for a segment below 1.

    >>> msttr("apple orange apple orange pear pear apple orange".split(), segment=4)
    0.625
    """
    segment = min(_positive(segment), len(words))
    if not segment:
        return None
    starts = range(0, len(words) - segment + 1, segment)
    return sum(len(set(words[i : i + segment])) for i in starts) / segment / len(starts)


def mtld(words: Sequence[Hashable], *, factor_size: float = FACTOR_SIZE) -> float | None:
    """MTLD: mean length of the stretches that keep a TTR above 0.72 (McCarthy & Jarvis 2010).

    A factor is complete when the running TTR reaches the factor size; the rest at the end counts
    as the part (1 - TTR) / (1 - factor size) of a factor. The mean of reading forwards and
    backwards. A text without any repetition has no factor; its length is given, as a lower bound.
    Raises ValueError for a factor size that is not between 0 and 1.

    >>> mtld("of the people by the people for the people".split())
    9.0
    """
    if not words:
        return None
    if not 0 < factor_size < 1:
        raise ValueError(f"a factor size is between 0 and 1: {factor_size}")
    forwards = _factors(words, factor_size) or 1
    backwards = _factors(reversed(words), factor_size) or 1
    return len(words) * (1 / forwards + 1 / backwards) / 2


def _factors(words: Iterable[Hashable], factor_size: float) -> float:
    factors = 0.0
    length = 0
    types: set[Hashable] = set()
    for word in words:
        length += 1
        types.add(word)
        if len(types) <= factor_size * length:
            factors += 1
            length = 0
            types.clear()
    if length:
        factors += (1 - len(types) / length) / (1 - factor_size)
    return factors


def _positive(length: int) -> int:
    if length < 1:
        raise ValueError(f"a window holds at least one word: {length}")
    return length
