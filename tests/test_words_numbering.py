"""Parts of texts as numbers: equal parts have equal numbers, whatever is in them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from yrd_cli.words.numbering import Names, Numbering, UnitText

PARTS = st.lists(
    st.text(st.sampled_from("中国a\x00\uffff𠀀𠀁\ud840\udc00"), max_size=6), min_size=1, max_size=40
)


def numbered(numbering: Numbering, parts: list[str]) -> list[int]:
    text = UnitText("".join(parts))
    lengths = np.array([len(part) for part in parts], np.int64)
    found: list[int] = numbering.numbers(text, np.cumsum(lengths) - lengths, lengths).tolist()
    return found


@settings(max_examples=100)
@given(st.lists(PARTS, max_size=4))
def test_every_string_has_one_number_and_every_number_one_string(texts: list[list[str]]) -> None:
    names = Names()
    numbering = Numbering(names.__getitem__)
    for parts in texts:
        assert [names.list[number] for number in numbered(numbering, parts)] == parts
    assert len(set(names.list)) == len(names.list)


def test_the_table_grows_and_keeps_its_numbers() -> None:
    names = Names()
    numbering = Numbering(names.__getitem__)
    parts = [chr(0x4E00 + k % 20_000) + chr(0x61 + k // 20_000) for k in range(60_000)]
    numbers = numbered(numbering, parts)
    assert sorted(numbers) == list(range(60_000))
    for k in range(0, 60_000, 7_000):
        assert numbered(numbering, parts[k : k + 7_000]) == numbers[k : k + 7_000]


def test_characters_beyond_16_bits_are_told_apart() -> None:
    names = Names()
    parts = ["𠀀", "𠀁", "\uffff", "国𠀀", "国𠀁", "国\uffff", "𠀀"]
    numbers = numbered(Numbering(names.__getitem__), parts)
    assert [numbers.index(n) for n in numbers] == [0, 1, 2, 3, 4, 5, 0]


def test_parts_are_what_they_were() -> None:
    text = UnitText("长三角𠀀G60")
    starts, lengths = np.array([0, 3, 4]), np.array([3, 1, 3])
    assert text.parts(starts, lengths) == ["长三角", "𠀀", "G60"]
