"""One search, compiled: which lines of a buffer match."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache, cached_property
from importlib import import_module

from yrd_cli.grep.scan.alphabets import Alphabet, DoubleByte, Utf8
from yrd_cli.grep.scan.engines import (
    AllLines,
    Buffer,
    Engine,
    HeldTextEngine,
    HyperscanEngine,
    NoLines,
    ReEngine,
    Span,
    TextEngine,
)
from yrd_cli.grep.scan.literals import MOST_FORMS
from yrd_cli.grep.scan.translation import Translation, translate

UTF_8 = "utf-8"

WORTH_LOADING = 1 << 20
"""Bytes to search from which hyperscan (12 ms to import, 1 to 3 to compile) and stringzilla (3 ms)
pay: until then `re` and `bytes.find` do the work."""

SAFE_REPEATS = 1
"""Long repetitions that `re` may try; with two or more, a line may take it quadratic time."""

WASTED = 2000
"""Bytes for each line that holds the text but not the pattern, under which hyperscan, which
reads every byte once, is quicker than looking for the text."""


class Scanner:
    """What is searched for, and the engine that finds it. See the package for what matches.

    ``source`` is in the syntax of `re`, over characters. Raises re.error where it is wrong.
    """

    def __init__(
        self,
        source: str,
        *,
        ignore_case: bool = False,
        terminator: bytes = b"\n",
        encoding: str = UTF_8,
    ) -> None:
        self.source = source
        self.flags = re.IGNORECASE if ignore_case else re.NOFLAG
        self.terminator = terminator
        self.encoding = encoding
        self._translation = self._translated()
        self._engine = self._small_engine()
        self._seen = 0
        self._is_settled = False
        self._others: dict[str, Scanner] = {}

    @classmethod
    def of_literals(
        cls, literals: Sequence[str], *, ignore_case: bool = False, terminator: bytes = b"\n"
    ) -> Scanner:
        """A search for plain texts, the longest of them where several begin at one place."""
        longest_first = sorted(literals, key=len, reverse=True)
        source = "|".join(map(re.escape, longest_first)) if literals else "(?!)"
        return cls(source, ignore_case=ignore_case, terminator=terminator)

    def within(self, encoding: str) -> Scanner:
        """The same search in lines of another encoding whose line ends are bytes of their own."""
        if encoding == self.encoding:
            return self
        if encoding not in self._others:
            ignore_case = bool(self.flags & re.IGNORECASE)
            self._others[encoding] = Scanner(
                self.source, ignore_case=ignore_case, terminator=self.terminator, encoding=encoding
            )
        return self._others[encoding]

    def load(self) -> None:
        """Take the engine for large inputs now: on a line of any length, its time is linear."""
        self._engine_for(WORTH_LOADING)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern for a line as characters."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a user's [[ is no future set for us
            return re.compile(self.source, self.flags)

    def decoded(self, line: Buffer) -> str:
        """A line as characters, as ``regex`` wants it."""
        if self.encoding == UTF_8:
            return line.decode(UTF_8, "surrogateescape")
        return line.decode(self.encoding, "replace")

    def text_of(self, line: Buffer) -> bytes:
        """A line as UTF-8."""
        return bytes(line) if self.encoding == UTF_8 else self.decoded(line).encode()

    def confirm(self, line: Buffer) -> bool:
        """Whether a line, without its terminator, matches."""
        return self.regex.search(self.decoded(line)) is not None

    def lines(
        self, buffer: Buffer, start: int = 0, end: int | None = None
    ) -> Iterator[tuple[int, int]]:
        """Start and end of each line that matches, in order; the end is before the terminator.

        ``start`` is where a line begins; the last line may lack its terminator.
        """
        stop = len(buffer) if end is None else end
        found = self._engine_for(stop - start).lines(buffer, start, stop)
        return found if self._translation.exact else self._confirmed(found, buffer)

    def count(self, buffer: Buffer, start: int = 0, end: int | None = None) -> int:
        """How many lines match."""
        stop = len(buffer) if end is None else end
        engine = self._engine_for(stop - start)
        if isinstance(engine, AllLines) and self._translation.exact:
            has_rest = stop > start and not buffer.endswith(self.terminator, start, stop)
            return self.count_lines(buffer, start, stop) + has_rest
        if isinstance(engine, HyperscanEngine) and self._translation.exact:
            return len(engine.stops(buffer, start, stop))
        if isinstance(engine, TextEngine) and self._translation.exact:
            return engine.count(buffer, start, stop)
        return sum(1 for _ in self.lines(buffer, start, stop))

    def first(self, buffer: Buffer, start: int = 0, end: int | None = None) -> Span | None:
        """The first line that matches."""
        return next(self.lines(buffer, start, end), None)

    def joined(
        self, buffer: Buffer, start: int = 0, end: int | None = None, *, prefix: bytes = b""
    ) -> tuple[int, bytes]:
        """How many lines match, and all of them in UTF-8, each with a prefix and a terminator."""
        found = self._pieces(buffer, start, len(buffer) if end is None else end)
        if not found:
            return 0, b""
        if self.encoding != UTF_8:
            found = [self.text_of(line) for line in found]
        return len(found), prefix + (self.terminator + prefix).join(found) + self.terminator

    def _pieces(self, buffer: Buffer, start: int, end: int) -> list[Buffer]:
        engine = self._engine_for(end - start)
        if isinstance(engine, TextEngine) and self._translation.exact:
            return engine.pieces(buffer, start, end)
        found = engine.lines(buffer, start, end)
        if not self._translation.exact:
            found = self._confirmed(found, buffer)
        return [buffer[a:b] for a, b in found]

    def count_lines(self, buffer: Buffer, start: int, end: int) -> int:
        """How many terminators stand in a part of a buffer."""
        import sys

        fast = sys.modules.get("stringzilla")  # 18 ms for 200 MB, where bytes.count takes 88
        if fast is not None:
            return int(fast.count(buffer, self.terminator, start, end))
        return buffer.count(self.terminator, start, end)

    def spans(self, line: Buffer) -> list[Span]:
        """Start and end of each match in a line of UTF-8, in bytes; empty ones are left out."""
        text = line.decode(UTF_8, "surrogateescape")
        found = [m.span() for m in self.regex.finditer(text) if m.end() > m.start()]
        if len(text) == len(line):
            return found
        return [(_bytes_before(text, a), _bytes_before(text, b)) for a, b in found]

    def _confirmed(self, candidates: Iterator[Span], buffer: Buffer) -> Iterator[Span]:
        search, decoded = self.regex.search, self.decoded
        for start, end in candidates:
            if search(decoded(buffer[start:end])):
                yield start, end

    def _translated(self, *, to_line_end: bool = False, coarse: bool = False) -> Translation:
        alphabet: Alphabet = Utf8(self.terminator)
        if self.encoding != UTF_8:
            alphabet = DoubleByte(self.encoding, self.terminator)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return translate(
                self.source,
                self.flags,
                alphabet,
                self.terminator,
                to_line_end=to_line_end,
                coarse=coarse,
            )

    def _small_engine(self) -> Engine:
        """The engine that a small file is searched with."""
        known = self._translation
        if known.source is None:
            return NoLines()
        if not known.source:
            return AllLines(self.terminator)
        if known.is_plain and len(known.literals) <= MOST_FORMS:
            return TextEngine(known.literals, self.terminator)
        if known.literals and not known.exact:  # the second look is the only one
            return TextEngine(known.literals, self.terminator)
        if known.literals and known.repeats <= SAFE_REPEATS:
            pattern = re.compile(known.source, re.MULTILINE)
            return HeldTextEngine(known.literals, self.terminator, pattern, known.widest)
        if self.encoding != UTF_8:
            # Where one byte may be two things, `re` tries them all, again and again.
            return AllLines(self.terminator)
        if known.repeats > SAFE_REPEATS and (engine := self._large_engine()):
            return engine
        return ReEngine(re.compile(known.source, re.MULTILINE), self.terminator)

    def _engine_for(self, size: int) -> Engine:
        """The engine for the next so many bytes, by how many were searched and what was found."""
        engine = self._engine
        self._seen += size
        if self._seen < WORTH_LOADING or self._is_settled:
            return engine
        is_dense = isinstance(engine, HeldTextEngine) and engine.candidates * WASTED > self._seen
        is_decoding = isinstance(engine, AllLines) and bool(self._translation.source)
        if is_dense or is_decoding or isinstance(engine, ReEngine):
            self._engine = self._large_engine() or engine
            self._is_settled = True
        elif isinstance(engine, TextEngine | HeldTextEngine):
            _load_stringzilla()
            self._is_settled = isinstance(engine, TextEngine)
        else:
            self._is_settled = True
        return self._engine

    def _large_engine(self) -> Engine | None:
        """Hyperscan, where it is installed and takes the pattern."""
        try:
            import hyperscan
        except ImportError:
            return None
        for coarse in (False, True):
            wanted = self._translated(to_line_end=True, coarse=coarse)
            if wanted.source is None:
                return NoLines()
            with suppress(hyperscan.error):
                engine = HyperscanEngine(wanted.source, self.terminator)
                self._translation = wanted
                return engine
        return None


def _bytes_before(text: str, place: int) -> int:
    return len(text[:place].encode(UTF_8, "surrogateescape"))


@cache
def _load_stringzilla() -> None:
    with suppress(ImportError):
        import_module("stringzilla")
