"""Mentions of a person: each name that was found, carried to the bare mentions further on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.model import Spans
from yrd_cli.summarize.facts.name_shapes import HAN, ends_before
from yrd_cli.summarize.facts.names_lexicon import common_words, word_set
from yrd_cli.summarize.facts.titles import Title

LEFT_OF_NAME = compiled(
    r"(?:^|[^\u4e00-\u9fff]|[的和与由是请对向跟了被把在同及有让为给因据到见从使以]|会见|会谈"
    r"|邀请|拜访|表示|记者|同时|其中|接替|祝贺|听取|采访|感谢|陪同|按照|根据|关于|落实|贯彻"
    r"|学习|深入|认真|坚持|迎接|欢迎)$"
)
DOTS = ("·", "•", "‧", "・", "∙")
"""What stands between the parts of a foreign name."""
MAX_PERSONS = 400
"""Names carried through one document; more come in directories only."""


class Person(NamedTuple):
    """One mention of a person in the folded text; ``head`` is where the titles before it begin."""

    start: int
    end: int
    name: str
    title: str | None = None
    role: str | None = None
    head: int | None = None
    confidence: float = 0.9


def _aliases(names: Iterable[str]) -> dict[str, str]:
    """The last part of a foreign name with dots, when it stands for one person only."""
    last: dict[str, set[str]] = {}
    for name in names:
        parts = re.split("[·•‧・∙]", name)
        if len(parts) > 1 and len(parts[-1]) >= 2:
            last.setdefault(parts[-1], set()).add(name)
    return {alias: full.pop() for alias, full in last.items() if len(full) == 1}


def carry(folded: str, found: list[Person], titles: Sequence[Title]) -> list[Person]:
    """Add the bare mentions of the names that were found, and 王书记 for the one 王 there is."""
    taken = {p.start for p in found}
    names = dict.fromkeys(p.name for p in found)
    aliases = _aliases(names)
    known = {**{name: name for name in list(names)[:MAX_PERSONS]}, **aliases}
    if not known:
        return []
    found = [_whole(folded, p, aliases) for p in found]
    result = [p._replace(name=known.get(p.name, p.name)) for p in found]
    spans = Spans()
    for person in found:
        spans.add(person.start, person.end)
    for start, end in _occurrences(folded, known):
        if start in taken or not spans.add(start, end):
            continue
        if (end - start == 2 and not _stands_alone(folded, start, end)) or folded.startswith(
            _NO_PERSON_BEFORE, end
        ):
            continue
        result.append(Person(start, end, known[folded[start:end]], confidence=0.8))
    result += _family_name_and_title(folded, known, titles)
    result.sort(key=lambda p: (p.start, -p.end))
    return [p for i, p in enumerate(result) if not i or p.start >= result[i - 1].end]


def _whole(folded: str, person: Person, aliases: Iterable[str]) -> Person:
    """The mention with the last part of a foreign name in full: 卢卡申 + 科."""
    longer = (a for a in aliases if len(a) > len(person.name) and a.startswith(person.name))
    whole = next((alias for alias in longer if folded.startswith(alias, person.start)), None)
    if whole is None:
        return person
    return person._replace(end=person.start + len(whole), name=whole)


def _occurrences(folded: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where any of the names stands, the longest at each place; a search per name, no regex to
    compile for each document."""
    spans: dict[int, int] = {}
    for name in names:
        at = folded.find(name)
        while at >= 0:
            spans[at] = max(spans.get(at, 0), at + len(name))
            at = folded.find(name, at + len(name))
    return sorted(spans.items())


_NO_PERSON_BEFORE = ("主义", "思想", "定理", "定律", "奖", "杯", "病毒", "武装", "镇", "县", "市")


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Two characters are the name only where they do not begin or end a longer word."""
    return ends_before(folded, end) or folded[start : end + 1] not in common_words()


_SHORT_TITLES = word_set("titles behind family names")


def _family_name_and_title(
    folded: str, known: dict[str, str], titles: Sequence[Title]
) -> Iterator[Person]:
    by_family: dict[str, set[str]] = {}
    for name in known.values():
        if re.fullmatch(f"[{HAN}]{{2,3}}", name):
            by_family.setdefault(name[0], set()).add(name)
    for title in titles:
        start = title.start - 1
        if title.text not in _SHORT_TITLES or start < 0:
            continue
        full = by_family.get(folded[start])
        if full and len(full) == 1 and LEFT_OF_NAME.search(folded[max(0, start - 2) : start]):
            yield Person(start, title.end, next(iter(full)), title.text, confidence=0.6)
