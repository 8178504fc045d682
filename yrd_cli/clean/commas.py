"""Commas that a script put before other marks: `,,` and `,、` and `,。` all over a page."""

from __future__ import annotations

from yrd_cli.clean.draft import Draft, Edit
from yrd_cli.patterns import compiled

REASON = "comma"

MIN_COMMAS = 3
"""Fewer doubled commas may be typing slips. Seed 002 has 123; the news and laws have none."""

MIN_SHARE = 0.2
"""Share of the page's stops that have a comma before them. In seed 002 it is 0.66."""

MIN_OTHER_MARKS = 0.15
"""Share of them that stand before another mark than a comma. In seed 002 it is 0.5; the empty
fields of a table, `张三,,北京`, have commas only. Sentences need no such proof."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_INJECTED = compiled(
    rf"(?<=[{_HAN}》”’」』）)a-zA-Z0-9%])[,，](?=(?P<mark>[,，。、；;])(?![,，。、；;]))"
    r"(?!(?<=[a-zA-Z0-9%][,，]).[a-zA-Z0-9])"
)
"""One comma right before one stop, in text: not in a row of three or more, not in `1,,2`."""

_DOUBLED = compiled("[,，][,，。、；;]")
_SENTENCE_END = compiled("[。！？!?；]")
_STOP = compiled("[,，。、；;]")
_HAN_CHARACTER = compiled(f"[{_HAN}]")
_LETTER = compiled(r"\w")


def may_hold_injected_commas(text: str) -> bool:
    """Whether `strip_injected_commas` may find anything in a text."""
    return _DOUBLED.search(text) is not None


def strip_injected_commas(draft: Draft) -> None:
    """Drop the commas before other marks where the document has them all over.

    Of `,,` one stays, of `,、` and `,。` the other mark. Tables, code and numbers are left.
    """
    if not draft.options.allows(REASON):
        return
    lines = [line for line in draft.body() if _DOUBLED.search(line.text)]
    lines = [line for line in lines if _INJECTED.search(line.text) and _is_text(line.text)]
    found = [m for line in lines for m in _INJECTED.finditer(line.text)]
    if len(found) < MIN_COMMAS:
        return
    others = sum(m["mark"] not in ",，" for m in found)
    stops = sum(len(_STOP.findall(line.text)) for line in draft.body()) - len(found)
    in_sentences = all(_SENTENCE_END.search(line.text) for line in lines)
    if not in_sentences and others < MIN_OTHER_MARKS * len(found):
        return
    if len(found) < MIN_SHARE * stops:
        return
    for line in lines:
        draft.edit(line, [Edit(*m.span(), "", REASON) for m in _INJECTED.finditer(line.text)])


def _is_text(line: str) -> bool:
    """Whether most letters of a line are Han."""
    return 2 * len(_HAN_CHARACTER.findall(line)) >= len(_LETTER.findall(line))
