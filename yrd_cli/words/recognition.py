"""Words that the dictionary lacks: jieba's hidden Markov model, in double precision, memoised.

Begin, middle, end of a word, or a word alone: four states. rjieba computes in another order, and
differs in one line of a thousand; so the model runs here, for the few characters that need it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from struct import Struct
from typing import TYPE_CHECKING

from yrd_cli.words.blocks import HAN, in_block
from yrd_cli.words.tables import DATA, Tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIN_FLOAT = -3.14e100
"""jieba's logarithm of nothing."""

MAX_MEMO = 300_000
"""Runs whose words are kept: some 60 MB."""

_B, _E, _M, _S = range(4)
"""A word's beginning, end, middle; a word of one character: the order of the tables."""

_HAN = re.compile(f"([{HAN}]+)")
_LATIN = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")

Emission = tuple[float, float, float, float]
_ROW = Struct("<4d")
_UNSEEN: Emission = (MIN_FLOAT, MIN_FLOAT, MIN_FLOAT, MIN_FLOAT)


class _Emissions(dict[str, Emission]):
    """By character, the logarithms of its emissions by the states B, E, M, S."""

    def __init__(self, tables: Tables) -> None:
        chars = tables.text("chars")
        self._places = dict(zip(chars, range(len(chars)), strict=True))
        self._rows = tables.section("emissions")

    def __missing__(self, char: str) -> Emission:
        place = self._places.get(char)
        row = _UNSEEN if place is None else _ROW.unpack_from(self._rows, _ROW.size * place)
        self[char] = row
        return row


class Model:
    """The parameters of the model: Sun Junyi, jieba 0.42.1."""

    def __init__(self) -> None:
        tables = Tables(DATA / "finalseg.tables")
        self.emissions = _Emissions(tables)
        start, trans = tables.notes["start"], tables.notes["trans"]
        self.start: Emission = (start["B"], start["E"], start["M"], start["S"])
        self.steps = tuple(trans[a][b] for a, b in ("ES", "SS", "BM", "MM", "EB", "SB", "BE", "ME"))


@cache
def model() -> Model:
    """The model, opened once a process."""
    return Model()


def cut_run(run: str) -> list[str]:
    """The words of a run of Han characters, by the likeliest states."""
    words = []
    begin = after = 0
    for at, state in enumerate(_states(run)):
        if state == _B:
            begin = at
        elif state == _E:
            words.append(run[begin : at + 1])
            after = at + 1
        elif state == _S:
            words.append(run[at])
            after = at + 1
    if after < len(run):
        words.append(run[after:])
    return words


def _states(run: str) -> list[int]:
    """The likeliest states; of equals that whose letter comes later wins, as in jieba.

    The sums are made from left to right, as in jieba, for they are rounded.
    """
    known = model()
    emissions = known.emissions
    es, ss, bm, mm, eb, sb, be, me = known.steps
    start_b, start_e, start_m, start_s = known.start
    b, e, m, s = emissions[run[0]]
    b, e, m, s = start_b + b, start_e + e, start_m + m, start_s + s
    if len(run) == 1:
        return [_S if s >= e else _E]
    back = []
    for char in run[1:-1]:
        at_b, at_e, at_m, at_s = emissions[char]
        b1, b2 = e + eb + at_b, s + sb + at_b
        e1, e2 = b + be + at_e, m + me + at_e
        m1, m2 = b + bm + at_m, m + mm + at_m
        s1, s2 = e + es + at_s, s + ss + at_s
        b, from_b = (b2, _S) if b2 >= b1 else (b1, _E)
        e, from_e = (e2, _M) if e2 >= e1 else (e1, _B)
        m, from_m = (m2, _M) if m2 >= m1 else (m1, _B)
        s, from_s = (s2, _S) if s2 >= s1 else (s1, _E)
        back.append((from_b, from_e, from_m, from_s))
    # A run ends with the end of a word or a single character: the other states need no score.
    _, at_e, _, at_s = emissions[run[-1]]
    e1, e2 = b + be + at_e, m + me + at_e
    s1, s2 = e + es + at_s, s + ss + at_s
    e, from_e = (e2, _M) if e2 >= e1 else (e1, _B)
    s, from_s = (s2, _S) if s2 >= s1 else (s1, _E)
    state, before = (_S, from_s) if s >= e else (_E, from_e)
    states = [state, before]
    for step in reversed(back):
        before = step[before]
        states.append(before)
    states.reverse()
    return states


def other_words(part: str) -> list[str]:
    """The words of a part of a run without Han characters."""
    if part.isalnum():
        return [part]
    return [word for word in _LATIN.split(part) if word]


class Recogniser:
    """Finds the words in runs of single characters: jieba's cut with the hidden Markov model."""

    def __init__(
        self,
        is_word: Callable[[str], bool],
        latin_words: frozenset[str],
        force_split: frozenset[str],
    ) -> None:
        """``latin_words``: the user's words of letters and digits alone; other such runs are single
        characters. ``force_split``: words that the model may not make."""
        self._is_word = is_word
        self._latin_words = latin_words
        self._force_split = force_split
        self._memo: dict[str, list[str]] = {}

    def __call__(self, route: Iterable[str]) -> list[str]:
        """The words of a text, from its words along the likeliest path without the model."""
        words: list[str] = []
        add, known, latin_words, inside = words.append, self._memo, self._latin_words, in_block
        # The loop is that of `joins`, spelled out: a call for every word would double its time.
        run = ""
        for word in route:
            if len(word) == 1:
                if inside[word]:
                    run += word
                    continue
            elif word.isascii() and word.isalnum() and word not in latin_words:
                run += word
                continue
            if run:
                if len(run) == 1:
                    add(run)
                else:
                    words += known[run] if run in known else self._words_of(run)
                run = ""
            add(word)
        if run:
            words += self._words_of(run)
        return words

    def joins(self, word: str) -> bool:
        """Whether a word of the path is part of a run, with its neighbours that are."""
        if len(word) == 1:
            return in_block[word]
        return word.isascii() and word.isalnum() and word not in self._latin_words

    def ends_of_all(self, runs: Sequence[str]) -> NDArray[np.bool_]:
        """By character of many runs, one after another, whether a word ends with it."""
        from yrd_cli.words.recognition_arrays import marked_ends, word_ends

        if self._force_split:
            return marked_ends(map(self._recognised, runs))
        return word_ends(runs, self._is_word)

    def _words_of(self, run: str) -> list[str]:
        found = self._memo.get(run)
        if found is None:
            if len(self._memo) >= MAX_MEMO:
                self._memo.clear()
            found = self._memo[run] = self._recognised(run)
        return found

    def _recognised(self, run: str) -> list[str]:
        # The path went through its characters, though the run is a word: it is left in pieces.
        if len(run) == 1 or self._is_word(run):
            return list(run)
        if _HAN.fullmatch(run):
            return self._cut_han(run)
        words: list[str] = []
        for k, part in enumerate(_HAN.split(run)):
            words += self._cut_han(part) if k % 2 else other_words(part)
        return words

    def _cut_han(self, run: str) -> list[str]:
        words = cut_run(run)
        force_split = self._force_split
        if not force_split or force_split.isdisjoint(words):
            return words
        return [part for word in words for part in (word if word in force_split else (word,))]
