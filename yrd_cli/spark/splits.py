"""The input of a run cut into splits: files together, or stretches of one file of JSON Lines.

Splits follow each other as the input does, so that their outputs in the order of their numbers
are the output of a run on one machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from yrd_cli.errors import InputError
from yrd_cli.limits import Limits
from yrd_cli.reading.containers import open_source, read_source
from yrd_cli.reading.heads import head_of
from yrd_cli.reading.path_names import reason_of
from yrd_cli.reading.paths import Source
from yrd_cli.reading.recognise import HEAD_BYTES, container_of, is_enough
from yrd_cli.reading.records import Item, ReadSettings, Record
from yrd_cli.report import Notice

MAX_SPLIT_BYTES = 64 << 20
"""A split at most, unless one file cannot be cut: 10 to 60 s of work, lost when a worker dies."""

MIN_SPLIT_BYTES = 64 << 10
"""Less is not worth the 20 to 50 ms that a task of Spark's costs."""

SPLITS_PER_CORE = 4
"""For the last tasks to end together."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A file, or the lines of it that begin within ``start`` and ``end`` (bytes; None: a whole
    file). ``first`` is the number of the first of these lines, from 1."""

    source: Source
    start: int = 0
    end: int | None = None
    first: int = 1


Split = tuple[Stretch | Notice, ...]


def plan(
    sources: Iterable[Source | InputError],
    cores: int,
    is_lines: Callable[[Source], bool],
) -> list[Split]:
    """The splits of a run, in order, at least one; numbers of lines are not known yet.

    ``is_lines`` says of a large file whether it may be cut at its line ends. What cannot be
    opened stands in its place as a notice.
    """
    found: list[tuple[Stretch | Notice, int]] = []
    for source in sources:
        if isinstance(source, InputError):
            found.append((Notice("error", source.place, source.reason), 0))
        else:
            found.append((Stretch(source), _size(source)))
    wanted = sum(size for _, size in found) // (SPLITS_PER_CORE * cores)
    limit = max(MIN_SPLIT_BYTES, min(MAX_SPLIT_BYTES, wanted))
    splits: list[Split] = []
    together: list[Stretch | Notice] = []
    filled = 0
    for item, size in found:
        if isinstance(item, Stretch) and size > 2 * limit and is_lines(item.source):
            splits += [tuple(together)] if together else []
            splits += [(stretch,) for stretch in _stretches(item.source, size, limit)]
            together, filled = [], 0
            continue
        if together and filled + size > limit:
            splits.append(tuple(together))
            together, filled = [], 0
        together.append(item)
        filled += size
    return [*splits, tuple(together)] if together or not splits else splits


def _size(source: Source) -> int:
    try:
        return os.stat(source.path).st_size
    except OSError:
        return 0


def _stretches(source: Source, size: int, limit: int) -> Iterator[Stretch]:
    for start in range(0, size, limit):
        yield Stretch(source, start, min(start + limit, size))


def numbered(
    splits: Sequence[Split], count: Callable[[list[Stretch]], Sequence[int]]
) -> list[Split]:
    """The same with the numbers of lines; ``count`` gives how many lines begin in each stretch."""
    cut = [split[0] for split in splits if _is_cut(split)]
    counts = iter(count([s for s in cut if isinstance(s, Stretch)])) if cut else iter(())
    numbered: list[Split] = []
    path, first = None, 1
    for split in splits:
        stretch = split[0] if split else None
        if not (_is_cut(split) and isinstance(stretch, Stretch)):
            numbered.append(split)
            continue
        if stretch.start == 0 or stretch.source.path != path:
            path, first = stretch.source.path, 1
        numbered.append((replace(stretch, first=first),))
        first += next(counts)
    return numbered


def _is_cut(split: Split) -> bool:
    return len(split) == 1 and isinstance(split[0], Stretch) and split[0].end is not None


def is_json_lines(source: Source, settings: ReadSettings) -> bool:
    """Whether a file is JSON Lines that are not compressed."""
    try:
        with open_source(source) as stream:
            head, _ = head_of(stream, is_enough, HEAD_BYTES)
    except (OSError, EOFError, ValueError):
        return False
    if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")):
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False  # UTF-16, whose line ends are no single bytes
    if settings.input_format != "auto":
        return settings.input_format == "jsonl"
    return container_of(head, source.path, settings.text_key) == "jsonl"


def count_lines(stretch: Stretch) -> int:
    """How many lines begin in a stretch."""
    assert stretch.end is not None
    begins = 1 if stretch.start == 0 else 0
    left = stretch.end - 1 - max(stretch.start - 1, 0)
    with open(stretch.source.path, "rb") as file:
        file.seek(max(stretch.start - 1, 0))
        while left > 0 and (data := file.read(min(left, 1 << 20))):
            begins += data.count(b"\n")
            left -= len(data)
    return begins


class CountLines:
    """The task that counts the lines of a stretch."""

    def __call__(self, number: int, stretch: Stretch) -> int:
        """Run the task."""
        return count_lines(stretch)


def lines_of(stretch: Stretch, most: int) -> Iterator[tuple[int, bytes]]:
    """The lines of a stretch as bytes, with their numbers; one that is too long is cut short at
    one byte more than ``most``, and has no end then."""
    assert stretch.end is not None
    number = stretch.first
    with open(stretch.source.path, "rb", buffering=1 << 20) as file:
        if stretch.start:
            file.seek(stretch.start - 1)
            skip_line(file)
        at = file.tell()
        while at < stretch.end and (line := file.readline(most + 1)):
            if len(line) > most and not line.endswith(b"\n"):
                skip_line(file)
            yield number, line
            number += 1
            at = file.tell()


def skip_line(file: BinaryIO) -> None:
    """Go on to where the next line begins."""
    while (part := file.readline(1 << 20)) and not part.endswith(b"\n"):
        pass


def read_split(split: Split, settings: ReadSettings) -> Iterator[Item]:
    """The records of a split, with notices of what could not be read in their place."""
    for item in split:
        if isinstance(item, Notice):
            yield item
        elif item.end is None:
            yield from read_source(item.source, settings)
        else:
            yield from _records(item, settings.limits)


def _records(stretch: Stretch, limits: Limits) -> Iterator[Item]:
    source = stretch.source
    try:
        for number, line in lines_of(stretch, limits.record_bytes):
            place = f"{source.label}:{number}"
            if len(line) > limits.record_bytes and not line.endswith(b"\n"):
                yield Notice("error", place, limits.too_long_record)
            elif not line.isspace():
                id = f"{source.label}#{number}"
                yield Record(id, line, "json", source.file, place, source.root, number)
    except OSError as e:
        yield Notice("error", source.label, reason_of(e))
