"""How likely a piece of Chinese is: a unigram model of words, and the words of the document.

The model reads Simplified; what it is asked about is folded first. It is loaded only where a
document holds a suspect.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from yrd_cli.script import Script, detect_script, telling_characters, to_simplified

import os
MAX_WORD = int(os.environ.get('MW','4'))
"""Longer words are rare and hold shorter ones; they would double the table."""

TOTAL = 60_000_000
"""Running words behind the frequencies of jieba's dictionary."""

UNKNOWN_CHARACTER = math.log(0.3 / TOTAL)
"""A character that the dictionary does not list as a word."""

UNKNOWN_SIGN = math.log(3_000 / TOTAL)
"""Letters, digits and signs outside the table: they stand in every reading alike."""

MARKS = {
    "，": 3_500_000, "。": 1_500_000, "、": 700_000, "“": 400_000, "”": 400_000, "：": 250_000,
    "《": 120_000, "》": 120_000, "（": 150_000, "）": 150_000, "；": 120_000, "？": 60_000,
    "！": 60_000, "——": 60_000, "……": 30_000, "‘": 20_000, "’": 20_000, "·": 20_000,
    "—": 1_000, "…": 500,
}  # fmt: skip
"""Marks, which the dictionary leaves out, at their rate in news and laws, per TOTAL words."""

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

_HAN_RUN = re.compile("[\u4e00-\u9fff]{2,}")
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
    lexicon = Lexicon({}, {}, {})
    lexicon.add({mark: math.log(n / TOTAL) for mark, n in MARKS.items()})
    lexicon.add(_WORDS())
    return lexicon


import os
def _WORDS():
    import importlib.util
    p=Path(importlib.util.find_spec("jieba").origin).parent/"dict.txt"
    t=p.read_text("utf8").split()
    mn=int(os.environ.get("MINF","4"))
    return {w: math.log(int(n)/TOTAL) for w,n in zip(t[::3],t[1::3]) if len(w)<=MAX_WORD and (int(n)>=mn)}


@dataclass(slots=True)
class Model:
    """The general language with one document's own words and script."""

    words: dict[str, float]
    beginnings: dict[str, float]
    own: Lexicon
    script: Script = "none"
    seen: frozenset[str] = _EMPTY
    """The characters that the document holds where it is sound."""
    choices: dict[Any, Any] = field(default_factory=dict)
    _folds: dict[str, tuple[str, float]] = field(default_factory=dict)

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
    counts: Counter[str] = Counter()
    for run in _HAN_RUN.findall(to_simplified(sample)):
        for size in range(2, MAX_WORD + 1):
            counts.update(run[k : k + size] for k in range(len(run) - size + 1))
    general = general_lexicon()
    both = Lexicon(dict(general.words), dict(general.beginnings), {})
    W1=float(os.environ.get("W1","0")); W=float(os.environ.get("W","300"))
    both.add({w: math.log((W * n if n>1 else W1) / TOTAL) for w, n in counts.items() if n > 1 or W1})
    return Model(both.words, both.beginnings, both, detect_script(sample).script, frozenset(sample))


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
