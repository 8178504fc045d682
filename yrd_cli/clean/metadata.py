"""What a page says of its article: the values of its credit lines, weighed by their place.

A page has many dates and names: those of the article stand beside its headline or its last
paragraph; those of other articles, of the site and of a repost stand elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yrd_cli.clean.breadcrumbs import read_breadcrumb
from yrd_cli.clean.credit_lines import read_credit_line
from yrd_cli.clean.credit_parts import CreditLine
from yrd_cli.clean.credit_words import HAN
from yrd_cli.clean.credits import is_paragraph
from yrd_cli.clean.dates import find_dates
from yrd_cli.clean.draft import Draft, Line
from yrd_cli.clean.index_table import index_date, index_office
from yrd_cli.clean.inline_credits import credit_at_end, photographers_of, read_dateline
from yrd_cli.clean.names import is_publisher, person_names
from yrd_cli.clean.page_title import original_title
from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

HEAD_REACH = 14
"""Lines with text above the body in which its credits stand (tools and a lead between)."""

TAIL_REACH = 5
"""The same below the body, up to the first credit; then the block of credits goes on."""

TAIL_GAP = 2
"""Lines between two credits of one block below the body."""

DATE_REACH = 4
"""Lines below a headline in which a date is the article's even without any other credit."""

DATELINE_LINES = 3
END_LINES = 3
_NOTICE = compiled("(?:通知|公告|通告|通报|公示|意见|决定|批复|函|令)$")
_CREDITS = frozenset({"date", "source", "author", "editor", "views", "url"})
_LISTS = ("author", "photographer", "editor", "reviewer")
_GRANT = compiled(
    rf"(?P<source>[{HAN}]{{2,14}}?)(?:各|所属|旗下)媒体[^。]{{0,12}}"
    rf"授权(?P<site>[{HAN}]{{2,14}}?)(?:发布|发表|使用|刊发|刊载)"
)
_OWNERS = (
    compiled(rf"本文由 ?(?P<site>[{HAN}A-Za-z0-9]{{2,16}}?) ?(?:发布|发表|原创|整理)"),
    compiled(rf"版权所有 ?[:：©] ?(?P<site>[{HAN}A-Za-z0-9]{{2,20}})"),
    compiled(rf"(?:19|20)\d\d[ ,，]{{0,3}}(?P<site>[{HAN}]{{2,16}}?)版权所有"),
)

MAX_NOTICE_LINE = 400
"""Longest line that names a copyright in 57 pages: 207 characters."""


@dataclass(frozen=True, slots=True)
class _Credit:
    """A credit line and where it stands.

    Zones from above: the top of the page, the head of the article, its body, its tail (the
    credits below it), and the foot of the page.
    """

    at: int
    zone: str
    says: CreditLine


def finish_metadata(draft: Draft) -> None:
    """Store what the page says of its article in ``draft.metadata``.

    Runs after `read_title`. What the metadata hold already (from the record) stays.
    """
    lines = [line for line in draft.lines if line.text.strip()]
    span = _body_span(lines)
    credits = _credits(lines, span)
    if credits:
        _store_people(draft, credits)
    _store_source(draft, credits)
    _store_dates(draft, credits, lines, span)
    _store_page(draft, lines, credits)
    if span:
        body = [line for line in lines[span[0] : span[1]] if line.in_body]
        _store_inline(draft, body)
        _store_signature(draft, body)
    _store_site(draft, lines)
    _weigh_head_author(draft)
    _store(draft, "date", draft.metadata.pop("head_date", None))


def _weigh_head_author(draft: Draft) -> None:
    """Take the author that the head of an HTML page names, unless the page's lines name one.

    Many sites give the editor there, or themselves.
    """
    claimed = draft.metadata.pop("head_author", None)
    if not isinstance(claimed, list):
        return
    known = [str(draft.metadata.get(key, "")) for key in ("source", "site")]
    editors = draft.metadata.get("editor", [])
    _store(draft, "author", [
        name
        for name in claimed
        if not any(name in other for other in known)
        and not any(name.endswith(editor) for editor in editors)
        and not is_publisher(name)
    ])  # fmt: skip


def _body_span(lines: Sequence[Line]) -> tuple[int, int] | None:
    """From the first line of running text in the body to behind its last line."""
    body = [i for i, line in enumerate(lines) if line.in_body]
    if not body:
        return None
    first = next((i for i in body if is_paragraph(lines[i].text)), body[0])
    return first, body[-1] + 1


def _credits(lines: Sequence[Line], span: tuple[int, int] | None) -> list[_Credit]:
    found = [
        (at, says)
        for at, line in enumerate(lines)
        if line.verdict
        and line.verdict.action == "meta"
        and line.verdict.reason in _CREDITS
        and (says := read_credit_line(line.text) or _bare_author(line))
    ]
    if span is None:
        return [_Credit(at, "head", says) for at, says in found]
    first = next(i for i, line in enumerate(lines) if line.in_body)
    credits, reach = [], span[1] + TAIL_REACH
    for at, says in found:
        if at < span[0]:
            zone = "head" if at >= first - HEAD_REACH else "top"
        elif at < span[1]:
            zone = "body"
        elif at <= reach:
            zone, reach = "tail", at + TAIL_GAP
        else:
            zone = "foot"
        credits.append(_Credit(at, zone, says))
    return credits


def _bare_author(line: Line) -> CreditLine | None:
    """The author of a line that its place alone made a credit."""
    names = person_names(line.text) if line.verdict and line.verdict.reason == "author" else None
    if not names:
        return None
    credit = CreditLine()
    credit.add("author", *names)
    return credit


def _values(credits: Sequence[_Credit], kind: str, *zones: str) -> list[str]:
    """The values of a kind, from the first of the zones that has any."""
    for zone in zones if credits else ():
        values = [v for c in credits if c.zone == zone for v in c.says.values.get(kind, [])]
        if values:
            return list(dict.fromkeys(values))
    return []


def _store(draft: Draft, key: str, value: object) -> None:
    """Store a value unless the record brought one."""
    if value and not draft.metadata.get(key):
        draft.metadata[key] = value


def _store_people(draft: Draft, credits: list[_Credit]) -> None:
    for kind in ("author", "photographer"):
        _store(draft, kind, _values(credits, kind, "head", "body", "tail"))
    for kind in ("editor", "reviewer"):
        head, tail = _values(credits, kind, "head"), _values(credits, kind, "tail", "body")
        _store(draft, kind, list(dict.fromkeys([*head, *tail])))


def _store_source(draft: Draft, credits: list[_Credit]) -> None:
    index = draft.metadata.get("document_index")
    if not credits:
        if isinstance(index, dict):
            _store(draft, "source", index_office(index))
        return
    online = [c for c in credits if not c.says.printed]
    labelled = [c for c in online if c.says.labelled_source and c.zone in ("head", "tail")]
    _store(draft, "source", "".join(_values(labelled, "source", "head", "tail")[:1]))
    if isinstance(index, dict):
        _store(draft, "source", index_office(index))
    for group in (online, credits):
        _store(draft, "source", "".join(_values(group, "source", "head", "tail", "body")[:1]))


def _date_in_head(lines: Sequence[Line], start: int) -> str | None:
    """The date of a line that fell as part of the page's head, right below the headline."""
    reasons = [line.verdict.reason if line.verdict else "" for line in lines[:start]]
    if "title" not in reasons:
        return None
    title = len(reasons) - 1 - reasons[::-1].index("title")
    for line in lines[title + 1 : min(start, title + 1 + DATE_REACH)]:
        verdict = line.verdict
        if verdict and verdict.action == "drop" and verdict.reason == "outside-body":
            says = read_credit_line(line.text)
            if says and says.kinds == {"date"} and says.values.get("date"):
                return says.values["date"][0]
    return None


def _store_dates(
    draft: Draft,
    credits: list[_Credit],
    lines: Sequence[Line],
    span: tuple[int, int] | None,
) -> None:
    """The article's own date, and the date of a repost, which a site tells as an age."""
    start = span[0] if span else 0
    dated = [c for c in credits if c.says.values.get("date") and _may_date(c)]
    own = [c for c in dated if not c.says.repost]
    reposts = [c for c in dated if c.says.repost]
    if own:
        best = max(own, key=lambda c: _date_score(c, start))
        _store(draft, "date", best.says.values["date"][0])
    index = draft.metadata.get("document_index")
    if isinstance(index, dict):
        _store(draft, "date", index_date(index))
    _store(draft, "date", _date_in_head(lines, start) if span else None)
    if reposts:
        repost = reposts[0].says.values["date"][0]
        _store(draft, "repost_date" if draft.metadata.get("date") else "date", repost)
    for credit in reposts:
        _store(draft, "site", "".join(credit.says.values.get("site", [])[:1]))


def _may_date(credit: _Credit) -> bool:
    """Whether a date can be the article's; far above it only where a label says so."""
    if credit.zone == "top":
        return credit.says.labelled_date and "source" in credit.says.kinds
    return credit.zone != "foot"


def _date_score(credit: _Credit, start: int) -> float:
    """A labelled date in the head is best, then one near the body, then one below it."""
    score = {"head": 4.0, "tail": 1.0, "body": 0.0, "top": 0.0}[credit.zone]
    score += 2.0 if credit.says.labelled_date else 0.0
    score -= 1.5 if credit.says.updated else 0.0
    score += 1.0 if "source" in credit.says.kinds and not credit.says.printed else 0.0
    return score - 0.2 * abs(start - credit.at)


def _store_page(draft: Draft, lines: Sequence[Line], credits: list[_Credit]) -> None:
    """Views, address and path of the page."""
    if credits:
        views = _values(credits, "views", "head", "tail")
        if views:
            _store(draft, "views", int(views[0]))
        _store(draft, "url", "".join(_values(credits, "url", "tail", "head", "foot", "top")[:1]))
    for line in lines:
        reason = line.verdict.reason if line.verdict else None
        if reason == "breadcrumb":
            _store(draft, "breadcrumb", read_breadcrumb(line.text))
        elif reason == "title" and (original := original_title(line.text)):
            _store(draft, "original_title", original)


def _store_inline(draft: Draft, body: list[Line]) -> None:
    """What the paragraphs say of themselves, where no line of its own says it."""
    for line in body[-END_LINES:]:
        says = credit_at_end(line.text)
        if says:
            for kind in _LISTS:
                _store(draft, kind, says.values.get(kind, []))
            _store(draft, "source", "".join(says.values.get("source", [])[:1]))
    shots = [name for line in body for name in photographers_of(line.text)]
    _store(draft, "photographer", list(dict.fromkeys(shots)))
    for line in body[:DATELINE_LINES]:
        agency, reporters = read_dateline(line.text)
        _store(draft, "source", agency)
        _store(draft, "author", list(reporters))


def _store_signature(draft: Draft, body: list[Line]) -> None:
    """A notice without a date in its head bears one below the name of its office."""
    title = draft.metadata.get("title")
    if len(body) < 3 or not isinstance(title, str) or draft.metadata.get("date"):
        return
    office, signature = body[-2].text.strip(), body[-1].text.strip()
    hits = find_dates(signature)
    whole = len(hits) == 1 and (hits[0].start, hits[0].end) == (0, len(signature))
    if whole and is_publisher(office) and _NOTICE.search(to_simplified(title)):
        draft.metadata["date"] = hits[0].iso
        draft.flag("date-from-signature")


def _store_site(draft: Draft, lines: Sequence[Line]) -> None:
    """The site, as its notices name it, and the paper that lets the site print its articles."""
    for line in lines:
        if line.in_body or len(line.text) > MAX_NOTICE_LINE:
            continue
        folded = to_simplified(line.text)
        grant = _GRANT.search(folded) if "授权" in folded else None
        if grant:
            _store(draft, "source", line.text[grant.start("source") : grant.end("source")])
            _store(draft, "site", line.text[grant.start("site") : grant.end("site")])
        if "版权" in folded or "本文由" in folded:
            _store(draft, "site", _owner(line.text, folded))


def _owner(text: str, folded: str) -> str | None:
    """The site that a copyright notice names."""
    for pattern in _OWNERS:
        match = pattern.search(folded)
        if match and is_publisher(match["site"]):
            return text[match.start("site") : match.end("site")]
    return None
