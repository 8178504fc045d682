"""Which lines of a page are its body, and which belong to the page around it.

Works on lines of text alone. A text without a sure sign of a page (a breadcrumb, a share button,
a licence number) is no page and comes out whole; in a page, the body is the span with the most
text, and what lies beyond its borders goes. Judging is repeated until nothing more falls, so
that cleaning a clean text changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yrd_cli.clean.captions import mark_captions
from yrd_cli.clean.draft import Draft, Line, Verdict
from yrd_cli.clean.line_sense import Sense, may_fall, sense_of
from yrd_cli.clean.page_body import lines_beside_body, lines_without_votes
from yrd_cli.clean.page_signs import Border, page_signs
from yrd_cli.clean.spam import is_spam_title
from yrd_cli.patterns import compiled

SPAM_REACH = 5
"""Spam titles stand in the first lines of a page, and in the last."""

_SITE_NAME = compiled(
    r"\w{2,10}(?:网|網|网站|網站|在线|在線|论坛|論壇|日报|日報|晚报|晚報|频道|頻道|门户|新闻中心|新聞網|资讯)"
)
"""A first line that is only the name of a site."""

WEAK_SIGNS = 4
WEAK_SHARE = 0.1
EDGE = 40
"""So many different buttons, and this share of lines, among the first or the last lines prove a
page. Sorted lists of words have fewer."""

Senses = list[Sense]


def judge_lines(draft: Draft) -> None:
    """Give every line that has no verdict yet one: kept, marked or dropped.

    A line that falls has its score; where none falls, `weigh_lines` gives the scores.
    """
    signs = page_signs()
    lines = [line for line in draft.lines if line.text and not line.text.isspace()]
    if _nothing_falls(draft, lines):
        for line in lines:
            if line.verdict is None:
                line.verdict = _KEPT
        mark_captions(draft)
        return
    senses = [
        _decided_sense(line) if line.verdict else sense_of(line.text.strip(), signs)
        for line in lines
    ]
    voted = _read_votes(draft, senses)
    while True:
        _judge_once(draft, lines, senses, voted)
        alive = [i for i, line in enumerate(lines) if line.in_body]
        if len(alive) == len(lines) and not voted:
            break
        lines, senses = [lines[i] for i in alive], [senses[i] for i in alive]
        voted = False  # the rest is judged as it would be when it is cleaned again
    for line, sense in zip(lines, senses, strict=True):
        if line.verdict is None:
            line.verdict = Verdict("keep", "body", round(sense.weight, 1))
    mark_captions(draft)


_KEPT = Verdict("keep", "body")


def _nothing_falls(draft: Draft, lines: Sequence[Line]) -> bool:
    """Whether no line says that it belongs to a page, so that all of them stay.

    What the lines weigh is asked only on a page: most texts are none, and are spared the sum.
    """
    rest = [line.text.strip() for line in lines if line.verdict is None]
    if draft.votes or len(lines) - len(rest) > 1:
        return False
    return not (
        may_fall(rest, page_signs())
        or any(map(is_spam_title, rest[:SPAM_REACH]))
        or any(map(is_spam_title, rest[SPAM_REACH:][-SPAM_REACH:]))
    )


def weigh_lines(draft: Draft) -> None:
    """Give the lines that stand the scores that `judge_lines` did not need."""
    signs = page_signs()
    for line in draft.lines:
        verdict = line.verdict
        if verdict and verdict.score is None and verdict.reason in ("body", "caption", "heading"):
            score = round(sense_of(line.text.strip(), signs).weight, 1)
            line.verdict = replace(verdict, score=score)


def _read_votes(draft: Draft, senses: Senses) -> bool:
    """Give the senses the votes of the markup; gives whether any is for the body."""
    if len(draft.votes) != len(draft.lines) or max(draft.votes, default=0) <= 0:
        return False
    votes = [
        vote
        for vote, line in zip(draft.votes, draft.lines, strict=True)
        if line.text and not line.text.isspace()
    ]
    for sense, vote in zip(senses, votes, strict=True):
        sense.vote = vote
    return True


def looks_like_page(draft: Draft) -> bool:
    """Whether the lines prove that the text was a page of a site."""
    signs = page_signs()
    return _is_page([sense_of(t, signs) for line in draft.lines if (t := line.text.strip())])


def _decided_sense(line: Line) -> Sense:
    """The sense of a line that an earlier stage has decided: a border, or nothing."""
    reason = line.verdict.reason if line.verdict else ""
    shape = "date" if reason in ("date", "source", "views") else "credit"
    border: Border = "end" if reason == "editor" else ""
    return Sense(line.text, -4.0, None, shape, border, decided=True)


def _is_page(senses: Senses) -> bool:
    """Whether the lines prove a page: two sure signs, one among others, or many buttons.

    So do two credit lines that the stage before this one accepted, or one and any sign.
    """
    decided = sum(s.decided for s in senses)
    if decided > 1 or (
        decided and any(s.sign is not None and s.sign.strength != "menu" for s in senses)
    ):
        return True
    sure = {s.text for s in senses if s.sign is not None and s.sign.sure}
    if sure:
        others = any(s.shape in ("date", "credit") for s in senses)
        return len(sure) + len(_buttons(senses)) + others > 1
    return any(
        len(_buttons(edge)) >= max(WEAK_SIGNS, WEAK_SHARE * len(edge))
        for edge in (senses[:EDGE], senses[-EDGE:])
    )


def _buttons(senses: Senses) -> set[str]:
    return {s.text for s in senses if s.sign is not None and s.sign.strength == "button"}


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
        beside = lines_without_votes(senses) if voted else lines_beside_body(senses)
        for i, reason in beside:
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
