"""`yrd convert`: Simplified, Traditional, Taiwan, Hong Kong and Japanese forms."""

from __future__ import annotations

from typing import Annotated

import typer

from yrd_cli.cli import options as o

EXAMPLES = (
    "echo 长三角一体化 | yrd convert --to t",
    "yrd convert -c s2twp seeds/ -o converted/",
    "yrd clean seeds/ | yrd convert --to hk | jq -r .title",
)


def convert(
    files: o.Files = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="TARGET",
            show_default=False,
            help="s, t, tw, twp (Taiwan's words too), hk or jp; lines already in "
            "that script stay as they are.",
        ),
    ] = None,
    config: Annotated[
        str | None,
        typer.Option(
            "-c",
            "--config",
            metavar="NAME",
            show_default=False,
            help="Apply this configuration of OpenCC to everything: s2t, t2s, s2tw, "
            "tw2s, s2twp, tw2sp, s2hk, hk2s, t2tw, t2hk, t2twp, s2jp, t2jp.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE|DIR/",
            show_default=False,
            help="Write to a file, or each input under its own name into DIR/.",
        ),
    ] = None,
    input_format: Annotated[
        str,
        typer.Option(
            "--input-format",
            metavar="NAME",
            show_default=False,
            help="Read the input as: auto, text, jsonl.",
        ),
    ] = "auto",
    encoding: o.Encoding = "auto",
    text_key: o.TextKey = "text",
    files_from: o.FilesFrom = None,
    null: o.Nul = False,
    include: o.Include = None,
    exclude: o.Exclude = None,
    line_buffered: o.LineBuffered = False,
    quiet: o.Quiet = False,
) -> int:
    """Convert text or Documents between scripts and regional forms.

    Text stays text, byte for byte outside the converted characters (in UTF-8); JSONL stays
    JSONL, with its text and title converted.
    """
    from yrd_cli.cli.converting import ConvertRun, choose_conversion, choose_input_format
    from yrd_cli.cli.environment import environment
    from yrd_cli.cli.running import inputs_of
    from yrd_cli.reading.records import ReadSettings

    env = environment("never", quiet=quiet)
    conversion = choose_conversion(to, config)
    settings = ReadSettings(choose_input_format(input_format), encoding, text_key)
    inputs = inputs_of(files, files_from, null, include, exclude, settings)
    return ConvertRun(env, inputs, conversion, output, line_buffered)()
