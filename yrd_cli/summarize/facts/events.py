"""Meetings, fairs, contests and ceremonies, and the prizes that somebody was given."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.model import Fact
from yrd_cli.summarize.facts.noun_phrases import phrase_start
from yrd_cli.summarize.facts.organizations import Organization
from yrd_cli.summarize.facts.places import Listed

_HEAD = compiled(
    r"(?:办公|全体|工作|常务|专题|联席|扩大|协调|动员|部署|推进|表彰|现场|视频|电视电话"
    r"|领导小组)?会议(?![员室厅中心纪精指强要认听审研决通由还对期间])"
    r"|(?:新闻)?(?:发布|通气|座谈|研讨|论证|听证|推介|招聘|洽谈|对接|交流|恳谈|茶话|启动|动员"
    r"|推进|表彰|报告|展销|博览|展览|音乐|演唱|运动|交易|见面|说明|故事|读书|庆祝|纪念|追悼"
    r"|订货|展示|分享|晚|拍卖|恳谈|年|茶话)会(?![议员场馆长展见客心])"
    r"|代表大会(?!常|堂)|(?<![向在为对给由代人])大会(?![堂上主议期召常])|峰会|论坛(?!报)"
    r"|(?:开幕|闭幕|启动|签约|揭牌|颁奖|授牌|奠基|开工|通车|升旗|欢迎|捐赠|就职|入列|交接"
    r"|首发|开学|毕业|颁证|阅兵)仪式"
    r"|[开闭]幕式|(?:选拔|挑战|邀请|锦标|公开|联|争霸|对抗|友谊|排位|接力|马拉松|资格|预选"
    r"|淘汰|决|半决)赛(?![区场事道车手])|(?<![重巨])大赛|世界杯|锦标赛|冠军杯|奥运会|亚运会"
    r"|冬奥会|全运会|世博会|进博会|广交会|服贸会|消博会|世界大会"
    r"|(?:艺术|文化|电影|音乐|旅游|美食|购物|啤酒|读书|科技|体育|灯会|丰收|樱花|桃花|牡丹"
    r"|泼水|服装)节(?![目日假约点])|(?:合作|交流|宣传|主题|系列|公益|纪念|庆祝|推介|研学"
    r"|志愿服务|文化|招商)活动(?=[、，。”]|在|于|$)"
    r"|联合(?:军事)?演[习练]|军事演习|(?:党政代表团|高层)互访|(?:双边|首脑|外长|领导人)(?:第[一二三四五六七八九十\d]{1,4}次)?(?:非正式)?会[谈晤]"
)
_LAST = compiled(
    # What follows stands in lookbehinds: with one class at its head, `re` has a fast search.
    "[会赛节坛杯谈大仪幕演活互](?:(?<=[会赛节坛杯谈])议?|(?<=大)会|(?<=[仪幕])式|(?<=演)[习练]"
    "|(?<=活)动|(?<=互)访)"
)
MIN_QUALIFIER = 2
"""会议 and 大会 alone, or with one character before them, name no event."""
_PLAIN = compiled(
    r"^(?:(?:[\d一二两三四五六七八九十]+[场个次项届]|设置|设立|分|本次|此次|这次|该|各|大|小|全体|有关|相关|重要|一系列|多[场次]|每[次年]|定期"
    r"|专题|工作|办公|联席|部署|动员|推进|协调|主题|系列|宣传|交流|合作|上述|首[次届]"
    r"|第[一二三四五六七八九十\d]+[次届]|年度?|一年一度|大型|小型|国际|国内|全国|新闻|现场"
    r"|例行|高规格|高水平|集中|招商|文化|志愿服务|公益|纪念|庆祝|研学|推介|国家|重大|体育))*$"
)
_DATE = compiled(
    r"(?:(?:19|20)\d{2}年|今年|去年|明年|前年)?(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬"
    r"|[初底末])?)|(?:19|20)\d{2}年|昨天|今天|昨日|今日|近日|日前|明天|明日|上周|本周"
)
_HELD_AT = compiled(
    r"在(?P<place>[\u4e00-\u9fff（）()\d]{2,14}?)(?:主持|隆重|顺利|成功|圆满|正式|联合)?(?:举行"
    r"|举办|召开|开幕|闭幕|拉开|启幕)"
)
_MEDIA = frozenset("社网报台")
"""What the names of those end with who only report: 新华社 in a dateline holds no meeting."""
_PLANNED = compiled("即将|将于|将在|拟于|筹备|计划")


def events(
    text: str, folded: str, bodies: Sequence[Organization], listed: Sequence[Listed]
) -> list[Fact]:
    """Events with name, date and place as the sentence states them, and who holds them.

    >>> t = "1月上旬，示范区第二次新闻通气会在上海市举行"
    >>> [(f.text, f.value["date"], f.value["place"]) for f in events(t, t, [], [])]
    [('示范区第二次新闻通气会', '1月上旬', '上海市')]
    """
    found: list[Fact] = []
    for last in _LAST.finditer(folded):
        match = _HEAD.search(
            folded, max(found[-1].end if found else 0, last.start() - 7), last.end() + 8
        )
        if not match or not match.start() <= last.start() < match.end():
            continue
        floor = found[-1].end if found else 0
        start = phrase_start(folded, match.start(), floor)
        if (
            "《" in folded[max(0, start - 1) : start]
            or folded[match.end() : match.end() + 1] == "》"
        ):
            continue
        name = folded[start : match.end()]
        qualifier = folded[start : match.start()]
        if (len(qualifier) < MIN_QUALIFIER and len(match[0]) <= 4) or _PLAIN.match(qualifier):
            continue
        left, right = _sentence(folded, start, match.end())
        value = {
            "name": name,
            "date": _date(folded, left, start, right),
            "place": _place(folded, match.end(), left, right),
            "org": next(
                (
                    o.name
                    for o in bodies
                    if left <= o.start and o.end <= start and o.name[-1] not in _MEDIA
                ),
                None,
            ),
        }
        status = "planned" if _PLANNED.search(folded, left, right) else None
        found.append(
            Fact(
                "event",
                text[start : match.end()],
                start,
                match.end(),
                value,
                details={"status": status},
                confidence=0.7,
            )
        )
    return found


_STOP = compiled(r"[。！？；\n]")
MAX_SENTENCE = 120
"""Date, place and holder of an event stand at most this many characters from its name."""


def _sentence(folded: str, start: int, end: int) -> tuple[int, int]:
    first = max(0, start - MAX_SENTENCE)
    left = max(folded.rfind(mark, first, start) for mark in "。！？；\n") + 1
    right = _STOP.search(folded, end, end + MAX_SENTENCE)
    return (
        max(left, start - MAX_SENTENCE),
        right.start() if right else min(len(folded), end + MAX_SENTENCE),
    )


def _date(folded: str, left: int, start: int, right: int) -> str | None:
    before = list(_DATE.finditer(folded, left, start))
    if before:
        return before[-1][0]
    behind = _DATE.search(folded, start, right)
    return behind[0] if behind else None


def _place(folded: str, end: int, left: int, right: int) -> str | None:
    held = _HELD_AT.search(folded, left, right)
    return held["place"] if held else None


_GIVEN = compiled(
    r"(?:入选|获评|荣获|喜获|斩获|摘得|摘取|捧得|夺得|授予|获授|被评为|评为|获颁|颁发|获得"
    r"|获(?![批悉取救释益利准胜罪刑])|荣膺|当选|跻身|授牌|拿下|赢得)(?:了|为)?"
)
_QUOTED = compiled(
    r"[“「『]([^“”「」『』\n]{3,40})[”」』](?:[一二三特]等奖|金奖|银奖|奖|称号|荣誉称号|荣誉"
    r"|奖章|奖项|光荣称号)?"
)
_PRIZE = compiled(
    r"[\u4e00-\u9fffA-Za-z0-9“”·（）]{2,34}?(?:[一二三特]等奖|金奖|银奖|铜奖|奖章|勋章"
    r"|(?<![获颁得])奖(?![项励金品牌学杯状惩牌])|金牌|银牌|铜牌|荣誉称号|称号|典型案例"
    r"|示范基地|先进集体|先进个人|劳动模范|[三红]旗手|冠军|亚军)"
)
_PRIZE_WORD = compiled(
    "奖|案例|称号|荣誉|示范|先进|十大|百强|500强|名单|模范|标兵|最美|文明|优秀|单位|品牌|冠军"
    "|金牌|勋章|基地|人物|之星|之乡|城市"
)
_JOINED = compiled(r"[、和及与，]{0,2}")


def awards(text: str, folded: str) -> list[Fact]:
    """Prizes and titles of honour that stand behind a verb of being given one.

    >>> t = "发展模式入选“年度典型案例”“安徽省十大改革案例”"
    >>> [f.value for f in awards(t, t)]
    ['年度典型案例', '安徽省十大改革案例']
    """
    found: list[Fact] = []
    for given in _GIVEN.finditer(folded):
        at = given.end()
        if found and at <= found[-1].end:
            continue
        while quoted := _QUOTED.match(folded, at):
            if not _PRIZE_WORD.search(quoted[0]):
                break
            found.append(
                Fact(
                    "award",
                    text[quoted.start(1) : quoted.end(1)],
                    *quoted.span(1),
                    quoted[1],
                    confidence=0.8,
                )
            )
            joined = _JOINED.match(folded, quoted.end())
            at = joined.end() if joined else quoted.end()
        if at == given.end():
            prize = _PRIZE.match(folded, at)
            if (
                prize
                and not re.search("[的了]?(?:多|数)?[项个次块枚][^项个次]{0,3}$", prize[0][:-2])
                and "的" not in prize[0][:2]
            ):
                found.append(
                    Fact("award", text[at : prize.end()], at, prize.end(), prize[0], confidence=0.6)
                )
    return found
