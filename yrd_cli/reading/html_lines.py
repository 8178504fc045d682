"""From scanned lines to Blocks: table rows joined, hidden parts dropped, claims weighed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from yrd_cli.patterns import compiled
from yrd_cli.reading.blocks import HIDDEN, Block, RawLine, Scan
from yrd_cli.reading.html_hints import CHROME_HINTS

MAX_CELL_LINES = 3
MAX_CELL_CHARS = 500
"""A row with a longer cell lays out the page, it holds no data."""

MAX_SHARE = {HIDDEN: 0.8, "comment": 0.8}
MAX_SHARE_DEFAULT = 0.5
"""A claim to be chrome is not believed of an element with a greater share of the page's
sentences: templates hide the article until a script shows it (`#js_content`), or name the whole
page `right`. Comments may well be longer than a short piece of news."""

MIN_TEXT = 100
"""Of so few characters it is believed: a page of menus has its only sentences in the footer."""

HEADLINE_MASS = 0.05
"""Nor of an element that holds the headline and this share of the sentences."""

MIN_HEADLINE, MAX_HEADLINE = 5, 120
HEADINGS = frozenset(
    (
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    )
)

_PUNCTUATION = compiled("[，。；！？、：“”,;!?]")
MIN_PLAIN_MASS = 40


def mass_of(text: str, linked: int) -> int:
    """How many characters of sentences a line holds: a menu has none, however long."""
    unlinked = len(text) - linked
    if unlinked < 2 * linked:
        return 0
    if len(text) >= MIN_PLAIN_MASS or _PUNCTUATION.search(text):
        return unlinked
    return 0


def subtree_masses(scan: Scan, own: list[int]) -> list[int]:
    """The mass of each element with all below it, from what each holds itself."""
    totals = list(own)
    for node in range(len(totals) - 1, 0, -1):  # children are numbered after their parents
        totals[scan.parents[node]] += totals[node]
    return totals


def blocks_of(scan: Scan) -> list[Block]:
    """The visible lines of a page, each with the hint that holds for it."""
    lines = _with_joined_rows(scan.lines)
    own = [0] * len(scan.tags)
    for line in lines:
        own[line.node] += mass_of(line.text, line.linked)
    hints = _believed_hints(scan, subtree_masses(scan, own), headline_node(scan, lines))
    return [
        Block(
            line.text,
            scan.tags[line.node],
            min(1.0, line.linked / len(line.text)),
            hints[line.node],
            line.node,
        )
        for line in lines
        if hints[line.node] != HIDDEN
    ]


def headline_node(scan: Scan, lines: Sequence[RawLine | Block]) -> int:
    """The element of the headline: what the <title> begins with, a heading if there is one.

    Where no line fits the <title>, the page's only <h1>; 0 where there is none.
    """
    title = bare(scan.title or "")
    fitting, first_headings = 0, []
    for line in lines:
        if _is_linked(line) or not MIN_HEADLINE <= len(line.text) <= MAX_HEADLINE:
            continue
        tag = scan.tags[line.node]
        if title.startswith(bare(line.text)):
            if tag in HEADINGS:
                return line.node
            fitting = fitting or line.node
        elif tag == "h1":
            first_headings.append(line.node)
    if fitting or len(first_headings) != 1:
        return fitting
    return first_headings[0]


def bare(text: str) -> str:
    """Letters and digits alone: what two forms of a title share."""
    return "".join(c for c in text if c.isalnum())


def _believed_hints(scan: Scan, masses: list[int], headline: int) -> list[str | None]:
    """For each element the claim that holds: chrome around it before main, near before far."""
    above = _ancestors(scan, headline)
    believed: list[str | None] = [None]
    for node in range(1, len(scan.tags)):
        outer, claim = believed[scan.parents[node]], scan.hints[node]
        if outer in CHROME_HINTS and claim != HIDDEN:
            believed.append(outer)
            continue
        most = MAX_SHARE.get(claim or "", MAX_SHARE_DEFAULT) * masses[0]
        if node in above:
            most = HEADLINE_MASS * masses[0]
        elif claim != HIDDEN:
            most = max(most, MIN_TEXT)
        too_much = claim in CHROME_HINTS and masses[node] > most
        believed.append(outer if too_much else claim or outer)
    return believed


def _ancestors(scan: Scan, node: int) -> set[int]:
    above = {node}
    while node:
        node = scan.parents[node]
        above.add(node)
    return above


def _with_joined_rows(lines: list[RawLine]) -> list[RawLine]:
    """Rows of data tables as one line each, cells joined by tabs."""
    joined: list[RawLine] = []
    for row, group in groupby(lines, key=lambda line: line.row):
        members = list(group)
        joined += [_as_row(members)] if row and _is_data_row(members) else members
    return joined


def _is_data_row(members: list[RawLine]) -> bool:
    if members[0].cell == members[-1].cell:
        return False
    cells = [list(cell) for _, cell in groupby(members, key=lambda line: line.cell)]
    return all(
        len(cell) <= MAX_CELL_LINES and sum(len(line.text) for line in cell) <= MAX_CELL_CHARS
        for cell in cells
    )


def _as_row(members: list[RawLine]) -> RawLine:
    cells = [
        " ".join(line.text for line in cell)
        for _, cell in groupby(members, key=lambda line: line.cell)
    ]
    first = members[0]
    return RawLine("\t".join(cells), first.node, sum(m.linked for m in members), first.row, 1)


def _is_linked(line: RawLine | Block) -> bool:
    return bool(line.linked if isinstance(line, RawLine) else line.link_share)
