"""What a file holds: its content decides, its name helps where content cannot tell."""

from __future__ import annotations

import re
from typing import Literal

Container = Literal["page", "jsonl", "json", "csv", "tsv", "parquet", "warc", "binary"]
"""``page`` is one text or HTML document; which of the two is decided after decoding."""

INPUT_FORMATS = ("auto", "text", "html", "jsonl", "json", "csv", "tsv", "parquet", "warc")

HEAD_BYTES = 1 << 16
"""How much of a file is looked at."""

_JSON_OBJECT = re.compile(rb'\s{0,100}\{\s{0,100}["}]')
_JSON_ARRAY = re.compile(rb"\s{0,100}\[\s{0,100}[{\]]")
_COLUMN_NAME = re.compile(r'"?[A-Za-z_][\w .-]{0,60}"?\Z')


def container_of(head: bytes, path: str = "", text_key: str = "text") -> Container:
    """The container that the first bytes of a file tell of.

    >>> container_of(b'{"text": "a"}\\n'), container_of("长三角".encode())
    ('jsonl', 'page')
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    body = head.removeprefix(b"\xef\xbb\xbf")
    name = path.lower()
    if _JSON_OBJECT.match(body):
        return _json_lines_or_one(body, name)
    if _JSON_ARRAY.match(body):
        return "json"
    if _is_binary(head):
        return "binary"
    name = re.sub(r"\.(gz|bz2|xz|zst)$", "", name)
    if name.endswith((".jsonl", ".ndjson", ".jsonlines")):
        return "jsonl"
    if name.endswith(".csv"):
        return "csv"
    if name.endswith(".tsv"):
        return "tsv"
    return _table_or_page(body, text_key)


def _is_binary(head: bytes) -> bool:
    if head.isascii() and b"\0" not in head:
        return False
    from yrd_cli.reading.decoding import is_binary

    return is_binary(head)


def _json_lines_or_one(body: bytes, name: str) -> Container:
    """Whether the objects stand one a line, or one is spread over lines."""
    from yrd_cli.document import parse_json

    first, newline, _ = body.lstrip().partition(b"\n")
    if not newline:
        return "jsonl"
    try:
        parse_json(first)
    except ValueError:
        spread = first.rstrip().endswith((b"{", b"[", b",")) and not name.endswith(
            (".jsonl", ".ndjson")
        )
        return "json" if spread else "jsonl"
    return "jsonl"


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
