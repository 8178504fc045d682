"""Which inputs the command line names: files, trees, lists of names, standard input."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch

from yrd_cli.errors import InputError, UsageError
from yrd_cli.reading.path_names import STDIN, printable_path, reason_of

__all__ = [
    "STDIN",
    "Selection",
    "Source",
    "find_sources",
    "names_from",
    "printable_path",
    "reason_of",
]


@dataclass(frozen=True, slots=True)
class Source:
    """One input: the path to open (`-` is standard input), and whether the user named it.

    ``root`` is the directory that was walked to find it, if any.
    """

    path: str
    named: bool = True
    root: str | None = None

    @property
    def label(self) -> str:
        """The path as text that any stream can hold."""
        return printable_path(self.path)

    @property
    def file(self) -> str | None:
        """The same for a file; None for standard input."""
        return None if self.path == STDIN else self.label


@dataclass(frozen=True, slots=True)
class Selection:
    """What is read: globs on the file's name, or on its path where the glob has a slash.

    ``outputs`` are the files and directories that the run writes (an open descriptor by its
    number): never read, for such a run may not end.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    outputs: tuple[str | int, ...] = ()

    def takes(self, path: str) -> bool:
        """Whether a file found in a tree is read."""
        if self.include and not any(_fits(path, glob) for glob in self.include):
            return False
        return not any(_fits(path, glob) for glob in self.exclude)

    def writes(self, path: str | int) -> bool:
        """Whether a file or directory is one that the run writes."""
        if not self.outputs:
            return False
        return _identity(path) in {_identity(o) for o in self.outputs} - {None}


def _identity(path: str | int) -> tuple[int, int] | None:
    """Device and inode; None for what is not there, and for pipes and devices."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        return None
    return status.st_dev, status.st_ino


def _fits(path: str, glob: str) -> bool:
    return fnmatch(path if "/" in glob else os.path.basename(path), glob)


def find_sources(
    names: Iterable[str], selection: Selection | None = None
) -> Iterator[Source | InputError]:
    """The inputs of a run, in order; what cannot be opened comes as an error in its place.

    A directory is walked in sorted order; hidden files, what ``selection`` does not take, and
    the run's own output are left out. Symbolic links to directories are not followed below a
    named directory, so that a loop of links ends.
    """
    chosen = selection or Selection()
    for name in names:
        label = printable_path(name) or "''"
        try:
            mode = 0 if name == STDIN else os.stat(name).st_mode
        except (OSError, ValueError) as e:
            yield InputError(label, reason_of(e))
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(name, chosen)
        elif chosen.writes(0 if name == STDIN else name):
            yield InputError(label, "is input and output at once")
        else:
            yield Source(name)


def _walk(root: str, selection: Selection) -> Iterator[Source | InputError]:
    """The files of a tree, depth first: a stack, for trees may be deeper than Python recurses."""
    waiting: list[Iterator[os.DirEntry[str]]] = []
    folder: str | None = root
    while folder is not None or waiting:
        if folder is not None:
            try:
                waiting.append(_visible_entries(folder))
            except OSError as e:
                yield InputError(printable_path(folder), reason_of(e))
            folder = None
        elif (entry := next(waiting[-1], None)) is None:
            waiting.pop()
        elif entry.is_dir(follow_symlinks=False):
            folder = None if selection.writes(entry.path) else entry.path
        elif _is_file(entry) and selection.takes(entry.path) and not selection.writes(entry.path):
            yield Source(entry.path, named=False, root=root)


def _visible_entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        visible = [e for e in entries if not e.name.startswith(".")]
    return iter(sorted(visible, key=lambda e: os.fsencode(e.name)))


def _is_file(entry: os.DirEntry[str]) -> bool:
    """A file or a link to one; pipes, sockets and devices in a tree would block or never end.

    A link that leads nowhere counts, so that opening it reports it.
    """
    if entry.is_symlink() and not os.path.exists(entry.path):
        return True
    try:
        return entry.is_file()
    except OSError:
        return True


def names_from(path: str, *, nul: bool = False) -> list[str]:
    """The names in a list file (`-` is standard input), one a line, or one a NUL.

    Raises UsageError where the list cannot be read.
    """
    import sys

    try:
        if path == STDIN:
            if sys.stdin is None:
                raise OSError("standard input is closed")
            data = sys.stdin.buffer.read()
        else:
            with open(path, "rb") as f:
                data = f.read()
    except OSError as e:
        raise UsageError(f"--files-from {printable_path(path)}: {reason_of(e)}") from None
    if not nul:
        data = data.replace(b"\r\n", b"\n")
    return [os.fsdecode(n) for n in data.split(b"\0" if nul else b"\n") if n]
