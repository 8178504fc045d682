"""Throughput of `clean` on clean text, and what a second job brings."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.bench.measure import ROOT, in_turn, print_table, yrd
from yrd_cli.script import script_of

MEGABYTES = 20
LINES_PER_DOCUMENT = 12


def corpus(path: Path, megabytes: int = MEGABYTES) -> int:
    """Write JSONL Documents of clean law text; gives the bytes of their texts."""
    lines = (ROOT / "tests/rules/laws.txt").read_text(encoding="utf-8").splitlines()
    lines.sort(key=script_of)  # a document is in one script, as most are
    written = number = 0
    with path.open("w", encoding="utf-8") as f:
        while written < megabytes * 1_000_000:
            at = number * LINES_PER_DOCUMENT % (len(lines) - LINES_PER_DOCUMENT)
            text = "\n".join(lines[at : at + LINES_PER_DOCUMENT])
            f.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
            written += len(text.encode())
            number += 1
    return written


def main() -> None:
    """Print MB of text per CPU second, the gain of two jobs, and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "laws.jsonl"
        size = corpus(path) / 1e6
        commands = {
            "clean -j1": yrd("clean", "-j1", str(path)),
            "clean -j2": yrd("clean", "-j2", str(path)),
        }
        costs = in_turn(commands, runs=3)
        rows = [("command", "MB per CPU s", "wall s", "peak MB")]
        for name, cost in costs.items():
            speed = f"{size / cost.cpu:.1f}"
            rows.append((name, speed, f"{cost.wall:.2f}", f"{cost.memory:.0f}"))
        print_table(f"throughput on {size:.0f} MB of clean text", rows)
        gain = costs["clean -j1"].wall / costs["clean -j2"].wall
        print(f"  two jobs against one, wall time: {gain:.2f}")
