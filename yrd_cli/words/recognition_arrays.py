"""The hidden Markov model on many runs at once: the sums of `recognition`, in the same order, for
all runs of one length in a few operations on arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from yrd_cli.words.recognition import MIN_FLOAT, cut_run, model
from yrd_cli.words.tables import DATA, Tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    States = NDArray[np.int64]

LONGEST = 24
"""Characters of a run; longer ones are rare, and cut one by one."""

_B, _E, _M, _S = range(4)


def cut_runs(runs: Sequence[str]) -> list[list[str]]:
    """The words of each run of Han characters, as `recognition.cut_run` gives them."""
    found: list[list[str]] = [[]] * len(runs)
    by_length: dict[int, list[int]] = defaultdict(list)
    for at, run in enumerate(runs):
        if 1 < len(run) <= LONGEST:
            by_length[len(run)].append(at)
        else:
            found[at] = cut_run(run)
    for length, places in sorted(by_length.items()):
        chosen = [runs[at] for at in places]
        for at, run, ends in zip(places, chosen, _ends(chosen, length), strict=True):
            found[at] = [run[begin:end] for begin, end in _spans(ends, length)]
    return found


def _ends(runs: list[str], length: int) -> list[int]:
    """For each run a number whose bit k says that a word ends after character k."""
    import numpy as np

    states = _states(_emissions(runs, length))
    is_end = (states == _E) | (states == _S)
    bits: list[int] = (is_end @ (1 << np.arange(length))).tolist()
    return bits


@lru_cache(1 << 12)
def _spans(ends: int, length: int) -> tuple[tuple[int, int], ...]:
    stops = [k + 1 for k in range(length) if ends >> k & 1]
    return tuple(zip([0, *stops], stops, strict=False))


def _emissions(runs: list[str], length: int) -> Floats:
    """By run, character and state."""
    import numpy as np

    rows, place = _tables()
    points = np.frombuffer("".join(runs).encode("utf-16-le"), "<u2")
    emissions: Floats = rows[place[points]].reshape(len(runs), length, 4)
    return emissions


@cache
def _tables() -> tuple[Floats, States]:
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
