"""Patterns: widened as promised, refused with one clear error, and found where a slow way finds."""

from __future__ import annotations

import contextlib
import ctypes
import re
from functools import cache

from tests.fuzz.draw import Draw, split_options
from yrd_cli.convert.protection import compile_user_patterns
from yrd_cli.document import Document
from yrd_cli.errors import YrdError
from yrd_cli.grep.classes import fold
from yrd_cli.grep.expand import Expansion, expand, has_back_reference, literal_forms
from yrd_cli.grep.globs import glob_pattern
from yrd_cli.grep.matcher import _EXPLOSIVE
from yrd_cli.grep.where import all_hold, parse_condition
from yrd_cli.patterns import user_pattern
from yrd_cli.words.user_dictionary import parse_user_dictionary

HAN = "长長三角区區域发發髮展后後里裏裡面麵干乾幹台臺只隻祇复復系係历歷鐘钟云雲么麼"
SIGNS = "a1Ａ，。 的\u200b"
TEXT = HAN + SIGNS

PLAIN = Expansion()
EXPANSIONS = tuple(
    Expansion(variants, regional, noise, pinyin, across)
    for variants in (True, False)
    for regional in (False, True)
    for noise in (False, True)
    for pinyin in (False, True)
    for across in (False, True)
)


def _regex(draw: Draw, depth: int, *, positive: bool) -> str:
    """A pattern that Python takes; a ``positive`` one matches no less when its characters do."""
    pieces = draw.many(4, lambda: _piece(draw, depth, positive=positive))
    return "".join(pieces)


def _piece(draw: Draw, depth: int, *, positive: bool) -> str:
    kind = draw.below(12)
    if depth > 1 or kind < 5:
        return draw.choice(TEXT)
    if kind == 5:
        return f"[{''.join(draw.many(4, lambda: draw.choice(HAN)))}]"
    if kind == 6:
        left, right = (_regex(draw, depth + 1, positive=positive) for _ in "ab")
        return f"(?:{left}|{right})"
    if kind == 7:
        return f"({_regex(draw, depth + 1, positive=positive)})"
    if kind == 8:
        repeat = draw.choice(["?", "{1,2}", "{2}", "{0,2}"])
        return f"(?:{_piece(draw, depth + 1, positive=positive)}){repeat}"
    if kind == 9:
        return draw.choice(HAN) + draw.choice(["?", "+", "*", "{2}", "{1,3}", "*?", "{,2}"])
    if positive:
        return draw.choice(TEXT)
    if kind == 10:
        return f"[^{''.join(draw.many(3, lambda: draw.choice(HAN)))}]"
    return draw.choice(["(?=%s)", "(?<!%s)", "(?!%s)", "(?<=%s)", ".%s", r"\w%s"]) % draw.choice(
        HAN
    )


def _line(draw: Draw, most: int = 12) -> str:
    return "".join(draw.many(most, lambda: draw.choice(TEXT)))


def fuzz_expand(data: bytes) -> None:
    """A widened pattern finds in a text what the folded one finds in the folded text."""
    draw = Draw(data)
    positive = draw.flag()
    pattern = _regex(draw, 0, positive=positive)
    lines = draw.many(6, lambda: _line(draw))
    wide = re.compile(expand(pattern, PLAIN))
    folded = re.compile(fold(pattern))
    for line in lines:
        found = [m.span() for m in wide.finditer(line)]
        assert found == [m.span() for m in folded.finditer(fold(line))], (pattern, line)
    expansion = draw.choice(EXPANSIONS)
    wider = re.compile(expand(pattern, expansion))
    if positive and expansion.variants and not expansion.pinyin:
        for line in lines:
            if wide.search(line):
                assert wider.search(line), (pattern, line, expansion)
    text = re.sub(r"[^\w，。]", "", lines[0])
    forms = literal_forms(text, expansion)
    for form in forms or ():
        assert re.compile(expand(text, expansion)).fullmatch(form), (text, form, expansion)
    assert not forms or forms[0] == text


def fuzz_expand_any(data: bytes) -> None:
    """Any pattern that Python takes is one still when widened; others are refused as such."""
    body, draw = split_options(data)
    pattern = body.decode("utf-8", "replace")[:200]
    expansion = draw.choice(EXPANSIONS)
    _check_options(pattern)
    is_right = _compiles(pattern)
    try:
        wide = expand(pattern, expansion)
        has_back_reference(pattern)
    except YrdError:
        assert not is_right, "refused"
        return
    assert len(wide) <= MOST_GROWTH * (len(pattern) + 1)
    if is_right:
        user_pattern(wide)


MOST_GROWTH = 20_000
"""Characters that one character of a pattern may become: a range over all of Unicode is long."""


def _compiles(pattern: str) -> bool:
    try:
        user_pattern(pattern)
    except (re.error, OverflowError, RecursionError, ValueError):
        return False
    return True


def _check_options(text: str) -> None:
    """Text as the value of options that take a pattern, a glob or a condition."""
    glob_pattern(text[:40].replace("\0", "")).fullmatch("a/b.txt")
    glob_pattern.cache_clear()
    with contextlib.suppress(YrdError):
        compile_user_patterns([text])
    document = Document("a", "长三角", date="2020-02-18", metadata={"n": 1.5, "l": ["x", "长"]})
    for line in text.split("\n"):
        try:
            condition = parse_condition(line)
        except YrdError as e:
            assert "\n" not in str(e)
            continue
        if not _EXPLOSIVE.search(line):
            all_hold([condition], document)


def fuzz_glob(data: bytes) -> None:
    """Globs take the names that the C library's fnmatch takes."""
    draw = Draw(data)
    glob = "".join(draw.many(10, lambda: draw.choice(GLOB_SIGNS)))
    names = draw.many(8, lambda: "".join(draw.many(6, lambda: draw.choice(NAME_SIGNS))))
    pattern = glob_pattern(glob)
    glob_pattern.cache_clear()
    for name in names:
        taken = _fnmatch(glob, name)
        assert taken is None or bool(pattern.fullmatch(name)) == taken, (glob, name, taken)


GLOB_SIGNS = ("*", "?", "a", "b", "[", "]", "!", "^", "-", "\\", ".", "/", "长", "[a-b]", "[!a]",
              "[[:digit:]]", "[[:alpha:]]", "z")  # fmt: skip
NAME_SIGNS = ("a", "b", ".", "/", "长", "-", "]", "[", "\\", "1", "!", "^", "*", "z")


def _fnmatch(glob: str, name: str) -> bool | None:
    """What glibc says; None where there is none, or where it calls the glob wrong."""
    library = _libc()
    if library is None or frozenset("*?[").isdisjoint(glob):
        return None  # grep compares a glob without wildcards itself
    answer = library.fnmatch(glob.encode(), name.encode(), 0)
    return None if answer not in (0, 1) else answer == 0


@cache
def _libc() -> ctypes.CDLL | None:
    import locale

    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
        library = ctypes.CDLL("libc.so.6")
    except (OSError, locale.Error):
        return None
    library.fnmatch.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int]
    return library


def fuzz_user_dictionary(data: bytes) -> None:
    """A user's dictionary is read, or refused with its line."""
    try:
        words = parse_user_dictionary(data, "d")
    except YrdError as e:
        assert str(e).startswith("d:") and "\n" not in str(e)
        return
    assert all(word.word and "\n" not in word.word for word in words)
