"""The counts of `stats`: exact, mergeable, and the same however the text is cut into parts."""

from __future__ import annotations

import json
import pickle
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.document import Document
from yrd_cli.errors import UsageError
from yrd_cli.stats import coded, figures, measures
from yrd_cli.stats.coded import CodedText
from yrd_cli.stats.collocates import CollocateView
from yrd_cli.stats.counting import Counting
from yrd_cli.stats.keyness import KeynessSettings, keyness_table
from yrd_cli.stats.nodes import Node
from yrd_cli.stats.partials import merged
from yrd_cli.stats.references import CountedReference, SavedReference
from yrd_cli.stats.terms import TermView
from yrd_cli.stats.tokens import Tokens
from yrd_cli.stats.units import OTHER, units
from yrd_cli.stats.views import Listing
from yrd_cli.stop_words import default_stop_words
from yrd_cli.words import Segmentation
from yrd_cli.writing.tables import Table

ALL = Listing()

MARKS = ["，", "。", "\n", " ", "…"]


class Cut(Segmentation):
    """Words that are cut already: spaces stand between them, ``/`` before the part of speech."""

    def words(self, text: str) -> list[str]:
        return [token.partition("/")[0] for token in text.split(" ")]

    def tagged(self, text: str) -> tuple[list[str], list[str]]:
        return self.words(text), [token.partition("/")[2] or "x" for token in text.split(" ")]


def tokens(text: str, *, tagged: bool = False) -> Tokens:
    return Tokens(text, Cut(), tagged=tagged)


def view_of(*texts: str, **settings: Any) -> TermView:
    view = TermView(**settings)
    for number, text in enumerate(texts):
        view.add(Document(str(number), text), tokens(text, tagged="pos" in settings))
    return view


def rows(table: Table) -> list[dict[str, Any]]:
    return list(table.records())


def column(table: Table, name: str) -> list[Any]:
    return [row[name] for row in rows(table)]


WORDS = st.sampled_from(["甲", "乙", "丙丁", "戊", "G60", *MARKS])
DOCUMENTS = st.lists(st.lists(WORDS, max_size=30), max_size=8)


def counted(documents: list[list[str]]) -> TermView:
    view = TermView()
    for words in documents:
        view.text.add(words)
    return view


@given(DOCUMENTS)
def test_figures_of_terms_are_those_of_the_measures(documents: list[list[str]]) -> None:
    plain = [[w for w in words if w not in MARKS] for words in documents]
    flat = [word for words in plain for word in words]
    sizes = [len(words) for words in plain]
    for row in rows(counted(documents).table(ALL)):
        term = row["term"]
        spread = [words.count(term) for words in plain]
        places = [at for at, word in enumerate(flat) if word == term]
        expected = {
            "frequency": sum(spread),
            "per_million": measures.per_million(sum(spread), len(flat)),
            "documents": sum(map(bool, spread)),
            "range": measures.dispersion_range(spread, sizes),
            "tf_idf": measures.tf_idf(sum(spread), sum(map(bool, spread)), len(plain)),
            "arf": measures.average_reduced_frequency(places, len(flat)),
            "dp": measures.dp(spread, sizes),
            "dp_norm": measures.dp_norm(spread, sizes),
            "juilland_d": measures.juilland_d(spread, sizes),
            "rosengren_s": measures.rosengren_s(spread, sizes),
            "carroll_d2": measures.carroll_d2(spread, sizes),
        }
        for name, value in expected.items():
            assert row[name] == (None if value is None else pytest.approx(value, abs=6e-3)), name
            if name not in ("per_million", "tf_idf", "arf") and value is not None:
                assert row[name] == pytest.approx(value, abs=1e-6), name


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text counts as large, and blocks as small: numpy counts across blocks."""
    monkeypatch.setattr(figures, "NUMPY_PAYS", 0)
    monkeypatch.setattr(coded, "NUMPY_PAYS", 0)
    monkeypatch.setattr(coded, "BLOCK_TOKENS", 7)
    monkeypatch.setattr(coded, "HELD_BYTES", 64)


DOCUMENT_SETS = [
    [],
    [[]],
    [["甲"]],
    [["，", "。"], ["甲"]],
    [["甲", "甲", "，", "乙"], [], ["乙", "丙丁"], ["甲"] * 9, ["戊", "甲", "乙"] * 3],
    [[*"甲乙丙甲丁甲戊。"] * n for n in range(6)],
]


@pytest.mark.parametrize("documents", DOCUMENT_SETS)
def test_large_texts_have_the_same_figures(
    documents: list[list[str]], large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = rows(counted(documents).table(ALL))
    merged = TermView()
    for part in documents:
        merged.merge(pickle.loads(pickle.dumps(counted([part]))))
    assert rows(merged.table(ALL)) == vectors
    monkeypatch.setattr(figures, "NUMPY_PAYS", 10**9)
    assert vectors == rows(counted(documents).table(ALL))


@given(DOCUMENTS, st.integers(0, 8))
def test_parts_add_up_to_the_whole(documents: list[list[str]], cut: int) -> None:
    whole = counted(documents).table(ALL)
    first, second = counted(documents[:cut]), counted(documents[cut:])
    copy = TermView()
    for part in (first, second):
        copy.load(json.loads(json.dumps(part.state())))
    assert (copy.table(ALL).rows, copy.title()) == (whole.rows, whole.title)
    first.merge(second)
    assert first.table(ALL).rows == whole.rows


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({}, "sizes"),
        ({"sizes": [1]}, "terms are missing"),
        ({"sizes": [2], "terms": {"甲": [0]}}, "no term has position 1"),
        ({"sizes": [1], "terms": {"甲": [0], "乙": [0]}}, "position 0 of '乙' is not free"),
        ({"sizes": [1], "terms": {"甲": [9]}}, "position 9"),
        ({"sizes": [1], "terms": {"甲": "0"}}, "no list of numbers"),
        ({"sizes": [-1], "terms": {}}, "no list of numbers"),
        ({"sizes": [True], "terms": {}}, "no list of numbers"),
    ],
)
def test_a_broken_state_is_refused(state: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        TermView().load(state)


def test_a_long_text_lies_in_a_file_and_comes_back(large: None) -> None:
    text = CodedText()
    documents = [[f"w{n % 11}"] * (n % 5) for n in range(60)]
    for words in documents:
        text.add(words)
    names = text.vocabulary
    found = [[names[c] for c in codes] for codes, _ in text.blocks()]
    assert len(found) > 10
    assert [w for block in found for w in block] == [w for words in documents for w in words]
    assert [n for _, sizes in text.blocks() for n in sizes] == list(map(len, documents))
    assert text.tokens == sum(map(len, documents))


def test_order_is_score_then_frequency_then_term() -> None:
    table = view_of("丙 甲 乙 乙 甲 丁").table(ALL)
    assert column(table, "term") == ["乙", "甲", "丁", "丙"]
    assert column(view_of("丙 甲 乙 乙 甲 丁").table(Listing(top=3)), "term") == ["乙", "甲", "丁"]
    by_term = view_of("b a b").table(Listing(sort="term"))
    assert column(by_term, "term") == ["a", "b"]
    turned = view_of("b a b").table(Listing(sort="-frequency"))
    assert column(turned, "term") == ["a", "b"]
    with pytest.raises(UsageError, match="no column 'freq': this view has term, frequency"):
        view_of("a").table(Listing(sort="freq"))


def test_columns_are_chosen_by_name() -> None:
    def names(listing: Listing) -> list[str]:
        return [c.name for c in view_of("a b").table(listing).columns]

    assert names(Listing(columns=("dp", "term"))) == ["dp", "term"]
    assert names(Listing(columns=("all",), wide=False)) == names(ALL)
    assert len(names(Listing(wide=False))) < len(names(ALL)) == 12
    assert names(Listing(columns=("arf", "all")))[:2] == ["arf", "term"]


def test_ngrams_stay_within_a_sentence_and_pass_over_marks() -> None:
    found = units(tokens("我 爱 ， 北京 。 天安门 \n 很 大 ； 是 的"), 2)
    assert found == ["我 爱", "爱 北京", "很 大", "是 的"]
    assert units(tokens("甲 乙 丙"), 3) == ["甲 乙 丙"]
    assert units(tokens("甲 乙"), 3) == []
    characters = Tokens("长三角。G6", Segmentation(), "char")
    assert units(characters, 2) == ["长三", "三角", "G6"]


def test_parts_of_speech_choose_what_is_listed_and_not_what_is_counted() -> None:
    view = view_of("上海/ns 的/uj 经济/n 发展/vn 。/x 很/d", pos=("n", "vn"))
    table = view.table(ALL)
    assert set(column(table, "term")) == {"上海", "经济", "发展"}
    assert view.totals() == {"documents": 1, "words": 5, "terms": 3}
    grams = units(tokens("经济/n 发展/vn 的/uj 经济/n", tagged=True), 2, ("n", "v"))
    assert grams == ["经济 发展", OTHER, OTHER]
    copy = TermView(pos=("n", "vn"))
    copy.load(view.state())
    assert copy.table(ALL).rows == table.rows


@pytest.mark.parametrize(
    ("listing", "terms"),
    [
        (Listing(min_freq=2), ["的", "长三角"]),
        (Listing(min_len=2), ["长三角", "一體化"]),
        (Listing(stopwords=frozenset({"的"})), ["长三角", "一體化", "a"]),
        (Listing(stopwords=frozenset({"一体化"})), ["的", "长三角", "a"]),
    ],
)
def test_filters_choose_rows(listing: Listing, terms: list[str]) -> None:
    view = view_of("的 长三角 的 一體化 的 长三角 a")
    table = view.table(listing)
    assert column(table, "term") == sorted(terms, key=lambda t: (-"的长三角".count(t[0]), 0)) or (
        sorted(column(table, "term")) == sorted(terms)
    )
    assert table.title == view.table(ALL).title


@given(st.lists(WORDS, max_size=60))
def test_bigrams_are_pairs_of_neighbours_in_a_sentence(words: list[str]) -> None:
    expected: Counter[str] = Counter()
    sentence: list[str] = []
    for word in [*words, "。"]:
        if word in ("。", "\n", "…"):
            expected.update(f"{a} {b}" for a, b in pairwise(sentence))
            sentence = []
        elif word not in MARKS:
            sentence.append(word)
    given_words = tokens("")
    given_words.__dict__["words"] = words
    assert Counter(units(given_words, 2)) == expected


# --- collocates ----------------------------------------------------------------------------------


def collocates(text: str, *nodes: str, window: tuple[int, int] = (5, 5)) -> CollocateView:
    view = CollocateView(nodes, window)
    view.add(Document("", text), tokens(text))
    return view


def together(view: CollocateView) -> dict[str, tuple[int, int]]:
    return {r["term"]: (r["left"], r["right"]) for r in rows(view.table(ALL))}


def test_a_window_never_leaves_its_sentence() -> None:
    view = collocates("甲 乙 。 丙 ， 点 丁 ！ 戊", "点", window=(9, 9))
    assert together(view) == {"丙": (1, 0), "丁": (0, 1)}


def test_a_window_is_as_wide_as_asked_and_marks_take_no_place() -> None:
    assert together(collocates("甲 乙 ， 点 “ 丙 丁", "点", window=(1, 2))) == {
        "乙": (1, 0),
        "丙": (0, 1),
        "丁": (0, 1),
    }
    assert together(collocates("点 点 点", "点", window=(1, 0))) == {"点": (2, 0)}


@pytest.mark.parametrize(
    ("node", "found"),
    [
        ("长三角", 2),
        ("长三角一体化", 1),
        ("长三角 一体化", 1),
        ("长三角的一体化", 0),
        ("三角", 0),
        (".*角", 3),
        ("长三角|珠三角", 3),
        ("三角$", 0),
        ("长三角 一.*", 1),
        (".三角 .+体化 珠三角", 1),
        (".+三角 长三角", 1),
        ("长三角 珠.*", 0),
        ("长三角 .+ .+ .+ .+", 0),
    ],
)
def test_a_node_is_a_word_or_several_or_a_regex(node: str, found: int) -> None:
    words = ["长", "三角洲", "长三角", "一体化", "珠三角", "长三角"]
    parsed = Node(node)
    assert len(list(parsed.spans(words, parsed.beginnings(words)))) == found


@pytest.mark.parametrize("node", ["一网 通办", "一. .*办"])
def test_a_node_of_several_words_is_not_in_its_own_window(node: str) -> None:
    found = collocates("甲 一网 通办 乙 ， 一网 ， 通办", node)
    assert together(found) == {"甲": (1, 0), "乙": (0, 1), "一网": (0, 1), "通办": (0, 1)}


@pytest.mark.parametrize("node", ["(", "[", "", "  ", "*", "(长三角 一体化|示范区)"])
def test_a_broken_node_is_a_usage_error(node: str) -> None:
    with pytest.raises(UsageError, match="--collocates"):
        Node(node)


def test_measures_of_collocates_are_those_of_the_package() -> None:
    row = rows(collocates("点 甲 乙 。 点 甲 。 丙 甲 丁 戊", "点", window=(0, 1)).table(ALL))[0]
    assert (row["term"], row["frequency"], row["term_frequency"]) == ("甲", 2, 3)
    counts = (2, 2, 3, 9)
    assert row["expected"] == pytest.approx(2 * 3 / 9, abs=1e-4)
    assert row["mi"] == pytest.approx(measures.mutual_information(*counts), abs=1e-4)
    assert row["log_dice"] == pytest.approx(measures.log_dice(2, 2, 3), abs=1e-4)
    assert row["delta_p_backward"] == pytest.approx(measures.delta_p_backward(*counts), abs=1e-6)


SENTENCES = st.lists(st.lists(WORDS, max_size=12), max_size=6)


@given(SENTENCES, st.integers(0, 3), st.integers(1, 3), st.integers(0, 6))
def test_collocates_are_counted_as_by_hand_and_add_up(
    documents: list[list[str]], left: int, right: int, cut: int
) -> None:
    expected: Counter[str] = Counter()
    views = [CollocateView(["甲", "丙."], (left, right)) for _ in range(3)]
    for number, words in enumerate(documents):
        given_words = tokens("".join(words))
        given_words.__dict__["words"] = words
        for view in (views[0], views[1 if number < cut else 2]):
            view.add(Document("", ""), given_words)
        sentence: list[str] = []
        for word in [*words, "。"]:
            if word in ("。", "\n", "…"):
                for at, node in enumerate(sentence):
                    if node == "甲":
                        expected.update(sentence[max(0, at - left) : at])
                        expected.update(sentence[at + 1 : at + 1 + right])
                sentence = []
            elif word not in MARKS:
                sentence.append(word)
    found = {r["term"]: r["frequency"] for r in rows(views[0].table(ALL)) if r["node"] == "甲"}
    assert found == expected
    copy = CollocateView(["甲", "丙."], (left, right))
    for view in views[1:]:
        copy.load(json.loads(json.dumps(view.state())))
    assert copy.table(ALL) == views[0].table(ALL)


# --- keyness -------------------------------------------------------------------------------------


def test_keyness_ranks_what_marks_the_corpus_first_and_what_it_lacks_last() -> None:
    view = view_of("甲 甲 甲 乙 丙", "甲 乙 乙 丙")
    reference = CountedReference(view_of("乙 乙 丙 丁 丁 丁 丁 丁"))
    table = rows(keyness_table(view, reference, KeynessSettings(), ALL))
    assert [r["term"] for r in table] == ["甲", "丙", "乙", "丁"]
    first, last = table[0], table[-1]
    counts = (4, 9, 0, 8)
    assert first["log_likelihood"] == pytest.approx(
        measures.log_likelihood_two_term(*counts), abs=1e-4
    )
    assert first["g2"] == pytest.approx(measures.log_likelihood_four_term(*counts), abs=1e-4)
    assert first["log_ratio"] == pytest.approx(measures.log_ratio(*counts), abs=1e-4)
    assert (first["smoothing"], first["percent_diff"], first["odds_ratio"]) == (0.5, "inf", "inf")
    assert last["percent_diff"] == -100
    assert (table[1]["smoothing"], last["smoothing"]) == (0, 0.5)


def test_keyness_settings_reach_the_table() -> None:
    view = view_of("甲 甲 甲 乙 丙", "乙 乙 丙")
    reference = SavedReference({"乙": 3, "丁": 2}, 10)

    def table(**settings: Any) -> list[dict[str, Any]]:
        return rows(keyness_table(view, reference, KeynessSettings(**settings), ALL))

    assert [r["term"] for r in table(min_range=2)] == ["丙", "乙"]
    assert "甲" not in [r["term"] for r in table(max_dp=0.3)]
    plain, corrected = table(), table(correction="bonferroni")
    assert all(r["p_adjusted"] == r["p"] for r in plain)
    assert corrected[0]["p_adjusted"] == pytest.approx(min(1, 4 * corrected[0]["p"]), rel=1e-3)
    assert table(smoothing=0)[0]["log_ratio"] == "inf"
    assert table(simple_maths=100)[0]["simple_maths"] < plain[0]["simple_maths"]


def test_every_measure_is_defined_or_empty_for_any_counts() -> None:
    nothing, one = view_of(), view_of("甲")
    for view in (nothing, one, view_of("甲 乙")):
        for reference in (SavedReference({"甲": 1}, 1), SavedReference({}, 0)):
            for row in rows(keyness_table(view, reference, KeynessSettings(), ALL)):
                assert all(value == value for value in row.values())  # NaN differs from itself


# --- words ---------------------------------------------------------------------------------------


def test_every_stop_word_is_one_word_of_the_segmenter() -> None:
    segmentation = Segmentation()
    assert [w for w in sorted(default_stop_words()) if segmentation.words(w) != [w]] == []
    assert {"的", "我们", "因为", "等等"} <= default_stop_words()
    assert {"中国", "经济", "发展"}.isdisjoint(default_stop_words())


def test_characters_are_counted_without_a_segmenter() -> None:
    class NoSegmenter(Segmentation):
        def words(self, text: str) -> list[str]:
            raise AssertionError

    counting = Counting(NoSegmenter(), unit="char")
    view = counting.new_view()
    document = Document("a", "长三角，长江", title="长")
    view.add(document, counting.tokens(document))
    assert column(view.table(ALL), "term")[0] == "长"
    assert column(view.table(ALL), "frequency")[0] == 3


@pytest.mark.parametrize(
    "counting",
    [{}, {"view": "x"}, {"view": "terms", "unit": "x"}, {"view": "terms", "ngrams": "x"}]
    + [{"view": "collocates", "unit": "word", "nodes": ["a"], "window": w} for w in ([1], "ab", 5)]
    + [{"view": "terms", "unit": "word", "more": 1}],
    ids=str,
)
def test_settings_of_a_partial_result_are_checked(counting: dict[str, Any]) -> None:
    partial = {"counting": counting, "segmentation": {}, "state": {}, "place": "p:1"}
    with pytest.raises(UsageError, match="p:1: broken partial result"):
        merged([partial], Counting(Segmentation()))
