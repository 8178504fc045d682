"""The words of the dictionary along the likeliest path, in plain Python.

What jieba gives without its hidden Markov model; the first of the two ways to it, the cheaper one
for short texts: see `rust_route` for the other.
"""

from __future__ import annotations

from math import log

from yrd_cli.words.blocks import BLOCK, SIGN
from yrd_cli.words.dictionary import NO_WORDS, Dictionary

MAX_GROUPS = 300_000
"""Unpacked groups that are kept: those of a few megabytes of text, some 50 MB."""


class PlainRoute:
    """Cuts texts as ``jieba.lcut(text, HMM=False)`` does."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def __call__(self, text: str, latin_runs: bool = True) -> list[str]:
        """The words and signs of a text; joined, they are the text.

        ``latin_runs``: single letters and digits in a row are one word; the hidden Markov model
        wants them alone.

        >>> PlainRoute(Dictionary())("长三角G60,好")
        ['长三角', 'G60', ',', '好']
        """
        words: list[str] = []
        if len(self._dictionary.groups) > MAX_GROUPS:
            self._dictionary.groups.clear()
        for k, part in enumerate(BLOCK.split(text)):
            if k % 2:
                ends = self._ends(part)
                words += join_latin(part, ends) if latin_runs else words_by_ends(part, ends)
            elif "\r\n" in part:
                words += SIGN.findall(part)
            else:
                words += part
        return words

    def _ends(self, block: str) -> list[int]:
        """For each character, where the word that begins with it ends on the likeliest path.

        The sums are made in jieba's order, and of equals the longest word wins, as in jieba.
        """
        groups, singles = self._dictionary.groups, self._dictionary.singles
        log_total = log(self._dictionary.total)
        size = len(block)
        route = [0.0] * (size + 1)
        ends = [0] * size
        for at in range(size - 1, -1, -1):
            frequency = singles[block[at]]
            end = at + 1
            best = None if frequency is None else frequency - log_total + route[end]
            pair, sizes, longer = groups[block[at : at + 2]] if at + 2 <= size else NO_WORDS
            if pair is not None:
                score = pair - log_total + route[at + 2]
                if best is None or score >= best:
                    best, end = score, at + 2
            for more in sizes:
                stop = at + 2 + more
                if stop > size:
                    break
                found = longer.get(block[at + 2 : stop])
                if found is not None:
                    score = found - log_total + route[stop]
                    if best is None or score >= best:
                        best, end = score, stop
            # What begins no word stands as one that was seen once.
            route[at] = 0.0 - log_total + route[end] if best is None else best
            ends[at] = end
        return ends


def words_by_ends(block: str, ends: list[int]) -> list[str]:
    """The words of a block by their ends."""
    words: list[str] = []
    at, size = 0, len(block)
    while at < size:
        words.append(block[at : ends[at]])
        at = ends[at]
    return words


def join_latin(block: str, ends: list[int]) -> list[str]:
    """The words of a block by their ends; single letters and digits in a row are one word."""
    words: list[str] = []
    at, size = 0, len(block)
    latin = -1
    while at < size:
        end = ends[at]
        if end == at + 1 and block[at] < "\x80" and block[at].isalnum():
            if latin < 0:
                latin = at
        else:
            if latin >= 0:
                words.append(block[latin:at])
                latin = -1
            words.append(block[at:end])
        at = end
    if latin >= 0:
        words.append(block[latin:])
    return words
