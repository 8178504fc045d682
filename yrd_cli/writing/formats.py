"""Which format an output takes: what the user said, else the file's ending, else its reader."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from yrd_cli.errors import UsageError
from yrd_cli.reading.paths import printable_path
from yrd_cli.writing.sheets import SAFE, sheet_row

FORMATS = ("auto", "text", "jsonl", "json", "table", "tsv", "csv", "md", "parquet")
DOCUMENT_FORMATS = ("text", "jsonl", "json", "tsv", "csv", "md", "parquet")
TABLE_FORMATS = ("table", "tsv", "csv", "json", "jsonl", "md", "parquet")

_ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "md",
    ".parquet": "parquet",
}
ENDING_OF = {
    "text": ".txt",
    "jsonl": ".jsonl",
    "json": ".json",
    "csv": ".csv",
    "tsv": ".tsv",
    "csv" + SAFE: ".csv",
    "tsv" + SAFE: ".tsv",
    "md": ".md",
    "parquet": ".parquet",
    "table": ".txt",
}
_COMPRESSED = {".gz": "gzip", ".zst": "zstd"}


@dataclass(frozen=True, slots=True)
class Target:
    """Where output goes: a file, a directory (one file for each document), or stdout (None)."""

    path: str | None = None
    directory: bool = False
    compression: str | None = None
    format_of_name: str | None = None


def target_of(output: str | None) -> Target:
    """Read the value of ``-o``: a name that ends in ``/``, or a directory, takes many files.

    Raises UsageError for a compression that is read and not written.
    """
    if output == "":
        raise UsageError("-o needs the name of a file or a directory")
    if output is None or output == "-":
        return Target()
    if output.endswith("/") or os.path.isdir(output):
        return Target(output, directory=True)
    stem, ending = os.path.splitext(output.lower())
    if ending in (".bz2", ".xz"):
        raise UsageError(f"{printable_path(output)}: output is compressed as .gz or .zst")
    compression = _COMPRESSED.get(ending)
    if compression:
        ending = os.path.splitext(stem)[1]
    return Target(output, False, compression, _ENDINGS.get(ending))


def refuse_csv_safe(*formats: str | None) -> None:
    """Raise UsageError where none of the formats, as chosen under ``csv_safe``, is CSV or TSV."""
    if not any(format and format.endswith(SAFE) for format in formats):
        raise UsageError("--csv-safe goes with CSV or TSV: --format csv, or -o FILE.csv")


def choose_format(
    asked: str, target: Target, allowed: Sequence[str], default: str, *, csv_safe: bool = False
) -> str:
    """The format to write; where it is CSV or TSV, the harmless one under ``csv_safe``.

    Raises UsageError, with the list, where the command cannot write what was asked for.
    """
    choice = target.format_of_name or default if asked == "auto" else asked
    if choice == "text" and "text" not in allowed and "table" in allowed:
        choice = "table"
    if choice not in allowed:
        name = printable_path(target.path or "")
        origin = f"--format {asked}" if asked != "auto" else f"the ending of {name}"
        raise UsageError(f"{origin}: this command writes {', '.join(allowed)}")
    if choice == "parquet" and target.path is None:
        raise UsageError("--format parquet needs a file: -o FILE.parquet")
    if choice == "parquet" and target.compression:
        raise UsageError("Parquet is compressed inside: leave out .gz or .zst")
    return choice + SAFE if csv_safe and sheet_row(choice) else choice
