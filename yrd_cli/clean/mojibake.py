"""Mojibake: text whose bytes were read in the wrong encoding, put right by going the way back.

What UTF-8 becomes when it is read as GBK (闀夸笁瑙) or as Latin-1, what GBK becomes as Latin-1,
what GBK and Big5 become as each other, and what several such accidents leave. A line is weighed
as it stands and as what its bytes are in each other encoding; it is changed only where another
reading is far likelier as Chinese. What a wrong reading lost (U+FFFD, 锟斤拷) stays lost.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from yrd_cli.clean.draft import Draft, Edit, Line
from yrd_cli.patterns import compiled

REASON = "mojibake"
LOST = "lost-character"

MIN_GAIN = 14.0
"""How much likelier, in natural-log units, another reading must be than the line as it stands."""

MAX_COST = 9.0
"""Natural-log units that a character of the new reading may cost on average. Chinese costs 6 to
7, rare characters 11 to 14: a chance reading is one of rare characters."""

SOUND_COST = 7.5
"""What a character of sound Chinese costs on average: such a text needs no other reading."""

MAX_LOST = 0.5
"""Share of what UTF-8 has no character for: what was UTF-8 and lost a byte in GBK may leave three
signs for one character. Text that never was UTF-8 has more of them than of anything else."""

MAX_NEW_LOST = 0.02
"""Share of characters that may be none where GBK or Big5 is the reading."""

MAX_STEPS = 3
"""How many wrong readings, one after another, are undone."""

MAX_LENGTH = 100_000
"""Characters of a line that is looked at as a whole; longer ones are looked at in parts."""

_SIGNS = (
    "妗妞妤妫妯妲妾姒姗姘姝姣姹娅娆娈娉娌娑娓娣娲娴娼婀婊婕婢婧婵宀宄宓宕宥寤寮搴杈杌杓杞杩棰椁椋"
    "椐椤椴椹楂楗楝楠楣楦楫楱楸楹榀榄榇-榉榘榛榧榫榭榻槌槎洄洇洌洎洙洚洧洫洮洳洵洹浃浈浍浏浒浔浜"
    "浞浯浼涑涓涞涠淇渚澧澹濂濉濞濠濡濮濯瀚瀛瀣瀵瀹灏灞琚琛瑁瑗瑙瑭瑷瑾璀璁璎璐璜璞璧-璩璺瓒甯纭"
    "纰纾绀-绂绉绋绌绐绔绗绛绠绡绨绫绮绯绱绲绶绺绻绾缁-缃缇缈缍褰蹇鈥銆-銉鋩鋫-鋻鋽-錃錅-錉"
    "鍊鍌-鍑鍓-鍙鍜-鍩鍫鎬鎭鎯-鏈鏋-鏍鐎-鐗鐙-鐮鑰-鑼鑾-钄钑钖钘铇铏铓铔铚铦铻锛-锝锠閫"
    "-閰閲-闅闇-闉闋韪-韬骞"
)
"""What the first two bytes of a Chinese character in UTF-8 are in GBK: 384 characters, here the
rare ones among them. Sound text has one in 10,000 characters."""

_BIG5_SIGNS = "ㄛ﹝﹜\ue000-\uf8ff\ufffd"
"""The comma, the stop and the list comma of GBK in Big5; what either has no character for."""

# Two no-break spaces are no sign: menus have them between their words.
_LATIN_SIGNS = "\x80-\x9f\xa1-\xff"
_SUSPECT = compiled(
    f"[{_SIGNS}{_BIG5_SIGNS}]|[{_LATIN_SIGNS}][\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6"
    "\u02dc\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_FIRST_OF_SUSPECT = compiled(f"[{_SIGNS}{_BIG5_SIGNS}{_LATIN_SIGNS}]")
"""What a suspect begins with: one class is searched five times as fast as two of them."""
_OTHER = compiled("[^\x00-\x7f]+")
_COMMON = compiled("[，。、的一是不了在人有我大中上国國个個这這为為年和来來到]")
_HAN = compiled("[\u4e00-\u9fff\ue000-\uf8ff]")
_LOST_RUN = compiled("\ufffd+\\??")
_LOST_SIGN = compiled("锟斤拷|锟斤|斤拷|\ufffd")

SAMPLE, SAMPLE_LINES = 100, 5
"""Characters of the longest lines that tell whether it may be GBK read as Big5, or the other way
round: every Chinese text of some length has some of the thirty commonest."""
MIN_SAMPLE = 4
MIN_COMMON = 0.03
_COMMONEST = "，的、。"
"""Of these alone most texts have enough: to count four is quicker than to find all thirty."""


def repair_mojibake(draft: Draft) -> None:
    """Put lines right that were decoded in the wrong encoding; count what is lost for good."""
    if draft.options.repair == "off" or not draft.options.allows(REASON):
        return
    found: set[tuple[_Kind, ...]] = set()
    lines = draft.body()
    suspects = lines if _is_strange(lines) else _suspects(lines)
    for line in suspects:
        for _ in range(MAX_STEPS):  # a run put right may show that the whole is wrong
            readings = _readings_within(line.text)
            if not readings:
                break
            found.update(reading.kinds for _, _, reading in readings)
            _apply(draft, line, readings)
    if found:
        _repair_short_lines(draft, found)


def _readings_within(text: str) -> list[_Placed]:
    """The other readings of a line, or of runs within it, each with its place."""
    found: list[_Placed] = []
    for start, end in _parts(text):
        part = text[start:end]
        reading = _kept_reading(part) if len(part) <= LONGEST_KEPT else best_reading(part)
        if reading is not None:
            found.append((start, end, reading))
            if end - start == len(text):
                break
    return found


def _suspects(lines: list[Line]) -> list[Line]:
    """The lines with a sign of a wrong reading in them; most texts have none."""
    text = "\n".join([line.text for line in lines])
    first = _FIRST_OF_SUSPECT.search(text)
    if first is None or not _SUSPECT.search(text, first.start()):
        return []
    return [line for line in lines if _SUSPECT.search(line.text)]


def count_lost(draft: Draft) -> None:
    """Count the characters that no repair can bring back."""
    for line in draft.body():
        if "\ufffd" in line.text or "斤拷" in line.text:
            draft.counts[LOST] += len(_LOST_SIGN.findall(line.text))


class _Kind(NamedTuple):
    """A wrong reading: in what the bytes were read, and in what they were written."""

    read: str
    written: str


_KINDS = (
    _Kind("gb18030", "utf-8"),
    _Kind("cp1252", "utf-8"),
    _Kind("cp1252", "gb18030"),
    _Kind("cp1252", "big5hkscs"),
    _Kind("big5", "gb18030"),  # three decoders of the name, which differ in the rarer rows
    _Kind("cp950", "gb18030"),
    _Kind("big5hkscs", "gb18030"),
    _Kind("gb18030", "big5hkscs"),
    _Kind("big5hkscs", "utf-8"),
)


class Reading(NamedTuple):
    """Another reading of a text: what was undone, how much likelier it is in nats."""

    text: str
    kinds: tuple[_Kind, ...]
    gain: float


_Placed = tuple[int, int, Reading]
"""Start and end of a part of a line, and how that reads otherwise."""


def best_reading(text: str) -> Reading | None:
    """The reading of a text that is far likelier than the text itself, or None.

    >>> best_reading("ÖÐÎÄÐÅÏ¢").text
    '中文信息'
    """
    from yrd_cli.reading.likelihood import text_cost

    if text.isascii():
        return None
    wide = "".join(_OTHER.findall(text))
    if text_cost(wide) <= SOUND_COST * len(wide):
        return None
    before = text_cost(text)
    best: Reading | None = None
    for other, kinds in _readings(text):
        gain = before - text_cost(other)
        if gain >= MIN_GAIN and (best is None or gain > best.gain) and _is_chinese(other):
            best = Reading(other, kinds, gain)
    return best and best._replace(text=_LOST_RUN.sub("\ufffd", best.text))


LONGEST_KEPT = 200
"""Readings of so many characters are kept: texts are mended in rounds, and 浏览 is everywhere."""


@lru_cache(maxsize=1024)
def _kept_reading(text: str) -> Reading | None:
    return best_reading(text)


def _readings(text: str) -> Iterator[tuple[str, tuple[_Kind, ...]]]:
    """What a text may have been, after one step and more."""
    waiting: list[tuple[str, tuple[_Kind, ...]]] = [(text, ())]
    for _ in range(MAX_STEPS):
        after = []
        for now, kinds in waiting:
            for kind in _KINDS:
                other = undo(now, kind)
                if other is not None and other != now:
                    yield other, (*kinds, kind)
                    # Further steps only over UTF-8, which no chance reading is valid in.
                    if kind.written == "utf-8":
                        after.append((other, (*kinds, kind)))
        waiting = after


def undo(text: str, kind: _Kind) -> str | None:
    """The text in its true encoding, U+FFFD for what is lost; None where too much is."""
    data = _bytes_of(text, kind.read)
    other = data.decode(kind.written, "replace")
    wide, lost = _wide(other), other.count("\ufffd")
    if kind.written != "utf-8":
        # Nearly all pairs of bytes are characters there: what is none was none before.
        lost -= text.count("\ufffd")
        return other if lost <= MAX_NEW_LOST * wide else None
    return other if lost <= MAX_LOST * wide else None


def _wide(text: str) -> int:
    """How many characters are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _bytes_of(text: str, encoding: str) -> bytes:
    """The bytes that were read as a text; FF, which no encoding here has, for what is lost."""
    _register()
    if encoding == "cp1252":
        return text.translate(_western()).encode("latin-1", "yrd-lost")
    if encoding == "gb18030":
        text = text.translate({0xFFFD: "\udcff", 0x20AC: "\udc80"})
    return text.encode(encoding, "yrd-lost")


@cache
def _register() -> None:
    codecs.register_error("yrd-lost", _lost_bytes)


def _lost_bytes(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    chars = error.object[error.start : error.end]
    return bytes(0x80 if c == "\udc80" else 0xFF for c in chars), error.end


@cache
def _western() -> dict[int, int]:
    """What cp1252 has in place of the C1 controls, back to their code points; browsers read
    the five bytes that it leaves free as controls."""
    pairs = ((byte, bytes([byte]).decode("cp1252", "ignore")) for byte in range(0x80, 0xA0))
    return {ord(char): byte for byte, char in pairs if char}


def _is_chinese(text: str) -> bool:
    """Whether what is not ASCII in a reading is likely as Chinese."""
    from yrd_cli.reading.likelihood import text_cost

    wide = "".join(_OTHER.findall(text)).replace("\ufffd", "")
    return bool(wide) and text_cost(wide) <= MAX_COST * len(wide) and max(wide) >= "\u2000"


def _is_strange(lines: list[Line]) -> bool:
    """Whether a text has hardly any of the commonest characters."""
    texts = sorted([line.text for line in lines], key=len, reverse=True)[:SAMPLE_LINES]
    sample = "".join([text[:SAMPLE] for text in texts])
    if sum(map(sample.count, _COMMONEST)) >= MIN_COMMON * len(sample):
        return False
    han = len(_HAN.findall(sample))
    return han >= MIN_SAMPLE and len(_COMMON.findall(sample)) < MIN_COMMON * han


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """What of a line may be wrong: all of it; else each run without ASCII in it."""
    if len(text) <= MAX_LENGTH:
        yield 0, len(text)
    for run in _OTHER.finditer(text):
        if len(run[0]) <= MAX_LENGTH and run.end() - run.start() < len(text):
            yield run.span()


def _apply(draft: Draft, line: Line, readings: list[_Placed]) -> None:
    edits = []
    for start, end, reading in readings:
        old, new = line.text[start:end], reading.text
        same = 0
        while same < min(len(old), len(new)) and old[same] == new[same]:
            same += 1
        edits.append(Edit(start + same, end, new[same:], REASON, reading.gain))
    draft.edit(line, edits)


def _repair_short_lines(draft: Draft, found: set[tuple[_Kind, ...]]) -> None:
    """Lines too short to tell, where others of the text were misread: the same way back."""
    from yrd_cli.reading.likelihood import text_cost

    for line in draft.body():
        if line.text.isascii() or any(REASON in e.reason for e in line.edits):
            continue
        for kinds in sorted(found):
            text: str | None = line.text
            for kind in kinds:
                text = undo(text, kind) if text is not None else None
            if text is None or "\ufffd" in text or not _is_chinese(text):
                continue
            gain = text_cost(line.text) - text_cost(text)
            if gain > 0:
                _apply(draft, line, [(0, len(line.text), Reading(text, kinds, gain))])
                break
