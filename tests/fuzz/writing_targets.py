"""Writing and words: nothing steers a terminal or a spreadsheet, and no character is lost."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from typing import Any

from tests.fuzz.draw import split_options
from yrd_cli.document import Document
from yrd_cli.words.face import cut, cut_for_search, tag
from yrd_cli.writing.documents import render_for_terminal
from yrd_cli.writing.sheets import safe_cell, sheet_row
from yrd_cli.writing.tables import Column, Table, render_table
from yrd_cli.writing.terminal import Terminal, display_width, one_line, pad, visible

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?%?", re.ASCII)


def fuzz_terminal(data: bytes) -> None:
    """Text of any kind, in a message, a Document, a table and a sheet, is harmless and whole."""
    body, draw = split_options(data)
    text = body.decode("utf-8", "replace")
    assert not _STEERING.search(visible(text))
    assert not re.search(r"[\n\t]", one_line(text))
    assert display_width(pad(text[:50], 60)) >= display_width(text[:50])
    document = Document(text[:40] or "f", text, title=text[-40:] or None, source=text[:9] or None)
    terminal = Terminal(True, 20 + draw.below(80), color=False)
    shown = render_for_terminal(document, terminal).decode()
    assert not _STEERING.search(shown)
    rows = [(line, len(line)) for line in text.split("\n")[:20]]
    table = Table((Column("text"), Column("n", 0)), rows)
    for format in ("table", "tsv", "csv", "json", "md"):
        written = b"".join(render_table(table, format, terminal)).decode()
        assert format != "table" or not _STEERING.search(written)
    _check_sheet(text)


def _check_sheet(text: str) -> None:
    """A row is read back as it was, and no cell of a safe one is a formula."""
    cells = text.split("\n")[:9]
    row = sheet_row("csv")
    assert row is not None
    assert next(csv.reader(io.StringIO(row(cells).decode(), newline=""), strict=True)) == cells
    for cell in map(safe_cell, cells):
        assert not _FORMULA.match(cell) or _NUMBER.fullmatch(cell), cell


def fuzz_words(data: bytes) -> None:
    """The words of any text are jieba's, with jieba's tags, and joined they are the text."""
    text = data.decode("utf-8", "replace")
    words = cut(text)
    assert "".join(words) == text
    assert words == _jieba().lcut(text), "not jieba's words"
    assert cut(text, hmm=False) == _jieba().lcut(text, HMM=False)
    assert cut_for_search(text) == _jieba().lcut_for_search(text)
    tagged = [(word, flag) for word, flag in tag(text)]
    assert tagged == [(pair.word, pair.flag) for pair in _jieba().posseg.lcut(text)], "not its tags"


@cache
def _jieba() -> Any:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pkg_resources, and of its own escapes
        import jieba.posseg

    jieba.setLogLevel(60)
    jieba.initialize()
    return jieba
