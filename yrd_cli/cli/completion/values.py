"""What may stand in the place of an option's value.

An option whose type is an enum, or that has an ``autocompletion=`` function, brings its list
with it. For the others this module says what their metavar stands for; a test refuses a
metavar it does not know, so that no new option is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


FILES = frozenset({"REFERENCE", "A B", "default|none|FILE", "FILE", "FILE|DIR/", "LIST"})
DIRECTORIES = frozenset({"DIR", "DIR/"})
FREE = frozenset(
    {
        "--label",
        "COLUMN",
        "COLUMNS",
        "CONDITION",
        "DATE",
        "FIELD",
        "GLOB",
        "KEY",
        "L,R",
        "N",
        "N WORD",
        "NAME[=N]",
        "NODE",
        "PATTERN",
        "REGEX",
        "SECONDS",
        "SIZE",
        "SUFFIX",
        "TAGS",
        "TERMS",
        "TEXT",
        "URL",
        "WORDS",
        "X",
    }
)
"""Values that nobody but the user knows: metavars, or long names where these say too little."""


def _reasons() -> Iterator[Word]:
    from yrd_cli.clean.reasons import REASONS
    from yrd_cli.cli.cleaning import GROUPS

    for name, meaning in REASONS.items():
        yield Word(name, meaning)
    for name in GROUPS:
        yield Word(name, "all reasons of this group")


def _encodings() -> Iterator[Word]:
    from yrd_cli.reading.encoding_names import AUTO, ENCODINGS

    return map(Word, (AUTO, *ENCODINGS))


def _conversion_targets() -> Iterator[Word]:
    from yrd_cli.convert.configurations import TARGETS

    return map(Word, TARGETS)


def _configurations() -> Iterator[Word]:
    from yrd_cli.convert.configurations import configurations

    return map(Word, configurations())


def _conversion_sources() -> Iterator[Word]:
    from yrd_cli.convert.configurations import SOURCES

    return map(Word, SOURCES)


def _conversion_profiles() -> Iterator[Word]:
    from yrd_cli.convert.configurations import PROFILES

    return map(Word, PROFILES)


def _punctuation_forms() -> Iterator[Word]:
    from yrd_cli.convert.punctuation import PUNCTS

    return map(Word, PUNCTS)


def _widths() -> Iterator[Word]:
    from yrd_cli.convert.punctuation import WIDTHS

    return map(Word, WIDTHS)


def _output_encodings() -> Iterator[Word]:
    from yrd_cli.convert.encodings import OUTPUT_ENCODINGS

    return map(Word, OUTPUT_ENCODINGS)


def _unencodable() -> Iterator[Word]:
    from yrd_cli.convert.encodings import UNENCODABLE

    return map(Word, UNENCODABLE)


def _convert_input_formats() -> Iterator[Word]:
    from yrd_cli.convert.streams import INPUT_FORMATS

    return map(Word, INPUT_FORMATS)


def _pictures() -> Iterator[Word]:
    from yrd_cli.stats.plots.kinds import ALL_KINDS

    return map(Word, ALL_KINDS)


LISTS: dict[str, Callable[[], Iterator[Word]]] = {
    "REASON": _reasons,
    "--encoding": _encodings,
    "convert --to": _conversion_targets,
    "convert --config": _configurations,
    "convert --from": _conversion_sources,
    "convert --profile": _conversion_profiles,
    "convert --punct": _punctuation_forms,
    "convert --width": _widths,
    "--to-encoding": _output_encodings,
    "--unencodable": _unencodable,
    "stats --plot-kind": _pictures,
    "convert --input-format": _convert_input_formats,
}
"""Closed lists: by metavar, or by long name, with the command where the name is not enough."""

SEVERAL = frozenset({"REASON"})
"""Lists from which one value may take several words, with commas between."""


def value_of(command: str, names: tuple[str, ...], label: str) -> Value:
    """The value of the option with these names and this metavar.

    >>> value_of("clean", ("-o", "--output"), "FILE").kind
    'files'
    """
    for key in (*(f"{command} {name}" for name in names), *names, label):
        if key in LISTS:
            return Value(label, "words", tuple(LISTS[key]()), label in SEVERAL)
    if label in FILES:
        return Value(label, "files")
    if label in DIRECTORIES:
        return Value(label, "directories")
    return Value(label)
