"""Standard streams as they come in real life: closed, full, slow, gone, a terminal, interrupted."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import Ran, clean_environment, ended, on_terminal, shell, start, yrd

NEWS = "长三角一体化发展进入新阶段，三省一市共同推进重大项目建设。"
LINE = json.dumps({"text": NEWS}, ensure_ascii=False).encode() + b"\n"
MANY = 20_000
"""Lines that take some seconds, so that a signal comes in the middle."""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(NEWS)
    return tmp_path


def until(condition: Callable[[], object], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def test_a_full_disk_is_one_line(here: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    (here / "big.jsonl").write_bytes(LINE * 500)
    for line in ("yrd clean a.txt", "yrd clean big.jsonl", "yrd --help"):
        ran = shell(f"{line} > /dev/full", cwd=here)
        assert (ran.status, len(ran.messages)) == (2, 1), ran
        assert "No space left on device" in ran.err
    ran = shell("yrd clean big.jsonl -o /dev/full", cwd=here)
    assert (ran.status, ran.err) == (2, "yrd: /dev/full: No space left on device\n")


def test_closed_streams_are_told_and_never_written_into_files(here: Path) -> None:
    ran = shell("yrd clean a.txt >&-", cwd=here)
    assert (ran.status, ran.err) == (2, "yrd: standard output is closed\n")
    ran = shell("yrd clean <&-; yrd clean - a.txt <&-", cwd=here)
    assert ran.status == 2
    assert ran.messages == [
        "yrd: no FILE is given, and standard input is closed (see: yrd clean --help)",
        "yrd: -: standard input is closed",
    ]
    assert [d["text"] for d in ran.documents] == [NEWS]
    ran = shell("yrd clean --files-from - <&-", cwd=here)
    assert ran.status == 2
    assert "standard input is closed" in ran.err
    ran = shell("yrd clean no.txt a.txt -o out.jsonl 2>&-", cwd=here)
    assert (ran.status, ran.err) == (2, "")
    assert len((here / "out.jsonl").read_bytes().splitlines()) == 1
    ran = shell("yrd clean -j2 a.txt no.txt 2>&- <&-", cwd=here)
    assert (ran.status, len(ran.documents)) == (2, 1)


def test_a_reader_that_has_enough_is_no_error(here: Path) -> None:
    (here / "big.jsonl").write_bytes(LINE * 3000)
    for options in ("-j1", "-j2", "--explain", "--format csv"):
        ran = shell(f"yrd clean {options} big.jsonl | head -1; exit ${{PIPESTATUS[0]}}", cwd=here)
        assert (ran.status, ran.err) == (0, ""), options
        assert len(ran.out.splitlines()) == 1
    ran = shell("yrd clean --help | head -1; exit ${PIPESTATUS[0]}", cwd=here)
    assert (ran.status, ran.err) == (0, "")


def orphans(folder: Path) -> list[str]:
    """Processes that still run in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "cwd") == str(folder) and process.name != str(os.getpid()):
                found.append(process.name)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
)
def test_a_signal_ends_a_run_and_leaves_the_old_output(
    here: Path, jobs: str, number: signal.Signals, status: int
) -> None:
    (here / "big.jsonl").write_bytes(LINE * MANY)
    (here / "out.jsonl").write_text("old")
    process = start("clean", jobs, "big.jsonl", "-o", "out.jsonl", cwd=here)
    assert until(lambda: list(here.glob(".out.jsonl.*.part")))
    assert until(lambda: len(orphans(here)) == (1 if jobs == "-j1" else 3))
    ran = ended(process, number)
    assert (ran.status, ran.out, ran.err) == (status, b"", "")
    assert (here / "out.jsonl").read_text() == "old"
    assert sorted(set(os.listdir(here)) - {".cache"}) == ["a.txt", "big.jsonl", "out.jsonl"]
    assert until(lambda: not orphans(here), 5)


def test_a_run_that_waits_for_its_input_can_be_interrupted(here: Path) -> None:
    for jobs in ("-j1", "-j2"):
        with start("clean", jobs, "--line-buffered", cwd=here) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(LINE)
            assert process.stdout.readline()  # it is up, and waits for more
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 130
            assert process.stderr is not None
            assert process.stderr.read() == b""


def test_a_signal_that_the_caller_ignores_stays_ignored(here: Path) -> None:
    (here / "big.jsonl").write_bytes(LINE * 2000)
    line = "trap '' HUP; yrd clean big.jsonl & sleep 0.7; kill -HUP $!; wait $!"
    ran = shell(line, cwd=here)
    assert (ran.status, len(ran.documents)) == (0, 2000)


def test_a_run_that_is_killed_leaves_the_old_output(here: Path) -> None:
    (here / "big.jsonl").write_bytes(LINE * MANY)
    (here / "out.jsonl").write_text("old")
    process = start("clean", "-j2", "big.jsonl", "-o", "out.jsonl", cwd=here)
    assert until(lambda: len(orphans(here)) == 3)
    assert ended(process, signal.SIGKILL).status == -9
    assert (here / "out.jsonl").read_text() == "old"
    assert until(lambda: not orphans(here), 5)


def test_an_output_that_cannot_be_written_is_one_line(here: Path) -> None:
    for output, message in [
        ("no/out.jsonl", "yrd: no/out.jsonl: No such file or directory"),
        ("a.txt/", "yrd: a.txt/: File exists"),
        ("a.txt/b.jsonl", "yrd: a.txt/b.jsonl: Not a directory"),
    ]:
        ran = yrd("clean", "-", "-o", output, input=LINE, cwd=here)
        assert (ran.status, ran.messages) == (2, [message])
    assert os.listdir(here) == ["a.txt"]


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["C", "ascii", "no utf-8"],
)
def test_output_is_utf_8_whatever_the_locale(here: Path, env: dict[str, str]) -> None:
    (here / "页.txt").write_text(NEWS)
    ran = yrd("clean", "页.txt", "无.txt", cwd=here, env=env)
    assert ran.status == 2
    assert [d["id"] for d in ran.documents] == ["页.txt"]
    assert NEWS.encode() in ran.out
    assert b"\r" not in ran.out
    assert ran.err == "yrd: 无.txt: No such file or directory\n"
    ran = yrd("convert", "--help", env=env)
    assert (ran.status, ran.err) == (0, "")
    assert "长三角".encode() in ran.out


def test_a_slow_pipe_gives_each_result_at_once(here: Path) -> None:
    with start("clean", "--line-buffered", cwd=here) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for part in (LINE[:1], LINE[1:5], LINE[5:]):
            process.stdin.write(part)
            time.sleep(0.1)
        ready, _, _ = select.select([process.stdout], [], [], 10)
        assert ready, "no output while the input stays open"
        assert json.loads(process.stdout.readline())["text"] == NEWS
        process.stdin.write(LINE)
        begin = time.monotonic()
        assert json.loads(process.stdout.readline())["text"] == NEWS
        assert time.monotonic() - begin < 1
        process.stdin.close()
        assert process.wait(10) == 0


STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]")
EVIL = "\x1b[31m红\x1b]0;x\x07\u009b2J\u202e甲[bold]乙[/bold]"


@pytest.mark.parametrize("options", [(), ("--explain",), ("--diff",), ("--report",)])
def test_nothing_in_a_corpus_steers_a_terminal(here: Path, options: tuple[str, ...]) -> None:
    name = f"e{EVIL.replace('/', '')}.txt"
    (here / name).write_text(f"首页 > {EVIL}\n{NEWS}{EVIL}\n{EVIL},,{NEWS}\n")
    record = {"text": NEWS + EVIL, "title": EVIL, "source": EVIL, "id": EVIL}
    (here / "b.jsonl").write_text(json.dumps(record))
    (here / f"empty{EVIL.replace('/', '')}").touch()
    ran = on_terminal("clean", "--color=never", *options, ".", cwd=here, columns=40)
    shown = ran.out.decode()
    assert ran.status == 0
    assert not STEERING.search(shown)
    if "--report" not in options:
        assert "[bold]乙[/bold]" in shown
    assert "empty file" in shown


def test_colours_come_when_they_are_wanted(here: Path) -> None:
    (here / "b.txt").write_text(f"首页 > 新闻\n{NEWS}\n")

    def colored(ran: Ran) -> bool:
        assert ran.status == 0
        return b"\x1b[" in ran.out

    assert colored(on_terminal("clean", "--explain", "b.txt", cwd=here))
    assert not colored(on_terminal("clean", "--explain", "b.txt", cwd=here, env={"NO_COLOR": "1"}))
    args = ("clean", "--diff", "b.txt")
    assert not colored(yrd(*args, cwd=here))
    assert colored(yrd(*args, cwd=here, env={"FORCE_COLOR": "1"}))
    assert colored(yrd(*args, cwd=here, env={"CLICOLOR_FORCE": "1"}))
    assert colored(yrd(*args, "--color=always", cwd=here, env={"NO_COLOR": "1"}))


def test_a_narrow_terminal_loses_nothing(here: Path) -> None:
    ran = on_terminal("stats", "a.txt", "--color=never", cwd=here, columns=30)
    assert ran.status == 0
    assert "…" not in ran.out.decode()
    assert "三角" in ran.out.decode()
    piped = yrd("stats", "a.txt", cwd=here)
    assert {line.count(b"\t") for line in piped.out.splitlines()} == {11}
    table = yrd("stats", "--format", "table", "a.txt", cwd=here, env={"COLUMNS": "20"})
    assert len(table.out.splitlines()) == len(piped.out.splitlines()) + 1  # its title


def test_documents_on_a_terminal_are_text_and_in_a_pipe_jsonl(here: Path) -> None:
    shown = on_terminal("clean", "a.txt", cwd=here, piped=(0,)).out.decode()
    assert NEWS in shown
    assert '"text"' not in shown
    assert yrd("clean", "a.txt", cwd=here).documents[0]["text"] == NEWS


def test_every_format_is_read_back_through_a_pipe(here: Path) -> None:
    (here / "in.jsonl").write_text(
        json.dumps({"text": f"{NEWS}\n{NEWS}", "title": '题,"', "n": 2**70, "path": "p"})
    )
    expected = yrd("clean", "in.jsonl", cwd=here).out
    for format in ("csv", "tsv", "json", "jsonl"):
        line = f"set -o pipefail; yrd clean in.jsonl --format {format} | yrd clean"
        assert shell(line, cwd=here).out == expected, format
    pytest.importorskip("pyarrow")
    line = "yrd clean in.jsonl -o o.parquet && cat o.parquet | yrd clean && yrd clean < o.parquet"
    assert shell(line, cwd=here).out == expected * 2


def test_an_output_of_device_or_descriptor_is_written_through(here: Path) -> None:
    ran = shell("yrd clean a.txt -o /dev/stdout | cat; yrd clean a.txt -o >(cat >&2)", cwd=here)
    assert ran.status == 0
    assert [d["text"] for d in ran.documents] == [NEWS]
    assert os.listdir(here) == ["a.txt"]


def test_the_result_is_the_same_for_any_number_of_jobs(here: Path) -> None:
    (here / "big.jsonl").write_bytes(LINE * 1500 + b"broken\n" + LINE * 1500)
    one, two = (yrd("clean", jobs, "big.jsonl", "no", cwd=here) for jobs in ("-j1", "-j2"))
    assert (one.status, one.out, one.err) == (two.status, two.out, two.err)
    assert len(one.messages) == 2
    assert one.status == 2


def test_a_debugger_gets_the_traceback_and_a_user_does_not(here: Path) -> None:
    # An interpreter whose only fault is a module that is broken.
    (here / "broken").mkdir()
    (here / "broken" / "orjson.py").write_text("raise RuntimeError('broken\\nlibrary')")
    path = {"PYTHONPATH": os.pathsep.join([str(here / "broken"), str(Path(__file__).parents[1])])}
    ran = yrd("clean", "a.txt", cwd=here, env=path)
    assert ran.status == 2
    assert len(ran.messages) == 1
    assert "broken" in ran.err
    ran = yrd("clean", "a.txt", cwd=here, env={**path, "YRD_DEBUG": "1"})
    assert "Traceback" in ran.err
    assert ran.status != 0


def test_a_signal_never_interrupts_the_import_of_a_module(here: Path) -> None:
    (here / "slow.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\nopen('imported', 'w').close()\n"
    )
    (here / "main.py").write_text(
        "import os, time\n"
        "from yrd_cli.cli import guarding\n"
        "guarding.heed_signals()\n"
        "try:\n"
        "    import slow\n"
        "    time.sleep(20)\n"
        "except guarding.Stopped as stopped:\n"
        "    print(stopped.signal, os.path.exists('imported'))\n"
    )
    with tempfile.TemporaryDirectory() as home:
        out = subprocess.check_output(
            [sys.executable, "main.py"], cwd=here, env=clean_environment(home), timeout=30
        )
    assert out == b"15 True\n"
