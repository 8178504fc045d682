"""What runs inside a worker process: batches in on one pipe, answers out on another.

Kept small, since every worker imports it: ``pool`` is the other end of the pipes. A frame is
one byte for its kind, eight for the length of the payload, and the payload.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import warnings
from collections.abc import Callable
from enum import IntEnum
from queue import SimpleQueue
from typing import Any, NamedTuple, NoReturn

from yrd_cli import patterns
from yrd_cli.caches import cache_folder
from yrd_cli.errors import YrdError

PICKLE_PROTOCOL = 5
OUT_OF_MEMORY_STATUS = 86
"""How a worker ends that met a MemoryError: an exit status no library is known to use."""

_HEADER_BYTES = 9


class WorkerError(YrdError):
    """``work`` raised an error of its own, or no worker was left to do it.

    The message is that of the original error, after its type; ``traceback_text`` is what a
    traceback would have shown where it happened, also attached as a note.
    """

    def __init__(self, message: str, traceback_text: str = "") -> None:
        super().__init__(message)
        self.traceback_text = traceback_text
        if traceback_text:
            self.add_note(traceback_text)


class Kind(IntEnum):
    """What a frame holds."""

    WORK = 0
    """The parent's: the pickled function, then batches."""
    RESULT = 1
    FAILURE = 2


class Frame(NamedTuple):
    """One message between a pool and its worker."""

    kind: Kind
    payload: bytes | bytearray


def write_frame(fd: int, frame: Frame) -> None:
    """Write all of a frame, however small the pipe is."""
    header = bytes([frame.kind]) + len(frame.payload).to_bytes(_HEADER_BYTES - 1, "little")
    for part in (header, frame.payload):
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(fd, rest) :]


def read_frame(fd: int) -> Frame | None:
    """The next frame, or None when the other end has gone, be it in the middle of one."""
    header = _read_exactly(fd, _HEADER_BYTES)
    if header is None:
        return None
    payload = _read_exactly(fd, int.from_bytes(header[1:], "little"))
    return None if payload is None else Frame(Kind(header[0]), payload)


def _read_exactly(fd: int, size: int) -> bytearray | None:
    data = bytearray(size)
    rest = memoryview(data)
    while rest:
        count = os.readv(fd, [rest])
        if not count:
            return None
        rest = rest[count:]
    return data


def describe(error: BaseException) -> WorkerError:
    """The error that stands for ``error`` outside the worker.

    >>> describe(KeyError("x")).args
    ("KeyError: 'x'",)
    """
    import traceback

    try:
        message = f"{type(error).__name__}: {error}"
    except Exception:  # an error whose own __str__ fails still has a name
        message = type(error).__name__
    return WorkerError(message, "".join(traceback.format_exception(error)))


def pack_error(error: BaseException) -> bytes:
    """An error as bytes that can be unpacked anywhere, whether it can be pickled or not."""
    stand_in = describe(error)
    original = None
    if isinstance(error, YrdError):
        # Taken apart, since pickle calls the class with ``args``, which need not be what its
        # __init__ takes (InputError's is a place and a reason, its args one message).
        try:
            original = pickle.dumps((type(error), error.args, vars(error)), PICKLE_PROTOCOL)
        except Exception:
            original = None
    return pickle.dumps((stand_in.args[0], stand_in.traceback_text, original), PICKLE_PROTOCOL)


def unpack_error(packed: bytes | bytearray) -> YrdError:
    """The error of ``pack_error``: a YrdError as itself, any other as a WorkerError."""
    message, traceback_text, original = pickle.loads(packed)
    stand_in = WorkerError(message, traceback_text)
    if original is None:
        return stand_in
    try:
        cls, args, state = pickle.loads(original)
        error = cls.__new__(cls, *args)
        vars(error).update(state)
        error.add_note(traceback_text)
    except Exception:
        return stand_in
    return error if isinstance(error, YrdError) else stand_in


def serve() -> NoReturn:
    """Answer batches until the pool closes the pipe or its process is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent alone says what Ctrl-C means
    warnings.simplefilter("ignore")  # and what is worth a warning
    patterns.keep_in(cache_folder)
    requests, answers = _claim_pipes()
    frames: SimpleQueue[Frame] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests, frames), daemon=True).start()
    try:
        work = _load_work(frames.get().payload, answers)
        while True:
            write_frame(answers, _answer(work, frames.get().payload))
    except OSError:  # nobody reads the answers any more
        os._exit(0)


def _claim_pipes() -> tuple[int, int]:
    """Move the pipes away from stdin and stdout, so that no stray print gets into an answer.

    Nothing goes to stderr either: what a library says as it dies is no message of ours.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    while nowhere < 3:  # a stream that was closed leaves its number to whatever is opened next
        nowhere = os.dup(nowhere)
    requests, answers = os.dup(0), os.dup(1)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    return requests, answers


def _listen(requests: int, frames: SimpleQueue[Frame]) -> None:
    """Take in frames, and end the process with the pipe: also in the middle of a batch.

    A parent that was killed cannot say so; its pipe ends with it. And since this thread always
    reads, a pool that writes a batch never waits for a worker that writes an answer.
    """
    while (frame := read_frame(requests)) is not None:
        frames.put(frame)
    os._exit(0)


def _load_work(pickled: bytes | bytearray, answers: int) -> Callable[[Any], Any]:
    try:
        work: Callable[[Any], Any] = pickle.loads(pickled)
    except BaseException as error:
        write_frame(answers, Frame(Kind.FAILURE, pack_error(error)))
        os._exit(0)
    write_frame(answers, Frame(Kind.RESULT, b""))
    return work


def _answer(work: Callable[[Any], Any], batch: bytes | bytearray) -> Frame:
    try:
        return Frame(Kind.RESULT, pickle.dumps(work(pickle.loads(batch)), PICKLE_PROTOCOL))
    except MemoryError:
        # As when the kernel kills for memory: a fresh worker, or half the batch, may do.
        os._exit(OUT_OF_MEMORY_STATUS)
    except BaseException as error:
        return Frame(Kind.FAILURE, pack_error(error))
