"""The title that a page gives itself (<title>), without the channel and the site behind it."""

from __future__ import annotations

import re
import unicodedata

from yrd_cli.clean.names import is_publisher
from yrd_cli.patterns import compiled

MAX_TITLE = 80
"""The titles of 700 laws have at most 55 characters; the few longer headlines of 6,000 television
items (up to 110) are two or three headlines in a row."""

MIN_PAGE_TITLE = 4
"""A page title of fewer characters is a label: 首页, 详情."""

MAX_SUFFIXES = 8
MAX_CHANNEL = 12
"""Parts of a page's title behind the headline: keywords, channel and site."""

_TAG = compiled(r"</?[A-Za-z!][^<>]{0,200}>")
_CONTROL = compiled("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ORIGINAL = compiled(r"^[（(【]?原[标標][题題] ?[:：] ?(?P<title>[^（()）【】]{4,90})[)）】]?$")
_BREAK = compiled(r" [-–—_] |--|[-–—_|｜]")
_PART = compiled(r"(?: [-–—_] |--|[-–—_|｜])(?P<part>.{1,30})$")
_SURE_BREAKS = ("_", "--", " - ", " _", " – ", " — ")


def comparable(title: str) -> str:
    """A title without spaces and punctuation, for comparing.

    >>> comparable("我们留守,我们奔忙") == comparable("我们留守 我们奔忙")
    True
    """
    plain = unicodedata.normalize("NFKC", title[: 4 * MAX_TITLE]).casefold()
    return "".join(c for c in plain if c.isalnum())


def plain(text: str) -> str:
    """A line without tags and control characters, its spaces made single.

    >>> plain("<b>江边的</b>\u3000清晨\x07")
    '江边的 清晨'
    """
    return " ".join(_CONTROL.sub("", _TAG.sub("", text)).split())


def original_title(text: str) -> str | None:
    """The title that a reposted article had before, from its line.

    >>> original_title("（原标题：江边的清晨这样开始）")
    '江边的清晨这样开始'
    """
    if len(text) > 2 * MAX_TITLE or ("题" not in text and "題" not in text):
        return None
    match = _ORIGINAL.match(plain(text))
    return match["title"] if match else None


def without_site(title: str) -> str | None:
    """A page's title without the names of channel and site behind it.

    >>> without_site("在新时代中部地区崛起中争先出彩--经济·科技--人民网")
    '在新时代中部地区崛起中争先出彩'
    >>> without_site("多彩的长三角-科创走廊")
    '多彩的长三角-科创走廊'
    """
    text = plain(title[: 8 * MAX_TITLE])[: 4 * MAX_TITLE]
    sure = False
    for _ in range(MAX_SUFFIXES):
        match = _last_part(text)
        if not match or match.start() < MIN_PAGE_TITLE:
            break
        part = match["part"].strip()
        strong = is_publisher(part) or match[0].startswith(_SURE_BREAKS)
        if not strong and not (sure and len(part) <= MAX_CHANNEL):
            break
        sure, text = True, text[: match.start()].rstrip(" -_|｜—–")
    return text or None


def _last_part(text: str) -> re.Match[str] | None:
    """The last part of a page's title with the mark before it: its shortest such end."""
    found = None
    for match in _BREAK.finditer(text):
        found = match
    return _PART.match(text, found.start()) if found else None


def is_headline_like(title: str) -> bool:
    """Whether a page's title says more than the name of the site."""
    return len(comparable(title)) >= MIN_PAGE_TITLE and not is_publisher(title)
