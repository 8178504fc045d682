"""Extractive summaries, key terms, and the facts that a text states.

The names below are the library; each is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yrd_cli.summarize.facts import Fact, extract_facts
    from yrd_cli.summarize.keywords import key_terms
    from yrd_cli.summarize.ranking import RankedSentence, rank_sentences
    from yrd_cli.summarize.sentences import Sentence, split_sentences

_PUBLIC = {
    "Fact": "yrd_cli.summarize.facts",
    "RankedSentence": "yrd_cli.summarize.ranking",
    "Sentence": "yrd_cli.summarize.sentences",
    "extract_facts": "yrd_cli.summarize.facts",
    "key_terms": "yrd_cli.summarize.keywords",
    "rank_sentences": "yrd_cli.summarize.ranking",
    "split_sentences": "yrd_cli.summarize.sentences",
}

__all__ = [
    "Fact",
    "RankedSentence",
    "Sentence",
    "extract_facts",
    "key_terms",
    "rank_sentences",
    "split_sentences",
]


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PUBLIC[name]), name)
