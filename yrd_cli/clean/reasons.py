"""The names of everything `clean` does to a text, and what the user may say of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Repair = Literal["safe", "aggressive", "off"]
Extract = Literal["auto", "article", "forum", "all"]

REASONS: dict[str, str] = {
    # characters
    "undecodable": "bytes that no encoding of the ladder can read; they became U+FFFD",
    "surrogate": "half of a character, which no UTF-8 stream can hold; it became U+FFFD",
    "control": "a control character that is no tab",
    "zero-width": "an invisible character: zero-width space, joiner, soft hyphen, stray BOM",
    "space": "a no-break or ideographic space at the edge of a paragraph, or a doubled space",
    "indent-remnant": "`??` left of two ideographic spaces at the start of a paragraph",
    # misreadings
    "mojibake": "text decoded in the wrong encoding (闀夸笁瑙), put right",
    "escape": "an escape that stands for Chinese: &#38271; \\u957f %E9%95%BF",
    "lost-character": "a character lost for good: U+FFFD, 锟斤拷",
    # injections
    "gloss": "pinyin injected after a character: 長(zhǎng)",
    "comma": "a comma injected before or after another mark: `,,` and `、,`",
    "shifted-gbk": "characters read one byte off, put right",
    "shifted-gbk-unrepaired": "characters read one byte off that could not be put right",
    "email-remnant": "`[email protected]`, which an address hider left",
    "broken-tag": "the remains of an HTML tag: `/p>`",
    "question-mark": "a line that holds only a question mark",
    "image-name": "a line that holds only the name of an image file",
    "seo-spam": "a title line of search-engine spam",
    "punctuation": "ASCII punctuation between Han characters, widened (with --punct)",
    "markdown": "marks of headings, lists, links and tables, written in (with --markdown)",
    # lines
    "blank": "an empty line",
    "breadcrumb": "the path to the page: 首页 > 新闻",
    "navigation": "menus and buttons of the site",
    "font-size": "a switch for the size of the letters",
    "views": "a counter of visits",
    "share": "share buttons, QR codes, follow-us lines",
    "sales-contact": "a salesman's address in the page",
    "related": "a list of other articles, with their teasers",
    "copyright": "copyright notices",
    "disclaimer": "disclaimers and terms of use",
    "hotline": "telephone numbers and addresses of the publisher",
    "icp": "licence numbers of the site",
    "tags": "keywords and tags of the page",
    "advert": "a mark that advertising follows",
    "no-text": "a line without any text: counters, rules, symbols",
    "link-list": "a row of links",
    "list-item": "an item of a list outside the body",
    "outside-body": "a short line outside the body",
    "repeated": "a line or widget that stands in the page twice",
    "repeated-line": "a line that many documents of the site have (with --dedup lines)",
    # whole documents
    "duplicate": "a document that says what another one says (with --dedup)",
    "filtered": "a document that a filter rejected (with --filter, --min-score)",
    # lines that become metadata
    "title": "the headline",
    "date": "a line with the date of publication",
    "source": "a line that names the publisher",
    "author": "a line that names the author or the photographer",
    "editor": "a line that names the editor",
    "url": "a line with the address of the page",
    # lines that stay
    "body": "a line of the text",
    # lines that are marked and stay
    "caption": "the caption of a picture (dropped with --no-captions)",
    "heading": "a heading within the body",
}
"""Each reason with the sentence that `--help` and the README give for it."""

_NAMES = tuple(REASONS)
LINE_REASONS = frozenset(_NAMES[_NAMES.index("breadcrumb") : _NAMES.index("title")])
"""The reasons that drop a whole line as boilerplate: what `--keep boilerplate` stands for."""


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """What the user asked for.

    ``keep`` names rules that must not fire; ``drop`` names marked lines that are to go too.
    ``extract`` says which lines are wanted: the article's, those of every post, or all; it and
    ``markdown`` are for whoever reads the page, too (`clean_bytes`).
    """

    repair: Repair = "safe"
    keep: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    punct: bool = False
    extract: Extract = "auto"
    markdown: bool = False

    def allows(self, reason: str) -> bool:
        """Whether the rule of this name may change the text."""
        return reason not in self.keep
