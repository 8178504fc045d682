"""How likely a text is as Chinese: the sum of what its characters cost.

Every candidate encoding reads the same bytes, so the sums can be compared as they stand: the
reading with the lowest cost is the most probable one (naive Bayes over single characters), and
the difference of two sums is the logarithm of how many times more probable.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

BAD_COST = 14.0
"""An undecodable byte, in nats: about one in a million, as rare as an unlisted Han character."""

CUT_COST = 4.0
"""A character cut at the very start or end: cheap, since it is common and tells nothing."""

_COSTS_FILE = Path(__file__).with_name("character_costs.txt")

_CONTROL_COST = 12.0
_RAREST_COST = 22.0

_BLOCKS: tuple[tuple[int, float], ...] = (
    (0x00A0, 14.0),  # C1 controls: in Chinese text only as mojibake
    (0x0250, 9.0),  # Latin with diacritics
    (0x0370, 13.0),  # phonetic letters, combining marks
    (0x0530, 10.0),  # Greek, Cyrillic
    (0x2000, 9.8),  # other alphabets
    (0x2070, 10.0),  # general punctuation
    (0x2E80, 11.0),  # symbols, arrows, box drawing
    (0x3000, 14.0),  # radicals
    (0x3040, 10.0),  # rarer CJK punctuation
    (0x3130, 9.5),  # kana, bopomofo
    (0x3200, 14.0),
    (0x3400, 11.0),  # enclosed and squared
    (0x4E00, 16.0),  # Extension A
    (0xA000, 14.0),  # Han that are not among the frequent
    (0xAC00, 14.0),
    (0xD7B0, 11.0),  # Hangul
    (0xE000, 20.0),
    (0xF900, 20.0),  # private use
    (0xFE00, 15.0),  # compatibility Han
    (0xFE70, 11.0),  # vertical and small forms
    (0xFF01, 16.0),
    (0xFF5F, 9.5),  # full-width ASCII
    (0xFFF0, 13.0),
    (0x10000, BAD_COST),
    (0x1F300, _RAREST_COST),
    (0x1FB00, 12.0),  # emoji
    (0x20000, _RAREST_COST),
    (0x33480, 17.0),  # Extensions B to J
)
"""End of a range of code points, and what its characters cost where the table has none."""


class CharacterCosts(dict[str, float]):
    """Character -> cost in nats; learns unlisted characters from their block."""

    def __missing__(self, character: str) -> float:
        point = ord(character)
        cost = next((cost for end, cost in _BLOCKS if point < end), _RAREST_COST)
        self[character] = cost
        return cost


@cache
def character_costs() -> CharacterCosts:
    """The shipped table, with ASCII added."""
    costs = CharacterCosts()
    for line in _COSTS_FILE.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            cost, _, characters = line.partition(" ")
            costs.update(dict.fromkeys(characters, float(cost)))
    for point in range(0x80):
        character = chr(point)
        if character.isalnum() or character == " ":
            costs[character] = 3.5
        elif character.isprintable() or character in "\n\r\t":
            costs[character] = 4.5
        else:
            costs[character] = _CONTROL_COST
    return costs


def text_cost(text: str) -> float:
    """What the characters of a text cost together; U+FFFD costs as a bad byte does."""
    costs = character_costs()
    return sum(n * costs[character] for character, n in Counter(text).items())
