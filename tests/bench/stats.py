"""`yrd stats`, whole process, against what people write with jieba; time and memory by size.

    python -m tests.bench stats                  # 3 MB of law text
    python -m tests.bench.stats NEWS.jsonl[.gz]  # any corpus that yrd reads

The peers read the same Documents, as JSONL, and count title and text.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import ROOT, Cost, in_turn, print_table, yrd

MEGABYTES = 3
GROWTH = (1, 10, 100)
"""How often a small corpus is repeated: memory should hardly grow, time in proportion."""

SMALL_KILOBYTES = 100

_HEAD = """
import json, sys, warnings
from collections import Counter
from itertools import islice
warnings.simplefilter("ignore")
import logging
import jieba
jieba.setLogLevel(logging.CRITICAL)
def texts():
    for line in open(sys.argv[1], encoding="utf-8"):
        record = json.loads(line)
        yield (record.get("title") or "") + "\\n" + record["text"]
counts = Counter()
"""

_TERMS = (
    _HEAD
    + """
for text in texts():
    counts.update(jieba.cut(text))
print(counts.most_common(50))
"""
)

_PAIRS = (
    _HEAD
    + """
for text in texts():
    words = jieba.lcut(text)
    for n in range(1, 6):
        counts.update(zip(words, islice(words, n, None)))
print(counts.most_common(50))
"""
)

_TAGS = (
    _HEAD
    + """
import jieba.posseg
for text in texts():
    counts.update((p.word, p.flag) for p in jieba.posseg.cut(text))
print(counts.most_common(50))
"""
)


def sample(path: Path, source: Path | None) -> None:
    """Write a corpus as JSONL: a file's Documents, or law text."""
    if source is not None:
        with path.open("wb") as file:
            subprocess.run([*yrd("clean", str(source))], stdout=file, check=True)
        return
    lines = (ROOT / "tests/rules/laws.txt").read_text("utf-8").splitlines()
    size = 0
    with path.open("w", encoding="utf-8") as file:
        while size < MEGABYTES * 1e6:
            for start in range(0, len(lines), 10):
                record = json.dumps({"text": "\n".join(lines[start : start + 10])})
                size += file.write(record + "\n")


def main() -> None:
    """Print CPU and wall seconds and peak memory of yrd and its peers, and the growth."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 and Path(sys.argv[1]).is_file() else None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.jsonl"
        sample(path, source)
        name, python = str(path), sys.executable
        _compare(
            "terms",
            {
                "jieba and a Counter": [python, "-c", _TERMS, name],
                "yrd": yrd("stats", "-j1", name),
                "yrd --engine fast": yrd("stats", "-j1", "--engine", "fast", name),
                "yrd -j2": yrd("stats", "-j2", name),
            },
        )
        _compare(
            "collocates in a window of 5",
            {
                "a Counter of pairs": [python, "-c", _PAIRS, name],
                "yrd": yrd("stats", "-j1", "--collocates", "规定", name),
            },
        )
        _compare(
            "parts of speech",
            {
                "jieba.posseg": [python, "-c", _TAGS, name],
                "yrd": yrd("stats", "-j1", "--pos", "n,v", name),
            },
        )
        _grow(path, Path(folder))


def _compare(title: str, commands: dict[str, list[str]]) -> None:
    costs = in_turn(commands, runs=3)
    slowest = next(iter(costs.values()))
    rows = [("", "CPU s", "ratio", "wall s", "ratio", "peak MB")]
    rows += [(name, *_figures(cost, slowest)) for name, cost in costs.items()]
    print_table(f"{title}, whole process", rows)


def _figures(cost: Cost, peer: Cost) -> tuple[str, str, str, str, str]:
    return (
        f"{cost.cpu:.2f}",
        f"{peer.cpu / cost.cpu:.1f}",
        f"{cost.wall:.2f}",
        f"{peer.wall / cost.wall:.1f}",
        f"{cost.memory:.0f}",
    )


def _grow(path: Path, folder: Path) -> None:
    data = path.read_bytes()
    small = data[: data.find(b"\n", SMALL_KILOBYTES * 1000) + 1]
    commands = {}
    for times in GROWTH:
        grown = folder / f"{times}.jsonl"
        grown.write_bytes(small * times)
        commands[f"{times} times"] = yrd("stats", "-j1", str(grown))
    costs = in_turn(commands, runs=3)
    rows = [("", "MB", "CPU s", "peak MB")]
    for times, (name, cost) in zip(GROWTH, costs.items(), strict=True):
        size = f"{len(small) * times / 1e6:.1f}"
        rows.append((name, size, f"{cost.cpu:.2f}", f"{cost.memory:.0f}"))
    print_table("growth: the same text again and again", rows)


if __name__ == "__main__":
    main()
