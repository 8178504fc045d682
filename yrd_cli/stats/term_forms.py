"""Which strings have the form of a term, and which part of speech a term has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yrd_cli import words
from yrd_cli.script import to_simplified
from yrd_cli.words.dictionary import lexicon

FUNCTION_TAGS = frozenset({"p", "c", "u", "d", "y", "e", "o", "r", "zg"})
"""jieba's tags of words that neither begin nor end a term: prepositions, conjunctions, particles,
adverbs, pronouns; ``zg`` is mostly particles."""

END_TAGS = FUNCTION_TAGS | {"f"}
"""Localizers (以来, 之中) do not end a term either."""

_EDGE = frozenset("的了是在和与及等对将为把被从向也都还就这那其并或但而我他她它们说着过之以于所")
"""Characters that begin or end no term, whatever word they are cut into."""

_QUANTITY = re.compile(
    "[0-9]+(?:[.][0-9]+)?[万亿余多]*"
    "(?:[年月日时点分秒岁周天号届次个名位元人件项条家户张册页版吨米公里斤度倍卷期集场]|小时|分钟)"
)
"""Numbers with a measure are put together anew every time; 12345热线 is not."""


def is_term_form(units: Sequence[str]) -> bool:
    """Whether a string of units may be a term, by its form.

    >>> is_term_form(["G60", "科", "创", "走", "廊"]), is_term_form(["12", "月", "1", "日"])
    (True, False)
    >>> is_term_form(list("据新华社")), is_term_form(list("改革开放以来"))
    (False, False)
    """
    term = to_simplified("".join(units))
    if term[0] in _EDGE or term[-1] in _EDGE or term.isascii() or _QUANTITY.search(term):
        return False
    if units[-1].isdigit():
        return False
    parts = words.cut(term, hmm=False)
    return _tag(parts[0]) not in FUNCTION_TAGS and _tag(parts[-1]) not in END_TAGS


def tag_of(units: Sequence[str]) -> str:
    """The tag of a term: that of its last word, which is its head, if a noun, verb or adjective.

    ``nz``, jieba's tag of other proper nouns, where the last word is neither or not known.

    >>> tag_of(list("先行启动区")), tag_of(list("生态治理")), tag_of(["AI", "们"])
    ('n', 'v', 'nz')
    """
    tag = _tag(words.cut(to_simplified("".join(units)), hmm=False)[-1])
    return tag[0] if tag[:1] in ("n", "v", "a") else "nz"


def _tag(word: str) -> str:
    entry = lexicon().entry(word)
    return entry.tag or "" if entry is not None else ""
