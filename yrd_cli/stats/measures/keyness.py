"""Keyness: how a word's frequency in a corpus differs from that in a reference corpus.

Every measure takes the same four counts, in the same order:

- ``frequency``, ``size``: of the word, and of all words, in the corpus under study;
- ``reference_frequency``, ``reference_size``: the same in the reference corpus.

Effect sizes (how large is the difference?) have a direction: `log_ratio`, `simple_maths`,
`percent_difference`, `odds_ratio`, `relative_risk`. Tests (how sure is it?) have none:
`log_likelihood_two_term`, `log_likelihood_four_term`, `chi_squared`, `chi_squared_yates`, and from
them `significance.p_value` and `significance.bic`.

Zero counts: None where a measure is not defined (an empty corpus; a word in neither), inf or -inf
where its limit is; never NaN. Negative counts, and a frequency above its corpus's size, raise
ValueError.
"""

from __future__ import annotations

from math import inf, log, log2

from yrd_cli.stats.measures.contingency import Cells, expected, g_squared, pearson_chi_squared

ZERO_SMOOTHING = 0.5
"""What stands for a frequency of zero in `log_ratio` (Hardie 2014; CQPweb, Rayson's wizard)."""

PER = 1_000_000
"""Relative frequencies are per million words."""


def _table(
    frequency: float, size: float, reference_frequency: float, reference_size: float
) -> Cells:
    if not (0 <= frequency <= size and 0 <= reference_frequency <= reference_size):
        counts = f"{frequency} of {size}, {reference_frequency} of {reference_size}"
        raise ValueError(f"a frequency is from 0 to its corpus's size: {counts}")
    return Cells(
        frequency, size - frequency, reference_frequency, reference_size - reference_frequency
    )


def per_million(frequency: float, size: float) -> float | None:
    """Frequency per million words. None for an empty corpus.

    >>> per_million(35, 1_000_000)
    35.0
    """
    return frequency * PER / size if size else None


def log_likelihood_two_term(
    frequency: float, size: float, reference_frequency: float, reference_size: float
) -> float:
    """LL = 2 Σ o ln(o/e) over the word's two frequencies only (Rayson & Garside 2000).

    The form of Rayson's log-likelihood wizard, of Wmatrix, AntConc and WordSmith; a little below
    `log_likelihood_four_term`, and much below it for frequent words. From 0 upwards, no sign; 0
    for an empty corpus.

    >>> round(log_likelihood_two_term(10, 1000, 5, 2000), 2)
    6.93
    """
    table = _table(frequency, size, reference_frequency, reference_size)
    margins = expected(table)
    g = sum(o * log(o / e) for o, e in ((table.o11, margins.o11), (table.o21, margins.o21)) if o)
    return max(2 * g, 0.0)


def log_likelihood_four_term(
    frequency: float, size: float, reference_frequency: float, reference_size: float
) -> float:
    """G² = 2 Σ o ln(o/e) over all four cells, the other words too (Dunning 1993).

    From 0 upwards, no sign; 0 for an empty corpus.

    >>> round(log_likelihood_four_term(10, 1000, 5, 2000), 2)
    6.97
    """
    return g_squared(_table(frequency, size, reference_frequency, reference_size))


def chi_squared(
    frequency: float, size: float, reference_frequency: float, reference_size: float
) -> float:
    """Pearson's X² = Σ (o - e)² / e over all four cells (Pearson 1900), without a correction.

    From 0 upwards, no sign; 0 for an empty corpus and for a word in neither.

    >>> round(chi_squared(10, 1000, 5, 2000), 2)
    7.54
    """
    return pearson_chi_squared(_table(frequency, size, reference_frequency, reference_size))


def chi_squared_yates(
    frequency: float, size: float, reference_frequency: float, reference_size: float
) -> float:
    """Pearson's X² with Yates's (1934) correction: every |o - e| is half a count less.

    From 0 upwards, no sign; 0 for an empty corpus and for a word in neither.

    >>> round(chi_squared_yates(10, 1000, 5, 2000), 2)
    6.11
    """
    table = _table(frequency, size, reference_frequency, reference_size)
    return pearson_chi_squared(table, yates=True)


def log_ratio(
    frequency: float,
    size: float,
    reference_frequency: float,
    reference_size: float,
    *,
    smoothing: float = ZERO_SMOOTHING,
) -> float | None:
    """Log Ratio = log2 of the ratio of the relative frequencies (Hardie 2014).

    One more is twice as frequent; 0 is equally frequent. A frequency of zero, and only that, is
    replaced by ``smoothing``; with smoothing 0 the result is -inf or inf. None for a word in
    neither corpus and for an empty corpus.

    >>> log_ratio(4, 1000, 1, 1000), log_ratio(4, 1000, 0, 1000)
    (2.0, 3.0)
    """
    _table(frequency, size, reference_frequency, reference_size)
    if not size or not reference_size or not (frequency or reference_frequency):
        return None
    ours, theirs = frequency or smoothing, reference_frequency or smoothing
    if not ours or not theirs:
        return inf if ours else -inf
    return log2(ours / size * reference_size / theirs)


def simple_maths(
    frequency: float,
    size: float,
    reference_frequency: float,
    reference_size: float,
    *,
    smoothing: float = 1,
) -> float | None:
    """Simple maths = (fpm + n) / (reference fpm + n), n = ``smoothing`` (Kilgarriff 2009).

    fpm is the frequency per million. 1 is equally frequent. A larger n (10, 100) ranks frequent
    words first. inf for n = 0 and a word absent from the reference; None for an empty corpus.

    >>> round(simple_maths(35, 112289776, 263, 1559716979), 4)  # Sketch Engine's documentation
    1.1224
    """
    _table(frequency, size, reference_frequency, reference_size)
    if not size or not reference_size:
        return None
    ours = frequency * PER / size + smoothing
    theirs = reference_frequency * PER / reference_size + smoothing
    return _ratio(ours, theirs)


def percent_difference(
    frequency: float, size: float, reference_frequency: float, reference_size: float
) -> float | None:
    """%DIFF = 100 (relative frequency - reference's) / reference's (Gabrielatos & Marchi 2011).

    From -100 (absent) through 0 (equally frequent) upwards; inf if absent from the reference.
    None for a word in neither corpus and for an empty corpus.

    >>> round(percent_difference(206523, 959641, 178174, 1562358), 1)
    88.7
    """
    risk = relative_risk(frequency, size, reference_frequency, reference_size)
    return None if risk is None else 100 * (risk - 1)


def relative_risk(
    frequency: float, size: float, reference_frequency: float, reference_size: float
) -> float | None:
    """The ratio of the relative frequencies, without smoothing.

    1 is equally frequent; inf if absent from the reference. None for a word in neither corpus and
    for an empty corpus.

    >>> relative_risk(4, 1000, 1, 1000)
    4.0
    """
    _table(frequency, size, reference_frequency, reference_size)
    if not size or not reference_size:
        return None
    return _ratio(frequency * reference_size, reference_frequency * size)


def odds_ratio(
    frequency: float, size: float, reference_frequency: float, reference_size: float
) -> float | None:
    """The ratio of the odds, word against other words (Pojanapunya & Todd 2018).

    1 is equally frequent; inf if absent from the reference, or if there is nothing else in the
    corpus. None where it is 0 / 0, and for an empty corpus.

    >>> round(odds_ratio(16217, 2796938, 735, 2087946), 1)
    16.6
    """
    table = _table(frequency, size, reference_frequency, reference_size)
    return _ratio(table.o11 * table.o22, table.o12 * table.o21)


def effect_size_log_likelihood(
    frequency: float, size: float, reference_frequency: float, reference_size: float
) -> float | None:
    """ELL = LL / (N ln(lowest expected frequency)) (Johnston, Berry & Mielke 2006).

    As in Rayson's wizard, with `log_likelihood_two_term`; from 0 to 1. None where the lowest
    expected frequency is 1 or less, whose logarithm cannot divide.
    """
    table = _table(frequency, size, reference_frequency, reference_size)
    margins = expected(table)
    lowest = min(margins.o11, margins.o21)
    if lowest <= 1:
        return None
    ll = log_likelihood_two_term(frequency, size, reference_frequency, reference_size)
    return ll / (table.n * log(lowest))


def _ratio(numerator: float, denominator: float) -> float | None:
    if denominator:
        return numerator / denominator
    return inf if numerator else None
