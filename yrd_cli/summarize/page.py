"""What a worker hands on of one Document, for what is made of all of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from yrd_cli.document import Document
from yrd_cli.summarize.budget import Budget
from yrd_cli.summarize.digest import SummarySettings, facts_of, publication_day
from yrd_cli.summarize.facts import Fact, extract_facts
from yrd_cli.summarize.keywords import key_terms
from yrd_cli.summarize.merging import FactPage
from yrd_cli.summarize.ranking import ranked
from yrd_cli.summarize.sentences import split_sentences

CANDIDATES = 12
"""Sentences of one Document that may come into a summary of many."""


class Candidate(NamedTuple):
    """A sentence of a Document that may stand for many; ``start`` is its place there."""

    text: str
    start: int
    end: int
    score: float
    date: str | None
    """The first day of what the sentence dates itself to, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Page:
    """A Document without its text."""

    id: str
    title: str | None
    date: str | None
    """The day of publication, ISO 8601."""
    source: str | None
    candidates: tuple[Candidate, ...] = ()
    keywords: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def fact_page(self) -> FactPage:
        """Its facts, to be merged with others'."""
        return FactPage(self.id, self.date, self.facts)

    def about(self) -> dict[str, str | None]:
        """What is known of the Document, as a JSON object."""
        return {"id": self.id, "title": self.title, "date": self.date, "source": self.source}


def page_of(document: Document, settings: SummarySettings, *, story: bool) -> Page:
    """What is handed on of a Document: its facts, and for a ``story`` its best sentences."""
    day = publication_day(document)
    date = day.isoformat() if day else None
    about = (document.id, document.title, date, document.source)
    sentences = split_sentences(document.text)
    facts = tuple(facts_of(document, settings, sentences)) if settings.facts else ()
    if not story:
        return Page(*about, facts=facts)
    best = ranked(document.text, sentences, document.title, Budget(CANDIDATES), settings.query)
    if settings.facts and settings.query is None:
        dates = [fact for fact in facts if fact.type == "date"]
    else:
        reference = settings.today or day
        dates = extract_facts(document.text, reference, title=document.title, types=("date",))
    starts = [fact.start for fact in dates]

    def dated(start: int, end: int) -> str | None:
        within = dates[bisect_left(starts, start) : bisect_left(starts, end)]
        return _day_of(within)

    return Page(
        *about,
        tuple(Candidate(s.text, s.start, s.end, s.score, dated(s.start, s.end)) for s in best),
        tuple(key_terms(document.text, sentences=sentences)) if settings.keywords else (),
        facts,
    )


def _day_of(dates: list[Fact]) -> str | None:
    """What a sentence dates itself to: its first day; without one, its first month or year."""
    found = [fact.value for fact in dates if isinstance(fact.value, dict) and fact.value["start"]]
    for grains in (("day", "minute", "second"), ("month",), ("quarter", "year")):
        for value in found:
            if value["grain"] in grains:
                return str(value["start"])
    return None
