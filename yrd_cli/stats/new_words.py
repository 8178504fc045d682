"""New words: terms of a corpus that the dictionary lacks.

A term holds together: wherever it is split, its halves meet more often than by chance (pointwise
mutual information). And it stands free: many different things come before and after it (branching
entropy; Huang & Powers 2003). A string that mostly occurs inside longer terms is judged by what is
left of its frequency (C-value; Frantzi, Ananiadou & Mima 2000). The units are Han characters and
runs of Latin letters and digits, so that G60科创走廊 is five units.
"""

from __future__ import annotations

import base64
import re
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log2
from typing import Any, Self

from yrd_cli import words
from yrd_cli.script import HAN_RANGES, to_simplified
from yrd_cli.stats.coded import CodedText
from yrd_cli.stats.recurring import Recurring, recurring_strings
from yrd_cli.stats.term_forms import is_term_form, tag_of
from yrd_cli.stats.unit_text import BOUNDARY, WORD_START
from yrd_cli.words.dictionary import lexicon
from yrd_cli.writing.tables import Column, Table

LONGEST = 12
"""Units of a term at most: 长三角生态绿色一体化发展示范区 has 15, its parts are found."""

LONGEST_RUN = 16
"""Letters and digits of a unit at most: longer runs are addresses and keys."""

MIN_FREQ, MIN_FREQ_LARGE, LARGE = 3, 5, 1_000_000
"""Occurrences of a term at least, in small corpora and in those of a million units."""

MIN_PMI = 2.0
"""Bits. On 1.8 million characters of news with human word boundaries (People's Daily, January
1998) a floor of 4 gives the same first hundred; a low one keeps terms made of frequent parts, such
as 长三角一体化 in a corpus about it."""

MIN_ENTROPY = 0.8
"""Bits: a neighbour in three of four places has .81, two of equal frequency have 1."""

MIN_WHOLE = 0.5
"""Share of a term's occurrences that end where words end. On the same news, of the first hundred
.95 mostly end at human boundaries without this floor, and 1.00 with it."""

PMI_CEILING = 12.0
"""Bits beyond which mutual information says only that the units are rare."""

_UNIT = re.compile(
    rf"([A-Za-z0-9]+(?:[.+&-][A-Za-z0-9]+)*\+?|[{HAN_RANGES}])|[^A-Za-z0-9{HAN_RANGES}]+"
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class NewWord:
    """A term, and why it is one: figures as in `Recurring` and `NewWordCounts.words`."""

    word: str
    frequency: int
    tag: str
    pmi: float
    left_entropy: float
    right_entropy: float
    whole: float
    c_value: float
    score: float


COLUMNS = (
    Column("word"),
    Column("freq", 0),
    Column("tag"),
    Column("score", 4),
    Column("pmi", 4),
    Column("left_entropy", 4),
    Column("right_entropy", 4),
    Column("whole", 4),
    Column("c_value", 4),
)
"""The first three are those of jieba's user dictionary."""


def is_listed(word: str) -> bool:
    """Whether jieba's dictionary has the word, in simplified form.

    >>> is_listed("長三角"), is_listed("一网通办")
    (True, False)
    """
    entry = lexicon().entry(to_simplified(word))
    return entry is not None and entry.frequency > 0


class NewWordCounts:
    """The text of a corpus as units, from which new words are found; exactly mergeable.

    What it keeps in memory grows with the vocabulary; a long text lies in a temporary file.
    """

    def __init__(self) -> None:
        self._text = CodedText()

    def add(self, text: str, tokens: Iterable[str] | None = None) -> None:
        """Take in one document; ``tokens`` are its words, with marks and spaces, where they are
        known. Otherwise it is cut here, without a guess at unknown words."""
        shadow = text.translate(_FULL_WIDTH)
        if tokens is None:
            tokens = words.cut(to_simplified(shadow), hmm=False)
        self._text.add(units(shadow, accumulate(map(len, tokens), initial=0)))

    def merge(self, other: NewWordCounts) -> None:
        """Append the documents of another part of the corpus."""
        self._text.merge(other._text)

    def words(
        self,
        *,
        min_freq: int | None = None,
        min_pmi: float = MIN_PMI,
        min_entropy: float = MIN_ENTROPY,
        longest: int = LONGEST,
        is_known: Callable[[str], bool] = is_listed,
    ) -> list[NewWord]:
        """The new words, the best first; equal ones by frequency, then by code points.

        ``min_freq`` None is 3, or 5 in a corpus of over a million units; ``min_pmi`` and
        ``min_entropy`` are in bits, ``longest`` in units. ``is_known`` tells which words are none,
        by default those of jieba's dictionary.

        The score is log2(1 + f) * entropy * PMI, with f the frequency outside longer terms, the
        smaller of both entropies, and PMI up to 12 bits. ``c_value`` is f * log2(units).
        """
        if min_freq is None:
            min_freq = MIN_FREQ_LARGE if self._text.tokens >= LARGE else MIN_FREQ
        strings = recurring_strings(self._text, min_freq, longest, min_pmi, min_entropy)
        found = [s for s in strings if s.whole >= MIN_WHOLE and is_term_form(s.units)]
        terms = [
            _new_word(string, free)
            for string, free in zip(found, free_frequencies(found), strict=True)
            if free >= min_freq
        ]
        terms = [term for term in terms if not is_known(term.word)]
        terms.sort(key=lambda t: (-t.score, -t.frequency, t.word))
        return terms

    def table(self, *, top: int | None = None, **floors: Any) -> Table:
        """The new words as a table, the first ``top`` of them; ``floors`` as for `words`."""
        rows = [
            (
                w.word,
                w.frequency,
                w.tag,
                w.score,
                w.pmi,
                w.left_entropy,
                w.right_entropy,
                w.whole,
                w.c_value,
            )
            for w in self.words(**floors)
        ]
        return Table(COLUMNS, rows[:top] if top else rows)

    def state(self) -> dict[str, Any]:
        """The units as JSON: the vocabulary, and for each block the compressed codes and sizes."""
        blocks = [
            [_packed(codes), _packed(sizes)] for codes, sizes in self._text.blocks() if len(sizes)
        ]
        return {"units": self._text.vocabulary, "blocks": blocks}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The counts whose state this is; raises ValueError or KeyError where it is none."""
        counts = cls()
        blocks = [(_unpacked(codes), _unpacked(sizes)) for codes, sizes in state["blocks"]]
        counts._text.__setstate__((list(state["units"]), blocks))
        return counts


def units(text: str, word_starts: Iterable[int] = ()) -> Iterator[str]:
    """The units of a document, with `BOUNDARY` between those that no term may join, and
    `WORD_START` before those where a word starts; ``word_starts`` are ascending offsets.

    >>> list(units("G60科创，走廊"))
    ['G60', '科', '创', '', '走', '廊', '']
    """
    starts = frozenset(word_starts)
    for match in _UNIT.finditer(text):
        unit = match[1]
        if unit is None or len(unit) > LONGEST_RUN:
            yield BOUNDARY
        else:
            yield WORD_START + unit if match.start() in starts else unit
    yield BOUNDARY


def free_frequencies(found: Sequence[Recurring]) -> list[float]:
    """How often each string occurs outside the longer ones found, as C-value reckons.

    f(a) - mean of f(b) over the longer strings b that hold a (Frantzi, Ananiadou & Mima 2000).
    """
    place = {string.units: i for i, string in enumerate(found)}
    longer = [0] * len(found)
    inside = [0] * len(found)
    for string in found:
        size = len(string.units)
        held = {
            i
            for length in range(2, size)
            for start in range(size - length + 1)
            if (i := place.get(string.units[start : start + length])) is not None
        }
        for i in held:
            longer[i] += 1
            inside[i] += string.frequency
    return [
        string.frequency - (inside[i] / longer[i] if longer[i] else 0)
        for i, string in enumerate(found)
    ]


def _new_word(string: Recurring, free: float) -> NewWord:
    entropy = min(string.left, string.right)
    return NewWord(
        word=string.surface,
        frequency=string.frequency,
        tag=tag_of(string.units),
        pmi=string.pmi,
        left_entropy=string.left,
        right_entropy=string.right,
        whole=string.whole,
        c_value=free * log2(len(string.units)),
        score=log2(1 + free) * entropy * min(string.pmi, PMI_CEILING),
    )


def _packed(numbers: array[int]) -> str:
    return base64.b64encode(zlib.compress(numbers.tobytes(), 1)).decode("ascii")


def _unpacked(data: str) -> bytes:
    return zlib.decompress(base64.b64decode(data))
