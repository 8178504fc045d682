"""Which options of `yrd stats` go together, and what they come to."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Literal

from yrd_cli.errors import UsageError
from yrd_cli.patterns import user_pattern
from yrd_cli.stats.counting import Counting
from yrd_cli.stats.views import Listing
from yrd_cli.time_limit import WordPattern
from yrd_cli.words import Segmentation

DEFAULT_TOP = 50
DEFAULT_KEYWORDS = 20
"""As many as jieba.analyse gives."""

DEFAULT_TREND = 20

MAX_WINDOW = 1000

Kind = Literal[
    "terms",
    "collocates",
    "keyness",
    "compare",
    "diversity",
    "keywords",
    "new-words",
    "overview",
    "trend",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed; None, False and empty where it was not."""

    chars: bool = False
    ngrams: int | None = None
    unit: str | None = None
    collocates: tuple[str, ...] = ()
    window: str | None = None
    keyness: str | None = None
    smoothing: float | None = None
    simple_maths: float | None = None
    correction: str | None = None
    min_range: int | None = None
    max_dp: float | None = None
    compare: tuple[str, str] | None = None
    diversity: bool = False
    keywords: str | None = None
    new_words: bool = False
    overview: bool = False
    trend: str | None = None
    terms: str | None = None
    by: str | None = None
    plot: str | None = None
    plot_kind: str | None = None
    partial: bool = False
    merge: bool = False
    top: int | None = None
    min_freq: int | None = None
    min_len: int | None = None
    match: str | None = None
    pos: str | None = None
    stopwords: str | None = None
    sort: str | None = None
    columns: str | None = None
    engine: str = "auto"
    no_hmm: bool = False
    userdict: str | None = None
    provenance: bool = False
    time_limit: float | None = None

    def given(self) -> set[str]:
        """The names of the options that were typed, without their dashes."""
        return {
            f.name.replace("_", "-")
            for f in fields(self)
            if not any(getattr(self, f.name) is nothing for nothing in (None, False, ()))
            and (f.name, getattr(self, f.name)) != ("engine", "auto")
        }


_VIEWS = (
    "collocates",
    "keyness",
    "compare",
    "diversity",
    "keywords",
    "new-words",
    "overview",
    "trend",
)

_TERMS = frozenset({"terms", "keyness", "compare"})
_FROM_TERMS = _TERMS | {"diversity"}
"""Views that are made of the counts of terms."""

_TABLES = _TERMS | {"collocates", "trend"}

_ONLY_WITH: dict[str, frozenset[str]] = {
    "chars": _TABLES | {"diversity"},
    "unit": _TABLES | {"diversity"},
    "ngrams": _TERMS | {"trend"},
    "terms": frozenset({"trend"}),
    "by": frozenset({"trend"}),
    "window": frozenset({"collocates"}),
    "smoothing": frozenset({"keyness", "compare"}),
    "simple-maths": frozenset({"keyness"}),
    "correction": frozenset({"keyness"}),
    "min-range": frozenset({"keyness"}),
    "max-dp": frozenset({"keyness"}),
    "top": _TABLES | {"keywords", "new-words", "overview"},
    "min-freq": _TABLES | {"new-words"},
    "min-len": _TABLES,
    "match": _TABLES,
    "stopwords": _TABLES | {"keywords"},
    "sort": _TABLES | {"overview"},
    "columns": _TABLES | {"overview"},
    "pos": _TABLES | {"keywords"},
    "engine": _TABLES | {"diversity", "overview"},
    "no-hmm": _TABLES | {"diversity", "overview"},
}
"""The views that an option has a meaning for; one that is not here goes with all."""

_LISTING = frozenset(
    {"top", "min-freq", "min-len", "match", "stopwords", "sort", "columns", "provenance"}
)
_COUNTED = frozenset(
    {"chars", "unit", "ngrams", "collocates", "window", "pos", "engine", "no-hmm", "userdict"}
    | {"keywords", "new-words", "overview", "trend", "terms", "by"}
)
"""What partial results were made with, and what cannot be changed any more."""


def kind_of(asked: Asked) -> Kind:
    """The view that is asked for; raises UsageError where there are two, or options that it
    has no use for."""
    given = asked.given()
    views = [name for name in _VIEWS if name in given]
    if len(views) > 1:
        raise UsageError(f"one view at a time: --{views[0]} or --{views[1]}")
    kind: Kind = views[0] if views else "terms"  # type: ignore[assignment]
    refuse_useless(asked, kind)
    _refuse_with_partials(asked, given, kind)
    return kind


def refuse_useless(asked: Asked, view: str) -> None:
    """Raise UsageError for an option that a view has no use for."""
    for name in sorted(asked.given()):
        views_of = _ONLY_WITH.get(name)
        if views_of is not None and view not in views_of:
            goes = " or ".join(f"--{v}" for v in sorted(views_of - {"terms"}))
            told = f"--{name} does not go with --{view}" if view != "terms" else ""
            raise UsageError(told or f"--{name} goes with {goes}")


def _refuse_with_partials(asked: Asked, given: set[str], kind: Kind) -> None:
    if asked.merge:
        if asked.time_limit is not None and asked.match is None:
            raise UsageError("--time-limit goes with --match where partial results are added up")
        if kind == "compare":
            raise UsageError("--compare reads partial results as they are: leave out --merge")
        for name in sorted(given & _COUNTED):
            raise UsageError(f"--{name} does not go with --merge: partial results are counted")
    if asked.partial:
        if kind in ("keyness", "compare", "diversity"):
            raise UsageError(f"--partial is of counts: use --{kind} with --merge")
        for name in sorted(given & (_LISTING | {"plot", "plot-kind"})):
            if not (kind == "keywords" and name in ("top", "stopwords")):
                raise UsageError(f"--{name} does not go with --partial: use it with --merge")


def counting_of(asked: Asked, kind: Kind) -> Counting:
    """What is counted; raises UsageError for what cannot be."""
    stopwords = _stop_words(asked.stopwords) if kind == "keywords" else frozenset()
    segmentation = Segmentation(asked.engine, not asked.no_hmm, asked.userdict)  # type: ignore[arg-type]
    if asked.chars and asked.unit not in (None, "char"):
        raise UsageError(f"one unit at a time: --chars or --unit {asked.unit}")
    is_char = asked.chars or asked.unit == "char"
    if is_char and not asked.pos:
        for name in ("engine", "no-hmm", "userdict"):
            if name in asked.given():
                raise UsageError(f"--{name} is for words: characters need no segmentation")
    ngrams = asked.ngrams or (2 if asked.unit == "ngram" else 1)
    if asked.terms is not None:
        more = {"--ngrams": asked.ngrams, "--pos": asked.pos, "--unit ngram": asked.unit == "ngram"}
        for name in filter(more.get, more):
            raise UsageError(f"{name} does not go with --terms: they are counted as they are")
    if asked.unit == "ngram" and kind in ("collocates", "diversity"):
        raise UsageError(f"--unit ngram does not go with --{kind}")
    if asked.unit == "ngram" and ngrams == 1:
        raise UsageError("--unit ngram wants --ngrams 2 or more")
    return Counting(
        segmentation,
        view="terms" if kind in _FROM_TERMS else kind,
        unit="char" if is_char else "word",
        ngrams=ngrams,
        pos=_names(asked.pos, "--pos"),
        nodes=tuple(dict.fromkeys(asked.collocates)),
        window=_window(asked.window),
        method=asked.keywords or "tfidf",  # type: ignore[arg-type]
        per_document=DEFAULT_KEYWORDS if asked.top is None else asked.top,
        stopwords=stopwords,
        stopwords_hash=list_hash(stopwords) if stopwords else "",
        period=asked.trend,  # type: ignore[arg-type]
        terms=_names(asked.terms, "--terms"),
        by=asked.by,
        match_seconds=asked.time_limit,
    )


def listing_of(asked: Asked, *, wide: bool, counting: Counting | None = None) -> Listing:
    """Which rows and columns are shown, of what is counted; raises UsageError for a broken regex
    or list."""
    return Listing(
        top=_default_top(asked, counting) if asked.top is None else asked.top,
        min_freq=asked.min_freq,
        min_len=asked.min_len or 1,
        match=_pattern(asked.match, asked.time_limit),
        stopwords=_stop_words(asked.stopwords),
        sort=asked.sort,
        columns=_names(asked.columns, "--columns") or None,
        wide=wide,
    )


def _default_top(asked: Asked, counting: Counting | None) -> int:
    """How many rows are shown; all of what the user named, and of what is no ranking."""
    view = counting.view if counting else "new-words" if asked.new_words else "terms"
    if view in ("new-words", "overview") or (counting and counting.terms):
        return 0
    return DEFAULT_TREND if view == "trend" else DEFAULT_TOP


def list_hash(words: frozenset[str]) -> str:
    """The SHA-256 of a list of words, whatever their order."""
    from hashlib import sha256

    return sha256("\n".join(sorted(words)).encode()).hexdigest()


def _names(value: str | None, option: str) -> tuple[str, ...]:
    if value is None:
        return ()
    names = tuple(name.strip() for name in value.split(","))
    if not all(names):
        raise UsageError(f"{option} {value!r}: an empty name in the list")
    return names


_WINDOW = re.compile(r"\s*([0-9]{1,6})\s*,\s*([0-9]{1,6})\s*")


def _window(value: str | None) -> tuple[int, int]:
    if value is None:
        return (5, 5)
    found = _WINDOW.fullmatch(value)
    if not found:
        raise UsageError(f"--window {value!r}: two numbers, L,R")
    left, right = int(found[1]), int(found[2])
    if not left + right or max(left, right) > MAX_WINDOW:
        raise UsageError(f"--window {value!r}: from 1 to {MAX_WINDOW} words on a side")
    return left, right


def _pattern(value: str | None, seconds: float | None) -> WordPattern | None:
    if value is None:
        return None
    try:
        return WordPattern(user_pattern(value), "--match", seconds)
    except (re.error, RecursionError, OverflowError) as e:
        raise UsageError(f"--match {value}: {e}") from None


def _stop_words(value: str | None) -> frozenset[str]:
    from yrd_cli.stop_words import default_stop_words, read_stop_words

    if value in (None, "none"):
        return frozenset()
    assert value is not None
    return default_stop_words() if value == "default" else read_stop_words(value)
