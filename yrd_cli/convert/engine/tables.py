"""Groups of dictionaries as one table, exactly.

The longest match in the table is the match that the group would have given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter

from yrd_cli.convert.engine.configs import Node, Source

Entry = tuple[str, Source]
"""The candidates as the dictionary writes them, first the preferred one; and the dictionary."""

Table = dict[str, Entry]

Prepare = Callable[[Table], Table]
"""What is done to a table before it is used: a part of the table gives a part of the result."""

_FIRST = itemgetter(slice(0, 1))


def candidates_of(entry: Entry) -> tuple[str, ...]:
    """Every candidate of an entry, the preferred one first."""
    return tuple(entry[0].split(" "))


def preferred(entry: Entry) -> str:
    """The first candidate."""
    return entry[0].partition(" ")[0]


@cache
def blocks_of(source: Source) -> Mapping[str, list[str]]:
    """The lines of a dictionary by their first character.

    A line of text needs the blocks of its own characters only: parsing these few lines, not all
    50,000, is what makes a start without numpy and without a cache cheap.
    """
    text = source.path.read_text(encoding="utf-8-sig")
    blocks: dict[str, list[str]] = {}
    for first, lines in groupby(text.split("\n"), _FIRST):
        if first in blocks:
            blocks[first].extend(lines)
        elif first not in ("", "#"):
            blocks[first] = list(lines)
    return blocks


def entries_of(source: Source, first: str) -> dict[str, str]:
    """The keys of a dictionary that begin with a character, and their candidates."""
    pairs = (line.partition("\t") for line in blocks_of(source).get(first, ()))
    return {key: value for key, _, rest in pairs if (value := rest.strip())}


def all_entries(source: Source) -> dict[str, str]:
    """All keys of a dictionary and their candidates."""
    pairs = (line.partition("\t") for block in blocks_of(source).values() for line in block)
    return {key: value for key, _, rest in pairs if (value := rest.strip())}


def flatten(node: Node, read: Callable[[Source], dict[str, str]]) -> Table:
    """The group as one table for the longest match.

    Under ``short_circuit``, a key that has a key of an earlier dictionary as its prefix can never
    match: it is dropped. ``read`` may give a part of each dictionary, if it holds with each key
    all its prefixes.
    """
    if isinstance(node, Source):
        return {key: (value, node) for key, value in read(node).items()}
    merged: Table = {}
    for member in node.members:
        table = flatten(member, read)
        if not merged:
            merged = table
        elif node.policy == "union":
            merged = {**table, **merged}
        else:
            earlier = frozenset(merged)
            for key, entry in table.items():
                if not any(key[:size] in earlier for size in range(1, len(key) + 1)):
                    merged[key] = entry
    return merged


def unchanged(table: Table) -> Table:
    """The table as it is."""
    return table


def without_ambiguous(table: Table) -> Table:
    """The table without the characters that have several candidates: no phrase, no choice."""
    return {k: e for k, e in table.items() if len(k) > 1 or " " not in e[0]}


def full_table(node: Node, prepare: Prepare = unchanged) -> Table:
    """The whole table of a node."""
    return prepare(flatten(node, all_entries))


@cache
def keeps_length(node: Node) -> bool:
    """Whether every key and what it becomes are equally long."""
    return all(len(key) == len(preferred(entry)) for key, entry in full_table(node).items())
