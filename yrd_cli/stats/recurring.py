"""Strings of units that recur in a coded text, with what tells whether they are terms.

Counting is exact, level by level: a string of n units is looked at only where the two strings of
n - 1 units in it recur. Memory holds the strings that recur and the work space of one block; the
text and its levels lie in temporary files when they are large.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yrd_cli.stats.coded import CodedText
from yrd_cli.stats.unit_text import Blocks, Shadow, Tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from yrd_cli.stats.unit_text import Codes, Figures, Numbers


@dataclass(frozen=True, slots=True)
class Recurring:
    """A string that recurs: its units in simplified form, its frequency, and the evidence.

    ``surface`` is how it is written where it first occurs. ``pmi`` is the least pointwise mutual
    information, in bits, of its two halves over all places to split it. ``left`` and ``right`` are
    the branching entropies, in bits, of its neighbours; all numbers are one neighbour. ``whole``
    is the share of its occurrences at both ends of which a segmenter begins or ends a word.
    """

    units: tuple[str, ...]
    surface: str
    frequency: int
    pmi: float
    left: float
    right: float
    whole: float


@dataclass(slots=True)
class _Level:
    """The recurring strings of n units: number 0 is none; the others hold their two parts."""

    counts: Numbers
    prefix: Numbers
    suffix: Numbers


@dataclass(slots=True)
class _Seen:
    """What was seen of the strings of a level that pass: their neighbours on both sides, how many
    begin and end with a word, and the place of the first occurrence."""

    whole: Figures
    sides: tuple[Tally, Tally]
    first: Numbers


def recurring_strings(
    text: CodedText, min_freq: int, longest: int, min_pmi: float, min_entropy: float
) -> Iterator[Recurring]:
    """The strings of 2 to ``longest`` units that occur ``min_freq`` times and pass both floors.

    The shortest come first; those of one length in no particular, but always the same order.
    """
    import numpy as np

    shadow = Shadow(text)
    counts = np.zeros(shadow.size, np.int64)
    for codes, _ in shadow.blocks():
        counts += np.bincount(codes, minlength=shadow.size)
    counts[0] = 0  # the boundary
    total = int(counts.sum())
    levels = [_first_level(counts, min_freq)]
    here = _first_blocks(shadow, counts, min_freq)
    try:
        for n in range(2, longest + 1):
            level = _counted(here, levels[-1], min_freq)
            if not len(level.counts) > 1:
                return
            levels.append(level)
            pmi = _least_pmi(levels, total)
            passing = pmi >= min_pmi
            passing[0] = False  # no string
            below, (here, seen) = here, _next_level(shadow, here, levels, n, passing)
            below.close()
            yield from _passing(shadow, levels, pmi, seen, passing, min_entropy)
    finally:
        here.close()


def _passing(
    shadow: Shadow,
    levels: list[_Level],
    pmi: Figures,
    seen: _Seen,
    passing: NDArray[np.bool_],
    min_entropy: float,
) -> Iterator[Recurring]:
    """The strings of the last level that pass both floors."""
    import numpy as np

    counts = levels[-1].counts
    left, right = (_entropy(tally, counts, shadow.size) for tally in seen.sides)
    best = np.nonzero(passing & (np.minimum(left, right) >= min_entropy))[0]
    spelled = _spelled(levels, best).tolist()
    surfaces = shadow.written(seen.first[best], len(levels))
    for i, units, surface in zip(best.tolist(), spelled, surfaces, strict=True):
        yield Recurring(
            units=tuple(shadow.names[u] for u in units),
            surface=surface,
            frequency=int(counts[i]),
            pmi=float(pmi[i]),
            left=float(left[i]),
            right=float(right[i]),
            whole=float(seen.whole[i] / counts[i]),
        )


def _first_level(counts: Numbers, min_freq: int) -> _Level:
    import numpy as np

    kept = np.nonzero(counts >= min_freq)[0]
    return _Level(np.concatenate([[0], counts[kept]]), np.concatenate([[0], kept]), counts[:0])


def _first_blocks(shadow: Shadow, counts: Numbers, min_freq: int) -> Blocks:
    import numpy as np

    numbers = np.where(counts >= min_freq, np.cumsum(counts >= min_freq), 0).astype(np.uint32)
    blocks = Blocks()
    for codes, _ in shadow.blocks():
        blocks.append(numbers[codes])
    return blocks


def _keys(here: Codes, known: int) -> tuple[Numbers, Numbers]:
    """Where two strings of the level below overlap to one of this level, and which two."""
    import numpy as np

    at = np.nonzero((here[:-1] > 0) & (here[1:] > 0))[0]
    return at, here[at].astype(np.int64) * known + here[at + 1]


def _counted(here: Blocks, below: _Level, min_freq: int) -> _Level:
    import numpy as np

    known = len(below.counts)
    tally = Tally()
    for block in here:
        tally.add(_keys(block, known)[1])
    keep = tally.counts >= min_freq
    keys = tally.keys[keep]
    return _Level(
        np.concatenate([[0], tally.counts[keep]]),
        np.concatenate([[0], keys // known]),
        np.concatenate([[0], keys % known]),
    )


def _least_pmi(levels: list[_Level], total: int) -> Figures:
    """Of the last level's strings: log2(p(xy) / p(x) p(y)) at the worst place to split."""
    import numpy as np

    last = levels[-1]
    heads = _chain([level.prefix for level in levels], last.prefix)
    tails = _chain([level.suffix for level in levels], last.suffix)
    chance = np.zeros(len(last.counts))
    for k in range(len(levels) - 1):
        head = levels[k].counts[heads[k]].astype(float)
        tail = levels[len(levels) - 2 - k].counts[tails[len(levels) - 2 - k]].astype(float)
        np.maximum(chance, head * tail, out=chance)
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi: Figures = np.log2(last.counts * float(total) / chance)
    pmi[0] = -np.inf
    return pmi


def _chain(parts: list[Any], first: Numbers) -> list[Numbers]:
    """The numbers, at every level below the last, of the strings that begin (or end) others."""
    chain = [first]
    for part in reversed(parts[1:-1]):
        chain.append(part[chain[-1]])
    return chain[::-1]


def _next_level(
    shadow: Shadow, here: Blocks, levels: list[_Level], n: int, passing: NDArray[np.bool_]
) -> tuple[Blocks, _Seen]:
    """Where the last level's strings stand, and what is seen of those that pass."""
    import numpy as np

    below, level = levels[-2:]
    known = len(below.counts)
    keys = level.prefix[1:] * known + level.suffix[1:]
    blocks = Blocks()
    strings = len(level.counts)
    seen = _Seen(np.zeros(strings), (Tally(), Tally()), np.full(strings, -1))
    start = 0
    for (codes, written), below_here in zip(shadow.blocks(), here, strict=True):
        at, found = _keys(below_here, known)
        place = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
        numbers = np.where(keys[place] == found, place + 1, 0)
        these = np.zeros(len(below_here), np.uint32)
        these[at] = numbers
        blocks.append(these)
        good = passing[numbers]
        _look(shadow, codes, written, at[good], numbers[good], n, seen, start)
        start += len(codes)
    return blocks, seen


def _look(
    shadow: Shadow,
    codes: Codes,
    written: Codes,
    at: Numbers,
    numbers: Numbers,
    n: int,
    seen: _Seen,
    start: int,
) -> None:
    """See the strings of n units with these numbers at these places of the block at ``start``."""
    import numpy as np

    # A document ends in a boundary, and so does a block; before the first token is another.
    before = np.where(at > 0, shadow.neighbour[codes[at - 1]], 0).astype(np.int64)
    seen.sides[0].add(numbers * shadow.size + before)
    seen.sides[1].add(numbers * shadow.size + shadow.neighbour[codes[at + n]])
    starts = shadow.starts_word[written]
    whole = starts[at] & starts[at + n]
    seen.whole += np.bincount(numbers, whole, len(seen.whole))
    distinct, where = np.unique(numbers, return_index=True)
    new = seen.first[distinct] < 0
    seen.first[distinct[new]] = at[where[new]] + start


def _entropy(tally: Tally, counts: Numbers, vocabulary: int) -> Figures:
    """Branching entropy; every boundary (number 0) counts as a neighbour of its own."""
    import numpy as np

    number, neighbour = tally.keys // vocabulary, tally.keys % vocabulary
    share = tally.counts / counts[number]
    bits = share * np.where(neighbour == 0, np.log2(counts[number]), -np.log2(share))
    entropy: Figures = np.bincount(number, bits, len(counts)).astype(float)
    return entropy


def _spelled(levels: list[_Level], numbers: Numbers) -> Numbers:
    """The codes of the units of strings of the last level: one string a row."""
    import numpy as np

    columns = []
    for depth in range(len(levels) - 1, 0, -1):
        # The last unit is the last of the suffix, which is a string of the level below.
        last = numbers
        for level in reversed(levels[1 : depth + 1]):
            last = level.suffix[last]
        columns.append(levels[0].prefix[last])
        numbers = levels[depth].prefix[numbers]
    columns.append(levels[0].prefix[numbers])
    return np.stack(columns[::-1], axis=1)
