"""The segmenters by name, each made once a process for the same settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, Protocol

from yrd_cli.words import shadow
from yrd_cli.words.blocks import BLOCK, TAGGED_EDGE
from yrd_cli.words.dictionary import Dictionary, dictionary_path, lexicon
from yrd_cli.words.joining import Joiner, joiner_of
from yrd_cli.words.rust_route import installed
from yrd_cli.words.segmentation import Engine
from yrd_cli.words.user_dictionary import UserWord, add_user_words, parse_user_dictionary

KEPT_ENGINES = 4
"""Segmenters that stay loaded: those of a run, and of a comparison of two settings."""


class Segmenting(Protocol):
    """What a segmenter does; see `segmenter.Segmenter`."""

    def cut(self, text: str, hmm: bool = True) -> list[str]:
        """The words and signs of a text."""

    def tag(self, text: str, hmm: bool = True) -> tuple[list[str], list[str]]:
        """The words and signs of a text, and the tag of each."""


class UserDictionary(NamedTuple):
    """A user dictionary as it was read."""

    name: str
    content: bytes

    def words(self) -> list[UserWord]:
        """Its words; raises UsageError with file, line and reason."""
        return parse_user_dictionary(self.content, self.name)


class LoadedEngine(NamedTuple):
    """A segmenter, and what joins the user's words that it cannot find."""

    segmenter: Segmenting
    joiner: Joiner | None
    tag_joiner: Joiner | None
    """The tagger's blocks are narrower: it needs more joining."""


@lru_cache(KEPT_ENGINES)
def load_engine(engine: Engine, user: UserDictionary | None, fold: bool) -> LoadedEngine:
    """The segmenter for these settings. Raises UsageError."""
    words = user.words() if user else []
    folding = shadow.fold if fold else None
    dictionary = Dictionary()
    add_user_words(dictionary, words, folding)
    entries = [(word, dictionary.tag(word)) for word in dictionary.user]
    return LoadedEngine(
        _segmenter(engine, dictionary, words, folding),
        joiner_of(e for e in entries if not BLOCK.fullmatch(e[0])),
        joiner_of(e for e in entries if not BLOCK.fullmatch(e[0]) or TAGGED_EDGE.search(e[0])),
    )


def _segmenter(
    engine: Engine,
    dictionary: Dictionary,
    words: list[UserWord],
    fold: Callable[[str], str] | None,
) -> Segmenting:
    if engine == "jieba":
        from yrd_cli.words.reference import JiebaSegmenter

        return JiebaSegmenter(words, fold)
    if engine == "fast":
        from yrd_cli.words.fast import FastSegmenter

        return FastSegmenter(dictionary)
    from yrd_cli.words.segmenter import Segmenter

    return Segmenter(dictionary)


def describe_engine(engine: Engine, user: UserDictionary | None) -> dict[str, str]:
    """Which engine the settings mean, the versions and hashes of what it uses."""
    if engine == "jieba":
        file_hash = sha256(dictionary_path().read_bytes()).hexdigest()
        described = {"engine": "jieba", "jieba": version_of("jieba"), "dictionary": file_hash}
    else:
        described = {
            "engine": "fast" if engine == "fast" else "exact",
            "jieba": lexicon().version,
            "rjieba": version_of("rjieba") if installed() else "not installed",
            "dictionary": lexicon().sha256,
        }
    described["userdict"] = sha256(user.content).hexdigest() if user else "none"
    return described


def version_of(package: str) -> str:
    """The version of an installed package, which is not imported."""
    from importlib.util import find_spec

    spec = find_spec(package)
    if spec is not None and spec.origin is not None:
        site = os.path.dirname(os.path.dirname(spec.origin))
        # importlib.metadata takes 20 ms to load.
        for name in sorted(os.listdir(site)):
            head, _, tail = name.rpartition(".")
            if tail == "dist-info" and head.startswith(f"{package}-"):
                return head.removeprefix(f"{package}-")
    from importlib.metadata import version

    return version(package)
