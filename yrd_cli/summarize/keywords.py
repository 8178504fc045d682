"""Key terms of a text: words that come often in it, and not in every sentence."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from yrd_cli.patterns import compiled
from yrd_cli.script import HAN_RANGES, to_simplified
from yrd_cli.summarize.sentences import Sentence, split_sentences
from yrd_cli.summarize.terms import FUNCTION_CHARACTERS

KEY_TERMS = 8
LENGTH_BONUS = 0.3
"""For each character beyond two: long words are names and terms of a field more often."""

LONGEST_NAME = 4
"""Single characters in a row that are taken for a word the dictionary lacks: 张忠伟."""

_NO_NAME = frozenset(FUNCTION_CHARACTERS + "来去说会能要将已很更最该各每第年月日时元与给后前内外")

_TERM = compiled(rf"[{HAN_RANGES}]{{2,}}|[A-Za-z][A-Za-z0-9-]+")
_NUMERAL = compiled("[第零〇一二两三四五六七八九十百千万亿几数多年月日号个]+")


@cache
def _stop_words() -> frozenset[str]:
    path = Path(__file__).parent / "data" / "stopwords.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


def key_terms(
    text: str, count: int = KEY_TERMS, *, sentences: Sequence[Sentence] | None = None
) -> list[str]:
    """The ``count`` terms that mark a text, best first, as they stand in it.

    Term frequency times inverse sentence frequency, more for longer words; words are cut and
    counted in their simplified form, so that both scripts give the same terms. ``sentences`` are
    those of the text, if they are known already.
    """
    if sentences is None:
        sentences = split_sentences(text)
    if not sentences:
        return []
    places = _places(to_simplified(text))
    repeated = {term: at for term, at in places.items() if len(at) > 1 and _is_term(term)}
    if len(repeated) < count:
        repeated = {term: at for term, at in places.items() if _is_term(term)}
    starts = [sentence.start for sentence in sentences]

    def weight(term: str) -> float:
        holders = {bisect_right(starts, at) for at in repeated[term]}
        rarity = math.log(1 + len(sentences) / len(holders))
        length = 1 + LENGTH_BONUS * (min(len(term), 6) - 2)
        return round(len(repeated[term]) * rarity * length, 9)

    weights = {term: weight(term) for term in repeated}
    ranked = sorted(weights, key=lambda term: (-weights[term], term))
    return [text[repeated[t][0] : repeated[t][0] + len(t)] for t in ranked[:count]]


def _places(folded: str) -> dict[str, list[int]]:
    """Where words of two characters and more begin, and names that repeat.

    Words are cut by the dictionary alone: of what its model of unknown words finds, the names
    are found here by their repetition, for a fraction of the time.
    """
    from yrd_cli import words

    places: dict[str, list[int]] = {}
    names: dict[str, list[int]] = {}
    run = at = 0
    for word in [*words.cut(folded, hmm=False), "\n"]:
        size = len(word)
        if size > 1 or not "\u4e00" <= word <= "\u9fff" or word in _NO_NAME:
            if 2 <= at - run <= LONGEST_NAME:
                names.setdefault(folded[run:at], []).append(run)
            run = at + size
            if size > 1:
                places.setdefault(word, []).append(at)
        at += size
    for name, found in names.items():
        if len(found) > 1:
            places.setdefault(name, []).extend(found)
    return places


def _is_term(word: str) -> bool:
    return bool(
        _TERM.fullmatch(word) and not _NUMERAL.fullmatch(word) and word not in _stop_words()
    )
