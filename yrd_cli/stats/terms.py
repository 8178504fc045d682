"""The term table: how often, in how many documents, and how evenly."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from yrd_cli.document import Document
from yrd_cli.stats.coded import CodedText
from yrd_cli.stats.figures import CorpusSize, Frequencies, TermFigures, figures_of, frequencies
from yrd_cli.stats.measures.keyness import per_million
from yrd_cli.stats.measures.weighting import tf_idf
from yrd_cli.stats.rows import Figure, arranged, choose_columns
from yrd_cli.stats.tokens import Tokens, is_word
from yrd_cli.stats.units import OTHER, units
from yrd_cli.stats.views import Listing
from yrd_cli.writing.tables import Column, Table

if TYPE_CHECKING:
    from yrd_cli.words.coding import CodedWords


@dataclass(slots=True)
class TermRow:
    """A term with all that its cells are made of."""

    term: str
    of: TermFigures
    size: CorpusSize


FIGURES: dict[str, Figure[TermRow]] = {
    "term": Figure(Column("term"), lambda r: r.term),
    "frequency": Figure(Column("frequency", 0), lambda r: r.of.frequency),
    "per_million": Figure(
        Column("per_million", 2), lambda r: per_million(r.of.frequency, r.size.words)
    ),
    "documents": Figure(Column("documents", 0), lambda r: r.of.documents),
    "tf_idf": Figure(
        Column("tf_idf", 4), lambda r: tf_idf(r.of.frequency, r.of.documents, r.size.documents)
    ),
    "arf": Figure(Column("arf", 4), lambda r: r.of.arf),
    "range": Figure(Column("range", 0), lambda r: r.of.documents),
    "dp": Figure(Column("dp", 6), lambda r: r.of.dp),
    "dp_norm": Figure(Column("dp_norm", 6), lambda r: r.of.dp_norm),
    "juilland_d": Figure(Column("juilland_d", 6), lambda r: r.of.juilland_d),
    "rosengren_s": Figure(Column("rosengren_s", 6), lambda r: r.of.rosengren_s),
    "carroll_d2": Figure(Column("carroll_d2", 6), lambda r: r.of.carroll_d2),
}
"""The columns of the term table, in their order."""

NARROW = ("term", "frequency", "per_million", "documents", "tf_idf", "arf", "dp_norm")
"""What a terminal of 80 columns has room for."""


class TermView:
    """Counts the words, characters or n-grams of a corpus, with the place of each."""

    def __init__(
        self, ngrams: int = 1, pos: tuple[str, ...] = (), unit_names: tuple[str, str] | None = None
    ) -> None:
        self._text = CodedText()
        self._coded: CodedWords | None = None
        """Documents that come after the text, and are not in it yet."""
        self._ngrams = ngrams
        self._pos = pos
        self._names = unit_names or ("words", "terms")

    @property
    def text(self) -> CodedText:
        """All documents."""
        if self._coded is not None:
            # Not before it is asked for: a batch goes into the text of the whole, not into its own.
            self._text.add_coded(self._coded)
            self._coded = None
        return self._text

    def add(self, document: Document, tokens: Tokens) -> None:
        """Count one document."""
        self.__dict__.pop("counts", None)
        self.text.add(units(tokens, self._ngrams, self._pos))

    def add_coded(self, words: CodedWords) -> None:
        """Count several documents by their words."""
        self.__dict__.pop("counts", None)
        if self._coded is not None:
            self._text.add_coded(self._coded)
        self._coded = words

    def merge(self, other: TermView) -> None:
        """Append the documents of the part that comes next."""
        self.__dict__.pop("counts", None)
        self.text.merge(other._text)
        if other._coded is not None:
            self.text.add_coded(other._coded)

    @cached_property
    def counts(self) -> TermCounts:
        """The frequencies, once everything is added."""
        return TermCounts(self.text)

    def table(self, listing: Listing) -> Table:
        """The terms, by frequency unless another order is asked for."""
        counts = self.counts
        columns = choose_columns(FIGURES, NARROW, listing)
        chosen = self._chosen(counts, listing)
        found = figures_of(self.text, counts.frequencies, chosen)
        rows = [
            TermRow(counts.vocabulary[code], of, counts.size)
            for code, of in zip(chosen, found, strict=True)
        ]
        return Table(*arranged(rows, FIGURES, columns, listing, "frequency"), self.title())

    def words(self) -> list[int]:
        """The words of the corpus in their order, as codes; those of OTHER are left out."""
        counts = self.counts
        wanted = set(counts.codes)
        return [c for block in self.text.blocks() for c in block.codes if c in wanted]

    def _chosen(self, counts: TermCounts, listing: Listing) -> list[int]:
        """The codes of the terms to list; only the first of them, if their order is known."""
        found = counts.admitted(listing)
        if not listing.top or listing.sort not in (None, "frequency") or len(found) < listing.top:
            return found
        # Only what may be among the first is sorted by name: most terms occur once.
        of, names = counts.frequencies.of, counts.vocabulary
        least = sorted(map(of.__getitem__, found), reverse=True)[listing.top - 1]
        found = [code for code in found if of[code] >= least]
        return sorted(found, key=lambda code: (-of[code], names[code]))[: listing.top]

    def title(self) -> str:
        """What was counted, in a line."""
        counts, (words, terms) = self.counts, self._names
        size = counts.size
        return f"{size.words:,} {words}, {counts.types:,} {terms}, {size.documents:,} documents"

    def totals(self) -> dict[str, int]:
        """Documents, words and terms (of whatever unit is counted)."""
        size = self.counts.size
        return {"documents": size.documents, "words": size.words, "terms": self.counts.types}

    def state(self) -> dict[str, Any]:
        """Words of each document, and for each term the gaps between its positions (from 0)."""
        from yrd_cli.stats.positions import gaps_of

        return gaps_of(self.text, self.counts)

    def load(self, state: dict[str, Any]) -> None:
        """Append the documents of a state; raises ValueError where it is none."""
        from yrd_cli.stats.positions import text_of_gaps

        self.__dict__.pop("counts", None)
        self.text.merge(text_of_gaps(state))


@dataclass
class TermCounts:
    """The frequencies of a text, by term."""

    text: CodedText
    vocabulary: list[str] = field(init=False)
    frequencies: Frequencies = field(init=False)

    def __post_init__(self) -> None:
        self.vocabulary = self.text.vocabulary
        words = [is_word(token) or token == OTHER for token in self.vocabulary]
        self.frequencies = frequencies(self.text, words)

    @property
    def size(self) -> CorpusSize:
        """Words and documents."""
        return self.frequencies.size

    @cached_property
    def codes(self) -> list[int]:
        """The codes of the terms: of the words that are not left out for their part of speech."""
        names = self.vocabulary
        return [c for c, word in enumerate(self.frequencies.is_word) if word and names[c] != OTHER]

    @property
    def types(self) -> int:
        """How many different terms there are."""
        return len(self.codes)

    def of(self, term: str) -> int:
        """The frequency of a term."""
        code = self.text.code_of(term)
        return 0 if code is None else self.frequencies.of[code]

    def admitted(self, listing: Listing) -> list[int]:
        """The codes of the terms that a listing's filters let through."""
        of, names = self.frequencies.of, self.vocabulary
        found = [code for code in self.codes if of[code] >= (listing.min_freq or 1)]
        if listing.filters:
            found = [code for code in found if listing.admits(names[code])]
        return found
