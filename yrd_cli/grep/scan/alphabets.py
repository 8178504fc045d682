"""How characters are written in an encoding, as patterns over bytes."""

from __future__ import annotations

from typing import Protocol

from yrd_cli.grep.scan.literals import MOST_FORMS
from yrd_cli.grep.scan.ranges import ASCII, CharacterSet, Ranges, merged, without
from yrd_cli.grep.scan.utf8 import byte_class, byte_pattern, escaped_bytes

MOST_ENCODED = 512
"""Characters of a set up to which each is encoded; a larger set is any character at all."""


class Alphabet(Protocol):
    """An encoding whose line ends are bytes of their own."""

    def one_of(self, chars: CharacterSet) -> tuple[bytes, bool]:
        """A pattern for at least the characters of a set, and whether it fits no others.

        b"" where the set holds none that the encoding can write.
        """

    def texts_of(self, chars: CharacterSet) -> list[bytes] | None:
        """The bytes of each character of a small set; None where there are many."""


class Utf8:
    """UTF-8; bytes that are none are lone surrogates."""

    def __init__(self, terminator: bytes) -> None:
        self._terminator = terminator[0]

    def one_of(self, chars: CharacterSet) -> tuple[bytes, bool]:
        """See Alphabet. A set with bytes that are no UTF-8 also fits parts of those that are."""
        ranges = without(chars.at_most, self._terminator, self._terminator)
        is_exact = chars.is_exact
        pattern = byte_pattern(ranges)
        if loose := escaped_bytes(ranges):
            pattern = _either(pattern, byte_class(loose))
            is_exact = False
        return pattern, is_exact

    def texts_of(self, chars: CharacterSet) -> list[bytes] | None:
        """See Alphabet."""
        codes = _codes(without(chars.at_most, self._terminator, self._terminator))
        if codes is None or any(0xD800 <= c <= 0xDFFF for c in codes):
            return None
        return [chr(code).encode() for code in codes]


class DoubleByte:
    """GB18030, Big5-HKSCS and single-byte code pages: never exact, since bytes of two neighbours
    may look like a character."""

    def __init__(self, encoding: str, terminator: bytes) -> None:
        self._encoding = encoding
        self._terminator = terminator[0]

    def one_of(self, chars: CharacterSet) -> tuple[bytes, bool]:
        """See Alphabet."""
        mark = self._terminator
        ranges = without(chars.at_most, mark, mark)
        beyond = without(ranges, 0, 0x7F)
        narrow = _overlap_with_ascii(ranges)
        pattern = byte_class(narrow) if narrow else b""
        if not beyond:
            return pattern, False
        if sum(high - low + 1 for low, high in beyond) > MOST_ENCODED:
            # Not {1,4}: what follows may be the rest of a character of four bytes.
            any_char = b"[\\x80-\\xff]" + b"[^\\x%02x]{0,3}" % mark
            return _either(pattern, any_char), False
        for low, high in beyond:
            for code in range(low, high + 1):
                pattern = _either(pattern, self._encoded(chr(code)))
        return pattern, False

    def texts_of(self, chars: CharacterSet) -> list[bytes] | None:
        """See Alphabet."""
        codes = _codes(without(chars.at_most, self._terminator, self._terminator))
        if codes is None or 0xFFFD in codes:
            return None
        encoded = [chr(code).encode(self._encoding, "ignore") for code in codes]
        return [data for data in encoded if data]

    def _encoded(self, char: str) -> bytes:
        try:
            data = char.encode(self._encoding)
        except UnicodeEncodeError:
            # U+FFFD stands for bytes that could not be read: any may.
            return b"[\\x80-\\xff]" if char == "\ufffd" else b""
        return b"".join(b"\\x%02x" % byte for byte in data)


def _codes(ranges: Ranges) -> list[int] | None:
    """The code points of a set that is small enough for its texts to be looked for."""
    if len(ranges) > MOST_FORMS or sum(high - low + 1 for low, high in ranges) > MOST_FORMS:
        return None
    return [code for low, high in ranges for code in range(low, high + 1)]


def _overlap_with_ascii(ranges: Ranges) -> Ranges:
    last = ASCII[0][1]
    return merged((low, min(high, last)) for low, high in ranges if low <= last)


def _either(one: bytes, other: bytes) -> bytes:
    return b"(?:%s|%s)" % (one, other) if one and other else one or other
