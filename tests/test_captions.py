"""Captions and headings are marked and stay; captions go where the user asks for it."""

from __future__ import annotations

import pytest

from yrd_cli.clean.boilerplate import judge_lines
from yrd_cli.clean.draft import draft_of
from yrd_cli.clean.reasons import CleanOptions

PARAGRAPH = (
    "每天清晨，江面上的渡船就开始往返，把两岸的居民连在一起；如今，大桥通车，路程缩短为十分钟。"
)
IMAGE = "31e3f09d670f4cd88cb5b036192ba034.png"


def marks(lines: list[str]) -> dict[str, str]:
    draft = draft_of("\n".join(lines))
    judge_lines(draft)
    return {
        line.text: line.verdict.reason
        for line in draft.lines
        if line.verdict is not None and line.verdict.action == "mark"
    }


@pytest.mark.parametrize(
    "line",
    [
        "图说:示范区执委会。徐某 摄",
        "图为会议现场。李某某 摄",
        "5月19日，候选人在竞选总部发表演说。 某社记者 李某某 摄",
        "无人驾驶农机在播种玉米。新华社发（刘某某摄）",
        "▲大桥通车现场",
        "圖說：大橋通車現場。",
        "图片来源：网络",
        "工作人员与志愿者合影留念",
        "园区效果图（资料图片）",
    ],
)
def test_captions_are_marked(line: str) -> None:
    assert marks([PARAGRAPH, line, PARAGRAPH]) == {line: "caption"}


@pytest.mark.parametrize(
    "line",
    [
        "会后，他们同全体代表合影留念。",
        "他热爱摄影，拍下了上千张照片。",
        "这组照片由他拍摄。",
        "图书馆建成于上世纪八十年代，藏书百万册，是全市最大的公共图书馆，深受市民的喜爱和欢迎。",
        "他把来源写成：新华社。",
    ],
)
def test_sentences_about_pictures_are_text(line: str) -> None:
    assert marks([PARAGRAPH, line, PARAGRAPH]) == {}


def test_a_short_line_below_a_picture_is_its_caption() -> None:
    assert marks([PARAGRAPH, IMAGE, "某某正在研究产业政策", PARAGRAPH]) == {
        "某某正在研究产业政策": "caption"
    }


def test_a_short_line_above_a_paragraph_is_a_heading() -> None:
    assert marks([PARAGRAPH, "一座桥，两个省", PARAGRAPH]) == {"一座桥，两个省": "heading"}


def test_captions_go_where_the_user_asks_for_it() -> None:
    lines = [PARAGRAPH, "图为会议现场。李某某 摄", PARAGRAPH]
    draft = draft_of("\n".join(lines), CleanOptions(drop=frozenset({"caption"})))
    judge_lines(draft)
    assert [line.text for line in draft.body()] == [PARAGRAPH, PARAGRAPH]
    assert draft.counts["caption"] == 1
