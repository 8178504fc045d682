"""Terms of sentences, their weights, and which sentences they link.

A term is a pair of neighbouring Han characters or another word. Pairs need no segmenter, and on
news they rank sentences as well as words do.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import repeat
from operator import add, truediv

from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

LINKS = 6
"""A term links a sentence with the next so many that hold it: what makes the graph, and with it
the time, linear in the length of the text. Up to 7 sentences that share a term, no link is
missed; a term of more has little weight."""

FUNCTION_CHARACTERS = (
    "的了和是在就都而及与着或一个没有我们你他它这那也还又并于以为之其从到对把被让向由等中上下不"
)
_FUNCTION = compiled(f"[{FUNCTION_CHARACTERS}]")
_WORD = compiled("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[a-z0-9][a-z0-9.%-]*")
_FIRST_HAN = "\u3400"


def folded(text: str) -> str:
    """A text as terms are taken from it: simplified, in lower case, of the same length."""
    simple = to_simplified(text)
    lower = simple.lower()
    return lower if len(lower) == len(simple) else simple


def without_function_words(text: str) -> str:
    """A folded text of the same length, with spaces for function words."""
    return _FUNCTION.sub(" ", text)


def terms_of(text: str) -> Counter[str]:
    """The terms of a folded text; pairs with a function word in them are none.

    >>> sorted(terms_of("松江的g60走廊"))
    ['g60', '松江', '走廊']
    """
    return Counter(terms_between(without_function_words(text)))


def terms_between(text: str) -> list[str]:
    """The terms of a folded text whose function words are spaces, as they come."""
    terms: list[str] = []
    for run in _WORD.findall(text):
        if run < _FIRST_HAN:
            terms.append(run)
        else:
            terms += map(add, run, run[1:])
    return terms


class TermSpace:
    """Sentences as unit vectors: log term frequency times inverse sentence frequency.

    Terms of one sentence only have no part in them: they link no sentences.
    """

    def __init__(self, rows: Sequence[list[str]]) -> None:
        self.rows = rows
        self._only_here = math.log(1 + len(rows))
        self._rarities: dict[str, float] = {}
        self._linking = self._linking_terms()

    def rarities(self, terms: Iterable[str]) -> list[float]:
        """The inverse sentence frequency of each of some terms that occur."""
        known, only_here = self._rarities.get, self._only_here
        return [known(term, only_here) for term in terms]

    def _holders(self) -> dict[str, list[int]]:
        """The sentences of each term that several hold, as often as it comes in each."""
        seen: set[str] = set()
        repeated: set[str] = set()
        for row in self.rows:
            repeated.update(seen.intersection(row))
            seen.update(row)
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for i, row in enumerate(self.rows):
            for term in filter(repeated.__contains__, row):
                holders[term].append(i)
        return holders

    def _linking_terms(self) -> list[tuple[list[int], list[float]]]:
        """For each term of several sentences: these, and its weight in each."""
        found: list[tuple[list[int], Iterable[float]]] = []
        squares = [0.0] * len(self.rows)
        rarity_of: dict[int, float] = {}
        for term, at in self._holders().items():
            sentences = len(set(at))
            rarity = rarity_of.get(sentences)
            if rarity is None:
                rarity = rarity_of[sentences] = math.log(1 + len(self.rows) / sentences)
            self._rarities[term] = rarity
            if sentences == len(at):
                square = rarity * rarity
                for i in at:
                    squares[i] += square
                found.append((at, repeat(rarity)))
                continue
            counts = Counter(at)
            weights = [_weight(rarity, count) for count in counts.values()]
            for i, weight in zip(counts, weights, strict=True):
                squares[i] += weight * weight
            found.append((list(counts), weights))
        length = [math.sqrt(square) or 1.0 for square in squares].__getitem__
        return [(at, list(map(truediv, weights, map(length, at)))) for at, weights in found]

    def links(self) -> list[dict[int, float]]:
        """The likeness (cosine) of each sentence to those it shares terms with; see LINKS."""
        links: list[dict[int, float]] = [{} for _ in self.rows]
        for at, weights in self._linking:
            for k in range(1, len(at)):
                mine, weight = links[at[k]], weights[k]
                for before in range(k - LINKS if k > LINKS else 0, k):
                    j = at[before]
                    mine[j] = mine.get(j, 0.0) + weight * weights[before]
        for i, mine in enumerate(links):
            for j, weight in mine.items():
                if j < i:
                    links[j][i] = weight
        return links

    def central(self) -> list[float]:
        """The likeness of each sentence to all of them together."""
        shares = [0.0] * len(self.rows)
        squares = 0.0
        for at, weights in self._linking:
            whole = sum(weights)
            squares += whole * whole
            for i, weight in zip(at, weights, strict=True):
                shares[i] += weight * whole
        length = math.sqrt(squares) or 1.0
        return [share / length for share in shares]


def _weight(rarity: float, count: int) -> float:
    return rarity if count == 1 else (1 + math.log(count)) * rarity


def likeness(a: Collection[str], b: Collection[str]) -> float:
    """Shared terms as a share of the shorter text's: 1 where one holds all of the other's."""
    one, other = set(a), set(b)
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
