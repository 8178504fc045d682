"""Command lines as GNU getopt_long reads them: in order, options among files, names cut short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from yrd_cli.cli.grep_options import OPTIONS, GrepOption
from yrd_cli.errors import UsageError

CONTEXT_NUMBER = "-NUM"
"""The key under which `-5` stands."""


class Typed(NamedTuple):
    """One option as it was typed: its key and its value, None for a flag or a missing one."""

    key: str
    value: str | None = None
    second: str | None = None
    """The second value of an option that takes two."""


class CommandLine(NamedTuple):
    """The options of a command line in their order, and the rest of its words."""

    options: tuple[Typed, ...]
    operands: tuple[str, ...]


_LONG = {name: o for o in OPTIONS for name in o.names.split() if name.startswith("--")}
_SHORT = {name[1]: o for o in OPTIONS for name in o.names.split() if not name.startswith("--")}


def read_arguments(arguments: Sequence[str], *, in_order: bool = False) -> CommandLine:
    """Read a command line. Raises UsageError for what getopt_long refuses. ``in_order``: no
    options follow the first operand, as where POSIXLY_CORRECT is set.

    >>> [(o.key, o.value) for o in read_arguments(["x", "-nA2", "--inv", "f"]).options]
    [('line-number', None), ('after-context', '2'), ('invert-match', None)]
    """
    operands: list[str] = []
    words = iter(arguments)
    options: list[Typed] = []
    for word in words:
        if word == "--":
            operands += words
        elif word.startswith("--"):
            options.append(_long(word, words))
        elif len(word) > 1 and word.startswith("-"):
            options += _short(word[1:], words)
        else:
            operands.append(word)
            if in_order:
                operands += words
    return CommandLine(tuple(options), tuple(operands))


def _long(word: str, words: Iterator[str]) -> Typed:
    name, equals, value = word.partition("=")
    option = _named(name)
    if option.metavar is None:
        if equals:
            raise UsageError(f"option {name} takes no value")
        return Typed(option.key)
    if option.optional:
        return Typed(option.key, value if equals else None)
    return _with_values(option, name, value if equals else None, words)


def _named(name: str) -> GrepOption:
    """The option of a long name or of its beginning; GNU's own come before ours."""
    if name in _LONG:
        return _LONG[name]
    near = [(full, option) for full, option in _LONG.items() if full.startswith(name)]
    for group in ([n for n in near if not n[1].added], near):
        if len({option.key for _, option in group}) == 1:
            return group[0][1]
        if group:
            raise UsageError(f"option {name} is ambiguous: {', '.join(full for full, _ in group)}")
    from difflib import get_close_matches

    likely = get_close_matches(name, list(_LONG), 1, cutoff=0.5)
    raise UsageError(f"no such option {name}{f': did you mean {likely[0]}?' if likely else ''}")


def _short(letters: str, words: Iterator[str]) -> Iterator[Typed]:
    number = ""
    at = 0
    while at < len(letters):
        letter = letters[at]
        at += 1
        if letter in "0123456789":
            number += letter
            yield Typed(CONTEXT_NUMBER, number)
            continue
        option = _SHORT.get(letter)
        if option is None:
            raise UsageError(f"no such option -{letter}")
        if option.metavar is None:
            yield Typed(option.key)
            continue
        yield _with_values(option, f"-{letter}", letters[at:] or None, words)
        return


def _with_values(option: GrepOption, name: str, value: str | None, words: Iterator[str]) -> Typed:
    values = [] if value is None else [value]
    while len(values) < (2 if option.pair else 1):
        word = next(words, None)
        if word is None:
            raise UsageError(f"option {name} needs {option.metavar}")
        values.append(word)
    return Typed(option.key, *values)
