"""The name of a record's file in an output directory."""

from __future__ import annotations

import os

from yrd_cli.reading.records import Record


def output_name(record: Record) -> str:
    """The name of a record's file in an output directory, without its ending.

    Files of a walked directory keep their place in it; records of a container are numbered.
    """
    if record.path is None:
        stem = "stdin"
    elif record.root is not None:
        stem = os.path.relpath(record.path, record.root)
    else:
        stem = os.path.basename(record.path)
    folder, name = os.path.split(stem)
    bare = name
    for _ in range(2):  # page.html.gz
        shorter, ending = os.path.splitext(bare)
        if not shorter or len(ending) > 9:
            break
        bare = shorter
        if ending.lower() not in (".gz", ".bz2", ".xz", ".zst"):
            break
    number = f"-{record.number:06d}" if record.number else ""
    return os.path.join(folder, bare + number)
