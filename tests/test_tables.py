"""Tables in every format, on narrow terminals and with hostile cells."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.errors import OutputError
from yrd_cli.writing.sheets import csv_row, json_cell, tsv_row
from yrd_cli.writing.tables import (
    Cell,
    Column,
    Table,
    render_table,
    write_parquet_table,
)
from yrd_cli.writing.terminal import Terminal, display_width

HOSTILE = "[red]长[/red]\x1b[31m\u009b2J\u202e甲\r\n\t|\"',\\末"
COLUMNS = (Column("词"), Column("n", 0), Column("share", 2))
TABLE = Table(COLUMNS, [("长三角", 12, 0.125), (HOSTILE, 3, None), (None, None, 2.0)], "标题")
SCREEN = Terminal(is_terminal=True, width=80)


def rendered(format: str, table: Table = TABLE, terminal: Terminal | None = None) -> bytes:
    return b"".join(render_table(table, format, terminal or Terminal()))


def test_programs_read_back_what_was_written() -> None:
    exact = [["长三角", "12", "0.12"], [HOSTILE, "3", ""], ["", "", "2.00"]]
    header = ["词", "n", "share"]
    assert list(csv.reader(io.StringIO(rendered("csv").decode(), newline=""))) == [header, *exact]
    lines = rendered("tsv").decode().split("\n")
    assert lines[0] == "词\tn\tshare"
    assert lines[2].split("\t")[0] == HOSTILE.replace("\\", "\\\\").replace("\r", "\\r").replace(
        "\n", "\\n"
    ).replace("\t", "\\t")
    assert len(lines) == 5
    objects = [
        {"词": "长三角", "n": 12, "share": 0.12},
        {"词": HOSTILE, "n": 3, "share": None},
        {"词": None, "n": None, "share": 2.0},
    ]
    assert json.loads(rendered("json")) == objects
    assert [json.loads(line) for line in rendered("jsonl").splitlines()] == objects
    markdown = rendered("md").decode().splitlines()
    assert markdown[:2] == ["| 词 | n | share |", "| --- | ---: | ---: |"]
    assert len(markdown) == 5


def test_parquet_holds_numbers(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    write_parquet_table(TABLE, str(tmp_path / "t.parquet"))
    assert pq.read_table(tmp_path / "t.parquet").to_pydict() == {
        "词": ["长三角", HOSTILE, None],
        "n": [12, 3, None],
        "share": [0.12, None, 2.0],
    }
    with pytest.raises(OutputError, match="No such file"):
        write_parquet_table(TABLE, str(tmp_path / "no" / "t.parquet"))


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "jsonl", "md", "table"])
def test_an_empty_table_is_its_header_or_an_empty_list(format: str) -> None:
    out = rendered(format, Table(COLUMNS, []))
    if format.startswith("json"):
        assert b"".join(out.split()) in (b"[]", b"")
    else:
        assert b"share" in out


@pytest.mark.parametrize("width", [10, 20, 40, 80, 200])
@pytest.mark.parametrize("color", [False, True])
def test_a_terminal_gets_no_control_characters_and_loses_no_cell(width: int, color: bool) -> None:
    terminal = Terminal(is_terminal=True, width=width, color=color)
    out = rendered("table", terminal=terminal).decode()
    bare = re.sub("\x1b\\[[0-9;]*m", "", out) if color else out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", bare)
    assert "…" not in bare
    squeezed = re.sub(r"\s", "", bare)
    for part in ("长三角", "12", "0.12", "2.00", "share", "\\x1b", "\\x9b", "\\u202e"):
        assert part in squeezed or all(c in squeezed for c in part)
    assert squeezed.count("]") >= 2  # the markup is text
    for number in ("12", "0.12", "2.00", "share"):
        assert number in bare  # numbers and names never break


def test_rich_keeps_within_a_terminal_that_has_room() -> None:
    table = Table(COLUMNS, [("长三角一体化" * 20, 5, 0.5)])
    terminal = Terminal(is_terminal=True, width=40)
    lines = rendered("table", table, terminal).decode().splitlines()
    assert max(map(display_width, lines)) <= 40
    assert "".join(lines).count("长") == 20


def test_a_pipe_gets_whole_lines_however_long_the_cells() -> None:
    table = Table(COLUMNS, [("长三角一体化" * 100, 5, 0.5), ("短", 10, 10.25)])
    lines = rendered("table", table).decode().splitlines()
    assert len(lines) == 3
    assert len({display_width(line) for line in lines}) == 1
    assert lines[2].endswith(" 10  10.25")


def test_ten_thousand_rows_take_no_time() -> None:
    table = Table(COLUMNS, [("长三角一体化发展", n, n / 7) for n in range(10_000)])
    for terminal in (Terminal(), SCREEN):
        start = time.process_time()
        out = rendered("table", table, terminal)
        assert time.process_time() - start < 2
        assert out.count(b"\n") == 10_001


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("a", "a"),
        (5, "5"),
        ([], ""),
        ({}, ""),
        (["长", 1], '["长",1]'),
        ({"k": None}, '{"k":null}'),
    ],
)
def test_lists_and_objects_are_json_in_a_cell(value: object, cell: str) -> None:
    assert json_cell(value) == cell


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_any_row_of_csv_is_read_back(cells: list[str]) -> None:
    text = csv_row(cells).decode()
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [cells]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_any_row_of_tsv_is_one_line_and_read_back(cells: list[str]) -> None:
    from yrd_cli.reading.tables import _unescaped

    text = tsv_row(cells).decode()
    assert text.count("\n") == 1
    assert list(map(_unescaped, text[:-1].split("\t"))) == cells


CELLS = st.one_of(st.none(), st.text(max_size=8), st.integers(), st.floats(allow_nan=False))


@given(st.lists(st.tuples(CELLS, st.integers(), st.floats(0, 1)), max_size=4))
def test_no_cell_stops_a_table(rows: list[tuple[Cell, int, float]]) -> None:
    for format in ("csv", "tsv", "json", "jsonl", "md", "table"):
        rendered(format, Table(COLUMNS, rows)).decode()


@pytest.mark.parametrize(("width", "columns"), [(80, 4), (32, 3), (20, 2), (4, 2)])
def test_a_narrow_terminal_is_spared_the_last_columns(width: int, columns: int) -> None:
    names = (Column("term"), Column("frequency", 0), Column("documents", 0), Column("rate", 2))
    table = Table(names, [("长三角", 123456, 12, 1.5)], "1 term", narrows=True)
    shown = b"".join(render_table(table, "table", Terminal(True, width))).decode()
    flat = shown.replace("\n", "")
    assert [c.name in flat for c in names] == [True] * columns + [False] * (4 - columns)
    assert ("wider terminal" in " ".join(shown.split())) == (columns < 4)
    pipe = b"".join(render_table(table, "tsv", Terminal())).decode()
    assert pipe.startswith("term\tfrequency\tdocuments\trate\n")
