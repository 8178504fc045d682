"""Raw records: what a container holds, still as bytes, before any decoding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from yrd_cli.limits import DEFAULT_LIMITS, Limits
from yrd_cli.report import Notice

Extract = Literal["auto", "article", "forum", "all"]
"""What of a page is wanted: its article, every post of its thread, or everything visible."""

Kind = Literal["page", "text", "html", "json"]


@dataclass(frozen=True, slots=True)
class Record:
    """One document as it lies in its container.

    ``page`` is text or HTML, which the decoded content decides; ``json`` is one JSON object.
    ``place`` names it in messages: the file, or the file and its line.
    """

    id: str
    data: bytes
    kind: Kind
    path: str | None
    place: str
    root: str | None = None
    """The directory that was walked to find the file."""
    number: int = 0
    """Its number in a container, from 1; 0 for a file that is one document."""
    charset: str | None = None
    """What the protocol says of the encoding: one vote, no more."""
    fields: dict[str, str] = field(default_factory=dict)
    """What the container knows of the document: url, date."""
    decoded: bool = False
    """Whether the container was decoded as a whole, so that ``data`` is UTF-8 in any case."""
    undecodable: int = 0
    """How many byte sequences of a decoded container stand as U+FFFD in ``data``."""


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How input is to be read, whatever holds it."""

    input_format: str = "auto"
    encoding: str = "auto"
    text_key: str = "text"
    extract: Extract = "auto"
    markdown: bool = False
    limits: Limits = DEFAULT_LIMITS


COLUMNS_SHOWN = 30
NAME_SHOWN = 60
"""Columns, and characters of the name of each, that a message shows: the first row of what is no
table may be the whole file."""

Item = Record | Notice
"""What reading gives: records, and notices in their place among them."""

_ID_WITHIN = 1 << 16
"""Bytes of a record in which its id is looked for."""


def left_out(item: object, reason: str) -> str:
    """What is said of an item that killed its worker twice, with the id of a JSON record.

    The id is found without parsing: to parse it may be what kills.
    """
    data = getattr(item, "data", b"")
    if not isinstance(data, bytes) or data.lstrip()[:1] != b"{":
        return f"{reason}: left out"
    found = re.search(rb'"id"\s*:\s*"([^"\\]{1,200})"', data[:_ID_WITHIN])
    name = f"document {found[1].decode('utf-8', 'replace')!r}: " if found else ""
    return f"{name}{reason}: left out"


def missing_column(text_key: str, names: Sequence[str]) -> str | None:
    """What to say of a table that has no column for the text; None where it has one."""
    if text_key in names:
        return None
    shown = [name if len(name) <= NAME_SHOWN else f"{name[:NAME_SHOWN]}…" for name in names]
    if len(shown) > COLUMNS_SHOWN:
        shown[COLUMNS_SHOWN:] = [f"and {len(names) - COLUMNS_SHOWN:,} more"]
    return f"no column {text_key!r}: name it with --text-key (columns: {', '.join(shown)})"
