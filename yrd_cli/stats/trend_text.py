"""The text of a trend: what occurs in each document, and which period and group it belongs to."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from yrd_cli.stats.coded import NUMPY_PAYS, CodedText

Cell = tuple[str | None, int]
"""A group (None: the documents that tell none) and a period, by its number."""


class DatedText:
    """Documents in the order of the input, each with its cell and its words.

    Memory grows with the vocabulary, the cells, and by 20 bytes a document.
    """

    def __init__(self) -> None:
        self.text = CodedText()
        self._cells: dict[Cell, int] = {}
        self._cell_of = array("I")
        self._words = array("Q")
        self._documents = array("I")

    @property
    def cells(self) -> list[Cell]:
        """Every cell that a document is in."""
        return list(self._cells)

    def add(self, cell: Cell, units: Iterable[str], words: int, documents: int = 1) -> None:
        """Append a document of so many words, with those units that are of interest.

        Several documents of a cell may come as one.
        """
        self.text.add(units)
        self._cell_of.append(self._cells.setdefault(cell, len(self._cells)))
        self._words.append(words)
        self._documents.append(documents)

    def merge(self, other: DatedText) -> None:
        """Append the documents of another text."""
        self.text.merge(other.text)
        places = [self._cells.setdefault(cell, len(self._cells)) for cell in other._cells]
        self._cell_of.extend(map(places.__getitem__, other._cell_of))
        self._words.extend(other._words)
        self._documents.extend(other._documents)

    def sizes(self) -> dict[Cell, tuple[int, int]]:
        """The documents and the words of each cell."""
        documents, words = [0] * len(self._cells), [0] * len(self._cells)
        for i, n, size in zip(self._cell_of, self._documents, self._words, strict=True):
            documents[i] += n
            words[i] += size
        return {cell: (documents[i], words[i]) for cell, i in self._cells.items()}

    def frequencies(self) -> list[int]:
        """How often each unit of the vocabulary occurs."""
        counted: Counter[int] = Counter()
        if self.text.tokens < NUMPY_PAYS:
            for codes, _ in self.text.blocks():
                counted.update(codes)
            return [counted[code] for code in range(len(self.text.vocabulary))]
        import numpy as np

        total = np.zeros(len(self.text.vocabulary), np.int64)
        for codes, _ in self.text.blocks():
            total += np.bincount(np.frombuffer(codes, np.uint32), minlength=len(total))
        found: list[int] = total.tolist()
        return found

    def by_cell(self, chosen: Sequence[int]) -> list[dict[Cell, int]]:
        """The frequencies of each chosen code in the cells where it occurs."""
        cells = self.cells
        count = self._counted if self.text.tokens < NUMPY_PAYS else self._counted_quickly
        found: list[dict[Cell, int]] = [{} for _ in chosen]
        for (row, cell), n in count(chosen).items():
            found[row][cells[cell]] = n
        return found

    def _counted(self, chosen: Sequence[int]) -> Counter[tuple[int, int]]:
        row_of = {code: row for row, code in enumerate(chosen)}
        counted: Counter[tuple[int, int]] = Counter()
        for cell, codes in self._entries():
            for code, n in Counter(codes).items():
                if code in row_of:
                    counted[row_of[code], cell] += n
        return counted

    def _counted_quickly(self, chosen: Sequence[int]) -> Counter[tuple[int, int]]:
        import numpy as np

        row_of = np.full(len(self.text.vocabulary), -1, np.int64)
        row_of[np.array(chosen, np.int64)] = np.arange(len(chosen))
        cell_of = np.frombuffer(self._cell_of, np.uint32)
        counted: Counter[tuple[int, int]] = Counter()
        document = 0
        for codes, sizes in self.text.blocks():
            rows = row_of[np.frombuffer(codes, np.uint32)]
            lengths = np.frombuffer(sizes, np.uint32)
            cells = np.repeat(cell_of[document : document + len(lengths)], lengths)
            document += len(lengths)
            held = rows >= 0
            keys = rows[held] * len(self._cells) + cells[held]
            different, times = np.unique(keys, return_counts=True)
            for key, n in zip(different.tolist(), times.tolist(), strict=True):
                counted[divmod(key, len(self._cells))] += n
        return counted

    def _entries(self) -> Iterator[tuple[int, Sequence[int]]]:
        document = 0
        for codes, sizes in self.text.blocks():
            start = 0
            for size in sizes:
                yield self._cell_of[document], codes[start : start + size]
                start += size
                document += 1

    def state(self) -> dict[str, Any]:
        """For each cell its group, period, documents, words, and the frequencies of its units."""
        counted: list[Counter[int]] = [Counter() for _ in self._cells]
        for cell, codes in self._entries():
            counted[cell].update(codes)
        names, sizes = self.text.vocabulary, self.sizes()
        return {
            "cells": [
                {
                    "group": group,
                    "period": period,
                    "documents": sizes[group, period][0],
                    "words": sizes[group, period][1],
                    "terms": {names[code]: n for code, n in counted[i].items()},
                }
                for (group, period), i in self._cells.items()
            ]
        }

    def load(self, state: dict[str, Any]) -> None:
        """Append the cells of a state.

        Raises ValueError, and is of no more use, where it is none.
        """
        try:
            for cell in state["cells"]:
                group, terms = cell["group"], Counter(cell["terms"])
                numbers = [cell["period"], cell["documents"], cell["words"], *terms.values()]
                if not all(type(n) is int and n >= 0 for n in numbers):
                    raise ValueError("a count is not a number")
                place = (None if group is None else str(group), cell["period"])
                self.add(place, terms.elements(), cell["words"], cell["documents"])
        except (KeyError, TypeError, AttributeError, OverflowError) as e:
            raise ValueError(f"its counts are incomplete: {e}") from None
