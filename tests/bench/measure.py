"""CPU time and memory of whole processes, several commands in turn, medians."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


# An installed package has its bytecode beside it: the first run writes it here.
_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took: CPU and wall seconds, and peak memory in MB."""

    cpu: float
    wall: float
    memory: float


def run_once(command: Sequence[str], stdin: Path | None = None) -> Cost:
    """Run a command with its output thrown away; children's CPU time counts."""
    import time

    start = time.monotonic()
    with (stdin or Path(os.devnull)).open("rb") as source:
        process = subprocess.Popen(
            command,
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=_ENVIRONMENT,
        )
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024)


def in_turn(
    commands: Mapping[str, Sequence[str]], runs: int = 7, stdin: Path | None = None
) -> dict[str, Cost]:
    """Run the commands one after another, ``runs`` times; the median of each figure.

    In turn, so that a machine that slows down slows all of them.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            costs[name].append(run_once(command, stdin))
    return {
        name: Cost(
            statistics.median(c.cpu for c in found),
            statistics.median(c.wall for c in found),
            statistics.median(c.memory for c in found),
        )
        for name, found in costs.items()
    }


def yrd(*args: str) -> list[str]:
    """The command line of yrd: the installed command beside this interpreter, else the module."""
    command = Path(sys.executable).parent / "yrd"
    installed = [str(command)] if command.exists() else [sys.executable, "-m", "yrd_cli"]
    return [*installed, *args]


def print_table(title: str, rows: Sequence[Sequence[str]]) -> None:
    """Print rows in aligned columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    print(f"\n{title}")
    for row in rows:
        print("  " + "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip())
