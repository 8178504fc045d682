"""The hidden Markov model on many runs at once: the sums of `recognition`, in the same order, for
all runs of one length in a few operations on arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from yrd_cli.words.recognition import MIN_FLOAT, cut_run, model, other_words
from yrd_cli.words.tables import DATA, Tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]
    States = NDArray[np.int64]

LONGEST = 24
"""Characters of a run; longer ones are rare, and cut one by one."""

ARRAYS_PAY = 24
"""Runs of one length; what so many take one by one, the operations on arrays take."""

_B, _E, _M, _S = range(4)


def word_ends(runs: Sequence[str], is_word: Callable[[str], bool]) -> Flags:
    """By character of these runs, one after another, whether a word ends with it.

    The words are those that jieba's model gives for runs of single characters of blocks; runs
    that ``is_word`` knows stay in pieces.
    """
    import numpy as np

    text = "".join(runs)
    if not text:
        return np.zeros(0, np.bool_)
    points = np.frombuffer(text.encode("utf-16-le"), "<u2")
    ends = np.zeros(len(text), np.bool_)
    sizes = np.fromiter(map(len, runs), np.int64, len(runs))
    ends[np.cumsum(sizes) - 1] = True
    is_han = (points >= 0x4E00) & (points <= 0x9FD5)  # blocks.HAN
    ends[:-1] |= is_han[:-1] != is_han[1:]
    ends |= np.repeat(np.fromiter(map(is_word, runs), np.bool_, len(runs)), sizes)
    stops = np.nonzero(ends)[0] + 1
    starts = np.concatenate(([0], stops[:-1]))
    several = stops - starts > 1
    starts, stops = starts[several], stops[several]
    _end_han(text, points, ends, starts[is_han[starts]], stops[is_han[starts]])
    _end_others(text, points, ends, starts[~is_han[starts]], stops[~is_han[starts]])
    return ends


def marked_ends(parted: Iterable[Sequence[str]]) -> Flags:
    """By character of words, one after another, whether a word ends with it."""
    import numpy as np

    lengths = np.array([len(word) for words in parted for word in words], np.int64)
    ends = np.zeros(int(lengths.sum()), np.bool_)
    ends[np.cumsum(lengths) - 1] = True
    return ends


def _end_others(
    text: str, points: NDArray[np.uint16], ends: Flags, starts: Places, stops: Places
) -> None:
    """Mark the words of parts of letters, digits and signs; without signs, a part is a word."""
    import numpy as np

    signs = np.concatenate(([0], np.cumsum(_signs()[points])))
    mixed = signs[stops] > signs[starts]
    for start, stop in zip(starts[mixed].tolist(), stops[mixed].tolist(), strict=True):
        _mark(ends, start, other_words(text[start:stop]))


def _end_han(
    text: str, points: NDArray[np.uint16], ends: Flags, starts: Places, stops: Places
) -> None:
    """Mark the words of parts of Han characters."""
    import numpy as np

    lengths = stops - starts
    counts = np.bincount(lengths, minlength=1)
    together = (counts >= ARRAYS_PAY) & (np.arange(len(counts)) <= LONGEST)
    for length in np.nonzero(together)[0].tolist():
        places = starts[lengths == length][:, None] + np.arange(length)
        states = _states(_emissions(points[places]))
        ends[places] = (states == _E) | (states == _S)
    rest = ~together[lengths]
    for start, stop in zip(starts[rest].tolist(), stops[rest].tolist(), strict=True):
        _mark(ends, start, cut_run(text[start:stop]))


def _mark(ends: Flags, start: int, words: Sequence[str]) -> None:
    ends[[start + end - 1 for end in accumulate(map(len, words))]] = True


@cache
def _signs() -> Flags:
    """By code point, whether it is neither a letter nor a digit."""
    import numpy as np

    flags = np.ones(1 << 16, np.bool_)
    flags[[point for point in range(128) if chr(point).isalnum()]] = False
    return flags


def _emissions(points: NDArray[np.uint16]) -> Floats:
    """By run, character and state."""
    rows, place = _tables()
    emissions: Floats = rows[place[points]]
    return emissions


@cache
def _tables() -> tuple[Floats, Places]:
    """The emissions by row, and the row of each code point; the last is of unknown characters."""
    import numpy as np

    tables = Tables(DATA / "finalseg.tables")
    known = np.frombuffer(tables.section("emissions"), "<f8").reshape(-1, 4)
    points = np.frombuffer(tables.section("chars"), "<u2")
    place = np.full(1 << 16, len(points))
    place[points] = np.arange(len(points))
    return np.vstack([known, np.full(4, MIN_FLOAT)]), place


def _states(emissions: Floats) -> States:
    """The likeliest states by run and character; of equals the one that jieba takes."""
    import numpy as np

    es, ss, bm, mm, eb, sb, be, me = model().steps
    scores = np.array(model().start) + emissions[:, 0]
    trail = []
    for k in range(1, emissions.shape[1]):
        b, e, m, s = scores.T
        at_b, at_e, at_m, at_s = emissions[:, k].T
        steps = (
            (e + eb + at_b, s + sb + at_b, _E, _S),
            (b + be + at_e, m + me + at_e, _B, _M),
            (b + bm + at_m, m + mm + at_m, _B, _M),
            (e + es + at_s, s + ss + at_s, _E, _S),
        )
        taken = [later >= earlier for earlier, later, _, _ in steps]
        trail.append(
            np.stack([np.where(t, y, x) for t, (_, _, x, y) in zip(taken, steps, strict=True)], 1)
        )
        scores = np.stack(
            [
                np.where(t, later, earlier)
                for t, (earlier, later, _, _) in zip(taken, steps, strict=True)
            ],
            1,
        )
    states = [np.where(scores[:, _S] >= scores[:, _E], _S, _E)]
    for back in reversed(trail):
        states.append(np.take_along_axis(back, states[-1][:, None], 1)[:, 0])
    return np.stack(states[::-1], axis=1)
