"""Dictionaries of the user: OpenCC's text format, checked line by line before they are used."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from yrd_cli.convert.engine.configs import (
    Config,
    Group,
    Source,
    opencc_folder,
    read_config,
    reimplemented_folder,
)
from yrd_cli.convert.engine.plain_table import Match, PlainTable
from yrd_cli.convert.engine.tables import all_entries
from yrd_cli.errors import InputError

if TYPE_CHECKING:
    from yrd_cli.convert.engine.trie import PhraseTrie

EXPECTED = "expected KEY<tab>VALUE [VALUE ...]"


def check_dictionary(path: Path) -> None:
    """Raise InputError with file, line and what was expected, where a line is no entry.

    Empty lines and lines that begin with ``#`` are comments.
    """
    try:
        data = path.read_bytes()
    except OSError as e:
        raise InputError(str(path), e.strerror or str(e)) from None
    for number, raw in enumerate(data.split(b"\n"), 1):
        place = f"{path}:{number}"
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").removesuffix("\r")
        except UnicodeDecodeError as e:
            raise InputError(place, f"not UTF-8 (byte {e.start + 1} of the line)") from None
        if line and not line.startswith("#"):
            reason = _fault_of(line)
            if reason:
                raise InputError(place, reason)


def _fault_of(line: str) -> str:
    key, tab, values = line.partition("\t")
    if not tab:
        return f"no tab: {EXPECTED}"
    if not key:
        return f"no key: {EXPECTED}"
    if "\t" in values:
        return f"more than one tab: {EXPECTED}"
    if not values.strip():
        return f"no value: {EXPECTED}"
    if values != " ".join(values.split(" ")).strip() or "  " in values:
        return f"values are parted by one space: {EXPECTED}"
    if any(char < " " or char == "\x7f" for char in line.replace("\t", "")):
        return f"a control character: {EXPECTED}"
    return ""


class UserDictionary(NamedTuple):
    """Entries that go before those of the configuration.

    The longest match decides as ever, the user's among equals. What the user's entry says
    stands: no later step of the configuration changes it.
    """

    source: Source

    @classmethod
    def read(cls, path: Path) -> UserDictionary:
        """The dictionary of a file; raises InputError."""
        check_dictionary(path)
        return cls(Source(path.resolve()))


def read_user_config(path: Path) -> Config:
    """A configuration of the user, its dictionaries checked; raises InputError."""
    config = read_config(path)
    own = opencc_folder(), reimplemented_folder() / "dictionary"
    for source in config.sources():
        if source.path.parent not in own:
            check_dictionary(source.path)
    return config


class UserMatches:
    """Where the entries of a user dictionary stand against those of a configuration."""

    def __init__(self, dictionary: UserDictionary, config: Config) -> None:
        self._source = dictionary.source
        self._table = PlainTable(Group("union", (dictionary.source, *config.chain[:1])))
        self._entries = all_entries(dictionary.source)
        self._keys = list(self._entries)
        self._trie: PhraseTrie | None = None

    def in_plain(self, text: str) -> list[Match]:
        """The user's matches, in plain Python."""
        found = self._table.leftmost(text, 0, len(text))
        return [match for match in found if match.entry[1] == self._source]

    def in_arrays(self, text: str, phrases: PhraseTrie) -> list[Match]:
        """The user's matches, by arrays; ``phrases`` are those of the configuration."""
        import numpy as np

        from yrd_cli.convert.engine.codes import codes_of
        from yrd_cli.convert.engine.selection import Found, leftmost
        from yrd_cli.convert.engine.trie import PhraseTrie

        if self._trie is None:
            self._trie = PhraseTrie.of(self._keys)
        codes = codes_of(text)
        mine, others = self._trie.longest(codes), phrases.longest(codes)
        start = np.concatenate([mine.start, others.start])
        end = np.concatenate([mine.end, others.end])
        key = np.concatenate([mine.key, np.full(len(others.start), -1, np.int32)])
        order = np.lexsort((-key, -end, start))  # the longest first, the user's among equals
        start, end, key = start[order], end[order], key[order]
        first = np.flatnonzero(np.diff(start, prepend=-1))
        found = leftmost(Found(start[first], end[first], key[first]))
        return list(self._matches(zip(*(column.tolist() for column in found), strict=True)))

    def _matches(self, found: Iterable[tuple[int, int, int]]) -> Iterable[Match]:
        for start, end, key in found:
            if key >= 0:
                raw = self._entries[self._keys[key]]
                yield Match(start, end, raw.partition(" ")[0], (raw, self._source))
