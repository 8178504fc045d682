"""Facts made of names and texts: who, which body, where, which document, who said what."""

from __future__ import annotations

from collections.abc import Sequence

from yrd_cli.script import to_simplified
from yrd_cli.summarize.facts.documents import documents
from yrd_cli.summarize.facts.events import awards, events
from yrd_cli.summarize.facts.mentions import Person
from yrd_cli.summarize.facts.model import Fact, Spans
from yrd_cli.summarize.facts.names_lexicon import telling_pairs, word_set
from yrd_cli.summarize.facts.noun_phrases import phrase_start
from yrd_cli.summarize.facts.organizations import (
    Organization,
    find_organizations,
    full_name,
    given_abbreviations,
)
from yrd_cli.summarize.facts.persons import find_persons
from yrd_cli.summarize.facts.places import SURE_KINDS, Listed, listed_names, named_after
from yrd_cli.summarize.facts.projects import agreements, projects
from yrd_cli.summarize.facts.quotes import quotes
from yrd_cli.summarize.facts.tasks import tasks
from yrd_cli.summarize.facts.titles import Title, chain_start, find_titles

_PARTS = frozenset("部组处科办室会所院局")
_COMMITTEES = word_set("committees before titles")
_DEPARTMENTS = ("部", "处", "科", "办", "室")
MIN_DEPARTMENT = 3
MAX_DEPARTMENT = 12
"""A department between a body and a title is at most this long: 政策与综合规划处 + 处长."""


def named_facts(text: str, taken: Spans) -> list[Fact]:
    """Persons, organisations, places, documents, quotations, projects, events and tasks, in order.

    Names stand outside the ``taken`` spans (contacts, numbers, dates); quotations, events, projects
    and tasks may hold other facts. Values: a person is
    ``{"name", "title", "affiliation", "role"}``, a quotation ``{"speaker", "title"}``, a project
    ``{"name", "status"}``, an event ``{"name", "date", "place", "org"}``, an agreement ``{"name",
    "parties"}``, a task ``{"number", "unit", "what", "body"}``, the others their full name; what
    else is known is in ``details``. Names are in Simplified, ``text`` as it stands.

    >>> [(f.type, f.text) for f in named_facts("江蘇省教育廳廳長王平說", Spans())]
    [('org', '江蘇省教育廳'), ('person', '王平')]
    """
    folded = to_simplified(text)
    pairs = telling_pairs(folded)
    listed, titles = listed_names(folded, pairs), find_titles(folded, pairs)
    found = documents(text, folded)
    works = Spans((f.start, f.end) for f in found)
    persons = [
        p for p in find_persons(folded, titles, listed) if not works.overlaps(p.start, p.end)
    ]
    spans = [(f.start, f.end) for f in found]
    barriers = sorted(
        [*spans, *((t.start, t.end) for t in titles), *((p.start, p.end) for p in persons)]
    )
    bodies = find_organizations(folded, listed, barriers, [t.start for t in titles], pairs)
    bodies += _listed_bodies(listed, bodies, works)
    bodies.sort(key=lambda o: o.start)
    found += _person_facts(text, folded, persons, bodies, listed, titles)
    found += _body_facts(text, folded, bodies)
    found += _place_facts(
        text,
        folded,
        listed,
        [*spans, *((p.start, p.end) for p in persons), *((o.start, o.end) for o in bodies)],
    )
    free = [f for f in found if f.type == "document" or not taken.overlaps(f.start, f.end)]
    free += quotes(text, folded, persons)
    named = [*events(text, folded, bodies, listed), *projects(text, folded)]
    free += [f for f in named if not works.overlaps(f.start, f.end)]
    free += [*awards(text, folded), *agreements(text, folded, bodies, listed)]
    free += tasks(text, folded, bodies)
    return sorted(free, key=lambda f: (f.start, -f.end, f.type))


def _listed_bodies(
    listed: Sequence[Listed], bodies: Sequence[Organization], works: Spans
) -> list[Organization]:
    spans = Spans((o.start, o.end) for o in bodies)
    return [
        Organization(x.start, x.end, x.name, True)
        for x in listed
        if x.kind == "body"
        and not (spans.overlaps(x.start, x.end) or works.overlaps(x.start, x.end))
    ]


def _person_facts(
    text: str,
    folded: str,
    persons: Sequence[Person],
    bodies: Sequence[Organization],
    listed: Sequence[Listed],
    found: Sequence[Title],
) -> list[Fact]:
    """One fact a mention; each knows the title and affiliation that any mention gave."""
    titles: dict[str, str] = {}
    title_ends = {t.end: i for i, t in enumerate(found)}
    affiliations: dict[str, str] = {}
    roles: dict[str, str] = {}
    ends = {o.end: o for o in bodies}
    places = {x.end: x.name for x in listed if x.kind not in ("body", "short county")}
    for person in persons:
        if person.role:
            roles.setdefault(person.name, person.role)
        if person.title:
            at = person.head if person.head is not None else person.start
            body, department = _body_before(folded, at, ends)
            if at in places:
                department = ""  # 莫斯[科]市长
            start = body.start if body else at - len(department)
            joined = _joined_title(folded, start, title_ends)
            whole = department + person.title
            if joined is not None and person.head is not None:
                whole = folded[chain_start(found, joined, folded) : person.start]
            titles.setdefault(person.name, whole)
            employer = body.name if body else _place_of(folded, at - len(department), places)
            if employer:
                affiliations.setdefault(person.name, employer)
    return [
        Fact(
            "person",
            text[p.start : p.end],
            p.start,
            p.end,
            value={
                "name": p.name,
                "title": titles.get(p.name),
                "affiliation": affiliations.get(p.name),
                "role": roles.get(p.name),
            },
            confidence=p.confidence,
        )
        for p in persons
    ]


def _joined_title(folded: str, start: int, title_ends: dict[int, int]) -> int | None:
    """The title before 、 that this one goes on from: 市委书记、 + 领导小组组长."""
    for at in range(start, max(0, start - MAX_DEPARTMENT), -1):
        if folded[at - 1] == "、":
            return title_ends.get(at - 1)
        if at in title_ends:
            return None  # that title is another's: 中央统战部部长石泰峰和 …
        if not "\u4e00" <= folded[at - 1] <= "\u9fff":
            return None
    return None


def _body_before(
    folded: str, at: int, ends: dict[int, Organization]
) -> tuple[Organization | None, str]:
    """The body whose title this is, and the department between the two."""
    if at in ends:
        return ends[at], ""
    for back in range(1, MAX_DEPARTMENT + 1):
        if at - back in ends and folded[at - 1] in _PARTS:
            return ends[at - back], folded[at - back : at]
        if back == len("省委") and folded[at - back : at] in _COMMITTEES:
            return None, folded[at - back : at]
        if at - back < 0 or not "\u4e00" <= folded[at - back] <= "\u9fff":
            break
    return None, _department(folded, at)


def _place_of(folded: str, at: int, places: dict[int, str]) -> str | None:
    """The place that ends where a title begins, or one character on: 上海[市]委书记."""
    level = folded[at : at + 1]
    return places.get(at) or (places.get(at + 1) if level and level in "省市县区州" else None)


def _department(folded: str, at: int) -> str:
    """The department that a title without a known body names: 公司综合管理部 (总监)."""
    if folded[at - 1 : at] not in _DEPARTMENTS:
        return ""
    start = phrase_start(folded, at, max(0, at - MAX_DEPARTMENT))
    edge = (
        start == 0 or not "\u4e00" <= folded[start - 1] <= "\u9fff" or at - start < MAX_DEPARTMENT
    )
    return folded[start:at] if edge and at - start >= MIN_DEPARTMENT else ""


def _body_facts(text: str, folded: str, bodies: Sequence[Organization]) -> list[Fact]:
    names = {o.name for o in bodies if o.placed or len(o.name) >= 8}
    short = given_abbreviations(folded)
    by_short = {short[o.end]: o.name for o in bodies if o.end in short}
    facts = []
    full: dict[str, str] = {}
    for body in bodies:
        name = (
            full.get(body.name)
            or by_short.get(body.name)
            or (body.name if body.placed else full_name(body.name, names))
        )
        full[body.name] = name
        facts.append(
            Fact(
                "org",
                text[body.start : body.end],
                body.start,
                body.end,
                value=name,
                confidence=0.9 if body.placed else 0.7,
            )
        )
    return facts


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without overlaps, in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _place_facts(
    text: str,
    folded: str,
    listed: Sequence[Listed],
    names: Sequence[tuple[int, int]],
) -> list[Fact]:
    """The places that are not part of a name of another kind."""
    taken = Spans(_merged(names))
    return [
        Fact(
            "place",
            text[x.start : x.end],
            x.start,
            x.end,
            value=x.name,
            details={"kind": x.kind},
            confidence=0.9 if x.kind in SURE_KINDS else 0.7,
        )
        for x in [*listed, *named_after(folded, listed)]
        if x.kind != "body" and not taken.overlaps(x.start, x.end)
    ]
