"""The terminal, the streams and the environment, read once and handed down."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import BinaryIO, NamedTuple

from yrd_cli.errors import OutputError
from yrd_cli.writing.terminal import Terminal, one_line, styled

DEFAULT_WIDTH = 80

PIPE_BYTES = 1 << 20
"""What a pipe is asked to hold: as much as Linux grants everybody."""

NARROWEST = 10
"""Columns that a terminal is taken to have at least, whatever COLUMNS says."""


class Environment(NamedTuple):
    """Standard output and standard error, and what stands behind each."""

    stdout: BinaryIO
    output: Terminal
    messages: Terminal
    quiet: bool = False
    csv_safe: bool = False
    """Whether CSV and TSV are made harmless to spreadsheets."""

    def say(self, level: str, place: str, message: str) -> None:
        """Write one line to standard error, unless the user asked for quiet."""
        if self.quiet:
            return
        color = self.messages.color
        word = styled("warning: ", "warning", color) if level == "warning" else ""
        where = f"{one_line(place)}: " if place else ""
        write_message(f"yrd: {word}{where}{one_line(message)}")


def write_message(line: str) -> None:
    """Write a line to standard error; one that is closed or full does not end the run."""
    try:
        sys.stderr.write(line.encode("utf-8", "backslashreplace").decode() + "\n")
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError, UnicodeEncodeError):
        return


def environment(color: str, *, quiet: bool = False, csv_safe: bool = False) -> Environment:
    """Read the terminal and the colour settings.

    Raises OutputError where standard output is closed.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    _widen_pipe(sys.stdin)
    _widen_pipe(sys.stdout)
    return Environment(
        sys.stdout.buffer,
        _terminal(sys.stdout, color),
        _terminal(sys.stderr, color),
        quiet,
        csv_safe,
    )


def _widen_pipe(stream: object) -> None:
    """Let a pipe hold a batch, so that the commands at both its ends work at the same time: in
    `clean | convert | stats` two cores are then nine tenths busy instead of half."""
    try:
        import fcntl

        fcntl.fcntl(stream.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)  # type: ignore[attr-defined]
    except (AttributeError, ImportError, OSError, ValueError):
        return  # no pipe, not on Linux, or more than this user may have


def _terminal(stream: object, color: str) -> Terminal:
    isatty = getattr(stream, "isatty", None)
    is_terminal = bool(isatty and isatty())
    width = _width() if is_terminal else DEFAULT_WIDTH
    return Terminal(is_terminal, width, wants_color(color, is_terminal, os.environ))


def _width() -> int:
    import shutil

    return max(NARROWEST, shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns)


def wants_color(asked: str, is_terminal: bool, env: Mapping[str, str]) -> bool:
    """Whether to write colours: an explicit ``--color``, then ``NO_COLOR``, then the rest.

    >>> wants_color("auto", True, {"NO_COLOR": "1", "FORCE_COLOR": "1"})
    False
    """
    if asked != "auto":
        return asked == "always"
    if env.get("NO_COLOR"):
        return False
    if env.get("FORCE_COLOR") or env.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return is_terminal and env.get("TERM") != "dumb"
