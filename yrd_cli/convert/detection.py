"""Which script and region a text is in, by the characters and words that tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from yrd_cli.convert.engine.configs import Source, opencc_folder
from yrd_cli.convert.engine.tables import all_entries, entries_of
from yrd_cli.patterns import compiled

if TYPE_CHECKING:
    from yrd_cli.script import Script

MIXED_SHARE = 0.25
"""A text is mixed when the rarer script has at least this share of the telling characters: with
one foreign quotation of 20 characters, 99 % of news items of 200 characters have less than 0.19;
of half-and-half items 99 % have more than 0.33."""

MIXED_LEAST = 3
"""And at least as many telling characters, or as many as the other script: a name such as 於丹
makes no line mixed."""

REGION_LEAST, REGION_MARGIN = 3, 4
"""A region is claimed on so many signs, and on so many times the signs of the other region."""

VOCABULARY_LEAST, VOCABULARY_MARGIN = 3, 3
"""The same for whose words a text uses."""

SHORT = 400
"""Characters up to which each is looked up by itself: to read all tables and compile their
characters costs as much as starting Python does."""

_ALSO_TRADITIONAL = "恒霉虱"
"""Simplified by OpenCC's characters, and still in the Traditional values of its phrases."""

_REGIONAL = {
    # Characters that the other region and OpenCC's own standard write otherwise. Those that
    # Simplified text holds too (脱 税 户) are signs only because Traditional text is judged.
    "tw": "[裡麵汙洩簷韁鯰]|[隨沿看有帶向對朝順接]著|意味著",
    "hk": "[衞綫説閲鋭脱税兑悦敍户温卧枱鈎藴醖嘅喺咗冇啲嚟哋佢嗰咁畀唔邨]",
}


@dataclass(frozen=True, slots=True)
class Detection:
    """What a text is in, with the evidence."""

    script: Script
    """Hans, Hant, mixed or none."""
    simplified_only: int
    """Characters that only Simplified text holds."""
    traditional_only: int
    region: str | None = None
    """tw or hk: whose characters and words a Traditional text has, where one is far ahead."""
    vocabulary: str | None = None
    """mainland, tw or hk: whose words a Traditional text uses, where one is far ahead.

    ``mainland`` says: Traditional, converted from mainland Simplified.
    """
    counts: Mapping[str, int] = field(default_factory=dict)
    """The evidence for region and vocabulary: tw_characters, hk_words, mainland_words and so on;
    empty but for Traditional text."""


def _own_dictionary(name: str) -> Source:
    return Source(opencc_folder() / f"{name}.txt")


@cache
def _regional_forms() -> frozenset[str]:
    """Characters that Taiwan or Hong Kong writes, though OpenCC's standard has another."""
    tables = (all_entries(_own_dictionary(name)) for name in ("TWVariants", "HKVariants"))
    return frozenset(_ALSO_TRADITIONAL).union(*(v for table in tables for v in table.values()))


def _changed(name: str, char: str = "") -> set[str]:
    """The characters (or one of them) that a dictionary always changes."""
    source = _own_dictionary(name)
    entries = entries_of(source, char) if char else all_entries(source)
    return {key for key, forms in entries.items() if len(key) == 1 and key not in forms}


@cache
def telling_characters(char: str = "") -> tuple[frozenset[str], frozenset[str]]:
    """The characters that only Simplified text holds, and those that only Traditional holds.

    A character that Taiwan or Hong Kong writes (群, 床, 户) tells nothing, though OpenCC's
    standard has another; nor does one beyond U+FFFF, for the sake of quick searching. Asked for
    one character, gives that one alone, where it tells: a line needs no more.
    """
    hans = _changed("STCharacters", char)
    hant = _changed("TSCharacters", char) | _changed("TSCharactersExt", char)
    beyond = {c for c in hans | hant if c > "\uffff"}
    return frozenset(hans - hant - _regional_forms() - beyond), frozenset(hant - hans - beyond)


@cache
def telling_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A class of the characters of each, Simplified first."""
    hans, hant = telling_characters()
    return compiled(f"[{''.join(sorted(hans))}]"), compiled(f"[{''.join(sorted(hant))}]")


def is_cheap_by_character(text: str) -> bool:
    """Whether so few characters have been looked up that it costs less than all tables."""
    return len(text) <= SHORT and telling_characters.cache_info().currsize <= SHORT


def scripts_in(text: str) -> tuple[bool, bool]:
    """Whether there are characters that only Simplified text holds, and only Traditional.

    >>> scripts_in("长三角，公里")
    (True, False)
    """
    if is_cheap_by_character(text):
        found = [telling_characters(char) for char in set(text) if char > "\u2e7f"]
        return any(hans for hans, _ in found), any(hant for _, hant in found)
    hans, hant = telling_patterns()
    return hans.search(text) is not None, hant.search(text) is not None


def count_telling(text: str) -> tuple[int, int]:
    """How many characters only Simplified text holds, and how many only Traditional.

    >>> count_telling("长三角，公里，裡")
    (1, 1)
    """
    hans, hant = telling_patterns()
    return len(hans.findall(text)), len(hant.findall(text))


def verdict(simplified_only: int, traditional_only: int) -> Script:
    """The script that the counts say.

    >>> verdict(8, 2), verdict(8, 3), verdict(0, 5), verdict(1, 1)
    ('Hans', 'mixed', 'Hant', 'mixed')
    """
    less, more = sorted((simplified_only, traditional_only))
    if not more:
        return "none"
    if less == more or less >= max(MIXED_LEAST, MIXED_SHARE * (less + more)):
        return "mixed"
    return "Hans" if simplified_only > traditional_only else "Hant"


def script_of(text: str) -> Script:
    """The script of a text; `detect` without the evidence.

    >>> script_of("长三角一体化"), script_of("社群"), script_of("長三角"), script_of("G60")
    ('Hans', 'none', 'Hant', 'none')
    """
    hans, hant = scripts_in(text)
    if hans and hant:
        return verdict(*count_telling(text))
    return "Hans" if hans else "Hant" if hant else "none"


def detect(text: str) -> Detection:
    """The script of a text; of a Traditional one also the region, and whose words it uses.

    >>> found = detect("軟件和硬件的信息，屏幕上的視頻")
    >>> found.script, found.vocabulary, found.counts["mainland_words"]
    ('Hant', 'mainland', 5)
    """
    simplified, traditional = count_telling(text)
    script = verdict(simplified, traditional)
    if script != "Hant":
        return Detection(script, simplified, traditional)
    words = count_words(text)
    signs = {
        region: words[region] + len(re.findall(pattern, text))
        for region, pattern in _REGIONAL.items()
    }
    counts = {f"{region}_words": n for region, n in words.items()}
    counts |= {f"{region}_characters": n - words[region] for region, n in signs.items()}
    return Detection(
        script,
        simplified,
        traditional,
        _ahead(signs, REGION_LEAST, REGION_MARGIN),
        _ahead(words, VOCABULARY_LEAST, VOCABULARY_MARGIN),
        counts,
    )


def _ahead(counts: Mapping[str, int], least: int, margin: int) -> str | None:
    """The name whose count is far over all others."""
    first, *others = sorted(counts, key=lambda name: -counts[name])
    enough = counts[first] >= max(least, margin * counts[others[0]])
    return first if enough else None


@cache
def _regional_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of the telling words, and whose each is."""
    path = Path(__file__).parent / "data" / "regional_words.txt"
    whose = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, words = line.partition(":")
        if words and not line.startswith("#"):
            whose.update(dict.fromkeys(words.split(), name))
    longest_first = sorted(whose, key=lambda word: (-len(word), word))
    return compiled("|".join(longest_first)), whose


def has_words_to_change(text: str, region: Literal["tw", "hk"]) -> bool:
    """Whether a Traditional text has more words of the mainland that OpenCC changes for a region
    than words of that region.

    >>> has_words_to_change("軟件和程序", "tw"), has_words_to_change("程序和文件", "tw")
    (True, False)
    """
    pattern, whose = _regional_words()
    changed = all_entries(_own_dictionary(f"{region.upper()}Phrases"))
    found = pattern.findall(text)
    own = sum(region in whose[word].split("+") for word in found)
    return sum(whose[word] == "mainland" and word in changed for word in found) > own


@cache
def _japanese_characters() -> tuple[frozenset[str], frozenset[str]]:
    """New forms that only Japan writes (徳 戦 関), and new forms that the mainland writes too."""
    forms = frozenset(all_entries(_own_dictionary("JPShinjitaiCharactersRev")).values())
    hans, _ = telling_characters()
    simplified = {
        form for forms in all_entries(_own_dictionary("TSCharacters")).values() for form in forms
    }
    return forms - hans - simplified, forms & hans


def is_in_new_japanese_forms(text: str) -> bool:
    """Whether a text, with kana or without, has rather Japan's new forms than Simplified ones.

    >>> is_in_new_japanese_forms("国際関係"), is_in_new_japanese_forms("国际关系")
    (True, False)
    """
    japanese, shared = _japanese_characters()
    hans = telling_characters()[0] - shared
    return sum(c in japanese for c in text) > sum(c in hans for c in text)


def count_words(text: str) -> dict[str, int]:
    """How many words of a Traditional text only the mainland, Taiwan or Hong Kong says.

    >>> count_words("滑鼠和鼠標")
    {'mainland': 1, 'tw': 1, 'hk': 0}
    """
    pattern, whose = _regional_words()
    counts = {"mainland": 0, "tw": 0, "hk": 0}
    for word in pattern.findall(text):
        for name in whose[word].split("+"):
            counts[name] += 1
    return counts
