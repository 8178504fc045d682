"""jieba itself, silent and with a cache of its own: the reference that the others equal."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from yrd_cli.caches import cache_folder
from yrd_cli.words.user_dictionary import UserWord


class JiebaSegmenter:
    """jieba's own functions."""

    def __init__(self, words: Iterable[UserWord], fold: Callable[[str], str] | None) -> None:
        self._tokenizer = _new_tokenizer()
        for word, frequency, tag in words:
            self._tokenizer.add_word(fold(word) if fold else word, frequency, tag)

    @cached_property
    def _tagger(self) -> Any:
        import jieba.posseg

        return jieba.posseg.POSTokenizer(self._tokenizer)

    def cut(self, text: str, hmm: bool = True) -> list[str]:
        """The words and signs of a text; joined, they are the text."""
        return list(self._tokenizer.cut(text, HMM=hmm))

    def tag(self, text: str, hmm: bool = True) -> tuple[list[str], list[str]]:
        """The words and signs of a text, and the tag of each."""
        pairs = list(self._tagger.cut(text, HMM=hmm))
        return [pair.word for pair in pairs], [pair.flag for pair in pairs]


def _new_tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pkg_resources is deprecated, and jieba imports it
        import jieba
    import logging

    jieba.setLogLevel(logging.CRITICAL + 1)
    tokenizer = jieba.Tokenizer()
    # jieba's default, /tmp/jieba.cache, is a marshal file that anybody may have put there.
    # Where there is no folder of our own, nothing is cached.
    tokenizer.tmp_dir = str(cache_folder() or os.devnull)
    tokenizer.initialize()
    return tokenizer
