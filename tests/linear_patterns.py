"""Looks for patterns of the product's own that take more than linear time; prints them as JSON.

    python -m tests.linear_patterns [CHARACTERS]

A fresh process notes every constant pattern that a module of the product compiles, as it is
imported or when one of its cached tables is first asked for, and scans long runs of what pages
hold with it.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import Any

import yrd_cli

CHARACTERS = 1000
LINEAR_SECONDS = 0.0015
"""A linear scan of so many takes a tenth of it; a quadratic one takes longer."""
SEVERAL = 64
"""Repeats up to here may be nested: what they cost is bounded."""
QUADRATIC = 9
"""Four times the characters take four times as long, or sixteen times."""

UNITS = (
    *" \t\u3000()（[【<《“\"'‘「{`.。，,、·:：;；!！?？…—-_=+*#&%$|/\\~@\n",
    *"01９一十〇aAāü长的年人\u0301\u200b\ufffd\ue000",
    *("a.", "a ", "1,", "1.", "1-", "1年", "一 ", "长 ", "长a", "&#", "&amp", "<a", "</", "http://",
      "www.", "](", "公司", "A1", "\\u", "%E4", "记者", "1:", "()", "“”"),
)  # fmt: skip
ENDS = ("x",)
"""What makes a repeat that took a whole run fail."""

BOUNDED = {
    "yrd_cli.grep.where": "tried at the start of an argument or of a field",
    "yrd_cli.cli.stats_plan": "tried on a whole argument",
    "yrd_cli.stats.periods": "tried at the start of a date",
    "yrd_cli.grep.colors": "tried on a variable of the environment",
    "yrd_cli.grep.matcher": "tried on the user's own pattern",
    "yrd_cli.grep.opened": "tried at the start of a file",
    "yrd_cli.words.dictionary": "tried on our own dictionary",
    "yrd_cli.words.blocks": "tried at the start of a part",
    "yrd_cli.stats.references": "tried on the rows of our own Markdown tables",
    "yrd_cli.stats.term_forms": "tried on a whole term",
    "yrd_cli.clean.page_signs": "tried on short lines",
    "yrd_cli.clean.markdown": "tried at the start of a line",
    "yrd_cli.reading.html_metadata": "tried on a whole value of bounded length",
    "yrd_cli.reading.html_scanner": "tried up to a bounded length of tag",
    "yrd_cli.summarize.facts.titles": "tried on names of bounded length",
    "yrd_cli.summarize.facts.organizations": "tried on names of bounded length",
}
"""Modules whose patterns would be slow on a long run, and why they never scan one."""

Key = tuple[Any, int]


def noted() -> dict[Key, str]:
    """By source and flags, the module that compiled each pattern of the product."""
    found: dict[Key, str] = {}
    compile_one = _compiler.compile

    def note(source: Any, flags: int = 0) -> re.Pattern[Any]:
        frame = sys._getframe(1)
        while frame.f_back and frame.f_globals.get("__name__") in ("re", "yrd_cli.patterns"):
            frame = frame.f_back
        module = str(frame.f_globals.get("__name__"))
        if module.startswith("yrd_cli") and isinstance(source, str | bytes):
            found.setdefault((source, int(flags)), module)
        pattern: re.Pattern[Any] = compile_one(source, flags)
        return pattern

    _compiler.compile = note
    try:
        for module in _modules():
            for function in list(vars(module).values()):
                if hasattr(function, "cache_info") and not _parameters(function):
                    with suppress(Exception):
                        function()
    finally:
        _compiler.compile = compile_one
    return found


def _modules() -> Iterator[Any]:
    for info in pkgutil.walk_packages(yrd_cli.__path__, "yrd_cli.", onerror=lambda _: None):
        if info.name.rpartition(".")[2] not in ("__main__", "submit"):
            with suppress(ImportError):
                yield importlib.import_module(info.name)


def _parameters(function: Any) -> list[str]:
    try:
        return list(inspect.signature(function).parameters)
    except ValueError:
        return ["unknown"]


def repeats(tree: Any) -> bool:
    """Whether a parsed pattern repeats something very often."""
    for code, value in tree:
        if str(code).endswith("REPEAT") and value[1] > SEVERAL:
            return True
        if any(repeats(part) for part in _subtrees(value)):
            return True
    return False


def _subtrees(value: Any) -> Iterator[Any]:
    if isinstance(value, _parser.SubPattern):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _subtrees(part)


def seconds(pattern: re.Pattern[Any], unit: str, end: str, characters: int) -> float:
    """What it takes to find all matches in a run."""
    text: Any = unit * (characters // len(unit)) + end
    if isinstance(pattern.pattern, bytes):
        text = text.encode()
    start = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - start


def is_slow(pattern: re.Pattern[Any], unit: str, end: str, characters: int) -> bool:
    """Whether the time grows faster than the run; asked twice, for a machine may be busy."""
    limit = LINEAR_SECONDS * characters / CHARACTERS
    if seconds(pattern, unit, end, characters) < limit:
        return False
    once = min(seconds(pattern, unit, end, characters) for _ in range(2))
    often = min(seconds(pattern, unit, end, 4 * characters) for _ in range(2))
    return once >= limit / 2 and often > QUADRATIC * once


def slow(characters: int) -> list[tuple[str, str, list[str]]]:
    """Module, source and runs of each pattern that is slow."""
    found = []
    for (source, flags), module in sorted(noted().items(), key=str):
        flags &= ~int(re.UNICODE) if isinstance(source, bytes) else ~0
        if module in BOUNDED or not repeats(_parser.parse(source, flags)):
            continue
        pattern = re.compile(source, flags)
        runs = [u for u in UNITS if any(is_slow(pattern, u, e, characters) for e in ENDS)]
        if runs:
            found.append((module, repr(source), runs))
    return found


if __name__ == "__main__":
    print(json.dumps(slow(int(sys.argv[1]) if len(sys.argv) > 1 else CHARACTERS)))
