"""Stop words: those of yrd, or a list of the user's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from yrd_cli.errors import UsageError
from yrd_cli.reading.paths import printable_path, reason_of

MAX_LENGTH = 50
"""Characters of a stop word; a longer line is a text and no list."""

_SHIPPED = Path(__file__).parent / "data" / "stop_words.txt"


@cache
def default_stop_words() -> frozenset[str]:
    """Function words, in simplified characters, each as jieba cuts it."""
    lines = _SHIPPED.read_text(encoding="utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


def read_stop_words(path: str) -> frozenset[str]:
    """The stop words of a file: one a line, UTF-8; empty lines and those with ``#`` are none.

    Raises UsageError with the line for what is no such list.
    """
    name = printable_path(path)
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as e:
        raise UsageError(f"{name}: {reason_of(e)}") from None
    found = set()
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        try:
            word = line.decode().strip()
        except UnicodeDecodeError as e:
            raise UsageError(f"{name}:{number}: not UTF-8 at byte {e.start + 1}") from None
        reason = _fault(word)
        if reason:
            raise UsageError(f"{name}:{number}: {reason}")
        if word and not word.startswith("# ") and word != "#":
            found.add(word)
    return frozenset(found)


def _fault(word: str) -> str | None:
    if word.startswith("#"):
        return None
    if len(word) > MAX_LENGTH:
        return f"a stop word of over {MAX_LENGTH} characters"
    if "\x00" in word:
        return "a NUL: this is no text"
    if len(word.split()) > 1:
        return f"several words in a line: {word!r}"
    return None
