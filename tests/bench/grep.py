"""`yrd grep` against ripgrep and GNU grep: whole processes, CPU and wall time as ratios.

ripgrep is `rg` on the PATH, or what YRD_RIPGREP names; without it the ratios are to GNU grep.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.measure import ROOT, Cost, print_table, yrd

MEGABYTES = 200
FILES = 10_000
LINES_A_FILE = 12
RUNS = 5

PLANTED = {"推进长三角一体化": 500, "投资3.5亿元": 44, "申江公司": 95, "标": 3.55}
"""Texts, and in which share of lines they are put: one of so many."""

SEARCHES: tuple[tuple[str, tuple[str, ...], str, float], ...] = (
    ("one literal", ("--exact", "-c"), "长三角", 1.3),
    ("one literal, both scripts", ("-c",), "长三角", 2.0),
    ("two forms", ("--exact", "-Ec"), "长三角|長三角", 2.0),
    ("number regex", ("--exact", "-Ec"), "[0-9.]+[万亿]元", 3.0),
    ("Han class regex", ("--exact", "-Ec"), "[一-龥]{2}公司", 2.5),
    ("no match", ("--exact", "-c"), "不存在的词组", 1.3),
    ("lines printed", ("--exact",), "标", 4.0),
)
"""What is searched for, with which options, and at most how many times ripgrep's time."""


def main() -> None:
    """Print the ratios beside the targets of the grep issue."""
    peer = os.environ.get("YRD_RIPGREP") or shutil.which("rg")
    with tempfile.TemporaryDirectory() as folder:
        corpus, tree = Path(folder) / "corpus.txt", Path(folder) / "tree"
        _write_corpus(corpus)
        _write_tree(tree)
        name = "ripgrep" if peer else "GNU grep"
        rows = [["search", f"{name} ms", "yrd ms", "CPU ratio", "wall ratio", "target", "MB"]]
        for title, options, pattern, target in SEARCHES:
            plain = [o for o in options if o != "--exact"]
            theirs = _theirs(peer, plain, pattern, str(corpus))
            rows.append(_row(title, theirs, [*yrd("grep"), *options, pattern, str(corpus)], target))
        theirs = _theirs(peer, ["-rl"], "长三角", str(tree))
        for title, flag in (("10,000 files", "--exact"), ("10,000 files, both scripts", "-H")):
            ours = [*yrd("grep"), flag, "-rl", "长三角", str(tree)]
            rows.append(_row(title, theirs, ours, 2.0))
        print_table(f"grep in {MEGABYTES} MB, against {name}", rows)
        _print_start(corpus)


def _print_start(corpus: Path) -> None:
    small = corpus.with_name("small.txt")
    with corpus.open("rb") as f:
        small.write_bytes(f.read(1_000_000))
    bare = [sys.executable, "-c", "pass"]
    rows = [["search in 1 MB", "bare ms", "yrd ms", "CPU ratio", "wall ratio", "target", "MB"]]
    for title, options, pattern, _ in SEARCHES[:-1]:
        ours = [*yrd("grep"), *options, pattern, str(small)]
        rows.append(_row(title, bare, ours, 7.0))
    print_table("start-up, against a bare interpreter", rows)


def _theirs(peer: str | None, options: list[str], pattern: str, place: str) -> list[str]:
    if peer is None:
        return ["grep", "-E", *options, pattern, place]
    own = [o.replace("E", "").replace("r", "") for o in options]
    return [peer, "--no-config", *(o for o in own if o != "-"), pattern, place]


def _row(title: str, theirs: list[str], ours: list[str], target: float) -> list[str]:
    costs: list[tuple[Cost, Cost]] = [(_run(theirs), _run(ours)) for _ in range(RUNS)]
    their_cpu, our_cpu = (statistics.median(c[n].cpu for c in costs) for n in (0, 1))
    their_wall, our_wall = (statistics.median(c[n].wall for c in costs) for n in (0, 1))
    return [
        title,
        f"{their_cpu * 1000:.0f}",
        f"{our_cpu * 1000:.0f}",
        f"{our_cpu / their_cpu:.1f}",
        f"{our_wall / their_wall:.1f}",
        f"{target:g}",
        f"{max(c[1].memory for c in costs):.0f}",
    ]


def _run(command: list[str]) -> Cost:
    """One run; its output goes to a file, since grep stops early when it goes nowhere."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**environment, "LC_ALL": "C.UTF-8"},
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - start
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: status {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def _lines(rng: random.Random) -> list[str]:
    """Law text in a random order, without what is planted, and then with it."""
    lines = (ROOT / "tests/rules/laws.txt").read_text(encoding="utf-8").splitlines()
    planted = list(PLANTED)
    lines = [line for line in lines if line and not any(p in line for p in planted)]
    rng.shuffle(lines)
    return [line + "".join(p for p, n in PLANTED.items() if rng.random() < 1 / n) for line in lines]


def _write_corpus(path: Path) -> None:
    rng = random.Random(5)
    written = 0
    with path.open("w", encoding="utf-8") as f:
        while written < MEGABYTES * 1_000_000:
            text = "\n".join(_lines(rng)) + "\n"
            written += len(text.encode())
            f.write(text)


def _write_tree(folder: Path) -> None:
    rng = random.Random(6)
    lines: list[str] = []
    for number in range(FILES):
        if len(lines) < LINES_A_FILE:
            lines = _lines(rng)
        path = folder / f"{number // 500:02d}" / f"{number:05d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines[:LINES_A_FILE]) + "\n", encoding="utf-8")
        del lines[:LINES_A_FILE]


if __name__ == "__main__":
    main()
