"""The keywords of a document, as jieba.analyse extracts them.

Methods, data and results are those of jieba 0.42.1 (MIT): TF-IDF with its table of document
frequencies, and TextRank (Mihalcea & Tarau 2004) over words that stand near each other. Words of
equal weight come in jieba's order: as they first occur in the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Literal

from yrd_cli import words

Method = Literal["tfidf", "textrank"]
Keyword = tuple[str, float]
"""A word and its weight."""

STOP_WORDS = frozenset(
    {
        "the", "of", "is", "and", "to", "in", "that", "we", "for", "an", "are", "by", "be",
        "as", "on", "with", "can", "if", "from", "which", "you", "it", "this", "then", "at",
        "have", "all", "not", "one", "has", "or",
    }
)  # fmt: skip
"""jieba's own; compared in lower case."""

SHORTEST = 2
"""Characters of a keyword at least, spaces at its ends not counted."""

TEXTRANK_POS = frozenset({"ns", "n", "vn", "v"})
"""Places, nouns, verbal nouns, verbs."""

SPAN = 5
"""Words from the first to the last of a window in TextRank."""

DAMPING = 0.85
ITERATIONS = 10

TOP = 20


def keywords(
    text: str,
    method: Method = "tfidf",
    top: int | None = TOP,
    *,
    pos: Iterable[str] | None = None,
    hmm: bool = True,
    stopwords: frozenset[str] = STOP_WORDS,
) -> list[Keyword]:
    """The keywords of a text with their weights, the weightiest first.

    Equal to ``jieba.analyse.extract_tags`` or ``textrank`` with ``topK=top``, ``withWeight=True``
    and ``allowPOS=pos``; ``top`` None or 0 gives all. ``pos`` None is the method's own choice:
    all words for TF-IDF, `TEXTRANK_POS` for TextRank.

    >>> [word for word, _ in keywords("一体化制度创新,制度创新是一体化的任务", top=2)]
    ['一体化', '创新']
    """
    if method == "tfidf" and not pos:
        return tfidf(words.cut(text, hmm), top, stopwords=stopwords)
    tagged = words.tag(text, hmm)
    if method == "textrank":
        kept = TEXTRANK_POS if pos is None else frozenset(pos)
        return textrank(tagged, top, pos=kept, stopwords=stopwords)
    wanted = frozenset(pos or ())
    return tfidf((w for w, flag in tagged if flag in wanted), top, stopwords=stopwords)


def tfidf(
    tokens: Iterable[str], top: int | None = TOP, *, stopwords: frozenset[str] = STOP_WORDS
) -> list[Keyword]:
    """Keywords of a document's words by TF-IDF: relative frequency times jieba's IDF.

    A word that the table lacks has the table's median. Words of one character and stop words do
    not count, neither as keywords nor for the relative frequency.
    """
    frequency: dict[str, float] = {}
    for word in tokens:
        if _may_be_keyword(word, stopwords):
            frequency[word] = frequency.get(word, 0.0) + 1.0
    total = sum(frequency.values())
    table = idf_table() if frequency else None
    if table is not None:
        for word in frequency:
            # In this order, as jieba multiplies, the last digit is the same.
            frequency[word] *= table.of(word) / total
    return _weightiest(frequency.items(), top)


def textrank(
    tagged: Sequence[tuple[str, str]],
    top: int | None = TOP,
    *,
    pos: frozenset[str] = TEXTRANK_POS,
    stopwords: frozenset[str] = STOP_WORDS,
) -> list[Keyword]:
    """Keywords of a document's words, with their parts of speech, by TextRank.

    Words are linked by how often they stand within `SPAN` words of each other, words of other
    parts of speech counted in the distance. The highest rank is scaled to 1.
    """
    candidate = [
        word if flag in pos and _may_be_keyword(word, stopwords) else None for word, flag in tagged
    ]
    links: dict[tuple[str, str], int] = {}
    for i, word in enumerate(candidate):
        if word is not None:
            for other in candidate[i + 1 : i + SPAN]:
                if other is not None:
                    links[word, other] = links.get((word, other), 0) + 1
    return _weightiest(_ranks(links).items(), top)


def _may_be_keyword(word: str, stopwords: frozenset[str]) -> bool:
    return len(word.strip()) >= SHORTEST and word.lower() not in stopwords


def _weightiest(weighted: Iterable[Keyword], top: int | None) -> list[Keyword]:
    ranked = sorted(weighted, key=itemgetter(1), reverse=True)
    return ranked[:top] if top else ranked


def _ranks(links: dict[tuple[str, str], int]) -> dict[str, float]:
    """The words' ranks; sums are taken in jieba's order, which decides their last digits."""
    graph: dict[str, list[tuple[str, int]]] = {}
    for (one, other), weight in links.items():
        graph.setdefault(one, []).append((other, weight))
        graph.setdefault(other, []).append((one, weight))
    if not graph:
        return {}
    out = {word: float(sum(weight for _, weight in edges)) for word, edges in graph.items()}
    rank = dict.fromkeys(graph, 1.0 / len(graph))
    in_order = [(word, graph[word]) for word in sorted(graph)]
    for _ in range(ITERATIONS):
        for word, edges in in_order:
            received = 0.0
            for other, weight in edges:
                received += weight / out[other] * rank[other]
            rank[word] = (1 - DAMPING) + DAMPING * received
    lowest = min(rank.values()) / 10.0
    span = max(rank.values()) - lowest
    return {word: (value - lowest) / span for word, value in rank.items()}


@dataclass(frozen=True, slots=True)
class IdfTable:
    """jieba's inverse document frequencies, and the median for other words."""

    values: dict[str, str]
    median: float

    def of(self, word: str) -> float:
        """The IDF of a word.

        >>> idf_table().of("制度"), idf_table().of("一网通办") == idf_table().median
        (5.16692252061, True)
        """
        value = self.values.get(word)
        return self.median if value is None else float(value)


@cache
def idf_table() -> IdfTable:
    """jieba's table, read once; ``import jieba.analyse`` would load all of jieba for it."""
    from importlib.util import find_spec

    spec = find_spec("jieba")
    if spec is None or spec.origin is None:  # pragma: no cover - a broken installation
        raise ModuleNotFoundError("jieba is not installed")
    content = (Path(spec.origin).parent / "analyse" / "idf.txt").read_text(encoding="utf-8")
    # Two fields a line. Figures are read when they are asked for: 270,000 are never all needed.
    fields = content.split()
    values = dict(zip(fields[::2], fields[1::2], strict=True))
    return IdfTable(values, _median(values.values()))


def _median(figures: Iterable[str]) -> float:
    """The upper median of figures, most of which are equal to many others."""
    times = Counter(figures)
    middle = times.total() // 2
    seen = 0
    for value, figure in sorted((float(f), f) for f in times):
        seen += times[figure]
        if seen > middle:
            return value
    return 0.0
