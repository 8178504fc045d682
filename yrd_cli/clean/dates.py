"""Dates as Chinese pages write them, read as ISO 8601."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from yrd_cli.patterns import compiled

_FULL_WIDTH = str.maketrans("０１２３４５６７８９：．／－", "0123456789:./-")
_WIDE = compiled("[０１２３４５６７８９：．／－]")
_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "元": 1}
_ROC_EPOCH = 1911
"""Year 1 of the Republic of China is 1912."""

_NUMERAL = "[〇零○一二三四五六七八九十廿卅]"
_CLOCK = (
    r"(?:[ T,|·　]{0,3}(?:HKT ?)?(?:[(（]?(?:星期|周|週)[一二三四五六日天][)）]?[ 　]{0,2})?"
    r"(?P<half>上午|下午|中午|晚上|晚间|晚間|凌晨|早上)?[ 　]{0,2}"
    r"(?P<hour>[01]?\d|2[0-4])(?:[:时時点點][ 　]?(?P<minute>[0-5]\d)"
    r"(?:[:分](?P<second>[0-5]\d))?[分秒]?(?: ?(?P<noon>[AaPp][Mm]))?|[时時点點](?!\d)))?"
)
_ARABIC = compiled(
    r"(?<![\d.])(?:(?P<roc>民國|民国)[ 　]?(?P<rocyear>\d{2,3})"
    # A year of the Republic without its name stands only behind a label: 發布日期：111-08-15
    r"|(?:(?<=[期间間]:)|(?<=[期间間]: ))(?P<bare>1[01]\d)(?=[-/.]\d\d?[-/.]\d)"
    r"|(?P<year>(?:19|20)\d\d))"
    r"(?:[ 　]?(?:(?P<sep>[-/.])[ 　]?(?P<month>\d{1,2})[ 　]?(?P=sep)[ 　]?"
    r"(?P<day>\d{2}(?=[0-2]\d:)|\d{1,2}(?!\d))"
    r"|年[ 　]?(?P<cmonth>\d{1,2})[ 　]?月[ 　]?(?P<cday>\d{1,2})[ 　]?[日号號]))" + _CLOCK
)
_CHINESE = compiled(
    r"(?:(?P<roc>民國|民国)(?P<rocyear>[〇零○元一二三四五六七八九十百]{1,5})"
    r"|(?P<year>[一二][〇零○一二三四五六七八九]{3}))"
    rf"年(?P<cmonth>{_NUMERAL}{{1,3}})月(?P<cday>{_NUMERAL}{{1,3}})日" + _CLOCK
)
_DAY_FIRST = compiled(
    r"(?:(?<!\d)(?P<hour>1?\d):(?P<minute>[0-5]\d) ?(?P<noon>[AaPp][Mm]) )?"
    r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>20\d\d)(?![\d/])"
)
"""As Malaysian papers write it: 2:51pm 18/03/2022."""

_MAY_BE_DATE = compiled(
    r"[12１２民一二/／]"
    r"(?:[019０１９]\d{1,2}[ 　]?[-/.年－／．]|[國国]|[〇零○一二三四五六七八九]{3}年|[2２][0０])"
)
"""What every date holds: its year with the mark behind it, or 民国, or the /20 of 18/03/2022."""

_AFTERNOON = frozenset({"下午", "晚上", "晚间", "晚間"})


@dataclass(frozen=True, slots=True)
class DateHit:
    """A date at code points ``start`` to ``end`` of a text, as ISO 8601."""

    start: int
    end: int
    iso: str

    @property
    def has_time(self) -> bool:
        """Whether the page gives an hour and a minute."""
        return "T" in self.iso


def find_dates(text: str) -> list[DateHit]:
    """All valid dates in a text, in order; dates that no calendar has are left out.

    >>> find_dates("发布时间:2020-02-18 10:41 浏览")
    [DateHit(start=5, end=21, iso='2020-02-18T10:41')]
    """
    if not _MAY_BE_DATE.search(text):
        return []
    plain = text.translate(_FULL_WIDTH) if _WIDE.search(text) else text
    hits = [hit for match in _matches(plain) if (hit := _hit(match)) is not None]
    return sorted(hits, key=lambda h: h.start)


def read_date(text: str) -> str | None:
    """The first date of a text as ISO 8601, or None where there is none that exists.

    >>> read_date("民國109年1月3日"), read_date("二〇二〇年一月三日"), read_date("2020年2月30日")
    ('2020-01-03', '2020-01-03', None)
    """
    hits = find_dates(text)
    return hits[0].iso if hits else None


def _matches(text: str) -> Iterator[re.Match[str]]:
    yield from _ARABIC.finditer(text)
    if "年" in text and "月" in text:
        yield from _CHINESE.finditer(text)
    if "/20" in text:
        yield from _DAY_FIRST.finditer(text)


def _hit(match: re.Match[str]) -> DateHit | None:
    found = match.groupdict()
    year = _year(found)
    month = _number(found.get("month") or found.get("cmonth"))
    day = _number(found.get("day") or found.get("cday"))
    try:
        date = datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
    clock = _clock(found)
    end = match.end() if clock or match.re is _DAY_FIRST else _end_of_day(match, found)
    return DateHit(match.start(), end, f"{date}T{clock}" if clock else date)


def _end_of_day(match: re.Match[str], found: dict[str, str | None]) -> int:
    """Where the date ends when the clock beside it is none."""
    if found.get("day"):
        return match.end("day")
    return match.end("cday") + match.string[match.end("cday") :].index(_day_mark(match)) + 1


def _day_mark(match: re.Match[str]) -> str:
    rest = match.string[match.end("cday") : match.end("cday") + 2].lstrip(" 　")
    return rest[0]


def _year(found: dict[str, str | None]) -> int:
    if found.get("bare"):
        return _number(found["bare"]) + _ROC_EPOCH
    if found.get("roc"):
        return _number(found["rocyear"]) + _ROC_EPOCH
    return _number(found["year"])


def _number(text: str | None) -> int:
    """Arabic digits, digits written one by one (二〇二〇), or a number under 1,000 (一百零九)."""
    if not text:
        return 0
    if text.isascii():
        return int(text)
    if not any(c in "十廿卅百" for c in text):
        return int("".join(str(_DIGIT[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in _DIGIT:
            digit = _DIGIT[c]
            continue
        total += {"十": 10, "百": 100}.get(c, 0) * (digit or 1) + {"廿": 20, "卅": 30}.get(c, 0)
        digit = 0
    return total + digit


def _clock(found: dict[str, str | None]) -> str | None:
    """``10:41`` or ``11:52:42``; None where the page gives no minute or no such hour exists."""
    hour, minute = found["hour"], found["minute"]
    half = found.get("half")
    if hour is None or (minute is None and half is None):
        return None
    h = int(hour)
    noon = (found.get("noon") or "").lower()
    if (half in _AFTERNOON or noon == "pm") and h < 12:
        h += 12
    elif noon == "am" and h == 12:
        h = 0
    if h > 23:
        return None
    clock = f"{h:02d}:{minute or '00'}"
    return f"{clock}:{found['second']}" if found.get("second") else clock
