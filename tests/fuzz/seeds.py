"""What fuzzing begins with: small inputs of each kind, made on the fly from our own test data."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import tomllib
from collections.abc import Iterator
from functools import cache

from tests.fuzz.chinese import ACCIDENTS, FACT_LINES, PAGE_LINES, RULES, law_lines
from tests.fuzz.draw import OPTION_BYTES
from tests.fuzz.reading_targets import GOOD_PAGE, warc_record

LARGEST_SEED = 6000


def _with_options(files: list[bytes]) -> list[bytes]:
    """Each file as it is, and under a few options."""
    tails = [bytes(n).ljust(OPTION_BYTES, b"\0") for n in ((), (1, 1, 1), (2, 5), (7, 3, 9, 3))]
    return [file[:LARGEST_SEED] + tails[n % len(tails)] for n, file in enumerate(files)]


def texts() -> list[bytes]:
    """Pages of lines, sound and broken."""
    laws = law_lines()
    pages = ["\n".join(PAGE_LINES), "\n".join(PAGE_LINES[:9]), "\n".join(laws[:12])]
    pages += [accident("\n".join(laws[20:23])) for accident in ACCIDENTS]
    pages += [*PAGE_LINES, "\n".join(laws[100:110]) + "\n" + "\n".join(PAGE_LINES[10:20])]
    pages += [row["in"] for row in _rows("shifted_gbk")][:30]
    return _with_options([page.encode("utf-8", "replace") for page in pages])


def facts() -> list[bytes]:
    """Lines of facts, alone and together."""
    numbers = tomllib.loads((RULES / "facts_numbers.toml").read_text(encoding="utf-8"))
    rows = [row[0] for table in numbers.values() if isinstance(table, list) for row in table]
    dates = [row["text"] for row in _rows("dates")]
    lines = [*FACT_LINES, "\n".join(FACT_LINES), *rows[::4], "\n".join(dates), *dates[::5]]
    return _with_options([str(line).encode() for line in lines])


def encoded() -> list[bytes]:
    """Sentences of law in every encoding, whole and cut."""
    names = ("utf-8", "utf-8-sig", "gb18030", "big5", "hz", "utf-16", "utf-16-be", "utf-32", "gbk")
    laws = law_lines()
    files = []
    for n, name in enumerate(names):
        data = "\n".join(laws[8 * n : 8 * n + 6]).encode(name, "ignore")
        files += [data, data[1:-1], data[: len(data) // 2] + b"\xff" + data[len(data) // 2 :]]
    return _with_options([*files, b"\xff\xfe", b"~{VPND~}", bytes(range(256)), b"a\0b\0"])


def pages() -> list[bytes]:
    """Pages of many kinds, from the rules of the tests, and small ones full of tags."""
    found = [GOOD_PAGE]
    for name in ("html_pages", "more_pages", "html_lines", "html_kind"):
        table = tomllib.loads((RULES / f"{name}.toml").read_text(encoding="utf-8"))
        found += [html.encode() for html in _strings(table, "html")]
    short = [page for page in found if len(page) <= LARGEST_SEED]
    return _with_options(short[:80])


def _strings(value: object, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get(key), str):
            yield value[key]
        for inner in value.values():
            yield from _strings(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)


def records() -> list[bytes]:
    """JSON Lines and arrays, whole and broken."""
    rich = {
        "id": "a", "text": "长三角\n一体化", "title": "题", "date": "2020-02-18", "source": "报",
        "author": ["张三"], "editor": "李四", "url": None, "edits": {"gloss": 2},
        "metadata": {"n": 1.5, "deep": [{"x": None}]}, "extra": True, "script": 5,
    }  # fmt: skip
    line = json.dumps(rich, ensure_ascii=False).encode()
    odd = [
        b'{"text": "\\ud800 \\udc00"}', b'{"text": 1}', b'{"text": "a", "text": "b"}', b"[1, {}]",
        b'{"text": "t", "n": NaN, "i": 12345678901234567890123}', b'{"text": "a\\u0000"', b"null",
    ]  # fmt: skip
    lines = b"\n".join([line, *odd, line])
    arrays = json.dumps([rich, {"text": "b"}], indent=1).encode()
    return _with_options([line, lines, arrays, *odd, line.decode().encode("gb18030"), b""])


def tables() -> list[bytes]:
    """CSV and TSV with quotes, escapes and rows of other lengths; our own header."""
    from yrd_cli.document import KEYS, Document
    from yrd_cli.writing.documents import renderer
    from yrd_cli.writing.terminal import Terminal

    document = Document("a", 'x\ty\n"z"\\', title="=1", author=("张三",), edits={"gloss": 1})
    own = ["\t".join(KEYS).encode() + b"\n" + renderer("tsv", Terminal())(document)]
    own.append(",".join(KEYS).encode() + b"\n" + renderer("csv", Terminal())(document))
    plain = [
        'id,text\n1,长三角\n2,"a\nb",c\n\n3\n', 'id,text\n1,"never closed\n2,b\n',
        "text\tid\n长三角\t1\n", "content,id\r\n长,1\r\n", "\ufefftext,metadata\na,\"{}\"\n",
    ]  # fmt: skip
    return _with_options([*own, *(p.encode() for p in plain), plain[0].encode("gb18030")])


def archives() -> list[bytes]:
    """Web archives, whole, cut and compressed, by record and as one."""
    good = warc_record(GOOD_PAGE)
    zipped = warc_record(gzip.compress(GOOD_PAGE, mtime=0), extra=b"Content-Encoding: gzip\r\n")
    chunked = warc_record(
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(GOOD_PAGE), GOOD_PAGE),
        extra=b"Transfer-Encoding: chunked\r\n",
    )
    text = "长三角一体化。".encode()
    wet = (
        b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(text), text)
    )
    info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 5\r\n\r\na: b\n\r\n\r\n"
    files = [good, info + good + wet, zipped + good, chunked, good[:-40], good + b"rubbish" + wet]
    files.append(good.replace(b"Content-Length: ", b"Content-Length: 9", 1) + wet)
    return _with_options([*files, b"".join(gzip.compress(f, mtime=0) for f in (info, good, wet))])


def compressed() -> list[bytes]:
    """The four formats: one member, two, a cut one, layers, and what follows the end."""
    import zstandard

    text = "\n".join(law_lines()[:3]).encode()
    zstd = zstandard.ZstdCompressor(write_checksum=True)
    skip = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"
    packed = [gzip.compress(text, mtime=0), bz2.compress(text), lzma.compress(text)]
    packed += [zstd.compress(text), skip + zstd.compress(b"a")]
    files = [*packed, *(p + p for p in packed), *(p[:-7] for p in packed)]
    files += [p + b"rubbish behind" for p in packed] + [gzip.compress(bz2.compress(packed[2]))]
    return _with_options([*files, packed[0] + b"\0" * 20, packed[2] + b"\0" * 4])


def patterns() -> list[bytes]:
    """Patterns of every dialect, each with lines to look in."""
    sources = [
        "长三角", "[长-門]发{2,3}?", "(?P<n>长)(?P=n)", r"(?i:a|b)\b[[:alpha:]]+", r"\(a\)\1*",
        r"a\{2,\}\|b", "^(a|ab)(c|bcd)*$", r"\p{Han}+\K三", r"(?x) 长 # c", r"[^\]长]\x{957f}",
        "(?<=长)三(?!角)", r"[[.a.][=b=]]", r"\w\W\s\S\<\>\b\B", "a{,3}b{1,}c{0}", "(?#长)[]-长]",
        "*a", "(", "[", "\\", r"\u957f\U00009577\N{DIGIT ONE}", "date>=2020-01", "n<2",
        "source~日报", "(?i)a",
        "chang sanjiao", "软件|軟體", "(?s-i:.)(?(1)a|b)", r"\d{3,4}-\d{7,8}", "[a&&b--c~~d||e]",
    ]  # fmt: skip
    return _with_options([f"{s}\n长三角aab\nabcd 1".encode() for s in sources])


def dictionaries() -> list[bytes]:
    """User dictionaries in jieba's format and as our own tables."""
    return [
        "云计算 5\n长三角\n凱特琳 nz\nEdu Trust认证 2000\n".encode(), b"\xef\xbb\xbfa 1 n\n",
        "word\tfrequency\ttag\tx\n长三角\t3\tn\t1\n".encode(), "云计算 abc n\n长 -1\n".encode(),
    ]  # fmt: skip


def choices() -> list[bytes]:
    """Bytes to choose by."""
    rising = bytes(range(256))
    return [
        b"",
        rising[:60],
        rising[::-1][:80],
        bytes(n * n * 7 % 256 for n in range(120)),
        b"\1" * 40,
    ]


@cache
def _rows(name: str) -> list[dict[str, str]]:
    data = (RULES / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in data.splitlines()]
