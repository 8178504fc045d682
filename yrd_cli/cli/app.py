"""The Typer application: the commands, their help, and how every error reaches the user."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from yrd_cli.cli.environment import write_message
from yrd_cli.errors import ExitStatus, OutputError, YrdError

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
        single.command(cmd_name, context_settings=CONTEXT, epilog=_examples(module.EXAMPLES))(
            getattr(module, cmd_name)
        )
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
    _heed_sigterm()
    try:
        status = get_command(app).main(list(args), "yrd", standalone_mode=False)
        _close_stdout()
        return int(status or ExitStatus.DONE)
    except KeyboardInterrupt as e:
        _drop_stdout()
        return 128 + signal.SIGTERM if isinstance(e, Terminated) else ExitStatus.INTERRUPTED
    except BrokenPipeError:
        return _reader_gone()
    except YrdError as e:
        _say(str(e))
    except OSError as e:
        _say(f"cannot write: {e.strerror or e}")
    except Exception as e:
        if not _is_usage_error(e):
            return _unexpected(e)
        _say(_usage_line(e))
    _drop_stdout()
    return ExitStatus.FAILED


def _say(message: str) -> None:
    from yrd_cli.writing.terminal import one_line

    write_message(f"yrd: {one_line(message)}")


def _close_stdout() -> None:
    """Flush while errors can still be told: a full disk shows itself here."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as e:
        raise OutputError(f"standard output: {e.strerror}") from None


def _reader_gone() -> int:
    """`| head` has read enough: that is no error."""
    _drop_stdout()
    return ExitStatus.DONE


def _drop_stdout() -> None:
    """Point standard output to nowhere, so that the interpreter's last flush cannot fail."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
    except OSError:
        return


def _is_usage_error(error: Exception) -> bool:
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def _usage_line(error: Any) -> str:
    """Typer's message as one line that names the command to ask for help."""
    message = " ".join(str(error.format_message()).split()).rstrip(".")
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "yrd"
    return f"{message} (see: {command} --help)"


def _unexpected(error: Exception) -> int:
    if os.environ.get("YRD_DEBUG"):
        raise error
    _say(f"internal error: {type(error).__name__}: {error} (YRD_DEBUG=1 shows more)")
    _drop_stdout()
    return ExitStatus.FAILED


class Terminated(KeyboardInterrupt):
    """SIGTERM, taken as Ctrl-C is, so that half-written files are removed."""


def _heed_sigterm() -> None:
    def stop(number: int, frame: object) -> None:
        raise Terminated

    signal.signal(signal.SIGTERM, stop)
