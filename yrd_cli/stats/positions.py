"""A coded text as JSON can hold it: the positions of each term, as gaps.

Any engine that cuts words can write this, and parts that follow each other add up exactly.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from yrd_cli.stats.coded import CodedText

if TYPE_CHECKING:
    from yrd_cli.stats.terms import TermCounts


def gaps_of(text: CodedText, counts: TermCounts) -> dict[str, Any]:
    """``sizes``, the words of each document, and ``terms``, for each the gap from its last
    position (at first: from the beginning of the corpus), counted in words, from 0."""
    is_word = counts.frequencies.is_word
    gaps: list[list[int]] = [[] for _ in counts.vocabulary]
    last = [0] * len(gaps)
    sizes: list[int] = []
    position = 0
    for block in text.blocks():
        start = 0
        for length in block.sizes:
            before = position
            for code in block.codes[start : start + length]:
                if is_word[code]:
                    gaps[code].append(position - last[code])
                    last[code] = position
                    position += 1
            start += length
            sizes.append(position - before)
    named = zip(counts.vocabulary, gaps, is_word, strict=True)
    found = [(term, gap) for term, gap, word in named if word and gap]
    found.sort(key=lambda named: named[1][0])  # by where each first stands, however it was coded
    return {"sizes": sizes, "terms": dict(found)}


def text_of_gaps(state: dict[str, Any]) -> CodedText:
    """The text of such a state; raises ValueError where positions are missing or taken twice."""
    sizes = _counts(state.get("sizes"), "its documents' sizes")
    terms = state.get("terms")
    if not isinstance(terms, dict):
        raise ValueError("its terms are missing")
    total = sum(sizes)
    at: list[str | None] = [None] * total
    for term, gaps in terms.items():
        for position in accumulate(_counts(gaps, f"the positions of {term!r}")):
            if position >= total or at[position] is not None:
                raise ValueError(f"position {position} of {term!r} is not free")
            at[position] = term
    if None in at:
        raise ValueError(f"no term has position {at.index(None)}")
    text = CodedText()
    start = 0
    for size in sizes:
        text.add(at[start : start + size])  # type: ignore[arg-type]
        start += size
    return text


def _counts(value: Any, name: str) -> list[int]:
    if not isinstance(value, list) or not all(type(n) is int and n >= 0 for n in value):
        raise ValueError(f"{name} are no list of numbers")
    return value
