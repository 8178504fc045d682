"""Every option that several commands share, declared once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from yrd_cli.cli.sections import LIMITS

INPUT = "Input"
OUTPUT = "Output"


class Format(StrEnum):
    """Output formats; a command refuses those that make no sense for it."""

    auto = "auto"
    text = "text"
    jsonl = "jsonl"
    json = "json"
    table = "table"
    tsv = "tsv"
    csv = "csv"
    md = "md"
    parquet = "parquet"


class InputFormat(StrEnum):
    """What holds the input."""

    auto = "auto"
    text = "text"
    html = "html"
    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    parquet = "parquet"
    warc = "warc"


class When(StrEnum):
    """When to write colours."""

    auto = "auto"
    always = "always"
    never = "never"


Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE]...",
        help="Files or directories; none, or -, is standard input.",
        show_default=False,
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE|DIR/",
        help="Write to a file (its ending names the format), or one file each into DIR/.",
        show_default=False,
    ),
]
OutputFormat = Annotated[
    Format,
    typer.Option(
        "--format",
        metavar="NAME",
        envvar="YRD_FORMAT",
        show_envvar=False,
        help=f"Output format: {', '.join(Format)}.",
        show_default=False,
    ),
]
InFormat = Annotated[
    InputFormat,
    typer.Option(
        "--input-format",
        metavar="NAME",
        show_default=False,
        help=f"Read the input as: {', '.join(InputFormat)}.",
    ),
]
Encoding = Annotated[
    str,
    typer.Option(
        "--encoding",
        metavar="NAME",
        envvar="YRD_ENCODING",
        show_envvar=False,
        help="Decode the bytes from this encoding instead of finding it.",
    ),
]
TextKey = Annotated[
    str,
    typer.Option("--text-key", metavar="KEY", help="The key or column that holds the text."),
]
CsvSafe = Annotated[
    bool,
    typer.Option(
        "--csv-safe",
        help="In CSV and TSV, put an apostrophe before what a spreadsheet would run as a formula.",
    ),
]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="With -o: go on where a run that was stopped has left off."),
]

Jobs = Annotated[
    int | None,
    typer.Option(
        "-j",
        "--jobs",
        metavar="N",
        min=1,
        envvar="YRD_JOBS",
        show_envvar=False,
        help="Worker processes; the output is the same for any number. "
        "[default: all cores for large input]",
        show_default=False,
    ),
]
Quiet = Annotated[
    bool,
    typer.Option("-q", "--quiet", help="No warnings and no progress on standard error."),
]
Color = Annotated[
    When,
    typer.Option(
        "--color",
        metavar="WHEN",
        envvar="YRD_COLOR",
        show_envvar=False,
        help="Colours: auto, always or never.",
    ),
]
LineBuffered = Annotated[
    bool,
    typer.Option("--line-buffered", help="Write each result as soon as it is there."),
]
FilesFrom = Annotated[
    str | None,
    typer.Option(
        "--files-from",
        metavar="LIST",
        show_default=False,
        help="Read the names of the input files from LIST (- is standard input).",
    ),
]
Nul = Annotated[
    bool,
    typer.Option("-0", "--null", help="The names in LIST end in NUL, not in a line end."),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="GLOB",
        show_default=False,
        help="In directories, read only files that fit GLOB (repeatable).",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="GLOB",
        show_default=False,
        help="In directories, leave out files that fit GLOB (repeatable).",
    ),
]
ExpansionLimit = Annotated[
    str | None,
    typer.Option(
        "--expansion-limit",
        metavar="N",
        rich_help_panel=LIMITS,
        show_default=False,
        help="How many times its size a compressed file may expand to. "
        "[default: 300, from 256M on]",
    ),
]
SizeLimit = Annotated[
    str | None,
    typer.Option(
        "--size-limit",
        metavar="SIZE",
        rich_help_panel=LIMITS,
        show_default=False,
        help="To what size a compressed file may expand. [default: none]",
    ),
]
DepthLimit = Annotated[
    str | None,
    typer.Option(
        "--depth-limit",
        metavar="N",
        rich_help_panel=LIMITS,
        show_default=False,
        help="Levels of JSON (at most 900) and of HTML. [default: 200; HTML none]",
    ),
]
LineLimit = Annotated[
    str | None,
    typer.Option(
        "--line-limit",
        metavar="SIZE",
        rich_help_panel=LIMITS,
        show_default=False,
        help="Longest line. [default: JSON Lines 256M, CSV 64M, text none]",
    ),
]
DocumentLimit = Annotated[
    str | None,
    typer.Option(
        "--document-limit",
        metavar="SIZE",
        rich_help_panel=LIMITS,
        show_default=False,
        help="Largest document. [default: 256M]",
    ),
]
TimeLimit = Annotated[
    str | None,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        rich_help_panel=LIMITS,
        show_default=False,
        help="Longest time for one document. [default: none]",
    ),
]
Raw = Annotated[
    bool,
    typer.Option("--raw", help="Take text and HTML as they are instead of cleaning them first."),
]
