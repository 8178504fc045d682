"""Inputs cut into pieces: text in blocks of whole lines, JSON Lines line by line."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from yrd_cli.convert.detection import script_of
from yrd_cli.convert.pieces import Begin, Block, End, Line, Piece
from yrd_cli.limits import DEFAULT_LIMITS, NO_LIMIT, Limits
from yrd_cli.patterns import compiled
from yrd_cli.reading.heads import head_of
from yrd_cli.reading.paths import Source, reason_of
from yrd_cli.reading.recognise import HEAD_BYTES, container_of, is_enough
from yrd_cli.reading.records import ReadSettings
from yrd_cli.reading.text_blocks import BLOCK_BYTES, TextBlocks, opened
from yrd_cli.report import Notice

if TYPE_CHECKING:
    from yrd_cli.reading.long_lines import LongLines
    from yrd_cli.script import Script

INPUT_FORMATS = ("auto", "text", "jsonl")
"""What conversion reads; all else is text line by line, or is not converted."""

MAX_LINE_BYTES = 4 << 20
"""A line is converted whole up to this length. A longer one is cut after a stop, comma or space
(no dictionary key holds one), in UTF-8 at the worst between two characters."""

BLOCK_CHARACTERS = 1 << 20
"""Text that was decoded as a whole is passed on in blocks of whole lines of about this length."""

CONTEXT_CHARACTERS = 10_000
"""How much of a block is judged to tell the next one what came before it."""

NOT_BY_LINE = ("utf-16", "utf-32", "hz")
"""Encodings that are read as a whole."""

_AS_TEXT = frozenset({"page", "json", "csv", "tsv"})
"""Containers that are text line by line: no conversion touches their brackets and commas."""

_SPACE = re.compile(rb"[ \t\r]")
_STOP = re.compile("[ \t\r]|，|。|；|！|？|\u3000".encode())
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_OTHER_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}[{\[]|PAR1|WARC/|\s{100}")
_JSON_LINES_NAME = compiled(r"(?i)\.(?:jsonl|ndjson|jsonlines)(?:\.|\Z)")
CUT_BYTES = 1 << 16
"""How far before the end of what was read a place for a cut is looked for."""


class ConvertSources(NamedTuple):
    """Reads inputs, one after another; what goes wrong comes as a notice in its place.

    ``follows_script`` says that the script of a text's earlier lines matters for later ones.
    """

    settings: ReadSettings
    line_buffered: bool = False
    follows_script: bool = True

    def pieces(self, sources: Iterable[Source]) -> Iterator[Piece]:
        """The pieces of every input; one that cannot be read at all has no `Begin`."""
        for number, source in enumerate(sources):
            begun = False
            said: list[Notice] = []
            try:
                with opened(source, self.settings.limits, said) as stream:
                    yield from said
                    for piece in self._of(stream, source, number):
                        begun = True
                        yield piece
            except (EOFError, OSError, ValueError) as e:
                yield Notice("error", source.label, reason_of(e))
                if begun:
                    yield End(number, failed=True)

    def _of(self, stream: io.BufferedReader, source: Source, number: int) -> Iterator[Piece]:
        head, stream = head_of(stream, is_enough, HEAD_BYTES)
        container = self._container(head, source)
        if container in ("text", "jsonl"):
            yield Begin(number)
            if container == "jsonl":
                yield from self._lines(stream, source, number)
            else:
                yield from self._blocks(stream, source, number)
            return
        level = "error" if source.named else "warning"
        yield Notice(level, source.label, f"{container} file: skipped")  # type: ignore[arg-type]

    def _container(self, head: bytes, source: Source) -> str:
        if self.settings.input_format != "auto":
            return self.settings.input_format
        if _is_plainly_text(head, source.path):
            return "text"
        container = container_of(head, source.path, self.settings.text_key)
        return "text" if container in _AS_TEXT else container

    def _blocks(self, stream: io.BufferedReader, source: Source, number: int) -> Iterator[Piece]:
        limits, long_lines = self.settings.limits, None
        if limits.line is not None:
            from yrd_cli.reading.long_lines import LongLines, filtered_text

            long_lines = LongLines()
            stream = filtered_text(stream, self.settings.encoding, limits, long_lines, html=True)
        blocks = LongLineBlocks(
            stream,
            self.settings.encoding,
            line_buffered=self.line_buffered,
            limits=limits,
            long_lines=long_lines,
        )
        offset, line = 0, 1
        script: Script = "none"
        try:
            for whole in blocks:
                for text in _cut(whole):
                    yield Block(number, source.label, text, offset, line, blocks.encoding, script)
                    offset += len(text)
                    line += text.count("\n")
                    if self.follows_script:
                        found = script_of(text[-CONTEXT_CHARACTERS:])
                        script = script if found == "none" else found
        except (EOFError, OSError) as e:
            yield from _undecodable(blocks, source)
            if long_lines is not None and long_lines.count:
                yield long_lines.notice(source.label, limits)
            yield Notice("error", source.label, reason_of(e))
            yield End(number, failed=True, lossy=blocks.undecodable > 0)
            return
        if not offset:
            yield Block(number, source.label, "", 0, 1, blocks.encoding)
        yield from _undecodable(blocks, source)
        failed = long_lines is not None and long_lines.count > 0
        if long_lines is not None and failed:
            yield long_lines.notice(source.label, limits)
        yield End(number, failed=failed, lossy=blocks.undecodable > 0)

    def _lines(self, stream: io.BufferedReader, source: Source, number: int) -> Iterator[Piece]:
        at, failed = 0, False
        limits = self.settings.limits
        most = limits.record_bytes
        while data := stream.readline(most + 1):
            at += 1
            line = Line(number, source.label, at, data)
            if len(data) > most and not data.endswith(b"\n"):
                failed = True
                yield Notice("error", line.place, limits.too_long_record)
                while data and not data.endswith(b"\n"):
                    data = stream.readline(HEAD_BYTES)
            elif not data.isspace():
                yield line
        yield End(number, failed=failed)


def is_named_jsonl(path: str) -> bool:
    """Whether a name says that a file holds JSON Lines, compressed or not."""
    return _JSON_LINES_NAME.search(path) is not None


def _is_plainly_text(head: bytes, path: str) -> bool:
    """Whether a head is UTF-8 without controls that no other container begins like: most inputs
    need no closer look, which loads the statistics of all encodings."""
    if _OTHER_START.match(head) or _CONTROL.search(head) or is_named_jsonl(path):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as e:
        return len(head) - e.start < 4 and e.reason == "unexpected end of data"
    return True


def _undecodable(blocks: TextBlocks, source: Source) -> Iterator[Notice]:
    if blocks.undecodable:
        from yrd_cli.reading.json_values import undecodable_message

        message = undecodable_message(blocks.undecodable, blocks.encoding)
        yield Notice("warning", source.label, message, key="undecodable")


def _cut(text: str) -> Iterator[str]:
    at = 0
    while len(text) - at > 2 * BLOCK_CHARACTERS:
        end = text.find("\n", at + BLOCK_CHARACTERS) + 1 or len(text)
        yield text[at:end]
        at = end
    if at < len(text):
        yield text[at:] if at else text


class LongLineBlocks(TextBlocks):
    """Blocks of text in which no line is much longer than MAX_LINE_BYTES, or than was asked for;
    a text is read up to the largest document that was asked for."""

    def __init__(
        self,
        stream: io.BufferedReader,
        encoding: str = "auto",
        *,
        line_buffered: bool = False,
        limits: Limits = DEFAULT_LIMITS,
        long_lines: LongLines | None = None,
    ) -> None:
        super().__init__(stream, encoding, line_buffered=line_buffered, limits=limits)
        self._rest = b""
        self._long_lines = long_lines
        self._room = NO_LIMIT if limits.document is None else limits.document_bytes

    def _next_lines(self) -> bytes:
        data = self._whole_lines()
        self._room -= len(data)
        if self._room >= 0:
            return data
        data = self._beginning(data[: max(0, len(data) + self._room)])
        self._failure, self._rest = OSError(self._limits.too_large_text), b""
        self._room = 0
        return data

    def _beginning(self, data: bytes) -> bytes:
        """What of a text that is cut is whole lines, or one line that is cut."""
        from yrd_cli.reading.long_lines import has_byte_lines

        if not has_byte_lines(data, self.encoding):
            return data[: len(data) - len(data) % 4]
        return data[: data.rfind(b"\n") + 1] or data[: self._place_to_cut(data) if data else 0]

    def _whole_lines(self) -> bytes:
        if self._failure is not None and not self._rest:
            return b""
        data, self._rest = self._rest, b""
        if not self._line_buffered:
            data += self._read(BLOCK_BYTES - len(data))
        if self._line_buffered or (data and not data.endswith(b"\n")):
            data += self._read_line()
        if data.endswith(b"\n") or len(data) < MAX_LINE_BYTES:
            return data
        end = self._place_to_cut(data)
        self._rest = data[end:]
        return data[:end]

    def _read_line(self) -> bytes:
        if self._failure is not None:
            return b""
        try:
            return self._stream.readline(MAX_LINE_BYTES)
        except (EOFError, OSError) as e:
            self._failure = e
            return b""

    def _text_of(self, data: bytes) -> str:
        if self.encoding == "utf-8" or (
            self.encoding == "auto" and not (_CONTROL.search(data) or b"~{" in data)
        ):
            try:
                text = data.decode("utf-8")  # a mark stays, as U+FEFF
            except UnicodeDecodeError:
                return self._decoded(data)
            if not data.isascii():
                self.encoding = "utf-8"
            return text
        return self._decoded(data)

    def _decoded(self, data: bytes) -> str:
        text = super()._text_of(data)
        if self._long_lines is None or not self.encoding.startswith(NOT_BY_LINE[:2]):
            return text
        from yrd_cli.reading.long_lines import kept_lines

        longest = self._limits.line_bytes
        kept = set(kept_lines(text, longest, self.encoding, self._long_lines))
        lines = text.split("\n")
        return "\n".join(line if n in kept else "" for n, line in enumerate(lines))

    def _place_to_cut(self, data: bytes) -> int:
        encoding = self.encoding
        if encoding == "auto":
            from yrd_cli.reading.decoding import detect_encoding

            encoding = detect_encoding(data)
        if encoding.startswith(NOT_BY_LINE):
            return len(data)  # read as a whole
        start = max(0, len(data) - CUT_BYTES)
        stops = list((_STOP if encoding == "utf-8" else _SPACE).finditer(data, start))
        if stops:
            return stops[-1].end()
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        decoder.decode(data[start:] if encoding == "utf-8" else data)
        return len(data) - len(decoder.getstate()[0])  # not within a character
