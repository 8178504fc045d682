"""Facts of many pages as one list: what is said twice is one row, with all its sources."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from yrd_cli.summarize.facts import FACT_TYPES, Fact
from yrd_cli.summarize.facts.model import as_json
from yrd_cli.summarize.identity import (
    LONG_NOUN,
    Identity,
    Statement,
    agree,
    identity_of,
    statement_of,
)
from yrd_cli.summarize.terms import likeness, terms_of

SAME_SUBJECT = 0.5
"""The share of pairs of characters from which subjects of one and the same figure are one."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact is stated: offsets are code points into the text of the Document ``id``."""

    id: str
    start: int
    end: int
    text: str
    sentence: str | None = None
    date: str | None = None
    """Of the Document."""

    def record(self) -> dict[str, Any]:
        """The source as a JSON object."""
        names = ("id", "date", "start", "end", "text", "sentence")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Variant:
    """One value that pages give, in the words of the first, and all who give it."""

    fact: Fact
    sources: list[Source]

    def record(self) -> dict[str, Any]:
        """The value as a JSON object."""
        fact = self.fact
        return {
            "value": as_json(fact.value),
            "unit": fact.unit,
            "modifier": fact.modifier,
            "text": fact.text,
            "sources": [source.record() for source in self.sources],
        }


@dataclass(slots=True)
class MergedFact:
    """A fact, however many pages state it; with several values, where these are in conflict."""

    variants: list[Variant]
    conflict: bool = False

    @property
    def fact(self) -> Fact:
        """The fact in the words of the page that said it first."""
        return self.variants[0].fact

    @property
    def sources(self) -> list[Source]:
        """Every place that states one of the values."""
        return [source for variant in self.variants for source in variant.sources]

    @property
    def ids(self) -> list[str]:
        """The Documents that state it, each once."""
        return list(dict.fromkeys(source.id for source in self.sources))

    def record(self) -> dict[str, Any]:
        """The fact as a JSON object; ``values`` has one object for each value in conflict."""
        fact = self.fact
        return {
            "type": fact.type,
            "subject": fact.subject,
            "text": fact.text,
            "value": as_json(fact.value),
            "unit": fact.unit,
            "modifier": fact.modifier,
            "zone": fact.zone,
            "confidence": max(variant.fact.confidence for variant in self.variants),
            "details": as_json(dict(fact.details)),
            "conflict": self.conflict,
            "documents": self.ids,
            "values": [variant.record() for variant in self.variants],
        }


@dataclass(frozen=True, slots=True)
class FactPage:
    """The facts of one Document."""

    id: str
    date: str | None
    facts: Sequence[Fact]


def merge_facts(pages: Iterable[FactPage]) -> list[MergedFact]:
    """The facts of pages, each once, in the order of types and then of first statement.

    Facts are the same when their type, subject and value are; names, when they have the same
    simplified form. Figures of one subject (and year, where the sentences name one) that differ
    are a conflict, when no page gives both and approximation does not explain it.
    """
    groups: dict[Identity, _Group] = {}
    for page in pages:
        dates = _dates_of(page.facts)
        for fact in page.facts:
            identity = identity_of(fact)
            group = groups.get(identity)
            if group is None:
                group = groups[identity] = _Group()
            group.add(page, fact, statement_of(fact, dates.before(fact)))
    rows = [row for group in _joined(groups) for row in group.rows()]
    places = {type: i for i, type in enumerate(FACT_TYPES)}
    rows.sort(key=lambda row: places[row.fact.type])
    return rows


@dataclass(slots=True)
class _Group:
    """All statements about one thing, in the order they came."""

    variants: dict[Statement, Variant] = field(default_factory=dict)

    def add(self, page: FactPage, fact: Fact, statement: Statement) -> None:
        source = Source(page.id, fact.start, fact.end, fact.text, fact.sentence, page.date)
        known = self.variants.get(statement)
        if known is None:
            self.variants[statement] = Variant(fact, [source])
        else:
            known.sources.append(source)
            known.fact = _fuller(known.fact, fact)

    def rows(self) -> list[MergedFact]:
        """One row for each value, but one for values in conflict."""
        rows: list[tuple[list[Statement], MergedFact]] = []
        for statement, variant in self._with_years():
            for statements, row in rows:
                if any(s.key == statement.key for s in statements):
                    same = next(
                        v
                        for s, v in zip(statements, row.variants, strict=True)
                        if s.key == statement.key
                    )
                    same.sources += variant.sources
                    break
                if self._in_conflict(statements, row, statement, variant):
                    statements.append(statement)
                    row.variants.append(variant)
                    row.conflict = row.conflict or not agree(statements[0], statement)
                    break
            else:
                rows.append(([statement], MergedFact([variant])))
        return [row for _, row in rows]

    def _with_years(self) -> list[tuple[Statement, Variant]]:
        """The statements; those without a year have the year that all others have, if they agree
        on one."""
        years = {s.period for s in self.variants if s.period}
        year = years.pop() if len(years) == 1 else None
        return [
            (s if s.period or not year else s.in_period(year), v) for s, v in self.variants.items()
        ]

    @staticmethod
    def _in_conflict(
        statements: Sequence[Statement], row: MergedFact, statement: Statement, variant: Variant
    ) -> bool:
        """Whether a value takes the place of those in a row: no page gives it beside them."""
        if not statement.can_differ or statement.period != statements[0].period:
            return False
        mine = {source.id for source in variant.sources}
        return mine.isdisjoint(row.ids)


def _fuller(known: Fact, other: Fact) -> Fact:
    """Of two statements of one fact the one that says more of it (张忠伟; 副主任张忠伟)."""
    if isinstance(known.value, dict) and isinstance(other.value, dict):
        if _told(other.value) > _told(known.value):
            return other
        return known
    return other if known.subject is None and other.subject is not None else known


def _told(value: dict[str, Any]) -> int:
    return sum(part not in (None, "", []) for part in value.values())


def _joined(groups: dict[Identity, _Group]) -> list[_Group]:
    """The groups; those that give one and the same figure of nearly the same subject are one."""
    by_figure: dict[tuple[Any, ...], list[tuple[Identity, _Group]]] = {}
    kept: list[_Group] = []
    for identity, group in groups.items():
        statements = list(group.variants)
        names_much = statements[0].is_telling or len(identity.noun) >= LONG_NOUN
        if len(statements) != 1 or not identity.subject or not names_much:
            kept.append(group)
            continue
        alike = by_figure.setdefault((identity.type, identity.unit, statements[0].key), [])
        for other, first in alike:
            if _is_same_thing(identity, other):
                (variant,) = first.variants.values()
                variant.sources += next(iter(group.variants.values())).sources
                break
        else:
            alike.append((identity, group))
            kept.append(group)
    return kept


def _is_same_thing(a: Identity, b: Identity) -> bool:
    """Whether one figure is that of one thing, named in two ways."""
    if a.noun == b.noun and len(a.noun) >= LONG_NOUN:
        return True
    one, other = a.subject, b.subject
    return one in other or other in one or likeness(terms_of(one), terms_of(other)) >= SAME_SUBJECT


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of a page, by where they end."""

    ends: list[int]
    facts: list[Fact]

    def before(self, fact: Fact) -> Fact | None:
        """The last date before a fact within its sentence."""
        i = bisect_right(self.ends, fact.start) - 1
        if i >= 0 and self.facts[i].sentence == fact.sentence:
            return self.facts[i]
        return None


def _dates_of(facts: Sequence[Fact]) -> _Dates:
    dates = sorted((f for f in facts if f.type == "date"), key=lambda f: f.end)
    return _Dates([f.end for f in dates], dates)
