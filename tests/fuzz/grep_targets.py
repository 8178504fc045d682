"""Search: patterns in every dialect are refused, or find what a slow way and GNU grep find."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache

from tests.fuzz.draw import Draw, split_options
from tests.fuzz.invariants import check_spans
from yrd_cli.errors import YrdError
from yrd_cli.grep.matcher import _EXPLOSIVE, Matcher
from yrd_cli.grep.pattern import Pattern
from yrd_cli.grep.request import Dialect, PatternRequest

DIALECTS: tuple[Dialect, ...] = ("extended", "basic", "fixed", "perl")
ATOMS = ("a", "b", "c", "长", "三", "é", "1", " ", "-", "_", ".", "ab", "长三")
SETS = (
    "[ab]",
    "[^a]",
    "[[:alpha:]]",
    "[a-c]",
    "[^[:digit:]]",
    "[长三]",
    "[]a]",
    "[b-]",
    "[[:space:]_]",
)
PLACES = (r"\<", r"\>", r"\b", r"\B", "^", "$", r"\`", r"\'")
CLASSES = (r"\w", r"\W", r"\s", r"\S")
REPEATS = ("*", "+", "?", "{2}", "{1,2}", "{,2}", "{0}", "{1,}")
LINE_SIGNS = (
    "a",
    "b",
    "c",
    "ab",
    "长",
    "三",
    "長",
    "é",
    "1",
    " ",
    "-",
    "_",
    ".",
    "A",
    "\t",
    "+",
    "{",
)


def _posix(draw: Draw, depth: int, *, extended: bool) -> str:
    """A POSIX pattern with GNU's additions; no assertion is repeated, where GNU grep errs."""
    parts = []
    for _ in range(1 + draw.below(4)):
        kind = draw.below(10)
        if kind < 4 or depth > 1:
            part = re.sub(r"([.])", r"\1", draw.choice(ATOMS))
        elif kind == 4:
            part = draw.choice(SETS)
        elif kind == 5:
            part = draw.choice(CLASSES)
        elif kind == 6:
            parts.append(draw.choice(PLACES))
            continue
        elif kind < 9:
            inner = _posix(draw, depth + 1, extended=extended)
            if draw.flag():
                inner += ("|" if extended else r"\|") + _posix(draw, depth + 1, extended=extended)
            part = f"({inner})" if extended else rf"\({inner}\)"
        else:
            part = draw.choice(["\\.", "\\*", "\\[", "\\]", "\\^", "\\$", "\\\\"])
        if draw.below(3) == 0:
            repeat = draw.choice(REPEATS)
            part += repeat if extended or repeat == "*" else re.sub(r"([+?{}])", r"\\\1", repeat)
        parts.append(part)
        if draw.is_empty:
            break
    return "".join(parts)


def fuzz_grep(data: bytes) -> None:
    """Patterns in every dialect: lines and spans agree with each other, and with GNU grep."""
    draw = Draw(data)
    request = _request(draw)
    lines = draw.many(8, lambda: "".join(draw.many(8, lambda: draw.choice(LINE_SIGNS))))
    pattern = _checked(request, lines, scans=draw.below(SCANNED_EVERY) == 0)
    if request.exact and request.dialect != "perl":
        _compare_with_gnu(request, lines, pattern)


SCANNED_EVERY = 8
"""One pattern of so many goes through the scanner too: to compile one takes it 50 ms, for its sets
of letters are all of Unicode's."""


def _request(draw: Draw) -> PatternRequest:
    dialect = draw.choice(DIALECTS)
    extended = dialect in ("extended", "perl")
    patterns = [_posix(draw, 0, extended=extended)]
    if draw.below(8) == 0 and dialect != "perl":
        patterns.append(_posix(draw, 1, extended=extended))
    exact = draw.below(4) != 0
    bits = draw.byte()
    return PatternRequest(
        tuple(patterns), dialect, bool(bits & 1), bits & 6 == 2, bits & 24 == 8, exact,
        noise=None if exact else bool(bits & 32), regional=not exact and bool(bits & 64),
    )  # fmt: skip


def fuzz_grep_any(data: bytes) -> None:
    """Any bytes as a pattern, in every dialect: an error of one kind, or lines and spans."""
    body, draw = split_options(data)
    text, _, rest = body.partition(b"\n")
    bits = draw.byte()
    exact = bool(bits & 16)
    request = PatternRequest(
        (text[:100].decode("utf-8", "surrogateescape"),), DIALECTS[bits & 3], bool(bits & 4),
        bits & 8 == 8, bits & 32 == 32, exact, noise=None if exact else bool(bits & 64),
    )  # fmt: skip
    lines = rest.decode("utf-8", "surrogateescape").split("\n")
    lines = [line[:8] for line in lines[:8]]
    _checked(request, [*lines, "长三角ab", ""], scans=draw.below(SCANNED_EVERY) == 0)


def _checked(request: PatternRequest, lines: list[str], *, scans: bool) -> Pattern | None:
    """The pattern, if it is one; lines, counts and spans that it gives are consistent."""
    try:
        pattern = Pattern(request)
    except YrdError as e:
        assert str(e)
        return None
    if _EXPLOSIVE.search(pattern.source):
        lines = [line[:8] for line in lines]
    selected = []
    for line in lines:
        spans = list(pattern.spans(line))
        check_spans(spans, len(line))
        assert all(end > start for start, end in spans)
        selected.append(pattern.selects(line))
        assert selected[-1] or not spans, (request, line)
    if scans:
        _check_scan(request, lines, selected)
    return pattern


def _check_scan(request: PatternRequest, lines: list[str], selected: list[bool]) -> None:
    """The scanner selects the lines that the pattern selects one by one."""
    matcher = Matcher(request)
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
    found = [data[a:b] for a, b in matcher.lines(data, 0, len(data))]
    wanted = [
        n.encode("utf-8", "surrogateescape") for n, s in zip(lines, selected, strict=True) if s
    ]
    assert found == wanted, (request, lines)
    assert matcher.count(data, 0, len(data)) == len(wanted)


@cache
def _gnu_grep() -> str | None:
    path = shutil.which("grep")
    if path is None or "YRD_FUZZ_NO_GNU" in os.environ:
        return None
    told = subprocess.run([path, "--version"], capture_output=True, check=False).stdout
    return path if told.startswith(b"grep (GNU grep) 3.") else None


_OPTIONS = {"basic": "-G", "extended": "-E", "fixed": "-F"}


def _compare_with_gnu(request: PatternRequest, lines: list[str], pattern: Pattern | None) -> None:
    """Lines and matches, or the refusal, as GNU grep has them."""
    if _gnu_grep() is None or (request.word and request.line):
        return  # with both, GNU grep takes the line end for part of some matches
    options = ["-a", "-no", _OPTIONS[request.dialect]]
    options += ["-i"] * request.ignore_case + ["-w"] * request.word + ["-x"] * request.line
    lists = _run_gnu([*options, "-e", "\n".join(request.patterns)], lines)
    if lists is None:
        assert pattern is None, ("GNU grep refuses it", request)
        return
    assert pattern is not None, ("GNU grep takes it", request)
    for number, line in enumerate(lines, 1):
        found = [line[a:b] for a, b in pattern.spans(line)]
        assert found == lists.get(number, []), (request, line, found, lists.get(number))


def _run_gnu(options: list[str], lines: list[str]) -> dict[int, list[str]] | None:
    data = "".join(f"{line}\n" for line in lines).encode()
    done = subprocess.run(
        [str(_gnu_grep()), *options], input=data, capture_output=True, check=False, timeout=20,
        env={"LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    if done.returncode == 2:
        return None
    found: dict[int, list[str]] = {}
    for row in done.stdout.decode().splitlines():
        number, _, text = row.partition(":")
        found.setdefault(int(number), []).append(text)
    return found
