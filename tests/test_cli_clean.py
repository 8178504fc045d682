"""`yrd clean` as a user meets it: outputs, views, options together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.running import SEEDS, yrd

PAGE = (
    "首页 > 新闻 > 正文\n大桥建成通车\n2020-01-03 10:00 来源：某某日报\n"
    "　　这座大桥今天上午正式建成通车，两岸居民往来更加方便，当地经济也将受益。\n"
    "图为大桥全景。李四 摄\n"
    "　　大桥全长三公里，总投资约二十亿元，历时四年建成，是当地的重点工程,也是民心工程。\n"
    "责任编辑：张三\n版权所有 不得转载\n"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def records(data: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in data.splitlines()]


def test_a_pipe_gets_one_document_a_line_in_the_order_of_the_files() -> None:
    result = yrd("clean", str(SEEDS))
    found = records(result.out)
    assert [Path(str(r["path"])).name[:3] for r in found] == ["000", "001", "002", "003", "004"]
    keys = ["id", "text", "title", "date", "source", "author", "editor", "url", "path",
            "encoding", "script", "edits", "metadata"]  # fmt: skip
    assert all(list(r) == keys for r in found)


def test_the_bytes_are_the_same_for_any_number_of_jobs_and_from_stdin(tmp_path: Path) -> None:
    lines = b"".join(
        json.dumps({"id": str(i), "text": PAGE * (i % 7)}).encode() + b"\n" for i in range(400)
    )
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines)
    one = yrd("clean", "-j1", str(path))
    two = yrd("clean", "-j3", str(path))
    assert one.out == two.out
    assert one.out.count(b"\n") == 400
    piped = yrd("clean", "-j2", input=lines)
    assert [r["text"] for r in records(piped.out)] == [r["text"] for r in records(one.out)]


def test_a_directory_gets_one_file_for_each_page(tmp_path: Path) -> None:
    result = yrd("clean", str(SEEDS), "-o", f"{tmp_path}/out/")
    assert (result.status, result.out) == (0, b"")
    names = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert len(names) == 5
    assert all(name.endswith(".txt") for name in names)


def test_parquet_has_one_schema_and_reads_back_the_same(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "c.parquet"
    assert yrd("clean", str(SEEDS), "-o", str(path)).status == 0
    again = yrd("clean", str(path))
    assert records(again.out) == records(yrd("clean", str(SEEDS)).out)


def test_explain_goes_to_stdout_and_documents_to_the_file(page: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    result = yrd("clean", "--explain", str(page), "-o", str(out))
    verdicts = records(result.out)
    assert len(verdicts) == PAGE.count("\n")
    (document,) = records(out.read_bytes())
    kept = [v["output"] for v in verdicts if v["output"] is not None]
    assert "\n".join(str(k) for k in kept) == document["text"]
    assert "".join(f"{v['text']}{v['end']}" for v in verdicts) == PAGE


def test_diff_is_a_patch_from_the_page_to_the_text(page: Path, tmp_path: Path) -> None:
    diff = yrd("clean", "--diff", str(page)).out.decode()
    (document,) = records(yrd("clean", str(page)).out)
    import shutil
    import subprocess

    if shutil.which("patch") is None:
        minus = [line[1:] for line in diff.splitlines()[2:] if line.startswith(("-", " "))]
        assert "".join(f"{line}\n" for line in minus) == PAGE
        return
    copy = tmp_path / "copy.txt"
    copy.write_text(PAGE, encoding="utf-8")
    subprocess.run(["patch", "-s", str(copy)], input=diff.encode(), check=True)
    assert copy.read_text(encoding="utf-8") == f"{document['text']}\n"


def test_report_counts_reasons_on_stdout_alone_or_on_stderr_beside_documents(page: Path) -> None:
    alone = yrd("clean", "--report", str(page))
    rows = [line.split("\t") for line in alone.out.decode().splitlines()]
    assert rows[0][:3] == ["reason", "count", "documents"]
    assert ["title", "1", "1"] in [row[:3] for row in rows]
    beside = yrd("clean", "--report", "--explain", str(page))
    assert beside.err.startswith("reason\tcount")
    assert records(beside.out)


@pytest.mark.parametrize(
    ("options", "present", "absent"),
    [
        ((), "图为大桥全景", "版权所有"),
        (("--no-captions",), "正式建成通车", "图为大桥全景"),
        (("--drop", "caption"), "正式建成通车", "图为大桥全景"),
        (("--keep", "copyright"), "版权所有", "首页"),
        (("--keep", "boilerplate"), "版权所有", "责任编辑"),
        (("--keep", "copyright,breadcrumb"), "首页", "责任编辑"),
        (("--punct",), "重点工程，也是", "重点工程,也是"),
        (("--punct", "--keep", "punctuation"), "重点工程,也是", "重点工程，也是"),
    ],
)
def test_rules_can_be_switched(
    page: Path, options: tuple[str, ...], present: str, absent: str
) -> None:
    (document,) = records(yrd("clean", *options, str(page)).out)
    assert present in str(document["text"])
    assert absent not in str(document["text"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--keep", "copyrigth"), "did you mean 'copyright'"),
        (("--explain", "--diff"), "choose one"),
        (("--keep", "caption", "--drop", "caption"), "same reason"),
        (("--format", "table"), "text, jsonl, json"),
        (("--format", "parquet"), "-o FILE.parquet"),
        (("--explain", "--format", "csv"), "text or jsonl"),
        (("--encoding", "gbkk"), "gbk"),
        (("--repair", "bold"), "'safe', 'aggressive', 'off'"),
        (("-0",), "--files-from"),
        (("--jobs", "0"), "0"),
    ],
)
def test_a_wrong_option_is_one_line_and_exit_2(
    page: Path, options: tuple[str, ...], message: str
) -> None:
    result = yrd("clean", *options, str(page))
    assert result.status == 2
    assert result.out == b""
    lines = result.err.splitlines()
    assert len(lines) == 1
    assert message in lines[0]


def test_reasons_lists_every_reason() -> None:
    from yrd_cli.clean.reasons import REASONS

    rows = yrd("clean", "--reasons").out.decode().splitlines()
    assert [row.split("\t")[0] for row in rows[1:]] == list(REASONS)


def test_all_documented_reasons_of_the_seeds_are_known() -> None:
    from yrd_cli.clean.reasons import REASONS

    for record in records(yrd("clean", "--repair", "aggressive", str(SEEDS)).out):
        edits = record["edits"]
        assert isinstance(edits, dict)
        assert set(edits) <= set(REASONS)
