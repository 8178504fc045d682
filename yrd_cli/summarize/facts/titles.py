"""Titles of office, trade and kinship, and the chains they form: 党工委委员、管委会副主任."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.names_lexicon import (
    Pairs,
    telling_pairs,
    titles,
    titles_by_pair,
    word_set,
)

CREDITS = word_set("credits")
"""Roles of those who made the page: a role, not a title."""


class Title(NamedTuple):
    """A title in the folded text; ``kind``: office, trade or before (a name)."""

    start: int
    end: int
    text: str
    kind: str


_NOT_BEHIND = (
    # 教师节, 代表大会, 律师事务所, 主任委员会: the title is part of another word.
    r"(?!大会|协会|学会|商会|事务所|联合会|联谊会|委员会|俱乐部|团(?!长|副)|处(?!处长)|进修"
    r"|资格|节|制|级|法|办公|会议|院"
    r"|联盟|组织|公寓|之家|活动|培训|学院|学校|工会|学会|席位|席(?![\u4e00-\u9fff]{2}(?:[，。、；）]|[也说表介认作]))|职务|职位|岗位|人选|选举|竞选"
    r"|任期|们|性|作用|作品|[一二三四五六七八九十\d]+[名位个]"
    r"|权|证|队(?!长|员)|群体|热线|信箱|令|报|站|见面|(?<=委员|理事|董事|监事|常委)会|(?<=代表)[性作]|代会"
    r"|秘书处|书记处|式)"
)


@cache
def _by_kind() -> dict[str, list[str]]:
    taken: set[str] = set()
    kinds = {}
    for kind, words in titles().items():
        kinds[kind] = [w for w in words if w not in taken]
        taken.update(words)
    return kinds


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in _by_kind().items() for word in words}


_NOT_BEHIND_TITLE = compiled(_NOT_BEHIND)
_BEFORE = compiled(
    r"(?:时任|现任|新任|候任|前任|原任|代理|常务|执行|名誉|第一|专职|兼职|高级|首席|资深|主管"
    r"|特约|全媒体|实习|见习|本报|分管|副|总|助理|[前原代])$"
)


def find_titles(folded: str, pairs: Pairs | None = None) -> list[Title]:
    """The titles of a text, left to right.

    >>> [t.text for t in find_titles("省委常委、常务副省长陈寅，律师事务所")]
    ['常委', '常务副省长']
    """
    kinds, table = _kinds(), titles_by_pair()
    found: list[Title] = []
    end = 0
    for start in (pairs or telling_pairs(folded)).titles:
        words = table[folded[start : start + 2]]
        word = next((w for w in words if folded.startswith(w, start)), None)
        if start < end or word is None or not _NOT_BEHIND_TITLE.match(folded, start + len(word)):
            continue
        after = start + len(word)
        if word[-1] == "总" and folded[after - 1 : after + 1] in table:
            continue  # 副[总理], 副[总统]
        while start > end:
            before = _BEFORE.search(folded[max(end, start - 3) : start])
            if not before or not before[0]:
                break
            start -= len(before[0])
        end = after
        found.append(Title(start, end, folded[start:end], kinds[word]))
    return found


_JOINS = compiled(r"[、兼和及与，,]")


def chain_start(found: Sequence[Title], index: int, folded: str) -> int:
    """Where the chain of titles that ends with ``found[index]`` begins, as far as titles join."""
    start = found[index].start
    while index and start - found[index - 1].end <= 1:
        between = folded[found[index - 1].end : start]
        if between and not _JOINS.fullmatch(between):
            break
        index -= 1
        start = found[index].start
    return start
