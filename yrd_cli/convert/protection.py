"""What stays as it is: URLs, e-mail addresses, code spans, file names, and what the user names.

Patterns begin with the character that is rare in text (``://``, ``@``, a dot), and are compiled
only where a text holds it: most texts hold none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from yrd_cli.errors import UsageError
from yrd_cli.patterns import compiled, user_pattern
from yrd_cli.script import HAN_RANGES

Span = tuple[int, int]

MAX_LOCAL_PART = 64
"""Characters before the @ of an e-mail address (RFC 5321, 4.5.3.1.1)."""

MAX_NAME = 80
"""Characters before the ending of a file name that are looked at."""

MAX_CLOSING = 20
"""Runs of backquotes among which the one is looked for that closes a code span."""

_EXTENSIONS = """
7z avi bak bat bmp bz2 c cfg conf cpp cs css csv db dll doc docx epub exe flac gif go gz h htm html
ini ipynb iso jar java jpeg jpg js json jsonl key log m4a md mkv mov mp3 mp4 odp ods odt ogg
parquet pdf php png ppt pptx psd py rar rb rs rst rtf sh sql sqlite srt svg tar tex tgz tif tiff
toml ts tsv txt wav webm webp wps xls xlsx xml xz yaml yml zip zst
"""

_WORDS_BEFORE_NAMES = (
    "打开|打開|开启|開啟|下载|下載|附件|名为|名為|保存为|保存為|另存为|另存為|存为|存為|参见|參見|详见|詳見"
    "|请见|請見|请看|請看|查看|运行|執行|执行|運行|编辑|編輯|删除|刪除|上传|上傳|文件|檔案|读取|讀取"
)
"""They stand before a file name without a space: 请打开报告.docx names 报告.docx."""


@cache
def _url() -> re.Pattern[str]:
    """What follows the scheme or the ``www``.

    Chinese runs on after a URL without a space: Han belongs to it only after a delimiter of URLs
    (wiki/台湾) or after such Han, never after a letter.
    """
    ascii_ = r"A-Za-z0-9\-._~%!$&*+,;=:@/?#"
    return compiled(f"(?:[{ascii_}]|(?<=[/=_#?&.\\-{HAN_RANGES}])[{HAN_RANGES}])+")


@cache
def _email() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The local part backwards, and the domain with its @."""
    domain = (
        rf"@(?:[A-Za-z0-9{HAN_RANGES}\-]{{1,63}}\.){{1,8}}"
        r"(?:[A-Za-z]{2,24}|中国|中國|公司|网络|網絡|台湾|台灣|香港)"
    )
    return compiled(r"[A-Za-z0-9._%+\-]+"), compiled(domain)


@cache
def _file_ending() -> re.Pattern[str]:
    longest_first = sorted(_EXTENSIONS.split(), key=len, reverse=True)
    return compiled(rf"\.(?i:{'|'.join(longest_first)})(?![A-Za-z0-9_])")


@cache
def _file_name() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The characters of a name, and the words that stand before one."""
    name = compiled(rf"[\w\-.+~@#%&()（）\[\]/\\·{HAN_RANGES}]+")
    return name, compiled(_WORDS_BEFORE_NAMES)


def compile_user_patterns(patterns: Sequence[str]) -> list[re.Pattern[str]]:
    """The user's regular expressions; raises UsageError for one that is none."""
    read = []
    for pattern in patterns:
        try:
            read.append(user_pattern(pattern))
        except (RecursionError, OverflowError) as e:
            raise UsageError(f"--protect: {pattern[:80]!r} is too large: {e}") from e
        except re.error as e:
            at = "" if e.pos is None else f" at character {e.pos + 1}"
            raise UsageError(f"--protect: {pattern!r} is no regular expression: {e.msg}{at}") from e
    return read


def default_spans(text: str) -> Iterator[Span]:
    """URLs, e-mail addresses, code spans in backquotes, and file names.

    >>> text = "见 https://zh.wikipedia.org/wiki/台湾 与报告，`变量`和 软件.txt"
    >>> [text[start:end] for start, end in default_spans(text)]
    ['https://zh.wikipedia.org/wiki/台湾', '`变量`', '软件.txt']
    """
    yield from _urls(text)
    if "@" in text:
        yield from _emails(text)
    if "`" in text:
        yield from _code_spans(text)
    if "." in text:
        yield from _file_names(text)


def _urls(text: str) -> Iterator[Span]:
    for sign in ("://", "www.", "WWW."):
        at = 0
        while (found := text.find(sign, at)) >= 0:
            at = found + len(sign)
            rest = _url().match(text, at)
            if rest is None:
                continue
            at = rest.end()
            start = found
            while start and text[start - 1].isascii() and text[start - 1].isalpha():
                start -= 1
            yield start, at - len(rest[0]) + len(rest[0].rstrip(".,;:!?"))


def _emails(text: str) -> Iterator[Span]:
    local_backwards, domain = _email()
    for found in domain.finditer(text):
        before = text[max(0, found.start() - MAX_LOCAL_PART) : found.start()]
        local = local_backwards.match(before[::-1])
        if local is not None:
            yield found.start() - len(local[0]), found.end()


def _code_spans(text: str) -> Iterator[Span]:
    """Markdown: as many backquotes close a span as open it; one or two do so on their line."""
    fences = list(re.finditer("`+", text))
    number = 0
    while number < len(fences):
        opening = fences[number]
        number += 1
        size = len(opening[0])
        for other in range(number, min(len(fences), number + MAX_CLOSING)):
            closing = fences[other]
            if len(closing[0]) == size:
                if size > 2 or text.find("\n", opening.end(), closing.start()) < 0:
                    yield opening.start(), closing.end()
                    number = other + 1
                break


def _file_names(text: str) -> Iterator[Span]:
    name_backwards, before = _file_name()
    at = 0
    for ending in _file_ending().finditer(text):
        low = max(at, ending.start() - MAX_NAME)
        name = name_backwards.match(text[low : ending.start()][::-1])
        if name is None:
            continue
        at, start = ending.end(), ending.start() - len(name[0])
        for word in before.finditer(text, start, ending.start()):
            if word.end() < ending.start():
                start = word.end()
        yield start, at


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans from left to right, those that touch or overlap as one; empty ones left out.

    >>> merged([(5, 7), (0, 2), (1, 3), (4, 4)])
    [(0, 3), (5, 7)]
    """
    result: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if result and start <= result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result
