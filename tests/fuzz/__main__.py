"""`python -m tests.fuzz all|TARGET ... [--seconds N] [--jobs N] [--work DIR] [libFuzzer options]`.

Each target runs in a process of its own, guided by the coverage of `yrd_cli`. What breaks a promise
is kept in DIR/findings (the smallest input of each kind) and the run goes on; DIR/corpus holds what
reached something new, and is gone on with; DIR/status.json says how far each target is.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path


def main(argv: list[str]) -> int:
    """Fuzz; the status is 1 where anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__,
                                     allow_abbrev=False)  # fmt: skip
    parser.add_argument("targets", nargs="+", metavar="TARGET", help="a target's name, or `all`")
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument(
        "--slice", type=float, default=300, help="seconds until the next one's turn"
    )
    parser.add_argument("--jobs", type=int, default=1, help="targets at a time")
    parser.add_argument("--work", type=Path, help="a directory to keep and go on with")
    given, options = parser.parse_known_args(argv)
    try:
        from tests.fuzz.guided import Run, load_instrumented

        targets = load_instrumented()
    except ModuleNotFoundError as e:
        if e.name != "atheris":
            raise
        parser.error("atheris is not installed: pip install 'atheris>=3' (Python 3.11 to 3.13)")
    names = list(targets) if given.targets == ["all"] else given.targets
    if unknown := sorted(set(names) - set(targets)):
        parser.error(f"no such target: {', '.join(unknown)} (there are: {', '.join(targets)})")
    work = given.work or Path(tempfile.mkdtemp(prefix="yrd-fuzz-"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    run = Run([targets[name] for name in names], work, given.seconds, given.slice, options)
    run.go(given.jobs)
    print(run.table())
    return int(run.found_any)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
