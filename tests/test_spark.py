"""The commands on Apache Spark: the same bytes as here, also when a worker is killed.

These tests need PySpark and Java, and say so where they are not. Start-up takes 10 to 50 s, so
that all command lines run in one process.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.running import SEEDS, clean_environment, yrd
from yrd_cli.reading.paths import Source
from yrd_cli.report import Notice
from yrd_cli.spark.splits import Stretch, count_lines, lines_of, numbered, plan

HAS_SPARK = find_spec("pyspark") is not None and shutil.which("java") is not None
needs_spark = pytest.mark.skipif(
    not HAS_SPARK, reason="NOT TESTED HERE: Spark needs `pip install 'yrd[spark]'` and Java 17"
)
SECONDS = 600
MASTER = "local[2,4]"
STATUSES = "statuses.json"

_SENTENCES = (
    "长三角一体化发展进入新阶段。",
    "各地人民政府应当加强生态环境保护。",
    "2023年全市生产总值增长5.2%，达到1.2万亿元。",
    "記者從會議上獲悉，這項計劃將於明年啟動。",
    "有关部门负责人表示，下一步将继续推进改革。",
    "专家认为，绿色发展是高质量发展的底色。",
    "该项目总投资3.5亿元，预计2025年6月建成。",
    "当地居民说，现在的空气比以前好多了。",
    "公司董事长王建国出席了签约仪式。",
    "上海、江苏、浙江、安徽共同签署了合作协议。",
)


def _text(chosen: random.Random, sentences: int) -> str:
    picked = (chosen.choice(_SENTENCES) for _ in range(sentences))
    marked = (f"{s[:-1]}（{chosen.randrange(10**6)}）。" for s in picked)
    return "\n".join(marked)


def _corpus(folder: Path) -> None:
    """Files of JSON Lines, large enough to be cut, some with broken lines; and texts."""
    chosen = random.Random(8)
    lines: list[bytes] = []
    for number in range(700):
        text = _text(chosen, chosen.choice((2, 8, 20)))
        record = {"text": text, "url": f"https://site{number % 3}.example/{number}"}
        if number % 4:
            record["id"] = f"doc-{number}"
        if number % 3 == 0:
            record["date"] = f"20{10 + number % 14}-0{1 + number % 9}-11"
        lines.append(json.dumps(record, ensure_ascii=False).encode())
        if number % 5 == 0:  # a near duplicate
            record |= {"text": text + "另讯。" * (number % 3), "id": f"copy-{number}"}
            lines.append(json.dumps(record, ensure_ascii=False).encode())
        if number % 90 == 0:
            lines += [
                b"",
                b'{"text": "broken',
                b'{"text": "\xb3\xa4\xc8\xfd\xbd\xc7", "id": "gbk"}',
            ]
    chosen.shuffle(lines)
    (folder / "big.jsonl").write_bytes(b"\n".join(lines))
    (folder / "small.jsonl").write_bytes(b"\n".join(lines[:9]) + b"\n")
    for number in range(6):
        end = "" if number % 2 else "\n"
        (folder / f"text{number}.txt").write_text(_text(chosen, 30) + end, encoding="utf-8")


RECORDS = ("big.jsonl", "small.jsonl")
TEXTS = tuple(f"text{number}.txt" for number in range(6))
CASES: dict[str, tuple[str, ...]] = {
    "clean": ("clean", *RECORDS, str(SEEDS), "missing.txt"),
    "clean-near": ("clean", "--dedup", "near", "--dedup-keep", "longest", "big.jsonl"),
    "clean-text": ("clean", "--format", "text", "--filter", "length=90", *RECORDS, *TEXTS),
    "convert": ("convert", "--to", "tw", *TEXTS, *RECORDS),
    "grep": ("grep", "-n", "长三角|計劃", "-E", *TEXTS),
    "grep-documents": ("grep", "签约", *RECORDS, *TEXTS),
    "stats": ("stats", "--top", "0", *RECORDS, *TEXTS),
    "stats-collocates": ("stats", "--collocates", "发展", "--top", "0", *RECORDS),
    "stats-keyness": ("stats", *TEXTS, "--keyness", "big.jsonl", "--top", "0"),
    "summarize": ("summarize", "-n", "2", *TEXTS, "small.jsonl"),
}


def _on_spark(name: str, words: tuple[str, ...], master: str) -> list[str]:
    given = ["--engine", "spark", "--master", master, "--output", f"out-{name}"]
    return [*words, *given]


def _output(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("part-*")))


def _run_all(lines: list[list[str]], folder: Path) -> tuple[list[int], str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.spark_runs", STATUSES, MASTER],
        input=json.dumps(lines).encode(),
        capture_output=True,
        check=False,
        cwd=folder,
        env=clean_environment(str(folder)),
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr.decode()
    statuses: list[int] = json.loads((folder / STATUSES).read_bytes())
    return statuses, done.stderr.decode()


@needs_spark
@pytest.mark.timeout(2 * SECONDS)
def test_every_command_gives_the_bytes_of_a_run_on_one_machine(tmp_path: Path) -> None:
    _corpus(tmp_path)
    lines = [_on_spark(name, words, MASTER) for name, words in CASES.items()]
    again = _on_spark("clean", CASES["clean"], MASTER)
    in_rounds = ["stars", *_on_spark("stars", CASES["clean-near"], MASTER)]
    statuses, told = _run_all([*lines, in_rounds, again], tmp_path)
    for (name, words), status in zip(CASES.items(), statuses, strict=False):
        here = yrd(*words, cwd=tmp_path)
        assert (name, status) == (name, here.status), told
        assert _output(tmp_path / f"out-{name}") == here.out, name
    assert _output(tmp_path / "out-stars") == _output(tmp_path / "out-clean-near")
    assert statuses[-1] == 2, "a second run never adds to the first"
    assert "exists already" in told
    bad = [
        json.loads(line)
        for path in sorted((tmp_path / "out-clean" / "_bad").iterdir())
        for line in path.read_bytes().splitlines()
    ]
    assert {"place": "missing.txt", "reason": "No such file or directory"} in bad
    broken = [record for record in bad if "data" in record]
    assert broken
    assert all(record["data"].startswith('{"text": "broken') for record in broken)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".out")]


def _executors(parent: int) -> list[int]:
    """The Java processes below a process that are executors of a local cluster."""
    listed = subprocess.run(["ps", "-ewwo", "pid,ppid,args"], capture_output=True, check=True)
    rows = [line.split(None, 2) for line in listed.stdout.decode().splitlines()[1:]]
    below, found = {parent}, []
    for _ in range(6):
        below |= {int(pid) for pid, above, _ in rows if int(above) in below}
    for pid, _, args in rows:
        if int(pid) in below and "CoarseGrainedExecutorBackend" in args:
            found.append(int(pid))
    return found


@needs_spark
@pytest.mark.timeout(2 * SECONDS)
def test_a_killed_worker_costs_no_document(tmp_path: Path) -> None:
    _corpus(tmp_path)
    whole = (tmp_path / "big.jsonl").read_bytes()
    (tmp_path / "big.jsonl").write_bytes((whole + b"\n") * 4)
    words = ("clean", "big.jsonl")
    here = yrd(*words, cwd=tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.spark_runs", STATUSES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=clean_environment(str(tmp_path)),
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps([_on_spark("kill", words, "local-cluster[2,1,1024]")]).encode())
    process.stdin.close()
    process.stdin = None
    killed = _kill_one(process, tmp_path)
    err = process.communicate(timeout=SECONDS)[1].decode()
    assert killed, err
    assert json.loads((tmp_path / STATUSES).read_bytes()) == [here.status], err
    assert _output(tmp_path / "out-kill") == here.out


def _kill_one(process: subprocess.Popen[bytes], folder: Path) -> bool:
    """Kill an executor as soon as a part is written; whether one was."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        if list(folder.glob(".out-kill.*/_attempts/*.jsonl")):
            for pid in _executors(process.pid)[:1]:
                os.kill(pid, signal.SIGKILL)
                return True
        time.sleep(0.05)
    return False


# --- what needs no Spark ---------------------------------------------------------------------


@pytest.mark.parametrize("cores", [1, 2, 7])
@pytest.mark.parametrize("ending", [b"", b"\n"])
def test_stretches_hold_every_line_once_with_its_number(
    tmp_path: Path, cores: int, ending: bytes
) -> None:
    chosen = random.Random(cores)
    lines = [b"x" * chosen.choice((0, 1, 10, 5000)) for _ in range(3000)]
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b"\n".join(lines) + ending)
    splits = numbered(
        plan([Source(str(path))], cores, lambda _: True),
        lambda stretches: [count_lines(stretch) for stretch in stretches],
    )
    assert len(splits) > 1
    found = [
        row
        for split in splits
        for stretch in split
        if isinstance(stretch, Stretch)
        for row in lines_of(stretch)
    ]
    expected = path.read_bytes().splitlines(keepends=True)
    assert found == list(enumerate(expected, 1))


def test_a_plan_keeps_the_order_and_the_notices_of_inputs(tmp_path: Path) -> None:
    from yrd_cli.errors import InputError

    for name in "abc":
        (tmp_path / name).write_bytes(b"x" * 50_000)
    names = [str(tmp_path / name) for name in "abc"]
    given: list[Source | InputError] = [
        Source(names[0]),
        InputError("z", "gone"),
        Source(names[1]),
        Source(names[2]),
    ]
    items = [item for split in plan(given, 2, lambda _: True) for item in split]
    assert items[1] == Notice("error", "z", "gone")
    assert [i.source.path for i in items if isinstance(i, Stretch)] == names


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("clean", "--engine", "spark"), "--engine spark writes a folder: --output DIR"),
        (("clean", "--engine", "spark", "-o", "d"), "--engine spark needs --master URL"),
        (("clean", "--master", "x"), "--master goes with --engine spark"),
        (("stats", "--master", "x"), "--master goes with --engine spark"),
        (
            ("clean", "--engine", "spark", "-o", "d", "--diff"),
            "--diff does not go with --engine spark",
        ),
        (("grep", "a", "--output", "d"), "--output goes with --engine spark"),
        (("convert", "--to", "s", "--engine", "spark", "-j2", "-o", "d"), "--jobs does not go"),
    ],
)
def test_what_does_not_go_with_spark_is_said(
    tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    ran = yrd(*words, "a.txt", cwd=tmp_path)
    assert ran.status == 2
    assert message in ran.messages[0]


def test_a_folder_that_exists_is_never_written_to(tmp_path: Path) -> None:
    from yrd_cli.errors import UsageError
    from yrd_cli.spark.parts import OutputFolder

    folder = OutputFolder(str(tmp_path / "out"))
    folder.commit()
    with pytest.raises(UsageError, match="exists already"):
        OutputFolder(str(tmp_path / "out"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
