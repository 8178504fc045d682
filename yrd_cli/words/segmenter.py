"""One dictionary's segmenter: jieba's words, search words and tags, exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from yrd_cli.words.blocks import TAGGED_EDGE
from yrd_cli.words.dictionary import Dictionary
from yrd_cli.words.plain_route import PlainRoute
from yrd_cli.words.recognition import MAX_MEMO, Recogniser
from yrd_cli.words.rust_route import RustRoute, suits
from yrd_cli.words.tagging import Tagger

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PLAIN_CHARACTERS = 60_000
"""Texts up to here, taken together, are cut in plain Python: what loading rjieba takes, 0.11 s,
is what these take."""


class Route:
    """The likeliest path without the model: in plain Python at first, by rjieba when it pays."""

    def __init__(self, dictionary: Dictionary, rust: bool, plain_characters: int) -> None:
        self._dictionary = dictionary
        self._route: PlainRoute | RustRoute = PlainRoute(dictionary)
        self._is_word: Callable[[str], bool] = dictionary.is_word
        self._left = plain_characters
        self._rust = rust

    def __call__(self, text: str, latin_runs: bool = True) -> list[str]:
        """The words and signs of a text; joined, they are the text. Where ``latin_runs`` is not
        asked for, single letters and digits may be one word or several."""
        if self._rust:
            self._left -= len(text)
            if self._left < 0:
                self._rust = False
                self._load_rust()
        return self._route(text, latin_runs)

    def is_word(self, word: str) -> bool:
        """Whether a run of characters of a block is a word."""
        return self._is_word(word)

    def _load_rust(self) -> None:
        if suits(self._dictionary):
            try:
                self._route = route = RustRoute(self._dictionary)
            except ImportError:
                return  # plain Python gives the same words
            self._is_word = route.is_word
            self._dictionary.groups.clear()


class Segmenter:
    """Cuts and tags as jieba 0.42.1 does with the same dictionary."""

    def __init__(
        self,
        dictionary: Dictionary,
        rust: bool = True,
        plain_characters: int = PLAIN_CHARACTERS,
    ) -> None:
        """``rust``: by rjieba, where it is installed, from so many characters on."""
        self._dictionary = dictionary
        self._route = Route(dictionary, rust, plain_characters)
        latin = frozenset(
            word
            for word, entry in dictionary.user.items()
            if entry.frequency and word.isascii() and word.isalnum()
        )
        self._latin = latin
        self._recognise = Recogniser(self._route.is_word, latin, dictionary.force_split)
        self._inner = _Inner(self._route.is_word)
        self.joins_rough = True

    @cached_property
    def tagger(self) -> Tagger:
        """What tags the words."""
        return Tagger(self._dictionary, self._route.is_word, self._latin)

    def cut(self, text: str, hmm: bool = True) -> list[str]:
        """The words and signs of a text; joined, they are the text."""
        return self._recognise(self._route(text, False)) if hmm else self._route(text)

    def rough(self, text: str, hmm: bool) -> list[str]:
        """The first of two steps of `cut`: the words before `refined` is asked."""
        return self._route(text, not hmm)

    def is_rough(self, word: str) -> bool:
        """Whether a word of `rough` is cut again; with its neighbours, where ``joins_rough``."""
        return self._recognise.joins(word)

    def refined(self, runs: Sequence[str]) -> NDArray[np.bool_]:
        """By character of those that are cut again, one after another, whether a word ends with
        it."""
        return self._recognise.ends_of_all(runs)

    def cut_for_search(self, text: str, hmm: bool = True) -> list[str]:
        """The words, each after the words of two and of three characters that it holds."""
        return list(chain.from_iterable(map(self._inner.__getitem__, self.cut(text, hmm))))

    def tag_route(self, text: str, hmm: bool) -> list[str]:
        """The words along the path that `tagger` is given for a text without its edges."""
        return self._route(text, not hmm)

    def tag(self, text: str, hmm: bool = True) -> tuple[list[str], list[str]]:
        """The words and signs of a text, and the tag of each."""
        words: list[str] = []
        tags: list[str] = []
        tag = self.tagger.tag if hmm else self.tagger.tag_without_model
        for piece in TAGGED_EDGE.split(text):
            if piece:
                tag(self.tag_route(piece, hmm), words, tags)
        return words, tags


class _Inner(dict[str, tuple[str, ...]]):
    """By word, what the search mode gives for it."""

    def __init__(self, is_word: Callable[[str], bool]) -> None:
        self._is_word = is_word

    def __missing__(self, word: str) -> tuple[str, ...]:
        grams: list[str] = []
        if len(word) > 2:
            grams += [word[at : at + 2] for at in range(len(word) - 1)]
        if len(word) > 3:
            grams += [word[at : at + 3] for at in range(len(word) - 2)]
        found = (*filter(self._is_word, grams), word)
        if len(self) >= MAX_MEMO:
            self.clear()
        self[word] = found
        return found
