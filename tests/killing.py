"""Kill -9 at random moments of runs with `--resume`, and see whether a byte is ever wrong.

``python -m tests.killing [--moments 20] [--only NAME] [--seed 8] [--usual]`` prints a line for each
command and output: how many kills hit, how many bytes were compared, what was amiss, and how much
processor time was spent twice.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.running import YRD, clean_environment

LAWS = (Path(__file__).parent / "rules" / "laws.txt").read_text(encoding="utf-8").split("\n")
OLD = "旧\n".encode()
MARK = "YRD_TEST_RUN"

SITE = """
import sys
if "yrd_cli" in sys.orig_argv:
    from yrd_cli import journal, pipeline
    from yrd_cli.convert import batches
    journal.SHARD_SECONDS = 0.05
    pipeline.batched.__defaults__ = (1 << 15, 1000)
    batches.BATCH_BYTES = 1 << 15
"""
"""Batches and shards of a twentieth of their size: a short run has as many as one of minutes."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "clean to a file": ("clean", "-o", "out.jsonl"),
    "clean to a directory": ("clean", "-o", "out/"),
    "clean without near duplicates": (
        "clean", "--dedup", "near", "--rejected", "gone.jsonl", "-o", "out.csv.gz", "--jobs", "2",
    ),
    "convert to a file": ("convert", "--to", "twp", "-o", "out.txt"),
    "convert to a directory": ("convert", "--to", "s", "-o", "out/", "--jobs", "2"),
    "stats to a file": ("stats", "--top", "0", "-o", "out.tsv"),
    "stats as a partial result": ("stats", "--partial", "-o", "out.json", "--jobs", "2"),
    "summarize to a file": ("summarize", "-o", "out.jsonl"),
    "summarize to a directory": ("summarize", "-o", "out/", "--jobs", "2"),
    "summarize together": ("summarize", "--together", "-o", "out.md"),
}  # fmt: skip


def write_corpus(folder: Path, files: int, documents: int, *, seed: int = 8) -> None:
    """Write JSON Lines, one file in four compressed, with a broken line in each, and some text."""
    chosen = random.Random(seed)
    folder.mkdir()
    for n in range(files):
        lines = []
        for i in range(documents):
            text = "\n".join(chosen.choice(LAWS) for _ in range(12))
            record = {"id": f"{n}/{i}", "text": text, "date": f"2020-0{i % 9 + 1}-11"}
            lines.append(json.dumps(record, ensure_ascii=False) + "\n")
        lines.insert(documents // 2, '{"text": \n')
        data = "".join(lines).encode()
        name, data = (f"{n}.jsonl.gz", gzip.compress(data)) if n % 4 == 3 else (f"{n}.jsonl", data)
        (folder / name).write_bytes(data)
        page = "\n".join(chosen.choice(LAWS) for _ in range(20))
        (folder / f"{n}.txt").write_text(page, encoding="gb18030")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder that no run is at, by name."""
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and ".cache" not in p.parts
    }


def orphans(mark: str, seconds: float = 3.0) -> list[int]:
    """The processes with a mark in their environment that are still there after some time."""
    end = time.monotonic() + seconds
    while found := list(_marked(mark)):
        if time.monotonic() > end:
            break
        time.sleep(0.02)
    return found


def _marked(mark: str) -> Iterator[int]:
    wanted = f"{MARK}={mark}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
                if state != "Z" and wanted in (entry / "environ").read_bytes().split(b"\0"):
                    yield int(entry.name)
            except OSError:  # it has ended, or is another user's
                continue


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: its status (-9: killed), the processor seconds of it and of what it waited
    for, and the seconds it took."""

    status: int
    cpu: float
    seconds: float


def run(
    args: tuple[str, ...], cwd: Path, *, kill_after: float | None = None, mark: str = ""
) -> Run:
    """Run a command line, and kill it some seconds after its start if it still runs then."""
    environment = clean_environment(str(cwd), {MARK: mark})
    site = cwd.parent.parent / "site"
    if site.exists():
        environment["PYTHONPATH"] = f"{site}{os.pathsep}{environment['PYTHONPATH']}"
    begin = time.monotonic()
    process = subprocess.Popen(
        [*YRD, *args],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(process.pid, signal.SIGKILL)  # not process.kill(), which would wait for it
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(process.returncode, usage.ru_utime + usage.ru_stime, time.monotonic() - begin)


@dataclass(slots=True)
class Tally:
    """What came of the kills of one command."""

    kills: int = 0
    hits: int = 0
    """Kills of a run that was not at its end."""
    resumed: int = 0
    """Hits after which something had been kept."""
    compared: int = 0
    """Bytes of output."""
    amiss: list[str] = field(default_factory=list)
    alone: float = 0.0
    """Processor seconds of the runs as if each had been left alone."""
    twice: float = 0.0
    """Processor seconds beyond these."""

    def line(self, name: str) -> str:
        """A line for people."""
        share = self.twice / self.alone if self.alone else 0.0
        told = "; ".join(self.amiss) or "nothing amiss"
        return (
            f"{name}: {self.kills} kills, {self.hits} hit, {self.resumed} left shards, "
            f"{self.compared:,} bytes compared, {share:.0%} of the work done again, {told}"
        )


def killed_and_resumed(
    args: tuple[str, ...], folder: Path, moments: int, chosen: random.Random
) -> Tally:
    """Kill runs at random moments, resume each (some are killed again), and compare the ends."""
    tally = Tally()
    alone = folder / "alone"
    alone.mkdir()
    left_alone = run(args, alone)
    left_resumable = run((*args, "--resume"), alone)
    expected = contents(alone)
    while tally.kills < moments:
        again = folder / "again"
        again.mkdir()
        old = _old_output(args, again)
        mark = f"{os.getpid()}-{tally.kills}"
        spent = 0.0
        while True:  # until a resumed run is left alone
            moment = chosen.uniform(0.02, left_resumable.seconds)
            killed = run((*args, "--resume"), again, kill_after=moment, mark=mark)
            spent += killed.cpu
            tally.kills += 1
            hit = killed.status == -9
            tally.hits += hit
            tally.resumed += hit and bool(list(again.rglob("*.shard")))
            if orphans(mark):
                tally.amiss.append(f"processes left behind after {moment:.2f} s")
            if hit and old is not None and old.read_bytes() not in (OLD, expected[old.name]):
                tally.amiss.append(f"the old output is damaged after {moment:.2f} s")
            if not hit or tally.kills >= moments or chosen.random() < 0.5:
                break
        last = run((*args, "--resume"), again, mark=mark) if hit else killed
        found = contents(again)
        tally.compared += sum(map(len, found.values()))
        if found != expected or last.status != left_alone.status:
            names = sorted(k for k in {**found, **expected} if found.get(k) != expected.get(k))
            tally.amiss.append(f"status {last.status}, wrong after {moment:.2f} s: {names[:3]}")
        tally.alone += left_resumable.cpu
        tally.twice += spent + (last.cpu if hit else 0.0) - left_resumable.cpu
        shutil.rmtree(again)
    return tally


def killed_without_resume(
    args: tuple[str, ...], folder: Path, moments: int, chosen: random.Random
) -> Tally:
    """Kill runs that cannot be resumed, over an old output, which stays or is replaced whole."""
    tally = Tally()
    alone = folder / "alone"
    expected = contents(alone)
    seconds = run(args, alone).seconds
    again = folder / "again"
    again.mkdir()
    for _ in range(moments):
        old = _old_output(args, again)
        moment = chosen.uniform(0.02, seconds)
        killed = run(args, again, kill_after=moment)
        tally.kills += 1
        tally.hits += killed.status == -9
        if old is not None:
            found = old.read_bytes()
            tally.compared += len(found)
            if found not in (OLD, expected[old.name]):
                tally.amiss.append(f"the old output is damaged after {moment:.2f} s")
    last = run(args, again)
    if last.status not in (0, 2) or any(
        contents(again).get(name) != data for name, data in expected.items()
    ):
        tally.amiss.append("a run after the kills gives other bytes")
    parts = len(list(again.rglob(".*.part")))
    if parts:
        tally.amiss.append(f"{parts} parts left after {tally.hits} kills and a run to the end")
    shutil.rmtree(again)
    return tally


def _old_output(args: tuple[str, ...], folder: Path) -> Path | None:
    name = args[args.index("-o") + 1]
    if name.endswith("/"):
        return None
    (folder / name).write_bytes(OLD)
    return folder / name


def main() -> None:
    """Kill, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--only", default="")
    parser.add_argument("--documents", type=int, default=250, help="in each of 8 files")
    parser.add_argument("--usual", action="store_true", help="batches and shards of usual size")
    asked = parser.parse_args()
    chosen = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / "corpus"
        write_corpus(corpus, 8, asked.documents)
        if not asked.usual:
            (Path(name) / "site").mkdir()
            (Path(name) / "site" / "sitecustomize.py").write_text(SITE)
        for title, args in COMMANDS.items():
            if asked.only not in title:
                continue
            folder = Path(name) / "runs"
            folder.mkdir()
            whole = (*args, str(corpus))
            tally = killed_and_resumed(whole, folder, asked.moments, chosen)
            sys.stdout.write(tally.line(title) + "\n")
            tally = killed_without_resume(whole, folder, max(1, asked.moments // 4), chosen)
            sys.stdout.write(tally.line("  without --resume") + "\n")
            sys.stdout.flush()
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
