"""Output in an encoding that may lack a character: an error that names it, or a stand-in."""

from __future__ import annotations

import codecs
from functools import cache
from typing import Literal, NamedTuple

from yrd_cli.errors import UsageError

Unencodable = Literal["error", "replace", "xmlcharref"]

UNENCODABLE: tuple[Unencodable, ...] = ("error", "replace", "xmlcharref")

UTF8 = "utf-8"

OUTPUT_ENCODINGS = (
    UTF8,
    "utf-8-sig",
    "gb18030",
    "gbk",
    "gb2312",
    "big5",
    "cp950",
    "big5hkscs",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "shift_jis",
    "cp932",
    "euc_jp",
)
"""What can be written. Unlike for reading, a name means that encoding and no superset of it."""

_MARKED = {
    "utf-8-sig": (UTF8, codecs.BOM_UTF8),
    "utf-16": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-32": ("utf-32-le", codecs.BOM_UTF32_LE),
}
"""Encodings that begin with a byte order mark: how the rest is written, and the mark."""

_ETEN = {char: 0xF9D6 + n for n, char in enumerate("碁銹裏墻恒粧嫺")}
"""What Windows, the Web and Unix write in Big5 beyond the standard of 1984; 裏 is in most texts."""

_HANDLERS = {"error": "strict", "replace": "replace", "xmlcharref": "xmlcharrefreplace"}


class UnencodableError(Exception):
    """A character that the output's encoding lacks, at an offset of the text."""

    def __init__(self, character: str, offset: int, encoding: str) -> None:
        super().__init__(f"{character!r} (U+{ord(character):04X}) is not in {encoding}")
        self.offset = offset


class Encoder(NamedTuple):
    """Writes text in one of OUTPUT_ENCODINGS.

    >>> Encoder("big5", "xmlcharref").encode("这里").decode("big5")
    '&#36825;里'
    """

    name: str = UTF8
    unencodable: Unencodable = "error"

    @property
    def mark(self) -> bytes:
        """What the output begins with, unless it is empty."""
        return _MARKED[self.name][1] if self.name in _MARKED else b""

    @property
    def is_utf8(self) -> bool:
        """Whether a terminal can show it."""
        return self.name == UTF8

    @property
    def may_fail(self) -> bool:
        """Whether some text may end in UnencodableError."""
        return self.unencodable == "error" and not self.name.startswith(("utf", "gb18030"))

    def encode(self, text: str) -> bytes:
        """Text as bytes, without the mark; what no UTF-8 can hold becomes U+FFFD.

        Raises UnencodableError.
        """
        codec = _MARKED[self.name][0] if self.name in _MARKED else self.name
        try:
            return text.encode(codec)
        except UnicodeEncodeError:
            from yrd_cli.document import without_surrogates

            text = without_surrogates(text)[0]
        handler = _HANDLERS[self.unencodable]
        try:
            return text.encode(codec, _with_eten(handler) if codec == "big5" else handler)
        except UnicodeEncodeError as e:
            raise UnencodableError(text[e.start], e.start, self.name) from None


@cache
def _with_eten(handler: str) -> str:
    """The name of a handler that writes the characters of _ETEN and leaves the rest to another."""
    other = codecs.lookup_error(handler)

    def handle(error: UnicodeError) -> tuple[str | bytes, int]:
        assert isinstance(error, UnicodeEncodeError)
        code = _ETEN.get(error.object[error.start])
        if code is None:
            error.end = error.start + 1  # one by one, lest it takes one of ours with it
            return other(error)
        return code.to_bytes(2, "big"), error.start + 1

    codecs.register_error(f"yrd-eten-{handler}", handle)
    return f"yrd-eten-{handler}"


def choose_encoding(name: str) -> str:
    """The encoding of a name; raises UsageError with the list and the nearest.

    >>> choose_encoding("UTF8"), choose_encoding("GB-18030"), choose_encoding("sjis")
    ('utf-8', 'gb18030', 'shift_jis')
    """
    spelled = {_squashed(known): known for known in OUTPUT_ENCODINGS}
    for spelling in (name, _python_name(name)):
        if (found := spelled.get(_squashed(spelling))) is not None:
            return found
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), OUTPUT_ENCODINGS, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    known = ", ".join(OUTPUT_ENCODINGS)
    raise UsageError(f"--to-encoding: no {name!r}{hint} (choose from {known})")


def _squashed(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


def _python_name(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return name
