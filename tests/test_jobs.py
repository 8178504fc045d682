"""`--jobs`: the same bytes for any number, and workers that die in the middle of a command."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest

from tests.jobs import LAWS, LINES, Came, files_in, line_of, write_tree
from tests.killing import MARK, orphans
from tests.running import ROOT, start, yrd
from tests.running_here import yrd_here
from yrd_cli.cli import converting, running

POISON = "毒药毒药"

SITE = """
import os, sys
if "import serve" in " ".join(sys.orig_argv) and "YRD_TEST_LOG" in os.environ:
    from yrd_cli import worker
    open(os.environ["YRD_TEST_LOG"], "a").write(f"{os.getpid()}\\n")
    answer = worker._answer
    def answer_or_die(work, batch):
        if any(word.encode() in bytes(batch) for word in os.environ["YRD_TEST_POISON"].split()):
            os.write(2, b"Fatal error\\n")
            os.kill(os.getpid(), 9)
        return answer(work, batch)
    worker._answer = answer_or_die
"""
"""Workers that leave their number in a file, and die of poison."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "tree"
    write_tree(folder, 16)
    return folder


@pytest.fixture
def lethal(tmp_path: Path) -> dict[str, str]:
    """An environment whose workers die of poison; they are told of in the file ``workers``."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SITE)
    escaped = json.dumps(POISON).strip('"')
    return {
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "site"), str(ROOT)]),
        "YRD_TEST_LOG": str(tmp_path / "workers"),
        "YRD_TEST_POISON": f"{POISON} {escaped}",
    }


def workers(folder: Path) -> list[int]:
    """The workers of all runs with a lethal environment in this folder."""
    log = folder / "workers"
    return [int(line) for line in log.read_text().split()] if log.exists() else []


def small(item: object) -> int:
    """A size that makes batches of a few records."""
    return 60 * len(str(getattr(item, "data", "")) + str(getattr(item, "text", "")))


def came_here(words: tuple[str, ...], tree: Path, jobs: int, folder: Path) -> Came:
    folder.mkdir()
    ran = yrd_here(*line_of(words, tree, jobs), cwd=folder)
    return Came(ran.status, ran.out, ran.err, files_in(folder))


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_nothing_depends_on_how_the_input_is_cut(
    words: tuple[str, ...], tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = came_here(words, tree, 1, tmp_path / "whole")
    assert whole.status in (0, 1, 2)
    assert "internal error" not in whole.err
    assert whole.out or whole.files, whole.err
    monkeypatch.setattr(running, "size_of", small)
    monkeypatch.setattr(converting, "size_of", small)
    assert came_here(words, tree, 1, tmp_path / "cut") == whole


@pytest.mark.parametrize("words", LINES[6:7] + LINES[13:14] + LINES[29:30], ids=" ".join)
@pytest.mark.parametrize("jobs", [2, 7])
def test_any_number_of_jobs_gives_the_same_bytes(
    words: tuple[str, ...],
    jobs: int,
    tree: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = came_here(words, tree, 1, tmp_path / "alone")
    monkeypatch.setattr(running, "size_of", small)
    monkeypatch.setattr(converting, "size_of", small)
    assert came_here(words, tree, jobs, tmp_path / "many") == alone


DEADLY = {
    "clean": ("clean",),
    "convert": ("convert", "--to", "s"),
    "stats": ("stats", "--overview"),
    "summarize": ("summarize", "--no-facts"),
}


@pytest.mark.parametrize("command", DEADLY)
def test_a_document_that_kills_its_workers_is_named_and_the_rest_is_done(
    command: str, lethal: dict[str, str], tmp_path: Path
) -> None:
    records = [{"id": f"no{n}", "text": f"第{n}条。{LAWS[n]}"} for n in range(8)]
    good = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records if r["id"] != "no5")
    records[5]["text"] += POISON
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    ran = yrd(*DEADLY[command], "a.jsonl", "-j", "2", cwd=tmp_path, env=lethal)
    assert ran.status == 2
    assert [m for m in ran.messages if "hardly Chinese" not in m] == [
        "yrd: a.jsonl:6: document 'no5': its process was ended by SIGKILL: left out"
    ]
    assert len(workers(tmp_path)) == 7  # twice all 8, once 4 and 2, twice 1, and one for the rest
    (tmp_path / "a.jsonl").write_text(good, encoding="utf-8")
    assert ran.out == yrd(*DEADLY[command], "a.jsonl", "-j", "1", cwd=tmp_path).out


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_all_workers_killed_at_once_cost_nothing(lethal: dict[str, str], tmp_path: Path) -> None:
    lines = [json.dumps({"text": "\n".join(LAWS[n : n + 40])}).encode() + b"\n" for n in range(600)]
    with start("clean", "-j", "2", cwd=tmp_path, env=lethal) as process:
        assert process.stdin is not None and process.stdout is not None

        def feed(stream: IO[bytes]) -> None:
            with stream:
                stream.write(b"".join(lines))

        threading.Thread(target=feed, args=(process.stdin,), daemon=True).start()
        out = process.stdout.read(1 << 16)
        for pid in workers(tmp_path):
            os.kill(pid, signal.SIGKILL)
        while part := process.stdout.read(1 << 20):
            out += part
        assert process.wait(20) == 0
    assert len(workers(tmp_path)) >= 4
    assert out == yrd("clean", input=b"".join(lines), cwd=tmp_path, env={"YRD_JOBS": "1"}).out


def test_small_inputs_start_no_workers(lethal: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LAWS[0], encoding="utf-8")
    for command in ("clean", "stats", "summarize"):
        assert yrd(command, "a.txt", cwd=tmp_path, env=lethal).status == 0
        assert yrd(command, cwd=tmp_path, env=lethal, input=LAWS[0].encode()).status == 0
    assert workers(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "environment", "most"),
    [(("-j", "7"), {}, 1), ((), {"YRD_JOBS": "3"}, 1), (("-j", "1"), {"YRD_JOBS": "3"}, 0)],
)
def test_no_more_workers_than_there_is_work(
    arguments: tuple[str, ...],
    environment: dict[str, str],
    most: int,
    lethal: dict[str, str],
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text(LAWS[0], encoding="utf-8")
    ran = yrd("clean", "a.txt", *arguments, cwd=tmp_path, env=lethal | environment)
    assert ran.status == 0
    assert len(workers(tmp_path)) == most


@pytest.fixture
def endless() -> Iterator[threading.Event]:
    """Set when the feeding is to end."""
    stop = threading.Event()
    yield stop
    stop.set()


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@pytest.mark.parametrize(
    ("number", "status"),
    [
        (signal.SIGINT, 130),
        (signal.SIGTERM, 143),
        (signal.SIGHUP, 129),
        (signal.SIGKILL, -9),
    ],
)
def test_a_signal_ends_the_workers_too_and_leaves_nothing(
    number: signal.Signals, status: int, tmp_path: Path, endless: threading.Event
) -> None:
    mark = f"{os.getpid()}-{number}"
    line = json.dumps({"text": "\n".join(LAWS[:40])}).encode() + b"\n"

    def feed(stream: IO[bytes]) -> None:
        with suppress(OSError):  # nobody reads any more
            while not endless.is_set():
                stream.write(line * 50)

    args = ("clean", "-j", "2", "-o", "out.jsonl")
    with start(*args, cwd=tmp_path, env={MARK: mark}) as process:
        assert process.stdin is not None and process.stderr is not None
        feeder = threading.Thread(target=feed, args=(process.stdin,), daemon=True)
        feeder.start()
        while len(orphans(mark, 0)) < 3:
            assert process.poll() is None
        process.send_signal(number)
        assert process.wait(20) == status
        assert process.stderr.read() == b""
        endless.set()
        feeder.join()
    assert orphans(mark) == []
    assert not (tmp_path / "out.jsonl").exists()
    if number != signal.SIGKILL:
        assert not list(tmp_path.glob(".out.*"))
