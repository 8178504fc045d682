"""`--resume`: a run that was killed goes on, and its bytes are those of a run left alone."""

from __future__ import annotations

import json
import os
import pickle
import random
import shutil
import signal
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.killing import COMMANDS, SITE, contents, write_corpus
from tests.running import ROOT, start, yrd
from tests.running_here import yrd_here
from yrd_cli.cli import converting, running
from yrd_cli.errors import UsageError
from yrd_cli.journal import Journal, NumberedWork, identity_of
from yrd_cli.packing import packed

LAWS = (Path(__file__).parent / "rules" / "laws.txt").read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some files of Documents and of text, with broken lines."""
    folder = tmp_path_factory.mktemp("corpus") / "in"
    write_corpus(folder, 4, 40)
    return folder


@pytest.fixture(scope="module")
def often(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which shards are small and many."""
    site = tmp_path_factory.mktemp("site")
    (site / "sitecustomize.py").write_text(SITE)
    return {"PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])}


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but what the home directory has in it, and what it holds."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def killed_at(shards: int, args: tuple[str | Path, ...], cwd: Path, env: dict[str, str]) -> bool:
    """Whether a run was killed before its end, as soon as it had kept so many shards."""
    process = start(*args, cwd=cwd, env=env)
    while process.poll() is None and len(list(cwd.rglob("*.shard"))) < shards:
        time.sleep(0.002)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("name", list(COMMANDS)[:6] + list(COMMANDS)[7:9])
def test_a_run_that_is_killed_again_and_again_ends_as_one_left_alone(
    name: str, corpus: Path, often: dict[str, str], tmp_path: Path
) -> None:
    args: tuple[str | Path, ...] = (*COMMANDS[name], corpus)
    alone, again = tmp_path / "alone", tmp_path / "again"
    alone.mkdir()
    again.mkdir()
    left_alone = yrd(*args, cwd=alone, env=often)
    resumed = (*args, "--resume")
    kills = [killed_at(shards, resumed, again, often) for shards in (0, 1, 3)]
    assert kills[0] and any(kills[1:])
    last = yrd(*resumed, cwd=again, env=often)
    assert (last.status, last.out) == (left_alone.status, left_alone.out)
    assert contents(again) == contents(alone)
    assert not list(again.rglob("*.resume"))


def test_an_old_output_is_whole_whenever_a_run_is_killed(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"old\n")
    args = ("clean", corpus, "-o", "out.jsonl")
    whole = yrd("clean", corpus).out
    for seconds in (0.0, 0.1, 0.3):
        process = start(*args, cwd=tmp_path)
        while process.poll() is None and not list(tmp_path.glob(".out.*.part")):
            time.sleep(0.002)
        time.sleep(seconds)
        process.kill()
        process.communicate()
        assert (tmp_path / "out.jsonl").read_bytes() in (b"old\n", whole)


def test_only_what_is_left_is_worked_on(tmp_path: Path) -> None:
    def run(stop: int | None) -> list[int]:
        journal = Journal(str(tmp_path / "journal"), "same")
        done = []

        def work(batch: list[int]) -> int:
            done.append(batch[0])
            return batch[0] * 2

        results = journal.results(
            work,
            ([n] for n in range(10)),
            1,
            digest=bytes,
            split=lambda batch: [batch],
            lost=lambda batch, reason: -1,
        )
        got = []
        for result in results:
            got.append(result)
            if result == stop:
                results.close()  # type: ignore[attr-defined]
                break
        if stop is None:
            assert got == [n * 2 for n in range(10)]
            journal.finish()
        return done

    assert run(stop=8) == [0, 1, 2, 3, 4]
    assert run(stop=14) == [4, 5, 6, 7]
    assert run(stop=None) == [7, 8, 9]
    assert not (tmp_path / "journal").exists()


def with_a_shard(args: tuple[str, ...], folder: Path) -> None:
    """Kill a run as soon as it has kept something."""
    process = start(*args, cwd=folder)
    while process.poll() is None and not list(folder.glob("*.resume/*.shard")):
        time.sleep(0.02)
    process.kill()
    process.communicate()
    assert list(folder.glob("*.resume/*.shard")), "it was at its end before it was killed"


def test_input_that_changed_is_told(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes((corpus / "0.jsonl").read_bytes() * 60)
    args = ("clean", "a.jsonl", "-o", "out.jsonl", "--resume")
    with_a_shard(args, tmp_path)
    with open(tmp_path / "a.jsonl", "r+b") as f:
        f.seek(200)
        f.write("变".encode())
    ran = yrd(*args, cwd=tmp_path)
    assert ran.status == 2
    assert "the input has changed since" in ran.messages[-1]


def test_other_options_are_another_run(corpus: Path, tmp_path: Path) -> None:
    Journal(str(tmp_path / "out.jsonl.resume"), "another")
    ran = yrd("clean", corpus, "-o", "out.jsonl", "--resume", cwd=tmp_path)
    assert ran.status == 2
    assert "is of a run with other options" in ran.messages[-1]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("clean", "a.jsonl", "--resume"), "--resume needs -o FILE or -o DIR/"),
        (("clean", "-", "-o", "x.jsonl", "--resume"), "standard input cannot be read again"),
        (("convert", "--to", "s", "a.jsonl", "--resume"), "--resume needs -o FILE"),
    ],
)
def test_wrong_use(args: tuple[str, ...], message: str, corpus: Path) -> None:
    ran = yrd(*args, cwd=corpus)
    assert ran.status == 2
    assert message in ran.messages[-1]


def doubled(
    folder: Path, count: int, *, stop: int | None = None, jobs: int = 1
) -> tuple[list[int], list[int]]:
    """Double numbers with a journal that keeps each at once: the results, and what was done."""
    journal = Journal(str(folder), "same")
    done: list[int] = []

    def work(batch: int) -> int:
        done.append(batch)
        return batch * 2

    with patch("yrd_cli.journal.SHARD_SECONDS", 0.0):
        results = journal.results(
            work, iter(range(count)), jobs, digest=str_bytes, split=one, lost=never
        )
        got = list(islice(results, stop))
        results.close()  # type: ignore[attr-defined]
    return got, done


def str_bytes(value: object) -> bytes:
    return str(value).encode()


def one(batch: int) -> list[int]:
    return [batch]


def never(batch: int, reason: str) -> int:
    raise AssertionError(reason)


def damaged(data: bytes) -> Iterator[bytes]:
    """Bytes that are not what they were, in one way after another."""
    yield b""
    yield data[:-1]
    yield data + b"?"
    yield b"?" * len(data)
    for place in (0, 20, len(data) - 1):
        yield data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_only_what_a_damaged_shard_held_is_worked_on_again(tmp_path: Path) -> None:
    expected = [n * 2 for n in range(9)]
    assert doubled(tmp_path / "j", 9) == (expected, list(range(9)))
    shards = sorted((tmp_path / "j").glob("*.shard"))
    assert len(shards) == 9
    for n, data in enumerate(damaged(shards[4].read_bytes())):
        shards[4].write_bytes(data)
        shards[n].unlink(missing_ok=True)
        got, done = doubled(tmp_path / "j", 9)
        assert got == expected
        assert done == sorted({4, n})


def test_several_damaged_shards_are_worked_on_again(tmp_path: Path) -> None:
    doubled(tmp_path / "j", 9)
    for n in (0, 3, 4, 8):
        (tmp_path / "j" / f"{n:06}.shard").write_bytes(b"?")
    got, done = doubled(tmp_path / "j", 9)
    assert (got, done) == ([n * 2 for n in range(9)], [0, 3, 4, 8])


def test_a_shard_with_the_sum_of_another_run_is_not_read(tmp_path: Path) -> None:
    doubled(tmp_path / "j", 3)
    (tmp_path / "j" / "run.json").unlink()
    assert doubled(tmp_path / "j", 3)[1] == [0, 1, 2]
    about = (tmp_path / "j" / "run.json").read_bytes()
    (tmp_path / "j" / "run.json").write_bytes(about[:9])  # it was killed while it wrote this
    assert doubled(tmp_path / "j", 3)[1] == [0, 1, 2]
    journal = Journal(str(tmp_path / "other"), "another")
    journal.finish()
    shutil.copytree(tmp_path / "j", tmp_path / "other")
    (tmp_path / "other" / "run.json").write_bytes(about.replace(b"same", b"also"))
    journal = Journal(str(tmp_path / "other"), "also")
    again = journal.results(
        str, iter("012"), 1, digest=str.encode, split=list, lost=lambda batch, reason: ""
    )
    assert list(again) == ["0", "1", "2"]  # and not 0, 2, 4


def test_a_shard_holds_no_code(tmp_path: Path) -> None:
    """What is planted with the right sum is read as data, and worked on again where it is none."""
    Trap.sprung = False
    journal = Journal(str(tmp_path / "journal"), "same")
    planted = [pickle.dumps((b"a", [Trap()])), b"junk", packed("no batch"), packed((b"a", 1))]
    for data in planted:
        framed = len(data).to_bytes(8, "little") + data
        (tmp_path / "journal" / "000000.shard").write_bytes(journal._check(framed) + framed)
        journal._lock.close()
        journal = Journal(str(tmp_path / "journal"), "same")
        assert journal.is_resumed
        results = journal.results(str.upper, iter("a"), 1, digest=str.encode, split=list, lost=min)
        assert list(results) == ["A"]
    assert not Trap.sprung


class Trap:
    """Unpickling it would be noticed."""

    sprung = False

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return setattr, (Trap, "sprung", True)


def test_two_runs_never_share_a_journal(tmp_path: Path) -> None:
    first = Journal(str(tmp_path / "j"), "same")
    with pytest.raises(UsageError, match="another run is writing"):
        Journal(str(tmp_path / "j"), "same")
    first.finish()
    assert not (tmp_path / "j").exists()


def test_what_else_is_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "j").mkdir()
    (tmp_path / "j" / "mine.txt").write_bytes(b"mine")
    doubled(tmp_path / "j", 2)
    Journal(str(tmp_path / "j"), "same").finish()
    assert [p.name for p in (tmp_path / "j").iterdir()] == ["mine.txt"]


VIEWS = (
    ("clean",),
    ("clean", "--dedup", "near", "--clusters", "clusters.tsv"),
    ("clean", "--dedup", "lines", "--filter", "length=300", "--rejected", "gone.jsonl"),
    ("clean", "--dedup", "exact", "--filter", "length=300", "--rejected", "gone.jsonl"),
    ("clean", "--explain", "--report"),
    ("clean", "--explain-html", "page.html"),
    ("clean", "--diff", "--drop", "heading"),
    ("convert", "--to", "twp"),
    ("convert", "--to", "hk", "--explain", "--format", "jsonl"),
    ("convert", "--to", "t", "--diff"),
    ("convert", "--to", "t", "--ambiguous"),
    ("stats",),
    ("stats", "--ngrams", "2", "--unit", "char"),
    ("stats", "--collocates", "规定", "--collocates", "条.*", "--engine", "exact"),
    ("stats", "--keywords", "tfidf"),
    ("stats", "--keywords", "textrank", "--pos", "n"),
    ("stats", "--new-words",),
    ("stats", "--overview",),
    ("stats", "--trend", "month"),
    ("stats", "--trend", "month", "--terms", "规定,条.*", "--by", "source"),
    ("stats", "--pos", "n,v"),
    ("stats", "--partial"),
    ("summarize",),
    ("summarize", "--facts-only"),
    ("summarize", "--together"),
    ("summarize", "--together", "--facts-only"),
    ("summarize", "--table", "timeline"),
)  # fmt: skip


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some Documents, a page, and what cannot be read, in more than one batch."""
    folder = tmp_path_factory.mktemp("few")
    chosen = random.Random(8)
    for name in ("a", "b"):
        with open(folder / f"{name}.jsonl", "w", encoding="utf-8") as f:
            for n in range(12):
                text = "\n".join(chosen.choice(LAWS) for _ in range(9))
                record = {"id": f"{name}{n}", "text": text, "date": "2020-02-03", "more": [1, 2.5]}
                f.write(json.dumps(record) + "\n{" * (n == 5) + "\n")
    (folder / "page.html").write_text("<h1>条例</h1>" + "".join(f"<p>{t}</p>" for t in LAWS[:9]))
    return folder


@pytest.mark.parametrize("args", VIEWS, ids=" ".join)
def test_shards_are_enough_to_write_every_view_again(
    args: tuple[str, ...], few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "size_of", many_times_its_size)
    monkeypatch.setattr(converting, "size_of", many_times_its_size)
    monkeypatch.setattr("yrd_cli.stats.batches.CODING_PAYS", 0)
    line = (*args, few, "-o", "out.json" if "--partial" in args else "out.jsonl", "--resume")
    with patch.object(Journal, "finish", lambda self: self._lock.close()):
        first = yrd_here(*line, cwd=tmp_path)
    expected = outputs(tmp_path)
    assert any(name.startswith("out.json") for name in expected), first.err
    for name in expected:
        (tmp_path / name).unlink()
    with patch.object(NumberedWork, "__call__", side_effect=AssertionError("worked again")):
        again = yrd_here(*line, cwd=tmp_path)
    assert "resuming the run of" in again.messages[0]
    assert (again.status, again.out, again.messages[1:]) == (
        first.status,
        first.out,
        first.messages,
    )
    assert outputs(tmp_path) == expected
    assert not list(tmp_path.glob("*.resume"))


def many_times_its_size(item: object) -> int:
    return 40 * len(str(getattr(item, "data", "")) + str(getattr(item, "text", "")))


def test_a_part_in_an_output_directory_does_not_stay(few: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "a").mkdir(parents=True)
    left = [tmp_path / "out" / ".x.txt.abcd1234.part", tmp_path / "out" / "a" / ".y.0_aaaaaa.part"]
    for path in (*left, tmp_path / "out" / "mine.part"):
        path.write_bytes(b"half")
    assert yrd_here("clean", few, "-o", "out/", "--resume", cwd=tmp_path).status == 2
    assert [p.name for p in (tmp_path / "out").rglob("*.part")] == ["mine.part"]
    assert not (tmp_path / "out" / ".resume").exists()


def test_an_identity_depends_on_options_alone() -> None:
    from yrd_cli.clean import CleanOptions

    one = CleanOptions(keep=frozenset({"title", "date", "blank"}))
    assert identity_of(one) == identity_of(CleanOptions(keep=frozenset({"blank", "date", "title"})))
    assert identity_of(one) != identity_of(CleanOptions())
