"""Punctuation, width and compatibility characters: each keeps the length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.convert.conversion import Conversion, ConversionOptions
from yrd_cli.convert.punctuation import normalizers

CASES = [
    ("full", '他说:"好,走吧!"', "他说：“好，走吧！”"),
    ("full", "花了3,000元,见a.txt.", "花了3,000元，见a.txt."),
    ("full", "好?!走(真的).", "好？！走（真的）。"),
    ("full", "见(a) (b)", "见（a） (b)"),
    ("full", 'He said: "no", (never).', 'He said: "no", (never).'),
    ("full", "时间:12:30 见http://a.cn", "时间：12:30 见http://a.cn"),
    ("full", "省略...", "省略..."),
    ("half", "他说：“好，走吧！”（真的）、", '他说:"好,走吧!"(真的),'),
    ("corner", "“他说‘好’。”", "「他说『好』。」"),
    ("corner", "“don’t”，他说it’s", "「don’t」，他说it’s"),
    ("corner", "“no Chinese”", "“no Chinese”"),
    ("curly", "「他说『好』。」", "“他说‘好’。”"),
]


@pytest.mark.parametrize(("punct", "text", "expected"), CASES)
def test_punctuation(punct: str, text: str, expected: str) -> None:
    assert Conversion(ConversionOptions(punct=punct)).convert_texts([text]) == [expected]


def test_width() -> None:
    assert Conversion(ConversionOptions(width="half")).convert_texts(["Ｇ６０ａ，"]) == ["G60a，"]
    assert Conversion(ConversionOptions(width="full")).convert_texts(["G60a,"]) == ["Ｇ６０ａ,"]


def test_compatibility_ideographs() -> None:
    conversion = Conversion(ConversionOptions(compat=True))
    assert conversion.convert_texts(["\uf9dd\u2f08\uf900里"]) == ["利人豈里"]


def test_edits_name_the_rule() -> None:
    conversion = Conversion(ConversionOptions(to="t", punct="corner", width="half"))
    edits = conversion.explain("“长”Ａ")
    assert [(e.start, e.text, e.replacement, e.rule) for e in edits] == [
        (0, "“", "「", "punct"),
        (1, "长", "長", "character"),
        (2, "”", "」", "punct"),
        (3, "Ａ", "A", "width"),
    ]


@given(
    st.text(alphabet="长里a1,.?!:;()\"'“”‘’「」，。（）Ａ\uf900\r\n \u2028\x0b", max_size=30),
    st.sampled_from(["full", "half", "corner", "curly", None]),
    st.sampled_from(["full", "half", None]),
)
def test_the_length_stays(text: str, punct: str | None, width: str | None) -> None:
    for _, rule in normalizers(punct, width, True):
        assert len(rule(text)) == len(text)


@pytest.mark.parametrize("unit", [" ", "(", "()", '"', "中,", "中?", "“", "中.", "(中"])
def test_takes_linear_time(unit: str) -> None:
    text = "中" + (unit * 200_000)[:200_000]
    started = time.process_time()
    for punct in ("full", "corner"):
        Conversion(ConversionOptions(punct=punct)).convert_texts([text])
    assert time.process_time() - started < 3
