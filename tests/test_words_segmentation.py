"""`Segmentation`: the settings that the commands segment with."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.word_samples import LAWS, ODD, SIGNS
from yrd_cli.errors import UsageError
from yrd_cli.words import Segmentation, rust_route, shadow
from yrd_cli.words.joining import Joiner
from yrd_cli.words.user_dictionary import parse_user_dictionary

ENGINES = ("auto", "exact", "jieba", *(("fast",) if rust_route.installed() else ()))

TEXTS = st.text(
    st.one_of(st.sampled_from("中国發展的一體化長三角G60%.-"), st.sampled_from(ODD + SIGNS)),
    max_size=60,
)


@given(TEXTS, st.booleans(), st.booleans())
def test_the_words_joined_are_the_text(text: str, hmm: bool, fold: bool) -> None:
    settings = Segmentation(hmm=hmm, fold=fold)
    assert "".join(settings.words(text)) == text
    words, tags = settings.tagged(text)
    assert "".join(words) == text
    assert len(words) == len(tags)


@given(TEXTS)
def test_the_shadow_keeps_every_offset(text: str) -> None:
    assert len(shadow.fold(text)) == len(text)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("hmm", [True, False])
def test_every_engine_gives_jiebas_words(engine: str, hmm: bool) -> None:
    text = "\n".join(LAWS[40:80])
    expected = Segmentation("jieba", hmm)
    settings = Segmentation(engine, hmm)  # type: ignore[arg-type]
    assert settings.words(text) == expected.words(text)
    few = "\n".join(LAWS[40:43])
    assert settings.tagged(few) == expected.tagged(few)


def test_traditional_and_full_width_text_has_the_words_of_simplified() -> None:
    simplified = "长三角生态绿色一体化发展示范区的G60科创走廊增长50%"
    other = "長三角生態綠色一體化發展示範區的Ｇ６０科創走廊增長５０％"
    words = Segmentation().words(other)
    assert list(map(len, words)) == list(map(len, Segmentation().words(simplified)))
    assert "".join(words) == other
    assert Segmentation(fold=False).words(other) != words


def test_characters_of_both_scripts_stay_in_simplified_text() -> None:
    text = "乾隆年间的著名画家"
    assert Segmentation().words(text) == Segmentation(fold=False).words(text)


def written(folder: Path, *lines: str) -> str:
    path = folder / "user.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("engine", ENGINES)
def test_entries_with_spaces_and_signs_are_joined(tmp_path: Path, engine: str) -> None:
    path = written(tmp_path, "Edu Trust认证 2000 nz", "γ射线 3", "“十五五”规划 9 n", "先行启动区")
    settings = Segmentation(engine, userdict=path)  # type: ignore[arg-type]
    text = "Edu Trust认证的γ射线和“十五五”规划,先行启动区。"
    assert settings.words(text) == [
        "Edu Trust认证", "的", "γ射线", "和", "“十五五”规划", ",", "先行启动区", "。",
    ]  # fmt: skip
    words, tags = settings.tagged(text)
    assert words == settings.words(text)
    assert [tags[k] for k in (0, 2, 4)] == ["nz", "n", "n"]


def test_an_entry_is_joined_only_where_words_end() -> None:
    joiner = Joiner({"a b": "n", "b c": "n", "a b c": "n"})
    words = ["a", " ", "b", " ", "c", " ", "a", " ", "bc"]
    joiner.join("".join(words), words)
    assert words == ["a b c", " ", "a", " ", "bc"]


def test_a_traditional_entry_counts_in_both_scripts(tmp_path: Path) -> None:
    settings = Segmentation(userdict=written(tmp_path, "先行啟動區 5 nz"))
    assert "先行啟動區" in settings.words("在先行啟動區裡")
    assert "先行启动区" in settings.words("在先行启动区里")


def test_settings_travel_with_the_dictionary_they_were_made_with(tmp_path: Path) -> None:
    path = written(tmp_path, "先行启动区")
    settings = Segmentation(userdict=path)
    Path(path).unlink()
    again = pickle.loads(pickle.dumps(settings))
    assert again == settings
    assert "先行启动区" in again.words("在先行启动区")


def test_provenance_names_what_made_the_words(tmp_path: Path) -> None:
    found = Segmentation(userdict=written(tmp_path, "先行启动区"), hmm=False).provenance()
    assert found["engine"] == "exact"
    assert found["jieba"] == "0.42.1"
    assert len(found["dictionary"]) == len(found["userdict"]) == 64
    assert (found["hmm"], found["fold"]) == ("no", "yes")
    reference = Segmentation("jieba").provenance()
    assert reference["engine"] == "jieba"
    assert reference["dictionary"] == found["dictionary"]


FAULTY = {
    "云计算 abc n": "frequency must be a whole number, not 'abc'",
    "云计算 -5 n": "frequency must be a whole number, not '-5'",
    "云计算 1.5": "frequency must be a whole number, not '1.5'",
    "云计算 很多 n": "frequency must be a whole number, not '很多'",
    "云计算 n 5": "the frequency comes before the tag",
    "云计算 5 N": "the tag must be one word of lower-case letters, not 'N'",
    "云计算\t5\tn": "a tab",
    "云计算 99999999999999999999": "the frequency is over",
    "云" * 1001: "more than 1000 characters",
}


@pytest.mark.parametrize("number", range(len(FAULTY)))
def test_a_faulty_line_is_named_with_its_reason(number: int) -> None:
    line, reason = list(FAULTY.items())[number]
    with pytest.raises(UsageError, match=r"^user\.txt:2: ") as caught:
        parse_user_dictionary(f"好 3\n{line}\n".encode(), "user.txt")
    assert reason in str(caught.value)


GOOD_LINES = (
    "云计算", "云计算 5", "云计算 n", "云计算 5 n", "Web 2.0 n", "iPhone 15 Pro",
    "Edu Trust认证 2000", "东方财富 Choice 9 n",
)  # fmt: skip


@pytest.mark.parametrize("line", GOOD_LINES)
def test_jiebas_lines_are_read(line: str) -> None:
    assert len(parse_user_dictionary(line.encode(), "user.txt")) == 1


def test_a_user_dictionary_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.txt: No such file"):
        Segmentation(userdict=str(tmp_path / "none.txt"))
    with pytest.raises(UsageError, match="Is a directory"):
        Segmentation(userdict=str(tmp_path))


_SMALL_TEXT = """
import sys
from yrd_cli.words import Segmentation
Segmentation().tagged("长三角一体化发展示范区的杭研大厦")
print(*sorted({"jieba", "rjieba", "numpy", "pkg_resources", "rjieba.rjieba"} & set(sys.modules)))
"""
_WITHOUT_RJIEBA = """
import sys
sys.modules["rjieba"] = None
from yrd_cli.words import Segmentation
text = "他来到了网易杭研大厦，长三角G60。" * 5_000
words = Segmentation().words(text)
print(len(words), Segmentation().provenance()["rjieba"])
"""


def run(code: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """A process of its own, its home and temporary folder empty."""
    here = str(tmp_path)
    environment = {**os.environ, "HOME": here, "TMPDIR": here, "PYTHONUTF8": "1"}
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=True)


def test_a_short_text_loads_no_heavy_package(tmp_path: Path) -> None:
    done = run(_SMALL_TEXT, tmp_path)
    assert (done.stdout, done.stderr) == ("\n", "")
    assert list(tmp_path.iterdir()) == []


def test_without_rjieba_the_words_are_the_same(tmp_path: Path) -> None:
    done = run(_WITHOUT_RJIEBA, tmp_path)
    expected = Segmentation().words("他来到了网易杭研大厦，长三角G60。" * 5_000)
    assert done.stdout == f"{len(expected)} not installed\n"
    assert done.stderr == ""
