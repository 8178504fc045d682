"""What a page is read into: its lines, each with its place in the tree, and its head's elements."""

from __future__ import annotations

from dataclasses import dataclass, field

HIDDEN = "hidden"
"""The hint of what a page does not show."""


@dataclass(slots=True)  # not frozen, which takes four times as long to make
class Block:
    """One rendered line of a page.

    ``tag`` is the nearest block element (``p``, ``h2``, ``li``, ``td``, ``pre``, ...),
    ``link_share`` the share of its characters inside links, ``hint`` what the elements around it
    claim to be (``nav``, ``comment``, ``article``, ...; see `html_hints`). ``node`` numbers the
    nearest block element in the order of the page, so that neighbours can be told from
    strangers. ``vote`` is the evidence of the markup, from -1 (chrome) to 1 (main content).
    ``links`` are (start, end, address), where they were asked for.
    """

    text: str
    tag: str
    link_share: float
    hint: str | None
    node: int = 0
    vote: float = 0.0
    links: tuple[tuple[int, int, str], ...] = ()


@dataclass(slots=True)
class RawLine:
    """A line as the scanner met it, before tables are joined and hidden parts dropped."""

    text: str
    node: int
    linked: int
    row: int
    cell: int
    links: tuple[tuple[int, int, str], ...] = ()


@dataclass(slots=True)
class Scan:
    """What one pass over a page finds: lines, block elements, and the head's elements."""

    lines: list[RawLine] = field(default_factory=list)
    tags: list[str] = field(default_factory=lambda: ["body"])
    parents: list[int] = field(default_factory=lambda: [0])
    hints: list[str | None] = field(default_factory=lambda: [None])
    attrs: list[str] = field(default_factory=lambda: [""])
    title: str | None = None
    language: str | None = None
    meta: list[str] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    is_cut: bool = False
    is_too_deep: bool = False


def unescape(text: str) -> str:
    """Undo the four escapes that lexbor writes in text.

    >>> unescape("1 &lt; 2 &amp;amp; 3")
    '1 < 2 &amp; 3'
    """
    text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&quot;", '"').replace("&amp;", "&")
