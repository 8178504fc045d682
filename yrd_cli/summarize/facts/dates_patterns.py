"""How dates are written in Chinese: patterns over the folded text, and what they say."""

from __future__ import annotations

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.calendar_festivals import FESTIVALS
from yrd_cli.summarize.facts.numerals import CN_DIGIT, read_numeral, spelled_digits

TO = r" ?(?:[-–~～至到]|—{1,2}) ?"
_CN_YEAR = f"[一二][{CN_DIGIT}]{{3}}"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_ANY_MONTH = r"(?:\d{1,2}|十[一二三四五六七八九]?|[一二三四五六七八九])"
_DAY = r"(?:\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]|廿[一二三四五六七八九]?|卅)"
_QUARTER = "[一二三四1-4]"
RELATIVE_YEARS = {
    "今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "大前年": -3, "明年": 1, "来年": 1,
    "后年": 2,
    "当年": 0, "同年": 0, "次年": 1, "翌年": 1,
}  # fmt: skip
ANCHORED_YEARS = frozenset(["当年", "同年", "次年", "翌年", "上年"])
_RELATIVE_YEAR = (
    "(?:今年(?!轻)|大前年|(?<![过失除])去年|(?<![之以目年月天])前年"
    "|(?<![证说表声光聪文清注标写查])明年(?!明|间)|(?<![之以今然此])后年"
    "|(?<![基根日])本年(?!级|轮)|(?<![以晚早])上年(?!纪|龄|会|级)|(?<![以从将未往近])来年(?!轻)"
    "|(?<![正恰适相])当年|(?<![不相])同年(?!级|龄)"
    "|(?<![一二两三四五六七八九十几多每首再此依其层频档初届名])次年(?!报|会|检|审|度报)|翌年)"
)
ERAS = {"民国": 1911, "中华民国": 1911, "平成": 1988, "令和": 2018, "昭和": 1925}
_PARTS = (
    rf"年?(?:上半年|下半年|前{_QUARTER}个?季度|第?{_QUARTER}季度"
    rf"|第?{_QUARTER}季(?=[的，。、末初底])|[春夏秋冬](?:季|天|(?=[，。、]))"
    r"|年?[底末初终](?![中级始])|年中(?!国)|中期|内(?![蒙部容地外需河])|全年|暑假|寒假)"
)
_DAY_PARTS = "上旬|中旬|下旬|[初底末](?!级|步|期)|上半月|下半月"
_FESTIVAL = "|".join(FESTIVALS)

POINT = compiled(
    rf"(?:(?:(?P<year>(?<!\d)[12]\d{{3}}(?= ?年)|{_CN_YEAR}(?=年)) ?年|(?P<short>[‘’']?\d{{2,3}}"
    rf"|[{CN_DIGIT}十百]{{1,6}})年(?={_ANY_MONTH}月)"
    rf"|(?P<relative>{_RELATIVE_YEAR})(?:的(?=\d))?"
    rf"|(?P<era>中华民国|民国|平成|令和|昭和) ?(?P<era_year>元|\d{{1,3}}|[{CN_DIGIT}十百]{{1,5}}) "
    rf"?年)"
    r"(?![级代制龄轻产])(?:度(?![假过]))?)"
    rf"(?: ?(?:(?P<month>{_ANY_MONTH})(?:{TO}(?P<month2>{_MONTH}))? ?月(?!球|亮|薪|供|票|饼|均|租"
    rf"|嫂|牙|湖|桂|坛|圆|光|明)份?"
    rf"(?: ?(?P<day>{_DAY})(?:{TO}(?P<day2>{_DAY}))? ?[日号](?!线|楼|院|文|令|机|店|馆|公告)"
    rf"|(?P<day_part>{_DAY_PARTS}))?"
    rf"|前(?P<first_months>\d{{1,2}}|[{CN_DIGIT}十]{{1,2}})个月|(?P<part>{_PARTS})"
    rf"|(?:的|农历|阴历)?(?P<festival>{_FESTIVAL})(?:节)?(?P<holiday>假期|长假|小长假|黄金周|假日"
    rf"|期间)?))?"
)
BARE_MONTH = compiled(
    rf"(?P<month>{_ANY_MONTH})(?:{TO}(?P<month2>{_MONTH}))? ?月(?!球|亮|薪|供|票|饼|均|租|嫂|牙"
    rf"|湖|桂|坛|圆|光|明|子|色|内|后(?!半)|前(?!后))份?"
    rf"(?: ?(?P<day>{_DAY})(?:{TO}(?P<day2>{_DAY}))? ?[日号](?!线|楼|院|文|令|机|店|馆|公告)"
    rf"|(?P<day_part>{_DAY_PARTS}))?"
)
YEARS = compiled(
    rf"(?P<first>[12]\d{{3}}|{_CN_YEAR})(?: ?年(?:度)?)?{TO}(?P<last>[12]\d{{3}}|{_CN_YEAR})"
    r"(?: ?年(?!\d|[一二三四五六七八九十]月)(?:度|间)?|(?=[)）》」]|学年|年度))"
)
ISO = compiled(
    r"(?P<year>[12]\d{3})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d.\-/])"
    r"(?:[T ]{1,2}(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?:\.\d{1,6"
    r"})?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
ISO_MONTH = compiled(r"(?P<year>(?:19|20)\d{2})[-/.](?P<month>0[1-9]|1[0-2])(?![\d.\-/%]|[万亿元])")
BARE_DAY = compiled(
    rf"(?P<day>\d{{1,2}})(?:{TO}(?P<day2>\d{{1,2}}))?日(?!元|本|报(?!道|告)|内|以|之(?![前后])|游"
    rf"|间|均|产|期|照|历|行|夜|活|线|程|租|薪|前(?!往|夕)|后|龄|常|圆|龙|式|化|晒|耳|志|耗|供"
    rf"|处理)"
)
DECADE = compiled(
    rf"(?:(?P<century>\d{{1,2}}|[{CN_DIGIT}十]{{1,3}})世纪)?(?P<decade>[1-9]0"
    rf"|[二三四五六七八九]十)(?:{TO}(?P<decade2>[1-9]0|[二三四五六七八九]十))?年代(?P<part>初期?"
    rf"|中期|末期?|后期|前期)?"
)
CENTURY = compiled(rf"(?P<century>\d{{1,2}}|[{CN_DIGIT}十]{{1,3}})世纪(?P<part>初|中叶|末)?")
PLAN = compiled(
    r"[“‘「\"]?(?P<number>十[一二三四五六]?|[一二三四五六七八九])[·]?五[”’」\"]?(?P<part>期间"
    r"|时期|规划期|末期|末|初期|初|以来|开局之年|收官之年|中期)?"
)
PLAN_QUOTES = frozenset('“‘「"')
AGO = compiled(
    r"(?P<unit>个?多?年|个多?月|个?星期|个礼拜|周(?!岁|年)|天)(?:多|半)?(?P<way>之?前(?!往|列|景"
    r"|沿|进|夕|来|线|三|五)|以前|之?后(?!的?今天$|半|期|续|备|台|勤|方|代)|以后|间(?!接|隔|的)"
    r"|里?以来$)"
)
QUARTER = compiled(r"(?P<quarter>[一二三四1-4])季度(?P<part>末|初)?")
FIRST_MONTHS = compiled(rf"(?P<months>\d{{1,2}}|[{CN_DIGIT}十]{{1,2}})(?:个月|月(?!\d|份?[底初]))")
FIRST_QUARTERS = compiled(r"(?P<quarters>[二两三四2-4])个?季度")
LUNAR = compiled(
    r"(?:(?:农历|阴历|夏历)(?P<year_name>[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)?)?(?P"
    r"<month>正|腊|冬|十[一二]?|[一二三四五六七八九])月"
    r"(?P<day>初[一二三四五六七八九十]|十[一二三四五六七八九]|廿[一二三四五六七八九]?"
    r"|二十[一二三四五六七八九]?|三十|十五)(?!日|号|年|个)"
)
GREAT_YEAR = compiled("大年(?P<day>初[一二三四五六七八九十]|三十)(?!年)")
AFTER = compiled(
    " ?(?:以来|之前|以前|之后|以后|前后|(?<![年月日天周号旬底初末])起$|起(?!来|步|草|诉|义|点|源"
    "|飞|重|伏|码)|前(?!往|列|景|沿|进|夕|三|两|二|四|五|\\d|来|线|后|段|台|提|端|方|期|任|身|锋"
    "|海)"
    "|后(?!半|期|续|备|台|勤|方|代|来|台|者|面|期|卫|裔|果|门|天|年)|底前|期间|左右|许)"
)


def small(numeral: str) -> int | None:
    """A month, day or the like, in digits or Chinese numerals.

    >>> small("12"), small("十二"), small("廿三")
    (12, 12, 23)
    """
    number = read_numeral(numeral)
    if number is None or not number.exact or not isinstance(number.minimum, int):
        return None
    return number.minimum


def year_of(numeral: str) -> int | None:
    """A year, in digits or spelled digit by digit."""
    return spelled_digits(numeral)
