"""Which lines of a page are its body: cases, guarantees, and the seeds."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yrd_cli.clean.boilerplate import judge_lines, looks_like_page, weigh_lines
from yrd_cli.clean.draft import Draft, Verdict, draft_of
from yrd_cli.clean.line_sense import sense_of
from yrd_cli.clean.page_signs import page_signs
from yrd_cli.clean.reasons import REASONS, CleanOptions

HERE = Path(__file__).parent
_SIGNS = (HERE / "rules" / "boilerplate_signs.jsonl").read_text(encoding="utf-8")
SIGNS = [json.loads(line) for line in _SIGNS.splitlines()]
LAWS = (HERE / "rules" / "laws.txt").read_text(encoding="utf-8").splitlines()

ARTICLE = [
    "会议指出，要进一步提高认识，加强组织领导，确保各项任务落到实处，推动高质量发展。",
    "一座桥，两个省",
    "每天清晨，江面上的渡船就开始往返，把两岸的居民连在一起；如今，大桥通车，路程缩短为十分钟。",
    "“这是一个好消息。”他说，“我们会继续努力，把工作做得更好，让更多的人受益。”",
]
DATE = "2021-05-03 10:22 来源：某报"
HEAD = ["首页", "新闻", "登录", "当前位置：首页 > 要闻", "大桥通车十分钟", DATE]
TAIL = [
    "责任编辑：张三", "分享到：", "相关新闻", "三部门联合发布新规", "明起降温 局地有大雪",
    "版权所有 某某网", "京ICP备12345678号-1", "返回顶部",
]  # fmt: skip


def judged(lines: list[str], options: CleanOptions | None = None) -> Draft:
    draft = draft_of("\n".join(lines), options)
    judge_lines(draft)
    return draft


def kept(lines: list[str]) -> list[str]:
    return [line.text for line in judged(lines).body() if line.text]


@pytest.mark.parametrize("case", SIGNS, ids=lambda case: case["line"][:20])
def test_a_line_is_a_sure_sign_of_a_page_or_text(case: dict[str, str | None]) -> None:
    sign = page_signs().of(str(case["line"]))
    assert (sign.reason if sign and sign.sure else None) == case["reason"]


def test_every_reason_of_the_lexicon_is_documented() -> None:
    signs = page_signs()
    for matcher in (signs.whole, signs.start, signs.inside):
        assert {sign.reason for sign in matcher.signs} <= set(REASONS)


def test_the_body_of_a_page_is_kept_and_the_rest_is_not() -> None:
    assert kept(HEAD + ARTICLE + TAIL) == ARTICLE


def test_traditional_pages_are_judged_alike() -> None:
    article = [
        "記者從發佈會上獲悉，該項目總投資約二十億元，預計明年年底建成投用，屆時路程將縮短一半。",
        "他表示，區域協調發展是大勢所趨，各地應當積極參與、共同推進。",
    ]
    tail = ["熱門新聞", "颱風來襲 各地停班停課", "聯絡我們", "著作權所有，轉載必究"]
    assert kept(["首頁 > 最新消息", "2021/05/03 10:22", *article, *tail]) == article


def test_every_line_has_a_verdict_with_a_score() -> None:
    page = judged(HEAD + ARTICLE + TAIL)
    weigh_lines(page)
    for line in page.lines:
        assert line.verdict is not None
        assert line.verdict.score is not None
        assert line.verdict.reason in REASONS


def test_teasers_below_a_heading_of_links_go_and_a_paragraph_stays() -> None:
    teasers = [
        "某地举行开放日活动", "某地举行开放日活动",
        "近日，某地举行开放日活动，吸引众多市民参加。活动现场设置了多个展区，介绍了近年来的成果...",
    ]  # fmt: skip
    page = [HEAD[3], HEAD[5], *ARTICLE, "分享到：", "相关文章", *teasers]
    assert kept(page) == ARTICLE
    assert kept([HEAD[3], *ARTICLE[:2], "分享到：", *ARTICLE[2:], *TAIL]) == ARTICLE


def test_lists_of_names_and_verse_of_a_page_stay() -> None:
    names = [f"张某某{n}" for n in range(60)]
    verse = ["床前明月光", "疑是地上霜", "举头望明月", "低头思故乡"] * 4
    assert kept([*HEAD, *ARTICLE, *names, *TAIL]) == [*ARTICLE, *names]
    assert kept([*HEAD, *verse, *ARTICLE, *TAIL]) == [*verse, *ARTICLE]


def test_lines_that_were_decided_before_are_borders() -> None:
    draft = draft_of("\n".join([*ARTICLE, "值班总监 张三", "便民问答", "某地普法", "返回顶部"]))
    draft.judge(draft.lines[4], Verdict("meta", "editor"))
    judge_lines(draft)
    assert [line.text for line in draft.body()] == ARTICLE
    assert draft.lines[4].verdict == Verdict("meta", "editor", None)


def test_a_paragraph_that_trails_off_is_text_and_a_cut_teaser_is_not() -> None:
    start = "市委常委、副市长陈某某，区委书记李某某等出席会议，并为示范区建设提出建议"
    assert sense_of(f"{start}……", page_signs()).is_text
    assert not sense_of(f"{start}...", page_signs()).is_text


def test_the_votes_of_the_markup_decide_where_there_are_any() -> None:
    lines = ["另一篇文章的摘要也像正文一样，有逗号，有句号，还有引号。", *ARTICLE]
    draft = draft_of("\n".join(lines))
    draft.votes = (-0.9, 0.9, 0.1, 0.9, 0.9)
    judge_lines(draft)
    assert [line.text for line in draft.body()] == ARTICLE


def test_kept_reasons_stay_marked() -> None:
    draft = judged(HEAD + ARTICLE + TAIL, CleanOptions(keep=frozenset({"copyright"})))
    line = next(line for line in draft.lines if line.text == "版权所有 某某网")
    assert line.in_body
    assert line.verdict is not None
    assert line.verdict.action == "mark"


@pytest.mark.parametrize(
    ("lines", "dropped"),
    [
        (["31e3f09d670f4cd88cb5b036192ba034.png"], {0}),
        ([ARTICLE[0], "?", ARTICLE[2]], {1}),
        (["在吗", "?", "在", "吃了吗", "?"], set()),
        (["某海新闻网", "31e3f09d670f4cd88cb5b036192ba034.png", *ARTICLE], {0, 1}),
    ],
)
def test_remains_of_pictures_go_from_any_text(lines: list[str], dropped: set[int]) -> None:
    assert {n for n, line in enumerate(judged(lines).lines) if not line.in_body} == dropped


CLEAN = {
    "poem": ["床前明月光", "疑是地上霜", "举头望明月", "低头思故乡"],
    "dialogue": ["——吃了吗？", "——吃了。", "?", "——吃的什么？", "……"],
    "recipe": ["西红柿炒鸡蛋", "用料", "西红柿 2个", "做法", "1. 打散鸡蛋", "2. 下锅翻炒"],
    "lyrics": ["归去来兮", "归去来兮", "田园将芜胡不归", "归去来兮"],
    "yearbook": ["教育", "全市有学校百所。", "文化", "全市有剧院十座。", "体育", "旅游"],
    "signature": [*ARTICLE, "某某市人民政府办公室", "2020年1月3日"],
    "table": ["年份 人口 面积 产值 增速", "2019 35 12 3.3 5%", "2020 36 12 3.5 6%", "—", "0"],
    "word list": ["登录", "更多", *(f"词语{n}" for n in range(200)), "收藏", "举报"],
    "English": ["Copyright law protects original works.", "It lasts for decades.", "Home"],
    "one footer line": [*ARTICLE, "附注一行", "再注一行"],
}


@pytest.mark.parametrize("name", CLEAN)
def test_text_that_was_no_page_comes_out_whole(name: str) -> None:
    assert kept(CLEAN[name]) == CLEAN[name]


def test_one_sure_sign_alone_takes_nothing_else_with_it() -> None:
    assert kept([*CLEAN["poem"], "版权所有 某某网"]) == CLEAN["poem"]


def test_laws_come_out_whole_as_one_text_and_line_by_line() -> None:
    assert kept(LAWS) == [line for line in LAWS if line.strip()]
    assert not looks_like_page(draft_of("\n".join(LAWS)))
    assert all(kept([line]) == [line] for line in LAWS if line.strip())


_CHROME = [str(case["line"]) for case in SIGNS if case["reason"]]
_LINES = st.sampled_from([*_CHROME, *HEAD, *TAIL, *ARTICLE, "?", "广告", "打印", "收藏", "短行"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_LINES, st.sampled_from(LAWS)), max_size=40), st.booleans(), st.data())
def test_judging_what_was_kept_drops_nothing_more(
    lines: list[str], with_votes: bool, data: st.DataObject
) -> None:
    draft = draft_of("\n".join(lines))
    if with_votes:
        vote = st.floats(-1, 1)
        size = len(draft.lines)
        draft.votes = tuple(data.draw(st.lists(vote, min_size=size, max_size=size)))
    elif draft.lines:
        decided = data.draw(st.sets(st.integers(0, len(draft.lines) - 1), max_size=3))
        for n in decided:
            reason = data.draw(st.sampled_from(["date", "editor"]))
            draft.judge(draft.lines[n], Verdict("meta", reason))
    judge_lines(draft)
    once = [line.text for line in draft.body() if line.text]
    assert kept(once) == once


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([line for line in LAWS if len(line) > 60]), min_size=3, max_size=12,
             unique=True),
    st.lists(st.sampled_from(HEAD[:4]), max_size=4),
    st.lists(st.sampled_from(TAIL), min_size=2, max_size=8),
)  # fmt: skip
def test_paragraphs_between_head_and_footer_all_stay(
    body: list[str], head: list[str], tail: list[str]
) -> None:
    assert [line for line in kept(head + body + tail) if line in body] == body


SEEDS = {
    "000": range(11, 38), "001": range(7, 108), "003": range(14, 23), "004": range(7, 22),
}  # fmt: skip
"""The lines of the body; those that hold only the name of an image excepted."""


@pytest.mark.parametrize("seed", SEEDS)
def test_the_body_of_a_seed_is_kept_line_for_line(seed: str) -> None:
    (path,) = (HERE.parent / "seeds").glob(f"{seed}_*.txt")
    draft = draft_of(path.read_text(encoding="utf-8"))
    for line in draft.lines:
        line.text = re.sub(r"^\?\?", "", line.text.strip())
        if re.match("来源:|编辑:|責任編輯:", line.text):
            draft.judge(line, Verdict("meta", "editor"))
    judge_lines(draft)
    kept_lines = {line.number for line in draft.body() if line.text}
    body = {n for n in SEEDS[seed] if draft.lines[n - 1].text[-4:] not in ("", ".png")}
    titles = {3} if seed == "001" else set()
    assert kept_lines - titles == body


HOSTILE = [" ", "[", "(", "0", "@", "首页|", "未经", "版权所有", "2020-", "…"]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_lines_cost_linear_time(unit: str) -> None:
    start = time.process_time()
    judged([unit * 200_000])
    for size in (690, 250, 58, 38):
        judged([(unit * size)[:size]])
    assert time.process_time() - start < 1.0


def test_cost_grows_with_the_number_of_lines_only() -> None:
    page = (HEAD + ARTICLE + TAIL) * 50

    def cost(lines: list[str]) -> float:
        start = time.process_time()
        judged(lines)
        return time.process_time() - start

    small = min(cost(page) for _ in range(3))
    assert cost(page * 8) < 8 * 4 * small
