"""Findings about a document as a whole: machine-translated, truncated, seo-title, folded marks."""

from __future__ import annotations

import re

from yrd_cli.clean.draft import Draft
from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

MIN_HAN = 300
"""Below this many Han characters a rate per thousand says nothing."""

MIN_BAD_QUOTES = 3
"""Opening quotation marks that close a quotation. A machine translator that is fed straight
quotes leaves them; of 4,070 clean documents over 300 characters none has two, and a blog of
18,700 characters has three: so at least one in 1,000 characters is asked for, too."""

MIN_TRACES = 2
"""Further kinds of traces needed: a page with lost bytes has bad quotes and no other trace."""

MAX_PRONOUNS, MAX_LITERAL = 8.0, 3.0
"""Per 1,000 Han characters: of 3,377 news items 1 % have more pronouns, 5 % more literal turns."""

MIN_ODD_MARKS = 2

MIN_PROSE = 40
"""The last line is prose, not a list item or a signature, from this length on."""

MIN_FOLDED = 10
FOLDED_SHARE = 0.9
"""Share of ASCII forms among the commas, colons and brackets beside Han characters."""

_HAN = compiled("[\u3400-\u9fff]")
_BAD_QUOTE = compiled("“(?:(?<=[。！？，,.!?]“)(?![^“”\n]{1,200}”)|(?=[\u4e00-\u9fff]{2,6}[说說]))")
_ASCII_STOP = compiled(r"[\u4e00-\u9fff]\.(?=[\u4e00-\u9fff\n]|$)", re.MULTILINE)
_ASCII_QUOTE = compiled("[\u4e00-\u9fff，。]'[\u4e00-\u9fff]")
_PRONOUN = compiled("[我他她它]们|[我他她它]的|[你我]必须|它是")
_LITERAL = compiled(
    "是一个|对于[^，。\n]{1,10}来说|在[^，。\n]{2,12}的过程中|可以被|需要被|已经被|为了使|非常|更多的|正在"
)
_FOLDED = compiled("(?<=[\u3400-\u9fff”』」》])[,;:?!](?=[\u3400-\u9fff“『「《\n]|$)", re.MULTILINE)
_FULL = compiled("[，；：？！]")
_OPEN_END = compiled("[\u3400-\u9fff，,、“‘「『（(《]$")
_CUT = compiled(r"[\u3400-\u9fff，,、]\.{3}$")
_CREDIT_END = compiled(
    "[摄攝文图圖]$|(?:报道|報道|報導|供稿|供图|供圖|整理)$|[■●◆][^。]{2,40}$|[记記]者.{1,10}$"
)


def find_flags(draft: Draft) -> None:
    """Note the findings in ``draft.flags``; runs last."""
    text = draft.text()
    if any(line.verdict and line.verdict.reason == "seo-spam" for line in draft.lines):
        draft.flag("seo-title")
    if translation_score(text) > 0:
        draft.flag("machine-translated")
    if is_truncated(text):
        draft.flag("truncated")
    if has_folded_punctuation(text):
        draft.flag("folded-punctuation")


def translation_score(text: str) -> float:
    """How far a text is over the limits of what people write; 0 where it is not.

    Quotation marks that close with the opening form must come with two of: many pronouns,
    literal turns (是一个, 在…的过程中), ASCII full stops, ASCII quotes between Han characters.
    """
    bad_quotes = len(_BAD_QUOTE.findall(text)) if text.count("“") >= MIN_BAD_QUOTES else 0
    if bad_quotes < MIN_BAD_QUOTES:
        return 0.0
    han = len(_HAN.findall(text))
    if han < MIN_HAN or 1000 * bad_quotes < han:
        return 0.0
    text = to_simplified(text)
    traces = [
        1000 * len(_PRONOUN.findall(text)) / han / MAX_PRONOUNS,
        1000 * len(_LITERAL.findall(text)) / han / MAX_LITERAL,
        len(_ASCII_STOP.findall(text)) / MIN_ODD_MARKS,
        len(_ASCII_QUOTE.findall(text)) / MIN_ODD_MARKS,
    ]
    over = [t for t in traces if t >= 1]
    return sum(over) if len(over) >= MIN_TRACES else 0.0


def is_truncated(text: str) -> bool:
    """Whether the text stops in the middle of a sentence.

    >>> is_truncated("会议指出，" + "要提高认识，加强组织领导，确保各项任务落实，" * 2 + "推动")
    True
    >>> is_truncated("来源：新华社")
    False
    """
    last = text.rstrip().rpartition("\n")[2].strip()
    if len(last) < MIN_PROSE or ("，" not in last and "," not in last) or _CREDIT_END.search(last):
        return False
    return _CUT.search(last) is not None or _OPEN_END.search(last) is not None


def has_folded_punctuation(text: str) -> bool:
    """Whether the marks between Han characters are ASCII throughout.

    >>> has_folded_punctuation("昨天,记者走进办公楼,大家早已忙开了," * 5)
    True
    """
    if 2 * text.count(",") < MIN_FOLDED:
        return False
    marks = _FOLDED.findall(text)
    folded = len(marks)
    if folded < MIN_FOLDED or 2 * marks.count(",") < folded:
        return False
    return folded >= FOLDED_SHARE * (folded + len(_FULL.findall(text)))
