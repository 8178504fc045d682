"""What may stand in the place of an option's value.

An option whose type is an enum, or that has an ``autocompletion=`` function, brings its list
with it. For the others this module says what their metavar stands for; a test refuses a
metavar it does not know, so that no new option is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Word:
    """One word that can be completed, and what it means (may be empty)."""

    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """The value of an option.

    ``label`` is its metavar; ``words`` is its closed list, where ``kind`` is ``words``;
    ``many`` allows several of them, with commas between.
    """

    label: str
    kind: Literal["free", "files", "directories", "words"] = "free"
    words: tuple[Word, ...] = ()
    many: bool = False


FILES = frozenset({"FILE", "FILE|DIR/", "LIST"})
DIRECTORIES = frozenset({"DIR", "DIR/"})
FREE = frozenset({"N", "KEY", "GLOB"})
"""Metavars of values that nobody but the user knows."""


def _reasons() -> Value:
    from yrd_cli.clean.reasons import REASONS
    from yrd_cli.cli.cleaning import GROUPS

    names = [Word(name, meaning) for name, meaning in REASONS.items()]
    groups = [Word(name, "all reasons of this group") for name in GROUPS]
    return Value("REASON", "words", (*names, *groups), many=True)


def _encodings() -> Value:
    from yrd_cli.reading.encoding_names import AUTO, ENCODINGS

    return Value("NAME", "words", tuple(Word(name) for name in (AUTO, *ENCODINGS)))


LISTS: dict[str, Callable[[], Value]] = {"REASON": _reasons, "--encoding": _encodings}
"""Closed lists, by metavar, or by the long name of an option whose metavar says too little."""


def value_of(names: tuple[str, ...], label: str) -> Value:
    """The value of the option with these names and this metavar.

    >>> value_of(("-o", "--output"), "FILE").kind
    'files'
    """
    for key in (*names, label):
        if key in LISTS:
            return LISTS[key]()
    if label in FILES:
        return Value(label, "files")
    if label in DIRECTORIES:
        return Value(label, "directories")
    return Value(label)
