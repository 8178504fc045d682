"""Which inputs the command line names: files, trees, lists of names, standard input."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch

from yrd_cli.errors import InputError, UsageError

STDIN = "-"


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


def printable_path(path: str) -> str:
    """A path as valid Unicode: bytes that are not UTF-8 are shown as ``\\\\xNN``.

    >>> printable_path(os.fsdecode(b"a\\xff.txt"))
    'a\\\\xff.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Selection:
    """What a walk takes: globs on the file's name, or on its path where the glob has a slash."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, path: str) -> bool:
        """Whether a file found in a tree is read."""
        if self.include and not any(_fits(path, glob) for glob in self.include):
            return False
        return not any(_fits(path, glob) for glob in self.exclude)


def _fits(path: str, glob: str) -> bool:
    return fnmatch(path if "/" in glob else os.path.basename(path), glob)


def find_sources(
    names: Iterable[str], selection: Selection | None = None
) -> Iterator[Source | InputError]:
    """The inputs of a run, in order; what cannot be opened comes as an error in its place.

    A directory is walked in sorted order; hidden files, and what ``selection`` does not take,
    are left out. Symbolic links to directories are not followed below a named directory, so
    that a loop of links ends.
    """
    chosen = selection or Selection()
    for name in names:
        if name == STDIN:
            yield Source(name)
            continue
        try:
            mode = os.stat(name).st_mode
        except (OSError, ValueError) as e:
            yield InputError(printable_path(name), reason_of(e))
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(name, name, chosen)
        else:
            yield Source(name)


def _walk(folder: str, root: str, selection: Selection) -> Iterator[Source | InputError]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda e: os.fsencode(e.name))
    except OSError as e:
        yield InputError(printable_path(folder), reason_of(e))
        return
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, root, selection)
        elif _is_file(entry) and selection.takes(entry.path):
            yield Source(entry.path, named=False, root=root)


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
            data = sys.stdin.buffer.read()
        else:
            with open(path, "rb") as f:
                data = f.read()
    except OSError as e:
        raise UsageError(f"--files-from {printable_path(path)}: {reason_of(e)}") from None
    if not nul:
        data = data.replace(b"\r\n", b"\n")
    return [os.fsdecode(n) for n in data.split(b"\0" if nul else b"\n") if n]


def reason_of(error: BaseException) -> str:
    """An operating system's error in the few words a user needs.

    >>> reason_of(FileNotFoundError(2, "No such file or directory", "x"))
    'No such file or directory'
    """
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
