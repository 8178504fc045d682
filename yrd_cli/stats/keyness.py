"""Keyness: which words mark a corpus off from another; effect and significance side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from yrd_cli.stats.figures import CorpusSize, TermFigures, figures_of
from yrd_cli.stats.measures import keyness as measures
from yrd_cli.stats.measures import significance
from yrd_cli.stats.rows import Figure, arranged, choose_columns
from yrd_cli.stats.terms import TermView
from yrd_cli.stats.views import Listing
from yrd_cli.writing.tables import Column, Table

CORRECTIONS: dict[str, Callable[[Sequence[float]], list[float]]] = {
    "none": list,
    "bonferroni": significance.bonferroni,
    "holm": significance.holm,
    "bh": significance.benjamini_hochberg,
}


class Reference(Protocol):
    """What a corpus is compared with: another one, or a saved table."""

    @property
    def words(self) -> int:
        """How many words it has."""

    def of(self, term: str) -> int:
        """The frequency of a term."""

    def terms(self) -> Iterable[str]:
        """Every term that is known to occur."""


@dataclass(frozen=True, slots=True)
class KeynessSettings:
    """How keyness is measured, and which terms are tested.

    ``smoothing`` takes the place of a frequency of zero in the log ratio; ``simple_maths`` is
    the number that simple maths adds to both frequencies per million. The floors of dispersion
    are for the terms of the corpus itself: the documents a term is in, and its DP at most.
    """

    smoothing: float = 0.5
    simple_maths: float = 1.0
    correction: str = "none"
    min_range: int = 0
    max_dp: float = 1.0


@dataclass(slots=True)
class KeynessRow:
    """A term in both corpora."""

    term: str
    of: TermFigures
    size: CorpusSize
    reference_frequency: int
    reference_words: int
    settings: KeynessSettings
    p_adjusted: float = 1.0
    ll: float = field(init=False)

    def __post_init__(self) -> None:
        self.ll = measures.log_likelihood_two_term(*self.counts)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Frequency and size, here and in the reference."""
        frequency, words = self.of.frequency, self.size.words
        return frequency, words, self.reference_frequency, self.reference_words

    @property
    def is_positive(self) -> bool:
        """Whether the term is more frequent here than in the reference."""
        frequency, words, reference, reference_words = self.counts
        return frequency * reference_words > reference * words

    @property
    def signed(self) -> float:
        """Log-likelihood, below zero for what is rarer here."""
        return self.ll if self.is_positive else -self.ll

    @property
    def smoothed(self) -> float:
        """What the log ratio put in the place of a zero; 0 where there was none."""
        return 0.0 if self.of.frequency and self.reference_frequency else self.settings.smoothing


FIGURES: dict[str, Figure[KeynessRow]] = {
    "term": Figure(Column("term"), lambda r: r.term),
    "frequency": Figure(Column("frequency", 0), lambda r: r.of.frequency),
    "per_million": Figure(Column("per_million", 2), lambda r: measures.per_million(*r.counts[:2])),
    "reference_frequency": Figure(
        Column("reference_frequency", 0), lambda r: r.reference_frequency
    ),
    "reference_per_million": Figure(
        Column("reference_per_million", 2), lambda r: measures.per_million(*r.counts[2:])
    ),
    "log_ratio": Figure(
        Column("log_ratio", 4),
        lambda r: measures.log_ratio(*r.counts, smoothing=r.settings.smoothing),
    ),
    "smoothing": Figure(Column("smoothing", 4), lambda r: r.smoothed),
    "simple_maths": Figure(
        Column("simple_maths", 4),
        lambda r: measures.simple_maths(*r.counts, smoothing=r.settings.simple_maths),
    ),
    "percent_diff": Figure(
        Column("percent_diff", 4), lambda r: measures.percent_difference(*r.counts)
    ),
    "odds_ratio": Figure(Column("odds_ratio", 4), lambda r: measures.odds_ratio(*r.counts)),
    "log_likelihood": Figure(Column("log_likelihood", 4), lambda r: r.ll),
    "g2": Figure(Column("g2", 4), lambda r: measures.log_likelihood_four_term(*r.counts)),
    "chi2": Figure(Column("chi2", 4), lambda r: measures.chi_squared(*r.counts)),
    "chi2_yates": Figure(Column("chi2_yates", 4), lambda r: measures.chi_squared_yates(*r.counts)),
    "bic": Figure(
        Column("bic", 4), lambda r: significance.bic(r.ll, r.size.words + r.reference_words)
    ),
    "p": Figure(Column("p", 4, True), lambda r: significance.p_value(r.ll), ascending=True),
    "p_adjusted": Figure(Column("p_adjusted", 4, True), lambda r: r.p_adjusted, ascending=True),
    "range": Figure(Column("range", 0), lambda r: r.of.documents),
    "dp": Figure(Column("dp", 6), lambda r: r.of.dp),
}
"""The columns of the table of keyness, in their order. ``log_likelihood`` is the two-term form
(Rayson & Garside), ``g2`` the four-term; p and BIC are those of ``log_likelihood``."""

NARROW = ("term", "frequency", "log_ratio", "log_likelihood", "p_adjusted")


def keyness_table(
    view: TermView, reference: Reference, settings: KeynessSettings, listing: Listing
) -> Table:
    """The terms by signed log-likelihood: first what marks the corpus, last what it lacks.

    Terms of the reference that the corpus lacks are among them.
    """
    columns = choose_columns(FIGURES, NARROW, listing)
    rows = _rows(view, reference, settings, listing)
    adjusted = CORRECTIONS[settings.correction]([significance.p_value(r.ll) for r in rows])
    for row, p in zip(rows, adjusted, strict=True):
        row.p_adjusted = p
    title = (
        f"{view.title()}; reference: {reference.words:,} words; "
        f"log ratio with {settings.smoothing:g} for a frequency of 0; "
        f"{len(rows):,} tests, correction: {settings.correction}"
    )
    return Table(*arranged(rows, FIGURES, columns, listing, lambda r: r.signed), title)


def _rows(
    view: TermView, reference: Reference, settings: KeynessSettings, listing: Listing
) -> list[KeynessRow]:
    counts = view.counts
    names = counts.vocabulary
    codes = [code for code in counts.codes if listing.admits(names[code])]
    figures = figures_of(view.text, counts.frequencies, codes)
    found = [(names[code], of) for code, of in zip(codes, figures, strict=True)]
    here = {names[code] for code in counts.codes}
    lacked = (t for t in reference.terms() if t not in here and listing.admits(t))
    found += [(term, TermFigures()) for term in lacked]
    return [
        KeynessRow(term, of, counts.size, there, reference.words, settings)
        for term, of in found
        if of.frequency + (there := reference.of(term)) >= (listing.min_freq or 1)
        and of.documents >= settings.min_range
        and (settings.max_dp >= 1 or (of.dp or 0.0) <= settings.max_dp)
    ]
