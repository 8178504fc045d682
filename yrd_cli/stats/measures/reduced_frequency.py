"""Average reduced frequency: dispersion from the places of a word, without parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def average_reduced_frequency(positions: Sequence[int], size: int) -> float:
    """ARF = (1/v) Σ min(dᵢ, v), v = N/f (Savický & Hlaváčová 2002), from 1 to f; 0 for f = 0.

    ``positions`` are the word's places among the N = ``size`` tokens of the corpus, ascending;
    dᵢ is the distance from one occurrence to the next, and from the last round to the first.
    Raises ValueError for positions that do not ascend or lie outside the corpus.

    >>> average_reduced_frequency([0, 2, 4, 6], 8), average_reduced_frequency([0, 1, 2, 3], 8)
    (4.0, 2.5)
    """
    if not positions:
        return 0.0
    distances: dict[int, int] = {}
    previous = positions[-1] - size
    for position in positions:
        distance = position - previous
        distances[distance] = distances.get(distance, 0) + 1
        previous = position
    if positions[0] < 0 or positions[-1] >= size or min(distances) < 1:
        raise ValueError(f"positions ascend, from 0 to below {size}")
    return reduced_frequency_of_distances(distances, size)


def reduced_frequency_of_distances(distances: Mapping[int, int], size: int) -> float:
    """ARF from how often each distance occurs; the distances add up to the corpus's ``size``.

    A table of distances is small, and mergeable where positions are not kept. 0 without distances.

    >>> reduced_frequency_of_distances({2: 4}, 8)
    4.0
    """
    frequency = sum(distances.values())
    if not frequency:
        return 0.0
    even = size / frequency
    return sum(min(d, even) * times for d, times in distances.items()) / even
