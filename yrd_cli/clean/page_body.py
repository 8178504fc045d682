"""Which lines of a page stand beside its body, and why."""

from __future__ import annotations

from collections.abc import Sequence

from yrd_cli.clean.line_sense import NUMBERED_WEIGHT, Sense
from yrd_cli.clean.repeats import repeated_lines
from yrd_cli.clean.segment import Body, find_body
from yrd_cli.patterns import compiled

HEAD_LINES_KEPT = 4
"""Short lines above the first paragraph that stay when nothing parts them from it."""

DATED_LINES_KEPT = 40
"""Above the first paragraph, if they stand below the date: the heading of a law, a poem."""

FIRST_LINES_KEPT = 10
"""Above the first paragraph, if the document begins with them."""

TAIL_LINES_KEPT = 1000
"""Below the last paragraph: signatures, lists of names. Cutting at 6 gives the same F1 on the
pages of the development set (.967), and would cut such lists."""

MENU_SIGNS = 3
"""Buttons between two paragraphs that make the short lines between them a menu."""


CONTACT_REACH = 5
_CONTACT = compiled(
    r"[一二三四五六七八九十\d、.（()） ]{0,4}(?:联系人|聯[系絡繫]人|联络人|联系方式|聯絡方式|"
    r"联系电话|聯絡電話|咨询(?:方式|人)|诚聘|报名(?:方式|地点|人))"
)

_DATED_LINK = compiled(r"^\D.{5,60}[ \u3000\[(（](?:20\d\d[-/.])?[01]?\d[-/.][0-3]?\d[\])）]?$")


def lines_without_votes(senses: Sequence[Sense]) -> list[tuple[int, str]]:
    """The lines that the markup of a page does not count as main text, each with the reason."""
    verdicts = []
    for i, sense in enumerate(senses):
        reason = _inside_reason(senses, i) if sense.vote > 0 else _outside_reason(sense)
        if reason:
            verdicts.append((i, reason))
    return verdicts


def lines_beside_body(senses: Sequence[Sense]) -> list[tuple[int, str]]:
    """The lines of a page that are not its body, each with the reason."""
    body = find_body(senses)
    if body is None:
        return [(i, s.sign.reason) for i, s in enumerate(senses) if s.sign] + _list_of_links(senses)
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


def _list_of_links(senses: Sequence[Sense]) -> list[tuple[int, str]]:
    """Headlines with their dates, on a page without an article."""
    places = [i for i, s in enumerate(senses) if s.sign is None and _DATED_LINK.search(s.text)]
    return [(i, "list-item") for i in places] if len(places) >= MENU_SIGNS else []


def _inside_reason(senses: Sequence[Sense], i: int) -> str | None:
    """Why a line within the body's span is no part of it; None where it is."""
    sense = senses[i]
    if sense.sign is None:
        alone = sense.shape == "no-text" and not sense.text[0].isalnum() and len(sense.text) < 3
        return "no-text" if alone else None
    if sense.sign.sure or sense.sign.reason == "advert":
        return sense.sign.reason
    if sense.sign.reason == "hotline" and _names_contact(senses[max(0, i - CONTACT_REACH) : i]):
        return None
    beside = [*senses[max(0, i - 1) : i], *senses[i + 1 : i + 2]]
    return sense.sign.reason if any(s.sign is not None for s in beside) else None


def _menus(senses: Sequence[Sense], body: Body) -> list[tuple[int, str]]:
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
                (k, _outside_reason(senses[k]))
                for k in run
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


def _widened(senses: Sequence[Sense], body: Body) -> Body:
    """The body with the short lines at its edges that nothing parts from it."""
    reach = max(0, body.start - DATED_LINES_KEPT - 1)
    above = _joining(senses[reach : body.start][::-1], HEAD_LINES_KEPT, fields=True)
    below = _joining(senses[body.end : body.end + TAIL_LINES_KEPT], TAIL_LINES_KEPT)
    return Body(body.start - above, body.end + below)


def _joining(outwards: Sequence[Sense], most: int, fields: bool = False) -> int:
    """How many lines, from the body outwards, still belong to it.

    ``fields``: a line such as 主办单位：… is one of an announcement's, not of a page's foot.
    """
    count = joined = 0
    for sense in outwards:
        if _is_button_for_contact(sense) and (
            fields or _names_contact(outwards[max(0, joined - CONTACT_REACH) : joined])
        ):
            joined += 1
            count += 1
            continue
        if sense.border or (sense.sign is not None and sense.sign.strength != "menu"):
            break
        if sense.shape not in _JOINING_SHAPES and not sense.is_signature:
            break
        joined += 1
        count += sense.weight != NUMBERED_WEIGHT
    if any(s.is_full_date or s.shape == "credit" for s in outwards[: joined + 1]):
        most = max(most, DATED_LINES_KEPT)
    elif joined == len(outwards):  # nothing above them: the text begins so
        most = max(most, FIRST_LINES_KEPT)
    if count > most:
        joined = min(joined, _leading_numbered(outwards))
    while joined and _parts_edge(outwards, joined - 1, fields):
        joined -= 1
    return joined


def _names_contact(above: Sequence[Sense]) -> bool:
    """Whether the text has just named whom to ask: then address and telephone are its own."""
    return any(s.sign is None and _CONTACT.match(s.text) for s in above)


def _is_button_for_contact(sense: Sense) -> bool:
    sign = sense.sign
    return sign is not None and sign.strength == "button" and sign.reason == "hotline"


def _parts_edge(outwards: Sequence[Sense], k: int, fields: bool) -> bool:
    """Whether a button stands at the edge of the lines that would join the body."""
    if outwards[k].sign is None:
        return False
    return fields or not (
        _is_button_for_contact(outwards[k])
        and _names_contact(outwards[max(0, k - CONTACT_REACH) : k])
    )


def _leading_numbered(outwards: Sequence[Sense]) -> int:
    """How far a list of numbered headings reaches from the body outwards."""
    reach = 0
    for i, sense in enumerate(outwards):
        if sense.weight == NUMBERED_WEIGHT:
            reach = i + 1
        elif i - reach > 1 or sense.sign is not None:
            break
    return reach


_JOINING_SHAPES = frozenset({"text", "no-text", "list-item", "teaser", "credit"})
