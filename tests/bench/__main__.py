"""`python -m tests.bench [NAME...]`: run the benchmarks, all or by name."""

from __future__ import annotations

import sys
from importlib import import_module

BENCHES = (
    "startup",
    "throughput",
    "convert",
    "extraction",
    "dates",
    "grep",
    "stats",
    "summarize",
)
"""By name only: `spark` needs PySpark and Java; `python -m tests.bench.words FILE.jsonl.gz` and
`shifted_gbk` want a file of texts."""


def main() -> None:
    chosen = sys.argv[1:] or BENCHES
    for name in chosen:
        import_module(f"tests.bench.{name}").main()


if __name__ == "__main__":
    main()
