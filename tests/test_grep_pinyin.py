"""Patterns in pinyin."""

from __future__ import annotations

import re
import time

import pytest

from yrd_cli.grep.expand import Expansion, expand
from yrd_cli.grep.pinyin import MAX_STRETCH, characters_of

PINYIN = Expansion(pinyin=True)

FOUND = [
    ("changsanjiao", "在长三角地区", "长三角"),
    ("changsanjiao", "在長三角地區", "長三角"),
    ("zhangsanjiao", "长三角", "长三角"),
    ("Shanghai", "上海", "上海"),
    ("chang san jiao", "长三角", "长三角"),
    ("chang2san1jiao3", "长三角", "长三角"),
    ("chang4san1jiao3", "长三角", None),
    ("chángsānjiǎo", "长三角", "长三角"),
    ("cha\u0301ngsa\u0304njia\u030co", "长三角", "长三角"),
    ("xian", "西安", "西安"),
    ("xian", "先生", "先"),
    ("xi'an", "先西安", "西安"),
    ("xi’an", "西安", "西安"),
    ("xi-an", "西安", "西安"),
    ("fangan", "方案", "方案"),
    ("fangan", "反感", "反感"),
    ("lvse", "绿色", "绿色"),
    ("lüse", "綠色", "綠色"),
    ("nv3ren2", "女人", "女人"),
    ("(shanghai|suzhou)shi", "苏州市", "苏州市"),
    ("fazhan.*zhanlve", "發展的戰略", "發展的戰略"),
    (r"fazhan\d", "发展5", "发展5"),
    ("[a-z]+", "abc", "abc"),
    ("GDP", "GDP", "GDP"),
    ("hello", "hello", "hello"),
    ("fazhan2020", "发展2020", "发展2020"),
    ("长sanjiao", "長三角", "長三角"),
    ("(?<=shang)hai", "上海", "海"),
]


@pytest.mark.parametrize(("pattern", "text", "found"), FOUND)
def test_syllables_find_characters(pattern: str, text: str, found: str | None) -> None:
    match = re.search(expand(pattern, PINYIN), text)
    assert (match and match[0]) == found


def test_with_noise_too() -> None:
    both = Expansion(pinyin=True, noise=True)
    match = re.search(expand("changsanjiao", both), "長(zhǎng)三 角")
    assert match
    assert match[0] == "長(zhǎng)三 角"


def test_exact_pinyin_still_finds_both_scripts() -> None:
    pattern = expand("changsanjiao", Expansion(variants=False, pinyin=True))
    assert re.search(pattern, "長三角")
    assert re.search(pattern, "长三角")


def test_readings_of_common_characters() -> None:
    for syllable, chars in {"zhong": "中重种", "guo": "国过", "le": "了乐", "yue": "月乐"}.items():
        assert set(chars) <= set(characters_of(syllable))
    assert characters_of("m") == ""


def test_long_stretches_of_letters_take_linear_time() -> None:
    start = time.process_time()
    for letters in ("ang", "xian", "a", "nanan", "q"):
        expand(letters * 8_000, PINYIN)
        expand((letters * 99)[:MAX_STRETCH], PINYIN)
    assert time.process_time() - start < 10
