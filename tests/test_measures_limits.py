"""What measures do at zero cells and infinities, and what holds for all counts."""

from __future__ import annotations

from itertools import product
from math import comb, inf, isclose, isinf, isnan, log2
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yrd_cli.stats import measures as m

ASSOCIATION = (
    m.delta_p_backward,
    m.delta_p_forward,
    m.log_likelihood,
    m.mi3,
    m.mutual_information,
    m.npmi,
    m.simple_log_likelihood,
    m.t_score,
    m.z_score,
    m.z_score_berry_rogghe,
)
KEYNESS = (
    m.chi_squared,
    m.chi_squared_yates,
    m.effect_size_log_likelihood,
    m.log_likelihood_four_term,
    m.log_likelihood_two_term,
    m.log_ratio,
    m.odds_ratio,
    m.percent_difference,
    m.relative_risk,
    m.simple_maths,
)
DISPERSION = (m.carroll_d2, m.dp, m.dp_norm, m.dp_norm_2008, m.juilland_d, m.rosengren_s)
SPECTRUM = (
    m.entropy,
    m.hd_d,
    m.simpson_d,
    m.yule_i,
    m.yule_index_of_diversity,
    m.yule_k,
    m.zipf_slope,
)

LIMITS: list[tuple[Any, tuple[Any, ...], float | None]] = [
    (m.mutual_information, (0, 5, 5, 100), -inf),
    (m.mutual_information, (0, 0, 5, 100), None),
    (m.mutual_information, (0, 0, 0, 0), None),
    (m.mi3, (0, 5, 5, 100), -inf),
    (m.npmi, (0, 5, 5, 100), -1.0),
    (m.npmi, (5, 5, 5, 5), 1.0),
    (m.npmi, (0, 0, 0, 0), None),
    (m.t_score, (0, 5, 5, 100), -inf),
    (m.z_score, (0, 5, 20, 100), -1.0),
    (m.z_score, (0, 0, 5, 100), None),
    (m.z_score_berry_rogghe, (5, 50, 50, 100), None),
    (m.log_likelihood, (0, 0, 0, 0), 0.0),
    (m.log_likelihood, (5, 5, 5, 5), 0.0),
    (m.simple_log_likelihood, (0, 10, 10, 100), 2.0),
    (m.dice, (0, 0, 0), None),
    (m.log_dice, (0, 5, 5), -inf),
    (m.log_dice, (0, 0, 0), None),
    (m.delta_p_forward, (0, 0, 5, 100), None),
    (m.delta_p_forward, (5, 100, 5, 100), None),
    (m.delta_p_backward, (0, 5, 0, 100), None),
    (m.log_likelihood_two_term, (0, 0, 5, 100), 0.0),
    (m.log_likelihood_two_term, (0, 100, 0, 100), 0.0),
    (m.log_likelihood_four_term, (0, 0, 0, 0), 0.0),
    (m.chi_squared, (0, 0, 5, 100), 0.0),
    (m.chi_squared_yates, (5, 100, 5, 100), 0.0),
    (m.log_ratio, (5, 100, 0, 0), None),
    (m.log_ratio, (0, 100, 0, 100), None),
    (m.percent_difference, (5, 100, 0, 100), inf),
    (m.percent_difference, (0, 100, 5, 100), -100.0),
    (m.percent_difference, (0, 100, 0, 100), None),
    (m.relative_risk, (5, 100, 0, 0), None),
    (m.odds_ratio, (5, 100, 0, 100), inf),
    (m.odds_ratio, (0, 100, 5, 100), 0.0),
    (m.odds_ratio, (0, 100, 0, 100), None),
    (m.simple_maths, (0, 0, 5, 100), None),
    (m.per_million, (0, 0), None),
    (m.effect_size_log_likelihood, (1, 100, 0, 100), None),
    (m.bic, (5.0, 0), None),
    (m.idf, (0, 10), None),
    (m.tf_idf, (3, 0, 10), None),
    (m.average_reduced_frequency, ([], 10), 0.0),
    (m.average_reduced_frequency, ([3], 10), 1.0),
    (m.dp, ([0, 0],), None),
    (m.dp, ([7],), 0.0),
    (m.dp_norm, ([7],), None),
    (m.juilland_d, ([7],), None),
    (m.carroll_d2, ([7],), None),
    (m.rosengren_s, ([7],), 1.0),
    (m.rosengren_s, ([],), None),
    (m.relative_range, ([],), None),
    (m.ttr, (0, 0), None),
    (m.root_ttr, (0, 0), None),
    (m.corrected_ttr, (0, 0), None),
    (m.herdan_c, (1, 1), None),
    (m.maas, (1, 1), None),
    (m.maas, (9, 9), 0.0),
    (m.hd_d, ([20, 21],), None),
    (m.yule_k, ([],), None),
    (m.yule_k, ([1, 1],), 0.0),
    (m.yule_i, ([1, 1],), None),
    (m.simpson_d, ([1],), None),
    (m.entropy, ([],), None),
    (m.entropy, ([9],), 0.0),
    (m.hapax_legomena, ([],), 0),
    (m.zipf_slope, ([9],), None),
    (m.zipf_slope, ([2, 2, 2],), 0.0),
    (m.mattr, ([],), None),
    (m.msttr, ([],), None),
    (m.mtld, ([],), None),
    (m.mtld, (list("abcde"),), 5.0),
]


@pytest.mark.parametrize(
    ("measure", "counts", "value"),
    LIMITS,
    ids=[f"{measure.__name__}-{i}" for i, (measure, _, _) in enumerate(LIMITS)],
)
def test_the_limits_are_as_documented(
    measure: Any, counts: tuple[Any, ...], value: float | None
) -> None:
    result = measure(*counts)
    assert result == value
    assert str(result) != "-0.0"


def test_log_ratio_without_smoothing_is_infinite_at_zero() -> None:
    assert m.log_ratio(0, 100, 5, 100, smoothing=0) == -inf
    assert m.log_ratio(5, 100, 0, 100, smoothing=0) == inf


IMPOSSIBLE: list[tuple[Any, tuple[Any, ...]]] = [
    *((measure, (-1, 5, 5, 100)) for measure in ASSOCIATION),
    *((measure, (101, 100, 5, 100)) for measure in KEYNESS),
    *((measure, (5, 100, float("nan"), 100)) for measure in KEYNESS),
    *((measure, ([-1, 2],)) for measure in DISPERSION),
    *((measure, ([1, 2], [0, 9])) for measure in DISPERSION),
    *((measure, ([0, 2],)) for measure in SPECTRUM),
    *((measure, (3, 2)) for measure in (m.ttr, m.root_ttr, m.corrected_ttr, m.herdan_c, m.maas)),
    (m.p_value, (-1.0,)),
    (m.idf, (11, 10)),
    (m.average_reduced_frequency, ([3, 3], 10)),
    (m.average_reduced_frequency, ([3, 10], 10)),
    (m.expected_frequency, (1, 1, 10, 0)),
]


@pytest.mark.parametrize(
    ("measure", "counts"),
    IMPOSSIBLE,
    ids=[f"{measure.__name__}-{i}" for i, (measure, _) in enumerate(IMPOSSIBLE)],
)
def test_impossible_counts_are_refused(measure: Any, counts: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        measure(*counts)


@pytest.mark.parametrize("length", [0, -1])
def test_windows_below_one_word_are_refused(length: int) -> None:
    calls: list[tuple[Any, Any, dict[str, float]]] = [
        (m.mattr, "ab", {"window": length}),
        (m.msttr, "ab", {"segment": length}),
        (m.hd_d, [1], {"sample": length}),
        (m.mtld, "ab", {"factor_size": length}),
    ]
    for measure, text, option in calls:
        with pytest.raises(ValueError, match=r"\S"):
            measure(text, **option)


def _is_defined_or_none(value: float | None) -> bool:
    return value is None or not isnan(value)


def test_no_association_of_small_counts_is_nan() -> None:
    for o11, f1, f2, n in product(range(3), range(4), range(4), range(5)):
        for measure in ASSOCIATION:
            assert _is_defined_or_none(measure(o11, f1, f2, n))


def test_no_keyness_of_small_counts_is_nan_and_tests_are_finite() -> None:
    for a, c, b, d in product(range(3), range(4), range(3), range(4)):
        if a <= c and b <= d:
            for measure in KEYNESS:
                assert _is_defined_or_none(measure(a, c, b, d))
            for test in (m.log_likelihood_two_term, m.log_likelihood_four_term, m.chi_squared):
                assert 0 <= test(a, c, b, d) < inf


counts = st.integers(0, 10_000)


@given(counts, counts, counts, counts)
def test_two_by_two_tests_do_not_depend_on_which_corpus_is_first(
    a: int, b: int, more_a: int, more_b: int
) -> None:
    for test in (m.log_likelihood_two_term, m.log_likelihood_four_term, m.chi_squared):
        there = test(a, a + more_a, b, b + more_b)
        assert isclose(there, test(b, b + more_b, a, a + more_a), rel_tol=1e-6, abs_tol=1e-6)


@given(counts, counts, counts, counts)
def test_the_four_term_form_is_at_least_the_two_term_form(
    a: int, b: int, more_a: int, more_b: int
) -> None:
    two = m.log_likelihood_two_term(a, a + more_a, b, b + more_b)
    four = m.log_likelihood_four_term(a, a + more_a, b, b + more_b)
    assert four >= two - 1e-6 * max(two, 1)


@given(counts, counts, counts, counts)
def test_yates_never_raises_chi_squared(a: int, b: int, more_a: int, more_b: int) -> None:
    table = (a, a + more_a, b, b + more_b)
    assert m.chi_squared_yates(*table) <= m.chi_squared(*table)


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500), st.integers(1, 10_000))
def test_npmi_and_delta_p_keep_their_ranges(o11: int, more1: int, more2: int, rest: int) -> None:
    f1, f2 = o11 + more1, o11 + more2
    n = f1 + more2 + rest
    npmi = m.npmi(o11, f1, f2, n)
    assert npmi is not None and -1 <= npmi <= 1 + 1e-12
    for delta in (m.delta_p_forward, m.delta_p_backward):
        value = delta(o11, f1, f2, n)
        assert value is not None and -1 <= value <= 1
    t, z = m.t_score(o11, f1, f2, n), m.z_score(o11, f1, f2, n)
    assert t is not None and z is not None and not isinf(t) and (t > 0) == (z > 0)


parts = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 200)), min_size=2, max_size=12)


@given(parts)
def test_dispersion_keeps_its_range_and_needs_only_the_parts_that_hold_the_word(
    spread: list[tuple[int, int]],
) -> None:
    frequencies, sizes = [v for v, _ in spread], [s for _, s in spread]
    held = [(v, s) for v, s in spread if v]
    known = m.Parts.of(sizes)
    for measure in DISPERSION:
        value = measure(frequencies, sizes)
        sparse = measure([v for v, _ in held], [s for _, s in held], parts=known)
        assert value == sparse
        if value is None:
            assert not held
        elif measure is not m.dp_norm_2008:
            assert 0 <= value <= 1 + 1e-12


@given(parts)
def test_dp_is_half_the_sum_of_all_deviations(spread: list[tuple[int, int]]) -> None:
    frequencies, sizes = [v for v, _ in spread], [s for _, s in spread]
    f, total = sum(frequencies), sum(sizes)
    value = m.dp(frequencies, sizes)
    if f:
        assert value == pytest.approx(sum(abs(v / f - s / total) for v, s in spread) / 2, abs=1e-12)


def test_empty_parts_are_no_parts() -> None:
    for measure in DISPERSION:
        assert measure([1, 0, 4], [9, 0, 10]) == measure([1, 4], [9, 10])


@given(st.lists(st.integers(0, 199), min_size=1, max_size=30, unique=True))
def test_arf_is_the_mean_of_the_reduced_frequencies(places: list[int]) -> None:
    # The definition (Savický & Hlaváčová 2002): the corpus, closed to a ring, is cut into f parts
    # of equal size, from every start; count the parts that hold the word.
    places = sorted(places)
    f = len(places)
    size = 200 * f  # divisible by f
    places = [p * f for p in places]
    part = size // f
    starts = range(0, part, max(part // 20, 1))
    exact = m.average_reduced_frequency(places, size)
    assert 1 <= exact <= f + 1e-9
    if f <= 4:
        starts = range(part)
        reduced = [len({((p + start) % size) // part for p in places}) for start in starts]
        assert exact == pytest.approx(sum(reduced) / len(reduced))


words = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=60)


@given(words, st.integers(1, 70))
def test_mattr_is_the_mean_of_its_windows(text: list[str], window: int) -> None:
    width = min(window, len(text))
    windows = [text[i : i + width] for i in range(len(text) - width + 1)]
    ratios = [len(set(w)) / width for w in windows]
    assert m.mattr(text, window=window) == pytest.approx(sum(ratios) / len(ratios))


@given(words)
def test_mtld_reads_both_ways(text: list[str]) -> None:
    there, back = m.mtld(text), m.mtld(text[::-1])
    assert there is not None and back is not None
    assert isclose(there, back)
    assert there >= 1


def test_hd_d_is_the_same_by_whole_numbers_and_by_products() -> None:
    frequencies = [5000, 3000, 1500, 400, 99]  # one token below the change of method
    below, above = m.hd_d(frequencies), m.hd_d([*frequencies, 2])
    assert below is not None and above is not None
    n = sum(frequencies)
    chance = sum(1 - comb(n - f, 42) / comb(n, 42) for f in frequencies) / 42
    assert below == pytest.approx(chance)
    assert isclose(below, above, abs_tol=1e-3)
    n += 2
    chance = sum(1 - comb(n - f, 42) / comb(n, 42) for f in [*frequencies, 2]) / 42
    assert above == pytest.approx(chance, rel=1e-12)


@given(st.lists(st.integers(1, 99), min_size=1, max_size=30))
def test_entropy_is_at_most_that_of_equal_frequencies(frequencies: list[int]) -> None:
    value = m.entropy(frequencies)
    assert value is not None and 0 <= value <= log2(len(frequencies)) + 1e-9


@given(st.lists(st.floats(0, 1), max_size=40))
def test_corrections_keep_the_order_and_bh_is_the_mildest(p_values: list[float]) -> None:
    bonferroni, holm, bh = (f(p_values) for f in (m.bonferroni, m.holm, m.benjamini_hochberg))
    for raw, mild, step, strict in zip(p_values, bh, holm, bonferroni, strict=True):
        # p * m / m may differ from p in the last digit
        assert raw - 1e-12 <= mild <= step + 1e-12 <= strict + 2e-12 <= 1 + 2e-12


def test_p_values_fall_to_zero_and_not_below() -> None:
    assert m.p_value(0) == 1
    assert m.p_value(1e6) == 0
