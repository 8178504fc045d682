"""Every file is searched in its own encoding."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.grep.encodings import settled_encoding, text_blocks
from yrd_cli.grep.scan import Block, BlockReader, Scanner

LINES = [
    "推动长三角一体化发展，是国家的重大战略。",
    "第二条 本条例所称长江三角洲，包括上海市。",
    "投资3.5亿元，比上年增长12%。",
    "no Chinese here",
    "",
    "上海、浙江、江苏与安徽的公司",
]
TRADITIONAL = [
    "推動長三角一體化發展，是國家的重大戰略。",
    "中華民國基於三民主義，為民有民治民享之民主共和國。",
    "投資3.5億元，比上年增長12%。",
    "no Chinese here",
    "",
    "上海、浙江、江蘇與安徽的公司",
]
PATTERNS = [
    "一[体體]化",
    "[0-9.]+[亿億]元",
    "[一-龥]{2}公司",
    "^[^a-z]+$",
    "^no",
    r"\w+，",
    "[长長]三角|上海",
    "",
    "不在",
]
ENCODINGS = [
    ("utf-8", LINES, "utf-8"),
    ("utf-8-sig", LINES, "utf-8"),
    ("gbk", LINES, "gb18030"),
    ("gb18030", LINES, "gb18030"),
    ("big5", TRADITIONAL, "big5hkscs"),
    ("utf-16", LINES, "utf-8"),
    ("utf-16-le", LINES, "utf-8"),
    ("utf-16-be", TRADITIONAL, "utf-8"),
    ("utf-32", LINES, "utf-8"),
    ("hz", LINES, "utf-8"),
]


def _blocks(path: Path, encoding: str = "auto", size: int = 1 << 18) -> Iterator[Block]:
    fd = os.open(path, os.O_RDONLY)
    try:
        yield from text_blocks(fd, BlockReader(size=size), encoding)
    finally:
        os.close(fd)


def _found(scanner: Scanner, blocks: Iterator[Block]) -> list[str]:
    lines = []
    for block in blocks:
        here = scanner.within(block.encoding)
        for start, end in here.lines(block.data, 0, block.end):
            lines.append(here.text_of(block.data[start:end]).decode().removeprefix("\ufeff"))
    return lines


@pytest.mark.parametrize(("encoding", "lines", "shown"), ENCODINGS)
def test_the_same_lines_are_found_in_any_encoding(
    tmp_path: Path, encoding: str, lines: list[str], shown: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(("\n".join(lines * 3) + "\n").encode(encoding))
    for source in PATTERNS:
        scanner = Scanner(source)
        expected = [line for line in lines * 3 if scanner.regex.search(line)]
        assert _found(scanner, _blocks(path)) == expected, source
    assert {block.encoding for block in _blocks(path)} == {shown}


@pytest.mark.parametrize(("encoding", "lines", "shown"), ENCODINGS)
def test_a_pipe_is_read_as_the_file_is(
    tmp_path: Path, encoding: str, lines: list[str], shown: str
) -> None:
    read, write = os.pipe()
    os.write(write, ("\n".join(lines * 3) + "\n").encode(encoding))
    os.close(write)
    blocks = text_blocks(read, BlockReader())
    assert len(_found(Scanner("[亿億]元"), blocks)) == 3
    os.close(read)


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16", "utf-16-be", "utf-8"])
def test_an_encoding_can_be_forced(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "file"
    path.write_bytes("上海\n長短\n".encode(encoding))
    assert _found(Scanner("[长長]"), _blocks(path, encoding)) == ["長短"]


def test_ascii_at_the_beginning_leaves_the_encoding_open(tmp_path: Path) -> None:
    path = tmp_path / "file"
    text = "plain words\n" * 40 + "\n".join(LINES) + "\n"
    for encoding in ("gb18030", "utf-8"):
        path.write_bytes(text.encode(encoding))
        assert _found(Scanner("长三角"), _blocks(path, size=64)) == [LINES[0]]


def test_halves_of_two_characters_are_no_hit(tmp_path: Path) -> None:
    data = "陕魏".encode("gbk")
    between = data[1:3].decode("gbk")
    path = tmp_path / "file"
    path.write_bytes(data + b"\n" + between.encode("gbk") + b"\n")
    assert _found(Scanner(between), _blocks(path, "gb18030")) == [between]
    assert _found(Scanner(f"[{between}x]"), _blocks(path, "gb18030")) == [between]


def test_bytes_that_cannot_be_read_are_shown_as_such(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes("上海".encode("gbk") + b"\xff" + "长\n".encode("gbk"))
    assert _found(Scanner("上海.长"), _blocks(path, "gb18030")) == ["上海\ufffd长"]


def test_lines_of_utf16_are_cut_where_characters_end(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(("上上\n" * 60_000 + "ਅ上a").encode("utf-16"))  # both hold a byte 0A
    assert _found(Scanner("a"), _blocks(path)) == ["ਅ上a"]
    assert len(_found(Scanner("上上"), _blocks(path))) == 60_000


HEADS = [
    (b"", None),
    (b"plain", None),
    ("长江".encode(), "utf-8"),
    ("长江".encode()[:-1], "utf-8"),
    (b"\xff\xfe" + "长江".encode("utf-16-le"), "utf-16-le"),
    ("国务院关于长江三角洲的通知".encode("gbk"), "gb18030"),
    ("中華民國基於三民主義的條文".encode("big5"), "big5hkscs"),
]


@pytest.mark.parametrize(("head", "encoding"), HEADS)
def test_the_head_tells_the_encoding(head: bytes, encoding: str | None) -> None:
    assert settled_encoding(head) == encoding


CHARS = st.sampled_from("长長三角上海公司的一亿0a ，")


@given(st.lists(st.text(CHARS, max_size=8), max_size=6), st.text(CHARS, min_size=1, max_size=3))
def test_gb18030_and_utf8_agree(lines: list[str], pattern: str) -> None:
    for source in (pattern, f"[{pattern}]", f"[^{pattern}]$", f"{pattern[0]}.{{1,2}}{pattern[-1]}"):
        here, there = Scanner(source), Scanner(source).within("gb18030")
        there._engine = there._large_engine() or there._engine
        text = "\n".join(lines)
        expected = [line for line in text.split("\n") if line and here.regex.search(line)]
        data = text.encode("gb18030")
        found = [data[a:b].decode("gb18030") for a, b in there.lines(data) if a < b]
        assert found == expected
        assert len(expected) == sum(a < b for a, b in here.lines(text.encode()))
