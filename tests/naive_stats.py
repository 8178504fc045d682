"""The figures of `yrd stats` once more, from their textbook definitions and nothing else: lists of
words in, numbers out. Slow on purpose, and nothing of the package is used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import comb, erfc, inf, log, log2, log10, sqrt

Figures = dict[str, float | None]
Words = list[str]


@dataclass(frozen=True, slots=True)
class Naive:
    """A document: its sentences as lists of words, the month of its date and its source."""

    sentences: list[Words]
    month: str | None = None
    source: str | None = None

    @property
    def words(self) -> Words:
        """All words, in order."""
        return [word for sentence in self.sentences for word in sentence]


def ngrams(sentence: Words, n: int) -> Words:
    """The n-grams of a sentence."""
    return [" ".join(sentence[i : i + n]) for i in range(len(sentence) - n + 1)]


def term_figures(documents: list[Words], term: str) -> Figures:
    """Every column of the term table for one term."""
    flat = [word for words in documents for word in words]
    size, f = len(flat), flat.count(term)
    df = sum(term in words for words in documents)
    parts = [words for words in documents if words]
    v = [words.count(term) for words in parts]
    s = [len(words) / size for words in parts]
    rates = [words.count(term) / len(words) for words in parts]
    n = len(parts)
    dp = sum(abs(vi / f - si) for vi, si in zip(v, s, strict=True)) / 2
    mean = sum(rates) / n
    sd = sqrt(sum((rate - mean) ** 2 for rate in rates) / n)
    shares = [rate / sum(rates) for rate in rates if rate]
    several = n > 1
    return {
        "frequency": f,
        "per_million": f / size * 1e6,
        "documents": df,
        "tf_idf": f * log(len(documents) / df),
        "arf": arf([i for i, word in enumerate(flat) if word == term], size),
        "range": df,
        "dp": dp,
        "dp_norm": dp / (1 - min(s)) if several else None,
        "juilland_d": 1 - sd / mean / sqrt(n - 1) if several else None,
        "rosengren_s": sum(sqrt(si * vi) for vi, si in zip(v, s, strict=True)) ** 2 / f,
        "carroll_d2": -sum(p * log(p) for p in shares) / log(n) if several else None,
    }


def arf(places: list[int], size: int) -> float:
    """Savický & Hlaváčová (2002): f windows of N/f words, moved round the corpus."""
    f = len(places)
    distances = [(places[i] - places[i - 1]) % size or size for i in range(f)]
    return f / size * sum(min(d, size / f) for d in distances)


def g2(cells: list[list[float]]) -> float:
    """Dunning (1993) over the given rows of a table."""
    total = sum(map(sum, cells))
    columns = [sum(column) for column in zip(*cells, strict=True)]
    return 2 * sum(
        o * log(o * total / sum(row) / c)
        for row in cells
        for o, c in zip(row, columns, strict=True)
        if o
    )


def collocates(documents: list[Naive], node: Words, left: int, right: int) -> dict[str, Figures]:
    """Every column of the table of collocates, by collocate."""
    flat = [word for document in documents for word in document.words]
    frequency, n = Counter(flat), len(flat)
    lefts: Counter[str] = Counter()
    rights: Counter[str] = Counter()
    f1 = 0
    for document in documents:
        for sentence in document.sentences:
            at = 0
            while at <= len(sentence) - len(node):
                if sentence[at : at + len(node)] != node:
                    at += 1
                    continue
                f1 += 1
                lefts.update(sentence[max(0, at - left) : at])
                at += len(node)
                rights.update(sentence[at : at + right])
    return {
        term: {"left": lefts[term], "right": rights[term]}
        | association(lefts[term] + rights[term], f1, frequency[term], n, left + right)
        for term in lefts | rights
    }


def association(o11: int, f1: int, f2: int, n: int, span: int) -> Figures:
    """The measures of association of one collocate."""
    e11 = f1 * span * f2 / n
    r1 = f1 * span
    table: list[list[float]] = [
        [o11, max(r1 - o11, 0)],
        [max(f2 - o11, 0), max(n - r1 - f2 + o11, 0)],
    ]
    (a, b), (c, d) = table
    mi = log2(o11 / e11)
    return {
        "frequency": o11,
        "node_frequency": f1,
        "term_frequency": f2,
        "expected": e11,
        "log_dice": 14 + log2(2 * o11 / (f1 + f2)),
        "mi": mi,
        "mi3": log2(o11**3 / e11),
        "npmi": mi / -log2(o11 / n) if o11 != n else 1.0,
        "t": (o11 - e11) / sqrt(o11),
        "z": (o11 - e11) / sqrt(e11),
        "log_likelihood": g2(table) if all(map(sum, zip(*table, strict=True))) else None,
        "dice": 2 * o11 / (f1 + f2),
        "delta_p_forward": a / (a + b) - c / (c + d) if a + b and c + d else None,
        "delta_p_backward": a / (a + c) - b / (b + d) if a + c and b + d else None,
    }


def keyness(f: int, n: int, g: int, m: int, smoothing: float, simple: float) -> Figures:
    """The measures of keyness of a term: f of n words here, g of m in the reference."""
    e1, e2 = n * (f + g) / (n + m), m * (f + g) / (n + m)
    ll = 2 * sum(o * log(o / e) for o, e in ((f, e1), (g, e2)) if o)
    cells: list[list[float]] = [[f, n - f], [g, m - g]]
    total, column = n + m, f + g
    full = 0 < column < total
    d = abs(f * (m - g) - g * (n - f))
    scale = column * (total - column) * n * m
    smoothed_f, smoothed_g = f or smoothing, g or smoothing
    odds = g * (n - f)
    return {
        "frequency": f,
        "per_million": f / n * 1e6,
        "reference_frequency": g,
        "reference_per_million": g / m * 1e6,
        "log_ratio": log2((smoothed_f / n) / (smoothed_g / m)),
        "simple_maths": (f / n * 1e6 + simple) / (g / m * 1e6 + simple),
        "percent_diff": (f / n - g / m) / (g / m) * 100 if g else inf,
        "odds_ratio": f * (m - g) / odds if odds else inf if f * (m - g) else None,
        "log_likelihood": ll,
        "g2": g2(cells) if full else 0.0,
        "chi2": total * d**2 / scale if full else 0.0,
        "chi2_yates": total * max(d - total / 2, 0) ** 2 / scale if full else 0.0,
        "bic": ll - log(total),
        "p": erfc(sqrt(max(ll, 0.0) / 2)),
    }


def corrected(ps: list[float], method: str) -> list[float]:
    """p-values corrected for as many tests, from the definitions of the procedures."""
    m = len(ps)
    if method == "none":
        return ps
    if method == "bonferroni":
        return [min(1, m * p) for p in ps]
    if method == "holm":
        return [min(1, max((m - sum(r < q for r in ps)) * q for q in ps if q <= p)) for p in ps]
    return [min(m * q / sum(r <= q for r in ps) for q in ps if q >= p) for p in ps]


def diversity(words: Words, window: int = 100) -> Figures:
    """Every measure of diversity but MTLD and Zipf's slope."""
    n, v = len(words), len(set(words))
    counts = Counter(words).values()
    repeats = sum(c * c for c in counts)
    hapax = sum(c == 1 for c in counts)
    width = min(window, n)
    windows = [len(set(words[i : i + width])) / width for i in range(n - width + 1)]
    sample = 42
    return {
        "tokens": n,
        "types": v,
        "ttr": v / n,
        "root_ttr": v / sqrt(n),
        "corrected_ttr": v / sqrt(2 * n),
        "herdan_c": log(v) / log(n) if n > 1 else None,
        "maas_a2": (log10(n) - log10(v)) / log10(n) ** 2 if n > 1 else None,
        "mattr": sum(windows) / len(windows),
        "msttr": sum(windows[::width]) / len(windows[::width]),
        "hd_d": sum(1 - comb(n - c, sample) / comb(n, sample) for c in counts) / sample
        if n >= sample
        else None,
        "yule_k": 1e4 * (repeats - n) / n**2,
        "yule_i": v * v / (repeats - v) if repeats > v else None,
        "simpson_d": (repeats - n) / (n * (n - 1)) if n > 1 else None,
        "entropy": -sum(c / n * log2(c / n) for c in counts),
        "hapax": hapax,
        "hapax_share": hapax / v,
    }


def monthly(documents: list[Naive], term: str) -> dict[str, dict[str, Figures]]:
    """By source and month, the documents, words and frequency of a term; from the first month to
    the last of all."""
    dated = [d for d in documents if d.month is not None]
    months = sorted({d.month for d in dated if d.month})
    result: dict[str, dict[str, Figures]] = {}
    for source in {d.source for d in dated}:
        rows = result[source or ""] = {}
        for month in every_month(months[0], months[-1]):
            here = [d.words for d in dated if d.source == source and d.month == month]
            words = sum(map(len, here))
            f = sum(w.count(term) for w in here)
            rows[month] = {
                "documents": len(here),
                "words": words,
                "frequency": f,
                "per_million": f / words * 1e6 if words else 0.0,
            }
    return result


def every_month(first: str, last: str) -> list[str]:
    """All months from one to another, both as YYYY-MM."""
    months, year, month = [], int(first[:4]), int(first[5:])
    while (name := f"{year}-{month:02}") <= last:
        months.append(name)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months
