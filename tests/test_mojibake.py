"""Text that was decoded in the wrong encoding, and escapes that were never resolved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.clean import CleanOptions, clean_text
from yrd_cli.clean.draft import draft_of, rebuild
from yrd_cli.clean.escapes import resolve_escapes
from yrd_cli.clean.mojibake import repair_mojibake

LAWS = (Path(__file__).parent / "rules" / "laws.txt").read_text(encoding="utf-8").split("\n")


def repaired(text: str, repair: str = "safe") -> str:
    """The text after both stages alone."""
    draft = draft_of(text, CleanOptions(repair=repair))  # type: ignore[arg-type]
    repair_mojibake(draft)
    resolve_escapes(draft)
    return draft.text()


def sloppy(data: bytes) -> str:
    """Bytes as browsers read cp1252: the five free ones are controls."""
    free = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
    return "".join(chr(b) if b in free else bytes([b]).decode("cp1252") for b in data)


Accident = Callable[[str], str]

WHOLE: dict[str, Accident] = {
    "UTF-8 as Latin-1": lambda t: t.encode().decode("latin-1"),
    "UTF-8 as cp1252": lambda t: sloppy(t.encode()),
    "GBK as Latin-1": lambda t: t.encode("gb18030").decode("latin-1"),
    "GBK as cp1252": lambda t: sloppy(t.encode("gb18030")),
    "UTF-8 as Latin-1, twice": lambda t: t.encode().decode("latin-1").encode().decode("latin-1"),
    "UTF-8 as cp1252, twice": lambda t: sloppy(sloppy(t.encode()).encode()),
    "decimal entities": lambda t: "".join(f"&#{ord(c)};" for c in t),
    "hexadecimal entities": lambda t: "".join(f"&#x{ord(c):x};" for c in t),
    "entities, twice": lambda t: "".join(f"&amp;#{ord(c)};" for c in t),
    "URL escapes": lambda t: "".join(f"%{b:02X}" for b in t.encode()),
    "URL escapes of GBK": lambda t: "".join(f"%{b:02x}" for b in t.encode("gbk")),
    "backslash escapes": lambda t: "".join(f"\\u{ord(c):04x}" for c in t),
}
LINES = [line for line in LAWS if 20 <= len(line) <= 200][:120]


@pytest.mark.parametrize("accident", WHOLE)
def test_what_was_misread_without_loss_comes_back(accident: str) -> None:
    damage = WHOLE[accident]
    wrong = [(line, repaired(damage(line))) for line in LINES if repaired(damage(line)) != line]
    assert wrong == [] or len(wrong) <= 0.02 * len(LINES), wrong[:3]


PARTLY: dict[str, tuple[Accident, float]] = {
    # What one reading cannot take in is lost: the share of the characters that came back.
    "UTF-8 as GBK": (lambda t: t.encode().decode("gbk", "replace"), 0.85),
    "UTF-8 as GB18030": (lambda t: t.encode().decode("gb18030", "replace"), 0.93),
    "UTF-8 as GBK, twice": (
        lambda t: t.encode().decode("gb18030", "replace").encode().decode("gb18030", "replace"),
        0.88,
    ),
    "GBK as Big5": (lambda t: t.encode("gbk", "ignore").decode("big5", "replace"), 0.6),
}


@pytest.mark.parametrize("accident", PARTLY)
def test_what_was_misread_with_loss_mostly_comes_back(accident: str) -> None:
    from collections import Counter

    damage, share = PARTLY[accident]
    there = sum(len(line) for line in LINES)
    back = sum((Counter(repaired(damage(n))) & Counter(n)).total() for n in LINES)
    assert back >= share * there


KNOWN = [
    ("闀夸笁瑙掍竴浣撳寲鍙戝睍", "长三角一体化发展"),
    ("é•¿ä¸‰è§’ä¸€ä½“åŒ–", "长三角一体化"),
    ("³¤Èý½ÇÒ»Ìå»¯", "长三角一体化"),
    ("标题 ³¤Èý½ÇÒ»Ìå»¯ 2020", "标题 长三角一体化 2020"),
    ("&#38271;&#19977;&#35282;", "长三角"),
    ("长三角&nbsp;一体化&ldquo;示范区&rdquo;", "长三角 一体化“示范区”"),
    ("\\u957f\\u4e09\\u89d2发展", "长三角发展"),
    ("关键词：%E9%95%BF%E4%B8%89%E8%A7%92", "关键词：长三角"),
]


@pytest.mark.parametrize(("damaged", "text"), KNOWN)
def test_known_damage(damaged: str, text: str) -> None:
    assert repaired(damaged) == text
    assert repaired(damaged, "off") == damaged


SOUND = [
    "今日はとても良い天気ですね。東京へ行きます。",
    "これは日本語の文章です。プログラミング言語",
    "Voilà l'été, où nous étions à Paris. Übergrößenträger «naïve» café",
    "São Paulo, nações, maçã, coração; Ærøskøbing, Þórður",
    "Việt Nam đất nước. Ελληνικό κείμενο. Русский текст. 한국어 문장입니다",
    "饕餮耄耋魑魅魍魉，灪龘麤龖齾鸜麣讟钃鸞",
    "璀璨的楠木，纾困，渚、瀚、涞、璧、姹紫嫣红",
    "好ㄛ，今天天氣真好ㄛ",
    "© 2020 ½ ¾ ±5 °C §3 “引号”—…",
    "见 https://example.org/%E9%95%BF%E4%B8%89%E8%A7%92?q=%E4%B8%AD%E6%96%87 一文",
    "用 &lt;b&gt; 标签表示粗体，&amp;lt; 表示小于号",
    "R&D投入和AT&T公司，M&A;并购",
    "在 `\\u4e2d\\u6587` 中写转义",
    "增长10.2%，其中20%25%30%",
    "",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_stays(text: str) -> None:
    assert repaired(text) == text


def test_a_thousand_lines_of_law_stay() -> None:
    assert repaired("\n".join(LAWS)) == "\n".join(line for line in LAWS).removesuffix("\n")


def test_short_lines_follow_the_long_ones() -> None:
    text = "上海\n长三角一体化发展规划纲要全文公布\n新闻"
    damaged = "\n".join(line.encode("gbk").decode("latin-1") for line in text.split("\n"))
    assert repaired(damaged) == text


def test_what_is_lost_is_counted_and_stays() -> None:
    cleaned = clean_text("这是一段正文，其中有锟斤拷锟斤拷和\ufffd不能恢复的字。\n")
    assert cleaned.document.edits["lost-character"] == 3
    assert "锟斤拷" in cleaned.document.text
    again = clean_text(cleaned.document.text)
    assert again.document.edits["lost-character"] == 3


def test_a_repair_says_what_it_did() -> None:
    draft = draft_of("闀夸笁瑙掍竴浣撳寲鍙戝睍")
    repair_mojibake(draft)
    (line,) = draft.lines
    assert [(e.reason, e.margin is not None) for e in line.edits] == [("mojibake", True)]
    assert rebuild(line) == line.raw


@given(st.text(max_size=80))
def test_any_text_can_be_rebuilt_and_is_stable(text: str) -> None:
    draft = draft_of(text)
    repair_mojibake(draft)
    resolve_escapes(draft)
    assert [rebuild(line) for line in draft.lines] == [line.raw for line in draft.lines]


@pytest.mark.parametrize("unit", ["&", "&#", "%E9", "\\u957f", "锛", "Ã©", "ä¸", "\ufffd", "&amp;"])
def test_long_rows_take_linear_time(unit: str) -> None:
    repaired(unit * 30_000)
