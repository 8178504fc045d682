"""Files appear whole or not at all; Documents come back from every format."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
import zstandard

from tests.test_containers import read
from yrd_cli.document import Document
from yrd_cli.errors import OutputError
from yrd_cli.writing.documents import DirectorySink, document_sink, renderer
from yrd_cli.writing.files import AtomicFile
from yrd_cli.writing.formats import target_of
from yrd_cli.writing.terminal import Terminal

FULL = Document(
    id="a#1",
    text='第一段，"引号"\t制表\\n反斜杠\r\n第二段\0末\U00020000',
    title="题：[red]甲[/red], 乙",
    date="2020-02-18",
    source="报",
    author=("张三", "李四"),
    editor=("王五",),
    url="https://a.cn/?a=1,2",
    path="a.jsonl",
    encoding="gb18030",
    script="Hans",
    edits={"gloss": 2, "boilerplate": 17},
    metadata={"n": [1, {"长": None}], "big": 12345678901234567890, "t": True, "f": 0.1},
)
DOCUMENTS = [FULL, Document("b", "一行"), Document("c", "", author=("[x",))]
READABLE = ("jsonl", "json", "csv", "tsv", "parquet")


def write(path: Path, format: str, documents: Sequence[Document] = tuple(DOCUMENTS)) -> None:
    sink = document_sink(target_of(str(path)), format, io.BytesIO())
    render = renderer(format, Terminal())
    for document in documents:
        sink.put(document.id, render(document))
    sink.close()


@pytest.mark.parametrize("format", READABLE)
@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_documents_come_back_as_they_were(tmp_path: Path, format: str, ending: str) -> None:
    if format == "parquet":
        pytest.importorskip("pyarrow")
        if ending:
            return  # refused: see test_formats
    path = tmp_path / f"d.{format}{ending}"
    write(path, format)
    documents, said = read(path)
    assert documents == DOCUMENTS
    assert said == []


def test_files_hold_what_other_readers_expect(tmp_path: Path) -> None:
    for name in ("d.json", "d.jsonl.gz", "d.jsonl.zst", "d.csv", "d.md", "d.txt"):
        write(tmp_path / name, name.split(".")[1].replace("txt", "text"))
    assert len(json.loads((tmp_path / "d.json").read_bytes())) == 3
    assert len(gzip.decompress((tmp_path / "d.jsonl.gz").read_bytes()).splitlines()) == 3
    with zstandard.open(tmp_path / "d.jsonl.zst", "rb") as file:
        assert len(file.read().splitlines()) == 3
    with (tmp_path / "d.csv").open(newline="") as rows:
        assert [row["text"] for row in csv.DictReader(rows)] == [d.text for d in DOCUMENTS]
    assert (tmp_path / "d.md").read_text().startswith("# 题：\\[red\\]甲\\[/red\\], 乙\n\n2020")
    assert "\n\n一行\n" in (tmp_path / "d.txt").read_text()


def test_no_documents_are_still_a_file_of_the_format(tmp_path: Path) -> None:
    for format in ("jsonl", "json", "csv", "tsv"):
        write(tmp_path / f"d.{format}", format, ())
        documents, said = read(tmp_path / f"d.{format}")
        assert documents == []
        assert said == ([f"warning d.{format}: empty file"] if format == "jsonl" else [])


def test_parquet_has_one_schema_whatever_the_documents_hold(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    write(tmp_path / "a.parquet", "parquet", [FULL])
    write(tmp_path / "b.parquet", "parquet", DOCUMENTS[1:])
    write(tmp_path / "c.parquet", "parquet", ())
    schemas = {str(pq.read_schema(tmp_path / f"{n}.parquet")) for n in "abc"}
    assert len(schemas) == 1
    row = pq.read_table(tmp_path / "a.parquet").to_pylist()[0]
    assert json.loads(row["metadata"]) == FULL.metadata
    assert dict(row["edits"]) == FULL.edits


def test_same_documents_same_bytes(tmp_path: Path) -> None:
    for name in ("d.jsonl.gz", "d.jsonl.zst", "d.csv"):
        write(tmp_path / name, name.split(".")[1])
        first = (tmp_path / name).read_bytes()
        write(tmp_path / name, name.split(".")[1])
        assert (tmp_path / name).read_bytes() == first


def test_an_older_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    goal = tmp_path / "a.txt"
    goal.write_text("old")
    goal.chmod(0o640)
    with pytest.raises(RuntimeError), AtomicFile(str(goal)) as file:
        file.write(b"half")
        raise RuntimeError
    assert (goal.read_text(), os.listdir(tmp_path)) == ("old", ["a.txt"])
    with AtomicFile(str(goal)) as file:
        file.write(b"new")
        assert goal.read_text() == "old"
    assert (goal.read_text(), os.listdir(tmp_path)) == ("new", ["a.txt"])
    assert goal.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link_to_the_new_file(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "goal").write_text("old")
    (tmp_path / "link").symlink_to("d/goal")
    with AtomicFile(str(tmp_path / "link")) as file:
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "d" / "goal").read_text() == "new"


@pytest.mark.parametrize("name", ["-x.jsonl", "长" * 80 + ".jsonl", "a\nb", "sp ace", "n" * 255])
def test_any_name_can_be_written(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with AtomicFile(name) as file:
        file.write(b"x")
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("compression", [None, "gzip", "zstd"])
def test_a_full_disk_is_told_with_the_name(compression: str | None) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    with pytest.raises(OutputError, match="/dev/full: No space left"):
        with AtomicFile("/dev/full", compression) as file:
            file.write(os.urandom(1 << 20))
        pytest.fail("a full disk went unnoticed")


def test_a_full_disk_is_told_of_parquet_too() -> None:
    pytest.importorskip("pyarrow")
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    from yrd_cli.writing.parquet import ParquetSink

    sink = ParquetSink("/dev/full")
    sink.put("a", renderer("parquet", Terminal())(FULL))
    with pytest.raises(OutputError, match="/dev/full: No space left"):
        sink.close()
    sink.abort()


@pytest.mark.parametrize("path", ["no/such/a.txt", "file/a.txt"])
def test_a_folder_that_is_not_there_is_told(
    tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=path):
        AtomicFile(path)


def test_parquet_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    from yrd_cli.writing.parquet import ParquetSink

    sink = ParquetSink(str(tmp_path / "a.parquet"))
    sink.put("a", renderer("parquet", Terminal())(FULL))
    sink.abort()
    assert os.listdir(tmp_path) == []


def test_a_directory_holds_one_file_for_each_document_and_none_twice(tmp_path: Path) -> None:
    sink = DirectorySink(target_of(f"{tmp_path}/new/out/"), "text")
    names = ["a", "A", "a", "a-2", "d/a", "../../up", "/etc/x", "长" * 100, "长" * 101, "", "a\nb"]
    for n, name in enumerate(names):
        sink.put(name, b"%d" % n)
    sink.close()
    out = tmp_path / "new" / "out"
    files = {str(p.relative_to(out)): p.read_text() for p in out.rglob("*") if p.is_file()}
    cut = "长" * 66
    assert files == {
        "a.txt": "0",
        "A-2.txt": "1",
        "a-3.txt": "2",
        "a-2-2.txt": "3",
        "d/a.txt": "4",
        "up.txt": "5",
        "etc/x.txt": "6",
        f"{cut}.txt": "7",
        f"{cut}-2.txt": "8",
        "document.txt": "9",
        "a\nb.txt": "10",
    }


def test_many_documents_of_one_name_are_numbered_quickly(tmp_path: Path) -> None:
    sink = DirectorySink(target_of(f"{tmp_path}/"), "text")
    assert [sink._free("a") for _ in range(20_000)][-1] == "a-20000"
