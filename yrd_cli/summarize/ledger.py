"""A corpus as a ledger: who did what, for how much, when, and where it is stated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from yrd_cli.summarize.facts import Fact
from yrd_cli.summarize.identity import bare, identity_of, name_of
from yrd_cli.summarize.merging import merge_facts
from yrd_cli.summarize.page import Page
from yrd_cli.summarize.values import interval, shown_value
from yrd_cli.writing.tables import Column, Table

Ledger = Literal["projects", "tasks", "people", "orgs", "money", "timeline"]

MOST_PER_CELL = 8
"""Names in a cell: those said first."""

BETWEEN = "; "
WHERE_STATED = ("mentions", "documents", "sources")

COLUMNS: dict[Ledger, tuple[str, ...]] = {
    "projects": ("project", "status", "who", "money", "when", "where"),
    "tasks": ("task", "number", "unit", "who", "when", "where", "sentence"),
    "people": ("person", "title", "affiliation", "role", "said", "when"),
    "orgs": ("org", "people", "projects", "money", "when", "where"),
    "money": ("subject", "amount", "unit", "modifier", "text", "who", "when", "where", "conflict"),
    "timeline": ("date", "end", "what", "who", "money", "where"),
}
"""The columns of each table, before those of where it is stated."""


@dataclass(slots=True)
class _Row:
    """One thing that pages speak of: for each column what they say, each once."""

    cells: dict[str, list[str]]
    mentions: int = 0
    ids: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def say(self, column: str, *values: str | None) -> None:
        known = self.cells[column]
        known += [v for v in dict.fromkeys(values) if v and v not in known]

    def stated(self, page: Page, fact: Fact) -> None:
        self.mentions += 1
        if page.id not in self.ids:
            self.ids.append(page.id)
        self.sources.append(f"{page.id}:{fact.start}-{fact.end}")

    def tuple(self, columns: Sequence[str]) -> tuple[str | int, ...]:
        said = (BETWEEN.join(self.cells[column][:MOST_PER_CELL]) for column in columns)
        return *said, self.mentions, BETWEEN.join(self.ids), BETWEEN.join(self.sources)


@dataclass(frozen=True, slots=True)
class _Context:
    """A fact with the others of its sentence."""

    page: Page
    fact: Fact
    others: Sequence[Fact]

    def of(self, *types: str) -> list[Fact]:
        return [fact for fact in self.others if fact.type in types]

    def when(self) -> list[str]:
        return [interval(f.value) for f in self.of("date") if f.value and f.value["start"]]

    def where(self) -> list[str]:
        return [name_of(fact) for fact in self.of("place")]

    def who(self) -> list[str]:
        return [name_of(fact) for fact in self.of("org", "person")]

    def money(self) -> list[str]:
        return [_money(fact) for fact in self.of("money")]


def ledger_table(pages: Sequence[Page], kind: Ledger) -> Table:
    """The facts of pages as the table of a kind, one row for each thing they speak of.

    Rows that most pages state come first; the timeline is in the order of its days. Sources are
    ``id:start-end``, in code points of the text.
    """
    names = COLUMNS[kind]
    rows = _money_rows(pages) if kind == "money" else _rows(pages, kind)
    if kind == "timeline":
        rows.sort(key=lambda row: (row.cells["date"], row.cells["end"]))
    else:
        rows.sort(key=lambda row: (-len(row.ids), -row.mentions))
    numbers = {"mentions": 0}
    columns = tuple(Column(name, numbers.get(name)) for name in (*names, *WHERE_STATED))
    return Table(columns, [row.tuple(names) for row in rows], narrows=True)


def _rows(pages: Sequence[Page], kind: Ledger) -> list[_Row]:
    type, fill = _FILLS[kind]
    rows: dict[object, _Row] = {}
    for page in pages:
        for context in _contexts(page, type):
            key = _key(context.fact, kind)
            if key is None:
                continue
            row = rows.setdefault(key, _Row({name: [] for name in COLUMNS[kind]}))
            row.stated(page, context.fact)
            fill(row, context)
    return list(rows.values())


def _contexts(page: Page, type: str) -> Iterator[_Context]:
    by_sentence: dict[str | None, list[Fact]] = {}
    for fact in page.facts:
        by_sentence.setdefault(fact.sentence, []).append(fact)
    for fact in page.facts:
        if fact.type == type and fact.zone != "footer":
            yield _Context(page, fact, by_sentence[fact.sentence])


def _key(fact: Fact, kind: Ledger) -> object:
    if kind != "timeline":
        return identity_of(fact)
    if not isinstance(fact.value, dict) or not fact.value["start"]:
        return None
    return fact.value["start"], fact.value["end"], bare(fact.sentence or fact.text)


def _project(row: _Row, context: _Context) -> None:
    row.say("project", name_of(context.fact))
    row.say("status", _part(context.fact, "status"))
    row.say("who", *context.who())
    row.say("money", *context.money())
    row.say("when", *context.when())
    row.say("where", *context.where())


def _task(row: _Row, context: _Context) -> None:
    fact = context.fact
    row.say("task", _part(fact, "what") or fact.text)
    row.say("number", _part(fact, "number"))
    row.say("unit", _part(fact, "unit"))
    row.say("who", _part(fact, "body"))
    row.say("when", *context.when())
    row.say("where", *context.where())
    row.say("sentence", fact.sentence)


def _person(row: _Row, context: _Context) -> None:
    fact = context.fact
    name = name_of(fact)
    row.say("person", name)
    for column in ("title", "affiliation", "role"):
        row.say(column, _part(fact, column))
    row.say("said", *(q.text for q in context.of("quote") if _part(q, "speaker") == name))
    row.say("when", *context.when())


def _org(row: _Row, context: _Context) -> None:
    name = name_of(context.fact)
    row.say("org", name)
    people = context.of("person")
    row.say("people", *(name_of(p) for p in people if _part(p, "affiliation") in (None, name)))
    row.say("projects", *(name_of(project) for project in context.of("project")))
    row.say("money", *context.money())
    row.say("when", *context.when())
    row.say("where", *context.where())


def _day(row: _Row, context: _Context) -> None:
    value = context.fact.value
    row.say("date", value["start"])
    row.say("end", value["end"])
    row.say("what", context.fact.sentence)
    row.say("who", *context.who())
    row.say("money", *context.money())
    row.say("where", *context.where())


_FILLS: dict[Ledger, tuple[str, Callable[[_Row, _Context], None]]] = {
    "projects": ("project", _project),
    "tasks": ("task", _task),
    "people": ("person", _person),
    "orgs": ("org", _org),
    "timeline": ("date", _day),
}


def _money_rows(pages: Sequence[Page]) -> list[_Row]:
    """One row for each amount that pages state of a subject; conflicts are told in each."""
    contexts = {
        (page.id, context.fact.start, context.fact.end): context
        for page in pages
        for context in _contexts(page, "money")
    }
    rows = []
    for merged in merge_facts(page.fact_page for page in pages):
        for variant in merged.variants if merged.fact.type == "money" else ():
            row = _Row({name: [] for name in COLUMNS["money"]})
            for source in variant.sources:
                context = contexts.get((source.id, source.start, source.end))
                if context is not None:
                    row.stated(context.page, context.fact)
                    _amount(row, context)
            others = [v for v in merged.variants if v is not variant and merged.conflict]
            row.say("conflict", *(_money(v.fact) for v in others))
            rows += [row] if row.mentions else []
    return rows


def _amount(row: _Row, context: _Context) -> None:
    fact = context.fact
    row.say("subject", fact.subject)
    row.say("amount", shown_value(fact.value, None).replace(",", ""))
    row.say("unit", fact.unit)
    row.say("modifier", fact.modifier)
    row.say("text", fact.text)
    row.say("who", *context.who())
    row.say("when", *context.when())
    row.say("where", *context.where())


def _money(fact: Fact) -> str:
    return shown_value(fact.value, fact.unit).replace(",", "")


def _part(fact: Fact, key: str) -> str | None:
    value = fact.value.get(key) if isinstance(fact.value, dict) else None
    return None if value is None else str(value)
