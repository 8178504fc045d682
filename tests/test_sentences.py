"""Sentences end where a reader ends them, and are pieces of the text."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.summarize import extract_facts
from yrd_cli.summarize.sentences import LONGEST, REPEATED, split_sentences

CASES = [
    ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
    ("他说:“走吧!”她没动。", ["他说:“走吧!”", "她没动。"]),
    ("他说：“好。走吧！”大家笑了。", ["他说：“好。走吧！”", "大家笑了。"]),
    ("「好。」他說。", ["「好。」", "他說。"]),
    ("『好。走。』他說。", ["『好。走。』", "他說。"]),
    ('他说:"好!走!"她没动.', ['他说:"好!走!"', "她没动."]),
    ("“很好！”，他说。完", ["“很好！”，他说。", "完"]),
    ("“甲。”的话。", ["“甲。”的话。"]),
    ("“一句。两句。”他说。", ["“一句。两句。”", "他说。"]),
    ("“没完的话。他又说：“真的。”完。", ["“没完的话。", "他又说：“真的。”", "完。"]),
    ("看《谁是谁？》一书。好", ["看《谁是谁？》一书。", "好"]),
    ("看《谁是谁？》", ["看《谁是谁？》"]),
    ("破《书名没完。下一句。", ["破《书名没完。", "下一句。"]),
    ("今天(昨天。前天)的事。完", ["今天(昨天。前天)的事。", "完"]),
    ("他（走了。）没来。", ["他（走了。）没来。"]),
    ("完了。（记者张三。）下一句。", ["完了。", "（记者张三。）", "下一句。"]),
    ("他走了……我没走。", ["他走了……", "我没走。"]),
    ("真的？！是。", ["真的？！", "是。"]),
    ("真的?!是,对;好:行!完", ["真的?!", "是,对;好:行!", "完"]),
    ("增长12.5%。见 www.a.cn 网", ["增长12.5%。", "见 www.a.cn 网"]),
    ("共1,000.5万元.其中三.五倍.", ["共1,000.5万元.", "其中三.五倍."]),
    ("一.发展很快.十二.投资也多.", ["一.发展很快.", "十二.", "投资也多."]),
    ("见www.a.cn/x?id=3&b=4网!好", ["见www.a.cn/x?id=3&b=4网!", "好"]),
    ("发展很快. 投资也多.", ["发展很快.", "投资也多."]),
    ("It is fine. We go. See 3.5 etc.", ["It is fine.", "We go.", "See 3.5 etc."]),
    ("标题\n  正文。\n\n", ["标题", "正文。"]),
    ("", []),
    ("。。。", ["。。。"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [s.text for s in split_sentences(text)] == expected


def test_a_quotation_of_several_hundred_characters_is_one_sentence() -> None:
    text = "他说：“" + "我们要做好这件事。" * 40 + "”会后散了。"
    assert [s.text for s in split_sentences(text)] == [text[:-5], text[-5:]]


@given(st.text("甲乙。！？!?.…“”「」《》()（）\"'，的\n 1", max_size=60))
def test_sentences_are_pieces_of_the_text_in_order_and_lose_nothing(text: str) -> None:
    sentences = split_sentences(text)
    assert all(text[s.start : s.end] == s.text for s in sentences)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    assert "".join("".join(s.text for s in sentences).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "piece", [" ", "“", "《", '"', "(", "。", "好.", "…", "?", "a. ", "。”", "“。", "@", "9"]
)
def test_time_is_linear_in_hostile_text(piece: str) -> None:
    start = time.process_time()
    split_sentences(piece * (200_000 // len(piece)))
    assert time.process_time() - start < 2


def test_of_an_endless_sentence_what_stands_around_a_fact_is_quoted() -> None:
    text = "投资2192亿元，" * 2_000 + "完。"
    facts = extract_facts(text)
    assert len(facts) >= 2_000
    for fact in facts:
        assert fact.sentence is not None
        assert fact.text in fact.sentence
        assert fact.sentence in text
    assert sum(len(fact.sentence or "") for fact in facts) <= 2 * REPEATED * len(text)


def test_a_sentence_of_common_length_is_quoted_whole() -> None:
    text = "前面说过，" * 50 + "投资2192亿元，" + "后面再说，" * 40 + "完。"
    (fact,) = (fact for fact in extract_facts(text) if fact.type == "money")
    assert fact.sentence == text
    (sentence,) = split_sentences(text)
    assert len(sentence.around(0, 2)) == len(text) <= LONGEST
