"""The Typer application: the commands, their help, and how every error reaches the user."""

from __future__ import annotations

import io
import os
import re
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from types import FrameType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from yrd_cli.cli.environment import write_message
from yrd_cli.errors import ExitStatus, OutputError, UsageError, YrdError

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
    _hold_standard_streams()
    _heed_signals()
    try:
        status = _invoke(args)
        _close_stdout()
        return status
    except KeyboardInterrupt as e:
        _drop_stdout()
        return 128 + e.signal if isinstance(e, Stopped) else ExitStatus.INTERRUPTED
    except BrokenPipeError:
        return _reader_gone()
    except UsageError as e:
        _say(f"{e} (see: {_command(args)} --help)")
    except YrdError as e:
        if getattr(e, "traceback_text", ""):  # an error of ours in a batch
            return _unexpected(e, str(e))
        _say(str(e))
    except MemoryError:
        _say("out of memory")
    except OSError as e:
        _say(f"cannot write: {e.strerror or e}")
    except Exception as e:
        if not _is_usage_error(e):
            return _unexpected(e, f"{type(e).__name__}: {e}")
        _say(f"{_usage_message(e)} (see: {_command(args)} --help)")
    _drop_stdout()
    return ExitStatus.FAILED


def _invoke(args: Sequence[str]) -> int:
    """Parse and run; Typer's own ``main`` ends with status 1 when the reader is gone."""
    command = get_command(app)
    try:
        with command.make_context("yrd", list(args)) as context:
            return int(command.invoke(context) or ExitStatus.DONE)
    except typer.Exit as e:
        return e.exit_code


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


def _command(args: Sequence[str]) -> str:
    return f"yrd {args[0]}" if args and args[0] in COMMANDS else "yrd"


def _usage_message(error: Any) -> str:
    """Typer's message as one line that names the nearest name."""
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


def _unexpected(error: Exception, message: str) -> int:
    if os.environ.get("YRD_DEBUG"):
        raise error
    _say(f"internal error: {message} (YRD_DEBUG=1 shows more)")
    _drop_stdout()
    return ExitStatus.FAILED


class Stopped(KeyboardInterrupt):
    """A signal to end, taken as Ctrl-C is, so that half-written files are removed."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.signal = number


def _heed_signals() -> None:
    """End in order at the first of these signals; while that is done, more are not heard.

    What the caller ignores (`nohup`, a background job) stays ignored.
    """
    heard = [
        number
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler)
    ]

    def stop(number: int, frame: FrameType | None) -> None:
        if _is_importing(frame):
            signal.signal(signal.SIGALRM, lambda _, later: stop(number, later))
            signal.setitimer(signal.ITIMER_REAL, IMPORT_GRACE_SECONDS)
            return
        for each in heard:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for number in heard:
        signal.signal(number, stop)


IMPORT_GRACE_SECONDS = 0.01
"""How long a signal waits, again and again, while a module is imported."""


def _is_importing(frame: FrameType | None) -> bool:
    """Whether a module is being imported: orjson 3.13 crashed when it was interrupted then."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _hold_standard_streams() -> None:
    """Text is UTF-8 with line feeds, whatever the locale; and what was closed goes nowhere.

    A closed descriptor 1 or 2 would be given to the next file that is opened, and messages
    written into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
