"""The cheap look at a line before the patterns: it never hides a sign."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import yrd_cli.clean
from yrd_cli.clean.page_signs import _BULLETS, _ROW_GAP, page_signs
from yrd_cli.clean.sign_guard import TRANSPARENT, SignGuard, may_be_row

HERE = Path(__file__).parent
DATA = Path(yrd_cli.clean.__file__).parent / "data" / "boilerplate.toml"
RULES: list[dict[str, Any]] = tomllib.loads(DATA.read_text(encoding="utf-8"))["rule"]
LINES = [
    *(HERE / "rules" / "laws.txt").read_text(encoding="utf-8").splitlines(),
    *(
        json.loads(line)["line"]
        for line in (HERE / "rules" / "boilerplate_signs.jsonl").read_text("utf-8").splitlines()
    ),
]
MARKS = ">»›≫©"
LEAD = frozenset(_BULLETS + TRANSPARENT)
ANYTHING = None
"""What a pattern may begin with where no list of characters says it."""


class Blind(SignGuard):
    """A guard that rules nothing out."""

    def may_open(self, text: str) -> bool:
        return True

    def may_hold(self, text: str) -> bool:
        return True


UNGUARDED = replace(page_signs(), guard=Blind({}, re.compile(""), re.compile(""), ""))


def members(items: Any) -> frozenset[str] | None:
    """The characters of a class, `ANYTHING` for a large one; what is no letter has no name."""
    found: set[str] = set()
    for op, value in items:
        if op is ops.LITERAL:
            found.add(chr(value))
        elif op is ops.RANGE and value[1] - value[0] < 100:
            found |= set(map(chr, range(value[0], value[1] + 1)))
        elif op is ops.CATEGORY and value in (ops.CATEGORY_DIGIT, ops.CATEGORY_SPACE):
            found.add("0")  # both may stand before the first character that counts
        else:
            return ANYTHING
    return frozenset(found)


def first_of(parts: Any) -> tuple[frozenset[str] | None, bool]:
    """What comes first in a match, what may stand before it aside; whether there need be any."""
    found: frozenset[str] = frozenset()
    for op, value in parts:
        if op is ops.LITERAL:
            here, skipped = members([(op, value)]), False
        elif op is ops.IN:
            here, skipped = members(value), False
        elif op is ops.BRANCH:
            each = [first_of(branch) for branch in value[1]]
            sets = [s for s, _ in each]
            here = None if None in sets else frozenset().union(*(s for s in sets if s is not None))
            skipped = any(skip for _, skip in each)
        elif op is ops.SUBPATTERN:
            here, skipped = first_of(value[3])
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            here, skipped = first_of(value[2])
            skipped = skipped or value[0] == 0
        elif op in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
            here, skipped = frozenset(), True
        else:
            here, skipped = ANYTHING, False
        if here is ANYTHING:
            return ANYTHING, False
        found |= here - LEAD
        if not (skipped or here & LEAD):
            return found, False
    return found, True


def must_hold(parts: Any, words: tuple[str, ...]) -> bool:
    """Whether every match holds one of the words."""
    run = ""
    for op, value in parts:
        if op is ops.LITERAL:
            run += chr(value)
            if any(word in run.lower() for word in words):
                return True
            continue
        run = ""
        if op is ops.IN:
            choice = members(value)
            sure = choice is not None and bool(choice) and all(c in words for c in choice)
        elif op is ops.BRANCH:
            sure = all(must_hold(branch, words) for branch in value[1])
        elif op is ops.SUBPATTERN:
            sure = must_hold(value[3], words)
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            sure = value[0] > 0 and must_hold(value[2], words)
        else:
            sure = False
        if sure:
            return True
    return False


def alternatives(pattern: str) -> Iterator[Any]:
    tree = _parser.parse(pattern).data
    yield from tree[0][1][1] if len(tree) == 1 and tree[0][0] is ops.BRANCH else [tree]


@pytest.mark.parametrize("number", range(len(RULES)))
def test_what_the_lexicon_says_of_its_patterns_is_so(number: int) -> None:
    rule = RULES[number]
    words = (*rule.get("holds", ()), *MARKS)
    for pattern in rule["patterns"]:
        for parts in alternatives(pattern):
            first, skipped = first_of(parts)
            anything = first is ANYTHING or rule["where"] == "inside"
            if must_hold(parts, words):
                continue
            assert not anything and not (skipped and rule["where"] == "start"), (
                f"`holds` lacks a word of {pattern}"
            )
            han = {c for c in first or () if "\u4e00" <= c <= "\u9fff"}
            assert han <= set(rule.get("first", "")), f"`first` lacks {han} for {pattern}"


@pytest.mark.parametrize("number", range(len(RULES)))
def test_no_line_that_a_pattern_matches_is_ruled_out(number: int) -> None:
    guard = page_signs().guard
    rule = RULES[number]

    @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def check(data: st.DataObject) -> None:
        pattern = data.draw(st.sampled_from(rule["patterns"]))
        text = data.draw(st.from_regex(re.compile(pattern, re.IGNORECASE), fullmatch=True)).strip()
        if text and len(text) <= rule["longest"]:
            assert guard.may_hold(text) or guard.may_open(text)

    check()


PIECES = st.sampled_from([*LINES, *(line[:20] for line in LINES), *"＞>|【】ＩＣＰKſ 　：:/、12①"])
LINE = st.lists(PIECES, min_size=1, max_size=3).map("".join).map(str.strip).filter(bool)


@given(LINE)
def test_the_guard_changes_no_verdict(line: str) -> None:
    assert page_signs().of(line) == UNGUARDED.of(line)


def test_the_guard_changes_no_verdict_on_known_lines() -> None:
    for line in filter(None, map(str.strip, LINES)):
        assert page_signs().of(line) == UNGUARDED.of(line)


@given(st.lists(LINE, min_size=1, max_size=4))
def test_lines_that_are_no_candidates_give_no_sign(lines: list[str]) -> None:
    signs = page_signs()
    asked = signs.candidates(lines)
    assert all(signs.of(line) is None for line in lines if line not in asked)


EVERY = "".join(map(chr, range(sys.maxunicode + 1)))


def folded_to(pattern: str) -> list[str]:
    """Every character that is folded to one that a pattern matches."""
    folded = EVERY.translate(page_signs().fold)
    return [EVERY[match.start()] for match in re.finditer(pattern, folded, re.IGNORECASE)]


def test_every_gap_of_a_row_is_seen_however_it_is_written() -> None:
    assert all(map(may_be_row, folded_to(_ROW_GAP.pattern)))


def test_letters_are_seen_however_they_are_written() -> None:
    for n, letter in enumerate("icp"):
        for char in folded_to(letter):
            assert page_signs().guard.may_hold(f"京{'ICP'[:n]}{char}{'ICP'[n + 1 :]}证")
