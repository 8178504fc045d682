"""Association of a node word with a collocate.

Every measure takes the same counts:

- ``o11``: how often the collocate stands in the node's window (for bigrams: the pair's frequency);
- ``f1``: frequency of the node; ``f2``: frequency of the collocate, in the whole corpus;
- ``n``: size of the corpus in tokens (for bigrams: the number of bigrams);
- ``span``: mean number of tokens in a node's window, 1 for bigrams. A window of 5 words left and
  right that no sentence cuts is 10; divide all window positions counted by ``f1`` where sentences
  do. By chance ``f1 * span * f2 / n`` co-occurrences are expected (Evert 2008, section 4.1).

Dice and logDice do not use ``n`` or ``span`` by definition.

Zero cells: a measure is None where it is not defined (a word that never occurs, an empty corpus),
and -inf where its limit is (words that never meet); it is never NaN. Negative counts raise
ValueError.
"""

from __future__ import annotations

from math import inf, log, log2, sqrt

from yrd_cli.stats.measures.contingency import Cells, cells, g_squared

LOG_DICE_MAXIMUM = 14
"""Rychlý (2008) adds 14, so that a typical score is from 0 to 10 and the highest possible is 14."""


def _table(o11: float, f1: float, f2: float, n: float, span: float) -> Cells:
    if not span > 0:
        raise ValueError(f"a span is positive: {span}")
    return cells(o11, f1 * span, f2, n)


def expected_frequency(f1: float, f2: float, n: float, span: float = 1) -> float | None:
    """Co-occurrences expected by chance: e11 = f1 * span * f2 / n. None for an empty corpus.

    >>> round(expected_frequency(15828, 4675, 14307668), 4)
    5.1718
    """
    return _chance(0, f1, f2, n, span) if f1 and f2 else (0.0 if n else None)


def _chance(o11: float, f1: float, f2: float, n: float, span: float) -> float | None:
    """The expected frequency, or None where nothing can be expected."""
    if not (o11 >= 0 and f1 >= 0 and f2 >= 0 and n >= 0 and span > 0):
        raise ValueError(f"negative counts or span: {o11=}, {f1=}, {f2=}, {n=}, {span=}")
    return f1 * span * f2 / n if n and f1 and f2 else None


def mutual_information(o11: float, f1: float, f2: float, n: float, span: float = 1) -> float | None:
    """MI = log2(o11 / e11), in bits (Church & Hanks 1990); also called PMI.

    0 at independence; favours rare words. -inf for words that never meet, None without counts.

    >>> round(mutual_information(8, 1105, 44, 15_000_000), 1)
    11.3
    """
    return _log_ratio_to_chance(o11, f1, f2, n, span, power=1)


def mi3(o11: float, f1: float, f2: float, n: float, span: float = 1) -> float | None:
    """MI³ = log2(o11³ / e11), in bits (Daille 1994; Oakes 1998): MI that favours frequent pairs.

    -inf for words that never meet, None without counts.

    >>> round(mi3(8, 1105, 44, 15_000_000), 1)
    17.3
    """
    return _log_ratio_to_chance(o11, f1, f2, n, span, power=3)


def _log_ratio_to_chance(
    o11: float, f1: float, f2: float, n: float, span: float, power: int
) -> float | None:
    e11 = _chance(o11, f1, f2, n, span)
    if e11 is None:
        return None
    return log2(o11**power / e11) if o11 else -inf


def npmi(o11: float, f1: float, f2: float, n: float, span: float = 1) -> float | None:
    """Normalised PMI = MI / -log2(o11 / n) (Bouma 2009): from -1 through 0 to 1.

    -1 for words that never meet, 0 at independence, 1 for words that only occur together (also
    where the pair fills the corpus, the limit of 0 / 0). None without counts.

    >>> npmi(10, 10, 10, 100), npmi(0, 10, 10, 100)
    (1.0, -1.0)
    """
    mi = mutual_information(o11, f1, f2, n, span)
    if mi is None:
        return None
    if not o11:
        return -1.0
    return mi / -log2(o11 / n) if o11 != n else 1.0


def t_score(o11: float, f1: float, f2: float, n: float, span: float = 1) -> float | None:
    """t = (o11 - e11) / √o11 (Church, Gale, Hanks & Hindle 1991).

    Favours frequent pairs. -inf for words that never meet, None without counts.

    >>> round(t_score(8, 15828, 4675, 14307668), 6)  # Manning & Schütze 1999, p. 164: new companies
    0.999932
    """
    e11 = _chance(o11, f1, f2, n, span)
    if e11 is None:
        return None
    return (o11 - e11) / sqrt(o11) if o11 else -inf


def z_score(o11: float, f1: float, f2: float, n: float, span: float = 1) -> float | None:
    """z = (o11 - e11) / √e11 (Evert 2008, figure 4; Dennis 1965).

    Overrates rare pairs. None without counts.

    >>> z_score(16, 20, 20, 100)
    6.0
    """
    e11 = _chance(o11, f1, f2, n, span)
    return None if e11 is None else (o11 - e11) / sqrt(e11)


def z_score_berry_rogghe(
    o11: float, f1: float, f2: float, n: float, span: float = 1
) -> float | None:
    """z = (o11 - e) / √(e (1 - p)), with p = f2 / (n - f1) and e = p f1 span (Berry-Rogghe 1973).

    Chance is taken over the tokens that are no nodes, unlike in `z_score`. None without counts,
    or where the collocate fills all of the corpus that is no node.
    """
    if _chance(o11, f1, f2, n, span) is None or n <= f1:
        return None
    p = f2 / (n - f1)
    if p >= 1:
        return None
    e = p * f1 * span
    return (o11 - e) / sqrt(e * (1 - p))


def log_likelihood(o11: float, f1: float, f2: float, n: float, span: float = 1) -> float:
    """Log-likelihood ratio G² over the four cells of the table (Dunning 1993).

    From 0 upwards, without a sign; 3.84, 6.63, 10.83 are p = .05, .01, .001. 0 without evidence.

    >>> round(log_likelihood(150, 12593, 932, 14307668), 2)  # Manning & Schütze 1999, table 5.12
    1291.32
    """
    return g_squared(_table(o11, f1, f2, n, span))


def simple_log_likelihood(
    o11: float, f1: float, f2: float, n: float, span: float = 1
) -> float | None:
    """Simple-ll = 2 (o11 ln(o11 / e11) - (o11 - e11)) (Evert 2008, figure 4): no other cell.

    From 0 upwards, without a sign; 2 e11 for words that never meet. None without counts.
    """
    e11 = _chance(o11, f1, f2, n, span)
    if e11 is None:
        return None
    return 2 * ((o11 * log(o11 / e11) if o11 else 0.0) - (o11 - e11))


def dice(o11: float, f1: float, f2: float) -> float | None:
    """Dice's coefficient 2 o11 / (f1 + f2) (Dice 1945; Smadja 1993), from 0 to 1 for bigrams.

    Does not depend on the size of the corpus. None if neither word occurs.

    >>> round(dice(130, 3121, 143), 2)  # Smadja, McKeown & Hatzivassiloglou 1996, p. 13
    0.08
    """
    if not (o11 >= 0 and f1 >= 0 and f2 >= 0):
        raise ValueError(f"negative counts: {o11=}, {f1=}, {f2=}")
    return 2 * o11 / (f1 + f2) if f1 + f2 else None


def log_dice(o11: float, f1: float, f2: float) -> float | None:
    """logDice = 14 + log2(2 o11 / (f1 + f2)) (Rychlý 2008): 14 at most; one more is twice as often.

    Does not depend on the size of the corpus, and compares across corpora. -inf for words that
    never meet, None if neither word occurs.

    >>> log_dice(5, 5, 5), log_dice(1, 16384, 16384)
    (14.0, 0.0)
    """
    value = dice(o11, f1, f2)
    if value is None:
        return None
    return LOG_DICE_MAXIMUM + log2(value) if value else -inf


def delta_p_forward(o11: float, f1: float, f2: float, n: float, span: float = 1) -> float | None:
    """ΔP(collocate | node) = o11 / r1 - o21 / r2 (Ellis 2006; Gries 2013): from -1 to 1.

    How much likelier the collocate is with the node than without. None if the node never occurs,
    or if there is nothing but the node.

    >>> round(delta_p_forward(5610, 174548, 7867, 10409868), 3)  # Gries 2013, p. 144: of course
    0.032
    """
    table = _table(o11, f1, f2, n, span)
    return _delta(table.o11, table.o12, table.o21, table.o22)


def delta_p_backward(o11: float, f1: float, f2: float, n: float, span: float = 1) -> float | None:
    """ΔP(node | collocate) = o11 / c1 - o12 / c2 (Ellis 2006; Gries 2013): from -1 to 1.

    How much likelier the node is with the collocate than without. None if the collocate never
    occurs, or if there is nothing but the collocate.

    >>> round(delta_p_backward(5610, 174548, 7867, 10409868), 3)  # Gries 2013, p. 144: of course
    0.697
    """
    table = _table(o11, f1, f2, n, span)
    return _delta(table.o11, table.o21, table.o12, table.o22)


def _delta(hit: float, miss: float, other_hit: float, other_miss: float) -> float | None:
    with_cue, without_cue = hit + miss, other_hit + other_miss
    if not with_cue or not without_cue:
        return None
    return hit / with_cue - other_hit / without_cue
