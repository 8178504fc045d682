"""Which sentences stand for a text.

Centrality is a walk over likenesses (LexRank; Erkan and Radev 2004) that starts again at the
sentences of good place and of likeness to the title; the choice is by maximal marginal relevance
(Carbonell and Goldstein 1998). Time is linear in the length of the text: see ``terms.LINKS``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from heapq import heapify, heappop, heapreplace
from operator import mul
from typing import Literal, NamedTuple

from yrd_cli.document import Document
from yrd_cli.patterns import compiled
from yrd_cli.summarize.budget import Budget, Meter
from yrd_cli.summarize.sentences import Sentence, split_sentences
from yrd_cli.summarize.terms import (
    TermSpace,
    folded,
    likeness,
    terms_between,
    terms_of,
    without_function_words,
)
from yrd_cli.summarize.worth import worth

Order = Literal["document", "rank"]

MIN_LENGTH = 10
"""Characters of a sentence that can stand for a text, where there are any."""

WALK, CENTROID, TITLE, QUERY = 1.0, 1.0, 1.2, 4.0
"""Weights of the walk, of likeness to the whole text, to the title, and to the query, each at most
1. From a sketch that was measured on 6,000 news items against their titles; the weight of the
query puts what it asks for above everything else."""

FIRST_PLACE, LATER_PLACE = 1.0, 0.6
DATED_FIRST_PLACE, DATED_LATER_PLACE = 1.5, 20.0
"""Weights of the place: for the first sentence chosen, and for the others. A report that opens
with a dateline is told in the order of importance: on 300 such items, one sentence of ours is
better than the first one (ROUGE-1 against the title 37.3, Lead 36.8), three are within 0.6 of the
first three, and with the weight of other texts 2 below."""

OPENS_PARAGRAPH = 1.1
"""A factor for the first sentence of a paragraph, which tells its topic more often than not
(Baxendale 1958)."""

FIRST_DECAY = 1.0
"""Sentences over which the place loses its weight for the first pick: news begins with it."""

RESTART, BASE, ROUNDS = 0.5, 0.3, 6
"""The walk starts again every other step: after 6 rounds 2 % of it is still open."""

WEAKEST_LINK = 0.08
DIVERSITY = 0.3
"""How much likeness to a chosen sentence counts against another: MMR's 1 - lambda."""

_DATELINE = compiled(
    r"(?:(?:本报|本网|本刊|本台|新华社|中新社|中新网|人民网|[\u4e00-\u9fff]{1,8}[网社报台])[^。！？\n]{0,24}?"
    r"(?:讯|电|消息|报道)|[（(【][^）)】\n]{2,24}(?:讯|电|消息|报道)[）)】])"
)

REPEATS = 0.8
"""The share of the shorter sentence's terms from which another only repeats it."""
LIKE = 0.5
"""The cosine over which it is worth a closer look whether it does."""
REPEATED = 4.0
"""What counts against one that does: it comes after all that says something else."""

_DIGITS = 9
"""Of a score: so that equal sentences are equal, and the earlier is chosen."""


class RankedSentence(NamedTuple):
    """A sentence with its place in the text and its rank in the summary (1 is the best).

    ``score`` is at most 1, for the best sentence before likeness to chosen ones is counted.
    """

    text: str
    start: int
    end: int
    rank: int
    score: float


def rank_sentences(
    document: Document | str,
    sentences: int | None = None,
    *,
    chars: int | None = None,
    ratio: float | None = None,
    query: str | None = None,
    order: Order = "rank",
    title: str | None = None,
) -> list[RankedSentence]:
    """The sentences of a Document or text that stand for it, best first.

    ``sentences``, ``chars`` (characters) and ``ratio`` (a share of the text's characters) limit
    how many are given; without any, all are ranked. With a ``query`` only sentences that hold
    some of its words are. ``order`` is ``rank`` or ``document``, where they stand in the text;
    ``title`` is that of a text without a Document. Repeated sentences are ranked once.

    Raises ValueError for a limit that lets nothing through, an order that does not exist, and a
    query without a word.

    >>> [s.text for s in rank_sentences("今天晴。长三角投资增长10.2%，超去年。长三角好。", 1)]
    ['长三角投资增长10.2%，超去年。']
    """
    if order not in ("rank", "document"):
        raise ValueError(f"order is rank or document, not {order!r}")
    if isinstance(document, Document):
        text, title = document.text, document.title if title is None else title
    else:
        text = document
    chosen = ranked(text, split_sentences(text), title, Budget(sentences, chars, ratio), query)
    return in_order(chosen, order)


def in_order(sentences: list[RankedSentence], order: Order) -> list[RankedSentence]:
    """Ranked sentences as they are, or as they stand in the text."""
    return sentences if order == "rank" else sorted(sentences, key=lambda s: s.start)


def ranked(
    text: str,
    sentences: Sequence[Sentence],
    title: str | None,
    budget: Budget,
    query: str | None = None,
) -> list[RankedSentence]:
    """The same for sentences that are split already."""
    heading, plain = folded(title or "").strip(), folded(text)
    found, bare = _candidates(plain, sentences, heading)
    relevance = None
    if query is not None:
        from yrd_cli.summarize.query import Query

        relevance = Query(query).relevance(bare)
        kept = [i for i, share in enumerate(relevance) if share > 0]
        found, bare = [found[i] for i in kept], [bare[i] for i in kept]
        relevance = [relevance[i] for i in kept]
    if not found:
        return []
    masked = without_function_words(plain)
    rows = [terms_between(masked[s.start : s.end]) for s in found]
    form = _Form(
        bool(_DATELINE.match(plain.lstrip())), [_opens_paragraph(plain, s.start) for s in found]
    )
    scores = _scores(bare, rows, heading, relevance, form)
    characters = sum(len(s.text) for s in sentences)
    picks = _chosen(scores, rows, [len(s.text) for s in found], budget.meter(characters))
    return [
        RankedSentence(found[i].text, found[i].start, found[i].end, rank, score)
        for rank, (i, score) in enumerate(picks, 1)
    ]


def _candidates(
    plain: str, sentences: Sequence[Sentence], heading: str
) -> tuple[list[Sentence], list[str]]:
    """Sentences long enough to stand for a text, each once, and their folded texts."""
    seen: dict[str, Sentence] = {}
    for sentence in sentences:
        seen.setdefault(plain[sentence.start : sentence.end], sentence)
    if len(seen) > 1:
        seen.pop(heading, None)  # the reader has seen it
    long = {bare: s for bare, s in seen.items() if len(bare) >= MIN_LENGTH} or seen
    return list(long.values()), list(long)


class _Form(NamedTuple):
    """What a text looks like: whether it has a dateline, and which sentences open a paragraph."""

    dated: bool
    opening: list[bool]


def _opens_paragraph(text: str, start: int) -> bool:
    while start and text[start - 1] in " \u3000\t":
        start -= 1
    return not start or text[start - 1] == "\n"


class _Scores(NamedTuple):
    """Scores for the first pick and for the later ones, and the links between sentences."""

    first: list[float]
    later: list[float]
    links: list[dict[int, float]]


def _scores(
    bare: Sequence[str],
    rows: Sequence[list[str]],
    title: str,
    relevance: Sequence[float] | None,
    form: _Form,
) -> _Scores:
    space = TermSpace(rows)
    links = space.links()
    steep = [math.exp(-i / FIRST_DECAY) for i in range(len(bare))]
    titled = _titled(space, title)
    asked = relevance or [0.0] * len(bare)
    starts = [p + BASE * (1 + t) + q for p, t, q in zip(steep, titled, asked, strict=True)]
    walk = _walk(links, starts)
    central = _scaled(space.central())
    worths = [worth(text) for text in bare]
    decay = max(3.0, len(bare) / 5)
    near, far = (DATED_FIRST_PLACE, DATED_LATER_PLACE) if form.dated else (FIRST_PLACE, LATER_PLACE)
    first, later = [], []
    for i, factor in enumerate(worths):
        common = WALK * walk[i] + CENTROID * central[i] + TITLE * titled[i] + QUERY * asked[i]
        if form.opening[i]:
            factor *= OPENS_PARAGRAPH
        first.append((common + near * steep[i]) * factor)
        later.append((common + far * math.exp(-i / decay)) * factor)
    return _Scores(_scaled(first), _scaled(later), links)


def _titled(space: TermSpace, title: str) -> list[float]:
    """Likeness of each sentence to the title: shared rarity, less for long sentences."""
    asked = terms_of(title).keys()
    if not asked:
        return [0.0] * len(space.rows)
    shared = []
    for row in space.rows:
        if asked.isdisjoint(row):
            shared.append(0.0)
            continue
        terms = dict.fromkeys(row)
        common = sum(space.rarities(filter(asked.__contains__, terms)))
        shared.append(common / math.sqrt(1 + sum(space.rarities(terms))))
    return _scaled(shared)


def _walk(links: Sequence[dict[int, float]], starts: Sequence[float]) -> list[float]:
    """Where a walk along strong links is found that begins again at ``starts`` every other step."""
    total = sum(starts)
    begin = [RESTART * (s / total) for s in starts]
    from_where: list[list[int]] = [[] for _ in links]
    shares: list[list[float]] = [[] for _ in links]
    for i, linked in enumerate(links):
        strong = [(j, w) for j, w in linked.items() if w >= WEAKEST_LINK]
        out = sum([w for _, w in strong])
        for j, weight in strong:
            from_where[j].append(i)
            shares[j].append((1 - RESTART) * weight / out)
    at = [s / total for s in starts]
    for _ in range(ROUNDS):
        place = at.__getitem__
        at = [
            sum(map(mul, share, map(place, came)), again)
            for again, share, came in zip(begin, shares, from_where, strict=True)
        ]
    return _scaled(at)


def _chosen(
    scores: _Scores, rows: Sequence[list[str]], lengths: Sequence[int], meter: Meter
) -> list[tuple[int, float]]:
    """Maximal marginal relevance: the best, less what was said already; each with its score.

    A value only falls while sentences are chosen, so that the top of a heap, once it is brought
    up to date, is the best of all: no sentence is looked at again for each choice.
    """
    said = [0.0] * len(rows)
    picks: list[tuple[int, float]] = []
    current = scores.first
    heap = [(-_marginal(score, 0.0), i) for i, score in enumerate(current)]
    heapify(heap)
    while heap and not meter.is_empty:
        value, i = heap[0]
        now = -_marginal(current[i], said[i])
        if now > value:
            heapreplace(heap, (now, i))
            continue
        heappop(heap)
        if not meter.take(lengths[i]):
            continue
        picks.append((i, current[i]))
        for j, weight in scores.links[i].items():
            if weight > said[j]:
                repeats = weight > LIKE and likeness(rows[i], rows[j]) >= REPEATS
                said[j] = REPEATED if repeats else weight
        if current is scores.first:
            current = scores.later
            heap = [(-_marginal(current[j], said[j]), j) for _, j in heap]
            heapify(heap)
    return picks


def _marginal(score: float, said: float) -> float:
    return round((1 - DIVERSITY) * score - DIVERSITY * said, _DIGITS)


def _scaled(values: Sequence[float]) -> list[float]:
    most = max(values, default=0.0) or 1.0
    return [round(v / most, _DIGITS) for v in values]
