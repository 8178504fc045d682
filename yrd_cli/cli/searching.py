"""The run of `yrd grep`: patterns and files from the command line, results to standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from yrd_cli.cli.environment import Environment
from yrd_cli.errors import ExitStatus, InputError, UsageError
from yrd_cli.grep.pattern import Dialect, Pattern
from yrd_cli.grep.printing import LinePrinter
from yrd_cli.grep.search import Binary, FileSearch, Groups, SearchOptions, Show
from yrd_cli.grep.targets import Filters, find_targets
from yrd_cli.reading.paths import STDIN, Source, printable_path, reason_of
from yrd_cli.reading.text_blocks import is_output, opened

_DIALECTS: dict[str, Dialect] = {"-G": "basic", "-E": "extended", "-F": "fixed", "-P": "perl"}


def one_of(flags: dict[str, bool]) -> str | None:
    """The flag that was given; raises UsageError where there are two.

    GNU grep takes the last of them; here their order is not known.
    """
    chosen = [flag for flag, on in flags.items() if on]
    if len(chosen) > 1:
        raise UsageError(f"{' and '.join(chosen)} exclude each other")
    return chosen[0] if chosen else None


def choose_dialect(basic: bool, extended: bool, fixed: bool, perl: bool) -> Dialect:
    """How patterns are read; basic unless a flag says otherwise."""
    flag = one_of({"-G": basic, "-E": extended, "-F": fixed, "-P": perl})
    return _DIALECTS[flag or "-G"]


def choose_names(with_filename: bool, no_filename: bool) -> bool | None:
    """Whether lines show their file; None leaves it to the number of files."""
    flag = one_of({"-H": with_filename, "-h": no_filename})
    return None if flag is None else flag == "-H"


def choose_binary(as_text: bool, skip_binary: bool) -> Binary:
    """What is done with binary files; only their match is told unless a flag says otherwise."""
    flag = one_of({"-a": as_text, "-I": skip_binary})
    return "binary" if flag is None else "text" if flag == "-a" else "without-match"


def what_to_show(quiet: bool, without_match: bool, with_match: bool, count: bool) -> Show:
    """What is shown where several options say so: the one that shows the least."""
    flag = one_of({"-l": with_match, "-L": without_match})
    if quiet:
        return "nothing"
    if flag is not None:
        return "with-match" if flag == "-l" else "without-match"
    return "count" if count else "lines"


def choose_patterns(
    arguments: list[str] | None, regexp: list[str] | None, files: list[str] | None
) -> tuple[list[str], list[str]]:
    """The patterns and the names of files that the command line gives.

    Raises UsageError where there is no pattern, or a file of patterns cannot be read.
    """
    names = list(arguments or [])
    if not (regexp or files):
        if not names:
            raise UsageError("PATTERN is missing (see: yrd grep --help)")
        regexp = [names.pop(0)]
    patterns = [line for text in regexp or [] for line in text.split("\n")]
    for path in files or []:
        patterns += _patterns_in(path)
    return list(dict.fromkeys(patterns)), names


def _patterns_in(path: str) -> list[str]:
    from yrd_cli.reading.decoding import decode

    try:
        if path == STDIN:
            data = sys.stdin.buffer.read()
        else:
            with open(path, "rb") as f:
                data = f.read()
    except OSError as e:
        raise UsageError(f"-f {printable_path(path)}: {reason_of(e)}") from None
    text = decode(data).text
    return text.removesuffix("\n").split("\n") if text else []


@dataclass(slots=True)
class GrepRun:
    """One run of `yrd grep`."""

    env: Environment
    pattern: Pattern
    options: SearchOptions
    names: list[str]
    filters: Filters
    recursive: bool
    follow: bool
    with_filename: bool | None
    """None: where there is more than one file to search."""
    numbered: bool
    only_matching: bool
    no_messages: bool
    label: str
    _groups: Groups = field(default_factory=Groups)
    _failed: bool = False
    _found: bool = False

    def __call__(self) -> int:
        """Search every file; gives GNU grep's exit status."""
        if self.options.encoding != "auto":
            from yrd_cli.reading.encoding_names import canonical_encoding

            canonical_encoding(self.options.encoding)
        if self.options.max_count == 0:
            return ExitStatus.NOTHING
        names, shown_from = self._names()
        with_name = self.with_filename
        if with_name is None:
            with_name = len(names) > 1 or (self.recursive and os.path.isdir(names[0]))
        for target in find_targets(
            names, self.filters, recursive=self.recursive, follow=self.follow
        ):
            if isinstance(target, InputError):
                self._fail(target.place, target.reason)
                continue
            self._search(target, target[shown_from:], with_name)
            if self._found and self.options.show == "nothing":
                return ExitStatus.DONE
        self.env.stdout.flush()
        if self._failed:
            return ExitStatus.FAILED
        return ExitStatus.DONE if self._found else ExitStatus.NOTHING

    def _names(self) -> tuple[list[str], int]:
        """The names to search, and how many characters of a path are not shown."""
        if self.names:
            return self.names, 0
        if self.recursive:
            return ["."], len("./")
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("no FILE is given, and standard input is a terminal")
        return [STDIN], 0

    def _search(self, path: str, shown: str, with_name: bool) -> None:
        name = self.label if path == STDIN else printable_path(shown)
        terminal = self.env.output
        printer = LinePrinter(
            self.pattern,
            name,
            with_name,
            self.numbered,
            self.only_matching,
            self.options.invert,
            terminal.color,
            terminal.is_terminal,
        )
        search = FileSearch(self.pattern, self.options, printer, self._groups)
        for part in self._results(search, path, name):
            self.env.stdout.write(part.encode("utf-8", "replace"))
            if self.options.line_buffered or terminal.is_terminal:
                self.env.stdout.flush()
        self._found = self._found or search.selected > 0
        self._tell(search, name)

    def _results(self, search: FileSearch, path: str, name: str) -> Iterator[str]:
        """What a search gives; only errors of reading are caught here, none of writing."""
        try:
            with opened(Source(path)) as stream:
                if self.options.show == "lines" and is_output(stream, self.env.stdout):
                    self._fail(name, "input file is also the output")
                else:
                    yield from search.run(stream)
        except IsADirectoryError as e:
            self._fail(name, reason_of(e))
            yield from search.summary()  # GNU grep takes it for a file that holds nothing
        except (EOFError, OSError) as e:
            self._fail(name, reason_of(e))

    def _tell(self, search: FileSearch, name: str) -> None:
        if search.is_binary:
            if search.selected and self.options.show == "lines":
                self.env.stdout.flush()
                self.env.say("note", name, "binary file matches")
        elif search.undecodable and not self.no_messages:
            self.env.say(
                "warning",
                name,
                f"{search.undecodable} byte sequences not valid in {search.encoding}: "
                "searched as U+FFFD",
            )

    def _fail(self, place: str, reason: str) -> None:
        self._failed = True
        if not self.no_messages:
            self.env.stdout.flush()
            self.env.say("error", place, reason)
