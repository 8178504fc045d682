"""Where the noun phrase begins that a word closes: 宿迁—遂平高速公路, 第二次新闻通气会."""

from __future__ import annotations

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.names_lexicon import clause_words, word_set

MAX_PHRASE = 34
"""A noun phrase is looked for in at most this many characters before its head."""

_STOPS = compiled(
    r"[^\u4e00-\u9fffA-Za-z0-9·—–（）()“”‘’~-]"
    r"|我[国省市县区]|[的是被把让从了着这那我你他她它们吗吧呢啊也很却且及还已曾没因但若]"
    r"|(?<![年月日度届\d])(?=\d+[年月日](?![\u4e00-\u9fff]{0,12}(?:会|赛|节|展)))"
    r"|[（(][^（()）\n]{0,20}$|(?<![中共饱])和(?!平|谐)|与|在(?!线|建)|对(?!外|口|接)"
    r"|为(?!民)|于(?!都|洪)|到(?!位)|将(?!军)|向(?!阳|上)|等(?![级教])|由"
    r"|以(?!色|岭)|经(?![济贸营开])|并(?!购)|即(?!墨)|就(?!业)|才(?![能艺])|再(?![生就])|[又赴]"
    r"|(?<!第)[一二两三四五六七八九十百千万几多数各每某](?:[家所个名位批座项支款条种场次]"
    r"|大(?=项目|工程|活动))"
)
_NUMBERED = compiled(
    r"(?:第[一二三四五六七八九十\d]{1,4}|首|本)届[\u4e00-\u9fff（）()]{2,20}$"
    r"|20\d\d(?:年度?)?[\u4e00-\u9fff（）()]{2,20}$"
)
"""What numbers an event before a 和 within its name."""
_KEPT = word_set("verbs within phrases")


def phrase_start(folded: str, head: int, left: int = 0) -> int:
    """Where the phrase begins that ends before ``head``; ``head`` itself where there is none.

    >>> text = "记者走进淮北—宿州城际铁路"
    >>> text[phrase_start(text, 11):]
    '淮北—宿州城际铁路'
    """
    left = max(left, head - MAX_PHRASE)
    for stop in _STOPS.finditer(folded, left, head):
        if stop[0] == "和" and _NUMBERED.search(folded, left, stop.start()):
            continue  # 第十五届国际交通技术和设备 + 展览会
        left = max(left, stop.end())
    words = clause_words()
    for i in range(head - 2, left - 1, -1):
        pair = folded[i : i + 2]
        if pair in words and pair not in _KEPT:
            if i and folded[i - 1] == "可" and pair in ("持续", "再生"):
                continue
            if folded[i - 1 : i + 1] in _KEPT and folded[i + 1 : i + 3] in _KEPT:
                continue
            left = i + 2
            break
    left = _balanced(folded, left, head)
    while (
        left < head
        and not _CHINA.match(folded, left)
        and folded[left] in "—–-~·、”）)’年月日号上下中内时后前出入其以会"
    ):
        left += 1
    return left


_CHINA = compiled(
    "中[国非央美欧俄日阿东小亚华韩法德英外共西医药科]|上海|以色列|前海|内蒙|后勤|会展|会计"
)


def _balanced(folded: str, left: int, head: int) -> int:
    """Do not begin within quotation marks or brackets that close inside the phrase."""
    for opening, closing in ("“”", "（）", "()", "‘’"):
        inside = folded[left:head]
        if inside.count(closing) > inside.count(opening):
            left += inside.rindex(closing) + 1 if inside.index(closing) < 1 else 0
            back = folded.rfind(opening, max(0, left - 20), left)
            left = back if back >= 0 else left
        elif inside.count(opening) > inside.count(closing):
            left += inside.rindex(opening) + 1
    return left
