"""Every reading of a run of bytes, and the likeliest of them.

A shifted run is a row of pairs (trail byte of one character, lead byte of the next). Between two
of them a pair may have vanished, which leaves one byte of each of two characters unknown. The
readings form a lattice; a frontier is one place in it, with the best readings that lead there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from yrd_cli.clean.gbk_bytes import code_of, usable_characters, vanishing_groups
from yrd_cli.clean.language import Model

KEPT = 3
"""Readings kept at each place: the best, the second for the margin, one to spare."""

MAX_VANISHED = 2
"""Pairs that may have vanished side by side; three in a row cannot be guessed anyway."""

MAIN_GROUPS = (0, 1)
"""The groups of vanishing pairs that hold nearly all: a second pair is looked for there only."""

BEAM = 7.0
"""A reading this much worse than the best one after the same characters is given up.

14 gave the same readings on 24 damaged news items and took three times as long as 8; 6 lost one
in 50 and took two thirds.
"""

WIDE = 11.0
"""The same between readings of different length, of which the longer one is behind at first."""

LONGER = 1.0
"""What a vanished pair is worth, by which a reading gets longer.

A word costs more by its frequency alone than in its sentence: without this, readings that leave
one out had margins of 5. With 3, too many words came in.
"""

_QUOTES = ("”", "’")
_STOPS = "，。、：；？！"
MISFITS = frozenset(
    [a + b for a in _STOPS for b in _STOPS]
    + [a + b for a in "，、：；" for b in "（）》"]
    + [a + b for a in "（《“" for b in _STOPS]
    + [2 * a for a in "”’》）（《“"]
    + ["—" + b for b in "，。、：；！"]
    + [a + b for a in _STOPS for b in "—…"]
)
"""Marks that do not stand side by side; ？！ and ！！ are too rare to count.

A dash is: it vanishes whole between two marks, which made 。——“ the rival of each 。“."""

TWO_STOPS = 10.0
"""What two such marks side by side cost."""

Reading = tuple[float, str]
"""Log probability and text."""


@dataclass(slots=True)
class Frontier:
    """One place in the lattice.

    ``done``: readings that end with a word, the best first. ``open``: by the beginning of a word,
    readings that end in the middle of one, scored up to where it began.
    """

    done: list[Reading] = field(default_factory=list)
    open: dict[str, list[Reading]] = field(default_factory=dict)

    def floor(self) -> float:
        """What a reading must reach here to be worth following."""
        return self.done[0][0] - WIDE if self.done else -math.inf

    def absorb(self, other: Frontier) -> None:
        """Take in the readings of another way to the same place."""
        for score, text in other.done:
            _keep(self.done, score, text)
        for word, readings in other.open.items():
            kept = self.open.setdefault(word, [])
            for score, text in readings:
                _keep(kept, score, text)


@dataclass(frozen=True, slots=True)
class Choices:
    """The characters that may stand at a place."""

    forms: dict[str, list[tuple[str, float]]]
    """By their folded form: the characters, with what their form costs."""
    ranked: list[tuple[float, str, str]]
    """Log probability as a word of its own, folded form, character; the likeliest first."""
    openings: list[tuple[float, str]]
    """Log probability of the likeliest longer word, and its folded first character; likewise."""


def choices_of(model: Model, chars: Iterable[str], bonus: float = 0.0) -> Choices:
    """Characters with what the model says of each, and a bonus for all of them."""
    forms: dict[str, list[tuple[str, float]]] = {}
    ranked = []
    for char in chars:
        fold, cost = model.fold(char)
        cost -= bonus
        forms.setdefault(fold, []).append((char, cost))
        ranked.append((model.single(fold) - cost, fold, char))
    ranked.sort(reverse=True)
    reach = model.beginnings
    openings = sorted(((reach[fold], fold) for fold in forms if fold in reach), reverse=True)
    return Choices(forms, ranked, openings)


def start() -> Frontier:
    """The empty reading."""
    return Frontier([(0.0, "")])


def read_text(model: Model, frontier: Frontier, text: str) -> Frontier:
    """Go on with characters that are known."""
    for char in text:
        frontier = step(model, frontier, choices_of(model, char))
    return frontier


def read_pair(model: Model, frontier: Frontier, lead: int, trail: int, gaps: int) -> Frontier:
    """Go on with the character whose lead byte is pending and whose trail byte is seen.

    With ``gaps``, up to so many pairs may have vanished between the two.
    """
    char = usable_characters().get(lead << 8 | trail)
    after = read_text(model, frontier, char) if char else Frontier()
    if gaps:
        for group in range(len(vanishing_groups())):
            choices = _choices(model, _before_gap, lead, group)
            middle = step(model, frontier, choices, after.floor())
            _leave_gap(model, middle, after, group, trail, gaps)
        after = _pruned(after, after.floor(), model.beginnings)
    return after


def read_lost_trail(model: Model, frontier: Frontier, lead: int) -> Frontier:
    """Go on with a character of which only the lead byte is left."""
    return step(model, frontier, _choices(model, with_lead, lead, 0))


def step(model: Model, frontier: Frontier, choices: Choices, floor: float = -math.inf) -> Frontier:
    """Go on with one character out of several; what cannot reach ``floor`` is left out."""
    after = Frontier()
    if frontier.done and choices.ranked:
        floor = max(floor, frontier.done[0][0] + choices.ranked[0][0] - BEAM)
        _begin_words(model, frontier.done, choices, after, floor)
    for beginning, readings in frontier.open.items():
        lasts: Iterable[str] = choices.forms
        if len(beginning) == 1 and len(choices.forms) > 4:
            lasts = model.followers(beginning) & choices.forms.keys()
        for last in lasts:
            _extend_word(model, beginning + last, readings, choices.forms[last], after, floor)
    return _pruned(after, floor, model.beginnings)


def _begin_words(
    model: Model, readings: list[Reading], choices: Choices, after: Frontier, floor: float
) -> None:
    """Every choice as a word of its own, and as the beginning of a longer one."""
    best = readings[0][0]
    for score, _, char in choices.ranked:
        if best + score < floor:
            break
        for before, text in readings:
            if before + score < floor:
                break
            cost = TWO_STOPS if _is_misfit(text, char) else 0.0
            _keep(after.done, before + score - cost, text + char)
    for reach, fold in choices.openings:
        if best + reach < floor:
            break
        fitting = readings
        if fold in ("—", "…"):
            fitting = sorted(((s - TWO_STOPS * _is_misfit(t, fold), t) for s, t in readings))[::-1]
        _keep_open(after, fold, fitting, choices.forms[fold])


def _is_misfit(text: str, char: str) -> bool:
    """Whether the mark cannot follow: ，（ or the second stop in ，”， alike."""
    if text[-1:] + char in MISFITS:
        return True
    return char in _STOPS and text[-1:] in _QUOTES and text[-2:-1] in _STOPS and len(text) > 1


def _extend_word(
    model: Model,
    word: str,
    readings: list[Reading],
    forms: list[tuple[str, float]],
    after: Frontier,
    floor: float,
) -> None:
    """The beginning of a word with one character more: as a word, and as a longer beginning."""
    score = model.words.get(word)
    if score is not None and readings[0][0] + score >= floor:
        for char, cost in forms:
            for before, text in readings:
                _keep(after.done, before - cost + score, text + char)
    reach = model.beginnings.get(word)
    if reach is not None and readings[0][0] + reach >= floor:
        _keep_open(after, word, readings, forms)


def _keep_open(
    after: Frontier, word: str, readings: list[Reading], forms: list[tuple[str, float]]
) -> None:
    kept = after.open.get(word)
    if kept is None and len(forms) == 1:
        char, cost = forms[0]
        after.open[word] = [(before - cost, text + char) for before, text in readings]
        return
    kept = after.open.setdefault(word, [])
    for char, cost in forms:
        for before, text in readings:
            _keep(kept, before - cost, text + char)


def _keep(readings: list[Reading], score: float, text: str) -> None:
    """Put a reading among the best few; the same text counts once, with its best score."""
    if len(readings) >= KEPT and score <= readings[-1][0]:
        return
    for k, (old, known) in enumerate(readings):
        if known == text:
            if score <= old:
                return
            del readings[k]
            break
    readings.append((score, text))
    readings.sort(reverse=True)
    del readings[KEPT:]


def _pruned(frontier: Frontier, floor: float, beginnings: dict[str, float]) -> Frontier:
    """Without the readings that fell too far behind."""
    floor = max(floor, frontier.floor())
    open_ = {w: r for w, r in frontier.open.items() if r[0][0] + beginnings.get(w, 0.0) >= floor}
    return Frontier(frontier.done, open_)


def _leave_gap(
    model: Model, middle: Frontier, after: Frontier, group: int, trail: int, gaps: int
) -> None:
    """From within a vanished pair to behind the next pair that is seen, or that vanished too."""
    if not middle.done and not middle.open:
        return
    floor = after.floor()
    after.absorb(step(model, middle, _choices(model, _after_gap, group, trail), floor))
    for other in _second_groups(model, group, gaps):
        between = step(model, middle, _choices(model, _between_gaps, group, other), floor)
        _leave_gap(model, between, after, other, trail, gaps - 1)


def _second_groups(model: Model, first: int, gaps: int) -> tuple[int, ...]:
    """The groups in which to look for a second pair that vanished beside one of the first."""
    if gaps < 2 or first not in MAIN_GROUPS:
        return ()
    return MAIN_GROUPS[:1] if model.script == "Hans" else MAIN_GROUPS


def _choices(
    model: Model, chars: Callable[[int, int], tuple[str, ...]], one: int, other: int
) -> Choices:
    key = chars, one, other
    found = model.choices.get(key)
    if found is None:
        bonus = LONGER if chars in (_before_gap, _between_gaps) else 0.0
        found = model.choices[key] = choices_of(model, chars(one, other), bonus)
    return found


@lru_cache(maxsize=4096)
def _before_gap(lead: int, group: int) -> tuple[str, ...]:
    table = usable_characters()
    return tuple(c for x in vanishing_groups()[group][0] if (c := table.get(lead << 8 | x)))


@lru_cache(maxsize=4096)
def _after_gap(group: int, trail: int) -> tuple[str, ...]:
    table = usable_characters()
    return tuple(c for y in vanishing_groups()[group][1] if (c := table.get(y << 8 | trail)))


@lru_cache(maxsize=256)
def _between_gaps(group: int, other: int) -> tuple[str, ...]:
    table = usable_characters()
    leads, trails = vanishing_groups()[group][1], vanishing_groups()[other][0]
    return tuple(c for y in leads for x in trails if (c := table.get(y << 8 | x)))


def read_lost_pairs(
    model: Model, frontier: Frontier, lead: int, chars: Iterable[str], gaps: int
) -> Frontier:
    """Go on where one pair or two vanished and the trail byte after them is lost.

    Both bytes of the last character are unknown; something else, a gloss, must tell it: it is
    one of ``chars``.
    """
    after = Frontier()
    fitting = {group: _begun_in(group, chars) for group in range(len(vanishing_groups()))}
    for group in fitting:
        middle = step(model, frontier, _choices(model, _before_gap, lead, group))
        if fitting[group]:
            after.absorb(step(model, middle, choices_of(model, fitting[group])))
        for other in _second_groups(model, group, gaps):
            if fitting[other] and (middle.done or middle.open):
                between = step(model, middle, _choices(model, _between_gaps, group, other))
                after.absorb(step(model, between, choices_of(model, fitting[other])))
    return after


def _begun_in(group: int, chars: Iterable[str]) -> list[str]:
    """Those characters whose lead byte vanishes with the group."""
    leads = vanishing_groups()[group][1]
    return [c for c in chars if (code_of(c) or 0) >> 8 in leads]


@lru_cache(maxsize=128)
def with_lead(lead: int, _: int = 0) -> tuple[str, ...]:
    """All characters with this lead byte."""
    table = usable_characters()
    return tuple(c for trail in range(0x40, 0xFF) if (c := table.get(lead << 8 | trail)))
