"""Which stretches of a text are in which script: sentences and quotations, each by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from yrd_cli.convert.detection import (
    count_telling,
    is_cheap_by_character,
    scripts_in,
    telling_characters,
    telling_patterns,
    verdict,
)
from yrd_cli.patterns import compiled
from yrd_cli.script import HAN, Script

SegmentScript = Literal["Hans", "Hant", "Jpan", "none"]
"""``none`` where nothing tells, neither in the segment nor around it."""

KANA_SHARE = 0.1
"""A segment with this share of kana among its kana and Han is Japanese, which is neither
Simplified nor Traditional; の between Chinese words is less."""

_KANA = "ぁ-ゖァ-ヺ"
_kana = compiled(f"[{_KANA}]")

_SEGMENT = compiled(
    "[^。！？!?；;…\r\n“”‘’「」『』《》]+[。！？!?；;…\r\n”’」』》]*|[“”‘’「」『』《》。！？!?；;…\r\n]"
)
"""A sentence, or the inside of a quotation, with the marks that close it. The two alternatives
have no first character in common, and neither repeats within a repeat: linear."""


_CLAUSE = compiled("[^，、,：:]+[，、,：:]*|[，、,：:]+")
_LINE = compiled("[^\n]*\n|[^\n]+")


class Stretch(NamedTuple):
    """``text[start:end]`` is in one script."""

    start: int
    end: int
    script: SegmentScript


@cache
def _not_simplified() -> re.Pattern[str]:
    """What plain Simplified text lacks: Traditional-only characters and kana, in one search."""
    return compiled(f"[{''.join(sorted(telling_characters()[1]))}{_KANA}]")


def stretches_of(text: str, context: Script = "none") -> list[Stretch]:
    """The text cut where its script changes; ``context`` is the script of the text around it.

    A segment without evidence goes with its neighbours where these agree, else with the text.

    >>> [s[2] for s in stretches_of("他说：“臺灣後面。”公里。这样。")]
    ['Hans', 'Hant', 'Hans']
    """
    around = _known(context)
    script = _of_one(text)
    if script is not None:
        return [Stretch(0, len(text), around if script == "none" else script)]
    segments = list(_segments(text))
    around = _of_all(segments) or around
    scripts = _filled([segment.script for segment in segments], around)
    stretches: list[Stretch] = []
    for script, (start, end, _) in zip(scripts, segments, strict=True):
        if stretches and stretches[-1].script == script:
            start = stretches.pop().start
        stretches.append(Stretch(start, end, script))
    return stretches


def _known(script: Script) -> SegmentScript:
    return "none" if script == "mixed" else script


def _of_one(text: str) -> SegmentScript | None:
    """The script of a text that holds one only, told at once; None where it is to be cut."""
    if is_cheap_by_character(text):
        hans, hant = scripts_in(text)
        if _kana.search(text) or (hans and hant):
            return None
        return "Hans" if hans else "Hant" if hant else "none"
    hans_only = telling_patterns()[0]
    if not _not_simplified().search(text):
        return "Hans" if hans_only.search(text) else "none"
    return "Hant" if not hans_only.search(text) and not _kana.search(text) else None


def _segments(text: str) -> Iterator[Stretch]:
    """The lines that hold one script, and the sentences and quotations of the others."""
    hans, odd = telling_patterns()[0], _not_simplified()
    for line in _LINE.finditer(text):
        start, end = line.span()
        if not odd.search(text, start, end):
            yield Stretch(start, end, "Hans" if hans.search(text, start, end) else "none")
        elif not hans.search(text, start, end) and not _kana.search(text, start, end):
            yield Stretch(start, end, "Hant")
        else:
            for segment in _SEGMENT.finditer(text, start, end):
                yield from _clauses(text, *segment.span())


def _clauses(text: str, start: int, end: int) -> Iterator[Stretch]:
    """A sentence; where it holds both scripts its clauses, and of such a clause what differs."""
    sentence = text[start:end]
    script = _script_of(sentence)
    if script == "Jpan" or not all(count_telling(sentence)):
        yield Stretch(start, end, script)
        return
    for clause in _CLAUSE.finditer(text, start, end):
        yield from _runs(text, *clause.span())


def _runs(text: str, start: int, end: int) -> Iterator[Stretch]:
    """A clause in the script that most of its telling characters have, but for the runs of the
    others: from the first to the last character that tells."""
    script = _script_of(text[start:end])
    most, least = telling_patterns() if script == "Hans" else telling_patterns()[::-1]
    at = start
    while other := least.search(text, at, end):
        low, high = other.span()
        back = most.search(text, high, end)
        limit = end if back is None else back.start()
        high = max(m.end() for m in least.finditer(text, low, limit))
        if at < low:
            yield Stretch(at, low, script)
        yield Stretch(low, high, "Hant" if script == "Hans" else "Hans")
        at = high
    if at < end:
        yield Stretch(at, end, script)


def _script_of(segment: str) -> SegmentScript:
    kana = len(_kana.findall(segment))
    if kana > 1 and kana >= KANA_SHARE * (kana + len(HAN.findall(segment))):
        return "Jpan"
    simplified, traditional = count_telling(segment)
    if not (simplified or traditional):
        return "none"
    return "Hans" if simplified >= traditional else "Hant"


def _of_all(segments: Sequence[Stretch]) -> SegmentScript | None:
    """The script of the whole by the length of its segments; None where it is mixed or none."""
    lengths = Counter[SegmentScript]()
    for start, end, script in segments:
        lengths[script] += end - start
    found = _known(verdict(lengths["Hans"], lengths["Hant"]))
    return None if found == "none" else found


def _filled(scripts: Sequence[SegmentScript], around: SegmentScript) -> list[SegmentScript]:
    """What nothing tells is told by its neighbours, or by the text around it."""
    after = _nearest(reversed(scripts))[::-1]
    return [
        script if script != "none" else _between(left, right, around)
        for script, left, right in zip(scripts, _nearest(scripts), after, strict=True)
    ]


def _nearest(scripts: Iterable[SegmentScript]) -> list[SegmentScript]:
    """For each place, the last script before it that is known."""
    known: SegmentScript = "none"
    nearest: list[SegmentScript] = []
    for script in scripts:
        nearest.append(known)
        if script in ("Hans", "Hant"):
            known = script
    return nearest


def _between(left: SegmentScript, right: SegmentScript, around: SegmentScript) -> SegmentScript:
    if left == right != "none":
        return left
    if around != "none":
        return around
    return left if left != "none" else right
