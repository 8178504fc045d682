"""Places: administrative names from a list, and what is named after them (镇, 街道, 机场)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.names_lexicon import (
    Pairs,
    by_first_pair,
    clause_words,
    known_bodies,
    place_kinds,
    telling_pairs,
)


class Listed(NamedTuple):
    """A name of the lists where it stands in the folded text; ``kind`` is ``body`` or a place's."""

    start: int
    end: int
    name: str
    kind: str


_NOT_AFTER = {
    # What a short name begins when these follow: no place is meant.
    "日照": "时|强|充|量|长|不|条",
    "大同": "小|社|世|理",
    "来宾": "们|席|和|、|，|致|登|合|代|入|参|证",
    "开封": "条|府尹|菜|验|后|前|的|了",
    "通化": "粪",
    "大理": "石|寺",
    "海口": "味",
    "天水": "围",
    "平凉": "席",
    "南海": "仲裁",
    "河内": "有|的",
    "马里": "奥|亚|兰",
    "约旦": "尼",
    "巴林": "左|右",
    "黑山": "县|羊|白",
    "阿里": "巴巴|云|健|系|影|山",
    "中国": "式|梦",
    "清远": "寺",
    "自贡": "献",
    "长江": "商|学者|实业|证券|存储",
    "太湖": "县",
    "东海": "县|大学|舰队",
    "黄山": "归来",
    "金边": "眼",
    "长治": "久安",
    "大城": "市",
    "民主党": "派",
}
_NOT_BEFORE = {
    "中国": "展",
    "台中": "平舞讲后站柜灶电阳",
    "台南": "平舞讲后站柜灶电阳",
    "华中": "光年中",
    "中东": "其",
    "新北": "创",
    "同仁": "市院州海",
    "日照": "小时长的期续年均天光受无强足了短",
    "大理": "高宽广伟",
    "海口": "出入夸下",
    "河内": "运该此",
    "海南": "上",
    "南海": "上",
    "东海": "广",
    "南京": "西",
    "来宾": "方外国名位等",
    "开封": "未被已可刚",
    "海东": "上",
    "海西": "上",
    "中山": "孙",
    "文山": "会",
    "黄山": "登",
    "三明": "治",
    "长治": "期",
    "安康": "健平",
    "保定": "确",
    "吉安": "古",
    "安顺": "平",
    "大连": "最巨重",
}
REACH = 20_000
"""A short county name is told in full at most so many characters away."""
_AT_A_LINES_HEAD = frozenset({"海北"})  # 上海北部
SURE_KINDS = frozenset(
    {"province", "prefecture", "county", "country", "city", "region", "abbreviated"}
)
_LEADS_TO_PLACE = compiled(
    r"(?:[在赴到抵去至自往位于]|来自|位于|前往|抵达|走进|来到|途经|落户|家住|返回|驶往|飞往"
    r"|、|[—-])$"
)
_TAIL = compiled(
    r"(?:(?![的了在和与及是等对向为将从被把省市县区多几各个])[\u4e00-\u9fff]){1,6}?"
    r"(?:街道(?!办)|社区|古?镇(?![长党政委])|[乡](?![长党政委村亲音])|[村](?![长党支委民干集])"
    r"|(?:国家)?(?:森林|湿地|地质|郊野)公园|公园|(?:国际)?机场|火车站|高铁站|[东南西北]站"
    r"|景区|风景区|水库|大桥|大道|(?<![铁公线道网思出销回来])路(?![上段口网线径过况程面])(?:\d+号)?|广场|码头|岛(?!屿)"
    r"|会展中心"
    r"|口岸|草原|古城|会议室)"
)
_ROOM = compiled(r"(?<![\dA-Za-z])[A-Z]?\d{2,4}(?:会议室|教室|报告厅)")


def listed_names(folded: str, pairs: Pairs | None = None) -> list[Listed]:
    """Places and known bodies of the lists, left to right, the longest at each place.

    >>> [x.name for x in listed_names("从江苏省苏州市吴江区到国务院")]
    ['江苏省', '苏州市', '吴江区', '国务院']
    """
    table, kinds, bodies = by_first_pair(), place_kinds(), known_bodies()
    found: list[Listed] = []
    end = 0
    for i in (pairs or telling_pairs(folded)).listed:
        if i < end:
            continue
        for name in table[folded[i : i + 2]]:
            if folded.startswith(name, i):
                kind = "body" if name in bodies else kinds[name]
                if _fits(folded, i, name, kind, found):
                    found.append(Listed(i, i + len(name), name, kind))
                    end = i + len(name)
                    break
    return found


def _fits(folded: str, start: int, name: str, kind: str, before: list[Listed]) -> bool:
    """Whether a listed name is meant where its characters stand."""
    end = start + len(name)
    if name in _NOT_AFTER and folded.startswith(tuple(_NOT_AFTER[name].split("|")), end):
        return False
    if start and (folded[start - 1] in _NOT_BEFORE.get(name, "") or name in _AT_A_LINES_HEAD):
        return False
    if kind != "short county":
        return True
    # A short county name is an ordinary pair of characters: something must lead to it.
    if before and before[-1].end == start and before[-1].kind in ("province", "prefecture"):
        return True
    near = (max(0, start - REACH), start + REACH)
    return any(folded.find(name + level, *near) >= 0 for level in "县区市")


def _holds_verb(folded: str, start: int, end: int) -> bool:
    """Whether what follows a place is no name: 长沙 + 实现港口."""
    words = clause_words()
    return any(folded[i : i + 2] in words for i in range(start, end - 2))


def named_after(folded: str, listed: Iterable[Listed]) -> list[Listed]:
    """Villages, roads, parks that stand right behind a listed place.

    >>> text = "萧县皇藏峪国家森林公园"
    >>> [x.name for x in named_after(text, listed_names(text))]
    ['萧县皇藏峪国家森林公园']
    """
    found = []
    starts: dict[int, int] = {}
    for place in listed:
        if place.kind == "body":
            continue
        start = starts.pop(place.start, place.start)
        starts[place.end] = start
        tail = _TAIL.match(folded, place.end)
        if tail and not _holds_verb(folded, place.end, tail.end()):
            found.append(Listed(start, tail.end(), folded[start : tail.end()], "named"))
    found += [
        Listed(m.start(), m.end(), m[0], "named")
        for m in (_ROOM.finditer(folded) if "室" in folded or "厅" in folded else ())
    ]
    return found
