"""Compressed input: every member is read, and nothing is lost in silence."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import re
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile import FILES, _warc
from tests.running import yrd
from tests.running_here import yrd_here
from yrd_cli.reading.compression import MAX_LAYERS, compression_of, decompressed
from yrd_cli.reading.containers import read_source
from yrd_cli.reading.members import KEPT_BYTES
from yrd_cli.reading.paths import Source
from yrd_cli.reading.records import ReadSettings, Record

NOISE = os.urandom(50_000)
TEXT = "长三角一体化发展\n".encode() * 5000 + NOISE

COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
}
each_format = pytest.mark.parametrize("name", COMPRESSORS)


class Slow(io.RawIOBase):
    """A pipe that gives a few bytes at a time."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data, self._step = io.BytesIO(data), step

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        part = self._data.read(min(self._step, len(buffer)))
        buffer[: len(part)] = part
        return len(part)


def stream_of(data: bytes, step: int = 1 << 16) -> io.BufferedReader:
    return io.BufferedReader(Slow(data, step))


def read(data: bytes, step: int = 1 << 16) -> bytes:
    return decompressed(stream_of(data, step)).read()


def read_until_it_fails(data: bytes) -> tuple[bytes, str]:
    stream, parts = decompressed(stream_of(data)), []
    try:
        while part := stream.read1(1 << 14):
            parts.append(part)
    except (EOFError, OSError) as e:
        return b"".join(parts), str(e)
    return b"".join(parts), ""


@each_format
@pytest.mark.parametrize("data", [b"", b"a", TEXT], ids=["empty", "a byte", "text"])
def test_a_member_is_read_whole(name: str, data: bytes) -> None:
    packed = COMPRESSORS[name](data)
    assert compression_of(packed) == name
    assert read(packed) == data


@each_format
def test_all_members_are_read_however_slowly_they_come(name: str) -> None:
    pack = COMPRESSORS[name]
    packed = pack(b"a" * 3000) + pack(b"") + pack(TEXT[:5000]) + pack("末".encode())
    expected = b"a" * 3000 + TEXT[:5000] + "末".encode()
    for step in (1, 7, 1 << 16):
        assert read(packed, step) == expected


@each_format
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_file_is_an_error_after_what_could_be_read(name: str, share: float) -> None:
    packed = COMPRESSORS[name](TEXT)
    got, message = read_until_it_fails(packed[: int(len(packed) * share)])
    assert message == f"truncated {name} stream"
    assert TEXT.startswith(got)


@each_format
def test_the_last_byte_missing_is_an_error(name: str) -> None:
    _, message = read_until_it_fails(COMPRESSORS[name](TEXT)[:-1])
    assert message == f"truncated {name} stream"


@each_format
def test_a_damaged_file_is_an_error(name: str) -> None:
    packed = bytearray(COMPRESSORS[name](TEXT))
    packed[len(packed) // 2] ^= 0x55
    got, message = read_until_it_fails(bytes(packed))
    assert message.startswith(f"damaged {name} stream: ")
    assert len(got) < len(TEXT) or got != TEXT


@each_format
def test_a_second_member_that_is_damaged_is_not_taken_for_padding(name: str) -> None:
    pack = COMPRESSORS[name]
    second = bytearray(pack(TEXT))
    second[12] ^= 0xFF
    got, message = read_until_it_fails(pack(b"first") + bytes(second))
    assert got.startswith(b"first")
    assert message


@each_format
def test_garbage_after_the_end_is_told_and_nothing_before_it_lost(name: str) -> None:
    got, message = read_until_it_fails(COMPRESSORS[name](TEXT) + b"garbage")
    assert got == TEXT
    assert message == f"damaged {name} stream: something else follows its end"


@pytest.mark.parametrize("name", ["gzip", "xz"])
def test_nuls_after_the_end_and_between_members_are_padding(name: str) -> None:
    pack = COMPRESSORS[name]
    assert read(pack(b"a") + bytes(40_000) + pack(b"b") + bytes(512)) == b"ab"


def test_skippable_frames_of_zstd_are_skipped() -> None:
    skipped = b"\x5f\x2a\x4d\x18" + (4).to_bytes(4, "little") + b"skip"
    frame = zstandard.ZstdCompressor().compress(b"a")
    assert read(skipped + frame + skipped + frame) == b"aa"


def test_layers_are_opened_and_too_many_refused() -> None:
    packed = b"a"
    for _ in range(MAX_LAYERS):
        packed = gzip.compress(packed)
    assert read(packed) == b"a"
    with pytest.raises(OSError, match="compressed more than"):
        read(gzip.compress(packed))


@pytest.mark.parametrize("data", [b"", b"\x1f", b"BZ", b"BZhang wrote", "长".encode(), b"\xfd7z"])
def test_what_is_not_compressed_stays_as_it_is(data: bytes) -> None:
    assert read(data, 1) == data


@each_format
def test_a_bomb_is_unpacked_piece_by_piece(name: str) -> None:
    import resource

    packed = COMPRESSORS[name](bytes(100 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stream = decompressed(stream_of(packed))
    assert len(stream.read(1000)) == 1000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 80_000  # KiB


def test_an_xz_header_that_asks_for_gigabytes_is_refused() -> None:
    small = bytearray(lzma.compress(b"a", filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 4096}]))
    # Byte 16 of the block header says the size of the dictionary; its CRC follows at 20.
    small[16] = 38
    small[20:24] = zlib.crc32(bytes(small[12:20])).to_bytes(4, "little")
    _, message = read_until_it_fails(bytes(small))
    assert "emory" in message


@settings(max_examples=50)
@given(st.sampled_from(sorted(COMPRESSORS)), st.data())
def test_no_damage_raises_anything_but_the_two_errors(name: str, data: st.DataObject) -> None:
    packed = bytearray(COMPRESSORS[name](TEXT[:2000]))
    for _ in range(3):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    read_until_it_fails(bytes(packed))


@pytest.mark.parametrize("name", ["bomb.gz", "line-bomb.gz"])
def test_a_bomb_is_told_by_how_it_expands(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name]())
    ran = yrd("grep", "-c", "长三角", name, cwd=tmp_path)
    assert ran.status == 2
    assert "expands more than 300 times: taken for a bomb" in ran.err


def test_repetitive_text_is_no_bomb(tmp_path: Path) -> None:
    line = "".join(f"{n}长三角" for n in range(2000)).encode() + b"\n"
    (tmp_path / "log.gz").write_bytes(gzip.compress(line * 3000))
    ran = yrd("grep", "-c", "长三角", "log.gz", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, b"3000\n")


# --- as the tools have it ----------------------------------------------------------------------

LINES = "".join(f"{n} 长三角一体化发展 {n * 7919 % 10007}\n" for n in range(3000)).encode()


def flipped(data: bytes, at: float) -> bytes:
    """One bit of it turned round."""
    place = int(at * (len(data) - 1))
    return data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]


FAULTS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "none": lambda whole, _: whole,
    "two members": lambda whole, small: whole + small,
    "cut in half": lambda whole, _: whole[: len(whole) // 2],
    "last byte gone": lambda whole, _: whole[:-1],
    "second member cut": lambda whole, small: small + whole[: len(whole) // 3],
    "second member without its magic": lambda whole, small: small + b"X" + whole[1:],
    "garbage behind": lambda whole, _: whole + b"garbage behind the end",
    "an early bit": lambda whole, _: flipped(whole, 0.2),
    "a bit in the middle": lambda whole, _: flipped(whole, 0.5),
    "a late bit": lambda whole, _: flipped(whole, 0.9),
    "a bit of the check": lambda whole, _: flipped(whole, 1 - 3 / len(whole)),
}
NO_FAULT = ("none", "two members")


@each_format
@pytest.mark.parametrize("fault", FAULTS)
def test_no_less_is_recovered_than_by_the_tool_and_faults_are_told(
    name: str, fault: str, tmp_path: Path
) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    pack = COMPRESSORS[name]
    damaged = FAULTS[fault](pack(LINES), pack(b"small\n"))
    endings = {"gzip": "gz", "bzip2": "bz2", "xz": "xz", "zstd": "zst"}
    file = tmp_path / f"a.{endings[name]}"
    file.write_bytes(damaged)
    tool = subprocess.run([name, "-dc", file], capture_output=True, check=False)
    got, message = read_until_it_fails(damaged)
    assert got.startswith(tool.stdout) or (name == "bzip2" and tool.stdout.startswith(got))
    assert bool(message) == (fault not in NO_FAULT)
    if name != "bzip2":  # which takes whatever follows its end for padding
        assert bool(message) == bool(tool.returncode)


@each_format
@pytest.mark.parametrize("fault", FAULTS)
def test_the_status_tells_of_a_fault(name: str, fault: str, tmp_path: Path) -> None:
    pack = COMPRESSORS[name]
    (tmp_path / "a.bin").write_bytes(FAULTS[fault](pack(LINES), pack(b"small\n")))
    ran = yrd_here("convert", "-c", "s2t", "a.bin", cwd=tmp_path)
    assert ran.status == (0 if fault in NO_FAULT else 2)
    assert all(line.startswith("yrd: a.bin: ") for line in ran.messages if "warning" not in line)


@pytest.mark.parametrize("name", ["gzip", "bzip2", "xz"])
def test_a_small_file_with_a_wrong_check_is_read_all_the_same(name: str) -> None:
    got, message = read_until_it_fails(COMPRESSORS[name](LINES[:2000])[:-3] + b"\0\0\0")
    assert message
    assert got == LINES[:2000]


# --- archives ----------------------------------------------------------------------------------

PAGES = [f"<p>第{n}篇{random.Random(n).randbytes(2000).hex()}</p>" for n in range(5)]
MEMBERS = [gzip.compress(_warc(page.encode()), mtime=0) for page in PAGES]


def pages_of(archive: bytes, folder: Path) -> tuple[list[str], list[str]]:
    """The pages of an archive, and what is said of it."""
    path = folder / "a.warc.gz"
    path.write_bytes(archive)
    items = list(read_source(Source(str(path)), ReadSettings()))
    pages = [item.data.decode() for item in items if isinstance(item, Record)]
    return pages, [item.message for item in items if not isinstance(item, Record)]


@pytest.mark.parametrize("at", [0.0, 0.001, 0.01, 0.3, 0.6, 0.9, 0.999, 1.0])
def test_a_damaged_member_of_an_archive_costs_its_page_alone(at: float, tmp_path: Path) -> None:
    damaged = b"".join([*MEMBERS[:2], flipped(MEMBERS[2], at), *MEMBERS[3:]])
    pages, said = pages_of(damaged, tmp_path)
    assert pages == [*PAGES[:2], *PAGES[3:]]
    (message,) = said
    assert message.startswith("damaged gzip stream: ")
    assert message.endswith(f"{len(MEMBERS[2]):,} compressed bytes left out")


@pytest.mark.parametrize(
    ("between", "lost"),
    [
        (lambda m: m[0] + m[1][:500] + m[2] + m[3], {1}),
        (lambda m: m[0] + b"no member at all " * 9 + m[1] + m[2] + m[3], set()),
        (lambda m: m[0] + flipped(m[1], 0.5) + flipped(m[2], 0.5) + m[3], {1, 2}),
        (lambda m: m[0] + flipped(m[1], 0.5) + gzip.compress(b"not a record") + m[2] + m[3], {1}),
        (lambda m: m[0] + m[1] + m[2] + m[3][:-600], {3}),
    ],
    ids=["cut", "garbage", "two", "a member that is no record", "the last one cut"],
)
def test_reading_goes_on_with_the_next_record(
    between: Callable[[list[bytes]], bytes], lost: set[int], tmp_path: Path
) -> None:
    pages, said = pages_of(between(MEMBERS), tmp_path)
    assert pages == [page for n, page in enumerate(PAGES[:4]) if n not in lost]
    assert len(said) == max(1, len(lost))


def test_a_damaged_member_is_passed_however_large_it_is(tmp_path: Path) -> None:
    noise = random.Random(9).randbytes(3 * KEPT_BYTES)
    large = flipped(gzip.compress(_warc(noise.hex()[: 2 * KEPT_BYTES].encode(), kind="image/png"),
                                  mtime=0), 0.01)  # fmt: skip
    pages, said = pages_of(MEMBERS[0] + large + MEMBERS[1], tmp_path)
    assert pages == PAGES[:2]
    assert said[0].endswith(f"{len(large):,} compressed bytes left out")


@settings(max_examples=40)
@given(st.data())
def test_no_damage_to_an_archive_costs_the_pages_behind_the_next_one(data: st.DataObject) -> None:
    damaged = bytearray(b"".join(MEMBERS))
    size = len(MEMBERS[0])
    for _ in range(data.draw(st.integers(1, 4))):
        place = size + data.draw(st.integers(0, len(MEMBERS[1]) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        pages, _ = pages_of(bytes(damaged), Path(folder))
    assert pages[0] == PAGES[0]
    assert pages[-3:] == PAGES[2:]


@pytest.mark.parametrize("ending", ["gz", "bz2", "xz", "zst"])
@pytest.mark.parametrize("command", ["clean", "convert --to t", "stats", "summarize"])
def test_a_file_that_is_not_what_its_name_says_is_told_and_read(
    command: str, ending: str, tmp_path: Path
) -> None:
    (tmp_path / f"a.{ending}").write_text("长三角一体化发展规划纲要今天公布。\n" * 3, "utf-8")
    ran = yrd_here(*command.split(), f"a.{ending}", cwd=tmp_path)
    assert ran.status == 2
    assert re.fullmatch(
        rf"yrd: a\.{ending}: not in \w+ format, as its name says: read as it is\n", ran.err
    )
    assert re.search("[发發]", ran.out.decode())


def test_another_compression_than_the_name_says_is_as_good(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(lzma.compress(LINES))
    ran = yrd_here("convert", "-c", "s2t", "a.gz", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
