"""Parts of speech: jieba.posseg's joint model of words and tags, sparse and memoised.

A state is a place in a word (begin, middle, end, single) with a tag. States are numbered in
descending order, for of equals jieba takes the greatest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from yrd_cli.words.blocks import HAN, in_block
from yrd_cli.words.dictionary import Dictionary
from yrd_cli.words.recognition import MAX_MEMO, MIN_FLOAT
from yrd_cli.words.tables import DATA, Tables

_HAN = re.compile(f"([{HAN}]+)")
_OTHER = re.compile(r"([.0-9]+|[a-zA-Z0-9]+)")
_NUMBER = re.compile("[.0-9]+")
_LATIN = re.compile("[a-zA-Z0-9]+")

Tagged = tuple[tuple[str, ...], tuple[str, ...]]
"""Words, and the tag of each."""


class Row(NamedTuple):
    """A state that a character may be in."""

    state: int
    emission: float
    """The logarithm of the emission of the character."""
    reach: float
    """The greatest logarithm of a step to this state."""
    ways: dict[int, float]
    """By earlier state, the logarithm of the step."""


class _Shares:
    """A section of state numbers: the share of each character."""

    def __init__(self, tables: Tables, name: str) -> None:
        self._body = tables.section(name)
        self._offsets = tables.numbers(f"{name}_offsets", "I")

    def bounds(self, place: int) -> tuple[int, int]:
        """Where the share of a character begins and ends."""
        return self._offsets[place], self._offsets[place + 1]

    def __getitem__(self, place: int) -> tuple[int, ...]:
        low, high = self.bounds(place)
        return tuple(self._body[low:high])


class Model:
    """The parameters of the model: Sun Junyi, jieba 0.42.1."""

    def __init__(self) -> None:
        tables = Tables(DATA / "posseg.tables")
        self.states: list[tuple[str, str]] = [(p, tag) for p, tag in tables.notes["states"]]
        self.start: list[float] = tables.notes["start"]
        chars = tables.text("chars")
        self._places = dict(zip(chars, range(len(chars)), strict=True))
        self._possible = _Shares(tables, "possible")
        self._emitted = _Shares(tables, "emitted")
        self._emissions = tables.numbers("emissions", "d")
        self._ways: list[dict[int, float]] = [{} for _ in self.states]
        """By state, the steps to it."""
        values = tables.numbers("link", "d")
        places = zip(tables.section("link_from"), tables.section("link_to"), values, strict=True)
        for before, after, value in places:
            self._ways[after][before] = value
        self._all = tuple(range(len(self.states)))
        self._rows: dict[str, tuple[Row, ...]] = {}

    def possible(self, char: str) -> tuple[int, ...]:
        """The states that a character is known in; all where it is not known."""
        place = self._places.get(char)
        return (None if place is None else self._possible[place]) or self._all

    def emissions(self, char: str, states: Iterable[int]) -> list[float]:
        """The logarithms of the emissions of a character in these states."""
        known: dict[int, float] = {}
        place = self._places.get(char)
        if place is not None:
            low, high = self._emitted.bounds(place)
            known = dict(zip(self._emitted[place], self._emissions[low:high], strict=True))
        return [known.get(state, MIN_FLOAT) for state in states]

    def rows(self, char: str) -> tuple[Row, ...]:
        """The states that a character is known in, and how they are reached."""
        rows = self._rows.get(char)
        if rows is None:
            rows = self._rows[char] = self._rows_of(char, self.possible(char))
        return rows

    def rows_after(self, before: Iterable[int], char: str) -> tuple[Row, ...]:
        """Where none of these is reached, those that follow the earlier states."""
        followed = tuple(
            y for y, ways in enumerate(self._ways) if not ways.keys().isdisjoint(before)
        )
        return self._rows_of(char, followed)

    def _rows_of(self, char: str, states: tuple[int, ...]) -> tuple[Row, ...]:
        return tuple(
            Row(state, emission, max(self._ways[state].values(), default=NO_WAY), self._ways[state])
            for state, emission in zip(states, self.emissions(char, states), strict=True)
        )


NO_WAY = float("-inf")

FEW_WAYS = 2
"""Within a word a state is reached from two others; at its beginning from up to 81."""

SWALLOWED = -1e80
"""Added to MIN_FLOAT, a number above this changes nothing: its last place is 4e84."""

_SCORE = itemgetter(1)


@cache
def _model() -> Model:
    return Model()


def tag_run(run: str) -> list[tuple[str, str]]:
    """The words of a run of Han characters with their tags, by the likeliest states."""
    model = _model()
    route = [model.states[k] for k in _best_states(model, run)]
    words = []
    begin = after = 0
    for at, (place, tag) in enumerate(route):
        if place == "B":
            begin = at
        elif place == "E":
            words.append((run[begin : at + 1], tag))
            after = at + 1
        elif place == "S":
            words.append((run[at], tag))
            after = at + 1
    if after < len(run):
        words.append((run[after:], route[after][1]))
    return words


def _best_states(model: Model, run: str) -> list[int]:
    states = model.possible(run[0])
    emissions = model.emissions(run[0], states)
    scores = {k: model.start[k] + e for k, e in zip(states, emissions, strict=True)}
    trail: list[dict[int, int]] = []
    for char in run[1:]:
        now, back = _step(scores, model.rows(char))
        if not now:
            now, back = _step(scores, model.rows_after(scores, char))
        if not now:  # jieba fails here; no run of its characters is known to lead here
            back = dict.fromkeys(model.possible(char), max(scores, key=scores.__getitem__))
            now = dict.fromkeys(back, 0.0)
        scores = now
        trail.append(back)
    state = _best(scores)
    route = [state]
    for back in reversed(trail):
        state = back[state]
        route.append(state)
    route.reverse()
    return route


def _best(scores: dict[int, float]) -> int:
    highest = max(scores.values())
    return min(state for state, score in scores.items() if score == highest)


def _step(
    scores: dict[int, float], rows: tuple[Row, ...]
) -> tuple[dict[int, float], dict[int, int]]:
    """The scores of the next character's states, and the earlier state of each."""
    now: dict[int, float] = {}
    back: dict[int, int] = {}
    order = sorted(scores.items(), key=_SCORE, reverse=True)
    for row in rows:
        if row.emission == MIN_FLOAT and (via := _first_sound(scores, row.ways)) >= 0:
            best = MIN_FLOAT
        elif len(row.ways) > FEW_WAYS:
            best, via = _best_of_many(order, row)
        else:
            best, via = NO_WAY, -1
            for before, step in row.ways.items():
                if before in scores:
                    total = scores[before] + step + row.emission
                    if total > best or (total == best and before < via):
                        best, via = total, before
        if via >= 0:
            now[row.state] = best
            back[row.state] = via
    return now, back


def _first_sound(scores: dict[int, float], ways: dict[int, float]) -> int:
    """The first earlier state with a score that jieba's nothing swallows; -1 where there is none.

    All such ways to a state that does not know the character are equal, and the first wins.
    """
    for before in ways:  # ascending
        if scores.get(before, NO_WAY) > SWALLOWED:
            return before
    return -1


def _best_of_many(order: list[tuple[int, float]], row: Row) -> tuple[float, int]:
    """The best way to a state, from earlier ones by descending score.

    Sums are made from left to right, as in jieba, for they are rounded. An earlier state whose
    score with the greatest step falls short cannot win, and none after it can.
    """
    _, emission, reach, ways = row
    best, via = NO_WAY, -1
    for before, score in order:
        if score + reach + emission < best:
            break
        step = ways.get(before)
        if step is not None:
            total = score + step + emission
            if total > best or (total == best and before < via):
                best, via = total, before
    return best, via


class Tagger:
    """Gives the words of a text their tags: jieba.posseg's cut."""

    def __init__(
        self, dictionary: Dictionary, is_word: Callable[[str], bool], latin_words: frozenset[str]
    ) -> None:
        self._is_word = is_word
        self._latin_words = latin_words
        self._tags = _Tags(dictionary)
        self._tags_without_model = _TagsWithoutModel(self._tags, latin_words)
        self._memo: dict[str, Tagged] = {}

    def tag(self, route: Iterable[str], words: list[str], tags: list[str]) -> None:
        """Add the words of a piece of text and their tags, from its words along the path."""
        known = self._tags
        run = ""
        for word in route:
            if len(word) == 1:
                if in_block[word] and word not in "%-":
                    run += word
                    continue
                tag = "x"
            elif word.isascii() and word.isalnum() and word not in self._latin_words:
                run += word
                continue
            else:
                tag = known[word]
            if run:
                found = self._memo.get(run) or self._tagged(run)
                words += found[0]
                tags += found[1]
                run = ""
            words.append(word)
            tags.append(tag)
        if run:
            found = self._tagged(run)
            words += found[0]
            tags += found[1]

    def joins(self, word: str) -> bool:
        """Whether a word of the path is part of a run, with its neighbours that are."""
        if len(word) == 1:
            return in_block[word] and word not in "%-"
        return word.isascii() and word.isalnum() and word not in self._latin_words

    def tag_of(self, word: str) -> str:
        """The tag of a word that is in no run of several characters."""
        return self._tags[word] if len(word) > 1 or self.joins(word) else "x"

    def words_of_run(self, run: str) -> list[tuple[str, str]]:
        """The words of a run, and the tag of each."""
        return self._recognised(run)

    def tag_without_model_of(self, word: str) -> str:
        """The tag that a word has by the dictionary alone."""
        return self._tags_without_model[word]

    def tag_without_model(self, route: list[str], words: list[str], tags: list[str]) -> None:
        """The same, with the dictionary alone."""
        words += route
        tags += map(self._tags_without_model.__getitem__, route)

    def _tagged(self, run: str) -> Tagged:
        found = self._memo.get(run)
        if found is None:
            if len(self._memo) >= MAX_MEMO:
                self._memo.clear()
            words, tags = zip(*self._recognised(run), strict=True)
            found = self._memo[run] = (words, tags)
        return found

    def _recognised(self, run: str) -> list[tuple[str, str]]:
        if len(run) == 1 or self._is_word(run):
            return [(char, self._tags[char]) for char in run]
        found: list[tuple[str, str]] = []
        for k, part in enumerate(_HAN.split(run)):
            if k % 2:
                found += tag_run(part)
            else:
                found += [(word, _tag_of_other(word)) for word in _OTHER.split(part) if word]
        return found


def _tag_of_other(word: str) -> str:
    if _NUMBER.match(word):
        return "m"
    return "eng" if _LATIN.match(word) else "x"


class _Tags(dict[str, str]):
    """The tags of words, looked up once."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def __missing__(self, word: str) -> str:
        if len(self) >= MAX_MEMO:
            self.clear()
        tag = self[word] = self._dictionary.tag(word)
        return tag


class _TagsWithoutModel(dict[str, str]):
    """The tags that jieba gives without its model, signs and letters included."""

    def __init__(self, tags: _Tags, latin_words: frozenset[str]) -> None:
        self._tags = tags
        self._latin_words = latin_words

    def __missing__(self, word: str) -> str:
        if len(self) >= MAX_MEMO:
            self.clear()
        latin = word.isascii() and word.isalnum()
        if latin and (len(word) == 1 or word not in self._latin_words):
            tag = "eng"
        elif len(word) == 1 and (word in "%-" or not in_block[word]):
            tag = "x"
        else:
            tag = self._tags[word]
        self[word] = tag
        return tag
