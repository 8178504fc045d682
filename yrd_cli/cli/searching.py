"""The run of `yrd grep`: files in their order, results to standard output, an exit status."""

from __future__ import annotations

import os
import stat
import sys
from functools import cached_property
from typing import TYPE_CHECKING

from yrd_cli.cli.documents_wanted import joins_lines, wants_documents
from yrd_cli.cli.environment import Environment
from yrd_cli.errors import ExitStatus, UsageError
from yrd_cli.grep.binary import has_hole
from yrd_cli.grep.colors import parse_colors
from yrd_cli.grep.matcher import Matcher
from yrd_cli.grep.opened import Opener
from yrd_cli.grep.printing import Layout, LinePrinter
from yrd_cli.grep.request import GrepRequest
from yrd_cli.grep.search import FileSearch, Groups
from yrd_cli.grep.targets import Failure, Target, find_targets
from yrd_cli.reading.path_names import STDIN, printable_path, reason_of
from yrd_cli.time_limit import TimeLimit, TimeLimitError

if TYPE_CHECKING:
    from yrd_cli.cli.concordances import ConcordanceRun
    from yrd_cli.grep.event_printing import EventPrinter


_LARGEST_TEXT = 64 << 20
"""Bytes of a file up to which it is searched as one text, for words that a line end breaks: that
takes six times as much memory. A larger one is searched line by line."""


def run_request(request: GrepRequest, env: Environment, colors: str) -> int:
    """Search every file; gives GNU grep's exit status.

    ``colors`` is what GREP_COLORS says. Raises UsageError for what is wrong in the request,
    PatternError for a wrong pattern.
    """
    request = without_patterns(request)
    if selects_nothing(request):
        return ExitStatus.NOTHING
    return GrepRun(request, env, colors)()


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


class GrepRun:
    """One run of `yrd grep`."""

    def __init__(self, request: GrepRequest, env: Environment, colors: str) -> None:
        self._request, self._env = request, env
        self._names, self._shown_from = self._names_of(request)
        self._layout = Layout(
            with_name=self._shows_names(),
            numbered=request.output.line_number,
            byte_offset=request.output.byte_offset,
            null=request.output.null,
            initial_tab=request.output.initial_tab,
            only_matching=request.output.only_matching,
            invert=request.output.invert,
            terminator=b"\0" if request.pattern.null_data else b"\n",
            group_separator=request.output.group_separator,
            colors=parse_colors(colors) if env.output.color else None,
            for_terminal=env.output.is_terminal,
            hyperlink=request.output.hyperlink and env.output.is_terminal,
        )
        self._matcher = Matcher(request.pattern)
        self._opener = Opener(request)
        self._limit = TimeLimit(request.time_limit)
        self._in_documents = wants_documents(request)
        self._joins_lines = joins_lines(request)
        self._printer = LinePrinter(self._layout, b"", self._matcher.spans)
        if request.json:
            from yrd_cli.grep.event_printing import with_events

            self._printer, request = self._event_printer, with_events(request)
        self._file_search = FileSearch(self._matcher, request, self._printer, Groups(), self._write)
        self._failed = False
        self._found = False

    def __call__(self) -> int:
        """Search every file; gives the exit status."""
        if self._in_documents or self._joins_lines or self._request.json:
            _ = self._concordance  # what is wrong in the request is said now
        with self._limit:
            try:
                self._search_all()
            except TimeLimitError as e:
                self._fail(str(e.place), f"{e}: stopped (see --time-limit)")
        status: int = ExitStatus.DONE if self._found else ExitStatus.NOTHING
        if "_concordance" in self.__dict__:
            told = self._concordance.finish()
            if told is not ExitStatus.NOTHING:
                status = told if status != ExitStatus.DONE or told is ExitStatus.FAILED else status
        self._env.stdout.flush()
        if self._failed and not (self._found and self._request.output.show == "nothing"):
            return ExitStatus.FAILED
        return status

    def _search_all(self) -> None:
        for target in find_targets(self._names, self._request.input):
            if isinstance(target, Failure):
                self._tell_failure(target)
            else:
                self._search(target)
            if self._is_done():
                return

    def _is_done(self) -> bool:
        if self._request.output.show != "nothing":
            return False
        told = self.__dict__.get("_concordance")
        return self._found or (told is not None and told.is_done)

    # --- names ---------------------------------------------------------------------------------

    @staticmethod
    def _names_of(request: GrepRequest) -> tuple[tuple[str, ...], int]:
        """The names to search, and how many characters of a path are not shown."""
        if request.input.names:
            return request.input.names, 0
        if request.input.directories == "recurse":
            return (".",), len("./")
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("no FILE is given, and standard input is a terminal")
        return (STDIN,), 0

    def _shows_names(self) -> bool:
        asked = self._request.output.with_filename
        if asked is not None:
            return asked
        recursive = self._request.input.directories == "recurse"
        name = self._names[0]
        return len(self._names) > 1 or (recursive and name != STDIN and os.path.isdir(name))

    def _name(self, path: str) -> bytes:
        if path == STDIN:
            label = self._request.input.label
            return os.fsencode("(standard input)" if label is None else label)
        return os.fsencode(path[self._shown_from :])

    # --- one file ------------------------------------------------------------------------------

    def _search(self, target: Target) -> None:
        path, name = target.path, self._name(target.path)
        if self._in_documents or (self._joins_lines and _is_small(path)):
            self._concordance.search(path, name.decode("utf-8", "backslashreplace"))
            return
        search, printer = self._file_search, self._printer
        search.begin(self._matcher)
        printer.name = name
        if self._layout.hyperlink:
            printer.path = None if path == STDIN else os.path.abspath(path)
        try:
            if not (self._search_stdin(name) if path == STDIN else self._search_file(path, name)):
                return
        except TimeLimitError as e:
            e.place = name.decode("utf-8", "backslashreplace")
            raise
        except IsADirectoryError as e:
            self._fail_file(name, reason_of(e))
        except (EOFError, OSError, ValueError) as e:
            if isinstance(e, BrokenPipeError):
                raise
            self._fail_file(name, reason_of(e))
            if not search.was_read:
                return
        self._summarize()

    def _search_file(self, path: str, name: bytes) -> bool:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY)
        try:
            return self._search_open(fd, path, name)
        finally:
            os.close(fd)

    def _search_stdin(self, name: bytes) -> bool:
        if sys.stdin is None:
            raise OSError("standard input is closed")
        try:
            start: int | None = os.lseek(0, 0, os.SEEK_CUR)
        except OSError:
            start = None
        if not self._search_open(0, STDIN, name):
            return False
        # The next reader of the same file goes on where this one ended, as after GNU grep.
        if start is None:
            return True
        if self._file_search.limit_reached:
            os.lseek(0, start + self._file_search.end_of_selected, os.SEEK_SET)
        elif self._request.output.show in ("lines", "nothing", "count"):
            os.lseek(0, 0, os.SEEK_END)
        return True

    def _search_open(self, fd: int, path: str, name: bytes) -> bool:
        """Search an open file; whether its lines were looked at."""
        search, status = self._file_search, os.fstat(fd)
        if stat.S_ISDIR(status.st_mode):
            search.was_read = True
            raise IsADirectoryError(21, os.strerror(21))
        if self._is_output(status):
            self._fail_file(name, "input file is also the output")
            return False
        opened = self._opener.look_at(fd, path, status)
        if opened.holds_documents:
            shown = name.decode("utf-8", "backslashreplace")
            self._concordance.search(path, shown, opened.stream)
            return False
        if opened.is_glossed:
            search.begin(self._noise_matcher)
        search.was_read = True
        if self._layout.initial_tab:
            self._printer.number_width = self._width_of_numbers(status)
        is_pipe = not stat.S_ISREG(status.st_mode)
        blocks = self._limit.watch(opened.blocks)
        search.run(blocks, is_pipe=is_pipe, hole=has_hole(fd, status))
        return True

    def _width_of_numbers(self, status: os.stat_result) -> int:
        """GNU grep's measure: the digits of the size, or of 64 bits where there is none."""
        if not stat.S_ISREG(status.st_mode):
            return 20
        return len(str(status.st_size + self._layout.numbered))

    def _is_output(self, read: os.stat_result) -> bool:
        """Whether a file is read that is written at the same time, which would never end."""
        output = self._request.output
        if output.show != "lines" or output.max_count == 1 or not stat.S_ISREG(read.st_mode):
            return False
        written = self._output_status
        return written is not None and (read.st_dev, read.st_ino) == written

    @cached_property
    def _noise_matcher(self) -> Matcher:
        return Matcher(self._request.pattern._replace(noise=True))

    @cached_property
    def _output_status(self) -> tuple[int, int] | None:
        try:
            written = os.fstat(self._env.stdout.fileno())
        except (OSError, ValueError):
            return None
        return (written.st_dev, written.st_ino)

    def _summarize(self) -> None:
        """What is written of a file as a whole: its count, or its name."""
        search, printer = self._file_search, self._printer
        show = self._request.output.show
        if self._request.json and show == "lines":
            self._write(self._event_printer.end_file(search.bytes_searched))
        if show == "count":
            self._write(printer.count(search.selected))
        elif show == ("with-match" if search.selected else "without-match"):
            self._write(printer.file_name())
        self._found = self._found or search.selected > 0
        if search.is_binary and show == "lines":
            self._env.stdout.flush()
            name = printer.name.decode("utf-8", "backslashreplace")
            self._env.say("note", name, "binary file matches")

    def _write(self, data: bytes) -> None:
        self._env.stdout.write(data)
        if self._request.output.line_buffered or self._env.output.is_terminal:
            self._env.stdout.flush()

    # --- Documents -----------------------------------------------------------------------------

    @cached_property
    def _concordance(self) -> ConcordanceRun:
        from yrd_cli.cli.concordances import ConcordanceRun

        return ConcordanceRun(self._request, self._env, self._layout, self._say)

    @cached_property
    def _event_printer(self) -> EventPrinter:
        from yrd_cli.grep.event_printing import EventPrinter

        return EventPrinter(self._layout, self._matcher.spans, self._concordance.events)

    # --- what goes wrong -----------------------------------------------------------------------

    def _say(self, level: str, place: str, message: str) -> None:
        if level == "error":
            self._fail(place, message)
        elif not self._request.output.no_messages:
            self._env.say(level, place, message)

    def _tell_failure(self, failure: Failure) -> None:
        place = printable_path(failure.path[self._shown_from :] or failure.path)
        if failure.is_warning:
            self._say("warning", place, failure.reason)
        else:
            self._fail(place, failure.reason)

    def _fail_file(self, name: bytes, reason: str) -> None:
        self._fail(name.decode("utf-8", "backslashreplace"), reason)

    def _fail(self, place: str, reason: str) -> None:
        self._failed = True
        if not self._request.output.no_messages:
            self._env.stdout.flush()
            self._env.say("error", place or "''", reason)


def _is_small(path: str) -> bool:
    try:
        return path == STDIN or os.stat(path).st_size <= _LARGEST_TEXT
    except (OSError, ValueError):
        return True
