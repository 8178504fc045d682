"""The figures of chosen terms: documents, average reduced frequency, dispersion.

Small texts are counted term by term with the functions of ``measures``; numpy, whose import takes
longer than that, is for the large ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from yrd_cli.stats.coded import NUMPY_PAYS, Block, CodedText
from yrd_cli.stats.measures import dispersion
from yrd_cli.stats.measures.dispersion import Parts
from yrd_cli.stats.measures.reduced_frequency import average_reduced_frequency


@dataclass(slots=True)
class TermFigures:
    """What can be said of a term's occurrences; documents are the parts of the corpus.

    Each field is the measure of that name; what is not defined (for a corpus of one document) is
    None.
    """

    frequency: int = 0
    documents: int = 0
    arf: float = 0.0
    dp: float | None = None
    dp_norm: float | None = None
    juilland_d: float | None = None
    rosengren_s: float | None = None
    carroll_d2: float | None = None


@dataclass(slots=True)
class CorpusSize:
    """How many words and documents there are, and how unequal the documents."""

    words: int = 0
    documents: int = 0
    parts: int = 0
    """Documents that hold a word."""
    smallest: int = 0
    """Words of the smallest of these."""

    def count(self, words: int) -> None:
        """Take in a document of so many words."""
        self.words += words
        self.documents += 1
        if words:
            self.parts += 1
            self.smallest = min(self.smallest or words, words)


@dataclass(slots=True)
class Frequencies:
    """The frequency of every token, which of them are words, and the size of the corpus."""

    of: Sequence[int]
    is_word: Sequence[bool]
    size: CorpusSize = field(default_factory=CorpusSize)


def frequencies(text: CodedText, is_word: list[bool]) -> Frequencies:
    """Count every token; ``is_word`` tells, by code, which of them are words."""
    if text.tokens >= NUMPY_PAYS:
        from yrd_cli.stats.vectors import frequencies_of

        return frequencies_of(text, is_word)
    counted: Counter[int] = Counter()
    size = CorpusSize()
    for codes, sizes in text.blocks():
        counted.update(codes)
        start = 0
        for length in sizes:
            size.count(sum(map(is_word.__getitem__, codes[start : start + length])))
            start += length
    return Frequencies([counted[code] for code in range(len(is_word))], is_word, size)


def figures_of(text: CodedText, counted: Frequencies, chosen: Sequence[int]) -> list[TermFigures]:
    """The figures of the terms with these codes, in their order."""
    if text.tokens >= NUMPY_PAYS:
        from yrd_cli.stats.vectors import figures_of_terms

        return figures_of_terms(text, counted, chosen)
    places = {code: _Places() for code in chosen}
    position = 0
    for block in text.blocks():
        position = _find_places(block, position, counted.is_word, places)
    return [_figures(places[code], counted.size) for code in chosen]


@dataclass(slots=True)
class _Places:
    """Where a term stands: its positions, and of each document that holds it how often, and the
    document's words."""

    positions: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)


def _find_places(
    block: Block, position: int, is_word: Sequence[bool], places: dict[int, _Places]
) -> int:
    start = 0
    for length in block.sizes:
        here: Counter[int] = Counter()
        before = position
        for code in block.codes[start : start + length]:
            if is_word[code]:
                if code in places:
                    places[code].positions.append(position)
                    here[code] += 1
                position += 1
        start += length
        for code, count in here.items():
            places[code].counts.append(count)
            places[code].sizes.append(position - before)
    return position


def _figures(places: _Places, size: CorpusSize) -> TermFigures:
    parts = Parts(size.parts, size.words, size.smallest)
    counts, sizes = places.counts, places.sizes
    return TermFigures(
        len(places.positions),
        len(counts),
        average_reduced_frequency(places.positions, size.words),
        dispersion.dp(counts, sizes, parts=parts),
        dispersion.dp_norm(counts, sizes, parts=parts),
        dispersion.juilland_d(counts, sizes, parts=parts),
        dispersion.rosengren_s(counts, sizes, parts=parts),
        dispersion.carroll_d2(counts, sizes, parts=parts),
    )
