"""`yrd summarize`: the sentences that matter, key terms, and facts."""

from __future__ import annotations

from typing import Annotated

import typer

from yrd_cli.cli import options as o

EXAMPLES = (
    "yrd summarize seeds/",
    "yrd clean seeds/ | yrd summarize -n 2 | jq -r '.summary[]'",
    "yrd summarize seeds/ --format md -o report.md",
)


def summarize(
    files: o.Files = None,
    sentences: Annotated[
        int,
        typer.Option("-n", "--sentences", metavar="N", min=1, help="Sentences in a summary."),
    ] = 3,
    output: o.Output = None,
    format: Annotated[
        o.Format,
        typer.Option(
            "--format",
            metavar="NAME",
            envvar="YRD_FORMAT",
            show_envvar=False,
            help="Output format: auto, text, jsonl, json, md.",
            show_default=False,
        ),
    ] = o.Format.auto,
    raw: o.Raw = False,
    input_format: o.InFormat = o.InputFormat.auto,
    encoding: o.Encoding = "auto",
    text_key: o.TextKey = "text",
    files_from: o.FilesFrom = None,
    null: o.Nul = False,
    include: o.Include = None,
    exclude: o.Exclude = None,
    jobs: o.Jobs = None,
    line_buffered: o.LineBuffered = False,
    color: o.Color = o.When.auto,
    quiet: o.Quiet = False,
) -> int:
    """Give each document's best sentences, terms and facts.

    Facts are amounts of money, percentages and full dates. On a terminal: panels and tables;
    in a pipe: JSONL Documents with the keys summary, keywords and facts.
    """
    from yrd_cli.cli.environment import environment
    from yrd_cli.cli.running import inputs_of
    from yrd_cli.cli.summarizing import SummarizeRun
    from yrd_cli.reading.records import ReadSettings

    env = environment(color.value, quiet=quiet)
    settings = ReadSettings(input_format.value, encoding, text_key)
    inputs = inputs_of(files, files_from, null, include, exclude, settings)
    run = SummarizeRun(
        env,
        inputs,
        sentences,
        output,
        format.value,
        raw=raw,
        jobs=jobs,
        line_buffered=line_buffered,
    )
    return run()
