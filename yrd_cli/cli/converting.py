"""The run of `yrd convert`: which input goes to which file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yrd_cli.cli.environment import Environment
from yrd_cli.cli.running import Inputs
from yrd_cli.convert.configurations import TARGETS, choose, configurations
from yrd_cli.convert.conversion import ByConfiguration, ByTarget, Conversion
from yrd_cli.convert.streams import ConvertSources, rendered
from yrd_cli.errors import InputError, OutputError, UsageError
from yrd_cli.reading.paths import STDIN, Source, find_sources, printable_path, reason_of
from yrd_cli.report import Outcome, Report
from yrd_cli.writing.documents import Stream, refuse_same_file
from yrd_cli.writing.files import AtomicFile
from yrd_cli.writing.formats import Target, target_of

INPUT_FORMATS = ("auto", "text", "jsonl")


def choose_conversion(to: str | None, config: str | None) -> Conversion:
    """The conversion that was asked for; raises UsageError where it is none, or two."""
    if (to is None) == (config is None):
        raise UsageError("give one of --to TARGET and -c CONFIGURATION")
    if to is not None:
        return ByTarget(choose("--to", to, TARGETS))
    return ByConfiguration(choose("-c", config or "", configurations()))


def choose_input_format(name: str) -> str:
    """The input format; raises UsageError for one that convert does not read."""
    return choose("--input-format", name, INPUT_FORMATS)


@dataclass(slots=True)
class ConvertRun:
    """One run of `yrd convert`."""

    env: Environment
    inputs: Inputs
    conversion: Conversion
    output: str | None
    line_buffered: bool
    _outcome: Outcome = field(default_factory=Outcome)
    _report: Report = field(default_factory=Report)

    def __call__(self) -> int:
        """Convert every input; gives the exit status."""
        target = target_of(self.output)
        if target.format_of_name == "parquet":
            raise UsageError(f"{self.output}: convert writes what it reads, text or JSONL")
        sources = self._sources(target)
        if target.directory:
            self._each_to_its_file(sources, target)
        elif target.path is not None:
            refuse_same_file([s.path for s in sources], target)
            with AtomicFile(target.path, target.compression) as file:
                self._all_to(file, sources)
        else:
            self._all_to(self.env.stdout, sources)
            self.env.stdout.flush()
        return self._outcome.status

    def _sources(self, target: Target) -> list[Source]:
        """The inputs, listed before anything is written: the output may lie among them."""
        sources = []
        for source in find_sources(self.inputs.names, self.inputs.selection):
            if isinstance(source, InputError):
                self._report.error(source.place, source.reason)
                self._say()
            else:
                sources.append(source)
        return sources

    def _all_to(self, stream: Stream, sources: list[Source]) -> None:
        to_stdout = stream is self.env.stdout
        for source in sources:
            for piece in self._pieces(source, to_stdout=to_stdout):
                stream.write(piece)
                if self.line_buffered:
                    stream.flush()

    def _each_to_its_file(self, sources: list[Source], target: Target) -> None:
        assert target.path is not None
        paths = [os.path.join(target.path, name) for name in output_names(sources)]
        for source, path in zip(sources, paths, strict=True):
            refuse_same_file([source.path], Target(path))
        for source, path in zip(sources, paths, strict=True):
            pieces = self._pieces(source, to_stdout=False)
            if next(pieces, None) is None:
                continue  # could not be read, which was said
            try:
                os.makedirs(os.path.dirname(path), exist_ok=True)
            except OSError as e:
                raise OutputError(f"{printable_path(path)}: {reason_of(e)}") from None
            with AtomicFile(path) as file:
                for piece in pieces:
                    file.write(piece)

    def _pieces(self, source: Source, *, to_stdout: bool) -> Iterator[bytes]:
        work = ConvertSources(
            self.conversion,
            self.inputs.settings,
            self._report,
            self.line_buffered,
            self.env.stdout if to_stdout else None,
        )
        for_terminal = to_stdout and self.env.output.is_terminal
        piece: str | dict[str, Any]
        for piece in work.pieces(source):
            self._say()
            yield rendered(piece, for_terminal=for_terminal)
        self._say()

    def _say(self) -> None:
        for notice in self._report.notices:
            if self._outcome.hear(notice):
                self.env.say(notice.level, notice.place, notice.message)
        self._report.notices.clear()


def output_names(sources: list[Source]) -> list[str]:
    """Where each input goes in an output directory: its own name, numbered where it is taken.

    Files of a walked directory keep their place in it; a compressed file loses that ending.

    >>> output_names([Source("a/x.txt"), Source("b/x.txt.gz"), Source("-")])
    ['x.txt', 'x-2.txt', 'stdin.txt']
    """
    taken: set[str] = set()
    names = []
    for source in sources:
        if source.path == STDIN:
            name = "stdin.txt"
        elif source.root is not None:
            name = os.path.relpath(source.path, source.root)
        else:
            name = os.path.basename(source.path)
        stem, ending = os.path.splitext(name)
        if ending in (".gz", ".bz2", ".xz", ".zst"):
            stem, ending = os.path.splitext(stem)
        name, n = stem + ending, 2
        while name.lower() in taken:
            name, n = f"{stem}-{n}{ending}", n + 1
        taken.add(name.lower())
        names.append(name)
    return names
