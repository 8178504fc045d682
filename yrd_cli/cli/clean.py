"""`yrd clean`: raw pages to clean Documents."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from yrd_cli.cli import engines as e
from yrd_cli.cli import options as o

EXAMPLES = (
    "yrd clean seeds/",
    "yrd clean seeds/ -o clean/",
    "yrd clean seeds/ | jq -r .title",
    "yrd clean --explain seeds/ | jq -c 'select(.verdict == \"drop\") | .reason'",
    "yrd clean --report seeds/",
)


class DedupMode(StrEnum):
    """How duplicates are told."""

    exact = "exact"
    near = "near"
    lines = "lines"


class KeptOne(StrEnum):
    """Which of several duplicates stays."""

    first = "first"
    longest = "longest"
    newest = "newest"


class ExtractMode(StrEnum):
    """What of a page is wanted."""

    auto = "auto"
    article = "article"
    forum = "forum"
    all = "all"


class RepairMode(StrEnum):
    """How far byte-level repairs go."""

    safe = "safe"
    aggressive = "aggressive"
    off = "off"


def clean(
    files: o.Files = None,
    output: o.Output = None,
    format: o.OutputFormat = o.Format.auto,
    csv_safe: o.CsvSafe = False,
    extract: Annotated[
        ExtractMode,
        typer.Option(
            help="What of a page: auto, its article, a forum's posts, or all that is visible.",
            metavar="WHAT",
        ),
    ] = ExtractMode.auto,
    markdown: Annotated[
        bool,
        typer.Option(
            "--markdown", help="Keep headings, lists, links and tables of HTML as Markdown."
        ),
    ] = False,
    repair: Annotated[
        RepairMode,
        typer.Option(
            help="Repairs to make: safe (clear ones), aggressive (best guess), off.", metavar="MODE"
        ),
    ] = RepairMode.safe,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REASON",
            show_default=False,
            help="Leave what this rule would change or drop (repeatable; boilerplate: all lines).",
        ),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REASON",
            show_default=False,
            help="Drop lines that are only marked: caption, heading (repeatable).",
        ),
    ] = None,
    no_captions: Annotated[
        bool, typer.Option("--no-captions", help="Drop the captions of pictures.")
    ] = False,
    punct: Annotated[
        bool,
        typer.Option("--punct", help="Widen ASCII ,!?:;() between Chinese characters."),
    ] = False,
    dedup: Annotated[
        DedupMode | None,
        typer.Option(
            metavar="MODE",
            show_default=False,
            help="Drop duplicates: exact, near (whatever the script), or lines of a site.",
        ),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(
            metavar="N",
            show_default=False,
            help="Jaccard similarity of near duplicates, .5 to 1. [default: .8]",
        ),
    ] = None,
    dedup_keep: Annotated[
        KeptOne | None,
        typer.Option(
            metavar="WHICH",
            show_default=False,
            help="Which duplicate stays: first, longest, newest. [default: first]",
        ),
    ] = None,
    clusters: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Write the duplicates, each with the one kept, as a table."
        ),
    ] = None,
    filter: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME[=N]",
            show_default=False,
            help="Drop documents that fail: c4, gopher, fineweb, or a rule of --filters.",
        ),
    ] = None,
    min_score: Annotated[
        float | None,
        typer.Option(
            metavar="N", show_default=False, help="Drop documents of a lower quality, 0 to 1."
        ),
    ] = None,
    words: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Drop documents that hold one of these words."),
    ] = None,
    rejected: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Keep dropped documents there, with their reason."),
    ] = None,
    filters: Annotated[
        bool, typer.Option("--filters", help="List every filter with its limit, and exit.")
    ] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show verdict, reason and score of every input line."),
    ] = False,
    explain_html: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write a page that shows what was done, in colour."),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what changed as a unified diff.")
    ] = False,
    report: Annotated[
        bool, typer.Option("--report", help="Show how often each reason fired.")
    ] = False,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="List every REASON and what it means, and exit.")
    ] = False,
    input_format: o.InFormat = o.InputFormat.auto,
    encoding: o.Encoding = "auto",
    text_key: o.TextKey = "text",
    files_from: o.FilesFrom = None,
    null: o.Nul = False,
    include: o.Include = None,
    exclude: o.Exclude = None,
    jobs: o.Jobs = None,
    engine: e.Engine = e.EngineName.local,
    master: e.Master = None,
    resume: o.Resume = False,
    line_buffered: o.LineBuffered = False,
    color: o.Color = o.When.auto,
    quiet: o.Quiet = False,
    expansion_limit: o.ExpansionLimit = None,
    size_limit: o.SizeLimit = None,
    depth_limit: o.DepthLimit = None,
    line_limit: o.LineLimit = None,
    document_limit: o.DocumentLimit = None,
    time_limit: o.TimeLimit = None,
) -> int:
    """Turn raw pages into clean Documents.

    Repairs broken characters, drops boilerplate, and reads title, date, source and names off
    the page. With --explain, --diff or --report, that view goes to standard output, and the
    Documents only to -o.
    """
    from yrd_cli.cli.cleaning import CleanRun, choose_options, print_filters, print_reasons
    from yrd_cli.cli.environment import environment
    from yrd_cli.cli.limit_values import limits_of
    from yrd_cli.cli.running import inputs_of
    from yrd_cli.cli.sifting import choose_quality, choose_sifting
    from yrd_cli.reading.records import ReadSettings

    env = environment(color.value, quiet=quiet, csv_safe=csv_safe)
    if reasons:
        return print_reasons(env, format.value)
    if filters:
        return print_filters(env, format.value)
    sifting = choose_sifting(
        choose_quality(filter, min_score, words),
        dedup.value if dedup else None,
        threshold,
        dedup_keep.value if dedup_keep else None,
        clusters,
        rejected,
    )
    cluster = e.choose_cluster(
        engine is e.EngineName.spark,
        master,
        output,
        {
            "--explain": explain,
            "--explain-html": explain_html,
            "--diff": diff,
            "--jobs": jobs,
            "--line-buffered": line_buffered,
            "--resume": resume,
        },
    )
    limits = limits_of(
        expansion=expansion_limit,
        size=size_limit,
        depth=depth_limit,
        line=line_limit,
        document=document_limit,
        time=time_limit,
    )
    settings = ReadSettings(input_format.value, encoding, text_key, extract.value, markdown, limits)
    run = CleanRun(
        env,
        inputs_of(files, files_from, null, include, exclude, settings),
        choose_options(
            repair.value, keep, drop, no_captions, punct, extract=extract.value, markdown=markdown
        ),
        output=output,
        format=format.value,
        views={"explain": explain, "diff": diff, "report": report},
        jobs=jobs,
        line_buffered=line_buffered,
        sifting=sifting,
        explain_html=explain_html,
        resume=resume,
    )
    if cluster is not None:
        from yrd_cli.cli.engines_clean import clean_on_cluster

        return clean_on_cluster(cluster, run)
    return run()
