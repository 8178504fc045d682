"""Credits within the paragraphs of a body: datelines, bylines at the end, captions.

They are read, and the paragraphs stay as they are. Patterns are compared with the text folded to
simplified characters, which keeps every place; values are cut from the text as it stands.
"""

from __future__ import annotations

import re

from yrd_cli.clean.credit_lines import read_credit_line
from yrd_cli.clean.credit_parts import CreditLine
from yrd_cli.clean.credit_words import HAN
from yrd_cli.clean.names import is_person, is_publisher, person_names
from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

MAX_TAIL = 84
"""Longest credit at the end of a paragraph, with its brackets."""

MAX_HEAD = 90
"""A dateline with place, date and reporters ends within so many characters."""

MAX_CAPTION = 120
MAX_SHOT = 40

_CLOSED = compiled(r"[（(【\[]([^（()）【】\[\]]{2,80})[)）】\]][。.]?(?: ?\d{7})?$")
"""Taiwan's agency puts the date of the Republic behind the last bracket."""
_SQUARE = compiled(r"[■◆●□▲▌◇][ \u3000]{0,3}([^■◆●□▲▌◇。]{2,60})$")
_CREDIT = compiled(r"记者|通讯员|作者|编辑|责编|来源|稿源|摄|文[/｜|]")
_WIRE = compiled(
    rf"^[（(【]?据?(?P<agency>[{HAN}]{{1,8}}?[社网报台])(?:[{HAN}]{{2,12}}?)?"
    r"(?:\d{1,2}月)?\d{1,2}日[电讯]"
)
_BRIEF = compiled(
    rf"^[（(【\[]?(?![据由有])(?P<agency>[{HAN}]{{2,12}}?) ?(?:讯|消息|报道)"
    r"(?=[ \u3000（(：:【\]】])"
)
_WIRE_BY_REPORTER = compiled(
    rf"^[（(【]?(?P<agency>[{HAN}]{{2,8}}?[社网报台])(?:记者|特派员) ?(?P<names>[{HAN}]{{4,9}}?)"
    r" ?(?:\d{1,2}月)?\d{1,2}日 ?(?:综合)?外?电"
)
_BY_AND_PLACE = compiled(
    rf"^[〔［（(【\[](?:[{HAN}]{{0,8}}记者)? ?(?P<names>[{HAN}、 ]{{2,20}}?) ?[/／] ?"
    rf"[{HAN}]{{2,6}}报[导道][〕］）)】\]]"
)
_OWN = compiled(r"^本[报台网刊社站]$")
_REPORTERS = compiled(
    rf"[（(](?P<names>[{HAN}]{{0,10}}(?:记者|通讯员)[ \u3000:：]?[^（()）]{{2,40}})[)）]"
)
_REPORT_BY = compiled(r"报道[ \u3000]记者[ \u3000](?P<names>[^】\]（(。，,]{2,20})[】\]]")
_SHOT = compiled(
    rf"(?:^|[，,。！？!?；;)）”：:（(/｜| \u3000])(?P<names>[{HAN}·、]{{2,24}})[ \u3000/／]{{0,3}}"
    r"摄影?[)）]?。?$"
)


def credit_at_end(text: str) -> CreditLine | None:
    """The credit that ends a paragraph: `……呼之欲出。■ 记者 李航`, `……。（责任编辑：王五）`.

    >>> credit_at_end("合作新格局呼之欲出。■ 记者 李航").values
    {'author': ['李航']}
    >>> credit_at_end("他说（记者就在现场）") is None
    True
    """
    tail = text[-MAX_TAIL:].rstrip()
    for pattern in (_CLOSED, _SQUARE):
        match = pattern.search(tail)
        if match and _CREDIT.search(to_simplified(match[1])):
            credit = read_credit_line(match[1])
            return credit if credit and credit.strong else None
    return None


def read_dateline(text: str) -> tuple[str | None, tuple[str, ...]]:
    """Agency and reporters of a dateline at the head of a paragraph.

    >>> read_dateline("新华社北京1月3日电（记者 张三、李四）今天")
    ('新华社', ('张三', '李四'))
    >>> read_dateline("本报上海7月5日电(记者巨云鹏)上海市")
    (None, ('巨云鹏',))
    >>> read_dateline("记者获悉")
    (None, ())
    """
    head = text[:MAX_HEAD].lstrip(" \u3000")
    folded = to_simplified(head)
    match = _BY_AND_PLACE.match(folded)
    if match:
        return None, person_names(head[match.start("names") : match.end("names")]) or ()
    match = _WIRE_BY_REPORTER.match(folded)
    if match:
        return _reporter_first(head, match)
    match = _WIRE.match(folded) or _BRIEF.match(folded)
    if not match:
        return None, ()
    own = _OWN.match(match["agency"]) is not None
    if not own and not is_publisher(match["agency"]):
        return None, ()
    agency = None if own else head[match.start("agency") : match.end("agency")]
    return agency, _reporters(head, folded, match.end())


def _reporter_first(head: str, match: re.Match[str]) -> tuple[str | None, tuple[str, ...]]:
    """A dateline of Taiwan's agencies: `（中央社記者王大明台北3日電）`."""
    agency = head[match.start("agency") : match.end("agency")]
    names = head[match.start("names") : match.end("names")]
    # Name and place follow each other without a gap: the longest name that leaves a place.
    for length in (3, 2):
        if len(names) >= length + 2 and is_person(names[:length]):
            return agency, (names[:length],)
    return agency, ()


def _reporters(head: str, folded: str, at: int) -> tuple[str, ...]:
    """The reporters in the brackets right behind a dateline."""
    match = _REPORTERS.match(folded, at) or _REPORTERS.match(folded, at + 1)
    match = match or _REPORT_BY.search(folded)
    if not match:
        return ()
    names = head[match.start("names") : match.end("names")]
    credit = read_credit_line(names)
    return tuple(credit.values.get("author", ())) if credit else person_names(names) or ()


def photographers_of(caption: str) -> tuple[str, ...]:
    """The photographers whom a caption names: `图说:……。徐程 摄`.

    >>> photographers_of("图说:执委会。徐程 摄"), photographers_of("5月19日拍摄")
    (('徐程',), ())
    """
    end = caption[-4:]
    if ("摄" not in end and "攝" not in end) or len(caption) > MAX_CAPTION:
        return ()
    tail = caption[-MAX_SHOT:]
    match = _SHOT.search(to_simplified(tail))
    return (person_names(tail[match.start("names") : match.end("names")]) or ()) if match else ()
