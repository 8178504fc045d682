"""Whole words in Chinese: segmentation at the hit decides."""

from __future__ import annotations

import pytest

from yrd_cli.grep.boundaries import keeps

CASES = [
    ("上海", "在上海市举行", True),
    ("上海", "在海上海浪很大", False),
    ("上海", "上海", True),
    ("上海", "上海，北京", True),
    ("上海", "上海G60", True),
    ("一体", "长三角一体化发展", True),
    ("三角", "长三角", True),
    ("人民", "中华人民共和国", True),
    ("华人", "中华人民共和国", False),
    ("国人", "中国人民", False),
    ("和服", "产品和服务", False),
    ("和服", "她穿和服", True),
    ("学会", "大学会议", False),
    ("大会", "人大会议", False),
    ("人大", "全国人大代表", True),
    ("国家", "发展中国家", True),
    ("发展经济", "发展经济", True),
    ("展经", "发展经济", False),
    ("海", "上海", False),
    ("長三角", "推動長三角一體化", True),
    ("和服", "產品和服務", False),
    ("大會", "人大會議", False),
    ("长三角一体", "长三角一体化", True),
    ("G60", "a G60 b", True),
    ("G60", "G600", False),
    ("G60", "长三角G60", False),
    ("abc_", "abc_d", False),
    ("-", "a-b", False),
    ("-", "a - b", True),
]


@pytest.mark.parametrize(("word", "line", "kept"), CASES)
def test_a_hit_is_kept_where_words_begin_and_end(word: str, line: str, kept: bool) -> None:
    start = line.index(word)
    assert keeps(line, start, start + len(word)) is kept


NOISY = [
    ("海(hǎi)上(shàng)海(hǎi)浪", "上(shàng)海", False),
    ("在上(shàng)海(hǎi)市", "上(shàng)海", True),
    ("人 大(dà)会(huì)议", "大(dà)会", False),
    ("产品和 服 务", "和 服", False),
]


@pytest.mark.parametrize(("line", "hit", "kept"), NOISY)
def test_noise_is_left_out_of_the_clause(line: str, hit: str, kept: bool) -> None:
    start = line.index(hit)
    assert keeps(line, start, start + len(hit)) is kept


def test_nothing_is_no_word() -> None:
    assert not keeps("上海", 1, 1)


def test_a_long_line_is_segmented_only_around_the_hit() -> None:
    line = "产品和服务" * 20_000
    assert not keeps(line, 50_002, 50_004)
    assert keeps(line, 50_003, 50_005)
