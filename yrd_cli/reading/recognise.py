"""What a file holds: its content decides, its name helps where content cannot tell."""

from __future__ import annotations

import re
from typing import Literal

from yrd_cli.patterns import compiled

Container = Literal["page", "jsonl", "json", "csv", "tsv", "parquet", "warc", "binary"]
"""``page`` is one text or HTML document; which of the two is decided after decoding."""

HEAD_BYTES = 1 << 16
"""How much of a file is looked at."""

_JSON_OBJECT = re.compile(rb'\s{0,100}\{\s{0,100}["}]')
_JSON_ARRAY = re.compile(rb"\s{0,100}\[\s{0,100}[{\]]")
_COLUMN_NAME = compiled(r'"?[^\W\d][\w .-]{0,60}"?\Z')
_COMPRESSED_NAME = compiled(r"\.(gz|bz2|xz|zst)\Z")
_JSON_LINES_NAMES = (".jsonl", ".ndjson", ".jsonlines")

LINES_LOOKED_AT = 100
"""How many lines of a file that may be JSON Lines are read to find one that is an object."""

_MARKS = ((b"PAR1", "parquet"), (b"WARC/", "warc"))


def is_enough(head: bytes) -> bool:
    """Whether ``container_of`` can tell from these first bytes: one line is what it takes."""
    return b"\n" in head.lstrip() or head.startswith(tuple(mark for mark, _ in _MARKS))


def container_of(head: bytes, path: str = "", text_key: str = "text") -> Container:
    """The container that the first bytes of a file tell of.

    >>> container_of(b'{"text": "a"}\\n'), container_of("长三角".encode())
    ('jsonl', 'page')
    """
    for mark, container in _MARKS:
        if head.startswith(mark):
            return container  # type: ignore[return-value]
    body = head.removeprefix(b"\xef\xbb\xbf")
    name = _COMPRESSED_NAME.sub("", path.lower())
    if _JSON_OBJECT.match(body):
        return "jsonl" if name.endswith(_JSON_LINES_NAMES) else _json_lines_or_one(body)
    if _JSON_ARRAY.match(body):
        return "json"
    if _is_binary(head):
        return "binary"
    if name.endswith(_JSON_LINES_NAMES):
        return "jsonl"
    if name.endswith((".csv", ".tsv")):
        return "csv" if name.endswith(".csv") else "tsv"
    return _table_or_page(body, text_key)


def _is_binary(head: bytes) -> bool:
    from yrd_cli.reading.binary import is_binary

    return is_binary(head)


def _json_lines_or_one(body: bytes) -> Container:
    """Whether the objects stand one a line, or one is spread over lines.

    One that is spread begins with a line that breaks off where an object may, and has no line
    that is an object from its first column on. (A line that is broken is no sign of it.)
    """
    lines = body.lstrip().split(b"\n", LINES_LOOKED_AT)
    if not lines[0].rstrip().endswith((b"{", b"[", b",")):
        return "jsonl"
    return "jsonl" if any(map(_is_object, lines[:LINES_LOOKED_AT])) else "json"


def _is_object(line: bytes) -> bool:
    from yrd_cli.document import parse_json

    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(parse_json(line), dict)
    except ValueError:
        return False


def _table_or_page(body: bytes, text_key: str) -> Container:
    """A table is known by a header row that names the text's column, else the file is a page."""
    first = body.partition(b"\n")[0]
    if len(first) > 4096:
        return "page"
    header = first.decode("utf-8", "replace").rstrip("\r")
    for separator, container in ((",", "csv"), ("\t", "tsv")):
        names = header.split(separator)
        plain = [n.strip('" ') for n in names]
        if len(names) > 1 and text_key in plain and all(map(_COLUMN_NAME.match, names)):
            return container  # type: ignore[return-value]
    return "page"
