"""Injected pinyin goes; what an author wrote stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gbk_damage import first_readings
from yrd_cli.clean.draft import Draft, draft_of, rebuild
from yrd_cli.clean.glosses import strip_glosses
from yrd_cli.clean.readings import characters_read
from yrd_cli.clean.reasons import CleanOptions

PLAIN = (
    "長江是中國第一長河,國家重視長江的發展。各國學者來到長江岸邊,學習治理長河的經驗,"
    "國際學會也在這裡開會。發展經濟,離不開教育事業的發展;教育興國,學生是國家的未來。"
)
CARRIERS = {"長": "cháng", "國": "guó", "發": "fā", "學": "xué", "會": "huì"}
GLOSSED = "".join(f"{c}({CARRIERS[c]})" if c in CARRIERS else c for c in PLAIN)


def glossed(char: str) -> str:
    return f"{char}({first_readings()[char]})"


KEPT = {
    "one word explained": "重庆(Chóngqìng)是直辖市。饕餮(tāotiè)是传说中的怪兽。" * 3,
    "a hard character explained": PLAIN + "龘(dá)是一个生僻字。",
    "hard characters explained once each": "".join(
        f"第{n}个生字是{glossed(c)}，请同学们注意它的写法和读音，并且用它造一个句子。"
        for n, c in enumerate("龘饕餮魑魅魍魉耄耋踟蹰囹圄")
    ),
    "a vocabulary list": "\n".join(glossed(c) for c in "山水田火人口手足日月星云风雨"),
    "a reader with pinyin over every character": "".join(
        glossed(c) for c in "床前明月光疑是地上霜举头望明月低头思故乡" * 2
    ),
    "letters that are no reading": "".join(f"第{n}项国(a)家(b)标准" for n in range(30)),
}


SHORT = {
    "2024年長(zhǎng)三角發(fā)展上升為國(guó)家戰(zhàn)略。": "2024年長三角發展上升為國家戰略。",
    "他长(zhǎng)大了，头发长(cháng)长(cháng)了。": None,
    "多音字：乐(yuè)器、快乐(lè)、重(zhòng)要、重(chóng)新。": None,
    "會(huì)計(kuài)二字": None,
}


@pytest.mark.parametrize(("text", "expected"), SHORT.items())
def test_a_few_glosses_go_from_a_short_text_only_where_they_are_surely_injected(
    text: str, expected: str | None
) -> None:
    assert stripped(text).text() == (expected or text)


def stripped(text: str, keep: frozenset[str] = frozenset()) -> Draft:
    draft = draft_of(text, CleanOptions(keep=keep))
    strip_glosses(draft)
    return draft


def test_glosses_strewn_over_a_page_go() -> None:
    draft = stripped(GLOSSED)
    assert draft.text() == PLAIN
    assert draft.counts["gloss"] == sum(PLAIN.count(c) for c in CARRIERS)
    assert rebuild(draft.lines[0]) == GLOSSED


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda t: t.replace("(", "（").replace(")", "）"),
        lambda t: t.translate(str.maketrans("áóāéì", "aoaei")),
        lambda t: t.replace("cháng", "chang2").replace("fā", "fa1"),
        lambda t: t.replace("cháng", "cha\u0301ng"),
    ],
    ids=["full-width brackets", "without tones", "with tone numbers", "combining marks"],
)
def test_other_ways_to_write_pinyin_go_too(rewrite: object) -> None:
    assert callable(rewrite)
    assert stripped(rewrite(GLOSSED)).text() == PLAIN


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_what_an_author_wrote_stays(text: str) -> None:
    assert not stripped(text).counts


def test_a_gloss_that_is_no_reading_of_its_character_stays_on_a_glossed_page() -> None:
    assert stripped(GLOSSED + "公司(sī)的董事(abc)").text() == PLAIN + "公司的董事(abc)"


def test_keep_leaves_them() -> None:
    assert stripped(GLOSSED, frozenset({"gloss"})).text() == GLOSSED


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="長國發學(chánguófāxé)（）\n,的", max_size=60))
def test_twice_is_once(text: str) -> None:
    once = stripped(GLOSSED + text)
    assert not stripped(once.text()).counts
    assert "".join(rebuild(line) + line.end for line in once.lines) == GLOSSED + text


@pytest.mark.parametrize("text", ["長(" * 100_000, "長(a" * 60_000, "a" * 200_000, "(" * 200_000])
def test_hostile_text_is_linear(text: str) -> None:
    start = time.process_time()
    stripped(text)
    assert time.process_time() - start < 2


def test_readings() -> None:
    assert "长" in characters_read("zhǎng")
    assert "绿" in characters_read("lv4")
    assert "女" in characters_read("nü3")
    assert not characters_read("abc")
