"""A journal of what a run has finished, so that one that was killed goes on where it stopped.

The results of batches are kept in shards beside the output, each renamed when it is complete. A
run that is resumed reads its input again, checks that every batch is what it was, and takes its
result from the shard; only what is not in a shard is worked on. The output is then written from
all results alike, so that its bytes are those of a run that nothing disturbed.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from yrd_cli import __version__
from yrd_cli.caches import private_folder
from yrd_cli.errors import InputError, OutputError, UsageError
from yrd_cli.pipeline import run_batches

SHARD_BYTES = 32 << 20
SHARD_SECONDS = 1.0
"""A shard is completed when it has this size, or this long after the one before: so much work is
lost at the most."""

_TRUSTED = ("yrd_cli.", "numpy", "collections", "array", "builtins", "datetime", "decimal")
"""Modules whose classes a shard may hold."""
_BUILTINS = frozenset({"set", "frozenset", "bytearray", "complex", "range", "slice"})

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
    folder cannot be made, and UsageError where it holds the shards of another run.
    """

    def __init__(self, folder: str, identity: str) -> None:
        self.folder = folder
        self._open(identity)
        self.is_resumed = os.path.exists(self._path(0))
        self._pending: list[tuple[bytes, list[Any]]] = []
        self._pending_bytes = 0
        self._shards = 0
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
        """What ``run_batches`` gives, from the shards as far as they go.

        Raises InputError where a batch is not what it was when its result was kept.
        """
        stream = iter(batches)
        number = 0
        for kept_digest, kept in self._kept():
            batch = next(stream, None)
            if batch is None or digest(batch) != kept_digest:
                raise InputError(
                    self.folder, "the input has changed since: delete it to start anew"
                )
            yield from kept
            number += 1
        numbered = (Numbered(n, digest(b), b) for n, b in enumerate(stream, number))
        group: list[Result] = []
        now: tuple[int, bytes] | None = None
        try:
            for done in run_batches(
                NumberedWork(work), numbered, jobs, split=_splitting(split), lost=_losing(lost)
            ):
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

    def finish(self) -> None:
        """The output is complete: nothing is left to resume."""
        for name in os.listdir(self.folder):
            os.unlink(os.path.join(self.folder, name))
        os.rmdir(self.folder)

    def _open(self, identity: str) -> None:
        from pathlib import Path

        if private_folder(Path(self.folder)) is None:
            raise OutputError(f"{self.folder}: cannot be written, or is not this user's own")
        about = {"yrd": __version__, "identity": identity}
        path = os.path.join(self.folder, "run.json")
        try:
            with open(path, encoding="utf-8") as f:
                if json.load(f) == about:
                    return
        except FileNotFoundError:
            self._write("run.json", json.dumps(about).encode())
            return
        except (OSError, ValueError):
            pass
        raise UsageError(
            f"--resume: {self.folder} is of a run with other options: delete it to start anew"
        )

    def _kept(self) -> Iterator[tuple[bytes, list[Any]]]:
        """The digest of each kept batch and its results, in order; a shard that is damaged ends
        them."""
        while True:
            try:
                with open(self._path(self._shards), "rb") as f:
                    check, data = f.read(16), f.read()
            except FileNotFoundError:
                return
            if blake2b(data, digest_size=16).digest() != check:
                return
            self._shards += 1
            yield from _Unpickler(io.BytesIO(data)).load()

    def _keep(self, digest: bytes, results: list[Any]) -> None:
        self._pending.append((digest, results))
        self._pending_bytes += sum(map(_size, results))
        late = time.monotonic() - self._last >= SHARD_SECONDS
        if late or self._pending_bytes >= SHARD_BYTES:
            self._complete_shard()

    def _complete_shard(self) -> None:
        if not self._pending:
            return
        data = pickle.dumps(self._pending, 5)
        name = os.path.basename(self._path(self._shards))
        self._write(name, blake2b(data, digest_size=16).digest() + data)
        self._shards += 1
        self._pending, self._pending_bytes = [], 0
        self._last = time.monotonic()

    def _path(self, number: int) -> str:
        return os.path.join(self.folder, f"{number:06}.shard")

    def _write(self, name: str, data: bytes) -> None:
        """Write a file that is there whole or not at all, also after a power failure."""
        goal = os.path.join(self.folder, name)
        try:
            with open(f"{goal}.part", "wb") as f:
                f.write(data)
                f.flush()
                os.fsync(f.fileno())
            os.replace(f"{goal}.part", goal)
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


def _size(result: Any) -> int:
    """About the bytes of a result: its outputs make most of it."""
    outputs = getattr(result, "outputs", None) or getattr(result, "parts", None) or ()
    return 1000 + sum(len(getattr(one, "data", None) or one[-1]) for one in outputs)


class _Unpickler(pickle.Unpickler):
    """Reads a shard; only classes of ours and of plain data may be in it."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "builtins" and name not in _BUILTINS:
            raise pickle.UnpicklingError(f"{module}.{name} in a shard")
        if not any(module == t.rstrip(".") or module.startswith(t) for t in _TRUSTED):
            raise pickle.UnpicklingError(f"{module}.{name} in a shard")
        return super().find_class(module, name)
