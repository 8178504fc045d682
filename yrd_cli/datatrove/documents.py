"""datatrove's Documents and ours: what is known of a text stands in datatrove's metadata."""

from __future__ import annotations

from typing import Any

from datatrove.data import Document as TroveDocument

from yrd_cli.document import KEYS, Document, document_from_record
from yrd_cli.limits import DEFAULT_LIMITS, Limits

_OWN = frozenset({"id", "text", "metadata"})
KNOWN = tuple(key for key in KEYS if key not in _OWN)
"""The keys of our schema that become metadata."""


def from_trove(given: TroveDocument, limits: Limits = DEFAULT_LIMITS) -> Document:
    """datatrove's Document as ours.

    A reader of our own JSON Lines leaves the schema's keys in the metadata, and our ``metadata``
    within it; both are read. Raises ValueError for metadata that nests too deeply, and for a text
    over the limit.
    """
    record = {**given.metadata, "text": given.text, "id": given.id}
    most = limits.document_bytes
    if len(given.text) * 4 > most and len(given.text.encode("utf-8", "replace")) > most:
        raise ValueError(limits.too_large)
    return document_from_record(record, given.id, depth=limits.json_depth)


def into_trove(document: Document, given: TroveDocument) -> TroveDocument:
    """Write our Document back into the one of datatrove that it came from, which is given back.

    The keys of the schema that have a value stand in its metadata, and beside them all else.
    """
    record: dict[str, Any] = document.record()
    given.text = document.text
    known = {key: _plain(record[key]) for key in KNOWN if record[key]}
    given.metadata = {**document.metadata, **known}
    return given


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
