"""Credit lines are recognised, read and weighed; lines of the body stay."""

import json
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging import judged
from yrd_cli.clean.breadcrumbs import read_breadcrumb
from yrd_cli.clean.credit_lines import read_credit_line
from yrd_cli.clean.credits import read_credits
from yrd_cli.clean.draft import draft_of
from yrd_cli.clean.inline_credits import credit_at_end, photographers_of, read_dateline
from yrd_cli.clean.names import is_person, is_publisher, person_names
from yrd_cli.script import simplified_forms

RULES = Path(__file__).parent / "rules"
LINES = [json.loads(s) for s in (RULES / "credit_lines.jsonl").read_text("utf-8").splitlines()]
PAGES = tomllib.loads((RULES / "pages.toml").read_text("utf-8"))["page"]
LAWS = (RULES / "laws.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("case", LINES, ids=lambda c: c["line"])
def test_lines(case: dict[str, Any]) -> None:
    credit = read_credit_line(case["line"])
    if case["reason"] is None:
        assert credit is None
        return
    assert credit is not None
    assert credit.reason == case["reason"]
    assert credit.strong == case["strong"]
    assert {k: v for k, v in credit.values.items() if v} == case["values"]


def test_a_line_in_traditional_characters_says_the_same() -> None:
    back: dict[int, str] = {}
    for traditional, simplified in simplified_forms().items():
        back.setdefault(ord(simplified), chr(traditional))
    # Only the labels are turned: the names stand in characters that both scripts share.
    for line in (
        "来源：中央社",
        "责任编辑：王五",
        "记者 李四",
        "发布时间：2020-01-03 10:41",
        "摄影：王五",
    ):
        one, other = read_credit_line(line), read_credit_line(line.translate(back))
        assert one is not None and other is not None
        assert one.values == other.values
        assert one.strong and other.strong


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p["name"])
def test_pages(page: dict[str, Any]) -> None:
    draft = judged(page["text"].strip("\n"))
    found = draft.metadata
    for key in ("title", "date", "source", "url"):
        assert found.get(key) == page.get(key), key
    for key in ("author", "editor"):
        assert found.get(key, []) == page.get(key, []), key
    for key, value in page.get("metadata", {}).items():
        assert found.get(key) == value, key
    if "body" in page:
        assert [line.text for line in draft.body()] == page["body"]
    if "flags" in page:
        assert draft.flags == page["flags"]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p["name"])
def test_judging_what_is_left_changes_nothing(page: dict[str, Any]) -> None:
    once = judged(page["text"].strip("\n"))
    title = once.metadata.get("title")
    again = judged(once.text(), given=title, **once.metadata)
    assert again.text() == once.text()
    assert again.metadata == once.metadata
    plain = judged(f"{title}\n\n{once.text()}" if title else once.text())
    assert (plain.text(), plain.metadata.get("title")) == (once.text(), title)


def test_no_line_of_a_law_is_a_credit() -> None:
    draft = draft_of("\n".join(LAWS))
    read_credits(draft)
    assert [line.text for line in draft.lines if line.verdict] == []
    assert len(LAWS) > 800


@pytest.mark.parametrize(
    ("line", "crumbs"),
    [
        ("当前位置:首页 > 新闻中心 > 正文内容", ["首页", "新闻中心", "正文内容"]),
        ("您现在的位置：首页 / 工作动态", ["首页", "工作动态"]),
        ("目前位置：首頁 » 最新消息 » 公告", ["首頁", "最新消息", "公告"]),
        ("您在这里: 首页 › 诗 › 夜雨", ["首页", "诗", "夜雨"]),
        ("首页>>新闻\xa0>\xa0国际\xa0>>\xa0 正文", ["首页", "新闻", "国际", "正文"]),
        ("某某网首页 > 号 > 正文 申请入驻", ["某某网首页", "号", "正文"]),
        ("某某网>>经济·科技", ["某某网", "经济·科技"]),
        ("首页/ 诗歌", ["首页", "诗歌"]),
        ("首页 新闻 图片", None),
        ("首页", None),
        ("首页|新闻|图片|评论", None),
        ("5 > 3", None),
        ("当前位置很好。", None),
        ("网站 / 应用 / 小程序", None),
    ],
)
def test_breadcrumbs(line: str, crumbs: list[str] | None) -> None:
    assert read_breadcrumb(line) == crumbs


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("新格局呼之欲出。■ 记者 李航", {"author": ["李航"]}),
        ("新格局呼之欲出。（记者 张三 李四）", {"author": ["张三", "李四"]}),
        ("新格局呼之欲出。(责任编辑：王五)", {"editor": ["王五"]}),
        ("新格局呼之欲出。（来源：新华社）", {"source": ["新华社"]}),
        (
            "新格局呼之欲出。（本文来源：某某日报 作者：张三）",
            {"source": ["某某日报"], "author": ["张三"]},
        ),
        ("新格局呼之欲出。（記者 張三）", {"author": ["張三"]}),
        ("新格局呼之欲出（记者就在现场）", None),
        ("新格局呼之欲出（含编辑费用）", None),
        ("新格局呼之欲出。", None),
    ],
)
def test_credits_at_the_end_of_a_paragraph(text: str, values: dict[str, list[str]] | None) -> None:
    credit = credit_at_end(text)
    assert (credit.values if credit else None) == values


@pytest.mark.parametrize(
    ("text", "agency", "reporters"),
    [
        ("新华社北京1月3日电（记者 张三、李四）今天", "新华社", ("张三", "李四")),
        ("新華社北京1月3日電（記者張三）今天", "新華社", ("張三",)),
        ("中新网上海9月24日电 (记者 陈静)记者获悉", "中新网", ("陈静",)),
        ("本报上海7月5日电(记者巨云鹏)上海市", None, ("巨云鹏",)),
        ("新京报讯（记者 张三 通讯员 李四）近日", "新京报", ("张三", "李四")),
        ("央视网消息（新闻联播）：长江", "央视网", ()),
        ("【某某网报道 记者 张三】近日", "某某网", ("张三",)),
        ("（法新社羅馬19日電） 德國", "法新社", ()),
        ("（中央社記者王大明台北3日電）行政院", "中央社", ("王大明",)),
        ("据新华社北京1月3日电", "新华社", ()),
        ("记者获悉，新华社北京分社", None, ()),
        ("据新闻报道（记者 张三）", None, ()),
    ],
)
def test_datelines(text: str, agency: str | None, reporters: tuple[str, ...]) -> None:
    assert read_dateline(text) == (agency, reporters)


def test_captions_name_their_photographers() -> None:
    assert photographers_of("图说:办公楼。徐程 摄") == ("徐程",)
    assert photographers_of("新华社记者 李梦 摄") == ("李梦",)
    assert photographers_of("五月十九日，人们在拍摄") == ()


def test_values_hold_no_markup() -> None:
    credit = read_credit_line(
        '来源：<a href="http://example.com/">某某网</a> 作者：<b>张三</b>\x07'
    )
    assert credit is not None
    assert credit.values == {"source": ["某某网"], "author": ["张三"]}


def test_names() -> None:
    assert person_names("張三、阿卜杜·热依木 欧阳修") is None
    assert person_names("張三、欧阳修") == ("張三", "欧阳修")
    assert not is_person("我们")
    assert not is_person("王")
    assert is_publisher("某市人民政府办公室")
    assert not is_publisher("他说，这是新闻")


@pytest.mark.parametrize(
    "read", [read_credit_line, read_breadcrumb, credit_at_end, read_dateline, photographers_of]
)
@pytest.mark.parametrize(
    "filler", [" ", "（", "2020-", "来源：", "记者", "@", "/", "首页 > ", "《》", "【编辑 "]
)
def test_time_is_linear_in_the_length(read: Callable[[str], object], filler: str) -> None:
    start = time.process_time()
    for length in (150, 200_000):
        read((filler * length)[:length])
        read("发布时间：" + (filler * length)[: length - 5])
    assert time.process_time() - start < 1


@given(st.text(max_size=160))
def test_any_line_is_read_without_error_and_its_values_are_plain_text(text: str) -> None:
    credit = read_credit_line(text.replace("\n", " "))
    if credit:
        assert all(v and v == v.strip() for values in credit.values.values() for v in values)
        assert credit.reason
