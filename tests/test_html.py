"""HTML pages to lines, votes and metadata."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.reading.html import Page, is_html, main_blocks, render_page
from yrd_cli.reading.html_hints import hint_of

RULES = Path(__file__).parent / "rules"


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((RULES / name).read_text("utf-8"))


LINES = _toml("html_lines.toml")["case"]
KIND = _toml("html_kind.toml")


@pytest.mark.parametrize("case", LINES, ids=lambda case: str(case["name"]))
def test_lines_are_what_a_reader_sees(case: dict[str, Any]) -> None:
    page = render_page(case["html"])
    assert [block.text for block in page.blocks] == case["lines"]
    assert page.text == "\n".join(case["lines"])


@pytest.mark.parametrize("head", KIND["html"])
@pytest.mark.parametrize("encoding", ["", "utf-8", "gb18030", "utf-16"])
def test_html_is_recognised_by_its_content(head: str, encoding: str) -> None:
    assert is_html(head.encode(encoding) if encoding else head)


@pytest.mark.parametrize("head", KIND["other"])
@pytest.mark.parametrize("encoding", ["", "utf-8"])
def test_what_only_mentions_tags_is_no_html(head: str, encoding: str) -> None:
    assert not is_html(head.encode(encoding) if encoding else head)


@pytest.mark.parametrize(
    ("tag", "attrs", "hint"),
    [
        ("div", ' class="article-content"', "article"),
        ("div", ' class="article-share"', "share"),
        ("div", ' class="copyright"', "footer"),
        ("div", ' class="relatedNews"', "related"),
        ("div", ' class="pinglun_list"', "comment"),
        ("div", ' class="enableAsideSection x"', None),
        ("div", ' class="W(100%) D(f)"', None),
        ("div", ' role="navigation" class="content"', "nav"),
        ("div", ' itemprop="articleBody"', "article"),
        ("aside", ' class="article"', "aside"),
        ("nav", "", "nav"),
        ("div", "", None),
        ("div", ' data-x="sidebar"', None),
    ],
)
def test_names_in_the_markup_give_hints(tag: str, attrs: str, hint: str | None) -> None:
    assert hint_of(tag, attrs) == hint


STORY = [
    "记者昨日从水务局获悉，三座老闸的改造已经完工，今年汛期前全部投入使用。",
    "据介绍，新闸采用远程控制，值守人员从十二名减到三名，开闸时间缩短一半。",
    "“过去要靠人摇，现在按一下就行。”在闸上干了二十年的老王说，他明年就要退休了。",
]
TEASER = "<div><h4><a href=x>另一条新闻的标题在这里</a></h4><p>%s</p></div>" % (
    "专家认为，这一变化将持续影响今后几年的市场格局，相关企业应当早作准备。" * 6
)


def _page(body: str, title: str = "三座老闸完成改造_某某网") -> Page:
    menu = "".join(f"<li><a href=/{n}>栏目{n}</a>" for n in range(20))
    return render_page(
        f"<title>{title}</title><div class=top><ul>{menu}</ul></div>{body}"
        "<div class=foot><p>关于我们，联系我们。版权所有，未经许可不得转载。</p></div>"
    )


def _main(page: Page) -> list[str]:
    return [page.blocks[n].text for n in main_blocks(page)]


PARAGRAPHS = "".join(f"<p>{line}</p>" for line in STORY)
HEADLINE = "<h1>三座老闸完成改造</h1>"
ANOTHER = f"<h1>毫不相干的另一篇</h1><div>{PARAGRAPHS.replace('闸', '桥') * 4}</div>"
COMMENTS = f"<div class=comments>{'<p>说得好，顶一个！</p>' * 30}</div>"


@pytest.mark.parametrize(
    "body",
    [
        f"{HEADLINE}<div>{PARAGRAPHS}</div>",
        f"{HEADLINE}<div>{'<br><br>'.join(STORY)}</div>",
        f"<table><tr><td>{HEADLINE}<br>{'<br>'.join(STORY)}</td></tr></table>",
        f"<div class=sidebar>{HEADLINE}{PARAGRAPHS}</div>",
        f"<div class=header>{HEADLINE}</div><div class=con>{PARAGRAPHS}</div>",
        f"<div>{PARAGRAPHS}</div>",
        f"<div><article>{HEADLINE}{PARAGRAPHS}</article><div>{TEASER * 12}</div></div>",
        f"<div><div>{HEADLINE}{PARAGRAPHS}</div><div>{ANOTHER}</div></div>",
        f"<div>{HEADLINE}{PARAGRAPHS}</div>{COMMENTS}",
        f"{HEADLINE}<div style='display:none'>{PARAGRAPHS}</div>",
    ],
    ids=[
        "paragraphs",
        "breaks",
        "table",
        "misnamed",
        "header",
        "no headline",
        "teasers",
        "endless",
        "comments",
        "hidden",
    ],
)
def test_the_votes_find_the_article(body: str) -> None:
    assert _main(_page(body)) == STORY


def test_short_lines_among_paragraphs_are_main_text() -> None:
    prices = [f"<p>{name}景区</p><p>票价：{n}元</p>" for n, name in enumerate("甲乙丙丁", 30)]
    page = _page(f"{HEADLINE}<div>{PARAGRAPHS}{''.join(prices)}<p>{STORY[0]}</p></div>")
    assert len(_main(page)) == 3 + 8 + 1


LINKS = "".join(f"<li><a href=/{n}>某地推出便民的新举措之{n}</a>" for n in range(15))


@pytest.mark.parametrize("name", ["related", "x"])
def test_links_between_paragraphs_do_not_cut_the_article_in_two(name: str) -> None:
    first, *rest = STORY
    box = f"<div class={name}><ul>{LINKS}</ul></div>"
    body = f"<p>{first}</p>{box}" + "".join(f"<p>{line}</p>" for line in rest)
    assert _main(_page(f"{HEADLINE}<div>{body}</div>")) == STORY


def test_all_posts_of_a_thread_are_main_text() -> None:
    texts = [line * 2 for line in STORY * 2]
    posts = [
        f"<div><p><a>网友{n}</a></p><p>{n}楼</p><div>{text}</div><a>回复</a> <a>举报</a></div>"
        for n, text in enumerate(texts)
    ]
    page = _page(f"<h1>三座老闸</h1><div>{''.join(posts)}</div>", "三座老闸 - 某某论坛")
    assert [line for line in _main(page) if line in texts] == texts


def test_a_menu_alone_has_no_main_text() -> None:
    assert _main(_page("")) == []


def test_the_headline_is_known_and_has_no_vote() -> None:
    page = _page(f"{HEADLINE}<div>{PARAGRAPHS}</div>")
    assert page.headline is not None
    assert page.blocks[page.headline].text == "三座老闸完成改造"
    assert page.blocks[page.headline].vote == 0
    assert page.title == "三座老闸完成改造_某某网"


def test_link_share_counts_characters_in_links() -> None:
    page = render_page("<p><a href=x>一二三</a>四</p><p>五</p>")
    assert [block.link_share for block in page.blocks] == [0.75, 0.0]


META = [
    (
        '<meta property="article:published_time" content="2024-05-20T16:25:01+08:00">',
        {"date": "2024-05-20T16:25:01+08:00"},
    ),
    (
        '<meta name="PubDate" content="2021-3-4 9:05">'
        '<meta name="ContentSource" content="某某日报">',
        {"date": "2021-03-04T09:05", "source": "某某日报"},
    ),
    ('<meta name=publishdate content="2024年13月40日">', {}),
    ('<meta name=source content="来源：某某晚报">', {"source": "某某晚报"}),
    ("<meta name=author content=105464>", {}),
    ('<meta name=keywords content="水利，闸门,闸门, ">', {"keywords": ["水利", "闸门"]}),
    (
        '<link rel=canonical href="https://a.example/1?a=1&amp;b=2">',
        {"url": "https://a.example/1?a=1&b=2"},
    ),
    ('<link rel=canonical href="javascript:alert(1)">', {}),
    ("<title> 一 &amp;\n 二 </title>", {"page_title": "一 & 二"}),
    (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"},'
        ' {"@type": "NewsArticle", "headline": "标题", "datePublished": "2020-01-03",'
        ' "author": [{"name": "甲"}, "乙"], "publisher": {"name": "某某网"}}]}</script>',
        {"headline": "标题", "date": "2020-01-03", "head_author": ["甲", "乙"], "site": "某某网"},
    ),
    ('<script type="application/ld+json">{broken</script>', {}),
    ('<script type="application/ld+json">' + "[" * 3000 + "</script>", {}),
    ('<script type="application/ld+json">{"@type": "Article", "author": 5}</script>', {}),
]


@pytest.mark.parametrize(("head", "expected"), META)
def test_metadata_comes_from_the_head(head: str, expected: dict[str, Any]) -> None:
    assert render_page(f"<head>{head}</head><p>x").metadata == expected


def test_the_language_comes_from_the_root() -> None:
    assert render_page('<!DOCTYPE html>\n<html class=a lang="zh-TW">').metadata == {
        "language": "zh-TW"
    }


N = 20_000
HOSTILE = {
    "deep": "<div><p>好，好。" * N,
    "deep formatting": "".join(f"<font color={n}><p>x" for n in range(N // 4)),
    "deep tables": "<table><tr><td>x，y。" * (N // 4),
    "comments": "<p>x<!-- " * N,
    "script tags": "<script " * N,
    "titles in a script": "<script>" + "<title " * N,
    "scripts": "<p>x</p><script> " * N,
    "many attributes": "<div " + " ".join(f"a{n}=b" for n in range(N)) + ">x",
    "quotes": '<p a"b c">x' * N,
    "brackets": "<" * N * 5,
    "spaces": "<p>" + " \n" * N * 5 + "好",
    "ampersands": "&" * N * 5,
    "closing": "</div>" * N + "</p>" * N,
    "long class": '<div class="' + "a-b " * N + '">x',
    "cells": "<table><tr>" + "<td>x" * N,
    "headlines": "<title>你好世界啊</title>" + "<h1>你好世界啊</h1>" * N,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_linear_time(name: str) -> None:
    start = time.process_time()
    render_page(HOSTILE[name])
    # 0.05 to 0.4 s are measured; anything quadratic takes over 10 s
    assert time.process_time() - start < 5


def test_a_page_of_too_many_tags_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yrd_cli.reading.html_tree.MAX_TAGS", 10)
    page = render_page("<p>好</p>" * 20)
    assert page.text == "\n".join("好" * 5)
    assert "cut_after_tags" in page.metadata
    assert "cut_after_tags" not in render_page("<p>好</p>" * 4).metadata


SHAPES = ["<", " ", "<!--", "<p ", "<p>", "<?xml ", "\n", "<!doctype html"]


@pytest.mark.parametrize("shape", SHAPES)
def test_recognition_takes_linear_time(shape: str) -> None:
    start = time.process_time()
    is_html(shape * (200_000 // len(shape)))
    assert time.process_time() - start < 1


TOKENS = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<b>",
    "</b>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<pre>",
    "</pre>",
    "&nbsp;",
    "<br>",
    "<h1>",
    "</h1>",
    "<title>",
    "</title>",
    "<svg>",
    "</svg>",
    "<template>",
    "<select>",
    "<frameset>",
    "<a href=x>",
    "</a>",
    "<div hidden>",
    '<p class="nav">',
    '"',
    "好，好。",
    "x",
    "<",
    ">",
    "\0",
    " ",
    "\n",
]
PIECES = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)


@given(PIECES)
def test_any_markup_renders_to_clean_lines(html: str) -> None:
    page = render_page(html)
    for block in page.blocks:
        assert block.text.strip() and "\n" not in block.text
        assert 0 <= block.link_share <= 1 and -1 <= block.vote <= 1
        assert "\0" not in block.text


@given(st.text(st.characters(codec="utf-8", exclude_characters="<&\0\r"), min_size=1))
def test_text_without_markup_keeps_its_characters(text: str) -> None:
    assert "".join(render_page(text).text.split()) == "".join(text.split())
