"""Numerals: Arabic and Chinese, exact, vague and absurd."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.summarize.facts.numerals import Real, evaluate, fold, plain, product, read_numeral

EXACT = [
    ("0", 0),
    ("2192", 2192),
    ("2,192.5", 2192.5),
    ("1.2万亿", 1200000000000),
    ("3亿5000万", 350000000),
    ("12万5千", 125000),
    ("1万2000", 12000),
    ("5百万", 5000000),
    ("零", 0),
    ("十", 10),
    ("十二", 12),
    ("二十", 20),
    ("二十一", 21),
    ("一百零五", 105),
    ("一百二", 120),
    ("三万五", 35000),
    ("两千零二十四", 2024),
    ("一万零三百", 10300),
    ("三亿五千万", 350000000),
    ("百万亿亿", 10**22),
    ("万亿", 10**12),
    ("千亿", 10**11),
    ("亿万", 10**12),
    ("万万", 10**8),
    ("三点五", 3.5),
    ("零点零五", 0.05),
    ("二点三亿", 230000000),
    ("廿三", 23),
    ("卅", 30),
    ("俩", 2),
    ("壹佰贰拾叁", 123),
    ("参仟", 3000),
    ("一百三十五点六", 135.6),
    ("二〇", 20),
]
BOUNDS = [
    ("数十亿", 2 * 10**9, 99 * 10**8),
    ("几百", 200, 999),
    ("十几", 11, 19),
    ("二十几", 21, 29),
    ("几万", 20000, 90000),
    ("三四百", 300, 400),
    ("七八十", 70, 80),
    ("十七八", 17, 18),
    ("三五", 3, 5),
    ("两三千", 2000, 3000),
]
NONE = ["一二三四", "九八", "1.2.3", "9" * 101, "万几几几"]


@pytest.mark.parametrize(("numeral", "number"), EXACT)
def test_numerals_have_one_value(numeral: str, number: Real) -> None:
    read = read_numeral(numeral)
    assert read is not None
    assert (read.minimum, read.maximum) == (number, number)
    assert read.value() == number


@pytest.mark.parametrize(("numeral", "low", "high"), BOUNDS)
def test_vague_numerals_have_bounds(numeral: str, low: int, high: int) -> None:
    read = read_numeral(numeral)
    assert read is not None
    assert read.value() == {"minimum": low, "maximum": high}


@pytest.mark.parametrize("numeral", NONE)
def test_what_spells_no_number_is_none(numeral: str) -> None:
    assert read_numeral(numeral) is None


@pytest.mark.parametrize(
    ("numeral", "word"), [("30多万", "多"), ("三十余", "余"), ("十多亿", "多")]
)
def test_what_is_added_is_the_modifier(numeral: str, word: str) -> None:
    read = read_numeral(numeral)
    assert read is not None
    assert read.exact
    assert read.modifier == word


_DIGITS = "零一二三四五六七八九"


def _spoken(number: int) -> str:
    """A number under 10**16 as it is read out."""
    for power, name in ((10**8, "亿"), (10**4, "万")):
        if number >= power:
            rest = number % power
            zero = "零" if 0 < rest < power // 10 else ""
            return _spoken(number // power) + name + (zero + _spoken(rest) if rest else "")
    for place, name in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= place:
            rest = number % place
            zero = "零" if 0 < rest < place // 10 else ""
            return _DIGITS[number // place] + name + (zero + _spoken(rest) if rest else "")
    return _DIGITS[number]


@given(st.integers(0, 10**16 - 1))
def test_a_number_read_out_is_the_number(number: int) -> None:
    read = read_numeral(_spoken(number))
    assert read is not None
    assert read.minimum == number


@given(st.integers(0, 10**30), st.integers(0, 20))
def test_arabic_numbers_are_exact(digits: int, scale: int) -> None:
    written = f"{Decimal(digits).scaleb(-scale):f}" if digits < 10**27 else str(digits)
    number = evaluate(written)
    assert number is not None
    exact = Decimal(repr(number) if isinstance(number, float) else number)
    assert exact == Decimal(written)


@given(st.decimals(0, 10**9, places=4), st.sampled_from([1, 100, 10**4, 10**8, 10**12]))
def test_products_are_exact(number: Decimal, factor: int) -> None:
    numerator = int(number.scaleb(4))
    found = product(plain(numerator, 4), factor)
    assert Decimal(repr(found) if isinstance(found, float) else found) == number * factor


@given(st.text("零一两十百千万亿点多余几数0123456789.,壹贰拾佰仟", max_size=110))
def test_no_numeral_raises(numeral: str) -> None:
    read = read_numeral(numeral) if numeral and not numeral.isspace() else None
    assert read is None or read.minimum <= read.maximum


@given(st.text(max_size=50))
def test_the_fold_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
