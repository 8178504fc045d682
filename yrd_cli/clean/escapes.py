"""Escapes that were never resolved: HTML entities, URL escapes and `\\u` escapes in the text.

Only what stands for Chinese is resolved, or for a mark beside Chinese: `&lt;` in prose about
HTML, a URL's own escapes and those in code stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote_to_bytes

from yrd_cli.clean.draft import Draft, Edit
from yrd_cli.patterns import compiled
from yrd_cli.script import HAN_RANGES

REASON = "escape"

_CJK = f"{HAN_RANGES}\u3000-\u30ff\uff01-\uff5e"
_IS_CJK = compiled(f"[{_CJK}]")
_ENTITY = compiled(r"&(?:amp;)?(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8});")
_BACKSLASH = compiled(r"(?:\\u[0-9a-fA-F]{4}){2,}")
_PERCENT = compiled(r"(?:%[0-9a-fA-F]{2}){4,}")
_IN_URL = compiled(r"(?:[a-zA-Z][a-zA-Z+.-]{1,9}://|www\.|[?？&=/#])[^\s\u3400-\u9fff]{0,500}\Z")

_MARKS = frozenset("“”‘’—–…·•　×°′″©®™\xa0\u2002\u2003\"'&<>《》〈〉")
"""What an entity beside Chinese may stand for."""

MAX_URL = 500
"""Characters before an escape that are looked at for the beginning of a URL."""


def may_hold_escapes(text: str) -> bool:
    """Whether `resolve_escapes` may find anything in a text."""
    return "&" in text or "\\u" in text or ("%" in text and _PERCENT.search(text) is not None)


def resolve_escapes(draft: Draft) -> None:
    """Put in the characters that escapes of Chinese text stand for."""
    if draft.options.repair == "off" or not draft.options.allows(REASON):
        return
    for line in draft.body():
        text = line.text
        if "&" in text or "\\u" in text or "%" in text:
            edits = sorted(_edits(text), key=lambda e: e.start)
            if edits:
                draft.edit(line, edits)


def _edits(text: str) -> Iterator[Edit]:
    if "&" in text:
        yield from _entities(text)
    if "\\u" in text and "`" not in text:
        for found in _BACKSLASH.finditer(text):
            yield from _edit(found, _from_backslashes(found[0]))
    if "%" in text:
        for found in _PERCENT.finditer(text):
            if not _IN_URL.search(text, max(0, found.start() - MAX_URL), found.start()):
                yield from _edit(found, _from_percents(found[0]))


def _edit(found: re.Match[str], new: str | None) -> Iterator[Edit]:
    if new is not None and _IS_CJK.search(new):
        yield Edit(*found.span(), new, REASON)


def _entities(text: str) -> Iterator[Edit]:
    """Entities of Chinese characters; those of marks where Chinese stands next to them.

    A row of entities counts as what it stands for.
    """
    chinese_at = -1
    for found in _ENTITY.finditer(text):
        new = unescape(unescape(found[0]))
        if len(new) > 1 or (new.startswith("&") and len(found[0]) > 5 and new != "&"):
            continue
        beside = (
            chinese_at == found.start()
            or _IS_CJK.match(text, found.end())
            or _IS_CJK.match(text, max(0, found.start() - 1))
        )
        if _IS_CJK.match(new) or (beside and _may_stand(text, found, new)):
            chinese_at = found.end()
            yield Edit(*found.span(), " " if new == "\xa0" else new, REASON)


def _may_stand(text: str, found: re.Match[str], new: str) -> bool:
    """Whether an entity beside Chinese stands for its character.

    By number it may be any; by name it is a mark, and `&lt;` may be meant as it stands: a text
    that writes of tags shows them so.
    """
    if "#" in found[0]:
        return new.isprintable()
    return new in _MARKS and not (new in "<>&" and ("`" in text or "&lt;" in text))


def _from_backslashes(escapes: str) -> str | None:
    units = bytes.fromhex(escapes.replace("\\u", ""))
    try:
        return units.decode("utf-16-be")
    except UnicodeDecodeError:
        return None


def _from_percents(escapes: str) -> str | None:
    """What the bytes are in UTF-8, else in GBK where that is likely Chinese."""
    from yrd_cli.reading.likelihood import text_cost

    data = unquote_to_bytes(escapes)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gbk")
    except UnicodeDecodeError:
        return None
    return text if text_cost(text) <= MAX_COST * len(text) else None


MAX_COST = 8.5
"""Natural-log units a character may cost on average where bytes are read as GBK: Chinese costs 6
to 7."""
