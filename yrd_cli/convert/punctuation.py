"""Punctuation, width and compatibility characters. Each keeps the length: offsets stay."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from yrd_cli.convert.engine.configs import Source, opencc_folder
from yrd_cli.convert.engine.tables import all_entries
from yrd_cli.patterns import compiled
from yrd_cli.script import HAN, HAN_RANGES

PUNCTS = ("full", "half", "corner", "curly")
WIDTHS = ("full", "half")

_HALF = ",.?!:;()"
_FULL = "，。？！：；（）"
_TO_FULL = str.maketrans(_HALF, _FULL)
_TO_HALF = str.maketrans(_FULL + "、“”‘’【】", _HALF + ",\"\"''[]")
_TO_CORNER = dict(zip("“”‘’", "「」『』", strict=True))
_TO_CURLY = str.maketrans("「」『』", "“”‘’")

_CLOSING = "”’」』》）"
_MARK = compiled(
    # After Han, or what closes after Han; a full stop only where no name or number goes on.
    rf"(?:[,:;](?!//)|\.(?![A-Za-z0-9/\\.]))(?<=[{HAN_RANGES}{_CLOSING}].)"
    rf"|(?<=[{HAN_RANGES}{_CLOSING}])[?!]{{1,4}}"
)
_PAIR = compiled(r".?\([^()\r\n]{0,200}\).?")
_STRAIGHT = compiled('"')
_CURVED = compiled("[“”‘]|(?<![A-Za-z0-9])’|’(?![A-Za-z0-9])")

_ASCII = "".join(map(chr, [*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B)]))
_WIDE = "".join(chr(ord(char) + 0xFEE0) for char in _ASCII)
_TO_WIDE, _TO_NARROW = str.maketrans(_ASCII, _WIDE), str.maketrans(_WIDE, _ASCII)


def widen_punctuation(text: str) -> str:
    """Half-width marks that belong to Chinese, at full width; those of numbers and names stay.

    >>> widen_punctuation('他说:"好,走吧!"(真的)花了3,000元,见a.txt.')
    '他说：“好，走吧！”（真的）花了3,000元，见a.txt.'
    """
    lines = [_straight_to_curly(line) for line in text.splitlines(keepends=True)]
    text = _PAIR.sub(_pair_to_full, "".join(lines))
    return _MARK.sub(lambda match: match[0].translate(_TO_FULL), text)


def _straight_to_curly(line: str) -> str:
    if line.count('"') % 2 or not HAN.search(line):
        return line
    marks = iter("“”" * (line.count('"') // 2))
    return _STRAIGHT.sub(lambda _: next(marks), line)


def _pair_to_full(match: re.Match[str]) -> str:
    found = match[0]
    if not HAN.search(found):
        return found
    opening, closing = found.index("("), found.rindex(")")
    inside = found[opening + 1 : closing]
    return f"{found[:opening]}（{inside}）{found[closing + 1 :]}"


def narrow_punctuation(text: str) -> str:
    """Full-width marks at half width.

    >>> narrow_punctuation("他说：“好，走吧！”")
    '他说:"好,走吧!"'
    """
    return text.translate(_TO_HALF)


def to_corner(text: str) -> str:
    """Curly quotation marks as corner brackets, on lines with Han; apostrophes stay.

    >>> to_corner("“他说‘it’s好’。”")
    '「他说『it’s好』。」'
    """
    lines = text.splitlines(keepends=True)
    return "".join(
        _CURVED.sub(lambda m: _TO_CORNER[m[0]], line) if HAN.search(line) else line
        for line in lines
    )


def to_curly(text: str) -> str:
    """Corner brackets as curly quotation marks.

    >>> to_curly("「他说『好』。」")
    '“他说‘好’。”'
    """
    return text.translate(_TO_CURLY)


def widen(text: str) -> str:
    """Letters and digits at full width.

    >>> widen("G60")
    'Ｇ６０'
    """
    return text.translate(_TO_WIDE)


def narrow(text: str) -> str:
    """Letters and digits at half width.

    >>> narrow("Ｇ６０")
    'G60'
    """
    return text.translate(_TO_NARROW)


@cache
def _compatibility() -> dict[int, str]:
    """OpenCC's table, and the Kangxi radicals, which look like the characters they stand for."""
    source = Source(opencc_folder() / "CJK_Compatibility_Ideographs.txt")
    table = {ord(char): form for char, form in all_entries(source).items() if len(form) == 1}
    radicals = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    return {**radicals, **table}


def normalize_compatibility(text: str) -> str:
    """Compatibility ideographs and radicals as the unified characters they stand for.

    >>> normalize_compatibility("\\uf9dd\\u2f08")
    '利人'
    """
    return text.translate(_compatibility())


Normalizer = tuple[str, Callable[[str], str]]
"""The name of the rule, and what it does; the length stays."""


def normalizers(punct: str | None, width: str | None, compat: bool) -> list[Normalizer]:
    """What the options ask for, in order."""
    by_punct = {
        "full": widen_punctuation,
        "half": narrow_punctuation,
        "corner": to_corner,
        "curly": to_curly,
    }
    by_width = {"full": widen, "half": narrow}
    chosen: list[Normalizer] = []
    if compat:
        chosen.append(("compat", normalize_compatibility))
    if width is not None:
        chosen.append(("width", by_width[width]))
    if punct is not None:
        chosen.append(("punct", by_punct[punct]))
    return chosen


def normalized(text: str, rules: Sequence[Normalizer], held: Sequence[tuple[int, int]]) -> str:
    """The text after all rules, but for the stretches that are held."""
    result = text
    for _, rule in rules:
        result = rule(result)
    if result == text or not held:
        return result
    parts, at = [], 0
    for start, end in held:
        parts += [result[at:start], text[start:end]]
        at = end
    return "".join([*parts, result[at:]])
