"""Title lines that search-engine spammers put into hacked pages."""

from __future__ import annotations

import re
from functools import cache

from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified

_BREAKS = compiled(r"[/|,，、_\-－—｜・·\s]+")
_SENTENCE = compiled("[。！？；]")

LONGEST_SPAM = 300
MIN_ITEMS = 3
MIN_WORDS = 3
"""Hits of the list; a headline about gambling has one or two and reads like a sentence."""


def is_spam_title(text: str) -> bool:
    """Whether a line is a row of spam keywords.

    >>> is_spam_title("成人影院在线/国产精品一区/欧美日韩不卡/久久电影")
    True
    >>> is_spam_title("警方打掉一网络赌场,涉案金额过亿")
    False
    """
    if len(text) > LONGEST_SPAM or _SENTENCE.search(text):
        return False
    items = [item for item in _BREAKS.split(text) if item]
    if len(items) < MIN_ITEMS:
        return False
    words, telling = _lexicon()
    folded = to_simplified(text)
    if telling.search(folded) is None or len(words.findall(folded)) < MIN_WORDS:
        return False
    spammed = sum(words.search(to_simplified(item)) is not None for item in items)
    return spammed >= max(MIN_ITEMS - 1, len(items) / 2)


@cache
def _lexicon() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words of spam titles, and those of which a spam title has one at least."""
    import tomllib
    from pathlib import Path

    data = tomllib.loads(
        (Path(__file__).parent / "data" / "spam_words.toml").read_text(encoding="utf-8")
    )
    words, telling = (
        # The longest first, so that 色综合 is not counted as 色 and 综合.
        compiled("|".join(sorted(data[key].split(), key=len, reverse=True)))
        for key in ("words", "telling")
    )
    return words, telling
