"""`yrd convert`: what goes in comes out, in its own form, at its place, in the right encoding."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.running import YRD, clean_environment, ended, on_terminal, shell, start, yrd
from yrd_cli.cli.app import run
from yrd_cli.convert import streams
from yrd_cli.convert.encodings import OUTPUT_ENCODINGS, Encoder, UnencodableError
from yrd_cli.convert.outputs import output_names
from yrd_cli.convert.records import JsonRecord, RecordFields
from yrd_cli.convert.streams import LongLineBlocks
from yrd_cli.reading.paths import Source
from yrd_cli.reading.text_blocks import BLOCK_BYTES, opened

LINE = "推动长三角发展战略，一体化\n"
CONVERTED = "推動長三角發展戰略，一體化\n"


def to_file(tmp_path: Path, data: bytes, *args: str, name: str = "in.txt") -> tuple[bytes, int]:
    """One input converted in this process, through a file."""
    source, goal = tmp_path / name, tmp_path / "out"
    source.write_bytes(data)
    status = run(["convert", str(source), "-o", str(goal), *args])
    return goal.read_bytes() if goal.exists() else b"", status


# --- text stays text ---------------------------------------------------------------------------

BYTES = [
    ("长\r\n三\n\n角".encode(), "長\r\n三\n\n角".encode()),
    ("\ufeff长\n".encode(), "\ufeff長\n".encode()),
    (LINE.encode("gb18030"), CONVERTED.encode()),
    (LINE.encode("utf-16"), CONVERTED.encode()),
    (b"", b""),
    (b"\t a \x0b\x0c b\r", b"\t a \x0b\x0c b\r"),
    ("a\0长\n".encode(), "a\0長\n".encode()),
]


@pytest.mark.parametrize("way", [("-c", "s2t"), ("--to", "t")], ids=["-c", "--to"])
@pytest.mark.parametrize(("data", "expected"), BYTES)
def test_text_is_kept_byte_for_byte_around(
    tmp_path: Path, data: bytes, expected: bytes, way: tuple[str, ...]
) -> None:
    assert to_file(tmp_path, data, *way, "--input-format=text") == (expected, 0)


def test_an_encoding_shows_after_a_block_of_ascii(tmp_path: Path) -> None:
    data = b"plain text\n" * (BLOCK_BYTES // 11 + 9) + LINE.encode("gb18030")
    out, status = to_file(tmp_path, data, "-c", "s2t")
    assert (out[-len(CONVERTED.encode()) :].decode(), status) == (CONVERTED, 0)


def blocks_of(path: Path) -> list[str]:
    with opened(Source(str(path))) as stream:
        return list(LongLineBlocks(stream))


def test_a_mark_at_the_start_of_a_later_block_stays(tmp_path: Path) -> None:
    data = b"x" * (BLOCK_BYTES - 1) + b"\n" + "\ufeff中\n".encode()
    (tmp_path / "a").write_bytes(data)
    assert "".join(blocks_of(tmp_path / "a")).encode() == data


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("stop", ["，", " ", ""])
def test_a_line_that_is_too_long_is_cut_at_a_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, stop: str
) -> None:
    monkeypatch.setattr(streams, "MAX_LINE_BYTES", 5000)
    monkeypatch.setattr(streams, "BLOCK_BYTES", 2000)
    text = f"中華民國教育部{stop}" * 3000 + "\n第二行\n"
    (tmp_path / "a").write_bytes(text.encode(encoding))
    blocks = blocks_of(tmp_path / "a")
    assert "".join(blocks) == text
    assert max(map(len, blocks)) < 7100
    assert len(blocks) > 5
    if stop and (encoding == "utf-8" or stop == " "):
        assert all(block.endswith((stop, "\n")) for block in blocks)


def test_a_text_decoded_as_a_whole_is_converted_in_blocks(tmp_path: Path) -> None:
    text = LINE * (3 * streams.BLOCK_CHARACTERS // len(LINE))
    out, status = to_file(tmp_path, text.encode("utf-16"), "-c", "s2t")
    assert (out.decode() == text.replace(LINE, CONVERTED), status) == (True, 0)
    assert len(list(streams._cut(text))) > 1


def test_bad_bytes_are_counted_and_said_once() -> None:
    ran = yrd("convert", "--to", "t", input=LINE.encode() * 9 + b"\xff\n\xff\n")
    assert ran.out.decode().endswith("\n\ufffd\n\ufffd\n")
    assert ran.status == 0
    assert ran.err == "yrd: warning: -: 2 byte sequences not valid in utf-8: replaced by U+FFFD\n"


def test_lines_come_out_as_they_come_in_when_line_buffered(tmp_path: Path) -> None:
    with start("convert", "--to", "t", "--line-buffered", cwd=tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line, expected in (("长三角\n", "長三角\n"), ("发展\n", "發展\n")):
            process.stdin.write(line.encode())
            assert process.stdout.readline().decode() == expected
        process.stdin.close()
        assert process.wait(10) == 0


def test_nothing_in_a_text_steers_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("长\x1b]0;x\x07\r\n\u202e角\n".encode())
    for option in ((), ("--explain",), ("--diff",), ("--ambiguous",)):
        ran = on_terminal("convert", "-c", "s2t", "--color=never", *option, "a.txt", cwd=tmp_path)
        assert ran.status == 0
        assert not set("\x1b\x07\u202e") & set(ran.out.decode())


# --- JSONL stays JSONL -------------------------------------------------------------------------


def test_records_keep_all_but_text_and_title(tmp_path: Path) -> None:
    record = {"z": [1, {"长": "长"}], "text": "长\n角", "n": 12345678901234567890, "title": "长"}
    data = json.dumps(record).encode() + b"\n\n" + '{"text":"发"}'.encode()
    out, status = to_file(tmp_path, data, "--to", "t")
    first, second = out.decode().splitlines()
    expected = {**record, "text": "長\n角", "title": "長"}
    assert list(json.loads(first).items()) == list(expected.items())
    assert (json.loads(second), status) == ({"text": "發"}, 0)


def test_a_record_that_does_not_change_keeps_its_bytes(tmp_path: Path) -> None:
    kept = b'{ "text" : "G60 \\u4e00" , "text2":1.0, "script": null, "edits":{} }\r\n'
    out, status = to_file(tmp_path, kept + '{"text":"长"}'.encode(), "--to", "t")
    assert (out, status) == (kept.replace(b"\r", b"") + '{"text":"長"}\n'.encode(), 0)


def test_named_keys_are_converted_too(tmp_path: Path) -> None:
    data = '{"text":"长","tags":["云","x",1],"note":"发","no":"发"}\n'.encode()
    out, _ = to_file(tmp_path, data, "--to=t", "--field=tags", "--field=note", "--field=absent")
    assert json.loads(out) == {"text": "長", "tags": ["雲", "x", 1], "note": "發", "no": "发"}


def test_another_key_may_hold_the_text(tmp_path: Path) -> None:
    out, _ = to_file(tmp_path, '{"body":"长","text":"长"}\n'.encode(), "--to=t", "--text-key=body")
    assert json.loads(out) == {"body": "長", "text": "长"}


DOCUMENT = {"id": "x", "text": "长\n\n角", "title": "发", "script": "Hans", "edits": {"gloss": 2}}


def test_a_document_says_its_script_and_what_was_changed(tmp_path: Path) -> None:
    data = json.dumps(DOCUMENT).encode()
    out, _ = to_file(tmp_path, data, "-c", "s2t")
    document = json.loads(out)
    assert (document["script"], document["edits"]) == ("Hant", {"gloss": 2, "s2t": 2})
    out, _ = to_file(tmp_path, data, "--to", "t")
    assert json.loads(out)["edits"] == {"gloss": 2, "to-t": 2}


FOREIGN = [{"edits": {}}, {"script": "python"}, {"script": "Hans", "edits": 3}]


@pytest.mark.parametrize("keys", FOREIGN, ids=str)
def test_keys_of_foreign_records_are_left_alone(keys: dict[str, object]) -> None:
    data = json.dumps({"text": "长", **keys}).encode()
    line, changed = JsonRecord(data, RecordFields()).with_texts(["長"])
    assert (json.loads(line), changed) == ({"text": "長", **keys}, True)


def test_broken_records_are_named_and_the_rest_is_done() -> None:
    data = '{"text":"长"}\n{"text":1}\nnonsense\n{"body":"x"}\n{"text":"发"}\n'.encode()
    ran = yrd("convert", "--to", "t", "--input-format", "jsonl", input=data)
    assert ran.out.decode() == '{"text":"長"}\n{"text":"發"}\n'
    assert ran.status == 2
    assert [line.split(": ")[1] for line in ran.messages] == ["-:2", "-:3", "-:4"]


def test_hostile_strings_of_a_record_become_text(tmp_path: Path) -> None:
    record = {**DOCUMENT, "text": "长\udc80\0", "n": 2**70}
    out, status = to_file(tmp_path, json.dumps(record).encode(), "--to", "t")
    document = json.loads(out)
    assert (document["text"], document["n"], status) == ("長\ufffd\0", 2**70, 0)
    assert document["edits"]["surrogate"] == 1


def test_records_in_another_encoding_are_read(tmp_path: Path) -> None:
    data = json.dumps({"text": LINE}, ensure_ascii=False).encode("gb18030") + b"\n"
    out, status = to_file(tmp_path, data, "--to", "t", name="in.jsonl")
    assert (json.loads(out), status) == ({"text": CONVERTED}, 0)


# --- files -------------------------------------------------------------------------------------


def test_files_follow_each_other_and_a_missing_one_is_named(tmp_path: Path) -> None:
    for name, text in (("a", "长"), ("b", "发\n")):
        (tmp_path / name).write_text(text)
    ran = yrd("convert", "--to", "t", "a", "no", "b", cwd=tmp_path)
    assert (ran.out.decode(), ran.status) == ("長發\n", 2)
    assert ran.err == "yrd: no: No such file or directory\n"


def test_a_tree_keeps_its_names_in_a_directory(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text("长")
    (tmp_path / "in" / "empty.txt").touch()
    (tmp_path / "in" / "sub" / "b.jsonl").write_text('{"text":"长"}\n')
    goal = tmp_path / "in" / "out"
    for _ in range(2):  # the second run does not read what the first has written
        assert run(["convert", str(tmp_path / "in"), "--to", "t", "-o", f"{goal}/"]) == 0
        assert (goal / "a.txt").read_text() == "長"
        assert (goal / "empty.txt").read_text() == ""
        assert (goal / "sub" / "b.jsonl").read_text() == '{"text":"長"}\n'
        assert sorted(p.name for p in goal.iterdir()) == ["a.txt", "empty.txt", "sub"]


def test_names_that_are_taken_get_a_number() -> None:
    sources = [Source("x/a.txt"), Source("y/A.txt"), Source("z/a.txt.gz"), Source("-")]
    assert output_names(sources) == ["a.txt", "A-2.txt", "a-3.txt", "stdin.txt"]


@pytest.mark.parametrize("goal", ["a.txt", "./", "link"])
def test_an_input_is_never_its_own_output(tmp_path: Path, goal: str) -> None:
    (tmp_path / "a.txt").write_text("长")
    (tmp_path / "link").symlink_to("a.txt")
    ran = yrd("convert", "--to", "t", "a.txt", "-o", goal, cwd=tmp_path)
    assert (ran.out, ran.status) == (b"", 2)
    assert "is input and output at once" in ran.err
    assert (tmp_path / "a.txt").read_text() == "长"


def test_an_output_directory_never_holds_another_input(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for name in ("a.txt", "out/a.txt"):
        (tmp_path / name).write_text(name)
    ran = yrd("convert", "--to", "t", "a.txt", "out/a.txt", "-o", "out/", cwd=tmp_path)
    assert ran.status == 2
    assert (tmp_path / "out" / "a.txt").read_text() == "out/a.txt"


def test_appending_to_an_input_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("长")
    with file.open("ab") as same:
        done = subprocess.run(
            [*YRD, "convert", "--to", "t", str(file)],
            stdout=same,
            stderr=subprocess.PIPE,
            check=False,
            env=clean_environment(str(tmp_path)),
        )
    assert (done.returncode, file.read_text()) == (2, "长")


# --- in place ----------------------------------------------------------------------------------


def in_place(*args: str | Path) -> int:
    return run(["convert", "--to", "t", "--in-place", *map(str, args)])


def test_files_are_replaced_and_their_mode_stays(tmp_path: Path) -> None:
    for name, text in (("a.txt", "长\r\n"), ("b.jsonl", '{"text":"长"}\n')):
        (tmp_path / name).write_bytes(text.encode())
        (tmp_path / name).chmod(0o640)
    (tmp_path / "link").symlink_to("a.txt")
    assert in_place(tmp_path, tmp_path / "link", tmp_path / "a.txt") == 0
    assert (tmp_path / "a.txt").read_bytes() == "長\r\n".encode()
    assert (tmp_path / "b.jsonl").read_bytes() == '{"text":"長"}\n'.encode()
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link").is_symlink()
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "b.jsonl", "link"]


def test_a_file_named_twice_is_converted_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("苹果")
    (tmp_path / "dict").write_text("苹果\t苹果苹果\n")
    twice = [str(tmp_path / "a.txt")] * 2
    userdict = ["--userdict", str(tmp_path / "dict")]
    assert run(["convert", "-c", "s2t", "--in-place", *userdict, *twice]) == 0
    assert (tmp_path / "a.txt").read_text() == "苹果苹果"


def test_a_file_that_does_not_change_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("長三角\n")
    before = (tmp_path / "a.txt").stat()
    assert in_place(tmp_path / "a.txt", "--backup=.bak") == 0
    after = (tmp_path / "a.txt").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_backup_keeps_the_original(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("长\xff".encode("latin-1", "ignore") + "长".encode() + b"\xff")
    original = (tmp_path / "a.txt").read_bytes()
    (tmp_path / "a.txt.bak").write_text("older")
    for _ in range(2):  # the second run leaves both alone
        assert in_place(tmp_path, "--backup=.bak", "--encoding=utf-8") == 0
        assert (tmp_path / "a.txt").read_text().endswith("長\ufffd")
        assert (tmp_path / "a.txt.bak").read_bytes() == original
        assert sorted(os.listdir(tmp_path)) == ["a.txt", "a.txt.bak"]


LOSSES = [
    (b"a.txt", "长三角发展\n".encode() + b"\xff\n", "some bytes could not be read"),
    (b"a.jsonl", '{"text":"长"}\n{"text":\n'.encode(), "left as it is"),
    (b"a.txt.gz", gzip.compress(LINE.encode() * 99, mtime=0)[:-9], "left as it is"),
    (b"a.txt.xz", b"\xfd7zXZ\x00", "xz is read and not written"),
]


@pytest.mark.parametrize(("name", "data", "message"), LOSSES)
def test_a_file_of_which_something_would_be_lost_stays_as_it_is(
    tmp_path: Path, name: bytes, data: bytes, message: str
) -> None:
    (tmp_path / os.fsdecode(name)).write_bytes(data)
    (tmp_path / "good.txt").write_text("长")
    ran = yrd("convert", "--to", "t", "--in-place", name, "good.txt", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, b"")
    assert message in ran.err
    assert (tmp_path / os.fsdecode(name)).read_bytes() == data
    assert (tmp_path / "good.txt").read_text() == "長"
    assert len(os.listdir(tmp_path)) == 2


def test_a_compressed_file_stays_compressed(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(LINE.encode(), mtime=0))
    assert in_place(tmp_path / "a.gz") == 0
    assert gzip.decompress((tmp_path / "a.gz").read_bytes()).decode() == CONVERTED


def test_ctrl_c_leaves_the_original(tmp_path: Path) -> None:
    here = tmp_path / "here"  # the cache of the home lies beside it
    here.mkdir()
    original = LINE.encode() * 400_000
    (here / "a.txt").write_bytes(original)
    home = {"HOME": str(tmp_path)}
    command = ("convert", "--to=t", "--explain", "--in-place", "a.txt")
    process = start(*command, cwd=here, env=home)
    end = time.monotonic() + 20
    while len(os.listdir(here)) == 1 and time.monotonic() < end:
        time.sleep(0.01)
    ran = ended(process, signal.SIGINT)
    assert (ran.status, ran.err) == (130, "")
    assert os.listdir(here) == ["a.txt"]
    assert (here / "a.txt").read_bytes() == original


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINE * 9)
    ran = yrd("convert", "--to=t", "a.txt", "-o", "/dev/full", cwd=tmp_path)
    assert (ran.status, len(ran.messages)) == (2, 1)


def test_a_disk_that_fills_up_leaves_the_original(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINE * 2000)
    # Python 3.11 would leave bytecode cut at the limit beside our modules.
    limit = "export PYTHONDONTWRITEBYTECODE=1; ulimit -f 16"
    line = f"{limit}; yrd convert --to t --in-place --backup .bak a.txt"
    ran = shell(line, cwd=tmp_path)
    assert (ran.status, ran.messages) == (2, ["yrd: a.txt: File too large"])
    assert os.listdir(tmp_path) == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == LINE * 2000


# --- encodings ---------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", OUTPUT_ENCODINGS)
def test_output_in_an_encoding_is_read_back(tmp_path: Path, encoding: str) -> None:
    text = "中文\r\n"
    data = f"\ufeff{text}".encode()
    out, status = to_file(tmp_path, data, "-ct2s", f"--to-encoding={encoding}")
    mark = "\ufeff" if encoding == "utf-8" else ""
    assert (out.decode(encoding), status) == (mark + text, 0)


def test_a_mark_is_written_once_and_never_alone(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("中\n")
    (tmp_path / "empty").touch()
    ran = yrd("convert", "-cs2t", "--to-encoding=utf-16", "empty", "a", "b", cwd=tmp_path)
    assert ran.out == "中\n中\n".encode("utf-16")
    ran = yrd("convert", "-cs2t", "--to-encoding=utf-16", "empty", cwd=tmp_path)
    assert ran.out == b""


UNENCODABLE = [
    ("error", None),
    ("replace", "OK\n中?\n".encode("big5")),
    ("xmlcharref", "OK\n中&#21457;\n".encode("big5")),
]


@pytest.mark.parametrize(("how", "expected"), UNENCODABLE)
def test_a_character_that_an_encoding_lacks(
    tmp_path: Path, how: str, expected: bytes | None
) -> None:
    (tmp_path / "a.txt").write_text("OK\n中发\n")
    (tmp_path / "old").write_text("old")
    args = ("convert", "-ct2s", "--to-encoding=big5", f"--unencodable={how}", "a.txt")
    ran, filed = yrd(*args, cwd=tmp_path), yrd(*args, "-o", "old", cwd=tmp_path)
    if expected is not None:
        assert (ran.out, ran.status, filed.status) == (expected, 0, 0)
        assert (tmp_path / "old").read_bytes() == expected
        return
    assert (ran.out, ran.status, filed.status) == (b"", 2, 2)
    assert ran.err.startswith("yrd: a.txt:2:2: '发' (U+53D1) is not in big5")
    assert ran.err == filed.err
    assert (tmp_path / "old").read_text() == "old"


def test_big5_holds_what_every_reader_of_big5_knows() -> None:
    text = "心裏恒有碁銹墻粧嫺"
    assert Encoder("big5").encode(text) == text.encode("cp950") == text.encode("big5hkscs")
    with pytest.raises(UnencodableError, match="is not in big5") as raised:
        Encoder("big5").encode("裏发裏")
    assert raised.value.offset == 1
    assert Encoder("big5", "replace").encode("发裏发发裏") == "?裏??裏".encode("cp950")


def test_an_input_that_cannot_be_encoded_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text":"中"}\n{"text":"发"}\n')
    (tmp_path / "b.txt").write_text("中\n")
    args = ("convert", "-ct2s", "--to-encoding=big5")
    ran = yrd(*args, "a.jsonl", "b.txt", "-o", "out/", cwd=tmp_path)
    assert (ran.status, len(ran.messages)) == (2, 1)
    assert ran.err.startswith("yrd: a.jsonl:2: '发' (U+53D1) is not in big5")
    assert os.listdir(tmp_path / "out") == ["b.txt"]
    ran = yrd(*args, "--in-place", "a.jsonl", "b.txt", cwd=tmp_path)
    assert (tmp_path / "a.jsonl").read_text() == '{"text":"中"}\n{"text":"发"}\n'
    assert (tmp_path / "b.txt").read_bytes() == "中\n".encode("big5")


# --- views and detection -----------------------------------------------------------------------


def test_edits_are_told_with_offsets_into_the_text(tmp_path: Path) -> None:
    text = "中长\r\n\r\n角，发\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    for option in ("--line-buffered", "-j2"):  # in blocks of a line, and as one
        ran = yrd("convert", "-c", "s2t", "--explain", option, "a.txt", cwd=tmp_path)
        edits = ran.documents
        assert [(e["id"], e["field"]) for e in edits] == [("a.txt", "text")] * len(edits)
        assert [text[e["start"] : e["end"]] for e in edits] == [e["text"] for e in edits]
        assert [e["line"] for e in edits] == [1, 3]
    assert ran.status == 0


def test_edits_of_records_name_document_and_field() -> None:
    data = '{"id":"x","text":"中","title":"长"}\n{"text":"发"}\n'.encode()
    for view in ("--explain", "--ambiguous"):
        ran = yrd("convert", "-c", "s2t", view, input=data)
        named = {(r["id"], r["field"]) for r in ran.documents}
        assert ("-#2", "text") in named
        assert named <= {("x", "title"), ("-#2", "text")}


def test_a_view_leaves_the_text_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINE)
    ran = yrd("convert", "--to=t", "--diff", "a.txt", "-o", "out.txt", cwd=tmp_path)
    assert ran.status == 0
    assert ran.out.decode().startswith("a.txt\n")
    assert (tmp_path / "out.txt").read_text() == CONVERTED
    ran = yrd("convert", "--to=t", "--explain", "--in-place", "a.txt", cwd=tmp_path)
    assert {d["id"] for d in ran.documents} == {"a.txt"}
    assert (tmp_path / "a.txt").read_text() == CONVERTED


def test_a_check_that_does_not_hold_names_the_place(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("长三角\n")
    (tmp_path / "bad.txt").write_text("长\n三后里\n")
    ran = yrd("convert", "-c", "s2t", "--check", "good.txt", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, b"")
    # What is Traditional already is damaged by s2t, and t2s does not lead back.
    (tmp_path / "bad.txt").write_text("中\n公里皇后\n")
    ran = yrd("convert", "-c", "t2s", "--check", "good.txt", "bad.txt", cwd=tmp_path)
    assert ran.status == 1
    assert ran.out.decode().startswith("good.txt:1:1: round-trip: ")


def test_detection_tells_script_and_evidence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("长三角一体化发展\n")
    (tmp_path / "b.jsonl").write_text('{"text":"長三角一體化","id":"h"}\n{"text":"G60"}\n')
    (tmp_path / "empty").touch()
    args = ("convert", "--detect", "a.txt", "b.jsonl", "empty")
    ran = yrd(*args, "--format=jsonl", cwd=tmp_path)
    found = [(d["id"], d["script"], d["traditional_only"]) for d in ran.documents]
    assert found == [("a.txt", "Hans", 0), ("h", "Hant", 2), ("b.jsonl#2", "none", 0),
                     ("empty", "none", 0)]  # fmt: skip
    tsv = yrd(*args, cwd=tmp_path).out.decode().splitlines()
    assert [line.split("\t")[0] for line in tsv] == ["id", "a.txt", "h", "b.jsonl#2", "empty"]
    yrd(*args, "-o", "out.csv", cwd=tmp_path)
    assert (tmp_path / "out.csv").read_text().count("\n") == 5
    shown = on_terminal(*args, "--color=never", cwd=tmp_path, columns=100).out.decode()
    assert "simplified_only" in shown


# --- the same whatever the way -----------------------------------------------------------------


def test_the_result_is_the_same_for_any_number_of_jobs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINE * 60_000)
    records = [json.dumps({"text": LINE * 3, "n": n}, ensure_ascii=False) for n in range(9000)]
    (tmp_path / "b.jsonl").write_text("\n".join([*records, "broken", *records]))
    args = ("convert", "--to", "tw", "a.txt", "no", "b.jsonl", "a.txt")
    one, two = (yrd(*args, jobs, cwd=tmp_path) for jobs in ("-j1", "-j2"))
    assert (one.status, one.out, one.err) == (two.status, two.out, two.err)
    assert (one.status, len(one.messages), len(one.out) > 6_000_000) == (2, 2, True)


# --- what cannot be done -----------------------------------------------------------------------

REFUSED = [
    ("-c s2tx", "no 's2tx'; did you mean 's2t'?"),
    ("--to TW", "no 'TW'; did you mean 'tw'? (choose from s, t, tw, twp, hk, "),
    ("", "give one of --to TARGET and -c CONFIGURATION"),
    ("-c s2t --to t", "give one of --to TARGET and -c CONFIGURATION, not both"),
    ("-c s2t --from s", "--from goes with --to"),
    ("-c s2t --no-detect", "--no-detect goes with --to"),
    ("-c s2t --no-protect", "--no-protect goes with --to"),
    ("--to t --input-format warc", "--input-format: no 'warc'"),
    ("--to t -o x.parquet", "convert writes what it reads"),
    ("--to t --format csv", "convert writes what it reads"),
    ("--to t --explain --format csv", "--explain writes text or jsonl"),
    ("--to t --ambiguous --format text", "--ambiguous writes jsonl"),
    ("--to t --encoding klingon", "klingon"),
    ("--to t --to-encoding utf8x", "did you mean 'utf-8'?"),
    ("--to t --unencodable replace", "--unencodable goes with --to-encoding"),
    ("--to t --to-encoding gbk --unencodable drop", "--unencodable: no 'drop'"),
    ("--to t --to-encoding gbk --diff", "what is shown is UTF-8"),
    ("--to t --explain --diff", "choose one"),
    ("--to t --check -o out", "leave out -o"),
    ("--to t --check --in-place", "leave out --in-place"),
    ("--to t --in-place", "--in-place needs files"),
    ("--to t --in-place -o out", "--in-place and -o exclude each other"),
    ("--to t --backup .bak", "--backup goes with --in-place"),
    ("--to t --in-place --backup a/b", "--backup needs a suffix"),
    ("--detect --to t", "--detect converts nothing: leave out --to"),
    ("--detect --in-place", "--detect converts nothing: leave out --in-place"),
    ("--detect --punct full --diff", "leave out --punct, --diff"),
    ("--detect -o out/", "a table is one file"),
    ("--to t --userdict no.txt", "no.txt: No such file or directory"),
    ("--to t --protect (", "--protect"),
    ("--to t --jobs 0", "--jobs"),
]


@pytest.mark.parametrize(("args", "message"), REFUSED)
def test_what_cannot_be_done_is_refused_in_a_line(tmp_path: Path, args: str, message: str) -> None:
    ran = yrd("convert", *args.split(), input=b"a", cwd=tmp_path)
    assert (ran.out, ran.status, len(ran.messages)) == (b"", 2, 1)
    assert message in ran.err
    assert os.listdir(tmp_path) == []


def test_a_terminal_gets_no_other_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("中\n")
    ran = on_terminal("convert", "-cs2t", "--to-encoding=gbk", "a.txt", cwd=tmp_path)
    assert ran.status == 2
    assert "a terminal shows UTF-8" in ran.out.decode()
