"""The Document: the one model that every command takes and gives, and its JSON line."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, fields
from math import isfinite
from typing import Any

from yrd_cli.limits import MAX_JSON_DEPTH, too_deep
from yrd_cli.patterns import compiled

SCHEMA_VERSION = 1
"""Raised when a key of the Document changes its meaning; part of every provenance record."""

MAX_ORJSON_DIGITS = 18
"""orjson silently turns integers over 64 bits into floats: from 19 digits on, `json` reads."""

MAX_DIGITS = 4300
"""The longest integer that Python reads; longer ones take quadratic time."""

MAX_COUNT = 2**63 - 1
"""A count in ``edits`` is a 64-bit integer, as Parquet stores it."""

FRAMES = 3000
"""Python's frames for JSON that nests up to MOST_JSON_DEPTH: a walk over it takes two for each
level."""


class DepthError(ValueError):
    """JSON that nests too deep to be read at all."""


def allow_depth() -> None:
    """Let deep JSON be read and written in this process, where it was asked for."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), FRAMES))


_LONG_RUN = b"0" * (MAX_ORJSON_DIGITS + 1)
_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")  # quicker than a regex
_SURROGATE = compiled("[\ud800-\udfff]")


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
    record: dict[str, Any],
    default_id: str,
    text_key: str = "text",
    path: str | None = None,
    depth: int = MAX_JSON_DEPTH,
    *,
    is_sound: bool = False,
) -> Document:
    """Read a JSON object as a Document.

    ``is_sound``: known to be no deeper than ``depth``, and without lone surrogates, which JSON
    in UTF-8 can only hold as escapes.

    Keys that the schema does not know go to ``metadata``, as do known keys whose value has
    another type than the schema's; nothing is lost. Lone surrogates, which no UTF-8 stream can
    hold, become U+FFFD and are counted in ``edits``.

    Raises ValueError where the text is missing or is not a string, and where the record nests
    more than ``depth`` levels.
    """
    record, broken = (record, 0) if is_sound else _without_surrogates_within(record, depth)
    if text_key not in record:
        raise ValueError(f"no key {text_key!r}")
    text = record[text_key]
    if not isinstance(text, str):
        raise ValueError(f"{text_key!r} is {_json_type(text)}, not a string")
    given = record.get("metadata")
    metadata = dict(given) if isinstance(given, dict) else {}
    values: dict[str, Any] = {}
    for key, value in record.items():
        if key == text_key or (key == "metadata" and (given is None or isinstance(given, dict))):
            continue
        known = _known_value(key, value)
        if known is not _UNKNOWN:
            values[key] = known
        else:
            metadata[_free_key(metadata, key, value)] = value
    if broken:
        edits = values.setdefault("edits", {})
        edits["surrogate"] = edits.get("surrogate", 0) + broken
    values.setdefault("path", path)  # a record that says null came from no file
    values.update(text=text, id=values.get("id") or default_id)
    return Document(**values, metadata=metadata)


_UNKNOWN = object()


def _known_value(key: str, value: Any) -> Any:
    """The value as the schema wants it, or ``_UNKNOWN`` where it does not fit."""
    if key == "id" and (value is None or _is_name(value)):
        return None if value is None else str(value)
    if key in _STRINGS and (value is None or isinstance(value, str)):
        return value
    if key in _LISTS:
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,)
        if isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value):
            return tuple(value)
    if key == "edits" and (value is None or (isinstance(value, dict) and _are_counts(value))):
        return dict(value or {})
    return _UNKNOWN


def _is_name(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _are_counts(edits: dict[str, Any]) -> bool:
    return all(type(n) is int and 0 <= n <= MAX_COUNT for n in edits.values())


def _free_key(taken: dict[str, Any], key: str, value: Any) -> str:
    """The key, or the key with a number where another value has it."""
    name, n = key, 2
    while name in taken and not (type(taken[name]) is type(value) and taken[name] == value):
        name, n = f"{key}#{n}", n + 1
    return name


def _without_surrogates_within(
    record: dict[str, Any], most: int = MAX_JSON_DEPTH
) -> tuple[dict[str, Any], int]:
    """A record whose every string UTF-8 can hold, and how many surrogates that took."""
    broken = 0

    def sound(value: Any, depth: int) -> Any:
        nonlocal broken
        if isinstance(value, str):
            text, count = without_surrogates(value)
            broken += count
            return text
        if isinstance(value, (dict, list)):
            if depth > most:
                raise ValueError(too_deep(most))
            if isinstance(value, dict):
                return {sound(k, depth): sound(v, depth + 1) for k, v in value.items()}
            return [sound(v, depth + 1) for v in value]
        return value

    return sound(record, 1), broken


def _json_type(value: Any) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "a number"
    names = {type(None): "null", dict: "an object", list: "a list", bool: "a boolean"}
    return names.get(type(value), type(value).__name__)


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

    if _LONG_RUN not in data.translate(_AS_ZERO):
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
        line = f"line {e.lineno}, " if e.lineno > 1 else ""
        raise ValueError(f"broken JSON: {e.msg} at {line}column {e.colno}") from None
    except RecursionError:
        raise DepthError("broken JSON: nested too deeply") from None
    except ValueError:
        raise ValueError(f"broken JSON: a number of over {MAX_DIGITS} digits") from None


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
    """The same value in what UTF-8 and JSON can hold.

    Lone surrogates become U+FFFD, NaN and the infinities null, bytes text, dates and decimal
    numbers (from Parquet) strings.
    """
    if isinstance(value, str):
        return without_surrogates(value)[0]
    if isinstance(value, dict):
        return {_encodable(str(k)): _encodable(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encodable(v) for v in value]
    if isinstance(value, float) and not isfinite(value):
        return None
    if isinstance(value, (bytes, bytearray)):
        return value.decode("utf-8", "replace")
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value)
