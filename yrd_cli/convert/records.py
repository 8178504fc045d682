"""One line of JSON Lines: its text, title and named fields converted, all else as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from yrd_cli.convert.detection import script_of
from yrd_cli.document import json_line, without_surrogates
from yrd_cli.limits import MAX_JSON_DEPTH
from yrd_cli.reading.json_values import decoding_message, json_value

if TYPE_CHECKING:
    from yrd_cli.script import Script

_BOM = b"\xef\xbb\xbf"


class Passage(NamedTuple):
    """A text to convert: the key that holds it, and the script of the text around it."""

    field: str
    text: str
    context: Script = "none"


class RecordFields(NamedTuple):
    """Which keys of a record are converted: the text, the title, and what else is named."""

    text_key: str = "text"
    others: tuple[str, ...] = ()
    rule: str = "convert"
    """The name under which a Document counts what was changed."""

    @property
    def keys(self) -> tuple[str, ...]:
        """All of them, the text first."""
        return tuple(dict.fromkeys((self.text_key, "title", *self.others)))


class JsonRecord:
    """A record that was read; raises ValueError where it is none, or has no text.

    A record that no conversion changes comes out byte for byte as it came. In a Document of
    ours (``script`` and ``edits`` are there), these two follow the text; ``edits`` counts the
    lines that were changed.
    """

    def __init__(
        self,
        data: bytes,
        fields: RecordFields,
        encoding: str = "auto",
        depth: int = MAX_JSON_DEPTH,
    ) -> None:
        self._data = data
        self._fields = fields
        value, self.decoded = json_value(data, encoding, depth)
        self._record = _checked(value, fields.text_key)
        self._surrogates = 0
        self._places: list[tuple[str, int | None]] = []
        self.passages: list[Passage] = []
        for key in fields.keys:
            self._add(key)

    def _add(self, key: str) -> None:
        value = self._record.get(key)
        if isinstance(value, str):
            self._add_text(key, None, value)
        elif isinstance(value, list):
            for number, each in enumerate(value):
                if isinstance(each, str):
                    self._add_text(key, number, each)

    def _add_text(self, key: str, number: int | None, text: str) -> None:
        text, broken = without_surrogates(text)
        self._surrogates += broken
        context: Script = script_of(self.passages[0].text) if self.passages else "none"
        name = key if number is None else f"{key}[{number}]"
        self._places.append((key, number))
        self.passages.append(Passage(name, text, context))

    @property
    def id(self) -> str | None:
        """Its own name, where it has one."""
        given = self._record.get("id")
        return str(given) if isinstance(given, (str, int)) else None

    @property
    def message(self) -> str | None:
        """What is to be said of its bytes, where they were not UTF-8."""
        return None if self.decoded is None else decoding_message(self.decoded)

    @property
    def undecodable(self) -> int:
        """How many byte sequences could not be read."""
        return 0 if self.decoded is None else self.decoded.undecodable

    def with_texts(self, texts: Sequence[str]) -> tuple[bytes, bool]:
        """The line with these in place of its passages, and whether it differs from the input."""
        before = [passage.text for passage in self.passages]
        if list(texts) == before and not self._surrogates and self.decoded is None:
            return self._data.removeprefix(_BOM).rstrip(b"\r\n") + b"\n", False
        for (key, number), text in zip(self._places, texts, strict=True):
            if number is None:
                self._record[key] = text
            else:
                self._record[key][number] = text
        lines = sum(_changed_lines(a, b) for a, b in zip(before, texts, strict=True))
        self._account(lines, texts[0])
        return json_line(self._record), True

    def _account(self, lines: int, text: str) -> None:
        script, edits = self._record.get("script"), self._record.get("edits")
        if "script" not in self._record or not isinstance(edits, dict):
            return  # no Document of ours: no key of it is ours to change
        counts = (
            (self._fields.rule, lines),
            ("undecodable", self.undecodable),
            ("surrogate", self._surrogates),
        )
        for rule, count in counts:
            if count and isinstance(edits.get(rule, 0), int):
                edits[rule] = edits.get(rule, 0) + count
        if script is None or isinstance(script, str):
            self._record["script"] = script_of(text)


def _checked(value: Any, text_key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    if text_key not in value:
        raise ValueError(f"no key {text_key!r}")
    if not isinstance(value[text_key], str):
        raise ValueError(f"{text_key!r} is not a string")
    return value


def _changed_lines(before: str, after: str) -> int:
    if before == after:
        return 0
    return sum(a != b for a, b in zip(before.split("\n"), after.split("\n"), strict=False))
