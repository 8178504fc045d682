"""Idempotence and the way back."""

from __future__ import annotations

import pytest

from yrd_cli.convert.checks import first_difference, original_offset
from yrd_cli.convert.configurations import configurations, reversed_steps
from yrd_cli.convert.conversion import Conversion, ConversionOptions, Difference
from yrd_cli.convert.options import EditRecord


def _check(text: str, **options: str) -> tuple[bool, bool | None, Difference | None]:
    result = Conversion(ConversionOptions(**options)).check(text)  # type: ignore[arg-type]
    assert result.ok == (result.difference is None)
    return result.idempotent, result.round_trip, result.difference


def test_what_holds_is_ok() -> None:
    assert _check("长三角一体化", to="t") == (True, True, None)
    assert _check("公里", to="s") == (True, True, None)


def test_what_is_left_alone_has_no_way_back() -> None:
    assert _check("長三角", to="t") == (True, None, None)


def test_a_second_conversion_that_changes_something_is_told() -> None:
    idempotent, _, difference = _check("长，进程", config="s2twp")
    assert not idempotent
    assert difference == Difference("idempotence", 3, "序", "式")


def test_a_way_back_that_leads_elsewhere_is_told() -> None:
    idempotent, round_trip, difference = _check("长\n乾燥", config="s2t")
    assert idempotent
    assert round_trip is False
    assert difference == Difference("round-trip", 2, "乾燥", "干燥")


def test_every_way_back_leads_back() -> None:
    for name in configurations():
        back = reversed_steps((name,))
        if back is not None:
            assert reversed_steps(back) == (name,)
    assert reversed_steps(("t2twp",)) is None


@pytest.mark.parametrize(("at", "expected"), [(0, 0), (1, 1), (2, 3), (4, 3), (5, 4), (7, 6)])
def test_offsets_of_the_result_lead_to_the_original(at: int, expected: int) -> None:
    """0ab c 456 became 0x yzw 456."""
    edits = [EditRecord(1, 3, "ab", "x", "", ""), EditRecord(3, 4, "c", "yzw", "", "")]
    assert original_offset(at, edits) == expected


def test_the_first_difference_is_found() -> None:
    assert first_difference("a" * 1000 + "b" + "a" * 1000, "a" * 2001) == 1000
