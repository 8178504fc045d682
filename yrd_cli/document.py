"""The Document: the one model that every command takes and gives, and its JSON line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Any

SCHEMA_VERSION = 1
"""Raised when a key of the Document changes its meaning; part of every provenance record."""

MAX_ORJSON_DIGITS = 18
"""orjson silently turns integers over 64 bits into floats: from 19 digits on, `json` reads."""

_LONG_INTEGER = re.compile(rb"\d{%d}" % (MAX_ORJSON_DIGITS + 1))
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what is known of it. Field order is the order of the JSON keys.

    ``text`` holds one paragraph a line. Offsets that any command reports are code points into
    ``text``, end exclusive. ``edits`` counts how often each named rule changed the text.
    """

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    author: tuple[str, ...] = ()
    editor: tuple[str, ...] = ()
    url: str | None = None
    path: str | None = None
    encoding: str | None = None
    script: str | None = None
    edits: dict[str, int] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """The Document as a JSON object, every key present, in the order of the schema."""
        return {name: getattr(self, name) for name in KEYS}


KEYS = tuple(f.name for f in fields(Document))
_STRINGS = frozenset({"title", "date", "source", "url", "path", "encoding", "script"})
_LISTS = frozenset({"author", "editor"})


def document_from_record(
    record: dict[str, Any], default_id: str, text_key: str = "text", path: str | None = None
) -> Document:
    """Read a JSON object as a Document.

    Keys that the schema does not know go to ``metadata``, as do known keys whose value has
    another type than the schema's; nothing is lost.

    Raises ValueError where the text is missing or is not a string.
    """
    if text_key not in record:
        raise ValueError(f"no key {text_key!r}")
    text = record[text_key]
    if not isinstance(text, str):
        raise ValueError(f"{text_key!r} is {_json_type(text)}, not a string")
    values: dict[str, Any] = {"text": text, "path": path}
    rest: dict[str, Any] = {}
    given = record.get("metadata")
    for key, value in record.items():
        if key == text_key or (key == "metadata" and isinstance(given, dict)):
            continue
        known = _known_value(key, value)
        if known is not _UNKNOWN:
            values[key] = known
        else:
            rest[key] = value
    metadata = dict(given) if isinstance(given, dict) else {}
    for key, value in rest.items():
        metadata[_free_key(metadata, key, value)] = value
    # The text is held as it was given, but for what no UTF-8 stream can hold.
    sound, broken = without_surrogates(values["text"])
    if broken:
        edits = dict(values.get("edits") or {})
        edits["surrogate"] = edits.get("surrogate", 0) + broken
        values.update(text=sound, edits=edits)
    if values["path"] is None:
        values["path"] = path
    values["id"] = values.get("id") or default_id
    return Document(**values, metadata=metadata)


_UNKNOWN = object()


def _known_value(key: str, value: Any) -> Any:
    """The value as the schema wants it, or ``_UNKNOWN`` where it does not fit."""
    if key == "id" and isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value)
    if key in _STRINGS and (value is None or isinstance(value, str)):
        return value
    if key in _LISTS:
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,)
        if isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value):
            return tuple(value)
    if key == "edits" and isinstance(value, dict) and all(type(n) is int for n in value.values()):
        return dict(value)
    return _UNKNOWN


def _free_key(taken: dict[str, Any], key: str, value: Any) -> str:
    name, n = key, 2
    while name in taken and taken[name] != value:
        name, n = f"{key}#{n}", n + 1
    return name


def _json_type(value: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "a boolean", int: "a number", float: "a number"}
    return "null" if value is None else names.get(type(value), type(value).__name__)


def without_surrogates(text: str) -> tuple[str, int]:
    """Lone surrogates become U+FFFD, for no UTF-8 stream can hold them; gives text and count.

    >>> without_surrogates("a\\udc80b")
    ('a�b', 1)
    """
    if text.isascii():
        return text, 0
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.subn("�", text)
    return text, 0


def parse_json(data: bytes) -> Any:
    """Read one JSON value from UTF-8.

    Raises UnicodeDecodeError for bytes that are not UTF-8, and ValueError with a reason and a
    column for broken JSON.
    """
    import orjson

    if not _LONG_INTEGER.search(data):
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError:
            pass  # NaN, lone surrogates and a BOM are refused by orjson and read by json
    return parse_json_text(data.decode("utf-8-sig"))


def parse_json_text(text: str) -> Any:
    """Read one JSON value; raises ValueError with a reason and a column."""
    import json

    try:
        return json.loads(text)
    except json.JSONDecodeError as e:
        raise ValueError(f"broken JSON: {e.msg} at column {e.colno}") from None
    except RecursionError:
        raise ValueError("broken JSON: nested too deeply") from None


def json_line(record: dict[str, Any]) -> bytes:
    """One JSON object as a line of UTF-8 with its newline; never fails on corpus text."""
    import orjson

    try:
        return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS)
    except (TypeError, orjson.JSONEncodeError):
        return _json_line_slowly(record)


def _json_line_slowly(record: dict[str, Any]) -> bytes:
    import json

    text = json.dumps(_encodable(record), ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def _encodable(value: Any) -> Any:
    """The same value without what UTF-8 and JSON cannot hold (lone surrogates, NaN)."""
    if isinstance(value, str):
        return without_surrogates(value)[0]
    if isinstance(value, dict):
        return {_encodable(str(k)): _encodable(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encodable(v) for v in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value
