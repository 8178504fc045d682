"""ripgrep's JSON events, one object a line: begin, match, context, end, summary.

Offsets named ``start``, ``end`` and ``absolute_offset`` are bytes, as ripgrep's. Added to its
schema are ``char_start`` and ``char_end`` (code points into the text of ``lines``) and
``doc_id``. Times are zero: the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from yrd_cli.document import json_line

Span = tuple[int, int]

_NO_TIME = {"secs": 0, "nanos": 0, "human": "0.000000s"}


def text_or_bytes(data: bytes) -> dict[str, str]:
    """Text where the bytes are UTF-8, else the bytes in base 64.

    >>> text_or_bytes(b"a"), text_or_bytes(b"\\xff")
    ({'text': 'a'}, {'bytes': '/w=='})
    """
    try:
        return {"text": data.decode("utf-8")}
    except UnicodeDecodeError:
        from base64 import b64encode

        return {"bytes": b64encode(data).decode("ascii")}


def submatches(line: bytes, spans: Sequence[Span]) -> list[dict[str, Any]]:
    """The matches within a line, at byte offsets and in order; bytes that are no UTF-8 count as
    one character each."""
    found = []
    at = chars = 0
    for start, end in spans:
        chars += len(line[at:start].decode("utf-8", "surrogateescape"))
        size = len(line[start:end].decode("utf-8", "surrogateescape"))
        found.append(
            {
                "match": text_or_bytes(line[start:end]),
                "start": start,
                "end": end,
                "char_start": chars,
                "char_end": chars + size,
            }
        )
        at, chars = end, chars + size
    return found


def byte_spans(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans in code points as spans in the bytes of UTF-8; they come in order.

    >>> byte_spans("长a三", [(0, 1), (2, 3)])
    [(0, 3), (4, 7)]
    """
    found = []
    at = offset = 0
    for start, end in spans:
        offset += len(text[at:start].encode("utf-8", "surrogateescape"))
        size = len(text[start:end].encode("utf-8", "surrogateescape"))
        found.append((offset, offset + size))
        at, offset = end, offset + size
    return found


@dataclass(slots=True)
class Counts:
    """What one file, or the whole run, came to."""

    searches: int = 0
    searches_with_match: int = 0
    bytes_searched: int = 0
    bytes_printed: int = 0
    matched_lines: int = 0
    matches: int = 0

    def add(self, other: Counts) -> None:
        """Add the counts of one file."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def record(self) -> dict[str, Any]:
        """As an object of the schema."""
        return {"elapsed": _NO_TIME, **{name: getattr(self, name) for name in self.__slots__}}


@dataclass(slots=True)
class FileEvents:
    """The events of one file, as lines of JSON; ``begin`` comes with the first line shown."""

    path: bytes
    total: Counts
    """Of the run: what this file comes to is added at its end."""
    doc_id: str | None = None
    """The file's own id, for lines that belong to no other Document; None: its path."""
    counts: Counts = field(default_factory=lambda: Counts(searches=1))
    is_part: bool = False
    """Whether these are events of a part of a file, whose beginning someone else writes."""
    _begun: bool = False

    def absorb(self, counts: Counts) -> bytes:
        """Count the events of a part that someone else made; gives the beginning of the file,
        where it was not given before."""
        begin = self._begin()
        self.counts.bytes_printed += len(begin)
        self.counts.add(counts)
        return begin

    def match(
        self,
        line: bytes,
        number: int | None,
        offset: int,
        spans: Sequence[Span],
        doc_id: str | None = None,
    ) -> bytes:
        """A line that matches, with its line end; ``offset`` is that of its first byte in the
        file, ``spans`` are bytes of the line."""
        self.counts.matched_lines += 1
        self.counts.matches += len(spans)
        return self._event("match", line, number, offset, spans, doc_id)

    def context(
        self, line: bytes, number: int | None, offset: int, spans: Sequence[Span] = ()
    ) -> bytes:
        """A line shown for its context; those of an inverted search may hold matches."""
        return self._event("context", line, number, offset, spans, None)

    def end(self, bytes_searched: int, binary_offset: int | None = None) -> bytes:
        """The end of the file; nothing is written where nothing was shown of it."""
        self.counts.bytes_searched = bytes_searched
        self.counts.searches_with_match = int(self.counts.matched_lines > 0)
        self.total.add(self.counts)
        if not self._begun:
            return b""
        data = {
            "path": text_or_bytes(self.path),
            "binary_offset": binary_offset,
            "stats": self.counts.record(),
        }
        return json_line({"type": "end", "data": data})

    def _event(
        self,
        kind: str,
        line: bytes,
        number: int | None,
        offset: int,
        spans: Sequence[Span],
        doc_id: str | None,
    ) -> bytes:
        path = text_or_bytes(self.path)
        begin = self._begin()
        own = self.path.decode("utf-8", "backslashreplace") if self.doc_id is None else self.doc_id
        data = {
            "path": path,
            "lines": text_or_bytes(line),
            "line_number": number,
            "absolute_offset": offset,
            "submatches": submatches(line, spans),
            "doc_id": own if doc_id is None else doc_id,
        }
        event = begin + json_line({"type": kind, "data": data})
        self.counts.bytes_printed += len(event)
        return event

    def _begin(self) -> bytes:
        if self._begun or self.is_part:
            return b""
        self._begun = True
        return json_line({"type": "begin", "data": {"path": text_or_bytes(self.path)}})


def summary(total: Counts) -> bytes:
    """The last line of a run."""
    data = {"elapsed_total": _NO_TIME, "stats": total.record()}
    return json_line({"type": "summary", "data": data})
