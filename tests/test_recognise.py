"""What a file holds: content decides, the name helps."""

from __future__ import annotations

import pytest

from yrd_cli.reading.recognise import HEAD_BYTES, container_of, is_enough

CHINESE = "第一条　为了规范公司的组织和行为，保护公司、股东的合法权益，制定本法。\n"


@pytest.mark.parametrize(
    ("head", "path", "container"),
    [
        (b"", "", "page"),
        (b"", "a.jsonl", "jsonl"),
        (b'{"text": "a"}\n{"text": "b"}\n', "a.txt", "jsonl"),
        (b'\xef\xbb\xbf{"text": "a"}', "", "jsonl"),
        (b'\n  {"text": "a"}\n', "", "jsonl"),
        (b'{"text": "' + b"a" * HEAD_BYTES, "", "jsonl"),
        (b'{"text": "a", bad}\n{"text": "b"}\n', "", "jsonl"),
        (b'{"text": "cut",\n{"text": "b"}\n', "", "jsonl"),
        (b'{\n  "text": "a"\n}\n', "a.json", "json"),
        (b'{\n  "text": "a"\n}\n', "a.jsonl.gz", "jsonl"),
        (b'{"a": [\n  {"x": 1}\n]}\n', "", "json"),
        (b'[{"text": "a"}]', "", "json"),
        (b"[]", "", "json"),
        (b"{{template}}", "", "page"),
        (b"[1] A footnote", "", "page"),
        (b"broken\n", "a.jsonl.gz", "jsonl"),
        (b"broken\n", "a.ndjson", "jsonl"),
        (b"id,text\n1,a\n", "", "csv"),
        ("标题,text\n".encode(), "", "csv"),
        (b"\xef\xbb\xbfid,text\r\n", "", "csv"),
        (b"id\ttext\n", "", "tsv"),
        (b"a;b\n", "a.CSV", "csv"),
        (b"He wrote a text, and left.\n", "", "page"),
        (b"PAR1\x15\x04", "", "parquet"),
        (b"WARC/1.0\r\n", "a.gz", "warc"),
        (b"%PDF-1.4\n1 0 obj\n<< >>\n", "", "binary"),
        (b"!<arch>\n", "", "binary"),
        (b"PK\x03\x04\x14\0\x06\0", "a.docx", "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.txt", "binary"),
        (b"\x7fELF\x02\x01\x01" + bytes(9), "", "binary"),
        (bytes(range(256)) * 16, "", "binary"),
        (b"a\0b\n", "", "page"),
        (CHINESE.encode("utf-16-le"), "", "page"),
        (CHINESE.encode("gbk"), "", "page"),
        (CHINESE.encode()[1:-1], "", "page"),
        (b"<!doctype html>", "a.jpg", "page"),
    ],
)
def test_a_head_tells_the_container(head: bytes, path: str, container: str) -> None:
    assert container_of(head, path) == container


def test_the_column_of_the_text_makes_a_table() -> None:
    assert container_of(b"id,content\n1,a\n") == "page"
    assert container_of(b"id,content\n1,a\n", text_key="content") == "csv"


@pytest.mark.parametrize(
    ("head", "enough"),
    [(b"", False), (b"\n{", False), (b"\n\n", False), (b"a\n", True), (b"PAR1", True)],
)
def test_a_line_is_what_it_takes(head: bytes, enough: bool) -> None:
    assert is_enough(head) is enough


@pytest.mark.parametrize("filler", [b" ", b"[", b"{", b"0", b"@", b"\n", b",", b"\t", b'"'])
def test_no_head_takes_long(filler: bytes) -> None:
    import time

    start = time.process_time()
    container_of(filler * 200_000)
    assert time.process_time() - start < 1
