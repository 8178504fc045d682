"""ripgrep's events."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from tests.running import yrd
from yrd_cli.grep.events import Counts, FileEvents, byte_spans, submatches, summary

TEXT = "前言\nA推动長三角，长三角\n上海\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("没有\n", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(
        '{"id":"x1","text":"无"}\n{"id":"x2","text":"a\\n在长三角"}\n', encoding="utf-8"
    )
    return tmp_path


def _events(*args: str, cwd: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in yrd("grep", "--json", *args, cwd=cwd).out.splitlines()]


def test_the_events_of_a_file_are_ripgreps(folder: Path) -> None:
    events = _events("长三角", "a.txt", "b.txt", cwd=folder)
    assert [e["type"] for e in events] == ["begin", "match", "end", "summary"]
    begin, match, end, total = (e["data"] for e in events)
    assert begin == {"path": {"text": "a.txt"}}
    assert match["path"] == {"text": "a.txt"}
    assert match["lines"] == {"text": "A推动長三角，长三角\n"}
    assert match["line_number"] == 2
    assert match["absolute_offset"] == 7
    assert match["doc_id"] == "a.txt"
    first, second = match["submatches"]
    assert first == {
        "match": {"text": "長三角"}, "start": 7, "end": 16, "char_start": 3, "char_end": 6,
    }  # fmt: skip
    line = match["lines"]["text"]
    assert line.encode()[second["start"] : second["end"]].decode() == "长三角"
    assert line[second["char_start"] : second["char_end"]] == "长三角"
    assert end["binary_offset"] is None
    stats = {"searches": 1, "searches_with_match": 1, "matched_lines": 1, "matches": 2}
    assert stats.items() <= end["stats"].items()
    assert end["stats"]["bytes_searched"] == len(TEXT.encode())
    assert total["stats"]["searches"] == 2
    assert total["elapsed_total"] == {"secs": 0, "nanos": 0, "human": "0.000000s"}


def test_context_comes_as_context(folder: Path) -> None:
    events = _events("-C1", "长三角", "a.txt", cwd=folder)
    assert [e["type"] for e in events][1:4] == ["context", "match", "context"]
    assert [e["data"]["line_number"] for e in events[1:4]] == [1, 2, 3]
    assert events[1]["data"]["submatches"] == []


def test_inverted_searches_have_matches_without_spans(folder: Path) -> None:
    events = _events("-v", "长三角", "a.txt", cwd=folder)
    lines = [e["data"]["lines"]["text"] for e in events if e["type"] == "match"]
    assert lines == ["前言\n", "上海\n"]


def test_a_document_is_one_event_with_offsets_into_its_text(folder: Path) -> None:
    events = _events("长三角", "c.jsonl", cwd=folder)
    match = next(e["data"] for e in events if e["type"] == "match")
    assert (match["doc_id"], match["line_number"]) == ("x2", 2)
    found = match["submatches"][0]
    text = match["lines"]["text"]
    assert text == "a\n在长三角"
    assert text[found["char_start"] : found["char_end"]] == "长三角"
    assert text.encode()[found["start"] : found["end"]].decode() == "长三角"


def test_nothing_found_is_a_summary_and_status_1(folder: Path) -> None:
    ran = yrd("grep", "--json", "没有的", "b.txt", cwd=folder)
    assert ran.status == 1
    assert [json.loads(line)["type"] for line in ran.out.splitlines()] == ["summary"]


def test_the_same_input_gives_the_same_bytes(folder: Path) -> None:
    first, second = (yrd("grep", "--json", "三", "a.txt", cwd=folder).out for _ in range(2))
    assert first == second


def test_lines_are_found_as_without_json(folder: Path) -> None:
    (folder / "g.txt").write_text("長(zhǎng)三角\n", encoding="utf-8")
    plain = yrd("grep", "-c", "长三角", "g.txt", cwd=folder).out
    events = _events("长三角", "g.txt", cwd=folder)
    assert int(plain) == sum(e["type"] == "match" for e in events)


def test_bytes_that_are_no_text_come_in_base_64() -> None:
    events = FileEvents(b"a\xff", Counts())
    begin, match = events.match(b"x\xffy\n", 1, 0, [(2, 3)]).splitlines()
    assert base64.b64decode(json.loads(begin)["data"]["path"]["bytes"]) == b"a\xff"
    data = json.loads(match)["data"]
    assert base64.b64decode(data["lines"]["bytes"]) == b"x\xffy\n"
    assert data["submatches"][0]["match"] == {"text": "y"}
    assert (data["submatches"][0]["char_start"], data["submatches"][0]["char_end"]) == (2, 3)


def test_the_counts_add_up() -> None:
    total = Counts()
    for lines in (1, 0, 2):
        events = FileEvents(b"f", total)
        for number in range(lines):
            events.match(b"a\n", number + 1, 0, [(0, 1)])
        assert bool(events.end(10)) == bool(lines)
    stats = json.loads(summary(total))["data"]["stats"]
    assert (stats["searches"], stats["searches_with_match"]) == (3, 2)
    assert (stats["matched_lines"], stats["matches"], stats["bytes_searched"]) == (3, 3, 30)


def test_offsets_in_bytes_and_in_characters_agree() -> None:
    text = "a长é三\U00020000b"
    spans = [(0, 1), (1, 3), (4, 6)]
    in_bytes = byte_spans(text, spans)
    assert [text.encode()[a:b].decode() for a, b in in_bytes] == [text[a:b] for a, b in spans]
    found = submatches(text.encode(), in_bytes)
    assert [(m["char_start"], m["char_end"]) for m in found] == spans


def test_lines_that_are_no_text_keep_their_bytes_and_offsets(tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"x\nbad\xff abc\nabc")
    first, last = [e["data"] for e in _events("abc", "bad", cwd=tmp_path) if e["type"] == "match"]
    assert base64.b64decode(first["lines"]["bytes"]) == b"bad\xff abc\n"
    assert (first["absolute_offset"], first["submatches"][0]["start"]) == (2, 5)
    assert last["lines"] == {"text": "abc"}  # no line end where the file has none


def test_files_and_documents_add_up_in_one_summary(folder: Path) -> None:
    total = _events("长三角", "a.txt", "c.jsonl", cwd=folder)[-1]
    assert total["type"] == "summary"
    assert total["data"]["stats"]["searches"] == 2
    assert total["data"]["stats"]["matches"] == 3
