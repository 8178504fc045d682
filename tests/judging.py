"""A page judged by the stages for credits, boilerplate, headline and metadata alone."""

from __future__ import annotations

from yrd_cli.clean.draft import Draft, Verdict, draft_of
from yrd_cli.clean.flags import find_flags
from yrd_cli.clean.metadata import finish_metadata
from yrd_cli.clean.page import judge_page


def judged(
    text: str, page_title: str | None = None, given: str | None = None, **metadata: object
) -> Draft:
    draft = draft_of(text)
    draft.metadata.update(metadata)
    if page_title:
        draft.metadata["page_title"] = page_title
    draft.given_title = given
    for line in draft.lines:
        if not line.text.strip():
            draft.judge(line, Verdict("drop", "blank"))
    judge_page(draft)
    finish_metadata(draft)
    find_flags(draft)
    return draft
