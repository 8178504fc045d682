"""The subject of a figure is the noun phrase before it, inherited across a list of clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.summarize.facts import extract_facts
from yrd_cli.summarize.facts.model import Fact
from yrd_cli.summarize.facts.subjects import with_subjects


def subjects(text: str, *facts: tuple[str, str]) -> dict[str, str | None]:
    """The subjects of the facts given as (type, text)."""
    placed = [Fact(k, t, text.index(t), text.index(t) + len(t)) for k, t in facts]  # type: ignore[arg-type]
    return {f.text: f.subject for f in with_subjects(text, placed)}


def test_a_list_of_figures_belongs_to_the_body_named_first() -> None:
    text = "2024年，江海产业园累计经营销售收入22.65亿元，招商引资到位资金16.96亿元，税收1.02亿元。"
    found = subjects(
        text,
        ("org", "江海产业园"), ("date", "2024年"),
        ("money", "22.65亿元"), ("money", "16.96亿元"), ("money", "1.02亿元"),
    )  # fmt: skip
    assert found["22.65亿元"] == "江海产业园累计经营销售收入"
    assert found["16.96亿元"] == "江海产业园招商引资到位资金"
    assert found["1.02亿元"] == "江海产业园税收"


@pytest.mark.parametrize(
    "dateline",
    [
        "據新華社上海1月3日電 ",
        "据新华社上海1月3日电（记者王平）",
        "央视网消息（新闻联播）：",
        "本报讯 ",
        "中国网5月13日讯 ",
    ],
)
def test_the_dateline_is_no_subject(dateline: str) -> None:
    found = [
        f.subject for f in extract_facts(f"{dateline}长三角去年投资2192亿元") if f.type == "money"
    ]
    assert found == ["长三角去年投资"]


def test_a_subject_keeps_the_marks_of_quotation_within_it() -> None:
    found = subjects("“专精特新”企业贷款增长20%", ("percent", "20%"))
    assert found["20%"] == "“专精特新”企业贷款"


def test_traditional_text_keeps_its_characters_in_the_subject() -> None:
    found = subjects("宿州市稅收1.02億元", ("place", "宿州市"), ("money", "1.02億元"))
    assert found["1.02億元"] == "宿州市稅收"


@pytest.mark.parametrize(
    ("text", "fact", "subject"),
    [
        ("地区生产总值年均增长10.2%", ("percent", "10.2%"), "地区生产总值"),
        ("出口额达到3亿元", ("money", "3亿元"), "出口额"),
        ("其中，财政收入同比下降5%", ("percent", "5%"), "财政收入"),
        ("预计总投资约20亿元", ("money", "20亿元"), "总投资"),
        ("20亿元已到位", ("money", "20亿元"), None),
    ],
)
def test_verbs_and_adverbs_are_no_part_of_it(
    text: str, fact: tuple[str, str], subject: str | None
) -> None:
    assert subjects(text, fact)[fact[1]] == subject


def test_a_share_belongs_to_the_figure_before_it() -> None:
    text = "松江区投资744亿元，占33.9%"
    found = subjects(text, ("place", "松江区"), ("money", "744亿元"), ("percent", "33.9%"))
    assert found["33.9%"] == "松江区投资"


def test_the_sum_of_counted_projects_is_theirs() -> None:
    text = "签署86个合作项目，总投资2192亿元"
    found = subjects(text, ("count", "86个合作项目"), ("money", "2192亿元"))
    assert found["2192亿元"] == "86个合作项目总投资"


def test_the_next_sentence_inherits_nothing() -> None:
    text = "宿州市税收1亿元。收入22亿元"
    found = subjects(text, ("place", "宿州市"), ("money", "1亿元"), ("money", "22亿元"))
    assert found["22亿元"] == "收入"


@given(st.text("宿州市收入，。占达1亿元 （）\n", max_size=60), st.data())
def test_facts_keep_their_order_and_place(text: str, data: st.DataObject) -> None:
    spans = data.draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=6))
    facts = [Fact("money", text[i : i + 1], i, min(len(text), i + 1)) for i in spans]
    given_back = with_subjects(text, facts)
    assert [(f.start, f.end, f.text) for f in given_back] == [
        (f.start, f.end, f.text) for f in facts
    ]
