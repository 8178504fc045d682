"""Key terms of a text: words that come often in it, and not in every sentence."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from pathlib import Path

from yrd_cli import words
from yrd_cli.script import HAN_RANGES, to_simplified
from yrd_cli.summarize.sentences import split_sentences

_TERM = re.compile(rf"[{HAN_RANGES}]{{2,}}|[A-Za-z][A-Za-z0-9-]+")
_NUMERAL = re.compile("[第零〇一二两三四五六七八九十百千万亿几数多年月日号个]+")
LENGTH_BONUS = 0.3
"""For each character beyond two: long words are names and terms of a field more often."""


@cache
def _stop_words() -> frozenset[str]:
    path = Path(__file__).parent / "data" / "stopwords.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


def key_terms(text: str, count: int = 8) -> list[str]:
    """The ``count`` terms that mark a text, best first, as they stand in it.

    Term frequency times inverse sentence frequency, more for longer words; words are cut and
    counted in their simplified form, so that both scripts give the same terms.
    """
    frequency: Counter[str] = Counter()
    sentences_with: Counter[str] = Counter()
    surfaces: dict[str, Counter[str]] = {}
    sentences = split_sentences(text)
    for sentence in sentences:
        at = 0
        here = set()
        for word in words.cut(to_simplified(sentence.text)):
            surface = sentence.text[at : at + len(word)]
            at += len(word)
            if _is_term(word):
                frequency[word] += 1
                here.add(word)
                surfaces.setdefault(word, Counter())[surface] += 1
        sentences_with.update(here)

    def weight(term: str) -> float:
        rarity = math.log(1 + len(sentences) / sentences_with[term])
        return frequency[term] * rarity * (1 + LENGTH_BONUS * (min(len(term), 6) - 2))

    ranked = sorted(frequency, key=lambda term: (-weight(term), term))
    return [surfaces[term].most_common(1)[0][0] for term in ranked[:count]]


def _is_term(word: str) -> bool:
    return bool(
        _TERM.fullmatch(word) and not _NUMERAL.fullmatch(word) and word not in _stop_words()
    )
