"""What speaks for each encoding: the cost of reading a sample of the bytes in it."""

from __future__ import annotations

import re
from collections import Counter

from yrd_cli.patterns import compiled
from yrd_cli.reading.alignment import align
from yrd_cli.reading.likelihood import BAD_COST, CUT_COST, text_cost

SAMPLE = 3 * (1 << 11)
"""Bytes that are read to decide, some 3,000 characters; from 200 on no case was decided wrongly."""

SHORT = 1 << 10
"""Up to this many bytes the sample is aligned, so that one lost byte does not spoil the rest."""

UNCONTROLLED_WIDE = 256
"""Bytes up to which UTF-16 may come without a control byte: one low byte in eight is one."""

FEW_HIGH_BYTES = 400
"""With fewer bytes over 0x7F in the sample, the Chinese is looked for in the whole input."""

PRIORS = {
    "utf-8": 0.0,
    "gb18030": 1.0,
    "big5hkscs": 2.0,
    "utf-16-le": 3.0,
    "utf-16-be": 4.0,
    "cp1252": 6.0,
}
"""Nats against each before a byte is read: mere tie-breakers, in the order of their use."""

_NOT_ASCII = re.compile(rb"[\x80-\xff][\x30-\xff]{0,200}")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_HAN = compiled("[\u3000-\uffef\U00020000-\U0003ffff]")
_HIGH_PAIR = re.compile(rb"[\x80-\xff](?=[\x80-\xff])")

NO_HAN_COST = 15.0
"""Nats against GB18030 and Big5 where one reads stray bytes as cut characters and no Chinese."""

_WESTERN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüßÉÄÖÜ©®°·«»§¿¡“”‘’–—…€™£")
WESTERN_SAVING = 4.0
WESTERN_ROW_COST = 3.0
"""Nats by which the frequent signs of Western text are likelier in it than in Chinese, and by
which a row of them is unlikelier."""


def sample_of(data: bytes) -> list[bytes]:
    """Stretches that tell what the whole is: all of a short input; else head, middle, tail.

    The head is the part round the first byte that is not ASCII.
    """
    if len(data) <= SHORT:
        return [data]
    if len(data) <= SAMPLE:
        sparse = _high_bytes(data) < FEW_HIGH_BYTES and not CONTROL.search(data)
        return [_condensed(data, 0) if sparse else data]
    part = SAMPLE // 3
    first = max(0, _first_high(data) - 64) // 2 * 2
    starts = (first, max(first, len(data) // 4 * 2 - part), max(first, (len(data) - part) // 2 * 2))
    pieces = [data[start : start + part] for start in dict.fromkeys(starts)]
    if b"\0" in pieces[0] or sum(map(_high_bytes, pieces)) >= FEW_HIGH_BYTES:
        return pieces
    return [_condensed(data, first)]


def _first_high(data: bytes) -> int:
    try:
        data.decode("ascii")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _high_bytes(data: bytes) -> int:
    return len(data.translate(None, bytes(range(0x80))))


def _condensed(data: bytes, first: int) -> bytes:
    """What is not ASCII, with the ASCII that may belong to it, a line for each run."""
    runs: list[bytes] = []
    size = 0
    for run in _NOT_ASCII.finditer(data, first):
        runs.append(run[0])
        size += len(run[0])
        if size > SAMPLE // 3:
            break
    return b"\n".join(runs)


def costs_of(pieces: list[bytes]) -> dict[str, float]:
    """Encoding -> what the sample costs when read in it, in nats, priors included."""
    wide = any(map(CONTROL.search, pieces)) or sum(map(len, pieces)) <= UNCONTROLLED_WIDE
    return {
        encoding: prior + sum(_cost(piece, encoding) for piece in pieces)
        for encoding, prior in PRIORS.items()
        if wide or not encoding.startswith("utf-16")
    }


def _cost(piece: bytes, encoding: str) -> float:
    if encoding == "utf-8":
        return _utf8_cost(piece)
    if encoding == "cp1252":
        return _western_cost(piece)
    if len(piece) <= SHORT:
        reading = align(piece, encoding)
        no_chinese = not (encoding.startswith("utf-16") or _HAN.search(reading.text))
        return reading.cost + no_chinese * NO_HAN_COST
    # The piece may begin or end inside a character.
    return min(
        text_cost(piece.decode(encoding, "replace")),
        CUT_COST + text_cost(piece[1:].decode(encoding, "replace")),
    )


def _utf8_cost(piece: bytes) -> float:
    """As the others, but that a character cut at either end is no bad byte.

    That is believed only where other characters are sound: `José` in Windows-1252 ends so, too.
    """
    start = 0
    while start < min(3, len(piece)) and 0x80 <= piece[start] < 0xC0:
        start += 1
    text = piece[start:].decode("utf-8", "replace")
    cost = text_cost(text)
    if not text.replace("�", "").isascii():
        cuts = (start > 0) + text.endswith("�")
        return cost + cuts * CUT_COST - text.endswith("�") * BAD_COST
    return cost + start * BAD_COST


def _western_cost(piece: bytes) -> float:
    """Windows-1252: accented letters stand alone among ASCII letters, Chinese bytes in rows."""
    text = piece.decode("cp1252", "replace")
    costs = Counter(text)
    easier = sum(n * WESTERN_SAVING for c, n in costs.items() if c in _WESTERN)
    return text_cost(text) + WESTERN_ROW_COST * len(_HIGH_PAIR.findall(piece)) - easier
