"""HTML to lines: what a reader of the page would see, one Block a line, with its place in the tree.

The tree is built and written out again by lexbor (`resiliparse`); a single pass over its
well-formed tags makes the lines. Nothing here recurses, and every step is linear in the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from yrd_cli.patterns import compiled
from yrd_cli.reading.html_hints import hint_of


@dataclass(frozen=True, slots=True)
class Block:
    """One rendered line of a page.

    ``tag`` is the nearest block element (``p``, ``h2``, ``li``, ``td``, ``pre``, ...),
    ``link_share`` the share of its characters inside links, ``hint`` what the elements around it
    claim to be (``nav``, ``comment``, ``article``, ...; see `html_hints`). ``node`` numbers the
    nearest block element in the order of the page, so that neighbours can be told from
    strangers. ``vote`` is the evidence of the markup, from -1 (chrome) to 1 (main content).
    """

    text: str
    tag: str
    link_share: float
    hint: str | None
    node: int = 0
    vote: float = 0.0


@dataclass(slots=True)
class RawLine:
    """A line as the scanner met it, before tables are joined and hidden parts dropped."""

    text: str
    node: int
    linked: int
    row: int
    cell: int


@dataclass(slots=True)
class Scan:
    """What one pass over a page finds: lines, block elements, and the head's elements."""

    lines: list[RawLine] = field(default_factory=list)
    tags: list[str] = field(default_factory=lambda: ["body"])
    parents: list[int] = field(default_factory=lambda: [0])
    hints: list[str | None] = field(default_factory=lambda: [None])
    title: str | None = None
    language: str | None = None
    meta: list[str] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    is_cut: bool = False


MAX_TAG = 8192
"""Attributes of longer tags are dropped: lexbor looks up each new attribute among all before it,
so that a tag of 20,000 attributes takes 0.6 s and one of 200,000 a minute."""

MAX_TAGS = 1_000_000
"""A page is read up to so many tags: lexbor needs some 500 bytes for each. The largest pages that
people read have some 50,000."""

MAX_META = 300
"""So many <meta>, <link> and JSON-LD elements are kept; real pages have under 100."""

_NAME = compiled("[a-zA-Z][a-zA-Z0-9]*")
# The standard reopens unclosed formatting elements in every later block: 1,500 times
# `<font color=N><p>` (30 KB) grow to 28 MB. As spans they read the same and stay linear.
_FORMATTING_TAGS = (
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "nobr",
    "s",
    "small",
    "strike",
    "strong",
    "tt",
    "u",
)
_EITHER_CASE = "|".join(  # a third faster than IGNORECASE
    "".join(f"[{letter}{letter.upper()}]" for letter in name) for name in _FORMATTING_TAGS
)
_FORMATTING = compiled(rf"<(/?)(?:{_EITHER_CASE})(?=[\s/>])")
# Only there can a script hold `</script>`, which would end it for the scanner.
_SCRIPT_IN_COMMENT = compiled(r"<script\b[^<>]*+>[^<]*+<!--[^<]*+<script\b", re.IGNORECASE)
_TOKEN = compiled(
    r"([^<]+)"
    r"|</([^\s>]+)>"
    r"|<(script|style|xmp|iframe|noembed|noframes)\b([^>]*)>"
    r"([^<]*+(?:<(?!/\3>)[^<]*+)*+)(?:</\3>)?"
    r'|<([a-z][^\s>]*)((?: [^\s>][^\s=>]*+(?:="[^"]*")?)*+)>'
    r"|<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?|<"
)
_TITLE = compiled("<title[^<>]*>([^<]*)")
_LANGUAGE = compiled(r'(?:<!DOCTYPE[^>]*>)?<html[^>]*? (?:xml:)?lang="([A-Za-z-]{2,35})"')
_TEXT, _END, _RAW, _RAW_ATTRS, _RAW_TEXT, _START, _ATTRS = range(1, 8)

BLOCK_TAGS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    )
)
VOID_TAGS = frozenset(
    (
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
DROPPED_TAGS = frozenset(
    (
        "audio",
        "canvas",
        "datalist",
        "head",
        "map",
        "math",
        "noscript",
        "object",
        "option",
        "rp",
        "rt",
        "select",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    )
)
HIDDEN = "hidden"

_SPACE = compiled(r"[ \t\n\r\f]+")
_BREAKS = compiled(r"[\t\n\r\f]|  ")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# A line break of the source between two wide characters is no space (CSS Text 3, 4.1.3).
_WIDE_BREAK = compiled(f"(?<=[{_WIDE}])[ \t\r]*+\n[ \t\r\n]*+(?=[{_WIDE}])")
_HIDES = compiled(
    r' hidden="(?!until-found)| aria-hidden="true"'
    r'| style="[^"]*(?:display:\s?none|visibility:\s?hidden)',
    re.IGNORECASE,
)
_JAMMER = compiled(r' class="(?:[^"]* )?jammer[ "]')  # noise that forums hide in their posts


def scan_html(html: str) -> Scan:
    """Parse a page and read its lines and head elements in one pass."""
    from resiliparse.parse.html import HTMLTree

    html, is_cut = _defused(html)
    tree = HTMLTree.parse(html)
    if _SCRIPT_IN_COMMENT.search(html):
        document = tree.document
        for script in document.get_elements_by_tag_name("script") if document else ():
            if "</script" in (script.text or "").lower():
                script.text = ""
    scan = _Scanner().run(str(tree))
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
    for n, part in enumerate(parts):
        if len(part) > MAX_TAG and part.find(">", 0, MAX_TAG) < 0:
            name = _NAME.match(part)
            if name:
                parts[n] = name[0] + part[max(part.find(">"), name.end()) :]
                changed = True
    return _FORMATTING.sub(r"<\1span", "<".join(parts) if changed else html), is_cut


class _Scanner:
    """Walks over well-formed tags and keeps the open elements on a stack of its own."""

    def __init__(self) -> None:
        self.scan = Scan()
        self.stack: list[tuple[str, int]] = []  # name, and the node it opened or -1
        self.node = 0
        self.dropped = -1  # depth of the stack at which dropping began
        self.links: list[int] = []  # depths of open <a>
        self.pre = 0
        self.rows: list[tuple[int, int]] = [(0, 0)]  # number of the row, number of the cell
        self.row_count = 0
        self.parts: list[str] = []
        self.linked = 0

    def run(self, markup: str) -> Scan:
        """Read the markup that lexbor wrote."""
        title = _TITLE.search(markup)
        if title:
            self.scan.title = _SPACE.sub(" ", unescape(title[1])).strip() or None
        language = _LANGUAGE.match(markup, 0, MAX_TAG)
        if language:
            self.scan.language = language[1]
        stack, parts = self.stack, self.parts
        for match in _TOKEN.finditer(markup):
            kind = match.lastindex
            if kind == _TEXT:
                text = match[_TEXT]
                if self.dropped >= 0:
                    continue
                if text.isspace() and text.isascii() and not self.pre:
                    if parts:
                        parts.append(" ")
                else:
                    self.on_text(text)
            elif kind == _ATTRS:
                self.on_start(match[_START], match[_ATTRS])
            elif kind == _END:
                if stack and (stack[-1][0] == match[_END] or self.unwind(match[_END])):
                    self.close(*stack.pop())
            elif kind == _RAW_TEXT:
                self.on_raw(match)
        self.flush()
        return self.scan

    def on_text(self, text: str) -> None:
        if "&" in text:
            text = unescape(text)
        if self.pre:
            first, *rest = text.split("\n")
            self.add(first)
            for line in rest:
                self.flush()
                self.add(line)
            return
        if "\n" in text:
            text = _WIDE_BREAK.sub("", text)
        self.add(_SPACE.sub(" ", text) if _BREAKS.search(text) else text)

    def add(self, text: str) -> None:
        self.parts.append(text)
        if self.links:
            self.linked += len(text)

    def on_start(self, name: str, attrs: str) -> None:
        if name in VOID_TAGS:
            self.on_void(name, attrs)
            return
        if self.dropped >= 0:
            self.stack.append((name, -1))
            return
        node = -1
        if name in DROPPED_TAGS:
            self.dropped = len(self.stack)
        elif name in BLOCK_TAGS:
            node = self.open_block(name, attrs)
        elif name == "a":
            self.links.append(len(self.stack))
        elif attrs and _is_hidden(attrs):
            self.dropped = len(self.stack)
        self.stack.append((name, node))

    def open_block(self, name: str, attrs: str) -> int:
        if self.parts:
            self.flush()
        scan = self.scan
        node = len(scan.tags)
        scan.tags.append(name)
        scan.parents.append(self.node)
        hint = hint_of(name, attrs) if attrs or name in _SPEAKING else None
        scan.hints.append(HIDDEN if attrs and _is_hidden(attrs) else hint)
        self.node = node
        if name == "pre":
            self.pre += 1
        elif name == "tr":
            self.row_count += 1
            self.rows.append((self.row_count, 0))
        elif name in ("td", "th"):
            row, cell = self.rows[-1]
            self.rows[-1] = (row, cell + 1)
        elif name == "table":
            self.rows.append((0, 0))
        return node

    def on_void(self, name: str, attrs: str) -> None:
        if name in ("br", "hr"):
            if self.dropped < 0:
                self.flush()
        elif name in ("meta", "link") and len(self.scan.meta) < MAX_META:
            self.scan.meta.append(attrs)

    def on_raw(self, match: re.Match[str]) -> None:
        ld = match[_RAW] == "script" and "ld+json" in match[_RAW_ATTRS]
        if ld and len(self.scan.json_ld) < MAX_META:
            self.scan.json_ld.append(match[_RAW_TEXT])

    def unwind(self, name: str) -> bool:
        """Close what a broken script left open above the element, if it is near."""
        near = [n for n, _ in self.stack[-_NEAR:]]
        if name not in near:
            return False
        while self.stack[-1][0] != name:
            self.close(*self.stack.pop())
        return True

    def close(self, name: str, node: int) -> None:
        depth = len(self.stack)
        if node >= 0:
            if self.parts:
                self.flush()
            self.node = self.scan.parents[node]
            if name == "pre":
                self.pre -= 1
            elif name in ("tr", "table"):
                self.rows.pop()
        if self.links and self.links[-1] == depth:
            self.links.pop()
        if self.dropped == depth:
            self.dropped = -1

    def flush(self) -> None:
        """End the line."""
        text = "".join(self.parts)
        linked, self.linked = self.linked, 0
        self.parts.clear()
        if not text.strip():
            return
        if not self.pre:
            if "  " in text:
                text = _SPACE.sub(" ", text)
            text = text.strip(" ")
        row, cell = self.rows[-1]
        self.scan.lines.append(RawLine(text, self.node, linked, row, cell))


_NEAR = 32
_SPEAKING = frozenset(
    (
        "nav",
        "header",
        "footer",
        "aside",
        "main",
        "article",
    )
)


@lru_cache(maxsize=4096)
def _is_hidden(attrs: str) -> bool:
    return bool(_HIDES.search(attrs) or _JAMMER.search(attrs))


def unescape(text: str) -> str:
    """Undo the four escapes that lexbor writes in text.

    >>> unescape("1 &lt; 2 &amp;amp; 3")
    '1 < 2 &amp; 3'
    """
    text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&quot;", '"').replace("&amp;", "&")
