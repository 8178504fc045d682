"""GBK as bytes: which two bytes make which character, and which pairs make none."""

from __future__ import annotations

from functools import cache

from yrd_cli.patterns import compiled

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))

_USABLE = compiled("[\u4e00-\u9fff，。、；：？！“”‘’「」『』（）《》〈〉【】〔〕—…·～〇]")
"""What a repaired run may hold. A reading with kana, box drawing or Cyrillic is a wrong reading."""

FULL_WIDTH = 0xFEE0
"""How far U+FF01..U+FF5E (row A3 of GBK) lies above the ASCII it folds to."""


@cache
def characters() -> dict[int, str]:
    """Every two-byte code of GBK that has a character, as ``lead << 8 | trail``."""
    codes = [lead << 8 | trail for lead in LEADS for trail in TRAILS]
    # One code a line, decoded in one go: a code without a character spoils its own line only.
    decoded = b"\n".join(code.to_bytes(2, "big") for code in codes).decode("gbk", "replace")
    return {
        code: char
        for code, char in zip(codes, decoded.split("\n"), strict=True)
        if len(char) == 1 and char != "\ufffd"
    }


@cache
def usable_characters() -> dict[int, str]:
    """Those codes whose character may stand in repaired text."""
    return {code: char for code, char in characters().items() if _USABLE.match(char)}


@cache
def codes() -> dict[str, int]:
    """The other way round."""
    return {char: code for code, char in characters().items()}


def code_of(char: str) -> int | None:
    """The two-byte code of a character, private use included; None where it has none.

    >>> hex(code_of("伴") or 0), hex(code_of("\\ue2bb") or 0), code_of("a")
    ('0xb0e9', '0xf9ca', None)
    """
    code = codes().get(char)
    if code is None and "\ue000" <= char <= "\uf8ff":
        data = char.encode("gb18030")
        code = int.from_bytes(data, "big") if len(data) == 2 else None
    return code


@cache
def vanishing() -> dict[int, frozenset[int]]:
    """For each lead byte, the trail bytes with which it makes no character.

    Only trail bytes that could themselves begin a character.
    """
    known = characters()
    missing = {x: frozenset(y for y in LEADS if x << 8 | y not in known) for x in LEADS}
    return {x: ys for x, ys in missing.items() if ys}


@cache
def vanishing_groups() -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """The same as groups: (lead bytes, trail bytes) of which every combination vanishes.

    The first group, the user-defined rows AA-AF and F8-FE, holds nearly all that vanishes from
    Simplified text, the second, user-defined area 3, what vanishes from Traditional text.
    """
    rows = (*range(0xAA, 0xB0), *range(0xF8, 0xFF)), range(0xA1, 0xA8)
    columns = range(0xA1, 0xFF), range(0x81, 0xA1)
    groups = [(tuple(r), tuple(c)) for r, c in zip(rows, columns, strict=True)]
    for lead, trails in vanishing().items():
        covered = {c for row, column in groups[:2] if lead in row for c in column}
        if trails - covered:
            groups.append(((lead,), tuple(sorted(trails - covered))))
    return tuple(groups)
