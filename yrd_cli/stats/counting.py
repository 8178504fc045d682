"""What a run counts: which view, of which units, cut by which segmenter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from yrd_cli.document import Document
from yrd_cli.stats.periods import Period
from yrd_cli.stats.tokens import Tokens, Unit
from yrd_cli.stats.units import kept_coded
from yrd_cli.words import Segmentation

if TYPE_CHECKING:
    from yrd_cli.words.coding import CodedWords


@dataclass(frozen=True, slots=True)
class Counting:
    """All that the counts depend on, as it travels to the workers.

    ``view`` is a name of VIEWS. ``nodes`` and ``window`` are for collocates, ``method``,
    ``per_document`` and ``stopwords`` for keywords, ``period``, ``terms`` and ``by`` for trends.
    """

    segmentation: Segmentation
    view: str = "terms"
    unit: Unit = "word"
    ngrams: int = 1
    pos: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    window: tuple[int, int] = (5, 5)
    method: Literal["tfidf", "textrank"] = "tfidf"
    per_document: int = 20
    stopwords: frozenset[str] = frozenset()
    stopwords_hash: str = ""
    period: Period | None = None
    terms: tuple[str, ...] = ()
    by: str | None = None
    match_seconds: float | None = None
    """What a regular expression may take for one word; None: as `WordPattern` has it."""

    @property
    def takes_coded(self) -> bool:
        """Whether the view can count the words of many documents at once: it has `add_coded`."""
        return (self.view, self.unit, self.ngrams) == ("terms", "word", 1)

    def coded(self, texts: list[str]) -> CodedWords | None:
        """The units of many texts as numbers; None where there is no such way."""
        if self.pos:
            tagged_coder = self.segmentation.tagged_coder()
            return None if tagged_coder is None else kept_coded(tagged_coder, texts, self.pos)
        coder = self.segmentation.coder()
        return None if coder is None else coder(texts)

    def new_view(self) -> Any:
        """An empty view."""
        return VIEWS[self.view](self)

    def tokens(self, document: Document) -> Tokens:
        """The tokens of a document."""
        return Tokens(
            text_of(document),
            self.segmentation,
            self.unit,
            tagged=bool(self.pos) or self.method == "textrank",
        )

    def record(self) -> dict[str, Any]:
        """The settings that the view depends on, as JSON: equal records, counts that add up."""
        record: dict[str, Any] = {"view": self.view}
        if self.view in ("keywords", "new-words"):
            if self.view == "keywords":
                record |= {"method": self.method, "per_document": self.per_document}
                record |= {"stopwords": self.stopwords_hash} if self.stopwords_hash else {}
            return record | ({"pos": list(self.pos)} if self.pos else {})
        if self.view == "overview":
            return record
        record["unit"] = self.unit
        if self.ngrams > 1:
            record["ngrams"] = self.ngrams
        if self.pos:
            record["pos"] = list(self.pos)
        if self.view == "collocates":
            record |= {"nodes": list(self.nodes), "window": list(self.window)}
        if self.view == "trend":
            record |= {"period": self.period, "terms": list(self.terms), "by": self.by}
        return record


def text_of(document: Document) -> str:
    """What is counted of a document: its title and text."""
    return f"{document.title}\n{document.text}" if document.title else document.text


def unit_names(counting: Counting) -> tuple[str, str]:
    """What the units are called in a title: in all, and each different one."""
    if counting.ngrams > 1:
        kind = "character " if counting.unit == "char" else ""
        name = {2: "bigrams", 3: "trigrams"}.get(counting.ngrams, f"{counting.ngrams}-grams")
        return f"{kind}{name}", f"different {name}"
    if counting.unit == "char":
        return "characters", "different characters"
    return "words", "terms"


def _terms(counting: Counting) -> Any:
    from yrd_cli.stats.terms import TermView

    return TermView(counting.ngrams, counting.pos, unit_names(counting))


def _collocates(counting: Counting) -> Any:
    from yrd_cli.stats.collocates import CollocateView

    return CollocateView(counting.nodes, counting.window, counting.pos, counting.match_seconds)


def _keywords(counting: Counting) -> Any:
    from yrd_cli.stats.keyword_view import KeywordView

    method, pos = counting.method, counting.pos
    return KeywordView(method, counting.per_document, pos, counting.stopwords)


def _new_words(counting: Counting) -> Any:
    from yrd_cli.stats.new_word_view import NewWordView

    return NewWordView()


def _overview(counting: Counting) -> Any:
    from yrd_cli.stats.overview import OverviewView

    return OverviewView()


def _trend(counting: Counting) -> Any:
    from yrd_cli.stats.trend import TrendView

    assert counting.period is not None
    ngrams, pos = counting.ngrams, counting.pos
    seconds = counting.match_seconds
    return TrendView(counting.period, counting.terms, counting.by, ngrams, pos, seconds)


VIEWS = {
    "terms": _terms,
    "collocates": _collocates,
    "keywords": _keywords,
    "new-words": _new_words,
    "overview": _overview,
    "trend": _trend,
}
"""How each view is made. Its name is what a partial result calls it."""
