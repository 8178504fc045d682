"""UTF-16 bytes to text, also where a byte is missing and every pair after it is shifted."""

from __future__ import annotations

from yrd_cli.patterns import compiled
from yrd_cli.reading.alignment import ILLEGIBLE, align
from yrd_cli.reading.likelihood import text_cost

PROBE = 256
"""Bytes that tell at which of two places pairs begin; even."""

SHIFT_MARGIN = 40.0
"""Nats by which the other division of a probe must be likelier: right and wrong divisions of 128
characters differ by some 800, of one line of 15 by 90."""

MOST_SHIFTS = 64
"""Shifts that are looked for in one input; each costs a bisection."""

_SURROGATE = compiled("[\ud800-\udfff]")


def decode_utf16(data: bytes, encoding: str, *, marked: bool) -> tuple[str, int, int | None]:
    """The text, how many replacements it holds, and the byte offset of the first.

    Without a mark the first byte may be the rest of a character that was cut.
    """
    at = 0 if marked else _leading_cut(data, encoding)
    pieces, bad = [ILLEGIBLE] * at, [0] * at
    for _ in range(MOST_SHIFTS):
        found = _shifted_stretch(data, encoding, at)
        if found is None:
            break
        begin, end = found
        pieces.append(_plain(data, at, begin, encoding, bad))
        reading = align(data[begin:end], encoding, cut_start=False)
        text = reading.text
        if reading.bad and reading.bad[-1] == (end - begin - 1, 1):
            text, end = text[:-1], end - 1
        pieces.append(text)
        bad.extend(offset for i, _ in reading.bad if (offset := begin + i) < end)
        at = end
    pieces.append(_plain(data, at, len(data), encoding, bad))
    return "".join(pieces), len(bad), min(bad, default=None)


def _leading_cut(data: bytes, encoding: str) -> int:
    return 1 if align(data[: 2 * PROBE], encoding).bad[:1] == ((0, 1),) else 0


def _shifted_stretch(data: bytes, encoding: str, at: int) -> tuple[int, int] | None:
    """Two probes between which the pairs of ``data[at:]`` change places, by bisection."""
    if len(data) - at <= 2 * PROBE:
        # An odd number of bytes has lost one, or half of the last character.
        return (at, len(data)) if (len(data) - at) % 2 else None
    low, high = 0, (len(data) - at - PROBE) // 2  # in pairs
    if not _is_shifted(data, at + 2 * high, encoding):
        return None
    while high - low > PROBE // 2:
        middle = (low + high) // 2
        if _is_shifted(data, at + 2 * middle, encoding):
            high = middle
        else:
            low = middle
    return at + 2 * low, min(len(data), at + 2 * high + PROBE)


def _is_shifted(data: bytes, at: int, encoding: str) -> bool:
    probe = data[at : at + PROBE + 1]
    here = text_cost(probe[: len(probe) // 2 * 2].decode(encoding, "replace"))
    beside = probe[1 : 1 + (len(probe) - 1) // 2 * 2].decode(encoding, "replace")
    return here - text_cost(beside) > SHIFT_MARGIN


def _plain(data: bytes, begin: int, end: int, encoding: str, bad: list[int]) -> str:
    """The text of sound pairs, a lone surrogate or half a pair becoming U+FFFD."""
    odd = (end - begin) % 2
    text = data[begin : end - odd].decode(encoding, "surrogatepass")
    if _SURROGATE.search(text):
        # Offsets are wanted in bytes, and characters beyond the BMP take two pairs.
        after = begin
        last = 0
        for lone in _SURROGATE.finditer(text):
            after += len(text[last : lone.start()].encode(encoding, "surrogatepass"))
            bad.append(after)
            last = lone.start()
        text = _SURROGATE.sub(ILLEGIBLE, text)
    if odd:
        bad.append(end - 1)
    return text + ILLEGIBLE * odd
