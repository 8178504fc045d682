"""What a sentence looks like: whether it can stand alone, and whether it states something."""

from __future__ import annotations

import math

from yrd_cli.patterns import compiled

SHORT, LONG = 16, 80
"""Characters of a sentence that says little, and of one that begins to take the place of others:
the score of a longer one falls with the root of its length."""

_DANGLING = compiled(
    r"(?:[这那][^次一项些]|[他她它此]|此外|另外|同时[，,]|其中|因此|所以|但是?|不过|然而|而且|并且|对此"
    r"|于是|随后|接着|据悉|除此之外|与此同时|会上[，,]|原来)"
)
_APPARATUS = compiled(
    r"图说|责任编辑|责编|来源|编辑|记者|通讯员|作者|摄影|电话|版权|相关|分享|扫[一描码]"
)
_QUOTATIONS = ("“", "「", "『", '"')
_STATEMENT = compiled(
    r"\d[\d,.]{0,20}\s?(?:[万亿]{0,2}元|%|％|[万亿]|[个项家名所次款条人户亩公里米吨])|《[^》]{3,80}》"
    r"|\d{4}年|\d{1,2}月\d{1,2}日"
)
_FINISHED = tuple('。！？｡!?…”」』）.．)"')

DANGLES, IS_QUOTATION, IS_SHORT, IS_UNFINISHED = 0.6, 0.55, 0.6, 0.5
PER_STATEMENT, MOST_STATEMENTS = 0.15, 2
"""Factors of a first sketch, measured on news; not tuned since."""


def worth(text: str) -> float:
    """A factor for a sentence, in its simplified form: 1 for a plain statement.

    Less for questions, bare quotations, beginnings that point back (这, 他, 此外), credits,
    headings, and what is very short or long; more for figures, dates and titles in 《》.
    """
    factor = 1.0
    if "？" in text or "?" in text or _DANGLING.match(text) or _APPARATUS.match(text):
        factor *= DANGLES
    if text.startswith(_QUOTATIONS):
        factor *= IS_QUOTATION
    if len(text) > LONG:
        factor *= math.sqrt(LONG / len(text))
    if len(text) < SHORT:
        factor *= IS_SHORT
    if not text.endswith(_FINISHED):
        factor *= IS_UNFINISHED  # a heading, or a piece of a list
    found = 0
    for found, _ in enumerate(_STATEMENT.finditer(text), 1):
        if found == MOST_STATEMENTS:
            break
    return factor * (1 + PER_STATEMENT * found)
