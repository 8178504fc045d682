"""Paths as text, and the operating system's errors about them; `yrd grep` starts with this."""

from __future__ import annotations

import os

STDIN = "-"


def printable_path(path: str) -> str:
    """A path as valid Unicode: bytes that are not UTF-8 are shown as ``\\\\xNN``.

    >>> printable_path(os.fsdecode(b"a\\xff.txt"))
    'a\\\\xff.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def reason_of(error: BaseException) -> str:
    """An operating system's error in the few words a user needs.

    >>> reason_of(FileNotFoundError(2, "No such file or directory", "x"))
    'No such file or directory'
    """
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
