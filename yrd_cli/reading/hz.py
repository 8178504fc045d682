"""HZ (RFC 1843): GB 2312 in seven bits, between ``~{`` and ``~}``."""

from __future__ import annotations

import re

from yrd_cli.reading.alignment import ILLEGIBLE, align
from yrd_cli.reading.double_byte import decode_double_byte
from yrd_cli.reading.likelihood import BAD_COST

_SWITCH = re.compile(rb"~\{|~\}|\n")
_OPENING = re.compile(rb"~[~{]")
_PLAIN_ESCAPE = re.compile(rb"~(~|\r?\n)")
_SECTION = re.compile(rb"~\{((?:[^\n~]|~(?!\})){2,400})")  # 二 ends in a tilde
_ASCII = bytes(range(0x80))
_TO_EIGHT_BITS = bytes(b | 0x80 if 0x21 <= b <= 0x7E else b for b in range(256))

SAMPLE = 1 << 14
"""How many bytes are read to decide."""

SMALL_LETTER_COST = 3.2
OTHER_ASCII_COST = 5.0
"""Nats: English is small letters and spaces, HZ a jumble of all that is printable."""

HIGH_SHARE = 0.02
"""HZ has no byte over 0x7F; a few may be damage."""


def may_be_hz(data: bytes) -> bool:
    """Whether an escape, or half of one at either end, calls for a closer look; cheap."""
    return b"~" in data or data[:1] == b"{"


def looks_like_hz(data: bytes) -> bool:
    """Whether what stands between the escapes reads better as Chinese than as ASCII.

    >>> looks_like_hz("第一条".encode("hz")), looks_like_hz(b"~{a} in Perl~}")
    (True, False)
    """
    begin = max(0, data.find(b"~{") - SAMPLE // 2)
    sample = data[begin : begin + SAMPLE]
    if len(sample.translate(None, _ASCII)) > HIGH_SHARE * len(sample) + 3:
        return False
    if sum(map(_advantage, _SECTION.findall(sample))) > 0:
        return True
    if begin or not (_starts_in_chinese(sample) or sample[:1] == b"{"):
        return False
    head = _SWITCH.split(sample[:400], maxsplit=1)[0]
    # The first bytes may be half an escape, half a character, or both.
    return max(_advantage(head[skip:]) for skip in range(4)) > 0


def _advantage(section: bytes) -> float:
    """By how many nats Chinese is likelier than ASCII."""
    small = len(re.findall(rb"[a-z ]", section))
    high = len(section.translate(None, _ASCII))
    other = len(section) - small - high
    ascii_cost = SMALL_LETTER_COST * small + OTHER_ASCII_COST * other + BAD_COST * high
    eight = section.translate(_TO_EIGHT_BITS)
    return ascii_cost - align(eight, "gb18030", cut_start=False, cut_end=False).cost


def _starts_in_chinese(data: bytes) -> bool:
    """Whether the data was cut inside a Chinese section: the first switch leaves one.

    At the very end half a switch counts.
    """
    switch = _SWITCH.search(data)
    if switch is None:
        return data[-1:] == b"~" and data[-2:] != b"~~"
    return switch[0] == b"~}"


def decode_hz(data: bytes) -> tuple[str, int, int | None]:
    """The text, how many replacements it holds, and the byte offset of the first."""
    pieces: list[str] = []
    bad, first = 0, None
    chinese = _starts_in_chinese(data)
    if data[:1] == b"{" and not chinese:
        # The tilde before it was cut, unless it is ASCII before the first switch.
        chinese = looks_like_hz(data[: _end_of_ascii(data, 0)])
    at = 1 if chinese and data[:1] == b"{" else 0
    while at < len(data):
        end = _end_of_chinese(data, at) if chinese else _end_of_ascii(data, at)
        text, more, offset = _read(data[at:end], chinese=chinese)
        pieces.append(text)
        bad += more
        if first is None and offset is not None:
            first = at + offset
        at = end if data[end : end + 1] == b"\n" else end + 2
        chinese = not chinese
    return "".join(pieces), bad, first


def _end_of_chinese(data: bytes, at: int) -> int:
    """Where `~}` or the line ends; `~}` is nothing else, for the row of `}` is empty."""
    newline = data.find(b"\n", at)
    newline = len(data) if newline < 0 else newline
    close = data.find(b"~}", at, newline)
    if close < 0 and newline == len(data) and data[-1:] == b"~":
        return newline - 1
    return newline if close < 0 else close


def _end_of_ascii(data: bytes, at: int) -> int:
    for escape in _OPENING.finditer(data, at):
        if escape[0] == b"~{":  # in `~~{` the first two are a tilde
            return escape.start()
    return len(data)


def _read(part: bytes, *, chinese: bool) -> tuple[str, int, int | None]:
    if chinese:
        eight = part.translate(_TO_EIGHT_BITS)
        try:
            return eight.decode("gb18030"), 0, None
        except UnicodeDecodeError:
            return decode_double_byte(eight, "gb18030")
    plain = _PLAIN_ESCAPE.sub(lambda m: b"~" if m[1] == b"~" else b"", part)
    text = plain.decode("ascii", "replace")
    high = re.search(rb"[\x80-\xff]", part)
    return text, text.count(ILLEGIBLE), high.start() if high else None
