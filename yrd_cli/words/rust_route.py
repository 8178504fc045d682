"""The words of the dictionary along the likeliest path, by rjieba, for all but short texts."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from yrd_cli.words.blocks import BLOCK, LONGEST, parts
from yrd_cli.words.dictionary import Dictionary, lexicon

_RARE = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U000323af])")
"""Han to rjieba, signs to jieba."""

_FILLER = "\ue000\ue001\ue002"
"""A word that no block can hold: it makes up the difference of the totals."""

_LATIN = re.compile("[a-zA-Z0-9]+")


class RustRoute:
    """Cuts texts as ``jieba.lcut(text, HMM=False)`` does."""

    def __init__(self, dictionary: Dictionary) -> None:
        """Raises ImportError where rjieba is not installed, or cannot be loaded."""
        try:
            jieba = _extension().Jieba()
        except AttributeError:
            raise ImportError("rjieba is too old: it has no class Jieba") from None
        shipped = lexicon()
        total = shipped.distinct
        for word, entry in dictionary.user.items():
            if BLOCK.fullmatch(word):
                jieba.add_word(word, entry.frequency, None)
                known = shipped.entry(word)
                total += entry.frequency - (known.frequency if known else 0)
        # jieba counts a word that is listed twice twice; rjieba counts it once.
        jieba.add_word(_FILLER, dictionary.total - total, None)
        self._cut = jieba.cut
        self.is_word: Callable[[str], bool] = jieba.has_word

    def __call__(self, text: str, latin_runs: bool = True) -> list[str]:
        """The words and signs of a text; joined, they are the text.

        Single letters and digits in a row are one word, whether that is asked for or not.
        """
        if _RARE.search(text) is None and len(text) <= LONGEST:
            words: list[str] = self._cut(text, False)
            return words
        words = []
        for part in parts(text):
            for piece in split_rare(part):
                words += self._cut(piece, False)
        return words

    def recognise(self, text: str) -> list[str]:
        """The same with rjieba's own hidden Markov model."""
        words: list[str] = []
        for part in parts(text):
            words += self._cut(part, True)
        return words


def split_rare(text: str) -> list[str]:
    """The text in pieces, for characters that are Han to rjieba and signs to jieba."""
    if _RARE.search(text) is None:
        return [text] if text else []
    return [piece for piece in _RARE.split(text) if piece]


def suits(dictionary: Dictionary) -> bool:
    """Whether rjieba can hold these words as jieba does.

    It has no words of frequency 0, and it does not tell a single letter that is a word from one
    that is not.
    """
    return all(
        entry.frequency and (len(word) > 1 or not _LATIN.fullmatch(word))
        for word, entry in dictionary.user.items()
        if BLOCK.fullmatch(word)
    )


def installed() -> bool:
    """Whether rjieba is there; it is not loaded."""
    return _folder() is not None


@cache
def _folder() -> Path | None:
    from importlib.util import find_spec

    try:
        spec = find_spec("rjieba")
    except ValueError:  # a module that was put in place by hand
        return None
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent


@cache
def _extension() -> Any:
    """The extension module without its package, whose import loads a dictionary of its own."""
    from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
    from importlib.util import module_from_spec, spec_from_file_location

    folder = _folder()
    if folder is None:
        raise ImportError("rjieba is not installed")
    if "rjieba" in sys.modules:
        return sys.modules["rjieba"]
    for suffix in EXTENSION_SUFFIXES:
        path = os.path.join(folder, f"rjieba{suffix}")
        if os.path.isfile(path):
            loader = ExtensionFileLoader("rjieba.rjieba", path)
            spec = spec_from_file_location("rjieba.rjieba", path, loader=loader)
            assert spec is not None
            module = module_from_spec(spec)
            loader.exec_module(module)
            return module
    import rjieba

    return rjieba
