"""One summary of many Documents on one matter: a timeline, and each fact once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from yrd_cli.document import Document
from yrd_cli.summarize.budget import Budget
from yrd_cli.summarize.digest import SummarySettings
from yrd_cli.summarize.keywords import KEY_TERMS
from yrd_cli.summarize.merging import MergedFact, merge_facts
from yrd_cli.summarize.page import Candidate, Page
from yrd_cli.summarize.ranking import DIVERSITY
from yrd_cli.summarize.terms import folded, terms_of

SENTENCES = 5
"""In a summary of many, where nothing else limits it."""

TIMELINE = 30
"""Entries of the timeline at most: the best; a reader wants an overview."""

SAME = 0.6
"""The share of the terms of two sentences together from which they say the same."""
CONTAINED, CONTAINED_TERMS = 0.85, 8
"""The share of the shorter one's terms, if it has so many: a sentence told in full elsewhere."""

MAX_HOLDERS = 64
"""Clusters that are looked at for a term: time stays linear in the number of sentences."""


@dataclass(slots=True)
class Entry:
    """What pages say of one day: one sentence, and all who have it or nearly the same."""

    date: str | None
    text: str
    score: float
    number: int
    """The order in which it was first said."""
    terms: frozenset[str]
    sources: list[dict[str, Any]]

    @property
    def ids(self) -> list[str]:
        """The Documents that say it, each once."""
        return list(dict.fromkeys(source["id"] for source in self.sources))

    def record(self) -> dict[str, Any]:
        """The entry as a JSON object."""
        return {
            "date": self.date,
            "text": self.text,
            "documents": self.ids,
            "sources": self.sources,
        }


@dataclass(frozen=True, slots=True)
class Story:
    """A summary of many Documents."""

    pages: Sequence[Page]
    summary: list[Entry]
    timeline: list[Entry]
    keywords: list[str] | None
    facts: list[MergedFact] | None

    @property
    def title(self) -> str | None:
        """The title of the Document that says the best sentence first."""
        titles = {page.id: page.title for page in self.pages if page.title}
        best = max(self.summary, key=lambda e: (e.score, -e.number), default=None)
        first = [titles[id] for id in best.ids if id in titles] if best else []
        return next(iter(first or titles.values()), None)

    def record(self) -> dict[str, Any]:
        """The summary as a Document, whose text is its sentences; results under their own keys."""
        summary = [entry.text for entry in self.summary]
        document = Document("together", "\n".join(summary), title=self.title)
        record = document.record()
        record["summary"] = summary
        if self.keywords is not None:
            record["keywords"] = self.keywords
        record["timeline"] = [entry.record() for entry in self.timeline]
        if self.facts is not None:
            record["facts"] = [fact.record() for fact in self.facts]
        record["documents"] = [page.about() for page in self.pages]
        return record


def story_of(pages: Sequence[Page], settings: SummarySettings) -> Story:
    """One summary of many Documents, in the order given."""
    entries = _entries(pages)
    budget = settings.budget.with_default(SENTENCES)
    best = _chosen(entries, budget)
    summary = best if settings.order == "rank" else _by_date(best)
    timeline = _by_date(_chosen(entries, Budget(max(TIMELINE, len(best)))))
    facts = merge_facts(page.fact_page for page in pages) if settings.facts else None
    keywords = _keywords(pages) if settings.keywords else None
    return Story(pages, summary, timeline, keywords, facts)


@dataclass(slots=True)
class _Cluster:
    """Sentences that say nearly the same."""

    terms: frozenset[str]
    members: list[tuple[Page, Candidate]] = field(default_factory=list)


def _clusters(pages: Sequence[Page]) -> list[_Cluster]:
    """Sentences of nearly the same words, each cluster led by the first of them."""
    clusters: list[_Cluster] = []
    holders: dict[str, list[int]] = {}
    for page in pages:
        for candidate in sorted(page.candidates, key=lambda c: c.start):
            counted = terms_of(folded(candidate.text))
            terms = frozenset(counted)
            shared: Counter[int] = Counter()
            for term in counted:
                shared.update(holders.get(term, ()))
            for number, common in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
                if _is_same(terms, clusters[number].terms, common):
                    clusters[number].members.append((page, candidate))
                    break
            else:
                for term in counted:
                    known = holders.setdefault(term, [])
                    if len(known) < MAX_HOLDERS:
                        known.append(len(clusters))
                clusters.append(_Cluster(terms, [(page, candidate)]))
    return clusters


def _is_same(a: frozenset[str], b: frozenset[str], common: int) -> bool:
    shorter = min(len(a), len(b))
    if common >= SAME * (len(a) + len(b) - common):
        return True
    return shorter >= CONTAINED_TERMS and common >= CONTAINED * shorter


def _entries(pages: Sequence[Page]) -> list[Entry]:
    """One entry for each cluster and date, in the order they were first said."""
    entries: list[Entry] = []
    for cluster in _clusters(pages):
        by_date: dict[str | None, list[tuple[Page, Candidate]]] = {}
        # A sentence that names no day is of the day another page gives for it, else of the day
        # it was first published.
        own = sorted({c.date for _, c in cluster.members if c.date})
        published = min((p.date for p, _ in cluster.members if p.date), default=None)
        fallback = own[0] if own else published
        for page, candidate in cluster.members:
            by_date.setdefault(candidate.date or fallback, []).append((page, candidate))
        entries += (_entry(date, members, len(entries)) for date, members in by_date.items())
    for number, entry in enumerate(entries):
        entry.number = number
    return entries


def _entry(date: str | None, members: list[tuple[Page, Candidate]], number: int) -> Entry:
    _, best = max(members, key=lambda member: member[1].score)  # of equals the first
    pages = len({page.id for page, _ in members})
    sources = [
        {"id": page.id, "start": candidate.start, "end": candidate.end}
        for page, candidate in members
    ]
    # What many pages say matters more; twice as many add as much each time.
    score = round(best.score * (1 + 0.5 * math.log2(pages)), 9)
    return Entry(date, best.text, score, number, frozenset(terms_of(folded(best.text))), sources)


def _chosen(entries: Sequence[Entry], budget: Budget) -> list[Entry]:
    """Maximal marginal relevance over entries, best first, within a budget."""
    meter = budget.meter(sum(len(entry.text) for entry in entries))
    most = max((entry.score for entry in entries), default=1.0) or 1.0
    said = [0.0] * len(entries)
    left = list(range(len(entries)))
    chosen: list[Entry] = []

    def value(i: int) -> float:
        return (1 - DIVERSITY) * entries[i].score / most - DIVERSITY * said[i]

    while left and not meter.is_empty:
        best = max(left, key=lambda i: (round(value(i), 9), -i))
        left.remove(best)
        if not meter.take(len(entries[best].text)):
            continue
        chosen.append(entries[best])
        for i in left:
            said[i] = max(said[i], _overlap(entries[i].terms, entries[best].terms))
    return chosen


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / math.sqrt(len(a) * len(b)) if a and b else 0.0


def _by_date(entries: Sequence[Entry]) -> list[Entry]:
    """In the order of their days; those without one come last."""
    return sorted(entries, key=lambda e: (e.date is None, e.date or "", e.number))


def _keywords(pages: Sequence[Page]) -> list[str]:
    """The terms that mark most pages, the first of a page counting most."""
    weight: dict[str, float] = {}
    surface: dict[str, str] = {}
    for page in pages:
        for rank, term in enumerate(page.keywords):
            key = folded(term)
            surface.setdefault(key, term)
            weight[key] = round(weight.get(key, 0.0) + 1 / (rank + 2), 9)
    ranked = sorted(weight, key=lambda key: (-weight[key], key))
    return [surface[key] for key in ranked[:KEY_TERMS]]
