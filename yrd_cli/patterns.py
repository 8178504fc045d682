"""Regular expressions whose compiled form is kept between runs.

To compile the rules that clean one page takes longer than to clean it (0.13 of 0.33 s): a class
of Han characters alone costs the interpreter 2 ms. What it makes of a pattern is a list of
numbers, which it checks when it takes them back; these are kept in a file of the user's own, for
one version of Python and of `yrd`. Where anything about it is not as expected, patterns are
compiled as ever.
"""

from __future__ import annotations

import os
import re
import sys
from array import array
from collections.abc import Callable
from typing import Any, NamedTuple

from yrd_cli import __version__

MAX_BYTES = 8_000_000
"""Of the file; it has 0.3 MB."""

_HEADER = "<4sIII"
_HEADER_BYTES = 16
_MARK = b"yrdp"

_SURROGATE = re.compile("[\ud800-\udfff]")

Key = tuple[str, int]


class _Code(NamedTuple):
    """What the interpreter makes a pattern of: the arguments of its own compiler's last step."""

    flags: int
    groups: int
    names: dict[str, int]
    numbers: array[int]

    def pattern(self, source: str) -> re.Pattern[str]:
        """The pattern; raises RuntimeError or ValueError for numbers that are no code."""
        import _sre  # type: ignore[import-not-found]

        index: list[str | None] = [None] * (self.groups + 1)
        for name, number in self.names.items():
            index[number] = name
        compiled: re.Pattern[str] = _sre.compile(
            source, self.flags, self.numbers.tolist(), self.groups, self.names, tuple(index)
        )
        return compiled


class _Kept:
    """The patterns of earlier runs and of this one."""

    def __init__(self, folder: Callable[[], object | None] | None = None) -> None:
        self.folder = folder
        self.file: str | None = None
        self.codes: dict[Key, _Code] | None = None
        self.is_new = False

    def find(self, key: Key) -> _Code | None:
        """The code of a pattern; the file is looked for when the first one is asked for."""
        if self.codes is None:
            self.codes = {}
            place = self.folder() if self.folder else None
            if place is not None:
                version = f"{sys.implementation.cache_tag}-{__version__}"
                self.file = os.path.join(str(place), f"patterns-{version}.bin")
                self.codes = _read(self.file)
        return self.codes.get(key)

    def add(self, key: Key, code: _Code) -> None:
        # A lone surrogate cannot be written to the file's index.
        if self.file is not None and self.codes is not None and not _SURROGATE.search(key[0]):
            self.codes[key] = code
            self.is_new = True


_kept = _Kept()


def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile(source, flags)``, from an earlier run where there was one.

    >>> compiled("长[三叁]角").sub("…", "长三角一体化")
    '…一体化'
    """
    if _kept.folder is None:
        return re.compile(source, flags)
    key = (source, int(flags))
    code = _kept.find(key)
    try:
        if code is None:
            code = _compile(source, int(flags))
            _kept.add(key, code)
        return code.pattern(source)
    except (ImportError, AttributeError, TypeError, RuntimeError, ValueError, OverflowError):
        return re.compile(source, flags)


def user_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """A user's pattern, compiled, without Python's warnings of what later versions may take it for
    (``[[a]``). Raises re.error, RecursionError and OverflowError.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(source, flags)


def keep_in(folder: Callable[[], object | None] | None) -> None:
    """Keep patterns from now on in a folder of the user's own, which ``folder`` gives (or None)
    once a pattern is wanted; None: keep none."""
    _kept.__init__(folder)  # type: ignore[misc]


def save() -> None:
    """Write what this run compiled to the file; an error leaves things as they were."""
    if _kept.file is None or not _kept.codes or not _kept.is_new:
        return
    from contextlib import suppress

    beside = f"{_kept.file}.{os.getpid()}"
    try:
        # Another run may have added patterns meanwhile.
        data = _dump({**_read(_kept.file), **_kept.codes})
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as f:
            f.write(data)
        os.replace(beside, _kept.file)
    except OSError:
        with suppress(OSError):
            os.unlink(beside)


def _compile(source: str, flags: int) -> _Code:
    """The steps of the interpreter's own compiler, before the last (Lib/re/_compiler.py)."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    tree = _parser.parse(source, flags)
    numbers = array("I", _compiler._code(tree, flags))
    state = tree.state
    return _Code(flags | state.flags, state.groups - 1, dict(state.groupdict), numbers)


def _dump(codes: dict[Key, _Code]) -> bytes:
    import struct
    import zlib

    import orjson

    numbers: array[int] = array("I")
    index: list[Any] = []
    for (source, flags), code in codes.items():
        size = len(code.numbers)
        index.append([source, flags, code.flags, code.groups, code.names, len(numbers), size])
        numbers.extend(code.numbers)
    head, body = orjson.dumps(index), numbers.tobytes()
    rest = struct.pack("<I", len(head)) + head + body
    return struct.pack(_HEADER, _MARK, _magic(), len(rest), zlib.crc32(rest)) + rest


def _read(file: str) -> dict[Key, _Code]:
    """The patterns in a file; none where it is not whole, or another Python's."""
    import struct
    import zlib

    try:
        with open(file, "rb") as f:
            data = f.read(MAX_BYTES)
        mark, magic, size, check = struct.unpack_from(_HEADER, data)
        rest = data[_HEADER_BYTES:]
        right = (_MARK, _magic(), len(rest), zlib.crc32(rest))
        return _load(rest) if (mark, magic, size, check) == right else {}
    except (OSError, struct.error, ValueError, TypeError, ImportError):
        return {}


def _load(rest: bytes) -> dict[Key, _Code]:
    import struct

    import orjson

    (length,) = struct.unpack_from("<I", rest)
    numbers = array("I", rest[4 + length :])
    return {
        (source, flags): _Code(effective, groups, names, numbers[start : start + size])
        for source, flags, effective, groups, names, start, size in orjson.loads(
            rest[4 : 4 + length]
        )
    }


def _magic() -> int:
    import _sre

    return int(_sre.MAGIC)
