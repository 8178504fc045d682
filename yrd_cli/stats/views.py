"""What every view of `yrd stats` is: counts that add up, and a table made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from yrd_cli.document import Document
from yrd_cli.script import to_simplified
from yrd_cli.stats.tokens import Tokens
from yrd_cli.writing.tables import Table

if TYPE_CHECKING:
    from yrd_cli.time_limit import WordPattern


class View(Protocol):
    """A mergeable accumulator: one for each batch, merged in the order of the input.

    ``merge`` is exact: parts merged in order give what one pass over everything gives. ``state``
    is a value that JSON can hold, from which ``from_state`` of the class makes an equal view.
    """

    def add(self, document: Document, tokens: Tokens) -> None:
        """Count one document; tokens that are not asked for are not cut."""

    def merge(self, other: Self) -> None:
        """Add the counts of the part of the corpus that comes next."""

    def table(self, listing: Listing) -> Table:
        """The counts as a table."""

    def state(self) -> dict[str, Any]:
        """The counts as a JSON object."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Which rows and columns of a view are shown, and in which order.

    ``columns`` None is the view's own choice: every column where ``wide``, else a handful that
    a terminal has room for. ``sort`` None is the view's own order; a name that begins with ``-``
    turns a column's order round.
    """

    top: int = 0
    min_freq: int | None = None
    min_len: int = 1
    match: WordPattern | None = None
    stopwords: frozenset[str] = frozenset()
    sort: str | None = None
    columns: tuple[str, ...] | None = None
    wide: bool = True

    @property
    def filters(self) -> bool:
        """Whether any term is left out for its form."""
        return bool(self.match or self.stopwords or self.min_len > 1)

    def admits(self, term: str) -> bool:
        """Whether a term, or every word of an n-gram, may be listed.

        Stop words are compared in their simplified form, so that one list serves both scripts.
        """
        if self.min_len > 1 and len(term.replace(" ", "")) < self.min_len:
            return False
        if self.match is not None and not self.match.is_in(term):
            return False
        if not self.stopwords:
            return True
        return all(
            word not in self.stopwords and to_simplified(word) not in self.stopwords
            for word in term.split(" ")
        )
