"""Credit lines without labels: bylines, photographers, the printed paper, bare dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from yrd_cli.clean.credit_parts import CreditLine, take_dates
from yrd_cli.clean.credit_words import HAN, SPACE, any_of
from yrd_cli.clean.dates import DateHit, find_dates
from yrd_cli.clean.names import clean_publisher, is_person, is_publisher, person_names
from yrd_cli.patterns import compiled

MAX_DATED_LINE = 48
"""A date with a name and an age beside it; with more than that it is no credit."""

MAX_NAME = 12

_BYLINE = compiled(
    rf"^(?P<org>[{HAN}A-Za-z·•]{{0,14}}?)(?P<role>(?:摄影)?(?:记者|通讯员))[ \u3000:：/]{{0,3}}"
    r"(?P<names>\S.{1,40})$"
)
_UPDATE = compiled(r"[（(](?:\d{4}[/-])?\d{1,2}[/-]\d{1,2} \d{1,2}:\d\d ?更新[)）]")
_WEEKDAY = compiled(r"^[（(]?(?:星期|周)[一二三四五六日天][)）]?")
_LINK = compiled(r"^(?:https?://|www\.)[!-~]{4,80} ")
_PLACED = compiled(
    rf"^(?P<names>[{HAN}]{{2,4}}(?:[、 ][{HAN}]{{2,4}}){{0,3}}) ?[/／] ?"
    rf"[{HAN}]{{2,6}}(?:报导|报道|电)$"
)
"""Reporters without the word: 张文馨 陈立峰／屏东报导."""

_DESK = compiled(
    rf"^[{HAN}]{{2,6}}(?:中心|组|部|新闻网) ?[/／] ?"
    rf"(?P<names>[{HAN}]{{2,4}}(?:[、 ][{HAN}]{{2,4}}){{0,3}}) ?"
    rf"(?:[/／] ?)?(?:[{HAN}]{{2,4}}|综合)?报导$"
)
"""Reporters with their desk: 生活中心／彭家豪报导."""

_OF_OFFICE = compiled(rf"^(?P<name>[{HAN}]{{2,4}})(?:[（(][^（()）]{{2,14}}[)）])?$")
_PAPER_AND_BYLINE = compiled(
    rf"^(?P<paper>[{HAN}A-Za-z]{{2,10}}) (?P<byline>(?:\S{{2,4}})?记者.*报[导道])$"
)
_ORIGINAL = compiled(r"^原创 (?P<author>\S{1,12})(?: (?P<account>[^\s\d][^\s:：]{1,15}))?$")
_REPORTED = compiled(
    rf"[ \u3000/／]{{1,3}}(?:[{HAN}]{{2,4}}/)?(?:[{HAN}]{{2,6}}|综合)?(?:报导|报道|电)$"
)
_GLUED = compiled(rf"^[{HAN}]{{0,8}}?记者(?P<names>[{HAN}]{{2,7}})(?:报导|报道)$")
_ROLE_BETWEEN = compiled(
    r"[ \u3000、，,；;/|｜]{0,3}(?:实习|见习|特约|摄影)?(?:记者|通讯员|实习生)[ \u3000:：/]{0,3}"
)
_PHOTO = compiled(
    rf"^(?:[{HAN}]{{0,6}}(?:社|报|网|记者)发?){{0,2}}[ \u3000]{{0,3}}"
    r"[（(]?(?P<names>\S.{1,24}?)[ \u3000/／]{0,3}摄影?[）)]?$"
)
_PRINT = compiled(
    rf"^《[ ]?(?P<paper>[{HAN}]{{2,16}})[ ]?》[ ]?[（(]?(?P<date>[^（()）]{{6,24}}?)\s?"
    rf"(?:第?[ ]?[\d{HAN}A-Z]{{1,8}}[ ]?版)[：: {HAN}]{{0,8}}[)）]?$"
)
_SLASH = compiled(r" [/／|｜] ?|[/／|｜] ")
_AGE = compiled(r"(?:\d{1,3}|[一两几半]) ?(?:年|个月|[天日周]|小时|分钟)前")
_COLUMN = compiled(rf"^[{HAN}A-Za-z0-9·]{{2,10}}?(?P<views>\d{{1,7}})?$")
_NAME = compiled(rf"[{HAN}A-Za-z0-9－~～_·. -]+")
_PLAIN_NAME = compiled(rf"[{HAN}A-Za-z0-9－-]+")


def read_form(line: str, hits: Sequence[DateHit]) -> CreditLine | None:
    """What a line without labels says, or None where it has none of the known forms."""
    return _print_note(line) or read_byline(line) or _photo(line) or _dated(line, hits)


def read_byline(line: str) -> CreditLine | None:
    """Reporters: `本报记者 王乐文 方 敏`, `新华社记者邹多为、唐诗凝`."""
    if "记者" not in line and "通讯员" not in line and "/" not in line and "／" not in line:
        return None
    for form in (_DESK, _PLACED):
        placed = form.match(line)
        if placed and (persons := person_names(placed["names"])):
            credit = CreditLine(strong=True)
            credit.add("author", *persons)
            return credit
    glued = _GLUED.match(line)
    if glued:
        return _reporter_with_place(glued["names"])
    match = _BYLINE.match(_REPORTED.sub("", line))
    names = person_names(_ROLE_BETWEEN.sub(" ", match["names"])) if match else None
    if match is None or not names:
        return None
    credit = CreditLine(strong=True)
    credit.add("photographer" if match["role"].startswith("摄") else "author", *names)
    return credit


def _reporter_with_place(names: str) -> CreditLine | None:
    """One reporter, with the place behind the name and no gap: `記者王大明台北報導`."""
    for length in (3, 2):
        if len(names) - length in (0, 2, 3, 4) and is_person(names[:length]):
            credit = CreditLine(strong=True)
            credit.add("author", names[:length])
            return credit
    return None


def _photo(line: str) -> CreditLine | None:
    """Photographers: `新华社发（刘满仓摄）`, `徐程 摄`."""
    match = _PHOTO.match(line) if "摄" in line else None
    names = person_names(match["names"]) if match else None
    if not names:
        return None
    credit = CreditLine(strong=True)
    credit.add("photographer", *names)
    return credit


def _print_note(line: str) -> CreditLine | None:
    """The printed paper and its date: `《人民日报》（2024年05月10日 04版）`."""
    match = _PRINT.match(line)
    hits = find_dates(match["date"]) if match else []
    if match is None or len(hits) != 1:
        return None
    credit = CreditLine(strong=True, printed=True)
    credit.add("date", hits[0].iso)
    credit.add("source", match["paper"])
    return credit


def _dated(line: str, hits: Sequence[DateHit]) -> CreditLine | None:
    """A date with at most a name or an age beside it; sure only with seconds and a publisher."""
    if len(hits) != 1 or len(line) > MAX_DATED_LINE:
        return None
    credit = CreditLine()
    rest = _LINK.sub("", take_dates(_UPDATE.sub("", line), 0, len(line), hits, credit))
    rest = _WEEKDAY.sub("", rest).strip()
    named = _ORIGINAL.match(rest)
    if named:
        credit.strong = True
        credit.add("author", named["author"])
        if named["account"]:
            credit.add("source", named["account"])
        return credit
    paper = _PAPER_AND_BYLINE.match(rest)
    if paper and (byline := read_byline(paper["byline"])):
        credit.strong = True
        credit.add("source", paper["paper"])
        credit.add("author", *byline.values["author"])
        return credit
    age = _AGE.search(rest)
    if age:
        return _reposted(rest, age, credit)
    if rest.isdigit() and len(rest) < 8 and hits[0].has_time:
        credit.add("views", rest)
        return credit
    pieces = [piece for piece in _SLASH.split(rest) if piece]
    if len(pieces) > 1:
        return _publisher_and_byline(pieces, credit)
    name = clean_publisher(" ".join(_filler().sub(" ", f" {rest} ").split()))[0]
    if not name:
        return credit
    if not hits[0].has_time or len(name) > MAX_NAME or not _NAME.fullmatch(name):
        return None
    publisher = is_publisher(name)
    if not publisher and _no_name().search(name):
        return None
    credit.strong = publisher and hits[0].iso.count(":") > 1
    person = is_person(name) or not _PLAIN_NAME.fullmatch(name)
    credit.add("author" if person else "source", name)
    return credit


def _publisher_and_byline(pieces: Sequence[str], credit: CreditLine) -> CreditLine | None:
    """`2020-01-03 10:41 聯合報 / 記者王大明／台北報導`."""
    for piece in pieces:
        byline = read_byline(piece)
        if byline:
            credit.add("author", *byline.values.get("author", []))
        elif is_publisher(piece):
            credit.add("source", piece)
        elif (person := _OF_OFFICE.match(piece)) and is_person(person["name"]):
            credit.add("author", person["name"])
        else:
            return None
    credit.strong = "author" in credit.kinds and "source" in credit.kinds
    return credit


@cache
def _filler() -> re.Pattern[str]:
    """What a machine puts between a date and a name: `于 … 发布`, `本文来源于…`."""
    return compiled(rf"(?<= )(?:{any_of('parts', 'fillers')})(?= |(?<=[于自]))|官方账号(?= )")


@cache
def _no_name() -> re.Pattern[str]:
    return compiled(rf"[\d ]|^.$|{any_of('parts', 'no_names')}")


def _reposted(rest: str, age: re.Match[str], credit: CreditLine) -> CreditLine | None:
    """Site, age, date, column, views: `某网1年前 (2022-12-21)新闻中心239`."""
    site = rest[: age.start()].strip(SPACE + "|·")
    column = rest[age.end() :].strip(SPACE + "()（）|·")
    match = _COLUMN.match(column)
    if (site and not is_publisher(site)) or (column and not match):
        return None
    credit.repost, credit.strong = True, bool(site)
    credit.add("site", site)
    if match:
        views = match["views"] or ""
        credit.add("column", column[: len(column) - len(views)])
        credit.add("views", views)
    return credit
