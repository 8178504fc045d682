"""What can go wrong, and the exit status it ends in."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """The exit statuses of every command."""

    DONE = 0
    NOTHING = 1
    """grep found nothing, or a check did not hold."""
    FAILED = 2
    """Wrong usage, or some input could not be read or written."""
    INTERRUPTED = 130


class YrdError(Exception):
    """An error with a message for the user: one line that names the place."""


class UsageError(YrdError):
    """The command line asks for something that cannot be done."""


class InputError(YrdError):
    """Some input could not be read; the rest of the run goes on.

    ``place`` is the file and, where there is one, the line: ``a.jsonl:3``.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class OutputError(YrdError):
    """The output could not be written; the run ends."""


class MissingExtraError(YrdError, ImportError):
    """A format or engine needs a package that is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an extra: pip install 'yrd[{extra}]'")
        self.extra = extra
