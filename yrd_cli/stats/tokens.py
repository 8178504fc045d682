"""The words of one document, cut when they are first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from yrd_cli.patterns import compiled

if TYPE_CHECKING:
    from yrd_cli.words import Segmentation

Unit = Literal["word", "char"]

SENTENCE_ENDS = frozenset("。！？!?；;…\n\r\u2028\u2029")
"""A token that holds one of these ends a sentence; so does the end of a document."""

_WORD = compiled(r"\w")


@lru_cache(1 << 16)
def is_word(token: str) -> bool:
    """Whether a token is a word and no mark or space: it holds a letter, a digit or a character.

    >>> is_word("G60"), is_word("，")
    (True, False)
    """
    return token.isalnum() or _WORD.search(token) is not None


def ends_sentence(token: str) -> bool:
    """Whether a sentence ends with this token.

    >>> ends_sentence("。"), ends_sentence("，")
    (True, False)
    """
    return not SENTENCE_ENDS.isdisjoint(token)


class Tokens:
    """The tokens of a text in one flat list, with marks and spaces: joined, they are the text.

    ``unit`` is ``word`` or ``char``. Nothing is segmented before ``words`` or ``flags`` is asked
    for; ``tagged`` says that both will be.
    """

    def __init__(
        self, text: str, segmentation: Segmentation, unit: Unit = "word", *, tagged: bool = False
    ) -> None:
        self.text = text
        self.unit = unit
        self._segmentation = segmentation
        self._tagged = tagged

    @cached_property
    def words(self) -> list[str]:
        """Every token, marks and spaces too."""
        if self.unit == "char":
            return list(self.text)
        return self._both[0] if self._tagged else self._segmentation.words(self.text)

    @cached_property
    def types(self) -> frozenset[str]:
        """The different tokens."""
        return frozenset(self.words)

    @cached_property
    def marks(self) -> frozenset[str]:
        """Those of them that are no words."""
        return frozenset(token for token in self.types if not is_word(token))

    @cached_property
    def flags(self) -> list[str]:
        """The part of speech of each token, in jieba's tag set; a character has its word's."""
        words, flags = self._both
        if self.unit == "word":
            return flags
        return [flag for word, flag in zip(words, flags, strict=True) for _ in word]

    @cached_property
    def _both(self) -> tuple[list[str], list[str]]:
        return self._segmentation.tagged(self.text)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The sentences as spans of ``words``, each with the token that ends it."""
        start = 0
        ends = {token for token in self.types if not SENTENCE_ENDS.isdisjoint(token)}
        for at, token in enumerate(self.words):
            if token in ends:
                yield start, at + 1
                start = at + 1
        if start < len(self.words):
            yield start, len(self.words)
