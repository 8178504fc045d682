"""Blocks without the lines that are longer than was asked for, as far as a file may be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yrd_cli.grep.scan import Block
from yrd_cli.limits import NO_LIMIT, Limits


def limited(blocks: Iterable[Block], limits: Limits, terminator: bytes) -> Iterator[Block]:
    """The blocks of a file within the limits that were asked for.

    A line that is too long is told by the ``skipped`` of the block after it. Raises OSError after
    the last whole line of what may be read of a file.
    """
    longest = NO_LIMIT if limits.line is None else limits.line_bytes
    largest = NO_LIMIT if limits.document is None else limits.document_bytes
    for block in blocks:
        is_over = block.offset + block.end > largest
        if is_over:
            end = block.data.rfind(terminator, 0, max(0, largest - block.offset)) + 1
            block = block._replace(end=end)
        if block.end > longest:
            yield from _parts(block, longest, terminator)
        elif block.end or block.skipped:
            yield block
        if is_over:
            raise OSError(limits.too_large_text)


def _parts(block: Block, longest: int, terminator: bytes) -> Iterator[Block]:
    """The lines of a block between those that are too long."""
    data, end = block.data, block.end
    skipped, start, at = block.skipped, 0, 0
    while at + longest < end:
        found = data.rfind(terminator, at, at + longest + 1)
        if found >= 0:
            at = found + 1
            continue
        if start < at or skipped:
            yield _part(block, start, at, skipped)
        skipped = (block.offset + at,)
        found = data.find(terminator, at + longest, end)
        start = at = end if found < 0 else found + 1
    if start == 0 and not skipped:
        yield block
    else:
        yield _part(block, start, end, skipped)


def _part(block: Block, start: int, end: int, skipped: tuple[int, ...]) -> Block:
    data = bytes(block.data[start:end])
    return Block(data, end - start, block.offset + start, block.encoding, skipped)
