"""Bytes to text: which encoding Chinese bytes are in, and what of them could not be read.

The steps, first answer wins: byte order mark; UTF-8; NULs where UTF-16 and UTF-32 have them; HZ;
then UTF-8 with bad bytes, UTF-16, GB18030, Big5-HKSCS and Windows-1252 against each other, by how
well their characters fit running Chinese text. What a page or a server says about itself, and
chardet, are heard only where that is close.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yrd_cli.reading.alignment import ILLEGIBLE, align
from yrd_cli.reading.binary import is_binary
from yrd_cli.reading.double_byte import decode_double_byte
from yrd_cli.reading.encoding_evidence import CONTROL, SHORT, costs_of, sample_of
from yrd_cli.reading.encoding_names import (
    AUTO,
    CHINESE_FAMILY,
    ENCODINGS,
    canonical_encoding,
    known_encoding,
)
from yrd_cli.reading.hz import decode_hz, looks_like_hz, may_be_hz
from yrd_cli.reading.wide import decode_utf16

__all__ = [
    "CHINESE_FAMILY",
    "ENCODINGS",
    "Decoded",
    "canonical_encoding",
    "decode",
    "detect_encoding",
    "is_binary",
]

CLOSE = 6.0
"""Nats between the two best readings under which the page's own word and chardet are heard."""

DECLARATION_BYTES = 2048
"""Where a page may say its encoding; HTML asks for the first 1024 bytes."""

DAMAGED_UTF8_SHARE = 0.02
"""Bad bytes to a character beyond ASCII up to which UTF-8 needs no comparison."""

SHORTEST_WIDE = 8
"""Bytes under which a control byte is not taken for half a character."""

_UTF8_MARK = b"\xef\xbb\xbf"
_MARKS = (
    (_UTF8_MARK, "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""Byte order marks, the longer before the shorter that begins alike."""

_DECLARED = re.compile(
    rb"""(?:charset|encoding)[ \t]{0,9}=[ \t]{0,9}["']?([A-Za-z0-9_-]{2,20})""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and what it took to read it.

    ``undecodable`` counts the U+FFFD of ``text`` that stand for bytes that could not be read
    (the source may hold others); ``first_bad`` is the byte offset of the first.
    """

    text: str
    encoding: str
    undecodable: int = 0
    first_bad: int | None = None


def decode(data: bytes, encoding: str = AUTO, hint: str | None = None) -> Decoded:
    """Read bytes as text, without byte order mark; never fails on bytes.

    ``hint`` is what came with them, such as the charset of an HTTP header: a vote where the bytes
    leave it open. Raises UsageError for the name of an encoding that is not among ENCODINGS.

    >>> decode("第一条 总则".encode("gbk")).encoding
    'gb18030'
    """
    wanted = canonical_encoding(encoding)
    if wanted in (AUTO, "utf-8"):
        clean = _clean_utf8(data)
        if clean is not None and (wanted == "utf-8" or not _may_be_other(data, clean)):
            return Decoded(clean.removeprefix("\ufeff"), "utf-8")
    if wanted == AUTO:
        wanted = detect_encoding(data, hint)
    elif wanted in ("utf-16", "utf-32"):
        wanted = _byte_order(data, wanted)
    return _read_as(data, wanted)


def detect_encoding(data: bytes, hint: str | None = None) -> str:
    """The encoding that ``decode`` reads the bytes in: one of CHINESE_FAMILY, or ``cp1252``.

    >>> detect_encoding("中華民國基於三民主義".encode("big5"), hint="gb2312")
    'big5hkscs'
    """
    marked = _marked(data)
    if marked is not None:
        return marked
    clean = _clean_utf8(data)
    if clean is not None and not _may_be_other(data, clean):
        return "utf-8"
    wide = _wide_by_controls(data)
    if wide is not None:
        return wide
    if may_be_hz(data) and looks_like_hz(data):
        return "hz"
    return "utf-8" if clean is not None else _most_likely(data, hint)


def _clean_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _may_be_other(data: bytes, text: str) -> bool:
    """Whether sound UTF-8 may still be HZ, which is ASCII, or UTF-16, for its NULs."""
    if b"\0" in data or (text.isascii() and may_be_hz(data)):
        return True
    return len(data) <= SHORT and CONTROL.search(data) is not None


def _marked(data: bytes) -> str | None:
    """What the byte order mark says, where the bytes after it bear it out."""
    for mark, encoding in _MARKS:
        if not data.startswith(mark):
            continue
        if encoding == "utf-32-le" and not _sound_utf32(data, encoding):
            continue  # UTF-16 that begins with a NUL
        if encoding == "utf-8" and not _nearly_utf8(data):
            continue  # a mark that an editor put before GBK
        return encoding
    return None


def _sound_utf32(data: bytes, encoding: str) -> bool:
    sample = data[: 1 << 12]
    text = sample[: len(sample) // 4 * 4].decode(encoding, "replace")
    return text.count(ILLEGIBLE) * 20 <= len(text)


def _nearly_utf8(data: bytes) -> bool:
    """Whether a few bad bytes at most stand among characters that are sound UTF-8."""
    for piece in sample_of(data):
        text = piece.decode("utf-8", "replace")
        beyond = len(text) - len(text.encode("ascii", "ignore"))
        if text.count(ILLEGIBLE) > 2 + DAMAGED_UTF8_SHARE * beyond or beyond < 3:
            return False
    return True


def _wide_by_controls(data: bytes) -> str | None:
    """UTF-32 and UTF-16 told by control bytes, NUL before all, that no other text has."""
    if len(data) < SHORTEST_WIDE:
        return None
    head = data[:SHORT]
    nuls = [head[place::4].count(0) for place in range(4)]
    if min(nuls[2:]) >= 0.9 * (len(head) // 4) and _sound_utf32(data, "utf-32-le"):
        return "utf-32-le"
    if min(nuls[:2]) >= 0.9 * (len(head) // 4) and _sound_utf32(data, "utf-32-be"):
        return "utf-32-be"
    if not CONTROL.search(head):
        return None
    costs = costs_of([head])
    best = min(costs, key=costs.__getitem__)
    narrow = min(cost for encoding, cost in costs.items() if not encoding.startswith("utf-16"))
    return best if narrow - costs[best] > CLOSE else None


def _most_likely(data: bytes, hint: str | None) -> str:
    if _nearly_utf8(data):
        return "utf-8"
    pieces = sample_of(data.removeprefix(_UTF8_MARK))
    costs = costs_of(pieces)
    best, second = sorted(costs, key=costs.__getitem__)[:2]
    if costs[second] - costs[best] >= CLOSE:
        return best
    said = _said(data, hint)
    if said in (best, second):
        return said
    if "cp1252" in (best, second):
        return best  # chardet knows Western text as a dozen code pages: no judge of this
    return _arbitrated(b"\n".join(pieces), best, second)


def _said(data: bytes, hint: str | None) -> str | None:
    """The encoding that came with the bytes, or that they name themselves."""
    if hint is not None and (known := known_encoding(hint)) is not None:
        return known
    declared = _DECLARED.search(data, 0, DECLARATION_BYTES)
    return known_encoding(declared[1].decode("ascii")) if declared else None


def _arbitrated(sample: bytes, best: str, second: str) -> str:
    """What chardet says of the two; the better one where it says neither."""
    import chardet

    named = chardet.detect(sample, include_encodings=[best, second], no_match_encoding=best)
    answer = known_encoding(named["encoding"] or best)
    return answer if answer in (best, second) else best


def _byte_order(data: bytes, family: str) -> str:
    marked = _marked(data)
    if marked is not None and marked.startswith(family):
        return marked
    head = data[: 1 << 10]
    orders = (f"{family}-le", f"{family}-be")
    if family == "utf-32":
        return orders[0] if _sound_utf32(data, orders[0]) else orders[1]
    return min(orders, key=lambda order: align(head, order).cost)


def _read_as(data: bytes, encoding: str) -> Decoded:
    marks = [m for m, e in _MARKS if e == encoding and data.startswith(m)]
    if data.startswith(_UTF8_MARK):
        marks.append(_UTF8_MARK)  # before any encoding: an editor put it there
    start = len(marks[0]) if marks else 0
    body = data[start:] if start else data
    if encoding in ("gb18030", "big5hkscs"):
        text, bad, first = decode_double_byte(body, encoding)
    elif encoding == "hz":
        text, bad, first = decode_hz(body)
    elif encoding.startswith("utf-16"):
        text, bad, first = decode_utf16(body, encoding, marked=start > 0)
    else:
        text, bad, first = _decode_plainly(body, encoding)
    return Decoded(text, encoding, bad, None if first is None else first + start)


def _decode_plainly(data: bytes, encoding: str) -> tuple[str, int, int | None]:
    try:
        return data.decode(encoding), 0, None
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        genuine = data.count(ILLEGIBLE.encode(encoding)) if encoding != "cp1252" else 0
        return text, text.count(ILLEGIBLE) - genuine, error.start
