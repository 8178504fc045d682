"""What `summarize` says of one Document: sentences, key terms, facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yrd_cli.document import Document
from yrd_cli.summarize.facts import Fact, find_facts
from yrd_cli.summarize.keywords import key_terms
from yrd_cli.summarize.ranking import summarize


@dataclass(frozen=True, slots=True)
class Digest:
    """A Document with its summary: exact sentences of the text, in its order."""

    document: Document
    summary: tuple[str, ...]
    keywords: tuple[str, ...]
    facts: tuple[Fact, ...]

    def record(self) -> dict[str, Any]:
        """The Document as a JSON object, with its results under their own keys."""
        return {
            **self.document.record(),
            "summary": self.summary,
            "keywords": self.keywords,
            "facts": [fact.record() for fact in self.facts],
        }


def digest_of(document: Document, sentences: int) -> Digest:
    """Summarize a Document in ``sentences`` sentences."""
    text = document.text
    return Digest(
        document,
        tuple(s.text for s in summarize(text, document.title, sentences)),
        tuple(key_terms(text)),
        tuple(find_facts(text)),
    )
