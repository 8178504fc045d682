"""Files that hold no text, given by mistake: images, archives, programs, random bytes."""

from __future__ import annotations

from yrd_cli.reading.encoding_evidence import costs_of

SAMPLE = 4096
"""Bytes of the head that are looked at."""

CONTROL_SHARE = 0.02
"""Control bytes up to which anything is text; random bytes hold a tenth."""

NOISE = 5.1
"""Nats a byte from which no encoding makes sense of the bytes: random ones cost 5.5 and more,
Chinese 3 to 3.5, other alphabets in UTF-16 up to 4.9."""

_MAGIC = (
    b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x89PNG\r\n", b"GIF87a", b"GIF89a", b"\xff\xd8\xff",
    b"II*\0", b"MM\0*", b"\0\0\1\0\1", b"8BPS", b"\x7fELF", b"MZ\x90\0", b"MZ\0\0",
    b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1",
    b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd", b"SQLite format 3\0", b"ID3\2", b"ID3\3", b"ID3\4", b"OggS\0", b"fLaC\0",
    b"wOFF\0\1\0\0", b"wOFFOTTO", b"wOF2\0\1\0\0", b"\0\1\0\0\0", b"OTTO\0", b"\x1a\x45\xdf\xa3",
    b"\0asm", b"FWS\x08", b"CWS\x08", b"AT&TFORM", b"!<arch>\n", b"ARROW1\0\0", b"\x93NUMPY",
    b"\x80\x04\x95",
)  # fmt: skip
"""How files begin that are no text; each is too long or too odd to begin one."""

_MAGIC_AT = ((4, b"ftyp"), (8, b"WEBPVP8"), (8, b"AVI LIST"), (8, b"WAVEfmt "), (257, b"ustar"))

_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")

_CONTROLS = bytes(b for b in (*range(0x20), 0x7F) if b not in b"\t\n\v\f\r\x1a\x1b")


def is_binary(head: bytes) -> bool:
    """Whether a file that begins so holds no text in any encoding we read.

    NULs or bad bytes in a text do not make it binary, and UTF-16 without a mark is text.

    >>> is_binary(b"%PDF-1.7"), is_binary("长江".encode("utf-16-le")), is_binary(b"a\\0b")
    (True, False, False)
    """
    if head.startswith(_MAGIC) or any(head.startswith(m, at) for at, m in _MAGIC_AT):
        return True
    if head.startswith(_TEXT_MARKS):
        return False
    sample = head[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls <= 2 + CONTROL_SHARE * len(sample):
        return False
    return min(costs_of([sample]).values()) > NOISE * len(sample)
