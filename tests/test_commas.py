"""Injected commas go where the page is full of them, and only there."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yrd_cli.clean.commas import strip_injected_commas
from yrd_cli.clean.draft import Draft, draft_of, rebuild
from yrd_cli.clean.reasons import CleanOptions

INJECTED = (
    "六年来,在希望与挑战之间,,世界加速演进,,以城市群为平台参与合作、闪耀世界,,渐成共识,。"
    "主要从事研发,、生产,、销售和服务,,目前产品包括三大系列,,广泛应用于汽车,、建材,、纺织,。"
    "制发《行动计划》,；与各区实现互访,,签订协议,。销售收入22亿元,,获得30%,,公司有限(集团),、"
)
PLAIN = (
    "六年来,在希望与挑战之间,世界加速演进,以城市群为平台参与合作、闪耀世界,渐成共识。"
    "主要从事研发、生产、销售和服务,目前产品包括三大系列,广泛应用于汽车、建材、纺织。"
    "制发《行动计划》；与各区实现互访,签订协议。销售收入22亿元,获得30%,公司有限(集团)、"
)

KEPT = {
    "a slip of the pen": PLAIN + "他说,,我来了,。",
    "a table with empty fields": "姓名,,性别,,地址\n张三,,男,,北京\n李四,,女,,上海\n" * 5,
    "numbers": "1,,2,,3,,4,,5,,6,,7,,8,,9\n" * 5,
    "code": "f(a,,b); g(c,,d); h[e,,f]\n" * 8,
    "rows of commas": "他说,,,,我来了,,,,然后,,,,走了,,,,。\n" * 8,
    "an odd writer on a long page": PLAIN * 12 + "啊,。好,。是,、的,、对,。嗯,。行,。吧,。来,。",
}


def stripped(text: str, keep: frozenset[str] = frozenset()) -> Draft:
    draft = draft_of(text, CleanOptions(keep=keep))
    strip_injected_commas(draft)
    return draft


def test_commas_before_other_marks_go_and_the_right_mark_stays() -> None:
    draft = stripped(INJECTED)
    assert draft.text() == PLAIN
    assert draft.counts["comma"] == len(INJECTED) - len(PLAIN)
    assert rebuild(draft.lines[0]) == INJECTED


def test_three_doubled_commas_in_a_short_text_are_enough() -> None:
    text = "各地應當積極參與,,共同推進。我們要堅持協調發展,、開放發展,,共享發展成果。"
    assert stripped(text).text() == text.replace(",,", ",").replace(",、", "、")


def test_full_width_commas_go_too() -> None:
    wide = str.maketrans(",", "，")
    assert stripped(INJECTED.translate(wide)).text() == PLAIN.translate(wide)


def test_numbers_and_code_on_such_a_page_stay() -> None:
    rest = "\n1,,2,,3\nf(a,,b)\nx = [1,,2]"
    assert stripped(INJECTED + rest).text() == PLAIN + rest


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_other_pages_stay(text: str) -> None:
    assert not stripped(text).counts


def test_keep_leaves_them() -> None:
    assert stripped(INJECTED, frozenset({"comma"})).text() == INJECTED


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=",，。、；的a1)\n", max_size=40))
def test_twice_is_once(text: str) -> None:
    once = stripped(INJECTED + text)
    assert not stripped(once.text()).counts
    assert "".join(rebuild(line) + line.end for line in once.lines) == INJECTED + text


@pytest.mark.parametrize("text", ["," * 200_000, "的," * 100_000, "的,," * 60_000])
def test_hostile_text_is_linear(text: str) -> None:
    start = time.process_time()
    stripped(text)
    assert time.process_time() - start < 2
