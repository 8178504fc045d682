"""Dates that are words: 昨天, 去年9月1日, 上周三, 近日, 年底, “十四五”, 腊月廿三, 国庆假期."""

from __future__ import annotations

import re

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts import dates_patterns as patterns
from yrd_cli.summarize.facts.calendar_festivals import FESTIVALS
from yrd_cli.summarize.facts.calendar_lunar import EVE
from yrd_cli.summarize.facts.dates_expressions import (
    SOME_YEARS,
    DateSpan,
    Lately,
    Point,
    Shift,
    Weekday,
    Years,
)  # fmt: skip
from yrd_cli.summarize.facts.dates_numeral import Match, point_at
from yrd_cli.summarize.facts.dates_patterns import small
from yrd_cli.summarize.facts.numerals import DIGITS

_DAYS = {
    "今天": 0, "今日": 0, "今晚": 0, "今早": 0, "今晨": 0, "今夜": 0, "昨天": -1, "昨日": -1,
    "昨晚": -1, "昨夜": -1,
    "昨晨": -1, "前天": -2, "前晚": -2, "大前天": -3, "明天": 1, "明日": 1, "明晚": 1, "明早": 1,
    "后天": 2,
}  # fmt: skip
_MONTHS = {"本": 0, "上": -1, "下": 1, "当": 0, "这": 0}
_WEEKDAYS = {day: i for i, day in enumerate("一二三四五六")} | {"日": 6, "天": 6}
_DAY_WORD = (
    "今[天日晚早晨夜](?!子|俄罗斯|头条|说法|美国》)|昨[天日晚夜晨]|大前天|前天(?!性)|(?<![之以目])前晚"
    "|(?<![证说表声光聪文清黎注标写查])明[天日晚早](?!白)|(?<![先之此今以落])后天(?!努力|培养"
    "|形成|性)"
)
_FESTIVAL = "|".join(
    name for name in FESTIVALS if name not in ("十一", "大年", "五一", "六一", "七夕")
)
WORDS = compiled(
    rf"(?P<relative>{'|'.join(patterns.RELATIVE_YEARS)})"
    r"|(?P<era>中华民国|民国|平成|令和|昭和)"
    rf"|(?P<day>{_DAY_WORD})"
    r"|(?P<lately>(?<![目最附将])近(?:日|来|期)(?!点|视|开|访|宾|待)"
    r"|(?P<years_lately>(?<![附最将])近(?:些年|几年|年)来?(?![纪级轻龄]))"
    r"|(?<![今昨明以之目往])日前(?!往|后)"
    r"|(?<![\d一二两三四五六七八九十百几数工然当易即今明昨])日内(?!瓦)|不久前|前不久|连日来"
    r"|最近(?!的|距|一次))"
    r"|(?P<week>(?<![以之])(?:上上|下下|[上本下这])个?(?:周(?!年|岁|期|边|全|密|转|末旬)|星期"
    r"|礼拜)(?P<weekday>[一二三四五六日天](?!个))?(?P<weekend>末)?)"
    r"|(?P<bare_week>(?<![每上下本以这至到逢])(?:周(?=[一二三四五六日](?![年家月岁百千万两个]))"
    r"|星期|礼拜)(?P<bare_weekday>[一二三四五六日天])(?!至|到|-|—|、|班))"
    rf"|(?P<month>(?<![以之晚早马本地])(?:上上|[本上下当这])个?月(?!球|亮|薪|供|票|饼|均|租|嫂|牙"
    rf"|湖|桂|坛|圆|光)(?P<month_day>(?:\d{{1,2}}"
    rf"|[二三]?十?[{''.join(DIGITS)}]?)[日号])?(?P<month_part>上旬|中旬|下旬|[初底末])?)"
    r"|(?P<season>(?<![以之])[本上下]个?季度)"
    r"|(?P<half>(?<!\d)(?<!年)[上下]半年)"
    r"|(?P<first>前(?=[\d一二两三四五六七八九十]))"
    r"|(?P<part>(?<![年今去明前后本来0-9近全每同当新历往常成青少中晚学老百千半多])年[初底末](?![中"
    r"级])|岁末|年内(?!容)|(?<![0-9])月[初底末](?!一|二))"
    r"|(?P<plan>[“‘「\"]?十[一二三四五六]?[·]?五[”’」\"]?(?=期|时|末|初|规划|以来|开局|收官|中期"
    r"|[”’」\"])|十[一二三四]五(?![十百千万亿零])|[“‘「\"][六七八九][·]?五[”’」\"])"
    rf"|(?P<lunar>(?:农历|阴历|夏历|[正腊冬十一二三四五六七八九](?=月[初廿])|[正腊](?=月[十二三])))"
    r"|(?P<great>大年(?=[初三]))"
    rf"|(?P<festival>(?:{_FESTIVAL}|五一(?=节|假|长|期|小长|黄金|劳动节|[”’」])|六一(?=节|儿童)"
    rf"|七夕(?=节|当|期|前|后|，|将)|十一(?=假期|长假|黄金周|国庆))(?:国际劳动节|节(?!目|奏|约"
    rf"|能))?[”’」]?(?P<holiday>假期|长假|小长假|黄金周|假日)?)"
    r"|(?P<century>(?:上个?|本)世纪(?P<decade>[1-9]0"
    r"|[一二三四五六七八九]十)?(?:[至到—-](?P<decade2>[1-9]0"
    r"|[二三四五六七八九]十)(?=年代))?(?P<years>年代)?(?P<century_part>初|末|中叶)?)"
)
_NO_FESTIVAL = compiled(
    # 邓清明 and 李国庆 are persons.
    "(?<=[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗邓梁谢宋唐许韩冯曹彭曾])(?:清明|国庆|元旦|中秋)(?!节|假)|"
    "(?:青年|儿童|妇女|劳动|教师|情人|植树|记者|护士)节[目奏约能]|(?<=[国军朗斯兰度拉亚军])建军节"
    "|清明(?!节|假|小长|期|前|后|时|祭|扫|踏|将|临|、|，|到|上河图的)"
    "|国庆(?![节假长期黄前后、，“”。]|小长|当[天日晚])|元宵(?!节|佳节|、)|小年(?!夜|当|这|，|前"
    "|后)|重阳(?!节|登|敬|、)|十一(?!黄|假|长|国)|端午(?!节|假|小长|期|前|后|龙|安|、|，|将|当|临"
    "|到)|中秋(?!节|假|期|前|后|国|、|，|佳|团|月|晚|小长|将|当|夜|和|临|之)|圣诞(?!节|夜|假|前"
    "|后|期|树|、|，)|除夕(?!夜|当|、|，|前|之|这|晚|至|到|是|假|，)|春节"
)


def word_at(folded: str, start: int) -> Match | None:
    """The date whose first word begins at a place; None where none does."""
    found = WORDS.match(folded, start)
    if found is None:
        return None
    kind = _kind(found)
    if kind in ("relative", "era"):
        return point_at(folded, start)
    read = _READERS[kind](folded, found)
    # A reader that looks beyond the word gives the whole match.
    return (start, found.end(), read) if isinstance(read, DateSpan) else read


def _kind(found: re.Match[str]) -> str:
    return next(name for name in _READERS_AND_YEARS if found[name] is not None)


def _day(folded: str, found: re.Match[str]) -> DateSpan:
    return DateSpan(Shift("day", _DAYS[found["day"]]))


def _lately(folded: str, found: re.Match[str]) -> DateSpan:
    return DateSpan(Lately(SOME_YEARS if found["years_lately"] else 0), None, "近")


def _week(folded: str, found: re.Match[str]) -> DateSpan:
    word = found["week"]
    amount = {"上上": -2, "下下": 2}.get(word[:2], {"上": -1, "下": 1}.get(word[0], 0))
    weekday = _WEEKDAYS.get(found["weekday"] or "")
    part = "末" if found["weekend"] else None
    return DateSpan(Shift("week", amount, weekday, part))


def _bare_week(folded: str, found: re.Match[str]) -> DateSpan:
    return DateSpan(Weekday(_WEEKDAYS[found["bare_weekday"]]))


def _month(folded: str, found: re.Match[str]) -> DateSpan | None:
    word = found["month"]
    shift = -2 if word.startswith("上上") else _MONTHS[word[0]]
    numeral = (found["month_day"] or "")[:-1]
    day = small(numeral) if numeral else None
    if found["month_day"] and day is None:
        return None
    point = Point(month_shift=shift, day=day, part=found["month_part"], to_anchor=word[0] == "当")
    return DateSpan(point)


def _season(folded: str, found: re.Match[str]) -> DateSpan:
    return DateSpan(Shift("quarter", _MONTHS[found["season"][0]]))


def _half(folded: str, found: re.Match[str]) -> DateSpan:
    return DateSpan(Point(part=found["half"]))


def _first(folded: str, found: re.Match[str]) -> Match | None:
    """前10个月, 前三季度: from the year's beginning."""
    start, end = found.span()
    if quarters := patterns.FIRST_QUARTERS.match(folded, end):
        point = Point(part="前" + quarters["quarters"] + "季度")
        return start, quarters.end(), DateSpan(point)
    months = patterns.FIRST_MONTHS.match(folded, end)
    number = small(months["months"]) if months else None
    if months is None or number is None or not 2 <= number <= 11:
        return None
    return start, months.end(), DateSpan(Point(month=1), Point(month=number))


def _part(folded: str, found: re.Match[str]) -> DateSpan:
    word = found["part"]
    if word[0] == "月":
        return DateSpan(Point(month_shift=0, part=word[1]))
    return DateSpan(Point(part="年底" if word == "岁末" else word))


def _plan(folded: str, found: re.Match[str]) -> Match | None:
    plan = patterns.PLAN.match(folded, found.start())
    number = small(plan["number"]) if plan else None
    if plan is None or number is None or not 6 <= number <= 16:
        return None
    first = 1951 + 5 * number
    part = plan["part"] or ""
    start, end = found.start(), plan.end()
    quoted = folded[start] in patterns.PLAN_QUOTES
    if quoted and plan["part"] is None:
        # The quotation marks alone belong to the sentence.
        start, end = start + 1, end - (folded[end - 1] in '”’」"')
    elif not quoted and folded[end - 1] in '”’」"':
        end -= 1
    if part.startswith("末") or part == "收官之年":
        return start, end, DateSpan(Years(first + 4, first + 4), None, "末")
    if part.startswith(("初", "开")):
        return start, end, DateSpan(Years(first, first), None, "初")
    return start, end, DateSpan(Years(first, first + 4), None, "以来" if part == "以来" else None)


def _lunar(folded: str, found: re.Match[str]) -> Match | None:
    start = found.start()
    lunar = patterns.LUNAR.match(folded, start)
    if lunar is None:
        return None
    month = {"正": 1, "冬": 11, "腊": 12}.get(lunar["month"]) or small(lunar["month"])
    day = small(lunar["day"].lstrip("初"))
    if month is None or day is None:
        return None
    return start, lunar.end(), DateSpan(Point(lunar=(month, day)))


def _great(folded: str, found: re.Match[str]) -> Match | None:
    great = patterns.GREAT_YEAR.match(folded, found.start())
    day = small(great["day"].lstrip("初")) if great else None
    if great is None or day is None:
        return None
    return found.start(), great.end(), DateSpan(Point(lunar=(1, EVE if day == 30 else day)))


def _festival(folded: str, found: re.Match[str]) -> DateSpan | Match | None:
    name = next(name for name in FESTIVALS if found["festival"].startswith(name))
    doubtful = _NO_FESTIVAL.match(folded, found.start())
    if doubtful and doubtful[0] != "春节":
        return None
    span = DateSpan(Point(festival=name, part=found["holiday"]))
    # The closing quotation mark of “双十一” belongs to the sentence.
    closed = folded[found.end() - 1] in "”’」"
    return (found.start(), found.end() - 1, span) if closed else span


def _century(folded: str, found: re.Match[str]) -> DateSpan | None:
    base = 1900 if found["century"][0] == "上" else 2000
    if bool(found["decade"]) != bool(found["years"]):
        return None
    if found["decade"]:
        first = base + (small(found["decade"]) or 0)
        last = base + (small(found["decade2"]) or 0) if found["decade2"] else first
        return DateSpan(Years(first, last + 9, "decade"))
    return DateSpan(Years(base + 1, base + 100, "century"), None, found["century_part"])


_READERS = {
    "day": _day, "lately": _lately, "week": _week, "bare_week": _bare_week, "month": _month,
    "season": _season,
    "half": _half, "first": _first, "part": _part, "plan": _plan, "lunar": _lunar, "great": _great,
    "festival": _festival, "century": _century,
}  # fmt: skip
_READERS_AND_YEARS = ("relative", "era", *_READERS)
