"""`yrd summarize`: the sentences that matter, key terms, and facts."""

from __future__ import annotations

from yrd_cli.cli import engines as e
from yrd_cli.cli import options as o
from yrd_cli.cli import summarize_options as s

EXAMPLES = (
    "yrd summarize seeds/",
    "yrd clean seeds/ | yrd summarize -n 2 | jq -r '.summary[]'",
    "yrd summarize seeds/ --format md -o report.md",
    "yrd summarize seeds/ --query 投资 --chars 200",
    "yrd summarize seeds/ --together --format md",
    "yrd summarize seeds/ --facts-only -o facts.csv",
    "yrd summarize seeds/ --table money",
)


def summarize(
    files: o.Files = None,
    sentences: s.Sentences = None,
    chars: s.Chars = None,
    ratio: s.Ratio = None,
    query: s.Query = None,
    order: s.Order = None,
    together: s.Together = False,
    no_keywords: s.NoKeywords = False,
    no_facts: s.NoFacts = False,
    facts_only: s.FactsOnly = False,
    table: s.TableName = None,
    today: s.Today = None,
    output: o.Output = None,
    format: s.SummaryFormat = o.Format.auto,
    csv_safe: o.CsvSafe = False,
    raw: o.Raw = False,
    input_format: o.InFormat = o.InputFormat.auto,
    encoding: o.Encoding = "auto",
    text_key: o.TextKey = "text",
    files_from: o.FilesFrom = None,
    null: o.Nul = False,
    include: o.Include = None,
    exclude: o.Exclude = None,
    jobs: o.Jobs = None,
    resume: o.Resume = False,
    engine: e.Engine = e.EngineName.local,
    master: e.Master = None,
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
    """Give each document's best sentences, key terms, and facts with their values.

    On a terminal: panels and tables; in a pipe: JSONL Documents with the keys summary, keywords
    and facts. Time is linear in the length of a text: a term links a sentence only with the next
    6 that hold it.
    """
    from yrd_cli.cli.environment import environment
    from yrd_cli.cli.limit_values import limits_of
    from yrd_cli.cli.running import inputs_of
    from yrd_cli.cli.summarizing import AskedOf, SummarizeRun, view_of
    from yrd_cli.reading.records import ReadSettings

    asked = AskedOf(
        sentences=sentences,
        chars=chars,
        ratio=ratio,
        query=query,
        order=order.value if order else None,
        together=together,
        no_keywords=no_keywords,
        no_facts=no_facts,
        facts_only=facts_only,
        table=table.value if table else None,
        today=today,
    )
    view, summary = view_of(asked), asked.settings()
    cluster = e.choose_cluster(
        engine is e.EngineName.spark,
        master,
        output,
        {"--jobs": jobs, "--line-buffered": line_buffered},
    )
    env = environment(color.value, quiet=quiet, csv_safe=csv_safe)
    limits = limits_of(
        expansion=expansion_limit,
        size=size_limit,
        depth=depth_limit,
        line=line_limit,
        document=document_limit,
        time=time_limit,
    )
    settings = ReadSettings(input_format.value, encoding, text_key, limits=limits)
    inputs = inputs_of(files, files_from, null, include, exclude, settings)
    run = SummarizeRun(
        env,
        inputs,
        summary,
        view,
        asked.table,
        output,
        format.value,
        raw=raw,
        jobs=jobs,
        line_buffered=line_buffered,
        resume=resume,
    )
    if cluster is not None:
        from yrd_cli.cli.engines_summarize import summarize_on_cluster

        return summarize_on_cluster(cluster, run)
    return run()
