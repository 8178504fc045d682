"""What scripts and markup leave behind in a text: hidden addresses, halves of tags."""

from __future__ import annotations

import re

from yrd_cli.clean.draft import Draft, Edit
from yrd_cli.patterns import compiled

_TAG_NAMES = r"(?:p|br|div|span|strong|em|font|td|tr|th|table|li|ul|ol|section|article|h[1-6])"

_RULES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    # Cloudflare writes this in place of an address that only its script can show.
    ("email-remnant", "[email", compiled(r"\[email[ \xa0]protected\]")),
    # A closing tag that lost its bracket: no prose writes it.
    ("broken-tag", ">", compiled(rf"(?<![<\w/])/{_TAG_NAMES}>", re.IGNORECASE)),
    # A whole tag where a paragraph ends or begins; within a sentence it may be the subject.
    (
        "broken-tag",
        ">",
        compiled(rf"(?<=[。！？…”’」』；])(?:</?{_TAG_NAMES} ?/?>)+$", re.I),
    ),
    ("broken-tag", "<", compiled(rf"(?<=[。！？…”’」』；])</?{_TAG_NAMES}$", re.I)),
)


def may_hold_remnants(text: str) -> bool:
    """Whether `strip_remnants` may find anything in a text."""
    return "<" in text or ">" in text or "[email" in text


def strip_remnants(draft: Draft) -> None:
    """Drop `[email protected]` and the remains of tags."""
    text = "\n".join([line.text for line in draft.lines])
    for reason, sign, pattern in _RULES:
        if sign not in text:
            continue
        for line in draft.lines:
            if sign in line.text:
                edits = [Edit(*m.span(), "", reason) for m in pattern.finditer(line.text)]
                if edits:
                    draft.edit(line, edits)
