"""Documents to bytes: one renderer for each format, and the sinks that put them together."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from yrd_cli.document import KEYS, Document, json_line
from yrd_cli.errors import OutputError, UsageError
from yrd_cli.reading.paths import printable_path, reason_of
from yrd_cli.writing.files import AtomicFile
from yrd_cli.writing.formats import ENDING_OF, Target
from yrd_cli.writing.sheets import Row, json_cell, sheet_row
from yrd_cli.writing.terminal import Terminal, one_line, styled, visible


def _text(document: Document) -> bytes:
    """The title, an empty line, and the paragraphs."""
    head = f"{document.title}\n\n" if document.title else ""
    body = f"{document.text}\n" if document.text else ""
    return (head + body).encode()


def _json(document: Document) -> bytes:
    return json_line(document.record())


def _cells(document: Document) -> list[str]:
    return [json_cell(value) for value in document.record().values()]


def _row(document: Document, row_of: Row) -> bytes:
    return row_of(_cells(document))


_MARKDOWN = re.compile(
    r"^([ \t]{0,9})(#{1,6}(?!\S)|[+-](?!\S)|-(?=-)|\d{1,9}(?=[.)](?!\S)))"
    r"|([\\`*_\[\]<>~]|&(?=[#\w]{1,40};))",
    re.MULTILINE,
)


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is.

    >>> escape_markdown("# a_b")
    '\\\\# a\\\\_b'
    """
    return _MARKDOWN.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    indent, opening, anywhere = match.groups()
    if anywhere:
        return f"\\{anywhere}"
    if opening.isdigit():
        return f"{indent}{opening}\\"  # the point or bracket after it
    return f"{indent}\\{opening}"


def _markdown(document: Document) -> bytes:
    heading = " ".join((document.title or document.id).split())
    parts = [f"# {escape_markdown(heading)}"]
    about = [v for v in (document.date, document.source, *document.author) if v]
    if about:
        parts.append(escape_markdown(" · ".join(" ".join(v.split()) for v in about)))
    # Four spaces before a line would make it code.
    lines = (line.lstrip(" \t") for line in document.text.split("\n"))
    parts += [escape_markdown(line) for line in lines if line]
    return ("\n\n".join(parts) + "\n").encode()


def render_for_terminal(document: Document, terminal: Terminal) -> bytes:
    """A Document as people read it: a heading, a line about it, the paragraphs."""
    color = terminal.color
    heading = one_line(document.title or document.id)
    names = (document.date, document.source, *document.author, document.path)
    about = [one_line(v) for v in names if v]
    lines = [styled(heading, "title", color), styled(" · ".join(about), "dim", color), ""]
    paragraphs = visible(document.text).replace("\n", "\n\n")
    return ("\n".join(lines) + f"\n{paragraphs}\n").encode()


_RENDERERS: dict[str, Callable[[Document], bytes]] = {
    "text": _text,
    "jsonl": _json,
    "json": _json,
    "md": _markdown,
    "parquet": _json,
}


def renderer(format: str, terminal: Terminal) -> Callable[[Document], bytes]:
    """The function that makes one Document into the bytes of a format."""
    if format == "text" and terminal.is_terminal:
        return partial(render_for_terminal, terminal=terminal)
    row_of = sheet_row(format)
    if row_of is not None:
        return partial(_row, row_of=row_of)
    return _RENDERERS[format]


class Stream(Protocol):
    """Where bytes go."""

    def write(self, data: bytes) -> Any:
        """Take bytes."""

    def flush(self) -> Any:
        """Hand them on."""


class DocumentSink(Protocol):
    """Where rendered Documents go; ``close`` completes the output, ``abort`` leaves none."""

    def put(self, name: str, data: bytes) -> None:
        """Take one Document, rendered, and the name of its file."""

    def close(self) -> None:
        """Complete the output."""

    def abort(self) -> None:
        """Leave no half-written output."""


class StreamSink:
    """All Documents in one stream: a file, or standard output.

    ``header`` names the columns of CSV and TSV.
    """

    def __init__(
        self,
        stream: Stream,
        format: str,
        *,
        flush_each: bool = False,
        header: Sequence[str] = KEYS,
    ) -> None:
        self._stream = stream
        self._flush_each = flush_each
        self._separator = {"text": b"\n", "md": b"\n", "json": b","}.get(format, b"")
        self._is_array = format == "json"
        self._empty = True
        row_of = sheet_row(format)
        if self._is_array:
            stream.write(b"[\n")
        elif row_of is not None:
            stream.write(row_of(header))

    def put(self, name: str, data: bytes) -> None:
        """Write one Document."""
        if not self._empty and self._separator:
            self._stream.write(self._separator)
        self._empty = False
        self._stream.write(data)
        if self._flush_each:
            self._stream.flush()

    def close(self) -> None:
        """Write what ends the format, and complete the file."""
        if self._is_array:
            self._stream.write(b"]\n")
        self._stream.flush()
        if isinstance(self._stream, AtomicFile):
            self._stream.commit()

    def abort(self) -> None:
        """Leave no file behind."""
        if isinstance(self._stream, AtomicFile):
            self._stream.abort()


MAX_NAME_BYTES = 200
"""A file name is cut to this length, for file systems stop at 255 bytes."""


class DirectorySink:
    """One file for each Document, named after its input; ``header`` as for a stream."""

    def __init__(self, target: Target, format: str, header: Sequence[str] = KEYS) -> None:
        assert target.path is not None
        self._folder = target.path
        self._format = format
        self._header = header
        self._taken: dict[str, int] = {}
        try:
            os.makedirs(self._folder, exist_ok=True)
        except OSError as e:
            raise OutputError(f"{printable_path(self._folder)}: {reason_of(e)}") from None

    def put(self, name: str, data: bytes) -> None:
        """Write one Document to a file of its own; a name that is taken gets a number."""
        path = os.path.join(self._folder, self._free(name) + ENDING_OF[self._format])
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
        except OSError as e:
            raise OutputError(f"{printable_path(path)}: {reason_of(e)}") from None
        if self._format == "parquet":
            sink: DocumentSink = _parquet_sink(path)
        else:
            sink = StreamSink(AtomicFile(path), self._format, header=self._header)
        try:
            sink.put(name, data)
            sink.close()
        except BaseException:
            sink.abort()
            raise

    def _free(self, name: str) -> str:
        parts = [_cut(part) for part in name.split("/") if part not in ("", ".", "..")]
        stem = "/".join(parts) or "document"
        free, n = stem, self._taken.get(stem.lower(), 1)
        while free.lower() in self._taken:
            n += 1
            free = f"{stem}-{n}"
        self._taken[stem.lower()] = n
        self._taken[free.lower()] = 1
        return free

    def close(self) -> None:
        """Nothing is left to do: every file is complete."""

    def abort(self) -> None:
        """What was written stays: every file is whole."""


def _cut(part: str) -> str:
    safe = part.replace("\0", "")
    return safe.encode("utf-8", "replace")[:MAX_NAME_BYTES].decode("utf-8", "ignore")


def _parquet_sink(path: str) -> DocumentSink:
    from yrd_cli.writing.parquet import ParquetSink

    return ParquetSink(path)


def document_sink(
    target: Target,
    format: str,
    stdout: Stream,
    *,
    line_buffered: bool = False,
    header: Sequence[str] = KEYS,
) -> DocumentSink:
    """The sink for a target and a format, whose columns, as CSV or TSV, are ``header``."""
    if target.directory:
        return DirectorySink(target, format, header)
    if target.path is None:
        return StreamSink(stdout, format, flush_each=line_buffered, header=header)
    if format == "parquet":
        return _parquet_sink(target.path)
    file = AtomicFile(target.path, target.compression)
    return StreamSink(file, format, flush_each=line_buffered, header=header)


def refuse_same_file(inputs: list[str], target: Target) -> None:
    """Raise UsageError where the output is one of the inputs, or may take its place."""
    if target.path is None or not os.path.exists(target.path):
        return
    goal = printable_path(target.path)
    for name in inputs:
        if name == "-" or not os.path.exists(name):
            continue
        if os.path.samefile(name, target.path):
            raise UsageError(f"{goal}: is input and output at once")
        if target.directory and _may_be_replaced(name, target.path):
            raise UsageError(f"{goal}: holds the input {printable_path(name)}, choose another")


def _may_be_replaced(name: str, folder: str) -> bool:
    """Whether a file lies in the folder, with an ending that we write there."""
    ending = os.path.splitext(name)[1].lower()
    if ending not in ENDING_OF.values() or os.path.isdir(name):
        return False
    return os.path.samefile(os.path.dirname(os.path.realpath(name)), folder)
