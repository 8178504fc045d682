"""Persons, organisations, places, documents: the same in both scripts, and nobody too many."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from yrd_cli.convert import convert
from yrd_cli.summarize.facts.model import Fact, Spans
from yrd_cli.summarize.facts.named import named_facts

RULES = Path(__file__).parent / "rules"
CASES: list[dict[str, Any]] = tomllib.loads((RULES / "facts_names.toml").read_text("utf-8"))["case"]
NEGATIVE: dict[str, list[str]] = tomllib.loads(
    (RULES / "facts_names_negative.toml").read_text("utf-8")
)
KINDS = {"persons": "person", "orgs": "org", "places": "place", "documents": "document"}


def found(text: str) -> list[Fact]:
    return named_facts(text, Spans())


def names(facts: list[Fact], kind: str) -> set[str]:
    values = (f.value["name"] if kind == "person" else f.value for f in facts if f.type == kind)
    return set(values)


@cache
def traditional(text: str) -> str:
    return convert(text, "s2t")


def numbered(cases: list[Any]) -> list[Any]:
    return [pytest.param(case, id=str(i)) for i, case in enumerate(cases)]


@pytest.mark.parametrize("case", numbered(CASES))
def test_names_are_found(case: dict[str, Any]) -> None:
    facts = found(case["text"])
    for key, kind in KINDS.items():
        if key in case:
            assert names(facts, kind) == set(case[key])
    if "title" in case or "affiliation" in case:
        person = next(f for f in facts if f.type == "person").value
        for key in ("title", "affiliation"):
            assert person[key] == case.get(key, person[key])
    if "number" in case:
        assert case["number"] in [f.details["number"] for f in facts if f.type == "document"]


@pytest.mark.parametrize("case", numbered(CASES))
def test_traditional_text_gives_the_same_names_at_the_same_places(case: dict[str, Any]) -> None:
    text = case["text"]
    other = traditional(text)
    if len(other) != len(text):
        pytest.skip("the conversion changed the length")
    assert [(f.type, f.start, f.end, f.value) for f in found(other)] == [
        (f.type, f.start, f.end, f.value) for f in found(text)
    ]


def test_enough_negative_cases_were_written() -> None:
    assert len(set(NEGATIVE["persons"])) >= 100


@pytest.mark.parametrize("kind", ["persons", "orgs"])
def test_nobody_is_found_where_nobody_is_named(kind: str) -> None:
    wrong = {t: n for t in NEGATIVE[kind] if (n := names(found(t), KINDS[kind]) - KNOWN)}
    assert wrong == {}


KNOWN = {"路透社", "国务院"}
