"""The cheap looks that spare `clean` its work: each gives what the work would have given."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.clean import boilerplate, clean_text, credits, dates, draft, flags, mojibake
from yrd_cli.clean.boilerplate import judge_lines, weigh_lines
from yrd_cli.clean.breadcrumbs import read_breadcrumb
from yrd_cli.clean.credit_lines import read_credit_line
from yrd_cli.clean.credit_words import alternation
from yrd_cli.clean.draft import Draft, draft_of
from yrd_cli.clean.page_title import original_title
from yrd_cli.clean.reasons import CleanOptions
from yrd_cli.clean.stages import TEXT_STAGES

HERE = Path(__file__).parent
LAWS = (HERE / "rules" / "laws.txt").read_text(encoding="utf-8").splitlines()
SIGNS = [
    json.loads(line)["line"]
    for line in (HERE / "rules" / "boilerplate_signs.jsonl").read_text("utf-8").splitlines()
]
DAMAGE = (
    "闀夸笁瑙掍竴浣撳寲", "ÖÐÎÄÐÅÏ¢", "&#38271;三角", "\\u957f\\u4e09", "%E9%95%BF%E4%B8%89",
    "長(zhǎng)三角", "a\u200bb", "[email protected]", "/p>", "??这是", "量?jī)蓚", "结束?伴L",
    "昨天,,记者", "他说，。好", "锟斤拷", "\u3000\u3000", "  ", "", "\x85", "\ufffd",
)  # fmt: skip
CREDITS = (
    "2020-02-18 10:41 来源：某某网", "责任编辑：张三", "二〇二〇年一月三日", "作者：李四",
    "徐程 摄", "首页 > 新闻", "当前位置：首页", "（原标题：江边的清晨这样开始）",
    "民國109年1月3日", "本報記者 王五",
    "《人民日报》（2024年05月10日 04版）", "2:51pm 18/03/2022", "發佈日期：111-08-15", "１９９９年",
    "浏览次数：12", "索引号：123 发布机构：某局", "？", "logo_2020.png", "久久/国产精品/无码/人妻",
)  # fmt: skip
LINE = st.one_of(
    st.sampled_from([*LAWS[:400], *SIGNS, *CREDITS, *DAMAGE]),
    st.lists(
        st.sampled_from([*DAMAGE, *CREDITS, *(line[:12] for line in LAWS[:60])]), max_size=4
    ).map("".join),
)
TEXT = st.lists(LINE, max_size=8).map("\n".join)
STAGES = pytest.mark.parametrize(
    ("may_change", "stage"), TEXT_STAGES, ids=[stage.__name__ for _, stage in TEXT_STAGES]
)


def state(text: Draft) -> list[object]:
    return [(line.text, line.edits, line.verdict, line.notes) for line in text.lines]


@STAGES
def test_a_stage_changes_nothing_where_its_guard_sees_nothing(may_change, stage) -> None:  # type: ignore[no-untyped-def]
    @given(TEXT)
    def check(text: str) -> None:
        page = draft_of(text)
        if not may_change(page.text()):
            before = state(page)
            stage(page)
            assert state(page) == before
            assert not page.counts and not page.flags

    check()


@given(st.text("a长\n\r\x0b\x0c\u2028\u2029\x85", max_size=12))
def test_a_text_is_split_as_the_pattern_splits_it(text: str) -> None:
    by_pattern = [
        (raw, end) for raw, end in (m.groups() for m in draft._LINE.finditer(text)) if raw or end
    ]
    assert [(line.raw, line.end) for line in draft_of(text).lines] == by_pattern


@given(TEXT, st.sampled_from([None, "", "久久/国产精品/无码/人妻"]))
def test_lines_that_cannot_fall_get_the_verdicts_of_a_full_hearing(
    text: str, title: str | None
) -> None:
    def judged() -> Draft:
        page = draft_of(text, CleanOptions(drop=frozenset({"caption"})))
        page.given_title = title
        credits.read_credits(page)
        judge_lines(page)
        weigh_lines(page)
        return page

    with pytest.MonkeyPatch.context() as patch:
        quick = judged()
        patch.setattr(boilerplate, "_nothing_falls", lambda draft, lines: False)
        full = judged()
    assert state(quick) == state(full)
    assert quick.counts == full.counts


@pytest.mark.parametrize("punct", [False, True])
def test_scores_are_those_of_the_text_that_was_judged(punct: bool) -> None:
    text = (
        "昨天,记者走进办公楼,大家早已忙开了.\n一座桥\n" + "每天清晨,渡船开始往返;如今大桥通车。" * 3
    )
    page = clean_text(text, CleanOptions(punct=punct)).draft
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boilerplate, "_nothing_falls", lambda draft, lines: False)
        full = clean_text(text, CleanOptions(punct=punct)).draft
    assert state(page) == state(full)
    assert all(line.verdict and line.verdict.score for line in page.lines if line.in_body)


@given(
    st.one_of(LINE, st.text("0129１９２０ 　年月日-/.／．民國国一二〇三期间:：123:pm", max_size=24))
)
def test_a_line_without_the_sign_of_a_date_has_none(line: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        quick = dates.find_dates(line)
        patch.setattr(dates, "_MAY_BE_DATE", re.compile(""))
        patch.setattr(dates, "_WIDE", re.compile(""))
        assert dates.find_dates(line) == quick


@given(LINE)
def test_every_credit_path_and_title_has_its_trigger(line: str) -> None:
    if read_breadcrumb(line) or original_title(line) or read_credit_line(line):
        assert credits._TRIGGER.search(line)


@pytest.mark.parametrize("line", CREDITS[:12])
def test_credits_keep_their_trigger(line: str) -> None:
    assert credits._TRIGGER.search(line)


@given(
    st.lists(st.text("ab长", min_size=1, max_size=4), min_size=1, unique=True),
    st.text("ab长 ", max_size=30),
)
def test_a_tree_of_words_finds_what_the_words_in_a_row_find(words: list[str], text: str) -> None:
    longest_first = sorted(words, key=len, reverse=True)
    tree, row = re.compile(alternation(words)), re.compile("|".join(longest_first))
    assert [m.span() for m in tree.finditer(text)] == [m.span() for m in row.finditer(text)]
    ended = [re.compile(f"(?:{part})长$") for part in (tree.pattern, row.pattern)]
    assert len({pattern.search(text) and pattern.search(text).span() for pattern in ended}) == 1  # type: ignore[union-attr]


_BAD_QUOTE = re.compile("[。！？，,.!?]“(?![^“”\n]{1,200}”)|“(?=[\u4e00-\u9fff]{2,6}[说說])")


@given(st.text("“”。，,.好他说說\n", max_size=40))
def test_bad_quotes_are_counted_wherever_the_search_begins(text: str) -> None:
    assert len(flags._BAD_QUOTE.findall(text)) == len(_BAD_QUOTE.findall(text))


@given(TEXT)
def test_a_sample_with_enough_common_marks_needs_no_count(text: str) -> None:
    lines = draft_of(text).lines
    with pytest.MonkeyPatch.context() as patch:
        quick = mojibake._is_strange(lines), mojibake._suspects(lines)
        patch.setattr(mojibake, "_COMMONEST", "")
        patch.setattr(mojibake, "_FIRST_OF_SUSPECT", re.compile(""))
        full = mojibake._is_strange(lines), mojibake._suspects(lines)
    assert quick == full
