"""What holds for every run: signals, standard streams, and how each error reaches the user.

Nothing heavy is imported here: `yrd grep` starts with it.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

from yrd_cli.errors import ExitStatus, OutputError, UsageError, YrdError

IMPORT_GRACE_SECONDS = 0.01
"""How long a signal waits, again and again, while a module is imported."""


def guarded(
    invoke: Callable[[], int], command: str, usage: Callable[[Exception], str | None] | None = None
) -> int:
    """What ``invoke`` gives, or the exit status of its error. No traceback reaches the user.

    ``command`` is the one whose help is named where the usage was wrong; ``usage`` gives the
    message of a parser's own error, None for any other.
    """
    _hold_standard_streams()
    heed_signals()
    try:
        return _told(invoke, command, usage)
    finally:
        # A signal may come between the making of a file and the block that would remove it.
        files = sys.modules.get("yrd_cli.writing.files")
        if files is not None:
            files.remove_parts()


def _told(
    invoke: Callable[[], int], command: str, usage: Callable[[Exception], str | None] | None
) -> int:
    """The same, with every error told."""
    try:
        status = invoke()
        _close_stdout()
        return status
    except KeyboardInterrupt as e:
        _drop_stdout()
        return 128 + e.signal if isinstance(e, Stopped) else ExitStatus.INTERRUPTED
    except BrokenPipeError:
        return _reader_gone()
    except UsageError as e:
        _say(f"{e} (see: {command} --help)")
    except YrdError as e:
        if getattr(e, "traceback_text", ""):  # an error of ours in a batch
            return _unexpected(e, str(e))
        _say(str(e))
    except MemoryError:
        _say("out of memory")
    except OSError as e:
        _say(f"cannot write: {e.strerror or e}")
    except Exception as e:
        message = usage(e) if usage else None
        if message is None:
            return _unexpected(e, f"{type(e).__name__}: {e}")
        _say(f"{message} (see: {command} --help)")
    _drop_stdout()
    return ExitStatus.FAILED


def _say(message: str) -> None:
    from yrd_cli.cli.environment import write_message
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


def heed_signals() -> None:
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
