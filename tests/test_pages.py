"""Whole pages of many kinds: what stays, and what the page says of its article."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from yrd_cli.clean import Cleaned, clean_bytes, clean_document, clean_text

RULES = Path(__file__).parent / "rules"
PAGES = tomllib.loads((RULES / "more_pages.toml").read_text("utf-8"))["page"]
MARK = "| "
"""What begins a line of the body in the file of pages."""

MOST_FAILING = 10


def lines_of(page: dict[str, Any]) -> list[str]:
    return str(page["text"]).strip("\n").split("\n")


def cleaned(page: dict[str, Any]) -> Cleaned:
    if "html" in page:
        return clean_bytes(f"<!DOCTYPE html><html>{page['html']}</html>".encode())
    return clean_text("\n".join(line.removeprefix(MARK) for line in lines_of(page)))


def body_of(page: dict[str, Any]) -> list[str]:
    if "html" in page:
        return list(page["body"])
    return [line.removeprefix(MARK) for line in lines_of(page) if line.startswith(MARK)]


def cases() -> list[Any]:
    return [
        pytest.param(
            page,
            id=page["name"],
            marks=[pytest.mark.xfail(reason=page["failing"], strict=True)]
            if "failing" in page
            else [],
        )
        for page in PAGES
    ]


@pytest.mark.parametrize("page", cases())
def test_a_page_gives_its_body_and_its_metadata(page: dict[str, Any]) -> None:
    document = cleaned(page).document
    found = {
        "body": document.text.split("\n") if document.text else [],
        "title": document.title,
        "date": document.date,
        "source": document.source,
        "url": document.url,
        "author": list(document.author),
        "editor": list(document.editor),
    }
    wanted = {key: page.get(key) for key in ("title", "date", "source", "url")}
    wanted |= {key: page.get(key, []) for key in ("author", "editor")}
    assert found == wanted | {"body": body_of(page)}
    for key, value in page.get("metadata", {}).items():
        assert document.metadata.get(key) == value, key


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_cleaning_a_page_again_changes_nothing(page: dict[str, Any]) -> None:
    document = cleaned(page).document
    assert clean_document(document).document == document


def test_there_are_many_pages_and_few_that_fail() -> None:
    assert len(PAGES) >= 60
    assert sum("failing" in page for page in PAGES) <= MOST_FAILING
