"""Sets of characters as patterns over the bytes of UTF-8 (after Russ Cox's and Rust's utf8-ranges).

A pattern over bytes needs no valid UTF-8, where hyperscan's own UTF-8 mode does anything at all on
text that is not valid; and it is faster: 12 ms for 200 MB and a literal, against 20.
"""

from __future__ import annotations

from collections.abc import Iterator

from yrd_cli.grep.scan.ranges import Range, Ranges, merged, without

_LAST_OF_LENGTH = (0x7F, 0x7FF, 0xFFFF, 0x10FFFF)
ESCAPES = (0xDC80, 0xDCFF)
"""The surrogates that stand for bytes that are no UTF-8."""

Branch = tuple[Ranges, "Tree"]
Tree = tuple[Branch, ...]
"""Bytes and what follows each of them: tails that are equal are one."""


def byte_pattern(ranges: Ranges) -> bytes:
    """A pattern for the UTF-8 of each character of a set, and for nothing else; b"" for none.

    >>> byte_pattern(((0x957F, 0x957F), (0x9577, 0x9577)))
    b'\\\\xe9\\\\x95[\\\\xb7\\\\xbf]'
    """
    sequences = [s for low, high in without(ranges, 0xD800, 0xDFFF) for s in _sequences(low, high)]
    return _written(_tree(sequences))


def escaped_bytes(ranges: Ranges) -> Ranges:
    """The bytes that are no UTF-8 which a set holds, as ranges of bytes."""
    first, last = ESCAPES
    return tuple(
        (max(low, first) - 0xDC00, min(high, last) - 0xDC00)
        for low, high in ranges
        if low <= last and high >= first
    )


def _sequences(low: int, high: int) -> Iterator[tuple[Range, ...]]:
    """A range of characters as sequences of byte ranges."""
    for last in _LAST_OF_LENGTH:
        if low <= last < high:
            yield from _sequences(low, last)
            low = last + 1
    if high <= 0x7F:
        yield ((low, high),)
        return
    for bits in (6, 12, 18):  # cut where all but the first differing byte would not run full
        mask = (1 << bits) - 1
        if low & ~mask != high & ~mask:
            if low & mask:
                yield from _sequences(low, low | mask)
                yield from _sequences((low | mask) + 1, high)
                return
            if high & mask != mask:
                yield from _sequences(low, (high & ~mask) - 1)
                yield from _sequences(high & ~mask, high)
                return
    yield tuple(zip(chr(low).encode(), chr(high).encode(), strict=True))


def _tree(sequences: list[tuple[Range, ...]]) -> Tree:
    """Sequences that share their first range are joined, then those that share their tail."""
    tails: dict[Range, list[tuple[Range, ...]]] = {}
    for first, *rest in sequences:
        tails.setdefault(first, []).append(tuple(rest))
    heads: dict[Tree, list[Range]] = {}
    for first, rests in tails.items():
        tree = _tree([r for r in rests if r])
        heads.setdefault(tree, []).append(first)
    return tuple((merged(firsts), tree) for tree, firsts in heads.items())


def _written(tree: Tree) -> bytes:
    branches = [byte_class(firsts) + _written(rest) for firsts, rest in tree]
    return b"(?:" + b"|".join(branches) + b")" if len(branches) > 1 else b"".join(branches)


def byte_class(ranges: Ranges) -> bytes:
    """One byte of the ranges, as both `re` and hyperscan write it."""
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return b"\\x%02x" % ranges[0][0]
    members = (
        b"\\x%02x" % low if low == high else b"\\x%02x-\\x%02x" % (low, high)
        for low, high in ranges
    )
    return b"[" + b"".join(members) + b"]"
