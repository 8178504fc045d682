"""What a credit line says, and the parts of a line that say nothing: buttons, switches, places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from yrd_cli.clean.credit_words import HAN, SPACE, any_of
from yrd_cli.clean.dates import DateHit
from yrd_cli.patterns import compiled

_REASONS = (
    ("date", "date"), ("source", "source"), ("author", "author"), ("photographer", "author"),
    ("editor", "editor"), ("reviewer", "editor"), ("poster", "author"), ("views", "views"),
    ("url", "url"),
)  # fmt: skip

_SWITCH = compiled(
    r"[【\[(（]?[ ]?(?:字[号体]|文字)(?:大小)?[ :：]{0,3}"
    r"[ \u3000\[\]【】()（）|｜/默认特超大中小标准放缩字号体Aa+T-]{0,40}"
)
_LEFT_OVER = SPACE + "|｜丨︱/·•,，;；[]【】()（）-—>"


@dataclass(slots=True)
class CreditLine:
    """What a credit line says. ``strong``: it is one wherever it stands in a page.

    ``values`` maps the kind (date, source, author, photographer, editor, reviewer, views, url,
    site, column) to its values. ``repost``: the date is the site's own, told as an age.
    ``printed``: it is that of the printed paper. ``updated``: that of the last change.
    ``labelled_source``: a label names a publisher. ``rest`` counts unexplained characters.
    """

    values: dict[str, list[str]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    strong: bool = False
    repost: bool = False
    printed: bool = False
    labelled_date: bool = False
    updated: bool = False
    labelled_source: bool = False
    rest: int = 0

    def add(self, kind: str, *values: str) -> None:
        """Note a kind of credit, with its values where there are any."""
        self.kinds.add(kind)
        for value in values:
            known = self.values.setdefault(kind, [])
            if value and value not in known:
                known.append(value)

    @property
    def reason(self) -> str:
        """The name of the rule, by the most telling kind in the line."""
        return next(reason for kind, reason in _REASONS if kind in self.kinds)


@cache
def _empty_parts() -> re.Pattern[str]:
    """Buttons with their counters, and the place that a portal tells of its author."""
    return compiled(
        rf"(?:IP属地|发[布表]于|来自)[ :：]{{0,2}}(?:{any_of('publishers', 'places')})"
        rf"(?:省|市|[{HAN}]{{0,3}}自治区)?"
        rf"|(?:[+＋]关注|大 中 小|返回[{HAN}]{{1,6}}[，,]查看更多|{any_of('parts', 'buttons')})"
        r"(?: ?[(（]?\d{1,6}[)）]?)?(?=[ \u00a0\u3000|｜】\])）:：]|$)"
    )


def take_dates(line: str, start: int, end: int, hits: Sequence[DateHit], credit: CreditLine) -> str:
    """A piece of a line without dates, switches and buttons; its dates go to the credit."""
    parts, at = [], start
    for hit in hits:
        if start <= hit.start and hit.end <= end:
            parts.append(line[at : hit.start])
            at = hit.end
            credit.add("date", hit.iso)
    parts.append(line[at:end])
    piece = _empty_parts().sub(" ", _SWITCH.sub(" ", " ".join(parts)))
    piece = piece.strip(_LEFT_OVER)
    for opening, closing in ("()", "（）"):
        if opening in piece and closing not in piece:
            piece += closing  # it was stripped with the brackets around all
    return piece
