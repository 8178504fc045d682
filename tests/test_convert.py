"""`yrd convert`: text stays text, JSONL stays JSONL; the target's own script is left alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.cli.app import run
from yrd_cli.cli.converting import output_names
from yrd_cli.convert.configurations import RUN, Converter, configurations
from yrd_cli.convert.conversion import ByTarget
from yrd_cli.reading.paths import Source
from yrd_cli.reading.text_blocks import BLOCK_BYTES, TextBlocks, opened


def _yrd(*args: str, stdin: bytes = b"") -> tuple[bytes, int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "yrd_cli", "convert", *args],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([os.getcwd(), *sys.path])},
    )
    return done.stdout, done.returncode, done.stderr.decode()


def _to_file(tmp_path: Path, data: bytes, *args: str, name: str = "in.txt") -> tuple[bytes, int]:
    source, goal = tmp_path / name, tmp_path / "out"
    source.write_bytes(data)
    status = run(["convert", str(source), "-o", str(goal), *args])
    return goal.read_bytes(), status


BY_TARGET = [
    ("s", "長三角裡面", "长三角里面"),
    ("s", "长三角里面，著名", "长三角里面，著名"),
    ("t", "长三角一体化", "長三角一體化"),
    ("t", "長三角，公里", "長三角，公里"),
    ("t", "里面", "裏面"),
    ("tw", "里面软件", "裡面軟件"),
    ("tw", "裏面軟件", "裡面軟件"),
    ("twp", "软件", "軟體"),
    ("twp", "軟件", "軟體"),
    ("hk", "里面卫生", "裏面衞生"),
    ("jp", "亚洲", "亜洲"),
    ("jp", "亞洲", "亜洲"),
    ("t", "abc 123", "abc 123"),
]


@pytest.mark.parametrize(("target", "text", "expected"), BY_TARGET)
def test_goes_to_the_target_from_either_script(target: str, text: str, expected: str) -> None:
    assert ByTarget(target).convert(text) == expected


def test_lines_of_a_mixed_text_are_judged_one_by_one() -> None:
    text = "长三角的发展\n臺灣的後面有公里\n里面\n"
    assert ByTarget("t").convert(text) == "長三角的發展\n臺灣的後面有公里\n裏面\n"


def test_a_line_that_does_not_tell_goes_the_way_of_its_text() -> None:
    assert ByTarget("t").convert("公里\n里\n长三角") == "公里\n裏\n長三角"
    assert ByTarget("t").convert("公里\n里\n長三角") == "公里\n里\n長三角"


@pytest.mark.parametrize("config", sorted(configurations()))
def test_every_configuration_is_that_of_the_package(config: str) -> None:
    from opencc import OpenCC

    text = "软件里的鼠标、著名皇后；軟體裡的滑鼠、綫路，裏面。\n"
    path = configurations()[config]
    assert Converter(config).convert(text) == OpenCC(str(path.with_suffix(""))).convert(text)


@given(st.text(max_size=40))
def test_no_character_is_lost_that_is_not_han(text: str) -> None:
    plain = "".join(c for c in text if not "\u3400" <= c <= "\ufaff" and c < "\U00020000")
    assert Converter("s2t").convert(plain) == plain


def test_a_run_without_end_takes_no_square_time() -> None:
    import time

    converter = Converter("t2s")
    converter.convert("長")
    start = time.process_time()
    converter.convert("長" * 2 * RUN)
    short = time.process_time() - start
    start = time.process_time()
    assert converter.convert("長" * 40 * RUN) == "长" * 40 * RUN
    assert time.process_time() - start < 60 * short + 0.5


BYTES = [
    ("长\r\n三\n\n角".encode(), "長\r\n三\n\n角".encode()),
    ("\ufeff长\n".encode(), "\ufeff長\n".encode()),
    ("推动长三角发展战略，一体化\n".encode("gb18030"), "推動長三角發展戰略，一體化\n".encode()),
    ("长三角一体化\n".encode("utf-16"), "長三角一體化\n".encode()),
    (b"", b""),
    (b"\t a \x0b\x0c b\r", b"\t a \x0b\x0c b\r"),
]


@pytest.mark.parametrize(("data", "expected"), BYTES)
def test_text_is_kept_byte_for_byte_around(tmp_path: Path, data: bytes, expected: bytes) -> None:
    assert _to_file(tmp_path, data, "-c", "s2t") == (expected, 0)


def test_an_encoding_shows_after_a_block_of_ascii(tmp_path: Path) -> None:
    chinese = "推动长三角一体化发展，是国家的重大战略。\n"
    data = b"plain text\n" * (BLOCK_BYTES // 11 + 9) + chinese.encode("gb18030")
    out, status = _to_file(tmp_path, data, "-c", "s2t")
    assert (out[-len(chinese.encode()) :].decode(), status) == (
        "推動長三角一體化發展，是國家的重大戰略。\n",
        0,
    )


def test_a_mark_at_the_start_of_a_later_block_stays(tmp_path: Path) -> None:
    data = b"x" * (BLOCK_BYTES - 1) + b"\n" + "\ufeff中\n".encode()
    (tmp_path / "a").write_bytes(data)
    with opened(Source(str(tmp_path / "a"))) as stream:
        assert "".join(TextBlocks(stream)).encode() == data


def test_bad_bytes_are_counted_and_said_once(tmp_path: Path) -> None:
    out, status, err = _yrd("--to", "t", stdin="长三角的发展\n".encode() * 9 + b"\xff\n\xff\n")
    assert out.decode().endswith("\n\ufffd\n\ufffd\n")
    assert status == 0
    assert err == "yrd: warning: -: 2 byte sequences not valid in utf-8: replaced by U+FFFD\n"


def test_records_keep_all_but_text_and_title(tmp_path: Path) -> None:
    record = {"z": [1, {"长": "长"}], "text": "长\n角", "n": 12345678901234567890, "title": "长"}
    data = json.dumps(record).encode() + b"\n\n" + '{"text":"发"}'.encode()
    out, status = _to_file(tmp_path, data, "--to", "t")
    first, second = out.decode().splitlines()
    assert list(json.loads(first).items()) == list(
        {**record, "text": "長\n角", "title": "長"}.items()
    )
    assert (json.loads(second), status) == ({"text": "發"}, 0)


def test_broken_records_are_named_and_the_rest_is_done(tmp_path: Path) -> None:
    data = '{"text":"长"}\n{"text":1}\nnonsense\n{"body":"x"}\n{"text":"发"}\n'.encode()
    out, status, err = _yrd("--to", "t", "--input-format", "jsonl", stdin=data)
    assert out.decode() == '{"text":"長"}\n{"text":"發"}\n'
    assert status == 2
    assert [line.split(": ")[1] for line in err.splitlines()] == ["-:2", "-:3", "-:4"]


def test_another_key_may_hold_the_text(tmp_path: Path) -> None:
    out, _ = _to_file(tmp_path, '{"body":"长","text":"长"}\n'.encode(), "--to=t", "--text-key=body")
    assert json.loads(out) == {"body": "長", "text": "长"}


def test_files_follow_each_other_and_a_missing_one_is_named(tmp_path: Path) -> None:
    for name, text in (("a", "长"), ("b", "发\n")):
        (tmp_path / name).write_text(text)
    out, status, err = _yrd("--to", "t", *(str(tmp_path / n) for n in ("a", "no", "b")))
    assert (out.decode(), status) == ("長發\n", 2)
    assert err == f"yrd: {tmp_path}/no: No such file or directory\n"


def test_a_tree_keeps_its_names_in_a_directory(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text("长")
    (tmp_path / "in" / "sub" / "b.jsonl").write_text('{"text":"长"}\n')
    goal = tmp_path / "in" / "out"
    assert run(["convert", str(tmp_path / "in"), "--to", "t", "-o", f"{goal}/"]) == 0
    assert (goal / "a.txt").read_text() == "長"
    assert (goal / "sub" / "b.jsonl").read_text() == '{"text":"長"}\n'
    assert sorted(p.name for p in goal.iterdir()) == ["a.txt", "sub"]


def test_names_that_are_taken_get_a_number() -> None:
    sources = [Source("x/a.txt"), Source("y/A.txt"), Source("z/a.txt.gz"), Source("-")]
    assert output_names(sources) == ["a.txt", "A-2.txt", "a-3.txt", "stdin.txt"]


REFUSED = [
    (["-c", "s2tx"], "-c: no 's2tx'; did you mean 's2t'? (choose from hk2s, s2hk,"),
    (["--to", "TW"], "--to: no 'TW'; did you mean 'tw'? (choose from s, t, tw, twp, hk, jp)"),
    ([], "give one of --to TARGET and -c CONFIGURATION"),
    (["-c", "s2t", "--to", "t"], "give one of --to TARGET and -c CONFIGURATION"),
    (["--to", "t", "--input-format", "warc"], "--input-format: no 'warc'"),
    (["--to", "t", "-o", "x.parquet"], "convert writes what it reads"),
    (["--to", "t", "--encoding", "klingon"], "klingon"),
]


@pytest.mark.parametrize(("args", "message"), REFUSED)
def test_what_cannot_be_done_is_refused(
    args: list[str], message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    out, status, err = _yrd(*args, stdin=b"a")
    assert (out, status, err.count("\n")) == (b"", 2, 1)
    assert message in err


@pytest.mark.parametrize("goal", ["a.txt", "./"])
def test_an_input_is_never_its_own_output(tmp_path: Path, goal: str) -> None:
    (tmp_path / "a.txt").write_text("长")
    out, status, err = _yrd("--to", "t", str(tmp_path / "a.txt"), "-o", f"{tmp_path}/{goal}")
    assert (out, status) == (b"", 2)
    assert "is input and output at once" in err
    assert (tmp_path / "a.txt").read_text() == "长"


def test_appending_to_an_input_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("长")
    with file.open("ab") as same:
        done = subprocess.run(
            [sys.executable, "-m", "yrd_cli", "convert", "--to", "t", str(file)],
            stdout=same,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, file.read_text()) == (2, "长")


def test_lines_come_out_as_they_come_in_when_line_buffered() -> None:
    command = [sys.executable, "-m", "yrd_cli", "convert", "--to", "t", "--line-buffered"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line, expected in (("长三角\n", "長三角\n"), ("发展\n", "發展\n")):
            process.stdin.write(line.encode())
            process.stdin.flush()
            assert process.stdout.readline().decode() == expected
        process.stdin.close()
        assert process.wait() == 0
