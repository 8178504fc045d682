"""Which of the matches of a text stand, so that none overlaps another."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from yrd_cli.convert.engine.codes import Ints


class Found(NamedTuple):
    """Matches by start and, where all were asked for, by length."""

    start: Ints
    end: Ints
    key: npt.NDArray[np.int32]
    """The number of the key in the table."""


def leftmost(found: Found) -> Found:
    """From left to right, of matches of which no two begin at one place: none that overlaps."""
    start, end, key = found
    if len(start) < 2:
        return found
    reach = np.maximum.accumulate(end)
    clash = np.flatnonzero(start[1:] < reach[:-1]) + 1
    if not len(clash):
        return found
    columns = clash, start[clash], end[clash], end[clash - 1]
    dropped = []
    previous, covered = -1, 0
    for number, low, high, before in zip(*(c.tolist() for c in columns), strict=True):
        if number - 1 != previous:  # a new cluster: its first match stands
            covered = before
        if low < covered:
            dropped.append(number)
        else:
            covered = high
        previous = number
    kept = np.ones(len(start), np.bool_)
    kept[dropped] = False
    return Found(start[kept], end[kept], key[kept])


def longest_first(found: Found) -> Found:
    """The longest are chosen first, the leftmost among equals: none that overlaps."""
    start, end, key = found
    if len(start) < 2:
        return found
    cluster = clusters(found)
    several = np.flatnonzero(np.bincount(cluster)[cluster] > 1)
    if not len(several):
        return found
    starts, ends = start[several].tolist(), end[several].tolist()
    kept = np.ones(len(start), np.bool_)
    kept[several] = False
    chosen: list[int] = []
    covered = bytearray(max(ends))
    edges = np.flatnonzero(np.diff(cluster[several], prepend=-1, append=-1)).tolist()
    for low, high in pairwise(edges):
        for n in sorted(range(low, high), key=lambda n: (starts[n] - ends[n], starts[n])):
            # What was chosen before is no shorter: it covers an end of what it overlaps.
            if not covered[starts[n]] and not covered[ends[n] - 1]:
                covered[starts[n] : ends[n]] = b"\1" * (ends[n] - starts[n])
                chosen.append(n)
    kept[several[chosen]] = True
    return Found(start[kept], end[kept], key[kept])


def clusters(found: Found) -> Ints:
    """By match, the number of its cluster: a run of matches each of which overlaps another."""
    reach = np.maximum.accumulate(found.end)
    new = np.ones(len(found.start), np.bool_)
    new[1:] = found.start[1:] >= reach[:-1]
    return np.cumsum(new) - 1
