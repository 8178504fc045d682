"""How much of an input is read: the limits of every command, each a named constant with an option.

They keep memory and time bounded on input that is broken or hostile. Nothing heavy is imported
here: `yrd grep` starts with it.
"""

from __future__ import annotations

from math import isinf
from typing import NamedTuple

NO_LIMIT = 1 << 62
"""More than any file has."""

MAX_EXPANSION = 300
"""How many times its size a file may expand to: text does so 3 to 20 times, the most repetitive
of logs 100 times; gzip's bombs 1,000 times, those of the other formats up to a million."""

EXPANSION_FREE = 256 << 20
"""Bytes that any file may expand to, unless a ratio was asked for."""

MAX_DOCUMENT_BYTES = 256 << 20
"""The largest document that is read, in bytes; a larger one is named and left out."""

MAX_LINE_BYTES = 256 << 20
"""The longest line of JSON Lines, and the longest that is searched, in bytes without its end."""

MAX_JSON_DEPTH = 200
"""How deep lists and objects may nest: orjson writes 254 levels, and deeper data is a trap."""

MOST_JSON_DEPTH = 900
"""The deepest JSON that can be read at all: orjson reads 1,024 levels, and Python's own reader
takes a frame of 1,000 for each."""

MATCH_SECONDS = 5.0
"""What a user's pattern may take for one text: an honest one needs milliseconds."""

_UNITS = ((30, "GiB"), (20, "MiB"), (10, "KiB"))


class Limits(NamedTuple):
    """What the user set, in bytes, levels or seconds; None is each reader's own default.

    ``NO_LIMIT`` (for ``time``: infinity) takes a limit away.
    """

    expansion: int | None = None
    """How many times its size a compressed file may expand to."""
    size: int | None = None
    """Bytes that a compressed file may expand to."""
    depth: int | None = None
    """Levels of JSON and HTML."""
    line: int | None = None
    """Bytes of a line without its end."""
    document: int | None = None
    """Bytes of a document."""
    time: float | None = None
    """Seconds for one document."""

    @property
    def expansion_ratio(self) -> int:
        """How many times its size a file may expand to."""
        return MAX_EXPANSION if self.expansion is None else self.expansion

    @property
    def expansion_free(self) -> int:
        """Bytes that any file may expand to, whatever the ratio."""
        return EXPANSION_FREE if self.expansion is None else 0

    @property
    def expanded_bytes(self) -> int:
        """Bytes that a compressed file may expand to."""
        return NO_LIMIT if self.size is None else self.size

    @property
    def json_depth(self) -> int:
        """Levels of JSON."""
        return MAX_JSON_DEPTH if self.depth is None else min(self.depth, MOST_JSON_DEPTH)

    @property
    def html_depth(self) -> int:
        """Elements within each other whose structure is told; the tree itself has no limit but
        the number of tags, for it takes linear time."""
        return NO_LIMIT if self.depth is None else self.depth

    @property
    def line_bytes(self) -> int:
        """Bytes of a line of JSON Lines, or of one that is searched."""
        return MAX_LINE_BYTES if self.line is None else self.line

    @property
    def document_bytes(self) -> int:
        """Bytes of a document."""
        return MAX_DOCUMENT_BYTES if self.document is None else self.document

    @property
    def document_seconds(self) -> float | None:
        """Seconds for one document, where there is a limit."""
        return None if self.time is None or isinf(self.time) else self.time

    @property
    def whole_bytes(self) -> int:
        """Bytes of what has to be held as a whole though it is many documents."""
        return max(self.document_bytes, MAX_DOCUMENT_BYTES)

    @property
    def record_bytes(self) -> int:
        """Bytes of a line that is a document."""
        return min(self.line_bytes, self.document_bytes)

    @property
    def too_long_record(self) -> str:
        """What is said of a line that is a document, and longer."""
        options = [
            name
            for name, most in (
                ("--line-limit", self.line_bytes),
                ("--document-limit", self.document_bytes),
            )
            if most == self.record_bytes
        ]
        return f"line longer than {shown_size(self.record_bytes)}: left out (see {_and(options)})"

    @property
    def too_long_line(self) -> str:
        """What is said of a line that is longer than was asked for."""
        return f"line longer than {shown_size(self.line_bytes)}: left out (see --line-limit)"

    @property
    def too_large(self) -> str:
        """What is said of a document that is larger."""
        return f"larger than {shown_size(self.document_bytes)}: left out (see --document-limit)"

    @property
    def too_large_text(self) -> str:
        """What is said of a text that is read line by line, and is larger than was asked for."""
        most = shown_size(self.document_bytes)
        return f"larger than {most}: the rest was left out (see --document-limit)"

    @property
    def too_deep(self) -> str:
        """What is said of JSON that nests deeper."""
        return too_deep(self.json_depth)


DEFAULT_LIMITS = Limits()


def too_deep(depth: int) -> str:
    """What is said of JSON that nests deeper than so many levels."""
    see = " (see --depth-limit)" if depth < MOST_JSON_DEPTH else ""
    return f"nested more than {depth} levels deep: left out{see}"


def _and(names: list[str]) -> str:
    return " and ".join(names)


def shown_size(size: int) -> str:
    """A number of bytes for people, exact.

    >>> shown_size(256 << 20), shown_size(1000)
    ('256 MiB', '1,000 bytes')
    """
    for bits, unit in _UNITS:
        if size and size % (1 << bits) == 0:
            return f"{size >> bits:,} {unit}"
    return f"{size:,} bytes"
