"""The values of the options that set limits: sizes with a suffix, ratios, levels and seconds."""

from __future__ import annotations

import re
from math import inf

from yrd_cli.errors import UsageError
from yrd_cli.limits import MAX_JSON_DEPTH, NO_LIMIT, Limits

_SIZE = re.compile(r"([0-9]{1,18})([KMGT]?)(iB|B|)", re.IGNORECASE)
_POWERS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}
_NONE = ("0", "none")
MOST_SECONDS = 1e6


def size_value(option: str, text: str) -> int:
    """A number of bytes: plain, or with K, M, G or T (of 1,024; KB, MB … of 1,000, as `head -c`).

    >>> size_value("--line-limit", "64K"), size_value("--line-limit", "1MB")
    (65536, 1000000)
    """
    found = _SIZE.fullmatch(text)
    if text.lower() in _NONE or (found and not int(found[1])):
        return NO_LIMIT
    if found is None or (found[3] and not found[2] and found[3] != "B"):
        raise UsageError(f"{option} {text!r}: a size is bytes, or 64K, 1M, 2G; none is no limit")
    unit = 1000 if found[2] and found[3].upper() == "B" else 1024
    factor: int = unit ** _POWERS[found[2].upper()]
    return min(NO_LIMIT, int(found[1]) * factor)


def count_value(option: str, text: str) -> int:
    """A whole number from 1 on; 0 or none is no limit."""
    if text.lower() in _NONE:
        return NO_LIMIT
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and int(text)):
        raise UsageError(f"{option} {text!r}: a whole number, or none for no limit")
    return int(text)


def seconds_value(option: str, text: str) -> float:
    """A number of seconds; 0 or none is no limit."""
    if text.lower() in _NONE:
        return inf
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < MOST_SECONDS:
        raise UsageError(f"{option} {text!r} is no number of seconds")
    return seconds or inf


_COUNTS = ("expansion", "depth")
_SIZES = ("size", "line", "document")


def limits_of(**typed: str | None) -> Limits:
    """The limits that were typed, by the names of `Limits`. Raises UsageError."""
    read: dict[str, int | float] = {}
    for name, text in typed.items():
        if text is None:
            continue
        option = f"--{name}-limit"
        if name in _COUNTS:
            read[name] = count_value(option, text)
        elif name in _SIZES:
            read[name] = size_value(option, text)
        else:
            read[name] = seconds_value(option, text)
    limits = Limits(**read)  # type: ignore[arg-type]
    if limits.json_depth > MAX_JSON_DEPTH:
        from yrd_cli.document import allow_depth

        allow_depth()
    return limits
