"""Filters on what is known of a Document."""

from __future__ import annotations

import pytest

from yrd_cli.document import Document
from yrd_cli.errors import UsageError
from yrd_cli.grep.where import field_value, normal_date, parse_condition

DOCUMENT = Document(
    "d1",
    "text",
    title="長三角的發展",
    date="2020-02-18",
    source="人民日报",
    author=("王五", "李四"),
    url="https://example.org/a?b=c",
    edits={"gloss": 12},
    metadata={
        "n": 5,
        "ok": True,
        "lang": {"code": "zh"},
        "a.b": "x",
        "price": "12.50",
        "date": "x",
    },
)
BARE = Document("d2", "text")
TIMED = Document("d3", "text", date="2020-02-18T09:30:00+08:00")

HOLDS = [
    ("date>=2020-01-01", True),
    ("date>=2020-02-18", True),
    ("date>2020-02-18", False),
    ("date<=2020-02-18", True),
    ("date<2020-02-18", False),
    ("date=2020-02", True),
    ("date=2020", True),
    ("date>2020", False),
    ("date>=2020", True),
    ("date<2020-03", True),
    ("date!=2020-02-18", False),
    ("date=2020/2/18", True),
    ("date = 2020年2月18日", True),
    ("date==2020-02-18", True),
    ("source~日报", True),
    ("source~日報", True),
    ("source~^日报", False),
    ("source!~日报", False),
    ("source!~新华", True),
    ("source=人民日报", True),
    ("source=人民日報", True),
    ("source!=人民日报", False),
    ("title~长三角", True),
    ("author=李四", True),
    ("author~王", True),
    ("author=赵六", False),
    ("author!=李四", False),
    ("n=5", True),
    ("n>=10", False),
    ("n<10", True),
    ("metadata.n=5.0", True),
    ("ok=true", True),
    ("lang.code=zh", True),
    ("metadata.lang.code~z", True),
    ("a.b=x", True),
    ("price>2", True),
    ("edits.gloss>10", True),
    ("url~b=c", True),
    ("missing=x", False),
    ("missing!=x", True),
    ("missing!~x", True),
    ("missing<5", False),
    ("missing=", True),
    ("title=", False),
    ("title!=", True),
    ("editor=", True),
    ("metadata.date=x", True),
]


@pytest.mark.parametrize(("condition", "holds"), HOLDS)
def test_conditions(condition: str, holds: bool) -> None:
    assert parse_condition(condition).holds(DOCUMENT) is holds


@pytest.mark.parametrize(
    ("condition", "holds"),
    [("date>=2020", False), ("date!=2020", True), ("date<2020", False), ("date=", True)],
)
def test_a_document_without_the_value(condition: str, holds: bool) -> None:
    assert parse_condition(condition).holds(BARE) is holds


@pytest.mark.parametrize(
    ("condition", "holds"),
    [("date<=2020-02-18", True), ("date=2020-02-18", True), ("date>2020-02-18", False)],
)
def test_a_day_holds_all_its_hours(condition: str, holds: bool) -> None:
    assert parse_condition(condition).holds(TIMED) is holds


def test_exact_conditions_tell_the_scripts_apart() -> None:
    assert not parse_condition("source~日報", exact=True).holds(DOCUMENT)
    assert not parse_condition("source=人民日報", exact=True).holds(DOCUMENT)


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("date", "not a condition"),
        ("=x", "not a condition"),
        ("", "not a condition"),
        ("date>=soon", "not a date"),
        ("date=2020-13", "not a date"),
        ("n>=", "nothing to compare"),
        ("source~(", "pattern '('"),
    ],
)
def test_what_is_no_condition_is_refused(condition: str, message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("(", r"\(")):
        parse_condition(condition)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020-01-01", "2020-01-01"),
        ("2020.1.1", "2020-01-01"),
        ("2020年1月", "2020-01"),
        ("2020年", "2020"),
        ("2020-01-01T08:00", "2020-01-01T08:00"),
        ("20", None),
        ("2020-00", None),
    ],
)
def test_dates_are_normalised(text: str, date: str | None) -> None:
    assert normal_date(text) == date


def test_a_field_is_looked_for_in_the_schema_first() -> None:
    assert field_value(DOCUMENT, "date") == "2020-02-18"
    assert field_value(DOCUMENT, "metadata.date") == "x"
    assert field_value(DOCUMENT, "nothing.at.all") is None
