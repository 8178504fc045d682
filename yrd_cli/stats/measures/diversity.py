"""Lexical diversity from counts: how varied a text's vocabulary is.

Arguments:

- ``types``, ``tokens``: the number of different words, and of words;
- ``frequencies``: how often each type occurs, in any order.

Measures that follow the text word by word are in `running_diversity`. A measure is None where it
is not defined (mostly for texts of no word or one); it is never NaN. More types than tokens, and
frequencies below 1, raise ValueError.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import comb, log, log2, sqrt


def _check(types: float, tokens: float) -> None:
    if not 0 <= types <= tokens:
        raise ValueError(f"{types} types of {tokens} tokens")


def ttr(types: int, tokens: int) -> float | None:
    """Type-token ratio V / N (Johnson 1944), from 0 to 1; falls with the length of the text.

    >>> round(ttr(39, 57), 4)
    0.6842
    """
    _check(types, tokens)
    return types / tokens if tokens else None


def root_ttr(types: int, tokens: int) -> float | None:
    """Root TTR, Guiraud's R = V / √N (Guiraud 1954).

    >>> round(root_ttr(39, 57), 4)
    5.1657
    """
    _check(types, tokens)
    return types / sqrt(tokens) if tokens else None


def corrected_ttr(types: int, tokens: int) -> float | None:
    """Corrected TTR = V / √(2N) (Carroll 1964).

    >>> round(corrected_ttr(39, 57), 4)
    3.6527
    """
    _check(types, tokens)
    return types / sqrt(2 * tokens) if tokens else None


def herdan_c(types: int, tokens: int) -> float | None:
    """Herdan's C = log V / log N (Herdan 1960), from 0 to 1, in any base. None below two words.

    >>> round(herdan_c(39, 57), 4)
    0.9061
    """
    _check(types, tokens)
    return log(types) / log(tokens) if tokens > 1 else None


def maas(types: int, tokens: int, *, base: float = 10) -> float | None:
    """Maas's a² = (log N - log V) / (log N)² (Maas 1972): lower is more diverse, 0 at V = N.

    It depends on the logarithm's ``base``: 10 as in Maas, koRpus and TAALED; LexicalRichness uses
    e, which makes it ln 10 = 2.3026 times smaller; quanteda and koRpus print its root a. None
    below two words.

    >>> from math import e
    >>> round(maas(39, 57), 4), round(maas(39, 57, base=e), 4)
    (0.0535, 0.0232)
    """
    _check(types, tokens)
    if tokens < 2:
        return None
    return (log(tokens) - log(types)) / log(tokens) ** 2 * log(base)


def hd_d(frequencies: Iterable[int], *, sample: int = 42) -> float | None:
    """HD-D (McCarthy & Jarvis 2007): the mean TTR of all random samples of 42 tokens, from 0 to 1.

    Every type adds 1/42 of the chance that a sample holds it (hypergeometric, without
    replacement). Some programs print the sum of the chances, which is 42 times as much. None for a
    text shorter than the sample. Raises ValueError for a sample below 1.

    >>> hd_d([1] * 50)
    1.0
    """
    if sample < 1:
        raise ValueError(f"a sample has at least one token: {sample}")
    spectrum = _spectrum(frequencies)
    tokens = sum(m * v for m, v in spectrum.items())
    if tokens < sample:
        return None
    samples = comb(tokens, sample) if tokens < _EXACT_UP_TO else None
    chances = (v * (1 - _absent(m, tokens, sample, samples)) for m, v in spectrum.items())
    return sum(chances) / sample


_EXACT_UP_TO = 10_000
"""Tokens up to which binomials are taken as whole numbers; the product below is exact to 1e-13."""


def _absent(frequency: int, tokens: int, sample: int, samples: int | None) -> float:
    """The chance that none of a word's occurrences is in a sample."""
    if samples is not None:
        return comb(tokens - frequency, sample) / samples
    chance = 1.0
    for drawn in range(sample):
        chance *= max(tokens - frequency - drawn, 0) / (tokens - drawn)
    return chance


def yule_k(frequencies: Iterable[int]) -> float | None:
    """Yule's K = 10⁴ (Σ m² Vₘ - N) / N² (Yule 1944): the chance of a repetition, times 10,000.

    Vₘ is the number of types that occur m times. 0 if no word is repeated; lower is more diverse.
    None for an empty text.

    >>> yule_k([20] * 5)
    1900.0
    """
    tokens, _, squares = _moments(frequencies)
    return 10_000 * (squares - tokens) / tokens**2 if tokens else None


def yule_i(frequencies: Iterable[int]) -> float | None:
    """Yule's I = V² / (Σ m² Vₘ - V) (Oakes 1998, p. 203; quanteda, LexicalRichness).

    Higher is more diverse. None if no word is repeated: see also `yule_index_of_diversity`.

    >>> yule_i([2, 2, 1])
    1.5
    """
    _, types, squares = _moments(frequencies)
    return types**2 / (squares - types) if squares > types else None


def yule_index_of_diversity(frequencies: Iterable[int]) -> float | None:
    """Yule's index of diversity N² / (Σ m² Vₘ - N) = 10⁴ / K (Williams 1970, p. 100).

    None if no word is repeated.

    >>> round(yule_index_of_diversity([20] * 5), 4)
    5.2632
    """
    tokens, _, squares = _moments(frequencies)
    return tokens**2 / (squares - tokens) if squares > tokens else None


def simpson_d(frequencies: Iterable[int]) -> float | None:
    """Simpson's D = Σ Vₘ (m/N) (m-1)/(N-1) (Simpson 1949), from 0 to 1.

    The chance that two words drawn without replacement are the same; lower is more diverse. None
    below two words.

    >>> round(simpson_d([20] * 5), 4)
    0.1919
    """
    tokens, _, squares = _moments(frequencies)
    return (squares - tokens) / (tokens * (tokens - 1)) if tokens > 1 else None


def entropy(frequencies: Iterable[int]) -> float | None:
    """Shannon's entropy -Σ p log2 p of the types (Shannon 1948), in bits, from 0 to log2 V.

    None for an empty text.

    >>> entropy([1, 1, 1, 1])
    2.0
    """
    spectrum = _spectrum(frequencies)
    tokens = sum(m * v for m, v in spectrum.items())
    if not tokens:
        return None
    return max(log2(tokens) - sum(v * m * log2(m) for m, v in spectrum.items()) / tokens, 0.0)


def hapax_legomena(frequencies: Iterable[int]) -> int:
    """The number of types that occur once.

    >>> hapax_legomena([3, 1, 1])
    2
    """
    return _spectrum(frequencies)[1]


def zipf_slope(frequencies: Iterable[int]) -> float | None:
    """The slope of log frequency over log rank (Zipf 1935), about -1 for running text.

    Ordinary least squares over all types, ranked 1 … V from the most frequent, those of equal
    frequency one after the other; the base of the logarithm does not matter. None below two
    types; 0 if all are equally frequent.

    >>> round(zipf_slope([60, 30, 20, 15, 12, 10]), 4)
    -1.0
    """
    ranked = sorted(_checked(frequencies), reverse=True)
    n = len(ranked)
    if n < 2:
        return None
    xs = [log(rank) for rank in range(1, n + 1)]
    ys = [log(frequency) for frequency in ranked]
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    covariance = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return covariance / sum((x - mean_x) ** 2 for x in xs)


def _checked(frequencies: Iterable[int]) -> list[int]:
    counts = list(frequencies)
    if counts and min(counts) < 1:
        raise ValueError(f"a type occurs at least once: {min(counts)}")
    return counts


def _spectrum(frequencies: Iterable[int]) -> Counter[int]:
    """How many types occur once, twice, …"""
    return Counter(_checked(frequencies))


def _moments(frequencies: Iterable[int]) -> tuple[int, int, int]:
    """Tokens, types, and the sum of the squared frequencies."""
    counts = _checked(frequencies)
    return sum(counts), len(counts), sum(m * m for m in counts)
