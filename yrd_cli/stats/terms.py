"""Term frequencies: how often, in how many documents, and per million words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from yrd_cli.writing.tables import Column, Table

_WORD = re.compile(r"\w")


@dataclass(slots=True)
class TermCounts:
    """Mergeable counts: of each term, of the documents that hold it, of all words."""

    frequency: Counter[str] = field(default_factory=Counter)
    documents_with: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    words: int = 0

    def add_document(self, tokens: Iterable[str]) -> None:
        """Count one document's tokens; marks and spaces are no words."""
        here = Counter(t for t in tokens if _WORD.search(t))
        self.frequency.update(here)
        self.documents_with.update(here.keys())
        self.documents += 1
        self.words += here.total()

    def merge(self, other: TermCounts) -> None:
        """Add the counts of another part of the corpus."""
        self.frequency.update(other.frequency)
        self.documents_with.update(other.documents_with)
        self.documents += other.documents
        self.words += other.words


def per_million(frequency: int, words: int) -> float:
    """Relative frequency: occurrences in a million words.

    >>> per_million(3, 1500)
    2000.0
    """
    return frequency * 1e6 / words if words else 0.0


def term_table(counts: TermCounts, top: int = 0) -> Table:
    """The terms by frequency, then in code-point order; ``top`` 0 gives them all."""
    ranked = sorted(counts.frequency.items(), key=lambda item: (-item[1], item[0]))
    rows = [
        (term, n, per_million(n, counts.words), counts.documents_with[term])
        for term, n in ranked[: top or None]
    ]
    columns = (
        Column("term"),
        Column("frequency", 0),
        Column("per_million", 2),
        Column("documents", 0),
    )
    terms = len(counts.frequency)
    title = f"{counts.words:,} words, {terms:,} terms, {counts.documents:,} documents"
    return Table(columns, rows, title)
