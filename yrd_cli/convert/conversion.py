"""Conversion by configuration (everything) or by target (only what is in another script)."""

from __future__ import annotations

from itertools import groupby
from typing import Protocol

from yrd_cli.convert.configurations import TARGETS, Converter
from yrd_cli.script import Script, detect_script


class Conversion(Protocol):
    """What converts a text; ``context`` is the script of the text around it."""

    def convert(self, text: str, context: Script = "none") -> str:
        """The text converted."""
        ...


class ByConfiguration:
    """Applies one configuration to everything, as OpenCC does."""

    def __init__(self, config: str) -> None:
        self._converter = Converter(config)

    def convert(self, text: str, context: Script = "none") -> str:
        """The text converted, whatever script it is in."""
        return self._converter.convert(text)


class ByTarget:
    """Converts to a target what is in another script; lines already there are left alone.

    s2t applied to Traditional text damages it (里 → 裏, 后 → 後), so each line is judged by the
    characters that only one script has. A line without any goes the way of its text.
    """

    def __init__(self, target: str) -> None:
        route = TARGETS[target]
        # A mixed line needs the change of script; so does a text where nothing tells.
        default = route.from_hant if route.from_hans is None else route.from_hans
        self._config_of: dict[Script, str | None] = {
            "Hans": route.from_hans,
            "Hant": route.from_hant,
            "mixed": default,
            "none": default,
        }
        self._converters = {
            name: Converter(name) for name in {*self._config_of.values()} if name is not None
        }

    def convert(self, text: str, context: Script = "none") -> str:
        """The text with its lines converted that are in another script."""
        evidence = detect_script(text)
        if not (evidence.simplified_only and evidence.traditional_only):
            return self._apply(self._config_of[_decided(evidence.script, context)], text)
        around = _decided(evidence.script, context)

        def config_of(line: str) -> str | None:
            return self._config_of[_decided(detect_script(line).script, around)]

        runs = groupby(text.split("\n"), config_of)
        return "\n".join(self._apply(config, "\n".join(lines)) for config, lines in runs)

    def _apply(self, config: str | None, text: str) -> str:
        return text if config is None else self._converters[config].convert(text)


def _decided(script: Script, around: Script) -> Script:
    return around if script == "none" else script
