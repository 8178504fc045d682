"""Throughput of `convert`, whole process, against other converters on the same text.

`python -m tests.bench.convert [FILE]`: without a file, 10 MB of law text. Set YRD_BENCH_OPENCC to
the python of a virtual environment that holds the official binding (`pip install opencc`): it
must never be installed beside opencc-python-reimplemented, whose folder it takes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import ROOT, Cost, in_turn, print_table, yrd
from yrd_cli.script import script_of, to_simplified

MEGABYTES = 10
SLICE_MEGABYTES = 0.5
"""What opencc-python-reimplemented is given: on all of it, it takes minutes."""

CONFIGS = ("t2s", "s2t", "s2twp")

_REIMPLEMENTED = """
import sys
from opencc import OpenCC
converter = OpenCC(sys.argv[1])
for line in open(sys.argv[2], encoding="utf-8"):
    sys.stdout.write(converter.convert(line))
"""

_OFFICIAL = """
import sys
from opencc import OpenCC
converter = OpenCC(sys.argv[1])
text = open(sys.argv[2], encoding="utf-8", newline="").read()
sys.stdout.write(converter.convert(text))
"""


def sample(path: Path, config: str, size: float, source: Path | None) -> int:
    """Write text of the script that a configuration reads; gives its bytes."""
    lines = (source or ROOT / "tests/rules/laws.txt").read_text("utf-8").splitlines(True)
    if source is None:
        wanted = "Hant" if config.startswith("t") else "Hans"
        lines = [line for line in lines if script_of(line) == wanted]
        if wanted == "Hans" and not lines:
            lines = [to_simplified(line) for line in lines]
    text = "".join(lines)
    data = text.encode()
    repeats = max(1, round(size * 1e6 / len(data)))
    whole = data * repeats
    end = whole.find(b"\n", int(size * 1e6)) + 1 or len(whole)
    return path.write_bytes(whole[:end])


def commands(config: str, path: Path, few: Path) -> dict[str, list[str]]:
    """The command lines to compare on one configuration."""
    python, official = sys.executable, os.environ.get("YRD_BENCH_OPENCC")
    found = {
        "yrd": yrd("convert", "-j1", "-c", config, str(path)),
        "yrd --to": yrd("convert", "-j1", "--to", config.partition("2")[2], str(path)),
        "yrd accurate": yrd("convert", "-j1", "-c", config, "--profile=accurate", str(path)),
        "yrd reimplemented": yrd(
            "convert", "-j1", "-c", config, "--profile=reimplemented", str(path)
        ),
        "opencc-python-reimplemented": [python, "-c", _REIMPLEMENTED, config, str(few)],
    }
    if official:
        found["opencc (C++)"] = [official, "-c", _OFFICIAL, config, str(path)]
    return found


def main() -> None:
    """Print MB per CPU second and ratios for each configuration."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 and Path(sys.argv[1]).is_file() else None
    with tempfile.TemporaryDirectory() as folder:
        path, few = Path(folder) / "text", Path(folder) / "few"
        for config in CONFIGS:
            size = sample(path, config, MEGABYTES, source)
            some = sample(few, config, SLICE_MEGABYTES, source)
            costs = in_turn(commands(config, path, few), runs=3)
            sizes = dict.fromkeys(costs, size) | {"opencc-python-reimplemented": some}
            _print(f"{config} on {size / 1e6:.1f} MB, whole process", costs, sizes)


def _print(title: str, costs: dict[str, Cost], sizes: dict[str, int]) -> None:
    speeds = {name: sizes[name] / 1e6 / cost.cpu for name, cost in costs.items()}
    rows = [("converter", "MB per CPU s", "yrd is faster by", "peak MB")]
    for name, cost in costs.items():
        ratio = f"{speeds['yrd'] / speeds[name]:.1f}"
        rows.append((name, f"{speeds[name]:.2f}", ratio, f"{cost.memory:.0f}"))
    print_table(title, rows)


if __name__ == "__main__":
    main()
