"""What `clean` promises: twice is once, clean text stays, every change is accounted for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yrd_cli.clean import Cleaned, CleanOptions, clean_bytes, clean_document, clean_text
from yrd_cli.clean.draft import rebuild
from yrd_cli.clean.explain import explain
from yrd_cli.clean.reasons import Repair
from yrd_cli.document import Document
from yrd_cli.writing.documents import renderer
from yrd_cli.writing.terminal import Terminal

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
LAWS = Path(__file__).parent / "rules" / "laws.txt"
"""Lines of Chinese laws and regulations and of Taiwan's laws: no copyright (Copyright Act of the
PRC, article 5; of Taiwan, article 9)."""

PIECES = [
    "首页 > 新闻中心 > 正文",
    "当前位置：首页 > 政务公开",
    "关于推进区域协调发展的报告",
    "来源：某某日报",
    "2020-01-03 11:52:42",
    "发布时间：2020-02-18 10:41",
    "责任编辑：张三",
    "　　会议指出，要进一步提高认识，加强组织领导，确保各项任务落到实处，推动高质量发展。",
    "　　記者從發佈會上獲悉，該項目總投資約二十億元，預計明年年底建成投用。",
    "“这是一个好消息。”他说，“我们会继续努力，把工作做得更好。”",
    "一、总体要求",
    "（一）坚持以人民为中心；",
    "第一章 总则",
    "图为会议现场。李四 摄",
    "分享到：微信 微博 QQ空间",
    "版权所有 不得转载",
    "ICP备12345678号-1",
    "上一篇：关于召开座谈会的通知",
    "相关阅读",
    "相关新闻",
    "某地举行开放日活动 吸引众多市民参加",
    "扫一扫在手机打开当前页",
    "31e3f09d670f4cd88cb5b036192ba034.png",
    "?",
    "",
    "　　",
    "??每天清晨，江面上的渡船就开始往返，把两岸的居民连在一起。",
    "長(zhǎng)三角一體化發(fā)展是國(guó)家戰(zhàn)略，,各地應(yīng)當(dāng)積極參與,,共同推進(jìn)。",
    "The quick brown fox jumps over the lazy dog.",
    "http://example.com/a?b=c",
    "\u200b零宽\u200d字符\xa0与控制\x01字符",
    "［］【】()<p>段落</p>/p>",
]

pages = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=40)), max_size=25).map(
    "\n".join
)


def again(cleaned: Cleaned, options: CleanOptions | None = None) -> Cleaned:
    return clean_document(cleaned.document, options)


@settings(max_examples=300, deadline=None)
@given(
    pages,
    st.booleans(),
    st.sampled_from(["safe", "aggressive", "off"]),
    # Not title, date, blank: what stays in the text by request is read again by the next run.
    st.sets(st.sampled_from(["copyright", "share", "comma", "gloss"])),
    st.sets(st.sampled_from(["caption", "heading"])),
)
def test_cleaning_twice_is_cleaning_once(
    page: str, punct: bool, repair: Repair, keep: set[str], drop: set[str]
) -> None:
    options = CleanOptions(repair, frozenset(keep), frozenset(drop), punct)
    once = clean_text(page, options)
    assert again(once, options).document == once.document


@settings(max_examples=300, deadline=None)
@given(pages)
def test_cleaning_the_plain_text_output_again_gives_the_same_body_and_title(page: str) -> None:
    once = clean_text(page).document
    text = renderer("text", Terminal())(once).decode()
    twice = clean_text(text).document
    assert (twice.title, twice.text) == (once.title, once.text)


@settings(max_examples=300, deadline=None)
@given(st.one_of(pages, st.text()))
def test_the_input_can_be_rebuilt_from_output_and_record(page: str) -> None:
    cleaned = clean_text(page)
    records = list(explain(cleaned.draft, "-"))
    assert "".join(r["text"] + r["end"] for r in records) == page
    kept = [r["output"] for r in records if r["output"] is not None]
    assert "\n".join(kept) == cleaned.document.text
    for line in cleaned.draft.lines:
        assert rebuild(line) == line.raw


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_seeds_are_idempotent_and_accounted_for(path: Path) -> None:
    cleaned = clean_bytes(path.read_bytes())
    assert again(cleaned).document == cleaned.document
    records = list(explain(cleaned.draft, "-"))
    assert "".join(r["text"] + r["end"] for r in records).encode() == path.read_bytes()


EXPECTED = {
    "000": ("长三角示范区执委会:我们留守,我们奔忙", "2020-01-03T11:52:42", None, ()),
    "001": ("松江干部冒金句:干这个事情 有时候比追老婆还难", None, None, ()),
    "002": (None, None, None, ()),
    "003": (
        "积极参与长三角疫情联防联控 全力打好长三角一体化主动仗",
        "2020-02-18T10:41",
        "无锡日报",
        ("办公室",),
    ),
    "004": (
        "讓各種要素在G60科創走廊川流不息 一批批黨員干部在這里淬煉成鋼",
        "2021-07-19T13:50",
        "解放日報",
        ("楊博", "沈彤"),
    ),
}


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_seeds_give_title_date_source_and_editors(path: Path) -> None:
    d = clean_bytes(path.read_bytes()).document
    title, date, source, editors = EXPECTED[path.name[:3]]
    if path.name.startswith("002"):
        assert (d.title, d.date, d.editor) == (title, date, editors)
        assert d.author == ("李航",)
    else:
        assert (d.title, d.date, d.source, d.editor) == (title, date, source, editors)


def test_clean_law_text_stays_as_it_is() -> None:
    lines = LAWS.read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 800
    document = clean_text("\n".join(lines)).document
    assert document.title is None
    assert document.text.split("\n") == lines
    changed = [line for line in lines if clean_text(line).document.text != line]
    assert not changed


def test_what_a_record_knows_of_itself_is_kept() -> None:
    raw = Document(
        id="x",
        text="某某网 > 新闻\n新的标题在此\n来源：某某日报\n"
        "正文在这里，讲了一件很长的事情，后来又有了新的进展。",
        title="原来的标题",
        date="1999-01-01",
        metadata={"a": 1},
    )
    document = clean_document(raw).document
    assert (document.id, document.title, document.date) == ("x", "原来的标题", "1999-01-01")
    assert document.metadata["a"] == 1


def test_kept_reasons_do_not_fire_and_dropped_marks_go() -> None:
    page = (
        "首页 > 新闻 > 正文\n大桥建成通车\n来源：某某日报\n"
        "这座大桥今天上午正式建成通车，两岸居民往来更加方便，当地经济也将受益。\n"
        "图为大桥全景。李四 摄\n"
        "大桥全长三公里，总投资约二十亿元，历时四年建成，是当地的重点工程。\n"
        "版权所有 不得转载\n"
    )
    plain = clean_text(page).document.text
    assert "图为大桥" in plain
    assert "版权所有" not in plain
    options = CleanOptions(keep=frozenset({"copyright"}), drop=frozenset({"caption"}))
    chosen = clean_text(page, options).document.text
    assert "图为大桥" not in chosen
    assert "版权所有" in chosen


def test_edits_add_up_over_runs() -> None:
    raw = Document(id="x", text="零\u200b宽", edits={"zero-width": 2})
    assert clean_document(raw).document.edits == {"zero-width": 3}
    clean = replace(raw, text="零宽")
    assert clean_document(clean).document.edits == {"zero-width": 2}


def test_every_line_has_a_json_record() -> None:
    records = list(explain(clean_text("首页 > 新闻 > 正文\n\n正文内容。\n").draft, "-"))
    assert [r["line"] for r in records] == [1, 2, 3]
    assert json.dumps(records)
    assert all(r["verdict"] in {"keep", "fix", "mark", "drop", "meta"} for r in records)
