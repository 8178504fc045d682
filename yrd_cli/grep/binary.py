"""Which files GNU grep takes for binary, and from where on."""

from __future__ import annotations

import os
import stat

READ_BYTES = 96 << 10
"""GNU grep 3.8 reads so much at a time: a NUL makes binary what it was read with, and all after."""

PIPE_BYTES = 64 << 10
"""A full pipe gives so much first, and what is left of READ_BYTES after."""


def start_of_read(offset: int, *, is_pipe: bool) -> int:
    """Where the part of a file begins that GNU grep reads at once with the byte at ``offset``.

    >>> start_of_read(100_000, is_pipe=False), start_of_read(70_000, is_pipe=True)
    (98304, 65536)
    """
    start = offset - offset % READ_BYTES
    if is_pipe and offset - start >= PIPE_BYTES:
        return start + PIPE_BYTES
    return start


def has_hole(fd: int, status: os.stat_result) -> bool:
    """Whether a file has a hole, which reads as NULs, anywhere after its current place."""
    if not stat.S_ISREG(status.st_mode) or status.st_blocks * 512 >= status.st_size:
        return False
    try:
        here = os.lseek(fd, 0, os.SEEK_CUR)
        hole = os.lseek(fd, here, os.SEEK_HOLE)
        os.lseek(fd, here, os.SEEK_SET)
    except (OSError, AttributeError):
        return False
    return hole < status.st_size


def is_utf8(text: bytes | bytearray) -> bool:
    """Whether bytes are UTF-8 throughout."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
