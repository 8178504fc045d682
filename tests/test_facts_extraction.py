"""All facts of a text together: what takes a stretch first, what is asked for, where it stands."""

from __future__ import annotations

import pytest

from yrd_cli.document import json_line
from yrd_cli.script import to_simplified
from yrd_cli.summarize.facts import FACT_TYPES, extract_facts

TEXT = (
    "長三角示範區昨天公布36項重點工作。累計投資22.65億元，同比增長10.2%。\n"
    "聯繫電話：0557-3909502，客服400-820-1234。"
)
KEYS = [
    "type", "text", "start", "end", "value", "unit", "modifier", "subject", "sentence", "zone",
    "confidence", "details",
]  # fmt: skip


def test_every_fact_has_all_keys_in_one_order() -> None:
    facts = extract_facts(TEXT, "2020-01-03")
    assert facts
    for fact in facts:
        assert [*fact.record()] == KEYS
        assert fact.type in FACT_TYPES
        assert TEXT[fact.start : fact.end] == fact.text
        assert json_line(fact.record())


def test_facts_come_in_the_order_of_their_places() -> None:
    starts = [fact.start for fact in extract_facts(TEXT, "2020-01-03")]
    assert starts == sorted(starts)


def test_a_telephone_number_is_a_contact_and_no_count() -> None:
    facts = extract_facts(TEXT, "2020-01-03")
    line = TEXT.index("聯繫")
    assert {fact.type for fact in facts if fact.start >= line} == {"contact"}


def test_only_the_types_asked_for_are_given() -> None:
    facts = extract_facts(TEXT, "2020-01-03", types=["money", "date"])
    assert [(fact.type, fact.text) for fact in facts] == [("date", "昨天"), ("money", "22.65億元")]


def test_a_type_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such type of fact: sums"):
        extract_facts(TEXT, types=["money", "sums"])


def test_each_fact_carries_its_sentence() -> None:
    (money,) = extract_facts(TEXT, "2020-01-03", types=["money"])
    assert money.sentence == "累計投資22.65億元，同比增長10.2%。"


def test_simplified_text_gives_the_same_numbers_and_dates() -> None:
    types = ["money", "percent", "ratio", "count", "date"]

    def values(text: str) -> list[tuple[object, ...]]:
        facts = extract_facts(text, "2020-01-03", types=types)
        return [(f.type, f.start, f.end, f.value, f.unit, f.modifier) for f in facts]

    assert values(TEXT) == values(to_simplified(TEXT))


def test_a_text_without_facts_has_none() -> None:
    assert extract_facts("") == []
    assert extract_facts("no fact at all") == []
