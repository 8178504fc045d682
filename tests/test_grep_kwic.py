"""Concordance lines, their order, their groups."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.forking import run_all
from tests.running import Ran, on_terminal, yrd
from yrd_cli.document import Document
from yrd_cli.errors import UsageError
from yrd_cli.grep.concordance import GroupCounts, Hit, hits_of, neighbour, parse_sort, sorted_hits
from yrd_cli.grep.kwic import GAP, Layout, cell_width, kwic_line, text_width

LAW = (
    "长江三角洲区域一体化发展规划由国务院批准。\n"
    "推動長三角一體化發展，是國家戰略。\n"
    "ABC长三角 G60 科创走廊。\n"
    "长(cháng)三角。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return _filled(tmp_path)


def _filled(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(LAW, encoding="utf-8")
    (tmp_path / "b.txt").write_text("上海在长三角地区\n", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(
        '{"id":"x1","text":"他在长三角。","date":"2021-05-01"}\n'
        '{"id":"x2","text":"到长三角去。","date":"2019-01-01"}\n',
        encoding="utf-8",
    )
    return tmp_path


def _columns(line: str, node: str) -> int:
    """The column at which a node stands, known by the gaps around it."""
    return text_width(line[: line.index(f"{GAP}{node}") + len(GAP)])


def test_nodes_stand_in_one_column(folder: Path) -> None:
    ran = yrd("grep", "--kwic", "长三角", "a.txt", cwd=folder)
    lines = ran.out.decode().splitlines()
    nodes = ["長三角", "长三角", "长(cháng)三角"]
    assert ran.status == 0
    assert len(lines) == 3
    assert len({_columns(line, node) for line, node in zip(lines, nodes, strict=True)}) == 1


WIDTHS = [20, 41, 60, 132]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_line_is_as_wide_as_asked_and_no_wider(answers: Answers, width: int) -> None:
    lines = answers["--width", str(width)].out.decode().splitlines()
    assert len(lines) == 3
    assert max(map(text_width, lines)) <= max(width, 16 + 13)


@given(
    st.text("长a，—é́\u200b　\t\n", max_size=30),
    st.text("长三角a", min_size=1, max_size=6),
    st.text("长a，—é́\u200b　\t\n", max_size=30),
    st.integers(16, 100),
    st.sampled_from([1, 2]),
)
def test_columns_are_kept_whatever_the_text(
    left: str, node: str, right: str, width: int, ambiguous: int
) -> None:
    layout = Layout(width, ambiguous)  # type: ignore[arg-type]
    line = kwic_line(left, node, right, layout)
    columns, rest = layout.columns(text_width(node))
    assert text_width(line.left, layout.ambiguous) == columns
    assert text_width(line.right, layout.ambiguous) == rest
    assert line.node == node


@pytest.mark.parametrize(
    ("char", "narrow", "wide"), [("—", 1, 2), ("“", 1, 2), ("长", 2, 2), ("a", 1, 1), ("́", 0, 0)]
)
def test_ambiguous_characters_are_as_wide_as_told(char: str, narrow: int, wide: int) -> None:
    assert (cell_width(char, 1), cell_width(char, 2)) == (narrow, wide)


def test_ambiguous_width_is_an_option(folder: Path) -> None:
    (folder / "d.txt").write_text("“—”长三角\n", encoding="utf-8")
    one, two = (
        yrd("grep", "--kwic", "--ambiguous-width", n, "长三角", "d.txt", cwd=folder).out.decode()
        for n in "12"
    )
    assert one.index("“") == two.index("“") + 3


def test_the_label_stands_behind(folder: Path) -> None:
    out = yrd("grep", "--kwic", "-n", "长三角", "a.txt", "c.jsonl", cwd=folder).out.decode()
    assert [line.split()[-1] for line in out.splitlines()] == [
        "a.txt:2", "a.txt:3", "a.txt:4", "x1:1", "x2:1",
    ]  # fmt: skip


SORTED = [
    ("right", ["a.txt:3", "x1:1", "a.txt:4", "a.txt:2", "x2:1", "b.txt:1"]),
    ("date", ["x2:1", "x1:1", "a.txt:2", "a.txt:3", "a.txt:4", "b.txt:1"]),
    ("path", ["a.txt:2", "a.txt:3", "a.txt:4", "b.txt:1", "x1:1", "x2:1"]),
    ("date,right,path", ["x2:1", "x1:1", "a.txt:3", "a.txt:4", "a.txt:2", "b.txt:1"]),
]


@pytest.mark.parametrize(("keys", "labels"), SORTED)
def test_lines_are_sorted_by_up_to_three_keys(
    answers: Answers, keys: str, labels: list[str]
) -> None:
    out = answers["-n", "--sort", keys].out.decode()
    assert [line.split()[-1] for line in out.splitlines()] == labels


def _hit(left: str, right: str) -> Hit:
    return Hit(left, "N", right, 0, 1, 1, "d", "p", None)


def test_the_left_context_is_sorted_from_the_node_outwards() -> None:
    hits = [_hit("ba", ""), _hit("ab", ""), _hit("aa", ""), _hit("c發", ""), _hit("b发", "")]
    assert [hit.left for hit in sorted_hits(hits, ["left"])] == ["aa", "ba", "ab", "b发", "c發"]


@pytest.mark.parametrize("value", ["up", "left,up", "left,right,path,date", ""])
def test_wrong_sort_keys_are_refused(value: str) -> None:
    with pytest.raises(UsageError, match="--sort"):
        parse_sort([value])


def test_groups_are_counted(folder: Path) -> None:
    ran = yrd("grep", "--group", "match", "长三角", "a.txt", "b.txt", "c.jsonl", cwd=folder)
    assert ran.out.decode() == "match\tcount\tdocuments\n长三角\t5\t4\n長三角\t1\t1\n"


def test_groups_by_neighbouring_word(folder: Path) -> None:
    left = yrd("grep", "--group", "left1", "长三角", "b.txt", "c.jsonl", cwd=folder).out.decode()
    assert left == "left1\tcount\tdocuments\n在\t2\t2\n到\t1\t1\n"
    right = yrd("grep", "--group", "right1", "长三角", "b.txt", cwd=folder).out.decode()
    assert right == "right1\tcount\tdocuments\n地区\t1\t1\n"


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        ("推动中国", "一体化发展", ("中国", "一体化")),
        ("推動中國", "一體化發展", ("中國", "一體化")),
        ("他说：", "。好", ("：", "。")),
        ("", "", ("", "")),
        ("中国 ", " G60走廊", ("中国", "G60")),
        ("中(zhōng)国(guó)", "(jiǎo)区域", ("中国", "区域")),
    ],
)
def test_neighbours_are_words_or_marks(left: str, right: str, words: tuple[str, str]) -> None:
    text = f"{left}长三角{right}"
    at = text.index("长三角")
    hit = hits_of(Document("d", text), text, [(at, at + 3)], "p")[0]
    found = neighbour(hit, left=True), neighbour(hit, left=False)
    assert found == words


def test_counts_are_of_hits_and_of_documents() -> None:
    counts = GroupCounts("match")
    counts.add([_hit("", ""), _hit("", "")])
    counts.add([_hit("", "")])
    assert list(counts.table().rows) == [("N", 3, 2)]


def test_a_concordance_as_a_table(folder: Path) -> None:
    ran = yrd("grep", "--kwic", "--format", "csv", "长三角", "b.txt", "c.jsonl", cwd=folder)
    rows = list(csv.DictReader(io.StringIO(ran.out.decode())))
    assert [(r["doc_id"], r["left"], r["node"], r["right"], r["start"]) for r in rows] == [
        ("b.txt", "上海在", "长三角", "地区", "3"),
        ("x1", "他在", "长三角", "。", "2"),
        ("x2", "到", "长三角", "去。", "1"),
    ]


def test_counts_and_names_win_over_lines(folder: Path) -> None:
    assert yrd("grep", "--kwic", "-c", "长三角", "a.txt", cwd=folder).out == b"3\n"
    assert yrd("grep", "--kwic", "-l", "长三角", "a.txt", cwd=folder).out == b"a.txt\n"
    assert yrd("grep", "--kwic", "-q", "长三角", "a.txt", cwd=folder).status == 0
    assert yrd("grep", "--kwic", "没有的", "a.txt", cwd=folder).status == 1


def test_exact_concordances_see_through_nothing(folder: Path) -> None:
    out = yrd("grep", "--kwic", "--exact", "长三角", "a.txt", cwd=folder).out.decode()
    assert out.count("\n") == 1
    assert "ABC  长三角  " in out
    plain = yrd("grep", "--kwic", "--no-noise", "长三角", "a.txt", cwd=folder).out.decode()
    assert plain.count("\n") == 2


def test_the_node_is_coloured_and_the_terminal_is_safe(folder: Path) -> None:
    (folder / "e.txt").write_text("\x1b[31m长三角\u202e\n", encoding="utf-8")
    shown = on_terminal("grep", "--kwic", "长三角", "e.txt", cwd=folder).out.decode()
    assert "\x1b[01;31m\x1b[K长三角\x1b[m" in shown
    assert "\x1b[31m" not in shown
    assert "\\x1b[31m" in shown
    assert "\u202e" not in shown


WRONG = [
    (["-v"], "-v"),
    (["-o"], "-o"),
    (["-A1"], "-A, -B, -C"),
    (["--json"], "--json"),
    (["--sentence"], "--sentence"),
    (["--group", "verb"], "match, left1, right1"),
    (["--sort", "up"], "left, right, path, date"),
]


@pytest.mark.parametrize(("flags", "message"), WRONG)
def test_what_does_not_go_together_is_refused(
    answers: Answers, flags: list[str], message: str
) -> None:
    ran = answers[tuple(flags)]
    assert (ran.status, ran.out, len(ran.messages)) == (2, b"", 1)
    assert message in ran.err


Answers = dict[tuple[str, ...], Ran]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What `--kwic` gives with each of the tables' options, in one process with forks."""
    folder = _filled(tmp_path_factory.mktemp("kwic"))
    flags: list[tuple[str, ...]] = [("--width", str(width)) for width in WIDTHS]
    flags += [("-n", "--sort", keys) for keys, _ in SORTED]
    flags += [tuple(wrong) for wrong, _ in WRONG]
    files = {"-n": ["c.jsonl", "a.txt", "b.txt"]}
    lines = [("grep", "--kwic", *f, "长三角", *files.get(f[0], ["a.txt"])) for f in flags]
    return dict(zip(flags, run_all(lines, folder), strict=True))


def test_a_very_long_line_is_set_in_linear_time() -> None:
    text = "长" * 200_000
    start = time.process_time()
    spans = [(i, i + 1) for i in range(0, 200_000, 10)]
    for hit in hits_of(Document("d", text), text, spans, "p"):
        kwic_line(hit.left, hit.node, hit.right, Layout())
    assert time.process_time() - start < 15
