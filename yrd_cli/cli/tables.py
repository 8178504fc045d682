"""Where a command's table goes, and in which format."""

from __future__ import annotations

from collections.abc import Sequence

from yrd_cli.cli.environment import Environment
from yrd_cli.errors import UsageError
from yrd_cli.writing.documents import refuse_same_file
from yrd_cli.writing.files import AtomicFile
from yrd_cli.writing.formats import TABLE_FORMATS, choose_format, target_of
from yrd_cli.writing.tables import Table, render_table, write_parquet_table
from yrd_cli.writing.terminal import Terminal


class TableOutput:
    """The place for a table: standard output, or a file; refused before any work is done.

    Raises UsageError for a format that no table has, for a directory, and for an output that
    is an input.
    """

    def __init__(
        self,
        env: Environment,
        output: str | None,
        format: str,
        inputs: list[str],
        formats: Sequence[str] = TABLE_FORMATS,
    ) -> None:
        self._env = env
        self._target = target_of(output)
        if self._target.directory:
            raise UsageError(f"{output}: a table is one file, not a directory")
        refuse_same_file(inputs, self._target)
        to_terminal = env.output.is_terminal and self._target.path is None
        default = "table" if to_terminal else "tsv"
        self._format = choose_format(format, self._target, formats, default, csv_safe=env.csv_safe)

    @property
    def format(self) -> str:
        """The format that is written."""
        return self._format

    def write_bytes(self, data: bytes) -> None:
        """Write something that is no table as it is."""
        path = self._target.path
        if path is None:
            self._env.stdout.write(data)
            self._env.stdout.flush()
            return
        with AtomicFile(path, self._target.compression) as file:
            file.write(data)

    def write(self, table: Table) -> None:
        """Write the table; as text it is a table too, set in columns."""
        path = self._target.path
        format = "table" if self._format == "text" else self._format
        if path is None:
            for part in render_table(table, format, self._env.output):
                self._env.stdout.write(part)
            self._env.stdout.flush()
        elif self._format == "parquet":
            write_parquet_table(table, path)
        else:
            with AtomicFile(path, self._target.compression) as file:
                for part in render_table(table, format, Terminal()):
                    file.write(part)
