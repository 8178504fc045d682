"""Sums of money: small change after 元, and sums without a currency where the context is money."""

from __future__ import annotations

from yrd_cli.patterns import compiled
from yrd_cli.summarize.facts.model import Finding
from yrd_cli.summarize.facts.numerals import CN_DIGIT, Number, plain, product, read_numeral
from yrd_cli.summarize.facts.quantities_units import Unit

_CHANGE = compiled(rf"([\d{CN_DIGIT}])[角毛](?:([\d{CN_DIGIT}])分)?(?!洲|形|色|度|之)")

_CONTEXT = compiled(
    "(?:零售额|投资|融资|筹资|集资|募资|出资|斥资|耗资|注资|增资|合资|资金|资本|资产|产值|收入"
    "|营收|利润|净利|盈利|亏损|税收|税额"
    "|纳税|退税|减税|降费|税费|金额|总额|差额|限额|额度|贷款|借款|存款|余额|债务|债券|负债|欠款"
    "|罚款|货款|房款|捐款|拨款|善款|赔款"
    "|销售额|成交额|交易额|营业额|进出口额|出口额|进口额|贸易额|消费额|合同额|进出口|生产总值"
    "|总产值|增加值|市值|估值|价值|总值|货值|GDP"
    "|财政|支出|预算|补贴|补助|奖金|奖励|薪水|工资|年薪|月薪|保费|票房|成交|价格|售价|总价|造价"
    "|成本|费用|经费|赔偿|赔付|理赔"
    "|缴存|结余|注册资金|担保|授信|基金|营业收入|经济效益|损失|涉案|诈骗|被骗|贪污|受贿|行贿|挪用"
    "|存入|取出|转账|汇款|充值)"
    "(?:额|总额|规模|总量|合计|累计|共计|总计|已|再|约|近|超|超过|突破|达|达到|高达|多达|逾|为|了"
    "|过|共|仅|不足|不到|有|是|从|由|的|增至|增加到|下降到|降至"
    "|将|至|到|:|：|,|，| |接近|将近|大约|实现|完成|同比|增长|增加|新增|减少|下降|净){0,5}$"
)
_CONTEXT_REACH = 18
_MAGNITUDE = compiled("[万亿](?:[多余])?$")
_UNCOUNTED = compiled(
    r"(?:[，。、；：！？,.;:!?)）”」\s]|$|的|和|及|与|以上|以下|左右|之|，|用于|同比|增长|以内|中"
    r"|是|为|在|打|建|购买)"
)


def with_small_change(folded: str, number: Number, unit: Unit, end: int) -> tuple[Number, int]:
    """3元5角2分: the sum with its small change, and where it ends."""
    found = _CHANGE.match(folded, end) if unit.word in ("元", "圆") else None
    if found is None or not number.exact:
        return number, end
    tenths = read_numeral(found[1])
    hundredths = read_numeral(found[2]) if found[2] else None
    cents = 10 * int(tenths.minimum if tenths else 0)
    cents += int(hundredths.minimum if hundredths else 0)
    whole = product(number.minimum, 100)
    if not isinstance(whole, int):
        return number, end
    total = plain(whole + cents, 2)
    return Number(total, total, number.modifier), found.end()


def money_in_context(folded: str, start: int, end: int, number: Number) -> Finding | None:
    """A bare number in 万 or 亿 where the words before it speak of money: 总投资2192亿.

    >>> text = "总投资达2192亿，惠及13万"
    >>> money_in_context(text, 4, 9, Number(219200000000, 219200000000)).value
    219200000000
    """
    if not _MAGNITUDE.search(folded, start, end) or not _UNCOUNTED.match(folded, end):
        return None
    if not _CONTEXT.search(folded[max(0, start - _CONTEXT_REACH) : start]):
        return None
    details = {"currency": "CNY", "currency_inferred": True}
    return Finding("money", start, end, number.value(), "CNY", number.modifier, 0.8, details)
