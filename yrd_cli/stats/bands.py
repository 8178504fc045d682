"""The difficulty of words: the bands of the official grading standard, known as HSK 3.0."""

from __future__ import annotations

from functools import cache
from pathlib import Path

BANDS = ("hsk_1", "hsk_2", "hsk_3", "hsk_4", "hsk_5", "hsk_6", "hsk_7_9", "hsk_none")
"""The bands, the advanced one undivided as in the standard; the last is for words in none."""

NO_BAND = len(BANDS) - 1

_WORDS = Path(__file__).parent / "data" / "hsk_words.txt"


@cache
def band_of_words() -> dict[str, int]:
    """The place in BANDS of each of 10,977 words, simplified: the first band that lists it.

    Source: GF 0025-2021; whose list and under which licence stands at the head of the file.

    >>> BANDS[band_of_words()["学校"]], BANDS[band_of_words()["走廊"]]
    ('hsk_1', 'hsk_7_9')
    """
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    bands: dict[str, int] = {}
    for line in lines:
        if not line.startswith("#"):
            number, *words = line.split(" ")
            bands.update(dict.fromkeys(words, int(number) - 1))
    return bands
