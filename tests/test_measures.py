"""Every measure against published worked examples, to the printed precision."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from yrd_cli.stats import measures

EXAMPLES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "rules" / "measures.toml").read_text(encoding="utf-8")
)["example"]

# Benjamini & Hochberg 1995, section 4.2: at .05 their procedure rejects 4, Bonferroni's 3.
MYOCARDIAL = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
    0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=[f"{e['measure']}-{i}" for i, e in enumerate(EXAMPLES)]
)
def test_a_measure_gives_the_published_value(example: dict[str, Any]) -> None:
    value = getattr(measures, example["measure"])(**example["arguments"])
    printed = round(example["value"], example["digits"])
    assert round(value, example["digits"]) == printed, example["source"]


def test_every_family_of_measures_has_published_examples() -> None:
    without_one = {
        "mi3",  # a power of another measure
        "z_score",
        "z_score_berry_rogghe",
        "simple_log_likelihood",
        "dp_norm_2008",
        "effect_size_log_likelihood",
        "relative_risk",
        "per_million",
        "bic",
        "bonferroni",  # below
        "holm",
        "benjamini_hochberg",
        "smooth_idf",
        "tf_idf",
        "simpson_d",
        "yule_k",
        "yule_index_of_diversity",
        "zipf_slope",
        "reduced_frequency_of_distances",
        "cells",
        "expected",
        "g_squared",
        "pearson_chi_squared",
    }
    functions = {n for n in measures.__all__ if n[0].islower()}
    assert functions - {e["measure"] for e in EXAMPLES} == without_one


def test_the_corrections_reject_as_many_as_in_benjamini_and_hochberg() -> None:
    def rejected(adjusted: list[float]) -> int:
        return sum(p <= 0.05 for p in adjusted)

    assert rejected(measures.benjamini_hochberg(MYOCARDIAL)) == 4
    assert rejected(measures.bonferroni(MYOCARDIAL)) == 3
    assert rejected(measures.holm(MYOCARDIAL)) == 3


def test_bh_adjusted_values_are_those_of_r() -> None:
    adjusted = measures.benjamini_hochberg(MYOCARDIAL)  # p.adjust(p, "BH")
    assert [round(p, 6) for p in adjusted[:8]] == [
        0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645,
    ]  # fmt: skip


def test_rosengren_s_takes_the_sizes_of_the_parts_into_account() -> None:
    equal = measures.rosengren_s([1, 2, 3, 4, 5])
    unequal = measures.rosengren_s([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    assert equal is not None and unequal is not None
    assert round(equal, 3) == 0.937  # Gries 2008, p. 407
    assert round(unequal, 2) == 0.95


def test_the_first_form_of_dp_norm_exceeds_one_where_the_corrected_form_does_not() -> None:
    # Lijffijt & Gries 2012: all occurrences in the smallest of parts of unequal size.
    sizes = [1, 99, 100]
    first, corrected = (f([5, 0, 0], sizes) for f in (measures.dp_norm_2008, measures.dp_norm))
    assert first is not None and first > 1
    assert corrected == pytest.approx(1)


def test_log_ratio_puts_a_half_for_zero_only() -> None:
    # Hardie 2014; Rayson's wizard: 0.5 for a frequency of 0.
    assert measures.log_ratio(8, 1000, 0, 1000) == measures.log_ratio(8, 1000, 0.5, 1000) == 4
    assert measures.log_ratio(8, 1000, 1, 1000) == 3


def test_bic_is_wilsons() -> None:
    # Wilson 2013: BIC = LL - ln N with one degree of freedom.
    assert measures.bic(10.83, 1_000_000) == pytest.approx(10.83 - 13.815510557964274)


def test_a_span_multiplies_what_chance_brings() -> None:
    # Evert 2008, section 4.1: e11 = k f1 f2 / N for a span of k tokens.
    assert measures.expected_frequency(100, 50, 10_000, span=10) == 5
    assert measures.mutual_information(40, 100, 50, 10_000, span=10) == 3
    assert measures.z_score(20, 100, 50, 10_000, span=10) == pytest.approx(15 / 5**0.5)
    assert measures.z_score_berry_rogghe(20, 100, 50, 10_000, span=10) == pytest.approx(
        (20 - 1000 * 50 / 9900) / (1000 * 50 / 9900 * (1 - 50 / 9900)) ** 0.5
    )


def test_log_dice_falls_by_one_when_the_pair_is_half_as_frequent() -> None:
    full, half = measures.log_dice(64, 100, 100), measures.log_dice(32, 100, 100)
    assert full is not None and half is not None
    assert full - half == pytest.approx(1)


def test_yule_k_and_its_index_are_reciprocal() -> None:
    frequencies = [11, 9, 9, 7, 6, 6, 5, 5, 1, 1, 1]
    k, index = measures.yule_k(frequencies), measures.yule_index_of_diversity(frequencies)
    assert k is not None and index is not None
    assert k * index == pytest.approx(10_000)
    n = sum(frequencies)
    assert k == pytest.approx(10_000 * (sum((f / n) ** 2 for f in frequencies) - 1 / n))
