"""`yrd stats`: the numbers of a corpus."""

from __future__ import annotations

from yrd_cli.cli import engines as e
from yrd_cli.cli import options as o
from yrd_cli.cli import stats_options as s

EXAMPLES = (
    "yrd stats seeds/ --top 20",
    "yrd clean seeds/ | yrd stats --stopwords default --pos n,v",
    "yrd stats seeds/ --ngrams 2 -o bigrams.csv",
    "yrd stats seeds/ --collocates 长三角 --window 3,3",
    "yrd stats seeds/ --top 0 -o terms.tsv",
    "yrd stats seeds/000*.txt --keyness seeds/ --correction holm",
    "yrd stats seeds/ --overview",
    "yrd stats seeds/ --trend month --terms 长三角,上海 --plot trend.svg",
    "yrd stats seeds/ --partial | yrd stats --merge --top 5",
)


def stats(
    files: o.Files = None,
    chars: s.Chars = False,
    ngrams: s.Ngrams = None,
    unit: s.UnitOption = None,
    collocates: s.Collocates = None,
    window: s.Window = None,
    keyness: s.Keyness = None,
    smoothing: s.Smoothing = None,
    simple_maths: s.SimpleMaths = None,
    correction: s.CorrectionOption = None,
    min_range: s.MinRange = None,
    max_dp: s.MaxDp = None,
    compare: s.Compare = None,
    diversity: s.Diversity = False,
    keywords: s.Keywords = None,
    new_words: s.NewWords = False,
    overview: s.Overview = False,
    trend: s.Trend = None,
    terms: s.Terms = None,
    by: s.By = None,
    plot: s.Plot = None,
    plot_kind: s.PlotKind = None,
    partial: s.Partial = False,
    merge: s.Merge = False,
    top: s.Top = None,
    min_freq: s.MinFreq = None,
    min_len: s.MinLen = None,
    match: s.Match = None,
    pos: s.Pos = None,
    stopwords: s.Stopwords = None,
    sort: s.Sort = None,
    columns: s.Columns = None,
    engine: s.Engine = s.EngineName.auto,
    no_hmm: s.NoHmm = False,
    userdict: s.Userdict = None,
    provenance: s.Provenance = False,
    output: o.Output = None,
    format: o.OutputFormat = o.Format.auto,
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
    master: e.Master = None,
    color: o.Color = o.When.auto,
    quiet: o.Quiet = False,
    expansion_limit: o.ExpansionLimit = None,
    size_limit: o.SizeLimit = None,
    depth_limit: o.DepthLimit = None,
    line_limit: o.LineLimit = None,
    document_limit: o.DocumentLimit = None,
    time_limit: s.TimeLimit = None,
) -> int:
    """Count the words of a corpus.

    Without another view: the table of terms, with frequency, dispersion over the documents, and
    more. Marks are no words; a sentence ends at 。！？；… and line ends. Text and HTML are cleaned
    first; Documents from `yrd clean` are taken as they are.
    """
    from yrd_cli.cli.counting import StatsRun
    from yrd_cli.cli.environment import environment
    from yrd_cli.cli.limit_values import limits_of
    from yrd_cli.cli.running import Inputs, inputs_of
    from yrd_cli.cli.stats_plan import Asked
    from yrd_cli.errors import UsageError
    from yrd_cli.reading.records import ReadSettings

    limits = limits_of(
        expansion=expansion_limit,
        size=size_limit,
        depth=depth_limit,
        line=line_limit,
        document=document_limit,
        time=time_limit,
    )
    asked = Asked(
        chars=chars,
        ngrams=ngrams,
        unit=unit,
        collocates=tuple(collocates or ()),
        window=window,
        keyness=keyness,
        smoothing=smoothing,
        simple_maths=simple_maths,
        correction=correction,
        min_range=min_range,
        max_dp=max_dp,
        compare=compare,
        diversity=diversity,
        keywords=keywords,
        new_words=new_words,
        overview=overview,
        trend=trend.value if trend else None,
        terms=terms,
        by=by,
        plot=plot,
        plot_kind=plot_kind,
        partial=partial,
        merge=merge,
        top=top,
        min_freq=min_freq,
        min_len=min_len,
        match=match,
        pos=pos,
        stopwords=stopwords,
        sort=sort,
        columns=columns,
        engine=engine.segmenter,
        no_hmm=no_hmm,
        userdict=userdict,
        provenance=provenance,
        time_limit=limits.time,
    )
    settings = ReadSettings(input_format.value, encoding, text_key, limits=limits)

    def inputs(names: list[str] | None, of_command_line: bool) -> Inputs:
        listed = (files_from, null) if of_command_line else (None, False)
        return inputs_of(names, *listed, include, exclude, settings)

    if compare and files_from is not None:
        raise UsageError("--compare A B names both corpora: --files-from does not go with it")
    env = environment(color.value, quiet=quiet, csv_safe=csv_safe)
    cluster = e.choose_cluster(engine.on_spark, master, output, {"--jobs": jobs})
    run = StatsRun(env, asked, files, inputs, output, format.value, raw, jobs, resume)
    if cluster is not None:
        from yrd_cli.cli.engines_stats import stats_on_cluster

        return stats_on_cluster(cluster, run)
    return run()
