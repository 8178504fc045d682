"""`yrd grep` starts without what the other commands need, and ends as they do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, yrd
from yrd_cli.cli.grep_argv import read_arguments
from yrd_cli.cli.grep_request import read_request
from yrd_cli.errors import UsageError

HEAVY = ("typer", "rich", "inspect", "dataclasses", "pathlib", "json", "orjson", "numpy", "jieba")
_LIST = (
    "import sys; from yrd_cli.cli.grep_start import run; status = run(['grep', *sys.argv[1:]]);"
    f"print(status, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
)


@pytest.mark.parametrize(
    "words", [["-c", "长三角"], ["-E", "[长发]+|第.条"], ["--exact", "-n", "a"]]
)
def test_a_search_imports_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text("长三角 a\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _LIST, *words, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "0 []\n"


def test_help_and_version_are_answered_wherever_they_stand() -> None:
    assert yrd("grep", "x", "--help").out.startswith(b"Usage: yrd grep")
    assert yrd("grep", "x", "y", "-V").out.startswith(b"yrd ")


@pytest.mark.parametrize("option", ["--noise", "--regional", "--pinyin"])
def test_exact_sees_through_nothing(option: str) -> None:
    with pytest.raises(UsageError, match=f"--exact and {option} exclude each other"):
        read_request(read_arguments(["--exact", option, "x"]))


def test_posix_order_takes_no_options_after_operands() -> None:
    line = read_arguments(["-c", "x", "-n", "f"], in_order=True)
    assert [typed.key for typed in line.options] == ["count"]
    assert line.operands == ("x", "-n", "f")


@pytest.mark.parametrize(
    ("options", "out"), [("-n", b"1:\xe9\x95\xbf\xe4\xb8\x89\n2:\xe8\xa7\x92\n"), ("-c", b"2\n")]
)
def test_noise_finds_words_that_a_line_end_breaks(options: str, out: bytes) -> None:
    text = "长三\n角\n".encode()
    assert yrd("grep", "--noise", options, "长三角", input=text).out == out
    assert yrd("grep", options, "长三角", input=text).status == 1


def test_documents_come_through_pipes_as_documents() -> None:
    text = '{"id":"a","text":"長三角"}\n{"id":"b","text":"无"}\n'
    ran = yrd("grep", "长三角", input=text.encode())
    assert [document["id"] for document in ran.documents] == ["a"]
    assert yrd("grep", "-c", "长三角", input=text.encode()).out == b"1\n"


def test_a_link_to_itself_does_not_hide_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x\n")
    (tmp_path / "loop").symlink_to("loop")
    assert yrd("grep", "-r", "x", ".", cwd=tmp_path).out == b"./a.txt:x\n"
    ran = yrd("grep", "-R", "x", ".", cwd=tmp_path)
    assert (ran.out, ran.status, len(ran.messages)) == (b"./a.txt:x\n", 2, 1)
