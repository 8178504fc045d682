"""What takes too long, or expands beyond measure, is left with a word; the rest is done."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.running_here import yrd_here
from yrd_cli.reading.containers import read_source
from yrd_cli.reading.paths import Source
from yrd_cli.reading.records import ReadSettings
from yrd_cli.report import Notice
from yrd_cli.stats.references import _markdown_cells
from yrd_cli.words.blocks import parts


@pytest.mark.parametrize("more", [[], ["--json"], ["-c"]])
def test_a_file_on_which_the_pattern_takes_too_long_is_left(
    tmp_path: Path, more: list[str]
) -> None:
    slow = "aab\n" + "a" * 60 + "b\n"
    texts = {"a": "aab\n", "b": slow, "c": "aab\n", "d": slow, "e": "aab\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    asked = ("grep", "-P", "--time-limit", "0.2", *more, "^(?:(?:a|aa)+(?=c)b|aab)")
    one = yrd_here(*asked, "--jobs", "1", "a", "b", "c", cwd=tmp_path)
    assert one.status == 2
    assert "b: the pattern takes more than 0.2 s here: left (see --time-limit)" in one.err
    found = one.out.decode()
    assert "c:1" in found or "c:aab" in found or '"path":{"text":"c"}' in found
    assert found.count('"type":"begin"') == found.count('"type":"end"')
    runs = [yrd_here(*asked, "--jobs", n, *texts, cwd=tmp_path) for n in "12"]
    assert (runs[0].status, runs[0].out, runs[0].err) == (runs[1].status, runs[1].out, runs[1].err)
    assert runs[0].err.splitlines()[-1].startswith("yrd: d: ")
    assert "stopped" in runs[0].err


@pytest.mark.parametrize("command", ["clean", "stats", "summarize"])
def test_a_bomb_in_a_directory_is_told(tmp_path: Path, command: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.gz").write_bytes(gzip.compress(bytes(1 << 20), mtime=0) * 257)
    (tmp_path / "in" / "b.txt").write_text("长三角一体化发展。\n", encoding="utf-8")
    ran = yrd_here(command, "in", cwd=tmp_path)
    assert ran.status == 2
    assert "in/a.gz: gzip stream expands more than 300 times: taken for a bomb" in ran.err


def test_millions_of_empty_rows_are_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("yrd_cli.limits.EXPANSION_FREE", 1 << 20)
    pq.write_table(pa.table({"text": [""] * 100_000}), tmp_path / "a.parquet")
    items = list(read_source(Source(str(tmp_path / "a.parquet")), ReadSettings()))
    assert len(items) < 10_000
    assert isinstance(items[-1], Notice)
    assert "Parquet expands more than 300 times" in items[-1].message


def test_parquet_without_memory_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"text": ["甲"]}), tmp_path / "a.parquet")

    def none_left(batch: object) -> list[object]:
        raise MemoryError

    monkeypatch.setattr("yrd_cli.reading.containers._rows", none_left)
    (item,) = read_source(Source(str(tmp_path / "a.parquet")), ReadSettings())
    assert isinstance(item, Notice)
    assert (item.level, item.message) == ("error", "out of memory: left out")


def test_a_summary_is_of_a_million_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yrd_cli.summarize.batches.MAX_CHARACTERS", 1000)
    text = "长三角一体化发展投资10亿元。\n" * 100 + "青海湖投资99亿元。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    ran = yrd_here("summarize", "--jobs", "1", "a.txt", cwd=tmp_path)
    assert ran.status == 0
    assert "a.txt: longer than 1,000 characters" in ran.err
    assert "青海湖" not in str(ran.out)


def test_a_long_text_is_segmented_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yrd_cli.words.blocks.LONGEST", 10)
    text = "长三角，一体化发展规划纲要公布了两次。"
    assert list(parts(text)) == ["长三角，", "一体化发展规划纲要公", "布了两次。"]


def test_a_cell_of_spaces_takes_linear_time() -> None:
    cells = _markdown_cells("| " + " " * 200_000 + "x | 2 | a\\|b | c|")
    assert cells[1:] == ["2", "a|b"]
