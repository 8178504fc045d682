"""Numerals, Arabic and Chinese, ordinary and formal, exact and vague: from characters to numbers.

All patterns and functions expect the fold of `fold`: Simplified, with half-width digits.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

Real = int | float | Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_FORMAL = str.maketrans("壹贰叁参肆伍陆柒捌玖拾佰仟俩仨", "一二三三四五六七八九十百千两三")
_TENS = {"廿": "二十", "卅": "三十"}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_POWERS = {"万": 10**4, "亿": 10**8, "兆": 10**12}

MAX_NUMERAL = 100
"""Characters of a numeral. A longer run of digits is an identifier or noise, and no number."""

CN_DIGIT = "零〇一二两三四五六七八九"
_CN = CN_DIGIT + "十百千万亿廿卅"
_GROUPED = r"\d{1,3}(?:[,\u00a0\u2009 ]\d{3})+(?!\d)"
ARABIC = rf"(?:{_GROUPED}|\d+)(?:\.\d+)?"
_MEGA = "兆(?![瓦赫比字帕欧焦])"
_SCALE = rf"(?:[十百千](?!分[之点]|米|克|瓦|焦|卡|伏|帕|年|斤)|万(?!分之)|亿|{_MEGA})"
NUMERAL = (
    rf"(?:{ARABIC}(?:(?: (?=[万亿][亿元人吨平名美]))?[多余几]?{_SCALE}+(?:\d+(?:\.\d+)?{_SCALE}+)*"
    rf"(?:\d{{4}}(?!\d|年)|\d(?=[元块]))?)?"
    rf"|[壹贰叁参肆伍陆柒捌玖][零壹贰叁参肆伍陆柒捌玖]{{0,3}}[拾佰仟万亿]"
    rf"[零壹贰叁参肆伍陆柒捌玖拾佰仟万亿]*"
    rf"|[俩仨](?=月|人|小时|孩|老|钟头|字|学生)"
    rf"|[几数]?[{_CN}](?:[{CN_DIGIT}十廿卅]|[百千](?!分[之点]|米|克|瓦|伏|帕|焦|卡)|万(?!分之)|亿"
    rf"|{_MEGA})*"
    rf"(?:[多余几][百千万亿]+|几)?(?:点[{CN_DIGIT}]+[万亿]*)?)"
)
"""One numeral with what multiplies it: 2,192.5亿, 三万五千, 12万5千, 二十多万, 十几, 数十亿."""


_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％－～", "0123456789.%-~")
_WIDE = compiled("[０-９％－～]")
_WIDE_COMMA = compiled("(?<=[０-９])，(?=[０-９]{3})")
_PAIR = compiled("[一二两三四五六七八九]{2}(?P<more>[一二两三四五六七八九]?)")
_VAGUE = compiled("[几数]([十百千]?)")
_NINES = {"": "九", "十": "九十九", "百": "九百九十九", "千": "九千九百九十九"}
_ADDED = compiled("[多余]")
_ARABIC_PART = compiled(r"\d+(?:\.\d+)?")
_NO_MARKS = str.maketrans("", "", ",\u00a0\u2009 ")


def fold(text: str) -> str:
    """The text in Simplified and with half-width digits; the length and every offset stay.

    >>> fold("３，０００億元")
    '3,000亿元'
    """
    folded = to_simplified(text)
    if _WIDE.search(folded):
        folded = _WIDE_COMMA.sub(",", folded).translate(_FULL_WIDTH)
    return folded


class Number(NamedTuple):
    """What a numeral means: one number, or the least and the greatest it can be."""

    minimum: Real
    maximum: Real
    modifier: str | None = None

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.minimum == self.maximum

    def value(self) -> Real | dict[str, Real]:
        """As the value of a fact."""
        if self.exact:
            return self.minimum
        return {"minimum": self.minimum, "maximum": self.maximum}

    def times(self, factor: Real) -> Number:
        """The product, exactly."""
        if factor == 1:
            return self
        return Number(product(self.minimum, factor), product(self.maximum, factor), self.modifier)


def plain(numerator: int, scale: int) -> Real:
    """``numerator / 10**scale`` as an int, as a float that prints so, or as a Decimal.

    >>> plain(102, 1), plain(220, 1), plain(12345678901234567890123, 3)
    (10.2, 22, Decimal('12345678901234567890.123'))
    """
    if not scale:
        return numerator
    power: int = 10**scale
    whole, rest = divmod(numerator, power)
    if not rest:
        return whole
    exact = Decimal(numerator).scaleb(-scale) if abs(numerator) < 10**27 else None
    if exact is None:
        return Decimal((int(numerator < 0), tuple(map(int, str(abs(numerator)))), -scale))
    near = float(exact)
    return near if Decimal(repr(near)) == exact else exact.normalize()


def product(number: Real, factor: Real) -> Real:
    """The product of two numbers as `plain` gives them.

    >>> product(10.2, 3), product(0.1, 0.7)
    (30.6, 0.07)
    """
    if isinstance(number, int) and isinstance(factor, int):
        return number * factor
    (n, p), (m, q) = _parts(number), _parts(factor)
    return plain(n * m, p + q)


def _parts(number: Real) -> tuple[int, int]:
    """Numerator and scale: 10.2 is 102 over 10**1."""
    if isinstance(number, int):
        return number, 0
    sign, digits, exponent = Decimal(
        repr(number) if isinstance(number, float) else number
    ).as_tuple()
    numerator = int("".join(map(str, digits)))
    if sign:
        numerator = -numerator
    scale = -int(exponent)
    power: int = 10 ** max(0, -scale)
    return numerator * power, max(0, scale)


def read_numeral(numeral: str) -> Number | None:
    """The number that a numeral means; None where it means none.

    >>> read_numeral("2,192.5亿").minimum, read_numeral("三万五千二百").minimum
    (219250000000, 35200)
    >>> read_numeral("数十亿").value(), read_numeral("七八十").value()
    ({'minimum': 2000000000, 'maximum': 9900000000}, {'minimum': 70, 'maximum': 80})
    >>> read_numeral("30多万")
    Number(minimum=300000, maximum=300000, modifier='多')
    """
    if len(numeral) > MAX_NUMERAL:
        return None
    if numeral.isdecimal():
        number = int(numeral)
        return Number(number, number)
    numeral = numeral.translate(_NO_MARKS).translate(_FORMAL)
    for sign, digits in _TENS.items():
        numeral = numeral.replace(sign, digits)
    if added := _ADDED.search(numeral):
        bare = read_numeral(numeral.replace(added[0], "", 1))
        return bare and Number(bare.minimum, bare.maximum, added[0])
    if vague := _VAGUE.search(numeral):
        return _read_vague(numeral, vague)
    if pair := _PAIR.search(numeral):
        spelled = pair["more"] and "点" not in numeral[: pair.start()]
        return None if spelled else _read_pair(numeral, pair.start())
    number_or_none = evaluate(numeral)
    return None if number_or_none is None else Number(number_or_none, number_or_none)


def _read_vague(numeral: str, vague: re.Match[str]) -> Number | None:
    head, tail = numeral[: vague.start()], numeral[vague.end() :]
    # 十几 is 11 to 19, 几十 is 20 to 99, 几万 is 20,000 to 90,000.
    few = "一" if head.endswith("十") else "二"
    low = evaluate(head + few + vague[1] + tail)
    high = evaluate(head + _NINES[vague[1]] + tail)
    return None if low is None or high is None else Number(low, high, vague[0][0])


def _read_pair(numeral: str, at: int) -> Number | None:
    """三四十: two neighbouring digits are the ends of a range; other pairs spell no number."""
    first, second = DIGITS[numeral[at]], DIGITS[numeral[at + 1]]
    if second != first + 1 and (first, second) != (3, 5):
        return None if "点" not in numeral[:at] else _exactly(numeral)
    if "点" in numeral[:at]:
        return _exactly(numeral)
    low = evaluate(numeral[: at + 1] + numeral[at + 2 :])
    high = evaluate(numeral[:at] + numeral[at + 1 :])
    return None if low is None or high is None else Number(low, high)


def _exactly(numeral: str) -> Number | None:
    number = evaluate(numeral)
    return None if number is None else Number(number, number)


def evaluate(numeral: str) -> Real | None:
    """The value of an exact numeral without separators, by whole-number arithmetic.

    >>> evaluate("百万亿亿"), evaluate("一百二"), evaluate("三点五"), evaluate("1.2万")
    (10000000000000000000000, 120, 3.5, 12000)
    """
    if "点" in numeral:
        return _evaluate_spoken(numeral)
    scale = 0
    if "." in numeral:
        # Digits after the point, of the one part that has a point; two such parts are no number.
        scale = len(numeral.split(".", 1)[1]) - len(numeral.split(".", 1)[1].lstrip("0123456789"))
        if numeral.count(".") > 1:
            return None
    one = 10**scale
    total = section = number = 0
    place = 0  # of the last unit, for 一百二
    i = 0
    while i < len(numeral):
        char = numeral[i]
        if found := _ARABIC_PART.match(numeral, i):
            whole, _, decimals = found[0].partition(".")
            number = int(whole + decimals) * 10 ** (scale - len(decimals))
            i = found.end()
            if i < len(numeral) or len(found[0]) > 1:
                place = 0
            continue
        if char in DIGITS:
            if DIGITS[char] == 0:
                place = 0
            number = number * 10 + DIGITS[char] * one
        elif char in _PLACES:
            section += (number or one) * _PLACES[char]
            place, number = _PLACES[char], 0
        elif char == "万":
            total += (section + number or one if not total else section + number) * 10**4
            if not (section or number) and total and i and numeral[i - 1] in _POWERS:
                total *= 10**4
            place, section, number = 10**4, 0, 0
        elif char in _POWERS:
            total = (total + section + number or one) * _POWERS[char]
            place, section, number = _POWERS[char], 0, 0
        else:
            return None
        i += 1
    if place >= 100 and 0 < number < 10 * one and numeral[-1] not in _PLACES:
        number *= place // 10
    return plain(total + section + number, scale)


def _evaluate_spoken(numeral: str) -> Real | None:
    whole, _, rest = numeral.partition("点")
    powers = rest.lstrip(CN_DIGIT)
    digits = rest[: len(rest) - len(powers)]
    base = evaluate(whole)
    if not digits or not isinstance(base, int) or not _POWERS.keys() >= set(powers):
        return None
    decimals = "".join(str(DIGITS[c]) for c in digits)
    number = plain(base * 10 ** len(decimals) + int(decimals), len(decimals))
    for power in powers:
        number = product(number, _POWERS[power])
    return number


def spelled_digits(numeral: str) -> int | None:
    """Digits spelled one by one: 二〇二〇 is 2020.

    >>> spelled_digits("二〇二四"), spelled_digits("2024"), spelled_digits("二十")
    (2024, 2024, None)
    """
    if numeral.isascii():
        return int(numeral)
    if all(c in DIGITS for c in numeral):
        return int("".join(str(DIGITS[c]) for c in numeral))
    return None
