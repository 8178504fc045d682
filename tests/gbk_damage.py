"""Damage made from clean text the way it came about in the wild: byte by byte, in GBK.

A tool works on GBK bytes without looking where a character begins. It turns the first byte of two
marks into `?`, or puts a gloss behind two bytes that belong to two characters. The page is then
decoded: a lead byte before an ASCII byte becomes `?` and takes it along, a pair without a
character vanishes (or becomes a private-use character), a byte 80 becomes `€`. At last full-width
marks are folded to ASCII.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MARKS = "，。、：；？！“”‘’《》（）—…"
_TWO_MARKS = re.compile(f"[，。、：；？！）》”’…—](?=[{MARKS}])")
_DATA = Path(__file__).parent.parent / "yrd_cli" / "clean" / "data" / "pinyin.txt"


@dataclass(frozen=True)
class Kind:
    """How a document is damaged."""

    glossed: bool = False
    """A fifth of all characters carries a gloss wherever it stands."""
    split: float = 0.0
    """Glosses put between two characters, per thousand characters."""
    marks: float = 0.5
    """Share of the pairs of marks that lose their first byte."""
    private: bool = False
    """Whether pairs without a character are left as private-use characters."""
    fold: bool = True
    """Whether full-width marks are folded to ASCII afterwards."""


@cache
def first_readings() -> dict[str, str]:
    """A reading for each character."""
    table: dict[str, str] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        reading, _, chars = line.partition(" ")
        if not line.startswith("#"):
            table.update((c, reading) for c in chars if c not in table)
    return table


def damaged(text: str, kind: Kind, seed: int) -> tuple[str, str, int]:
    """The damaged text, the text that a perfect repair gives, and the number of spots."""
    rng = random.Random(seed)
    text = "".join(c for c in text if _encodable(c))
    carriers = _carriers(text, rng) if kind.glossed else set()
    data, spots, at_mark = bytearray(), 0, {m.start() for m in _TWO_MARKS.finditer(text)}
    lost_last = False
    for i, char in enumerate(text):
        code = char.encode("gbk")
        if i in at_mark and not lost_last and rng.random() < kind.marks:
            code, spots, lost_last = b"?" + code[1:], spots + 1, True
        else:
            lost_last = False
        split = _split_gloss(data, code) if data and data[-1] != 0x29 else ""
        if split and rng.random() < kind.split / 1000 and not lost_last:
            code, spots = code[:1] + f"({split})".encode("gb18030") + code[1:], spots + 1
        data += code
        if char in carriers:
            data += f"({first_readings()[char]})".encode("gb18030")
    return fold(decoded(bytes(data), kind.private), kind), fold(text, kind), spots


def decoded(data: bytes, private: bool = False) -> str:
    """GBK bytes as the page's reader saw them."""
    out, i = [], 0
    while i < len(data):
        lead = data[i]
        if lead < 0x81 or lead == 0xFF:
            out.append("€" if lead == 0x80 else "" if lead == 0xFF else chr(lead))
            i += 1
            continue
        pair = data[i : i + 2]
        i += 2
        if len(pair) < 2 or not (0x40 <= pair[1] < 0xFF and pair[1] != 0x7F):
            out.append("?" if len(pair) == 2 else "")
        else:
            out.append(_character(pair, private))
    return "".join(out)


def fold(text: str, kind: Kind) -> str:
    """Full-width marks, letters and digits as ASCII."""
    if not kind.fold:
        return text
    return re.sub("[！-～]", lambda m: chr(ord(m.group()) - 0xFEE0), text)


def _character(pair: bytes, private: bool) -> str:
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        pass
    char = pair.decode("gb18030", "ignore")
    if "\ue000" <= char[:1] <= "\uf8ff":
        return char if private else ""
    return char if char in "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ" else ""


def _encodable(char: str) -> bool:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _carriers(text: str, rng: random.Random) -> set[str]:
    han = sorted(c for c in set(text) if c in first_readings())
    return set(rng.sample(han, len(han) // 5))


def _split_gloss(before: bytearray, code: bytes) -> str:
    """The reading of the character that two characters' bytes make where they meet."""
    if len(code) < 2 or len(before) < 2 or before[-2] < 0x81:
        return ""
    try:
        return first_readings().get(bytes((before[-1], code[0])).decode("gbk"), "")
    except UnicodeDecodeError:
        return ""
