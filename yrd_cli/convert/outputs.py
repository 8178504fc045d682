"""Where converted text goes: one stream, a file for each input, or the input's own place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any, Protocol

from yrd_cli.convert.pieces import Part
from yrd_cli.errors import OutputError
from yrd_cli.reading.paths import STDIN, Source, printable_path, reason_of

if TYPE_CHECKING:
    from yrd_cli.writing.documents import Stream
    from yrd_cli.writing.files import AtomicFile

SPOOL_BYTES = 16 << 20
"""What is held in memory of an output that must be whole or not be at all; more goes to disk."""


class Output(Protocol):
    """Takes the parts of a run in order; ``close`` completes it, ``abort`` leaves no half."""

    def take(self, part: Part) -> str | None:
        """Take a part; gives what is to be said of an input that could not be written."""

    def close(self) -> None:
        """Complete the output."""

    def abort(self) -> None:
        """Leave no half-written file."""


class StreamOutput:
    """All inputs, one after another, in one stream; raises OutputError where one is spoilt.

    ``file`` is the file behind the stream, where it is one that appears whole or not at all.
    """

    def __init__(
        self,
        stream: Stream,
        mark: bytes = b"",
        *,
        flush_each: bool = False,
        file: AtomicFile | None = None,
    ) -> None:
        self._stream = stream
        self._file = file
        self._mark = mark
        self._flush_each = flush_each

    def take(self, part: Part) -> str | None:
        """Write a part."""
        if part.spoilt:
            raise OutputError(f"{part.spoilt}{HINT}")
        if part.data:
            self._stream.write(self._mark + part.data if self._mark else part.data)
            self._mark = b""
            if self._flush_each:
                self._stream.flush()
        return None

    def close(self) -> None:
        """Complete the stream, and the file behind it."""
        self._stream.flush()
        if self._file is not None:
            self._file.commit()

    def abort(self) -> None:
        """Leave no file behind; what a pipe has taken stays."""
        if self._file is not None:
            self._file.abort()


HINT = " (--unencodable says what else to do)"


class SpooledOutput(StreamOutput):
    """The same for a stream that cannot take back what it was given: it gets all or nothing."""

    def __init__(self, stream: Stream, mark: bytes = b"") -> None:
        import tempfile

        self._spool: IO[bytes] = tempfile.SpooledTemporaryFile(SPOOL_BYTES)
        super().__init__(self._spool, mark)
        self._goal = stream

    def close(self) -> None:
        """Hand on what was written."""
        self._spool.seek(0)
        goal: Any = self._goal
        shutil.copyfileobj(self._spool, goal)
        goal.flush()
        self._spool.close()

    def abort(self) -> None:
        """Hand on nothing."""
        self._spool.close()


class FileOutputs:
    """A file for each input; one that is spoilt is not written, and the others are."""

    def __init__(self, paths: Sequence[str], mark: bytes = b"") -> None:
        self._paths = paths
        self._mark = mark
        self._file: AtomicFile | None = None
        self._begun = self._changed = False
        self._fault = ""

    def take(self, part: Part) -> str | None:
        """Write a part to the file of its input."""
        if part.begins:
            self._file = self._open(part.source)
            self._begun = self._changed = False
            self._fault = ""
        if self._file is None:
            return None
        self._changed = self._changed or part.changed
        if not self._fault:
            self._fault = f"{part.spoilt}{HINT}" if part.spoilt else self._refused(part)
        if part.data and not self._fault:
            self._file.write(part.data if self._begun else self._mark + part.data)
            self._begun = True
        return self._finish(part.source) if part.ends else None

    def _finish(self, source: int) -> str | None:
        file, self._file = self._file, None
        assert file is not None
        if self._fault:
            file.abort()
            return self._fault
        if self._changed or not self._may_stay():
            self._before_commit(source)
            file.commit()
        else:
            file.abort()
        return None

    def _open(self, source: int) -> AtomicFile:
        from yrd_cli.writing.files import AtomicFile

        path = self._paths[source]
        try:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        except OSError as e:
            raise OutputError(f"{printable_path(path)}: {reason_of(e)}") from None
        return AtomicFile(path)

    def _refused(self, part: Part) -> str:
        """Why an input's output is not to be written after this part."""
        return ""

    def _may_stay(self) -> bool:
        """Whether a file that would not change is left as it is."""
        return False

    def _before_commit(self, source: int) -> None:
        return

    def close(self) -> None:
        """Nothing is left to do: every file is complete."""

    def abort(self) -> None:
        """Leave no half-written file."""
        if self._file is not None:
            self._file.abort()


def output_names(sources: Sequence[Source]) -> list[str]:
    """Where each input goes in an output directory: its own name, numbered where it is taken.

    Files of a walked directory keep their place in it; a compressed file loses that ending.

    >>> output_names([Source("a/x.txt"), Source("b/x.txt.gz"), Source("-")])
    ['x.txt', 'x-2.txt', 'stdin.txt']
    """
    taken: set[str] = set()
    names = []
    for source in sources:
        if source.path == STDIN:
            name = "stdin.txt"
        elif source.root is not None:
            name = os.path.relpath(source.path, source.root)
        else:
            name = os.path.basename(source.path)
        stem, ending = os.path.splitext(name)
        if ending in (".gz", ".bz2", ".xz", ".zst"):
            stem, ending = os.path.splitext(stem)
        name, n = stem + ending, 2
        while name.lower() in taken:
            name, n = f"{stem}-{n}{ending}", n + 1
        taken.add(name.lower())
        names.append(name)
    return names
