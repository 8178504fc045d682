"""Compressed input: every member is read, and nothing is lost in silence."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile import FILES
from tests.running import yrd
from yrd_cli.reading.compression import MAX_LAYERS, compression_of, decompressed

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
