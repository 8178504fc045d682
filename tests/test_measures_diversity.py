"""The lexical diversity of a text, all measures at once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.stats import measures
from yrd_cli.stats.diversity import Diversity, diversity, diversity_table, measure_table

# The README of LexicalRichness: lower case, without marks and digits.
TEXT = re.findall(
    r"\w+",
    "measure of textual lexical diversity computed as the mean length of sequential words in a"
    " text that maintains a minimum threshold ttr score iterates over words until ttr scores falls"
    " below a threshold then increase factor counter by and start over mccarthy and jarvis pg"
    " recommends a factor threshold in the range of mccarthy mccarthy and jarvis",
)


def test_the_figures_are_the_published_ones() -> None:
    figures = diversity(TEXT, window=25, segment=25)
    assert (figures.tokens, figures.types) == (57, 39)
    for name, value in {
        "ttr": 0.6842105263157895,
        "root_ttr": 5.165676192553671,
        "corrected_ttr": 3.6526846651686067,
        "herdan_c": 0.9061378160786574,
        "mattr": 0.8351515151515151,
        "msttr": 0.88,
        "mtld": 46.79226361031519,
        "hd_d": 0.7468703323966486,
    }.items():
        assert getattr(figures, name) == pytest.approx(value), name


def test_an_empty_text_has_counts_of_zero_and_no_figures() -> None:
    figures = diversity([])
    assert (figures.tokens, figures.types, figures.hapax) == (0, 0, 0)
    assert {getattr(figures, n) for n in Diversity.__slots__} == {0, None}


def test_a_text_of_one_word_has_what_is_defined() -> None:
    figures = diversity(["一"])
    assert (figures.ttr, figures.hapax_share, figures.entropy) == (1, 1, 0)
    assert figures.herdan_c is figures.hd_d is figures.zipf_slope is None


@given(st.lists(st.sampled_from("abcdef"), max_size=50))
def test_numbers_for_words_do_as_well(text: list[str]) -> None:
    assert diversity([ord(c) for c in text]) == diversity(text)


def test_the_settings_are_those_of_the_measures() -> None:
    figures = diversity(TEXT, window=10, segment=5, factor_size=0.66, sample=20)
    assert figures.mattr == measures.mattr(TEXT, window=10)
    assert figures.msttr == measures.msttr(TEXT, segment=5)
    assert figures.mtld == measures.mtld(TEXT, factor_size=0.66)
    assert figures.hd_d is not None


def test_tables_have_a_row_a_text_or_a_row_a_measure() -> None:
    figures = diversity(TEXT)
    wide = diversity_table([("one", figures), ("none", diversity([]))])
    assert [c.name for c in wide.columns] == ["text", *Diversity.__slots__]
    assert [row[0] for row in wide.rows] == ["one", "none"]
    tall = measure_table(figures)
    assert [row[0] for row in tall.rows] == list(Diversity.__slots__)
    assert next(wide.records())["ttr"] == 0.6842
