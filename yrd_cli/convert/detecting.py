"""The script of each document, with the evidence: what ``--detect`` shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from yrd_cli.convert.detection import detect
from yrd_cli.convert.pieces import Block, End, Line, Piece
from yrd_cli.convert.records import JsonRecord, RecordFields
from yrd_cli.limits import DEFAULT_LIMITS, Limits
from yrd_cli.report import Notice, Report
from yrd_cli.writing.tables import Cell, Column, Table

DETECT_CHARACTERS = 8_000_000
"""What is read of one text as evidence, at the least: more has never changed a verdict."""

EVIDENCE = (
    "tw_characters",
    "hk_characters",
    "mainland_words",
    "tw_words",
    "hk_words",
)
"""The counts behind ``region`` and ``vocabulary``; of Traditional text only."""

COLUMNS = (
    Column("id"),
    Column("script"),
    Column("region"),
    Column("vocabulary"),
    Column("simplified_only", 0),
    Column("traditional_only", 0),
    *(Column(name, 0) for name in EVIDENCE),
)


@dataclass(slots=True)
class DetectedBatch:
    """A row for each document, and a report."""

    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    report: Report = field(default_factory=Report)

    @property
    def table(self) -> Table:
        """The rows under their columns."""
        return Table(COLUMNS, self.rows)


def whole_texts(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The blocks of each text as one, up to DETECT_CHARACTERS; an empty text is one too."""
    first: Block | None = None
    texts: list[str] = []
    length = 0
    for piece in pieces:
        if isinstance(piece, Block):
            first = first or piece
            if length < DETECT_CHARACTERS:
                texts.append(piece.text)
                length += len(piece.text)
            continue
        if isinstance(piece, End) and first is not None:
            yield first._replace(text="".join(texts))
            first, texts, length = None, [], 0
        yield piece


@dataclass(frozen=True, slots=True)
class DetectBatches:
    """Tells the script of each document of a batch."""

    fields: RecordFields
    input_encoding: str
    limits: Limits = DEFAULT_LIMITS

    def __call__(self, batch: Sequence[Piece]) -> DetectedBatch:
        """Detect one batch; broken records are noted in its report."""
        result = DetectedBatch()
        for piece in batch:
            if isinstance(piece, Notice):
                result.report.notices.append(piece)
            elif isinstance(piece, Block):
                self._add(result, piece.label, piece.text)
            elif isinstance(piece, Line):
                try:
                    depth = self.limits.json_depth
                    record = JsonRecord(piece.data, self.fields, self.input_encoding, depth)
                except ValueError as e:
                    result.report.error(piece.place, str(e))
                    continue
                name = record.id or f"{piece.label}#{piece.number}"
                self._add(result, name, record.passages[0].text)
        return result

    def _add(self, result: DetectedBatch, id: str, text: str) -> None:
        found = detect(text)
        counts = (found.counts.get(name) for name in EVIDENCE)
        result.report.documents += 1
        result.report.characters += len(text)
        result.rows.append(
            (
                id,
                found.script,
                found.region,
                found.vocabulary,
                found.simplified_only,
                found.traditional_only,
                *counts,
            )
        )


def lost_detection(batch: Sequence[Piece], reason: str) -> DetectedBatch:
    """What stands for a piece that killed its worker twice."""
    result = DetectedBatch()
    for piece in batch:
        if isinstance(piece, Notice):
            result.report.notices.append(piece)
        elif isinstance(piece, (Line, Block)):
            result.report.error(piece.label, f"{reason}: left out")
    return result
