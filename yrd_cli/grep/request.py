"""What one run of `yrd grep` was asked for: every setting of every option, parsed and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from yrd_cli.limits import Limits

Dialect = Literal["basic", "extended", "fixed", "perl"]
Show = Literal["lines", "count", "with-match", "without-match", "nothing"]
BinaryFiles = Literal["binary", "text", "without-match"]
Directories = Literal["read", "skip", "recurse"]
Devices = Literal["read", "skip", "read-named"]
Unit = Literal["line", "sentence", "document"]
AmbiguousWidth = Literal[1, 2]


class Nearby(NamedTuple):
    """`--near N WORD`: a hit counts only where ``pattern`` stands within ``distance``
    characters of it, on either side."""

    distance: int
    pattern: str


class PatternRequest(NamedTuple):
    """What is looked for, and what counts as a match.

    ``patterns`` are as they were typed, one element a line of the patterns (GNU grep splits them
    at newlines); bytes that are not UTF-8 are lone surrogates (``surrogateescape``). No element
    at all matches nothing (an empty -f file); one empty element matches every line.
    """

    patterns: tuple[str, ...] = ()
    dialect: Dialect = "basic"
    ignore_case: bool = False
    word: bool = False
    line: bool = False
    exact: bool = False
    """As GNU grep: neither scripts nor noise nor encodings are seen through."""
    regional: bool = False
    noise: bool | None = None
    """None: on with --kwic and in documents, off else; never on with ``exact``."""
    pinyin: bool = False
    null_data: bool = False
    """Lines end in NUL: a newline is a character like any other."""


class Filters(NamedTuple):
    """Globs that choose files of trees and named files, in the order they were given.

    Each is ``(takes, glob)``; as in GNU grep the last one that fits decides, and a file that
    none fits is taken unless the first is an --include.
    """

    files: tuple[tuple[bool, str], ...] = ()
    directories: tuple[tuple[bool, str], ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.files or self.directories)


class InputRequest(NamedTuple):
    """Which files are searched, and how their bytes are read."""

    names: tuple[str, ...] = ()
    """As typed; ``-`` is standard input. Empty: standard input, or ``.`` when recursive."""
    label: str | None = None
    """What standard input is called; None: ``(standard input)``."""
    directories: Directories = "read"
    follow: bool = False
    """Follow links in trees (-R)."""
    devices: Devices = "read-named"
    filters: Filters = Filters()
    binary: BinaryFiles = "binary"
    encoding: str = "auto"
    """``auto``: per file, or UTF-8 with ``exact``."""
    input_format: str = "auto"


class OutputRequest(NamedTuple):
    """What is written of what was found."""

    show: Show = "lines"
    invert: bool = False
    max_count: int | None = None
    only_matching: bool = False
    before: int | None = None
    after: int | None = None
    """Lines of context; None where none was asked for (then no group separators either)."""
    group_separator: str | None = "--"
    with_filename: bool | None = None
    """None: where there is more than one file to search."""
    line_number: bool = False
    byte_offset: bool = False
    null: bool = False
    """A NUL instead of what follows a file's name."""
    initial_tab: bool = False
    line_buffered: bool = False
    color: Literal["auto", "always", "never"] = "auto"
    no_messages: bool = False
    hyperlink: bool = False
    csv_safe: bool = False
    """Whether CSV and TSV are made harmless to spreadsheets."""
    format: str = "auto"
    """Of Documents and concordances; lines are lines."""


class DocumentRequest(NamedTuple):
    """Search in Documents instead of lines, and conditions beyond a single pattern.

    ``field`` None means: lines, unless an input holds Documents (then ``text``).
    """

    field: str | None = None
    where: tuple[str, ...] = ()
    near: tuple[Nearby, ...] = ()
    and_: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    within: Unit = "line"
    sentence: bool = False
    fact_class: str | None = None
    """`--class`: facts of this kind are found; the pattern, if any, has to match within them."""


class ConcordanceRequest(NamedTuple):
    """`--kwic` and its layout; ``width`` is the columns of a whole line, None: the terminal's."""

    kwic: bool = False
    width: int | None = None
    ambiguous_width: AmbiguousWidth = 1
    sort: tuple[str, ...] = ()
    """Up to three of ``left``, ``right``, ``path``, ``date``."""
    group: str | None = None
    """``match``, ``left1`` or ``right1``."""


class GrepRequest(NamedTuple):
    """One run. Every part is frozen and picklable, and holds no file, terminal or environment."""

    pattern: PatternRequest = PatternRequest()
    input: InputRequest = InputRequest()
    output: OutputRequest = OutputRequest()
    document: DocumentRequest = DocumentRequest()
    concordance: ConcordanceRequest = ConcordanceRequest()
    json: bool = False
    limits: Limits | None = None
    """What of inputs is read, where it was asked for."""
    time_limit: float = 5.0
    """Seconds a line may take in a back-tracking engine."""
    jobs: int | None = None
    """Processes to search with; None: what pays."""

    @property
    def first_is_enough(self) -> bool:
        """Whether one selected line tells all that is asked of a file."""
        return self.output.show in ("with-match", "without-match", "nothing")

    @property
    def has_context(self) -> bool:
        """Whether context was asked for; none (-A 0) too sets groups apart."""
        return self.output.before is not None or self.output.after is not None


def leaves_out(request: GrepRequest) -> bool:
    """Whether lines that are too long, or the end of a file, are not searched."""
    limits = request.limits
    return limits is not None and (limits.line, limits.document) != (None, None)


def without_patterns(request: GrepRequest) -> GrepRequest:
    """No pattern at all matches nothing; as in GNU grep that is the empty one, inverted."""
    pattern, output = request.pattern, request.output
    if pattern.patterns or request.document.fact_class is not None:
        return request
    return request._replace(
        pattern=pattern._replace(patterns=("",), word=False, line=False),
        output=output._replace(invert=not output.invert),
    )


def selects_nothing(request: GrepRequest) -> bool:
    """Whether that is sure without a look at any file."""
    pattern, output = request.pattern, request.output
    if output.show == "without-match" or request.json:
        return False
    unbound = not (pattern.line or pattern.word)
    return output.max_count == 0 or (pattern.patterns == ("",) and output.invert and unbound)
