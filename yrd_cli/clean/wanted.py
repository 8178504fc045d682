"""Which lines of a text are wanted whatever they say: all of them, or those of a thread's posts."""

from __future__ import annotations

from yrd_cli.clean.draft import Draft
from yrd_cli.clean.page_signs import page_signs

PROVEN = 1.0
"""The vote of a line that the structure of an HTML page proves to be content."""


def proven_lines(draft: Draft) -> frozenset[int]:
    """The numbers of the lines that no rule for boilerplate is to drop.

    A thread that comes as plain text has no structure to prove anything: every line stays that
    does not say itself that it belongs to the page.
    """
    if draft.options.extract == "all":
        return frozenset(line.number for line in draft.lines)
    if len(draft.votes) == len(draft.lines):
        return frozenset(
            line.number
            for line, vote in zip(draft.lines, draft.votes, strict=True)
            if vote == PROVEN
        )
    if draft.options.extract != "forum":
        return frozenset()
    signs = page_signs()
    return frozenset(
        line.number
        for line in draft.lines
        if (text := line.text.strip()) and signs.of(text) is None
    )
