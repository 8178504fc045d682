"""What a page's markup says below its head: elements and scripts that tell the date, the path.

Weaker than the head, and weaker than the visible lines: they speak where both are silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from yrd_cli.patterns import compiled
from yrd_cli.reading.blocks import Block, Scan
from yrd_cli.reading.html_metadata import iso_date

_NAMES = ("pubdate", "datePublished", "entry-date", "published", "publish-time", "post-date")
"""What classes and properties of an element call the date of publication."""

_KEYS = (
    "createTime publishTime publish_time publishDate publish_date pubTime pubtime pubDate ptime "
    "datePublished publishedAt published_at"
)
"""What scripts call it."""

_STEMS = ("pub", "publish")
"""Most of these names begin so: a page is searched for the stem, and then for them."""

_VALUE = compiled(r"""["']?\s{0,3}[:=]\s{0,3}["']((?:19|20)\d\d[-/年][^"'<>]{4,30})["']""")
_ELEMENT = compiled(r"<(?:time|span|meta|abbr|em|i|p|div)\b[^<>]{0,400}>[^<>]{0,40}", re.IGNORECASE)
_STAMP = compiled(r'ct\s?=\s?"(\d{10})";')
"""The time of an article in WeChat's pages, in seconds since 1970."""

BEIJING = timedelta(hours=8)
MAX_TAG = 400
MAX_MATCHES = 20
"""So many places are looked at for each name; a page has one date and a list of others'."""


def marked_date(html: str) -> str | None:
    """The date that an element or a script gives for the page, as ISO 8601; None where none does.

    >>> marked_date('<time class="entry-date" datetime="2020-01-05T10:00:00+08:00">1月5日</time>')
    '2020-01-05T10:00:00+08:00'
    """
    absent = tuple([stem for stem in _STEMS if stem not in html])
    for name in (*_NAMES, "<time"):
        for at in _places(html, name) if not name.startswith(absent) else ():
            start = html.rfind("<", max(0, at - MAX_TAG), at + 1)
            element = _ELEMENT.match(html, start) if start >= 0 else None
            if element and element.end() > at and (date := iso_date(element[0])):
                return date
    return _scripted_date(html, absent)


def _scripted_date(html: str, absent: tuple[str, ...]) -> str | None:
    told = {
        match[1]
        for key in _KEYS.split()
        if not key.startswith(absent)
        for at in _places(html, key)
        if (match := _VALUE.match(html, at + len(key)))
    }
    if len(told) == 1:  # several are those of other pages
        return iso_date(told.pop())
    stamped = html.find("var ct")
    match = _STAMP.search(html, stamped) if stamped >= 0 else None
    if match and "js_content" in html:
        # The zone of the readers, whatever the machine's: the output depends on the page alone.
        stamp = datetime.fromtimestamp(int(match[1]), UTC) + BEIJING
        return stamp.strftime("%Y-%m-%dT%H:%M:%S") + "+08:00"
    return None


def _places(html: str, name: str) -> Iterator[int]:
    at = html.find(name)
    for _ in range(MAX_MATCHES):
        if at < 0:
            return
        yield at
        at = html.find(name, at + len(name))


MAX_CRUMBS = 12
MAX_CRUMB = 60
_PATH = compiled(r' (?:class|id)="[^"]*(?:crumb|mianbao|mbx|weizhi|dqwz|daohanglink)')
_STEP = compiled(r"[ \u3000]{0,4}(?:[>»›＞→/／|]|&gt;)+[ \u3000]{0,4}")
_LABEL = compiled(
    r"^(?:[您你]?(?:现在|現在|当前|當前|目前)?(?:所在)?的?位置(?:是|为|為)?|[您你]在[这這][里裡])\s?[:：]?\s{0,4}"
)


def marked_breadcrumb(scan: Scan, blocks: Sequence[Block]) -> list[str] | None:
    """The path to the page, from the element that is named so and holds it on several lines."""
    named = {node for node, attrs in enumerate(scan.attrs) if attrs and _PATH.search(attrs)}
    home = 0
    names: list[str] = []
    for block in blocks if named else ():
        place = _path_element(scan, block.node, named)
        if not place or (home and place != home):
            if home:
                break
            continue
        home = place
        names += _STEP.split(_LABEL.sub("", block.text))
    crumbs = [name for name in (n.strip(" \u3000") for n in names) if name]
    if not 2 <= len(crumbs) <= MAX_CRUMBS or max(map(len, crumbs)) > MAX_CRUMB:
        return None
    return crumbs


MAX_STEPS = 6


def _path_element(scan: Scan, node: int, named: set[int]) -> int:
    """The outermost of the nearest elements that is named as the path; 0 where none is."""
    found = 0
    for _ in range(MAX_STEPS):
        if not node:
            break
        if node in named:
            found = node
        node = scan.parents[node]
    return found
