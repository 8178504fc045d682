"""The run of `yrd grep`: files in their order, results to standard output, an exit status."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from yrd_cli.cli.documents_wanted import LARGEST_TEXT, joins_lines, may_end_early, wants_documents
from yrd_cli.cli.environment import Environment
from yrd_cli.cli.grep_pace import Pace, Rest
from yrd_cli.errors import ExitStatus, UsageError
from yrd_cli.grep.binary import has_hole
from yrd_cli.grep.colors import parse_colors
from yrd_cli.grep.matcher import Matcher
from yrd_cli.grep.opened import Opened, Opener
from yrd_cli.grep.printing import Layout, LinePrinter, width_of_numbers
from yrd_cli.grep.request import GrepRequest, leaves_out, selects_nothing, without_patterns
from yrd_cli.grep.search import Groups
from yrd_cli.grep.search_parts import PartSearch
from yrd_cli.grep.targets import Failure, Target, find_targets
from yrd_cli.reading.path_names import STDIN, printable_path, reason_of
from yrd_cli.time_limit import TimeLimit, TimeLimitError

if TYPE_CHECKING:
    from yrd_cli.cli.concordances import ConcordanceRun, DocumentFile
    from yrd_cli.grep.event_printing import EventPrinter
    from yrd_cli.grep.records import Raw


OVERTIME_FILES = 2
"""Files on which the pattern took too long, after which the run ends: it would on others too."""


def run_request(request: GrepRequest, env: Environment, colors: str) -> int:
    """Search every file; gives GNU grep's exit status.

    ``colors`` is what GREP_COLORS says. Raises UsageError for what is wrong in the request,
    PatternError for a wrong pattern.
    """
    request = without_patterns(request)
    if selects_nothing(request):
        return ExitStatus.NOTHING
    # Parts of a file follow each other: none of its lines may be left out.
    pace = Pace(request.jobs, by_file=leaves_out(request))
    return GrepRun(request, env, colors, pace)()


class GrepRun:
    """One run of `yrd grep`. With a ``pace``, other processes help where that pays."""

    is_part = False
    """Whether it is a part of another, which ends what it begins."""

    def __init__(
        self, request: GrepRequest, env: Environment, colors: str, pace: Pace | None = None
    ) -> None:
        self.request, self.env, self.pace = request, env, pace
        self.colors = colors
        self.targets: Iterator[Target | Failure] = iter(())
        self._names, self._shown_from = self._names_of(request)
        self.layout = Layout(
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
        self.opener = Opener(request)
        self.limit = TimeLimit(request.time_limit)
        self._in_documents = wants_documents(request)
        self._joins_lines = joins_lines(request)
        self.printer = LinePrinter(self.layout, b"", self._matcher.spans)
        if request.json:
            from yrd_cli.grep.event_printing import with_events

            self.printer, request = self._event_printer, with_events(request)
        self.groups = Groups()
        self.file_search = PartSearch(self._matcher, request, self.printer, self.groups, self.write)
        self._failed = False
        self._found = False
        self._overtime = 0
        """How many files the pattern took too long on."""

    def __call__(self) -> int:
        """Search every file; gives the exit status."""
        if self._in_documents or self._joins_lines or self.request.json:
            _ = self.concordance  # what is wrong in the request is said now
        with self.limit:
            try:
                self._search_all()
            except TimeLimitError as e:
                self.tell_overtime(str(e.place), str(e))
        found = self._found
        if "concordance" in self.__dict__:
            self.concordance.finish()
            found = found or self.concordance.found
        self.env.stdout.flush()
        if self._failed and not (found and self.request.output.show == "nothing"):
            return ExitStatus.FAILED
        return ExitStatus.DONE if found else ExitStatus.NOTHING

    def _share(self, pace: Pace, target: Target | Failure) -> bool:
        """Have all files from this one on searched by other processes, if there are enough."""
        from yrd_cli.cli.grep_jobs import search_targets

        return search_targets(self, pace, target)

    def _hand_over(self, rest: Rest, opened: Opened, path: str, status: os.stat_result) -> None:
        from yrd_cli.cli.grep_jobs import search_lines

        search_lines(self, rest, opened, Target(path), status)

    def _hand_over_documents(self, file: DocumentFile, records: Iterator[Raw]) -> bool:
        assert self.pace is not None
        is_kept = self.pace.by_file or (file.path == STDIN and may_end_early(self.request))
        if is_kept or not self.pace.is_due():
            return False
        from yrd_cli.cli.grep_jobs import search_records

        search_records(self, self.pace, file, records)
        return True

    def _search_all(self) -> None:
        self.targets = find_targets(self._names, self.request.input)
        while (target := next(self.targets, None)) is not None:
            if self.pace is not None and self.pace.is_due() and self._share(self.pace, target):
                return
            if isinstance(target, Failure):
                self.tell_failure(target)
            else:
                self.search_target(target)
            if self.is_done():
                return

    def is_done(self) -> bool:
        """Whether nothing that comes can change what the run gives (-q, and a line), or the
        pattern takes too long on every file."""
        if self._overtime >= OVERTIME_FILES:
            return True
        if self.request.output.show != "nothing":
            return False
        told = self.__dict__.get("concordance")
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
        asked = self.request.output.with_filename
        if asked is not None:
            return asked
        recursive = self.request.input.directories == "recurse"
        name = self._names[0]
        return len(self._names) > 1 or (recursive and name != STDIN and os.path.isdir(name))

    def name_of(self, path: str) -> bytes:
        """A file as it is shown."""
        if path == STDIN:
            label = self.request.input.label
            return os.fsencode("(standard input)" if label is None else label)
        return os.fsencode(path[self._shown_from :])

    # --- one file ------------------------------------------------------------------------------

    def search_target(self, target: Target) -> None:
        """Search one file; one on which the pattern takes too long is left."""
        try:
            self.try_target(target)
        except TimeLimitError as e:
            self.tell_overtime(str(e.place), str(e))

    def try_target(self, target: Target) -> None:
        """Search one file; raises TimeLimitError, with the file named."""
        path, name = target.path, self.name_of(target.path)
        if self._in_documents or (self._joins_lines and _is_small(path)):
            self.concordance.search(path, name.decode("utf-8", "backslashreplace"))
            return
        search, printer = self.file_search, self.printer
        search.begin(self._matcher)
        printer.name = name
        if self.layout.hyperlink:
            printer.path = None if path == STDIN else os.path.abspath(path)
        try:
            if not (self._search_stdin(name) if path == STDIN else self._search_file(path, name)):
                return
        except TimeLimitError as e:
            e.place = e.place or name.decode("utf-8", "backslashreplace")
            self.end_events()
            raise
        except IsADirectoryError as e:
            self.fail_file(name, reason_of(e))
        except (EOFError, OSError, ValueError) as e:
            if isinstance(e, BrokenPipeError):
                raise
            self.fail_file(name, reason_of(e))
            if not search.was_read:
                return
        if search.skipped:
            self._tell_skipped(name)
        self.summarize()

    def _tell_skipped(self, name: bytes) -> None:
        """Say that lines were left out."""
        from yrd_cli.limits import shown_size

        search, limits = self.file_search, self.request.limits
        assert limits is not None
        more = f" (and {search.skipped - 1:,} more)" if search.skipped > 1 else ""
        told = f"line at byte {search.first_skipped:,} longer than {shown_size(limits.line_bytes)}"
        self.fail_file(name, f"{told}: left out (see --line-limit){more}")

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
        if start is not None:
            self.leave_stdin(start)
        return True

    def leave_stdin(self, start: int) -> None:
        """The next reader of the same file goes on where this one ended, as after GNU grep."""
        if self.file_search.limit_reached:
            os.lseek(0, start + self.file_search.end_of_selected, os.SEEK_SET)
        elif self.request.output.show in ("lines", "nothing", "count"):
            os.lseek(0, 0, os.SEEK_END)

    def _search_open(self, fd: int, path: str, name: bytes) -> bool:
        """Search an open file; whether its lines were looked at."""
        search, status = self.file_search, os.fstat(fd)
        if stat.S_ISDIR(status.st_mode):
            search.was_read = True
            raise IsADirectoryError(21, os.strerror(21))
        if self.is_output(status):
            self.fail_file(name, "input file is also the output")
            return False
        opened = self.opener.look_at(fd, path, status)
        blocks = iter(opened.blocks)
        if opened.holds_documents:
            shown = name.decode("utf-8", "backslashreplace")
            self.concordance.search(path, shown, opened.stream)
            return False
        if opened.is_glossed:
            search.begin(self.matcher_for(is_glossed=True))
        search.was_read = True
        if self.layout.initial_tab:
            self.printer.number_width = width_of_numbers(status, numbered=self.layout.numbered)
        is_pipe, hole = not stat.S_ISREG(status.st_mode), has_hole(fd, status)
        watched = self.limit.watch(blocks)
        if self.pace is None or hole or not self.pace.may_share(status):
            return search.run(watched, is_pipe=is_pipe, hole=hole)
        rest = self.pace.rest_of(search, path, status)
        if search.run(watched, is_pipe=is_pipe, until=rest.begins):
            return True
        watched.close()
        self._hand_over(rest, opened._replace(blocks=blocks), path, status)
        return False

    def is_output(self, read: os.stat_result) -> bool:
        """Whether a file is read that is written at the same time, which would never end."""
        output = self.request.output
        if output.show != "lines" or output.max_count == 1 or not stat.S_ISREG(read.st_mode):
            return False
        written = self.output_status
        return written is not None and (read.st_dev, read.st_ino) == written

    def matcher_for(self, *, is_glossed: bool) -> Matcher:
        """What a file is searched with: one strewn with glosses is seen through."""
        return self._noise_matcher if is_glossed else self._matcher

    @cached_property
    def _noise_matcher(self) -> Matcher:
        return Matcher(self.request.pattern._replace(noise=True))

    @cached_property
    def output_status(self) -> tuple[int, int] | None:
        """Device and inode of standard output, where it is a file."""
        try:
            written = os.fstat(self.env.stdout.fileno())
        except (OSError, ValueError):
            return None
        return (written.st_dev, written.st_ino)

    def summarize(self) -> None:
        """What is written of a file as a whole: its count, or its name."""
        search, printer = self.file_search, self.printer
        show = self.request.output.show
        if self.request.json and show == "lines":
            self.write(self._event_printer.end_file(search.bytes_searched))
        if show == "count":
            self.write(printer.count(search.selected))
        elif show == ("with-match" if search.selected else "without-match"):
            self.write(printer.file_name())
        self._found = self._found or search.selected > 0
        if search.is_binary and show == "lines":
            self.env.stdout.flush()
            name = printer.name.decode("utf-8", "backslashreplace")
            self.env.say("note", name, "binary file matches")

    def write(self, data: bytes) -> None:
        """Write to standard output."""
        self.env.stdout.write(data)
        if self.request.output.line_buffered or self.env.output.is_terminal:
            self.env.stdout.flush()

    # --- Documents -----------------------------------------------------------------------------

    @cached_property
    def concordance(self) -> ConcordanceRun:
        """The search of Documents."""
        from yrd_cli.cli.concordances import ConcordanceRun

        hand_over = None if self.pace is None else self._hand_over_documents
        return ConcordanceRun(
            self.request, self.env, self.layout, self.say, self.limit, hand_over, self.is_part
        )

    @cached_property
    def _event_printer(self) -> EventPrinter:
        from yrd_cli.grep.event_printing import EventPrinter

        return EventPrinter(self.layout, self._matcher.spans, self.concordance.events)

    # --- what someone else found ---------------------------------------------------------------

    def repeat(self, level: str, place: str, message: str) -> None:
        """Say what someone else would have said."""
        if level == "error":
            self.fail(place, message)
        else:
            self.env.stdout.flush()
            self.env.say(level, place, message)

    def take_over(self, *, found: bool) -> None:
        """Take what came of a part of the run as its own."""
        self._found = self._found or found

    # --- what goes wrong -----------------------------------------------------------------------

    def say(self, level: str, place: str, message: str) -> None:
        """Say something of a file, if anything is to be said."""
        if level == "error":
            self.fail(place, message)
        elif not self.request.output.no_messages:
            self.env.say(level, place, message)

    def tell_failure(self, failure: Failure) -> None:
        """Say why a path cannot be searched."""
        place = printable_path(failure.path[self._shown_from :] or failure.path)
        if failure.is_warning:
            self.say("warning", place, failure.reason)
        else:
            self.fail(place, failure.reason)

    def fail_file(self, name: bytes, reason: str) -> None:
        """Say why a file could not be searched."""
        self.fail(name.decode("utf-8", "backslashreplace"), reason)

    def tell_overtime(self, place: str, reason: str) -> None:
        """Say that a file was left because the pattern took too long."""
        self._overtime += 1
        is_last = self._overtime >= OVERTIME_FILES
        self.fail(place, f"{reason}: {'stopped' if is_last else 'left'} (see --time-limit)")

    def end_events(self) -> None:
        """End the events of a file that is left."""
        if self.request.json and self.request.output.show == "lines":
            self.write(self._event_printer.end_file(self.file_search.bytes_searched))

    def fail(self, place: str, reason: str) -> None:
        """Say what went wrong; the run has failed then."""
        self._failed = True
        if not self.request.output.no_messages:
            self.env.stdout.flush()
            self.env.say("error", place or "''", reason)


def _is_small(path: str) -> bool:
    try:
        return path == STDIN or os.stat(path).st_size <= LARGEST_TEXT
    except (OSError, ValueError):
        return True
