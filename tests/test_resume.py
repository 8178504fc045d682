"""`--resume`: a run that was killed goes on, and its bytes are those of a run left alone."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.running import start, yrd
from yrd_cli.journal import Journal, identity_of

LAWS = (Path(__file__).parent / "rules" / "laws.txt").read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files of Documents, some 2 MB: a second or two of work."""
    folder = tmp_path_factory.mktemp("corpus")
    chosen = random.Random(8)
    for name in ("a", "b"):
        with open(folder / f"{name}.jsonl", "w", encoding="utf-8") as f:
            for n in range(900):
                text = "\n".join(chosen.choice(LAWS) for _ in range(12))
                f.write(json.dumps({"id": f"{name}{n}", "text": text}) + "\n")
    return folder


COMMANDS = {
    "clean to a file": ("clean", "-o", "out.jsonl"),
    "clean to a compressed file": ("clean", "-o", "out.csv.gz"),
    "clean with two jobs and no near duplicates": (
        "clean", "-o", "out.md", "--jobs", "2", "--dedup", "near", "--filter", "length=300",
        "--rejected", "gone.jsonl",
    ),
    "convert": ("convert", "--to", "twp", "-o", "out.jsonl"),
}  # fmt: skip


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but what the home directory has in it, and what it holds."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def killed_after(seconds: float, args: tuple[str | Path, ...], cwd: Path) -> bool:
    """Whether a run was killed before its end, some time after it began to write."""
    process = start(*args, cwd=cwd)
    while process.poll() is None and not list(cwd.glob(".out.*.part")):
        time.sleep(0.01)
    time.sleep(seconds)
    running = process.poll() is None
    if running:
        os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    return running


@pytest.mark.parametrize("name", COMMANDS)
def test_a_run_that_is_killed_again_and_again_ends_as_one_left_alone(
    name: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    args: tuple[str | Path, ...] = (*COMMANDS[name], corpus)
    alone, again = tmp_path / "alone", tmp_path / "again"
    alone.mkdir()
    again.mkdir()
    left_alone = yrd(*args, cwd=alone)
    assert left_alone.status == 0
    chosen = random.Random(name)
    kills = sum(
        killed_after(chosen.uniform(0.0, 0.7), (*args, "--resume"), again) for _ in range(3)
    )
    assert kills
    last = yrd(*args, "--resume", cwd=again)
    assert last.status == 0
    assert outputs(again) == outputs(alone)
    assert not list(again.glob("*.resume"))


def test_an_old_output_is_whole_whenever_a_run_is_killed(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"old\n")
    args = ("clean", corpus, "-o", "out.jsonl")
    whole = yrd("clean", corpus).out
    for seconds in (0.0, 0.2, 0.5):
        killed_after(seconds, args, tmp_path)
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
    (tmp_path / "a.jsonl").write_bytes((corpus / "a.jsonl").read_bytes() * 6)
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


def test_a_damaged_shard_is_worked_on_again(tmp_path: Path) -> None:
    for damage in (False, True):
        journal = Journal(str(tmp_path / "journal"), "same")
        results = journal.results(
            str, iter("abc"), 1, digest=str.encode, split=list, lost=lambda batch, reason: ""
        )
        assert list(results) == ["a", "b", "c"]
        if not damage:
            (shard,) = (tmp_path / "journal").glob("*.shard")
            shard.write_bytes(shard.read_bytes()[:-1] + b"?")


def test_a_shard_holds_no_code(tmp_path: Path) -> None:
    import pickle
    from hashlib import blake2b

    journal = Journal(str(tmp_path / "journal"), "same")
    data = pickle.dumps([(b"", [os.system])])
    path = tmp_path / "journal" / "000000.shard"
    path.write_bytes(blake2b(data, digest_size=16).digest() + data)
    with pytest.raises(pickle.UnpicklingError):
        list(journal.results(str, iter("a"), 1, digest=str.encode, split=list, lost=min))


def test_an_identity_depends_on_options_alone() -> None:
    from yrd_cli.clean import CleanOptions

    one = CleanOptions(keep=frozenset({"title", "date", "blank"}))
    assert identity_of(one) == identity_of(CleanOptions(keep=frozenset({"blank", "date", "title"})))
    assert identity_of(one) != identity_of(CleanOptions())
