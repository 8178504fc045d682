"""The headline is found above the body, or there is none."""

import time

import pytest

from tests.judging import judged
from yrd_cli.clean.draft import draft_of
from yrd_cli.clean.page_title import comparable, without_site
from yrd_cli.clean.title import read_title

BODY = "清晨，江面上的渡船开始往返，把两岸的居民连在一起，新的一天就这样开始了。"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (
            "在新时代争先出彩（推动高质量发展·权威发布）--经济·科技--人民网",
            "在新时代争先出彩（推动高质量发展·权威发布）",
        ),
        ("被控受贿 某省某市原主席受审|某省|某市_新浪新闻", "被控受贿 某省某市原主席受审"),
        (
            "人民币中间价创新低 做市商称符合预期_新浪财经_新浪网",
            "人民币中间价创新低 做市商称符合预期",
        ),
        ("数字农机服务助力农业生产-新华网河北频道-新华网", "数字农机服务助力农业生产"),
        ("雄安新区 - 维基百科，自由的百科全书", "雄安新区"),
        ("关于召开会议的通知 | 某某政府网", "关于召开会议的通知"),
        ("多彩的长三角-科创走廊", "多彩的长三角-科创走廊"),
        ("G60科创走廊", "G60科创走廊"),
        ("  ", None),
    ],
)
def test_the_names_of_channel_and_site_are_cut_off(page: str, title: str | None) -> None:
    assert without_site(page) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"江边的清晨\n{BODY}", "江边的清晨"),
        (f"江边的清晨\n\n{BODY}\n{BODY}x", "江边的清晨"),
        (f"江邊的清晨：一個 小鎮的故事\n{BODY}", "江邊的清晨：一個 小鎮的故事"),
        (f"大江东︱江边的清晨这样开始\n{BODY}", "江边的清晨这样开始"),
        (f"谁在江边？\n{BODY}", "谁在江边？"),
        (BODY, None),
        (f"{BODY}\n江边的清晨\n{BODY}", None),
        (f"第一章 总则\n{BODY}", None),
        (f"（一）江边的清晨\n{BODY}", None),
        (f"江边的清晨开始了。\n{BODY}", None),
        (f"各位居民：\n{BODY}", None),
        ("江边的清晨", None),
        ("江边的清晨\n第二行\n第三行", None),
        (f"2020年1月3日\n{BODY}", None),
        (f"https://example.com/江边的清晨\n{BODY}", None),
        ("", None),
    ],
)
def test_titles_of_plain_text(text: str, title: str | None) -> None:
    draft = judged(text)
    assert draft.metadata.get("title") == title
    head = [line for line in draft.lines if line.verdict and line.verdict.reason == "title"]
    assert len(head) == (title is not None)


def test_the_headline_by_the_body_wins_over_the_page_title() -> None:
    draft = judged(
        f"江边的清晨,新的一天\n来源：某某网 2020-01-03 10:41\n{BODY}", "江边的清晨新的一天_某某网"
    )
    assert draft.metadata["title"] == "江边的清晨,新的一天"


def test_the_page_title_serves_where_the_text_has_no_headline() -> None:
    assert judged(BODY, "江边的清晨_某某网").metadata["title"] == "江边的清晨"


def test_a_line_that_nothing_speaks_for_gives_way_to_the_page_title() -> None:
    draft = judged(f"首页 > 新闻\n热线电话\n{BODY}", "江边的清晨，新的一天_某某网")
    assert draft.metadata["title"] == "江边的清晨，新的一天"


def test_a_headline_that_stands_twice_is_taken_away_twice() -> None:
    draft = judged(f"江边的清晨\n首页 > 新闻\n江边的 清晨\n2020-01-03 10:41\n{BODY}")
    assert draft.text() == BODY


def test_a_given_title_is_kept_and_not_repeated() -> None:
    draft = judged(f"江边的清晨\n{BODY}", given="江边的清晨")
    assert (draft.metadata["title"], draft.text()) == ("江边的清晨", BODY)
    draft = judged(f"新的一天\n{BODY}", given="江边的清晨")
    assert (draft.metadata["title"], draft.text()) == ("江边的清晨", f"新的一天\n{BODY}")


def test_the_original_title_of_a_repost_goes_to_the_metadata() -> None:
    draft = judged(f"江边的清晨\n（原标题：一个小镇的江边清晨）\n{BODY}")
    assert draft.metadata["original_title"] == "一个小镇的江边清晨"
    assert (draft.metadata["title"], draft.text()) == ("江边的清晨", BODY)


def test_titles_hold_no_markup() -> None:
    draft = judged(f"<b>江边的</b>清晨\n{BODY}")
    assert (draft.metadata["title"], draft.text()) == ("江边的清晨", BODY)


def test_punctuation_and_width_do_not_count_in_comparing() -> None:
    assert comparable("我们留守，我们Ａ奔忙！") == comparable("我们留守我们a奔忙")


@pytest.mark.parametrize("filler", [" ", "_", "-", "|", "（", "第一章", "@", "江"])
def test_time_is_linear_in_the_length(filler: str) -> None:
    long = (filler * 200_000)[:200_000]
    start = time.process_time()
    without_site(long)
    draft = draft_of(f"{long}\n{long}\n{BODY}")
    draft.metadata["page_title"] = long
    read_title(draft)
    assert time.process_time() - start < 2
