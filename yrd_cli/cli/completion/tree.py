"""The command tree as completion sees it, read from the Typer application."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import typer

from yrd_cli.cli.completion.values import Value, Word, value_of


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its names, what it does, and its value (None for a flag).

    ``last`` is set for options that do something else and exit, as ``--help`` does.
    """

    names: tuple[str, ...]
    meaning: str
    value: Value | None = None
    repeatable: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its options; its arguments are files."""

    name: str
    meaning: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """The program: its own options, and its commands."""

    name: str
    options: tuple[Option, ...]
    commands: tuple[Command, ...]

    def closed_lists(self) -> dict[Value, str]:
        """Each closed list with a name of its own: the first option that takes it."""
        named: dict[Value, str] = {}
        for option in (option for command in self.commands for option in command.options):
            value = option.value
            if value is not None and value.kind == "words" and value not in named:
                name = re.sub(r"\W", "_", option.names[-1].lstrip("-"), flags=re.ASCII)
                taken = named.values()
                named[value] = name if name not in taken else f"{name}_{len(named)}"
        return named


def read_tree(app: typer.Typer, name: str) -> Tree:
    """The tree of an application whose commands have no commands of their own."""
    group: Any = typer.main.get_command(app)
    context = typer.Context(group, info_name=name, **group.context_settings)
    commands = tuple(
        _command(word, group.get_command(context, word), context)
        for word in group.list_commands(context)
    )
    return Tree(name, tuple(_options(group, context)), commands)


def _command(name: str, command: Any, parent: typer.Context) -> Command:
    context = typer.Context(command, parent=parent, info_name=name, **command.context_settings)
    return Command(name, _first_sentence(command.help), tuple(_options(command, context)))


def _options(command: Any, context: typer.Context) -> Iterator[Option]:
    for parameter in command.get_params(context):
        if parameter.param_type_name == "option" and not parameter.hidden:
            yield from _names_of(parameter, context)


def _names_of(parameter: Any, context: typer.Context) -> Iterator[Option]:
    """One option, or two for a pair like ``--sort/--no-sort``."""
    for names in (parameter.opts, parameter.secondary_opts):
        if names:
            ordered = tuple(sorted(names, key=lambda name: name.startswith("--")))
            yield Option(
                ordered,
                _first_sentence(parameter.help),
                _value(parameter, ordered, context),
                repeatable=bool(parameter.multiple or parameter.count),
                last=parameter.is_eager,
            )


def _value(parameter: Any, names: tuple[str, ...], context: typer.Context) -> Value | None:
    if parameter.is_flag or parameter.count:
        return None
    label = parameter.metavar or parameter.type.name.upper()
    items = parameter.shell_complete(context, "")
    if items and items[0].type in ("file", "dir"):
        return Value(label, "files" if items[0].type == "file" else "directories")
    if items:
        return Value(label, "words", tuple(_words(items)))
    return value_of(context.info_name or "", names, label)


def _words(items: Iterable[Any]) -> Iterator[Word]:
    for item in items:
        yield Word(item.value, _first_sentence(item.help))


def _first_sentence(text: str | None) -> str:
    """The start of a help text, on one line and without its full stop.

    >>> _first_sentence("Worker processes; any number.\\nMore. [default: all]")
    'Worker processes; any number'
    """
    line = " ".join((text or "").split())
    return re.split(r"\.(?: |$)", line, maxsplit=1)[0]
