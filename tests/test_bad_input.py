"""Bad input given to a real process: a clear line, exit 2, the rest done, no traceback."""

from __future__ import annotations

import gzip
import json
import os
import time
from pathlib import Path

import pytest

from tests.running import Ran, on_terminal, shell, yrd

NEWS = "长三角一体化发展进入新阶段，三省一市共同推进重大项目建设。"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(NEWS)
    return tmp_path


def texts(ran: Ran) -> list[str]:
    return [d["text"] for d in ran.documents]


def test_files_that_cannot_be_read_are_told_and_the_rest_is_done(here: Path) -> None:
    (here / "empty.txt").touch()
    (here / "photo.txt").write_bytes(b"%PDF-1.4\n1 0 obj\n<< >>\n")
    (here / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"text":"a"}\n' * 1000)[:-10])
    (here / "bad.jsonl").write_text('{"text":"甲"}\n{"text":\n{"text":5}\n{"text":"乙"}\n')
    (here / "loop").symlink_to("loop")
    os.mkdir(here / "folder.txt")
    names = ("no.txt", "empty.txt", "photo.txt", "bad.jsonl", "loop", "folder.txt", "good.txt/x")
    ran = yrd("clean", *names, "good.txt", "cut.jsonl.gz", cwd=here)
    assert ran.status == 2
    assert texts(ran)[:4] == ["", "甲", "乙", NEWS]
    assert ran.messages == [
        "yrd: no.txt: No such file or directory",
        "yrd: warning: empty.txt: empty file",
        "yrd: photo.txt: binary file: skipped",
        "yrd: bad.jsonl:2: broken JSON: Expecting value at line 2, column 1",
        "yrd: bad.jsonl:3: 'text' is a number, not a string",
        "yrd: loop: Too many levels of symbolic links",
        "yrd: good.txt/x: Not a directory",
        "yrd: cut.jsonl.gz: truncated gzip stream",
    ]
    quiet = yrd("clean", "-q", *names, "good.txt", "cut.jsonl.gz", cwd=here)
    assert (quiet.status, quiet.out, quiet.err) == (2, ran.out, "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_told(here: Path) -> None:
    (here / "secret.txt").touch(0)
    ran = yrd("clean", "secret.txt", "good.txt", cwd=here)
    assert (ran.status, texts(ran)) == (2, [NEWS])
    assert ran.err == "yrd: secret.txt: Permission denied\n"


def test_a_file_that_fails_while_it_is_read_is_told(here: Path) -> None:
    if not os.path.exists("/proc/self/mem"):
        pytest.skip("needs a file that opens and cannot be read")
    ran = yrd("clean", "/proc/self/mem", "good.txt", cwd=here)
    assert (ran.status, texts(ran)) == (2, [NEWS])
    assert ran.err == "yrd: /proc/self/mem: Input/output error\n"


def test_a_binary_file_in_a_tree_is_a_warning(here: Path) -> None:
    (here / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    os.mkfifo(here / "pipe")
    (here / "up").symlink_to(".")
    ran = yrd("clean", ".", cwd=here)
    assert (ran.status, texts(ran)) == (0, [NEWS])
    assert ran.err == "yrd: warning: ./photo.png: binary file: skipped\n"


def test_names_of_every_kind_are_read_and_shown_safely(here: Path) -> None:
    names = [b"-x.txt", b"sp ace.txt", b"new\nline.txt", b"bad\xff\xc3.txt", b"esc\x1b[31m.txt"]
    for name in names:
        (here / os.fsdecode(name)).write_text(NEWS)
    (here / os.fsdecode(b"empty\n\x9b\xff")).touch()
    ran = yrd("clean", "--", *names, b"empty\n\x9b\xff", cwd=here)
    assert ran.status == 0
    assert [d["id"] for d in ran.documents] == [
        "-x.txt", "sp ace.txt", "new\nline.txt", "bad\\xff\\xc3.txt", "esc\x1b[31m.txt",
        "empty\n\\x9b\\xff",
    ]  # fmt: skip
    assert ran.err == "yrd: warning: empty\\n\\x9b\\xff: empty file\n"
    (here / "list").write_bytes(b"\0".join(names))
    listed = yrd("clean", "--files-from", "-", "-0", input=b"\0".join(names), cwd=here)
    assert listed.documents == ran.documents[:-1]
    ran = yrd("clean", "-0", "--files-from=list", "-o", "out/", cwd=here)
    assert (ran.status, ran.err) == (0, "")
    assert sorted(os.listdir(here / "out")) == [
        "-x.txt", "bad\\xff\\xc3.txt", "esc\x1b[31m.txt", "new\nline.txt", "sp ace.txt",
    ]  # fmt: skip


def test_hostile_values_in_a_record_come_out_as_valid_json(here: Path) -> None:
    record = (
        rb'{"text":"\ud800\u0000\u001b[31m' + NEWS.encode() + rb'","title":"\udc00","n":NaN,'
        rb'"big":123456789012345678901,"author":["\udfff"],"a":1,"a":2}'
    )
    ran = yrd("clean", input=b"\xef\xbb\xbf" + record + b"\n")
    assert (ran.status, ran.err) == (0, "")
    (document,) = ran.documents
    assert "�" in document["text"]
    assert document["edits"]["surrogate"] == 3
    assert document["metadata"]["big"] == 123456789012345678901
    assert (document["metadata"]["n"], document["metadata"]["a"]) == (None, 2)
    assert (document["title"], document["author"]) == ("�", ["�"])
    for format in ("csv", "text", "md"):
        assert yrd("clean", "--format", format, input=record).status == 0


def test_unknown_keys_survive_and_cleaning_again_changes_nothing() -> None:
    records = [
        {"text": NEWS, "title": 5, "author": 7, "metadata": {"k": 1}, "k": 2},
        {"text": NEWS, "metadata": "words", "edits": "words", "id": 3, "x": None},
    ]
    first = yrd("clean", input="\n".join(map(json.dumps, records)).encode())
    assert (first.status, first.err) == (0, "")
    one, two = first.documents
    assert one["metadata"] == {"k": 1, "title": 5, "author": 7, "k#2": 2}
    assert (one["title"], one["author"]) == (None, [])
    assert two["metadata"] == {"metadata": "words", "edits": "words", "x": None}
    assert two["id"] == "3"
    assert yrd("clean", input=first.out).out == first.out


def test_bytes_that_no_encoding_has_are_counted_and_told_once(here: Path) -> None:
    (here / "a.txt").write_bytes((NEWS + "\n").encode() * 20 + b"\xff\xff" + NEWS.encode())
    ran = yrd("clean", "a.txt", cwd=here)
    assert ran.status == 0
    assert ran.documents[0]["edits"]["undecodable"] >= 1
    assert len(ran.messages) == 1
    assert "not valid in utf-8: replaced by U+FFFD" in ran.err


@pytest.mark.parametrize("kind", ["jsonl", "text"])
def test_a_very_long_line_takes_bounded_time_and_memory(here: Path, kind: str) -> None:
    # 8 MB here; 100 MB was measured by hand (the clean issue).
    text = NEWS * (8_000_000 // len(NEWS.encode()))
    data = json.dumps({"text": text}, ensure_ascii=False) if kind == "jsonl" else text
    (here / f"a.{kind}").write_text(data + "\n")
    start = time.monotonic()
    ran = yrd("clean", f"a.{kind}", cwd=here)
    assert time.monotonic() - start < 30
    assert (ran.status, ran.err) == (0, "")
    assert len(ran.documents[0]["text"]) == len(text)


def test_records_of_a_table_in_gbk(here: Path) -> None:
    (here / "a.csv").write_bytes(f'id,body\nn1,"{NEWS}"\n'.encode("gbk"))
    ran = yrd("clean", "--text-key", "body", "a.csv", cwd=here)
    assert (ran.status, texts(ran), ran.documents[0]["id"]) == (0, [NEWS], "n1")
    ran = yrd("clean", "a.csv", cwd=here)
    assert (ran.status, ran.out) == (2, b"")
    assert "no column 'text'" in ran.err
    ran = yrd("clean", "--input-format", "text", "a.csv", cwd=here)
    assert (ran.status, len(ran.documents)) == (0, 1)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("claen",), "no such command 'claen': did you mean clean? (see: yrd --help)"),
        (("xyzzy",), "no such command 'xyzzy' (see: yrd --help)"),
        (
            ("clean", "--reprot"),
            "no such option --reprot: did you mean --report? (see: yrd clean --help)",
        ),
        (("clean", "-Z"), "no such option -Z (see: yrd clean --help)"),
        (("clean", "-o"), "option '-o' requires an argument (see: yrd clean --help)"),
        (("clean", "-j", "0"), "0 is not in the range"),
        (("clean", "--format", "table"), "this command writes text, jsonl, json, tsv, csv, md"),
        (("clean", "--format", "xml"), "'xml' is not one of"),
        (("stats", "--format", "md", "-o", "d/"), "a table is one file"),
        (("clean", "-o", "a.jsonl.bz2"), "output is compressed as .gz or .zst"),
        (("clean", "--format", "parquet"), "needs a file"),
        (("clean", "-0"), "--null goes with --files-from"),
        (("clean", "--files-from", "no"), "--files-from no: No such file"),
        (("clean", "--encoding", "gbkk"), "did you mean 'gbk'"),
    ],
)
def test_wrong_usage_is_one_line_that_helps(args: tuple[str, ...], message: str) -> None:
    ran = yrd(*args)
    assert (ran.status, ran.out) == (2, b"")
    assert len(ran.messages) == 1
    assert ran.err.startswith("yrd: ")
    assert message in ran.err


def test_no_command_and_no_input_are_wrong_usage(here: Path) -> None:
    ran = yrd()
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith("Usage: yrd")
    ran = on_terminal("clean", cwd=here, piped=(1, 2))
    assert (ran.status, ran.out) == (2, b"")
    assert ran.messages == [
        "yrd: no FILE is given, and standard input is a terminal (see: yrd clean --help)"
    ]


def test_input_and_output_are_never_the_same(here: Path) -> None:
    (here / "in.jsonl").write_text(json.dumps({"text": NEWS}) + "\n")
    before = (here / "in.jsonl").read_bytes()
    (here / "link.jsonl").symlink_to("in.jsonl")
    for args in (("in.jsonl", "-o", "link.jsonl"), ("good.txt", "-o", "."), (".", "-o", "./")):
        ran = yrd("clean", *args, cwd=here)
        assert (ran.status, ran.out, len(ran.messages)) == (2, b"", 1)
    assert (here / "good.txt").read_text() == NEWS
    ran = shell("yrd clean in.jsonl >> in.jsonl; yrd clean - < in.jsonl >> in.jsonl", cwd=here)
    assert ran.status == 2
    assert ran.messages == [
        "yrd: in.jsonl: is input and output at once",
        "yrd: -: is input and output at once",
    ]
    assert (here / "in.jsonl").read_bytes() == before


def test_what_a_run_writes_below_its_input_is_not_read(here: Path) -> None:
    for _ in range(2):
        line = "yrd clean . --exclude './out/*' > all.jsonl; yrd clean . --exclude '*l' -o out/"
        ran = shell(line, cwd=here)
        assert (ran.status, ran.err) == (0, "")
        assert len((here / "all.jsonl").read_bytes().splitlines()) == 1
        assert os.listdir(here / "out") == ["good.txt"]
        (here / "all.jsonl").unlink()
        ran = shell("yrd clean . --exclude './out/*' -o corpus.jsonl", cwd=here)
        assert len((here / "corpus.jsonl").read_bytes().splitlines()) == 1
        (here / "corpus.jsonl").rename(here / ".corpus")
