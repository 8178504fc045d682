"""From scanned lines to Blocks: table rows joined, hidden parts dropped, claims weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
# The date with what stands beside it: 2020-02-02 15:00 来源：某某网 【打印】
_CREDIT = compiled(
    r"^(?=.{0,60}(?:19|20)\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2})"
    r".{0,60}(?:来源|來源|作者|发布|發布|发表|發表|点击|點擊|浏览|瀏覽|阅读|閱讀|字号|打印|时间|時間|日期)"
    r"[^。！？]*$"
)
LONGEST_CREDIT = 80
MIN_PLAIN_MASS = 40


def mass_of(text: str, linked: int) -> int:
    """How many characters of sentences a line holds: a menu has none, however long."""
    unlinked = len(text) - linked
    if unlinked < 2 * linked:
        return 0
    if len(text) <= LONGEST_CREDIT and ("20" in text or "19" in text) and _CREDIT.search(text):
        return 0
    if len(text) >= MIN_PLAIN_MASS or _PUNCTUATION.search(text):
        return unlinked
    return 0


MIN_VERSES = 4
MIN_VERSE_MASS = 12
"""So many lines in a row that nothing but their place joins, with so many characters together,
read as text whatever their length: a poem, a list, the rows of a table."""


def line_masses(scan: Scan, lines: Sequence[RawLine | Block]) -> list[int]:
    """The mass of each line; short lines without links have theirs from the company they keep."""
    masses = [mass_of(line.text, _linked(line)) for line in lines]
    start = 0
    kins = [kin_of(scan, line) if _may_have_kin(line) else None for line in lines]
    for end in range(1, len(lines) + 1):
        if end < len(lines) and kins[end] == kins[start] is not None:
            continue
        if end - start >= MIN_VERSES and kins[start] is not None:
            lengths = [len(line.text) - _linked(line) for line in lines[start:end]]
            if sum(lengths) >= MIN_VERSE_MASS:
                masses[start:end] = lengths
        start = end
    return masses


def _may_have_kin(line: RawLine | Block) -> bool:
    """Whether a line is no link; a row of data may hold some."""
    linked = _linked(line)
    return not linked or ("\t" in line.text and 2 * linked <= len(line.text))


def _linked(line: RawLine | Block) -> int:
    return line.linked if isinstance(line, RawLine) else round(line.link_share * len(line.text))


_ALIKE = {"dt": "dd"}
MAX_CELL_DEPTH = 6
"""Elements between a line of a cell and its row."""


def kin_of(scan: Scan, line: RawLine | Block) -> tuple[int, str]:
    """What joins a line to its neighbours: the element that holds theirs, and their tag."""
    node = line.node
    if "\t" in line.text:
        for _ in range(MAX_CELL_DEPTH):
            if scan.tags[node] == "tr":
                return scan.parents[node], "tr"
            node = scan.parents[node]
        node = line.node
    tag = scan.tags[node]
    if tag in _CONTAINERS:
        return node, "br"
    above = scan.parents[node]
    if tag == "p" and scan.tags[above] in _ITEMS:
        above = scan.parents[above]
    return above, _ALIKE.get(tag, tag)


_ITEMS = frozenset(("li", "dd", "section"))
_CONTAINERS = frozenset(
    ("body", "div", "article", "section", "main", "pre", "center", "blockquote")
)


def subtree_masses(scan: Scan, own: list[int]) -> list[int]:
    """The mass of each element with all below it, from what each holds itself."""
    totals = list(own)
    for node in range(len(totals) - 1, 0, -1):  # children are numbered after their parents
        totals[scan.parents[node]] += totals[node]
    return totals


def blocks_of(scan: Scan) -> list[Block]:
    """The visible lines of a page, each with the hint that holds for it."""
    lines = _with_joined_fields(scan, _with_joined_rows(scan))
    own = [0] * len(scan.tags)
    for line, mass in zip(lines, line_masses(scan, lines), strict=True):
        own[line.node] += mass
    hints = _believed_hints(scan, subtree_masses(scan, own), headline_node(scan, lines))
    return [
        Block(
            _one_line(line.text),
            scan.tags[line.node],
            min(1.0, line.linked / len(line.text)),
            hints[line.node],
            line.node,
            0.0,
            line.links,
        )
        for line in lines
        if hints[line.node] != HIDDEN
    ]


# Characters that end a line for whoever reads the text later, and none for a browser.
_LINE_ENDS = compiled("[\r\x0b\x0c\u2028\u2029]")


def _one_line(text: str) -> str:
    return text if text.isprintable() else _LINE_ENDS.sub(" ", text)


def headline_node(scan: Scan, lines: Sequence[RawLine | Block]) -> int:
    """The element of the headline: what the <title> begins with, a heading if there is one.

    Where no line fits the <title>, the page's only <h1>; 0 where there is none.
    """
    title = bare(scan.title or "")
    fitting, first_headings = 0, []
    for line in lines:
        tag = scan.tags[line.node]
        if tag in HEADINGS and _is_short_title(line, tag, scan.title or ""):
            return line.node
        if _is_linked(line) or not MIN_HEADLINE <= len(line.text) <= MAX_HEADLINE:
            continue
        if title.startswith(bare(line.text)):
            if tag in HEADINGS:
                return line.node
            fitting = fitting or line.node
        elif tag == "h1":
            first_headings.append(line.node)
    if fitting or len(first_headings) != 1:
        return fitting
    return first_headings[0]


def _is_short_title(line: RawLine | Block, line_tag: str, title: str) -> bool:
    """Whether a heading of a few characters is the first part of the <title>: 渡口 - 某某百科."""
    text = line.text.strip()
    if _is_linked(line) or not 2 <= len(text) < MIN_HEADLINE or not title.startswith(text):
        return False
    return line_tag == "h1" or (
        not title[len(text) : len(text) + 1].isalnum() and len(title) > len(text)
    )


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


def _with_joined_rows(scan: Scan) -> list[RawLine]:
    """Rows of data tables as one line each, cells joined by tabs."""
    joined: list[RawLine] = []
    for row, group in groupby(scan.lines, key=lambda line: line.row):
        members = list(group)
        joined += [_as_row(members)] if row and _is_data_row(scan, members) else members
    return joined


def _is_data_row(scan: Scan, members: list[RawLine]) -> bool:
    if members[0].cell == members[-1].cell:
        return False
    cells = [list(cell) for _, cell in groupby(members, key=lambda line: line.cell)]
    return all(
        len(cell) <= MAX_CELL_LINES
        and sum(len(line.text) for line in cell) <= MAX_CELL_CHARS
        # several boxes in a cell lay out the page, too: a poster beside the post
        and len({line.node for line in cell if scan.tags[line.node] == "div"}) < 2
        for cell in cells
    )


MIN_FIELDS = 2
MAX_FIELD_NAME, MAX_FIELD_VALUE = 12, 80
"""A list of so many short names, each with one short value, is a table of facts."""


def _with_joined_fields(scan: Scan, lines: list[RawLine]) -> list[RawLine]:
    """Names and values of a <dl> as one line each, joined by a tab."""
    if "dt" not in scan.tags:
        return lines
    starts = {n for n in range(len(lines) - 1) if _is_field(scan, lines, n)}
    fields: dict[int, int] = {}
    for n in starts:
        above = scan.parents[lines[n].node]
        fields[above] = fields.get(above, 0) + 1
    joined: list[RawLine] = []
    taken = False
    for n, line in enumerate(lines):
        if taken:
            taken = False
        elif n in starts and fields[scan.parents[line.node]] >= MIN_FIELDS:
            value = replace(lines[n + 1], cell=2)
            joined.append(_as_row([replace(line, cell=1), value]))
            taken = True
        else:
            joined.append(line)
    return joined


def _is_field(scan: Scan, lines: list[RawLine], n: int) -> bool:
    """Whether a line is all of a <dt>, and the next one all of the <dd> behind it."""
    name, value = lines[n], lines[n + 1]
    after = lines[n + 2].node if n + 2 < len(lines) else 0
    return (
        scan.tags[name.node] == "dt"
        and scan.tags[value.node] == "dd"
        and scan.parents[name.node] == scan.parents[value.node]
        and value.node not in (after, scan.parents[after])
        and not name.linked
        and len(name.text) <= MAX_FIELD_NAME
        and len(value.text) <= MAX_FIELD_VALUE
    )


def _as_row(members: list[RawLine]) -> RawLine:
    cells = [
        " ".join(line.text for line in cell)
        for _, cell in groupby(members, key=lambda line: line.cell)
    ]
    first = members[0]
    links, at = [], 0
    for member in members:  # one character, a tab or a space, stands between two lines
        links += [(start + at, end + at, url) for start, end, url in member.links]
        at += len(member.text) + 1
    linked = sum(m.linked for m in members)
    return RawLine("\t".join(cells), first.node, linked, first.row, 1, tuple(links))


def _is_linked(line: RawLine | Block) -> bool:
    return bool(line.linked if isinstance(line, RawLine) else line.link_share)
