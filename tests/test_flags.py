"""Flags are raised on evidence and stay down on clean text."""

import time
from pathlib import Path

import pytest

from yrd_cli.clean.draft import Verdict, draft_of
from yrd_cli.clean.flags import find_flags, has_folded_punctuation, is_truncated

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
LAWS = Path(__file__).parent / "rules" / "laws.txt"

TRANSLATED = (
    "“我们必须赢得这场比赛，他们的团队非常出色。“张三说。这是一个很好的机会，对于我们来说非常重要，他们正在努力.\n"
    "他们的经理说，“在工作的过程中，我们学到了更多的东西。“它是一个漫长的旅程，我们必须坚持下去.\n"
    "这是一个大胆的想法，它们的价值已经被大家看到。“李四说，“我们的生活非常美好。“他们都这样认为.\n"
) * 3


def flags(text: str) -> list[str]:
    draft = draft_of(text)
    find_flags(draft)
    return draft.flags


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_only_the_translated_seed_is_flagged_so(path: Path) -> None:
    found = flags(path.read_text("utf-8"))
    assert ("machine-translated" in found) == path.name.startswith("001")


def test_literal_turns_with_wrong_quotes_are_machine_translation() -> None:
    assert "machine-translated" in flags(TRANSLATED)


def test_literal_turns_alone_are_not() -> None:
    assert "machine-translated" not in flags(TRANSLATED.replace("。“", "。”"))


def test_wrong_quotes_alone_are_not() -> None:
    text = (
        "会议指出，各地要认真落实。“工作要做细。“大家表示，任务要完成。\n"
        + "各地认真落实，任务顺利完成。" * 4
    ) * 8
    assert "machine-translated" not in flags(text)


def test_laws_raise_no_flag() -> None:
    laws = LAWS.read_text("utf-8").splitlines()
    for at in range(0, len(laws), 20):
        assert flags("\n".join(laws[at : at + 20])) in ([], ["folded-punctuation"])


@pytest.mark.parametrize(
    ("end", "truncated"),
    [
        ("会议指出，推动一体化发展是亲自谋划的重大战略，既是重大的政治任务，也是重大的发展", True),
        (
            "江蘇省委副書記出席會議並講話，江蘇省委常務副省長主持會議，上海市委副市長，浙江省委...",
            True,
        ),
        (
            "会议指出，推动一体化发展是亲自谋划的重大战略，既是重大的政治任务，也是重大的机遇，",
            True,
        ),
        (
            "会议指出，推动一体化发展是亲自谋划的重大战略，既是重大的政治任务，也是重大的机遇。",
            False,
        ),
        ("他说：“推动一体化发展是亲自谋划的重大战略，既是重大的政治任务，也是重大的机遇。”", False),
        (
            "1月上旬，新闻通气会即将召开；1月中旬，理事会办公会议正在筹备，更多的工作正在等着大家……",
            False,
        ),
        (
            "5月19日，在某国首都，某人发表演讲，支持者在现场挥舞旗帜，气氛热烈。 某社记者 李梦 摄",
            False,
        ),
        (
            "从产业联姻到人才互派，从教育资源共享到交通互联互通，合作的新格局呼之欲出。■ 记者 李航",
            False,
        ),
        ("某某市人民政府办公室", False),
        ("", False),
    ],
)
def test_truncation(end: str, truncated: bool) -> None:
    assert is_truncated(f"第一段。\n{end}") == truncated


def test_folded_punctuation_must_be_the_rule_in_the_text() -> None:
    assert has_folded_punctuation("昨天,记者走进办公楼,大家早已忙开了。" * 6)
    assert not has_folded_punctuation("昨天，记者走进办公楼，大家早已忙开了。" * 6 + "一,二,三" * 3)
    assert not has_folded_punctuation("昨天,记者走进办公楼")
    assert not has_folded_punctuation("张三;李四;王五;" * 6)


def test_a_dropped_spam_line_is_an_seo_title() -> None:
    draft = draft_of("关键词/关键词/关键词\n正文。")
    draft.judge(draft.lines[0], Verdict("drop", "seo-spam"))
    find_flags(draft)
    assert draft.flags == ["seo-title"]


@pytest.mark.parametrize("filler", [" ", "“", "对于", "在", ",", "（", "@", "■", "记者"])
def test_time_is_linear_in_the_length(filler: str) -> None:
    text = "汉" * 300 + (filler * 200_000)[:200_000]
    start = time.process_time()
    flags(text + "“。“。“。“")
    assert time.process_time() - start < 2
