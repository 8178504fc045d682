"""The Typer application: the commands, their help, and how every error reaches the user."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from yrd_cli.cli.guarding import guarded
from yrd_cli.cli.sections import SectionedCommand
from yrd_cli.errors import ExitStatus

COMMANDS = ("clean", "convert", "grep", "stats", "summarize")
"""In the order of the help. Each is a module of this package, imported when it is asked for."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


class Commands(TyperGroup):
    """The five commands; building one does not import the others."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"yrd_cli.cli.{cmd_name}")
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(
            cmd_name,
            cls=getattr(module, "COMMAND_CLASS", SectionedCommand),
            context_settings=CONTEXT,
            epilog=_examples(module.EXAMPLES),
        )(getattr(module, cmd_name))
        return get_command(single)


def _examples(lines: Sequence[str]) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  $ {line}" for line in lines)


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    context_settings=CONTEXT,
    no_args_is_help=False,
)


@app.callback(invoke_without_command=True)
def yrd(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """A corpus toolkit for messy Chinese text from the web."""
    if version:
        from yrd_cli import __version__

        sys.stdout.write(f"yrd {__version__}\n")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        sys.stderr.write(ctx.get_help() + "\n")
        raise typer.Exit(ExitStatus.FAILED)


def run(args: Sequence[str]) -> int:
    """Run the command line; gives the exit status. No traceback reaches the user."""
    return guarded(lambda: invoke(args), _command(args), _usage_message)


def invoke(args: Sequence[str]) -> int:
    """Parse and run; Typer's own ``main`` ends with status 1 when the reader is gone."""
    command = get_command(app)
    try:
        with command.make_context("yrd", list(args)) as context:
            return int(command.invoke(context) or ExitStatus.DONE)
    except typer.Exit as e:
        return e.exit_code


def _command(args: Sequence[str]) -> str:
    return f"yrd {args[0]}" if args and args[0] in COMMANDS else "yrd"


def _usage_message(error: Any) -> str | None:
    """Typer's message as one line that names the nearest name; None for other errors."""
    if not (hasattr(error, "format_message") and hasattr(error, "exit_code")):
        return None
    context = getattr(error, "ctx", None)
    typed = getattr(error, "option_name", None)
    if typed is not None and context is not None:
        # Of long names only: any letter is near to any other.
        options = (name for p in context.command.get_params(context) for name in p.opts)
        known = [name for name in options if name.startswith("--")]
        return f"no such option {typed}{_nearest(typed, known)}"
    message = " ".join(str(error.format_message()).split()).rstrip(".")
    unknown = re.fullmatch(r"No such command '(.*)'", message)
    if unknown:
        return f"no such command {unknown[1]!r}{_nearest(unknown[1], COMMANDS)}"
    return message[:1].lower() + message[1:]


def _nearest(typed: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(typed, known, 1, cutoff=0.5)
    return f": did you mean {near[0]}?" if near else ""
