"""Which files grep searches: those that are named and, with -r, whole trees, as GNU grep does."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from yrd_cli.errors import InputError
from yrd_cli.reading.paths import STDIN, printable_path, reason_of


@dataclass(frozen=True, slots=True)
class Filters:
    """Globs of files that are searched or left out. Unlike GNU grep's, --exclude always wins."""

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    exclude_dir: Sequence[str] = ()

    def takes(self, path: str, *, named: bool) -> bool:
        """Whether a file is searched; a named one is known by any end of its path."""
        names = list(_ends(path)) if named else [os.path.basename(path)]
        if any(fnmatchcase(name, glob) for glob in self.exclude for name in names):
            return False
        included = (fnmatchcase(name, glob) for glob in self.include for name in names)
        return not self.include or any(included)

    def enters(self, path: str, *, named: bool) -> bool:
        """Whether a directory is walked."""
        names = list(_ends(path.rstrip("/") or "/")) if named else [os.path.basename(path)]
        return not any(
            fnmatchcase(name, glob.rstrip("/") or "/")
            for glob in self.exclude_dir
            for name in names
        )


def _ends(path: str) -> Iterator[str]:
    yield path
    for place, char in enumerate(path[:-1]):
        if char == "/" and path[place + 1] != "/":
            yield path[place + 1 :]


def find_targets(
    names: Iterable[str], filters: Filters, *, recursive: bool, follow: bool
) -> Iterator[str | InputError]:
    """The paths to search, in order, `-` for standard input; errors stand in their place.

    Trees are walked in sorted order, hidden files included; links in them are followed only with
    ``follow``.
    """
    for name in names:
        if name == STDIN:
            yield name
            continue
        try:
            mode = os.stat(name).st_mode
        except (OSError, ValueError) as e:
            yield InputError(printable_path(name), reason_of(e))
            continue
        if not stat.S_ISDIR(mode):
            if filters.takes(name, named=True):
                yield name
        elif not filters.enters(name, named=True):
            continue
        elif recursive:
            yield from _walk(name, filters, follow, ())
        else:
            yield name  # reading it fails, which is said as of any file


def _walk(
    folder: str, filters: Filters, follow: bool, above: tuple[tuple[int, int], ...]
) -> Iterator[str | InputError]:
    try:
        status = os.stat(folder)
        here = (status.st_dev, status.st_ino)
        if here in above:
            yield InputError(printable_path(folder), "recursive directory loop")
            return
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda e: os.fsencode(e.name))
    except OSError as e:
        yield InputError(printable_path(folder), reason_of(e))
        return
    for entry in found:
        if entry.is_symlink() and not follow:
            continue
        try:
            mode = entry.stat().st_mode
        except OSError as e:
            yield InputError(printable_path(entry.path), reason_of(e))
            continue
        if stat.S_ISDIR(mode):
            if filters.enters(entry.path, named=False):
                yield from _walk(entry.path, filters, follow, (*above, here))
        elif stat.S_ISREG(mode) and filters.takes(entry.path, named=False):
            yield entry.path
