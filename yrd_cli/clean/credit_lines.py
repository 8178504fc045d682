"""One line of a page read as a credit line: what it says, and how sure that is.

A line is a credit line only when all of it is accounted for: labels with values that fit them,
dates, counters, switches of the page. A line with anything else in it is left to the body.
"""

from __future__ import annotations

from yrd_cli.clean.credit_forms import MAX_DATED_LINE, read_form
from yrd_cli.clean.credit_labels import find_labels
from yrd_cli.clean.credit_parts import CreditLine
from yrd_cli.clean.credit_values import read_labelled
from yrd_cli.clean.credit_words import SPACE
from yrd_cli.clean.dates import find_dates
from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

MAX_CREDIT_LINE = 160
"""The longest of 150 credit lines in 57 pages has 68 characters, with a URL; tools may follow."""

_TRIGGER = compiled(
    r"[:：/／|｜丨︱》年编編摄攝\d记記作通来來]"
    r"(?:(?<=[:：/／|｜丨︱》年编編摄攝])|(?<=\d)\d{3}|(?<=[记記作])者|(?<=通)[讯訊]|(?<=[来來])源)"
)
"""What every credit line holds. All first characters in one class: that is searched quickly."""
_PAIRS = {"(": ")", "（": "）", "[": "]", "【": "】", "〔": "〕", "「": "」"}
_BULLET = compiled(r"^[■●◆□▲△※★☆►▪•·◎◇|｜\-—~～]{1,4}[ \u3000]{0,3}")
_POSTED = compiled(r"^(?:posted|Posted|发表|發表)(?: on| at)? ?@? ?(?=\d{4})")
_POSTED_BY = compiled(
    r"^posted @ (?P<date>\d{4}-\d\d-\d\d \d\d:\d\d) {1,3}"
    r"(?P<name>\S{1,20})(?= {1,3}(?:阅读|閱讀)\()"
)
_SENTENCE = compiled(r"[。！？!?；;]")
_MARKUP = compiled("</?[A-Za-z!][^<>]{0,160}>|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DIGIT = compiled(r"\d")


def read_credit_line(text: str) -> CreditLine | None:
    """Read a line as a credit line, or None where any of it may be body.

    >>> read_credit_line("2021-7-19 13:50  |  來源:解放日報").values
    {'date': ['2021-07-19T13:50'], 'source': ['解放日報']}
    >>> read_credit_line("来源：动物肝脏、蛋黄、红肉。") is None
    True
    """
    if len(text) > MAX_CREDIT_LINE or "。" in text[:-2] or not _TRIGGER.search(text):
        return None
    line = _peel(_unmarked(text).strip(SPACE)).rstrip("。")
    if not line or _SENTENCE.search(line):
        return None
    folded = to_simplified(line)
    credit = _read(folded)
    if credit and folded != line:
        _unfold(credit, line, folded)
    return credit


def _unmarked(text: str) -> str:
    """The line without tags and control characters."""
    return text if text.isprintable() and "<" not in text else _MARKUP.sub("", text)


def _peel(line: str) -> str:
    """The line without bullets and the brackets around all of it."""
    line = _BULLET.sub("", line, count=1)
    if line[:1] in "pP发發":
        line = _POSTED.sub("", _POSTED_BY.sub(r"\g<date> 作者：\g<name>", line))
    for _ in range(2):
        if line and _PAIRS.get(line[0]) == line[-1] and line[0] not in line[1:]:
            line = line[1:-1].strip(SPACE)
    return line


def _read(line: str) -> CreditLine | None:
    found = find_labels(line)
    # No line as long as that has a date for all it says: without a label, its dates say nothing.
    dated = (found or len(line) <= MAX_DATED_LINE) and ("年" in line or _DIGIT.search(line))
    hits = find_dates(line) if dated else []
    labels = [
        label for label in found if not label.glued or any(hit.end <= label.start for hit in hits)
    ]
    if labels and (credit := read_labelled(line, labels, hits)):
        return credit
    if any(label.has_colon for label in labels):
        return None
    return read_form(line, hits)


def _unfold(credit: CreditLine, line: str, folded: str) -> None:
    """Write the values as the page writes them: values are pieces of the line."""
    back = {ord(s): t for t, s in zip(line, folded, strict=True) if s != t}
    for kind, values in credit.values.items():
        credit.values[kind] = [v.translate(back) for v in values]
