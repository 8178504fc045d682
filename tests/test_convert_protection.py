"""What stays as it is under a target: URLs, addresses, code, file names, the user's patterns."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yrd_cli.convert.conversion import Conversion, ConversionOptions
from yrd_cli.convert.protection import default_spans, merged

SPANS = [
    ("见https://zh.wikipedia.org/wiki/台湾。", ["https://zh.wikipedia.org/wiki/台湾"]),
    ("请访问http://www.example.com/a.html查看", ["http://www.example.com/a.html"]),
    ("www.例子.com/里面 好", ["www.例子.com/里面"]),
    ("发给 li.si@example.com。", ["li.si@example.com"]),
    ("信箱a@发展.中国，", ["a@发展.中国"]),
    ("转发@人民日报的消息", []),
    ("变量`里面`与`` a`里 ``", ["`里面`", "`` a`里 ``"]),
    ("```\n里面\n```\n里面", ["```\n里面\n```"]),
    ("一个`没有\n结束`", []),
    ("打开 软件说明.docx 或 /数据/里面.txt", ["软件说明.docx", "/数据/里面.txt"]),
    ("请打开报告.docx，", ["报告.docx"]),
    ("增长3.5倍。里面.", []),
    ("附件.pdf", ["附件.pdf"]),
]


@pytest.mark.parametrize(("text", "expected"), SPANS)
def test_default_spans(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in merged(default_spans(text))] == expected


def test_protection_holds_under_a_target_only() -> None:
    text = "里面`里面`"
    by_target = Conversion(ConversionOptions(to="t"))
    assert by_target.convert_texts([text]) == ["裏面`里面`"]
    unprotected = Conversion(ConversionOptions(to="t", protect_default=False))
    assert unprotected.convert_texts([text]) == ["裏面`裏面`"]
    assert Conversion(ConversionOptions(config="s2t")).convert_texts([text]) == ["裏面`裏面`"]


def test_the_patterns_of_the_user_hold_everywhere() -> None:
    for options in (
        ConversionOptions(to="t", protect=("里.", r"\[.*?\]")),
        ConversionOptions(config="s2t", protect=("里.", r"\[.*?\]")),
    ):
        assert Conversion(options).convert_texts(["里面[长]长"]) == ["里面[长]長"]


PROTECTED = ["https://a.cn/里面", "a@发展.中国", "`长三角`", "软件.txt", "<里面>"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["长三角", "里面，", "臺灣", "公里。\n", "程序"]), max_size=6),
    st.sampled_from(PROTECTED),
    st.sampled_from(["t", "twp", "s", "jp"]),
    st.sampled_from([None, "full", "half"]),
)
def test_protected_spans_are_untouched(
    around: list[str], span: str, target: str, form: str | None
) -> None:
    text = f"{''.join(around)} {span} {''.join(around)}"
    options = ConversionOptions(to=target, protect=("<.*?>",), width=form, punct=form)
    conversion = Conversion(options)
    assert f" {span} " in conversion.convert_texts([text])[0]
    start = text.index(f" {span} ") + 1
    inside = [e for e in conversion.explain(text) if e.start < start + len(span) and e.end > start]
    assert inside == []


UNITS = [" ", ".", "@", "`", "a@", "://", "www.", ".txt", "里", "a.", "`a``"]


@pytest.mark.parametrize("unit", UNITS)
def test_spans_are_found_in_linear_time(unit: str) -> None:
    started = time.process_time()
    merged(default_spans((unit * 200_000)[:200_000]))
    assert time.process_time() - started < 2
