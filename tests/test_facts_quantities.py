"""Quantities: each sort by its table, in both scripts, and what holds for any text."""

from __future__ import annotations

import time
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.document import json_line
from yrd_cli.summarize.facts import Fact, number_facts

_RULES = Path(__file__).parent / "rules"
_TABLE = tomllib.loads((_RULES / "facts_numbers.toml").read_text(encoding="utf-8"))
CASES = [(row[0], row[1:]) for rows in _TABLE.values() for row in rows]
TRADITIONAL = str.maketrans(
    "亿万总资额约块钱费顿业发权们长点个两几余数项层组织专机圆贰陆团队单会门时开始达标题经与处应国从当张为种类后来间",
    "億萬總資額約塊錢費頓業發權們長點個兩幾餘數項層組織專機圓貳陸團隊單會門時開始達標題經與處應國從當張為種類後來間",
)


def _shown(fact: Fact) -> str:
    value = fact.value
    number = f"{value['minimum']} {value['maximum']}" if isinstance(value, dict) else str(value)
    return f"{fact.type}|{fact.text}|{number}|{fact.unit or ''}|{fact.modifier or ''}"


@pytest.mark.parametrize(("text", "facts"), CASES)
def test_quantities_have_their_values(text: str, facts: list[str]) -> None:
    assert [_shown(fact) for fact in number_facts(text, "2024-12-25")] == facts


@pytest.mark.parametrize(("text", "facts"), CASES)
def test_traditional_text_gives_the_same_facts(text: str, facts: list[str]) -> None:
    def but_text(fact: Fact) -> tuple[object, ...]:
        return fact.type, fact.start, fact.end, fact.value, fact.unit, fact.modifier, fact.details

    simplified = [but_text(fact) for fact in number_facts(text, "2024-12-25")]
    traditional = number_facts(text.translate(TRADITIONAL), "2024-12-25")
    assert [but_text(fact) for fact in traditional] == simplified


def test_a_count_names_its_classifier_and_noun() -> None:
    (fact,) = number_facts("推进86个重大区域合作项目。")
    assert fact.details == {"classifier": "个", "noun": "重大区域合作项目"}


def test_a_sum_without_a_currency_says_so() -> None:
    (fact,) = number_facts("总投资2192亿。")
    assert fact.details == {"currency": "CNY", "currency_inferred": True}
    assert fact.confidence < 1


def test_a_large_number_without_money_before_it_is_no_sum() -> None:
    assert [fact.type for fact in number_facts("用户达10.51亿。")] == ["count"]


def test_vague_numbers_have_bounds() -> None:
    (fact,) = number_facts("数十亿元")
    assert (fact.minimum, fact.maximum) == (2 * 10**9, 99 * 10**8)
    (exact,) = number_facts("2192亿元")
    assert exact.minimum == exact.maximum == 2192 * 10**8


def test_numbers_are_exact_whatever_their_size() -> None:
    (fact,) = number_facts("12345678901234567890.123亿元")
    assert fact.value == Decimal("1234567890123456789012300000")
    (fact,) = number_facts("0.12345678901234567890123元")
    assert fact.record()["value"] == "0.12345678901234567890123"
    assert json_line(fact.record())


@pytest.mark.parametrize(
    "numeral", ["9" * 5000, "一" * 5000, "亿" * 5000, "1," * 3000, "1.2" * 3000]
)
def test_absurd_numerals_are_left_alone(numeral: str) -> None:
    assert all(len(fact.text) <= 130 for fact in number_facts(f"共{numeral}元"))


@given(
    st.text(
        "0123456789.,%亿万千百十一二三两几数多余个年月日天元至-—到点半第每约近家人 \n", max_size=60
    )
)
def test_facts_stand_where_they_say_and_can_be_written(text: str) -> None:
    facts = number_facts(text, "2024-12-25")
    for fact in facts:
        assert text[fact.start : fact.end] == fact.text
        assert fact.text
        assert json_line(fact.record())
    ends = [fact.end for fact in facts if fact.type != "ratio"]
    starts = [fact.start for fact in facts if fact.type != "ratio"]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


@pytest.mark.parametrize(
    "piece",
    [
        " ",
        "(",
        "9",
        "@",
        "一",
        "亿",
        "年",
        "1年",
        "今",
        "十五",
        "2020-",
        "3、",
        "3和",
        "3至",
        "%",
        "昨天",
        "1月2日至",
    ],
)
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begin = time.process_time()
        number_facts(text)
        return time.process_time() - begin

    seconds(2_000)
    short = min(seconds(20_000) for _ in range(2))
    # Linear is 10; quadratic would be 100.
    assert seconds(200_000) < 40 * max(short, 0.01)
