"""What `summarize` says of one Document: sentences, key terms, facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yrd_cli.document import Document
from yrd_cli.summarize.budget import Budget
from yrd_cli.summarize.facts import Fact, extract_facts
from yrd_cli.summarize.keywords import key_terms
from yrd_cli.summarize.ranking import Order, RankedSentence, in_order, ranked
from yrd_cli.summarize.sentences import Sentence, split_sentences


@dataclass(frozen=True, slots=True)
class SummarySettings:
    """What is asked of each Document."""

    budget: Budget = field(default_factory=Budget)
    query: str | None = None
    order: Order = "document"
    today: date | None = None
    """What relative dates count from, in the place of each Document's own date."""
    facts: bool = True
    keywords: bool = True


@dataclass(frozen=True, slots=True)
class Digest:
    """A Document with its summary: exact sentences of the text."""

    document: Document
    summary: tuple[RankedSentence, ...]
    keywords: tuple[str, ...] | None
    """None where they were not asked for, as with the facts."""
    facts: tuple[Fact, ...] | None

    def record(self) -> dict[str, Any]:
        """The Document as a JSON object, with its results under their own keys."""
        record = self.document.record()
        record["summary"] = [sentence.text for sentence in self.summary]
        if self.keywords is not None:
            record["keywords"] = self.keywords
        if self.facts is not None:
            record["facts"] = [fact.record() for fact in self.facts]
        return record


def digest_of(document: Document, settings: SummarySettings) -> Digest:
    """Summarize a Document."""
    text = document.text
    sentences = split_sentences(text)
    budget = settings.budget.with_default()
    best = ranked(text, sentences, document.title, budget, settings.query)
    return Digest(
        document,
        tuple(in_order(best, settings.order)),
        tuple(key_terms(text, sentences=sentences)) if settings.keywords else None,
        tuple(facts_of(document, settings, sentences)) if settings.facts else None,
    )


def facts_of(
    document: Document, settings: SummarySettings, sentences: list[Sentence] | None = None
) -> list[Fact]:
    """The facts of a Document; with a query, those in sentences that hold some of its words."""
    facts = extract_facts(
        document.text,
        settings.today or publication_day(document),
        title=document.title,
        sentences=sentences,
    )
    if settings.query is None:
        return facts
    from yrd_cli.summarize.query import Query
    from yrd_cli.summarize.terms import folded

    distinct = list(dict.fromkeys(fact.sentence or fact.text for fact in facts))
    relevance = Query(settings.query).relevance([folded(text) for text in distinct])
    asked = {text for text, share in zip(distinct, relevance, strict=True) if share > 0}
    return [fact for fact in facts if (fact.sentence or fact.text) in asked]


def publication_day(document: Document) -> date | None:
    """The day of a Document's date; None where it has none, or one that is no ISO 8601 date."""
    try:
        return date.fromisoformat((document.date or "")[:10])
    except ValueError:
        return None
