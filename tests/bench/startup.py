"""Start-up: CPU time of small runs as a multiple of a bare interpreter."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench.measure import ROOT, in_turn, print_table, yrd

BUDGETS = {
    "--version": 1.3,
    "--help": 9.0,
    "clean one seed": None,
    "convert one line (-c t2s)": 9.0,
    "convert one line (-c s2t)": 12.0,
    "grep one small file": 7.0,
    "stats one document": 20.0,
    "summarize one document": 20.0,
}
SEED = str(next((ROOT / "seeds").glob("003*.txt")))


def main() -> None:
    """Print the ratios beside the budgets of DESIGN section 9."""
    commands = {
        "bare interpreter": [sys.executable, "-c", "pass"],
        "--version": yrd("--version"),
        "--help": yrd("--help"),
        "clean one seed": yrd("clean", SEED),
        "convert one line (-c t2s)": yrd("convert", "-c", "t2s"),
        "convert one line (-c s2t)": yrd("convert", "-c", "s2t"),
        "grep one small file": yrd("grep", "-c", "长三角", SEED),
        "stats one document": yrd("stats", SEED),
        "summarize one document": yrd("summarize", SEED),
    }
    with tempfile.TemporaryDirectory() as folder:
        line = Path(folder) / "line.txt"
        line.write_text("长江三角洲區域一體化发展\n", encoding="utf-8")
        costs = in_turn(commands, stdin=line)
    bare = costs["bare interpreter"].cpu
    rows = [("command", "CPU ms", "ratio", "budget")]
    for name, cost in costs.items():
        budget = BUDGETS.get(name)
        shown = f"{budget:g}" if budget else ""
        rows.append((name, f"{cost.cpu * 1000:.0f}", f"{cost.cpu / bare:.1f}", shown))
    print_table("start-up, CPU time against a bare interpreter", rows)
