"""`yrd grep --jobs`: the same bytes, messages and status for any number of processes."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import random
import shlex
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bench.grep_gnu import random_commands
from tests.grep_differential import build_corpus
from tests.running import YRD, clean_environment, yrd
from yrd_cli.cli import grep_feed, grep_jobs, grep_parts
from yrd_cli.cli.environment import Environment
from yrd_cli.cli.grep_argv import read_arguments
from yrd_cli.cli.grep_pace import Pace
from yrd_cli.cli.grep_parts import Batch, Piece, Result
from yrd_cli.cli.grep_request import read_request
from yrd_cli.cli.searching import GrepRun
from yrd_cli.errors import YrdError
from yrd_cli.grep.request import selects_nothing, without_patterns
from yrd_cli.grep.scan.files import BlockReader
from yrd_cli.grep.wrong_pattern import PatternError
from yrd_cli.writing.terminal import Terminal

POISON = "毒".encode()
"""What takes a worker down, in some tests."""

LINES = (
    "-c abc a.txt b.txt missing dir",
    "-n a b.txt long.txt late mid",
    "-nb -C2 hit mid",
    "-A1 a b.txt bad2 a.txt",
    "-C1 one bad2 c.log",
    "--exact -C3 one bad2 late",
    "--exact a bin bin2 nul late bad",
    "-z a nul a.txt",
    "-m2 a b.txt late",
    "-m3 -A2 a b.txt mid",
    "-l a a.txt b.txt late mid dangling",
    "-L a a.txt b.txt empty.txt newlines",
    "-q a missing a.txt",
    "-q nothing a.txt missing",
    "-s a missing a.txt",
    "-oE '[a-z]+' a.txt law.txt c.log",
    "-o -v a a.txt b.txt",
    "-v -n a b.txt newlines one",
    "-vc a b.txt mid",
    "-T -n a b.txt mid",
    "--color=always -n 条 law.txt a.txt",
    "--color=always -A1 a b.txt a.txt",
    "-rn abc dir",
    "-rl abc",
    "-rc abc . --include=*.txt",
    "-rC1 abc dir",
    "-R 长三角",
    "-w 上海 a.txt gbk.txt gb.txt",
    "-c 长三角 gbk.txt gb.txt utf16.txt seeds",
    "-P '(?<=第)[一二三]' law.txt",
    "-E '(.)\\1' b.txt law.txt c.log",
    "-xF abc d.txt dir/sub/three.txt",
    "--noise 长三角 a.txt noisy.txt",
    "--pinyin changsanjiao a.txt",
    "--json 条 law.txt a.txt",
    "--json -C1 a b.txt mid",
    "--json -m1 a b.txt missing",
    "--json --line-buffered 长 long.txt",
    "-i ABC case.txt a.txt",
    "x* b.txt empty.txt",
)
DOCUMENTS = (
    "经济 docs.jsonl",
    "-c 经济 docs.jsonl more.jsonl",
    "-n 经济 docs.jsonl more.jsonl",
    "-o 经济 docs.jsonl",
    "-C1 经济 docs.jsonl more.jsonl a.txt",
    "-l 经济 docs.jsonl a.txt more.jsonl",
    "-L 经济 docs.jsonl a.txt more.jsonl",
    "-q 经济 broken.jsonl docs.jsonl",
    "-q 没有 docs.jsonl broken.jsonl",
    "-m2 经济 docs.jsonl more.jsonl",
    "-v 经济 docs.jsonl",
    "-m1 -v 经济 docs.jsonl",
    "经济 broken.jsonl docs.jsonl",
    "-s 经济 broken.jsonl",
    "--kwic 经济 docs.jsonl a.txt more.jsonl",
    "--kwic -m2 经济 docs.jsonl more.jsonl",
    "--kwic -nH --sort right,path 经济 docs.jsonl more.jsonl",
    "--group left1 经济 docs.jsonl more.jsonl packed.jsonl.gz",
    "--group match -E '经.' docs.jsonl more.jsonl",
    "--kwic --format csv 经济 docs.jsonl more.jsonl",
    "--kwic --format json 经济 docs.jsonl",
    "--sentence 经济 docs.jsonl law.txt more.jsonl",
    "--format json 经济 docs.jsonl more.jsonl",
    "--format json 没有 docs.jsonl",
    "--format text -C1 经济 docs.jsonl more.jsonl",
    "--json 经济 docs.jsonl more.jsonl a.txt",
    "--json -m1 经济 docs.jsonl more.jsonl",
    "--json -C1 --where 'date>=2020' 经济 docs.jsonl",
    "--where 'date>=2020' 经济 docs.jsonl",
    "--near 4 增长 经济 docs.jsonl",
    "--not 增长 --within document 经济 docs.jsonl more.jsonl",
    "--field title 第 docs.jsonl",
    "--input-format csv 经济 table.csv",
    "--input-format csv -l 经济 table.csv a.txt",
    "经济 packed.jsonl.gz",
    "-r --kwic 经济 .",
)
LONG = frozenset({"long.txt", "late", "mid"})
SIZES = ((64, 1, -1, 1), (256, 200, 300, 3), (4096, 50, 20, 128), (1 << 18, 1 << 20, 4 << 20, 128))
"""Bytes of a block and a piece, of the largest file that is searched whole, files of a batch."""


class _Output:
    """A standard output that is kept."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.parts.append(bytes(data))

    def flush(self) -> None:
        """Nothing waits."""

    def fileno(self) -> int:
        raise OSError


class _Heard(Environment):
    said: list[tuple[str, str, str]]

    def say(self, level: str, place: str, message: str) -> None:
        self.said.append((level, place, message))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    build_corpus(folder)
    texts = [
        f"第{n}号公报。\n经济增长{n % 7}%，長三角经济一体化。\n市场{'经济' * (n % 3)}\n"
        for n in range(40)
    ]
    records = [
        {
            "id": f"d{n}",
            "text": text,
            "title": f"第{n}号",
            "date": f"20{10 + n % 15}-05-0{1 + n % 9}",
        }
        for n, text in enumerate(texts)
    ]
    lines = [json.dumps(record, ensure_ascii=n % 2 == 0) for n, record in enumerate(records)]
    (folder / "docs.jsonl").write_text("\n".join(lines[:25]) + "\n")
    (folder / "more.jsonl").write_text("\n".join(lines[25:]))
    broken = [*lines[:3], "{broken", '{"a": 1}', *lines[3:6]]
    (folder / "broken.jsonl").write_text("\n".join(broken) + "\n")
    (folder / "packed.jsonl.gz").write_bytes(
        gzip.compress("\n".join(lines[5:15]).encode(), mtime=0)
    )
    rows = [f'd{n},"{text}"' for n, text in enumerate(texts[:12])]
    (folder / "table.csv").write_text("id,text\n" + "\n".join(rows) + "\n")
    (folder / "gb.txt").write_bytes("".join(texts).encode("gb18030"))
    (folder / "utf16.txt").write_bytes("".join(texts).encode("utf-16"))
    (folder / "noisy.txt").write_text("長(zhǎng)三(sān)角(jiǎo)\n长 三角\n长三\n角\n" * 30)
    return folder


def _answer(words: Iterable[str], pace: Pace | None) -> tuple[bytes, list[Any], object] | None:
    try:
        request = without_patterns(read_request(read_arguments(list(words))))
    except YrdError:
        return None
    if selects_nothing(request):
        return None
    env = _Heard(_Output(), Terminal(color=request.output.color == "always"), Terminal())  # type: ignore[arg-type]
    env.said = []
    try:
        status: object = GrepRun(request._replace(time_limit=900.0), env, "", pace)()
    except PatternError:
        return None
    except YrdError as e:
        status = str(e)
    return b"".join(env.stdout.parts), env.said, status  # type: ignore[attr-defined]


class _Switching(Pace):
    """Gets help from the nth time on that it is asked."""

    def __init__(self, asked: int) -> None:
        super().__init__(2)
        self._left = asked

    def is_due(self) -> bool:
        self._left -= 1
        return self._left <= 0

    def may_share(self, status: os.stat_result) -> bool:
        return True


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[int, int, int, int]], None]:
    """Batches go through pickles, not through processes."""

    def run(
        work: Callable[[Batch], Result], batches: Iterator[Batch], jobs: int, **_: object
    ) -> Iterator[Result]:
        for batch in batches:
            yield pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(batch)))))

    def sizes(chosen: tuple[int, int, int, int]) -> None:
        block, piece, whole, files = chosen
        monkeypatch.setattr(BlockReader.__init__, "__defaults__", (b"\n", block))
        monkeypatch.setattr(grep_feed, "PIECE_BYTES", piece)
        monkeypatch.setattr(grep_feed, "WHOLE_BYTES", whole)
        monkeypatch.setattr(grep_feed, "FILES", files)
        grep_parts._run.cache_clear()  # its buffer has a size

    monkeypatch.setattr(grep_jobs, "run_batches", run)
    return sizes


@pytest.mark.parametrize("line", [*LINES, *DOCUMENTS])
def test_a_shared_search_gives_what_one_process_gives(
    corpus: Path,
    line: str,
    in_process: Callable[[tuple[int, int, int, int]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(corpus)
    words = shlex.split(line)
    is_long = "-r" in line or not LONG.isdisjoint(words)
    for n, sizes in enumerate(SIZES[2:] if is_long else SIZES, 2):
        in_process(sizes)
        alone = _answer(words, None)
        assert alone is not None
        assert _answer(words, Pace(2)) == alone
        assert _answer(words, _Switching(n)) == alone


@pytest.mark.parametrize("seed", range(4))
def test_random_command_lines_give_the_same_shared(
    corpus: Path,
    seed: int,
    in_process: Callable[[tuple[int, int, int, int]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(corpus)
    in_process(SIZES[seed])
    chance = random.Random(seed)
    compared = 0
    for command in random_commands(100 + seed, 20):
        words = ["--exact", *command["words"]] if chance.random() < 0.5 else command["words"]
        if "-r" in words or not any(os.path.exists(word) for word in words):
            continue
        alone = _answer(words, None)
        if alone is not None:
            compared += 1
            assert _answer(words, Pace(2)) == alone, words
            assert _answer(words, _Switching(chance.randint(1, 5))) == alone, words
    assert compared > 5


@pytest.mark.parametrize(
    ("words", "out", "places"),
    [
        (["-n", "a", "poison"], b"1:a\n3:a\n5:a\n", ["poison: bytes 3 to 6"]),
        (["-c", "a", "poison", "clean"], b"poison:3\nclean:2\n", ["poison: bytes 3 to 6"]),
        (["--format", "jsonl", "a", "bad.jsonl"], None, ["bad.jsonl:2"]),
    ],
)
def test_what_kills_its_worker_is_named_and_the_rest_is_searched(
    tmp_path: Path,
    words: list[str],
    out: bytes | None,
    places: list[str],
    in_process: Callable[[tuple[int, int, int, int]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("poison").write_bytes(b"a\n" + POISON + b"\na\nc\na\n")
    Path("clean").write_bytes(b"a\nb\na\n")
    texts = ("a 1", POISON.decode(), "a 2")
    Path("bad.jsonl").write_text(
        "".join(json.dumps({"id": t, "text": t}, ensure_ascii=False) + "\n" for t in texts)
    )
    in_process((1 << 18, 1 << 20, -1, 128))

    def run(
        work: Callable[[Batch], Result],
        batches: Iterator[Batch],
        jobs: int,
        split: Callable[[Batch], list[Batch]],
        lost: Callable[[Batch, str], Result],
    ) -> Iterator[Result]:
        todo: list[Batch] = []
        for batch in batches:
            todo = [batch]
            while todo:
                part = todo.pop(0)
                if POISON not in pickle.dumps(part):
                    yield work(part)
                elif len(parts := split(part)) > 1:
                    todo = [*parts, *todo]
                else:
                    yield lost(part, "its process was ended by SIGKILL")

    monkeypatch.setattr(grep_jobs, "run_batches", run)
    answer = _answer(words, Pace(2))
    assert answer is not None
    written, said, status = answer
    assert status == 2
    assert [
        place if m[0] == "i" else f"{place}: {m.split(': ')[0]}" for _, place, m in said
    ] == places
    assert all(m.endswith("its process was ended by SIGKILL: left out") for _, _, m in said)
    assert written == out if out is not None else written.count(b"a") >= 2


def test_pieces_cut_again_know_what_stands_before_them() -> None:
    file = grep_parts.FileInParts(1, None, b"x")  # type: ignore[arg-type]
    piece = Piece(file, b"a\nb\nc\nd\n", 10, (4, 8), "utf-8", b"y\nz\n", 5)
    left, right = grep_parts.Halves(b"\n", 3)(piece)
    assert isinstance(left, Piece) and isinstance(right, Piece)
    assert (left.data, left.offset, left.cuts, left.before, left.lines) == (
        b"a\nb\n", 10, (4,), b"y\nz\n", 5,
    )  # fmt: skip
    assert (right.data, right.offset, right.cuts, right.before, right.lines) == (
        b"c\nd\n", 14, (4,), b"z\na\nb\n", 7,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "env", "message"),
    [
        (["-j", "0"], {}, "--jobs '0': at least 1"),
        (["--jobs=x"], {}, "--jobs 'x' is no whole number"),
        ([], {"YRD_JOBS": "-1"}, "--jobs '-1': at least 1"),
    ],
)
def test_a_number_of_processes_that_is_none_is_refused(
    words: list[str], env: dict[str, str], message: str
) -> None:
    ran = yrd("grep", *words, "x", input=b"x\n", env=env)
    assert (ran.status, ran.out) == (2, b"")
    assert message in ran.err


def test_processes_of_their_own_give_the_same(corpus: Path) -> None:
    for line in ("-rn abc", "--kwic 经济 docs.jsonl more.jsonl missing", "--json 条 law.txt"):
        words = shlex.split(line)
        alone = yrd("grep", "-j1", *words, cwd=corpus)
        assert alone.out
        assert yrd("grep", "-j3", *words, cwd=corpus) == alone
        assert yrd("grep", *words, cwd=corpus, env={"YRD_JOBS": "2"}) == alone


def test_a_pipe_is_searched_as_it_comes_though_workers_are_killed(tmp_path: Path) -> None:
    command = [*YRD, "grep", "-j2", "-n", "--line-buffered", "长三角"]
    env = clean_environment(str(tmp_path))
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for n in range(2, 8, 2):
            process.stdin.write("無\n長三角\n".encode())
            process.stdin.flush()
            assert process.stdout.readline() == f"{n}:長三角\n".encode()
            for child in _children(process.pid):
                os.kill(child, signal.SIGKILL)
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 0


def _children(pid: int) -> list[int]:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        listed = Path(f"/proc/{pid}/task").glob("*/children")
        found = [int(child) for file in listed for child in file.read_text().split()]
        if found:
            return found
    return []
