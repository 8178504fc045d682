"""Sentences of Chinese text, as spans: each is an exact piece of the text."""

from __future__ import annotations

from typing import NamedTuple

from yrd_cli.patterns import compiled

MAX_TITLE = 100
MAX_QUOTE = 500
"""Characters within which an opening bracket or quotation mark looks for its partner; one without
is a slip (or lost in conversion) and must not swallow the rest of the paragraph. Of 9,465
quotations within a paragraph of television news 3 have over 150 characters, none over 300."""

LONGEST, WINDOW, NARROWEST = 500, 250, 40
"""Characters of a sentence that is quoted whole, and of what is quoted of a longer one: a list
without an end, with a fact in every line, would be repeated in full for each."""
REPEATED = 10
"""How often over all that may give a text, where many things stand in it: the window narrows."""

_NUMERALS = "零〇一二两三四五六七八九十"
_END = compiled(
    # Question and exclamation marks within an address (?id=3) are none.
    r"(?:[。！？｡]|[!?](?![A-Za-z0-9=&/])|…{1,8}|"
    # A point ends a sentence after Han, but not after the number of a heading (一.) and not
    # within a number (三.五).
    rf"(?<=[\u4e00-\u9fff”」』）])(?<!^[{_NUMERALS}])(?<!^十[{_NUMERALS}])[.．]"
    rf"(?=\s|[\u4e00-\u9fff“「]|\Z)(?!(?<=[{_NUMERALS}].)[{_NUMERALS}])|"
    r"(?<=[a-z][a-z)])\.(?=\s+[\"“(A-Z]|\s*\Z))+"
)
_CLOSING = compiled(r"[”’\"」』）)】》]+")
_OPENING = compiled('[《“「『‘（("]')
_PARTNERS = {
    "《": ("》", MAX_TITLE),
    "（": ("）)", MAX_TITLE),
    "(": (")）", MAX_TITLE),
    "“": ("”", MAX_QUOTE),
    "‘": ("’", MAX_QUOTE),
    "「": ("」", MAX_QUOTE),
    "『": ("』", MAX_QUOTE),
    '"': ('"', MAX_QUOTE),
}
_QUOTES = frozenset('”’」』"')
_CONTINUES = frozenset("，、；：,;:的")
"""After a quotation that ends in a mark of its own, these carry the sentence on."""


class Sentence(NamedTuple):
    """A sentence, and where it stands in the text: code points, end exclusive."""

    text: str
    start: int
    end: int

    def around(self, start: int, end: int, window: int = WINDOW) -> str:
        """The sentence; of one over LONGEST characters, those around a place in it."""
        if len(self.text) <= LONGEST:
            return self.text
        margin = max(0, window - (end - start)) // 2
        return self.text[max(0, start - self.start - margin) : end - self.start + margin]


def window_of(characters: int, places: int) -> int:
    """How much of an over-long sentence to quote for each of so many places in a text."""
    return min(WINDOW, max(NARROWEST, REPEATED * characters // max(1, places)))


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order; a line break always ends one.

    Closing marks stay with their sentence. Within 《》, brackets, numbers and quotation marks no
    sentence ends; a quotation that closes with a mark of its own (好。”) ends one, unless the
    text goes on with a comma or 的.

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
        closing = _CLOSING.match(line, end) if end < len(line) else None
        if at < len(enclosed) and enclosed[at][0] < mark.start():
            opened, closed = enclosed[at]
            if not closing or closed >= closing.end():
                continue
            # A bracket that began within a sentence is part of it: 他（走了。）没来。
            if line[closed] not in _QUOTES and line[begin:opened].strip():
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
    """The outermost pairs of brackets and quotation marks: places of both marks."""
    pairs = []
    end = -1
    for opening in _OPENING.finditer(line):
        if opening.start() <= end:
            continue
        found = _partner(line, opening.start())
        if found >= 0:
            end = found
            pairs.append((opening.start(), found))
    return pairs


def _partner(line: str, start: int) -> int:
    """The place of the mark that closes the one at ``start``; -1 where it has none.

    A mark that opens again before it is closed has lost its partner.
    """
    opening = line[start]
    partners, limit = _PARTNERS[opening]
    stop = start + 1 + limit
    places = [p for p in (line.find(c, start + 1, stop) for c in partners) if p >= 0]
    if not places:
        return -1
    found = min(places)
    if opening != '"' and line.find(opening, start + 1, found) >= 0:
        return -1
    return found
