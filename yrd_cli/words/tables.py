"""Compiled tables: named sections of a file behind a header, read without a parser or a pickle."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

MAGIC = b"yrd words 1\n"
"""The format; another number means other sections."""


class Tables:
    """The sections of one compiled file; arrays in it are little-endian."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        end = data.index(b"\n", len(MAGIC))
        if not data.startswith(MAGIC):
            raise ValueError(f"{path}: not compiled tables")
        header = json.loads(data[len(MAGIC) : end])
        self.notes: dict[str, Any] = header["notes"]
        self._places: dict[str, tuple[int, int]] = header["sections"]
        self._body = memoryview(data)[end + 1 :]

    def section(self, name: str) -> memoryview:
        """The bytes of a section."""
        at, size = self._places[name]
        return self._body[at : at + size]

    def text(self, name: str) -> str:
        """A section that is UTF-16."""
        return str(self.section(name), "utf-16-le")

    def numbers(self, name: str, kind: str) -> array[Any]:
        """A section as numbers of one kind of the module `array`."""
        numbers: array[Any] = array(kind)
        numbers.frombytes(self.section(name))
        if sys.byteorder != "little":  # pragma: no cover - no such machine here
            numbers.byteswap()
        return numbers


def write_tables(path: Path, notes: Mapping[str, Any], sections: Mapping[str, bytes]) -> None:
    """Write a file that `Tables` reads; equal arguments give equal bytes."""
    places, at = {}, 0
    for name, body in sections.items():
        places[name] = (at, len(body))
        at += len(body)
    header = json.dumps({"notes": notes, "sections": places}, ensure_ascii=True)
    path.write_bytes(MAGIC + header.encode() + b"\n" + b"".join(sections.values()))
