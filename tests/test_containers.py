"""Containers: files become Documents, and what is wrong in them is told where it stands."""

from __future__ import annotations

import gzip
import io
import json
import random
from pathlib import Path

import pytest

from yrd_cli.document import Document
from yrd_cli.limits import Limits
from yrd_cli.reading.containers import read_source
from yrd_cli.reading.documents import document_of
from yrd_cli.reading.heads import head_of
from yrd_cli.reading.paths import Source
from yrd_cli.reading.records import ReadSettings
from yrd_cli.report import Notice, Report

GBK = "长三角一体化发展，新华社记者。"


def read(
    path: Path, settings: ReadSettings | None = None, *, named: bool = True
) -> tuple[list[Document], list[str]]:
    """The Documents of a file, and what was said, in ``level place: message`` lines."""
    settings, report, documents = settings or ReadSettings(), Report(), []
    for item in read_source(Source(str(path), named=named), settings):
        if isinstance(item, Notice):
            report.notices.append(item)
        elif raw := document_of(item, settings, report):
            documents.append(raw.document)
    folder = f"{path.parent}/"
    said = [f"{n.level} {n.place}: {n.message}".replace(folder, "") for n in report.notices]
    return documents, said


def write(tmp_path: Path, name: str, data: bytes) -> Path:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


def texts(documents: list[Document]) -> list[str]:
    return [d.text for d in documents]


def test_broken_lines_are_told_with_number_and_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [
        b'{"text":"a"}',
        b"{broken",
        b"",
        b'{"text":5}',
        b"[1]",
        b'{"body":"x"}',
        b'{"text":"\xe9\x95\xbf\xe4\xb8\x89\xff\xe8\xa7\x92"}',
        b'{"text":"b"}',
        b'{"text":"cut',
    ]
    documents, said = read(write(tmp_path, "a.jsonl", b"\n".join(lines)))
    assert [d.id.rpartition("/")[2] for d in documents] == ["a.jsonl#1", "a.jsonl#7", "a.jsonl#8"]
    assert [s.partition(": ")[0] for s in said] == [
        "error a.jsonl:2",
        "error a.jsonl:4",
        "error a.jsonl:5",
        "error a.jsonl:6",
        "warning a.jsonl:7",
        "error a.jsonl:9",
    ]
    assert "column 2" in said[0]
    assert said[1].endswith("'text' is a number, not a string")
    assert said[2].endswith("not a JSON object")
    assert said[3].endswith("no key 'text'")
    assert "Unterminated string" in said[5]
    assert documents[1].edits["undecodable"] >= 1


def test_json_lines_in_gbk_are_read_and_an_encoding_that_is_given_rules(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", json.dumps({"text": GBK}, ensure_ascii=False).encode("gbk"))
    documents, said = read(path)
    assert texts(documents) == [GBK]
    assert said == ["warning a.jsonl:1: not valid UTF-8: read as gb18030"]
    # These two bytes are 涓 in GBK and half a character in UTF-8; together sound in both.
    both = write(tmp_path, "b.jsonl", b'{"text":"' + "浣犲ソ".encode("gbk") + b'"}')
    assert texts(read(both)[0]) == ["你好"]
    assert texts(read(both, ReadSettings(encoding="gbk"))[0]) == ["浣犲ソ"]


@pytest.mark.parametrize(
    ("data", "expected", "said"),
    [
        (b'[{"text":"a"},\n {"text":"b"}]', ["a", "b"], []),
        (b'{\n "text":"a",\n "n":12345678901234567890\n}', ["a"], []),
        (b'[{"text":"a"},\n 5, {"text":"b"}]', ["a", "b"], ["not a JSON object"]),
        (b'[{"text":"\\ud800"}]', ["�"], []),
        (b'[{"text":"a"},\n', [], ["line 2, column 1"]),
        (b"[]", [], []),
        (f'[{{"text":"{GBK}"}}]', [GBK], ["read as gb18030"]),
        (b'[{"text":"a","x":' + b"[" * 900 + b"]" * 900 + b"}]", [], ["deep"]),
        (b'[{"text":"a","x":' + b"[" * 5000 + b"]" * 5000 + b"}]", [], ["deep"]),
    ],
)
def test_json_that_is_one_value(
    tmp_path: Path, data: bytes | str, expected: list[str], said: list[str]
) -> None:
    path = write(tmp_path, "a.json", data.encode("gbk") if isinstance(data, str) else data)
    documents, notices = read(path)
    assert texts(documents) == expected
    assert len(notices) == len(said)
    assert all(part in notice for part, notice in zip(said, notices, strict=True))


def test_surrogates_in_a_json_array_are_counted_like_those_in_lines(tmp_path: Path) -> None:
    documents, _ = read(write(tmp_path, "a.json", b'[{"text":"a\\ud800"}]'))
    assert documents[0].edits == {"surrogate": 1}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", f'id,标题,text\n1,甲,{GBK}\n2,乙,"多行\n与""引号"""\n'),
        ("a.tsv", f'id\t标题\ttext\n1\t甲\t{GBK}\n2\t乙\t"多行\n与""引号"""\n'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_tables_are_read_in_any_encoding(
    tmp_path: Path, name: str, data: str, encoding: str
) -> None:
    documents, said = read(write(tmp_path, name, data.encode(encoding)))
    assert [(d.id, d.text, d.metadata) for d in documents] == [
        ("1", GBK, {"标题": "甲"}),
        ("2", '多行\n与"引号"', {"标题": "乙"}),
    ]
    assert said == []


def test_a_table_tells_of_its_bad_bytes_rows_and_columns(tmp_path: Path) -> None:
    head = f"text,n\n{GBK * 20},1\n".encode("gbk")
    documents, said = read(write(tmp_path, "a.csv", head + b"\xff\xff\xb3\xa4,2,x\n\n"))
    assert documents[1].text == "��长"
    assert documents[1].edits == {"undecodable": 2}
    assert documents[1].metadata == {"n": "2", "cells": ["x"]}
    assert [s.partition(": ")[0] for s in said] == ["warning a.csv:3"]
    _, said = read(write(tmp_path, "b.csv", b"title,body\na,b\n"))
    assert said == ["error b.csv: no column 'text': name it with --text-key (columns: title, body)"]
    documents, _ = read(tmp_path / "b.csv", ReadSettings(text_key="body"))
    assert texts(documents) == ["b"]
    documents, said = read(write(tmp_path, "c.csv", b"id,text\n1\n2,b\n"))
    assert texts(documents) == ["b"]
    assert said == ["error c.csv:2: no key 'text'"]


def test_a_quotation_mark_that_never_closes_is_no_end_of_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yrd_cli.reading.tables.MAX_CELL", 1000)
    documents, said = read(write(tmp_path, "a.csv", b'text,n\na,1\n"' + b"x\n" * 1000))
    assert texts(documents) == ["a"]
    assert len(said) == 1
    assert "broken table" in said[0]
    documents, said = read(write(tmp_path, "b.csv", b"text,n\na,1\n" + b"x" * 2000))
    assert texts(documents) == ["a"]
    assert "broken table" in said[0]


def test_parquet_of_others_is_read(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    from datetime import date
    from decimal import Decimal

    rows = {
        "text": [b"\xe9\x95\xbf", None],
        "date": [date(2020, 2, 18), None],
        "price": [Decimal("1.5"), None],
        "edits": [["ab"], None],
        "metadata": ["{broken", '{"k":12345678901234567890}'],
    }
    pq.write_table(pa.table(rows), tmp_path / "a.parquet")
    documents, said = read(tmp_path / "a.parquet")
    assert [(d.text, d.date) for d in documents] == [("长", "2020-02-18")]
    assert documents[0].metadata == {"price": "1.5", "edits": ["ab"], "metadata": "{broken"}
    assert said == ["error a.parquet#2: 'text' is null, not a string"]
    _, said = read(tmp_path / "a.parquet", ReadSettings(text_key="body"))
    assert len(said) == 1
    assert said[0].startswith("error a.parquet: no column 'body'")


def test_parquet_that_is_cut_or_packed(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"text": ["甲"]}), tmp_path / "a.parquet")
    data = (tmp_path / "a.parquet").read_bytes()
    assert texts(read(write(tmp_path, "b.parquet.gz", gzip.compress(data)))[0]) == ["甲"]
    documents, said = read(write(tmp_path, "c.parquet", data[:-20]))
    assert (documents, len(said)) == ([], 1)
    assert said[0].startswith("error c.parquet: ")
    assert "\n" not in said[0]


def http(body: bytes, content_type: str = "text/html", more: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def warc_record(kind: str, payload: bytes, content_type: str, number: int) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.cn/{number}\r\n"
        f"WARC-Date: 2020-02-18T00:00:00Z\r\nContent-Type: {content_type}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n"
        f"Content-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def test_warc_gives_its_pages_and_texts(tmp_path: Path) -> None:
    page = f"<html><body><p>{GBK}</p></body></html>".encode("gbk")
    response = "application/http; msgtype=response"
    gzipped = "Content-Encoding: gzip\r\n"
    squeezed = http(gzip.compress(page), more=gzipped)
    chunks = b"5\r\n%s\r\n%X;x\r\n%s\r\n0\r\n\r\n" % (page[:5], len(page) - 5, page[5:])
    records = [
        warc_record("warcinfo", b"software: x\r\n", "application/warc-fields", 0),
        warc_record("response", http(page, "text/html; charset=gbk"), response, 1),
        warc_record("response", http(b"\x89PNG", "image/png"), response, 2),
        warc_record("response", squeezed, response, 3),
        warc_record("conversion", GBK.encode(), "text/plain", 4),
        warc_record("response", http(b"\x1f\x8bbroken", more=gzipped), response, 5),
        warc_record("response", http(chunks, more="Transfer-Encoding: chunked\r\n"), response, 6),
        warc_record("response", http(b"x", more="Content-Encoding: br\r\n"), response, 7),
        warc_record("response", http(page), response, 8),
    ]
    plain = write(tmp_path, "a.warc", b"".join(records))
    documents, said = read(plain)
    assert texts(documents) == [GBK] * 5
    assert [d.url for d in documents] == [f"https://a.cn/{n}" for n in (1, 3, 4, 6, 8)]
    assert [d.id.rpartition("#")[2] for d in documents] == ["1", "3", "4", "6", "8"]
    assert [s.partition(": ")[0] for s in said] == ["error a.warc#5", "error a.warc#7"]
    packed = b"".join(map(gzip.compress, records))
    assert texts(read(write(tmp_path, "a.warc.gz", packed))[0]) == [GBK] * 5
    documents, said = read(write(tmp_path, "b.warc.gz", packed[:-30]))
    assert texts(documents)[:4] == [GBK] * 4
    assert said[-1] == "error b.warc.gz: truncated gzip stream"


@pytest.mark.parametrize("cut", ["body", "head"])
def test_a_warc_that_breaks_off_is_told(tmp_path: Path, cut: str) -> None:
    whole = warc_record("conversion", GBK.encode(), "text/plain", 1)
    broken = whole[:100] if cut == "head" else whole[:-30]
    documents, said = read(write(tmp_path, "a.warc", whole + broken))
    assert texts(documents)[:1] == [GBK]
    assert said[-1] == "error a.warc: truncated WARC: its last record is not whole"


def damaged(data: bytes, luck: random.Random) -> bytes:
    """The same with bytes changed, put in, taken out and doubled."""
    broken = bytearray(data)
    for _ in range(luck.choice([1, 1, 3, 20])):
        at = luck.randrange(len(broken) + 1)
        broken[at : at + luck.choice([0, 1, 30])] = luck.choice(
            [luck.randbytes(1), luck.randbytes(8), b"", broken[max(0, at - 50) : at]]
        )
    return bytes(broken)


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.tsv", "a.warc", "a.parquet"])
def test_no_damage_stops_a_run(tmp_path: Path, name: str) -> None:
    from tests.test_files import write as write_documents

    path, format = tmp_path / name, name.partition(".")[2]
    if format == "warc":
        page = http(gzip.compress(f"<p>{GBK}</p>".encode()), more="Content-Encoding: gzip\r\n")
        path.write_bytes(warc_record("response", page, "application/http", 1) * 2)
    else:
        if format == "parquet":
            pytest.importorskip("pyarrow")
        write_documents(path, format)
    whole, luck = path.read_bytes(), random.Random(name)
    for _ in range(120):
        path.write_bytes(damaged(whole, luck))
        encoding = luck.choice(["auto", "auto", "gbk", "utf-16"])
        read(path, ReadSettings(luck.choice(["auto", format]), encoding))


def test_empty_input_is_told_and_is_a_page_only_as_a_file(tmp_path: Path) -> None:
    documents, said = read(write(tmp_path, "a.txt", b""))
    assert (texts(documents), said) == ([""], ["warning a.txt: empty file"])
    for name in ("a.jsonl", "a.csv", "a.tsv", "a.jsonl.gz"):
        data = gzip.compress(b"") if name.endswith("gz") else b""
        documents, said = read(write(tmp_path, name, data))
        assert (documents, said) == ([], [f"warning {name}: empty file"])


def test_a_binary_file_is_an_error_where_it_is_named_and_a_warning_in_a_tree(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, "a.txt", b"%PDF-1.4\n1 0 obj\n")
    assert read(path) == ([], ["error a.txt: binary file: skipped"])
    assert read(path, named=False) == ([], ["warning a.txt: binary file: skipped"])
    assert len(read(path, ReadSettings("text"))[0]) == 1


def test_a_page_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    packed = gzip.compress((GBK.encode() + b"\n") * 3000, 0)
    documents, said = read(write(tmp_path, "a.txt.gz", packed[:60_000]))
    assert documents[0].text.startswith(f"{GBK}\n{GBK}\n")
    assert said[-1] == "error a.txt.gz: truncated gzip stream; what came before it was read"


def test_lines_before_a_break_are_read(tmp_path: Path) -> None:
    lines = b"".join(b'{"text":"%d"}\n' % n for n in range(20_000))
    packed = gzip.compress(lines, 1)
    documents, said = read(write(tmp_path, "a.jsonl.gz", packed[: len(packed) // 2]))
    assert len(documents) > 5000
    assert texts(documents) == [str(n) for n in range(len(documents))]
    assert said == ["error a.jsonl.gz: truncated gzip stream"]


def test_a_document_over_the_limit_is_left_out_and_the_rest_read(tmp_path: Path) -> None:
    settings = ReadSettings(limits=Limits(document=200_000))
    big = b'{"text":"' + b"x" * 300_000 + b'"}\n'
    lines = b'{"text":"a"}\n' + big + b'{"text":"b"}\n'
    documents, said = read(write(tmp_path, "a.jsonl", lines), settings)
    assert texts(documents) == ["a", "b"]
    assert said == [
        "error a.jsonl:2: line longer than 200,000 bytes: left out (see --document-limit)"
    ]
    documents, said = read(write(tmp_path, "a.txt", b"x" * 300_000), settings)
    assert documents == []
    assert said == ["error a.txt: larger than 200,000 bytes: left out (see --document-limit)"]


def test_nuls_and_bad_bytes_in_a_page_are_kept_or_counted(tmp_path: Path) -> None:
    documents, said = read(write(tmp_path, "a.txt", "长\0三\n".encode() * 50 + b"\xff\xff"))
    assert documents[0].text.startswith("长\0三\n")
    assert documents[0].edits["undecodable"] >= 1
    assert [s.partition(": ")[0] for s in said] == ["warning a.txt"]


@pytest.mark.parametrize("step", [1, 3, 100])
def test_a_head_is_read_as_far_as_it_takes_and_given_back(step: int) -> None:
    class Slow(io.RawIOBase):
        data = io.BytesIO(b'{"text":\n"a"}' * 50)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
            part = self.data.read(min(step, len(buffer)))
            buffer[: len(part)] = part
            return len(part)

    whole = Slow.data.getvalue()
    head, stream = head_of(io.BufferedReader(Slow()), lambda h: b"\n" in h)
    assert 9 <= len(head) <= 9 + step
    assert stream.read() == whole
