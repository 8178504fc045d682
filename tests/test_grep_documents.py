"""Documents: searched in their text, filtered by what is known of them, given on as they are."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.forking import run_all
from tests.running import Ran, shell, yrd
from yrd_cli.grep.concordance_search import FactPattern, finder_of
from yrd_cli.grep.near import Sentences, Surroundings
from yrd_cli.grep.records import holds_documents
from yrd_cli.grep.request import DocumentRequest, GrepRequest, PatternRequest

RECORDS: list[dict[str, Any]] = [
    {
        "id": "d1",
        "text": "推動長三角一體化。\n上海在长三角。",
        "date": "2020-01-05",
        "source": "人民日报",
    },
    {
        "id": "d2",
        "text": "没有这个词。",
        "date": "2019-05-05",
        "source": "新华社",
        "note": "长三角",
    },
    {"id": "d3", "text": "长 三\n角的發(fā)展", "title": "长三角", "metadata": {"n": 5}},
    {"id": "d4", "text": "\\u957f写成长 三角", "source": "长江日報"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return _filled(tmp_path)


def _filled(tmp_path: Path) -> Path:
    lines = [json.dumps(r, ensure_ascii=r["id"] == "d4") for r in RECORDS]
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "p.txt").write_text(
        "他说长三角好。上海人也好！\n第二行长三角，区域合作。他在上海。\n没有\n", encoding="utf-8"
    )
    (tmp_path / "log.jsonl").write_text('{"level":"info","msg":"长三角"}\n', encoding="utf-8")
    return tmp_path


def test_documents_come_out_as_they_were_with_their_hits(folder: Path) -> None:
    ran = yrd("grep", "长三角", "a.jsonl", cwd=folder)
    assert (ran.status, ran.err) == (0, "")
    first, third, fourth = ran.documents
    assert first["id"] == "d1"
    assert first["source"] == "人民日报"
    assert first["text"] == RECORDS[0]["text"]
    assert first["hits"] == [
        {"start": 2, "end": 5, "text": "長三角"},
        {"start": 13, "end": 16, "text": "长三角"},
    ]
    assert third["hits"] == [{"start": 0, "end": 5, "text": "长 三\n角"}]
    assert third["metadata"] == {"n": 5}
    assert [h["text"] for h in fourth["hits"]] == ["长 三角"]
    for document in ran.documents:
        for hit in document["hits"]:
            assert document["text"][hit["start"] : hit["end"]] == hit["text"]


def test_other_commands_read_them(folder: Path) -> None:
    ran = shell("yrd grep 长三角 a.jsonl | yrd stats --format json", cwd=folder)
    assert ran.status == 0
    assert "发展" in ran.out.decode() or "發" in ran.out.decode()
    again = shell("yrd grep 长三角 a.jsonl | yrd grep -c 上海", cwd=folder)
    assert again.out == b"1\n"


def test_they_come_through_pipes_and_compressed(folder: Path) -> None:
    data = (folder / "a.jsonl").read_bytes()
    (folder / "z.jsonl.gz").write_bytes(gzip.compress(data))
    assert yrd("grep", "-c", "长三角", input=data).out == b"3\n"
    assert yrd("grep", "-c", "长三角", "z.jsonl.gz", cwd=folder).out == b"3\n"


COMMANDS = [
    (["-c"], "3\n"),
    (["-l"], "d1\nd3\nd4\n"),
    (["-L"], "d2\n"),
    (["-vl"], "d2\n"),
    (["-vc"], "1\n"),
    (["-m1", "-l"], "d1\n"),
    (["-m2", "-c"], "2\n"),
    (["-q"], ""),
    (["-o"], "長三角\n长三角\n长 三\n角\n长 三角\n"),
    (
        ["-n"],
        "1:推動長三角一體化。\n2:上海在长三角。\n1:长 三\n2:角的發(fā)展\n1:\\u957f写成长 三角\n",
    ),
    (["-on", "--no-noise"], "1:長三角\n2:长三角\n"),
    (["-c", "--no-noise"], "1\n"),
    (["-c", "--field", "title"], "1\n"),
    (["-c", "--field", "note"], "1\n"),
    (["-c", "--field", "metadata.note"], "1\n"),
    (["-c", "--where", "date>=2020-01-01"], "1\n"),
    (["-l", "--where", "source~日报"], "d1\nd4\n"),
    (["-l", "--where", "source~日报", "--where", "date="], "d4\n"),
    (["-l", "--where", "metadata.n=5"], "d3\n"),
    (["-l", "--where", "date!=2020"], "d3\nd4\n"),
    (["-l", "--and", "发展", "--within", "document"], "d3\n"),
    (["-l", "--not", "上海", "--within", "document"], "d3\nd4\n"),
    (["-l", "--and", "上海"], "d1\n"),
    (["-l", "--near", "1", "上海"], "d1\n"),
    (["--sentence", "--where", "id=d1"], "推動長三角一體化。\n上海在长三角。\n"),
    (["-H", "-o", "--where", "id=d1"], "d1:長三角\nd1:长三角\n"),
    (["-b", "-o", "--where", "id=d1"], "6:長三角\n37:长三角\n"),
    (["-C0", "--where", "id=d1"], "推動長三角一體化。\n上海在长三角。\n"),
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Ran]:
    """What the command lines of both tables come to, in one process with a fork for each."""
    folder = _filled(tmp_path_factory.mktemp("documents"))
    tables = ((COMMANDS, "a.jsonl"), (PLAIN, "p.txt"))
    lines = [("grep", *flags, "长三角", name) for table, name in tables for flags, _ in table]
    return dict(zip(lines, run_all(lines, folder), strict=True))


@pytest.mark.parametrize(("flags", "out"), COMMANDS)
def test_counts_names_and_lines_speak_of_documents(
    answers: dict[tuple[str, ...], Ran], flags: list[str], out: str
) -> None:
    ran = answers["grep", *flags, "长三角", "a.jsonl"]
    assert (ran.out.decode(), ran.err) == (out, "")
    assert ran.status == (0 if out or "-q" in flags else 1)


def test_exact_and_text_take_the_lines_as_they_are(folder: Path) -> None:
    line = (folder / "a.jsonl").read_bytes().splitlines(keepends=True)
    assert (
        yrd("grep", "--exact", "长三角", "a.jsonl", cwd=folder).out == line[0] + line[1] + line[2]
    )
    out = yrd("grep", "--input-format", "text", "-c", "新华社", "a.jsonl", cwd=folder).out
    assert out == b"1\n"


def test_records_without_text_are_lines(folder: Path) -> None:
    out = yrd("grep", "长三角", "log.jsonl", cwd=folder).out
    assert out == (folder / "log.jsonl").read_bytes()
    ran = yrd("grep", "--field", "msg", "长三角", "log.jsonl", cwd=folder)
    assert ran.documents[0]["text"] == "长三角"
    assert ran.documents[0]["hits"] == [{"start": 0, "end": 3, "text": "长三角"}]


@pytest.mark.parametrize(
    ("head", "documents"),
    [
        (b'{"text": "a"}\n', True),
        (b'{"id": 1}\n{"text": "a"}\n', True),
        (b'{"text": 1}\n', False),
        (b'{"id": 1, "text": "never ends', True),
        (b'{"level": "info"}\n', False),
        (b"PAR1....", True),
        (b"text\n", False),
        (b'[{"text": "a"}]', False),
    ],
)
def test_what_is_taken_for_documents(head: bytes, documents: bool) -> None:
    assert holds_documents(head) is documents


def test_parquet(folder: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    columns = {"text": ["推動長三角", "没有"], "date": ["2020-01-01", None], "n": [1, 2]}
    parquet.write_table(pa.table(columns), folder / "a.parquet")
    parquet.write_table(pa.table({"body": ["长三角"]}), folder / "b.parquet")
    ran = yrd("grep", "长三角", "a.parquet", cwd=folder)
    assert [(d["id"], d["date"], d["metadata"]) for d in ran.documents] == [
        ("a.parquet#1", "2020-01-01", {"n": 1})
    ]
    assert yrd("grep", "-c", "长三角", "a.parquet", cwd=folder).out == b"1\n"
    assert yrd("grep", "--field", "body", "-c", "长三角", "b.parquet", cwd=folder).out == b"1\n"


def test_files_of_both_kinds_in_one_run(folder: Path) -> None:
    ran = yrd("grep", "-c", "长三角", "a.jsonl", "p.txt", cwd=folder)
    assert ran.out.decode() == "a.jsonl:3\np.txt:2\n"


PLAIN = [
    (["--sentence"], "他说长三角好。\n第二行长三角，区域合作。\n"),
    (["--sentence", "-n"], "1:他说长三角好。\n2:第二行长三角，区域合作。\n"),
    (["--and", "合作"], "第二行长三角，区域合作。他在上海。\n"),
    (["--not", "合作"], "他说长三角好。上海人也好！\n"),
    (["--and", "上海", "--within", "sentence"], ""),
    (["--and", "上海", "--within", "line", "-c"], "2\n"),
    (["--and", "没有", "--within", "document", "-c"], "2\n"),
    (["--near", "3", "区域"], "第二行长三角，区域合作。他在上海。\n"),
    (["--near", "1", "好", "--near", "9", "上海"], "他说长三角好。上海人也好！\n"),
    (["--near", "2", "上海"], "他说长三角好。上海人也好！\n"),
    (["--and", "合作", "-v"], "他说长三角好。上海人也好！\n没有\n"),
    (
        ["--and", "合作", "-n", "-B1"],
        "1-他说长三角好。上海人也好！\n2:第二行长三角，区域合作。他在上海。\n",
    ),
    (["--and", "合作", "-l"], "p.txt\n"),
    (["--where", "path~p.txt", "-c"], "2\n"),
    (["--where", "date>2020", "-c"], "0\n"),
]


@pytest.mark.parametrize(("flags", "out"), PLAIN)
def test_conditions_on_plain_lines(
    answers: dict[tuple[str, ...], Ran], flags: list[str], out: str
) -> None:
    ran = answers["grep", *flags, "长三角", "p.txt"]
    assert (ran.out.decode(), ran.err) == (out, "")


def test_broken_records_are_named_and_the_rest_is_searched(folder: Path) -> None:
    (folder / "bad.jsonl").write_text(
        '{"text": "长三角"}\n{"text": \n{"text": 5}\n', encoding="utf-8"
    )
    ran = yrd("grep", "-c", "长三角", "bad.jsonl", "a.jsonl", cwd=folder)
    assert ran.status == 2
    assert ran.out.decode() == "bad.jsonl:1\na.jsonl:3\n"
    assert len(ran.messages) == 2
    assert "bad.jsonl:2" in ran.messages[0]
    assert "bad.jsonl:3" in ran.messages[1]


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--where", "date"], "not a condition"),
        (["--where", "source~("], "pattern"),
        (["--format", "parquet"], "text, jsonl, json"),
        (["--sentence", "-o"], "--sentence"),
        (["--within", "document"], "--within"),
        (["--format", "json", "-c"], "--format"),
        (["-z", "--and", "x"], "-z"),
        (["--and", "(", "-E"], "("),
    ],
)
def test_what_is_wrong_is_said(folder: Path, flags: list[str], message: str) -> None:
    ran = yrd("grep", *flags, "长三角", "a.jsonl", cwd=folder)
    assert (ran.status, ran.out) == (2, b"")
    assert message in ran.err


def test_a_json_array_of_documents(folder: Path) -> None:
    ran = yrd("grep", "--format", "json", "长三角", "a.jsonl", cwd=folder)
    assert [d["id"] for d in json.loads(ran.out)] == ["d1", "d3", "d4"]


@pytest.mark.parametrize(
    ("text", "hit", "sentence"),
    [
        ("一。二！三", "二", "二！"),
        ("“走吧。”他说。好", "走吧", "“走吧。”"),
        ("“走吧。”，他说。好", "走吧", "“走吧。”，他说。"),
        ("长 3.5 米。短", "3.5", "长 3.5 米。"),
        ("a b. c d", "c", "c d"),
        ("一\n二。", "一", "一"),
        ("　　一……二", "一", "一……"),
        ("一。二。三", "一。二", "一。二。"),
    ],
)
def test_sentences(text: str, hit: str, sentence: str) -> None:
    start = text.index(hit)
    first, last = Sentences(text).around(start, start + len(hit))
    assert text[first:last] == sentence


def test_near_counts_the_characters_between() -> None:
    def find(word: str):  # type: ignore[no-untyped-def]
        return lambda text: [
            (i, i + len(word)) for i in range(len(text)) if text.startswith(word, i)
        ]

    text = "甲乙丙丁甲"
    for distance, kept in [(0, []), (1, [(4, 5)]), (2, [(4, 5)]), (3, [(4, 5)])]:
        near = Surroundings(near=((distance, find("丙")),))
        assert list(near.kept(text, [(4, 5)])) == kept
    assert list(Surroundings(near=((0, find("甲")),)).kept("甲甲", [(0, 1), (1, 2)])) == [
        (0, 1),
        (1, 2),
    ]
    assert list(Surroundings(near=((9, find("甲")),)).kept("甲", [(0, 1)])) == []


FACTS = "2020年1月3日，上海市投资2192亿元，增长10.2%。李明说，国务院印发了《长三角规划纲要》。\n"


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("money", ["2192亿元"]),
        ("percent", ["10.2%"]),
        ("date", ["2020年1月3日"]),
        ("document", ["《长三角规划纲要》"]),
    ],
)
def test_facts_of_a_class(kind: str, found: list[str]) -> None:
    spans = FactPattern(kind)(FACTS)
    assert [FACTS[start:end] for start, end in spans] == found


def test_a_pattern_restricts_the_facts() -> None:
    request = GrepRequest(
        PatternRequest(("亿",), "fixed"), document=DocumentRequest(fact_class="money")
    )
    text = "投资5亿元和3万元。"
    assert [text[a:b] for a, b in finder_of(request, noise=True)(text)] == ["5亿元"]


def test_whole_words_in_documents(folder: Path) -> None:
    (folder / "w.jsonl").write_text('{"text": "海上海浪"}\n{"text": "上海市"}\n', encoding="utf-8")
    assert yrd("grep", "-wl", "上海", "w.jsonl", cwd=folder).out == b"w.jsonl#2\n"


def test_an_empty_file_has_no_lines(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    for flags in (["-v"], ["-c"], []):
        ran = yrd("grep", "--and", "x", *flags, "", "empty.txt", cwd=folder)
        assert (ran.status, ran.out) == (1, b"0\n" if flags == ["-c"] else b"")


def test_a_pattern_that_never_ends_is_stopped(folder: Path) -> None:
    (folder / "x.txt").write_text("x" * 60 + "\n", encoding="utf-8")
    ran = yrd("grep", "--kwic", "--time-limit", "1", "-P", "(x+x+)+y", "x.txt", cwd=folder)
    assert (ran.status, ran.out, len(ran.messages)) == (2, b"", 1)
    assert "x.txt" in ran.err
