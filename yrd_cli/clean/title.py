"""The headline of a page: the line above the body, or the page's own title without the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yrd_cli.clean.credit_lines import read_credit_line
from yrd_cli.clean.credits import is_paragraph
from yrd_cli.clean.draft import Draft, Line, Verdict
from yrd_cli.clean.names import is_publisher
from yrd_cli.clean.page_title import MAX_TITLE, comparable, is_headline_like, plain, without_site
from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

MIN_TITLE = 2
LOOK_BACK = 14
"""Lines with text above the body in which a headline is looked for (credits, tools, a lead)."""

CREDITS = frozenset({"date", "source", "author", "editor", "views"})
_CHROME = frozenset({"navigation", "share", "font-size", "no-text", "tags", "repeated"})
_ELIGIBLE = frozenset({"outside-body", "repeated", "list-item", "heading"})
"""Reasons for which a line may have been dropped that a headline can suffer from."""

MIN_SCORE = 1.0
SURE_SCORE = 5.0
"""In the body, right above the credits, and not short: a headline whatever <title> says."""

BELOW_PATH = 1.0
"""Right below the path to the page stands its headline, if no credits say where it is."""

CHAPTER_REACH = 3
NAMED_BELOW = 2.0
"""An entry of an encyclopaedia begins with what it is about."""

_NUMBERED = compiled(
    r"^[ \u3000]{0,8}(?:第 ?[一二三四五六七八九十百千零〇\d]{1,7} ?[章节条编篇部卷回]"
    r"|[一二三四五六七八九十]{1,3}[、．.是]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[、．.](?!\d)|[①-⑳]|附[录件则]|目录)"
)
_CHAPTER = compiled(r"^第 ?[一二三四五六七八九十百千零〇\d]{1,7} ?[章回节節卷]")
_ADOPTED = compiled(
    r"^[（(]?(?:\d{4}|[一二][〇零○一二三四五六七八九]{3})年.{4,120}"
    r"(?:通过|公布|发布|批准|修[正订]|施行|制定)"
)
_COLUMN = compiled(
    r"^(?P<column>[\u3400-\u9fffA-Za-z0-9·+“”]{2,12}) ?[|｜丨︱‖] ?(?P<title>.{6,})$"
)
_BAD_END = tuple("。；，、,;：:")
_UNLIKE = compiled(
    r"^[^，。]{0,10}(?:社|网|台|报|新闻)[^，。:：]{0,6}(?:消息|讯|电) ?"
    r"(?:[（(][^（()）]{0,20}[）)])?[:：]"
    r"|^(?:[\u3400-\u9fff]{2,4} ?\d ?[,，;；、]? ?){1,9}$"
    r"|https?:|www\.|@|[>＞»›©]|\.(?:png|jpe?g|gif)|〔\d{4}〕|电[ \u3000]?题[:：]"
    r"|^(?:[|｜]|[—－-]{2}|图[说注片][:：]|正在(?:阅读|浏览)|.{1,4}[:：].{1,6}$)"
    r"|^[（(【\[][^（(【)）]{1,80}[)）】\]]$"
)
_CLOCK = compiled(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日? ?\d{1,2}:\d\d"
    r"|\d ?(?:[天年周]|小时|分钟|个月)前"
)
_HAN = compiled("[\u3400-\u9fff]")


@dataclass(slots=True)
class _Headline:
    """A line that may be the headline, with the evidence for it."""

    at: int
    line: Line
    column: str | None
    title: str
    score: float = 0.0
    agrees: float = 0.0


def read_title(draft: Draft) -> None:
    """Find the headline, store it in ``metadata["title"]`` and judge its lines as metadata.

    Runs after the boilerplate stage. A record that came with a title keeps it.
    """
    lines = [line for line in draft.lines if line.text.strip()]
    start = _body_start(lines)
    if draft.given_title is not None:
        _set_aside_given(draft, lines, start)
        return
    page_title = draft.metadata.get("page_title")
    wanted = without_site(page_title) if isinstance(page_title, str) else None
    best = None if wanted else _set_apart(draft, lines, start)
    listed = start is None
    if start is None:
        start = best.at if best else _below_credits(lines)
    if start is None:
        return
    best = best or _chapter(lines, start) or _best(lines, start, wanted)
    if best is None and not wanted and not listed:
        best = _first_of_body(draft, lines)
    if best is None:
        if wanted and len(wanted) <= 2 * MAX_TITLE:
            column, title = _split_column(wanted)
            _store(draft, column, title)
            for line in _twins(lines[:start], comparable(title)):
                draft.judge(line, Verdict("meta", "title", MIN_SCORE))
        return
    _store(draft, best.column, best.title)
    for line in _twins(lines[: max(start, best.at + 1)], comparable(best.title)):
        _remember_other(draft, line, best)
        draft.judge(line, Verdict("meta", "title", best.score))


def _set_aside_given(draft: Draft, lines: Sequence[Line], start: int | None) -> None:
    """A title that came with the record is not repeated at the head of the text."""
    assert draft.given_title is not None
    draft.metadata.setdefault("title", draft.given_title)
    for line in _twins(lines[: start or 0], comparable(draft.given_title)):
        if line.in_body:
            draft.judge(line, Verdict("meta", "title", MIN_SCORE))


def _store(draft: Draft, column: str | None, title: str) -> None:
    draft.metadata["title"] = title
    if column:
        draft.metadata.setdefault("column", column)


def _remember_other(draft: Draft, line: Line, best: _Headline) -> None:
    """Where the page writes its title in two ways, the other one is the page's title."""
    text = plain(line.text)
    if line is not best.line and text not in (best.title, plain(best.line.text)):
        draft.metadata.setdefault("page_title", text)
        column = _split_column(text)[0]
        if column:
            draft.metadata.setdefault("column", column)


def _body_start(lines: Sequence[Line]) -> int | None:
    """The place of the first line of running text that stands in the body."""
    for at, line in enumerate(lines):
        if line.in_body and (is_paragraph(line.text) or _opens_body(line.text)):
            return at
    return None


def _below_credits(lines: Sequence[Line]) -> int | None:
    """The place of the first line of a body without running text: a list, verse."""
    first = next((at for at, line in enumerate(lines) if line.in_body), None)
    if first is None or not any(_is_credit(line) for line in lines[:first]):
        return None
    return first


def _set_apart(draft: Draft, lines: Sequence[Line], start: int | None) -> _Headline | None:
    """The title in our own text output, where the line below it is the only empty one.

    Asked for where nothing else tells a title: above a list or verse, or a chapter's heading.
    """
    body = [at for at, line in enumerate(lines) if line.in_body]
    if len(body) < 2 or not _stands_apart(draft, lines[body[0]]):
        return None
    if start is not None and not (start == body[0] and _CHAPTER.match(lines[start].text)):
        return None
    return _headline(lines[body[0]], body[0], chapter=True)


def _opens_body(text: str) -> bool:
    """Whether a line is a numbered heading or the note of a law's adoption."""
    folded = to_simplified(text[: 2 * MAX_TITLE])
    return _NUMBERED.match(folded) is not None or _ADOPTED.match(folded) is not None


def _best(lines: Sequence[Line], start: int, wanted: str | None) -> _Headline | None:
    """The headline of a page: the line above the body for which most speaks."""
    head = range(max(0, start - LOOK_BACK), start)
    if not wanted and all(line.in_body for line in lines[:start]):
        return None  # no page around the text: see `_first_of_body`
    found = [h for at in head if (h := _headline(lines[at], at)) is not None]
    if not found:
        return None
    keys = [comparable(h.title) for h in found]
    credits = [at for at in head if _is_credit(lines[at])]
    for h, key in zip(found, keys, strict=True):
        skipped = sum(map(_is_chrome, lines[h.at + 1 : start]))
        h.score = _score(h, key, keys, credits, start - skipped)
        above = lines[h.at - 1].verdict if h.at else None
        if not credits and above is not None and above.reason == "breadcrumb":
            h.score += BELOW_PATH
        if len(h.title) > 2 and lines[start].text.startswith(h.title):
            h.score += NAMED_BELOW
        h.agrees = _agreement(key, comparable(wanted or ""))
    best = max(found, key=lambda h: (h.score + h.agrees, h.at))
    if best.score + best.agrees < MIN_SCORE:
        return None
    if wanted and not best.agrees and best.score < SURE_SCORE and is_headline_like(wanted):
        return None  # the page's own title says more than a line that nothing speaks for
    return best


def _chapter(lines: Sequence[Line], start: int) -> _Headline | None:
    """The heading of a novel's chapter, with the buttons for other chapters beside it."""
    for at in range(max(0, start - CHAPTER_REACH), start + 1):
        beside = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
        if _CHAPTER.match(lines[at].text) and any(
            line.verdict and line.verdict.reason == "navigation" and "章" in line.text
            for line in beside
        ):
            return _headline(lines[at], at, chapter=True)
    return None


def _first_of_body(draft: Draft, lines: Sequence[Line]) -> _Headline | None:
    """The headline of a text without a page around it: its first line, or none."""
    at = next(i for i, line in enumerate(lines) if line.in_body)
    if _opens_body(lines[at].text):
        return None
    first = _headline(lines[at], at)
    if first is None or (_is_digest(lines, at) and not _stands_apart(draft, lines[at])):
        return None
    first.score = MIN_SCORE
    return first


def _stands_apart(draft: Draft, line: Line) -> bool:
    """Whether the only empty line of the text stands below this one: our own text output."""
    empty = [other.number for other in draft.lines if not other.text.strip()]
    return empty == [line.number + 1]


def _headline(line: Line, at: int, chapter: bool = False) -> _Headline | None:
    """The line as a candidate, if it has the form of a headline, or of a chapter's heading."""
    text = plain(line.text)
    verdict = line.verdict
    if verdict and not line.in_body and verdict.reason not in _ELIGIBLE:
        return None
    if not MIN_TITLE <= len(text) <= MAX_TITLE or text.endswith(_BAD_END):
        return None
    if 3 * len(_HAN.findall(text)) < len(text) or is_paragraph(text):
        return None
    folded = to_simplified(text)
    numbered = _NUMBERED.match(folded) and not (chapter and _CHAPTER.match(folded))
    if numbered or any(form.search(folded) for form in (_UNLIKE, _ADOPTED, _CLOCK)):
        return None
    if read_credit_line(text):
        return None
    column, title = _split_column(text)
    return _Headline(at, line, column, title)


def _split_column(text: str) -> tuple[str | None, str]:
    """The column a headline stands in, and the headline: 大江东︱开发者联盟扩容."""
    column = None
    while match := _COLUMN.match(text):
        column, text = column or match["column"], match["title"].strip()
    return column, text


def _score(h: _Headline, key: str, keys: list[str], credits: list[int], start: int) -> float:
    """Evidence for a headline: its place by credits and body, its length, a second mention."""
    score = 1.5 if h.line.in_body else 0.0
    nearest = min((at for at in credits if at > h.at), default=None)
    if nearest is not None:
        score += max(0.0, 3.0 - (nearest - h.at - 1))
    elif credits:
        score -= 2.0  # below the credits stand leads and the first subheading
    score += max(0.0, 1.5 - 0.5 * (start - h.at - 1 - sum(at > h.at for at in credits)))
    score += 1.5 if keys.count(key) > 1 else 0.0
    length = len(h.title)
    score += 1.0 if length >= 10 else (0.0 if length >= 6 else -1.0)
    if is_publisher(h.title) and length <= 10 and not h.line.in_body:
        score -= 2.0
    return score


def _agreement(key: str, wanted: str) -> float:
    """How far a line agrees with the page's own title."""
    if not key or not wanted:
        return 0.0
    if key == wanted:
        return 5.0
    if len(key) >= 6 and (wanted.startswith(key) or key.startswith(wanted) or key in wanted):
        return 4.0
    return 0.0


def _is_credit(line: Line) -> bool:
    verdict = line.verdict
    return verdict is not None and verdict.action == "meta" and verdict.reason in CREDITS


def _is_chrome(line: Line) -> bool:
    """Whether a line is a button or the like: it parts no headline from its text."""
    verdict = line.verdict
    return verdict is not None and not line.in_body and verdict.reason in _CHROME


def _is_digest(lines: Sequence[Line], first: int) -> bool:
    """Whether the text is a row of brief items, each with its own heading: then it has no title."""
    shape = [is_paragraph(line.text) for line in lines[first:] if line.in_body]
    sections = 0
    for i, paragraph in enumerate(shape):
        if not paragraph:
            if i and not shape[i - 1]:
                return False
            sections += 1
        elif i and shape[i - 1]:
            return False
    return sections >= 3


def _twins(lines: Sequence[Line], key: str) -> list[Line]:
    """The lines above the body that carry the same headline, punctuation apart."""
    if not key:
        return []
    found = []
    for line in lines:
        if line.verdict and line.verdict.action == "meta":
            continue
        text = plain(line.text)
        if len(text) <= 2 * MAX_TITLE and key in (
            comparable(text), comparable(_split_column(text)[1])
        ):  # fmt: skip
            found.append(line)
    return found
