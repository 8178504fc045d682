"""Which script, region and words a text is in."""

from __future__ import annotations

import random
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from yrd_cli.convert import Converter
from yrd_cli.convert.detection import (
    _ALSO_TRADITIONAL,
    _regional_words,
    detect,
    script_of,
    scripts_in,
    telling_characters,
)
from yrd_cli.convert.engine.configs import Source, opencc_folder
from yrd_cli.convert.engine.tables import all_entries
from yrd_cli.convert.segments import stretches_of
from yrd_cli.script import Script

LAWS = (Path(__file__).parent / "rules" / "laws.txt").read_text(encoding="utf-8")


@cache
def laws() -> tuple[list[str], list[str]]:
    """Lines of Chinese laws, and their Traditional counterparts."""
    simplified = Converter("t2s").convert
    lines = [x for x in LAWS.splitlines() if len(x) >= 8 and simplified(x) == x]
    return lines, Converter("s2tw").convert_many(lines)


CASES: list[tuple[str, Script]] = [
    ("长三角一体化", "Hans"),
    ("長三角一體化", "Hant"),
    ("公里", "none"),
    ("G60, 2020", "none"),
    ("", "none"),
    ("长長", "mixed"),
    ("国家发展和改革委员会於丹", "Hans"),
    ("社群、床、户、恒", "none"),
    ("户口問題溫", "Hant"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_script(text: str, expected: Script) -> None:
    assert script_of(text) == detect(text).script == expected


def test_single_lines_are_told() -> None:
    """But for those that are the same in both scripts."""
    pairs = [(s, t) for s, t in zip(*laws(), strict=True) if s != t]
    assert len(pairs) > 100
    right = sum((script_of(s) == "Hans") + (script_of(t) == "Hant") for s, t in pairs)
    assert right >= 0.99 * 2 * len(pairs)


def _documents() -> list[tuple[str, str]]:
    simplified, traditional = laws()
    rng = random.Random(1)
    starts = [rng.randrange(len(simplified) - 12) for _ in range(100)]
    return [
        ("\n".join(simplified[at : at + 12])[:500], "\n".join(traditional[at : at + 12])[:500])
        for at in starts
    ]


def test_a_foreign_quotation_does_not_change_the_script_of_a_document() -> None:
    rng = random.Random(2)
    documents = _documents()
    right = 0
    for own, foreign in documents + [(t, s) for s, t in documents]:
        low = rng.randrange(len(foreign) - 20)
        at = rng.randrange(len(own))
        text = f"{own[:at]}“{foreign[low : low + 20]}”{own[at:]}"
        right += script_of(text) == script_of(own)
    assert right >= 0.98 * 2 * len(documents)


def test_half_and_half_is_mixed() -> None:
    documents = _documents()
    found = [script_of(s[: len(s) // 2] + t[len(t) // 2 :]) for s, t in documents]
    assert found.count("mixed") >= 0.98 * len(documents)


def test_short_and_long_texts_are_judged_alike() -> None:
    hans, hant = telling_characters()
    for char in [*sorted(hans)[::40], *sorted(hant)[::40], "群", "里"]:
        telling_characters.cache_clear()
        short = scripts_in(char)
        assert short == scripts_in(char + " " * 500) == (char in hans, char in hant)


def test_what_phrases_leave_is_no_sign_of_simplified_text() -> None:
    hans, _ = telling_characters()
    left: set[str] = set()
    for name in ("STPhrases", "STPhrases_GeneratedFromRegionalPhrases"):
        for value in all_entries(Source(opencc_folder() / f"{name}.txt")).values():
            left |= set(value.split(" ")[0]) & hans
    assert not left - {"凤"}
    assert not hans & set(_ALSO_TRADITIONAL)


REGIONS = [
    ("軟件和硬件的信息，屏幕上的視頻", None, "mainland"),
    ("軟體和硬體的資訊，螢幕上的滑鼠，裡面", "tw", "tw"),
    ("行政院與立法院通過中華民國的預算", "tw", "tw"),
    ("衞生署説，佢嘅車站，閲讀", "hk", None),
    ("港鐵與私隱，強積金，公屋", "hk", "hk"),
    ("裡面", None, None),
    ("軟件和軟體，信息和資訊，滑鼠和鼠標", "tw", None),
    ("软件和硬件的信息", None, None),
]


@pytest.mark.parametrize(("text", "region", "vocabulary"), REGIONS)
def test_region_and_vocabulary_need_a_margin(
    text: str, region: str | None, vocabulary: str | None
) -> None:
    found = detect(text)
    assert (found.region, found.vocabulary) == (region, vocabulary)


def test_the_counts_behind_a_claim_are_told() -> None:
    counts = detect("軟件和硬件的信息，裡面的網路").counts
    assert (counts["mainland_words"], counts["tw_words"], counts["tw_characters"]) == (3, 1, 1)


def test_no_regional_word_has_simplified_characters() -> None:
    _, whose = _regional_words()
    assert len(whose) > 150
    assert all(scripts_in(word)[0] is False for word in whose)


SEGMENTS = [
    ("", [("", "none")]),
    ("公里", [("公里", "none")]),
    ("长。公里。长", [("长。公里。长", "Hans")]),
    ("说“臺灣”。这", [("说", "Hans"), ("“臺灣”。", "Hant"), ("这", "Hans")]),
    ("国会の図書館へ。长", [("国会の図書館へ。", "Jpan"), ("长", "Hans")]),
    ("长长长，長", [("长长长，", "Hans"), ("長", "Hant")]),
    ("长长公里長里长", [("长长公里", "Hans"), ("長", "Hant"), ("里长", "Hans")]),
]


@pytest.mark.parametrize(("text", "expected"), SEGMENTS)
def test_segments(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[a:b], script) for a, b, script in stretches_of(text)] == expected


@pytest.mark.parametrize("unit", [" ", "“", "长長", "长長，", "の", "公", "\n", "长”"])
def test_segments_are_found_in_linear_time(unit: str) -> None:
    text = "长長" + unit * 50_000
    stretches = stretches_of(text)
    assert (stretches[0].start, stretches[-1].end) == (0, len(text))
    assert all(a.end == b.start for a, b in pairwise(stretches))
