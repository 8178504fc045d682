"""When two facts are about the same thing, and when they say the same of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from yrd_cli.patterns import compiled
from yrd_cli.script import to_simplified
from yrd_cli.summarize.facts import Fact
from yrd_cli.summarize.facts.model import as_json

FIGURES = frozenset({"money", "percent", "ratio", "count", "length", "area", "distance"})
"""Types of which pages can give different values for one subject. A duration is none: its
subjects (他在这里工作 三年) seldom name a quantity."""

LONG_NOUN = 4
"""Characters from which a counted noun names what is counted by itself: 36项重点工作."""

NEAR = Decimal("0.1")
"""The share by which 约, 近, 超 and 多 leave room."""

TELLING_DIGITS = 3
"""Digits from which equal figures of alike subjects are hardly equal by chance: 22.65亿元."""

_MARKS = compiled(r"[\s“”‘’「」『』《》〈〉（）()\"'、，,。：:；;·的]+")
_TIME = compiled(
    r"^(?:截[至止]|到)?(?:\d{4}年|今年|去年|目前|现在|全年|至今|近年)+(?:以来|来|底|末|初|年?度)?"
)
_ABOVE = frozenset({"超", "超过", "多", "余", "以上", "逾", "突破", "至少", "不少于", "不低于"})
_BELOW = frozenset({"近", "不足", "不到", "以下", "以内", "接近", "至多", "不超过"})


class Identity(NamedTuple):
    """What a fact is about: facts of one identity can be merged."""

    type: str
    unit: str | None
    subject: str
    noun: str = ""
    only: str = ""
    """A fact that names nothing is the same as another only in the same sentence."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a fact says: ``key`` is equal for equal values, ``least`` and ``most`` bound it."""

    key: str
    period: tuple[str, str] | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    can_differ: bool = False
    """Whether another value for the same thing is a conflict."""

    @property
    def is_telling(self) -> bool:
        """Whether the value is unlikely to be given twice by chance."""
        digits = "".join(filter(str.isdigit, self.key)).strip("0")
        return self.can_differ and len(digits) >= TELLING_DIGITS

    def in_period(self, period: tuple[str, str]) -> Statement:
        """The same of another period."""
        return replace(self, period=period)


def identity_of(fact: Fact) -> Identity:
    """What a fact is about."""
    if fact.type in FIGURES or fact.type in ("duration", "time"):
        return _identity_of_figure(fact)
    if fact.type == "task" and isinstance(fact.value, dict):
        body, what = (fact.value.get(key) or "" for key in ("body", "what"))
        return Identity("task", None, bare(str(what)), bare(str(body)))
    return Identity(fact.type, None, bare(name_of(fact)))


def _identity_of_figure(fact: Fact) -> Identity:
    subject = _TIME.sub("", bare(fact.subject or ""))
    noun = bare(str(fact.details.get("noun") or ""))
    unit = f"{fact.unit} {fact.details.get('change') or ''}".strip()
    if not subject and len(noun) < LONG_NOUN:
        return Identity(fact.type, unit, "", noun, bare(fact.sentence or fact.text))
    return Identity(fact.type, unit, subject or noun, noun)


def statement_of(fact: Fact, when: Fact | None) -> Statement:
    """What a fact says; ``when`` is the date its sentence gives."""
    if fact.type == "task" and isinstance(fact.value, dict):
        return Statement(str(fact.value.get("number")), can_differ=True)
    if fact.type == "quote" and isinstance(fact.value, dict):
        speaker = fact.value.get("speaker")
        return Statement(str(speaker or ""), can_differ=speaker is not None)
    if fact.type not in FIGURES:
        return Statement(str(as_json(fact.value)) if fact.type == "duration" else "")
    least, most = _exact(fact.minimum), _exact(fact.maximum)
    key = f"{least} {most}"
    least, most = _with_room(least, most, fact.modifier)
    return Statement(key, _period(when), least, most, can_differ=True)


def _period(when: Fact | None) -> tuple[str, str] | None:
    value = when.value if when is not None else None
    if isinstance(value, dict) and value.get("start") and value.get("end"):
        return str(value["start"]), str(value["end"])
    return None


def _exact(number: Any) -> Decimal | None:
    if number is None:
        return None
    try:
        return Decimal(str(number)).normalize()
    except InvalidOperation:
        return None


def _with_room(
    least: Decimal | None, most: Decimal | None, modifier: str | None
) -> tuple[Decimal | None, Decimal | None]:
    if not modifier or least is None or most is None:
        return least, most
    down, up = least - abs(least) * NEAR, most + abs(most) * NEAR
    if modifier in _ABOVE:
        return least, up
    if modifier in _BELOW:
        return down, most
    return down, up


def agree(a: Statement, b: Statement) -> bool:
    """Whether two values can both be right: equal, or one within the room of the other."""
    if a.key == b.key:
        return True
    if a.least is None or b.least is None or a.most is None or b.most is None:
        return False
    return a.least <= b.most and b.least <= a.most


def name_of(fact: Fact) -> str:
    """The name that a fact gives to what it is about; for the others, what they say."""
    value = fact.value
    if isinstance(value, dict):
        if fact.type == "date":
            return f"{value.get('start')}/{value.get('end')}" if value.get("start") else fact.text
        if value.get("name"):
            return str(value["name"])
        return fact.text
    return value if isinstance(value, str) and value else fact.text


def bare(text: str) -> str:
    """A name to compare: simplified, without marks, spaces and 的.

    >>> bare("《長三角》的 G60")
    '长三角g60'
    """
    return _MARKS.sub("", to_simplified(text).lower())
