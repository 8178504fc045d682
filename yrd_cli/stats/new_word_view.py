"""New words as a view: a user dictionary with the evidence for each entry."""

from __future__ import annotations

from typing import Any

from yrd_cli.document import Document
from yrd_cli.stats.new_words import NewWordCounts
from yrd_cli.stats.tokens import Tokens
from yrd_cli.stats.views import Listing
from yrd_cli.writing.tables import Table


class NewWordView:
    """Gathers the texts of a corpus; nothing is segmented."""

    def __init__(self) -> None:
        self._counts = NewWordCounts()
        self._documents = 0

    def add(self, document: Document, tokens: Tokens) -> None:
        """Take in one document."""
        self._counts.add(tokens.text)
        self._documents += 1

    def merge(self, other: NewWordView) -> None:
        """Append the texts that come next."""
        self._counts.merge(other._counts)
        self._documents += other._documents

    def totals(self) -> dict[str, int]:
        """How many documents there are."""
        return {"documents": self._documents}

    def table(self, listing: Listing) -> Table:
        """The new words, best first; the floor of frequency rises with the size of the corpus
        unless one is asked for."""
        return self._counts.table(top=listing.top or None, min_freq=listing.min_freq)

    def dictionary(self, listing: Listing) -> bytes:
        """The new words as jieba's ``load_userdict`` reads them: word, frequency, tag a line."""
        rows = self.table(listing).rows
        return "".join(f"{word} {freq} {tag}\n" for word, freq, tag, *_ in rows).encode()

    def state(self) -> dict[str, Any]:
        """The texts, coded and compressed."""
        return {"documents": self._documents, **self._counts.state()}

    def load(self, state: dict[str, Any]) -> None:
        """Append the texts of a state; raises ValueError where it is none."""
        try:
            self._counts.merge(NewWordCounts.from_state(state))
            self._documents += int(state["documents"])
        except Exception as e:  # whatever zlib, base64 and arrays say of damaged data
            raise ValueError(f"its texts are damaged: {e}") from None
