"""How likely a piece of Chinese is: a unigram model of words, and the words of the document.

The model reads Simplified; what it is asked about is folded first. It is loaded only where a
document holds a suspect.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from yrd_cli.patterns import compiled
from yrd_cli.script import Script, detect_script, telling_characters, to_simplified

MAX_OWN_WORD = 6
"""The longest string that is taken for a word of the document."""

OWN_PIECE = 3
"""The shortest string that is taken for a word even where it always stands within the same longer
one: 習近平 beside 國家主席習近平, which another title may stand before."""

TOTAL = 60_000_000
"""Running words behind the frequencies of jieba's dictionary."""

UNKNOWN_CHARACTER = math.log(0.3 / TOTAL)
"""A character that the dictionary does not list as a word."""

UNKNOWN_SIGN = math.log(3_000 / TOTAL)
"""Letters, digits and signs outside the table: they stand in every reading alike."""

PRIVATE_CHARACTER = 2 * UNKNOWN_CHARACTER
"""A private-use character: sound text holds none."""

MARKS = {
    "，": 3_500_000, "。": 1_500_000, "、": 700_000, "“": 400_000, "”": 400_000, "：": 250_000,
    "《": 120_000, "》": 120_000, "（": 150_000, "）": 150_000, "；": 120_000, "？": 60_000,
    "！": 60_000, "——": 200_000, "……": 30_000, "‘": 20_000, "’": 20_000, "·": 20_000,
    "—": 1_000, "…": 500, "。\n": 700_000,
    ",": 3_500_000, ":": 250_000, ";": 120_000, "?": 60_000, "!": 60_000,
    "(": 150_000, ")": 150_000,
}  # fmt: skip
"""Marks, which the dictionary leaves out, at their rate in news and laws, per TOTAL words.

The ASCII ones are what full-width marks were folded to.
"""

CLOSING = "”’》）」』"
OPEN_RATE = 1_500_000
"""Closing marks where the opening one stands before: one in 40 words, for a quotation ends."""
STRAY_RATE = 20_000
"""Closing marks without an opening one: it may have been lost, or stand in an earlier line."""

WRONG_SCRIPT = 6.0
"""What a Traditional character costs in Simplified text, and the other way round.

Pages converted character by character keep a few of the other script: possible, not likely.
"""

RARE_FORM = 3.0
"""What a character outside the standard of its script costs: GB2312, or Big5 level 1."""

DOCUMENT_CHARACTERS = 40_000
"""How much of a document is read for its own words."""

DOCUMENT_WEIGHT = 300
"""Each time a document holds a word counts as often in 60 million: names are told by it."""

_HAN_RUN = compiled("[\u4e00-\u9fff]{2,}")
_DATA = Path(__file__).parent / "data" / "word_frequencies.txt"
_EMPTY: frozenset[str] = frozenset()


@dataclass(slots=True)
class Lexicon:
    """Words with their log probabilities, and how words begin."""

    words: dict[str, float]
    beginnings: dict[str, float]
    """For each beginning of a longer word, the log probability of the likeliest such word."""
    followers: dict[str, set[str]]
    """For a character, the second characters of the words that begin with it."""

    def add(self, words: dict[str, float]) -> None:
        """Take in more words; a word known already keeps its better log probability."""
        for word, score in words.items():
            if score > self.words.get(word, -math.inf):
                self.words[word] = score
            for size in range(1, len(word)):
                if score > self.beginnings.get(word[:size], -math.inf):
                    self.beginnings[word[:size]] = score
            if len(word) > 1:
                self.followers.setdefault(word[0], set()).add(word[1])


@cache
def general_lexicon() -> Lexicon:
    """The words of the general language."""
    words: dict[str, float] = {}
    beginnings: dict[str, float] = {}
    # The rarest first, so that the likeliest word with a beginning is the last to be noted.
    for line in reversed(_DATA.read_text(encoding="utf-8").splitlines()):
        if not line.startswith("#"):
            rate, *listed = line.split(" ")
            score = int(rate) / 4 - math.log(TOTAL)
            words.update(dict.fromkeys(listed, score))
            for size in range(1, len(listed[0])):
                beginnings.update(dict.fromkeys([w[:size] for w in listed], score))
    followers: defaultdict[str, set[str]] = defaultdict(set)
    for word in chain(words, beginnings):
        if len(word) == 2:
            followers[word[0]].add(word[1])
    lexicon = Lexicon(words, beginnings, followers)
    lexicon.add({mark: math.log(n / TOTAL) for mark, n in MARKS.items()})
    return lexicon


@dataclass(slots=True)
class Model:
    """The general language with one document's own words and script."""

    words: dict[str, float]
    beginnings: dict[str, float]
    own: Lexicon
    script: Script = "none"
    seen: frozenset[str] = _EMPTY
    """The characters that the document holds where it is sound."""
    expected: frozenset[str] = _EMPTY
    """The closing marks that have an opening one before them."""
    choices: dict[Any, Any] = field(default_factory=dict)
    _folds: dict[str, tuple[str, float]] = field(default_factory=dict)

    def expect(self, closing: frozenset[str]) -> None:
        """Say which closing marks have an opening one before them; the others are unlikely."""
        if closing == self.expected:
            return
        self.expected = closing
        self.choices.clear()
        for mark in CLOSING:
            rate = OPEN_RATE if mark in closing else STRAY_RATE
            self.words[mark] = math.log(rate / TOTAL)

    def followers(self, folded: str) -> set[str] | frozenset[str]:
        """The second characters of the words that begin with this character."""
        own = self.own.followers.get(folded, _EMPTY)
        general = general_lexicon().followers.get(folded, _EMPTY)
        return general | own if own else general

    def single(self, folded: str) -> float:
        """The log probability of a character that stands as a word, known or not."""
        known = self.words.get(folded)
        if known is not None:
            return known
        if "\ue000" <= folded <= "\uf8ff":
            return PRIVATE_CHARACTER
        return UNKNOWN_CHARACTER if "\u4e00" <= folded <= "\u9fff" else UNKNOWN_SIGN

    def fold(self, char: str) -> tuple[str, float]:
        """The character as the model knows it, and what its form costs in this document."""
        found = self._folds.get(char)
        if found is None:
            found = self._folds[char] = (
                to_simplified(char),
                0.0 if char in self.seen else _form_cost(char, self.script),
            )
        return found


def model_of(text: str) -> Model:
    """The model for a document, by the part of its text that is sound."""
    sample = text[:DOCUMENT_CHARACTERS]
    counts = _repeated(to_simplified(sample))
    general = general_lexicon()
    both = Lexicon(dict(general.words), dict(general.beginnings), {})
    both.add({w: math.log(DOCUMENT_WEIGHT * n / TOTAL) for w, n in counts.items()})
    return Model(both.words, both.beginnings, both, detect_script(sample).script, frozenset(sample))


def _repeated(text: str) -> dict[str, int]:
    """The strings of Han characters that stand in a text twice or more, as long as they go.

    A string that always stands within the same longer one is a piece of it, not a word.
    """
    counts: Counter[str] = Counter()
    for run in _HAN_RUN.findall(text):
        for size in range(2, MAX_OWN_WORD + 2):
            counts.update([run[k : k + size] for k in range(len(run) - size + 1)])
    repeated = {w: n for w, n in counts.items() if n > 1}
    for w, n in list(repeated.items()):
        for piece in (w[1:], w[:-1]):
            if counts[piece] == n and len(piece) < OWN_PIECE:
                repeated.pop(piece, None)
    return {w: n for w, n in repeated.items() if len(w) <= MAX_OWN_WORD}


RARE_MARKS = frozenset("「」『』〈〉【】〔〕～〇")
"""Marks that stand in a repair only where the document holds them elsewhere, or nearly so."""


def _form_cost(char: str, script: Script) -> float:
    """What the form of a character costs that the document does not hold elsewhere."""
    if char in RARE_MARKS:
        return WRONG_SCRIPT
    simplified, traditional = telling_characters()
    if char in (simplified if script == "Hant" else traditional if script == "Hans" else ()):
        return WRONG_SCRIPT
    return 0.0 if _is_common_form(char, script) else RARE_FORM


def _is_common_form(char: str, script: Script) -> bool:
    """Whether the character is in the national standard of the script: Big5 level 1 or GB2312."""
    if not "\u4e00" <= char <= "\u9fff":
        return True
    try:
        if script == "Hant":
            return char.encode("big5") < b"\xc6\xa1"
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False
