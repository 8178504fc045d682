"""Compiled tables on disk: raw arrays behind a header that is checked, never pickles.

A cache is only ever a copy: a file that is missing, cut short, changed or of another version is
compiled anew, and a folder that cannot be written is done without.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

MAGIC = b"yrd tables 1\n"
"""The format; another number means other arrays."""

_TYPES = frozenset({"<u4", "<i4", "<i8", "<u8", "|b1", "<f4"})
_ALIGN = 64


def load_arrays(path: Path, state: str) -> dict[str, npt.NDArray[Any]] | None:
    """The arrays that `save_arrays` wrote for this state of their sources; None where anything
    is not as it should be."""
    import numpy as np

    try:
        data = path.read_bytes()
    except OSError:
        return None
    end = data.find(b"\n", len(MAGIC))
    body = memoryview(data)[end + 1 :]
    try:
        if not data.startswith(MAGIC):
            return None
        header = json.loads(data[len(MAGIC) : end])
        if header["state"] != state or header["crc32"] != zlib.crc32(body):
            return None
        return {name: _array_at(np, body, *place) for name, place in header["arrays"].items()}
    except (ValueError, TypeError, KeyError):
        return None


def _array_at(np: Any, body: memoryview, kind: str, count: int, offset: int) -> npt.NDArray[Any]:
    if kind not in _TYPES:
        raise ValueError(kind)
    array: npt.NDArray[Any] = np.frombuffer(body, kind, count, offset)
    return array


def save_arrays(path: Path, state: str, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write arrays to a file, whole or not at all; that it cannot be written is no error."""
    import numpy as np

    places: dict[str, tuple[str, int, int]] = {}
    parts: list[bytes] = []
    offset = 0
    for name, array in arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        padding = -offset % _ALIGN
        parts += [bytes(padding), data]
        places[name] = (array.dtype.str, len(array), offset + padding)
        offset += padding + len(data)
    body = b"".join(parts)
    head = json.dumps({"state": state, "crc32": zlib.crc32(body), "arrays": places}).encode()
    head += b" " * (-(len(MAGIC) + len(head) + 1) % _ALIGN)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with open(part, "xb") as file:
            file.write(MAGIC + head + b"\n" + body)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
