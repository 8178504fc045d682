"""What a terminal is given, how wide it is, and when it is coloured."""

from __future__ import annotations

import re
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.cli.environment import wants_color
from yrd_cli.document import Document
from yrd_cli.writing.documents import render_for_terminal
from yrd_cli.writing.terminal import Terminal, display_width, one_line, pad, styled, visible

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("长三角\t\n", "长三角\t\n"),
        ("\x1b[31m红\x1b]0;t\x07", "\\x1b[31m红\\x1b]0;t\\x07"),
        ("a\u009b2J\x9d", "a\\x9b2J\\x9d"),
        ("a\rb\x08\x7f", "a\\rb\\x08\\x7f"),
        ("\u202e\u2066\u061c", "\\u202e\\u2066\\u061c"),
        ("\ufeff\u200b", "\\ufeff\\u200b"),
        ("\ud800", "\\ud800"),
        ("\U000e0041\ufff9", "\\U000e0041\\ufff9"),
        ("[red]x[/red] :smile:", "[red]x[/red] :smile:"),
    ],
)
def test_what_could_steer_a_terminal_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_nothing_that_steers_or_breaks_a_line_gets_through(text: str) -> None:
    assert not STEERING.search(visible(text))
    line = one_line(text)
    assert "\n" not in line
    assert "\t" not in line
    assert not any(category(c) in ("Cc", "Cs", "Zl", "Zp") for c in line)
    assert one_line(line) == line


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("长三角G60", 9),
        ("，。“”", 6),
        ("Ａ１", 4),
        ("ｱ", 1),
        ("\u3000", 2),
        ("e\u0301", 1),
        ("か\u3099", 2),
        ("𠀀", 2),
        ("한국", 4),
        ("a\u200bb", 2),
    ],
)
def test_wide_characters_take_two_columns(text: str, columns: int) -> None:
    assert display_width(text) == columns
    assert display_width(pad(text, 12)) == 12
    assert pad(text, 12, right=True).endswith(text)


@pytest.mark.parametrize(
    ("asked", "is_terminal", "env", "colored"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", False, {"CLICOLOR_FORCE": "1"}, True),
        ("auto", False, {"CLICOLOR_FORCE": "0"}, False),
        ("auto", False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_when_to_colour(asked: str, is_terminal: bool, env: dict[str, str], colored: bool) -> None:
    assert wants_color(asked, is_terminal, env) is colored


def test_a_style_is_nothing_without_colour_or_text() -> None:
    assert styled("a", "bold", True) == "\x1b[1ma\x1b[0m"
    assert (styled("a", "bold", False), styled("", "bold", True)) == ("a", "")


def test_titles_names_and_text_of_a_document_are_shown_safely() -> None:
    evil = "\x1b[2J\n\u202e"
    document = Document(evil, f"甲{evil}乙", evil, evil, evil, (evil,), (), evil, evil)
    for title in (evil, None):
        out = render_for_terminal(
            Document(**{**document.record(), "title": title}), Terminal(is_terminal=True)
        ).decode()
        assert not STEERING.search(out)
        assert out.count("\n") == 6  # heading, about, an empty line, two paragraphs apart
