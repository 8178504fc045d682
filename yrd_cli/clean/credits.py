"""Which lines of a page are credit lines: dates, sources, authors, editors, views, the path.

A line is judged by what it says (`credit_lines`) and, where that is not enough, by where it
stands: a bare date is a credit under a headline and a signature below a notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from yrd_cli.clean.breadcrumbs import read_breadcrumb
from yrd_cli.clean.credit_lines import MAX_CREDIT_LINE, read_credit_line
from yrd_cli.clean.credit_parts import CreditLine
from yrd_cli.clean.draft import Draft, Line, Verdict
from yrd_cli.clean.index_table import read_index_table
from yrd_cli.clean.names import person_names
from yrd_cli.clean.page_title import original_title
from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

STRONG, WEAK = -8.0, -4.0
"""Scores of a line that says what it is, and of one that its place makes a credit."""

NEIGHBOURS = 2
"""Credit lines stand in blocks: at most one other line stood between two of them in 52 pages."""

HEAD_ABOVE, HEAD_BELOW = 4, 6
"""A head has no paragraph in the lines above and one soon below (lead, picture, tools between)."""

SHORTEST_HEADLINE = 5
LONGEST_NAMES = 12
"""A bare name counts as the author's only below a line that is long enough to be a headline."""

KEPT_LINES = 16384
"""Of so many lines it is kept that they are no credits: a page is judged in rounds, and the pages
of a site share their menus. 4 MB at most."""

MAX_SAME_KIND = 3
"""More lines that name only an author or a source than this: an anthology or a digest."""

_EVENT = compiled(
    r"^[ \u3000（(一二三四五六七八九十\d、.）)]{0,6}"
    r"(?:地点|地址|会议|活动|主[办讲持]|承办|协办|参加|对象|人数|费用|嘉宾|报名|集合|票价|讲者|题目|主题)"
    r"[^:：]{0,6}[:：]"
)
_SINGLE = r"\d:：/／|｜丨︱》年编編摄攝>»›＞→题題"
_TRIGGER = compiled(
    f"[{_SINGLE}记記作通来來位在首主]"
    f"(?:(?<=[{_SINGLE}])|(?<=[记記作])者|(?<=通)[讯訊]|(?<=[来來])源|(?<=位)置|(?<=在)[这這]|"
    "(?<=[首主])[页頁])"
)
"""What every line holds that is a credit, a breadcrumb or a title: one search in place of three."""

_EDITION = compiled(r"[ \u3000]{0,4}(?:第 ?[A-Z]?\d{1,3} ?版|[A-Z]?\d{1,3}版?[:：]|上一版|版面)")
_INTERVIEW = compiled(r"^[ \u3000]{0,4}(?:本[报報刊])?[记記]者 ?[:：]")


@dataclass(slots=True)
class _Candidate:
    """A credit line with its place among the lines that hold text."""

    at: int
    line: Line
    credit: CreditLine


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines with text, and what is known of the page: it has a path or a title."""

    lines: Sequence[Line]
    is_page: bool
    titled: bool


def read_credits(draft: Draft) -> None:
    """Judge the credit lines and breadcrumbs of a page as metadata.

    Runs before the boilerplate stage; `finish_metadata` takes the values afterwards, when it
    is known which of the lines belong to the article.
    """
    lines = [line for line in draft.body() if line.text and not line.text.isspace()]
    if read_index_table(draft, lines):
        lines = [line for line in lines if line.in_body]
    crumbs = 0
    found: list[_Candidate] = []
    for at, line in enumerate(lines):
        text = line.text
        if len(text) > MAX_CREDIT_LINE or text[-1] in "；;" or not _TRIGGER.search(text):
            continue
        if _is_none(text):
            continue
        if read_breadcrumb(line.text):
            draft.judge(line, Verdict("meta", "breadcrumb", STRONG))
            crumbs += 1
        elif original_title(line.text):
            draft.judge(line, Verdict("meta", "title", STRONG))
        elif credit := read_credit_line(line.text):
            found.append(_Candidate(at, line, credit))
    if not found:
        return
    is_page = bool(crumbs) or "page_title" in draft.metadata
    titled = bool(draft.given_title or draft.metadata.get("title"))
    accepted = _accepted(_Page(lines, is_page, titled), found)
    for candidate in found:
        if candidate.at in accepted:
            score = STRONG if candidate.credit.strong else WEAK
            draft.judge(candidate.line, Verdict("meta", candidate.credit.reason, score))
            if "date" in candidate.credit.kinds:
                _take_name_above(draft, lines, candidate.at)


@lru_cache(maxsize=KEPT_LINES)
def _is_none(text: str) -> bool:
    return not (read_breadcrumb(text) or original_title(text) or read_credit_line(text))


def _take_name_above(draft: Draft, lines: Sequence[Line], at: int) -> None:
    """Between headline and date, party papers put the author's bare name."""
    if at < 2 or not (lines[at - 1].in_body and lines[at - 2].in_body):
        return
    headline, name = lines[at - 2].text.strip(), lines[at - 1].text.strip()
    if len(headline) < SHORTEST_HEADLINE or len(name) > LONGEST_NAMES or is_paragraph(headline):
        return
    if person_names(name) and not name.isascii() and not read_credit_line(headline):
        draft.judge(lines[at - 1], Verdict("meta", "author", WEAK))


def _accepted(page: _Page, found: list[_Candidate]) -> set[int]:
    """The places of the candidates that are credits: the sure ones, and those beside them."""
    repeated = _repeated_kinds(found)
    interview = sum(1 for line in page.lines if _INTERVIEW.match(line.text)) > 1
    open_ones = [
        c
        for c in found
        if not (c.credit.kinds <= repeated or (interview and _INTERVIEW.match(c.line.text)))
    ]
    sure = {c.at for c in open_ones if c.credit.strong}
    weak = [c for c in open_ones if not c.credit.strong and not _announces_event(page.lines, c)]
    is_page = page.is_page or bool(sure)
    sure |= {c.at for c in weak if _fits_head(page, c, is_page)}
    sure |= {c.at for c in weak if sure and _names_source_at_end(page.lines, c)}
    for c in weak:
        if any(at in sure for at in range(c.at - NEIGHBOURS, c.at + NEIGHBOURS + 1)):
            sure.add(c.at)
    return sure


def _names_source_at_end(lines: Sequence[Line], c: _Candidate) -> bool:
    """Whether a line names the source below the last paragraph."""
    if c.credit.kinds != {"source"} or not c.credit.values.get("source"):
        return False
    below = lines[c.at + 1 : c.at + 1 + HEAD_BELOW]
    above = lines[max(0, c.at - HEAD_ABOVE) : c.at]
    return any(is_paragraph(a.text) for a in above) and not any(is_paragraph(b.text) for b in below)


def _repeated_kinds(found: list[_Candidate]) -> frozenset[str]:
    """Kinds that alone make up so many lines that they belong to the text."""
    lone = [c.credit.kinds for c in found if len(c.credit.kinds) == 1]
    return frozenset(
        kind for kind in ("author", "source", "photographer")
        if sum(kind in kinds for kinds in lone) > MAX_SAME_KIND
    )  # fmt: skip


def _fits_head(page: _Page, c: _Candidate, is_page: bool) -> bool:
    """Whether a line that is not sure by itself stands where credits stand."""
    dates = c.credit.values.get("date", [])
    if dates and _is_edition(page.lines[c.at + 1 : c.at + 3]):
        return True
    if not _in_head(page, c.at):
        return False
    if not dates:
        return is_page
    if c.credit.labelled_date and "年" in c.line.text:
        return False
    return is_page or all("T" in date for date in dates)


def _in_head(page: _Page, at: int) -> bool:
    """Whether a place has a headline above it, no paragraph near above, and one soon below."""
    above = page.lines[max(0, at - HEAD_ABOVE) : at]
    below = page.lines[at + 1 : at + 1 + HEAD_BELOW]
    return (
        (bool(above) or page.titled)
        and not any(is_paragraph(line.text) for line in above)
        and any(is_paragraph(line.text) for line in below)
    )


def _is_edition(lines: Sequence[Line]) -> bool:
    """Whether the number of a newspaper's page follows."""
    return any(_EDITION.match(line.text) for line in lines)


def _announces_event(lines: Sequence[Line], c: _Candidate) -> bool:
    """Whether a time stands beside a place or a speaker: then it is that of an event."""
    if "date" not in c.credit.kinds:
        return False
    near = lines[max(0, c.at - NEIGHBOURS) : c.at + NEIGHBOURS + 1]
    return any(_EVENT.match(to_simplified(line.text[:24])) for line in near)


PARAGRAPH = 40
"""From this length on a line with a full stop is taken for running text."""


def is_paragraph(text: str) -> bool:
    """Whether a line reads like running text and not like a title, a menu or a credit.

    >>> is_paragraph("今天开会。"), is_paragraph("上海口岸服务条例")
    (True, False)
    """
    end = text.rstrip(" \t\u00a0\u3000”’」』）)")[-1:]
    if end in tuple("。！？!?…；;：:"):
        return end not in "!?！？：:" or len(text) >= PARAGRAPH
    return len(text) >= PARAGRAPH and ("。" in text or len(text) >= 2 * PARAGRAPH)
