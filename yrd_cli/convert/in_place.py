"""Files replaced by their own conversion."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence

from yrd_cli.convert.outputs import FileOutputs
from yrd_cli.convert.pieces import Part
from yrd_cli.errors import InputError, OutputError, UsageError
from yrd_cli.reading.compression import MAGIC_BYTES, compression_of
from yrd_cli.reading.paths import STDIN, Source, printable_path, reason_of
from yrd_cli.writing.files import AtomicFile

WRITTEN = (None, "gzip", "zstd")
"""Compressions that can be written again."""


def replaceable(
    sources: Iterable[Source], backup: str | None = None
) -> Iterator[Source | InputError]:
    """The inputs that can be replaced, each file once; others come as errors in their place.

    Backups of an earlier run are left out of a walked directory. Raises UsageError for standard
    input.
    """
    seen: set[str] = set()
    for source in sources:
        if source.path == STDIN:
            raise UsageError("--in-place needs files: standard input has no place")
        path = os.path.realpath(source.path)
        if path in seen or (backup and not source.named and path.endswith(backup)):
            continue
        seen.add(path)
        if not os.path.isfile(path):
            yield InputError(source.label, "not a regular file: left as it is")
            continue
        try:
            compression = _compression(path)
        except OSError as e:
            yield InputError(source.label, reason_of(e))
            continue
        if compression in WRITTEN:
            yield source
        else:
            yield InputError(source.label, f"{compression} is read and not written: left as it is")


def _compression(path: str) -> str | None:
    with open(path, "rb") as file:
        return compression_of(file.read(MAGIC_BYTES))


class InPlaceOutputs(FileOutputs):
    """Each input replaced by what became of it; one that does not change is not touched.

    Without a backup, an input of which anything would be lost stays as it is: one with bytes
    that could not be read. One with a broken record, or that could not be read to its end, stays
    in any case.
    """

    def __init__(self, paths: Sequence[str], backup: str | None, mark: bytes = b"") -> None:
        super().__init__(paths, mark)
        self._backup = backup

    def _open(self, source: int) -> AtomicFile:
        path = self._paths[source]
        try:
            return AtomicFile(path, _compression(path))
        except OSError as e:
            raise OutputError(f"{printable_path(path)}: {reason_of(e)}") from None

    def _refused(self, part: Part) -> str:
        name = printable_path(self._paths[part.source])
        if part.failed:
            return f"{name}: left as it is"
        if part.lossy and self._backup is None:
            return f"{name}: left as it is: some bytes could not be read (see --backup)"
        return ""

    def _may_stay(self) -> bool:
        return True

    def _before_commit(self, source: int) -> None:
        if self._backup is None:
            return
        path = os.path.realpath(self._paths[source])
        backup = path + self._backup
        try:
            if os.path.lexists(backup):
                os.unlink(backup)
            try:
                os.link(path, backup)
            except OSError:  # a file system without links
                shutil.copy2(path, backup)
        except OSError as e:
            raise OutputError(f"{printable_path(backup)}: {reason_of(e)}") from None
