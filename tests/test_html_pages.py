"""Pages of many kinds, and the text that a reader would copy from each."""

from __future__ import annotations

import json
import re
import time
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.running import yrd
from yrd_cli.clean import CleanOptions, clean_bytes, clean_text
from yrd_cli.clean.draft import rebuild
from yrd_cli.clean.reasons import Extract
from yrd_cli.reading.documents import document_of
from yrd_cli.reading.html import render_page
from yrd_cli.reading.records import ReadSettings, Record
from yrd_cli.report import Report

RULES = Path(__file__).parent / "rules"
PAGES = tomllib.loads((RULES / "html_pages.toml").read_text("utf-8"))["page"]
MIN_F1 = 0.99


def line_f1(gold: str, found: str) -> float:
    """F1 over lines without their spaces, each weighed by its length."""
    wanted, got = (
        Counter(line for text in block.split("\n") if (line := _bare(text)))
        for block in (gold, found)
    )
    both = sum(len(line) * n for line, n in (wanted & got).items())
    total = sum(len(line) * n for side in (wanted, got) for line, n in side.items())
    return 2 * both / total if total else 1.0


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _page(start: str) -> dict[str, Any]:
    return next(page for page in PAGES if page["name"].startswith(start))


def _cases() -> list[Any]:
    return [
        pytest.param(
            page,
            id=page["name"],
            marks=pytest.mark.xfail(reason=page["known"], strict=True) if "known" in page else (),
        )
        for page in PAGES
    ]


@pytest.mark.parametrize("page", _cases())
def test_a_page_gives_the_text_that_a_reader_would_copy(page: dict[str, Any]) -> None:
    document = clean_bytes(page["html"].encode()).document
    assert line_f1(page["gold"], document.text) >= MIN_F1, document.text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page["name"]))
def test_only_threads_are_read_as_threads(page: dict[str, Any]) -> None:
    is_thread = render_page(page["html"]).metadata.get("extract") == "forum"
    assert is_thread == (page["kind"] in ("forum", "qa"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page["name"]))
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_the_text_does_not_depend_on_the_encoding(page: dict[str, Any], encoding: str) -> None:
    expected = clean_bytes(page["html"].encode()).document.text
    assert clean_bytes(page["html"].encode(encoding)).document.text == expected


def _extracted(html: str, extract: Extract) -> list[str]:
    return clean_bytes(html.encode(), CleanOptions(extract=extract)).document.text.split("\n")


def test_one_line_posts_are_kept_in_their_order() -> None:
    assert _extracted(_page("discuz thread")["html"], "forum")[-3:-1] == ["报名", "+1"]
    assert "+1" not in _extracted(_page("discuz thread")["html"], "article")


def test_a_forced_thread_needs_no_sign_of_a_forum() -> None:
    html = _page("home-made forum")["html"].replace("老友社区", "某某网")
    posts = "".join(
        f"<div class=r><p>{n}月前</p><div>第{n}个人说的话</div></div>" for n in "一二三四"
    )
    assert "挺好" in _extracted(html, "forum")
    bare = f"<title>某某网</title><div>{posts.replace('月前', ' 2020-01-01')}</div>"
    assert _extracted(bare, "forum") == [f"第{n}个人说的话" for n in "一二三四"]


def test_line_separators_within_a_paragraph_part_nothing() -> None:
    html = f"<title>某某网</title><nav>首页，新闻。</nav>{STORY}<p>前半句，\u2028后半句。</p>"
    assert _extracted(html, "auto") == [SENTENCE, "前半句， 后半句。"]


def test_numbered_comments_below_an_article_make_no_thread() -> None:
    comments = "".join(
        f"<div class=item><p>#{n}楼 2012-03-0{n} 10:00 读者</p><p>写得很好，受教了。</p></div>"
        for n in range(1, 9)
    )
    article = f"<title>一篇短文</title><h1>一篇短文</h1><div>{STORY}</div>"
    assert _extracted(f"{article}<div class=comments>{comments}</div>", "auto") == [SENTENCE]


def test_all_keeps_whatever_a_reader_sees_and_nothing_else() -> None:
    html = (
        "<title>标题在此处</title><nav><a href=/>首页</a></nav><h1>标题在此处</h1><p>正文一句。</p>"
        "<p style='display:none'>看不见</p><script>x</script><footer>版权所有</footer>"
    )
    assert _extracted(html, "all") == ["首页", "标题在此处", "正文一句。", "版权所有"]


TEXT = (
    "首页 > 新闻\n大桥通车\n我也去\n分享到：\n大桥今天上午正式通车，两岸居民往来更加方便。\n"
    "版权所有 不得转载\n"
)


def test_extract_holds_for_plain_text_too() -> None:
    everything = clean_text(TEXT, CleanOptions(extract="all")).document.text
    assert everything == TEXT.rstrip("\n")
    posts = clean_text(TEXT, CleanOptions(extract="forum")).document.text.split("\n")
    assert "我也去" in posts and "分享到：" not in posts and "版权所有 不得转载" not in posts
    assert clean_text(TEXT).document.text.split("\n") == [TEXT.split("\n")[4]]


def _markdown(html: str) -> str:
    return clean_bytes(html.encode(), CleanOptions(markdown=True)).document.text


STORY = "<p>三座老闸的改造已经完工，今年汛期前全部投入使用。</p>"
SENTENCE = "三座老闸的改造已经完工，今年汛期前全部投入使用。"
MARKDOWN = {
    "headings": ("<h2>一、缘起</h2>", "## 一、缘起"),
    "a heading within a heading's box": ("<h3><span>二、经过</span></h3>", "### 二、经过"),
    "items": ("<ul><li>甲闸，<li>乙闸。</ul>", "- 甲闸，\n- 乙闸。"),
    "numbers": ("<ol><li>开闸，<li>关闸。</ol>", "1. 开闸，\n2. 关闸。"),
    "nested items": (
        "<ul><li>城北的水闸：<ol><li>甲闸，<li>乙闸，</ol><li>城南的水闸。</ul>",
        "- 城北的水闸：\n   1. 甲闸，\n   2. 乙闸，\n- 城南的水闸。",
    ),
    "a paragraph of an item": (
        "<ul><li><p>第一句话。</p><p>第二句话。</p></ul>",
        "- 第一句话。\n  第二句话。",
    ),
    "tables": (
        "<table><tr><th>闸<th>孔<tr><td>甲|乙<td>3<tr><td><a href=/a>丙</a><td>5</table>",
        "| 闸 | 孔 |\n| --- | --- |\n| 甲\\|乙 | 3 |\n| [丙](/a) | 5 |",
    ),
    "links": (
        "<p>记者从<a href='https://a.example/(1) x?b=1&amp;c=2'>水务[局]</a>获悉此事。</p>",
        "记者从[水务\\[局\\]](https://a.example/%281%29%20x?b=1&c=2)获悉此事。",
    ),
    "no links to scripts": (
        "<p>记者从<a href='javascript:x()'>水务局</a>和<a href='#a'>这里</a>获悉此事。</p>",
        "记者从水务局和这里获悉此事。",
    ),
    "a link across blocks": (
        "<a href=/x><p>第一句话在这里。</p><p>第二句话在这里。</p></a>",
        None,
    ),
    "quotations": (
        "<blockquote><p>水是命脉。</p><p>闸是咽喉。</p></blockquote>",
        "> 水是命脉。\n>\n> 闸是咽喉。",
    ),
    "listings": ("<pre>a = *b*\n# c</pre>", "```\na = *b*\n# c\n```"),
    "what looks like marks": (
        "<p># 不是标题，<b>也</b>不是*强调*。</p><p>1. 不是列表，也不是 <x> 标签。</p>",
        "\\# 不是标题，也不是\\*强调\\*。\n\n1\\. 不是列表，也不是 标签。",
    ),
}


@pytest.mark.parametrize("name", MARKDOWN)
def test_markdown_keeps_the_form_of_the_page(name: str) -> None:
    html, expected = MARKDOWN[name]
    text = _markdown(f"<title>某某网</title><div class=content>{STORY}{html}{STORY}</div>")
    assert text.startswith(SENTENCE) and "\ufdd0" not in text
    if expected is not None:
        assert text.removeprefix(SENTENCE).removesuffix(SENTENCE) == f"\n\n{expected}\n\n"


def test_plain_text_is_no_markdown() -> None:
    plain = clean_text("# 一\n* 二[三](四)\n", CleanOptions(markdown=True)).document
    assert plain == clean_text("# 一\n* 二[三](四)\n").document


PARTS = [
    "<p>", "</p>", "<div>", "<h2>", "</h2>", "<ul>", "</ul>", "<ol>", "<li>", "<table>", "<tr>",
    "<td>", "</table>", "<a href=x>", "<a>", "</a>", "<blockquote>", "</blockquote>", "<pre>",
    "</pre>", "<br>", "<b>", "</b>", "好，好。", "*", "[", "](", "|", "# ", "1. ", " ", "\n",
    "\u3000", "长江(cháng jiāng)", "\ufdd0", "\ufdd1", "\ufdd2", "7",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_markdown_adds_marks_and_changes_no_words(html: str) -> None:
    html = f"<div>{STORY}{html}</div>"
    options = CleanOptions(extract="all", markdown=True)
    marked = clean_bytes(html.encode(), options)
    plain = clean_bytes(html.encode(), CleanOptions(extract="all"))
    assert _han(marked.document.text) == _han(plain.document.text)
    assert not re.search("[\ufdd0-\ufdd2]", marked.document.text.replace("\ufffd", ""))
    assert all(rebuild(line) == line.raw for line in marked.draft.lines)


def _han(text: str) -> str:
    return "".join(re.findall("[\u4e00-\u9fff]", text))


MARKED = {
    "a time element": ("<time datetime='2020-01-05T10:00:00+08:00'>", "2020-01-05T10:00:00+08:00"),
    "microdata": ("<span itemprop='datePublished' content='2021-02-03'></span>", "2021-02-03"),
    "a script": (
        "<script>var a={'publishTime': '2019-06-07 08:09:10'}</script>",
        "2019-06-07T08:09:10",
    ),
    "scripts that do not agree": (
        "<script>[{pubDate: '2019-06-07'}, {pubDate: '2019-06-08'}]</script>",
        None,
    ),
    "the seconds of a platform": (
        '<div id=js_content></div><script>var ct = "1577836800";</script>',
        "2020-01-01T08:00:00+08:00",
    ),
}


@pytest.mark.parametrize("name", MARKED)
def test_the_date_comes_from_elements_and_scripts_where_nothing_else_says_it(name: str) -> None:
    html, date = MARKED[name]
    page = f"<title>某某网</title><h1>三座老闸完成改造</h1>{html}{STORY}"
    assert clean_bytes(page.encode()).document.date == date
    dated = page.replace("</h1>", "</h1><p>2012-03-04 10:00 来源：某某日报</p>")
    assert clean_bytes(dated.encode()).document.date == "2012-03-04T10:00"


CRUMBS = [
    "<ul class=breadcrumb><li><a href=/>首页</a><li><a href=/n>新闻</a><li>正文</ul>",
    '<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": ['
    '{"@type": "ListItem", "position": 1, "name": "首页"},'
    '{"@type": "ListItem", "position": 2, "item": {"@id": "/n", "name": "新闻"}},'
    '{"@type": "ListItem", "position": 3, "name": "正文"}]}</script>',
    "<div>当前位置：<a href=/>首页</a> &gt; <a href=/n>新闻</a> &gt; 正文</div>",
]


@pytest.mark.parametrize("html", CRUMBS)
def test_the_path_to_the_page_is_read(html: str) -> None:
    page = f"<title>某某网</title>{html}<h1>三座老闸完成改造</h1>{STORY}{STORY}"
    document = clean_bytes(page.encode()).document
    assert document.metadata["breadcrumb"] == ["首页", "新闻", "正文"]


def test_options_for_pages_combine(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(_page("discuz thread")["html"], "utf-8")
    (tmp_path / "b.html").write_text(
        f"<title>某某网</title><div>{STORY}<h2>一、缘起</h2>{STORY}</div>", "utf-8"
    )
    options = ("--extract", "forum", "--markdown", "--keep", "boilerplate", "--repair", "off")
    one = yrd("clean", *options, "-j", "1", str(tmp_path))
    assert one.status == 0
    assert one.out == yrd("clean", *options, "-j", "2", str(tmp_path)).out
    shown = yrd("clean", *options, "--explain", str(page))
    raw = [json.loads(line) for line in shown.out.splitlines()]
    assert {"verdict", "reason", "text"} <= raw[0].keys()
    texts = [d["text"] for d in yrd("clean", "--markdown", str(tmp_path)).documents]
    assert "## 一、缘起" in texts[1]
    diff = yrd("clean", "--markdown", "--diff", str(tmp_path / "b.html")).out.decode()
    assert "+## 一、缘起\n" in diff


def test_a_page_that_breaks_the_reader_does_not_end_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    record = Record("a", b"<!DOCTYPE html><p>x", "page", "a.html", "a.html")
    report = Report()
    monkeypatch.setattr("yrd_cli.reading.html.render_page", broken)
    assert document_of(record, ReadSettings(), report) is None
    assert [(n.level, n.place) for n in report.notices] == [("error", "a.html")]


def test_a_page_that_is_cut_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record("a", b"<!DOCTYPE html>" + "<p>好".encode() * 9, "page", "a.html", "a.html")
    raw = document_of(record, ReadSettings(), report := Report())
    assert raw is not None and not report.notices
    monkeypatch.setattr("yrd_cli.reading.html_tree.MAX_TAGS", 5)
    assert document_of(record, ReadSettings(), report) is not None
    assert [(n.level, n.key) for n in report.notices] == [("warning", "cut_after_tags")]


N = 6_000
HOSTILE = {
    "posts": "<div class=t_f id=postmessage_1>顶</div>" * N,
    "deep posts": "<div class=t_f>顶" * N,
    "floors": "<div><p>1楼</p><p>好</p></div>" * N,
    "links": "<a href=x>好</a>" * N,
    "open links": "<a href=x>好" * N,
    "rows": "<table>" + "<tr><td>好<td>坏" * N,
    "items": "<ol>" + "<li>好" * N,
    "deep items": "<ol><li>好" * (N // 4),
    "stars": "<p>" + "*" * N * 5,
    "brackets": "<p>" + "[" * N * 5,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_threads_and_lists_take_linear_time(name: str) -> None:
    html = "<!DOCTYPE html><title>某某论坛</title>" + HOSTILE[name]
    start = time.process_time()
    page = render_page(html, "forum", markdown=True)
    assert len(page.markup) == len(page.blocks)
    assert time.process_time() - start < 5
