"""Limits: what is over one is named with the option that raises it, and the rest is done."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import re
import subprocess
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from math import inf
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import _warc
from tests.running import YRD, Ran, clean_environment, yrd
from tests.running_here import yrd_here
from yrd_cli.cli.grep_argv import _named, read_arguments
from yrd_cli.cli.grep_options import OPTIONS
from yrd_cli.cli.limit_values import limits_of, size_value
from yrd_cli.document import json_line
from yrd_cli.errors import UsageError
from yrd_cli.grep.scan.files import BlockReader
from yrd_cli.grep.short_lines import limited
from yrd_cli.journal import identity_of
from yrd_cli.limits import NO_LIMIT, Limits
from yrd_cli.reading.json_values import is_deeper
from yrd_cli.reading.long_lines import LongLines, without_long_lines
from yrd_cli.reading.records import ReadSettings

COMMANDS = {
    "clean": ("clean", "--keep", "boilerplate", "--format", "jsonl"),
    "convert": ("convert", "-c", "s2t"),
    "grep": ("grep", "-e", "甲", "-e", "乙", "-e", "丙", "-e", "丁"),
    "stats": ("stats", "--chars", "--top", "0", "--raw"),
    "summarize": ("summarize", "-n", "9", "--no-facts", "--no-keywords", "--raw"),
}
READERS = ("clean", "stats", "summarize")
"""Commands to which JSON arrays, tables, archives and HTML are more than lines of text."""

BY_LINE = ("convert", "grep")

MARKS = "甲乙丙丁"
TEXTS = {mark: f"{mark}方公司今天在上海宣布了新的发展计划。" for mark in MARKS}
LONG = TEXTS["丙"] + "长江三角洲区域一体化发展规划纲要" * 20
"""Over 600 bytes in any encoding."""


def deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


RECORDS: list[dict[str, Any]] = [
    {"id": "a", "text": TEXTS["甲"]},
    {"id": "b", "text": TEXTS["乙"], "deep": deep(20)},
    {"id": "c", "text": LONG},
    {"id": "d", "text": TEXTS["丁"]},
]
LINES = b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in RECORDS)
TEXT = "\n".join([TEXTS["甲"], LONG, TEXTS["丁"]]) + "\n"
PAGE = (
    f"<html><head><title>新闻</title></head><body><p>{TEXTS['甲']}</p>{'<div>' * 30}<p>{LONG}</p>"
    f"{'</div>' * 30}<p>{TEXTS['丁']}</p></body></html>"
)
MANY = b"".join(
    json_line({"id": str(n), "text": TEXTS["甲"] if n < 200 else TEXTS["丁"]}) for n in range(400)
)


def _table(separator: str) -> bytes:
    rows = [f"{r['id']}{separator}{r['text']}" for r in RECORDS]
    return "\n".join([f"id{separator}text", *rows, ""]).encode()


def _parquet() -> bytes:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    out = io.BytesIO()
    rows = [{"id": r["id"], "text": r["text"]} for r in RECORDS]
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor(write_checksum=True).compress,
}
FILES: dict[str, Callable[[], bytes]] = {
    "records.jsonl": lambda: LINES,
    "array.json": lambda: json.dumps(RECORDS, ensure_ascii=False).encode(),
    "rows.csv": lambda: _table(","),
    "rows.tsv": lambda: _table("\t"),
    "rows.parquet": _parquet,
    "text.txt": TEXT.encode,
    "gb.txt": lambda: TEXT.encode("gb18030"),
    "wide.txt": lambda: TEXT.encode("utf-16"),
    "page.html": PAGE.encode,
    "archive.warc": lambda: b"".join(
        _warc(f"<p>{text}</p>".encode()) for text in (TEXTS["甲"], LONG, TEXTS["丁"])
    ),
    **{f"many.jsonl.{end}": partial(pack, MANY) for end, pack in COMPRESSORS.items()},
}

Case = tuple[str, str, str, str, str, tuple[str, ...]]
ALL = tuple(COMMANDS)
DEEP = "nested more than 10 levels deep: left out (see --depth-limit)"
LINE = "line longer than 600 bytes: left out (see --line-limit)"
LARGE = "larger than 600 bytes: left out (see --document-limit)"
REST = "larger than 600 bytes: the rest was left out (see --document-limit)"

CASES: tuple[Case, ...] = (
    # file, option, value, marks that are lost, what is said, by which commands
    ("records.jsonl", "--depth-limit", "10", "乙", f"records.jsonl:2: {DEEP}", ALL),
    ("records.jsonl", "--line-limit", "600", "丙", f"records.jsonl:3: {LINE}", ALL),
    (
        "records.jsonl", "--document-limit", "600", "丙",
        "records.jsonl:3: line longer than 600 bytes: left out (see --document-limit)", ALL,
    ),
    ("array.json", "--depth-limit", "10", "乙", f"array.json#2: {DEEP}", READERS),
    ("array.json", "--document-limit", "600", "丙", f"array.json#3: {LARGE}", READERS),
    ("rows.csv", "--line-limit", "600", "丙", f"rows.csv:4: {LINE}", READERS),
    ("rows.csv", "--document-limit", "600", "丙", f"rows.csv:4: {LARGE}", READERS),
    ("rows.tsv", "--line-limit", "600", "丙", f"rows.tsv:4: {LINE}", READERS),
    ("rows.tsv", "--document-limit", "600", "丙", f"rows.tsv:4: {LARGE}", READERS),
    ("rows.parquet", "--document-limit", "600", "丙", f"rows.parquet#3: {LARGE}", READERS),
    ("rows.parquet", "--document-limit", "600", "丙", f"rows.parquet#3: {LARGE}", ("grep",)),
    ("text.txt", "--line-limit", "600", "丙", f"text.txt:2: {LINE}", (*READERS, "convert")),
    (
        "text.txt", "--line-limit", "600", "丙",
        "text.txt: line at byte 58 longer than 600 bytes: left out (see --line-limit)", ("grep",),
    ),
    ("gb.txt", "--line-limit", "600", "丙", f"gb.txt:2: {LINE}", (*READERS, "convert")),
    ("gb.txt", "--line-limit", "600", "丙", "gb.txt: line at byte 39 longer than", ("grep",)),
    ("wide.txt", "--line-limit", "600", "丙", f"wide.txt:2: {LINE}", (*READERS, "convert")),
    ("wide.txt", "--line-limit", "600", "丙", "wide.txt: line at byte 58 longer than", ("grep",)),
    ("text.txt", "--document-limit", "600", "甲丙丁", f"text.txt: {LARGE}", READERS),
    ("text.txt", "--document-limit", "600", "丙丁", f"text.txt: {REST}", BY_LINE),
    ("page.html", "--line-limit", "600", "丙", LINE, READERS),
    (
        "page.html", "--depth-limit", "10", "",
        "page.html: nested more than 10 levels deep: read without its structure", READERS,
    ),
    ("archive.warc", "--document-limit", "600", "丙", f"archive.warc#2: {LARGE}", READERS),
    ("archive.warc", "--line-limit", "600", "丙", LINE, READERS),
    *(
        (f"many.jsonl.{end}", *option, "丁", said, ALL)
        for end in COMPRESSORS
        for option, said in (
            (("--size-limit", "300"), "stream expands to more than 300 bytes (see --size-limit)"),
            (("--expansion-limit", "3"), "stream expands more than 3 times: taken for a bomb"),
        )
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file there is."""
    made = tmp_path_factory.mktemp("limits")
    for name, make in FILES.items():
        (made / name).write_bytes(make())
    return made


@cache
def unlimited(command: str, file: str, folder: Path) -> Ran:
    """A run without limits, in which nothing is amiss."""
    ran = yrd_here(*COMMANDS[command], file, cwd=folder)
    assert (ran.status, ran.err) == (0, "")
    return ran


def _each(cases: tuple[Case, ...]) -> Iterator[object]:
    for file, option, value, lost, said, commands in cases:
        for command in commands:
            name = f"{command} {option} {value} {file}"
            yield pytest.param(command, file, option, value, lost, said, id=name)


@pytest.mark.parametrize(("command", "file", "option", "value", "lost", "said"), list(_each(CASES)))
def test_what_is_over_a_limit_is_named_and_the_rest_done(
    command: str, file: str, option: str, value: str, lost: str, said: str, folder: Path
) -> None:
    args = COMMANDS[command]
    free = unlimited(command, file, folder)
    ran = yrd_here(*args, option, value, file, cwd=folder)
    assert ran.status == 2
    assert said in ran.err
    assert len(ran.messages) == 1
    shown, all_of_it = ran.out.decode(), free.out.decode()
    assert [m for m in MARKS if m in shown] == [
        m for m in MARKS if m in all_of_it and m not in lost
    ]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("value", ["none", "0"], ids=["by a word", "by a zero"])
def test_without_limits_everything_is_as_it_is_with_those_that_hold(
    command: str, value: str, folder: Path
) -> None:
    file = "many.jsonl.gz"
    options = [f"--{name}-limit={value}" for name in ("expansion", "size", "depth", "line")]
    options.append(f"--document-limit={value}")
    ran = yrd_here(*COMMANDS[command], *options, file, cwd=folder)
    assert (ran.status, ran.out, ran.err) == (0, unlimited(command, file, folder).out, "")


def test_json_deeper_than_usual_is_read_and_written_where_it_is_asked_for(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": "正文", "deep": deep(800)})
    (tmp_path / "a.jsonl").write_text(line + "\n" + line.replace("[" * 700, "[" * 9000) + "\n")
    for args in (("clean",), ("convert", "-c", "s2t"), ("grep", "正文")):
        ran = yrd(*args, "--depth-limit", "850", "a.jsonl", cwd=tmp_path)
        (document,) = ran.documents
        found = document.get("deep") or document["metadata"]["deep"]
        assert found == deep(800)
        assert (ran.status, len(ran.messages)) == (2, 1)
        assert yrd_here(*args, "a.jsonl", cwd=tmp_path).out == b""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4096", 4096),
        ("64K", 64 << 10),
        ("64k", 64 << 10),
        ("1M", 1 << 20),
        ("2G", 2 << 30),
        ("1KiB", 1024),
        ("1KB", 1000),
        ("3MB", 3_000_000),
        ("10B", 10),
        ("0", NO_LIMIT),
        ("0K", NO_LIMIT),
        ("none", NO_LIMIT),
        ("None", NO_LIMIT),
        ("999999999999999999T", NO_LIMIT),
    ],
)
def test_sizes_are_bytes_or_have_a_suffix(text: str, expected: int) -> None:
    assert size_value("--line-limit", text) == expected


@given(st.text(max_size=8))
def test_any_value_is_a_size_or_an_error_that_names_the_option(text: str) -> None:
    try:
        assert size_value("--line-limit", text) > 0
    except UsageError as e:
        assert str(e).startswith("--line-limit ")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--expansion-limit", "many"),
        ("--expansion-limit", "-3"),
        ("--size-limit", "1Q"),
        ("--size-limit", ""),
        ("--depth-limit", "1.5"),
        ("--line-limit", "1 M"),
        ("--document-limit", "-1"),
        ("--time-limit", "soon"),
        ("--time-limit", "-1"),
        ("--time-limit", "nan"),
    ],
)
def test_a_bad_value_is_a_wrong_usage(command: str, option: str, value: str, folder: Path) -> None:
    args = COMMANDS[command]
    ran = yrd_here(*args, f"{option}={value}", "text.txt", cwd=folder)
    assert (ran.status, ran.out) == (2, b"")
    (message,) = ran.messages
    assert message.startswith(f"yrd: {option} ")


def test_no_limit_of_time_is_infinite() -> None:
    assert limits_of(time="none").time == limits_of(time="0").time == inf
    assert limits_of(time="none").document_seconds is None
    assert limits_of(time="0.5").document_seconds == 0.5


# --- grep's abbreviations ----------------------------------------------------------------------


def test_every_abbreviation_of_gnu_grep_means_what_it_means_there() -> None:
    names = {n: o for o in OPTIONS for n in o.names.split() if n.startswith("--") and not o.added}
    ours = {n for o in OPTIONS for n in o.names.split() if o.added}
    for full in names:
        for size in range(3, len(full) + 1):
            cut = full[:size]
            meant = {o.key for name, o in names.items() if name.startswith(cut)}
            if len(meant) == 1 and cut not in ours:
                assert _named(cut).key == meant.pop()


@pytest.mark.parametrize(
    ("typed", "key"),
    [("--line-l=1M", "line-limit"), ("--size=1", "size-limit"), ("--depth=9", "depth-limit")],
)
def test_ours_are_cut_short_too(typed: str, key: str) -> None:
    assert [o.key for o in read_arguments([typed]).options] == [key]


# --- lines that are not searched ---------------------------------------------------------------

SOUGHT = ["一上海", "海" * 1000, "二上海", "无", "海" * 200_000, "三上海", "无", "四上海"]
LEFT = {1, 4}
"""Lines of over 2 KiB; one is longer than what is read at a time."""


@pytest.mark.parametrize("how", [(), ("-v",), ("-A", "1"), ("-B", "1"), ("-C", "2"), ("-m", "2")])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_grep_numbers_lines_and_shows_context_across_what_is_left_out(
    how: tuple[str, ...], packed: bool, tmp_path: Path
) -> None:
    text = "\n".join(SOUGHT).encode() + b"\n"
    (tmp_path / "a").write_bytes(gzip.compress(text) if packed else text)
    ran = yrd_here("grep", "-nb", *how, "--line-limit", "2K", "上海", "a", cwd=tmp_path)
    # What GNU grep says of the same lines, those that are left out being lines of nothing sought.
    other = "\n".join("无" * len(line) if n in LEFT else line
                      for n, line in enumerate(SOUGHT)) + "\n"  # fmt: skip
    (tmp_path / "b").write_text(other, "utf-8")
    full = yrd_here("grep", "-nb", *how, "上海", "b", cwd=tmp_path).out.decode().splitlines()
    shown = [line for line in ran.out.decode().splitlines() if line != "--"]
    if how[:1] in ((), ("-v",), ("-m",)):
        expected = [line for line in full if line != "--" and len(line) < 999]
        assert shown == expected
    else:  # what is left out ends a group, and context is counted anew
        selected = [line for line in shown if ":" in line]
        assert selected == [line for line in full if ":" in line]
        assert not any(len(line) > 999 for line in shown)
    assert ran.status == 2
    assert "line at byte 10 longer than 2 KiB: left out (see --line-limit)" in ran.err


@given(st.lists(st.integers(0, 30), max_size=9), st.integers(1, 20), st.sampled_from([8, 16, 64]))
def test_blocks_hold_every_line_that_is_not_too_long_in_its_place(
    sizes: list[int], longest: int, size: int
) -> None:
    data = b"".join(bytes([65 + n]) * length + b"\n" for n, length in enumerate(sizes))
    reader = BlockReader(size=size, longest=longest, skips=True)
    limits = Limits(line=longest)
    kept: dict[int, bytes] = {}
    left: list[int] = []
    for block in limited(reader.blocks(io.BytesIO(data)), limits, b"\n"):
        left += block.skipped
        if block.end:
            kept[block.offset] = bytes(block.data[: block.end])
    places = [sum(sizes[:n]) + n for n in range(len(sizes))]
    assert left == [at for at, length in zip(places, sizes, strict=True) if length > longest]
    lines = {at: data[at : at + length + 1]
             for at, length in zip(places, sizes, strict=True) if length <= longest}  # fmt: skip
    assert b"".join(kept.values()) == b"".join(lines.values())
    assert all(data[at:].startswith(part) for at, part in kept.items())


def test_a_line_longer_than_any_is_read_no_further(tmp_path: Path) -> None:
    reader = BlockReader(size=16, longest=32)
    blocks = reader.blocks(io.BytesIO(b"one\n" + b"x" * 99 + b"\ntwo\n"))
    assert next(blocks).data.startswith(b"one\n")
    with pytest.raises(OSError, match="line longer than 32 bytes: the rest was not searched"):
        next(blocks)


# --- memory ------------------------------------------------------------------------------------

ENDLESS = 80 << 20
"""Bytes of a line, of which no more than a megabyte may be held."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_line_without_end_is_not_held(command: str, tmp_path: Path) -> None:
    with subprocess.Popen(
        [*YRD, *COMMANDS[command], "--line-limit", "1M", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(str(tmp_path)),
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(f"{TEXTS['甲']}\n".encode())
        block = b"x" * (1 << 20)
        for _ in range(ENDLESS >> 20):
            process.stdin.write(block)
        status = Path(f"/proc/{process.pid}/status").read_text()
        out, err = process.communicate(f"\n{TEXTS['丁']}\n".encode())
    assert process.returncode == 2
    assert [m for m in MARKS if m in out.decode()] == ["甲", "丁"]
    assert len(err.splitlines()) == 1
    assert b"longer than 1 MiB: left out (see --line-limit)" in err
    held = int(re.search(r"VmHWM:\s*(\d+) kB", status)[1])  # type: ignore[index]
    assert held < 90_000


@given(
    st.lists(st.binary(max_size=12).filter(lambda b: b"\n" not in b), max_size=8),
    st.integers(1, 9),
    st.integers(1, 7),
    st.booleans(),
)
def test_the_lines_that_are_not_too_long_stay_where_they_are(
    lines: list[bytes], longest: int, step: int, ended: bool
) -> None:
    class Slow(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self._data = io.BytesIO(data)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
            part = self._data.read(min(step, len(buffer)))
            buffer[: len(part)] = part
            return len(part)

    data = b"\n".join(lines) + (b"\n" if ended else b"")
    found = LongLines()
    kept = without_long_lines(io.BufferedReader(Slow(data)), longest, found).read()
    expected = [line if len(line) <= longest else b"" for line in data.split(b"\n")]
    assert kept == b"\n".join(expected)
    assert found.count == sum(len(line) > longest for line in lines)


# --- time --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "where"),
    [
        ("clean", "yrd_cli.clean.batches.document_of"),
        ("stats", "yrd_cli.clean.articles.document_of"),
        ("summarize", "yrd_cli.clean.articles.document_of"),
    ],
)
def test_a_document_that_takes_too_long_is_left_out(
    command: str, where: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yrd_cli.reading.documents import document_of

    def endless(record: object, *more: object) -> object:
        while "乙".encode() in record.data:  # type: ignore[attr-defined]
            pass
        return document_of(record, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(where, endless)
    monkeypatch.setattr("yrd_cli.document_time._is_warm", True)
    ran = yrd_here(*COMMANDS[command], "--time-limit", "0.8", "records.jsonl", cwd=folder)
    assert ran.status == 2
    said = "records.jsonl:2: document 'b': takes more than 0.8 s (see --time-limit): left out"
    assert ran.messages == [f"yrd: {said}"]
    assert [m for m in MARKS if m in ran.out.decode()] == ["甲", "丙", "丁"]


def test_a_pattern_that_protects_for_ever_costs_the_record_not_the_run(tmp_path: Path) -> None:
    lines = [{"text": "台湾软件"}, {"text": "软" + "a" * 60}, {"text": "程序"}]
    (tmp_path / "a.jsonl").write_bytes(b"".join(map(json_line, lines)))
    args = ("convert", "--to", "t", "--protect", "(a+a+)+b|软件", "--time-limit", "0.3")
    ran = yrd_here(*args, "a.jsonl", cwd=tmp_path)
    assert ran.status == 2
    assert [d["text"] for d in ran.documents] == ["臺灣软件", "程序"]
    (message,) = ran.messages
    assert message.startswith("yrd: a.jsonl:2: --protect: the pattern takes more than 0.3 s")
    assert message.endswith("left out (see --time-limit)")


@pytest.mark.parametrize("option", ["--match", "--collocates", "--terms"])
def test_a_regex_on_words_has_the_limit_that_is_asked_for(option: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a" * 50 + "。")
    more = ("--trend", "year") if option == "--terms" else ()
    (tmp_path / "a.jsonl").write_bytes(json_line({"text": "a" * 50, "date": "2020-01-01"}))
    args = ("stats", option, "(a+a+)+b", *more, "--time-limit", "0.2", "--jobs", "1")
    ran = yrd_here(*args, "a.jsonl", cwd=tmp_path)
    assert ran.status == 2
    assert f"{option} (a+a+)+b: takes more than 0.2 s on 'aaaa" in ran.err
    assert "(see --time-limit)" in ran.err


def test_grep_takes_a_limit_away(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a上海b\n")
    ran = yrd_here("grep", "-P", "--time-limit", "none", "a.*b", "a.txt", cwd=tmp_path)
    assert (ran.status, ran.out.decode()) == (0, "a上海b\n")


def test_time_is_not_limited_where_nothing_can_take_it(folder: Path) -> None:
    ran = yrd_here("convert", "--to", "t", "--time-limit", "1", "text.txt", cwd=folder)
    assert ran.status == 2
    assert "--time-limit goes with --protect" in ran.err
    ran = yrd_here("stats", "--merge", "--time-limit", "1", "text.txt", cwd=folder)
    assert ran.status == 2
    assert "--time-limit goes with --match" in ran.err


# --- across processes --------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["clean", "convert"])
def test_limits_travel_to_the_workers(command: str, folder: Path) -> None:
    args = (*COMMANDS[command], "--depth-limit", "10", "--line-limit", "600", "records.jsonl")
    here = yrd(*args, "--jobs", "1", cwd=folder)
    there = yrd(*args, "--jobs", "2", cwd=folder)
    assert (there.status, there.out, there.err) == (2, here.out, here.err)
    assert len(here.messages) == 2


def test_a_run_with_other_limits_is_another_run() -> None:
    from yrd_cli.clean.batches import CleanBatches
    from yrd_cli.clean.reasons import CleanOptions

    work = CleanBatches(ReadSettings(), CleanOptions(), "jsonl")
    other = replace(work, settings=ReadSettings(limits=Limits(line=600)))
    assert identity_of(work) != identity_of(other)


def test_stretches_on_a_cluster_have_limits_too(folder: Path) -> None:
    from yrd_cli.reading.paths import Source
    from yrd_cli.report import Notice
    from yrd_cli.spark.splits import Stretch, read_split

    path = str(folder / "records.jsonl")
    stretch = Stretch(Source(path), 0, os.path.getsize(path))
    settings = ReadSettings(limits=Limits(line=600))
    items = list(read_split((stretch,), settings))
    (notice,) = [item for item in items if isinstance(item, Notice)]
    assert (notice.place, notice.message) == (f"{path}:3", LINE)
    assert len(items) == 4


@given(st.recursive(st.just(1), lambda inner: st.lists(inner, max_size=3), max_leaves=9))
def test_depth_is_that_of_the_deepest_list(value: object) -> None:
    def depth(of: object) -> int:
        return 1 + max(map(depth, of), default=0) if isinstance(of, list) else 0

    assert [is_deeper(value, n) for n in range(12)] == [depth(value) > n for n in range(12)]


# --- bombs -------------------------------------------------------------------------------------


def test_layers_expand_together(tmp_path: Path) -> None:
    inner = gzip.compress(bytes(3 << 20), mtime=0)
    (tmp_path / "a.gz").write_bytes(gzip.compress(inner, mtime=0))
    for ratio, status in (("900", 2), ("none", 1)):
        ran = yrd_here("grep", "-c", "--expansion-limit", ratio, "上", "a.gz", cwd=tmp_path)
        assert ran.status == status, ran.err
    assert zlib.decompress(inner, 31) == bytes(3 << 20)
