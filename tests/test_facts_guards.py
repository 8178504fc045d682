"""What only looks like a number, a date or a sum: a table of sentences that deceive recognizers."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from yrd_cli.summarize.facts import number_facts

_TABLE = tomllib.loads(
    (Path(__file__).parent / "rules" / "facts_negative.toml").read_text(encoding="utf-8")
)
NONE = [(guard, text) for guard, rows in _TABLE.items() for text in rows.get("none", ())]
ONLY = [(row[0], row[1:]) for rows in _TABLE.values() for row in rows.get("only", ())]


def _said(text: str) -> list[str]:
    return [f"{fact.type}:{fact.text}" for fact in number_facts(text, "2024-12-25")]


def test_the_table_of_negative_cases_is_long_enough() -> None:
    assert len(NONE) >= 200
    assert len({text for _, text in NONE}) == len(NONE)


@pytest.mark.parametrize(("guard", "text"), NONE)
def test_what_only_looks_like_a_fact_is_none(guard: str, text: str) -> None:
    assert _said(text) == [], guard


@pytest.mark.parametrize(("text", "facts"), ONLY)
def test_beside_a_guard_the_true_fact_is_found(text: str, facts: list[str]) -> None:
    assert _said(text) == facts
