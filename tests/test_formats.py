"""Formats and endings of the output, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from yrd_cli.errors import UsageError
from yrd_cli.writing.documents import escape_markdown, refuse_same_file
from yrd_cli.writing.formats import (
    DOCUMENT_FORMATS,
    TABLE_FORMATS,
    Target,
    choose_format,
    target_of,
)


@pytest.mark.parametrize(
    ("output", "target"),
    [
        (None, Target()),
        ("-", Target()),
        ("out/", Target("out/", directory=True)),
        ("a.txt", Target("a.txt", False, None, "text")),
        ("a.JSONL", Target("a.JSONL", False, None, "jsonl")),
        ("a.jsonl.gz", Target("a.jsonl.gz", False, "gzip", "jsonl")),
        ("a.csv.zst", Target("a.csv.zst", False, "zstd", "csv")),
        ("a.gz", Target("a.gz", False, "gzip", None)),
        ("a.out", Target("a.out")),
        (".jsonl", Target(".jsonl")),
    ],
)
def test_the_name_of_the_output_says_what_it_is(output: str | None, target: Target) -> None:
    assert target_of(output) == target


def test_a_directory_that_is_there_needs_no_slash(tmp_path: Path) -> None:
    assert target_of(str(tmp_path)).directory


@pytest.mark.parametrize("output", ["", "a.jsonl.bz2", "a.txt.xz"])
def test_a_name_that_promises_what_is_not_written_is_refused(output: str) -> None:
    with pytest.raises(UsageError):
        target_of(output)


@pytest.mark.parametrize(
    ("asked", "output", "allowed", "chosen"),
    [
        ("auto", None, DOCUMENT_FORMATS, "jsonl"),
        ("auto", "a.csv", DOCUMENT_FORMATS, "csv"),
        ("md", "a.csv", DOCUMENT_FORMATS, "md"),
        ("text", None, TABLE_FORMATS, "table"),
        ("auto", "a.txt", TABLE_FORMATS, "table"),
        ("auto", "a.parquet", TABLE_FORMATS, "parquet"),
        ("auto", "a.unknown", DOCUMENT_FORMATS, "jsonl"),
    ],
)
def test_what_is_asked_rules_then_the_ending_then_the_default(
    asked: str, output: str | None, allowed: tuple[str, ...], chosen: str
) -> None:
    assert choose_format(asked, target_of(output), allowed, "jsonl") == chosen


@pytest.mark.parametrize(
    ("asked", "output", "reason"),
    [
        ("table", None, "--format table: this command writes text, jsonl"),
        ("parquet", None, "needs a file"),
        ("auto", "a.parquet.gz", "compressed inside"),
    ],
)
def test_what_makes_no_sense_is_refused(asked: str, output: str | None, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        choose_format(asked, target_of(output), DOCUMENT_FORMATS, "jsonl")


def test_no_input_is_overwritten(tmp_path: Path) -> None:
    a, page = tmp_path / "a.txt", tmp_path / "p.html"
    a.write_text("x")
    page.write_text("x")
    (tmp_path / "link.jsonl").symlink_to(a)
    folder = Target(f"{tmp_path}/", directory=True)
    for names, target in [
        ([str(a)], Target(str(a))),
        ([str(a)], Target(str(tmp_path / "link.jsonl"))),
        ([str(tmp_path)], folder),
        ([str(a)], folder),
        (["-", str(page), str(tmp_path / "link.jsonl")], folder),
    ]:
        with pytest.raises(UsageError):
            refuse_same_file(names, target)
    refuse_same_file([str(page), "-", str(tmp_path / "no.txt")], folder)
    refuse_same_file([str(a)], Target(str(tmp_path / "new.txt")))


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# 一", "\\# 一"),
        ("### 一", "\\### 一"),
        ("#一", "#一"),
        ("- 一", "\\- 一"),
        ("---", "\\---"),
        ("-5 度", "-5 度"),
        ("1. 一", "1\\. 一"),
        ("2020.1", "2020.1"),
        ("a_b*c*<d>[e](f)`g`", "a\\_b\\*c\\*\\<d\\>\\[e\\](f)\\`g\\`"),
        ("~~~", "\\~\\~\\~"),
        ("&copy; & &#60;", "\\&copy; & \\&#60;"),
        ("长三角，一体化。", "长三角，一体化。"),
    ],
)
def test_markdown_shows_the_text_as_it_is(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped


@pytest.mark.parametrize("filler", [" ", "\t", "#", "-", "1", "\n", "&a", "*", "　"])
def test_escaping_is_linear(filler: str) -> None:
    import time

    start = time.process_time()
    escape_markdown(filler * 200_000)
    assert time.process_time() - start < 1
