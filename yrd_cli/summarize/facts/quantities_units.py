"""Units, currencies and classifiers: which one stands at a place of a folded text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from yrd_cli.summarize.facts.model import FactType

_TABLE = Path(__file__).parent / "data" / "units.txt"


class Unit(NamedTuple):
    """A word that follows a number, and what kind of fact the two make."""

    word: str
    type: FactType
    unit: str
    measure: str | None

    @property
    def is_classifier(self) -> bool:
        """Whether it counts things instead of measuring a quantity."""
        return self.type == "count" and self.measure is None


@cache
def units() -> tuple[dict[str, Unit], dict[str, int]]:
    """All units by word, and by first character the length of the longest word."""
    table: dict[str, Unit] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            type, unit, measure, *words = line.split()
            for word in words:
                normal = word if unit == "-" else unit
                found = Unit(word, type, normal, None if measure == "-" else measure)  # type: ignore[arg-type]
                table.setdefault(word, found)
    longest: dict[str, int] = {}
    for word in table:
        longest[word[0]] = max(longest.get(word[0], 0), len(word))
    return table, longest


def unit_at(folded: str, at: int) -> Unit | None:
    """The longest unit that begins at a place.

    >>> unit_at("3个百分点", 1).unit, unit_at("3km", 1).unit, unit_at("3，", 1)
    ('百分点', 'km', None)
    """
    table, longest = units()
    for size in range(longest.get(folded[at : at + 1], 0), 0, -1):
        if found := table.get(folded[at : at + size]):
            after = folded[at + size : at + size + 1]
            if (
                found.word[-1].isascii()
                and found.word != "%"
                and after.isascii()
                and after.isalnum()
            ):
                return None
            return found
    return None
