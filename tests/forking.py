"""Many command lines at the price of one start: each runs in a fork of a process that has
imported the program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.running import ROOT, SECONDS, Ran, clean_environment


def run_all(commands: Sequence[Sequence[str]], cwd: Path) -> list[Ran]:
    """What became of each command line of `yrd`; standard input is empty."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "tests.forking"],
            input=json.dumps({"commands": [list(c) for c in commands], "cwd": str(cwd)}),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            env=clean_environment(home),
            timeout=10 * SECONDS,
        )
    return [Ran(status, out.encode(), err) for status, out, err in json.loads(done.stdout)]


def _serve() -> None:
    import orjson  # noqa: F401 - each fork has what its parent imported

    import yrd_cli.cli.concordances
    import yrd_cli.cli.grep_request
    import yrd_cli.cli.searching
    import yrd_cli.reading.decoding  # noqa: F401
    from yrd_cli.cli.app import run

    order = json.load(sys.stdin)
    os.chdir(order["cwd"])
    answers = [_answer(run, command) for command in order["commands"]]
    json.dump(answers, sys.stdout)


def _answer(run, command: list[str]) -> tuple[int, str, str]:  # type: ignore[no-untyped-def]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os._exit(run(command))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return status, out.read().decode(), err.read().decode()


if __name__ == "__main__":
    _serve()
