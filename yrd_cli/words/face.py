"""jieba's functions, with jieba's results."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from yrd_cli.words.dictionary import Dictionary
    from yrd_cli.words.segmenter import Segmenter


class TaggedWord(NamedTuple):
    """A word and its part of speech, in jieba's tag set."""

    word: str
    flag: str


class _Module:
    """What the functions of this module share: one dictionary, as in jieba."""

    def __init__(self) -> None:
        self._dictionary: Dictionary | None = None
        self._segmenter: Segmenter | None = None

    def dictionary(self) -> Dictionary:
        if self._dictionary is None:
            from yrd_cli.words.dictionary import Dictionary

            self._dictionary = Dictionary()
        return self._dictionary

    def segmenter(self) -> Segmenter:
        if self._segmenter is None:
            from yrd_cli.words.segmenter import Segmenter

            self._segmenter = Segmenter(self.dictionary())
        return self._segmenter

    def forget_segmenter(self) -> None:
        self._segmenter = None


_module = _Module()


def cut(text: str, hmm: bool = True) -> list[str]:
    """The words of a text as jieba cuts it; ``hmm`` finds words its dictionary lacks.

    >>> cut("长三角一体化发展")
    ['长三角', '一体化', '发展']
    """
    return list(_module.segmenter().cut(text, hmm))


def cut_for_search(text: str, hmm: bool = True) -> list[str]:
    """The words, each after the words of two and of three characters that it holds.

    >>> cut_for_search("中华人民共和国")
    ['中华', '华人', '人民', '共和', '共和国', '中华人民共和国']
    """
    return _module.segmenter().cut_for_search(text, hmm)


def tag(text: str, hmm: bool = True) -> list[TaggedWord]:
    """The words with their parts of speech, as jieba.posseg gives them.

    >>> tag("发展经济")
    [TaggedWord(word='发展', flag='vn'), TaggedWord(word='经济', flag='n')]
    """
    words, flags = _module.segmenter().tag(text, hmm)
    return list(map(TaggedWord, words, flags))


def load_userdict(path: str | os.PathLike[str]) -> None:
    """Add the words of a user dictionary, in jieba's format, to the functions of this module.

    Raises UsageError with the file, the line and the reason; then nothing is added.
    """
    from yrd_cli.words.user_dictionary import add_user_words, read_user_dictionary

    words = read_user_dictionary(path)
    add_user_words(_module.dictionary(), words)
    _module.forget_segmenter()
