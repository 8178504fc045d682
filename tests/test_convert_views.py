"""What people see: the word diff and the list of edits."""

from __future__ import annotations

from yrd_cli.convert.conversion import Conversion, ConversionOptions, EditRecord
from yrd_cli.convert.views import diff, explain_listing
from yrd_cli.writing.terminal import Terminal

PIPE, COLOR = Terminal(), Terminal(is_terminal=True, color=True)


def _edits(text: str, **options: str) -> list[EditRecord]:
    return Conversion(ConversionOptions(**options)).explain(text)  # type: ignore[arg-type]


def test_diff_shows_the_lines_that_change() -> None:
    text = "公里\n长三角的发展\n公里\n里面"
    expected = "2: [-长-]{+長+}三角的[-发展-]{+發展+}\n4: [-里面-]{+裏面+}\n"
    assert diff(text, _edits(text, config="s2t"), PIPE) == expected


def test_diff_numbers_lines_from_where_the_text_stands() -> None:
    assert diff("长", _edits("长", config="s2t"), PIPE, 7) == "7: [-长-]{+長+}\n"


def test_changes_side_by_side_are_one() -> None:
    text = "说话战略"
    edits = [
        EditRecord(0, 1, "说", "說", "", ""),
        EditRecord(1, 2, "话", "話", "", ""),
        EditRecord(3, 4, "略", "畧", "", ""),
    ]
    assert diff(text, edits, PIPE) == "1: [-说话-]{+說話+}战[-略-]{+畧+}\n"


def test_an_edit_that_changes_nothing_is_not_in_the_diff() -> None:
    assert diff("干", [EditRecord(0, 1, "干", "干", "", "boundary", opencc="乾")], PIPE) == ""


def test_on_a_terminal_colours_tell_and_controls_are_escaped() -> None:
    text = "\x1b[31m长\r\n"
    shown = diff(text, _edits(text, config="s2t"), COLOR)
    assert shown == "\x1b[36m1:\x1b[0m \\x1b[31m\x1b[31m长\x1b[0m\x1b[32m長\x1b[0m\n"


def test_an_edit_over_two_lines_shows_both() -> None:
    edits = [EditRecord(1, 4, "\na\n", "b", "own", "userdict")]
    assert diff("x\na\ny\nz", edits, PIPE) == "1: x[-\na\n-]{+b+}y\n"


def test_the_listing_tells_place_change_dictionary_and_candidates() -> None:
    text = "公里\n日，后，干部"
    shown = explain_listing(text, _edits(text, to="t", profile="accurate"), PIPE)
    assert shown.splitlines()[0] == "2:3  后 → 後  STCharacters (character)  or 后"


def test_the_listing_tells_what_opencc_would_write() -> None:
    text = "好干部"
    shown = explain_listing(text, _edits(text, to="t", profile="accurate"), PIPE)
    assert shown.startswith("1:2  干 → 幹  ")
    assert shown.endswith("  opencc: 乾\n")


def test_nothing_to_show_is_empty() -> None:
    assert diff("公里", [], PIPE) == explain_listing("公里", [], PIPE) == ""
