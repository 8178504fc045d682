"""Whether a run of `yrd grep` searches Documents; asked of every run, so it imports nothing."""

from __future__ import annotations

from yrd_cli.grep.request import GrepRequest

LARGEST_TEXT = 64 << 20
"""Bytes of a file up to which it is searched as one text, for words that a line end breaks: that
takes six times as much memory. A larger one is searched line by line."""

RECORD_FORMATS = ("html", "jsonl", "json", "csv", "tsv", "parquet", "warc")


def wants_documents(request: GrepRequest) -> bool:
    """Whether a run searches Documents whatever its inputs are: a concordance, a condition, a
    field, a format that holds Documents."""
    asked, concordance = request.document, request.concordance
    return bool(
        concordance.kwic
        or concordance.sort
        or concordance.group
        or concordance.width is not None
        or asked.sentence
        or asked.near
        or asked.and_
        or asked.not_
        or asked.where
        or asked.field is not None
        or asked.within != "line"
        or asked.fact_class is not None
        or request.input.input_format in RECORD_FORMATS
        or request.output.format != "auto"
    )


def may_end_early(request: GrepRequest) -> bool:
    """Whether a file may be left before its end: then no more of a pipe is read than has to be."""
    return request.first_is_enough or request.output.max_count is not None


def joins_lines(request: GrepRequest) -> bool:
    """Whether words that a line end breaks are looked for, so that texts are searched whole."""
    by_line = request.output.line_buffered or request.pattern.null_data
    return bool(request.pattern.noise) and not by_line
