"""Start-up: CPU time of small runs as a multiple of a bare interpreter."""

from __future__ import annotations

import sys

from tests.bench.measure import ROOT, in_turn, print_table, yrd

BUDGETS = {
    "--version": 1.3,
    "--help": 9.0,
    "clean one seed": None,
    "convert one line (t2s)": 9.0,
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
        "convert one line (t2s)": yrd("convert", "--to", "s"),
        "grep one small file": yrd("grep", "-c", "长三角", SEED),
        "stats one document": yrd("stats", SEED),
        "summarize one document": yrd("summarize", SEED),
    }
    costs = in_turn(commands)
    bare = costs["bare interpreter"].cpu
    rows = [("command", "CPU ms", "ratio", "budget")]
    for name, cost in costs.items():
        budget = BUDGETS.get(name)
        shown = f"{budget:g}" if budget else ""
        rows.append((name, f"{cost.cpu * 1000:.0f}", f"{cost.cpu / bare:.1f}", shown))
    print_table("start-up, CPU time against a bare interpreter", rows)
