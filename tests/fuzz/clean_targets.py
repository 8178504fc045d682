"""Cleaning: repairs are accounted for, stand when made twice, and leave sound text alone."""

from __future__ import annotations

import datetime
import re

from tests.fuzz.chinese import ACCIDENTS, PAGE_LINES, law_lines
from tests.fuzz.draw import Draw, split_options
from tests.fuzz.invariants import check_cleaned, check_spans
from yrd_cli.clean import CleanOptions, clean_document, clean_text
from yrd_cli.clean.dates import find_dates, read_date
from yrd_cli.clean.draft import draft_of
from yrd_cli.clean.escapes import resolve_escapes
from yrd_cli.clean.mojibake import repair_mojibake
from yrd_cli.clean.reasons import Repair
from yrd_cli.grep.where import normal_date
from yrd_cli.reading.html_metadata import iso_date

REPAIRS: tuple[Repair, ...] = ("safe", "aggressive", "off")
KEPT = ("copyright", "share", "comma", "gloss", "mojibake", "escape", "shifted-gbk", "zero-width")
DROPPED = ("caption", "heading")


def options_of(draw: Draw) -> CleanOptions:
    """Options of `clean`, without those that leave in a text what the next run reads again."""
    repair, punct = draw.choice(REPAIRS), draw.flag()
    return CleanOptions(repair, draw.some(KEPT), draw.some(DROPPED), punct)


def fuzz_repair(data: bytes) -> None:
    """Any text under any options: accounted for, bounded, and the same when done twice."""
    body, draw = split_options(data)
    text = body.decode("utf-8", "replace")
    options = options_of(draw)
    cleaned = clean_text(text, options)
    check_cleaned(cleaned, text)
    assert len(cleaned.document.text) <= 2 * len(text)
    again = clean_document(cleaned.document, options)
    assert again.document == cleaned.document, "cleaned twice, it is another"
    if len(text) % 8 == 0 and not _ENDS.search(text):  # one of eight: it takes two more runs
        for end in ("\r\n", "\r"):
            other = clean_text(text.replace("\n", end), options)
            assert other.document == cleaned.document, "other line ends, another text"


_ENDS = re.compile("[\r\x0b\x0c\u2028\u2029]")


def fuzz_repair_damaged(data: bytes) -> None:
    """Sound lines stay where others are broken, in one of the ways that the web breaks them."""
    draw = Draw(data)
    laws = law_lines()

    def line() -> str:
        sound = draw.choice(PAGE_LINES) if draw.flag() else laws[draw.below(len(laws))]
        return draw.choice(ACCIDENTS)(sound) if draw.flag() else sound

    text = "\n".join(draw.many(12, line))
    cleaned = clean_text(text, CleanOptions(draw.choice(REPAIRS)))
    check_cleaned(cleaned, text)
    again = clean_document(cleaned.document, cleaned.draft.options)
    assert again.document == cleaned.document, "cleaned twice, it is another"
    both = draft_of(text)
    repair_mojibake(both)
    resolve_escapes(both)
    stays = {n for n in text.split("\n") if n in _laws()}
    assert stays <= {n.text for n in both.lines}, "a sound line was changed"


def _laws() -> frozenset[str]:
    return frozenset(law_lines())


_MARKS = ("-", "/", ".", "年月日", "年 月 日")
_DIGITS = "〇一二三四五六七八九"
_SPELLED = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")


def spelled(number: int) -> str:
    """A number under 100 in Chinese.

    >>> spelled(31), spelled(10), spelled(7)
    ('三十一', '十', '七')
    """
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _SPELLED[tens] + "十"
    return head + _SPELLED[ones]


def fuzz_dates(data: bytes) -> None:
    """Dates of any text are real days in their place; those that are written out are read."""
    body, draw = split_options(data)
    text = body.decode("utf-8", "replace")
    hits = find_dates(text)
    check_spans([(hit.start, hit.end) for hit in hits], len(text), apart=False)
    for hit in hits:
        datetime.datetime.fromisoformat(hit.iso)
        assert hit.end > hit.start
    assert read_date(text) == (hits[0].iso if hits else None)
    for line in text.split("\n")[:20]:
        found = iso_date(line)
        assert found is None or _DATE.match(found), found
        normal = normal_date(line)
        assert normal is None or normal_date(normal) == normal, (line, normal)
    _check_written_date(Draw(body), draw.flag())


_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?.*)?)?)?\Z", re.DOTALL)


def _check_written_date(draw: Draw, with_label: bool) -> None:
    day = datetime.date(1990, 1, 1) + datetime.timedelta(draw.below(20_000))
    marks = draw.choice(_MARKS)
    year, month, number = str(day.year), str(day.month), str(day.day)
    if draw.flag():
        month, number = month.zfill(2), number.zfill(2)
    if len(marks) == 1:
        written = f"{year}{marks}{month}{marks}{number}"
    else:
        if draw.flag() and " " not in marks:
            year = "".join(_DIGITS[int(c)] for c in year)
            month, number = spelled(day.month), spelled(day.day)
        gap = " " if " " in marks else ""
        written = f"{year}年{gap}{month}月{gap}{number}日"
    text = f"发布时间：{written}\n" if with_label else f"本报{written}讯"
    assert read_date(text) == day.isoformat(), (text, read_date(text))
