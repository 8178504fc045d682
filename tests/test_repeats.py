"""Lines that stand in a page twice."""

from __future__ import annotations

import pytest

from yrd_cli.clean.line_sense import sense_of
from yrd_cli.clean.page_signs import page_signs
from yrd_cli.clean.repeats import repeated_lines

PARAGRAPH = "每天清晨，江面上的渡船就开始往返，把两岸的居民连在一起。" * 3
HEADLINE = "某地举行开放日活动 吸引众多市民参加"


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        ([HEADLINE, HEADLINE, PARAGRAPH], [1]),
        ([PARAGRAPH, "小标题", PARAGRAPH], [2]),
        ([PARAGRAPH, PARAGRAPH, PARAGRAPH], [1, 2]),
        (["归去来兮", "归去来兮", "田园将芜"], []),
        (["第一节 一般规定", "内容甲。", "第一节 一般规定", "内容乙。"], []),
        (["（三）法律规定的其他情形。", "乙", "（三）法律规定的其他情形。"], []),
    ],
)
def test_copies_of_headlines_and_paragraphs_are_found(lines: list[str], places: list[int]) -> None:
    signs = page_signs()
    assert repeated_lines([sense_of(line, signs) for line in lines]) == places
