"""How `yrd grep` runs where it searches Documents instead of lines: concordances, conditions on
what stands around a hit, filters on metadata."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BufferedReader
from typing import Any, NamedTuple

from yrd_cli.cli.documents_wanted import wants_documents
from yrd_cli.cli.environment import Environment
from yrd_cli.errors import UsageError
from yrd_cli.grep.concordance import GROUP_KEYS, GroupCounts, parse_sort
from yrd_cli.grep.concordance_faces import (
    CountFace,
    DocumentFace,
    EventFace,
    Face,
    Found,
    LineFace,
    NameFace,
    PlainFace,
    SentenceFace,
)
from yrd_cli.grep.concordance_kwic import GroupFace, HitTableFace, KwicFace
from yrd_cli.grep.concordance_search import Find, finder_of, surroundings_of
from yrd_cli.grep.events import Counts
from yrd_cli.grep.kwic import DEFAULT_WIDTH
from yrd_cli.grep.kwic import Layout as KwicLayout
from yrd_cli.grep.near import Span, Surroundings
from yrd_cli.grep.noise import is_glossed
from yrd_cli.grep.printing import Layout
from yrd_cli.grep.records import DEFAULT_FIELD, Raw, Searchable, raw_records, searchable
from yrd_cli.grep.request import GrepRequest
from yrd_cli.grep.where import Condition, all_hold, parse_condition
from yrd_cli.limits import DEFAULT_LIMITS
from yrd_cli.reading.paths import STDIN, Source
from yrd_cli.reading.recognise import HEAD_BYTES
from yrd_cli.reading.records import ReadSettings
from yrd_cli.report import Notice
from yrd_cli.time_limit import TimeLimit, TimeLimitError
from yrd_cli.writing.formats import TABLE_FORMATS, refuse_csv_safe
from yrd_cli.writing.sheets import SAFE, sheet_row

BINARY_SKIPPED = "binary file: skipped"
DOCUMENT_FORMATS = ("text", "jsonl", "json")


def is_concordance(request: GrepRequest) -> bool:
    """Whether hits are shown in context: --kwic, or what only makes sense with it."""
    asked = request.concordance
    return bool(asked.kwic or asked.sort or asked.group or asked.width is not None)


def refuse_contradictions(request: GrepRequest) -> None:
    """Raise UsageError for options that ask for two things at once, or for nothing."""
    output, asked, concordance = request.output, request.document, request.concordance
    if request.pattern.null_data:
        raise UsageError("-z is for plain lines: Documents, concordances and --json have their own")
    if asked.within != "line" and not (asked.and_ or asked.not_ or asked.near):
        raise UsageError("--within goes with --and, --not or --near")
    if concordance.group not in (None, *GROUP_KEYS):
        choices = ", ".join(GROUP_KEYS)
        raise UsageError(f"--group {concordance.group!r}: choose from {choices}")
    if output.show != "lines":
        if output.format != "auto":
            raise UsageError("--format is for what is found, not for counts and names")
        return
    face = "--kwic" if is_concordance(request) else "--sentence" if asked.sentence else None
    others = {
        "--sentence": asked.sentence and face == "--kwic",
        "--json": request.json,
        "-v": output.invert,
        "-o": output.only_matching,
        "-A, -B, -C": request.has_context,
    }
    taken = next((name for name, given in others.items() if given), None)
    if face is not None and taken is not None:
        raise UsageError(f"{face} and {taken} exclude each other")
    if request.json and output.format != "auto":
        raise UsageError("--json and --format exclude each other")


def records_of(
    request: GrepRequest, path: str, stream: BufferedReader | None = None
) -> Iterator[Raw]:
    """The records of a file, as they lie there."""
    asked = request.input
    as_text = asked.binary == "text" and asked.input_format == "auto"
    settings = ReadSettings(
        "text" if as_text else asked.input_format,
        asked.encoding,
        limits=request.limits or DEFAULT_LIMITS,
    )
    field = request.document.field or DEFAULT_FIELD
    return raw_records(Source(path), settings, field, stream)


@dataclass(slots=True)
class DocumentFile:
    """A file whose Documents are searched one after another."""

    path: str
    name: str
    face: Face
    """What showed the last Document."""
    selected: int = 0


class Shown(NamedTuple):
    """How much of a Document was selected and shown."""

    structured: bool
    selected: int


class Part(NamedTuple):
    """What a part of a run leaves for the run: what the faces kept, for records or others."""

    kept: tuple[tuple[bool, Any], ...]
    events: Counts
    found: bool


@dataclass(slots=True)
class ConcordanceRun:
    """Searches files as Documents, one after another. Raises UsageError for what is wrong in the
    request, PatternError for a wrong pattern.

    ``say`` gets a level ("error" or "warning"), a place and a message. For each file call
    ``search``, in the end ``finish``; ``found`` and ``is_done`` tell what came of it.
    """

    request: GrepRequest
    env: Environment
    layout: Layout
    say: Callable[[str, str, str], None]
    limit: TimeLimit
    """Of a text, within which the run is."""
    hand_over: Callable[[DocumentFile, Iterator[Raw]], bool] | None = None
    """Asked after each Document: whether someone else goes on with the rest of its file."""
    is_part: bool = False
    """Whether this is the search of a part of a run, whose faces someone else begins and ends."""
    found: bool = False
    events: Counts = field(default_factory=Counts)
    """With --json, what the run comes to."""
    _finders: dict[bool, Find] = field(init=False, default_factory=dict)
    _surroundings: Surroundings = field(init=False)
    _conditions: list[Condition] = field(init=False)
    _faces: dict[bool, Face] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        request = self.request
        refuse_contradictions(request)
        exact = request.pattern.exact
        self._conditions = [parse_condition(text, exact=exact) for text in request.document.where]
        self._finder(request.pattern.noise or False)
        self._surroundings = surroundings_of(request)
        self._face(False)

    @property
    def is_done(self) -> bool:
        """Whether nothing that comes can change what the run gives (-q, and a hit)."""
        return self.found and self.request.output.show == "nothing"

    def search(self, path: str, name: str, stream: BufferedReader | None = None) -> None:
        """Search one file (``-``: standard input); ``name`` is how it is shown, ``stream`` its
        bytes where they were looked at already."""
        file = self.begin(path, name)
        records = records_of(self.request, path, stream)
        try:
            for item in searchable(records, self._field):
                if not self.take(file, item):
                    break
                if self.is_done or (self.hand_over is not None and self.hand_over(file, records)):
                    return
        except TimeLimitError:
            self.leave(file)
            raise
        self.end(file)

    def begin(self, path: str, name: str) -> DocumentFile:
        """Begin with a file."""
        return DocumentFile(path, name, self._face(False))

    def take(self, file: DocumentFile, item: Searchable | Notice) -> bool:
        """Search the next Document of a file; whether others are wanted."""
        if isinstance(item, Notice):
            self._hear(item, file)
            return True
        left = self._left(file)
        if left is not None and left <= 0:
            return False
        found = self.find(file, item)
        return found is None or self.show(file, found)

    def find(self, file: DocumentFile, item: Searchable) -> Found | None:
        """A Document with the hits that it holds; None where it is not to be looked at."""
        document = item.document
        if file.path == STDIN and not item.structured:
            document = replace(document, id=file.name)
        if not all_hold(self._conditions, document):
            return None
        spans = self._spans(item, file.name)
        place = (item.number, file.name, file.path, item.field)
        return Found(document, item.text, spans, item.structured, *place)

    def show(self, file: DocumentFile, found: Found) -> bool:
        """Write what is written of a Document; whether others of its file are wanted."""
        file.face = self._face(found.structured)
        count, parts = file.face.show(found, self._left(file))
        self.add(file, count)
        self._write(parts)
        return not (count and self.request.first_is_enough and not found.structured)

    def add(self, file: DocumentFile, count: int) -> None:
        """Count what was selected in a file."""
        file.selected += count
        self.found = self.found or count > 0

    def end(self, file: DocumentFile) -> None:
        """Write what is written at the end of a file."""
        self._write(file.face.end_file(file.selected, file.name, file.path))

    def leave(self, file: DocumentFile) -> None:
        """Write what is written at the end of a file that was not searched to its end."""
        if self.request.json:
            self.end(file)

    def search_part(self, path: str, name: str, records: Iterable[Raw]) -> Iterator[Shown | Found]:
        """Search some records of a file as a part of a run; gives what was selected of each one,
        or where -m counts, all that was found."""
        file = self.begin(path, name)
        limited = self.request.output.max_count is not None
        self._face(False).begin_part(name)
        self._face(True).begin_part(name)
        for item in searchable(records, self._field):
            if isinstance(item, Notice):
                self._hear(item, file)
            elif (found := self.find(file, item)) is None:
                continue
            elif limited:
                yield found
            else:
                before = file.selected
                self.show(file, found)
                yield Shown(found.structured, file.selected - before)
                if self.is_done:
                    return

    def end_part(self) -> Part:
        """What there is to ``absorb`` of what was searched since the last call."""
        counts = self.events
        faces = {id(face): (kind, face) for kind, face in self._faces.items()}
        kept = tuple((kind, face.end_part()) for kind, face in faces.values())
        part = Part(kept, replace(counts), self.found)
        counts.add(Counts(*(-getattr(counts, name) for name in counts.__slots__)))
        self.found = False
        return part

    def absorb(self, part: Part, name: str) -> None:
        """Take over what someone else found in Documents, and write what stands before that."""
        self.events.add(part.events)
        self.found = self.found or part.found
        for structured, kept in part.kept:
            self._write((self._face(structured).absorb(kept, name),))

    def face_of(self, structured: bool) -> Face:
        """What shows records, or other files."""
        return self._face(structured)

    @property
    def _field(self) -> str:
        return self.request.document.field or DEFAULT_FIELD

    def _left(self, file: DocumentFile) -> int | None:
        most = self.request.output.max_count
        return None if most is None else most - file.selected

    def finish(self) -> None:
        """Write what is left to write."""
        faces = {id(face): face for face in self._faces.values()}
        for face in faces.values():
            self._write(face.finish())
        self.env.stdout.flush()

    def _spans(self, item: Searchable, name: str) -> list[Span]:
        """The hits that count, within the time that a pattern may take for a text."""
        find = self._finder(self._is_tolerant(item))
        spans: list[Span] = []
        try:
            for text in self.limit.watch((item.text,)):
                spans = list(self._surroundings.kept(text, find(text)))
        except TimeLimitError as e:
            e.place = name
            raise
        return spans

    def _is_tolerant(self, item: Searchable) -> bool:
        """Whether noise is seen through: in Documents and concordances, and in pages strewn with
        glosses, unless it is said."""
        asked = self.request.pattern
        if asked.noise is not None or asked.exact:
            return bool(asked.noise) and not asked.exact
        if item.structured or wants_documents(self.request):
            return True
        return is_glossed(item.text[:HEAD_BYTES])

    def _finder(self, tolerant: bool) -> Find:
        if tolerant not in self._finders:
            self._finders[tolerant] = finder_of(self.request, noise=tolerant)
        return self._finders[tolerant]

    def _hear(self, notice: Notice, file: DocumentFile) -> None:
        level = "warning" if notice.message == BINARY_SKIPPED else notice.level
        if level != "error" and notice.message.startswith("empty "):
            return  # no news to who searches
        is_stdin = file.path == STDIN and notice.place == STDIN
        place = file.name if is_stdin else notice.place
        self.say(level, place, notice.message)

    def _write(self, parts: object) -> None:
        for part in parts:  # type: ignore[attr-defined]
            self.env.stdout.write(part)
        if self.request.output.line_buffered or self.env.output.is_terminal:
            self.env.stdout.flush()

    def _face(self, structured: bool) -> Face:
        """The face for records, or for other files; they may be the same."""
        if structured not in self._faces:
            made = self._made_face(structured)
            other = self._faces.get(not structured)
            same = other is not None and (type(other) is type(made))
            self._faces[structured] = other if same and other is not None else made
        return self._faces[structured]

    def _made_face(self, structured: bool) -> Face:
        request, output, layout = self.request, self.request.output, self.layout
        invert = output.invert
        if output.show == "nothing":
            return PlainFace(layout, invert)
        if output.show == "count":
            return CountFace(layout, invert)
        if output.show in ("with-match", "without-match"):
            return NameFace(layout, invert, without=output.show == "without-match")
        before, after = output.before or 0, output.after or 0
        if request.json:
            return EventFace(layout, invert, before, after, self.events)
        if is_concordance(request):
            return self._concordance()
        if request.document.sentence:
            return SentenceFace(layout)
        format = self._document_format(structured)
        if format != "text":
            return DocumentFace(layout, invert, array=format == "json", is_part=self.is_part)
        return LineFace(layout, invert, before, after, grouped=request.has_context)

    def _concordance(self) -> Face:
        request, asked = self.request, self.request.concordance
        terminal = self.env.output
        format = request.output.format
        default = "table" if terminal.is_terminal else "tsv"
        if format not in ("auto", "text", *TABLE_FORMATS) or format == "parquet":
            choices = ", ".join(f for f in ("text", *TABLE_FORMATS) if f != "parquet")
            raise UsageError(f"--format {format}: a concordance is written as {choices}")
        if request.output.csv_safe:
            format = format if format != "auto" else default
            format += SAFE if sheet_row(format) else ""
            refuse_csv_safe(format)
        if asked.group is not None:
            chosen = default if format == "auto" else "table" if format == "text" else format
            counts = GroupCounts(asked.group)
            return GroupFace(self.layout, counts=counts, format=chosen, terminal=terminal)
        keys = parse_sort(asked.sort) if asked.sort else ()
        if format not in ("auto", "text"):
            return HitTableFace(self.layout, keys=keys, format=format, terminal=terminal)
        width = asked.width
        if width is None:
            width = terminal.width if terminal.is_terminal else DEFAULT_WIDTH
        layout = KwicLayout(width, asked.ambiguous_width)
        return KwicFace(self.layout, keys=keys, kwic=layout)

    def _document_format(self, structured: bool) -> str:
        """Documents come out as Documents in a pipe, unless lines of them are asked for."""
        output = self.request.output
        format = output.format
        if format not in ("auto", *DOCUMENT_FORMATS):
            choices = ", ".join(DOCUMENT_FORMATS)
            raise UsageError(f"--format {format}: Documents are written as {choices}")
        if format != "auto":
            return format
        wants_lines = (
            output.only_matching
            or output.line_number
            or output.byte_offset
            or output.with_filename is not None
            or self.request.has_context
            or self.layout.colors is not None
            or self.env.output.is_terminal
        )
        return "text" if wants_lines or not structured else "jsonl"
