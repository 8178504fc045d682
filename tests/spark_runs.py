"""Command lines run one after another in one process, for Spark's Java to be started once.

Standard input is a JSON list of command lines; the file named first gets a JSON list of exit
statuses. All share the session that is opened on the master named second, if one is.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from yrd_cli.cli import app, grep_start


def status_of(words: list[str]) -> int:
    """Run one command line; with ``stars`` before it, components are found in rounds."""
    if words[:1] == ["stars"]:
        from yrd_cli.spark import components

        components.SMALL, usual = 0, components.SMALL
        try:
            return status_of(words[1:])
        finally:
            components.SMALL = usual
    status: int = grep_start.run(words) if words[:1] == ["grep"] else app.run(words)
    return status


def main(goal: str, *masters: str) -> None:
    """Run what standard input lists."""
    from yrd_cli.spark.session import session

    with ExitStack() as stack:
        for master in masters:
            stack.enter_context(session(master, stack.enter_context(TemporaryDirectory())))
        statuses = [status_of(words) for words in json.load(sys.stdin)]
    Path(goal).write_text(json.dumps(statuses), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
