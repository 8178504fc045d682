"""GB18030 and Big5-HKSCS bytes to text, so that a bad byte costs one character, not a line."""

from __future__ import annotations

import re

from yrd_cli.reading.alignment import ILLEGIBLE, Alignment, align
from yrd_cli.reading.web_tables import as_on_the_web

CHUNK = 4096
"""How much is tried at once after an error, and the longest stretch that is aligned, in bytes."""

ALIGNED_LIMIT = 1 << 18
"""Bytes of one input that are aligned: some 0.5 s. What is worse damaged is read plainly on."""

HEAD = 512
"""How much of the start tells whether the first byte is the rest of a cut character."""

CUT_MARGIN = 8.0
"""Nats by which the reading without the first byte must be likelier: under the 10 that one bad
byte costs more than a cut character, so that an odd number of bytes suffices."""

_BOUNDARY = re.compile(rb"[\x00-\x2f]")
"""A byte that is never part of a longer character, in GB18030 or in Big5."""


def decode_double_byte(data: bytes, encoding: str) -> tuple[str, int, int | None]:
    """The text, how many replacements it holds, and the byte offset of the first.

    ``encoding`` is ``gb18030`` or ``big5hkscs``.
    """
    text, bad, first = _decode(data, encoding)
    return as_on_the_web(text, encoding), bad, first


def _decode(data: bytes, encoding: str) -> tuple[str, int, int | None]:
    start = leading_cut(data, encoding)
    try:
        whole = (data[start:] if start else data).decode(encoding)
    except UnicodeDecodeError:
        return _decode_damaged(data, start, encoding)
    return ILLEGIBLE * start + whole, start, 0 if start else None


def leading_cut(data: bytes, encoding: str) -> int:
    """1 where the first byte is the rest of a character that was cut, else 0."""
    if not data or data[0] < 0x80:
        return 0
    stop = _BOUNDARY.search(data, 0, HEAD)
    head = data[: stop.start() if stop else HEAD]
    cut = align(head, encoding, cut_end=not stop)
    if cut.bad[:1] != ((0, 1),):
        return 0
    whole = align(head, encoding, cut_start=False, cut_end=not stop)
    return 1 if whole.cost - cut.cost >= CUT_MARGIN else 0


def _decode_damaged(data: bytes, start: int, encoding: str) -> tuple[str, int, int | None]:
    pieces, bad, aligned, at = [ILLEGIBLE] * start, [0] * start, 0, start
    while at < len(data):
        chunk = data[at : at + CHUNK]
        try:
            pieces.append(chunk.decode(encoding))
            at += len(chunk)
            continue
        except UnicodeDecodeError as error:
            damage = error.start
        last = at + len(chunk) == len(data)
        if damage >= len(chunk) - 3 and damage and not last:
            # The chunk, not the text, cut this character: the next chunk begins with it.
            pieces.append(chunk[:damage].decode(encoding))
            at += damage
            continue
        if aligned >= ALIGNED_LIMIT:
            text, more = _decode_plainly(data[at:], encoding)
            return "".join([*pieces, text]), len(bad) + more, bad[0] if bad else at + damage
        begin, end = _stretch(chunk, damage)
        pieces.append(chunk[:begin].decode(encoding))
        inner = end < len(chunk)
        reading = align(chunk[begin:end], encoding, cut_start=False, cut_end=not inner)
        text, used = reading.text, end - begin
        if not inner and not last:
            text, used = _without_last_cut(reading, used)
        pieces.append(text)
        bad.extend(at + begin + i for i, _ in reading.bad if i < used)
        aligned += used
        at += begin + used
    return "".join(pieces), len(bad), bad[0] if bad else None


def _stretch(chunk: bytes, damage: int) -> tuple[int, int]:
    """The bytes round an error between two that are surely characters of their own."""
    begin = 0
    for boundary in _BOUNDARY.finditer(chunk, 0, damage):
        begin = boundary.end()
    after = _BOUNDARY.search(chunk, damage + 1)
    return begin, after.start() if after else len(chunk)


def _without_last_cut(reading: Alignment, size: int) -> tuple[str, int]:
    """The text, and how many bytes it takes, without a character that only the stretch cut."""
    if reading.bad and reading.bad[-1] == (size - 1, 1):
        return reading.text[:-1], size - 1
    return reading.text, size


def _decode_plainly(data: bytes, encoding: str) -> tuple[str, int]:
    text = data.decode(encoding, "replace")
    genuine = data.count(b"\x84\x31\xa4\x37") if encoding == "gb18030" else 0
    return text, max(1, text.count(ILLEGIBLE) - genuine)
