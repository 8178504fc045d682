"""`yrd grep --class`: facts of a kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forking import run_all
from tests.running import Ran, yrd

TEXT = (
    "2020年2月18日,上海市委书记李强表示,投资3.5亿元,增长6.1%。\n"
    "没有的一行\n"
    "印发《长三角一体化发展规划纲要》,去年投資2192億元。\n"
)

CASES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("-on", "--class", "money", "a.txt"), "1:3.5亿元\n3:2192億元\n"),
    (("-o", "--class=percent", "a.txt"), "6.1%\n"),
    (("-o", "--class", "person", "a.txt"), "李强\n"),
    (("-o", "--class", "document", "a.txt"), "《长三角一体化发展规划纲要》\n"),
    (("-c", "--class", "money", "a.txt"), "2\n"),
    (("-l", "--class", "money", "a.txt", "b.txt"), "a.txt\n"),
    (("-n", "--class", "date", "-v", "a.txt"), "2:没有的一行\n"),
    (("-o", "--class", "money", "-e", "2192", "a.txt"), "2192億元\n"),
    (("-o", "--class", "money", "", "a.txt"), "3.5亿元\n2192億元\n"),
)
IDS = [" ".join(words) for words, _ in CASES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text("没有\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def answers(folder: Path) -> list[Ran]:
    return run_all([("grep", *words) for words, _ in CASES], folder)


@pytest.mark.parametrize("number", range(len(CASES)), ids=IDS)
def test_facts_of_a_kind_are_found(answers: list[Ran], number: int) -> None:
    assert answers[number].out.decode() == CASES[number][1]
    assert answers[number].status == 0


def test_a_pipe_is_searched_where_no_file_is_named(folder: Path) -> None:
    ran = yrd("grep", "-o", "--class", "place", input=TEXT.encode())
    assert "上海市" in ran.out.decode().splitlines()


def test_a_kind_that_is_none_is_refused_with_the_list(folder: Path) -> None:
    ran = yrd("grep", "--class", "colour", "a.txt", cwd=folder)
    assert ran.status == 2
    assert ran.messages == [
        "yrd: --class 'colour': choose from money, date, percent, org, person, place, document "
        "(see: yrd grep --help)"
    ]
