"""JSON from bytes in any encoding: it should be UTF-8, and is not always."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yrd_cli.document import parse_json, parse_json_text

if TYPE_CHECKING:
    from yrd_cli.reading.decoding import Decoded


def json_value(data: bytes, encoding: str = "auto") -> tuple[Any, Decoded | None]:
    """One JSON value, and how its bytes were decoded where they were not plain UTF-8.

    Raises ValueError with a reason for broken JSON.
    """
    from yrd_cli.reading.decoding import decode

    if encoding == "auto":
        try:
            return parse_json(data), None
        except UnicodeDecodeError:
            pass  # not UTF-8: the ladder decides
    decoded = decode(data, encoding)
    return parse_json_text(decoded.text), decoded


def decoding_message(decoded: Decoded) -> str:
    """What is to be said of JSON that was not UTF-8."""
    if decoded.undecodable:
        return undecodable_message(decoded.undecodable, decoded.encoding)
    return f"not valid UTF-8: read as {decoded.encoding}"


def undecodable_message(count: int, encoding: str) -> str:
    """What is to be said of bytes that no decoder could read."""
    plural = "s" if count > 1 else ""
    return f"{count} byte sequence{plural} not valid in {encoding}: replaced by U+FFFD"
