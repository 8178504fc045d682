"""The commands on Apache Spark: the same bytes as here, also when a worker is killed.

These tests need PySpark and Java, and say so where they are not. Start-up takes 10 to 50 s, so
that all command lines run in one process.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.running import SEEDS, clean_environment, yrd
from tests.spark_works import GLUTTON, KILLER
from yrd_cli.reading.paths import Source
from yrd_cli.report import Notice
from yrd_cli.spark.splits import Stretch, count_lines, lines_of, numbered, plan

HAS_SPARK = find_spec("pyspark") is not None and shutil.which("java") is not None
needs_spark = pytest.mark.skipif(
    not HAS_SPARK, reason="NOT TESTED HERE: Spark needs `pip install 'yrd[spark]'` and Java 17"
)
SECONDS = 900
STATUSES = "statuses.json"
TOLD = "told.txt"

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
    """Files of JSON Lines, large enough to be cut, some with broken lines; texts, and a tree."""
    chosen = random.Random(8)
    lines: list[bytes] = []
    for number in range(700):
        text = _text(chosen, chosen.choice((2, 8, 20)))
        record = {"text": text, "url": f"https://site{number % 3}.example/{number}"}
        if number % 4:
            record["id"] = f"doc-{number}"
        if number % 3 == 0:
            record["date"] = f"20{10 + number % 14}-0{1 + number % 9}-11"
        lines.append(_line(record))
        if number % 5 == 0:  # a near duplicate
            lines.append(
                _line(record | {"text": text + "另讯。" * (number % 3), "id": f"c-{number}"})
            )
        if number % 90 == 0:
            lines += [b"", b'{"text": "broken', '{"text": "长三角", "id": "gbk"}'.encode("gbk")]
    chosen.shuffle(lines)
    (folder / "big.jsonl").write_bytes(b"\n".join(lines))
    few = [*lines[:9], b'{"text": "broken too']
    (folder / "small.jsonl").write_bytes(b"\n".join(few) + b"\n")
    for number in range(6):
        end = "" if number % 2 else "\n"
        (folder / f"text{number}.txt").write_text(_text(chosen, 30) + end, encoding="utf-8")
    (folder / "many").mkdir()
    for number in range(40):
        (folder / "many" / f"{number:02d} 篇.txt").write_text(_text(chosen, 3), encoding="utf-8")
    _star(folder / "star.jsonl", chosen)
    _deadly(folder / "deadly.jsonl", chosen)
    _tree(folder / TREE, chosen)


def _line(record: dict[str, str]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


def _star(path: Path, chosen: random.Random) -> None:
    """One cluster of more near duplicates than a text is compared with, copies among them."""
    sentences = _text(chosen, 40).split("\n")
    with path.open("wb") as file:
        for number in range(300):
            own = sentences[:]
            for _ in range(number % 4 and chosen.choice((1, 2, 5, 12))):
                own[chosen.randrange(len(own))] = _text(chosen, 1)
            file.write(_line({"id": f"star-{number}", "text": "\n".join(own)}) + b"\n")


def _deadly(path: Path, chosen: random.Random) -> None:
    """Records of which two kill their worker, and one takes all memory."""
    words = {100: KILLER, 250: GLUTTON, 399: KILLER}
    with path.open("wb") as file:
        for number in range(400):
            text = _text(chosen, 8) + words.get(number, "")
            file.write(_line({"id": f"deadly-{number}", "text": text}) + b"\n")


def _tree(folder: Path, chosen: random.Random) -> None:
    """Files of all kinds, and some that are broken."""
    within = folder / "sub dir"
    within.mkdir(parents=True)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "empty.jsonl").write_bytes(b"")
    (folder / "gbk.txt").write_bytes(_text(chosen, 20).encode("gb18030"))
    (folder / "utf16.txt").write_bytes(_text(chosen, 20).encode("utf-16"))
    (folder / "crlf.txt").write_bytes(_text(chosen, 9).replace("\n", "\r\n").encode())
    paragraphs = "".join(f"<p>{_text(chosen, 1)}</p>" for _ in range(20))
    (folder / "页.html").write_text(f"<html><body>{paragraphs}</body></html>", encoding="utf-8")
    packed = gzip.compress(b"\n".join(_line({"text": _text(chosen, 5)}) for _ in range(50)))
    (within / "whole.jsonl.gz").write_bytes(packed)
    (within / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    hostile = (
        b'\xff\xfe{"text": 1}',
        b'{"text": 5}',
        b"[1]",
        b'{"text": "\\ud800"}',
        b" ",
        b"{" * 3000,
    )
    (within / "hostile.jsonl").write_bytes(b"\r\n".join(hostile * 3))


RECORDS = ("big.jsonl", "small.jsonl")
TEXTS = tuple(f"text{number}.txt" for number in range(6))
TREE = "树 tree"
"""Empty files, gzip, GBK, UTF-16, HTML, names with spaces; a cut archive, and broken lines."""

CASES: dict[str, tuple[str, ...]] = {
    "clean": ("clean", *RECORDS, str(SEEDS), TREE, "missing.txt"),
    "clean-text": ("clean", "--format", "text", "--filter", "length=90", *RECORDS, *TEXTS),
    "clean-csv": ("clean", "--format", "csv", "--csv-safe", "--punct", "small.jsonl", TREE),
    "clean-near": (
        "clean",
        "--dedup",
        "near",
        "--dedup-keep",
        "longest",
        "big.jsonl",
        "star.jsonl",
    ),
    "clean-lines": ("clean", "--dedup", "lines", *RECORDS),
    "convert": ("convert", "--to", "tw", *TEXTS, *RECORDS, TREE, "missing.txt"),
    "convert-gbk": ("convert", "-c", "t2s", "--to-encoding", "gb18030", "--punct", "half", *TEXTS),
    "convert-field": ("convert", "--to", "t", "--field", "url", "big.jsonl"),
    "grep-n": ("grep", "-n", "长三角|計劃", "-E", *TEXTS, "many"),
    "grep-c": ("grep", "-c", "发展", *TEXTS, "missing.txt"),
    "grep-context": ("grep", "-rn", "-A1", "-B1", "记者", "many"),
    "grep-documents": ("grep", "签约", *RECORDS, *TEXTS),
    "grep-json": ("grep", "--json", "計劃", "small.jsonl", *TEXTS),
    "grep-nothing": ("grep", "不存在的词", *TEXTS),
    "stats": ("stats", "--top", "0", *RECORDS, *TEXTS, TREE),
    "stats-chars": ("stats", "--chars", "--ngrams", "2", "--top", "0", "big.jsonl", "many"),
    "stats-collocates": (
        "stats",
        "--collocates",
        "发展",
        "--window",
        "3,2",
        "--top",
        "0",
        *RECORDS,
    ),
    "stats-compare": ("stats", "--compare", "small.jsonl", "big.jsonl", "--top", "0"),
    "stats-json": ("stats", "--format", "json", "--provenance", *RECORDS),
    "stats-keyness": ("stats", *TEXTS, "--keyness", "big.jsonl", "--top", "0"),
    "stats-partial": ("stats", "--partial", *RECORDS, *TEXTS),
    "stats-trend": ("stats", "--trend", "year", "--by", "script", "--top", "0", *RECORDS),
    "summarize": ("summarize", "-n", "2", *TEXTS, "small.jsonl", TREE),
    "summarize-csv": ("summarize", "--format", "csv", "--query", "投资", "big.jsonl"),
    "summarize-facts": ("summarize", "--facts-only", *RECORDS),
    "summarize-table": ("summarize", "--table", "money", *TEXTS, "small.jsonl"),
    "summarize-together": ("summarize", "--together", "--format", "md", *TEXTS, "small.jsonl"),
}
ON_CLUSTER = ("convert", "grep-n", "stats-collocates", "summarize", "clean-near")
"""With `clean`, whose worker is killed there, each command once in executors of their own."""


def _on_spark(name: str, words: tuple[str, ...], master: str) -> list[str]:
    given = ["--engine", "spark", "--master", master, "--output", f"out-{name}"]
    return [*words, *given]


def _output(folder: Path, name: str) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob(f"out-{name}/part-*")))


def _bad(folder: Path, name: str) -> list[dict[str, str]]:
    parts = sorted(folder.glob(f"out-{name}/_bad/part-*"))
    return [json.loads(line) for part in parts for line in part.read_bytes().splitlines()]


def _start(lines: list[list[str]], folder: Path, master: str) -> subprocess.Popen[bytes]:
    """Run command lines in one process with one session; see `spark_runs`."""
    few = {"SPARK_SUBMIT_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}  # half the CPU time
    (folder / "lines.json").write_text(json.dumps(lines), encoding="utf-8")
    with (folder / "lines.json").open("rb") as stdin, (folder / TOLD).open("wb") as stderr:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.spark_runs", STATUSES, master],
            stdin=stdin,
            stderr=stderr,
            cwd=folder,
            env=clean_environment(str(folder), few),
        )


def _end(process: subprocess.Popen[bytes], folder: Path) -> tuple[list[int], str]:
    """The exit statuses, and what was said."""
    try:
        status = process.wait(SECONDS)
    finally:
        process.kill()
    told = (folder / TOLD).read_text("utf-8", "replace")
    assert status == 0, told
    statuses: list[int] = json.loads((folder / STATUSES).read_bytes())
    return statuses, told


def _differing(folder: Path, names: Iterable[str], statuses: Iterable[int]) -> list[str]:
    """The cases whose output or status is not that of a run on one machine."""
    found = []
    for name, status in zip(names, statuses, strict=False):
        here = yrd(*CASES[name], cwd=folder)
        if status != here.status:
            found.append(f"{name}: status {status}, here {here.status}")
        if _output(folder, name) != here.out:
            found.append(f"{name}: other bytes")
    return found


@needs_spark
@pytest.mark.timeout(2 * SECONDS)
def test_every_command_gives_the_bytes_of_a_run_on_one_machine(tmp_path: Path) -> None:
    _corpus(tmp_path)
    master = "local[2]"
    lines = [_on_spark(name, words, master) for name, words in CASES.items()]
    deadly = [["deadly", *_on_spark(f"deadly-{n}", w, master)] for n, w in DEADLY.items()]
    again = _on_spark("clean", CASES["clean"], master)
    statuses, told = _end(
        _start([*lines, *deadly, ["components"], again], tmp_path, master), tmp_path
    )
    assert not _differing(tmp_path, CASES, statuses), told
    _check_deadly(tmp_path, statuses[len(CASES) : -2])
    assert statuses[-2] == 0, "components found in rounds are those found at once"
    assert statuses[-1] == 2, "a second run never adds to the first"
    assert "exists already" in told
    bad = _bad(tmp_path, "clean")
    assert {"place": "missing.txt", "reason": "No such file or directory"} in bad
    broken = [record for record in bad if record["place"].startswith("big.jsonl")]
    assert broken
    assert all(record["data"].startswith('{"text": "broken') for record in broken)
    both = {record["place"].partition(":")[0] for record in _bad(tmp_path, "stats-compare")}
    assert both == {"small.jsonl", "big.jsonl"}, "what is bad in one corpus hides nothing"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".out")]
    assert "Traceback" not in told


DEADLY = {
    "clean": ("clean", "deadly.jsonl"),
    "convert": ("convert", "--to", "t", "deadly.jsonl"),
    "stats": ("stats", "--top", "0", "deadly.jsonl"),
    "grep": ("grep", "发展", "deadly.jsonl"),
}
"""Command lines whose work kills its worker at some records."""


def _check_deadly(folder: Path, statuses: Sequence[int]) -> None:
    """Records that no worker survives are named and put aside, and all others are done."""
    lines = (folder / "deadly.jsonl").read_text("utf-8").splitlines(keepends=True)
    harmless = folder / "harmless"  # with a file of the same name, which is told of each record
    harmless.mkdir()
    (harmless / "deadly.jsonl").write_text(
        "".join(line for line in lines if KILLER not in line and GLUTTON not in line), "utf-8"
    )
    reasons = {
        f"deadly.jsonl:{number}": f"{reason}: left out"
        for number, line in enumerate(lines, 1)
        for word, reason in (
            (KILLER, "its process was ended by SIGKILL"),
            (GLUTTON, "out of memory"),
        )
        if word in line
    }
    assert len(reasons) == 3
    assert list(statuses) == [2] * len(DEADLY)
    for name, words in DEADLY.items():
        assert {r["place"]: r["reason"] for r in _bad(folder, f"deadly-{name}")} == reasons
        here = yrd(*words, cwd=harmless)
        assert _output(folder, f"deadly-{name}") == here.out, name


@needs_spark
@pytest.mark.timeout(2 * SECONDS)
def test_a_killed_worker_costs_no_document(tmp_path: Path) -> None:
    _corpus(tmp_path)
    whole = (tmp_path / "big.jsonl").read_bytes()
    (tmp_path / "whole.jsonl").write_bytes((whole + b"\n") * 4)
    words, master = ("clean", "whole.jsonl"), "local-cluster[2,1,1024]"
    here = yrd(*words, cwd=tmp_path)
    lines = [_on_spark("kill", words, master)]
    lines += [_on_spark(name, CASES[name], master) for name in ON_CLUSTER]
    process = _start(lines, tmp_path, master)
    killed = _kill_one(process, tmp_path)
    statuses, told = _end(process, tmp_path)
    assert killed, told
    assert statuses[0] == here.status, told
    assert _output(tmp_path, "kill") == here.out
    assert not _differing(tmp_path, ON_CLUSTER, statuses[1:]), told


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
        for row in lines_of(stretch, 1 << 28)
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


_LOCAL = ("--engine", "spark", "--master", "local")


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
        (
            ("clean", "--engine", "spark", "--master", "hive", "-o", "d"),
            "--master hive: not spark://",
        ),
        (("stats", "--resume", *_LOCAL, "-o", "d"), "--resume does not go"),
        (("summarize", "--resume", *_LOCAL, "-o", "d"), "--resume does not go"),
        (("grep", "--jobs", "2", *_LOCAL, "--output", "d", "a"), "--jobs does not go"),
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
