"""One input converted: text stays text, line for line; JSONL stays JSONL."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from yrd_cli.convert.conversion import Conversion
from yrd_cli.document import json_line, parse_json, parse_json_text
from yrd_cli.reading.heads import head_of
from yrd_cli.reading.paths import Source, reason_of
from yrd_cli.reading.recognise import HEAD_BYTES, container_of, is_enough
from yrd_cli.reading.records import MAX_DOCUMENT_BYTES, TOO_LARGE, ReadSettings
from yrd_cli.reading.text_blocks import TextBlocks, is_output, opened
from yrd_cli.report import Report
from yrd_cli.script import Script, detect_script

_AS_TEXT = frozenset({"page", "json", "csv", "tsv"})
"""Containers that are text line by line: no conversion touches their brackets and commas."""


@dataclass(frozen=True, slots=True)
class ConvertSources:
    """Converts inputs, one after another; what goes wrong is noted in ``report``."""

    conversion: Conversion
    settings: ReadSettings
    report: Report
    line_buffered: bool = False
    output: BinaryIO | None = None
    """Where the result goes, to refuse an input that is its own output."""

    def pieces(self, source: Source) -> Iterator[str | dict[str, Any]]:
        """The converted input: blocks of text, or the objects of JSONL.

        The first piece is empty text, once the input is found fit to be read.
        """
        try:
            with opened(source) as stream:
                if self.output is not None and is_output(stream, self.output):
                    self.report.error(source.label, "is input and output at once")
                    return
                head, stream = head_of(stream, is_enough, HEAD_BYTES)
                container = self._container(head, source)
                if container is None:
                    return
                yield ""
                if container == "jsonl":
                    yield from self._records(stream, source)
                else:
                    yield from self._text(stream, source)
        except (EOFError, OSError, ValueError) as e:
            self.report.error(source.label, reason_of(e))

    def _container(self, head: bytes, source: Source) -> str | None:
        if self.settings.input_format != "auto":
            return self.settings.input_format
        container = container_of(head, source.path, self.settings.text_key)
        if container == "jsonl":
            return container
        if container in _AS_TEXT:
            return "text"
        if source.named:
            self.report.error(source.label, f"{container} file: skipped")
        else:
            self.report.warn(source.label, f"{container} file: skipped")
        return None

    def _text(self, stream: io.BufferedReader, source: Source) -> Iterator[str]:
        blocks = TextBlocks(
            stream, self.settings.encoding, line_buffered=self.line_buffered
        )
        script: Script = "none"
        try:
            for block in blocks:
                found = detect_script(block).script
                script = script if found == "none" else found
                yield self.conversion.convert(block, script)
        finally:
            if blocks.undecodable:
                self._warn(source.label, blocks.undecodable, blocks.encoding)

    def _records(self, stream: io.BufferedReader, source: Source) -> Iterator[dict[str, Any]]:
        number = 0
        while line := stream.readline(MAX_DOCUMENT_BYTES + 1):
            number += 1
            place = f"{source.label}:{number}"
            if len(line) > MAX_DOCUMENT_BYTES:
                self.report.error(place, f"line {TOO_LARGE}")
                while line and not line.endswith(b"\n"):
                    line = stream.readline(HEAD_BYTES)
            elif not line.isspace():
                try:
                    yield self._converted(self._value(line, place))
                except ValueError as e:
                    self.report.error(place, str(e))

    def _value(self, line: bytes, place: str) -> Any:
        try:
            return parse_json(line)
        except UnicodeDecodeError:
            from yrd_cli.reading.decoding import decode

            decoded = decode(line, self.settings.encoding)
            value = parse_json_text(decoded.text)
            self._warn(place, decoded.undecodable, decoded.encoding)
            return value

    def _converted(self, record: Any) -> dict[str, Any]:
        """The object with its text and title converted; raises ValueError where it has no text."""
        key = self.settings.text_key
        if not isinstance(record, dict):
            raise ValueError("not a JSON object")
        if key not in record:
            raise ValueError(f"no key {key!r}")
        text = record[key]
        if not isinstance(text, str):
            raise ValueError(f"{key!r} is not a string")
        script = detect_script(text).script
        for name in (key, "title"):
            if isinstance(record.get(name), str):
                record[name] = self.conversion.convert(record[name], script)
        return record

    def _warn(self, place: str, undecodable: int, encoding: str) -> None:
        message = f"not valid UTF-8: read as {encoding}"
        if undecodable:
            plural = "s" if undecodable > 1 else ""
            message = (
                f"{undecodable} byte sequence{plural} not valid in {encoding}: replaced by U+FFFD"
            )
        self.report.warn(place, message, key="undecodable")


def rendered(piece: str | dict[str, Any], *, for_terminal: bool = False) -> bytes:
    """A piece as bytes; on a terminal without what could steer it."""
    data = json_line(piece) if isinstance(piece, dict) else piece.encode("utf-8", "replace")
    if not for_terminal:
        return data
    from yrd_cli.writing.terminal import visible

    return visible(data.decode().replace("\r\n", "\n")).encode()
