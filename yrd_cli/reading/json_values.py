"""JSON from bytes in any encoding: it should be UTF-8, and is not always."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yrd_cli.document import DepthError, allow_depth, parse_json, parse_json_text
from yrd_cli.limits import MAX_JSON_DEPTH, too_deep

if TYPE_CHECKING:
    from yrd_cli.reading.decoding import Decoded


def json_value(
    data: bytes, encoding: str = "auto", depth: int = MAX_JSON_DEPTH, *, is_many: bool = False
) -> tuple[Any, Decoded | None]:
    """One JSON value, and how its bytes were decoded where they were not plain UTF-8.

    Raises ValueError with a reason for broken JSON, DepthError where it nests deeper: where it
    ``is_many`` values, how deep each is, is not looked at.
    """
    if depth > MAX_JSON_DEPTH:
        allow_depth()
    try:
        value, decoded = _parsed(data, encoding)
    except DepthError:
        raise DepthError(too_deep(depth)) from None
    if not is_many and data.count(b"[") + data.count(b"{") > depth and is_deeper(value, depth):
        raise DepthError(too_deep(depth))
    return value, decoded


def _parsed(data: bytes, encoding: str) -> tuple[Any, Decoded | None]:
    from yrd_cli.reading.decoding import decode

    if encoding == "auto":
        try:
            return parse_json(data), None
        except UnicodeDecodeError:
            pass  # not UTF-8: the ladder decides
    decoded = decode(data, encoding)
    return parse_json_text(decoded.text), decoded


def is_deeper(value: Any, depth: int) -> bool:
    """Whether lists and objects nest more than so many levels.

    >>> is_deeper({"a": [1]}, 1), is_deeper({"a": [1]}, 2)
    (True, False)
    """
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(depth):
        if not level:
            return False
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
    return bool(level)


def decoding_message(decoded: Decoded) -> str:
    """What is to be said of JSON that was not UTF-8."""
    if decoded.undecodable:
        return undecodable_message(decoded.undecodable, decoded.encoding)
    return f"not valid UTF-8: read as {decoded.encoding}"


def undecodable_message(count: int, encoding: str) -> str:
    """What is to be said of bytes that no decoder could read."""
    plural = "s" if count > 1 else ""
    return f"{count} byte sequence{plural} not valid in {encoding}: replaced by U+FFFD"
