"""`yrd grep`: what it adds to GNU grep (both scripts, any encoding), what it says, what it refuses.

What it has in common with GNU grep is compared in test_grep_gnu.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.running import YRD, clean_environment, on_terminal, start, yrd
from yrd_cli.cli.grep_argv import read_arguments
from yrd_cli.cli.grep_request import read_request
from yrd_cli.errors import UsageError
from yrd_cli.grep.automaton import Automaton
from yrd_cli.grep.dialects import translate
from yrd_cli.grep.pattern import Pattern
from yrd_cli.grep.request import Dialect, GrepRequest, PatternRequest
from yrd_cli.script import to_simplified


def pattern(text: str, dialect: Dialect = "basic", *, exact: bool = False) -> Pattern:
    return Pattern(PatternRequest((text,), dialect, exact=exact))


def request_of(*words: str) -> GrepRequest:
    return read_request(read_arguments(words))


# --- both scripts, every encoding ----------------------------------------------------------------

FOLDED: list[tuple[str, str, bool, Dialect]] = [
    ("长三角", "長三角", True, "basic"),
    ("長三角", "长三角", True, "basic"),
    ("[长發]", "發", True, "basic"),
    ("[長]", "长", True, "basic"),
    ("[^长]", "長", False, "basic"),
    ("[門-閂]", "闩", True, "basic"),
    ("x[[:alpha:]长]", "x長", True, "basic"),
    ("长三角", "長三角", True, "fixed"),
    ("长[三四]", "長三角", True, "perl"),
]


@pytest.mark.parametrize(("text", "line", "found", "dialect"), FOLDED)
def test_both_scripts_unless_exact(text: str, line: str, found: bool, dialect: Dialect) -> None:
    assert pattern(text, dialect).selects(line) is found


def test_exact_tells_the_scripts_apart() -> None:
    assert not pattern("长三角", exact=True).selects("長三角")


def test_what_matched_is_shown_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("在長三角\n在长三角\n")
    ran = yrd("grep", "-o", "长三角", "a", cwd=tmp_path)
    assert (ran.out.decode(), ran.status, ran.err) == ("長三角\n长三角\n", 0, "")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    text = "推动长三角一体化发展，是国家的重大战略。\n第二行没有。\n"
    for encoding in ("gb18030", "utf-16", "utf-8"):
        (tmp_path / encoding).write_bytes(text.encode(encoding))
    traditional = "推動長三角一體化發展，是國家的重大戰略。\n第二行沒有。\n"
    (tmp_path / "big5").write_bytes(traditional.encode("big5"))
    return tmp_path


def test_every_file_is_read_in_its_own_encoding(tree: Path) -> None:
    ran = yrd("grep", "-rc", "一体化", cwd=tree)
    assert (ran.out.decode(), ran.status) == ("big5:1\ngb18030:1\nutf-16:1\nutf-8:1\n", 0)


def test_lines_of_any_encoding_come_out_as_utf8(tree: Path) -> None:
    ran = yrd("grep", "-rhv", "一体化", cwd=tree)
    assert ran.out.decode() == "第二行沒有。\n" + 3 * "第二行没有。\n"


def test_words_are_whole_by_segmentation(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("在上海市\n海上海浪很大\nabc\nabcd\n")
    ran = yrd("grep", "-wE", "上海|abc", "a", cwd=tmp_path)
    assert ran.out.decode() == "在上海市\nabc\n"


# --- command lines -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        (["x", "-5"], 5, 5),
        (["x", "-12"], 12, 12),
        (["-1", "x", "-2"], 2, 2),
        (["-A1", "x", "-3"], 3, 1),
        (["--cont=1", "-B0", "x"], 0, 1),
        (["-nC", "2", "x"], 2, 2),
    ],
)
def test_context_is_what_the_last_option_says(words: list[str], before: int, after: int) -> None:
    output = request_of(*words).output
    assert (output.before, output.after) == (before, after)


@pytest.mark.parametrize(
    "words",
    [["x", "f", "-rn"], ["-nr", "x", "f"], ["--recurs", "--line-n", "x", "f"],
     ["-nrex", "f"], ["f", "-e", "x", "-n", "--rec"]],
)  # fmt: skip
def test_options_may_stand_anywhere_and_be_cut_short(words: list[str]) -> None:
    assert request_of(*words) == request_of("-r", "-n", "-e", "x", "--", "f")


MESSAGES = [
    (["-c"], "PATTERN is missing"),
    (["-E", "a", "-F"], "-E, -F, -G and -P exclude each other"),
    (["-A", "x", "a"], "--after-context 'x' is no whole number"),
    (["--colour=x", "a"], "--color 'x': choose from auto, always, never"),
    (["--recursiv3", "a"], "no such option --recursiv3: did you mean --recursive?"),
    (["--no", "a"], "option --no is ambiguous"),
    (["-f", "nothing-here", "a"], "-f nothing-here: No such file or directory"),
    (["--encoding", "klingon", "a"], "klingon"),
    (["a", "missing"], "yrd: missing: No such file or directory"),
    (["a", "tests"], "yrd: tests: Is a directory"),
]


@pytest.mark.parametrize(("words", "message"), MESSAGES)
def test_what_is_wrong_is_said_in_one_line(words: list[str], message: str, tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    ran = yrd("grep", *words, cwd=tmp_path)
    assert (ran.out, ran.status, len(ran.messages)) == (b"", 2, 1)
    assert message in ran.err


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["-E", "长(b"], "  长(b\n    ^\n"),
        (["a\\"], "  a\\\n   ^\n"),
        (["[b-a]"], "  [b-a]\n   ^\n"),
        (["-E", "a{2,1}"], "  a{2,1}\n   ^\n"),
        (["-P", "a[b"], "  a[b\n   ^\n"),
        (["-P", "ab)"], "  ab)\n    ^\n"),
    ],
)
def test_wrong_pattern_is_shown_with_its_place(words: list[str], shown: str) -> None:
    ran = yrd("grep", *words)
    assert ran.status == 2
    assert ran.err.startswith("yrd: pattern: ")
    assert ran.err.endswith(shown)


def test_pattern_that_backtracks_for_ever_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("a" * 60 + "b\n")
    began = time.monotonic()
    ran = yrd("grep", "-P", "--time-limit", "0.5", "^(?:a|aa)+(?=c)b", "f", cwd=tmp_path)
    assert ran.status == 2
    assert "f: the pattern takes more than 0.5 s" in ran.err
    assert time.monotonic() - began < 20


def test_next_reader_goes_on_after_the_last_line_selected(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("a\nb\nc\na\nd\n")
    with (tmp_path / "f").open("rb") as f:
        done = subprocess.run(
            [*YRD, "grep", "--exact", "-m1", "b"], stdin=f, capture_output=True, check=True,
            env=clean_environment(str(tmp_path)),
        )  # fmt: skip
        assert (done.stdout, f.read()) == (b"b\n", b"c\na\nd\n")


def test_file_that_is_also_the_output_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("a\n")
    with (tmp_path / "f").open("ab") as f:
        done = subprocess.run(
            [*YRD, "grep", "a", "f"], stdout=f, stderr=subprocess.PIPE, cwd=tmp_path, check=False,
            env=clean_environment(str(tmp_path)),
        )  # fmt: skip
    assert done.returncode == 2
    assert b"f: input file is also the output" in done.stderr
    assert (tmp_path / "f").read_text() == "a\n"


def test_directories_that_loop_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "loop").symlink_to("..")
    (tmp_path / "a" / "f").write_text("x\n")
    os.mkfifo(tmp_path / "a" / "pipe")
    ran = yrd("grep", "-R", "x", ".", cwd=tmp_path)
    assert (ran.out, ran.status) == (b"./a/f:x\n", 0)
    assert "warning: ./a/loop: recursive directory loop" in ran.err


def test_hits_come_at_once_when_line_buffered(tmp_path: Path) -> None:
    with start("grep", "--line-buffered", "长", cwd=tmp_path) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write("長\n无\n".encode())
        assert process.stdout.readline().decode() == "長\n"
        process.stdin.close()
        assert process.wait(30) == 0


def test_terminal_gets_nothing_that_steers_it(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"a \x1b[2J\n")
    ran = on_terminal("grep", "--color=never", "a", "f", cwd=tmp_path)
    assert b"a \\x1b[2J" in ran.out and b"\x1b[2J" not in ran.out


def test_names_are_links_on_a_terminal_only(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("a\n")
    words = ("grep", "--hyperlink", "-H", "a", "f")
    assert b"\x1b]8;;file://" in on_terminal(*words, cwd=tmp_path).out
    assert yrd(*words, cwd=tmp_path).out == b"f:a\n"


# --- patterns ------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["a", "b", "長", "长", "發", ".", "[长b]", "[^長]", "(a|長)", "x*", "a{1,2}"]
)


@given(st.lists(PIECES, min_size=1, max_size=5), st.text("ab長长发發x", max_size=12))
def test_expanding_the_pattern_equals_folding_it_and_its_text(pieces: list[str], line: str) -> None:
    text = "".join(pieces)
    ours = pattern(text, "extended")
    plain = pattern(to_simplified(text), "extended", exact=True)
    assert [*ours.spans(line)] == [*plain.spans(to_simplified(line))]


@given(st.text("ab()[]{}*+?|^$\\.-:=12,长", max_size=12), st.booleans())
def test_any_pattern_is_translated_or_refused(text: str, extended: bool) -> None:
    try:
        pattern(text, "extended" if extended else "basic").selects("ab长")
        translate(text, extended=extended)
    except UsageError as e:
        assert str(e)


@given(st.text(r"ab()[]{}*+?|^$\.-:=12,dwpK<>", max_size=12))
def test_any_perl_pattern_is_translated_or_refused(text: str) -> None:
    try:
        pattern(text, "perl", exact=True).selects("ab")
    except UsageError as e:
        assert str(e)


REGULAR = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "c", r"\b", "a{1,2}"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda p: f"({p[0]}|{p[1]})"),
        inner.map(lambda p: f"({p})*"),
        inner.map(lambda p: f"({p})?"),
    ),
    max_leaves=6,
)


@given(REGULAR, st.text("abc ", max_size=8))
def test_longest_match_is_the_longest_that_fits(text: str, line: str) -> None:
    found = Automaton(text).longest(line, 0)
    whole = re.compile(f"(?:{text})")
    fitting = [n for n in range(len(line) + 1) if _fits(whole, line, n)]
    assert found == (max(fitting) if fitting else None)


def _fits(whole: re.Pattern[str], line: str, end: int) -> bool:
    """Whether a match from the start can end at a place, seeing what stands after it."""
    rest = re.escape(line[end:])
    return re.compile(f"{whole.pattern}(?={rest}\\Z)").match(line) is not None


def test_automaton_takes_what_backtracking_cannot() -> None:
    assert Automaton("(a|aa)+$").longest("a" * 5000 + "b", 0) is None


def test_glossed_files_are_searched_through_their_glosses(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("長(zhǎng)三角一體化發(fā)展,國(guó)家\n長江\n")
    assert yrd("grep", "-c", "长三角", "f", cwd=tmp_path).out == b"1\n"
    assert yrd("grep", "-c", "--no-noise", "长三角", "f", cwd=tmp_path).out == b"0\n"
