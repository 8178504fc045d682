"""`yrd convert`: Simplified, Traditional, Taiwan, Hong Kong and Japanese forms."""

from typing import Annotated

import typer

from yrd_cli.cli import engines as e
from yrd_cli.cli import options as o
from yrd_cli.cli.sections import LIMITS

EXAMPLES = (
    "echo 长三角一体化 | yrd convert --to t",
    "yrd convert -c s2twp seeds/ -o converted/",
    "yrd clean seeds/ | yrd convert --to hk | jq -r .title",
    "echo 一个中国 | yrd convert -c s2t --profile accurate --explain",
    "yrd convert --detect seeds/",
)


TimeLimit = Annotated[
    str | None,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        rich_help_panel=LIMITS,
        show_default=False,
        help="Longest time that --protect may take for one text. [default: 5]",
    ),
]


def convert(
    files: o.Files = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="TARGET",
            show_default=False,
            help="What to convert to: s, t, tw, twp (with Taiwan's words), hk, hkp, jp. "
            "What is in that script already stays as it is.",
        ),
    ] = None,
    config: Annotated[
        str | None,
        typer.Option(
            "-c",
            "--config",
            metavar="NAME",
            show_default=False,
            help="Apply this configuration of OpenCC to everything, as OpenCC does: "
            "s2t, t2s, s2tw, tw2s, s2twp, ... or a JSON file.",
        ),
    ] = None,
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="SCRIPT",
            help="What the text is in, under --to; auto decides for each text and each part of it.",
        ),
    ] = "auto",
    profile: Annotated[
        str,
        typer.Option(
            "--profile",
            metavar="NAME",
            help="opencc (as OpenCC 1.4.2), accurate (no match cuts a word), or "
            "reimplemented (as opencc-python-reimplemented).",
        ),
    ] = "opencc",
    detect: Annotated[
        bool,
        typer.Option(
            "--detect", help="Convert nothing: show the script of each input, and the evidence."
        ),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show every edit: its dictionary, rule and candidates."),
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what changes, word by word.")] = False,
    ambiguous: Annotated[
        bool,
        typer.Option("--ambiguous", help="List every choice between candidates, as JSONL."),
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Test that converting twice is converting once, and that the "
            "way back leads back; status 1 where not.",
        ),
    ] = False,
    userdict: Annotated[
        list[str] | None,
        typer.Option(
            "--userdict",
            metavar="FILE",
            show_default=False,
            help="A dictionary of yours, KEY<tab>VALUE a line; it goes first (repeatable).",
        ),
    ] = None,
    protect: Annotated[
        list[str] | None,
        typer.Option(
            "--protect",
            metavar="REGEX",
            show_default=False,
            help="What this matches stays as it is (repeatable).",
        ),
    ] = None,
    no_protect: Annotated[
        bool,
        typer.Option(
            "--no-protect",
            help="Under --to, convert in URLs, e-mail addresses, code spans and file names too.",
        ),
    ] = False,
    no_detect: Annotated[
        bool,
        typer.Option("--no-detect", help="Under --to, do not look which script a part is in."),
    ] = False,
    keep_ambiguous: Annotated[
        bool,
        typer.Option(
            "--keep-ambiguous",
            help="Leave a character of several candidates where no phrase decides.",
        ),
    ] = False,
    punct: Annotated[
        str | None,
        typer.Option(
            "--punct",
            metavar="FORM",
            show_default=False,
            help="Punctuation: full or half width; corner (“” to 「」) or curly.",
        ),
    ] = None,
    width: Annotated[
        str | None,
        typer.Option(
            "--width",
            metavar="FORM",
            show_default=False,
            help="Letters and digits: full or half width.",
        ),
    ] = None,
    compat: Annotated[
        bool,
        typer.Option("--compat", help="Compatibility ideographs become what they stand for."),
    ] = False,
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
    in_place: Annotated[
        bool,
        typer.Option(
            "--in-place", help="Replace each file by its conversion, whole or not at all."
        ),
    ] = False,
    backup: Annotated[
        str | None,
        typer.Option(
            "--backup",
            metavar="SUFFIX",
            show_default=False,
            help="With --in-place, keep each original under its name and SUFFIX.",
        ),
    ] = None,
    to_encoding: Annotated[
        str | None,
        typer.Option(
            "--to-encoding",
            metavar="NAME",
            show_default=False,
            help="Write this encoding instead of UTF-8: gb18030, gbk, big5, ...",
        ),
    ] = None,
    unencodable: Annotated[
        str | None,
        typer.Option(
            "--unencodable",
            metavar="HOW",
            show_default=False,
            help="A character that encoding lacks: error (the default), replace (by ?), "
            "xmlcharref.",
        ),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            metavar="KEY",
            show_default=False,
            help="JSONL: convert this key too, beside text and title (repeatable).",
        ),
    ] = None,
    format: Annotated[
        o.Format,
        typer.Option(
            "--format",
            metavar="NAME",
            show_default=False,
            help="Of --detect: table, tsv, csv, json, jsonl, md, parquet; of --explain: "
            "text, jsonl.",
        ),
    ] = o.Format.auto,
    csv_safe: o.CsvSafe = False,
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
    time_limit: TimeLimit = None,
) -> int:
    """Convert text or Documents between scripts and regional forms.

    Text stays text, line ends and all, and JSONL stays JSONL. Output is UTF-8; a byte order
    mark stays where the input was UTF-8 too, and is left out else. With --explain, --diff or
    --ambiguous, that view goes to standard output, and the text only to -o or in place.
    """
    from yrd_cli.cli.environment import environment
    from yrd_cli.cli.limit_values import limits_of
    from yrd_cli.cli.running import inputs_of
    from yrd_cli.convert.configurations import choose
    from yrd_cli.convert.conversion import ConversionOptions
    from yrd_cli.convert.streams import INPUT_FORMATS
    from yrd_cli.errors import UsageError
    from yrd_cli.reading.records import ReadSettings

    env = environment(color.value, quiet=quiet, csv_safe=csv_safe)
    options = ConversionOptions(
        to=to,
        config=config,
        source=source,
        profile=profile,
        userdicts=tuple(userdict or ()),
        protect=tuple(protect or ()),
        protect_default=not no_protect,
        detect=not no_detect,
        keep_ambiguous=keep_ambiguous,
        punct=punct,
        width=width,
        compat=compat,
    )
    choose("--input-format", input_format, INPUT_FORMATS)
    limits = limits_of(
        expansion=expansion_limit,
        size=size_limit,
        depth=depth_limit,
        line=line_limit,
        document=document_limit,
        time=time_limit,
    )
    if limits.time is not None:
        if not protect:
            raise UsageError("--time-limit goes with --protect: all else takes linear time")
        options = options._replace(match_seconds=limits.time)
    settings = ReadSettings(input_format, encoding, text_key, limits=limits)
    places = {"-o": output, "--in-place": in_place, "--backup": backup}
    cluster = e.choose_cluster(
        engine is e.EngineName.spark,
        master,
        output,
        {
            "--detect": detect,
            "--explain": explain,
            "--diff": diff,
            "--ambiguous": ambiguous,
            "--check": check,
            "--in-place": in_place,
            "--backup": backup,
            "--jobs": jobs,
            "--line-buffered": line_buffered,
            "--resume": resume,
        },
    )
    if detect:
        from yrd_cli.cli.detecting import DetectRun, refuse_conversion

        flags = {"--explain": explain, "--diff": diff, "--ambiguous": ambiguous, "--check": check}
        flags["--resume"] = resume
        encodings = {"--to-encoding": to_encoding, "--unencodable": unencodable, "--field": field}
        places.pop("-o")
        refuse_conversion(options, {**flags, **places, **encodings})
        inputs = inputs_of(files, files_from, null, include, exclude, settings)
        return DetectRun(env, inputs, output, format.value, jobs, line_buffered)()

    if csv_safe:
        from yrd_cli.errors import UsageError

        raise UsageError("--csv-safe goes with --detect: text stays text, JSONL stays JSONL")
    from yrd_cli.cli.convert_options import Place, Views, choose_encoder, choose_options
    from yrd_cli.cli.converting import ConvertRun

    run = ConvertRun(
        env,
        inputs_of(files, files_from, null, include, exclude, settings),
        choose_options(options),
        tuple(field or ()),
        choose_encoder(to_encoding, unencodable),
        Place(output, in_place, backup),
        Views(explain, diff, ambiguous, check, format.value),
        jobs,
        line_buffered,
        resume,
    )
    if cluster is not None:
        from yrd_cli.cli.engines_convert import convert_on_cluster

        return convert_on_cluster(cluster, run)
    return run()
