"""Changes to an input that keep it deep: whole tokens and lines, within compressed data too."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import re
from collections.abc import Callable, Sequence

from tests.fuzz.draw import OPTION_BYTES
from yrd_cli.reading.compression import compression_of

Change = Callable[[bytes], bytes]

UNPACKED = 1 << 16
"""Bytes that are unpacked to be changed."""

_LENGTH = re.compile(rb"(?im)^(WARC/1\.0\r?\n(?:[^\r\n]+\r?\n)*?Content-Length:[ \t]*)(\d+)")


def mutated(
    data: bytes, tokens: Sequence[bytes], others: Sequence[bytes], rng: random.Random, most: int
) -> bytes:
    """A changed copy, of at most so many bytes."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 5))):
        rng.choice(_CHANGES)(changed, tokens, others, rng)
    return bytes(changed[:most])


def _insert_token(
    data: bytearray, tokens: Sequence[bytes], _: Sequence[bytes], rng: random.Random
) -> None:
    at = rng.randint(0, len(data))
    data[at:at] = rng.choice(tokens) * rng.choice((1, 1, 1, 2, 9))


def _replace_by_token(
    data: bytearray, tokens: Sequence[bytes], _: Sequence[bytes], rng: random.Random
) -> None:
    at = rng.randint(0, len(data))
    data[at : at + rng.randint(1, 12)] = rng.choice(tokens)


def _cut(data: bytearray, _: Sequence[bytes], __: Sequence[bytes], rng: random.Random) -> None:
    at = rng.randint(0, len(data))
    del data[at : at + rng.choice((1, 1, 2, 3, 8, 64))]


def _flip(data: bytearray, _: Sequence[bytes], __: Sequence[bytes], rng: random.Random) -> None:
    if data:
        data[rng.randrange(len(data))] = rng.randrange(256)


def _repeat(data: bytearray, _: Sequence[bytes], __: Sequence[bytes], rng: random.Random) -> None:
    at, size = rng.randint(0, len(data)), rng.choice((1, 3, 9, 40, 200))
    data[at:at] = data[at : at + size] * rng.choice((1, 2, 8))


def _splice(
    data: bytearray, _: Sequence[bytes], others: Sequence[bytes], rng: random.Random
) -> None:
    other = rng.choice(others)
    start = rng.randint(0, len(other))
    at = rng.randint(0, len(data))
    data[at : at + rng.choice((0, 0, 20))] = other[start : start + rng.choice((10, 60, 400))]


def _move_line(
    data: bytearray, _: Sequence[bytes], __: Sequence[bytes], rng: random.Random
) -> None:
    lines = bytes(data).split(b"\n")
    line = lines.pop(rng.randrange(len(lines)))
    lines.insert(rng.randint(0, len(lines)), line)
    data[:] = b"\n".join(lines)


_CHANGES = (
    _insert_token,
    _insert_token,
    _replace_by_token,
    _cut,
    _flip,
    _repeat,
    _splice,
    _move_line,
)


def within_compressed(data: bytes, change: Change, rng: random.Random) -> bytes:
    """The content of compressed data changed, and packed anew; else the bytes themselves."""
    if rng.random() < 0.4:
        return change(data)
    inner = _unpacked(data)
    if inner is None:
        return change(data)
    packed = _packed(change(inner), rng)
    return packed + change(data[-9:]) if rng.random() < 0.2 else packed + data[-OPTION_BYTES:]


def _unpacked(data: bytes) -> bytes | None:
    try:
        if compression_of(data[:6]) == "gzip":
            import zlib

            return zlib.decompressobj(31).decompress(data, UNPACKED)
        if compression_of(data[:6]) == "bzip2":
            return bz2.BZ2Decompressor().decompress(data, UNPACKED)
        if compression_of(data[:6]) == "xz":
            return lzma.LZMADecompressor(memlimit=1 << 26).decompress(data, UNPACKED)
    except Exception:
        return None
    return None


def _packed(data: bytes, rng: random.Random) -> bytes:
    import zstandard

    pack = rng.choice((
        lambda d: gzip.compress(d, 1, mtime=0), bz2.compress, lzma.compress,
        zstandard.ZstdCompressor(write_checksum=True).compress,
    ))  # fmt: skip
    return bytes(pack(data))


def within_archive(data: bytes, change: Change, rng: random.Random) -> bytes:
    """A changed web archive whose lengths are right again, mostly."""
    if compression_of(data[:6]) == "gzip":
        inner = _unpacked(data)
        if inner is not None:
            return (
                gzip.compress(within_archive(inner, change, rng), 1, mtime=0) + data[-OPTION_BYTES:]
            )
    changed = change(data)
    if rng.random() < 0.4:
        return changed
    parts = re.split(rb"(?=WARC/1\.0\r\n)", changed)
    return b"".join(map(_with_length, parts))


def _with_length(part: bytes) -> bytes:
    head, gap, body = part.partition(b"\r\n\r\n")
    length = len(body.removesuffix(b"\r\n\r\n"))
    return _LENGTH.sub(lambda m: m[1] + str(length).encode(), head + gap, count=1) + body
