"""Quality filters: each rule by the figure that decides, at its limit and beyond."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.clean.quality import GROUPS, RULES, Figures, QualityOptions, Rejection, choose_rules
from yrd_cli.errors import UsageError

LAWS = (Path(__file__).parent / "rules" / "laws.txt").read_text(encoding="utf-8").split("\n")
GOOD = "\n".join([line for line in LAWS if 120 < len(line) < 300][:4])

FIGURES = [
    ("length", "一 二\n三", 3),
    ("han_share", "一二ab", 0.5),
    ("sentences", "一。二！三？四……", 4),
    ("ended_lines", "一句话。\n标题\n“引语。”\n列表：", 0.75),
    ("short_lines", "短\n" + "长" * 16, 0.5),
    ("bullet_lines", "• 一\n（二）条\n3、项\n正文", 0.75),
    ("ellipsis_lines", "未完…\n完了。", 0.5),
    ("function_words", "他的书在桌上和他是", 4),
    ("braces", "function() { return {} }", 2),
    ("placeholders", "Lorem ipsum dolor", 1),
    ("repeated_lines", "一\n二\n一\n一", 0.5),
    ("repeated_line_characters", "甲乙\n丙\n甲乙", 0.4),
    ("line_breaks", "一二三四\n五六七八", 0.4),
    ("symbols", "#话题#一二三四五六七八九十", 1.6 * 2 / 14),
]


@pytest.mark.parametrize(("figure", "text", "value"), FIGURES)
def test_figure(figure: str, text: str, value: float) -> None:
    assert getattr(Figures(text), figure) == pytest.approx(value)


def test_repetition_of_ngrams() -> None:
    assert Figures("甲乙丙丁" * 5).top_ngram(4) == pytest.approx(1.0)
    assert Figures("甲乙丙丁戊己庚辛").top_ngram(4) == 0.0
    assert Figures("一二三四五六七八九十" * 2).repeated_ngrams(10) == pytest.approx(1.0)
    assert Figures(GOOD).repeated_ngrams(20) <= 0.1


@pytest.mark.parametrize("rule", sorted(RULES))
def test_good_text_passes_every_rule(rule: str) -> None:
    assert RULES[rule].passes(RULES[rule].value(Figures(GOOD))), RULES[rule].value(Figures(GOOD))


BAD = [
    ("length", "太短。"),
    ("han-share", "This is an English text about nothing at all. " * 9),
    ("c4-sentences", "没有句号的一行\n" * 30),
    ("c4-ended-lines", GOOD + "\n菜单项" * 30),
    ("c4-braces", GOOD + "{"),
    ("c4-placeholder", GOOD + "lorem ipsum"),
    ("gopher-length", "太短。"),
    ("gopher-symbols", "#" * 50 + GOOD),
    ("gopher-bullets", "\n".join(f"• 第{n}项内容" for n in range(20))),
    ("gopher-ellipses", "\n".join(f"摘要之{n}……" for n in range(9))),
    ("gopher-han", "abc def " * 30),
    ("gopher-function-words", "甲乙丙丁戊己庚辛壬癸" * 20),
    ("gopher-repeated-lines", "同一行。\n" * 10),
    ("gopher-repeated-line-characters", "同一行文字很长很长。\n" * 10),
    ("gopher-top-4-gram", "买买买买" * 60 + "吧"),
    ("gopher-repeated-20-grams", "这一段文字会被完整地重复好几次直到令人厌烦为止。" * 9),
    ("fineweb-ended-lines", "没有句号的一行\n" * 30),
    ("fineweb-short-lines", "短行。\n" * 30),
    ("fineweb-repeated-characters", "同一行文字很长很长。\n" * 10),
    ("fineweb-line-breaks", "行\n" * 30),
]


@pytest.mark.parametrize(("rule", "text"), BAD)
def test_bad_text_fails_by_the_rule(rule: str, text: str) -> None:
    rejection = QualityOptions((RULES[rule],)).judge(text)
    assert rejection is not None
    assert (rejection.rule, rejection.limit) == (rule, RULES[rule].limit)


def test_chinese_end_marks_count() -> None:
    assert Figures("。\n".join(GOOD.split("。"))).ended_lines > 0.9


def test_limits_can_be_given() -> None:
    (rule,) = choose_rules(["length=7"])
    assert QualityOptions((rule,)).judge("一二三四五六") == Rejection("length", 6, 7)
    assert QualityOptions((rule,)).judge("一二三四五六七") is None


def test_groups_stand_for_their_rules() -> None:
    assert [r.name for r in choose_rules(["c4,fineweb"])] == [*GROUPS["c4"], *GROUPS["fineweb"]]


@pytest.mark.parametrize(
    ("value", "message"),
    [("gofer", "did you mean 'gopher'"), ("length=x", "is no number"), ("length=nan", "no number"),
     ("c4=3", "no filter 'c4'")],
)  # fmt: skip
def test_a_wrong_name_or_limit_is_refused(value: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        choose_rules([value])


def test_the_score_tells_text_from_menus() -> None:
    menu = "\n".join(["首页", "新闻", "登录", "注册", "下载APP"] * 8)
    assert Figures(GOOD).score > 0.8
    assert Figures(menu).score < 0.4
    assert QualityOptions(min_score=0.5).judge(GOOD) is None
    rejection = QualityOptions(min_score=0.5).judge(menu)
    assert rejection is not None
    assert rejection.rule == "score"


def test_listed_words_are_counted() -> None:
    rules = choose_rules(["words"])
    rejection = QualityOptions(rules, words=("博彩",)).judge("博彩平台，博彩网站")
    assert rejection == Rejection("words", 2, 0)


@given(st.text(max_size=200))
def test_every_figure_is_defined_for_any_text(text: str) -> None:
    figures = Figures(text)
    for rule in RULES.values():
        assert rule.value(figures) >= 0
    assert 0 <= figures.score <= 1
