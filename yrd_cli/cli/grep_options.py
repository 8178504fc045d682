"""Every option of `yrd grep`, declared once: parser, help and completions are made of it."""

from __future__ import annotations

from typing import Any, NamedTuple


class GrepOption(NamedTuple):
    """An option. The first long name is its key; ``metavar`` is None for a flag.

    ``optional`` allows no value (``--color``); ``pair`` takes two (``--near N WORD``); ``added``
    marks what GNU grep does not have: no abbreviation of GNU's is ambiguous for it.
    """

    names: str
    help: str
    metavar: str | None = None
    optional: bool = False
    pair: bool = False
    repeatable: bool = False
    added: bool = False
    hidden: bool = False
    words: tuple[str, ...] = ()
    """The values that it takes, where these are few."""

    @property
    def key(self) -> str:
        """The first long name, without dashes; else the letter."""
        names = self.names.split()
        return next((n[2:] for n in names if n.startswith("--")), names[0][1:])


BINARY_FILES = ("binary", "text", "without-match")
CLASSES = ("money", "date", "percent", "org", "person", "place", "document")
COLORS = ("auto", "always", "never")
DEVICES = ("read", "skip")
DIRECTORIES = ("read", "recurse", "skip")
ENGINES = ("local", "spark")
FORMATS = ("auto", "text", "jsonl", "json", "table", "tsv", "csv", "md")
GROUPS = ("match", "left1", "right1")
INPUT_FORMATS = ("auto", "text", "html", "jsonl", "json", "csv", "tsv", "parquet", "warc")
SORTS = ("left", "right", "path", "date")
UNITS = ("line", "sentence", "document")
WIDTHS = ("1", "2")


def _new(names: str, help: str, metavar: str | None = None, **more: Any) -> GrepOption:
    return GrepOption(names, help, metavar, added=True, **more)


O = GrepOption  # noqa: E741 - a table reads better so

SECTIONS: dict[str, tuple[GrepOption, ...]] = {
    "Patterns": (
        O("-e --regexp", "Find PATTERN; several lines are several.", "PATTERN", repeatable=True),
        O("-f --file", "Find the patterns in FILE, one a line.", "FILE", repeatable=True),
        O("-G --basic-regexp", "Basic patterns, the default."),
        O("-E --extended-regexp", "Extended patterns."),
        O("-F --fixed-strings", "Plain text, no patterns."),
        O("-P --perl-regexp", "Patterns as Perl has them."),
        O("-i --ignore-case -y", "Do not tell capitals from small letters."),
        O("--no-ignore-case", "Tell them apart, the default."),
        O("-w --word-regexp", "Match only whole words."),
        O("-x --line-regexp", "Match only whole lines."),
        O("-z --null-data", "Lines end in NUL, not in a newline."),
    ),
    "Chinese": (
        _new("--exact", "As GNU grep: see through no script, noise or encoding."),
        _new("--regional", "软件 finds 軟體: words of the mainland, Taiwan, Hong Kong."),
        _new("--noise", "See through pinyin glosses, widths, spaces in words."),
        _new("--no-noise", "Do not, where --kwic or Documents would."),
        _new("--pinyin", "changsanjiao finds 长三角."),
    ),
    "What is shown": (
        O("-v --invert-match", "Select the lines that do not match."),
        O("-c --count", "Show how many lines of each file."),
        O("-l --files-with-matches", "Show only names of files with a line."),
        O("-L --files-without-match", "Show only names of files without."),
        O("-q --quiet --silent", "Show nothing; see the exit status."),
        O("-o --only-matching", "Show only what matched."),
        O("-m --max-count", "Stop after N lines of each file.", "N"),
        O("-n --line-number", "Show the number of each line."),
        O("-b --byte-offset", "Show the byte at which it starts."),
        O("-H --with-filename", "Show the file of each line."),
        O("-h --no-filename", "Do not show it."),
        O("--label", "The name of standard input.", "NAME"),
        O("-T --initial-tab", "Align what stands after a line's head."),
        O("-Z --null", "A NUL after each file name."),
        O("-s --no-messages", "Say nothing of files that fail."),
        O(
            "--color --colour",
            "Colours: auto, always or never.",
            "WHEN",
            optional=True,
            words=COLORS,
        ),
        O("--line-buffered", "Write each line as soon as it is there."),
        _new("--hyperlink", "On a terminal, names of files are links."),
        _new("--json", "Events as ripgrep writes them, one JSON a line."),
    ),
    "Context": (
        O("-A --after-context", "Show N lines after each.", "N"),
        O("-B --before-context", "Show N lines before each.", "N"),
        O("-C --context", "Show N lines before and after; also -N.", "N"),
        O("--group-separator", "What stands between groups [--].", "TEXT"),
        O("--no-group-separator", "Nothing stands between them."),
    ),
    "Files": (
        O("-r --recursive", "Search directories too."),
        O("-R --dereference-recursive", "And follow links in them."),
        O("-d --directories", "Directories: read, recurse or skip.", "ACTION", words=DIRECTORIES),
        O("-D --devices", "Devices and pipes: read or skip.", "ACTION", words=DEVICES),
        O("--include", "Search only files that fit GLOB.", "GLOB", repeatable=True),
        O("--exclude", "Leave out files that fit GLOB.", "GLOB", repeatable=True),
        O("--exclude-from", "Leave out what fits a glob in FILE.", "FILE", repeatable=True),
        _new("--include-dir", "Enter only directories that fit GLOB.", "GLOB", repeatable=True),
        O("--exclude-dir", "Leave out directories that fit GLOB.", "GLOB", repeatable=True),
        O("-a --text", "Take binary files as text."),
        O("-I", "Take binary files as files without a match."),
        O(
            "--binary-files",
            "Binary files: binary, text or without-match.",
            "TYPE",
            words=BINARY_FILES,
        ),
        O("-U --binary", "Changes nothing here: CR is never dropped."),
        _new("--encoding", "Read files in this encoding instead of finding it.", "NAME"),
        _new("--files-from", "Search the files named in LIST, one a line.", "LIST"),
    ),
    "Concordance": (
        _new("--kwic", "Show every match in line with its context."),
        _new("--width", "Columns of a line [the terminal's, or 80].", "N"),
        _new("--ambiguous-width", "Columns of ambiguous characters: 1 or 2.", "N", words=WIDTHS),
        _new(
            "--sort",
            "Sort by left, right, path, date (up to three, with commas).",
            "KEYS",
            words=SORTS,
        ),
        _new("--group", "Count by match, left1 or right1.", "KEY", words=GROUPS),
    ),
    "Conditions and Documents": (
        _new("--and", "And this too is there.", "PATTERN", repeatable=True),
        _new("--not", "And this is not.", "PATTERN", repeatable=True),
        _new("--near", "And WORD within N characters.", "N WORD", pair=True, repeatable=True),
        _new(
            "--within", "Where --and and --not look: line, sentence, document.", "UNIT", words=UNITS
        ),
        _new("--sentence", "Show the sentence of each match."),
        _new(
            "--class",
            "Find facts of a kind: money, date ...; PATTERN only by -e.",
            "KIND",
            words=CLASSES,
        ),
        _new("--field", "Search this field of each Document [text].", "KEY"),
        _new("--where", "Only Documents such as 'date>=2020'.", "CONDITION", repeatable=True),
        _new(
            "--format",
            "Documents as: text, jsonl, json; concordances: table, tsv ...",
            "NAME",
            words=FORMATS,
        ),
        _new("--csv-safe", "In CSV and TSV, no cell is a spreadsheet's formula."),
        _new(
            "--input-format",
            "Read the input as: auto, text, jsonl, parquet ...",
            "NAME",
            words=INPUT_FORMATS,
        ),
    ),
    "Cluster": (
        _new("--engine", "Search here, or on a cluster: local, spark.", "NAME", words=ENGINES),
        _new("--master", "The Spark cluster: spark://HOST:7077, yarn, local[2,4].", "URL"),
        _new("--output", "With --engine spark: the folder to write.", "DIR"),
    ),
    "Limits (SIZE: bytes, or 64K, 1M, 2G; 0 or none: no limit)": (
        _new("--expansion-limit", "How many times its size a file may expand to [300].", "N"),
        _new("--size-limit", "To what size a compressed file may expand [none].", "SIZE"),
        _new("--depth-limit", "Levels of JSON (at most 900) and of HTML [200; none].", "N"),
        _new("--line-limit", "Longest line [256M].", "SIZE"),
        _new("--document-limit", "Largest document [256M; of other text none].", "SIZE"),
        _new("--time-limit", "Leave a file whose line takes a pattern so long [5].", "SECONDS"),
    ),
    "More": (
        _new("-j --jobs", "Search with N processes [all cores for large input].", "N"),
        O("-V --version", "Print the version and exit."),
        O("--help", "Show this help and exit."),
        O("-u --unix-byte-offsets", "Changes nothing.", hidden=True),
    ),
}
"""In the order of the help."""

OPTIONS = tuple(option for section in SECTIONS.values() for option in section)
