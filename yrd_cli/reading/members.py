"""The compressed bytes of the member that is being read, for when it turns out to be damaged."""

from __future__ import annotations

from yrd_cli.reading.decoders import Decoder

KEPT_BYTES = 8 << 20
"""Compressed bytes of a member that are kept; of a longer one, in an archive its end, else none."""

PROBE_BYTES = 512
"""Bytes of a member that are decoded to tell whether it begins a WARC record."""

STEP = 2048
"""Bytes that are decoded at a time, where a member is decoded again: see ZSTD_CHUNK."""

MADE_BYTES = 1 << 16
"""Bytes that are made at a time."""

LAST_BYTES = 1 << 15
"""Bytes before the damage that are decoded one by one: decoders lose what they made of the bytes
with which they were called, and are called with half as many."""

RESCUED_BYTES = 16 << 20
"""Bytes at most that are had by this: as far as 32 KiB expand in any text."""

RECORD = b"WARC/"
_GZIP_MEMBER = b"\x1f\x8b\x08"


class Member:
    """The member from its first byte on."""

    def __init__(self, begun: bytes = b"", *, is_of_archive: bool = False) -> None:
        self.given = 0
        """Bytes that it was expanded to so far."""
        self.lost = 0
        """Bytes before the next record, once it was found."""
        self.is_of_archive = is_of_archive
        """Whether it is one of many in a WARC file."""
        self._parts = [begun]
        self._size = len(begun)
        self._is_whole = True
        self._at = 1
        """Where the next record is looked for: not where this one begins."""

    def add(self, more: bytes) -> None:
        """Take in what was read of it."""
        if not (self._is_whole or self.is_of_archive):
            return
        self._parts.append(more)
        self._size += len(more)
        if self._size > KEPT_BYTES:
            self._is_whole = False
            data = b"".join(self._parts)
            gone = len(data) - KEPT_BYTES // 2
            self.lost += gone
            self._at = 0
            self._parts = [data[gone:]] if self.is_of_archive else []
            self._size = len(self._parts[0]) if self._parts else 0

    def rescued(self, decoder: Decoder) -> bytes:
        """What can be decoded of a damaged member beyond what was given."""
        if not self._is_whole:
            return b""
        data, kept, seen, at = b"".join(self._parts), bytearray(), 0, 0
        last = len(data) - LAST_BYTES
        try:
            while at < len(data) and len(kept) < RESCUED_BYTES and not decoder.eof:
                piece = b""
                if decoder.needs_input:
                    size = min(STEP, last - at) if at < last else 1
                    piece = data[at : at + size]
                    at += size
                made = decoder.decompress(piece, MADE_BYTES)
                seen += len(made)
                if seen > self.given:
                    kept += made[-(seen - self.given) :]
        except Exception:  # the damage, as before
            return bytes(kept)
        return bytes(kept)

    def next_record(self, *, is_last: bool) -> bytes:
        """What begins with the next member that is a WARC record; empty where more bytes are
        needed to tell, or there is none."""
        data, start = b"".join(self._parts), self._at
        while (at := data.find(_GZIP_MEMBER, start)) >= 0:
            if len(data) - at < PROBE_BYTES and not is_last:
                break
            if _begins_record(data[at : at + PROBE_BYTES]):
                self.lost += at
                return data[at:]
            start = at + 1
        gone = at if at >= 0 else max(start, len(data) - len(_GZIP_MEMBER) + 1)
        gone = min(gone, len(data))
        self.lost += gone
        self._parts, self._size, self._at = [data[gone:]], len(data) - gone, 0
        self._is_whole = False
        return b""


def _begins_record(member: bytes) -> bool:
    import zlib

    try:
        return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(member, 5) == RECORD
    except zlib.error:
        return False
