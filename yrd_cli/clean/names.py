"""Names of persons and of publishers as credit lines write them, simplified or traditional."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from yrd_cli.clean.credit_words import HAN, any_of, words
from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

MAX_LABELLED_NAME = 16
"""A pen name or an office after a label is at most this long: `河南省教育厅办公室`, 39健康网."""

MAX_PUBLISHER = 30
"""Longest in 57 pages: 13 characters, two publishers in one field."""

_SPLIT = compiled(r"[、，,；;/／|｜&＆·]")
_FOREIGN = compiled(rf"[{HAN}]{{1,8}}(?:[·•‧・][{HAN}]{{1,8}}){{1,3}}")
_LATIN = compiled(r"[A-Z][A-Za-z.'-]{0,20}(?: [A-Z][A-Za-z.'-]{0,20}){0,3}")
_HAN_ONLY = compiled(f"[{HAN}]+")
_STAFF_NUMBER = compiled(r"[ _\u3000]?[（(]?[A-Za-z]{0,4}_?\d{2,8}[)）]?$")
_ROLE = compiled(
    r"^(?:(?:本[报台网刊社]|新华社|中新社|中新网|总台|央视|特约|实习|见习|首席|全媒体|融媒体|驻\S{2,6})"
    r"{0,3}(?:记者|通讯员|实习生|特派员|评论员|编辑|作者|摄影(?:记者)?)[:：/／ \u3000]?)"
)
_NOT_A_NAME = compiled(r"[。！？；，、,;!?：()（）\[\]【】]|^(?:[此该这那其本]|[与和及为是对])")
_QUOTES = '“”‘’"《》「」'
_TRIM = " \t\u00a0\u3000|｜:：-—·•,，.。"


@cache
def _surnames() -> frozenset[str]:
    path = Path(__file__).with_name("data") / "surnames.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(n for line in lines if not line.startswith("#") for n in line.split())


@cache
def _publisher() -> re.Pattern[str]:
    return compiled(rf"(?:{any_of('publishers', 'endings')})(?:APP|App|app|版)?$")


def is_person(name: str) -> bool:
    """Whether a string has the form of a person's name: family name and one or two characters.

    >>> is_person("欧阳娜娜"), is_person("阿卜杜·热依木"), is_person("您怎么看")
    (True, True, False)
    """
    if _FOREIGN.fullmatch(name):
        return True
    if not 2 <= len(name) <= 4 or not _HAN_ONLY.fullmatch(name):
        return False
    name = to_simplified(name)
    if name[:2] in _surnames():
        return len(name) > 2
    return len(name) <= 3 and name[0] in _surnames()


def is_publisher(text: str) -> bool:
    """Whether a string has the form of a publisher's name: 无锡日报, 中国青年网, 办公室.

    >>> is_publisher("解放日報"), is_publisher("红辣椒、花椒"), is_publisher("人民网－人民日报")
    (True, False, True)
    """
    if not 2 <= len(text) <= MAX_PUBLISHER:
        return False
    text = to_simplified(text).strip(_QUOTES)
    return _publisher().search(text) is not None and _NOT_A_NAME.search(text) is None


def person_names(text: str) -> tuple[str, ...] | None:
    """The persons of a list that holds nothing else, or None.

    >>> person_names("记者 李航"), person_names("邹多为、唐诗凝、丁乐"), person_names("您怎么看？")
    (('李航',), ('邹多为', '唐诗凝', '丁乐'), None)
    """
    names = _split(text)
    return names if names and all(is_person(n) or _LATIN.fullmatch(n) for n in names) else None


def labelled_names(text: str) -> tuple[str, ...]:
    """The names after a label such as 作者: persons, pen names or offices; empty if none.

    >>> labelled_names("刘光博 SF099"), labelled_names("办公室"), labelled_names("他说，不。")
    (('刘光博',), ('办公室',), ())
    """
    names = person_names(text) or _split(text)
    if any(len(n) > MAX_LABELLED_NAME or _NOT_A_NAME.search(n) for n in names):
        return ()
    return names


def _split(text: str) -> tuple[str, ...]:
    """Single names of a list, without roles, staff numbers and brackets."""
    text = text.strip(" \t\u00a0\u3000()（）[]【】:：")
    if _FOREIGN.fullmatch(text):
        return (text,)
    names: list[str] = []
    for part in _SPLIT.split(_STAFF_NUMBER.sub("", text)):
        part = without_role(part.strip())
        names += (without_role(_STAFF_NUMBER.sub("", n)) for n in join_spaced(part).split())
    return tuple(dict.fromkeys(n for n in names if n))


def join_spaced(text: str) -> str:
    """Close the gap that layout puts into names of two characters.

    >>> join_spaced("王乐文 方 敏"), join_spaced("楊    博   沈彤")
    ('王乐文 方敏', '楊博 沈彤')
    """
    tokens, joined = text.split(), list[str]()
    for token in tokens:
        if joined and len(token) == len(joined[-1]) == 1 and is_person(joined[-1] + token):
            joined[-1] += token
        else:
            joined.append(token)
    return " ".join(joined)


def without_role(name: str) -> str:
    """A name without the role before it.

    >>> without_role("新华社记者邹多为"), without_role("通訊員 李四")
    ('邹多为', '李四')
    """
    role = _ROLE.match(to_simplified(name))
    return name[role.end() :].strip(_TRIM) if role else name


def clean_publisher(text: str) -> tuple[str, str | None]:
    """A source's name without the reader's place behind it, and a person named behind it.

    >>> clean_publisher("中国新闻网 王帆"), clean_publisher("鞭牛士 北京")
    (('中国新闻网', '王帆'), ('鞭牛士', None))
    """
    tokens = text.strip(_TRIM).split()
    person = None
    while len(tokens) > 1:
        if to_simplified(tokens[-1]) in words("publishers", "places"):
            tokens.pop()
        elif person is None and is_person(tokens[-1]) and is_publisher(tokens[-2]):
            person = tokens.pop()
        else:
            break
    return " ".join(tokens), person
