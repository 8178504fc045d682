"""Work for the pool's tests; apart from them, since every worker process imports it."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from yrd_cli.errors import InputError, YrdError

Batch = list[bytes]
POISON = b"poison"


def shout(batch: Batch) -> bytes:
    """The batch as lines in capitals."""
    return b"".join(item.upper() + b"\n" for item in batch)


def shout_late(batch: Batch) -> bytes:
    """The same after as many milliseconds as the first item says."""
    time.sleep(int(batch[0].split()[0]) / 1000)
    return shout(batch)


def halves(batch: Batch) -> list[Batch]:
    middle = len(batch) // 2
    return [part for part in (batch[:middle], batch[middle:]) if part]


def pid_of(_: Batch) -> int:
    return os.getpid()


def group_of(_: Batch) -> int:
    return os.getpgrp()


def pid_then_sleep(batch: Batch) -> int:
    """Its process at once for an empty batch, else after a minute."""
    if batch:
        time.sleep(60)
    return os.getpid()


def note_pid_and_sleep(folder: Path, batch: Batch) -> bytes:
    """Leave the process's number as a file's name, then work for a minute."""
    (folder / str(os.getpid())).touch()
    time.sleep(60)
    return shout(batch)


def note_pid_and_spin(folder: Path, batch: Batch) -> bytes:
    """The same without ever letting go of the processor."""
    (folder / str(os.getpid())).touch()
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass
    return shout(batch)


def killed_by_kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_by_exit() -> None:
    os._exit(3)


def killed_by_crash() -> None:
    ctypes.string_at(0)


def killed_by_memory() -> NoReturn:
    raise MemoryError


def die_of_poison(die: Callable[[], None], folder: Path, batch: Batch) -> bytes:
    """Die in the middle of a batch that holds poison, leaving a file for each death."""
    if any(POISON in item for item in batch):
        (folder / str(os.getpid())).touch()
        die()
    return shout(batch)


def die_once(folder: Path, batch: Batch) -> bytes:
    """Be killed by the first batch that holds poison, and never again."""
    if POISON in batch and not (folder / "died").exists():
        (folder / "died").touch()
        killed_by_kill()
    return shout(batch)


class AwkwardError(Exception):
    """An error that cannot be pickled, nor made from its args."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(f"{text} no. {number}")
        self.cannot_be_pickled = lambda: number


class MuteError(Exception):
    """An error that cannot even say what it is."""

    def __str__(self) -> str:
        raise TypeError


class AwkwardYrdError(YrdError):
    """An error of ours that cannot be pickled."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.cannot_be_pickled = lambda: text


ERRORS: dict[bytes, Callable[[], BaseException]] = {
    b"key": lambda: KeyError("nowhere"),
    b"awkward": lambda: AwkwardError(7, "awkward"),
    b"mute": MuteError,
    b"stop": lambda: StopIteration("early"),
    b"decode": lambda: UnicodeDecodeError("gb18030", b"\xff", 0, 1, "illegal"),
    b"input": lambda: InputError("a.jsonl:3", "not JSON"),
    b"ours": lambda: AwkwardYrdError("ours"),
}


def fail_on_demand(batch: Batch) -> bytes:
    for item in batch:
        if item in ERRORS:
            raise ERRORS[item]()
    return shout(batch)


def print_much(batch: Batch) -> bytes:
    """Work with a library that prints, and one that reads stdin."""
    print("noise" * 1000)
    os.write(1, b"more noise")
    return shout(batch) + os.read(0, 10)


def unpicklable(_: Batch) -> Any:
    return lambda: None


class _Broken:
    """What can be pickled, and not unpickled."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return int, ("not a number",)


def broken(_: Batch) -> Any:
    return _Broken()


class NotImportable:
    """Work that a worker cannot load."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return int, ("not a function",)

    def __call__(self, batch: Batch) -> bytes:
        return shout(batch)
