"""What a second worker brings on Spark: `clean` and `stats` on 100 MB, without the start-up.

Needs `yrd[spark]` and Java. Each master gets a process of its own; what is measured follows a
first run on little, so that Java and the workers' Python have loaded what they need.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measure import ROOT, print_table
from tests.bench.throughput import corpus

MEGABYTES = 100
WARMING_MEGABYTES = 2
RUNS = 3
MASTERS = ("local-cluster[1,1,1024]", "local-cluster[2,1,1024]", "local[1,4]", "local[2,4]")
COMMANDS = (("clean",), ("stats", "--top", "100"))


def seconds_on(master: str, folder: Path) -> dict[str, float]:
    """The wall seconds of each command on a master, the best of RUNS; and of the start."""
    from tests.spark_runs import status_of
    from yrd_cli.spark.session import session

    found: dict[str, float] = {}
    start = time.monotonic()
    with TemporaryDirectory() as shipped, session(master, shipped):
        found["start"] = time.monotonic() - start
        for words in COMMANDS:
            times = []
            for name in ("little", *["much"] * RUNS):
                with TemporaryDirectory(dir=folder) as goal:
                    given = [str(folder / f"{name}.jsonl"), "--engine", "spark"]
                    given += ["--master", master, "--output", f"{goal}/out"]
                    start = time.monotonic()
                    assert status_of([*words, *given]) == 0
                    times.append(time.monotonic() - start)
            found[words[0]] = min(times[1:])
    return found


def main() -> None:
    """Print wall seconds, documents a second, and what the second worker brings."""
    rows = [("master", "command", "wall s", "documents/s", "MB/s", "start s")]
    with TemporaryDirectory() as name:
        folder = Path(name)
        size = corpus(folder / "much.jsonl", MEGABYTES) / 1e6
        corpus(folder / "little.jsonl", WARMING_MEGABYTES)
        with (folder / "much.jsonl").open("rb") as file:
            documents = sum(1 for _ in file)
        for master in MASTERS:
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.spark", master, name],
                cwd=ROOT, capture_output=True, check=True,
            )  # fmt: skip
            found = json.loads(done.stdout.splitlines()[-1])
            for words in COMMANDS:
                took = found[words[0]]
                row = (f"{took:.1f}", f"{documents / took:,.0f}", f"{size / took:.1f}")
                rows.append((master, words[0], *row, f"{found['start']:.1f}"))
    print_table(f"Spark on {size:.0f} MB of clean text, {documents:,} documents", rows)


if __name__ == "__main__":
    print(json.dumps(seconds_on(sys.argv[1], Path(sys.argv[2]))))
