"""A command line of `yrd grep` as a GrepRequest: the last of several options wins, as in GNU's."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from yrd_cli.cli.grep_argv import CONTEXT_NUMBER, CommandLine, Typed
from yrd_cli.cli.grep_options import (
    BINARY_FILES,
    CLASSES,
    DEVICES,
    DIRECTORIES,
    FORMATS,
    GROUPS,
    INPUT_FORMATS,
    UNITS,
    WIDTHS,
)
from yrd_cli.errors import UsageError
from yrd_cli.grep.request import Filters, GrepRequest, Nearby
from yrd_cli.reading.path_names import STDIN, printable_path, reason_of

DIALECTS = {
    "basic-regexp": "basic",
    "extended-regexp": "extended",
    "fixed-strings": "fixed",
    "perl-regexp": "perl",
}
SHOWS = {"files-with-matches": "with-match", "files-without-match": "without-match"}
COLORS = {
    "always": "always", "yes": "always", "force": "always", "never": "never", "no": "never",
    "none": "never", "auto": "auto", "tty": "auto", "if-tty": "auto",
}  # fmt: skip
MOST_LINES = (1 << 63) - 1

_ENTERS: dict[str, tuple[str, dict[str, Any]]] = {
    "ignore-case": ("pattern", {"ignore_case": True}),
    "no-ignore-case": ("pattern", {"ignore_case": False}),
    "word-regexp": ("pattern", {"word": True}),
    "line-regexp": ("pattern", {"line": True}),
    "null-data": ("pattern", {"null_data": True}),
    "exact": ("pattern", {"exact": True}),
    "regional": ("pattern", {"regional": True}),
    "noise": ("pattern", {"noise": True}),
    "no-noise": ("pattern", {"noise": False}),
    "pinyin": ("pattern", {"pinyin": True}),
    "invert-match": ("output", {"invert": True}),
    "only-matching": ("output", {"only_matching": True}),
    "line-number": ("output", {"line_number": True}),
    "byte-offset": ("output", {"byte_offset": True}),
    "with-filename": ("output", {"with_filename": True}),
    "no-filename": ("output", {"with_filename": False}),
    "initial-tab": ("output", {"initial_tab": True}),
    "null": ("output", {"null": True}),
    "no-messages": ("output", {"no_messages": True}),
    "line-buffered": ("output", {"line_buffered": True}),
    "hyperlink": ("output", {"hyperlink": True}),
    "csv-safe": ("output", {"csv_safe": True}),
    "no-group-separator": ("output", {"group_separator": None}),
    "recursive": ("input", {"directories": "recurse", "follow": False}),
    "dereference-recursive": ("input", {"directories": "recurse", "follow": True}),
    "text": ("input", {"binary": "text"}),
    "I": ("input", {"binary": "without-match"}),
    "sentence": ("document", {"sentence": True}),
    "kwic": ("concordance", {"kwic": True}),
}
"""Flags: the part of the request they change, and how."""


def _text(_key: str, value: str) -> str:
    return value


def _number(key: str, value: str) -> int:
    """A whole number as C's strtol reads it; beyond 64 bits there is only "many"."""
    try:
        number = int(value) if "_" not in value else None
    except ValueError:
        number = None
    if number is None or value[-1:].isspace():
        raise UsageError(f"--{key} {value!r} is no whole number")
    return min(number, MOST_LINES)


def _lines(key: str, value: str) -> int:
    number = _number(key, value)
    if number < 0:
        raise UsageError(f"--{key} {value!r}: lines of context cannot be negative")
    return number


def _max_count(key: str, value: str) -> int | None:
    number = _number(key, value)
    return number if number >= 0 else None


def _positive(key: str, value: str) -> int:
    number = _number(key, value)
    if number < 1:
        raise UsageError(f"--{key} {value!r}: at least 1")
    return number


def _one_of(words: tuple[str, ...]) -> Callable[[str, str], str]:
    def read(key: str, value: str) -> str:
        if value not in words:
            raise UsageError(f"--{key} {value!r}: choose from {', '.join(words)}")
        return value

    return read


def _ambiguous(key: str, value: str) -> int:
    return int(_one_of(WIDTHS)(key, value))


def _keys(_key: str, value: str) -> tuple[str, ...]:
    from yrd_cli.grep.concordance import parse_sort

    return parse_sort([value])


def _encoding(_key: str, value: str) -> str:
    from yrd_cli.reading.encoding_names import canonical_encoding

    return canonical_encoding(value)


_VALUES: dict[str, tuple[str, str, Callable[[str, str], Any]]] = {
    "max-count": ("output", "max_count", _max_count),
    "after-context": ("output", "after", _lines),
    "before-context": ("output", "before", _lines),
    "group-separator": ("output", "group_separator", _text),
    "format": ("output", "format", _one_of(FORMATS)),
    "label": ("input", "label", _text),
    "directories": ("input", "directories", _one_of(DIRECTORIES)),
    "devices": ("input", "devices", _one_of(DEVICES)),
    "binary-files": ("input", "binary", _one_of(BINARY_FILES)),
    "encoding": ("input", "encoding", _encoding),
    "input-format": ("input", "input_format", _one_of(INPUT_FORMATS)),
    "field": ("document", "field", _text),
    "class": ("document", "fact_class", _one_of(CLASSES)),
    "within": ("document", "within", _one_of(UNITS)),
    "width": ("concordance", "width", _positive),
    "ambiguous-width": ("concordance", "ambiguous_width", _ambiguous),
    "sort": ("concordance", "sort", _keys),
    "group": ("concordance", "group", _one_of(GROUPS)),
}
"""Options with a value: the part of the request, its setting, and how the value is read."""


_PARTS = ("pattern", "input", "output", "document", "concordance")


class _Draft:
    """What was read so far."""

    def __init__(self) -> None:
        self.parts: dict[str, dict[str, Any]] = {name: {} for name in _PARTS}
        self.dialect: str | None = None
        self.patterns: list[str] | None = None
        self.context: int | None = None
        self.quiet = self.count = self.json = False
        self.list_files: str | None = None
        self.time_limit: float | None = None
        self.limits: dict[str, str] = {}
        self.jobs: int | None = None
        self.names: list[str] | None = None
        self.files: list[tuple[bool, str]] = []
        self.directories: list[tuple[bool, str]] = []

    def add(self, part: str, name: str, value: object) -> None:
        self.parts[part][name] = (*self.parts[part].get(name, ()), value)

    def take(self, typed: Typed) -> None:
        """Take one option into account."""
        key, value = typed.key, typed.value
        if key in _ENTERS:
            part, settings = _ENTERS[key]
            self.parts[part].update(settings)
        elif key in DIALECTS:
            self.take_dialect(DIALECTS[key])
        elif key in SHOWS:
            self.list_files = SHOWS[key]
        elif value is None:
            self.take_flag(key)
        elif key in _VALUES:
            part, name, read = _VALUES[key]
            self.parts[part][name] = read(key, value)
        else:
            self.take_list(key, value, typed.second)

    def take_dialect(self, dialect: str) -> None:
        if self.dialect not in (None, dialect):
            raise UsageError("-E, -F, -G and -P exclude each other")
        self.dialect = dialect

    def take_flag(self, key: str) -> None:
        if key == "quiet":
            self.quiet = True
        elif key == "count":
            self.count = True
        elif key == "json":
            self.json = True
        elif key == "color":
            self.parts["output"]["color"] = "auto"

    def take_list(self, key: str, value: str, second: str | None) -> None:
        if key == "regexp":
            self.patterns = [*(self.patterns or ()), *value.split("\n")]
        elif key == "file":
            exact = self.parts["pattern"].get("exact", False)
            self.patterns = [*(self.patterns or ()), *_patterns_in(value, exact=exact)]
        elif key in (CONTEXT_NUMBER, "context"):
            self.context = _lines("context", value)
        elif key == "color":
            if value not in COLORS:
                raise UsageError(f"--color {value!r}: choose from auto, always, never")
            self.parts["output"]["color"] = COLORS[value]
        elif key in ("include", "exclude"):
            self.files.append((key == "include", value))
        elif key == "exclude-from":
            self.files += [(False, glob) for glob in _globs_in(value)]
        elif key in ("include-dir", "exclude-dir"):
            self.directories.append((key == "include-dir", value.rstrip("/") or "/"))
        elif key == "files-from":
            from yrd_cli.reading.paths import names_from

            self.names = [*(self.names or ()), *names_from(value)]
        elif key == "time-limit":
            from yrd_cli.cli.limit_values import seconds_value

            self.time_limit = seconds_value("--time-limit", value)
        elif key.endswith("-limit"):
            self.limits[key.removesuffix("-limit")] = value
        elif key == "jobs":
            self.jobs = _positive(key, value)
        elif key in ("and", "not"):
            self.add("document", f"{key}_", value)
        elif key == "near":
            self.add("document", "near", Nearby(_positive("near", value), second or ""))
        elif key == "where":
            self.add("document", "where", value)


def read_request(line: CommandLine, defaults: Mapping[str, str] | None = None) -> GrepRequest:
    """The request of a command line; ``defaults`` are values of options that come before it.

    Raises UsageError where an option's value is wrong, there is no pattern, or a file of patterns
    cannot be read.
    """
    draft = _Draft()
    for key, value in (defaults or {}).items():
        draft.take(Typed(key, value))
    for typed in sorted(line.options, key=lambda o: o.key != "exact"):  # -f asks for it
        draft.take(typed)
    operands = list(line.operands)
    if draft.patterns is None:
        draft.patterns = []
        if "fact_class" not in draft.parts["document"]:  # there, all that stands alone is a FILE
            if not operands:
                raise UsageError("PATTERN is missing")
            draft.patterns = operands.pop(0).split("\n")
        elif operands[:1] == [""]:  # no pattern, in its place
            operands.pop(0)
    request = _finished(draft, operands)
    _refuse_contradictions(request)
    return request


def _refuse_contradictions(request: GrepRequest) -> None:
    pattern = request.pattern
    loose = {"--noise": pattern.noise, "--regional": pattern.regional, "--pinyin": pattern.pinyin}
    taken = next((name for name, given in loose.items() if given), None)
    if pattern.exact and taken is not None:
        raise UsageError(f"--exact and {taken} exclude each other")
    output, asked = request.output, request.concordance
    is_table = asked.kwic or asked.sort or asked.group or asked.width is not None
    if output.csv_safe and not (is_table and output.show == "lines"):
        raise UsageError("--csv-safe goes with --kwic and --format csv or tsv")


def _finished(draft: _Draft, operands: list[str]) -> GrepRequest:
    parts = draft.parts
    output = parts["output"]
    if draft.context is not None:
        output.setdefault("before", draft.context)
        output.setdefault("after", draft.context)
    output["show"] = (
        "nothing" if draft.quiet else draft.list_files or ("count" if draft.count else "lines")
    )
    parts["pattern"]["patterns"] = tuple(dict.fromkeys(draft.patterns or ()))
    parts["pattern"]["dialect"] = draft.dialect or "basic"
    parts["input"]["names"] = (*operands, *(draft.names or ()))
    parts["input"]["filters"] = Filters(tuple(draft.files), tuple(draft.directories))
    blank = GrepRequest()
    request = GrepRequest(
        **{name: getattr(blank, name)._replace(**settings) for name, settings in parts.items()}
    )
    limit = blank.time_limit if draft.time_limit is None else draft.time_limit
    limits = None
    if draft.limits:
        from yrd_cli.cli.limit_values import limits_of

        limits = limits_of(**draft.limits)
    return request._replace(json=draft.json, limits=limits, time_limit=limit, jobs=draft.jobs)


def _bytes_of(path: str, option: str) -> bytes:
    try:
        if path == STDIN:
            return sys.stdin.buffer.read() if sys.stdin is not None else b""
        with open(path, "rb") as f:
            return f.read()
    except (OSError, ValueError) as e:
        raise UsageError(f"{option} {printable_path(path)}: {reason_of(e)}") from None


def _patterns_in(path: str, *, exact: bool) -> list[str]:
    data = _bytes_of(path, "-f")
    if exact or data.isascii():
        text = data.decode("utf-8", "surrogateescape")
    else:
        from yrd_cli.reading.decoding import decode

        text = decode(data).text
    return text.removesuffix("\n").split("\n") if text else []


def _globs_in(path: str) -> list[str]:
    """The globs in a file, one a line; as GNU grep has it, blanks at line ends do not count."""
    lines = os.fsdecode(_bytes_of(path, "--exclude-from")).split("\n")
    return [stripped for line in lines if (stripped := line.rstrip(" \t\r\f\v"))]
