"""Which files grep searches: those that are named and, with -r, whole trees, as GNU grep does."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from yrd_cli.grep.globs import glob_pattern
from yrd_cli.grep.request import Filters, InputRequest
from yrd_cli.reading.path_names import STDIN, reason_of


class Target(NamedTuple):
    """A file to search: the path to open, and what it is called.

    ``in_tree`` files were found and not named; ``is_directory`` ones cannot be read, which is
    said when they are opened.
    """

    path: str
    in_tree: bool = False
    is_directory: bool = False


class Failure(NamedTuple):
    """A path that cannot be searched, and why; a warning does not fail the run."""

    path: str
    reason: str
    is_warning: bool = False


def find_targets(names: Iterable[str], request: InputRequest) -> Iterator[Target | Failure]:
    """The files to search, in order, `-` for standard input; failures stand in their place.

    Trees are walked in the order of their paths, hidden files included.
    """
    filters = request.filters
    for name in names:
        if name == STDIN:
            yield Target(name)
            continue
        try:
            mode = os.stat(name).st_mode
        except (OSError, ValueError) as e:
            yield Failure(name, reason_of(e))
            continue
        is_directory = stat.S_ISDIR(mode)
        if _is_device(mode) and request.devices == "skip":
            continue
        if is_directory:
            # The directory that nobody named is not left out by its name.
            named = bool(request.names)
            taken = not named or _takes(filters.directories, name, named=True)
            if request.directories == "skip" or not taken:
                continue
            if request.directories == "recurse":
                root = (name.rstrip("/") + "/") if name.endswith("/") else name
                yield from _Walk(request).files(root, ())
                continue
        elif not _takes(filters.files, name, named=True):
            continue
        yield Target(name, is_directory=is_directory)


def _is_device(mode: int) -> bool:
    return any(f(mode) for f in (stat.S_ISCHR, stat.S_ISBLK, stat.S_ISSOCK, stat.S_ISFIFO))


def _takes(globs: tuple[tuple[bool, str], ...], name: str, *, named: bool) -> bool:
    """Whether the last glob that fits a name says that it is taken; a name on the command line is
    known by any end of its path."""
    if not globs:
        return True
    ends = list(_ends(name)) if named else [name]
    for takes, glob in reversed(globs):
        if any(glob_pattern(glob).fullmatch(end) for end in ends):
            return takes
    return not globs[0][0]


def takes_directory(filters: Filters, name: str) -> bool:
    """Whether a directory of a tree is walked."""
    return _takes(filters.directories, name, named=False)


def _ends(path: str) -> Iterator[str]:
    yield path
    for place, char in enumerate(path[:-1]):
        if char == "/" and path[place + 1] != "/":
            yield path[place + 1 :]


class _Walk:
    def __init__(self, request: InputRequest) -> None:
        self.request = request

    def files(self, folder: str, above: tuple[tuple[int, int], ...]) -> Iterator[Target | Failure]:
        """The files of a directory and all below it. A stack, not recursion: trees are deep."""
        waiting: list[tuple[Iterator[os.DirEntry[str]], tuple[tuple[int, int], ...]]] = []
        found: Target | Failure | str | None = folder
        while found is not None or waiting:
            if isinstance(found, str):
                opened = self._open(found, above)
                if isinstance(opened, Failure):
                    yield opened
                else:
                    waiting.append(opened)
            elif found is not None:
                yield found
            found = None
            while waiting and found is None:
                entries, above = waiting[-1]
                entry = next(entries, None)
                if entry is None:
                    waiting.pop()
                else:
                    found = self._look_at(entry)

    def _open(
        self, folder: str, above: tuple[tuple[int, int], ...]
    ) -> tuple[Iterator[os.DirEntry[str]], tuple[tuple[int, int], ...]] | Failure:
        try:
            status = os.stat(folder)
            here = (status.st_dev, status.st_ino)
            if here in above:
                return Failure(folder, "recursive directory loop", is_warning=True)
            with os.scandir(folder) as entries:
                # As paths are sorted: what lies in a directory comes where its slash does.
                found = sorted(entries, key=_place)
        except OSError as e:
            return Failure(folder, reason_of(e))
        return iter(found), (*above, here)

    def _look_at(self, entry: os.DirEntry[str]) -> Target | Failure | str | None:
        """A file to search, a directory to walk (its path), or nothing."""
        filters, follow = self.request.filters, self.request.follow
        try:
            # What the directory itself tells costs no look at the file.
            if entry.is_symlink() and not follow:
                return None
            if entry.is_dir():
                return entry.path if takes_directory(filters, entry.name) else None
            if entry.is_file():
                return self._chosen(entry)
            mode = entry.stat().st_mode
        except OSError as e:
            if not _takes(filters.files, entry.name, named=False):
                return None
            return Failure(entry.path, reason_of(e))
        if _is_device(mode) and self.request.devices != "read":
            return None
        return self._chosen(entry)

    def _chosen(self, entry: os.DirEntry[str]) -> Target | None:
        globs = self.request.filters.files
        if globs and not _takes(globs, entry.name, named=False):
            return None
        return Target(entry.path, True)


def _place(entry: os.DirEntry[str]) -> bytes:
    name = os.fsencode(entry.name)
    try:
        return name + b"/" if entry.is_dir() else name
    except OSError:  # a link to itself
        return name
