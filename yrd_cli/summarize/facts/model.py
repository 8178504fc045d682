"""What a fact is, and which stretches of a text facts have taken."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args

FactType = Literal[
    "money",
    "percent",
    "ratio",
    "count",
    "duration",
    "length",
    "area",
    "distance",
    "date",
    "time",
    "person",
    "org",
    "place",
    "document",
    "quote",
    "project",
    "agreement",
    "award",
    "event",
    "task",
    "contact",
]
FACT_TYPES: tuple[FactType, ...] = get_args(FactType)
Zone = Literal["title", "body", "footer"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, and where it stands: code points into the text, end exclusive.

    ``value`` is normalised. Numbers are exact: an int, else a float that prints as the number was
    written, else a Decimal. A range or vague number is ``{"minimum", "maximum"}``; a date is
    ``{"start", "end", "grain", "relative"}`` with inclusive ISO 8601 ends, null where unresolved.
    Units, modifiers and details are in Simplified whatever the text is; what is cut from the text
    (``text``, ``subject``, ``sentence``) stays as it stands there.
    """

    type: FactType
    text: str
    start: int
    end: int
    value: Any = field(default=None, hash=False)
    unit: str | None = None
    modifier: str | None = None
    subject: str | None = None
    sentence: str | None = None
    zone: Zone = "body"
    confidence: float = 1.0
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def minimum(self) -> int | float | Decimal | None:
        """The least number the fact can mean; the number itself where it is exact."""
        return self._bound("minimum")

    @property
    def maximum(self) -> int | float | Decimal | None:
        """The greatest number the fact can mean; the number itself where it is exact."""
        return self._bound("maximum")

    def _bound(self, key: str) -> int | float | Decimal | None:
        value = self.value.get(key) if isinstance(self.value, dict) else self.value
        return value if isinstance(value, int | float | Decimal) else None

    def record(self) -> dict[str, Any]:
        """The fact as a JSON object; always the same keys, in the same order."""
        return {
            "type": self.type,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "value": as_json(self.value),
            "unit": self.unit,
            "modifier": self.modifier,
            "subject": self.subject,
            "sentence": self.sentence,
            "zone": self.zone,
            "confidence": self.confidence,
            "details": as_json(dict(self.details)),
        }

    def with_changes(self, **changes: Any) -> Fact:
        """A copy with other fields."""
        return replace(self, **changes)


def as_json(value: Any) -> Any:
    """A value that JSON can hold without loss: a Decimal becomes a string of its digits."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    return value


class Finding(NamedTuple):
    """A fact as a scanner finds it, before its sentence is known; offsets into the folded text."""

    type: FactType
    start: int
    end: int
    value: Any
    unit: str | None = None
    modifier: str | None = None
    confidence: float = 1.0
    details: dict[str, Any] = {}  # noqa: RUF012  never changed; a fact without details has none


class Spans:
    """Stretches of a text that are taken: disjoint, half-open, in code points.

    >>> spans = Spans([(2, 5)])
    >>> spans.overlaps(4, 9), spans.overlaps(5, 9)
    (True, False)
    """

    __slots__ = ("_spans",)

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._spans = sorted(spans)

    def __len__(self) -> int:
        return len(self._spans)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether a taken stretch shares a character with ``[start, end)``."""
        return self.at(start, end) is not None

    def at(self, start: int, end: int) -> tuple[int, int] | None:
        """The first taken stretch that shares a character with ``[start, end)``."""
        i = bisect_left(self._spans, (start, start))
        if i and self._spans[i - 1][1] > start:
            return self._spans[i - 1]
        if i < len(self._spans) and self._spans[i][0] < end:
            return self._spans[i]
        return None

    def add(self, start: int, end: int) -> bool:
        """Take a stretch; False, and nothing taken, where part of it is taken already."""
        if self.overlaps(start, end):
            return False
        insort(self._spans, (start, end))
        return True
