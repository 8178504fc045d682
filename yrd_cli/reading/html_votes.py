"""The votes of the markup: how much each line of a page looks like main content.

Evidence of one line (length, punctuation, links, claims), of its place in the tree (inside the
element that holds the bulk of the sentences) and of its neighbours (the best run of lines).

The weights were set by hand on 26 Chinese pages and gave the same character F1 (.98) on 26 others
(four of which had been looked at), and .97 on all 52 with their classes and ids taken away.
`tests/bench/extraction.py` measures them.
"""

from __future__ import annotations

import math

from yrd_cli.patterns import compiled
from yrd_cli.reading.blocks import Block, Scan
from yrd_cli.reading.html_hints import CHROME_HINTS, MAIN_HINTS
from yrd_cli.reading.html_lines import (
    HEADINGS,
    MIN_HEADLINE,
    bare,
    kin_of,
    line_masses,
    mass_of,
    subtree_masses,
)

DESCENT = 0.8
"""The main element is found from the root by going down while one child holds this share of the
sentences."""

HOME_SHARE, ENOUGH = 0.3, 80
"""The search starts at the nearest element around the headline that holds sentences enough: so
many characters, or this share of those in the page's best home of paragraphs. A stream of
teasers below a short article has more, scattered over many homes."""

FELLOW_SHARE = 0.3
"""An element that holds this share of the main element's sentences is a home of paragraphs."""

OUTSIDE = 0.3
"""Sentences outside the main element count so much; .2 to .5 give the same F1 within .002."""

CHROME = -20.0
MAX_GAP = 40.0
"""A line that the page itself calls chrome costs so much; a row of such lines between two
paragraphs of the main element (an advertisement, a list of links) never more than this."""

GAP_SHARE = 0.2
"""Nor more than this share of what the main element's lines are worth together: an entry of few
and short paragraphs is as easily parted as a long one."""

MAX_LINKS = 0.5
LINK = -8.0
"""A line with more of its characters in links is no sentence, and costs so much."""

MAX_NAMED, MIN_NAMING = 0.75, 30
"""A whole sentence of so many characters may have this share of them in links."""

ASTRAY = -8.0
"""Any line outside the main element costs this besides; a short one half."""

TEASER = -4.0
"""A paragraph right after a link, away from the others: the start of another article."""

FELLOW = 0.5
"""A short line among the paragraphs (a subheading, a verse, a price) is worth a little."""

SUBHEADING = -0.2
BESIDE = -1.0
"""A heading or a row of data elsewhere in the main element is worth nothing by itself, and does
not part what stands on its two sides: the facts about a town, the list of ingredients."""

HEADLINE = 60.0
"""The first paragraph after the headline counts double, so that the article wins over teasers."""

MAX_GUESS = 0.999
"""The highest vote; 1 is kept for what the structure of a thread proves."""

_LISTS = frozenset(("table", "ul", "ol", "dl"))
_OF_LISTS = _LISTS | {"td", "th", "tr", "tbody", "thead", "tfoot", "li", "dt", "dd"}
MAX_LIST_DEPTH = 8

_ATTACHMENT = compiled(r"附(?:件|：|:)")

_STOPS = compiled("[。；！？…]|[!?;](?![a-z])")
_COMMAS = compiled("[，、：“”,]")
_END = tuple("。！？”…；!?;：』」）")
_SCALE = 20.0


def with_votes(scan: Scan, blocks: list[Block], headline: int) -> list[Block]:
    """The same blocks, each with its vote; ``headline`` is the element of the headline, or 0."""
    places = _Places(scan, blocks, headline)
    scores = _scores(blocks, places)
    start, end = best_run(scores)
    if start == end:
        scores, start, end = _without_sentences(blocks, places)
    else:
        start = _with_facts_above(blocks, scores, start, places)
    return [
        Block(
            block.text,
            block.tag,
            block.link_share,
            block.hint,
            block.node,
            _vote(block, score, places, start <= n < end),
            block.links,
        )
        for n, (block, score) in enumerate(zip(blocks, scores, strict=True))
    ]


def _scores(blocks: list[Block], places: _Places) -> list[float]:
    """The evidence for each line, where what stands before it counts too."""
    scores: list[float] = []
    bonus, gap, foreign, after_link = 0.0, 0.0, False, False
    most = _most_of_gap(blocks, places)
    for block in blocks:
        foreign = foreign or places.begins_another(block)
        inside = places.inside[block.node]
        score = CHROME if foreign else _score(block, places, scores[-2:])
        if block.node == places.headline:
            bonus = HEADLINE
        elif bonus and score > FELLOW and inside:
            score, bonus = score + bonus, 0.0
        elif score > 0 and after_link and not places.is_fellow(block.node):
            score = TEASER
        if inside and not foreign:
            score = max(score, gap - most)
            gap = 0.0 if score > 0 else gap - score
        scores.append(score)
        after_link = _is_link(block)
    return scores


def _most_of_gap(blocks: list[Block], places: _Places) -> float:
    worth = sum(
        max(0.0, _score(block, places, [])) for block in blocks if places.inside[block.node]
    )
    return min(MAX_GAP, GAP_SHARE * worth)


def _score(block: Block, places: _Places, before: list[float]) -> float:
    """Evidence for one line; below 0 it ends a run of main content in the end."""
    if block.node == places.headline:
        return 0.0
    text, links = block.text, block.link_share
    if block.hint in CHROME_HINTS:
        return CHROME
    inside = places.inside[block.node]
    place = 0.0 if inside else ASTRAY
    if _is_of_links(block):
        if _ATTACHMENT.match(text) and places.is_fellow(block.node):
            return FELLOW
        return LINK + place
    stops, commas = len(_STOPS.findall(text)), len(_COMMAS.findall(text))
    reads = stops or len(text) >= 80 or (commas >= 3 and len(text) >= 40)
    if reads or (text.endswith(_END) and len(text) >= 14):
        worth = min(len(text), 200) * 0.3 + min(stops, 5) * 8 + min(commas, 10) * 2 - 6
        if worth > 0:
            worth *= (1 - links) * (1.0 if inside else OUTSIDE)
        return worth + place
    if places.is_fellow(block.node):
        return FELLOW
    if inside and (not links or _is_fact(block)):
        if block.tag in HEADINGS:
            return SUBHEADING
        if _is_fact(block) or (block.tag == "li" and places.kin[block.node]):
            return BESIDE
    claim = 1.5 if block.hint in MAIN_HINTS else 0.0
    return -3.0 + claim - 1.0 * sum(s < 0 for s in before) + place * 0.5


def _with_facts_above(blocks: list[Block], scores: list[float], start: int, places: _Places) -> int:
    """Where a run begins with the rows of data between the headline and its first paragraph."""
    above = start
    while (
        above
        and blocks[above - 1].node > places.headline > 0
        and places.inside[blocks[above - 1].node]
        and _is_fact(blocks[above - 1])
        and blocks[above - 1].hint not in CHROME_HINTS
    ):
        above -= 1
    return above


def _without_sentences(blocks: list[Block], places: _Places) -> tuple[list[float], int, int]:
    """Scores and run of a page that has no sentence: what its main element holds."""
    scores = [
        FELLOW
        if places.has_text
        and places.inside[block.node]
        and block.hint not in CHROME_HINTS
        and not block.link_share
        and block.node > places.headline
        else CHROME
        for block in blocks
    ]
    places_of_text = [n for n, score in enumerate(scores) if score > 0]
    if not places_of_text:
        return scores, 0, 0
    return scores, places_of_text[0], places_of_text[-1] + 1


def _is_fact(block: Block) -> bool:
    """Whether a line is a row of data, or stands in a list of names and values."""
    return "\t" in block.text or block.tag in ("dt", "dd")


def _is_of_links(block: Block) -> bool:
    """Whether a line is more links than text; a wiki's sentence full of names is none."""
    text = block.text
    if block.link_share <= MAX_LINKS:
        return False
    return not (
        block.link_share <= MAX_NAMED
        and len(text) >= MIN_NAMING
        and text.endswith(_END)
        and _STOPS.search(text)
    )


def _is_link(block: Block) -> bool:
    return block.link_share > 0.8 and len(block.text) >= MIN_HEADLINE


def _vote(block: Block, score: float, places: _Places, in_run: bool) -> float:
    if block.node == places.headline:
        return 0.0
    if in_run and block.hint not in CHROME_HINTS and (score > 0 or not _is_of_links(block)):
        score = max(score, 0.0) + 2.0
    else:
        score = min(score, 0.0) - 2.0
    return min(round(math.tanh(score / _SCALE), 3), MAX_GUESS)


def best_run(scores: list[float]) -> tuple[int, int]:
    """Start and end of the run of lines with the greatest sum (Kadane's algorithm)."""
    best, best_start, best_end = 0.0, 0, 0
    total, start = 0.0, 0
    for n, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, n
        total += score
        if total > best:
            best, best_start, best_end = total, start, n + 1
    return best_start, best_end


class _Places:
    """Where the sentences of a page stand: its main element, and the homes of its paragraphs."""

    def __init__(self, scan: Scan, blocks: list[Block], headline: int) -> None:
        self.parents = scan.parents
        self.tags = scan.tags
        self.headline = headline
        self.title = bare(scan.title or "")
        self.headline_tag = scan.tags[self.headline]
        self.own = [0] * len(scan.tags)
        self.children = [0] * len(scan.tags)
        verses = [0] * len(scan.tags)
        self.kin = [0] * len(scan.tags)  # of short lines: the element that holds their like
        for block, mass in zip(blocks, line_masses(scan, blocks), strict=True):
            if block.hint not in CHROME_HINTS and block.node != self.headline:
                self.own[block.node] += mass
                if mass and not mass_of(block.text, round(block.link_share * len(block.text))):
                    verses[block.node] += mass
                    above, _ = kin_of(scan, block)
                    self.kin[block.node] = above
                    if above not in (block.node, scan.parents[block.node]):
                        self.children[above] += mass
                self.children[scan.parents[block.node]] += mass
        masses = subtree_masses(scan, self.own)
        home = max(map(sum, zip(self.own, self.children, strict=True)))
        main = _main_element(scan, masses, self.headline, home, subtree_masses(scan, verses))
        self.has_text = main > 0 and masses[main] > 0
        self.enough = FELLOW_SHARE * masses[main] or 1
        self.inside = [False] * len(scan.tags)
        self.inside[main] = True
        for node in range(main + 1, len(self.inside)):
            self.inside[node] = self.inside[scan.parents[node]]

    def begins_another(self, block: Block) -> bool:
        """Whether a headline of another article begins here: pages that scroll on hold several."""
        return (
            block.tag == "h1" == self.headline_tag
            and block.node > self.headline
            and bare(block.text) not in self.title
            and not self.is_fellow(block.node)
        )

    def is_fellow(self, node: int) -> bool:
        """Whether a line stands among the paragraphs: in their element, or as their sibling."""
        if not self.inside[node]:
            return False
        return (
            self.own[node] >= self.enough
            or self.children[self.parents[node]] >= self.enough
            or (self.kin[node] > 0 and self.children[self.kin[node]] >= self.enough)
            or self.holds_table(node)
        )

    def holds_table(self, node: int) -> bool:
        """Whether a line is of a table or list that stands among the paragraphs."""
        if self.tags[node] not in _OF_LISTS:
            return False
        for _ in range(MAX_LIST_DEPTH):
            if self.tags[node] not in _OF_LISTS:
                break
            node = self.parents[node]
        return max(self.own[node], self.children[node]) >= self.enough


def _main_element(
    scan: Scan, masses: list[int], headline: int, home: int, verses: list[int]
) -> int:
    """From the nearest element that holds the headline and sentences, down to their bulk."""
    heir = [0] * len(masses)
    for node in range(1, len(masses)):
        parent = scan.parents[node]
        if not heir[parent] or masses[node] > masses[heir[parent]]:
            heir[parent] = node
    main = headline
    while main and masses[main] < min(HOME_SHARE * home, ENOUGH):
        main = scan.parents[main]
    while heir[main] and masses[heir[main]] >= DESCENT * masses[main] > 0:
        if scan.tags[heir[main]] in _LISTS and 2 * verses[heir[main]] > masses[heir[main]]:
            break  # what is said of a table stands beside it
        main = heir[main]
    return main
