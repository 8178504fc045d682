"""`yrd grep` against GNU grep itself, and what it adds: both scripts, any encoding."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.errors import UsageError
from yrd_cli.grep.dialects import translate
from yrd_cli.grep.pattern import Pattern, PatternOptions
from yrd_cli.script import to_simplified

FILES: dict[str, bytes] = {
    "a.txt": (
        "长三角一体化\n長三角一體化\nabc def\nABC abc_d abc-d\n\n第3条 12.5%\nx  y\n上海 foo(bar)\n"
    ).encode(),
    "b.txt": b"a\nb\na\nc\nd\ne\nf\na\ng\na\na\nh",
    "c.log": b"one\r\ntwo\r\n\r\nthree two\r\n",
    "d.txt": b"a+b\na*b\n{1}\n[x]\na|b\n(a)\n^a$\n\\d\naa\nab\naab abb aaa\na.b\n*a\n",
    "bin": b"a\0a\nb\nab\n",
    "empty.txt": b"",
    "dir/one.txt": "abc 上海\nzzz\n".encode(),
    "dir/two.log": b"abc\nabd\n",
    "dir/sub/three.txt": b"abc\n",
    "dir/.hidden": b"abc\n",
    "pats": b"abc\n\xe4\xb8\x8a\xe6\xb5\xb7\n",
    "nopats": b"",
}
STDIN = "abc\n长三角 abc\nxyz\n"

COMMANDS = """
abc a.txt
长三角 a.txt
-c a a.txt b.txt
-c '' a.txt b.txt empty.txt
-n a b.txt
-nH a b.txt
-h a b.txt a.txt
-v a b.txt
-vc a b.txt a.txt
-i abc a.txt
-iw ABC a.txt
-w abc a.txt
-w 上海 a.txt
-w 一体 a.txt
-ow 'abc' a.txt
-x a b.txt
-xv a b.txt
-xF 'a+b' d.txt
-F 'a*b' d.txt
-F -e a -e aab -o d.txt
-oE 'a|aa' d.txt
-oE '(a|ab)(b|bb)?' d.txt
-o 'a*' d.txt
-o . a.txt
-on '[^a]b' d.txt
-oi 'B' a.txt
-E 'a{2}' d.txt
-E 'a{2,}b|^x' d.txt a.txt
-E 'a{,2}b' d.txt
-E 'a{1' d.txt
-E '(a)(b)?\\1' d.txt
-E '*a' d.txt
-E 'a|' d.txt
-E '^(a|b)$' b.txt
-E '()a' d.txt
-E 'a+?b' d.txt
-E 'a**b' d.txt
-E 'a)' d.txt
-E '\\(a\\)' d.txt
'a\\{2\\}' d.txt
'\\(a\\)b\\1*' d.txt
'a\\|^x' d.txt a.txt
'a\\+b' d.txt
'a+b' d.txt
'a\\?b' d.txt
'*a' d.txt
'^*a' d.txt
'\\(*a\\)' d.txt
'a^b' d.txt
'^a$' b.txt
'a$b' d.txt
'\\^a\\$' d.txt
'{1}' d.txt
'[]x]' d.txt
'[^]x]' d.txt
'[a-c]b' d.txt
'[[:digit:]][[:punct:]]' a.txt
'[[:alpha:]]\\+三' a.txt
'[[:upper:]]' a.txt
'[[:space:]]\\{2\\}' a.txt
'[^[:alnum:]]' a.txt
'[[:alpha:]_-]' a.txt
'[\\d]' d.txt
'\\bfoo\\b' a.txt
'\\<abc\\>' a.txt
'\\w\\W' a.txt
'\\s\\S' a.txt
'o$' c.log
'two.$' c.log
-e abc -e 上海 a.txt
-f pats a.txt
-f nopats a.txt
-vf nopats b.txt
-f pats -e zzz -c a.txt dir/one.txt
-A1 a b.txt
-B1 c b.txt
-C1 d b.txt
-nC1 f b.txt
-A 0 a b.txt
-nA1 a b.txt a.txt
-C1 a b.txt d.txt
-oA1 a b.txt
-vC1 a b.txt
-ovA1 a b.txt
-m1 a b.txt
-m1 -A5 a b.txt
-nm2 -C1 a b.txt
-m0 a b.txt
-m2 -c a b.txt
-m2 -v a b.txt
-l abc a.txt b.txt dir/one.txt
-L abc a.txt b.txt dir/one.txt
-L a a.txt b.txt
-cl a b.txt
-lv a b.txt
-q a b.txt
-q nothing b.txt
-q a b.txt missing
-q a missing b.txt
-s a missing
a missing b.txt
a dir
a dir b.txt
-c a dir b.txt
-L a dir b.txt
-s a dir
-r abc dir
-rn abc dir/
-rl abc
-rh abc dir
-r abc a.txt
-rH abc a.txt
-r --include '*.txt' abc dir
-r --include '*.txt' --include '*.log' -c abc dir
-r --exclude '*.log' abc dir
-r --exclude-dir sub abc dir
--include '*.log' abc a.txt dir/two.log
--exclude '*.txt' abc a.txt dir/two.log
--exclude two.log abc a.txt dir/two.log
a bin
-c a bin
-ca a bin
-a b bin
-l a bin
-v a bin
-I a bin
-cI a bin
-B1 a bin b.txt
-o a bin
-q a bin
-n zzz bin
abc
-c abc -
-H abc
abc - a.txt
--label here -H abc
-n abc - a.txt
--color=always -n abc a.txt
--color=always -H -C1 d b.txt
--color=always -c a b.txt d.txt
--color=always -l a b.txt
--color=always -o a d.txt
--color=always -v a b.txt
--color=always -vA1 c b.txt
--color=always -w abc a.txt
--color=always -E 'a|aa' d.txt
'\\(a' d.txt
'a\\)' d.txt
'a\\{1' d.txt
'[a' d.txt
-E '(a' d.txt
'[b-a]' d.txt
'[[:nope:]]' d.txt
'[:alpha:]' d.txt
'a\\' d.txt
'\\(a\\)\\2' d.txt
-E 'a{2,1}' d.txt
-- -d a.txt
-e -d a.txt
abc -c a.txt
""".strip().splitlines()
"""Command lines that GNU grep and `yrd grep --exact` answer with the same bytes and status."""


def _run_all(program: list[str], folder: Path) -> list[tuple[str, int]]:
    """Every command line in one process each, forked from one that has imported the program."""
    order = {"program": program, "commands": COMMANDS, "stdin": STDIN}
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps(order),
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return [(out, status) for out, status in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grep")
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def answers(corpus: Path) -> dict[str, list[tuple[str, int]]]:
    if not shutil.which("grep") or b"GNU" not in subprocess.check_output(["grep", "--version"]):
        pytest.skip("GNU grep is not here")
    return {"gnu": _run_all(["grep"], corpus), "yrd": _run_all(["yrd"], corpus)}


@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=COMMANDS)
def test_answers_as_gnu_grep(answers: dict[str, list[tuple[str, int]]], number: int) -> None:
    gnu, yrd = answers["gnu"][number], answers["yrd"][number]
    if " dir" in COMMANDS[number] or COMMANDS[number].startswith("-rl"):
        # GNU grep walks a tree in the disk's order, yrd in the order of names.
        gnu = ("\n".join(sorted(gnu[0].split("\n"))), gnu[1])
        yrd = ("\n".join(sorted(yrd[0].split("\n"))), yrd[1])
    assert yrd == gnu


def _yrd(*args: str, stdin: bytes = b"", cwd: Path | None = None) -> tuple[str, int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "yrd_cli", "grep", *args],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([os.getcwd(), *sys.path])},
    )
    return done.stdout.decode(), done.returncode, done.stderr.decode()


FOLDED = [
    ("长三角", "長三角", True, []),
    ("長三角", "长三角", True, []),
    ("[长發]", "發", True, []),
    ("[長]", "长", True, []),
    ("[^长]", "長", False, []),
    ("[門-閂]", "闩", True, []),
    ("x[[:alpha:]长]", "x長", True, []),
    ("长.角", "長三角", True, ["-F"]),
    ("长[三四]", "長三角", True, ["-P"]),
    ("长三角", "長三角", False, ["--exact"]),
]


@pytest.mark.parametrize(("pattern", "line", "found", "flags"), FOLDED)
def test_both_scripts_unless_exact(pattern: str, line: str, found: bool, flags: list[str]) -> None:
    dialects = {"-F": "fixed", "-P": "perl"}
    dialect = next((dialects[f] for f in flags if f in dialects), "basic")
    if dialect == "fixed":
        pattern = pattern.replace(".", "三")
    options = PatternOptions(dialect, exact="--exact" in flags)  # type: ignore[arg-type]
    compiled = Pattern([pattern], options)
    assert bool(compiled.search(compiled.fold(line))) is found


def test_what_matched_is_shown_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("在長三角\n在长三角\n")
    assert _yrd("-o", "长三角", str(tmp_path / "a")) == ("長三角\n长三角\n", 0, "")


def test_every_file_is_read_in_its_own_encoding(tmp_path: Path) -> None:
    text = "推动长三角一体化发展，是国家的重大战略。\n第二行没有。\n"
    for encoding in ("gb18030", "utf-16", "utf-8"):
        (tmp_path / encoding).write_bytes(text.encode(encoding))
    traditional = "推動長三角一體化發展，是國家的重大戰略。\n第二行沒有。\n"
    (tmp_path / "big5").write_bytes(traditional.encode("big5"))
    out, status, err = _yrd("-rc", "一体化", cwd=tmp_path)
    assert (out, status, err) == ("big5:1\ngb18030:1\nutf-16:1\nutf-8:1\n", 0, "")


MESSAGES = [
    (["a("], "-E", "pattern 'a(': unmatched ( or \\("),
    ([], "-c", "PATTERN is missing"),
    (["a", "-F"], "-E", "-E and -F exclude each other"),
    (["a", "-L"], "-l", "-l and -L exclude each other"),
    (["a", "-h"], "-H", "-H and -h exclude each other"),
    (["(?P<"], "-P", "pattern '(?P<'"),
    (["a", "missing"], "-n", "yrd: missing: No such file or directory"),
    (["a", "tests"], "-n", "yrd: tests: Is a directory"),
]


@pytest.mark.parametrize(("args", "flag", "message"), MESSAGES)
def test_what_is_wrong_is_said_in_one_line(args: list[str], flag: str, message: str) -> None:
    out, status, err = _yrd(flag, *args)
    assert (out, status, err.count("\n")) == ("", 2, 1)
    assert message in err


def test_binary_matches_are_told_and_not_printed(corpus: Path) -> None:
    assert _yrd("a", "bin", cwd=corpus) == ("", 0, "yrd: bin: binary file matches\n")


PIECES = st.sampled_from(
    ["a", "b", "長", "长", "發", ".", "[长b]", "[^長]", "(a|長)", "x*", "a{1,2}"]
)


@given(st.lists(PIECES, min_size=1, max_size=5), st.text("ab長长发發x", max_size=12))
def test_folding_the_pattern_equals_folding_its_text(pieces: list[str], line: str) -> None:
    pattern = "".join(pieces)
    ours = Pattern([pattern], PatternOptions("extended"))
    plain = Pattern([to_simplified(pattern)], PatternOptions("extended", exact=True))
    assert [*ours.spans(ours.fold(line))] == [*plain.spans(to_simplified(line))]


@given(st.text("ab()[]{}*+?|^$\\.-:=12,", max_size=12), st.booleans())
def test_any_pattern_is_translated_or_refused(pattern: str, extended: bool) -> None:
    dialect = "extended" if extended else "basic"
    try:
        Pattern([pattern], PatternOptions(dialect)).search("ab")  # type: ignore[arg-type]
        translate(pattern, extended=extended)
    except UsageError as e:
        assert str(e)


def _serve() -> None:
    """Run each command line in a fork of this process; used by the differential test."""
    import shlex
    import tempfile

    order = json.load(sys.stdin)
    is_yrd = order["program"] == ["yrd"]
    if is_yrd:
        from yrd_cli.cli.app import run

        run(["grep", "--exact", "x", os.devnull])  # all imports, once, before the forks
    answers = []
    for command in order["commands"]:
        words = shlex.split(command)
        with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out:
            stdin.write(order["stdin"].encode())
            stdin.seek(0)
            if not is_yrd:
                done = subprocess.run(
                    ["grep", *words],
                    stdin=stdin,
                    stdout=out,
                    stderr=subprocess.DEVNULL,
                    check=False,
                )
                status = done.returncode
            else:
                child = os.fork()
                if not child:
                    os.dup2(stdin.fileno(), 0)
                    os.dup2(out.fileno(), 1)
                    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                    status = run(["grep", "--exact", *words])
                    os._exit(status)
                status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            out.seek(0)
            answers.append((out.read().decode(), status))
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    _serve()
