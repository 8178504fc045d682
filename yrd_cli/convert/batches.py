"""Conversion of batches of pieces: what each worker process runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yrd_cli.convert.conversion import Conversion, ConversionOptions
from yrd_cli.convert.encodings import Encoder, UnencodableError
from yrd_cli.convert.pieces import Begin, Block, End, Line, Part, Piece
from yrd_cli.convert.records import JsonRecord, Passage, RecordFields
from yrd_cli.convert.showing import ConversionView, Shown, Unit, place_in
from yrd_cli.limits import DEFAULT_LIMITS, Limits
from yrd_cli.reading.records import left_out
from yrd_cli.report import Notice, Report
from yrd_cli.time_limit import TimeLimitError

if TYPE_CHECKING:
    from yrd_cli.script import Script

BATCH_BYTES = 1 << 20
"""Texts that are converted together: per line, conversion would be forty times as slow."""

BATCH_PIECES = 5000
"""Pieces of a batch at most: records of 200 bytes fill it."""


class ConvertedBatch:
    """What became of one batch: stretches of output, a view, a report.

    ``unsound`` says that a check did not hold.
    """

    __slots__ = ("parts", "report", "unsound", "view")

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.view: list[Shown] = []
        self.report = Report()
        self.unsound = False


_TEXT_AND_TITLE = RecordFields()
_UTF8 = Encoder()


@lru_cache(maxsize=2)
def conversion_of(options: ConversionOptions) -> Conversion:
    """The conversion, built once in each process; raises UsageError."""
    return Conversion(options)


@dataclass(eq=False, repr=False)
class ConvertBatches:
    """Converts batches of pieces.

    ``writes`` says whether the converted text is wanted; ``view`` is what is shown of the work.
    """

    options: ConversionOptions
    fields: RecordFields = _TEXT_AND_TITLE
    input_encoding: str = "auto"
    encoder: Encoder = _UTF8
    writes: bool = True
    for_terminal: bool = False
    """Whether the converted text goes to a terminal, which it must not steer."""
    view: ConversionView | None = None
    limits: Limits = DEFAULT_LIMITS

    def __call__(self, batch: Sequence[Piece]) -> ConvertedBatch:
        """Convert one batch; broken records are noted in its report."""
        result = ConvertedBatch()
        units = list(self._units(batch, result))
        try:
            texts = iter(self._converted([p for unit in units for p in unit.passages]))
        except TimeLimitError:  # a pattern of the user's: which text is it?
            for unit in units:
                self._finish_in_time(unit, None, result)
            return result
        for unit in units:
            known = [next(texts) for _ in unit.passages] if self.writes else []
            self._finish_in_time(unit, known, result)
        return result

    def _finish_in_time(self, unit: Unit, texts: list[str] | None, result: ConvertedBatch) -> None:
        """Finish a unit, or tell that a pattern takes too long on it."""
        piece = unit.piece
        try:
            self._finish(unit, self._converted(unit.passages) if texts is None else texts, result)
        except TimeLimitError as e:
            assert isinstance(piece, (Line, Block))
            place = piece.place if isinstance(piece, Line) else f"{piece.label}:{piece.line}"
            result.report.error(place, f"--protect: {e}: left out (see --time-limit)")
            result.parts.append(Part(piece.source, failed=True))

    def _units(self, batch: Sequence[Piece], result: ConvertedBatch) -> Iterator[Unit]:
        for piece in batch:
            if isinstance(piece, Notice):
                result.report.notices.append(piece)
            elif isinstance(piece, Line):
                record = self._record(piece, result.report)
                yield Unit(piece, record.passages if record else [], record)
            elif isinstance(piece, Block):
                yield Unit(piece, [Passage("text", piece.text, piece.context)])
            else:
                yield Unit(piece, [])

    def _record(self, line: Line, report: Report) -> JsonRecord | None:
        try:
            depth = self.limits.json_depth
            record = JsonRecord(line.data, self.fields, self.input_encoding, depth)
        except ValueError as e:
            report.error(line.place, str(e))
            return None
        if record.message is not None and (record.undecodable or self.input_encoding == "auto"):
            report.warn(line.place, record.message, key="undecodable")
        return record

    def _converted(self, passages: Sequence[Passage]) -> list[str]:
        """Each passage converted, those of one context together."""
        if not self.writes:
            return []
        places: dict[Script, list[int]] = {}
        for number, passage in enumerate(passages):
            places.setdefault(passage.context, []).append(number)
        results = [""] * len(passages)
        conversion = conversion_of(self.options)
        for context, numbers in places.items():
            texts = conversion.convert_texts([passages[n].text for n in numbers], context)
            for number, text in zip(numbers, texts, strict=True):
                results[number] = text
        return results

    def _finish(self, unit: Unit, texts: list[str], result: ConvertedBatch) -> None:
        piece = unit.piece
        if isinstance(piece, Begin):
            result.parts.append(Part(piece.source, begins=True))
        elif isinstance(piece, End):
            part = Part(piece.source, ends=True, failed=piece.failed, lossy=piece.lossy)
            result.parts.append(part)
        elif isinstance(piece, Line) and unit.record is None:
            result.parts.append(Part(piece.source, failed=True))
        elif isinstance(piece, (Line, Block)):
            if not isinstance(piece, Block) or piece.line == 1:
                result.report.documents += 1
            result.report.characters += sum(len(p.text) for p in unit.passages)
            if self.writes:
                result.parts.append(self._written(unit, texts))
            if self.view is not None:
                shown, sound = self.view.show(unit, conversion_of(self.options))
                result.view += shown
                result.unsound = result.unsound or not sound

    def _written(self, unit: Unit, texts: list[str]) -> Part:
        piece = unit.piece
        assert isinstance(piece, (Line, Block))
        try:
            if isinstance(piece, Line):
                return self._of_record(piece, unit, texts)
            return self._of_block(piece, texts[0])
        except _SpoiltError as e:
            return Part(piece.source, spoilt=str(e))

    def _of_record(self, line: Line, unit: Unit, texts: list[str]) -> Part:
        record = unit.record
        assert record is not None
        data, changed = record.with_texts(texts)
        if not self.encoder.is_utf8 or self.for_terminal:
            text = self._shown(data.decode("utf-8", "replace"))
            try:
                data, changed = self.encoder.encode(text), True
            except UnencodableError as e:
                raise _SpoiltError(f"{line.place}: {e}") from None
        return Part(line.source, data, changed=changed, lossy=record.undecodable > 0)

    def _of_block(self, block: Block, text: str) -> Part:
        changed = text != block.text or block.encoding not in ("auto", self.encoder.name)
        if block.offset == 0 and not self.encoder.is_utf8:
            text = text.removeprefix("\ufeff")  # the encoder writes its own mark, or none
        try:
            return Part(block.source, self.encoder.encode(self._shown(text)), changed=changed)
        except UnencodableError as e:
            line, column = place_in(text, e.offset, block.line)
            raise _SpoiltError(f"{block.label}:{line}:{column}: {e}") from None

    def _shown(self, text: str) -> str:
        if not self.for_terminal:
            return text
        from yrd_cli.writing.terminal import visible

        return visible(text.replace("\r\n", "\n"))


class _SpoiltError(Exception):
    """What could not be encoded, and where."""


def lost(batch: Sequence[Piece], reason: str) -> ConvertedBatch:
    """What stands for a piece that killed its worker twice."""
    result = ConvertedBatch()
    for piece in batch:
        if isinstance(piece, Notice):
            result.report.notices.append(piece)
        elif isinstance(piece, (Begin, End)):
            begins = isinstance(piece, Begin)
            result.parts.append(Part(piece.source, begins=begins, ends=not begins))
        else:
            place = piece.place if isinstance(piece, Line) else f"{piece.label}:{piece.line}"
            result.report.error(place, left_out(piece, reason))
            result.parts.append(Part(piece.source, failed=True))
    return result
