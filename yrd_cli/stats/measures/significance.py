"""From a test statistic to a decision: p-values, corrections for many tests, and BIC."""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, log, sqrt


def p_value(statistic: float) -> float:
    """The p-value of a chi-squared distributed statistic with one degree of freedom.

    For log-likelihood and chi-squared. P(X² >= x) = erfc(√(x/2)), from 1 (at 0) down; beyond
    about 1480 it is too small for a double and is 0. Raises ValueError for a negative statistic.

    >>> [round(p_value(x), 4) for x in (3.84, 6.63, 10.83, 15.13)]
    [0.05, 0.01, 0.001, 0.0001]
    """
    if not statistic >= 0:
        raise ValueError(f"a chi-squared statistic is not negative: {statistic}")
    return erfc(sqrt(statistic / 2))


def bonferroni(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values, in the order given: p times the number of tests, 1 at most (Dunn 1961).

    >>> bonferroni([0.01, 0.02, 0.6])
    [0.03, 0.06, 1.0]
    """
    tests = len(p_values)
    return [min(1.0, p * tests) for p in p_values]


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values, in the order given: Holm's (1979) step-down, never weaker than Bonferroni.

    The i-th smallest of m is multiplied by m - i + 1, and is at least its forerunner's.

    >>> holm([0.01, 0.02, 0.03, 0.6])
    [0.04, 0.06, 0.06, 0.6]
    """
    tests = len(p_values)
    adjusted = [0.0] * tests
    highest = 0.0
    for rank, i in enumerate(sorted(range(tests), key=p_values.__getitem__)):
        highest = max(highest, p_values[i] * (tests - rank))
        adjusted[i] = min(1.0, highest)
    return adjusted


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values (q-values), in the order given: Benjamini & Hochberg's (1995) step-up.

    Controls the false discovery rate. The i-th smallest of m is multiplied by m / i, and is at
    most its follower's.

    >>> benjamini_hochberg([0.01, 0.02, 0.03, 0.6])
    [0.04, 0.04, 0.04, 0.6]
    """
    tests = len(p_values)
    adjusted = [0.0] * tests
    lowest = 1.0
    by_size = sorted(range(tests), key=p_values.__getitem__)
    for rank in range(tests, 0, -1):
        i = by_size[rank - 1]
        lowest = min(lowest, p_values[i] * tests / rank)
        adjusted[i] = lowest
    return adjusted


CORRECTIONS = {"bonferroni": bonferroni, "holm": holm, "bh": benjamini_hochberg}
"""The corrections for many tests, by the name of the option."""


def bic(log_likelihood: float, total_size: float, degrees_of_freedom: int = 1) -> float | None:
    """The Bayesian information criterion of a difference: LL - df ln(N) (Wilson 2013).

    ``total_size`` is N, the tokens of both corpora together. Over 2 is positive evidence of a
    difference, over 6 strong, over 10 very strong; below 0 favours no difference. None for empty
    corpora.

    >>> round(bic(20.0, 1_000_000), 2)
    6.18
    """
    return log_likelihood - degrees_of_freedom * log(total_size) if total_size > 0 else None
