"""A worker process as its pool sees it: asked, watched over, replaced when it dies.

The processes are new interpreters, not forks (a fork of a process with threads may hold a lock
for ever) and not ``multiprocessing``'s (its spawn imports the caller's main module again).
Measured from start to end of one that does nothing: ours 25 ms, spawn 33, forkserver 9 after a
first 43, fork 2. Pipes of 1 MB in place of the usual 64 KB gained nothing on batches of 1 MB.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from signal import Signals

from yrd_cli.worker import (
    OUT_OF_MEMORY_STATUS,
    Frame,
    Kind,
    WorkerError,
    read_frame,
    unpack_error,
    write_frame,
)

START_TRIES = 3
"""How often a process may die before it is ready: then it is not the batch's fault."""

# sys.path comes as arguments: the worker finds its modules where this process found them.
_BOOT = (
    "import sys; sys.path[:] = sys.argv[1:]; del sys.argv[1:]; "
    "from yrd_cli.worker import serve; serve()"
)


class WorkerDied(Exception):  # noqa: N818 - it names an event; no user sees it
    """The process ended before it answered."""


class ProcessClosed(Exception):  # noqa: N818
    """Nobody waits for the answer any more."""


class WorkerProcess:
    """A process that does ``work`` (pickled), started when needed and again when it died.

    ``kill`` may be called from any thread, all else from one only.
    """

    def __init__(self, work: bytes) -> None:
        self._work = work
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._starting = threading.Lock()

    def ask(self, batch: bytes) -> Frame:
        """The answer to a batch; WorkerDied, with the reason, when there is none."""
        if self._process is None:
            self._start()
        answer = self._exchange(batch)
        if answer is None:
            raise WorkerDied(self._reap())
        return answer

    def kill(self) -> None:
        """End the process at once, and for good."""
        with self._starting:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def finish(self) -> None:
        """End the process and let go of its pipes."""
        self.kill()
        if self._process is not None:
            self._reap()

    def _start(self) -> None:
        reason = ""
        for _ in range(START_TRIES):
            try:
                self._spawn()
            except OSError as error:  # no more processes or memory: perhaps for a moment
                reason = str(error)
                continue
            ready = self._exchange(self._work)
            if ready is None:
                reason = self._reap()
            elif ready.kind is Kind.FAILURE:
                self._reap()
                raise unpack_error(ready.payload)
            else:
                return
        raise WorkerError(f"worker processes do not start: {reason}")

    def _spawn(self) -> None:
        with self._starting:
            if self._closed:
                raise ProcessClosed
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT, *sys.path],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                process_group=0,  # Ctrl-C is the parent's alone, even while a worker starts
            )

    def _exchange(self, payload: bytes) -> Frame | None:
        assert self._process is not None
        requests, answers = _pipes(self._process)
        try:
            write_frame(requests, Frame(Kind.WORK, payload))
            return read_frame(answers)
        except OSError:  # the pipe broke under the batch
            return None

    def _reap(self) -> str:
        """Wait for a process that is dying, and say how it ended."""
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.5)  # it closed its pipe: give it time to say why
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
        with self._starting:
            self._process = None
            if self._closed:
                raise ProcessClosed
        return _how_it_ended(process.returncode)


def _pipes(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    assert process.stdin is not None and process.stdout is not None
    return process.stdin.fileno(), process.stdout.fileno()


def _how_it_ended(status: int) -> str:
    if status == OUT_OF_MEMORY_STATUS:
        return "out of memory"
    if status >= 0:
        return f"its process ended with status {status}"
    try:
        return f"its process was ended by {Signals(-status).name}"
    except ValueError:
        return f"its process was ended by signal {-status}"
