"""`yrd grep`: lines that match, with GNU grep's options."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperOption

from yrd_cli.cli.grep_argv import CommandLine
from yrd_cli.cli.grep_options import OPTIONS, SECTIONS, GrepOption
from yrd_cli.cli.grep_start import ANSWERED, read_command_line, search

EXAMPLES = (
    "yrd grep -c 长三角 seeds/*.txt",
    "yrd grep -rnE '[0-9.]+亿元' seeds/",
    "yrd grep -oh --exact 長三角 seeds/*.txt",
    "yrd grep --kwic --sort right --width 72 一体化 seeds/*.txt",
    "yrd grep -w --near 20 生态 绿色 seeds/*.txt",
)

_LINE = "yrd.grep"


class GrepCommand(TyperCommand):
    """Reads its command line as GNU getopt_long does, where the order of options counts."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **settings: Any) -> None:
        options = [_declared(option) for option in OPTIONS if option.key != "help"]
        super().__init__(*args, params=[*(params or ()), *options], **settings)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keep the command line for ``grep``; --help and --version are answered here."""
        line = read_command_line(args)
        for typed in line.options:
            if typed.key in ANSWERED:
                _answer(ctx, typed.key)
        ctx.meta[_LINE] = line
        return []

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """What stands after the command's name in its usage."""
        return ["[OPTION]...", "PATTERN", "[FILE]..."]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options, by what they are about."""
        for title, options in SECTIONS.items():
            shown = [(_names(o), o.help) for o in options if not o.hidden]
            with formatter.section(title):
                formatter.write_dl(shown, col_max=28)


COMMAND_CLASS = GrepCommand


def _answer(ctx: Any, key: str) -> None:
    import sys

    from yrd_cli import __version__

    sys.stdout.write(ctx.get_help() + "\n" if key == "help" else f"yrd {__version__}\n")
    raise typer.Exit


def _names(option: GrepOption) -> str:
    names = option.names.split()
    short = [n for n in names if not n.startswith("--")][:1]
    shown = short + [n for n in names if n.startswith("--")][:1]
    value = f" {option.metavar}" if option.metavar and not option.optional else ""
    optional = f"[={option.metavar}]" if option.optional else ""
    return ("" if short else "    ") + ", ".join(shown) + value + optional


def _declared(option: GrepOption) -> Any:
    """The option as completion reads it."""
    is_flag = option.metavar is None
    return TyperOption(
        param_decls=[option.key.replace("-", "_") + "_", *option.names.split()],
        type=bool if is_flag else str,
        is_flag=is_flag,
        default=False if is_flag else None,
        multiple=option.repeatable and not option.pair,
        nargs=2 if option.pair else 1,
        metavar=option.metavar,
        help=option.help,
        hidden=option.hidden,
        autocompletion=(lambda *_: list(option.words)) if option.words else None,
        is_eager=option.key in ("help", "version"),
        expose_value=False,
    )


def grep(context: typer.Context) -> int:
    """Find lines in any encoding and either script.

    长三角 finds 長三角. Options are GNU grep's, and more; they may follow the files. Exit status:
    0 found, 1 not found, 2 an error.
    """
    line: CommandLine = context.meta[_LINE]
    return search(line)
