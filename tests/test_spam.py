"""Rows of spam keywords, and headlines that only speak of such things."""

from __future__ import annotations

import pytest

from yrd_cli.clean.boilerplate import judge_lines
from yrd_cli.clean.draft import draft_of
from yrd_cli.clean.spam import is_spam_title


@pytest.mark.parametrize(
    "title",
    [
        "亚洲欧洲日韩综合色天使图片/性插影院/亚洲视频不卡/麻豆电影观看",
        "国产精品久久久|欧美日韩一区二区|成人在线视频",
        "真人娱乐_棋牌平台注册_百家乐开户-澳门赌场官网",
        "時時彩投注平台,六合彩開戶,老虎機娛樂城",
        "无码人妻、麻豆传媒、成人影视在线观看",
    ],
)
def test_rows_of_spam_keywords_are_spam(title: str) -> None:
    assert is_spam_title(title)
    draft = draft_of(f"{title}\n大桥通车十分钟")
    judge_lines(draft)
    assert [line.text for line in draft.body()] == ["大桥通车十分钟"]
    assert draft.counts["seo-spam"] == 1


@pytest.mark.parametrize(
    "title",
    [
        "警方打掉一网络赌场,涉案金额过亿,抓获嫌疑人二十名",
        "澳门/香港/台湾 三地高清电影联展",
        "亚洲、欧洲、美洲",
        "色彩/构图/光影:摄影三要素",
        "棋牌室整治行动 | 法治在线",
        "性别平等/成人教育/老年大学",
        "国产大飞机/亚洲首秀/高清大图",
        "奔跑吧2020|长三角示范区执委会:我们留守我们奔忙",
    ],
)
def test_headlines_are_no_spam(title: str) -> None:
    assert not is_spam_title(title)
