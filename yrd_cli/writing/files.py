"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO, cast

from yrd_cli.errors import OutputError
from yrd_cli.reading.paths import printable_path, reason_of

NAME_KEPT = 40
"""Characters of the goal's name in the name of the part: 160 bytes of 255 at the worst."""

PARTS: set[str] = set()
"""The parts that this process is writing."""

_LEFT: dict[str, dict[str, list[str]]] = {}
"""For each folder that is written to, the parts that were there before, by the beginning of the
names of their goals. Listed once: a directory may be given a million files."""

_PART_NAME = re.compile(r"\.(.{1,40})\.[a-z0-9_]{8}\.part", re.DOTALL)

_DESCRIPTORS = ("/dev/std", "/dev/fd/", "/proc/self/fd/")


class AtomicFile:
    """A file that is written beside its goal and takes its place when it is complete.

    As a context manager: leaving with an exception removes what was written, and an older file
    of the name stays as it was. Raises OutputError where the disk does not let it.
    """

    def __init__(self, path: str, compression: str | None = None) -> None:
        self.path = path
        self._goal = os.path.realpath(path)  # a link stays a link, to the new file
        # A device or a pipe cannot be replaced: /dev/null, >(gzip), /dev/stdout.
        self._direct = path.startswith(_DESCRIPTORS) or (
            os.path.exists(path) and not os.path.isfile(path)
        )
        try:
            if self._direct:
                self._part, self._file = path, cast(BinaryIO, open(path, "wb"))
            else:
                folder, name = os.path.split(self._goal)
                _remove_left(folder, name[:NAME_KEPT])
                number, self._part = _held_part(folder, name[:NAME_KEPT])
                self._file = cast(BinaryIO, os.fdopen(number, "wb"))
                os.chmod(self._part, _mode_for(self._goal))
        except OSError as e:
            raise OutputError(f"{printable_path(path)}: {reason_of(e)}") from None
        self.stream = _compressed(self._file, compression)

    def write(self, data: bytes) -> None:
        """Write bytes; raises OutputError where the disk is full."""
        try:
            self.stream.write(data)
        except OSError as e:
            raise self._error(e) from None

    def flush(self) -> None:
        """Hand what was written to the operating system."""
        try:
            self.stream.flush()
            self._file.flush()
        except OSError as e:
            raise self._error(e) from None

    def commit(self) -> None:
        """Close the file and put it in its place."""
        try:
            if self.stream is not self._file:
                self.stream.close()
            if not self._file.closed:
                self._file.flush()
                if not self._direct:
                    os.fsync(self._file.fileno())
                self._file.close()
            if not self._direct:
                os.replace(self._part, self._goal)
                PARTS.discard(self._part)
        except OSError as e:
            error = self._error(e)
            self.abort()
            raise error from None

    def abort(self) -> None:
        """Remove what was written; the goal stays as it was."""
        for stream in (self.stream, self._file):
            try:
                stream.close()
            except OSError:
                continue  # the disk is full: what could not be written is removed below
        if not self._direct:
            PARTS.discard(self._part)
            try:
                os.unlink(self._part)
            except FileNotFoundError:
                return

    def __enter__(self) -> AtomicFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.abort()

    def _error(self, error: OSError) -> OutputError:
        return OutputError(f"{printable_path(self.path)}: {reason_of(error)}")


def remove_parts() -> None:
    """Take away every part that this process has begun and nobody will complete."""
    for part in sorted(PARTS):
        with suppress(OSError):
            os.unlink(part)
    PARTS.clear()


def _held_part(folder: str, name: str) -> tuple[int, str]:
    """A new part, open and locked: as long as its process lives, nobody takes it for left."""
    while True:
        number, path = tempfile.mkstemp(".part", f".{name}.", folder)
        PARTS.add(path)
        if _locked(number) is None or os.fstat(number).st_nlink:
            return number, path
        os.close(number)  # it was taken away before it was locked
        PARTS.discard(path)


def _remove_left(folder: str, name: str) -> None:
    """Take away the parts of a goal whose process was killed."""
    if folder not in _LEFT:
        left: dict[str, list[str]] = {}
        for part in _names_in(folder):
            match = _PART_NAME.fullmatch(part)
            if match:
                left.setdefault(match[1], []).append(os.path.join(folder, part))
        _LEFT[folder] = left
    for path in _LEFT[folder].pop(name, ()):
        with suppress(OSError):
            number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                if path not in PARTS and _locked(number):
                    os.unlink(path)
            finally:
                os.close(number)


def _names_in(folder: str) -> list[str]:
    """What lies in a folder; nothing in one that may be written to and not read."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _locked(number: int) -> bool | None:
    """Whether an open file could be locked; None where files cannot."""
    try:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True


def _mode_for(path: str) -> int:
    """The mode of the file that is replaced, else what the umask leaves."""
    try:
        return os.stat(path).st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _compressed(file: BinaryIO, compression: str | None) -> BinaryIO:
    if compression == "gzip":
        import gzip

        # No name and no time in the header: same input, same bytes.
        return cast(BinaryIO, gzip.GzipFile("", "wb", 6, file, mtime=0))
    if compression == "zstd":
        import zstandard

        compressor = zstandard.ZstdCompressor(write_checksum=True)
        return cast(BinaryIO, compressor.stream_writer(file, closefd=False))
    return file
