"""The Document: what a record becomes, and its JSON line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.document import (
    KEYS,
    MAX_COUNT,
    Document,
    document_from_record,
    json_line,
    parse_json,
)
from yrd_cli.limits import MAX_JSON_DEPTH

FULL = {
    "id": "a#1",
    "text": "甲\n乙",
    "title": "题",
    "date": "2020-02-18",
    "source": "报",
    "author": ["张三"],
    "editor": ["李四"],
    "url": "https://a.cn/",
    "path": "a.jsonl",
    "encoding": "gb18030",
    "script": "Hans",
    "edits": {"gloss": 2},
    "metadata": {"n": [1, {"k": None}]},
}


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"k": value}
    return {"text": "a", "deep": value}


def test_a_full_record_comes_back_as_it_was_with_its_keys_in_order() -> None:
    document = document_from_record(FULL, "x")
    assert json.loads(json_line(document.record())) == FULL
    assert tuple(json.loads(json_line(Document("-", "").record()))) == KEYS


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, "no key 'text'"),
        ({"text": None}, "'text' is null"),
        ({"text": 5}, "'text' is a number"),
        ({"text": 5.5}, "'text' is a number"),
        ({"text": True}, "'text' is a boolean"),
        ({"text": ["a"]}, "'text' is a list"),
        ({"text": {}}, "'text' is an object"),
        (nested(MAX_JSON_DEPTH + 1), "nested more than"),
    ],
)
def test_a_record_without_a_text_says_what_it_has(record: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        document_from_record(record, "x")


@pytest.mark.parametrize(
    ("key", "value", "held"),
    [
        ("id", 7, "7"),
        ("id", None, "x"),
        ("id", "", "x"),
        ("author", "张三", ("张三",)),
        ("author", None, ()),
        ("edits", None, {}),
        ("metadata", None, {}),
        ("path", None, None),
        ("url", None, None),
    ],
)
def test_values_that_mean_the_same_are_taken(key: str, value: Any, held: Any) -> None:
    document = document_from_record({"text": "a", key: value}, "x", path="file")
    assert getattr(document, key) == held
    assert document.metadata == {}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", True),
        ("id", ["a"]),
        ("title", 5),
        ("date", ["2020"]),
        ("author", [1]),
        ("edits", {"a": "b"}),
        ("edits", {"a": True}),
        ("edits", {"a": -1}),
        ("edits", {"a": MAX_COUNT + 1}),
        ("metadata", "text"),
        ("unknown", {"a": 1}),
    ],
)
def test_what_the_schema_has_no_place_for_survives_in_metadata(key: str, value: Any) -> None:
    document = document_from_record({"text": "a", key: value}, "x")
    assert document.metadata == {key: value}


@pytest.mark.parametrize(
    ("record", "metadata"),
    [
        ({"k": 1, "metadata": {"k": 2}}, {"k": 2, "k#2": 1}),
        ({"k": 1, "metadata": {"k": 1}}, {"k": 1}),
        ({"k": True, "metadata": {"k": 1}}, {"k": 1, "k#2": True}),
        ({"k": 3, "metadata": {"k": 1, "k#2": 2}}, {"k": 1, "k#2": 2, "k#3": 3}),
    ],
)
def test_a_key_that_metadata_has_already_gets_a_number(
    record: dict[str, Any], metadata: dict[str, Any]
) -> None:
    assert document_from_record({"text": "a", **record}, "x").metadata == metadata


def test_a_record_that_names_no_path_gets_that_of_its_file() -> None:
    assert document_from_record({"text": "a"}, "x", path="file").path == "file"
    assert document_from_record({"text": "a", "path": "p"}, "x", path="file").path == "p"


def test_the_text_may_be_under_another_key_and_then_text_is_metadata() -> None:
    document = document_from_record({"content": "甲", "text": "乙"}, "x", "content")
    assert (document.text, document.metadata) == ("甲", {"text": "乙"})


def test_lone_surrogates_become_replacement_characters_and_are_counted_wherever_they_are() -> None:
    data = rb'{"text":"a\ud800b","title":"\udc00","author":["\ud83d"],"x":{"\udfff":1}}'
    record = parse_json(data)
    document = document_from_record(record, "x")
    assert (document.text, document.title, document.author) == ("a�b", "�", ("�",))
    assert document.metadata == {"x": {"�": 1}}
    assert document.edits == {"surrogate": 4}
    again = document_from_record(parse_json(json_line(document.record())), "x")
    assert again == document


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse_json(rb'{"text":"\ud840\udc00"}') == {"text": "\U00020000"}


@pytest.mark.parametrize(
    "number", [2**53 + 1, 10**18, 10**19, 2**63, 2**64, -(2**64), 12345678901234567890123, 10**400]
)
def test_integers_of_any_length_survive(number: int) -> None:
    line = json_line(parse_json(b'{"n":%d}' % number))
    assert line == b'{"n":%d}\n' % number


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'\xef\xbb\xbf{"a":1}', {"a": 1}),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b'{"a":NaN,"b":-Infinity}', {"a": None, "b": None}),
        (b'{"a":"\\u0000"}', {"a": "\0"}),
        (b'{"a":1}\r\n', {"a": 1}),
        ('{"a":"长"}'.encode(), {"a": "长"}),
    ],
)
def test_json_that_others_write_is_read(data: bytes, value: object) -> None:
    assert json.loads(json_line(parse_json(data))) == value


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "column 2"),
        (b'{"a":1', "column 7"),
        (b'{"a" 1}', "column 6"),
        (b"{'a':1}", "column 2"),
        (b'{"a":1}x', "column 8"),
        (b'{"a":"b\tc"}', "Invalid control character"),
        (b'{\n"a":\n}', "line 3, column 1"),
        (b"", "column 1"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' + b"1" * 5000 + b"}", "digits"),
    ],
)
def test_broken_json_says_where_and_why(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_json(data)


def test_what_json_has_no_form_for_is_written_as_text() -> None:
    from datetime import date
    from decimal import Decimal

    record = {"a": b"\xe9\x95\xbf\xff", "b": Decimal("1.50"), "c": date(2020, 2, 18)}
    assert json.loads(json_line(record)) == {"a": "长�", "b": "1.50", "c": "2020-02-18"}
    odd: dict[Any, Any] = {5: {1: "\ud800"}}
    assert json.loads(json_line(odd)) == {"5": {"1": "�"}}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(), max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
RECORDS = st.dictionaries(st.sampled_from((*KEYS, "other", "title#2", "\ud800")), JSON, max_size=8)


@given(RECORDS, st.text(st.characters(), max_size=8))
def test_any_record_with_a_text_is_read_written_and_read_again_the_same(
    record: dict[str, Any], text: str
) -> None:
    document = document_from_record({**record, "text": text}, "x")
    line = json_line(document.record())
    again = document_from_record(parse_json(line), "y")
    assert json_line(again.record()) == line
    line.decode()
