"""Which sentences stand for a text: TF-ISF likeness to the whole, place, title; then MMR."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from yrd_cli.script import HAN_RANGES, to_simplified
from yrd_cli.summarize.sentences import Sentence, split_sentences

MIN_LENGTH, MAX_LENGTH = 10, 140
"""Characters of a sentence that says something and is not a list; others only fill up."""

CENTRALITY, POSITION, TITLE = 1.0, 1.0, 1.0
"""Weights of likeness to the whole text, of the place in it, and of likeness to the title, each
from 0 to 1. Equal: nothing was tuned, the summary's own measurements are still to come."""

DIVERSITY = 0.3
"""How much likeness to a chosen sentence counts against another (MMR's 1 - lambda; Carbonell and
Goldstein 1998)."""

_WORD = re.compile(rf"([{HAN_RANGES}]+)|[A-Za-z0-9.%]+")
_WEAK = re.compile(r"[?？]|^[“「\"]|^(?:这|那|他|她|它|此外|图说|责任编辑|来源|编辑|记者)")
_FINISHED = re.compile(r"[。！？!?…”」』）.]\Z")

Vector = dict[str, float]


def summarize(text: str, title: str | None, count: int) -> list[Sentence]:
    """The ``count`` sentences that stand for a text best, in their order in it.

    Deterministic: of two sentences of the same score the earlier is taken. Each step is linear
    in the length of the text, times ``count`` for the choice.
    """
    sentences = _without_repeats(split_sentences(text))
    likely = [s for s in sentences if len(s.text) >= MIN_LENGTH] or sentences
    if len(likely) <= count:
        return likely
    vectors = tf_isf([terms_of(s.text) for s in likely])
    scores = _scores(likely, vectors, title)
    return [likely[i] for i in sorted(_chosen(scores, vectors, count))]


def terms_of(text: str) -> Counter[str]:
    """Pairs of neighbouring Han characters, in their simplified form, and other words."""
    terms: Counter[str] = Counter()
    for word in _WORD.finditer(to_simplified(text)):
        run = word[1]
        if run is None:
            terms[word[0].lower()] += 1
        else:
            terms.update(run[i : i + 2] for i in range(len(run) - 1))
    return terms


def tf_isf(rows: Sequence[Counter[str]]) -> list[Vector]:
    """Unit vectors of log term frequency times inverse sentence frequency."""
    with_term = Counter(term for row in rows for term in row)
    weight = {term: math.log(1 + len(rows) / n) for term, n in with_term.items()}
    return [_unit({t: (1 + math.log(n)) * weight[t] for t, n in row.items()}) for row in rows]


def _scores(
    sentences: Sequence[Sentence], vectors: Sequence[Vector], title: str | None
) -> list[float]:
    whole: Vector = {}
    for vector in vectors:
        for term, weight in vector.items():
            whole[term] = whole.get(term, 0.0) + weight
    whole = _unit(whole)
    heading = _unit({term: float(n) for term, n in terms_of(title or "").items()})
    central = _scaled([_dot(v, whole) for v in vectors])
    titled = _scaled([_dot(v, heading) for v in vectors])
    decay = max(3.0, len(sentences) / 5)
    scores = []
    for i, sentence in enumerate(sentences):
        place = math.exp(-i / decay)
        score = CENTRALITY * central[i] + POSITION * place + TITLE * titled[i]
        scores.append(score * _worth(sentence.text))
    return _scaled(scores)


def _worth(text: str) -> float:
    """A factor for what a sentence looks like: questions and bare quotations say little alone."""
    worth = 0.6 if _WEAK.search(text) else 1.0
    if not _FINISHED.search(text):
        worth *= 0.5  # a heading or a piece of a list
    return worth * min(1.0, MAX_LENGTH / len(text))


def _chosen(scores: Sequence[float], vectors: Sequence[Vector], count: int) -> list[int]:
    """Maximal marginal relevance: the best, less what was said already."""
    said = [0.0] * len(scores)
    left = list(range(len(scores)))
    chosen: list[int] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda i: ((1 - DIVERSITY) * scores[i] - DIVERSITY * said[i], -i))
        left.remove(best)
        chosen.append(best)
        for i in left:
            said[i] = max(said[i], _dot(vectors[i], vectors[best]))
    return chosen


def _without_repeats(sentences: Sequence[Sentence]) -> list[Sentence]:
    seen: dict[str, Sentence] = {}
    for sentence in sentences:
        seen.setdefault(sentence.text, sentence)
    return list(seen.values())


def _dot(a: Vector, b: Vector) -> float:
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[term] for term, weight in a.items() if term in b)


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(w * w for w in vector.values())) or 1.0
    return {term: weight / length for term, weight in vector.items()}


def _scaled(values: Sequence[float]) -> list[float]:
    most = max(values, default=0.0) or 1.0
    return [v / most for v in values]
