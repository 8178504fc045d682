"""Two corpora side by side."""

from __future__ import annotations

from dataclasses import dataclass

from yrd_cli.stats.figures import TermFigures, figures_of
from yrd_cli.stats.measures import keyness as measures
from yrd_cli.stats.measures import significance
from yrd_cli.stats.rows import Figure, arranged, choose_columns
from yrd_cli.stats.terms import TermView
from yrd_cli.stats.views import Listing
from yrd_cli.writing.tables import Column, Table


@dataclass(slots=True)
class ComparedRow:
    """A term in the corpora A and B."""

    term: str
    a: TermFigures
    b: TermFigures
    words_a: int
    words_b: int
    smoothing: float

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Frequency and size, in A and in B."""
        return self.a.frequency, self.words_a, self.b.frequency, self.words_b

    @property
    def ll(self) -> float:
        """Log-likelihood, two terms."""
        return measures.log_likelihood_two_term(*self.counts)

    def difference(self) -> float:
        """Per million, A less B."""
        a, b = measures.per_million(*self.counts[:2]), measures.per_million(*self.counts[2:])
        return (a or 0.0) - (b or 0.0)


FIGURES: dict[str, Figure[ComparedRow]] = {
    "term": Figure(Column("term"), lambda r: r.term),
    "frequency": Figure(Column("frequency", 0), lambda r: r.a.frequency + r.b.frequency),
    "frequency_a": Figure(Column("frequency_a", 0), lambda r: r.a.frequency),
    "frequency_b": Figure(Column("frequency_b", 0), lambda r: r.b.frequency),
    "per_million_a": Figure(
        Column("per_million_a", 2), lambda r: measures.per_million(*r.counts[:2])
    ),
    "per_million_b": Figure(
        Column("per_million_b", 2), lambda r: measures.per_million(*r.counts[2:])
    ),
    "difference": Figure(Column("difference", 2), lambda r: r.difference()),
    "documents_a": Figure(Column("documents_a", 0), lambda r: r.a.documents),
    "documents_b": Figure(Column("documents_b", 0), lambda r: r.b.documents),
    "dp_a": Figure(Column("dp_a", 6), lambda r: r.a.dp),
    "dp_b": Figure(Column("dp_b", 6), lambda r: r.b.dp),
    "log_ratio": Figure(
        Column("log_ratio", 4), lambda r: measures.log_ratio(*r.counts, smoothing=r.smoothing)
    ),
    "log_likelihood": Figure(Column("log_likelihood", 4), lambda r: r.ll),
    "p": Figure(Column("p", 4, True), lambda r: significance.p_value(r.ll), ascending=True),
}
"""The columns of a comparison, in their order; ``frequency`` is that of both together."""

NARROW = ("term", "frequency_a", "frequency_b", "per_million_a", "per_million_b", "log_ratio")


def compared_table(a: TermView, b: TermView, smoothing: float, listing: Listing) -> Table:
    """Every term of either corpus, by frequency in both together."""
    columns = choose_columns(FIGURES, NARROW, listing)
    in_a, in_b = _figures(a, listing), _figures(b, listing)
    nothing = TermFigures()
    sizes = a.counts.size.words, b.counts.size.words
    rows = [
        ComparedRow(term, in_a.get(term, nothing), in_b.get(term, nothing), *sizes, smoothing)
        for term in {**in_a, **in_b}
    ]
    rows = [row for row in rows if row.a.frequency + row.b.frequency >= (listing.min_freq or 1)]
    title = f"A: {a.title()}; B: {b.title()}; log ratio with {smoothing:g} for a frequency of 0"
    return Table(*arranged(rows, FIGURES, columns, listing, "frequency"), title)


def _figures(view: TermView, listing: Listing) -> dict[str, TermFigures]:
    counts = view.counts
    names = counts.vocabulary
    codes = [code for code in counts.codes if listing.admits(names[code])]
    figures = figures_of(view.text, counts.frequencies, codes)
    return {names[code]: of for code, of in zip(codes, figures, strict=True)}
