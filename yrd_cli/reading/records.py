"""Raw records: what a container holds, still as bytes, before any decoding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from yrd_cli.report import Notice

MAX_DOCUMENT_BYTES = 256 << 20
"""The largest document that is read, in bytes; a larger one is named and left out."""

Extract = Literal["auto", "article", "forum", "all"]
"""What of a page is wanted: its article, every post of its thread, or everything visible."""

TOO_LARGE = f"larger than {MAX_DOCUMENT_BYTES >> 20} MiB: left out"

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


Item = Record | Notice
"""What reading gives: records, and notices in their place among them."""


def missing_column(text_key: str, names: Sequence[str]) -> str | None:
    """What to say of a table that has no column for the text; None where it has one."""
    if text_key in names:
        return None
    return f"no column {text_key!r}: name it with --text-key (columns: {', '.join(names)})"
