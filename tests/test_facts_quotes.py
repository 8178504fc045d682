"""Quotations: what counts as one, and who says it; all marks, unmatched ones too."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.summarize.facts.model import Spans
from yrd_cli.summarize.facts.named import named_facts
from yrd_cli.summarize.facts.quotes import quotations


def spoken(text: str) -> list[tuple[str, str | None]]:
    facts = named_facts(text, Spans())
    return [(f.text, f.value["speaker"]) for f in facts if f.type == "quote"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("党委书记王平说：“我们要抓好落实，不留尾巴。”", "王平"),
        ("“我们要抓好落实，不留尾巴。”党委书记王平说。", "王平"),
        ("“我们要抓好落实，”王平表示，“不留尾巴。”主任王平强调。", "王平"),
        ("副组长沈文华刚刚度过元旦。“一家三口在三个地方，第一次分开跨年。”", "沈文华"),
        ("“一个地方，两种变化。”这里的人们都这样说。", None),
        ("校长李国栋介绍情况。“今年的学生多了一倍，老师不够用。”他说。", "李国栋"),
        ("外长拉夫罗夫对记者表示：“谈判仍在继续，没有结果。”", "拉夫罗夫"),
        ("主任王平对记者李航说：“我们要抓好落实，不留尾巴。”", "王平"),
        ("「我們要抓好落實，不留尾巴。」黨委書記王平說。", "王平"),
        ("『我們要抓好落實，不留尾巴。』黨委書記王平說。", "王平"),
        ('党委书记王平说："我们要抓好落实，不留尾巴。"', "王平"),
        ("“我们要抓好落实，不留尾巴。“党委书记王平说。", "王平"),
        ("党委书记王平说：“我们要抓好落实，不留尾巴。", "王平"),
    ],
)
def test_the_speaker_is_found(text: str, speaker: str | None) -> None:
    assert [name for _, name in spoken(text)][:1] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "在这片“最江南”“跨区域”之地。", "“一网通办”改革。", "安徽“北大门”宿州。",
        "“批次贷”“科创贷”等产品。",
        "“十三五”期间发展很快。", "大赛以“全宿启杭”为名。", "共建“一带一路”倡议。",
        "提出“学思想、强党性、重实践、建新功”的总要求。", "工业“联姻”，手牵手。", "没有引号。",
    ],
)  # fmt: skip
def test_terms_in_marks_are_no_quotations(text: str) -> None:
    assert spoken(text) == []


def test_a_name_in_marks_inside_a_quotation_does_not_end_it() -> None:
    text = "主任王平说：“我们说的“一网通办”不容易，要慢慢来。”"
    assert spoken(text) == [("我们说的“一网通办”不容易，要慢慢来。", "王平")]


def test_the_maker_of_the_page_does_not_speak() -> None:
    assert spoken("记者 李航\n“我们要抓好落实，不留尾巴。”") == [
        ("我们要抓好落实，不留尾巴。", None)
    ]


@given(st.text('“”「」"。，说王平一\n', max_size=60))
def test_quotations_lie_in_their_marks_apart_and_in_order(text: str) -> None:
    found = list(quotations(text))
    assert all(q.outer_start < q.start <= q.end <= q.outer_end <= len(text) for q in found)
    assert all(a.outer_end <= b.outer_start for a, b in pairwise(found))
    assert all("\n" not in text[q.start : q.end] for q in found)
