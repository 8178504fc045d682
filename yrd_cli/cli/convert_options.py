"""Which options of `yrd convert` go together, and what they come to."""

from __future__ import annotations

from typing import NamedTuple

from yrd_cli.convert.batches import conversion_of
from yrd_cli.convert.conversion import ConversionOptions
from yrd_cli.convert.encodings import UNENCODABLE, UTF8, Encoder, choose_encoding
from yrd_cli.convert.showing import ViewKind
from yrd_cli.errors import UsageError
from yrd_cli.writing.formats import Target, target_of
from yrd_cli.writing.terminal import Terminal


def choose_encoder(name: str | None, unencodable: str | None) -> Encoder:
    """How the output is encoded."""
    if unencodable is None:
        return Encoder(UTF8 if name is None else choose_encoding(name))
    from yrd_cli.convert.configurations import choose

    choose("--unencodable", unencodable, UNENCODABLE)
    if name is None:
        raise UsageError("--unencodable goes with --to-encoding: UTF-8 holds every character")
    return Encoder(choose_encoding(name), unencodable)  # type: ignore[arg-type]


def choose_options(options: ConversionOptions) -> ConversionOptions:
    """The conversion, if it can be made; raises UsageError."""
    if options.to is not None and options.config is not None:
        raise UsageError("give one of --to TARGET and -c CONFIGURATION, not both")
    only_forms = options.punct or options.width or options.compat
    if options.to is None and options.config is None and not only_forms:
        raise UsageError("give one of --to TARGET and -c CONFIGURATION")
    if options.to is None:
        only_by_target = {
            "--from": options.source != "auto",
            "--no-detect": not options.detect,
            "--no-protect": not options.protect_default,
        }
        for name, given in only_by_target.items():
            if given:
                raise UsageError(f"{name} goes with --to: -c applies to everything as it is")
    conversion_of(options)  # what it names wrongly is told here, not in a worker
    return options


class Views(NamedTuple):
    """Which views are asked for."""

    explain: bool = False
    diff: bool = False
    ambiguous: bool = False
    check: bool = False
    format: str = "auto"

    def choose(self, terminal: Terminal) -> ViewKind | None:
        """The one that is shown; raises UsageError where there are two, or none of that format."""
        names = ("explain", "diff", "ambiguous", "check")
        chosen = [name for name in names if getattr(self, name)]
        if len(chosen) > 1:
            flags = " and ".join(f"--{name}" for name in chosen)
            raise UsageError(f"{flags} all write to standard output: choose one")
        name = chosen[0] if chosen else ""
        allowed = _FORMATS[name]
        if self.format not in allowed:
            what = f"--{name}" if name else "convert"
            raise UsageError(f"--format {self.format}: {what} writes {_SAID[name]}")
        if name == "explain":
            is_listing = self.format == "text" or (self.format == "auto" and terminal.is_terminal)
            return "listing" if is_listing else "edits"
        return name or None  # type: ignore[return-value]


_FORMATS = {
    "": ("auto",),
    "explain": ("auto", "text", "jsonl"),
    "diff": ("auto", "text"),
    "ambiguous": ("auto", "jsonl"),
    "check": ("auto", "text"),
}
_SAID = {
    "": "what it reads, text or JSONL: leave it out",
    "explain": "text or jsonl",
    "diff": "text",
    "ambiguous": "jsonl",
    "check": "text",
}


class Place(NamedTuple):
    """Where the converted text goes, as the command line says it."""

    output: str | None = None
    in_place: bool = False
    backup: str | None = None

    def target(self) -> Target:
        """The file or directory of ``-o``; raises UsageError for what cannot be together."""
        if self.in_place and self.output is not None:
            raise UsageError("--in-place and -o exclude each other")
        if self.backup is not None:
            if not self.in_place:
                raise UsageError("--backup goes with --in-place")
            if not self.backup or "/" in self.backup or "\0" in self.backup:
                raise UsageError("--backup needs a suffix such as .bak, without a slash")
        target = target_of(self.output)
        if target.format_of_name == "parquet":
            raise UsageError(f"{self.output}: convert writes what it reads, text or JSONL")
        return target

    @property
    def is_stdout(self) -> bool:
        """Whether the converted text goes to standard output, unless a view does."""
        return not self.in_place and self.output in (None, "-")
