"""Dates of all notations become ISO 8601; what no calendar has is no date."""

import datetime
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.clean.dates import find_dates, read_date

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "rules" / "dates.jsonl").read_text("utf-8").splitlines()
]

FORMS = ["{0}-{1}-{2}", "{0}/{1:02}/{2:02}", "{0}.{1:02}.{2:02}", "{0}年{1}月{2}日"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"] or "empty")
def test_notations(case: dict[str, str | None]) -> None:
    assert read_date(case["text"] or "") == case["iso"]


@given(
    st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2099, 12, 31)),
    st.sampled_from(FORMS),
)
def test_every_day_of_the_calendar_is_read_in_every_form(day: datetime.date, form: str) -> None:
    assert read_date(form.format(day.year, day.month, day.day)) == day.isoformat()


@given(st.text("0123456789-/.:年月日时分 民國二〇一十上下午T", max_size=40))
def test_hits_lie_in_the_text_in_order_and_are_real_dates(text: str) -> None:
    hits = find_dates(text)
    assert [h.start for h in hits] == sorted(h.start for h in hits)
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        datetime.datetime.fromisoformat(hit.iso)


def test_places_are_those_of_the_text() -> None:
    text = "发布时间:2020-02-18 10:41 浏览"
    (hit,) = find_dates(text)
    assert text[hit.start : hit.end] == "2020-02-18 10:41"
    assert hit.has_time


@pytest.mark.parametrize("filler", ["2020-", "1 ", "年", "  ", "20年1月", "一", "民國1"])
def test_time_is_linear_in_the_length(filler: str) -> None:
    text = filler * (200_000 // len(filler))
    start = time.process_time()
    find_dates(text)
    assert time.process_time() - start < 2
