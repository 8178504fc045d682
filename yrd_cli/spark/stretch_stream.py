"""A stretch of a file as a stream in which lines keep their numbers."""

from __future__ import annotations

import io
from typing import Any

from yrd_cli.spark.splits import Stretch, skip_line


class StretchStream(io.RawIOBase):
    """The lines that begin in a stretch, after an empty line for each line before it: whoever
    counts lines and skips empty ones counts right."""

    def __init__(self, stretch: Stretch) -> None:
        assert stretch.end is not None
        self._empty = stretch.first - 1
        self._file = open(stretch.source.path, "rb", buffering=1 << 20)
        self._file.seek(stretch.end - 1)
        skip_line(self._file)
        end = self._file.tell()
        self._file.seek(max(stretch.start - 1, 0))
        if stretch.start:
            skip_line(self._file)
        self._left = max(0, end - self._file.tell())

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes."""
        if self._empty:
            count = min(self._empty, len(buffer))
            buffer[:count] = b"\n" * count
            self._empty -= count
            return count
        data = self._file.read(min(self._left, len(buffer)))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def opened(stretch: Stretch) -> io.BufferedReader:
    """A stretch as a stream of bytes."""
    return io.BufferedReader(StretchStream(stretch), 1 << 20)
