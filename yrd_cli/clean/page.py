"""Credits, boilerplate and headline of a page, judged until nothing more falls.

What stands in a page depends on what stands beside it: a date under a headline is a credit once
the menu between them is gone. Judging what is left until it stays makes cleaning idempotent.
"""

from __future__ import annotations

from yrd_cli.clean.boilerplate import judge_lines
from yrd_cli.clean.captions import mark_captions
from yrd_cli.clean.credits import read_credits
from yrd_cli.clean.draft import Draft
from yrd_cli.clean.title import read_title


def judge_page(draft: Draft) -> None:
    """Give every line its verdict, and find the headline."""
    rest = draft
    # The captions last, on the whole page: they stand below pictures that have gone by now.
    while _judge_once(rest) or _captions_fall(draft):
        rest = rest.remainder()
        for line in rest.lines:
            line.verdict = None


def _captions_fall(draft: Draft) -> bool:
    """Mark the captions; gives whether any was dropped, as the user may ask."""
    if not draft.counts["image-name"]:
        return False
    before = len(draft.body())
    mark_captions(draft)
    return len(draft.body()) < before


def _judge_once(draft: Draft) -> bool:
    """One round; gives whether any line fell that others may have leant on."""
    before = draft.body()
    read_credits(draft)
    judge_lines(draft)
    read_title(draft)
    # A headline that goes leaves the rest as it was: the stages know that there is a title. But
    # where headings are dropped too, another line may now stand above a paragraph.
    return any(
        line.verdict is not None and (line.verdict.reason != "title" or draft.options.drop)
        for line in before
        if not line.in_body
    )
