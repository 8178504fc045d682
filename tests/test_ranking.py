"""Which sentences are chosen: exact, in order, within the budget, the same for both scripts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.document import Document
from yrd_cli.summarize import key_terms, rank_sentences
from yrd_cli.summarize.query import Query
from yrd_cli.summarize.worth import worth

ARTICLE = "\n".join(
    [
        "长三角一体化发展示范区昨天揭牌，总投资2192亿元。",
        "示范区横跨沪苏浙，面积约2300平方公里，涉及青浦、吴江、嘉善三地。",
        "记者在现场看到，很多市民前来参观拍照，天气很好。",
        "长三角一体化发展示范区将率先探索生态绿色一体化发展的新机制。",
        "有人问：这样好吗？",
        "长三角一体化发展示范区昨天揭牌，总投资2192亿元。",
        "专家认为，一体化发展需要打破行政壁垒，让要素自由流动。",
    ]
)
TITLE = "长三角一体化发展示范区揭牌"
FOLD = str.maketrans("长体发资区横产业", "長體發資區橫產業")


def texts(*args: object, **options: object) -> list[str]:
    return [s.text for s in rank_sentences(*args, **options)]  # type: ignore[arg-type]


def test_ranked_sentences_are_exact_and_each_once() -> None:
    ranked = rank_sentences(ARTICLE, title=TITLE)
    assert all(ARTICLE[s.start : s.end] == s.text for s in ranked)
    assert [s.rank for s in ranked] == [1, 2, 3, 4, 5]  # one is a repeat, one too short
    assert len({s.text for s in ranked}) == 5
    assert ranked[0].start == 0


def test_what_states_something_comes_before_what_points_back_or_asks() -> None:
    chosen = texts(ARTICLE, 3, title=TITLE, order="document")
    assert len(chosen) == 3
    assert not any(s.startswith(("记者", "有人")) for s in chosen)


def test_the_order_is_of_rank_or_of_the_document() -> None:
    by_rank = rank_sentences(ARTICLE, 4, order="rank")
    by_place = rank_sentences(ARTICLE, 4, order="document")
    assert [s.rank for s in by_rank] == [1, 2, 3, 4]
    assert [s.start for s in by_place] == sorted(s.start for s in by_rank)


@pytest.mark.parametrize("most", [10, 30, 60, 100, 10_000])
def test_a_budget_of_characters_is_never_exceeded(most: int) -> None:
    assert sum(map(len, texts(ARTICLE, chars=most))) <= most


@pytest.mark.parametrize("ratio", [0.001, 0.2, 0.5, 1.0])
def test_a_ratio_is_a_share_of_the_text_and_of_at_least_one_sentence(ratio: float) -> None:
    chosen = texts(ARTICLE, ratio=ratio)
    assert len(chosen) == 1 or sum(map(len, chosen)) <= ratio * len(ARTICLE)
    assert chosen


def test_of_several_limits_the_tightest_holds() -> None:
    assert len(texts(ARTICLE, 2, chars=1000, ratio=1.0)) == 2
    assert len(texts(ARTICLE, 5, chars=40)) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"sentences": 0},
        {"chars": 0},
        {"ratio": 0.0},
        {"ratio": 1.5},
        {"order": "random"},
        {"query": " ，"},
    ],
)
def test_what_lets_nothing_through_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        texts(ARTICLE, **options)


def test_a_query_gives_only_sentences_that_speak_of_it() -> None:
    assert texts(ARTICLE, 3, query="行政壁垒") == [ARTICLE.split("\n")[-1]]
    assert texts(ARTICLE, 3, query="行政壁壘") == [ARTICLE.split("\n")[-1]]
    assert texts(ARTICLE, 3, query="火星") == []
    assert all("面积" in s or "投资" in s for s in texts(ARTICLE, query="面积 投资"))


def test_a_sentence_with_more_words_of_the_query_says_more_of_it() -> None:
    asked = Query("长三角 投资")
    both, one, none = asked.relevance(["长三角投资", "长三角", "今天"])
    assert both > one > none == 0


def test_both_scripts_give_the_same_sentences_and_terms() -> None:
    traditional = ARTICLE.translate(FOLD)
    assert traditional != ARTICLE
    ours = rank_sentences(ARTICLE, title=TITLE)
    theirs = rank_sentences(traditional, title=TITLE.translate(FOLD))
    assert [(s.start, s.score) for s in ours] == [(s.start, s.score) for s in theirs]
    assert [t.translate(FOLD) for t in key_terms(ARTICLE)] == key_terms(traditional)


def test_the_title_itself_is_no_sentence_of_a_summary() -> None:
    document = Document("a", f"{TITLE}\n{ARTICLE}", title=TITLE)
    assert TITLE not in texts(document)
    assert texts(Document("a", TITLE, title=TITLE)) == [TITLE]


def test_nearly_the_same_sentence_is_not_chosen_twice() -> None:
    text = (
        "示范区总投资2192亿元，创造就业。示范区总投资2192亿元，创造了就业。青浦举行了龙舟比赛活动。"
    )
    assert "青浦举行了龙舟比赛活动。" in texts(text, 2)


def test_key_terms_are_words_of_the_text() -> None:
    terms = key_terms(ARTICLE)
    assert {"长三角", "示范区", "一体化"} <= set(terms)
    assert all(term in ARTICLE for term in terms)
    assert not {"我们", "记者", "昨天"} & set(terms)


def test_a_name_that_the_dictionary_lacks_is_a_term_when_it_repeats() -> None:
    assert "歆玥" in key_terms("歆玥来了。大家欢迎歆玥。歆玥笑了。")


WORTH_LESS = [
    "这是一件很大的好事情，大家都很满意。",
    "此外，各地还要做好其他有关方面的工作。",
    "大家都在问，这件事情究竟该怎么办呢？",
    "“大家都很满意，我们还会继续努力做好。”",
    "责任编辑：张三李四王五赵六孙七周八吴九。",
    "各地做好有关方面的工作情况通报如下所述",
]


@pytest.mark.parametrize("text", WORTH_LESS)
def test_a_sentence_that_cannot_stand_alone_is_worth_less(text: str) -> None:
    assert worth(text) < worth("各地认真做好有关方面的工作，成效显著。")


@pytest.mark.parametrize(
    "text",
    ["投资增长10.2%，各地认真做好有关方面工作。", "各地印发《关于做好工作的意见》的通知文件。"],
)
def test_figures_and_titles_are_worth_more(text: str) -> None:
    assert worth(text) > worth("各地认真做好有关方面的工作，成效显著。")


@given(st.text("甲乙丙丁长三角投资。！？“”《》，\n12亿元%", max_size=120), st.integers(1, 5))
def test_any_text_gives_exact_sentences_within_the_number(text: str, count: int) -> None:
    ranked = rank_sentences(text, count)
    assert len(ranked) <= count
    assert all(text[s.start : s.end] == s.text for s in ranked)


@pytest.mark.parametrize("text", ["", "\n\n", " "])
def test_a_text_without_a_sentence_has_none(text: str) -> None:
    assert rank_sentences(text) == []
    assert key_terms(text) == []


def test_time_grows_no_faster_than_the_text() -> None:
    def seconds(copies: int) -> float:
        lines = (f"第{n}项：{ARTICLE}" for n in range(copies))
        text = "\n".join(lines)
        start = time.process_time()
        rank_sentences(text, 3)
        return time.process_time() - start

    seconds(50)
    assert seconds(2000) < 12 * max(seconds(400), 0.1)  # linear: 5 times; quadratic: 25
