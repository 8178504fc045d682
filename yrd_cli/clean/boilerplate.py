"""Which lines of a page are its body, and which belong to the page around it.

Works on lines of text alone. A text without a sure sign of a page (a breadcrumb, a share button,
a licence number) is no page and comes out whole; in a page, the body is the span with the most
text, and what lies beyond its borders goes. Judging is repeated until nothing more falls, so
that cleaning a clean text changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yrd_cli.clean.captions import mark_captions
from yrd_cli.clean.draft import Draft, Line, Verdict
from yrd_cli.clean.line_sense import NUMBERED_WEIGHT, Sense, sense_of
from yrd_cli.clean.page_signs import page_signs
from yrd_cli.clean.repeats import repeated_lines
from yrd_cli.clean.segment import Body, find_body
from yrd_cli.clean.spam import is_spam_title

HEAD_LINES_KEPT = 4
"""Short lines above the first paragraph that stay when nothing parts them from it."""

TAIL_LINES_KEPT = 6
"""The same below the last paragraph: signatures, a date, the number of the issue."""

DATED_LINES_KEPT = 10
"""Above the first paragraph, if they stand below the date: the heading of a law, a preface."""

WIDEST = 100
"""No list of headings at the edge of a body is longer."""

SPAM_REACH = 5
"""Spam titles stand in the first lines of a page, and in the last."""

_SITE_NAME = re.compile(
    r"\w{2,10}(?:网|網|网站|網站|在线|在線|论坛|論壇|日报|日報|晚报|晚報|频道|頻道|门户|新闻中心|新聞網|资讯)"
)
"""A first line that is only the name of a site."""

MENU_SIGNS = 3
"""Buttons between two paragraphs that make the short lines between them a menu."""

WEAK_SIGNS = 4
WEAK_SHARE = 0.05
"""So many buttons, and so large a share of the lines, prove a page; a word list has fewer."""

Senses = list[Sense]


def judge_lines(draft: Draft) -> None:
    """Give every line that has no verdict yet one: kept, marked or dropped, with a score."""
    signs = page_signs()
    lines = [line for line in draft.lines if line.text and not line.text.isspace()]
    senses = [
        _decided_sense(line) if line.verdict else sense_of(line.text.strip(), signs)
        for line in lines
    ]
    voted = _read_votes(draft, senses)
    while True:
        _judge_once(draft, lines, senses, voted)
        voted = _forget_votes(senses) if voted else False
        alive = [i for i, line in enumerate(lines) if line.in_body]
        if len(alive) == len(lines):
            break  # TODO
        lines, senses = [lines[i] for i in alive], [senses[i] for i in alive]
    for line, sense in zip(lines, senses, strict=True):
        if line.verdict is None:
            line.verdict = Verdict("keep", "body", round(sense.weight, 1))
    mark_captions(draft)


def _read_votes(draft: Draft, senses: Senses) -> bool:
    """Give the senses the votes of the markup; gives whether there are any."""
    if len(draft.votes) != len(draft.lines):
        return False
    votes = [
        vote
        for vote, line in zip(draft.votes, draft.lines, strict=True)
        if line.text and not line.text.isspace()
    ]
    for sense, vote in zip(senses, votes, strict=True):
        sense.vote = vote
    return True


def _forget_votes(senses: Senses) -> bool:
    """Judge the rest as text alone, as it would be judged when it is cleaned again."""
    for sense in senses:
        sense.vote = 0.0
    return False


def looks_like_page(draft: Draft) -> bool:
    """Whether the lines prove that the text was a page of a site."""
    signs = page_signs()
    return _is_page([sense_of(t, signs) for line in draft.lines if (t := line.text.strip())])


def _decided_sense(line: Line) -> Sense:
    """The sense of a line that an earlier stage has decided: a border, or nothing."""
    reason = line.verdict.reason if line.verdict else ""
    shape = "date" if reason in ("date", "source", "views") else "credit"
    return Sense(line.text, -4.0, None, shape, "end" if reason == "editor" else "")


def _is_page(senses: Senses) -> bool:
    """Whether the lines prove a page: two sure signs, one among others, or many buttons."""
    sure: set[str] = set()
    buttons: set[str] = set()
    credits = 0
    for sense in senses:
        credits += sense.shape in ("date", "credit")
        if sense.sign is not None and sense.sign.strength != "menu":
            (sure if sense.sign.sure else buttons).add(sense.text)
    if sure:
        return len(sure) + len(buttons) + credits > 1
    return len(buttons) >= WEAK_SIGNS and len(buttons) >= WEAK_SHARE * len(senses)


def _judge_once(draft: Draft, lines: Sequence[Line], senses: Senses, voted: bool) -> None:
    """One pass over the lines that stand."""
    _drop_spam(draft, lines)
    images = _drop_images(draft, lines, senses)
    page = voted or _is_page(senses)
    if (page or images) and senses and _SITE_NAME.fullmatch(senses[0].text):
        _drop(draft, lines[0], "navigation", senses[0].weight)
    for line, sense in zip(lines, senses, strict=True):
        if sense.sign is not None and sense.sign.sure:
            _drop(draft, line, sense.sign.reason, sense.weight)
    if page:
        for i, reason in _page_verdicts(senses):
            _drop(draft, lines[i], reason, senses[i].weight)


def _drop(draft: Draft, line: Line, reason: str, score: float) -> None:
    """Drop a line, unless it has its verdict already."""
    if line.verdict is None:
        draft.judge(line, Verdict("drop", reason, round(score, 1)))


def _drop_spam(draft: Draft, lines: Sequence[Line]) -> None:
    edge = [*lines[:SPAM_REACH], *lines[SPAM_REACH:][-SPAM_REACH:]]
    for line in edge:
        if line.verdict is None and is_spam_title(line.text):
            _drop(draft, line, "seo-spam", -9.0)


def _drop_images(draft: Draft, lines: Sequence[Line], senses: Senses) -> bool:
    """Drop names of image files, and question marks that stand for a lost character.

    Gives whether there were any names of images.
    """
    images = False
    for i, sense in enumerate(senses):
        if sense.shape == "image":
            images = True
            _drop(draft, lines[i], "image-name", sense.weight)
        elif sense.shape == "no-text" and not sense.text.strip("?") and _among_text(senses, i):
            _drop(draft, lines[i], "question-mark", sense.weight)
    return images


def _among_text(senses: Senses, i: int) -> bool:
    """Whether a long paragraph stands next to a line: no chat, where `?` is an utterance."""
    return any(s.weight > 20 for s in senses[max(0, i - 2) : i + 3])


def _page_verdicts(senses: Senses) -> list[tuple[int, str]]:
    """The lines of a page that are not its body, each with the reason."""
    body = find_body(senses)
    if body is None:
        return [(i, s.sign.reason) for i, s in enumerate(senses) if s.sign]
    body = _widened(senses, body)
    verdicts = []
    for i, sense in enumerate(senses):
        inside = body.start <= i < body.end
        reason = _inside_reason(senses, i) if inside else _outside_reason(sense)
        if reason:
            verdicts.append((i, reason))
    verdicts += _menus(senses, body)
    taken = {i for i, _ in verdicts}
    rest = [i for i in range(body.start, body.end) if i not in taken]
    verdicts += [(rest[k], "repeated") for k in repeated_lines([senses[i] for i in rest])]
    return verdicts


def _inside_reason(senses: Senses, i: int) -> str | None:
    """Why a line within the body's span is no part of it; None where it is."""
    sense = senses[i]
    if sense.sign is None:
        alone = sense.shape == "no-text" and not sense.text[0].isalnum() and len(sense.text) < 3
        return "no-text" if alone else None
    if sense.sign.sure or sense.sign.reason == "advert":
        return sense.sign.reason
    beside = senses[max(0, i - 1) : i] + senses[i + 1 : i + 2]
    return sense.sign.reason if any(s.sign is not None for s in beside) else None


def _menus(senses: Senses, body: Body) -> list[tuple[int, str]]:
    """Short lines among buttons, within the body's span: menus and advertisements."""
    found = []
    run: list[int] = []
    for i in range(body.start, body.end + 1):
        if i < body.end and not senses[i].is_text and senses[i].shape != "image":
            run.append(i)
            continue
        at = [k for k in run if senses[k].sign is not None]
        if len(at) >= MENU_SIGNS:
            found += [
                (k, _outside_reason(senses[k])) for k in run
                if at[0] < k < at[-1] and senses[k].sign is None
            ]
        run = []
    return found


_SHAPE_REASONS = {
    "no-text": "no-text", "link-list": "link-list", "teaser": "related", "list-item": "list-item",
    "image": "image-name",
}  # fmt: skip


def _outside_reason(sense: Sense) -> str:
    if sense.sign is not None:
        return sense.sign.reason
    return _SHAPE_REASONS.get(sense.shape, "outside-body")


def _widened(senses: Senses, body: Body) -> Body:
    """The body with the short lines at its edges that nothing parts from it."""
    above = _joining(senses[max(0, body.start - WIDEST) : body.start][::-1], HEAD_LINES_KEPT)
    below = _joining(senses[body.end : body.end + WIDEST], TAIL_LINES_KEPT)
    return Body(body.start - above, body.end + below)


def _joining(outwards: Senses, most: int) -> int:
    """How many lines, from the body outwards, still belong to it."""
    count = joined = 0
    for sense in outwards:
        if sense.border or (sense.sign is not None and sense.sign.strength != "menu"):
            break
        if sense.shape not in _JOINING_SHAPES:
            break
        joined += 1
        count += sense.weight != NUMBERED_WEIGHT
    if joined < len(outwards) and outwards[joined].is_full_date:
        most = DATED_LINES_KEPT
    if count > most:
        joined = min(joined, _leading_numbered(outwards))
    while joined and outwards[joined - 1].sign is not None:
        joined -= 1
    return joined


def _leading_numbered(outwards: Senses) -> int:
    """How far a list of numbered headings reaches from the body outwards."""
    reach = 0
    for i, sense in enumerate(outwards):
        if sense.weight == NUMBERED_WEIGHT:
            reach = i + 1
        elif i - reach > 1 or sense.sign is not None:
            break
    return reach


_JOINING_SHAPES = frozenset({"text", "no-text", "list-item", "teaser", "credit"})
