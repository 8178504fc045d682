"""Collocates: which words stand near a node, within a sentence, more often than by chance."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from yrd_cli.document import Document
from yrd_cli.stats.measures import association
from yrd_cli.stats.nodes import Node
from yrd_cli.stats.rows import Figure, arranged, choose_columns
from yrd_cli.stats.tokens import Tokens, is_word
from yrd_cli.stats.units import OTHER, kept_words
from yrd_cli.stats.views import Listing
from yrd_cli.writing.tables import Column, Table

Window = tuple[int, int]


@dataclass(slots=True)
class CollocateRow:
    """A collocate of a node, with all counts that the measures are made of."""

    node: str
    term: str
    left: int
    right: int
    node_frequency: int
    term_frequency: int
    words: int
    span: int

    @property
    def together(self) -> int:
        """How often the collocate stands in a window of the node."""
        return self.left + self.right


def _of_window(measure: Callable[..., float | None]) -> Callable[[CollocateRow], float | None]:
    """A measure whose chance depends on how many places a window has."""
    return lambda r: measure(r.together, r.node_frequency, r.term_frequency, r.words, r.span)


def _of_counts(measure: Callable[..., float | None]) -> Callable[[CollocateRow], float | None]:
    return lambda r: measure(r.together, r.node_frequency, r.term_frequency)


def _expected(row: CollocateRow) -> float | None:
    return association.expected_frequency(
        row.node_frequency, row.term_frequency, row.words, row.span
    )


FIGURES: dict[str, Figure[CollocateRow]] = {
    "node": Figure(Column("node"), lambda r: r.node),
    "term": Figure(Column("term"), lambda r: r.term),
    "frequency": Figure(Column("frequency", 0), lambda r: r.together),
    "left": Figure(Column("left", 0), lambda r: r.left),
    "right": Figure(Column("right", 0), lambda r: r.right),
    "node_frequency": Figure(Column("node_frequency", 0), lambda r: r.node_frequency),
    "term_frequency": Figure(Column("term_frequency", 0), lambda r: r.term_frequency),
    "expected": Figure(Column("expected", 4), _expected),
    "log_dice": Figure(Column("log_dice", 4), _of_counts(association.log_dice)),
    "mi": Figure(Column("mi", 4), _of_window(association.mutual_information)),
    "mi3": Figure(Column("mi3", 4), _of_window(association.mi3)),
    "npmi": Figure(Column("npmi", 4), _of_window(association.npmi)),
    "t": Figure(Column("t", 4), _of_window(association.t_score)),
    "z": Figure(Column("z", 4), _of_window(association.z_score)),
    "log_likelihood": Figure(Column("log_likelihood", 4), _of_window(association.log_likelihood)),
    "dice": Figure(Column("dice", 6), _of_counts(association.dice)),
    "delta_p_forward": Figure(
        Column("delta_p_forward", 6), _of_window(association.delta_p_forward)
    ),
    "delta_p_backward": Figure(
        Column("delta_p_backward", 6), _of_window(association.delta_p_backward)
    ),
}
"""The columns of the table of collocates, in their order."""

NARROW = ("node", "term", "frequency", "log_dice", "mi", "log_likelihood")


class CollocateView:
    """Counts the words within ``window`` (words to the left, to the right) of each node.

    Marks are no words: they take no place in a window. A window never leaves its sentence, and
    what the node itself takes up is not in it.
    """

    def __init__(
        self,
        nodes: Sequence[str],
        window: Window,
        pos: tuple[str, ...] = (),
        seconds: float | None = None,
    ) -> None:
        self._nodes = [Node(pattern, seconds=seconds) for pattern in nodes]
        self._window = window
        self._pos = pos
        self._frequency: Counter[str] = Counter()
        self._node_frequency: Counter[str] = Counter()
        self._left: dict[str, Counter[str]] = {node: Counter() for node in nodes}
        self._right: dict[str, Counter[str]] = {node: Counter() for node in nodes}
        self._documents = 0

    def add(self, document: Document, tokens: Tokens) -> None:
        """Count one document."""
        self._documents += 1
        shown = kept_words(tokens, self._pos) if self._pos else tokens.words
        self._frequency.update(shown)
        wanted = [
            (node, beginnings)
            for node in self._nodes
            if node.may_occur(tokens.text) and (beginnings := node.beginnings(tokens.types))
        ]
        if not wanted:
            return
        anything: set[str] = set().union(*(beginnings for _, beginnings in wanted))
        words, marks = tokens.words, tokens.marks
        for start, end in tokens.sentences():
            line = words[start:end]
            if anything.isdisjoint(line):
                continue
            places = [at for at, word in enumerate(line) if word not in marks]
            listed = [shown[start + at] for at in places]
            for node, beginnings in wanted:
                spans = list(node.spans(line, beginnings))
                self._count(node.pattern, spans, places, listed)

    def _count(
        self, node: str, spans: list[tuple[int, int]], places: list[int], listed: list[str]
    ) -> None:
        """Count the windows around spans of a sentence, whose words stand at ``places``."""
        before, after = self._window
        self._node_frequency[node] += len(spans)
        for start, end in spans:
            first, last = bisect_left(places, start), bisect_left(places, end)
            self._left[node].update(listed[max(0, first - before) : first])
            self._right[node].update(listed[last : last + after])

    def merge(self, other: CollocateView) -> None:
        """Add the counts of the part that comes next."""
        self._documents += other._documents
        self._frequency.update(other._frequency)
        self._node_frequency.update(other._node_frequency)
        for mine, others in ((self._left, other._left), (self._right, other._right)):
            for node, counter in others.items():
                mine[node].update(counter)

    def absent(self) -> list[str]:
        """The nodes that never occur."""
        return [n.pattern for n in self._nodes if not self._node_frequency[n.pattern]]

    def table(self, listing: Listing) -> Table:
        """The collocates, by logDice unless another order is asked for."""
        columns = choose_columns(FIGURES, NARROW, listing)
        words = self._words()
        rows = [
            row
            for node in self._nodes
            for row in self._rows(node.pattern, words)
            if row.together >= (listing.min_freq or 1) and listing.admits(row.term)
        ]
        found = ", ".join(f"{n.pattern} {self._node_frequency[n.pattern]:,}" for n in self._nodes)
        window = "{},{}".format(*self._window)
        title = f"{words:,} words, {self._documents:,} documents, window {window}; {found}"
        return Table(*arranged(rows, FIGURES, columns, listing, "log_dice"), title)

    def totals(self) -> dict[str, int]:
        """Documents and words."""
        return {"documents": self._documents, "words": self._words()}

    def _words(self) -> int:
        return sum(n for w, n in self._frequency.items() if w == OTHER or is_word(w))

    def _rows(self, node: str, words: int) -> list[CollocateRow]:
        left, right = self._left[node], self._right[node]
        return [
            CollocateRow(
                node,
                term,
                left[term],
                right[term],
                self._node_frequency[node],
                self._frequency[term],
                words,
                sum(self._window),
            )
            for term in {**left, **right}
            if term != OTHER
        ]

    def state(self) -> dict[str, Any]:
        """All counters, as objects."""
        return {
            "documents": self._documents,
            "frequency": dict(self._frequency),
            "node_frequency": dict(self._node_frequency),
            "left": {node: dict(counts) for node, counts in self._left.items()},
            "right": {node: dict(counts) for node, counts in self._right.items()},
        }

    def load(self, state: dict[str, Any]) -> None:
        """Add the counts of a state; raises ValueError where it is none."""
        other = CollocateView(list(self._left), self._window, self._pos)
        try:
            other._documents = int(state["documents"])
            other._frequency = _counter(state["frequency"])
            other._node_frequency = _counter(state["node_frequency"])
            for mine, name in ((other._left, "left"), (other._right, "right")):
                for node in mine:
                    mine[node] = _counter(state[name][node])
        except (KeyError, TypeError, AttributeError) as e:
            raise ValueError(f"its counts are incomplete: {e}") from None
        self.merge(other)


def _counter(value: dict[str, Any]) -> Counter[str]:
    if not all(type(n) is int and n >= 0 for n in value.values()):
        raise ValueError("a count is not a number")
    return Counter(value)
