"""Quotations and who says them: the speaker before, behind, or last named in the paragraph."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.mentions import Person
from yrd_cli.summarize.facts.model import Fact
from yrd_cli.summarize.facts.names_lexicon import alternation, word_set

_SAYING = alternation(word_set("verbs of saying"))
_VERB = compiled(_SAYING)
_BEFORE = compiled(rf"(?P<said>{_SAYING})(?:道|时|着|过|了)?[^。！？；\n“”]{{0,12}}?[：:，,]?\s?$")
_SENTENCE_END = "。！？!?…；"
_OPEN, _CLOSE = "“「『", "”」』"
_PAIR = dict(zip(_OPEN, _CLOSE, strict=True))
MIN_BARE = 15
"""A quotation that nobody is said to say, and no stop closes, has at least this many characters
and a comma: shorter ones are names and terms (“最江南”, “一网通办”)."""

MIN_OPEN = 8
"""A quotation that no mark closes runs to the end of its paragraph where that is longer."""

MAX_AWAY = 40
"""A verb of saying stands at most this many characters from its quotation."""


class Quotation(NamedTuple):
    """What stands between marks: code points inside them; ``outer``: with the marks."""

    start: int
    end: int
    outer_start: int
    outer_end: int


def quotations(folded: str) -> Iterator[Quotation]:
    """Stretches between quotation marks, paragraph by paragraph; unmatched marks are tolerated.

    >>> text = "“一切都好。“于宇说。"
    >>> [text[q.start:q.end] for q in quotations(text)]
    ['一切都好。']
    """
    offset = 0
    for paragraph in folded.split("\n"):
        if any(mark in paragraph for mark in '“”「」『』"'):
            yield from _in_paragraph(paragraph, offset)
        offset += len(paragraph) + 1


_MARK = compiled('[“”「」『』"]')


def _in_paragraph(paragraph: str, offset: int) -> Iterator[Quotation]:
    opened = -1
    depth = 0
    closing = ""
    for match in _MARK.finditer(paragraph):
        mark, at = match[0], match.start()
        if opened < 0:
            if mark in _CLOSE:
                continue
            opened, depth, closing = at, 1, _PAIR.get(mark, '"')
        elif mark == closing or mark == '"':
            depth -= 1
        elif mark in _OPEN and paragraph[at - 1] in _SENTENCE_END and _said_next(paragraph, at + 1):
            depth = 0
        elif _PAIR.get(mark) == closing:
            depth += 1
        if opened >= 0 and depth == 0:
            yield Quotation(offset + opened + 1, offset + at, offset + opened, offset + at + 1)
            opened = -1
    if opened >= 0 and depth == 1 and len(paragraph) - opened > MIN_OPEN:
        end = offset + len(paragraph)
        yield Quotation(offset + opened + 1, end, offset + opened, end)


def _said_next(paragraph: str, at: int) -> bool:
    sentence = _SENTENCE.match(paragraph, at, at + MAX_AWAY)
    return sentence is not None and _VERB.search(sentence[0]) is not None


_SENTENCE = compiled(r"[^。！？\n“”]*")
_BEHIND = compiled(r"[^。！？\n“”「」]*")
_NEXT = compiled(r"[^。！？\n]*")
_PRONOUN = compiled(r"[，,]?\s?[他她]")
_CLAUSES = compiled("[，。！？,!?；]")


def quotes(text: str, folded: str, persons: Sequence[Person]) -> list[Fact]:
    """The quotations with their speakers; value ``{"speaker", "title"}``, null where unknown."""
    found = []
    starts = [p.start for p in persons]
    heads = {p.name: p.title for p in reversed(persons) if p.title}
    last_end, last_speaker = -1, None
    for q in quotations(folded):
        inner = folded[q.start : q.end]
        speaker, how = _speaker(folded, q, persons, starts)
        closed = bool(inner) and (inner[-1] in _SENTENCE_END + "，," or _behind_stop(folded, q))
        if not inner or not (
            (how == "said" and (closed or (len(inner) >= 8 and _CLAUSES.search(inner))))
            or (closed and inner[-1] in _SENTENCE_END and len(inner) >= 6)
            or (len(inner) >= MIN_BARE * 2 and "，" in inner and closed)
        ):
            continue
        if how != "said" and _continues(folded, last_end, q.outer_start):
            speaker = last_speaker
        name = speaker.name if speaker else None
        title = (speaker.title or heads.get(speaker.name)) if speaker else None
        found.append(
            Fact(
                "quote",
                text[q.start : q.end],
                q.start,
                q.end,
                value={"speaker": name, "title": title},
                confidence=0.9 if how == "said" else 0.6 if name else 0.5,
            )
        )
        last_end, last_speaker = q.outer_end, speaker
    return found


def _behind_stop(folded: str, q: Quotation) -> bool:
    """Whether the stop stands outside the marks, at a quotation that is a sentence of its own."""
    return folded[q.outer_end : q.outer_end + 1] in ("。", "！", "？") and folded[
        q.outer_start - 1 : q.outer_start
    ] in (":", "：", "\n", "。", "")


def _continues(folded: str, end: int, start: int) -> bool:
    """Whether a quotation goes on after an inserted 王平说。 or a mark."""
    return 0 <= end < start and start - end <= 30 and "\n" not in folded[end:start]


def _speaker(
    folded: str, q: Quotation, persons: Sequence[Person], starts: Sequence[int]
) -> tuple[Person | None, str]:
    """Who says it, and ``said`` where a verb of saying stands by."""
    head = _sentence_start(folded, q.outer_start)
    lead = folded[max(head, q.outer_start - MAX_AWAY) : q.outer_start]
    before = _BEFORE.search(lead)
    if before or lead.rstrip().endswith(("：", ":")):
        verb = q.outer_start - len(lead) + (before.start() if before else len(lead))
        person = _subject(folded, persons, starts, head, verb)
        return person or _last_before(folded, persons, starts, q.outer_start), "said"
    behind = _BEHIND.match(folded, q.outer_end, q.outer_end + 60)
    tail = behind[0] if behind else ""
    verb_behind = _VERB.search(tail)
    if verb_behind and verb_behind.start() <= MAX_AWAY:
        first = bisect_left(starts, q.outer_end)
        if first < len(persons) and persons[first].start <= q.outer_end + verb_behind.end():
            return persons[first], "said"
        if _PRONOUN.match(tail):
            return _last_before(folded, persons, starts, q.outer_start), "said"
        if verb_behind.start() > 1:
            return None, "said"
    person = _last_before(folded, persons, starts, q.outer_start)
    return person or _next_sentence(folded, q, persons, starts), "near"


def _sentence_start(folded: str, at: int) -> int:
    return max(folded.rfind(mark, 0, at) for mark in "。！？\n”」") + 1


_TOWARDS = compiled("(?:[对向跟问]|告诉|采访|感谢|陪同)$")


def _subject(
    folded: str, persons: Sequence[Person], starts: Sequence[int], left: int, right: int
) -> Person | None:
    """The last person before the verb who is not the one spoken to."""
    inside = persons[bisect_left(starts, left) : bisect_left(starts, right)]
    for person in reversed(inside):
        if not _TOWARDS.search(
            folded[max(left, (person.head or person.start) - 2) : person.head or person.start]
        ):
            return person
    return None


def _last_before(
    folded: str, persons: Sequence[Person], starts: Sequence[int], at: int
) -> Person | None:
    """The person last named in the paragraph before an offset; makers of the page do not speak."""
    i = bisect_left(starts, at) - 1
    paragraph = folded.rfind("\n", 0, at)
    while i >= 0 and persons[i].start > paragraph:
        if not persons[i].role:
            return persons[i]
        i -= 1
    return None


def _next_sentence(
    folded: str, q: Quotation, persons: Sequence[Person], starts: Sequence[int]
) -> Person | None:
    sentence = _NEXT.match(folded, q.outer_end, q.outer_end + 80)
    i = bisect_left(starts, q.outer_end)
    if sentence and i < len(persons) and persons[i].start < sentence.end():
        return persons[i] if not persons[i].role else None
    return None
