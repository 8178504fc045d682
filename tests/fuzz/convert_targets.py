"""Conversion: what is said of every change is what was done."""

from __future__ import annotations

from functools import cache

from tests.fuzz.draw import split_options
from tests.fuzz.invariants import check_spans
from yrd_cli.convert.conversion import Conversion, ConversionOptions
from yrd_cli.convert.punctuation import narrow_punctuation, widen_punctuation

OPTIONS = tuple(
    ConversionOptions(**given)
    for given in (
        {"to": "t"}, {"to": "s"}, {"to": "tw"}, {"to": "hk"}, {"to": "twp"}, {"to": "jp"},
        {"config": "s2t"}, {"config": "t2s"}, {"config": "s2twp"}, {"config": "tw2sp"},
        {"to": "t", "profile": "accurate"}, {"to": "tw", "keep_ambiguous": True},
        {"to": "s", "detect": False}, {"to": "t", "punct": "corner", "width": "full"},
        {"to": "s", "punct": "half", "width": "half", "compat": True},
        {"config": "s2t", "profile": "reimplemented"},
    )
)  # fmt: skip
"""Of each kind one."""

STABLE = ("t", "s", "tw", "hk")


@cache
def conversion(number: int) -> Conversion:
    """A conversion by its number."""
    return Conversion(OPTIONS[number])


def fuzz_convert(data: bytes) -> None:
    """The record of the edits, applied to the text, is the conversion of the text."""
    body, draw = split_options(data)
    text = body.decode("utf-8", "replace")
    number = draw.below(len(OPTIONS))
    done = conversion(number).convert_texts([text])[0]
    edits = conversion(number).explain(text)
    check_spans([(e.start, e.end) for e in edits], len(text))
    parts: list[str] = []
    at = 0
    for edit in edits:
        assert text[edit.start : edit.end] == edit.text
        parts += (text[at : edit.start], edit.replacement)
        at = edit.end
    assert "".join((*parts, text[at:])) == done, OPTIONS[number]
    for choice in conversion(number).ambiguous(text):
        assert text[choice.offset] == choice.character
    lines = text.split("\n")
    assert len(done.split("\n")) == len(lines)
    options = OPTIONS[number]
    plain = options == ConversionOptions(to=options.to)
    if plain and options.to in STABLE:
        assert conversion(number).convert_texts([done])[0] == done, ("not stable", options.to)
    assert len(widen_punctuation(text)) == len(narrow_punctuation(text)) == len(text)
