"""Sentences of Chinese text, as spans: each is an exact piece of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_TITLE = 100
MAX_QUOTE = 150
"""Characters within which an opening bracket or quotation mark looks for its partner; one without
is a slip (or lost in conversion) and must not swallow the rest of the paragraph."""

_END = re.compile(r"(?:[。！？!?]|……|(?<=[\u4e00-\u9fff”」』）])\.(?=\s|[\u4e00-\u9fff“「]|\Z))+")
_CLOSING = re.compile(r"[”’」』）)】》]+")
_OPENING = {"《": ("》", MAX_TITLE), "“": ("”", MAX_QUOTE), "「": ("」", MAX_QUOTE)}
_CONTINUES = frozenset("，、；：,;:的")
"""After a quotation that ends in a mark of its own, these carry the sentence on."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and where it stands in the text."""

    text: str
    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order; a line break always ends one.

    >>> [s.text for s in split_sentences("他说：“好。走吧！”大家笑了。读《谁？》吧!")]
    ['他说：“好。走吧！”', '大家笑了。', '读《谁？》吧!']
    """
    sentences = []
    start = 0
    for line in text.split("\n"):
        for begin, end in _spans(line):
            piece = line[begin:end]
            bare = piece.strip()
            if bare:
                at = start + begin + len(piece) - len(piece.lstrip())
                sentences.append(Sentence(bare, at, at + len(bare)))
        start += len(line) + 1
    return sentences


def _spans(line: str) -> list[tuple[int, int]]:
    spans = []
    begin = 0
    enclosed = _enclosed(line)
    at = 0
    for mark in _END.finditer(line):
        while at < len(enclosed) and enclosed[at][1] < mark.start():
            at += 1
        end = mark.end()
        closing = _CLOSING.match(line, end)
        if at < len(enclosed) and enclosed[at][0] < mark.start():
            ends_quotation = closing and enclosed[at][1] < closing.end()
            if not ends_quotation or line[enclosed[at][1]] == "》":
                continue
        if closing:
            end = closing.end()
            if line[end : end + 1] in _CONTINUES:
                continue
        if end > begin:
            spans.append((begin, end))
            begin = end
    if begin < len(line):
        spans.append((begin, len(line)))
    return spans


def _enclosed(line: str) -> list[tuple[int, int]]:
    """The outermost pairs of title marks and quotation marks: places of both marks."""
    pairs = []
    end = -1
    for opening in re.finditer("[《“「]", line):
        if opening.start() < end:
            continue
        partner, limit = _OPENING[opening[0]]
        found = line.find(partner, opening.end(), opening.end() + limit)
        if found >= 0:
            end = found
            pairs.append((opening.start(), found))
    return pairs
