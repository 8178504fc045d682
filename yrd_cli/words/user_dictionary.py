"""User dictionaries in jieba's format: ``word [frequency] [tag]``, one a line, UTF-8.

The table of `yrd stats --new-words` is one too: it begins with the same three, a tab between.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from yrd_cli.errors import UsageError
from yrd_cli.script import HAN_RANGES
from yrd_cli.words.dictionary import Dictionary, lexicon
from yrd_cli.words.plain_route import PlainRoute

MAX_FREQUENCY = 10**12
"""jieba's whole corpus has 60 million words; beyond this, sums of 64 bits could overflow."""

MAX_LENGTH = 1_000
"""Characters in a word; jieba keeps every beginning of it."""

_LINE = re.compile("^(.+?)( [0-9]+)?( [a-z]+)?$")
"""jieba's own expression: a word may hold spaces."""

_HEADER = "word\tfreq\ttag"
"""How the table of new words begins."""

_PROVENANCE = '# {"'
"""What `--provenance` writes before the header; no line of jieba's format has it before a word."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HAN = re.compile(f"[{HAN_RANGES}]")
_ALL_HAN = re.compile(f"[{HAN_RANGES}]+")


class UserWord(NamedTuple):
    """A line of a user dictionary."""

    word: str
    frequency: int | None
    """Where it is not given, as much as makes the word be cut out."""
    tag: str | None


def read_user_dictionary(path: str | os.PathLike[str]) -> list[UserWord]:
    """The words of a user dictionary in the order of its lines.

    Raises UsageError with the file, the line and the reason.
    """
    return parse_user_dictionary(read_file(path), os.fspath(path))


def read_file(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a user dictionary; raises UsageError."""
    try:
        return Path(path).read_bytes()
    except OSError as e:
        raise UsageError(f"{os.fspath(path)}: {e.strerror or e}") from None


def parse_user_dictionary(raw: bytes, name: str) -> list[UserWord]:
    """The words of a user dictionary from its bytes; ``name`` is what errors call it."""
    words: list[UserWord] = []
    is_table = False
    for number, line in enumerate(raw.split(b"\n"), 1):
        try:
            text = line.strip().decode("utf-8").lstrip("\ufeff")
        except UnicodeDecodeError:
            raise UsageError(f"{name}:{number}: not UTF-8") from None
        if not words and not is_table and _is_heading(text):
            is_table = not text.startswith(_PROVENANCE)
            continue
        try:
            if text:
                words.append(_parse_line(_first_fields(text) if is_table else text))
        except ValueError as e:
            raise UsageError(f"{name}:{number}: {e}") from None
    return words


def _is_heading(line: str) -> bool:
    """Whether a line is the header of a table of new words, or the provenance before it."""
    return line.startswith((_HEADER, _PROVENANCE))


def _first_fields(row: str) -> str:
    """The word, frequency and tag of a row as a line of jieba's."""
    fields = row.split("\t")
    if len(fields) < len(_HEADER.split("\t")):
        raise ValueError("expected the word, its frequency and its tag, with tabs between")
    return " ".join(fields[:3])


def _parse_line(text: str) -> UserWord:
    if _CONTROL.search(text):
        raise ValueError("expected WORD [FREQUENCY] [TAG] with single spaces between, found a tab "
                         "or another control character")  # fmt: skip
    match = _LINE.match(text)
    if match is None:  # a line separator of Unicode is no line end to jieba
        raise ValueError("expected WORD [FREQUENCY] [TAG]")
    word, frequency, tag = match.groups()
    _check_fields(text.split(" "), word)
    if len(word) > MAX_LENGTH:
        raise ValueError(f"a word of more than {MAX_LENGTH} characters")
    if frequency is not None and (len(frequency) > 15 or int(frequency) > MAX_FREQUENCY):
        raise ValueError(f"the frequency is over {MAX_FREQUENCY}")
    return UserWord(word, None if frequency is None else int(frequency), tag and tag.strip())


def _check_fields(fields: list[str], word: str) -> None:
    """Tell a field out of place from a word with a space, which jieba does not.

    ``Edu Trust认证 2000`` is a word with a space; ``云计算 abc n`` has a false frequency.
    """
    if " " not in word or not _HAN.search(fields[0]):
        return
    second, last = fields[1], fields[-1]
    tags = lexicon().tags
    if second.isascii() and second.isdigit():
        raise ValueError(f"the tag must be one word of lower-case letters, not {fields[2]!r}")
    if second in tags:
        raise ValueError("the frequency comes before the tag")
    if (
        second[:1] in "+-.0123456789"
        or _ALL_HAN.fullmatch(second)
        or (len(fields) == 3 and last in tags)
    ):
        raise ValueError(f"the frequency must be a whole number, not {second!r}")


def add_user_words(
    dictionary: Dictionary, words: Iterable[UserWord], fold: Callable[[str], str] | None = None
) -> None:
    """Add words to a dictionary as jieba's ``load_userdict`` does, in their order."""
    for word, frequency, tag in words:
        folded = fold(word) if fold else word
        if frequency is None:
            frequency = suggest_frequency(dictionary, folded)
        dictionary.add(folded, frequency, tag)


def suggest_frequency(dictionary: Dictionary, word: str) -> int:
    """The frequency that makes a word be cut out: jieba's ``suggest_freq``.

    One more than what chance gives the words that it would be cut into.
    """
    total = float(dictionary.total)
    share = 1.0
    for part in PlainRoute(dictionary)(word):
        known = dictionary.frequency(part)
        share *= (1 if known is None else known) / total
    listed = dictionary.frequency(word)
    return max(int(share * dictionary.total) + 1, 1 if listed is None else listed)
