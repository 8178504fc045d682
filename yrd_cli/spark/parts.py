"""The output folder of a run: parts that appear together, complete, or not at all.

Tasks write files under names of their own attempt into a hidden folder beside the goal. When all
are done, those that count get their names, and the folder takes its place in one step.
"""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from uuid import uuid4

from yrd_cli.errors import OutputError, UsageError
from yrd_cli.reading.path_names import printable_path, reason_of

BAD = "_bad"
"""The folder within the output where records lie that could not be read, with the reason."""

_ATTEMPTS = "_attempts"


@dataclass
class PartFiles:
    """The files that one attempt of one task writes; each is made when it is first written."""

    folder: str
    number: int
    names: dict[str, str] = field(default_factory=dict)
    """The path of each file within the output, and its present one."""
    _open: dict[str, BinaryIO] = field(default_factory=dict)

    def path(self, folder: str, ending: str) -> str:
        """Where to write the part of a folder of the output (``""``: the output itself)."""
        name = os.path.join(folder, f"part-{self.number:05d}{ending}")
        if name not in self.names:
            attempts = os.path.join(self.folder, _ATTEMPTS)
            self.names[name] = os.path.join(attempts, f"{uuid4().hex}{ending}")
        return self.names[name]

    def file(self, folder: str, ending: str) -> BinaryIO:
        """The same, opened for writing."""
        path = self.path(folder, ending)
        if path not in self._open:
            self._open[path] = open(path, "wb")
        return self._open[path]

    def keep(self, value: object) -> str:
        """Pickle a value, which may be large, into a file that is no part of the output; gives its
        path, for ``take_kept``."""
        path = os.path.join(self.folder, _ATTEMPTS, f"{uuid4().hex}.pickle")
        with open(path, "wb") as file:
            pickle.dump(value, file, protocol=5)
        return path

    def close(self) -> dict[str, str]:
        """Complete the files; gives their names."""
        for file in self._open.values():
            file.close()
        return self.names


def take_kept(path: str) -> Any:
    """The value that a task of this run kept in the run's own folder; its file stays until the
    run ends, for the task may be tried again."""
    with open(path, "rb") as file:
        return pickle.load(file)


class OutputFolder:
    """The folder of a run, on storage that every worker sees.

    Raises UsageError where there is something of that name already: nothing is ever appended
    to, or replaced.
    """

    def __init__(self, goal: str) -> None:
        self.goal = goal.rstrip("/") or "/"
        if os.path.lexists(self.goal):
            raise UsageError(
                f"{printable_path(self.goal)}: exists already, and is never added to: "
                "choose another --output"
            )
        parent, name = os.path.split(os.path.abspath(self.goal))
        try:
            self.path = tempfile.mkdtemp(f".{os.getpid()}", f".{name[:40]}.", parent)
            os.mkdir(os.path.join(self.path, _ATTEMPTS))
            os.chmod(self.path, 0o777 & ~_umask())
        except OSError as e:
            raise OutputError(f"{printable_path(self.goal)}: {reason_of(e)}") from None

    def take(self, written: Iterable[dict[str, str]]) -> None:
        """Give the files of tasks that count their names; where a run has two rounds of tasks
        (for two corpora), names that were taken get a number."""
        for names in written:
            for name, path in names.items():
                goal = os.path.join(self.path, name)
                os.makedirs(os.path.dirname(goal), exist_ok=True)
                os.rename(path, _free(goal))

    def folder(self, name: str) -> str:
        """The path of a folder within it, which may not exist yet."""
        return os.path.join(self.path, name)

    def remove(self, *names: str) -> None:
        """Remove folders that were for the work only."""
        for name in names:
            shutil.rmtree(self.folder(name), ignore_errors=True)

    def commit(self) -> None:
        """Let the folder take its place; raises OutputError where that was taken meanwhile."""
        self.remove(_ATTEMPTS)
        try:
            if os.path.lexists(self.goal):  # an empty folder would be replaced
                raise FileExistsError(17, os.strerror(17))
            os.rename(self.path, self.goal)
        except OSError as e:
            raise OutputError(f"{printable_path(self.goal)}: {reason_of(e)}") from None

    def abort(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.path, ignore_errors=True)


def _free(path: str) -> str:
    stem, ending = os.path.splitext(path)
    number = 1
    while os.path.lexists(path):
        number += 1
        path = f"{stem}-{number}{ending}"
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
