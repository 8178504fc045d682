"""Matches that run over glosses, invisible characters, other widths and spaces in words."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest

from tests.running import SEEDS, yrd
from yrd_cli.grep.expand import Expansion, expand
from yrd_cli.grep.noise import (
    is_glossed,
    other_widths,
    without_noise,
)

NOISE = Expansion(noise=True)

FOUND = [
    ("长三角", "在長(zhǎng)三角地区", "長(zhǎng)三角"),
    ("长三角", "长（zhang）三(san1)角(jiǎo)", "长（zhang）三(san1)角"),
    ("长三角", "长 三　角", "长 三　角"),
    ("长三角", "长\u200b三\ufeff角", "长\u200b三\ufeff角"),
    ("长三角", "长 (zhǎng) 三\u00a0角", "长 (zhǎng) 三\u00a0角"),
    ("发展", "發(fā)展", "發(fā)展"),
    ("发展", "發（发）展", None),
    ("发展", "发，展", None),
    ("G60", "Ｇ６０科创", "Ｇ６０"),
    ("Ｇ６０", "G60", "G60"),
    ("G60", "G\u200b60", "G\u200b60"),
    ("G60", "G 60", None),
    ("50%", "５０％", "５０％"),
    ("第3条", "第 3 条", "第 3 条"),
    ("[0-9]+亿", "２０亿", "２０亿"),
    ("[a-c]x", "ｂx", "ｂx"),
    ("[^0-9]元", "5元", None),
    ("[一二三]{2}角", "一 三(sān)角", "一 三(sān)角"),
    ("哈{3}", "哈 哈(hā)哈", "哈 哈(hā)哈"),
    ("哈{2,}", "哈 哈 哈", "哈 哈 哈"),
    ("哈+", "哈 哈", "哈 哈"),
    ("长三?角", "长(cháng)角", "长(cháng)角"),
    ("长三?角", "长 三 角", "长 三 角"),
    ("(长|短)三(角|江)", "長(zhǎng)三 江", "長(zhǎng)三 江"),
    ("长(?=三)", "長(zhǎng)三", "長"),
    ("发(?!展)", "發(fā)展", None),
    ("(?<=长)三", "長三", "三"),
    ("a b", "a　b", "a　b"),
    ("来", "\uf92d", "\uf92d"),
]


@pytest.mark.parametrize(("pattern", "text", "found"), FOUND)
def test_what_a_match_runs_over(pattern: str, text: str, found: str | None) -> None:
    match = re.search(expand(pattern, NOISE), text)
    assert (match and match[0]) == found


def test_without_noise_a_gloss_breaks_a_word() -> None:
    assert not re.search(expand("长三角", Expansion()), "長(zhǎng)三角")


def test_line_ends_are_noise_where_asked() -> None:
    across = Expansion(noise=True, across_lines=True)
    assert not re.search(expand("长三角", NOISE), "长三\n角")
    assert re.search(expand("长三角", across), "长三\r\n 角")
    assert not re.search(expand("G60", across), "G\n60")


def test_noise_is_never_at_the_ends_of_a_match() -> None:
    chooser = random.Random(1)
    parts = ["长", "三", "角", "(zhǎng)", " ", "\u200b", "　", "x"]
    pattern = re.compile(expand("长三角?|角+", NOISE))
    for _ in range(2000):
        text = "".join(chooser.choices(parts, k=10))
        for match in pattern.finditer(text):
            assert match[0][0] in "长角"
            assert match[0][-1] in "三角"


def test_a_clean_text_gives_the_same_spans_with_noise_and_without() -> None:
    chooser = random.Random(2)
    patterns = ["长三角", "三+角?", "(长|三)角", "[长三]{2}", "长.角", "角x", "x?长"]
    for _ in range(1000):
        text = "".join(chooser.choices("长三角長x，", k=15))
        pattern = chooser.choice(patterns)
        plain, noisy = (re.compile(expand(pattern, e)) for e in (Expansion(), NOISE))
        assert [m.span() for m in noisy.finditer(text)] == [
            m.span() for m in plain.finditer(text)
        ], (pattern, text)


@pytest.mark.parametrize(
    "text",
    ["长" + " " * 200_000, "长 " * 100_000, "长(" * 100_000, "长(a" * 60_000, "长\u200b" * 100_000],
)
def test_endless_noise_takes_linear_time(text: str) -> None:
    start = time.process_time()
    for pattern in ("长三角", "(长|三)角", "[一-龥]{2}公司", "长 三"):
        re.search(expand(pattern, Expansion(noise=True, across_lines=True)), text)
    without_noise(text)
    is_glossed(text)
    assert time.process_time() - start < 10


GLOSSED = [
    ("2024年是長(zhǎng)三角一體化發(fā)展上升為國(guó)家戰略", True),
    ("重庆(Chóngqìng)和厦门(Xiàmén)是城市", False),
    ("函数(abc)和方法(def)", False),
    ("长三角（简称）", False),
    ("乳臭(xiù)未干，一哄(hòng)而上", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "glossed"), GLOSSED)
def test_pages_strewn_with_glosses_are_told(text: str, glossed: bool) -> None:
    assert is_glossed(text) is glossed


def test_widths_go_both_ways() -> None:
    for char in "Gz9%~!":
        assert other_widths(other_widths(char)) == char


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("長(zhǎng)三 角 G60 科", "長三角 G60 科"),
        ("a b\u200bc", "a bc"),
        ("长\n三", "长三"),
        ("上海（市）", "上海（市）"),
    ],
)
def test_noise_is_taken_out(text: str, clean: str) -> None:
    assert without_noise(text) == clean


def test_the_seeds_count_as_on_the_repaired_text() -> None:
    names = sorted(path.name for path in SEEDS.glob("*.txt"))
    counts = yrd("grep", "-ch", "长三角", *names, cwd=SEEDS).out.decode().split()
    assert counts == ["30", "6", "7", "6", "6"]
    noisy = yrd("grep", "-ch", "--noise", "长三角", *names, cwd=SEEDS).out.decode().split()
    assert noisy == counts
    glossed = names[2]
    cleaned = yrd("clean", "--format", "text", glossed, cwd=SEEDS).out
    assert yrd("grep", "-c", "长三角", input=cleaned).out.decode().split() == [counts[2]]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8"])
def test_noise_is_seen_through_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = "推动長(zhǎng)三角一體化發(fā)展，是國家的重大戰略，也是各省市的大事。\n第二行没有。\n"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert yrd("grep", "-o", "--noise", "长三角", "a.txt", cwd=tmp_path).out.decode() == (
        "長(zhǎng)三角\n"
    )
    assert yrd("grep", "-c", "--exact", "长三角", "a.txt", cwd=tmp_path).out == b"0\n"
