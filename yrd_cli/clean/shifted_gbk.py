"""Text in GBK that lost a byte, so that every following pair of bytes was read one byte off.

Bytes A1A3 A1B0 E94C (。“長) became 3F A3A1 B0E9 4C: `?!伴L`. A gloss put between the bytes of two
characters does the same: 量兩, C1BF 83C9, held BF83 (績) and became `量?jī)蓚`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yrd_cli.clean.draft import Draft, Edit, Line
from yrd_cli.clean.readings import SYLLABLE

if TYPE_CHECKING:
    from yrd_cli.clean.shifted.runs import Page, Reading

REASON = "shifted-gbk"
UNREPAIRED = "shifted-gbk-unrepaired"

SAFE_MARGIN = 5.0
ACCEPT = 4.0
"""How much likelier than the text as it stands a reading must be, in natural-log units."""

MAX_SUSPECTS = 200
"""Suspects looked at in a document; pages in the wild have a dozen, and each costs a search."""

_CHEAP = re.compile(rf"\?(?:[!#$%&'*+:;<=>\[\]@-~\x80-\U0010ffff]|{SYLLABLE}\))")
_SPLIT = re.compile(rf"(?<=[\u4e00-\u9fff])\?(?P<split>{SYLLABLE})\)")
_SPOT = re.compile(rf"{_SPLIT.pattern}|\?(?=[^\x00-\x20])")
LOG=None

def repair_shifted_gbk(draft: Draft) -> None:
    """Put characters right that were read one byte off."""
    if draft.options.repair == "off" or not draft.options.allows(REASON):
        return
    lines = [line for line in draft.lines if "?" in line.text and _CHEAP.search(line.text)]
    if lines:
        _repair(draft, lines)


def _repair(draft: Draft, lines: list[Line]) -> None:
    from yrd_cli.clean.shifted.runs import is_suspect

    def suspects(text):
        return [m for m in _SPOT.finditer(text) if m.group("split") or is_suspect(text, m.start())]
    lines = [line for line in lines if suspects(line.text)]
    if not lines:
        return
    from yrd_cli.clean.language import model_of
    from yrd_cli.clean.shifted.runs import page_of
    text = draft.text()
    from yrd_cli.clean.shifted.runs import GLOSS
    page = page_of(text, model_of(GLOSS.sub("",re.sub(r"\?.{,16}", "\n", text))))
    for line in lines:
        edits = list(_line(page, draft, line.text))
        draft.edit(line, edits)


def _line(page, draft, text):
    from yrd_cli.clean.shifted import runs
    at = 0
    out=[]; 
    aggressive = draft.options.repair == "aggressive"
    while (m := _SPOT.search(text, at)):
        out.append(text[at:m.start()])
        if not m.group("split") and not runs.is_suspect(text,m.start()):
            out.append("?"); at=m.start()+1; continue
        before = runs.GLOSS.sub("", "".join(out)[-300:])
        if m.group("split"):
            found = runs.readings_after_split_character(page, before, text, m)
        else:
            found = runs.readings_after_lost_mark(page, before, text, m.start())
        base = found[0].gain if found else None
        if found and found[0].gain < ACCEPT:
            found = []
        if not found:
            if LOG is not None: LOG.append((text[m.start():m.start()+12],None,0,base))
            if m.group("split"): draft.counts[UNREPAIRED]+=1
            out.append(text[m.start()]); at = m.start()+1
            continue
        best = found[0]
        margin = min([best.gain] + [best.score - r.score for r in found[1:2]])
        if LOG is not None: LOG.append((text[m.start():best.end],best.text,margin,[ (r.text,round(r.score,1)) for r in found[:3]],base))
        if aggressive or margin >= SAFE_MARGIN:
            yield Edit(m.start(), best.end, best.text, REASON, margin)
        else:
            draft.counts[UNREPAIRED]+=1
            draft.flag(REASON)
        out.append(best.text)
        at = max(best.end, m.start()+1) if best.end>m.start() else best.end
