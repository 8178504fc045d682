"""How much a sentence says of what a user asks for."""

from __future__ import annotations

import math
from collections.abc import Sequence

from yrd_cli.summarize.terms import folded

NEAREST = 0.6
"""The share of a long word's pairs that a sentence must hold to say something of it: 数字经济 is
not meant by 经济, and 长三角一体化 is by 长三角区域一体化."""


class Query:
    """The words of a query, in either script; raises ValueError where there is none.

    >>> Query("长三角 投资").relevance(["长三角增长。", "今天。"])
    [0.5, 0.0]
    """

    def __init__(self, words: str) -> None:
        self.words = [w for w in dict.fromkeys(folded(words).split()) if any(map(str.isalnum, w))]
        if not self.words:
            raise ValueError("a query needs a word")

    def relevance(self, texts: Sequence[str]) -> list[float]:
        """From 0 to 1 for each folded text: which words it holds, rare ones counting more."""
        held = [[_held(word, text) for text in texts] for word in self.words]
        rarity = [math.log(1 + len(texts) / max(1, sum(map(bool, row)))) for row in held]
        total = sum(rarity) or 1.0
        return [
            sum([row[i] * weight for row, weight in zip(held, rarity, strict=True)]) / total
            for i in range(len(texts))
        ]


def _held(word: str, text: str) -> float:
    """1 where the text holds the word, else the share of its pairs of characters, if large."""
    if word in text:
        return 1.0
    if len(word) < 4 or word.isascii():
        return 0.0
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    share = sum([pair in text for pair in pairs]) / len(pairs)
    return share if share >= NEAREST else 0.0
