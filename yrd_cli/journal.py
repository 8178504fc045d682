"""A journal of what a run has finished, so that one that was killed goes on where it stopped.

The results of batches are kept in shards beside the output, each renamed when it is complete. A
run that is resumed reads its input again, checks that every batch is what it was, and takes its
result from the shard; only what is not in a shard is worked on. The output is then written from
all results alike, so that its bytes are those of a run that nothing disturbed.
"""

from __future__ import annotations

import json
import os
import re
import struct
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import partial
from hashlib import blake2b
from itertools import islice
from typing import Any, Generic, TypeVar

from yrd_cli import __version__
from yrd_cli.caches import private_folder
from yrd_cli.errors import InputError, OutputError, UsageError
from yrd_cli.packing import DamagedError, packed, unpacked
from yrd_cli.pipeline import run_batches

SHARD_BYTES = 32 << 20
SHARD_SECONDS = 1.0
"""A shard is completed when it has this size, or this long after the one before: so much work is
lost at the most."""

DIRECTORY_JOURNAL = ".resume"
"""The folder of the journal of an output directory, which it is in."""

_ABOUT, _PART = "run.json", "shard.part"
_NAME = re.compile(r"([0-9]{6,18})\.shard")
_OUTPUT_PART = re.compile(r"\..{1,40}\.[a-z0-9_]{8}\.part", re.DOTALL)
_CHECK_BYTES = 16
_SIZE_BYTES = 8
_FORM = f"1 {sys.byteorder} {struct.calcsize('L')} ".encode()
"""The form of a shard: numbers are as this machine has them."""

Batch = TypeVar("Batch")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Batch]):
    """A batch, or a part of one, with its number and the digest of the whole."""

    number: int
    digest: bytes
    batch: Batch


@dataclass(frozen=True, slots=True)
class NumberedWork(Generic[Batch, Result]):
    """Work on a numbered batch; the result keeps the number."""

    work: Callable[[Batch], Result]

    def __call__(self, numbered: Numbered[Batch]) -> Numbered[Result]:
        """Work on it."""
        return Numbered(numbered.number, numbered.digest, self.work(numbered.batch))


class Journal:
    """The shards of one run, in a folder that only this user can write.

    ``identity`` tells one run from another: see ``identity_of``. Raises OutputError where the
    folder cannot be made, and UsageError where it holds the shards of another run, or a run that
    is not at its end uses it.
    """

    def __init__(self, folder: str, identity: str) -> None:
        self.folder = folder
        self._key = blake2b(_FORM + identity.encode()).digest()
        self._lock = self._open(identity)
        self._starts = sorted(self._shards())
        self.is_resumed = bool(self._starts)
        self._first = 0
        """The number of the first batch that is in no shard."""
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._last = time.monotonic()

    def results(
        self,
        work: Callable[[Batch], Result],
        batches: Iterable[Batch],
        jobs: int,
        *,
        digest: Callable[[Batch], bytes],
        split: Callable[[Batch], list[Batch]],
        lost: Callable[[Batch, str], Result],
    ) -> Iterator[Result]:
        """What ``run_batches`` gives, from the shards where there are any.

        Raises InputError where a batch is not what it was when its result was kept.
        """
        stream = iter(batches)
        pool = partial(
            run_batches, NumberedWork(work), jobs=jobs, split=_splitting(split), lost=_losing(lost)
        )
        whole = False
        try:
            for start in self._starts:
                if start > self._first:  # what stood between was damaged
                    between = islice(stream, start - self._first)
                    numbered = _numbered(between, self._first, digest)
                    yield from self._worked(pool(batches=numbered))
                if start == self._first:
                    yield from self._read(start, stream, digest)
            numbered = _numbered(stream, self._first, digest)
            yield from self._worked(pool(batches=numbered))
            whole = True
        finally:
            if not whole:
                self._lock.close()

    def finish(self) -> None:
        """The output is complete: nothing is left to resume."""
        for start in self._shards():
            _remove(self._path(start))
        _remove(os.path.join(self.folder, _PART))
        # Last, for without it shards would be taken for another run's.
        _remove(os.path.join(self.folder, _ABOUT))
        self._lock.close()
        with suppress(OSError):  # what else is in it is not ours
            os.rmdir(self.folder)

    def _open(self, identity: str) -> _LockedFile:
        """Make or find the folder; gives the file that is locked while the run lasts."""
        from pathlib import Path

        if private_folder(Path(self.folder)) is None:
            raise OutputError(f"{self.folder}: cannot be written, or is not this user's own")
        about = json.dumps({"yrd": __version__, "identity": identity}).encode()
        path = os.path.join(self.folder, _ABOUT)
        try:
            file = _LockedFile(path)
        except BlockingIOError:
            raise UsageError(f"--resume: another run is writing to {self.folder}") from None
        except OSError as e:
            raise OutputError(f"{path}: {e.strerror}") from None
        found = file.content()
        if not about.startswith(found):
            raise UsageError(
                f"--resume: {self.folder} is of a run with other options: delete it to start anew"
            )
        if found != about:  # a new run, or one that was killed here
            for start in self._shards():
                _remove(self._path(start))
            file.fill(about)
        if os.path.basename(self.folder) == DIRECTORY_JOURNAL:
            _remove_parts(os.path.dirname(self.folder))
        return file

    def _shards(self) -> list[int]:
        """The number of the first batch of each shard."""
        found = map(_NAME.fullmatch, os.listdir(self.folder))
        return [int(match[1]) for match in found if match]

    def _read(
        self, start: int, stream: Iterator[Batch], digest: Callable[[Batch], bytes]
    ) -> Iterator[Any]:
        """The results of a shard; none of what is damaged, and of what is behind it there."""
        for number, (kept, results) in enumerate(self._kept(start), start):
            batch = next(stream, None)
            if batch is None or digest(batch) != kept:
                raise InputError(
                    self.folder, "the input has changed since: delete it to start anew"
                )
            del batch
            self._first = number + 1
            yield from results

    def _kept(self, start: int) -> Iterator[tuple[bytes, list[Any]]]:
        """The digest of each batch of a shard, and its results."""
        with open(self._path(start), "rb") as f:
            check, data = f.read(_CHECK_BYTES), f.read()
        if self._check(data) != check:
            return
        rest = memoryview(data)
        while rest:
            size = int.from_bytes(rest[:_SIZE_BYTES], "little")
            try:
                value = unpacked(rest[_SIZE_BYTES : _SIZE_BYTES + size])
            except DamagedError:
                return
            if not _is_batch(value):
                return
            yield value
            rest = rest[_SIZE_BYTES + size :]

    def _worked(self, numbered: Iterator[Numbered[Result]]) -> Iterator[Result]:
        """Results of work, kept as they pass: those of a batch when all of them are there."""
        group: list[Result] = []
        now: tuple[int, bytes] | None = None
        try:
            for done in numbered:
                if now is not None and now[0] != done.number:
                    self._keep(now[1], group)
                    group = []
                now = (done.number, done.digest)
                group.append(done.batch)
                yield done.batch
            if now is not None:
                self._keep(now[1], group)
        finally:
            self._complete_shard()

    def _keep(self, digest: bytes, results: list[Any]) -> None:
        data = packed((digest, results))
        self._pending += len(data).to_bytes(_SIZE_BYTES, "little"), data
        self._pending_bytes += len(data)
        late = time.monotonic() - self._last >= SHARD_SECONDS
        if late or self._pending_bytes >= SHARD_BYTES:
            self._complete_shard()

    def _complete_shard(self) -> None:
        if not self._pending:
            return
        data = b"".join(self._pending)
        self._write(self._path(self._first), self._check(data) + data)
        self._first += len(self._pending) // 2
        self._pending, self._pending_bytes = [], 0
        self._last = time.monotonic()

    def _check(self, data: bytes) -> bytes:
        return blake2b(data, digest_size=_CHECK_BYTES, key=self._key).digest()

    def _path(self, start: int) -> str:
        return os.path.join(self.folder, f"{start:06}.shard")

    def _write(self, goal: str, data: bytes) -> None:
        """Write a file that is there whole or not at all, also after a power failure."""
        part = os.path.join(self.folder, _PART)
        try:
            with open(part, "wb") as f:
                f.write(data)
                f.flush()
                os.fsync(f.fileno())
            os.replace(part, goal)
        except OSError as e:
            raise OutputError(f"{goal}: {e.strerror}") from None


def identity_of(value: object) -> str:
    """A digest of what a run does, from the object that does its work: the same in every run
    with the same options."""
    return blake2b(repr(_canonical(value)).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _canonical(value: Any) -> Any:
    """A value as nested tuples in an order that does not depend on hashes."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, int, float, bytes, bool)):
        return value
    if isinstance(value, (list, tuple)):
        return tuple(map(_canonical, value))
    if isinstance(value, (set, frozenset)):
        return ("set", *sorted(map(repr, map(_canonical, value))))
    if isinstance(value, dict):
        return ("dict", *sorted((repr(_canonical(k)), _canonical(v)) for k, v in value.items()))
    if is_dataclass(value):
        return (
            type(value).__qualname__,
            *((f.name, _canonical(getattr(value, f.name, None))) for f in fields(value)),
        )
    if callable(value):
        return getattr(value, "__qualname__", type(value).__qualname__)
    return (type(value).__qualname__, _canonical(getattr(value, "__dict__", ())))


def _splitting(
    split: Callable[[Batch], list[Batch]],
) -> Callable[[Numbered[Batch]], list[Numbered[Batch]]]:
    def split_numbered(whole: Numbered[Batch]) -> list[Numbered[Batch]]:
        return [Numbered(whole.number, whole.digest, part) for part in split(whole.batch)]

    return split_numbered


def _losing(
    lost: Callable[[Batch, str], Result],
) -> Callable[[Numbered[Batch], str], Numbered[Result]]:
    def lost_numbered(one: Numbered[Batch], reason: str) -> Numbered[Result]:
        return Numbered(one.number, one.digest, lost(one.batch, reason))

    return lost_numbered


def _numbered(
    batches: Iterable[Batch], first: int, digest: Callable[[Batch], bytes]
) -> Iterator[Numbered[Batch]]:
    for number, batch in enumerate(batches, first):
        yield Numbered(number, digest(batch), batch)


def _is_batch(value: Any) -> bool:
    match value:
        case (bytes(), list()):
            return True
    return False


class _LockedFile:
    """A file that nobody else has locked, until it is closed or its process has ended.

    Raises BlockingIOError where somebody has.
    """

    def __init__(self, path: str) -> None:
        self._number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            import fcntl

            fcntl.flock(self._number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except (ImportError, OSError):  # a file system without locks
            return

    def __del__(self) -> None:
        self.close()

    def content(self) -> bytes:
        """What is in it, unless it is larger than anything that ``fill`` was given."""
        return os.pread(self._number, 1 << 16, 0)

    def fill(self, data: bytes) -> None:
        """Replace its content."""
        os.ftruncate(self._number, 0)
        os.pwrite(self._number, data, 0)

    def close(self) -> None:
        """Let others have it."""
        if self._number >= 0:
            os.close(self._number)
            self._number = -1


def _remove_parts(folder: str) -> None:
    """Take away the files of an output directory that a killed run was writing."""
    from yrd_cli.writing.files import PARTS

    for place, _, names in os.walk(folder):
        for path in (os.path.join(place, name) for name in names if _OUTPUT_PART.fullmatch(name)):
            if path not in PARTS:
                _remove(path)


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)
