"""The keywords of each document, in the order of the documents."""

from __future__ import annotations

from typing import Any

from yrd_cli.document import Document
from yrd_cli.stats.keywords import STOP_WORDS, TEXTRANK_POS, Method, textrank, tfidf
from yrd_cli.stats.tokens import Tokens
from yrd_cli.stats.views import Listing
from yrd_cli.writing.tables import Column, Table

COLUMNS = (Column("document"), Column("rank", 0), Column("term"), Column("weight", 10))


class KeywordView:
    """Finds keywords as jieba.analyse does for equal settings, with its digits.

    ``per_document`` is jieba's ``topK`` (0: all), ``pos`` its ``allowPOS`` (exact tags; none: the
    method's own), and ``stopwords`` join jieba's own.
    """

    def __init__(
        self,
        method: Method,
        per_document: int,
        pos: tuple[str, ...] = (),
        stopwords: frozenset[str] = frozenset(),
    ) -> None:
        self._method = method
        self._top = per_document
        self._pos = frozenset(pos)
        self._stopwords = stopwords | STOP_WORDS
        self._rows: list[tuple[str, int, str, float]] = []
        self._documents = 0

    def add(self, document: Document, tokens: Tokens) -> None:
        """Find the keywords of one document."""
        self._documents += 1
        for rank, (term, weight) in enumerate(self._keywords(tokens), 1):
            self._rows.append((document.id, rank, term, weight))

    def _keywords(self, tokens: Tokens) -> list[tuple[str, float]]:
        top, stopwords = self._top or None, self._stopwords
        if self._method == "tfidf" and not self._pos:
            return tfidf(tokens.words, top, stopwords=stopwords)
        tagged = list(zip(tokens.words, tokens.flags, strict=True))
        if self._method == "textrank":
            pos = self._pos or TEXTRANK_POS
            return textrank(tagged, top, pos=pos, stopwords=stopwords)
        return tfidf((w for w, flag in tagged if flag in self._pos), top, stopwords=stopwords)

    def merge(self, other: KeywordView) -> None:
        """Append the keywords of the documents that come next."""
        self._rows += other._rows
        self._documents += other._documents

    def totals(self) -> dict[str, int]:
        """How many documents there are."""
        return {"documents": self._documents}

    def table(self, listing: Listing) -> Table:
        """A row for each keyword: its document, rank and weight."""
        return Table(COLUMNS, self._rows, f"{self._method}, {self._documents:,} documents")

    def state(self) -> dict[str, Any]:
        """Every keyword."""
        return {"documents": self._documents, "rows": self._rows}

    def load(self, state: dict[str, Any]) -> None:
        """Append the keywords of a state; raises ValueError where it is none."""
        try:
            rows = [(str(i), int(r), str(t), float(w)) for i, r, t, w in state["rows"]]
            self._documents += int(state["documents"])
        except (KeyError, TypeError, ValueError) as e:
            raise ValueError(f"its keywords are incomplete: {e}") from None
        self._rows += rows
