"""Pages and archives made to hurt: no crash, time linear in the page, and the next record is read.

All input is generated. `tests/hostile.py` runs whole commands on files; here the readers are
asked for what they make of them.
"""

from __future__ import annotations

import gzip
import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.running import yrd
from yrd_cli.clean import clean_bytes
from yrd_cli.reading.containers import read_source
from yrd_cli.reading.html import render_page
from yrd_cli.reading.paths import Source
from yrd_cli.reading.records import ReadSettings, Record
from yrd_cli.reading.warc_records import CUT, Framed, warc_records
from yrd_cli.report import Notice

SENTENCE = "会议指出，要提高认识，加强组织领导，确保各项任务落实到位。"
TEXT = f"<p>{SENTENCE}</p>".encode()
HEAD = b"<!DOCTYPE html><html><head><title>t</title></head><body>"

PAGES: dict[str, Callable[[int], bytes]] = {
    "nested tables": lambda n: b"<table><tr><td>" * n + TEXT,
    "nested blocks": lambda n: b"<div>a" * n + TEXT,
    "nested lists": lambda n: b"<ul><li>a" * n + TEXT,
    "nested links": lambda n: b"<a href=x>" * n + TEXT,
    "nested formatting": lambda n: b"<font color=1><p>a" * n + TEXT,
    "misnested": lambda n: b"<a><div></a><b><p></b>" * n + TEXT,
    "text in tables": lambda n: b"<table>a<b>" * n + TEXT,
    "unclosed comments": lambda n: TEXT + b"<!-- a" * n,
    "dashes": lambda n: TEXT + b"<!--" + b"-" * n,
    "scripts that hold HTML": lambda n: b"<script>var a='<p>no</p><!--'</script>" * n + TEXT,
    "script in a comment in a script": lambda n: TEXT + b"<script><!--<script>" * n,
    "unclosed quotes": lambda n: TEXT + b'<p class="a" id=' * n,
    "brackets": lambda n: b"<" * n + TEXT,
    "ampersands": lambda n: b"&" * n + TEXT,
    "entities": lambda n: b"&amp;&lt;&#20013;&#x110000;" * n + TEXT,
    "spaces": lambda n: b" " * n + TEXT,
    "no-break spaces": lambda n: b"&nbsp;" * n + TEXT,
    "attributes": lambda n: b"<p " + b" ".join(b"a%d=1" % i for i in range(n)) + b">" + TEXT,
    "end tags": lambda n: b"</div>" * n + TEXT,
    "lines": lambda n: "中<br>".encode() * n + TEXT,
    "preformatted": lambda n: b"<pre>" + b"a\n" * n + b"</pre>" + TEXT,
    "cells": lambda n: b"<table><tr>" + "<td>一</td>".encode() * n + b"</table>" + TEXT,
    "posts": lambda n: '<div class="post"><i>1楼</i><div class="t_f">好</div></div>'.encode() * n,
    "metadata": lambda n: b"<meta name=keywords content=a>" * n + TEXT,
    "JSON-LD": lambda n: b'<script type="application/ld+json">' + b"[" * n + b"</script>" + TEXT,
    "vectors": lambda n: b"<svg><g><![CDATA[" * n + TEXT,
}


def seconds(page: bytes) -> float:
    """The least CPU time of two runs."""
    times = []
    for _ in range(2):
        start = time.process_time()
        clean_bytes(page)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("name", PAGES)
def test_time_is_linear_in_the_page(name: str) -> None:
    small, large = (seconds(HEAD + PAGES[name](n)) for n in (200, 2000))
    assert large < max(40 * small, 0.4)  # quadratic time would take a hundred times as long


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 100_000 + TEXT,
        b"<table><tr><td>" * 30_000 + TEXT,
        b"<script>var a = '<p>no</p>';</script>" + TEXT,
        TEXT + b"<!-- <p>no</p>",
        TEXT + b"<style>p { <p>no</p>",
        TEXT + b"<p title='<p>no</p>'>",
        TEXT + b"<template><p>no</p></template>",
    ],
    ids=["deep", "tables", "script", "comment", "style", "attribute", "template"],
)
def test_the_text_is_found_and_nothing_else(page: bytes) -> None:
    lines = render_page((HEAD + page).decode()).text.split("\n")
    assert SENTENCE in lines
    assert "no" not in "".join(lines)


def record(text: str, length: int | None = None, kind: str = "text/html") -> bytes:
    """A response of the archive; ``length``: what it says of its own."""
    page = f"<html><body>{f'<p>{text}</p>' * 3}</body></html>".encode()
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + page
    head = (
        f"WARC/1.0\r\nContent-Length: {len(http) if length is None else length}\r\n"
        "WARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n"
        "WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
    )
    return f"{head}\r\n".encode() + http + b"\r\n\r\n"


FIRST, LAST = record("第一页。" + SENTENCE), record("最后一页。" + SENTENCE)

ARCHIVES: dict[str, tuple[bytes, int, str]] = {
    "too long": (record(SENTENCE, 700), 3, "warning"),
    "longer than the rest": (record(SENTENCE, 9_999_999), 3, "warning"),
    "longer than any": (record(SENTENCE, 10**17), 3, "warning"),
    "too short": (record(SENTENCE, 100), 3, "warning"),
    "negative": (record(SENTENCE, -5), 3, "warning"),
    "cut": (record(SENTENCE)[:-200], 3, "warning"),
    "rubbish": (b"rubbish\r\n\r\nrubbish", 2, "error"),
    "image": (record(SENTENCE, kind="image/png"), 2, ""),
    "unknown compression": (record(SENTENCE, kind="text/html\r\nContent-Encoding: br"), 2, "error"),
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", ARCHIVES)
def test_the_next_record_is_read(tmp_path: Path, name: str, packed: bool) -> None:
    middle, pages, level = ARCHIVES[name]
    parts = [FIRST, middle, LAST]
    file = tmp_path / "a.warc"
    file.write_bytes(b"".join(map(gzip.compress, parts) if packed else parts))
    items = list(read_source(Source(str(file)), ReadSettings()))
    found = [clean_bytes(item.data).document.text for item in items if isinstance(item, Record)]
    assert len(found) == pages
    assert found[0].startswith("第一页。")
    assert found[-1].startswith("最后一页。")
    assert [item.level for item in items if isinstance(item, Notice)] == [level] * bool(level)


def test_what_was_wrong_is_said_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(FIRST + record(SENTENCE, 700) + LAST)
    ran = yrd("clean", file)
    assert len(ran.documents) == 3
    (message,) = ran.messages
    assert "#2: wrong Content-Length: 700 bytes, and " in message
    assert ran.status == 0


def framed(data: bytes, longest: int = 1 << 20) -> list[Framed]:
    return list(warc_records(io.BufferedReader(io.BytesIO(data)), longest))


def test_a_record_that_breaks_off_is_told() -> None:
    whole, cut = framed(FIRST + LAST[:-90])
    assert not whole.fault
    assert (cut.fault, cut.is_lost) == (CUT, True)


def test_of_a_record_too_long_the_beginning_is_given() -> None:
    long, last = framed(record("长" * 300_000) + LAST, longest=500_000)
    assert long.is_long
    assert len(long.data) < 100_000
    assert last.data + b"\r\n\r\n" == LAST


@given(
    st.lists(st.sampled_from([FIRST, LAST, b"WARC/", b"WARC/1.0\r\n", b"\r\n\r\n", b"x", b"\0"]))
)
def test_any_mixture_ends_and_gives_each_whole_record(parts: list[bytes]) -> None:
    data = b"".join(parts)
    found = framed(data)
    assert sum(len(f.data) for f in found) <= len(data) + 40 * len(found)
    if all(part in (FIRST, LAST) for part in parts):
        assert [f.data + b"\r\n\r\n" for f in found] == parts
