"""The overview: the size of each document and of the corpus, its script, dates and difficulty."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yrd_cli.document import Document
from yrd_cli.errors import UsageError
from yrd_cli.script import HAN, script_of, to_simplified
from yrd_cli.stats.bands import BANDS, NO_BAND, band_of_words
from yrd_cli.stats.periods import iso_date
from yrd_cli.stats.tokens import Tokens, ends_sentence
from yrd_cli.stats.views import Listing
from yrd_cli.writing.tables import Cell, Column, Table

CORPUS = "all"
"""What the row of the whole corpus is called."""

SCRIPTS = ("none", "Hans", "Hant", "mixed")

COUNTS = ("characters", "han", "words", "letters", "sentences", "paragraphs", "undated", *BANDS)
"""What is counted of a document and adds up; ``letters`` are the characters of the words, and
``words`` those of the bands, which count Han words only, are among ``words``."""

_WIDTH = len(COUNTS) + 2
"""Numbers kept of a document: its counts, twice its median sentence, and its script."""


@dataclass(slots=True)
class Extent:
    """A row: a document, or the corpus of so many documents."""

    name: str
    documents: int
    count: dict[str, int]
    median: float | None
    script: str
    first: str | None
    last: str | None

    def share(self, part: str, of: str) -> float | None:
        """One count for each of another."""
        return self.count[part] / self.count[of] if self.count[of] else None

    def band(self, name: str) -> float | None:
        """The share of a band in the words with Han characters."""
        total = sum(self.count[band] for band in BANDS)
        return self.count[name] / total if total else None


def _count(name: str) -> Callable[[Extent], Cell]:
    return lambda e: e.count[name]


def _share(part: str, of: str) -> Callable[[Extent], Cell]:
    return lambda e: e.share(part, of)


def _band(name: str) -> Callable[[Extent], Cell]:
    return lambda e: e.band(name)


FIGURES: dict[str, tuple[Column, Callable[[Extent], Cell]]] = {
    "document": (Column("document"), lambda e: e.name),
    "documents": (Column("documents", 0), lambda e: e.documents),
    "characters": (Column("characters", 0), _count("characters")),
    "han": (Column("han", 0), _count("han")),
    "han_share": (Column("han_share", 4), _share("han", "characters")),
    "words": (Column("words", 0), _count("words")),
    "sentences": (Column("sentences", 0), _count("sentences")),
    "paragraphs": (Column("paragraphs", 0), _count("paragraphs")),
    "sentence_mean": (Column("sentence_mean", 2), _share("words", "sentences")),
    "sentence_median": (Column("sentence_median", 1), lambda e: e.median),
    "paragraph_mean": (Column("paragraph_mean", 2), _share("characters", "paragraphs")),
    "word_mean": (Column("word_mean", 4), _share("letters", "words")),
    "script": (Column("script"), lambda e: e.script),
    "first_date": (Column("first_date"), lambda e: e.first),
    "last_date": (Column("last_date"), lambda e: e.last),
    "undated": (Column("undated", 0), _count("undated")),
    **{name: (Column(name, 4), _band(name)) for name in BANDS},
}
"""The columns of the overview, in their order. Sentences are measured in words, paragraphs and
words in characters; ``undated`` are documents without a date, and the bands shares of the words
with Han characters: words up to a band are the sum of its column and those before it."""

NARROW = ("document", "characters", "words", "sentences", "sentence_mean", "script")
"""What a terminal of 80 columns has room for."""


class OverviewView:
    """Measures each document, of its title and text as every view does, and their sum."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._dates: list[str | None] = []
        self._numbers = array("q")
        self._lengths: Counter[int] = Counter()

    def add(self, document: Document, tokens: Tokens) -> None:
        """Measure one document."""
        count, lengths = measured(tokens)
        count["characters"] = len(document.title or "") + len(document.text)
        iso = iso_date(document.date)
        count["undated"] = int(iso is None)
        script = document.script
        script = script if script in SCRIPTS else script_of(tokens.text)
        median = _twice_median(lengths)
        self._names.append(document.id)
        self._dates.append(iso)
        self._numbers.extend((*map(count.__getitem__, COUNTS), median, SCRIPTS.index(script)))
        self._lengths.update(lengths)

    def merge(self, other: OverviewView) -> None:
        """Append the documents of the part that comes next."""
        self._names += other._names
        self._dates += other._dates
        self._numbers.extend(other._numbers)
        self._lengths.update(other._lengths)

    def table(self, listing: Listing) -> Table:
        """The corpus first, then its documents, in their order unless another is asked for."""
        names = _columns(listing)
        extents = list(self._extents())
        corpus = self.corpus(extents)
        if listing.sort:
            extents = _sorted(extents, listing.sort)
        rows = [corpus, *extents[: listing.top or None]]
        cells = [[FIGURES[name][1](row) for name in names] for row in rows]
        title = f"{len(extents):,} documents, {corpus.count['words']:,} words"
        return Table(tuple(FIGURES[name][0] for name in names), cells, title)

    def corpus(self, extents: list[Extent]) -> Extent:
        """The row of all documents together."""
        count = {name: sum(e.count[name] for e in extents) for name in COUNTS}
        scripts = {e.script for e in extents} - {"none"}
        script = scripts.pop() if len(scripts) == 1 else "mixed" if scripts else "none"
        dates = [date for date in self._dates if date is not None]
        twice = _twice_median(self._lengths)
        median = twice / 2 if twice >= 0 else None
        ends = (min(dates), max(dates)) if dates else (None, None)
        return Extent(CORPUS, len(extents), count, median, script, *ends)

    def _extents(self) -> Iterator[Extent]:
        for i, (name, date) in enumerate(zip(self._names, self._dates, strict=True)):
            *counts, twice, script = self._numbers[i * _WIDTH : (i + 1) * _WIDTH]
            median = twice / 2 if twice >= 0 else None
            count = dict(zip(COUNTS, counts, strict=True))
            yield Extent(name, 1, count, median, SCRIPTS[script], date, date)

    def totals(self) -> dict[str, int]:
        """Documents, and those without a date; words."""
        undated = sum(date is None for date in self._dates)
        at = COUNTS.index("words")
        words = sum(self._numbers[at::_WIDTH])
        return {"documents": len(self._names), "words": words, "undated": undated}

    def state(self) -> dict[str, Any]:
        """The numbers of each document, and how many sentences have each length (in words)."""
        numbers = self._numbers.tolist()
        documents = [
            [name, date, *numbers[i * _WIDTH : (i + 1) * _WIDTH]]
            for i, (name, date) in enumerate(zip(self._names, self._dates, strict=True))
        ]
        lengths = {str(length): n for length, n in sorted(self._lengths.items())}
        return {"documents": documents, "lengths": lengths}

    def load(self, state: dict[str, Any]) -> None:
        """Append the documents of a state; raises ValueError where it is none."""
        other = OverviewView()
        try:
            for name, date, *numbers in state["documents"]:
                if len(numbers) != _WIDTH or not 0 <= numbers[-1] < len(SCRIPTS):
                    raise ValueError("a document without all its numbers")
                other._names.append(str(name))
                other._dates.append(None if date is None else str(date))
                other._numbers.extend(numbers)
            other._lengths = Counter({int(k): int(n) for k, n in state["lengths"].items()})
        except (KeyError, TypeError, AttributeError, OverflowError) as e:
            raise ValueError(f"its documents are incomplete: {e}") from None
        self.merge(other)


def measured(tokens: Tokens) -> tuple[Counter[str], Counter[int]]:
    """The counts of a text, and how many sentences have each length, in words.

    A sentence without a word is none, nor is a blank line a paragraph.
    """
    marks = tokens.marks
    words = [(word, n) for word, n in Counter(tokens.words).items() if word not in marks]
    count: Counter[str] = Counter()
    count["han"] = sum(n for char, n in Counter(tokens.text).items() if _is_han(char))
    count["words"] = sum(n for _, n in words)
    count["letters"] = sum(n * len(word) for word, n in words)
    count["paragraphs"] = sum(bool(line.strip()) for line in tokens.text.split("\n"))
    for word, n in words:
        band = _band_of(word)
        if band is not None:
            count[BANDS[band]] += n
    lengths = Counter(filter(None, _sentence_lengths(tokens)))
    count["sentences"] = lengths.total()
    return count, lengths


def _sentence_lengths(tokens: Tokens) -> Iterator[int]:
    """The words of each sentence."""
    marks, ends = tokens.marks, {token for token in tokens.types if ends_sentence(token)}
    length = 0
    for token in tokens.words:
        if token not in marks:
            length += 1
        if token in ends:
            yield length
            length = 0
    yield length


@lru_cache(1 << 16)
def _is_han(char: str) -> bool:
    return HAN.match(char) is not None


@lru_cache(1 << 16)
def _band_of(word: str) -> int | None:
    """The band of a word in either script; None for one without Han characters."""
    if not HAN.search(word):
        return None
    return band_of_words().get(to_simplified(word), NO_BAND)


def _twice_median(lengths: Counter[int]) -> int:
    """Twice the median, which is a whole number; -1 where there is nothing."""
    total, seen = lengths.total(), 0
    middle: list[int] = []
    for length in sorted(lengths):
        seen += lengths[length]
        while len(middle) < 2 and seen > (total - 1 + len(middle)) // 2:
            middle.append(length)
    return sum(middle) if total else -1


def _columns(listing: Listing) -> list[str]:
    asked = listing.columns or ()
    for name in (*asked, *filter(None, [listing.sort])):
        if name.removeprefix("-") not in FIGURES and name != "all":
            raise UsageError(f"no column {name!r}: this view has {', '.join(FIGURES)}")
    if not asked:
        return list(FIGURES) if listing.wide else list(NARROW)
    named = list(dict.fromkeys(name for name in asked if name != "all"))
    return [*named, *(name for name in FIGURES if "all" in asked and name not in named)]


def _sorted(extents: list[Extent], sort: str) -> list[Extent]:
    """By a column: the largest number or the first word first; ``-`` turns that round."""
    column, of = FIGURES[sort.removeprefix("-")]
    values = [(of(extent), extent) for extent in extents]
    known: list[tuple[Any, Extent]] = [pair for pair in values if pair[0] is not None]
    backwards = column.is_number != sort.startswith("-")
    known.sort(key=lambda pair: pair[0], reverse=backwards)
    return [e for _, e in known] + [e for value, e in values if value is None]
