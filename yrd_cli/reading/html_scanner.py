"""One pass over well-formed markup that makes the lines of a page.

Nothing here recurses, and every step is linear in the page. A page of 90 KB has some 2,000
tokens, so that each call saved for a token is worth a percent of `clean`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yrd_cli.limits import NO_LIMIT
from yrd_cli.patterns import compiled
from yrd_cli.reading.blocks import HIDDEN, RawLine, Scan, unescape
from yrd_cli.reading.html_hints import hint_of

MAX_META = 300
"""So many <meta>, <link> and JSON-LD elements are kept; real pages have under 100."""

MAX_HEAD_TAG = 8192
"""Characters of the page within which its <html> tag is looked for."""

NEAR = 32
"""Open elements among which the one that an end tag means is looked for."""

BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main "
    "menu nav ol optgroup p pre search section summary table tbody td tfoot th thead tr ul"
)
VOID_TAGS = (
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr"
)
DROPPED_TAGS = (
    "audio canvas datalist head map math noscript object option rp rt select svg template "
    "textarea title video"
)
_BLOCK, _VOID, _DROPPED, _ANCHOR = range(1, 5)
_KINDS: dict[str, int] = (
    dict.fromkeys(BLOCK_TAGS.split(), _BLOCK)
    | dict.fromkeys(VOID_TAGS.split(), _VOID)
    | dict.fromkeys(DROPPED_TAGS.split(), _DROPPED)
    | {"a": _ANCHOR}
)
"""What an element means to the scanner; any other is a piece of a line."""

# What an open element ends where it ends, if it is no block; a block has its number there.
_NOTHING, _LINK, _DROPPING, _LINE = -1, -2, -3, -4

_TOKEN = compiled(
    r"([^<]+)"
    r"|</([^\s>]+)>"
    r"|<(script|style|xmp|iframe|noembed|noframes)\b([^>]*)>"
    r"([^<]*+(?:<(?!/\3>)[^<]*+)*+)(?:</\3>)?"
    r'|<([a-z][^\s>]*)((?: [^\s>][^\s=>]*+(?:="[^"]*")?)*+)>'
    r"|<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?|<!DOCTYPE[^>]*+>|<"
)
_TEXT, _END, _RAW, _RAW_ATTRS, _RAW_TEXT, _START, _ATTRS = range(1, 8)
_TITLE = compiled("<title[^<>]*>([^<]*)")
_LANGUAGE = compiled(r'(?:<!DOCTYPE[^>]*>)?<html[^>]*? (?:xml:)?lang="([A-Za-z-]{2,35})"')

_SPACE = compiled(r"[ \t\n\r\f]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# A line break of the source between two wide characters is no space (CSS Text 3, 4.1.3).
_WIDE_BREAK = compiled(f"(?<=[{_WIDE}])[ \t\r]*+\n[ \t\r\n]*+(?=[{_WIDE}])")
_HIDES = compiled(
    r' hidden="(?!until-found)| aria-hidden="true"'
    r'| style="[^"]*(?:display:\s?none|visibility:\s?hidden)',
    re.IGNORECASE,
)
# Noise that forums hide in their posts; the [edit] behind a wiki's headings.
_JAMMER = compiled(r' class="(?:[^"]* )?(?:jammer|mw-editsection)[ "]')
# The terminal of a bulletin board, whose style sheet says as much.
_KEEPS_BREAKS = compiled(r' style="[^"]*white-space:\s?(?:pre|break-spaces)|[ "]bbs-screen[ "]')


class Scanner:
    """Walks over well-formed tags and keeps the open elements on a stack of its own."""

    def __init__(self, depth: int = NO_LIMIT) -> None:
        self.scan = Scan()
        self.depth = depth
        self.names: list[str] = []  # of the open elements
        self.ends: list[int] = []  # what each of them ends
        self.node = 0
        self.dropping = False
        self.links = 0
        self.pre_nodes: list[int] = []  # open blocks that show the line breaks of the source
        self.rows: list[tuple[int, int]] = [(0, 0)]  # number of the row, number of the cell
        self.row_count = 0
        self.parts: list[str] = []
        self.linked = 0

    def run(self, markup: str) -> Scan:
        """Read the markup that lexbor wrote."""
        self._read_head(markup)
        names, ends, parts, kinds = self.names, self.ends, self.parts, _KINDS
        for match in _TOKEN.finditer(markup):
            token = match.lastindex
            if token == _TEXT:
                if self.dropping:
                    continue
                text = match[_TEXT]
                if text.isspace() and text.isascii() and not self.pre_nodes:
                    if parts:
                        parts.append(" ")
                else:
                    self._on_text(text)
            elif token == _ATTRS:
                name = match[_START]
                kind = kinds.get(name)
                if kind == _VOID:
                    self._on_void(name, match[_ATTRS])
                    continue
                names.append(name)
                ends.append(_NOTHING if self.dropping else self._open(name, kind, match[_ATTRS]))
            elif token == _END:
                name = match[_END]
                if names and (names[-1] == name or self._unwind(name)):
                    names.pop()
                    end = ends.pop()
                    if end != _NOTHING:
                        self._close(end)
            elif token == _RAW_TEXT:
                self._on_raw(match)
        self._flush()
        return self.scan

    def _read_head(self, markup: str) -> None:
        """The <title> and the language."""
        title = _TITLE.search(markup)
        if title:
            self.scan.title = _SPACE.sub(" ", unescape(title[1])).strip() or None
        language = _LANGUAGE.match(markup, 0, MAX_HEAD_TAG)
        if language:
            self.scan.language = language[1]

    def _on_text(self, text: str) -> None:
        if "&" in text:
            text = unescape(text)
        if self.pre_nodes:
            first, *rest = text.split("\n")
            self._add(first)
            for line in rest:
                self._flush()
                self._add(line)
            return
        if "\n" in text:
            text = _WIDE_BREAK.sub("", text)
        # Only printable text is surely without tabs and line breaks.
        self._add(_SPACE.sub(" ", text) if "  " in text or not text.isprintable() else text)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        if self.links:
            self.linked += len(text)

    def _open(self, name: str, kind: int | None, attrs: str) -> int:
        """Open an element; gives what its end will end."""
        if len(self.names) > self.depth:
            self.scan.is_too_deep = True
        if kind == _BLOCK:
            return self._open_block(name, attrs)
        if kind == _ANCHOR:
            self.links += 1
            return _LINK
        if kind == _DROPPED or (attrs and _is_hidden(attrs)):
            self.dropping = True
            return _DROPPING
        return _NOTHING

    def _open_block(self, name: str, attrs: str) -> int:
        if self.parts:
            self._flush()
        if len(self.names) > self.depth:
            return self._open_deep(attrs)
        scan = self.scan
        node = len(scan.tags)
        scan.tags.append(name)
        scan.parents.append(self.node)
        scan.attrs.append(attrs)
        scan.hints.append(_claim(name, attrs))
        self.node = node
        if name == "tr":
            self.row_count += 1
            self.rows.append((self.row_count, 0))
        elif name == "td" or name == "th":
            row, cell = self.rows[-1]
            self.rows[-1] = (row, cell + 1)
        elif name == "table":
            self.rows.append((0, 0))
        if name == "pre" or (attrs and _keeps_breaks(attrs)):
            self.pre_nodes.append(node)
        return node

    def _open_deep(self, attrs: str) -> int:
        """Open a block within too many others: its lines are those of the last that counts."""
        if attrs and _is_hidden(attrs):
            self.dropping = True
            return _DROPPING
        return _LINE

    def _on_void(self, name: str, attrs: str) -> None:
        if name in ("br", "hr"):
            if not self.dropping:
                self._flush()
        elif name in ("meta", "link") and len(self.scan.meta) < MAX_META:
            self.scan.meta.append(attrs)

    def _on_raw(self, match: re.Match[str]) -> None:
        ld = match[_RAW] == "script" and "ld+json" in match[_RAW_ATTRS]
        if ld and len(self.scan.json_ld) < MAX_META:
            self.scan.json_ld.append(match[_RAW_TEXT])

    def _unwind(self, name: str) -> bool:
        """Close what a broken script left open above the element, if it is near."""
        if name not in self.names[-NEAR:]:
            return False
        while self.names[-1] != name:
            self.names.pop()
            end = self.ends.pop()
            if end != _NOTHING:
                self._close(end)
        return True

    def _close(self, end: int) -> None:
        """End a block, a link, or what is dropped."""
        if end == _LINK:
            self.links -= 1
        elif end == _DROPPING:
            self.dropping = False
        elif end == _LINE:
            if self.parts:
                self._flush()
        else:
            if self.parts:
                self._flush()
            self.node = self.scan.parents[end]
            name = self.scan.tags[end]
            if name == "tr" or name == "table":
                self.rows.pop()
            if self.pre_nodes and self.pre_nodes[-1] == end:
                self.pre_nodes.pop()

    def _flush(self) -> None:
        """End the line."""
        text = "".join(self.parts)
        linked, self.linked = self.linked, 0
        self.parts.clear()
        if not text or text.isspace():
            return
        if not self.pre_nodes:
            if "  " in text:
                text = _SPACE.sub(" ", text)
            text = text.strip(" ")
        row, cell = self.rows[-1]
        self.scan.lines.append(RawLine(text, self.node, linked, row, cell))


@lru_cache(maxsize=4096)
def _claim(name: str, attrs: str) -> str | None:
    """What a block claims to be; `HIDDEN` before all else."""
    return HIDDEN if attrs and _is_hidden(attrs) else hint_of(name, attrs)


@lru_cache(maxsize=4096)
def _is_hidden(attrs: str) -> bool:
    return bool(_HIDES.search(attrs) or _JAMMER.search(attrs))


@lru_cache(maxsize=4096)
def _keeps_breaks(attrs: str) -> bool:
    """Whether an element shows the line breaks of the source."""
    return _KEEPS_BREAKS.search(attrs) is not None
