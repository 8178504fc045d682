"""The tables that are shipped are those of the installed jieba."""

from __future__ import annotations

from pathlib import Path

import pytest

from yrd_cli.words.compiling import compile_all
from yrd_cli.words.dictionary import Dictionary, dictionary_path, lexicon
from yrd_cli.words.tables import DATA


def test_the_tables_are_what_compiling_gives(tmp_path: Path) -> None:
    compile_all(tmp_path)
    for path in sorted(DATA.glob("*.tables")):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_lexicon_holds_the_words_of_jieba() -> None:
    expected = {}
    for line in dictionary_path().read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        expected[word] = (int(frequency), tag)
    assert dict(lexicon()) == expected


@pytest.mark.parametrize(
    ("word", "frequency"),
    [("AT&T", 3), ("中华人", 0), ("中华人名", None), ("γ", 0), ("龥龥", None)],
)
def test_what_only_begins_words_has_the_frequency_nought(word: str, frequency: int | None) -> None:
    assert Dictionary().frequency(word) == frequency
