"""Repair of GBK text that was read one byte off."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.shifted_gbk import measure
from tests.gbk_damage import Kind, damaged, fold
from yrd_cli.clean.draft import Draft, draft_of, rebuild
from yrd_cli.clean.gbk_bytes import code_of, vanishing, vanishing_groups
from yrd_cli.clean.reasons import CleanOptions, Repair
from yrd_cli.clean.shifted_gbk import SAFE_MARGIN, repair_shifted_gbk

RULES = Path(__file__).parent / "rules"
CASES = [
    json.loads(line)
    for line in (RULES / "shifted_gbk.jsonl").read_text(encoding="utf-8").splitlines()
]

LAWS = (RULES / "laws.txt").read_text(encoding="utf-8").splitlines()

CLEAN = [
    "什么?!她说,你怎么能这样?!把他叫来。",
    "什麼?!伴娘還沒有到?!被雨淋濕了?",
    "真的?!”他问道。“对?!”",
    "这个函数?(abc)返回什么?把结果保存下来?本来就是这样",
    "(你说呢?对吧?报告已经写好了)",
    "(真的?他说)那么?都来吧!",
    "??每天华灯初上时,两岸灯火通明。",
    "他问:“为什么?”我说:“不为什么。”",
    "你好吗?(nǐ hǎo ma?)",
    "see http://a.example/b?c=d&e=f and (http://a.example/?d=e)",
    "是吗?保证完成任务!是吗?薄薄的一层?俊美的少年?",
    "Is it?yes)no",
]

TEXTS = [
    "记者昨天从会议上获悉：“这项工作进展顺利”，各地正在认真落实。《条例》自公布之日起施行。",
    "老师说：“学习是一辈子的事情。”同学们都很高兴，大家一起去图书馆看书（每天两个小时）。",
    "人民法院审理行政案件，对行政行为是否合法进行审查。“依法治国”，是我们的基本方针。",
]
"""Our own sentences, Simplified; the Traditional ones stand in the cases."""


def repaired(text: str, repair: Repair = "aggressive", keep: frozenset[str] = frozenset()) -> Draft:
    draft = draft_of(text, CleanOptions(repair=repair, keep=keep))
    repair_shifted_gbk(draft)
    return draft


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_aggressive_repair_restores_the_text(case: dict[str, str]) -> None:
    draft = repaired(case["in"])
    assert draft.text() == case["out"]
    assert draft.counts["shifted-gbk"] == 1
    assert all(rebuild(line) == line.raw for line in draft.lines)


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_stands(text: str) -> None:
    draft = repaired(text)
    assert draft.text() == text
    assert not draft.counts


def test_safe_repair_takes_clear_readings_only_and_notes_the_others() -> None:
    clear = CASES[0]["in"]
    narrow = next(c for c in CASES if c["name"].startswith("Simplified, to the next ASCII"))
    draft = repaired(f"{clear}\n{narrow['in']}", "safe")
    assert draft.lines[0].text == CASES[0]["out"]
    assert draft.lines[1].text == narrow["in"]
    (note,) = draft.lines[1].notes
    assert note.suggestion is not None
    assert note.margin is not None and 0 < note.margin < SAFE_MARGIN
    raw = narrow["in"]
    assert raw[: note.start] + note.suggestion + raw[note.end :] == narrow["out"]
    assert draft.counts == {"shifted-gbk": 1, "shifted-gbk-unrepaired": 1}
    assert draft.flags == ["shifted-gbk"]


def test_off_and_keep_leave_the_damage() -> None:
    for draft in (
        repaired(CASES[0]["in"], "off"),
        repaired(CASES[0]["in"], keep=frozenset({"shifted-gbk"})),
    ):
        assert draft.text() == CASES[0]["in"]
        assert not draft.counts


@pytest.mark.parametrize("repair", ["safe", "aggressive"])
def test_repair_of_its_own_output_changes_nothing(repair: Repair) -> None:
    for case in CASES:
        once = repaired(case["in"], repair).text()
        assert repaired(once, repair).text() == once


def distance(one: str, other: str) -> int:
    """Characters that differ, by the longest common blocks."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return max(len(one), len(other)) - sum(block.size for block in blocks)


@pytest.mark.parametrize(("private", "left"), [(True, 0.15), (False, 0.5)])
def test_damage_to_sound_text_is_undone(private: bool, left: float) -> None:
    kind = Kind(private=private, marks=0.4)
    before = after = 0
    for text in TEXTS:
        for seed in range(4):
            bad, good, _ = damaged(text, kind, seed)
            before += distance(bad, good)
            after += distance(fold(repaired(bad).text(), kind), good)
    assert before > 100
    assert after <= left * before


def law_texts(at: list[int]) -> list[str]:
    """Passages of laws around these lines, in Traditional characters."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    return [convert("\n".join(LAWS[max(0, i - 2) : i + 3])) for i in at]


AT_MARKS = [
    i for i, line in enumerate(LAWS) if re.search("[，。、：；”）》](?=[“”《》（）、])", line)
]
"""Few lines of the laws have two marks side by side, and most of those are brackets: harder than
the quotations of news."""


@pytest.mark.parametrize(
    ("at", "kind", "perfect", "left"),
    [
        (AT_MARKS, Kind(glossed=True, marks=0.5), 0.4, 0.4),
        (list(range(20, 1000, 40)), Kind(glossed=True, marks=0, split=4), 0.5, 0.2),
    ],
    ids=["lost marks", "split characters"],
)
def test_damaged_laws_are_restored(at: list[int], kind: Kind, perfect: float, left: float) -> None:
    texts = law_texts(at)
    tally = measure(texts, kind, "aggressive")
    assert tally.documents >= 10
    assert tally.perfect >= perfect * tally.documents
    assert tally.after <= left * tally.before
    safe = measure(texts, kind, "safe")
    assert safe.made >= 3
    assert safe.wrong == 0


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="?!伴L保薄俊骸惫“”。，他说是的(gè)jī\n\ue2bb€", max_size=40))
def test_any_text_can_be_rebuilt(text: str) -> None:
    draft = repaired(text)
    assert "".join(rebuild(line) + line.end for line in draft.lines) == text


@pytest.mark.parametrize(
    "text",
    [
        "?!伴" * 60_000,
        "?" * 200_000,
        "(" + "?吗" * 60_000,
        "?!" + "伴" * 200_000,
        "吗?jī)" * 40_000,
    ],
    ids=["suspects", "marks", "open", "run", "glosses"],
)
def test_hostile_text_is_bounded(text: str) -> None:
    start = time.process_time()
    repaired(text)
    assert time.process_time() - start < 15


def test_nothing_is_loaded_where_nothing_is_suspect() -> None:
    code = (
        "import sys; from yrd_cli.clean.draft import draft_of;"
        "from yrd_cli.clean.shifted_gbk import SAFE_MARGIN, repair_shifted_gbk;"
        "repair_shifted_gbk(draft_of('他问:为什么?\\n不为什么。真的?!'));"
        "print([m for m in sys.modules if m.startswith('yrd_cli.clean.') and"
        " m.split('.')[2] in ('language', 'shifted', 'gbk_bytes')])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_groups_of_vanishing_pairs_hold_every_pair_without_a_character() -> None:
    grouped = {(x, y) for xs, ys in vanishing_groups() for x in xs for y in ys}
    assert grouped == {(x, y) for x, ys in vanishing().items() for y in ys}


def test_codes_of_characters() -> None:
    assert code_of("。") == 0xA1A3
    assert code_of("\ue000") == 0xAAA1
    assert code_of("é") == 0xA8A6
    assert code_of("\U00020000") is None
