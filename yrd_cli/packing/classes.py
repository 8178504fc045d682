"""The classes that results are made of, and what an object of each consists of."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from typing import Any

RESULT_CLASSES = {
    "Notice": "yrd_cli.report",
    "Report": "yrd_cli.report",
    "Document": "yrd_cli.document",
    "CleanedBatch": "yrd_cli.clean.batches",
    "Entry": "yrd_cli.clean.duplicates.removal",
    "Fingerprint": "yrd_cli.clean.duplicates.minhash",
    "ConvertedBatch": "yrd_cli.convert.batches",
    "Part": "yrd_cli.convert.pieces",
    "Shown": "yrd_cli.convert.showing",
    "CountedBatch": "yrd_cli.stats.batches",
    "CodedText": "yrd_cli.stats.coded",
    "CodedWords": "yrd_cli.words.coding",
    "CollocateView": "yrd_cli.stats.collocates",
    "DatedText": "yrd_cli.stats.trend_text",
    "KeywordView": "yrd_cli.stats.keyword_view",
    "NewWordCounts": "yrd_cli.stats.new_words",
    "NewWordView": "yrd_cli.stats.new_word_view",
    "Node": "yrd_cli.stats.nodes",
    "OverviewView": "yrd_cli.stats.overview",
    "TermView": "yrd_cli.stats.terms",
    "TrendView": "yrd_cli.stats.trend",
    "WordPattern": "yrd_cli.time_limit",
    "SummarizedBatch": "yrd_cli.summarize.batches",
    "Candidate": "yrd_cli.summarize.page",
    "Fact": "yrd_cli.summarize.facts.model",
    "Page": "yrd_cli.summarize.page",
}
"""The classes that results are made of, and where each is defined. None of them is called with
anything but its own fields when it is read."""

SIZE_BYTES = 8
"""A number of bytes, as it stands before them."""

DTYPE = re.compile(r"[<|][biuf][1248]")
"""The arrays that are kept."""

Column = Sequence[Any]

DEEPEST = 6000
"""Calls within calls: a level of lists takes four, of objects five; JSON has 900 at the most."""


@cache
def class_of(name: str) -> type:
    """The class of a name; raises KeyError for one that is not listed."""
    found = getattr(import_module(RESULT_CLASSES[name]), name)
    assert isinstance(found, type)
    return found


@contextmanager
def deep_calls() -> Iterator[None]:
    """Let calls go as deep as values may nest. (Since Python 3.11 they take none of C's stack.)"""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def has_state(kind: type) -> bool:
    """Whether a class says itself what an object consists of."""
    return "__setstate__" in vars(kind) and not is_dataclass(kind)


def attributes(kind: type) -> tuple[str, ...]:
    """The names of what an object consists of; none where that is in its dictionary."""
    if issubclass(kind, tuple):
        return tuple(kind._fields)  # type: ignore[attr-defined]
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return tuple(getattr(kind, "__slots__", ()))
