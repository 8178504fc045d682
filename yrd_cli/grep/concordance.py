"""Concordances: hits with their contexts, sorted by these, or counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from yrd_cli.document import Document
from yrd_cli.errors import UsageError
from yrd_cli.grep.classes import fold, is_han
from yrd_cli.grep.near import Lines, Span
from yrd_cli.grep.noise import without_noise
from yrd_cli.writing.tables import Column, Table

SORT_KEYS = ("left", "right", "path", "date")
GROUP_KEYS = ("match", "left1", "right1")
MAX_SORT_KEYS = 3

CONTEXT = 200
"""Characters of context that are kept on each side: more than a terminal shows."""

_REACH = 24
"""Characters of context in which the neighbouring word is looked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A hit in its line. ``start`` and ``end`` are code points into the searched text."""

    left: str
    node: str
    right: str
    start: int
    end: int
    line: int
    """The number of its line in the text, from 1."""
    doc_id: str
    path: str
    date: str | None

    def record(self) -> dict[str, Any]:
        """The hit as an object."""
        return {name: getattr(self, name) for name in _HIT_COLUMNS}


_HIT_COLUMNS = ("doc_id", "line", "start", "end", "left", "node", "right", "date")


def hits_of(document: Document, text: str, spans: Iterable[Span], path: str) -> list[Hit]:
    """The hits of a Document, each with the rest of its line on both sides, up to CONTEXT."""
    hits = []
    at = number = 0
    lines = Lines(text)
    for start, end in spans:
        first, last = lines.around(start, end)
        number += text.count("\n", at, first)
        at = first
        left = text[max(first, start - CONTEXT) : start]
        right = text[end : min(last, end + CONTEXT)]
        hits.append(
            Hit(
                left, text[start:end], right, start, end, number + 1,
                document.id, path, document.date,
            )
        )  # fmt: skip
    return hits


def parse_sort(values: Sequence[str]) -> tuple[str, ...]:
    """The keys of ``--sort``, given one by one or with commas. Raises UsageError.

    >>> parse_sort(["left,path"])
    ('left', 'path')
    """
    keys = tuple(key.strip() for value in values for key in value.split(","))
    for key in keys:
        if key not in SORT_KEYS:
            raise UsageError(f"--sort {key!r}: choose from {', '.join(SORT_KEYS)}")
    if len(keys) > MAX_SORT_KEYS:
        raise UsageError(f"--sort takes up to {MAX_SORT_KEYS} keys, not {len(keys)}")
    return keys


def sorted_hits(hits: Iterable[Hit], keys: Sequence[str]) -> list[Hit]:
    """Hits sorted by keys, the first above all; equal ones stay in the order they came.

    ``left`` goes from the node outwards, to the left; both contexts are compared in simplified
    forms. Hits without a date come last.
    """
    makers = [_SORTERS[key] for key in keys]
    return sorted(hits, key=lambda hit: tuple(make(hit) for make in makers))


_SORTERS: dict[str, Callable[[Hit], Any]] = {
    "left": lambda hit: fold(hit.left).strip()[::-1],
    "right": lambda hit: fold(hit.right).strip(),
    "path": lambda hit: (hit.path, hit.start),
    "date": lambda hit: (hit.date is None, hit.date or ""),
}


@dataclass(slots=True)
class GroupCounts:
    """How often each form, or each neighbouring word, occurs, and in how many Documents."""

    key: str
    frequency: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)

    def add(self, hits: Sequence[Hit]) -> None:
        """Count the hits of one Document."""
        here = Counter(self._group_of(hit) for hit in hits)
        self.frequency.update(here)
        self.documents.update(here.keys())

    def _group_of(self, hit: Hit) -> str:
        if self.key == "match":
            return without_noise(hit.node)
        return neighbour(hit, left=self.key == "left1")

    def table(self) -> Table:
        """The groups by frequency, then in code-point order."""
        ranked = sorted(self.frequency.items(), key=lambda item: (-item[1], item[0]))
        rows = [(group, n, self.documents[group]) for group, n in ranked]
        columns = (Column(self.key), Column("count", 0), Column("documents", 0))
        total = self.frequency.total()
        return Table(columns, rows, f"{total:,} hits, {len(rows):,} groups")


def neighbour(hit: Hit, *, left: bool) -> str:
    """The word (or mark) right before or after a hit; empty at the line's end."""
    # The node's last character goes along, for what is noise depends on its neighbours.
    context = without_noise(hit.left if left else hit.node[-1:] + hit.right)
    context = (context if left else context[1:]).strip()
    piece = context[-_REACH:] if left else context[:_REACH]
    if not piece:
        return ""
    edge = piece[-1] if left else piece[0]
    if not (is_han(edge) or edge.isalnum()):
        return edge
    from yrd_cli import words

    found = words.cut(fold(piece), hmm=False)
    return piece[-len(found[-1]) :] if left else piece[: len(found[0])]


def hit_table(hits: Sequence[Hit]) -> Table:
    """Hits as a table: the Document, the line, the offsets, the contexts."""
    numbers = ("line", "start", "end")
    columns = tuple(Column(name, 0 if name in numbers else None) for name in _HIT_COLUMNS)
    return Table(columns, [tuple(hit.record().values()) for hit in hits])
