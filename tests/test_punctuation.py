"""Widening of ASCII punctuation, on request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.clean.punctuation import widened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("是的,我们来了!", "是的，我们来了！"),
        ("什么?!她说", "什么？！她说"),
        ("时间10:41,地点上海", "时间10:41，地点上海"),
        ("共1,000人", "共1,000人"),
        ("Hello, world!", "Hello, world!"),
        ("他说:“好”", "他说：“好”"),
        ("世界卫生组织(WHO)说", "世界卫生组织（WHO）说"),
        ("调用print(x)函数", "调用print(x)函数"),
        ("附件(共三份)", "附件（共三份）"),
        ("网址:http://a.cn/b?c=d", "网址:http://a.cn/b?c=d"),
        ("(((", "((("),
        ("他(她(它))好", "他（她（它））好"),
    ],
)
def test_marks_are_widened_between_chinese_only(text: str, expected: str) -> None:
    assert widened(text) == expected


@given(st.text("中国,!?:;()a1 。é“”", max_size=30))
def test_widening_twice_is_widening_once(text: str) -> None:
    once = widened(text)
    assert len(once) == len(text)
    assert widened(once) == once


def test_nested_parentheses_take_linear_time() -> None:
    assert widened("中" + "(" * 50_000 + ")" * 50_000).startswith("中（(")
