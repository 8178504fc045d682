"""The lexical diversity of a text or a corpus, all measures at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import astuple, dataclass, fields

from yrd_cli.stats import measures
from yrd_cli.stats.measures.running_diversity import FACTOR_SIZE, WINDOW
from yrd_cli.writing.tables import Cell, Column, Table

SAMPLE = 42
"""Tokens of a sample in HD-D (McCarthy & Jarvis 2007)."""

DIGITS = 4


@dataclass(frozen=True, slots=True)
class Diversity:
    """How varied a vocabulary is; what is not defined for so short a text is None.

    Each field is the result of the measure of that name in `measures`; ``maas_a2`` is to base 10,
    ``yule_k`` has its factor of 10,000, ``entropy`` is in bits.
    """

    tokens: int
    types: int
    ttr: float | None
    root_ttr: float | None
    corrected_ttr: float | None
    herdan_c: float | None
    maas_a2: float | None
    mattr: float | None
    msttr: float | None
    mtld: float | None
    hd_d: float | None
    yule_k: float | None
    yule_i: float | None
    simpson_d: float | None
    entropy: float | None
    hapax: int
    hapax_share: float | None
    """Of the types."""
    zipf_slope: float | None


def diversity(
    words: Sequence[Hashable],
    *,
    window: int = WINDOW,
    segment: int = WINDOW,
    factor_size: float = FACTOR_SIZE,
    sample: int = SAMPLE,
) -> Diversity:
    """All measures of diversity of a text's words, in their order (numbers for words will do).

    ``window`` is that of MATTR and ``segment`` that of MSTTR, in words; ``factor_size`` is MTLD's
    and ``sample`` HD-D's.

    >>> diversity("the cat saw the dog".split()).ttr
    0.8
    """
    frequencies = list(Counter(words).values())
    types, tokens = len(frequencies), len(words)
    hapax = measures.hapax_legomena(frequencies)
    return Diversity(
        tokens=tokens,
        types=types,
        ttr=measures.ttr(types, tokens),
        root_ttr=measures.root_ttr(types, tokens),
        corrected_ttr=measures.corrected_ttr(types, tokens),
        herdan_c=measures.herdan_c(types, tokens),
        maas_a2=measures.maas(types, tokens),
        mattr=measures.mattr(words, window=window),
        msttr=measures.msttr(words, segment=segment),
        mtld=measures.mtld(words, factor_size=factor_size),
        hd_d=measures.hd_d(frequencies, sample=sample),
        yule_k=measures.yule_k(frequencies),
        yule_i=measures.yule_i(frequencies),
        simpson_d=measures.simpson_d(frequencies),
        entropy=measures.entropy(frequencies),
        hapax=hapax,
        hapax_share=hapax / types if types else None,
        zipf_slope=measures.zipf_slope(frequencies),
    )


COUNTS = frozenset({"tokens", "types", "hapax"})
"""The fields that are whole numbers."""


def diversity_table(rows: Iterable[tuple[str, Diversity]]) -> Table:
    """A row for each text: its name, and every measure."""
    names = [field.name for field in fields(Diversity)]
    columns = (Column("text"), *(Column(n, 0 if n in COUNTS else DIGITS) for n in names))
    body: list[tuple[Cell, ...]] = [(name, *astuple(figures)) for name, figures in rows]
    return Table(columns, body)


def measure_table(figures: Diversity) -> Table:
    """A row for each measure of one text: narrow enough for a terminal."""
    rows: list[tuple[Cell, Cell]] = [(f.name, getattr(figures, f.name)) for f in fields(figures)]
    return Table((Column("measure"), Column("value", DIGITS)), rows)
