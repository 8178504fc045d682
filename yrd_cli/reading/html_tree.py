"""HTML to lines: what a reader of the page would see, each with its place in the tree.

The tree is built and written out again by lexbor (`resiliparse`); the scanner reads what it wrote.
What would make the parser take quadratic time or memory is taken out before.
"""

from __future__ import annotations

import re

from yrd_cli.limits import NO_LIMIT
from yrd_cli.patterns import compiled
from yrd_cli.reading.blocks import Scan
from yrd_cli.reading.html_scanner import Scanner

MAX_TAG = 8192
"""Attributes of longer tags are dropped: lexbor looks up each new attribute among all before it,
so that a tag of 20,000 attributes takes 0.6 s and one of 200,000 a minute."""

MAX_TAGS = 1_000_000
"""A page is read up to so many tags: lexbor needs some 500 bytes for each. The largest pages that
people read have some 50,000."""

_NAME = compiled("[a-zA-Z][a-zA-Z0-9]*")
# The standard reopens unclosed formatting elements in every later block: 1,500 times
# `<font color=N><p>` (30 KB) grow to 28 MB. As spans they read the same and stay linear.
_FORMATTING_TAGS = "b big code em font i nobr s small strike strong tt u"
_EITHER_CASE = "|".join(  # a third faster than IGNORECASE
    "".join(f"[{letter}{letter.upper()}]" for letter in name) for name in _FORMATTING_TAGS.split()
)
_FORMATTING = compiled(rf"<(/?)(?=[bcefinstuBCEFINSTU])(?:{_EITHER_CASE})(?=[\s/>])")
# Only there can a script hold `</script>`, which would end it for the scanner.
_SCRIPT_IN_COMMENT = compiled(r"<script\b[^<>]*+>[^<]*+<!--[^<]*+<script\b", re.IGNORECASE)


def scan_html(html: str, *, links: bool = False, depth: int = NO_LIMIT) -> Scan:
    """Parse a page and read its lines and head elements in one pass.

    ``links``: the lines know the addresses that they link to. ``depth``: of elements within more
    others than that no more than their lines is told.
    """
    from resiliparse.parse.html import HTMLTree

    html, is_cut = _defused(html)
    tree = HTMLTree.parse(html)
    if _SCRIPT_IN_COMMENT.search(html):
        document = tree.document
        for script in document.get_elements_by_tag_name("script") if document else ():
            if "</script" in (script.text or "").lower():
                script.text = ""
    markup = str(tree)
    del tree, html  # each as large as the page, or larger
    if links:
        from yrd_cli.reading.markdown import mark_links, take_links

        markup, addresses = mark_links(markup)
        scan = Scanner(depth).run(markup)
        scan.lines = take_links(scan.lines, addresses)
    else:
        scan = Scanner(depth).run(markup)
    scan.is_cut = is_cut
    return scan


def _defused(html: str) -> tuple[str, bool]:
    """The page without what would make the parser take quadratic time or memory.

    And whether it had to be cut at the greatest number of tags.
    """
    html = html.replace("\0", "")
    parts = html.split("<", MAX_TAGS)
    changed = is_cut = len(parts) > MAX_TAGS
    del parts[MAX_TAGS:]
    is_long = max(map(len, parts)) > MAX_TAG  # as scripts are; to ask each part costs more
    for n in [n for n, part in enumerate(parts) if len(part) > MAX_TAG] if is_long else ():
        part = parts[n]
        if part.find(">", 0, MAX_TAG) < 0:
            name = _NAME.match(part)
            if name:
                parts[n] = name[0] + part[max(part.find(">"), name.end()) :]
                changed = True
    return _FORMATTING.sub(r"<\1span", "<".join(parts) if changed else html), is_cut
