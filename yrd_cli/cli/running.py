"""How every command runs: inputs to batches to results, notices to stderr, an exit status."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from yrd_cli.cli.environment import Environment
from yrd_cli.errors import InputError, UsageError
from yrd_cli.reading.containers import read_source
from yrd_cli.reading.paths import STDIN, Selection, find_sources, names_from, printable_path
from yrd_cli.reading.records import Item, ReadSettings, Record
from yrd_cli.report import Notice, Outcome, Report
from yrd_cli.writing.formats import Target

if TYPE_CHECKING:
    from yrd_cli.journal import Journal

PROGRESS_AFTER = 1.0
"""Seconds before a progress line is shown."""


class BatchResult(Protocol):
    """What a command's work on one batch gives: whatever it is, with a report."""

    report: Report


R = TypeVar("R", bound=BatchResult)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a run, and how they are read."""

    names: list[str]
    selection: Selection
    settings: ReadSettings

    def without(self, target: Target) -> Inputs:
        """The same without what the run writes: a file or directory in a tree that is read."""
        if target.path is None:
            return self
        outputs = (*self.selection.outputs, target.path, journal_folder(target))
        return replace(self, selection=replace(self.selection, outputs=outputs))

    def items(self) -> Iterator[Item]:
        """Every record of every input, with notices of what could not be read in place."""
        for source in find_sources(self.names, self.selection):
            if isinstance(source, InputError):
                yield Notice("error", source.place, source.reason)
            else:
                yield from read_source(source, self.settings)

    def size(self) -> int | None:
        """The bytes of all inputs, where it can be known cheaply: None for streams."""
        total = 0
        for source in find_sources(self.names, self.selection):
            if isinstance(source, InputError):
                continue
            try:
                status = os.fstat(0) if source.path == STDIN else os.stat(source.path)
            except OSError:
                continue
            if not stat.S_ISREG(status.st_mode):
                return None
            total += status.st_size
        return total


def inputs_of(
    files: list[str] | None,
    files_from: str | None,
    null: bool,
    include: list[str] | None,
    exclude: list[str] | None,
    settings: ReadSettings,
) -> Inputs:
    """The inputs that the command line names.

    Raises UsageError where there is none and standard input is a terminal.
    """
    if settings.encoding != "auto":
        from yrd_cli.reading.encoding_names import canonical_encoding

        canonical_encoding(settings.encoding)  # a name that is not known ends the run here
    names = list(files or [])
    if null and files_from is None:
        raise UsageError("--null goes with --files-from LIST")
    if files_from is not None:
        names += names_from(files_from, nul=null)
    elif not names:
        if sys.stdin is None:
            raise UsageError("no FILE is given, and standard input is closed")
        if sys.stdin.isatty():
            raise UsageError("no FILE is given, and standard input is a terminal")
        names = [STDIN]
    # Standard output may be a file in a tree that is read: `yrd clean . > all.jsonl`.
    selection = Selection(tuple(include or ()), tuple(exclude or ()), outputs=(1,))
    return Inputs(names, selection, settings)


def batch_results(
    work: Callable[[list[Item]], R],
    inputs: Inputs,
    jobs: int | None,
    *,
    lost: Callable[[list[Item], str], R],
    line_buffered: bool = False,
    journal: Journal | None = None,
    scale: int = 1,
) -> Iterator[R]:
    """The results of ``work`` on batches of the inputs' records, in input order.

    With a journal, what an earlier run finished is taken from there. Batches are ``scale`` times
    as large as usual.
    """
    from yrd_cli.pipeline import (
        BATCH_BYTES,
        BATCH_ITEMS,
        batched,
        effective_jobs,
        jobs_for_stream,
        run_batches,
    )

    seconds = inputs.settings.limits.document_seconds
    if seconds is not None:
        from yrd_cli.document_time import InTime

        work = InTime(work, lost, seconds)
    most = 1 if line_buffered or seconds is not None else BATCH_ITEMS * scale
    batches: Iterable[list[Item]] = batched(inputs.items(), size_of, BATCH_BYTES * scale, most)
    size = inputs.size() if jobs is None else None
    if jobs is None and size is None and not line_buffered:
        count, batches = jobs_for_stream(jobs, batches, lambda batch: sum(map(size_of, batch)))
    else:
        count = effective_jobs(jobs, size)
    if journal is None:
        yield from run_batches(work, batches, count, split=halves, lost=lost)
    else:
        yield from journal.results(work, batches, count, digest=digest_of, split=halves, lost=lost)


def journal_of(
    resume: bool,
    target: Target,
    names: list[str],
    work: object,
    env: Environment,
    line_buffered: bool = False,
) -> Journal | None:
    """The journal of a run that can be resumed, beside its output; batches of a run that is
    ``line_buffered`` are others.

    Raises UsageError for an output or an input that cannot be had a second time.
    """
    if not resume:
        return None
    from yrd_cli.journal import Journal, identity_of

    if target.path is None:
        raise UsageError("--resume needs -o FILE or -o DIR/")
    if STDIN in names:
        raise UsageError("--resume: standard input cannot be read again")
    journal = Journal(journal_folder(target), identity_of((work, line_buffered)))
    if journal.is_resumed:
        env.say("note", "", f"resuming the run of {printable_path(journal.folder)}")
    return journal


def journal_folder(target: Target) -> str:
    """Where a run that writes to a target keeps its journal."""
    assert target.path is not None
    if target.directory:
        return os.path.join(target.path, ".resume")
    return f"{target.path}.resume"


def digest_of(batch: Iterable[object]) -> bytes:
    """A digest of the content of a batch of records, pieces or notices."""
    from hashlib import blake2b

    parts = blake2b(digest_size=16)
    for item in batch:
        content = getattr(item, "data", None) or getattr(item, "text", None) or repr(item)
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        name = getattr(item, "id", "") or getattr(item, "label", "")
        parts.update(f"{len(data)} {name}\n".encode("utf-8", "surrogateescape"))
        parts.update(data)
    return parts.digest()


def halves(batch: list[Item]) -> list[list[Item]]:
    """A batch in two, to find the record that kills its worker."""
    middle = len(batch) // 2
    return [batch[:middle], batch[middle:]] if middle else [batch]


def size_of(item: Item) -> int:
    """Bytes of a record, for batching."""
    return len(item.data) if isinstance(item, Record) else 0


def follow(results: Iterable[R], env: Environment, outcome: Outcome, total: Report) -> Iterator[R]:
    """Pass results on; say their notices, add up their reports, and show progress."""
    with Progress(env) as progress:
        for result in results:
            for notice in result.report.notices:
                if outcome.hear(notice):
                    progress.clear()
                    env.say(notice.level, notice.place, notice.message)
            total.add(result.report)
            progress.show(total)
            yield result


class Progress:
    """A line on standard error that tells how far the run is; only on a terminal, only when the
    work takes over a second."""

    def __init__(self, env: Environment) -> None:
        same = env.output.is_terminal  # results scroll by: they are progress enough
        self._on = env.messages.is_terminal and not env.quiet and not same
        self._start = self._last = time.monotonic()
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *error: object) -> None:
        self.clear()

    def show(self, total: Report) -> None:
        """Write the line anew, at most five times a second."""
        if not self._on:
            return
        now = time.monotonic()
        if now - self._start < PROGRESS_AFTER or now - self._last < 0.2:
            return
        self._last, self._shown = now, True
        speed = total.characters / (now - self._start) / 1e6
        line = f"{total.documents:,} documents, {total.characters / 1e6:,.1f} million characters"
        self._write(f"\r\x1b[K{line} ({speed:.1f} million a second)")

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("\r\x1b[K")
            self._shown = False

    @staticmethod
    def _write(text: str) -> None:
        with suppress(OSError):  # a terminal that is gone is no reason to lose the work
            sys.stderr.write(text)
            sys.stderr.flush()
