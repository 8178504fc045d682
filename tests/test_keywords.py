"""Keywords are those of jieba.analyse, to the last digit and in its order."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yrd_cli.stats.keywords import STOP_WORDS, idf_table, keywords, textrank, tfidf
from yrd_cli.words import tag

LAWS = (Path(__file__).parent / "rules" / "laws.txt").read_text(encoding="utf-8")

TEXTS = [
    "",
    "。",
    "一",
    "the of and",
    "The cat and THE dog saw the cat",
    "一体化制度创新,一体化",
    "制度 制度 制度 制度 制度",
    "G60科创走廊建设稳步推进,G60科创走廊的专利数量翻了一番。",
    # jieba tags traditional text, of which it knows few words, at a fiftieth of the speed.
    *(LAWS[start : start + 120] for start in range(0, len(LAWS), len(LAWS) // 5)),
]

PIECES = ["国家", "发展", "的", "经济", "制度", "创新", ",", "。", "一", "G60", "the"]


@pytest.fixture(scope="module")
def analyse() -> Iterator[Any]:
    """jieba.analyse, kept silent."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pkg_resources is deprecated, and jieba imports it
        import jieba
        import jieba.analyse
    jieba.setLogLevel(logging.CRITICAL)
    yield jieba.analyse


@pytest.mark.parametrize("top", [5, None])
@pytest.mark.parametrize("pos", [None, ("n",), ("ns", "n", "vn", "v", "nr"), ("no such tag",)])
def test_tfidf_is_jiebas(analyse: Any, top: int | None, pos: tuple[str, ...] | None) -> None:
    for text in TEXTS:
        expected = analyse.extract_tags(text, topK=top, withWeight=True, allowPOS=pos or ())
        assert keywords(text, "tfidf", top, pos=pos) == expected


@pytest.mark.parametrize("top", [5, None])
@pytest.mark.parametrize("pos", [None, (), ("n", "nr")])
def test_textrank_is_jiebas(analyse: Any, top: int | None, pos: tuple[str, ...] | None) -> None:
    options = {} if pos is None else {"allowPOS": pos}
    for text in TEXTS:
        expected = analyse.textrank(text, topK=top, withWeight=True, **options)
        assert keywords(text, "textrank", top, pos=pos) == expected


def test_the_whole_table_of_frequencies_is_jiebas(analyse: Any) -> None:
    table = idf_table()
    assert {word: float(value) for word, value in table.values.items()} == (
        analyse.default_tfidf.idf_freq
    )
    assert table.median == analyse.default_tfidf.median_idf
    assert analyse.default_tfidf.stop_words == STOP_WORDS


@settings(max_examples=40)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_mixture_of_words_has_jiebas_keywords(analyse: Any, mixture: list[str]) -> None:
    text = "".join(mixture)
    for method, peer in (("tfidf", analyse.extract_tags), ("textrank", analyse.textrank)):
        assert keywords(text, method, None) == peer(text, topK=None, withWeight=True)  # type: ignore[arg-type]


def test_stop_words_are_left_out_before_the_relative_frequency() -> None:
    text = "创新驱动发展,创新引领未来"
    without = keywords(text, stopwords=STOP_WORDS | {"创新"})
    assert "创新" not in dict(without)
    assert dict(without)["引领"] > dict(keywords(text))["引领"]


def test_words_that_were_cut_before_have_the_same_keywords() -> None:
    text = LAWS[:300]
    tagged = tag(text)
    assert textrank(tagged, 9) == keywords(text, "textrank", 9)
    wanted = (word for word, flag in tagged if flag == "n")
    assert tfidf(wanted, 9) == keywords(text, pos=["n"], top=9)


def test_no_words_have_no_keywords() -> None:
    assert tfidf([]) == textrank([]) == []


def test_weights_can_be_written_as_json() -> None:
    assert json.loads(json.dumps(keywords("创新驱动发展")))[0][0] == "驱动"
