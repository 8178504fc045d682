"""Which Documents and lines stay: every one that goes names the one that is kept.

Workers make an Entry of each Document; here, in one process and in input order, it is decided.
Where later Documents have a say, the JSON lines wait in a temporary file.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from yrd_cli.clean.duplicates import Keep, Mode
from yrd_cli.clean.duplicates.clusters import NearDuplicates
from yrd_cli.clean.duplicates.minhash import Fingerprint
from yrd_cli.document import Document, document_from_record, json_line, parse_json

MIN_REPEATS = 3
"""Documents of a site that have a line before it counts as boilerplate …"""

MIN_SHARE = 0.05
"""… and their share among the site's Documents."""

MAX_REMOVED = 0.5
"""Share of a text that repeated lines may take: what repeats more is a copy, not boilerplate."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A Document that waits for its decision: its JSON line, and what decides.

    ``lines`` holds a hash of each line that is not blank (and of its site), ``sizes`` how many
    characters it has.
    """

    name: str
    id: str
    data: bytes
    site: str
    length: int
    date: str
    fingerprint: Fingerprint | None = None
    lines: Sequence[int] = ()
    sizes: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Of which Document another is a duplicate, how similar they are (Jaccard, 0 to 1), and in
    which cluster (from 1)."""

    id: str
    kept: str
    similarity: float
    cluster: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an Entry: its name and JSON line, of what it is a duplicate, or how many of
    its lines went."""

    name: str
    data: bytes
    duplicate: Duplicate | None = None
    lines: int = 0


def entry_of(document: Document, name: str, mode: Mode) -> Entry:
    """Make an Entry of a Document, as ``mode`` needs it."""
    from yrd_cli.clean.duplicates.folding import folded

    entry = Entry(
        name,
        document.id,
        json_line(document.record()),
        site_of(document),
        len(document.text),
        document.date or "",
    )
    if mode == "lines":
        lines = [line for line in document.text.split("\n") if line.strip()]
        site = entry.site.encode("utf-8", "surrogatepass")
        hashes = array("Q", (_hash(site, folded(line).tobytes()) for line in lines))
        return replace(entry, lines=hashes, sizes=array("L", map(len, lines)))
    from yrd_cli.clean.duplicates.minhash import exact_fingerprint, fingerprint

    make = fingerprint if mode == "near" else exact_fingerprint
    return replace(entry, fingerprint=make(folded(document.text)))


def site_of(document: Document) -> str:
    """The site a Document is from: the host of its URL, else its source, else all are one."""
    try:
        host = urlsplit(document.url or "").hostname
    except ValueError:
        host = None
    return host or document.source or ""


def decide(
    entries: Iterable[Entry], mode: Mode, threshold: float, keep: Keep
) -> Iterator[Decision]:
    """The decisions, in input order."""
    if mode == "lines":
        return _without_repeated_lines(entries)
    if mode == "exact" and keep == "first":
        return _without_exact(entries)
    return _without_clusters(entries, threshold, keep)


def _without_exact(entries: Iterable[Entry]) -> Iterator[Decision]:
    """The first of each text stays; decided at once."""
    seen: dict[bytes, tuple[str, int]] = {}
    clusters: dict[bytes, int] = {}
    for entry in entries:
        assert entry.fingerprint is not None
        key = entry.fingerprint.exact
        if key not in seen:
            seen[key] = (entry.id, len(seen))
            yield Decision(entry.name, entry.data)
            continue
        number = clusters.setdefault(key, len(clusters) + 1)
        yield Decision(entry.name, entry.data, Duplicate(entry.id, seen[key][0], 1.0, number))


def _without_clusters(entries: Iterable[Entry], threshold: float, keep: Keep) -> Iterator[Decision]:
    spool, index = _Spool(), NearDuplicates(threshold)
    ids: list[str] = []
    ranks: list[tuple[object, ...]] = []
    try:
        for entry in entries:
            assert entry.fingerprint is not None
            spool.add(entry)
            index.add(entry.fingerprint)
            ids.append(entry.id)
            ranks.append(_rank(entry, keep))
        duplicates = {
            member.number: Duplicate(ids[member.number], ids[cluster.kept], member.similarity, n)
            for n, cluster in enumerate(index.clusters(ranks), 1)
            for member in cluster.dropped
        }
        for number, (name, data) in enumerate(spool):
            yield Decision(name, data, duplicates.get(number))
    finally:
        index.close()
        spool.close()


def _rank(entry: Entry, keep: Keep) -> tuple[object, ...]:
    if keep == "longest":
        return (-entry.length,)
    if keep == "newest":  # ISO dates, inverted digit by digit; no date is the oldest
        return (*(-ord(c) for c in entry.date), 1)
    return ()


def _without_repeated_lines(entries: Iterable[Entry]) -> Iterator[Decision]:
    """Lines that many Documents of a site share go from all of them."""
    spool = _Spool()
    documents: Counter[str] = Counter()
    holding: Counter[int] = Counter()
    waiting: list[Entry] = []
    try:
        for entry in entries:
            spool.add(entry)
            waiting.append(replace(entry, data=b""))
            documents[entry.site] += 1
            holding.update(set(entry.lines))
        for entry, (name, data) in zip(waiting, spool, strict=True):
            enough = max(MIN_REPEATS, MIN_SHARE * documents[entry.site])
            repeated = {n for n in entry.lines if holding[n] >= enough}
            yield _without_lines(entry, name, data, repeated)
    finally:
        spool.close()


def _without_lines(entry: Entry, name: str, data: bytes, repeated: set[int]) -> Decision:
    places = [i for i, line in enumerate(entry.lines) if line in repeated]
    removed = sum(entry.sizes[i] for i in places)
    if not places or removed > MAX_REMOVED * sum(entry.sizes):
        return Decision(name, data)
    document = document_from_record(parse_json(data), entry.id)
    gone = set(places)
    kept, number = [], 0
    for line in document.text.split("\n"):
        if not line.strip():
            kept.append(line)
            continue
        if number not in gone:
            kept.append(line)
        number += 1
    edits = dict(document.edits)
    edits["repeated-line"] = edits.get("repeated-line", 0) + len(places)
    changed = replace(document, text="\n".join(kept), edits=edits)
    return Decision(name, json_line(changed.record()), lines=len(places))


def _hash(site: bytes, line: bytes) -> int:
    from hashlib import blake2b

    parts = blake2b(b"%d " % len(site), digest_size=8)
    parts.update(site)
    parts.update(line)
    return int.from_bytes(parts.digest(), "little")


class _Spool:
    """Names and JSON lines in a temporary file, given back in order."""

    def __init__(self) -> None:
        import tempfile

        self._file = tempfile.TemporaryFile(prefix="yrd-")
        self._sizes = array("Q")

    def add(self, entry: Entry) -> None:
        name = entry.name.encode("utf-8", "surrogateescape")
        self._sizes.extend((len(name), len(entry.data)))
        self._file.write(name)
        self._file.write(entry.data)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        self._file.seek(0)
        sizes = iter(self._sizes)
        for name_size, data_size in zip(sizes, sizes, strict=True):
            name = self._file.read(name_size).decode("utf-8", "surrogateescape")
            yield name, self._file.read(data_size)

    def close(self) -> None:
        self._file.close()
