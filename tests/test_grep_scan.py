"""The scanner: which lines of a block match, whatever engine looks for them."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.grep.scan import Scanner
from yrd_cli.grep.scan import scanner as scanner_module
from yrd_cli.grep.scan.engines import HeldTextEngine, HyperscanEngine, ReEngine, TextEngine
from yrd_cli.grep.scan.ranges import complement, exactly, in_either_case, merged
from yrd_cli.grep.scan.utf8 import byte_pattern

LARGE = 2 * scanner_module.WORTH_LOADING
SPARSE = b"x" * LARGE + b"\n"

MATCHES = [
    ("长三角", "在长三角", True),
    ("长三角", "长三", False),
    ("[长長]三角", "長三角", True),
    ("^长", "不长", False),
    ("长$", "成长", True),
    (r"\A长\Z", "长", True),
    (r"\A长\Z", "长长", False),
    ("^$", "", True),
    ("^$", " ", False),
    ("", "", True),
    ("a*", "b", True),
    (".{3}", "长三", False),
    (".{3}", "长三角", True),
    ("^.$", "𠀀", True),
    ("[^长]", "长", False),
    ("[^长]", "长a", True),
    ("[一-龥]{2}公司", "的公司", False),
    ("[一-龥]{2}公司", "市的公司", True),
    ("[0-9.]+[万亿]元", "约3.5亿元", True),
    (r"\d+元", "３元", True),
    (r"\d+元", "三元", False),
    (r"\w+\s\w+", "长\u3000三", True),
    (r"\bfoo\b", "a foo b", True),
    (r"\bfoo\b", "长foo", False),
    ("(?<!长)三", "长三", False),
    ("三(?=角)", "三角", True),
    ("三(?!角)", "三角", False),
    (r"(.)\1", "谢谢", True),
    (r"(.)\1", "谢了", False),
    ("(?i)café", "CAFÉ", True),
    ("(?i)k", "\u212a", True),
    ("(?i)[^a]", "A", False),
    ("(?i:a)b", "AB", False),
    ("a\nb", "a", False),
    ("a\n|b", "b", True),
    ("(?>a+)b", "aab", True),
    ("a++a", "aaa", False),
    ("(长)?(?(1)三|角)", "角", True),
    ("长{2,40}", "长" * 2, True),
    ("x|上海|北京|南京|东京|天津", "到天津去", True),
    ("(?!)", "", False),
]


def _lines_of(scanner: Scanner, data: bytes) -> list[bytes]:
    return [data[a:b] for a, b in scanner.lines(data)]


@pytest.mark.parametrize(("source", "line", "matches"), MATCHES)
def test_a_line_matches_where_re_finds_it(source: str, line: str, matches: bool) -> None:
    around = b"\n\xe9\n" + line.encode() + b"\n\n"
    here = (3, 3 + len(line.encode()))
    for size in (0, LARGE):
        scanner = Scanner(source)
        scanner.count(SPARSE[:size])
        assert (here in list(scanner.lines(around))) is matches
        alone = bytearray(line.encode())
        assert scanner.count(alone) == (matches and bool(line))


def _engine_after(source: str, data: bytes) -> object:
    scanner = Scanner(source)
    for _ in range(3):
        scanner.count(data)
    return scanner._engine


DENSE = "公司的人在公司里\n".encode() * (LARGE // 27)
ENGINES = [
    ("长三角", SPARSE, TextEngine),
    ("[长長]三角", SPARSE, TextEngine),
    ("[0-9]+公司", SPARSE, HeldTextEngine),
    ("[0-9]+公司", DENSE, HyperscanEngine),
    ("[0-9]+元", SPARSE, HyperscanEngine),
    ("[0-9]+元", b"x\n", ReEngine),
    (r"\b公司", DENSE, TextEngine),
    ("(a+)+b[c-e]", b"x\n", HyperscanEngine),
]


@pytest.mark.parametrize(
    ("source", "data", "engine"), ENGINES, ids=[f"{n} {e[0]}" for n, e in enumerate(ENGINES)]
)
def test_the_engine_is_chosen_by_pattern_and_bytes(
    source: str, data: bytes, engine: type[object]
) -> None:
    pytest.importorskip("hyperscan")
    assert type(_engine_after(source, data)) is engine


@pytest.mark.parametrize("source", ["[0-9]+元", "[长長]三角", "(a+)+b[c-e]", "[0-9]+公司"])
def test_the_standard_library_alone_finds_the_same(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = "3元\n長三角\nabc\n8公司\n无\n".encode() * 3
    expected = _lines_of(Scanner(source), data)
    assert len(expected) == 3
    monkeypatch.setitem(sys.modules, "hyperscan", None)
    monkeypatch.delitem(sys.modules, "stringzilla", raising=False)
    monkeypatch.setattr(scanner_module, "_load_stringzilla", lambda: None)
    scanner = Scanner(source)
    scanner.count(DENSE)
    assert not isinstance(scanner._engine, HyperscanEngine)
    assert _lines_of(scanner, data) == expected
    assert scanner.count_lines(data, 0, len(data)) == 15


def test_a_pattern_too_large_for_hyperscan_is_still_found() -> None:
    source = "(?:[一-龥]{3,900}[0-9]){3,200}x"
    scanner = Scanner(source)
    scanner.count(SPARSE)
    line = ("数" * 5 + "1") * 4 + "x"
    assert scanner.count(line.encode() + b"\n" + line[6:].encode() + b"\n" + b"1x\n") == 2


@pytest.mark.parametrize("size", [0, LARGE])
def test_bytes_that_are_no_utf8_match_what_is_written_for_them(size: int) -> None:
    data = b"a\xffb\nab\n\xe9\x95\nx\xe9\x95\xbfy\n"
    for source, expected in [
        ("a[^\n\udc80-\udcff]b", 0),
        ("a.b", 1),
        ("\udcff", 1),
        ("[\udc80-\udcff]", 2),
        ("[\udc80-\udcff]b", 1),
        ("长", 1),
        ("^[^长]+$", 3),
        ("\udce9\udc95$", 1),
    ]:
        scanner = Scanner(source)
        scanner.count(SPARSE[:size])
        assert scanner.count(data) == expected, source


def test_lines_may_end_in_nul() -> None:
    data = "长\n三\0三\n\0\n三".encode()
    for size in (0, LARGE):
        scanner = Scanner(r"\A三|\n三\Z", terminator=b"\0")
        scanner.count(b"x" * size + b"\0")
        assert _lines_of(scanner, data) == ["长\n三".encode(), "三\n".encode(), "\n三".encode()]


def test_a_part_of_a_buffer_is_searched() -> None:
    data = "长\nb\n长\n长".encode()
    for source in ("长", "[长x]", "[长-門]+", ""):
        scanner = Scanner(source)
        assert (4, 5) not in list(scanner.lines(data, 6, 9)) and scanner.count(data, 6, 9) == 1
        assert scanner.first(data, 4, 10) == ((6, 9) if source else (4, 5))
    assert Scanner("长").first(data, 4, 6) is None


def test_lines_are_joined_for_output() -> None:
    data = "长\nb\n长c\n长".encode()
    assert Scanner("长").joined(data) == (3, "长\n长c\n长\n".encode())
    assert Scanner("长").joined(data, prefix=b"f:") == (3, "f:长\nf:长c\nf:长\n".encode())
    assert Scanner("x").joined(data, prefix=b"f:") == (0, b"")


def test_spans_are_bytes_of_the_line() -> None:
    assert Scanner("[长角]").spans("a长三角".encode()) == [(1, 4), (7, 10)]
    assert Scanner("b").spans(b"\xffab\xe9b") == [(2, 3), (4, 5)]
    assert Scanner("x*").spans(b"axx") == [(1, 3)]


def test_of_literals_any_is_found_and_the_longest_shown() -> None:
    many = [f"词{n}组" for n in range(300)] + ["a.b", "词1"]
    scanner = Scanner.of_literals(many)
    data = "词299组\naxb\na.b\n词\n词1组\n".encode()
    for size in (0, LARGE):
        scanner.count(SPARSE[:size])
        assert scanner.count(data) == 3
    assert scanner.spans("词1组".encode()) == [(0, 7)]
    assert Scanner.of_literals([]).count(data) == 0


def test_a_wrong_pattern_is_an_error_of_re() -> None:
    with pytest.raises(re.error):
        Scanner("长(")


@pytest.mark.parametrize("char", ["(", "[", " ", "0", "@", "长"])
def test_a_very_long_line_takes_linear_time(char: str) -> None:
    data = (char * 200_000 + "\n").encode()
    for source in ("长三角", "[0-9.]+[万亿]元", "[一-龥]{2}公司", r"\s+$x", "[^a]{2,30}z"):
        scanner = Scanner(source)
        scanner.count(SPARSE)
        assert scanner.count(data) == 0, source


RANGES = st.lists(st.tuples(st.integers(0, 0x10FFFF), st.integers(0, 3000)), max_size=4)


@given(RANGES, st.integers(0, 0x10FFFF))
def test_byte_patterns_match_the_characters_of_a_set_alone(
    starts: list[tuple[int, int]], code: int
) -> None:
    ranges = merged((low, min(low + length, 0x10FFFF)) for low, length in starts)
    pattern = re.compile(byte_pattern(ranges) or b"(?!)")
    edges = [edge + step for span in ranges for edge in span for step in (-1, 0, 1)]
    for char in [code, *edges]:
        if 0 <= char <= 0x10FFFF and not 0xD800 <= char <= 0xDFFF:
            is_in = any(low <= char <= high for low, high in ranges)
            assert bool(pattern.fullmatch(chr(char).encode())) is is_in


@given(RANGES)
def test_the_complement_of_a_complement_is_the_set(starts: list[tuple[int, int]]) -> None:
    ranges = merged((low, min(low + length, 0x10FFFF)) for low, length in starts)
    assert complement(complement(ranges)) == ranges


@given(st.characters(codec="utf-8"), st.characters(codec="utf-8"))
def test_cases_are_those_of_re(one: str, other: str) -> None:
    family = in_either_case(exactly([(ord(one), ord(one))])).at_most
    for char in (one, other, one.lower()[0], one.upper()[0], one.swapcase()[0]):
        is_in = any(low <= ord(char) <= high for low, high in family)
        assert is_in is bool(re.fullmatch(re.escape(one), char, re.IGNORECASE))
