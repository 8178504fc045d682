"""The labels of credit lines (来源, 作者, 责任编辑, 发布时间 ...) and what each announces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from yrd_cli.clean.credit_words import GAP, alternation, words
from yrd_cli.patterns import compiled

KINDS = (
    "date", "time", "source", "author", "photographer", "editor", "reviewer", "poster", "views",
    "url", "other",
)  # fmt: skip

SHORT = frozenset(
    {"文", "图", "摄", "文字", "图片", "图文", "文图", "视觉", "排版", "统筹", "策划", "审核"}
    | {"主编", "报道", "编", "制作", "设计"}
)
"""Labels that mean something only before names of persons."""

COLONS = frozenset(":：")
_BARS = frozenset("/／|｜丨︱")
_NEVER_BEFORE_BAR = frozenset({"date", "time", "views", "url"})
_AFTER_HAN = frozenset({"date", "source", "author", "editor", "views"})
"""Kinds whose label with a colon may follow a Han character without a gap: 新京报作者：张三."""

_HAN = compiled("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at code points ``start`` to ``end`` (separator included) of a line.

    ``mark`` is the colon or bar behind it, None for a gap. ``glued``: it follows a Han character
    without a gap, so that it may be part of a longer word (主要来源：).
    """

    start: int
    end: int
    word: str
    kind: str
    mark: str | None
    glued: bool

    @property
    def has_colon(self) -> bool:
        """Whether a colon follows the label."""
        return self.mark is not None and self.mark in COLONS


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind in KINDS for word in words("labels", kind)}


@cache
def _pattern() -> re.Pattern[str]:
    return compiled(
        rf"(?P<word>{alternation(_kinds())})"
        rf"(?:{GAP}{{0,4}}(?P<mark>[:：/／|｜丨︱]){GAP}{{0,4}}|(?P<gap>{GAP}{{1,4}})"
        r"|(?P<close>(?=[\d【\[(（])))"
    )


def find_labels(text: str) -> list[Label]:
    """The labels of a line in simplified characters, in order.

    >>> [(label.word, label.kind) for label in find_labels("来源：新华网 作者：张三")]
    [('来源', 'source'), ('作者', 'author')]
    """
    labels: list[Label] = []
    for match in _pattern().finditer(text):
        start, kind, mark = match.start(), _kinds()[match["word"]], match["mark"]
        glued = start > 0 and _HAN.match(text, start - 1) is not None
        if glued and (mark not in COLONS or kind not in _AFTER_HAN):
            continue
        if match["word"] == "原创" and mark is None:
            continue
        if mark in _BARS and kind in _NEVER_BEFORE_BAR and not text[match.end() :][:1].isdigit():
            continue
        if match["close"] is not None and kind not in ("date", "views"):
            continue
        labels.append(Label(start, match.end(), match["word"], kind, mark, glued))
    return labels
