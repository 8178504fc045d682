"""How `yrd grep` starts: without Typer, whose import takes longer than most searches."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from yrd_cli.cli.grep_argv import CommandLine, read_arguments
from yrd_cli.cli.guarding import guarded

if TYPE_CHECKING:
    from yrd_cli.cli.engines import Cluster

ANSWERED = frozenset(("help", "version"))
"""Options that end the run, wherever they stand."""


def run(args: Sequence[str]) -> int:
    """Run ``["grep", ...]``; gives the exit status. No traceback reaches the user."""
    return guarded(lambda: _answered(args), "yrd grep")


def _answered(args: Sequence[str]) -> int:
    line = read_command_line(args[1:])
    if any(typed.key in ANSWERED for typed in line.options):
        from yrd_cli.cli.app import invoke

        return invoke(args)
    return search(line)


def read_command_line(args: Sequence[str]) -> CommandLine:
    """The words after ``grep``. Raises UsageError."""
    return read_arguments(args, in_order="POSIXLY_CORRECT" in os.environ)


def search(line: CommandLine) -> int:
    """Search what a command line asks for; gives the exit status."""
    from yrd_cli.cli.environment import environment, write_message
    from yrd_cli.cli.grep_request import read_request
    from yrd_cli.cli.searching import run_request
    from yrd_cli.grep.wrong_pattern import PatternError

    cluster, line = _cluster_of(line)
    defaults = {name: os.environ.get(f"YRD_{name.upper()}") for name in _DEFAULTS}
    request = read_request(line, {name: value for name, value in defaults.items() if value})
    env = environment(request.output.color)
    try:
        if cluster is not None:
            from yrd_cli.cli.engines_grep import grep_on_cluster

            return grep_on_cluster(cluster, request, env, _colors(os.environ))
        return run_request(request, env, _colors(os.environ))
    except PatternError as e:
        sys.stdout.flush()
        write_message(f"yrd: pattern: {e.message}\n{e.picture()}")
        return 2


_DEFAULTS = ("color", "encoding", "jobs")
"""Options whose default YRD_COLOR, YRD_ENCODING and YRD_JOBS may set."""

_OF_CLUSTER = ("engine", "master", "output")


def _cluster_of(line: CommandLine) -> tuple[Cluster | None, CommandLine]:
    """The cluster that a command line asks for, and the line without that."""
    asked = {typed.key: typed.value for typed in line.options if typed.key in _OF_CLUSTER}
    if not asked:
        return None, line
    from yrd_cli.cli.engines import choose_cluster
    from yrd_cli.cli.grep_options import ENGINES
    from yrd_cli.errors import UsageError

    engine = asked.get("engine", "local")
    if engine not in ENGINES:
        raise UsageError(f"--engine {engine}: choose from {', '.join(ENGINES)}")
    others = tuple(typed for typed in line.options if typed.key not in _OF_CLUSTER)
    typed_keys = {typed.key for typed in others}
    given = {"--line-buffered": "line-buffered" in typed_keys, "--jobs": "jobs" in typed_keys}
    cluster = choose_cluster(engine == "spark", asked.get("master"), asked.get("output"), given)
    if cluster is None and "output" in asked:
        raise UsageError("--output goes with --engine spark; else write `yrd grep … > FILE`")
    return cluster, line._replace(options=others)


def _colors(environ: Mapping[str, str]) -> str:
    """GREP_COLORS, after what its older brother GREP_COLOR says of matches."""
    older = environ.get("GREP_COLOR", "")
    colors = environ.get("GREP_COLORS", "")
    return f"mt={older}:{colors}" if older and not older.strip("0123456789;") else colors
