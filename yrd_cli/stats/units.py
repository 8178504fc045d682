"""What is counted: words, characters, or n-grams of them within a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yrd_cli.stats.tokens import Tokens, is_word

if TYPE_CHECKING:
    from yrd_cli.words.coding import CodedWords
    from yrd_cli.words.tagged_coding import TaggedCoder

OTHER = ""
"""Stands for a word whose part of speech was not asked for: counted, and not listed."""


def units(tokens: Tokens, ngrams: int = 1, pos: Sequence[str] = ()) -> list[str]:
    """The units of a document in order; marks and spaces are among them only for ``ngrams`` 1.

    An n-gram holds the words of a sentence that follow each other when marks are left out,
    joined by a space; characters are joined by nothing. A unit with a word whose part of speech
    is not in ``pos`` is OTHER.
    """
    words = kept_words(tokens, pos) if pos else tokens.words
    if ngrams == 1:
        return words
    grams: list[str] = []
    between = "" if tokens.unit == "char" else " "
    marks = tokens.marks
    for start, end in tokens.sentences():
        line = [word for word in words[start:end] if word not in marks]
        slices = (line[n:] for n in range(ngrams))
        if pos:
            grams += [between.join(g) if all(g) else OTHER for g in zip(*slices, strict=False)]
        else:
            grams += map(between.join, zip(*slices, strict=False))
    return grams


def kept_words(tokens: Tokens, pos: Sequence[str]) -> list[str]:
    """The words, with OTHER for those of another part of speech."""
    wanted, marks = PartsOfSpeech(pos), tokens.marks
    return [
        word if wanted[flag] or word in marks else OTHER
        for word, flag in zip(tokens.words, tokens.flags, strict=True)
    ]


def kept_coded(coder: TaggedCoder, texts: Sequence[str], pos: Sequence[str]) -> CodedWords:
    """The same for many texts at once, as numbers."""
    import numpy as np

    words, tags = coder.tagged(texts)
    wanted = np.fromiter(map(PartsOfSpeech(pos).__getitem__, coder.tag_names), np.bool_)
    left = np.nonzero(~wanted[tags])[0]
    codes = words.codes[left]
    marks = [code for code in np.unique(codes).tolist() if not is_word(words.names[code])]
    words.codes[left[~np.isin(codes, marks)]] = coder.code(OTHER)
    return words


class PartsOfSpeech(dict[str, bool]):
    """Whether a tag is asked for: a tag stands for itself and for those that begin with it.

    >>> wanted = PartsOfSpeech(["n", "vd"])
    >>> wanted["ns"], wanted["vd"], wanted["v"]
    (True, True, False)
    """

    def __init__(self, tags: Sequence[str]) -> None:
        super().__init__()
        self._tags = tuple(tags)

    def __missing__(self, flag: str) -> bool:
        self[flag] = found = flag.startswith(self._tags)
        return found
