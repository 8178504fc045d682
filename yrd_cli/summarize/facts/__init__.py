"""The facts of a text: numbers, dates, names and what is said of them, with their values."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from yrd_cli.summarize.facts.model import FACT_TYPES, Fact, FactType, Finding, Spans, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yrd_cli.summarize.sentences import Sentence

__all__ = ["FACT_TYPES", "Fact", "FactType", "Spans", "extract_facts", "find_facts", "number_facts"]

_NUMBERS = frozenset(
    ["money", "percent", "ratio", "count", "duration", "length", "area", "distance", "date", "time"]
)
_DAYS = ("day", "minute", "second")


def extract_facts(
    text: str,
    reference_date: date | str | None = None,
    *,
    title: str | None = None,
    types: Collection[str] | None = None,
    sentences: Sequence[Sentence] | None = None,
) -> list[Fact]:
    """The facts of a text, in order of their place, simplified and traditional alike.

    ``reference_date`` is the day of publication, a date or ISO 8601 text, that 昨天 and 10月30日
    count from; without it they count from the dateline, else from the year that the text speaks
    of most, and are flagged ``inferred``: never from today. ``title`` tells which line is the
    title, ``types`` which types to give (all, where None), ``sentences`` where the sentences are
    if that is known already. Offsets are code points into ``text``, end exclusive. Raises
    ValueError for a reference date that is no ISO 8601 date and for a type that does not exist.

    >>> [(f.type, f.value) for f in extract_facts("長三角去年投資2192億元", "2020-01-03")
    ...  if f.type in ("money", "date")][1]
    ('money', 219200000000)
    """
    from yrd_cli.summarize.facts.contacts import contacts
    from yrd_cli.summarize.facts.named import named_facts
    from yrd_cli.summarize.facts.subjects import with_subjects

    wanted = _wanted(types)
    found = contacts(text)
    if wanted & _NUMBERS:
        # A telephone number is no count: contacts are taken before plain numbers.
        found += number_facts(text, reference_date, Spans((fact.start, fact.end) for fact in found))
    found += named_facts(text, Spans(_disjoint(found)))
    found.sort(key=lambda fact: (fact.start, -fact.end))
    found = with_subjects(text, found)
    return _placed(text, [fact for fact in found if fact.type in wanted], title, sentences)


def _wanted(types: Collection[str] | None) -> frozenset[str]:
    if types is None:
        return frozenset(FACT_TYPES)
    unknown = sorted(set(types) - set(FACT_TYPES))
    if unknown:
        raise ValueError(f"no such type of fact: {', '.join(unknown)}")
    return frozenset(types)


def _disjoint(facts: list[Fact]) -> Iterator[tuple[int, int]]:
    """The stretches that facts take, joined where they overlap (增长10.2% and 10.2%)."""
    start = end = -1
    for a, b in sorted((fact.start, fact.end) for fact in facts):
        if a < end:
            end = max(end, b)
            continue
        if end >= 0:
            yield start, end
        start, end = a, b
    if end >= 0:
        yield start, end


def _placed(
    text: str, facts: list[Fact], title: str | None, sentences: Sequence[Sentence] | None
) -> list[Fact]:
    """Each fact with its zone and the sentence it begins in; made anew once, for speed."""
    from yrd_cli.summarize.facts.zones import footer_start, title_end, zone_of
    from yrd_cli.summarize.sentences import split_sentences, window_of

    if not facts:
        return facts
    if sentences is None:
        sentences = split_sentences(text)
    starts = [sentence.start for sentence in sentences]
    footer, head = footer_start(text), title_end(text, title)
    window = window_of(len(text), len(facts))
    result = []
    for f in facts:
        i = bisect_right(starts, f.start) - 1
        within = i >= 0 and f.start < sentences[i].end
        sentence = sentences[i].around(f.start, f.end, window) if within else None
        zone = zone_of(f.start, head, footer)
        result.append(_complete(f, sentence, zone))
    return result


def _complete(f: Fact, sentence: str | None, zone: Zone) -> Fact:
    return Fact(
        f.type, f.text, f.start, f.end, f.value, f.unit, f.modifier, f.subject, sentence, zone,
        f.confidence, f.details,
    )  # fmt: skip


def number_facts(
    text: str, reference_date: date | str | None = None, taken: Spans | None = None
) -> list[Fact]:
    """Money, percentages, ratios, counts, durations, lengths, areas, dates and times of a text."""
    from yrd_cli.summarize.facts.numerals import fold
    from yrd_cli.summarize.facts.scan import find_numbers

    return [_fact(text, found) for found in find_numbers(fold(text), reference_date, taken)]


def _fact(text: str, found: Finding) -> Fact:
    return Fact(
        found.type, text[found.start : found.end], found.start, found.end, found.value, found.unit,
        found.modifier, None, None, "body", found.confidence, found.details,
    )  # fmt: skip


def find_facts(text: str) -> Iterator[Fact]:
    """The surest facts of a text, in order: money, percentages, full dates that say their year."""
    for fact in number_facts(text):
        if fact.type == "date":
            value = fact.value
            if value["start"] is None or value["relative"] or value["grain"] not in _DAYS:
                continue
        if fact.type in ("money", "percent", "date"):
            yield fact
