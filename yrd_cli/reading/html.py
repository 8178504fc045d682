"""HTML pages: is this one, what does a reader see of it, and what of that is the main text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from yrd_cli.limits import NO_LIMIT
from yrd_cli.patterns import compiled
from yrd_cli.reading.blocks import Block
from yrd_cli.reading.html_lines import HEADINGS, blocks_of, headline_node
from yrd_cli.reading.html_marks import marked_breadcrumb, marked_date
from yrd_cli.reading.html_metadata import page_metadata
from yrd_cli.reading.html_tree import scan_html
from yrd_cli.reading.html_votes import with_votes
from yrd_cli.reading.markdown import Markup, markup_of
from yrd_cli.reading.records import Extract
from yrd_cli.reading.thread_page import as_thread
from yrd_cli.reading.threads import PROVEN


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page: its visible lines, its <title>, and what its head says of it.

    ``headline`` is the number of the block that holds the headline, where one was found;
    ``markup`` what Markdown adds to each block, where it was asked for.
    """

    blocks: list[Block]
    title: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    headline: int | None = None
    markup: tuple[Markup, ...] = ()
    is_too_deep: bool = False
    """Whether elements nest deeper than was asked for."""

    @property
    def text(self) -> str:
        """The visible lines, joined by newlines; line n is ``blocks[n]``."""
        return "\n".join(block.text for block in self.blocks)


def render_page(
    html: str, extract: Extract = "auto", *, markdown: bool = False, depth: int = NO_LIMIT
) -> Page:
    """Read a page as a browser without scripts would show it, one line a block.

    ``extract`` says what the votes are to be for: the article, all posts of a thread, all lines;
    ``auto`` decides by the page, and ``metadata["extract"]`` tells where it is no article.
    Elements within more than ``depth`` others are read as if they stood beside each other, as
    browsers do from 512 on (Blink's ``kMaximumHTMLParserDOMTreeDepth``).

    >>> render_page("<p>他说：<b>你好</b><br>再见</p>").text
    '他说：你好\\n再见'
    """
    scan = scan_html(html, links=markdown, depth=depth)
    blocks = blocks_of(scan)
    node = headline_node(scan, blocks)
    kind: Extract = "all" if extract == "all" else "article"
    if extract in ("auto", "forum") and (
        thread := as_thread(scan, blocks, node, forced=extract == "forum")
    ):
        kind, blocks = "forum", thread
    elif kind == "all":
        blocks = [replace(block, vote=PROVEN) for block in blocks]
    else:
        blocks = with_votes(scan, blocks, node)
    headline = next((n for n, b in enumerate(blocks) if node and b.node == node), None)
    metadata = page_metadata(scan)
    if headline is not None and blocks[headline].tag in HEADINGS:
        metadata["headline"] = blocks[headline].text.strip()
    if "date" not in metadata and (date := marked_date(html)):
        metadata["head_date"] = date
    if "breadcrumb" not in metadata and (crumbs := marked_breadcrumb(scan, blocks)):
        metadata["breadcrumb"] = crumbs
    if kind != "article":
        metadata["extract"] = kind
    markup = markup_of(scan, blocks) if markdown else ()
    return Page(blocks, scan.title, metadata, headline, markup, scan.is_too_deep)


def main_blocks(page: Page) -> list[int]:
    """The numbers of the blocks that the markup alone takes for main content, in order."""
    return [n for n, block in enumerate(page.blocks) if block.vote > 0]


MIN_TAGS = 3
MIN_TAGGED_LINES = 0.5
"""A fragment has so many tags, on this share of its lines; a Markdown page that opens with a
centred picture has them on few."""

HEAD = 65536
_PROLOGUE = compiled(r"(?:\s++|\ufeff|\x00|<!--(?s:.*?)-->|<\?xml(?s:[^>]*)>)*+")
_PAGE = compiled(r"<!doctype\s+html\b|<(?:html|head|body|frameset)\b", re.IGNORECASE)
_LATE_PAGE = compiled(r"^\s{0,40}<!doctype\s+html\b[^>]*>\s*+<(?:html|head|!--)", re.I | re.M)
_FOREIGN = compiled(r"[{\[]|WARC/|#|%PDF|---")
_TAG = compiled(
    r"</?(?:a|article|b|blockquote|br|center|dd|div|dl|dt|em|font|footer|form|h[1-6]|header|hr|"
    r"i|iframe|img|input|label|li|link|main|meta|nav|ol|p|pre|script|section|span|strong|style|"
    r"table|tbody|td|th|title|tr|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FEED = compiled(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex|svg|channel)\b", re.IGNORECASE)


def is_html(head: str | bytes) -> bool:
    """Whether a file is HTML, from its first characters or bytes (64 KB are looked at).

    A page says so in its first element, or is a fragment full of tags. A text that mentions a
    tag, a feed, Markdown with a tag and JSON that holds HTML are none.

    >>> is_html("<!DOCTYPE html><title>新闻</title>"), is_html("用 <div> 标签布局")
    (True, False)
    """
    if isinstance(head, bytes):
        head = head[:HEAD].replace(b"\0", b"").decode("latin-1").removeprefix("ÿþ")
        head = head.removeprefix("þÿ").removeprefix("ï»¿")
    head = head[:HEAD]
    prologue = _PROLOGUE.match(head)
    start = prologue.end() if prologue else 0
    if _PAGE.match(head, start):
        return True
    if _FEED.match(head, start) or _FOREIGN.match(head, start):
        return False
    if _LATE_PAGE.search(head, start, start + 4096):  # a server's warning stands before the page
        return True
    return bool(_TAG.match(head, start)) and _is_fragment(head[start:])


def _is_fragment(head: str) -> bool:
    lines = [line for line in head.split("\n") if line.strip()]
    tagged = sum(bool(_TAG.search(line)) for line in lines)
    return tagged >= MIN_TAGGED_LINES * len(lines) and len(_TAG.findall(head)) >= MIN_TAGS
