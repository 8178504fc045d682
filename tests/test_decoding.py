"""Decoding: the right encoding whatever was cut or lost, and every byte accounted for."""

from __future__ import annotations

import difflib
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yrd_cli.errors import UsageError
from yrd_cli.reading.decoding import (
    CHINESE_FAMILY,
    canonical_encoding,
    decode,
    detect_encoding,
    is_binary,
)

RULES = Path(__file__).with_name("rules")


def _cases(name: str) -> list[dict[str, Any]]:
    lines = (RULES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


_TEXTS = _cases("decoding_texts.jsonl")
HANS = [case["text"] for case in _TEXTS if case["script"] == "Hans"]
HANT = [case["text"] for case in _TEXTS if case["script"] == "Hant"]

ENCODED = {
    # written in -> (detected as, texts it can hold)
    "utf-8": ("utf-8", HANS + HANT),
    "gb2312": ("gb18030", HANS),
    "gbk": ("gb18030", HANS + HANT),
    "gb18030": ("gb18030", HANS + HANT),
    "big5": ("big5hkscs", HANT),
    "big5hkscs": ("big5hkscs", HANT),
    "hz": ("hz", HANS),
    "utf-16-le": ("utf-16-le", HANS + HANT),
    "utf-16-be": ("utf-16-be", HANS + HANT),
    "utf-16": ("utf-16-le", HANS + HANT),
    "utf-32-le": ("utf-32-le", HANS + HANT),
    "utf-32-be": ("utf-32-be", HANS + HANT),
}
SHORT = 15
SCRIPT = "<script>var page = {id: 17, kind: 'news'}; document.write(page.id);</script>\n" * 8

DAMAGE = {
    "as it is": lambda b, at: b,
    "one byte FF": lambda b, at: b[:at] + b"\xff" + b[at + 1 :],
    "one byte changed": lambda b, at: b[:at] + bytes([b[at] ^ 0x95]) + b[at + 1 :],
    "one byte lost": lambda b, at: b[:at] + b[at + 1 :],
    "start cut": lambda b, at: b[1:],
    "end cut": lambda b, at: b[:-1],
    "both ends cut": lambda b, at: b[1:-1],
}


def _damaged(encoding: str, damage: str) -> Iterator[tuple[str, bytes]]:
    marked = encoding == "utf-16"
    for n, text in enumerate(ENCODED[encoding][1]):
        start = n % (len(text) - SHORT)
        short = text[start : start + SHORT]
        for piece in (short, text):
            data = piece.encode(encoding, "ignore")
            at = random.Random(n).randrange(2 if marked else 0, len(data))
            if marked and damage in ("start cut", "both ends cut"):
                continue  # without its first byte a mark is no mark
            if encoding.startswith("utf-32") and damage not in ("as it is", "end cut"):
                continue
            yield piece, DAMAGE[damage](data, at)


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("encoding", ENCODED)
def test_bytes_tell_their_encoding(encoding: str, damage: str) -> None:
    expected = ENCODED[encoding][0]
    wrong = [
        (piece, detect_encoding(data))
        for piece, data in _damaged(encoding, damage)
        if detect_encoding(data) != expected
    ]
    # HZ cut at both ends or damaged in 15 characters is ASCII with hardly a trace of its escapes.
    allowed = 2 if encoding == "hz" and damage != "as it is" else 0
    assert len(wrong) <= allowed, wrong[:9]


@pytest.mark.parametrize("damage", [d for d in DAMAGE if d != "as it is"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "big5hkscs", "hz", "utf-16-le"])
def test_one_bad_byte_costs_a_few_characters_at_most(encoding: str, damage: str) -> None:
    texts = ENCODED[encoding][1]
    lost = 0
    for n, text in enumerate(texts):
        data = text.encode(encoding, "ignore")
        text = data.decode(encoding)
        at = random.Random(n).randrange(1, len(data) - 1)
        lost += len(text) - _shared(text, decode(DAMAGE[damage](data, at)).text)
    assert lost / len(texts) <= 4


def _shared(one: str, other: str) -> int:
    """Characters that stand in both in the same order."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def test_a_byte_lost_from_a_long_text_garbles_only_its_place() -> None:
    text = "\n".join(HANS * 10)
    for encoding in ("gbk", "utf-16-le", "utf-16-be"):
        data = text.encode(encoding)
        for at in (7001, 20_002, len(data) - 301):
            character = len(data[:at].decode(encoding, "ignore"))
            got = decode(data[:at] + data[at + 1 :])
            assert got.text.startswith(text[: character - 20])
            assert got.text.endswith(text[character + 20 :])


@pytest.mark.parametrize("said", ["utf-8", "gb2312", "big5", "iso-8859-1"])
@pytest.mark.parametrize("encoding", [e for e in ENCODED if e not in ("hz", "utf-32-le")])
def test_a_page_with_little_chinese_and_a_lying_charset(encoding: str, said: str) -> None:
    expected, texts = ENCODED[encoding]
    page = f'<meta charset="{said}">\n{SCRIPT}<p>{texts[0][:SHORT]}</p>\n{SCRIPT}'
    assert detect_encoding(page.encode(encoding, "ignore"), hint=said) == expected


def test_little_chinese_far_into_a_large_file_is_found() -> None:
    ascii_text = b"<td>0.00</td>\n" * 20_000
    for encoding in ("gbk", "big5", "utf-8"):
        expected, texts = ENCODED[encoding]
        data = ascii_text + texts[-1][:SHORT].encode(encoding) + ascii_text
        assert detect_encoding(data) == expected


def test_a_hint_decides_what_the_bytes_leave_open() -> None:
    either = b"\xb3\xa1\xb5\xa5"  # 场单 or 部等
    assert detect_encoding(either, hint="big5") == "big5hkscs"
    assert detect_encoding(either, hint="GB2312") == "gb18030"


def test_chardet_is_asked_where_bytes_and_page_leave_it_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import chardet

    asked: list[list[str]] = []

    def detect(data: bytes, *, include_encodings: list[str], **_: object) -> dict[str, str]:
        asked.append(include_encodings)
        return {"encoding": include_encodings[1]}

    either = b"\xb3\xa1\xb5\xa5"  # 场单 or 部等
    assert detect_encoding(either, hint="nonsense\0") in CHINESE_FAMILY
    monkeypatch.setattr(chardet, "detect", detect)
    assert detect_encoding(either) == asked[0][1]


@pytest.mark.parametrize(
    "case", _cases("decoding_bytes.jsonl"), ids=[c["name"] for c in _cases("decoding_bytes.jsonl")]
)
def test_bytes_of_note(case: dict[str, Any]) -> None:
    got = decode(bytes.fromhex(case["hex"]))
    assert (got.encoding, got.text) == (case["encoding"], case["text"])
    assert (got.undecodable, got.first_bad) == (case["bad"], case["first"])


def test_a_file_may_be_read_in_the_encoding_that_is_asked_for() -> None:
    data = "长江".encode("gbk")
    assert decode(data, "GB2312").text == "长江"
    assert decode(data, "cp1252").encoding == "cp1252"
    assert decode("长江".encode("utf-16-be"), "utf-16").encoding == "utf-16-be"
    assert decode("\ufeff长江".encode("utf-16"), "UTF16").text == "\ufeff长江"
    assert decode(b"\xef\xbb\xbfa", "utf8").text == "a"


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("GBK", "gb18030"), ("gb_2312-80", "gb18030"), ("cp936", "gb18030"), ("Big5", "big5hkscs"),
        ("big5-hkscs", "big5hkscs"), ("cp950", "big5hkscs"), ("HZ-GB-2312", "hz"),
        ("UTF_8", "utf-8"), ("utf-8-sig", "utf-8"), ("us-ascii", "utf-8"), ("utf16le", "utf-16-le"),
        ("latin1", "cp1252"), (" Auto ", "auto"),
    ],
)  # fmt: skip
def test_names_of_subsets_mean_their_superset(name: str, canonical: str) -> None:
    assert canonical_encoding(name) == canonical


@pytest.mark.parametrize("name", ["gb1830", "rot13", "base64", "", "utf-7", "a\0b", "koi8-r"])
def test_an_unknown_name_is_refused_with_the_list(name: str) -> None:
    with pytest.raises(UsageError, match="choose from auto, utf-8") as error:
        decode(b"", name)
    assert name != "gb1830" or "did you mean 'gb18030'" in str(error.value)


def test_symbols_of_web_big5_and_of_gb18030_2022() -> None:
    big5 = "安東尼‧布林肯～你好﹑再見".encode("cp950")
    assert decode(big5, "big5").text == "安東尼‧布林肯～你好﹑再見"
    assert decode(b"\xa6\xd9\xfe\x59", "gb18030").text == "︐龴"


@pytest.mark.parametrize(
    ("head", "binary"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", True),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", True),
        (b"PK\x03\x04\x14\0\0\0\x08\0", True),
        (b"\x7fELF\x02\x01\x01" + bytes(200), True),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", True),
        (bytes(4096), True),
        (random.Random(1).randbytes(4096), True),
        (b"", False),
        (b"text\0with\0NULs" * 3, False),
        ("长江".encode("utf-16"), False),
        ("Привет, это русский текст".encode("utf-16-le"), False),
        (HANS[0].encode("gbk") + b"\0\xff\x01", False),
        ("日本語のテキスト".encode("shift_jis") * 20, False),
    ],
)
def test_files_that_are_no_text(head: bytes, binary: bool) -> None:
    assert is_binary(head) is binary


@pytest.mark.parametrize("encoding", ENCODED)
def test_chinese_in_any_encoding_is_text(encoding: str) -> None:
    for damage in DAMAGE:
        assert not any(is_binary(data) for _, data in _damaged(encoding, damage))


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_bytes_fail_and_every_loss_is_counted(data: bytes) -> None:
    got = decode(data)
    got.text.encode("utf-8")
    assert got.encoding in (*CHINESE_FAMILY, "cp1252")
    assert got.undecodable <= got.text.count("�")
    assert (got.first_bad is None) == (got.undecodable == 0)
    assert got.first_bad is None or got.first_bad < len(data)
    assert decode(data) == got


@given(st.text(st.characters(exclude_categories=["Cs", "Co"], exclude_characters="\ufeff")))
@settings(max_examples=150, deadline=None)
def test_what_was_written_is_what_is_read(text: str) -> None:
    for encoding in ("utf-8", "utf-16", "utf-32-le", "gb18030"):
        data = text.encode(encoding)
        # A cut at the start is guessed only where the bytes begin inside a likelier character.
        if encoding != "gb18030" or text[:1].isascii():
            assert decode(data, encoding).text == text
    assert decode(text.encode() + "长江".encode()).text == text + "长江"


def test_damage_of_any_amount_is_read_in_linear_time() -> None:
    start = time.process_time()
    for data in (
        b"\xff" * 1_000_000,
        b"\xb5\xda\xff" * 300_000,
        b"~{" * 500_000,
        b"~" * 1_000_000,
        b"\xa4" * 999_999 + b"\n",
        b"charset" + b" " * 200_000 + b"=" * 200_000 + b"\xff",
        random.Random(3).randbytes(1_000_000),
    ):
        decode(data)
    assert time.process_time() - start < 20


def test_clean_text_needs_no_chardet() -> None:
    script = (
        "import sys; from yrd_cli.reading.decoding import decode\n"
        "decode('第一条 为了保护环境'.encode()); decode('第一条 为了保护环境'.encode('gbk'))\n"
        "sys.exit('chardet' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
