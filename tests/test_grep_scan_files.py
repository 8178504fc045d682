"""Files and pipes as blocks of whole lines."""

from __future__ import annotations

import os
import threading
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.grep.scan import BlockReader, Scanner
from yrd_cli.grep.scan.files import KEPT_BYTES


class _Source:
    """Gives what it has in the pieces it was given, then the end or an error."""

    def __init__(self, pieces: list[bytes], failure: Exception | None = None) -> None:
        self._pieces = list(pieces)
        self._failure = failure

    def readinto(self, buffer: memoryview, /) -> int:
        if not self._pieces:
            if self._failure is not None:
                raise self._failure
            return 0
        piece = self._pieces.pop(0)
        size = min(len(piece), len(buffer))
        buffer[:size] = piece[:size]
        if piece[size:]:
            self._pieces.insert(0, piece[size:])
        return size


PIECES = st.lists(st.binary(min_size=1, max_size=40).map(lambda b: b.replace(b"a", b"\n")))


@given(PIECES, st.integers(1, 9), st.binary(max_size=12))
def test_blocks_are_the_file_cut_at_line_ends(pieces: list[bytes], size: int, head: bytes) -> None:
    whole, at = head + b"".join(pieces), 0
    for block in BlockReader(size=size).blocks(_Source(pieces), head):
        assert block.offset == at
        assert block.data[: block.end] == whole[at : at + block.end]
        at += block.end
        assert at == len(whole) or block.data[block.end - 1] == 10
    assert at == len(whole)


def test_lines_end_where_the_terminator_is() -> None:
    reader = BlockReader(b"\0", size=4)
    found = [bytes(b.data[: b.end]) for b in reader.blocks(_Source([b"a\nb\0c", b"\nd\0e"]))]
    assert found == [b"a\nb\0", b"c\nd\0", b"e"]


def test_what_was_read_before_an_error_is_given_out() -> None:
    found = []
    with pytest.raises(OSError, match="gone"):
        for block in BlockReader().blocks(_Source([b"a\nb\nrest"], OSError("gone"))):
            found.append(bytes(block.data[: block.end]))
    assert found == [b"a\nb\n", b"rest"]


def test_lines_of_a_pipe_come_before_it_ends() -> None:
    read, write = os.pipe()
    released = threading.Event()

    def tell() -> None:
        os.write(write, "长三角\n部分".encode())
        assert released.wait(10)
        os.write(write, b"\n")
        os.close(write)

    teller = threading.Thread(target=tell)
    teller.start()
    blocks = BlockReader().blocks(read)
    first = next(blocks)
    assert bytes(first.data[: first.end]) == "长三角\n".encode()
    released.set()
    assert [bytes(b.data[: b.end]) for b in blocks] == ["部分\n".encode()]
    teller.join()
    os.close(read)


def test_one_reader_reads_many_files(tmp_path: Path) -> None:
    reader = BlockReader(size=16)
    for content in (b"x" * 5000 + b"\n", b"", b"a\nb", b"\n"):
        path = tmp_path / "file"
        path.write_bytes(content)
        fd = os.open(path, os.O_RDONLY)
        assert b"".join(bytes(b.data[: b.end]) for b in reader.blocks(fd)) == content
        os.close(fd)


def test_memory_stays_flat_over_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "large"
    line = ("长三角一体化" * 20 + "\n").encode()
    path.write_bytes(line * (64_000_000 // len(line)))
    scanner = Scanner("[长長]三角不")
    fd = os.open(path, os.O_RDONLY)
    tracemalloc.start()
    try:
        found = sum(scanner.count(b.data, 0, b.end) for b in BlockReader().blocks(fd))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        os.close(fd)
    assert found == 0
    assert peak < 8_000_000


def test_a_line_of_many_megabytes_is_found_in_linear_time_and_let_go() -> None:
    size = 24_000_000
    pieces = [b"x" * (1 << 16)] * (size >> 16) + ["长三角\n短\n".encode()]
    reader = BlockReader()
    scanner = Scanner("长三角")
    start = time.process_time()
    counts = [scanner.count(b.data, 0, b.end) for b in reader.blocks(_Source(pieces))]
    assert time.process_time() - start < 2.0
    assert sum(counts) == 1
    assert sum(b.end for b in reader.blocks(_Source([b"a\n"]))) == 2
    assert len(reader._buffer) < KEPT_BYTES


def test_a_file_that_shrinks_while_it_is_read_ends_early(tmp_path: Path) -> None:
    path = tmp_path / "shrinking"
    path.write_bytes(b"abc\n" * 500_000)
    fd = os.open(path, os.O_RDONLY)
    blocks = BlockReader().blocks(fd)
    read = next(blocks).end
    os.truncate(path, 8)
    assert read + sum(b.end for b in blocks) < 2_000_000
    os.close(fd)
