"""Run yrd as a user's shell does: a real process, real pipes, a clean environment."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

YRD = (sys.executable, "-m", "yrd_cli")
SECONDS = 60
"""After which a process counts as hanging."""

Argument = str | bytes | Path


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a process."""

    status: int
    out: bytes
    err: str

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def messages(self) -> list[str]:
        """The lines of standard error."""
        return self.err.splitlines()


def clean_environment(home: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment with nothing of the user's in it, and the poorest locale there is."""
    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": home,
        "LC_ALL": "C",
        "PYTHONPATH": os.pathsep.join(path),
        **(more or {}),
    }


def yrd(
    *args: Argument,
    input: bytes | None = None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Ran:
    """Run one command line to its end; standard input is empty unless given."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [*YRD, *args],
            input=input or b"",
            capture_output=True,
            check=False,
            cwd=cwd,
            env=clean_environment(home, env),
            timeout=SECONDS,
        )
    return Ran(done.returncode, done.stdout, done.stderr.decode())


def shell(line: str, *, cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """Run a line of bash in which `yrd` is ours; the status is that of the whole line."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            ["bash", "-c", f'yrd() {{ "{YRD[0]}" -m yrd_cli "$@"; }}\n{line}'],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            cwd=cwd,
            env=clean_environment(home, env),
            timeout=SECONDS,
        )
    return Ran(done.returncode, done.stdout, done.stderr.decode())


def start(
    *args: Argument, cwd: Path, env: Mapping[str, str] | None = None, stdin: int = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """Start a command line that is looked at, or stopped, while it runs."""
    return subprocess.Popen(
        [*YRD, *args],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=clean_environment(str(cwd), env),
        bufsize=0,
    )


def on_terminal(
    *args: Argument,
    cwd: Path,
    columns: int = 80,
    env: Mapping[str, str] | None = None,
    piped: Sequence[int] = (),
) -> Ran:
    """Run with a terminal as standard input, output and error; those in ``piped`` are pipes
    (input: empty). What the terminal got is ``out``."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    streams = [subprocess.PIPE if n in piped else follower for n in range(3)]
    environment = {"TERM": "xterm", **(env or {})}
    process = subprocess.Popen(
        [*YRD, *args],
        stdin=subprocess.DEVNULL if 0 in piped else streams[0],
        stdout=streams[1],
        stderr=streams[2],
        cwd=cwd,
        env=clean_environment(str(cwd), environment),
    )
    os.close(follower)
    shown = _read_terminal(leader, process)
    other, err = process.communicate(timeout=SECONDS)
    os.close(leader)
    return Ran(process.returncode, other or shown, (err or b"").decode())


def _read_terminal(leader: int, process: subprocess.Popen[bytes]) -> bytes:
    shown, end = b"", time.monotonic() + SECONDS
    while time.monotonic() < end:
        ready, _, _ = select.select([leader], [], [], 0.05)
        if ready:
            try:
                part = os.read(leader, 1 << 16)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
        elif process.poll() is not None:
            break
    return shown


def ended(process: subprocess.Popen[bytes], number: signal.Signals) -> Ran:
    """Send a signal, and wait for the end."""
    process.send_signal(number)
    out, err = process.communicate(timeout=SECONDS)
    return Ran(process.returncode, out, err.decode())
