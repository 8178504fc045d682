"""Hostile and broken inputs, made on the fly: each a name and the bytes of a file."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

TEXT = "长三角一体化发展规划纲要公布，投资2192亿元，增长10.2%。\n".encode()
LINE = json.dumps({"id": "good", "text": TEXT.decode().strip()}).encode() + b"\n"
PAGE = b"<html><head><title>t</title></head><body>%s</body></html>"
MEGA = 1 << 20


def _zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def _warc(payload: bytes, length: int | None = None, kind: str = "text/html") -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + payload
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n"
        "WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
        f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def _bomb(megabytes: int, block: bytes = b"\0" * MEGA) -> bytes:
    """A gzip file of many members, each of which expands to a megabyte."""
    return gzip.compress(block, mtime=0) * megabytes


def _layers(depth: int) -> bytes:
    data = TEXT
    for _ in range(depth):
        data = gzip.compress(data, mtime=0)
    return data


def _flipped(data: bytes, at: float) -> bytes:
    place = int(len(data) * at)
    return data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]


GOOD_GZ = gzip.compress(TEXT * 200, mtime=0)
LONG_LINE = "长三角" * 400_000

FILES: dict[str, Callable[[], bytes]] = {
    # nothing, and hardly anything
    "empty.txt": lambda: b"",
    "newline.txt": lambda: b"\n",
    "nul.txt": lambda: b"\0",
    "nuls.bin": lambda: b"\0" * MEGA,
    "bom.txt": lambda: b"\xef\xbb\xbf",
    "bom16.txt": lambda: b"\xff\xfe",
    "odd16.txt": lambda: "长三角".encode("utf-16") + b"\x00",
    "bom32.txt": lambda: b"\xff\xfe\x00\x00" + b"\xff" * 7,
    # bytes that are no text
    # what took quadratic time: edits of one line, and its direction marks
    "spaces-of-kinds.txt": ("\u00a0\u3000\u2003" * 60_000 + "长三角\n").encode,
    "direction-marks.txt": ("长\u202e" * 60_000 + "\n").encode,
    "random.bin": lambda: zlib.compress(TEXT * 3000)[:60_000],
    "png.png": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "pdf.pdf": lambda: b"%PDF-1.4\n" + bytes(range(256)) * 20,
    "elf": lambda: b"\x7fELF" + bytes(range(256)) * 20,
    "ff.txt": lambda: b"\xff" * 5000,
    "continuation.txt": lambda: b"\x80" * 5000,
    "half.txt": lambda: TEXT[:-5],
    "one-bad-byte.txt": lambda: TEXT * 9 + b"\xff" + TEXT * 9,
    "surrogates.txt": lambda: "\ud83d\ude00长".encode("utf-8", "surrogatepass"),
    "overlong.txt": lambda: b"\xc0\xaf\xe0\x80\xaf" * 300 + TEXT,
    "hz-open.txt": lambda: b"~{<:Ky2;R*" * 50,
    # text that steers a terminal, or takes another's place
    "escapes.txt": lambda: b"\x1b[2J\x1b]0;owned\x07\x1b[31m" + TEXT + b"\x9b2J\xc2\x9b2J\n",
    "bidi.txt": lambda: "\u202e角三长\u202c\u2066a\u2069\n".encode() + TEXT,
    "zero-width.txt": lambda: "长\u200b三\u200d角\ufeff\u2060\n".encode() * 200,
    "markup.txt": lambda: b"[bold red]x[/bold red] [link=http://a]b[/link] [/]\n" + TEXT,
    "formula.csv": lambda: b'id,text\n=1+2,"=cmd|\' /C calc\'!A0"\n@x,+1\n',
    "tags.txt": lambda: "\U000e0041\U000e0042\U000e007f长\n".encode() * 99,
    "noncharacters.txt": lambda: "\ufffe\uffff\U0010ffff长\n".encode("utf-8") * 99,
    # text that is long, deep, or repeats one thing
    "long-line.txt": LONG_LINE.encode,
    "spaces.txt": lambda: b" " * 300_000 + TEXT,
    "ideographic-spaces.txt": lambda: "\u3000".encode() * 200_000 + TEXT,
    "brackets.txt": lambda: b"(" * 200_000,
    "book-marks.txt": lambda: "《".encode() * 100_000,
    "quotes.txt": lambda: "“".encode() * 100_000 + TEXT,
    "digits.txt": lambda: b"1" * 200_000,
    "numerals.txt": lambda: "百万亿".encode() * 60_000,
    "at-signs.txt": lambda: b"@" * 200_000,
    "combining.txt": lambda: b"a" + "\u0301".encode() * 100_000,
    "line-ends.txt": lambda: b"\r\n\r\r\n\x0b\x0c\xc2\x85\xe2\x80\xa8" * 20_000,
    "question-marks.txt": lambda: b"?" * 200_000 + TEXT,
    "ampersands.txt": lambda: b"&" * 200_000 + b"&#x;" * 5000,
    "percents.txt": lambda: b"%E9" * 60_000,
    "glosses.txt": lambda: "長(zhǎng)".encode() * 20_000,
    "dates.txt": lambda: "2020年13月45日2月30日".encode() * 6000,
    "huge-number.txt": lambda: b"9" * 100_000 + "亿元".encode(),
    # JSON
    "broken.jsonl": lambda: LINE + b'{"id": "x", "text": \n' + LINE,
    "deep.jsonl": lambda: LINE + b'{"text": ' + b"[" * 100_000 + b"\n" + LINE,
    "deep-objects.jsonl": lambda: b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"\n" + LINE,
    "types.jsonl": lambda: b'{"text": 1}\n{"text": null}\n[]\n"x"\n1\nnull\n{}\n' + LINE,
    "lone-surrogate.jsonl": lambda: b'{"id": "s", "text": "\\ud800 \\udc00"}\n' + LINE,
    "nan.jsonl": lambda: b'{"text": "t", "n": NaN, "i": Infinity}\n' + LINE,
    "long-integer.jsonl": lambda: b'{"text": "t", "n": ' + b"9" * 5000 + b"}\n" + LINE,
    "escapes.jsonl": lambda: json.dumps(
        {"id": "../../../etc/\x1b[31mx\0", "title": "\x1b]0;t\x07[bold]", "text": "正文。\x1b[2J"}
    ).encode() + b"\n",
    "duplicate-keys.jsonl": lambda: b'{"text": "a", "text": "b", "id": 1, "id": 2}\n',
    "nul-inside.jsonl": lambda: b'{"text": "a\\u0000b"}\n' + LINE,
    "array.json": lambda: b"[" + LINE.strip() + b", 1, {}]",
    "cut.json": lambda: b'[{"text": "a"}, {"te',
    # HTML
    "nested.html": lambda: PAGE % (b"<div>" * 100_000 + TEXT),
    "tables.html": lambda: PAGE % (b"<table><tr><td>" * 20_000 + TEXT),
    "comment.html": lambda: PAGE % (b"<p>" + TEXT + b"<!-- " + TEXT * 50),
    "script.html": lambda: PAGE % (b"<script>var a='<p>" + TEXT + b"</p>';</script><p>" + TEXT),
    "attributes.html": lambda: PAGE % (b"<p " + b"a=b " * 100_000 + b">" + TEXT),
    "entities.html": lambda: PAGE % (b"&#x110000;&#xd800;&#0;&bogus;" * 5000 + TEXT),
    "base.html": lambda: PAGE % (b"<base href='javascript:alert(1)'><p>" + TEXT),
    "meta.html": lambda: b"<meta charset=utf-7>" + PAGE % TEXT,
    # compression
    "bomb.gz": lambda: _bomb(400),
    "line-bomb.gz": lambda: _bomb(600, (b"a" * 511 + b"\n") * 2048),
    "layers.gz": lambda: _layers(9),
    "cut.gz": lambda: GOOD_GZ[:-20],
    "garbage-behind.gz": lambda: GOOD_GZ + b"garbage behind the end",
    "flipped.gz": lambda: _flipped(GOOD_GZ, 0.6),
    "two-members.gz": lambda: GOOD_GZ + GOOD_GZ,
    "wrong-magic.gz": lambda: TEXT,
    "cut.zst": lambda: _zstd(TEXT * 200)[:-9],
    "flipped.zst": lambda: _flipped(_zstd(TEXT * 200), 0.7),
    "cut.bz2": lambda: bz2.compress(TEXT * 200)[:-9],
    "cut.xz": lambda: lzma.compress(TEXT * 200)[:-9],
    "xz-memory.xz": lambda: _flipped(lzma.compress(TEXT * 200), 0.1),
    # containers
    "cut.parquet": lambda: b"PAR1" + b"\0" * 500,
    "quote.csv": lambda: b'id,text\n1,"never closed\n' + b"2,b\n" * 500,
    "ragged.csv": lambda: b"id,text\n1\n2,b,c,d\n\n3,d\n",
    "cut.warc": lambda: _warc(PAGE % TEXT)[:-60],
    "length.warc": lambda: _warc(PAGE % TEXT, 9_999_999) + _warc(PAGE % TEXT),
    "short-length.warc": lambda: _warc(PAGE % TEXT, 30) + _warc(PAGE % TEXT),
    "image.warc": lambda: _warc(b"\x89PNG\r\n", kind="image/png") + _warc(PAGE % TEXT),
    "bomb.warc.gz": lambda: gzip.compress(_warc(b"a" * (300 * MEGA)), mtime=0),
}  # fmt: skip


def write_all(folder: Path) -> None:
    """Write every file, and what is no file: links in a circle, a pipe, names that are odd."""
    for name, make in FILES.items():
        (folder / name).write_bytes(make())
    (folder / "-rf").write_bytes(TEXT)
    (folder / "new\nline.txt").write_bytes(TEXT)
    (folder / "\x1b[31mred.txt").write_bytes(TEXT)
    (folder / os.fsdecode(b"gbk-\xb3\xa4.txt")).write_bytes(TEXT)
    (folder / "loop").symlink_to("loop")
    (folder / "nowhere").symlink_to("missing")
    (folder / "folder").mkdir()
    (folder / "folder" / "up").symlink_to("..")
    os.mkfifo(folder / "pipe")
    assert struct.calcsize("I") == 4


def main() -> None:
    """Run every command on every file, each with its own limits, and print what is amiss."""
    import resource
    import subprocess
    import sys
    import tempfile
    import time

    from tests.running import YRD

    commands = (["clean"], ["convert", "--to", "t"], ["grep", "-c", "长三角"], ["stats"],
                ["summarize"])  # fmt: skip

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1536 << 20, 1536 << 20))

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_all(folder)
        runs = 0
        for path in sorted(p.name for p in folder.iterdir() if p.name not in ("pipe", "folder")):
            for command in commands:
                begin = time.monotonic()
                try:
                    done = subprocess.run(
                        [*YRD, *command, "--", path], cwd=folder, stdin=subprocess.DEVNULL,
                        capture_output=True, timeout=20, preexec_fn=limited, check=False,
                    )  # fmt: skip
                    status, said = str(done.returncode), done.stderr.decode("utf-8", "replace")
                except subprocess.TimeoutExpired:
                    status, said = "timeout", ""
                runs += 1
                amiss = status not in ("0", "1", "2") or "Traceback" in said
                if amiss or "internal error" in said or "was ended by" in said:
                    seconds = time.monotonic() - begin
                    sys.stdout.write(f"{command[0]} {path!r} {status} {seconds:.1f} s {said!r}\n")
        sys.stdout.write(f"{runs} runs\n")


if __name__ == "__main__":
    main()
