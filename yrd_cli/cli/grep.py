"""`yrd grep`: lines that match, with GNU grep's options."""

from __future__ import annotations

from typing import Annotated

import typer

from yrd_cli.cli import options as o

EXAMPLES = (
    "yrd grep -c 长三角 seeds/*.txt",
    "yrd grep -rnE '[0-9.]+亿元' seeds/",
    "yrd grep -oh --exact 長三角 seeds/*.txt",
)


def grep(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATTERN [FILE]...",
            show_default=False,
            help="What to find, unless -e or -f says it; then files, - is standard input.",
        ),
    ] = None,
    regexp: Annotated[
        list[str] | None,
        typer.Option(
            "-e",
            "--regexp",
            metavar="PATTERN",
            show_default=False,
            help="Find PATTERN (repeatable).",
        ),
    ] = None,
    file: Annotated[
        list[str] | None,
        typer.Option(
            "-f",
            "--file",
            metavar="FILE",
            show_default=False,
            help="Find the patterns in FILE, one a line (repeatable).",
        ),
    ] = None,
    basic: Annotated[
        bool, typer.Option("-G", "--basic-regexp", help="Basic patterns, the default.")
    ] = False,
    extended: Annotated[
        bool, typer.Option("-E", "--extended-regexp", help="Extended patterns.")
    ] = False,
    fixed: Annotated[
        bool, typer.Option("-F", "--fixed-strings", help="Plain text, no patterns.")
    ] = False,
    perl: Annotated[
        bool, typer.Option("-P", "--perl-regexp", help="Patterns of Python's re module.")
    ] = False,
    exact: Annotated[
        bool, typer.Option("--exact", help="Tell Simplified from Traditional characters.")
    ] = False,
    ignore_case: Annotated[
        bool, typer.Option("-i", "--ignore-case", help="Do not tell capitals from small letters.")
    ] = False,
    invert: Annotated[
        bool, typer.Option("-v", "--invert-match", help="Select lines that do not match.")
    ] = False,
    words: Annotated[
        bool, typer.Option("-w", "--word-regexp", help="Match only whole words.")
    ] = False,
    lines: Annotated[
        bool, typer.Option("-x", "--line-regexp", help="Match only whole lines.")
    ] = False,
    count: Annotated[
        bool, typer.Option("-c", "--count", help="Show how many lines each file has.")
    ] = False,
    with_match: Annotated[
        bool, typer.Option("-l", "--files-with-matches", help="Show only names of files.")
    ] = False,
    without_match: Annotated[
        bool,
        typer.Option("-L", "--files-without-match", help="Show only names of files without."),
    ] = False,
    max_count: Annotated[
        int | None,
        typer.Option(
            "-m",
            "--max-count",
            metavar="N",
            min=0,
            show_default=False,
            help="Stop after N lines of each file.",
        ),
    ] = None,
    only_matching: Annotated[
        bool, typer.Option("-o", "--only-matching", help="Show only what matched.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", "--silent", help="Show nothing; see the exit status.")
    ] = False,
    no_messages: Annotated[
        bool, typer.Option("-s", "--no-messages", help="Say nothing of files that fail.")
    ] = False,
    line_number: Annotated[
        bool, typer.Option("-n", "--line-number", help="Show the number of each line.")
    ] = False,
    with_filename: Annotated[
        bool, typer.Option("-H", "--with-filename", help="Show the file of each line.")
    ] = False,
    no_filename: Annotated[
        bool, typer.Option("-h", "--no-filename", help="Do not show the file of each line.")
    ] = False,
    label: Annotated[
        str, typer.Option("--label", metavar="NAME", help="The name of standard input.")
    ] = "(standard input)",
    after: Annotated[
        int | None,
        typer.Option(
            "-A",
            "--after-context",
            metavar="N",
            min=0,
            show_default=False,
            help="Show N lines after each.",
        ),
    ] = None,
    before: Annotated[
        int | None,
        typer.Option(
            "-B",
            "--before-context",
            metavar="N",
            min=0,
            show_default=False,
            help="Show N lines before each.",
        ),
    ] = None,
    context: Annotated[
        int | None,
        typer.Option(
            "-C",
            "--context",
            metavar="N",
            min=0,
            show_default=False,
            help="Show N lines before and after each.",
        ),
    ] = None,
    as_text: Annotated[
        bool, typer.Option("-a", "--text", help="Take binary files as text.")
    ] = False,
    skip_binary: Annotated[bool, typer.Option("-I", help="Leave out binary files.")] = False,
    recursive: Annotated[
        bool, typer.Option("-r", "--recursive", help="Search directories too.")
    ] = False,
    dereference: Annotated[
        bool, typer.Option("-R", "--dereference-recursive", help="And follow links in them.")
    ] = False,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include",
            metavar="GLOB",
            show_default=False,
            help="Search only files whose name fits GLOB (repeatable).",
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude",
            metavar="GLOB",
            show_default=False,
            help="Leave out files whose name fits GLOB (repeatable).",
        ),
    ] = None,
    exclude_dir: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude-dir",
            metavar="GLOB",
            show_default=False,
            help="Leave out directories whose name fits GLOB (repeatable).",
        ),
    ] = None,
    encoding: o.Encoding = "auto",
    color: o.Color = o.When.auto,
    line_buffered: o.LineBuffered = False,
) -> int:
    """Find lines in any encoding and either script.

    长三角 finds 長三角. The short options are GNU grep's. Exit status: 0 found, 1 not found, 2
    an error.
    """
    from yrd_cli.cli.environment import environment
    from yrd_cli.cli.searching import (
        GrepRun,
        choose_binary,
        choose_dialect,
        choose_names,
        choose_patterns,
        what_to_show,
    )
    from yrd_cli.grep.pattern import Pattern, PatternOptions
    from yrd_cli.grep.search import SearchOptions
    from yrd_cli.grep.targets import Filters

    env = environment(color.value)
    patterns, names = choose_patterns(arguments, regexp, file)
    dialect = choose_dialect(basic, extended, fixed, perl)
    options = SearchOptions(
        show=what_to_show(quiet, without_match, with_match, count),
        invert=invert,
        max_count=max_count,
        before=context if before is None else before,
        after=context if after is None else after,
        binary=choose_binary(as_text, skip_binary),
        encoding=encoding,
        line_buffered=line_buffered,
    )
    run = GrepRun(
        env,
        Pattern(patterns, PatternOptions(dialect, ignore_case, words, lines, exact)),
        options,
        names,
        Filters(include or (), exclude or (), exclude_dir or ()),
        recursive=recursive or dereference,
        follow=dereference,
        with_filename=choose_names(with_filename, no_filename),
        numbered=line_number,
        only_matching=only_matching,
        no_messages=no_messages,
        label=label,
    )
    return run()
