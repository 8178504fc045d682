"""What the head of a page says of it: meta elements, link elements, JSON-LD.

Visible lines (``来源：``, ``责任编辑：``) are read by the cleaning stages, as for plain text.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from yrd_cli.document import parse_json
from yrd_cli.patterns import compiled
from yrd_cli.reading.blocks import Scan, unescape
from yrd_cli.reading.html_tree import MAX_TAGS

_ATTRIBUTE = compiled(r' (name|property|itemprop|http-equiv|content|rel|href|lang)="([^"]*)"')

# In the order of trust. Names are compared in lower case; those of Chinese government pages
# (ArticleTitle, PubDate, ContentSource) follow the State Council's guide of 2017.
_META_KEYS: dict[str, tuple[str, ...]] = {
    "headline": ("articletitle", "og:title", "twitter:title"),
    "date": (
        "article:published_time",
        "datepublished",
        "pubdate",
        "publishdate",
        "publish_time",
        "published_time",
        "og:release_date",
        "bytedance:published_time",
        "apub:time",
        "weibo:article:create_at",
        "og:published_time",
        "dc.date",
        "dc.date.issued",
        "publication_date",
        "date",
    ),
    "modified": (
        "article:modified_time",
        "og:updated_time",
        "datemodified",
        "bytedance:updated_time",
        "lastmodifieddate",
        "weibo:article:update_at",
    ),
    "source": ("contentsource", "source", "mediaid", "dc.source"),
    "author": ("author", "article:author", "og:article:author", "dc.creator", "byl"),
    "editor": ("editor", "article:editor"),
    "site": ("og:site_name", "sitename", "application-name"),
    "description": ("og:description", "description", "twitter:description"),
    "keywords": ("keywords", "news_keywords", "article:tag"),
    "section": ("columnname", "article:section", "og:type:section"),
    "url": ("og:url",),
    "language": ("content-language", "og:locale"),
}
_LISTS = frozenset(("author", "editor", "keywords"))
_DATES = frozenset(("date", "modified"))

_JSON_KEYS = {
    "headline": ("headline", "title"),
    "date": ("datePublished", "pubDate"),
    "modified": ("dateModified", "upDate"),
    "author": ("author",),
    "editor": ("editor",),
    "source": ("provider", "sourceOrganization"),
    "site": ("publisher",),
    "url": ("mainEntityOfPage", "url"),
    "keywords": ("keywords",),
    "language": ("inLanguage",),
}
# Types that describe the page's text; a WebSite or an Organization describes the publisher.
_JSON_TYPES = compiled("Article|Posting|Report|NewsItem|WebPage$|Question|Recipe|Review$|Work$")
_LANGUAGE = compiled("[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,8})*")
_ACCOUNT = compiled("[a-z0-9_.@-]+")
_OFFICE = compiled(
    "(?:网|網|报|報|社|台|臺|刊|局|委|办公室|辦公室|[网報报電电]站|客户端|客戶端|频道|頻道|传媒|傳媒|媒体|媒體|新闻|"
    "新聞|在线|在線|中心|政府|大学|大學|集团|集團|公司|编辑部|編輯部|贡献者|貢獻者|管理员|管理員|财经|財經|"
    "[网報报电電]台[-－].{1,6}|admin|Admin|佚名|未知|匿名)$"
)
_TITLE_BREAK = compiled("[-_|—–｜]")
_LABEL = compiled("(?:来源|來源|作者|编辑|編輯|责任编辑|責任編輯)[:：]\\s?")
_NO_NAME = compiled(r"https?:|\d*$")
MAX_JSON_OBJECTS = 1000
MAX_CRUMBS, MAX_CRUMB = 12, 60
MAX_VALUE = 2000
"""Longer values are cut: a description is not a second text."""


def page_metadata(scan: Scan) -> dict[str, Any]:
    """What the page's head says: only keys that it gives, dates as ISO 8601.

    Keys: ``page_title``, ``headline``, ``date``, ``modified``, ``source``, ``site``, ``section``,
    ``head_author``, ``editor``, ``keywords``, ``breadcrumb`` (lists), ``url``, ``language``,
    ``description``; and ``cut_after_tags`` where the page was too large to be read to its end.
    The author is a claim that the page's lines may overrule: many sites give the editor there,
    or themselves.
    """
    found: dict[str, Any] = {}
    if scan.title:
        found["page_title"] = scan.title[:MAX_VALUE]
    _take_json(found, scan.json_ld)
    _take_breadcrumb(found, scan.json_ld)
    elements = [dict(_ATTRIBUTE.findall(attrs)) for attrs in scan.meta]
    _take_links(found, elements)
    _take_meta(found, elements)
    if scan.language:
        found["language"] = scan.language
    if scan.is_cut:
        found["cut_after_tags"] = MAX_TAGS
    authors = found.pop("author", None)
    if authors and (persons := [a for a in authors if not _is_publisher(a, found)]):
        found["head_author"] = persons
    return found


def _is_publisher(author: str, found: dict[str, Any]) -> bool:
    """Whether the author that a head names is the site, its publisher or a machine's account."""
    if _ACCOUNT.fullmatch(author) or _OFFICE.search(author):
        return True
    named = [str(found.get(key, "")) for key in ("site", "source", "section")]
    named += _TITLE_BREAK.split(str(found.get("page_title", "")))[1:]
    return any(author in name or (len(name) > 1 and name in author) for name in named if name)


def _take_meta(found: dict[str, Any], elements: list[dict[str, str]]) -> None:
    given: dict[str, str] = {}
    for element in elements:
        for key in ("property", "name", "itemprop", "http-equiv"):
            if element.get(key) and element.get("content"):
                given.setdefault(element[key].strip().lower(), unescape(element["content"]))
    for key, names in _META_KEYS.items():
        for name in names:
            if name in given:
                _put(found, key, given[name])


def _take_links(found: dict[str, Any], elements: list[dict[str, str]]) -> None:
    for element in elements:
        if element.get("rel", "").lower() == "canonical":
            _put(found, "url", unescape(element.get("href", "")))


def _take_json(found: dict[str, Any], scripts: list[str]) -> None:
    for script in scripts:
        try:
            value = parse_json(script.strip().rstrip(";").encode("utf-8", "replace"))
        except ValueError:
            continue  # broken JSON-LD is common, and the page says the same elsewhere
        for item in _articles(value):
            for key, names in _JSON_KEYS.items():
                for name in names:
                    for text in _texts(item.get(name)):
                        _put(found, key, text, more=key in _LISTS)


def _take_breadcrumb(found: dict[str, Any], scripts: list[str]) -> None:
    """The path to the page from a BreadcrumbList, in the order of its positions."""
    for script in scripts:
        if "BreadcrumbList" not in script:
            continue
        try:
            value = parse_json(script.strip().rstrip(";").encode("utf-8", "replace"))
        except ValueError:
            continue
        for item in _objects(value):
            entries = item.get("itemListElement")
            names = [
                name
                for entry in (entries if isinstance(entries, list) else [])[:MAX_CRUMBS]
                if isinstance(entry, dict)
                for name in _texts([entry if "name" in entry else entry.get("item")])
            ]
            if item.get("@type") == "BreadcrumbList" and names:
                found.setdefault("breadcrumb", [" ".join(n.split())[:MAX_CRUMB] for n in names])


def _articles(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD value that describe a text, outer ones first."""
    for item in _objects(value):
        kinds = item.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if "pubDate" in item or any(_JSON_TYPES.search(str(name)) for name in names):
            yield item


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD value, outer ones first."""
    queue: deque[Any] = deque([value])
    for _ in range(MAX_JSON_OBJECTS):
        if not queue:
            return
        item = queue.popleft()
        if isinstance(item, list):
            queue.extend(item[:MAX_JSON_OBJECTS])
        elif isinstance(item, dict):
            yield item
            nested = (item.get("@graph"), item.get("mainEntity"), item.get("breadcrumb"))
            queue.extend(v for v in nested if v)


def _texts(value: Any) -> list[str]:
    """The names in a JSON-LD value: a string, an object with a name, or a list of these."""
    values = value if isinstance(value, list) else [value]
    texts = []
    for entry in values[:MAX_JSON_OBJECTS]:
        if isinstance(entry, dict):
            entry = entry.get("name") or entry.get("@id")
        if isinstance(entry, str) and entry.strip():
            texts.append(entry)
    return texts


def _put(found: dict[str, Any], key: str, text: str, more: bool = False) -> None:
    """Note a value for a key, unless a more trusted one is there or it says nothing."""
    text = _LABEL.sub("", " ".join(text[:MAX_VALUE].split()))
    if not text or (key in found and not more):
        return
    if key in _DATES:
        iso = iso_date(text)
        if iso:
            found[key] = iso
    elif key == "url":
        if re.match(r"https?://[^\s/]+/[^\s]", text):  # the site's own is no page's
            found[key] = text
    elif key == "language":
        if _LANGUAGE.fullmatch(text):
            found[key] = text
    elif key in _LISTS:
        entries = re.split("[,，;；、]", text) if key == "keywords" else [text]
        known = found.get(key, [])
        new = [e.strip() for e in entries if e.strip() and not _NO_NAME.match(e)]
        if known or new:
            found[key] = list(dict.fromkeys([*known, *new]))
    else:
        found[key] = text


_DATE = compiled(
    r"(?<!\d)((?:19|20)\d\d)(?:[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?|(\d\d)(\d\d))(?!\d)"
    r"(?:[T\s]{0,3}(\d{1,2})[:：時时](\d{2})(?:[:：](\d{2})(?:\.\d{1,9})?)?"
    r"\s?(Z|[+-]\d{2}:?\d{2})?)?"
)
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def iso_date(text: str) -> str | None:
    """The first date in a text as ISO 8601, with its time where it gives one.

    >>> iso_date("2024年5月3日 8:05")
    '2024-05-03T08:05'
    >>> iso_date("2024-05-20T16:25:01.000+08:00")
    '2024-05-20T16:25:01+08:00'
    >>> iso_date("2024-13-01") is None
    True
    """
    match = _DATE.search(text)
    if not match:
        return None
    year, *rest = match.groups()
    month, day = int(rest[0] or rest[2]), int(rest[1] or rest[3])
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month]):
        return None
    date = f"{year}-{month:02}-{day:02}"
    hour, minute, second, zone = rest[4:]
    if hour is None or int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        return date
    return date + f"T{int(hour):02}:{minute}" + (f":{second}" if second else "") + (zone or "")
