"""The figures of large texts with numpy, block by block: the formulas are those of ``measures``,
where their sources stand, for all terms at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from yrd_cli.stats.coded import Block, CodedText
from yrd_cli.stats.figures import CorpusSize, Frequencies, TermFigures

Array = np.ndarray[Any, Any]

_POSITION_BITS = np.uint64(40)
"""Of a sorting key: a trillion words; the rest is the term."""

_TINY = np.finfo(float).tiny


def frequencies_of(text: CodedText, is_word: list[bool]) -> Frequencies:
    """The frequency of every token, and the size of the corpus in words and documents."""
    words = np.array(is_word, bool)
    total = np.zeros(len(is_word), np.int64)
    size = CorpusSize()
    for block in text.blocks():
        total += np.bincount(np.frombuffer(block.codes, np.uint32), minlength=len(total))
        lengths = _word_counts(block, words)[1]
        held = lengths[lengths > 0]
        size.words += int(lengths.sum())
        size.documents += len(lengths)
        size.parts += len(held)
        if len(held):
            size.smallest = min(size.smallest or int(held.min()), int(held.min()))
    return Frequencies(total.tolist(), is_word, size)


def _word_counts(block: Block, words: Array) -> tuple[Array, Array]:
    """Which tokens are words, and how many words each document has."""
    mask = words[np.frombuffer(block.codes, np.uint32)]
    so_far = np.concatenate(([0], np.cumsum(mask)))
    ends = np.cumsum(np.frombuffer(block.sizes, np.uint32), dtype=np.int64)
    return mask, np.diff(so_far[np.concatenate(([0], ends))])


def figures_of_terms(
    text: CodedText, counted: Frequencies, chosen: Sequence[int]
) -> list[TermFigures]:
    """The figures of the terms with these codes, in their order."""
    words = np.array(counted.is_word, bool)
    row_of = np.full(len(words), -1, np.int64)
    row_of[np.array(chosen, np.int64)] = np.arange(len(chosen))
    frequency = np.array(counted.of, np.int64)[np.array(chosen, np.int64)]
    sums = _Sums(frequency, counted.size)
    start = 0
    for block in text.blocks():
        mask, lengths = _word_counts(block, words)
        rows = row_of[np.frombuffer(block.codes, np.uint32)[mask]]
        sums.add(rows, lengths, start)
        start += len(rows)
    return sums.finish()


class _Sums:
    """An array for each of the sums, a row for each term."""

    def __init__(self, frequency: Array, size: CorpusSize) -> None:
        self._frequency = frequency
        self._size = size
        self._words = words = max(size.words, 1)
        self._at_most = words / np.maximum(frequency, 1)
        count = len(frequency)
        self._first = np.full(count, -1, np.int64)
        self._last = np.full(count, -1, np.int64)
        self._documents = np.zeros(count, np.int64)
        self._sums = {
            name: np.zeros(count)
            for name in ("distances", "excess", "rates", "squares", "roots", "logs")
        }

    def add(self, rows: Array, lengths: Array, start: int) -> None:
        """Take in a block: the row of each of its words (or -1), the words of its documents,
        and how many words came before it."""
        places = np.nonzero(rows >= 0)[0]
        if not len(places):
            return
        keys = (rows[places].astype(np.uint64) << _POSITION_BITS) | places.astype(np.uint64)
        keys.sort()
        rows = (keys >> _POSITION_BITS).astype(np.int64)
        places = (keys & ((np.uint64(1) << _POSITION_BITS) - np.uint64(1))).astype(np.int64)
        documents = np.repeat(np.arange(len(lengths)), lengths)[places]
        self._add_distances(rows, places + start)
        new = np.ones(len(rows), bool)
        new[1:] = (rows[1:] != rows[:-1]) | (documents[1:] != documents[:-1])
        heads = np.nonzero(new)[0]
        v = np.diff(np.concatenate((heads, [len(rows)])))
        self._add_parts(rows[heads], v, lengths[documents[heads]])

    def _add_distances(self, rows: Array, places: Array) -> None:
        new = np.ones(len(rows), bool)
        new[1:] = rows[1:] != rows[:-1]
        heads = np.nonzero(new)[0]
        gaps = np.empty(len(rows))
        gaps[1:] = places[1:] - places[:-1]
        known = self._last[rows[heads]] >= 0
        gaps[heads] = np.where(known, places[heads] - self._last[rows[heads]], 0)
        self._first[rows[heads[~known]]] = places[heads[~known]]
        tails = np.concatenate((heads[1:], [len(rows)])) - 1
        self._last[rows[tails]] = places[tails]
        self._into("distances", rows, np.minimum(gaps, self._at_most[rows]))

    def _add_parts(self, rows: Array, v: Array, n: Array) -> None:
        share, rate = n / self._words, v / n
        self._documents += np.bincount(rows, minlength=len(self._documents))
        self._into("excess", rows, np.maximum(v / self._frequency[rows] - share, 0))
        self._into("rates", rows, rate)
        self._into("squares", rows, rate * rate)
        self._into("roots", rows, np.sqrt(share * v))
        self._into("logs", rows, rate * np.log(rate))

    def _into(self, name: str, rows: Array, values: Array) -> None:
        self._sums[name] += np.bincount(rows, values, minlength=len(self._documents))

    def finish(self) -> list[TermFigures]:
        """The figures of each term, its circle closed."""
        around = np.where(self._last >= 0, self._first + self._words - self._last, 0)
        distances = self._sums["distances"] + np.minimum(around, self._at_most)
        columns = [
            self._frequency,
            self._documents,
            distances * self._frequency / self._words,
            *self._dispersion(),
        ]
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [TermFigures(*row) if row[0] else TermFigures() for row in rows]

    def _dispersion(self) -> Iterator[Array]:
        """DP, DPnorm, Juilland's D, Rosengren's S and Carroll's D2; None for a single part."""
        sums, size = self._sums, self._size
        frequency, rates = np.maximum(self._frequency, 1), np.maximum(sums["rates"], _TINY)
        yield sums["excess"]
        undefined = np.full(len(frequency), None, object)
        parts = size.parts
        if parts < 2:
            yield from (undefined, undefined)
        else:
            yield sums["excess"] / (1 - size.smallest / size.words)
            mean = rates / parts
            deviation = np.sqrt(np.maximum(sums["squares"] / parts - mean * mean, 0))
            yield np.maximum(1 - deviation / mean / np.sqrt(parts - 1), 0)
        yield np.minimum(sums["roots"] ** 2 / frequency, 1)
        if parts < 2:
            yield undefined
        else:
            entropy = np.log(rates) - sums["logs"] / rates
            yield np.clip(entropy / np.log(parts), 0, 1)
