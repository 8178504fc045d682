"""`words` gives jieba's result, token for token."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.word_samples import LAWS, strings, user_lines
from yrd_cli import words
from yrd_cli.errors import UsageError
from yrd_cli.words import face, rust_route
from yrd_cli.words.dictionary import Dictionary
from yrd_cli.words.segmenter import Segmenter
from yrd_cli.words.user_dictionary import add_user_words, read_user_dictionary, suggest_frequency

FUZZ = 300
"""Strings; `python -m tests.bench.words` compares 100,000."""

LAW_TEXT = "\n".join(LAWS[:20])


@cache
def _jieba() -> tuple[Any, Any]:
    """jieba's tokenizer and tagger, loaded once: it takes two seconds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba.posseg
    jieba.setLogLevel(logging.CRITICAL + 1)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer, jieba.posseg.POSTokenizer(tokenizer)


class Reference:
    """jieba with a dictionary of its own."""

    def __init__(self, user: Path | None = None) -> None:
        tokenizer, tagger = _jieba()
        self.jieba: Any = type(tokenizer)()
        self.jieba.FREQ, self.jieba.total = dict(tokenizer.FREQ), tokenizer.total
        self.jieba.initialized = True
        self.posseg: Any = object.__new__(type(tagger))
        self.posseg.__dict__.update(tokenizer=self.jieba, word_tag_tab=dict(tagger.word_tag_tab))
        if user is not None:
            with user.open("rb") as file:
                self.jieba.load_userdict(file)

    def all_of(self, text: str, tagged: bool = True) -> dict[str, list[Any]]:
        """What each function gives."""
        found: dict[str, list[Any]] = {}
        for hmm in (True, False):
            found[f"cut {hmm}"] = self.jieba.lcut(text, HMM=hmm)
            found[f"search {hmm}"] = self.jieba.lcut_for_search(text, HMM=hmm)
            if tagged:
                found[f"tag {hmm}"] = [(p.word, p.flag) for p in self.posseg.cut(text, HMM=hmm)]
        return found


def ours(segmenter: Segmenter, text: str, tagged: bool = True) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for hmm in (True, False):
        found[f"cut {hmm}"] = segmenter.cut(text, hmm)
        found[f"search {hmm}"] = segmenter.cut_for_search(text, hmm)
        if tagged:
            found[f"tag {hmm}"] = list(zip(*segmenter.tag(text, hmm), strict=True))
    return found


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference()


@pytest.fixture
def fresh_module(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(face, "_module", face._Module())
    yield


def segmenters(dictionary: Dictionary) -> dict[str, Segmenter]:
    """In plain Python, and by rjieba from the first character on where it is installed."""
    found = {"plain": Segmenter(dictionary, rust=False)}
    if rust_route.installed():
        found["rust"] = Segmenter(dictionary, plain_characters=0)
    return found


def test_the_functions_of_the_module_are_jiebas(reference: Reference) -> None:
    expected = reference.all_of(LAW_TEXT)
    for hmm in (True, False):
        assert list(words.cut(LAW_TEXT, hmm)) == expected[f"cut {hmm}"]
        assert list(words.cut_for_search(LAW_TEXT, hmm)) == expected[f"search {hmm}"]
        assert words.tag(LAW_TEXT, hmm=hmm) == expected[f"tag {hmm}"]


def test_both_ways_of_segmenting_give_jiebas_words_for_laws(reference: Reference) -> None:
    untagged = "\r\n".join(LAWS[20:600])
    text = "\r\n".join(LAWS[300:310])
    expected = reference.all_of(text)
    for name, segmenter in segmenters(Dictionary()).items():
        assert ours(segmenter, text) == expected, name
        assert ours(segmenter, untagged, False) == reference.all_of(untagged, False), name


def test_made_up_strings_give_jiebas_words(reference: Reference) -> None:
    both = segmenters(Dictionary())
    for number, text in enumerate(strings(FUZZ, seed=11)):
        tagged = number % 20 == 0
        expected = reference.all_of(text, tagged)
        for name, segmenter in both.items():
            assert ours(segmenter, text, tagged) == expected, (name, text)


@pytest.mark.parametrize("seed", range(2))
def test_a_users_words_count_as_in_jieba(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "user.txt"
    path.write_text("\n".join(user_lines(1_000, seed)), encoding="utf-8")
    reference = Reference(path)
    dictionary = Dictionary()
    add_user_words(dictionary, read_user_dictionary(path))
    assert dictionary.total == reference.jieba.total
    for word, entry in dictionary.user.items():
        assert reference.jieba.FREQ[word] == entry.frequency
    texts = ["\n".join(LAWS[:100]), *strings(60, seed, list(dictionary.user))]
    for name, segmenter in segmenters(dictionary).items():
        for number, text in enumerate(texts):
            tagged = number % 30 == 1
            assert ours(segmenter, text, tagged) == reference.all_of(text, tagged), (name, text)


ODD_DICTIONARIES = {
    "a word struck out": ["发展 0", "中国 0", "一体化 0 n"],
    "a character struck out": ["的 0", "人 0", "了"],
    "a word that the model may not make": ["杭研 0"],
    "single letters": ["A 1000000 n", "7 5", "AI 1", "AIB 3"],
    "Latin words": ["AI 3 n", "G60 5 ns", "x86 2"],
    "signs in words": ["γ射线 3 n", "T-100 5 nz", "50% 3", "Edu Trust认证 3 n", "㐀中 5"],
    "a word twice": ["云计算 3 n", "云计算", "云计算 2 v"],
    "a known word without a tag": ["经济 5"],
    "a word of a rare character": ["𠀀好 3", "龘靐 2 nr", "鿕鿖 2"],
}
ODD_TEXT = (
    "中国的发展,一体化的人了。杭研大厦里AIB和AI,A股G60科创走廊x86_64。γ射线照T-100型,50%的"
    "Edu Trust认证,云计算的经济，𠀀好龘靐㐀中鿕鿖，7天AIBAI"
)


@pytest.mark.parametrize("name", ODD_DICTIONARIES)
def test_odd_user_dictionaries_count_as_in_jieba(tmp_path: Path, name: str) -> None:
    from jieba import finalseg

    path = tmp_path / "user.txt"
    path.write_text("\n".join(ODD_DICTIONARIES[name]), encoding="utf-8")
    try:
        expected = Reference(path).all_of(ODD_TEXT)
    finally:
        finalseg.Force_Split_Words.clear()  # jieba keeps these for all its dictionaries
    dictionary = Dictionary()
    add_user_words(dictionary, read_user_dictionary(path))
    for way, segmenter in segmenters(dictionary).items():
        assert ours(segmenter, ODD_TEXT) == expected, way


def test_a_user_dictionary_changes_the_functions_of_the_module(
    fresh_module: None, tmp_path: Path
) -> None:
    path = tmp_path / "user.txt"
    path.write_text("\ufeff先行启动区 10 nz\n\n揭榜挂帅\n", encoding="utf-8")
    assert "先行启动区" not in words.cut("在先行启动区揭榜挂帅")
    words.load_userdict(path)
    assert words.cut("在先行启动区揭榜挂帅") == ["在", "先行启动区", "揭榜挂帅"]
    assert words.tag("先行启动区") == [("先行启动区", "nz")]
    word, flag = words.tag("揭榜挂帅")[0]
    assert (word, flag) == ("揭榜挂帅", "x")


def test_a_faulty_user_dictionary_adds_nothing(fresh_module: None, tmp_path: Path) -> None:
    path = tmp_path / "user.txt"
    path.write_bytes("先行启动区 10\n".encode() + b"\xd6\xd0\xb9\xfa\n")
    with pytest.raises(UsageError, match=r"user\.txt:2: not UTF-8"):
        words.load_userdict(path)
    assert "先行启动区" not in words.cut("在先行启动区")


@pytest.mark.parametrize(
    "word", ["云计算", "一网通办", "中国", "AI芯片", "γ射线", "AT", "龥龥", "C#"]
)
def test_the_suggested_frequency_is_jiebas(reference: Reference, word: str) -> None:
    assert suggest_frequency(Dictionary(), word) == reference.jieba.suggest_freq(word)


@pytest.mark.parametrize("text", ["", " ", "\r\n", "。", "a", "好", "𠀀", "\n\n好\n"])
def test_next_to_nothing_is_cut_as_jieba_does(reference: Reference, text: str) -> None:
    for segmenter in segmenters(Dictionary()).values():
        assert ours(segmenter, text) == reference.all_of(text)


@pytest.mark.parametrize("text", ["中" * 5_000, "0" * 20_000, " " * 20_000, "-" * 9_000, "龥" * 99])
def test_long_runs_are_cut_in_linear_time(text: str) -> None:
    for segmenter in segmenters(Dictionary()).values():
        assert "".join(segmenter.cut(text)) == text
        assert "".join(segmenter.tag(text)[0]) == text
