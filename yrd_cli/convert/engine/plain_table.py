"""The longest match in plain Python: for texts of a few KB, and for edits and offsets.

Tables are loaded by first character, as texts ask for them.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from yrd_cli.convert.engine.configs import Node, Source
from yrd_cli.convert.engine.tables import (
    Entry,
    Prepare,
    Table,
    entries_of,
    flatten,
    preferred,
    unchanged,
)


class Match(NamedTuple):
    """A key of a dictionary at a place of the text that a step reads."""

    start: int
    end: int
    value: str
    entry: Entry


class _Block(NamedTuple):
    """The keys with one first character."""

    single: Match | None
    lengths: dict[str, tuple[int, ...]]
    """By the second character: the lengths of the keys, longest first."""
    keys: dict[str, tuple[str, Entry]]


class PlainTable:
    """One table, matched where a text is."""

    def __init__(self, node: Node, prepare: Prepare = unchanged) -> None:
        self._node = node
        self._prepare = prepare
        self._blocks: dict[str, _Block | None] = {}

    def _load(self, chars: set[str]) -> None:
        for char in chars:
            table = self._prepare(flatten(self._node, partial(_beginning_with, char)))
            self._blocks[char] = _block_of(table) if table else None

    def _blocks_for(self, text: str, start: int, end: int) -> dict[str, _Block | None]:
        piece = text if end - start == len(text) else text[start:end]
        missing = set(piece).difference(self._blocks)
        if missing:
            self._load(missing)
        return self._blocks

    def leftmost(self, text: str, start: int, end: int) -> list[Match]:
        """From left to right the longest match, within a piece of the text."""
        blocks = self._blocks_for(text, start, end)
        found: list[Match] = []
        at = start
        while at < end:
            block = blocks[text[at]]
            size = 1
            if block is not None:
                match = _longest(block, text, at, end)
                if match is not None:
                    found.append(match)
                    size = match.end - at
            at += size
        return found

    def single(self, char: str) -> Entry | None:
        """The entry of a character."""
        block = self._blocks_for(char, 0, 1)[char]
        return None if block is None or block.single is None else block.single.entry

    def by_characters(self, text: str) -> str:
        """The text converted character by character."""
        blocks = self._blocks_for(text, 0, len(text))
        return "".join(
            char if (block := blocks[char]) is None or block.single is None else block.single.value
            for char in text
        )

    def all_matches(self, text: str, start: int, end: int) -> list[Match]:
        """Every match, overlapping or not, by start and length; within a piece of the text."""
        blocks = self._blocks_for(text, start, end)
        found: list[Match] = []
        for at in range(start, end):
            block = blocks[text[at]]
            if block is None:
                continue
            if block.single is not None:
                found.append(Match(at, at + 1, block.single.value, block.single.entry))
            if at + 1 < end:
                for size in reversed(block.lengths.get(text[at + 1], ())):
                    hit = block.keys.get(text[at : at + size]) if at + size <= end else None
                    if hit is not None:
                        found.append(Match(at, at + size, *hit))
        return found


def _beginning_with(first: str, source: Source) -> dict[str, str]:
    return entries_of(source, first)


def _longest(block: _Block, text: str, at: int, end: int) -> Match | None:
    if at + 1 < end:
        for size in block.lengths.get(text[at + 1], ()):
            if at + size <= end:
                hit = block.keys.get(text[at : at + size])
                if hit is not None:
                    return Match(at, at + size, *hit)
    single = block.single
    return None if single is None else Match(at, at + 1, single.value, single.entry)


def _block_of(table: Table) -> _Block:
    single = None
    lengths: dict[str, set[int]] = {}
    keys = {}
    for key, entry in table.items():
        if len(key) == 1:
            single = Match(0, 1, preferred(entry), entry)
        else:
            lengths.setdefault(key[1], set()).add(len(key))
            keys[key] = preferred(entry), entry
    ordered = {char: tuple(sorted(sizes, reverse=True)) for char, sizes in lengths.items()}
    return _Block(single, ordered, keys)
