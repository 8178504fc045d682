"""How long: 3年, 两个半月, 三天两夜, 半小时; and what only looks like it."""

from __future__ import annotations

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.model import Finding
from yrd_cli.summarize.facts.numerals import CN_DIGIT, Number, plain, product, read_numeral
from yrd_cli.summarize.facts.quantities_units import Unit

_NOT_AFTER_YEARS = compiled("[级代轻龄货度底初末中份假夜会报画味饭糕华景薪均产检]|制(?!的)")
_NOT_AFTER_DAYS = compiled("[下上空地线然气堂才津河池津真桥生花鹅台山赋桥]")
_DAYS_OF_LAW = compiled(
    "[内前后]|以内|之内|以上|以下|之前|之后|以前|以后|[，。、的]|拘留|为限|期满"
)
"""After N日 these say how long (十五日内), where 15日 by itself is a day of the month."""
_NOT_AFTER_WEEKS = compiled("[岁边围末刊长报口转折年恩到密游旋]")
_NOT_AFTER_SECONDS = compiled("[杀懂拍表]")
_AFTER = compiled(
    "左右|以上|以下|以内|之内|之久|有余|内|多(?![少种次])|余(?![下额])|来(?![自到宾])|间(?!接|隔)"
    "|里(?!程|面|的)"
)
_HALF = compiled("半(?![夜途岛径数路山])")
_NIGHTS = compiled(rf"(?:\d{{1,2}}|[{CN_DIGIT}十]{{1,3}})[夜晚]")
_AND_MORE = compiled(
    rf"零?(?P<more>\d{{1,2}}|[{CN_DIGIT}十]{{1,3}})(?:个(?P<month>月)|(?P<minute>分)(?:钟"
    rf"|(?![之数]))|(?P<second>秒))"
)
_SMALLER = {"year": ("month", 12), "hour": ("minute", 60), "minute": ("second", 60)}
_OF_ONE = compiled("来|内|多|半|以|间|左右|之内|后|前")
_BEFORE_ONE = compiled(
    "(?:为期|历时|长达|时隔|历经|不到|近|过去|满|未来|最近|用|约|超过|不足|至少|持续|用时|耗时|超"
    "|逾|这|整整)$"
)
_ONE_ALLOWED = frozenset(["month", "quarter", "hour", "minute", "century", "week"])
_RECENT = compiled("(?:过去|未来|最近|今后|此后|近|连续|为期|历时)(?:的)?$")


def duration_of(
    folded: str, start: int, at: int, number: Number, unit: Unit, before: str | None
) -> Finding | None:
    """The duration of a number and a unit of time at ``at``; None where it is another word."""
    end = at + len(unit.word)
    if not _is_span_of_time(folded, start, at, end, number, unit):
        return None
    modifier = number.modifier or before
    if unit.word == "个多月":
        modifier = modifier or "多"
    half = _HALF.match(folded, end)
    # 一年半, 三天半; 两个半月 has its half before the unit and is found by `half_at`.
    if half and number.exact and unit.unit in ("year", "day", "month", "week", "hour"):
        more = plain(5, 1)
        total = _sum(number.minimum, more)
        number, end = Number(total, total), half.end()
    kind = unit.unit
    if not half and (sum_of_both := _with_smaller(folded, end, number, kind)):
        number, kind, end = sum_of_both
    if unit.unit == "day" and (nights := _NIGHTS.match(folded, end)):
        end = nights.end()
    if after := _AFTER.match(folded, end):
        word = after[0]
        end = after.end()
        modifier = modifier or (word if word not in ("间", "里", "来", "之久") else None)
    if recent := _RECENT.search(folded[max(0, start - 4) : start]):
        modifier = recent[0].removesuffix("的")
    return Finding("duration", start, end, number.value(), kind, modifier)


def _with_smaller(
    folded: str, end: int, number: Number, kind: str
) -> tuple[Number, str, int] | None:
    """10小时30分, 3年零6个月: the sum in the smaller unit, and where it ends."""
    found = _AND_MORE.match(folded, end) if kind in _SMALLER and number.exact else None
    if found is None or not isinstance(number.minimum, int):
        return None
    smaller, factor = _SMALLER[kind]
    more = read_numeral(found["more"])
    if found[smaller] is None or more is None or not isinstance(more.minimum, int):
        return None
    total = number.minimum * factor + more.minimum
    return Number(total, total, number.modifier), smaller, found.end()


def _sum(number: int | float | object, half: object) -> int | float:
    total = product(number, 10)  # type: ignore[arg-type]
    return plain(int(total) + 5, 1)  # type: ignore[return-value]


def _is_span_of_time(
    folded: str, start: int, at: int, end: int, number: Number, unit: Unit
) -> bool:
    follows = folded[end : end + 1]
    numeral = folded[start:at]
    if unit.word == "年" and (_NOT_AFTER_YEARS.match(follows) or _is_a_year(numeral)):
        return False
    if unit.word == "月":
        return numeral in ("俩", "仨")
    if unit.word == "日" and not _DAYS_OF_LAW.match(folded, end):
        return False
    if unit.word == "天" and _NOT_AFTER_DAYS.match(follows):
        return False
    if unit.word == "周" and _NOT_AFTER_WEEKS.match(follows):
        return False
    if unit.word == "秒" and _NOT_AFTER_SECONDS.match(follows):
        return False
    if unit.word == "载" and number.minimum not in (*range(2, 100), 100, 1000):
        return False
    if number.minimum == 1 and number.exact and unit.unit not in _ONE_ALLOWED:
        return bool(
            numeral != "一"
            or _OF_ONE.match(folded, end)
            or _BEFORE_ONE.search(folded[max(0, start - 4) : start])
        )
    return True


def _is_a_year(numeral: str) -> bool:
    """98年, 08年 and 零八年 are years; 二〇二〇 was read as one before."""
    return numeral[0] in "0零〇" and len(numeral) == 2


_MINUTES = compiled(
    rf"分(?:钟)?零?(?P<seconds>\d{{1,2}}(?:\.\d+)?"
    rf"|[{CN_DIGIT}十]{{1,3}})秒(?:(?P<hundredths>\d{{2}})(?!\d))?"
)


def minutes_at(folded: str, start: int, end: int) -> Finding | None:
    """3分29秒: a time taken, in seconds; after 度 it is an angle.

    >>> minutes_at("3分29秒", 0, 1).value
    209
    """
    found = _MINUTES.match(folded, end)
    minutes = read_numeral(folded[start:end]) if found else None
    if found is None or minutes is None or folded[start - 1 : start] in ("度", "°", "零"):
        return None
    seconds = read_numeral(found["seconds"])
    if seconds is None or not isinstance(minutes.minimum, int) or not seconds.exact:
        return None
    hundredths = int(found["hundredths"] or 0)
    total = minutes.minimum * 6000 + hundredths
    more = product(seconds.minimum, 100)
    value = plain(total + int(more), 2)
    return Finding("duration", start, found.end(), value, "second")


_HALVES = {
    "年": "year", "个月": "month", "个多月": "month", "天": "day", "小时": "hour", "个小时": "hour",
    "个世纪": "century", "分钟": "minute", "个学期": "term",
}  # fmt: skip
_HALF_UNIT = compiled(
    "半(个世纪|个多月|个月|个小时|小时|分钟|年(?!报|度|会|检|刊|多来)|天)(多)?(?:[来内间]|以内"
    "|以上|左右)?"
)
_AND_HALF = compiled("个半(月|小时|世纪|钟头|星期|学期|多月)")
_AND_HALVES = {"月": "month", "小时": "hour", "世纪": "century", "钟头": "hour", "星期": "week"}
_FEW_UNIT = compiled(
    "([几数])(个月|个小时|小时|分钟|秒钟|年(?!级|代)|天(?!下)|周(?!岁)|个星期|十年|百年|千年"
    "|载)[来间内]?"
)
_FEW = {
    "个月": "month", "个小时": "hour", "小时": "hour", "分钟": "minute", "秒钟": "second",
    "年": "year",
    "天": "day", "周": "week", "个星期": "week", "载": "year", "十年": "year", "百年": "year",
    "千年": "year",
}  # fmt: skip
_TENFOLD = {"十年": 10, "百年": 100, "千年": 1000}


def half_at(folded: str, start: int) -> Finding | None:
    """半年, 半个月, 半小时.

    >>> half_at("半个多月", 0).value, half_at("半年报", 0)
    (0.5, None)
    """
    found = _HALF_UNIT.match(folded, start)
    if found is None or folded[start - 1 : start] in ("上", "下", "一", "前", "后", "大", "个"):
        return None
    modifier = "多" if "多" in found[0] else None
    return Finding("duration", start, found.end(), 0.5, _HALVES[found[1]], modifier)


def and_half_at(folded: str, start: int, end: int, number: Number) -> Finding | None:
    """两个半月, 一个半小时: the numeral is ``folded[start:end]``."""
    found = _AND_HALF.match(folded, end)
    if found is None or not number.exact or found[1] not in _AND_HALVES:
        return None
    value = _sum(number.minimum, 0)
    return Finding("duration", start, found.end(), value, _AND_HALVES[found[1]])


def few_at(folded: str, start: int) -> Finding | None:
    """几分钟, 数年: a vague duration.

    >>> few_at("数十年", 0).value
    {'minimum': 20, 'maximum': 90}
    """
    found = _FEW_UNIT.match(folded, start)
    if found is None or folded[start - 1 : start] in ("第", "十", "好"):
        return None
    tenfold = _TENFOLD.get(found[2], 1)
    value = {"minimum": 2 * tenfold, "maximum": 9 * tenfold}
    return Finding("duration", start, found.end(), value, _FEW[found[2]], found[1], 0.6)
