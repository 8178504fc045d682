"""Dates: each sort by its table, in Simplified and Traditional; the calendar; the reference."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.summarize.facts import Fact, number_facts
from yrd_cli.summarize.facts.calendar_festivals import festival_in
from yrd_cli.summarize.facts.calendar_lunar import solar

_RULES = Path(__file__).parent / "rules"
_TABLE = tomllib.loads((_RULES / "facts_dates.toml").read_text(encoding="utf-8"))
CASES = [(row[0], row[1], row[2:]) for rows in _TABLE.values() for row in rows]
TRADITIONAL = str.maketrans(
    "发布华规划纪国节个开见会过间报种挂变业户样临端腊农历当验电签约动将",
    "發布華規劃紀國節個開見會過間報種掛變業戶樣臨端臘農曆當驗電簽約動將",
)


def _dates(text: str, reference: str) -> list[Fact]:
    return [fact for fact in number_facts(text, reference or None) if fact.type == "date"]


def _shown(fact: Fact) -> str:
    value, flags = fact.value, " ".join(sorted(fact.details))
    return "|".join(
        [
            fact.text,
            str(value["start"]),
            str(value["end"]),
            value["grain"],
            fact.modifier or "",
            flags,
        ]
    )


@pytest.mark.parametrize(("reference", "text", "dates"), CASES)
def test_dates_mean_their_days(reference: str, text: str, dates: list[str]) -> None:
    assert [_shown(fact) for fact in _dates(text, reference)] == dates


@pytest.mark.parametrize(("reference", "text", "dates"), CASES)
def test_traditional_dates_mean_the_same(reference: str, text: str, dates: list[str]) -> None:
    traditional = _dates(text.translate(TRADITIONAL), reference)
    expected = [row.partition("|")[2] for row in dates]
    assert [_shown(fact).partition("|")[2] for fact in traditional] == expected


@pytest.mark.parametrize("reference", [date(2020, 1, 3), datetime(2020, 1, 3, 11), "2020-01-03"])
def test_the_reference_is_a_date_or_its_text(reference: date | str) -> None:
    (fact,) = number_facts("昨天", reference)
    assert fact.value["start"] == "2020-01-02"


def test_a_reference_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="not an ISO 8601 date"):
        number_facts("昨天", "去年")


def test_a_reference_of_a_year_resolves_years_and_no_days() -> None:
    year, day = number_facts("去年的昨天", "2020")
    assert year.value["start"] == "2019-01-01"
    assert day.value["start"] is None


@given(st.dates(date(1901, 6, 1), date(2097, 6, 1)))
def test_yesterday_and_last_week_lie_before_any_reference(reference: date) -> None:
    yesterday, week = number_facts("昨天和上周", reference)
    assert date.fromisoformat(yesterday.value["start"]) < reference
    assert date.fromisoformat(week.value["end"]) < reference


@given(st.dates(date(1901, 6, 1), date(2097, 6, 1)), st.integers(1, 12), st.integers(1, 28))
def test_a_bare_day_is_the_nearest_before_the_reference(
    reference: date, month: int, day: int
) -> None:
    (fact,) = number_facts(f"{month}月{day}日", reference)
    found = date.fromisoformat(fact.value["start"])
    assert found <= reference
    assert (reference - found).days < 366


@given(
    st.text(
        "今去明前后昨年月日天周季度初底末上中下旬第零一二三十0123456789-至到个农历正腊春节国庆五民",
        max_size=40,
    )
)
def test_any_date_is_a_day_of_the_calendar_or_none(text: str) -> None:
    for fact in _dates(text, "2020-02-29"):
        start, end = fact.value["start"], fact.value["end"]
        assert (start is None) == (end is None)
        if start is not None:
            assert date.fromisoformat(start[:10]) <= date.fromisoformat(end[:10])


@pytest.mark.parametrize(
    ("year", "name", "day"),
    [
        (2000, "春节", date(2000, 2, 5)),
        (2017, "端午", date(2017, 5, 30)),
        (2025, "中秋", date(2025, 10, 6)),
        (2033, "中秋", date(2033, 9, 8)),
        (2023, "重阳", date(2023, 10, 23)),
        (2021, "七夕", date(2021, 8, 14)),
        (2022, "除夕", date(2022, 1, 31)),
        (2024, "小年", date(2024, 2, 2)),
        (2008, "清明", date(2008, 4, 4)),
        (2019, "清明", date(2019, 4, 5)),
    ],
)
def test_festivals_fall_on_their_days(year: int, name: str, day: date) -> None:
    assert festival_in(year, name) == day


def test_the_lunar_table_covers_the_century_and_ends_there() -> None:
    assert solar(1901, 1, 1) == date(1901, 2, 19)
    assert solar(2098, 12, 1) is not None
    assert solar(2099, 1, 1) is None
    assert solar(2020, 13, 1) is None
    assert solar(2020, 1, 31) is None
