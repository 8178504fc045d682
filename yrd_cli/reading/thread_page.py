"""A page of a discussion: its posts, and the opening post where nothing marks it as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yrd_cli.reading.blocks import Block, Scan
from yrd_cli.reading.html_votes import with_votes
from yrd_cli.reading.threads import begins_with_reply, thread_votes


def as_thread(
    scan: Scan, blocks: Sequence[Block], headline: int, *, forced: bool = False
) -> list[Block] | None:
    """The blocks with the votes of a thread; None where the page is none.

    ``headline`` is the element of the headline, or 0; ``forced`` asks for less proof.
    """
    votes = thread_votes(scan, blocks, forced)
    if votes is None:
        return None
    first = begins_with_reply(scan, blocks, votes)
    for n, block in enumerate(with_votes(scan, list(blocks[:first]), headline)):
        if block.vote > 0:
            votes[n] = block.vote  # not proven: its credits stand among its lines
    for n, block in enumerate(blocks):
        if headline and block.node == headline and votes[n] < 0:
            votes[n] = 0.0
    return [replace(block, vote=vote) for block, vote in zip(blocks, votes, strict=True)]
