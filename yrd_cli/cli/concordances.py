"""How `yrd grep` runs where it searches Documents instead of lines: concordances, conditions on
what stands around a hit, filters on metadata."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BufferedReader

from yrd_cli.cli.documents_wanted import wants_documents
from yrd_cli.cli.environment import Environment
from yrd_cli.errors import ExitStatus, UsageError
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
from yrd_cli.grep.records import DEFAULT_FIELD, Searchable, read_documents
from yrd_cli.grep.request import GrepRequest
from yrd_cli.grep.where import Condition, all_hold, parse_condition
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
    found: bool = False
    failed: bool = False
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
        asked = self.request.input
        as_text = asked.binary == "text" and asked.input_format == "auto"
        settings = ReadSettings("text" if as_text else asked.input_format, asked.encoding)
        wanted = self.request.document.field or DEFAULT_FIELD
        left = self.request.output.max_count
        selected = 0
        face = self._face(False)
        for item in read_documents(Source(path), settings, wanted, stream):
            if isinstance(item, Notice):
                self._hear(item, path, name)
                continue
            if left is not None and selected >= left:
                break
            document = item.document
            if path == STDIN and not item.structured:
                document = replace(document, id=name)
            if not all_hold(self._conditions, document):
                continue
            spans = self._spans(item, name)
            face = self._face(item.structured)
            found = Found(
                document, item.text, spans, item.structured, item.number, name, path, item.field
            )
            count, parts = face.show(found, None if left is None else left - selected)
            selected += count
            self.found = self.found or count > 0
            self._write(parts)
            if count and self.request.first_is_enough and not item.structured:
                break
            if self.is_done:
                return
        self._write(face.end_file(selected, name, path))

    def finish(self) -> ExitStatus:
        """Write what is left to write; gives the exit status of the run."""
        faces = {id(face): face for face in self._faces.values()}
        for face in faces.values():
            self._write(face.finish())
        self.env.stdout.flush()
        if self.failed and not self.is_done:
            return ExitStatus.FAILED
        return ExitStatus.DONE if self.found else ExitStatus.NOTHING

    def _spans(self, item: Searchable, name: str) -> list[Span]:
        """The hits that count, within the time that a pattern may take for a text."""
        find = self._finder(self._is_tolerant(item))
        spans: list[Span] = []
        with TimeLimit(self.request.time_limit) as limit:
            try:
                for text in limit.watch((item.text,)):
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

    def _hear(self, notice: Notice, path: str, name: str) -> None:
        level = "warning" if notice.message == BINARY_SKIPPED else notice.level
        if level == "error":
            self.failed = True
        elif notice.message.startswith("empty "):
            return  # no news to who searches
        place = name if path == STDIN and notice.place == STDIN else notice.place
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
            return DocumentFace(layout, invert, array=format == "json")
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
