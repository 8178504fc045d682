"""Edits and offsets of a conversion, told on the original text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_convert_engine import PAIRS, TEXTS, plain
from yrd_cli.convert.engine import Converter, Edit, Profile, UserDictionary


def replayed(text: str, edits: list[Edit]) -> str:
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, text[at:]])


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(PAIRS))
def test_edits_replayed_give_the_conversion(text: str, pair: tuple[str, Profile]) -> None:
    converter = plain(*pair)
    edits = converter.edits(text)
    assert replayed(text, edits) == converter.convert(text)
    assert all(text[e.start : e.end] != e.replacement and e.rule for e in edits)
    assert all(a.end <= b.start for a, b in pairwise(edits))


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(PAIRS))
def test_offsets_map_back(text: str, pair: tuple[str, Profile]) -> None:
    """The ends map to the ends, an edit to itself, and what no edit touched to itself."""
    converter = plain(*pair)
    done, edits, offsets = (
        converter.convert(text),
        converter.edits(text),
        converter.offsets(text),
    )
    assert offsets.back(0, len(done)) == (0, len(text))
    at = out = 0
    for edit in [*edits, Edit(len(text), len(text), "", "", "", ())]:
        for step in range(edit.start - at):
            assert offsets.back(out + step, out + step + 1) == (at + step, at + step + 1)
        out += edit.start - at
        end = out + len(edit.replacement)
        assert offsets.back(out, end) == (edit.start, edit.end)
        for inside in range(out, end):
            low, high = offsets.back(inside, inside + 1)
            assert edit.start <= low < high <= edit.end
        at, out = edit.end, end


EDITS: list[tuple[str, Profile, str, list[tuple[int, int, str, str, str]]]] = [
    ("s2t", "opencc", "汉，里面", [
        (0, 1, "漢", "STCharacters", "character"),
        (2, 4, "裏面", "STPhrases", "phrase"),
    ]),
    ("s2t", "opencc", "公里", []),
    ("s2twp", "opencc", "的软件", [(1, 3, "軟體", "STCharacters > TWPhrases", "phrase")]),
    ("tw2sp", "opencc", "用滑鼠，記憶體", [
        (1, 3, "鼠标", "TWPhrasesRev > TSCharacters", "phrase"),
        (4, 7, "内存", "TWPhrasesRev > TSCharacters", "phrase"),
    ]),
    ("s2t", "opencc", "一个中国", [
        (1, 3, "箇中", "STPhrases", "phrase"),
        (3, 4, "國", "STCharacters", "character"),
    ]),
    ("s2t", "accurate", "一个中国", [
        (1, 2, "個", "STCharacters", "character"),
        (3, 4, "國", "STCharacters", "character"),
    ]),
    ("t2s", "reimplemented", "乾隆乾淨", [
        (2, 3, "干", "TSCharacters", "character"),
        (3, 4, "净", "TSCharacters", "character"),
    ]),
    ("t2s", "opencc", "\uf900", [(0, 1, "岂", "CJK_Compatibility_Ideographs > TSCharacters",
                                 "character")]),
]  # fmt: skip


@pytest.mark.parametrize(("config", "profile", "text", "expected"), EDITS)
def test_an_edit_names_its_dictionaries(
    config: str, profile: Profile, text: str, expected: list[tuple[int, int, str, str, str]]
) -> None:
    edits = Converter(config, profile=profile).edits(text)
    assert [(e.start, e.end, e.replacement, e.rule, e.kind) for e in edits] == expected


def test_an_edit_knows_the_other_candidates() -> None:
    (edit,) = Converter("s2t").edits("发")
    assert (edit.replacement, edit.candidates) == ("發", ("發", "髮"))


def test_choices_are_told_whether_or_not_they_change_anything() -> None:
    choices = list(Converter("s2t").choices("公里里的汉"))
    assert [(c.offset, c.character, c.chosen, c.rule, c.context) for c in choices] == [
        (1, "里", "里", "STPhrases", "公里"),
        (2, "里", "裏", "STCharacters", "里"),
    ]
    assert choices[0].candidates == ("裏", "里", "哩")


def test_edits_go_around_what_is_held(tmp_path: Path) -> None:
    (tmp_path / "u.txt").write_text("软件\t軟件程式\n", encoding="utf-8")
    converter = Converter(
        "s2twp",
        userdict=UserDictionary.read(tmp_path / "u.txt"),
        protect=lambda text: [(0, 2)],
    )
    text = "软件的软件和鼠标"
    edits = converter.edits(text)
    assert [(e.start, e.end, e.replacement, e.rule) for e in edits] == [
        (3, 5, "軟件程式", "u"),
        (6, 8, "滑鼠", "STCharacters > TWPhrases"),
    ]
    assert replayed(text, edits) == converter.convert(text) == "软件的軟件程式和滑鼠"
    offsets = converter.offsets(text)
    assert offsets.back(3, 7) == (3, 5)
    assert offsets.back(8, 10) == (6, 8)
    assert [c.offset for c in converter.choices(text)] == []


def test_where_lengths_stay_no_conversion_is_needed_to_map_back() -> None:
    assert Converter("s2tw").offsets("软件" * 9).back(3, 5) == (3, 5)


def test_what_the_words_decided_is_told() -> None:
    text = "一个中国，维护发展里"
    decided = Converter("s2t", profile="accurate").arbitrated(text)
    assert [(text[e.start : e.end], e.replacement, e.candidates) for e in decided] == [
        ("个", "個", ("個", "箇")),
        ("发", "發", ("發", "髮")),
    ]
    assert Converter("s2t").arbitrated(text) == []


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.sampled_from(["s2t", "s2twp", "s2hk"]))
def test_what_the_words_decided_is_all_that_differs(text: str, config: str) -> None:
    accurate, opencc = plain(config, "accurate"), plain(config, "opencc")
    decided = accurate.arbitrated(text)
    done, expected = accurate.convert(text), opencc.convert(text)
    assert (done == expected) == (not decided)
    if len(done) == len(text) == len(expected):
        for edit in decided:
            done = done[: edit.start] + edit.candidates[1] + done[edit.end :]
        assert done == expected
