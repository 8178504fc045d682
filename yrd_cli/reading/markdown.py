"""What Markdown adds to the lines of a page: headings, lists, quotations, tables and links.

The lines are judged and mended as plain text; their marks lie beside them until the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from yrd_cli.patterns import compiled
from yrd_cli.reading.blocks import Block, RawLine, Scan, unescape

Kind = Literal["paragraph", "heading", "item", "quote", "row", "code"]


@dataclass(frozen=True, slots=True)
class Markup:
    """The marks of one line.

    ``prefix`` opens it; ``group`` numbers the list, table or quotation it belongs to, whose lines
    stand together; ``links`` are (start, end, address) with offsets into the line, end exclusive.
    """

    kind: Kind = "paragraph"
    prefix: str = ""
    group: int = 0
    links: tuple[tuple[int, int, str], ...] = ()


OPEN, SHUT, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
"""Characters that no text may hold (Unicode 23.7) mark links on their way through the scanner."""

MAX_ADDRESS = 2000
_LINK = compiled(r'<a(?: [^\s>][^\s=>]*+(?:="[^"]*")?)*+>|</a>')
_HREF = compiled(r' href="\s*([^"]*)"')
_NO_ADDRESS = compiled(r"(?i)javascript:|#|data:|vbscript:|about:|$")
_MARKS = compiled(f"{OPEN}(\\d+){SHUT}|{CLOSE}|[{OPEN}{SHUT}{CLOSE}]")
_INVALID = compiled(f"[{OPEN}{SHUT}{CLOSE}]")


def mark_links(markup: str) -> tuple[str, list[str]]:
    """Put marks around the text of links in lexbor's markup; gives it and the addresses."""
    addresses: list[str] = []

    def marked(match: re.Match[str]) -> str:
        if match[0] == "</a>":
            return f"{CLOSE}</a>"
        href = _HREF.search(match[0])
        address = unescape(href[1]).strip() if href else ""
        if len(address) > MAX_ADDRESS or _NO_ADDRESS.match(address):
            return match[0]
        addresses.append(address)
        return f"{match[0]}{OPEN}{len(addresses) - 1}{SHUT}"

    return _LINK.sub(marked, _INVALID.sub("\ufffd", markup)), addresses


def take_links(lines: list[RawLine], addresses: list[str]) -> list[RawLine]:
    """Turn the marks in scanned lines into links beside them; lines without text go."""
    taken = []
    for line in lines:
        if not _INVALID.search(line.text):
            taken.append(line)
            continue
        marks = sum(len(m[0]) for m in _MARKS.finditer(line.text))
        text, links = _without_marks(line.text, addresses)
        if text:
            line.text, line.links = text, links
            line.linked = max(0, min(line.linked - marks, len(text)))
            taken.append(line)
    return taken


def _without_marks(text: str, addresses: list[str]) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    parts: list[str] = []
    links: list[tuple[int, int, str]] = []
    length = at = 0
    start, address = 0, ""
    for match in [*_MARKS.finditer(text), None]:
        piece = text[at : match.start() if match else len(text)]
        if piece.startswith(" ") and (not length or parts[-1].endswith(" ")):
            piece = piece[1:]  # spaces on both sides of a mark
        if piece:
            parts.append(piece)
            length += len(piece)
        if match is None or match[0] == CLOSE or match[1]:
            if address and length > start:
                links.append((start, length, address))
            address = ""
        if match and match[1] and int(match[1]) < len(addresses):
            start, address = length, addresses[int(match[1])]
        at = match.end() if match else at
    whole = "".join(parts)
    return whole.rstrip(" "), tuple(
        (a, min(b, len(whole.rstrip(" "))), url) for a, b, url in links if whole[a:b].strip()
    )


_LEVELS = {f"h{n}": "#" * n + " " for n in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
MAX_NESTING = 8
MAX_STEPS = 60
"""Elements above a line that are looked at for lists and tables; real pages nest some 25."""


def markup_of(scan: Scan, blocks: Sequence[Block]) -> tuple[Markup, ...]:
    """The marks of each line of a page."""
    marker = _Marker(scan)
    return tuple(marker.of(block) for block in blocks)


class _Marker:
    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.begun: set[int] = set()  # items that have their mark
        self.numbers: dict[int, int] = {}  # of ordered lists

    def of(self, block: Block) -> Markup:
        """The marks of a line, from the elements around it."""
        if block.tag in _LEVELS:
            return Markup("heading", _LEVELS[block.tag], block.node, block.links)
        item, lists, quote, table = 0, [], 0, 0
        node = block.node
        for _ in range(MAX_STEPS):
            if not node:
                break
            tag = self.scan.tags[node]
            if tag in _LEVELS and not item:
                return Markup("heading", _LEVELS[tag], node, block.links)
            if tag == "li":
                item = item or node
            elif tag in _LISTS and item:
                lists.append(node)
            elif tag in ("table", "dl"):
                table = table or node
            elif tag == "blockquote":
                quote = quote or node
            node = self.scan.parents[node]
        if table and "\t" in block.text:
            return Markup("row", "", table, block.links)
        if block.tag == "pre":
            return Markup("code", "", block.node, ())
        if item:
            group = lists[-1] if lists else self.scan.parents[item]
            return Markup("item", self._mark(item, lists), group, block.links)
        if quote:
            return Markup("quote", "> ", quote, block.links)
        return Markup("paragraph", "", block.node, block.links)

    def _mark(self, item: int, lists: list[int]) -> str:
        """`- ` or `1. ` for the first line of an item, spaces for those below it."""
        ordered = bool(lists) and self.scan.tags[lists[0]] == "ol"
        indent = "  " * min(len(lists) - 1, MAX_NESTING) if lists else ""
        if ordered:
            indent = indent + " " * min(len(lists) - 1, MAX_NESTING)
        if item in self.begun:
            return indent + ("   " if ordered else "  ")
        self.begun.add(item)
        if not ordered:
            return indent + "- "
        number = self.numbers[lists[0]] = self.numbers.get(lists[0], 0) + 1
        return f"{indent}{number}. "
