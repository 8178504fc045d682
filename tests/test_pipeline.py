"""Batches, their order, and worker processes that die in every way there is."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import pipeline_works as works
from yrd_cli.errors import InputError, UsageError
from yrd_cli.pipeline import (
    POOL_PAYS_BYTES,
    available_cores,
    batched,
    effective_jobs,
    jobs_for_stream,
    run_batches,
)
from yrd_cli.worker import WorkerError

Batch = works.Batch
ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def never_a_hang() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError("the test hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def batches_of(count: int, size: int = 4) -> list[Batch]:
    return [[b"%d %d" % (n, i) for i in range(size)] for n in range(count)]


def alive(pid: int) -> bool:
    """Whether a process is there; a zombie is."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def running(pid: int) -> bool:
    """Whether a process still does something: an orphan waits as a zombie for init to see it."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return not Path("/proc/self").exists() and alive(pid)


def until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def lost(batch: Batch, reason: str) -> bytes:
    return b"lost %s: %s\n" % (b",".join(batch), reason.encode())


# -- order


def test_results_come_in_input_order_whatever_finishes_first() -> None:
    delays = [60, 0, 30, 1, 0, 40, 0, 0, 20, 5]
    batches = [[b"%d after" % delay, b"%d" % n] for n, delay in enumerate(delays)]
    results = list(run_batches(works.shout_late, batches, 3))
    assert results == [works.shout(batch) for batch in batches]


def test_any_number_of_jobs_gives_the_same_bytes() -> None:
    rng = random.Random(8)
    batches = [
        [b"%d" % rng.randrange(8), *(rng.randbytes(rng.randrange(200)) for _ in range(9))]
        for _ in range(40)
    ]
    once = b"".join(run_batches(works.shout_late, batches, 1))
    for jobs in (2, 3, 5):
        assert b"".join(run_batches(works.shout_late, batches, jobs)) == once


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_batches_give_no_results(jobs: int) -> None:
    assert list(run_batches(works.shout, [], jobs)) == []


def test_large_batches_and_results_pass_the_pipes() -> None:
    batches = [[bytes([letter]) * 50_000_000] for letter in b"ab"]
    sizes = [len(result) for result in run_batches(works.shout, batches, 2)]
    assert sizes == [50_000_001] * 2


def test_no_more_processes_than_batches() -> None:
    assert len(set(run_batches(works.pid_of, [[], []], 16))) <= 2


# -- streams


def test_one_job_reads_a_batch_when_its_result_is_asked_for() -> None:
    read: list[int] = []
    source = (read.append(n) or [b"%d" % n] for n in range(9))  # type: ignore[func-returns-value]
    results = run_batches(works.shout, source, 1)
    assert read == []
    assert next(results) == b"0\n"
    assert read == [0]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_finished_result_is_not_held_back_by_slow_input(jobs: int) -> None:
    more = threading.Event()

    def source() -> Iterator[Batch]:
        yield [b"first"]
        assert more.wait(10)
        yield [b"second"]

    results = run_batches(works.shout, source(), jobs)
    assert next(results) == b"FIRST\n"
    assert not more.is_set()
    more.set()
    assert list(results) == [b"SECOND\n"]


def test_a_slow_reader_holds_the_input_back() -> None:
    read: list[int] = []

    def endless() -> Iterator[Batch]:
        while True:
            read.append(1)
            yield [b"x"]

    results = run_batches(works.shout, endless(), 2, window=3)
    for taken in range(1, 6):
        next(results)
        time.sleep(0.02)
        assert len(read) <= taken + 3
    results.close()  # type: ignore[attr-defined]


def test_large_results_hold_the_input_back_earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yrd_cli.pool.HELD_BYTES", 1_000_000)
    read: list[int] = []

    def endless() -> Iterator[Batch]:
        while True:
            read.append(1)
            yield [b"x" * 300_000]

    results = run_batches(works.shout, endless(), 2, window=100)
    for taken in range(1, 6):
        next(results)
        time.sleep(0.05)
        assert len(read) <= taken + 4
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_input_comes_after_the_results_before_it(jobs: int) -> None:
    def source() -> Iterator[Batch]:
        yield [b"a"]
        yield [b"b"]
        raise InputError("x.gz", "truncated")

    results = run_batches(works.shout, source(), jobs)
    assert [next(results), next(results)] == [b"A\n", b"B\n"]
    with pytest.raises(InputError, match=r"x\.gz: truncated"):
        next(results)


# -- deaths


def test_a_worker_killed_in_mid_batch_costs_nothing(tmp_path: Path) -> None:
    batches = batches_of(8)
    batches[3].append(works.POISON)
    results = list(run_batches(partial(works.die_once, tmp_path), batches, 2, lost=lost))
    assert (tmp_path / "died").exists()
    assert results == [works.shout(batch) for batch in batches]


def test_a_worker_killed_from_outside_between_batches_is_replaced() -> None:
    pids = []
    for pid in run_batches(works.pid_of, [[]] * 6, 2, window=1):
        pids.append(pid)
        os.kill(pid, signal.SIGKILL)
    assert len(set(pids)) == 6


DEATHS = [
    (works.killed_by_kill, "its process was ended by SIGKILL"),
    (works.killed_by_exit, "its process ended with status 3"),
    (works.killed_by_crash, "its process was ended by SIGSEGV"),
    (works.killed_by_memory, "out of memory"),
]


@pytest.mark.parametrize(("die", "reason"), DEATHS)
def test_an_item_that_kills_its_worker_is_found_and_the_rest_goes_on(
    die: Callable[[], None], reason: str, tmp_path: Path
) -> None:
    batches = batches_of(5, 8)
    batches[2][5] = works.POISON
    work = partial(works.die_of_poison, die, tmp_path)
    results = list(run_batches(work, batches, 2, split=works.halves, lost=lost))
    expected = b"".join(map(works.shout, batches))
    expected = expected.replace(b"POISON\n", b"lost poison: %s\n" % reason.encode())
    assert b"".join(results) == expected
    # twice the whole batch, once each for 4 and 2 items, twice the item itself
    assert len(list(tmp_path.iterdir())) == 6


def test_every_poisonous_item_is_found(tmp_path: Path) -> None:
    batches = [[b"poison 1", b"a", b"b", b"poison 2"], [b"poison 3"]]
    work = partial(works.die_of_poison, works.killed_by_exit, tmp_path)
    results = run_batches(
        work, batches, 2, split=works.halves, lost=lambda batch, _: b"-%s\n" % batch[0]
    )
    assert b"".join(results) == b"-poison 1\nA\nB\n-poison 2\n-poison 3\n"


def test_what_cannot_be_split_is_lost_whole(tmp_path: Path) -> None:
    work = partial(works.die_of_poison, works.killed_by_exit, tmp_path)
    results = list(run_batches(work, [[b"a", works.POISON], [b"b"]], 2, lost=lost))
    assert results == [b"lost a,poison: its process ended with status 3\n", b"B\n"]


def test_a_death_that_nobody_stands_for_is_an_error(tmp_path: Path) -> None:
    work = partial(works.die_of_poison, works.killed_by_exit, tmp_path)
    results = run_batches(work, [[b"a"], [works.POISON]], 2, split=works.halves)
    assert next(results) == b"A\n"
    with pytest.raises(WorkerError, match="status 3"):
        next(results)


def test_a_failing_split_is_the_callers_error(tmp_path: Path) -> None:
    def split(_: Batch) -> list[Batch]:
        raise ZeroDivisionError

    work = partial(works.die_of_poison, works.killed_by_exit, tmp_path)
    with pytest.raises(ZeroDivisionError):
        list(run_batches(work, [[works.POISON]], 2, split=split, lost=lost))


@pytest.mark.parametrize("executable", ["/bin/false", "/no/such/python"])
def test_workers_that_never_start_are_an_error_and_no_lost_batch(
    executable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    with pytest.raises(WorkerError, match="worker processes do not start"):
        list(run_batches(works.shout, batches_of(3), 2, split=works.halves, lost=lost))


def test_a_worker_that_fails_to_start_once_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\nmkdir {tmp_path}/failed 2>&- && exit 1\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    assert list(run_batches(works.shout, [[b"a"]], 2)) == [b"A\n"]
    assert (tmp_path / "failed").exists()


# -- errors


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("item", "message"),
    [
        (b"key", "KeyError: 'nowhere'"),
        (b"awkward", "AwkwardError: awkward no. 7"),
        (b"mute", "MuteError"),
        (b"stop", "StopIteration: early"),
        (b"decode", "UnicodeDecodeError: 'gb18030' codec can't decode"),
    ],
)
def test_an_error_in_the_work_ends_the_run_and_keeps_its_traceback(
    item: bytes, message: str, jobs: int
) -> None:
    results = run_batches(works.fail_on_demand, [[b"a"], [item], [b"b"]], jobs, lost=lost)
    assert next(results) == b"A\n"
    with pytest.raises(WorkerError) as caught:
        next(results)
    assert str(caught.value).startswith(message)
    assert "in fail_on_demand" in caught.value.traceback_text


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_ours_arrives_as_it_is(jobs: int) -> None:
    with pytest.raises(InputError, match=r"(?m)^a\.jsonl:3: not JSON$") as caught:
        list(run_batches(works.fail_on_demand, [[b"input"]], jobs))
    assert (caught.value.place, caught.value.reason) == ("a.jsonl:3", "not JSON")


def test_an_error_of_ours_that_cannot_be_pickled_keeps_its_message() -> None:
    with pytest.raises(WorkerError, match=r"(?m)^AwkwardYrdError: ours$"):
        list(run_batches(works.fail_on_demand, [[b"ours"]], 2))


@pytest.mark.parametrize(
    ("work", "error"),
    [
        (works.unpicklable, "pickle"),
        (works.broken, "invalid literal"),
        (works.NotImportable(), "invalid literal"),
    ],
)
def test_what_cannot_travel_is_an_error(work: Callable[[Batch], Any], error: str) -> None:
    with pytest.raises(Exception, match=error):
        list(run_batches(work, [[b"a"]], 2))


def test_a_batch_that_cannot_travel_is_an_error() -> None:
    batches: list[Any] = [[b"a"], [lambda: 0]]
    results = run_batches(works.shout, batches, 2)
    assert next(results) == b"A\n"
    with pytest.raises(Exception, match="pickle"):
        next(results)


def test_what_the_work_prints_stays_out_of_the_results(capfd: pytest.CaptureFixture[str]) -> None:
    assert list(run_batches(works.print_much, [[b"a"]] * 3, 2)) == [b"A\n"] * 3
    assert capfd.readouterr() == ("", "")


# -- ends


def test_closing_early_kills_the_workers_at_once() -> None:
    closed = threading.Event()

    def source() -> Iterator[Batch]:
        try:
            yield []
            yield []
            while True:
                yield [b"a minute"]
        finally:
            closed.set()

    threads = set(threading.enumerate())
    stream = source()  # held, so that nothing but its end can close it
    results = run_batches(works.pid_then_sleep, stream, 2)
    pids = {next(results), next(results)}
    began = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 0.5
    assert not any(map(alive, pids))
    assert closed.is_set()
    assert set(threading.enumerate()) <= threads


def test_closing_early_does_not_wait_for_input() -> None:
    never = threading.Event()

    def source() -> Iterator[Batch]:
        yield []
        never.wait(15)

    results = run_batches(works.pid_of, source(), 2)
    pid = next(results)
    began = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 0.5
    assert not alive(pid)
    never.set()


def test_the_end_of_the_input_leaves_no_process_and_no_thread() -> None:
    threads = set(threading.enumerate())
    pids = set(run_batches(works.pid_of, [[]] * 9, 3))
    assert not any(map(alive, pids))
    assert set(threading.enumerate()) <= threads


def test_a_worker_does_not_mind_ctrl_c() -> None:
    pids = []
    for pid in run_batches(works.pid_of, [[]] * 4, 2, window=1):
        pids.append(pid)
        os.kill(pid, signal.SIGINT)
    assert len(set(pids)) == 1


def test_ctrl_c_in_a_terminal_does_not_reach_the_workers_even_while_they_start() -> None:
    (group,) = run_batches(works.group_of, [[]], 2)
    assert group != os.getpgrp()


PARENT = """
import sys
from functools import partial
from pathlib import Path
from tests import pipeline_works as works
from yrd_cli.pipeline import run_batches
try:
    list(run_batches(partial(works.{work}, Path(sys.argv[1])), [[b"a"]] * 4, 2))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize("work", ["note_pid_and_sleep", "note_pid_and_spin"])
@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGKILL, -9), (signal.SIGTERM, -15), (signal.SIGINT, 130)]
)
def test_workers_end_with_their_parent(
    sent: signal.Signals, status: int, work: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", PARENT.format(work=work), str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stderr=pipe, start_new_session=True) as parent:
        assert until(lambda: len(list(tmp_path.iterdir())) == 2, 10)
        pids = [int(file.name) for file in tmp_path.iterdir()]
        os.killpg(parent.pid, sent)  # as a terminal does
        assert parent.wait(5) == status
        assert until(lambda: not any(map(running, pids)), 2)
        assert parent.communicate()[1] == b""


EARLY_EXIT = """
from tests import pipeline_works as works
from yrd_cli.pipeline import run_batches
batches = ([line] for line in open(0, "rb", closefd=False))
print(next(run_batches(works.shout, batches, 2)))
"""


def test_a_process_can_end_while_its_input_blocks() -> None:
    command = [sys.executable, "-c", EARLY_EXIT]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(b"a\n")
        process.stdin.flush()
        assert process.wait(5) == 0
        assert process.stdout.read() == b"b'A\\n\\n'\n"
        assert process.stderr is not None and process.stderr.read() == b""


def test_one_job_loads_nothing_for_processes() -> None:
    code = """
import json, sys
before = set(sys.modules)
from yrd_cli.pipeline import batched, effective_jobs, run_batches
list(run_batches(len, batched([b"a"], len), effective_jobs(None, 1)))
print(json.dumps(sorted(set(sys.modules) - before)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert "yrd_cli.pipeline" in loaded
    assert not loaded & {"multiprocessing", "subprocess", "threading", "pickle", "yrd_cli.pool"}


# -- how many jobs


@pytest.mark.parametrize(
    ("asked", "size", "jobs"),
    [
        (4, 0, 4),
        (1, 10**9, 1),
        (None, None, 1),
        (None, POOL_PAYS_BYTES - 1, 1),
        (None, POOL_PAYS_BYTES, available_cores()),
    ],
)
def test_jobs_are_those_asked_for_or_those_that_pay(
    asked: int | None, size: int | None, jobs: int
) -> None:
    assert effective_jobs(asked, size) == jobs


@pytest.mark.parametrize("asked", [0, -1])
def test_no_jobs_cannot_be_asked_for(asked: int) -> None:
    with pytest.raises(UsageError, match=f"1 or more, not {asked}"):
        effective_jobs(asked, None)


@pytest.mark.parametrize(
    ("quota", "cores"), [("100000 100000\n", 1), ("50000 100000\n", 1), ("max 100000\n", None)]
)
def test_a_containers_quota_limits_the_cores(quota: str, cores: int | None, tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text(quota)
    unlimited = available_cores(tmp_path / "absent")
    assert available_cores(tmp_path / "cpu.max") == (cores or unlimited)


@pytest.mark.parametrize(
    ("asked", "size", "pays"), [(None, 9, False), (None, 10, True), (1, 10, False), (7, 9, True)]
)
def test_a_stream_is_judged_by_its_first_batch_and_loses_none(
    asked: int | None, size: int, pays: bool
) -> None:
    batches = [b"x" * size, b"y", b"z"]
    jobs, stream = jobs_for_stream(asked, iter(batches), len, pays_from=10)
    assert jobs == (asked or (available_cores() if pays else 1))
    assert list(stream) == batches


def test_an_empty_stream_needs_one_job() -> None:
    nothing: list[bytes] = []
    jobs, stream = jobs_for_stream(None, nothing, len)
    assert (jobs, list(stream)) == (1, [])


# -- batches


@given(st.lists(st.binary(max_size=12)), st.integers(1, 20), st.integers(1, 5))
def test_batches_hold_every_record_once_and_as_many_as_fit(
    records: list[bytes], max_bytes: int, max_items: int
) -> None:
    batches = list(batched(records, len, max_bytes, max_items))
    assert [record for batch in batches for record in batch] == records
    for batch, following in zip_longest(batches, batches[1:]):
        assert 1 <= len(batch) <= max_items
        size = sum(map(len, batch))
        assert size <= max_bytes or len(batch) == 1
        if following is not None:
            full = len(batch) == max_items or size >= max_bytes
            assert full or size + len(following[0]) > max_bytes


def test_a_full_batch_does_not_wait_for_the_next_record() -> None:
    read: list[bytes] = []

    def records() -> Iterator[bytes]:
        for record in (b"a", b"b", b"cccc", b"d"):
            read.append(record)
            yield record

    batches = batched(records(), len, max_bytes=4, max_items=2)
    assert next(batches) == [b"a", b"b"]
    assert len(read) == 2
    assert next(batches) == [b"cccc"]
    assert len(read) == 3


def test_records_read_before_an_error_are_given_out_before_it() -> None:
    def records() -> Iterator[bytes]:
        yield b"a"
        raise InputError("x", "gone")

    batches = batched(records(), len, 100, 100)
    assert next(batches) == [b"a"]
    with pytest.raises(InputError):
        next(batches)
