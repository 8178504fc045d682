"""Texts and user dictionaries to segment, made from a seed: what a web page may hold, and worse."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

LAWS = (Path(__file__).parent / "rules" / "laws.txt").read_text(encoding="utf-8").splitlines()
"""Sentences of laws of the PRC and of Taiwan."""

HAN = "".join(map(chr, range(0x4E00, 0x9FD6)))
ODD = (
    [chr(c) for c in range(0x3400, 0x3440)]
    + [chr(c) for c in range(0x9FD0, 0x9FFF)]
    + list("\U00020000\U0002a6a5\U0002b740\U00030001\U000323af豈凜﨎⺀⼀〇〡々〆ㄅㄪ")
    + list("\x00\x01\x0b\x0c\x1c\x1f\x7f\x85\xa0\xad\u2028\u2029\u200b\u200d\ufeff\u3000\ufffd")
    + list("\ue000\ue001\ue002\uf8ff😀👨\u0301éßІжא٣०")
)
LATIN = "abcxyzABCXYZ0123456789"
SIGNS = list(
    "+#&._%-+#&._%-!\"$'()*,/:;<=>?@[]^`{|}~，。、；：？！“”《》（）—…·％．－＿＋０９ＡＺａｚｱﾝ￥"
)
SPACES = ["\r\n", "\r", "\n", " ", "\t", "\r\n\r\n", "\n\r"]
LATIN_WORDS = ["c++", "C#", "AT&T", "G60", "COVID-19", "3.14%", "1,000", "e-mail", "a.b_c", "50%",
               "www.a-b.cn", "U.S.A.", "100.5.6%", "%%", "--", "..", "1.2.3", "x86_64"]  # fmt: skip


def strings(count: int, seed: int = 0, words: Sequence[str] = ()) -> Iterator[str]:
    """Strings of one to forty pieces; ``words`` are pieces too."""
    rng = random.Random(seed)
    own = list(words)
    for _ in range(count):
        kind = rng.random()
        pieces = [_piece(rng, kind, own) for _ in range(rng.randint(1, 40))]
        yield "".join(pieces)


def _piece(rng: random.Random, kind: float, words: list[str]) -> str:
    roll = rng.random()
    if words and roll < 0.15:
        return rng.choice(words)
    if roll < 0.45:
        line = rng.choice(LAWS)
        at = rng.randrange(len(line) or 1)
        return line[at : at + rng.randint(1, 6)]
    if roll < 0.6:
        return rng.choice(HAN)
    if roll < 0.7:
        return rng.choice(LATIN)
    if roll < 0.8:
        return rng.choice(SIGNS)
    if roll < 0.85:
        return rng.choice(LATIN_WORDS)
    if roll < 0.9:
        return rng.choice(SPACES)
    # Few strings hold the odd ones: they split blocks, and the other strings are to have long ones.
    return rng.choice(ODD) if kind < 0.5 else rng.choice(HAN)


def user_lines(count: int, seed: int = 0) -> list[str]:
    """Lines of a user dictionary: pieces of laws and mixtures, with and without frequency, tag."""
    rng = random.Random(seed)
    lines = []
    for _ in range(count):
        line = rng.choice(LAWS)
        at = rng.randrange(len(line) or 1)
        word = line[at : at + rng.randint(2, 6)]
        if rng.random() < 0.15:
            word = rng.choice(["G60", "5G", "AI", "c++", "T-", "50%", "X."]) + word
        if rng.random() < 0.05:
            word = rng.choice(["AI", "GDP", "5G+", "H7N9", "3.0"])
        word = "".join(c for c in word if c.isprintable() and not c.isspace()) or "词"
        frequency = rng.choice(["", "", f" {rng.randint(1, 9)}", f" {rng.randint(10, 10**6)}"])
        lines.append(f"{word}{frequency}{rng.choice(['', ' n', ' nz', ' v', ' zzz'])}")
    return lines
