"""Simplified and Traditional: detection and the fold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.script import HAN, detect_script, to_simplified


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", "none"),
        ("G60 2020", "none"),
        ("一二三人大", "none"),
        ("长三角一体化发展", "Hans"),
        ("長三角一體化發展", "Hant"),
        ("台湾地区的经济发展", "Hans"),
        ("臺灣地區的經濟發展", "Hant"),
        ("他说：“長三角”这个词这样写，说的是这个地区的发展战略与规划", "Hans"),
        ("长三角一体化发展\n長三角一體化發展", "mixed"),
        ("日本の漢字", "Hant"),
    ],
)
def test_the_script_is_told_by_characters_that_only_one_has(text: str, script: str) -> None:
    assert detect_script(text).script == script


def test_shared_characters_are_no_evidence() -> None:
    assert detect_script("后面里面只有干净的面条").traditional_only == 0


@given(st.text())
def test_the_fold_keeps_every_offset_and_folds_once(text: str) -> None:
    folded = to_simplified(text)
    assert len(folded) == len(text)
    assert to_simplified(folded) == folded
    assert [bool(HAN.match(c)) for c in folded] == [bool(HAN.match(c)) for c in text]
