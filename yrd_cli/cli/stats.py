"""`yrd stats`: term frequencies of a corpus."""

from __future__ import annotations

from typing import Annotated

import typer

from yrd_cli.cli import options as o

EXAMPLES = (
    "yrd stats seeds/ --top 20",
    "yrd clean seeds/ | yrd stats",
    "yrd stats seeds/ -o terms.csv",
)


def stats(
    files: o.Files = None,
    output: o.Output = None,
    format: o.OutputFormat = o.Format.auto,
    top: Annotated[
        int, typer.Option(metavar="N", min=0, help="Show the N most frequent terms; 0: all.")
    ] = 50,
    no_hmm: Annotated[
        bool,
        typer.Option("--no-hmm", help="Only words of the dictionary: do not guess new ones."),
    ] = False,
    raw: o.Raw = False,
    input_format: o.InFormat = o.InputFormat.auto,
    encoding: o.Encoding = "auto",
    text_key: o.TextKey = "text",
    files_from: o.FilesFrom = None,
    null: o.Nul = False,
    include: o.Include = None,
    exclude: o.Exclude = None,
    jobs: o.Jobs = None,
    color: o.Color = o.When.auto,
    quiet: o.Quiet = False,
) -> int:
    """Count the terms of a corpus.

    For each: its frequency, per million words, and the documents that hold it. Text and HTML
    are cleaned first; Documents from `yrd clean` are taken as they are.
    """
    from yrd_cli.cli.environment import environment
    from yrd_cli.cli.running import batch_results, follow, inputs_of
    from yrd_cli.cli.tables import TableOutput
    from yrd_cli.reading.records import ReadSettings
    from yrd_cli.report import Outcome, Report
    from yrd_cli.stats.batches import CountBatches, lost
    from yrd_cli.stats.terms import TermCounts, term_table
    from yrd_cli.writing.formats import target_of

    env = environment(color.value, quiet=quiet)
    settings = ReadSettings(input_format.value, encoding, text_key)
    inputs = inputs_of(files, files_from, null, include, exclude, settings)
    inputs = inputs.without(target_of(output))
    table_output = TableOutput(env, output, format.value, inputs.names)
    outcome, counts = Outcome(), TermCounts()
    work = CountBatches(settings, raw=raw, hmm=not no_hmm)
    results = batch_results(work, inputs, jobs, lost=lost)
    for result in follow(results, env, outcome, Report()):
        counts.merge(result.counts)
    table_output.write(term_table(counts, top))
    return outcome.status
