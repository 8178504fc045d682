"""Two-by-two tables: what is observed, what is expected, and the tests of independence.

::

                    word 2   other words |
        word 1        o11        o12     |  r1
        other words   o21        o22     |  r2
                    ---------------------+----
                      c1         c2      |  n

For keyness, word 1 is the corpus under study and word 2 the word: see `keyness`.
"""

from __future__ import annotations

from math import log
from typing import NamedTuple


class Cells(NamedTuple):
    """The four observed counts of a two-by-two table."""

    o11: float
    o12: float
    o21: float
    o22: float

    @property
    def n(self) -> float:
        """The sum of the table."""
        return self.o11 + self.o12 + self.o21 + self.o22


def cells(o11: float, r1: float, c1: float, n: float) -> Cells:
    """The four cells from the joint count, the two margins and the sum.

    With windows that overlap, a collocate may be counted more often than it occurs; a cell that
    would fall below zero is zero. Raises ValueError for a negative count or one that is no number.

    >>> cells(8, 15828, 4675, 14307668)
    Cells(o11=8, o12=15820, o21=4667, o22=14287173)
    """
    if not (o11 >= 0 and r1 >= 0 and c1 >= 0 and n >= 0):
        raise ValueError(f"counts are not negative: o11={o11}, r1={r1}, c1={c1}, n={n}")
    return Cells(o11, max(r1 - o11, 0), max(c1 - o11, 0), max(n - r1 - c1 + o11, 0))


def expected(table: Cells) -> Cells:
    """The cells if rows and columns were independent: row sum times column sum over n.

    All zero for an empty table.

    >>> expected(Cells(1, 2, 3, 4))
    Cells(o11=1.2, o12=1.8, o21=2.8, o22=4.2)
    """
    n = table.n
    if not n:
        return Cells(0.0, 0.0, 0.0, 0.0)
    r1, r2 = table.o11 + table.o12, table.o21 + table.o22
    c1, c2 = table.o11 + table.o21, table.o12 + table.o22
    return Cells(r1 * c1 / n, r1 * c2 / n, r2 * c1 / n, r2 * c2 / n)


def _surprise(observed: float, expected: float) -> float:
    """o ln(o/e), which is 0 where nothing is observed (its limit)."""
    return observed * log(observed / expected) if observed else 0.0


def g_squared(table: Cells) -> float:
    """Log-likelihood ratio over all four cells: G² = 2 Σ o ln(o/e) (Dunning 1993).

    From 0 (independent) upwards; chi-squared distributed with one degree of freedom. It has no
    sign: compare o11 with its expected count for the direction. A zero cell adds nothing (the
    limit of o ln o); an empty row or column gives 0: no evidence.

    >>> round(g_squared(Cells(110, 2442, 111, 29114)), 2)  # Dunning 1993, table 2: the swiss
    270.72
    """
    g = 2 * sum(map(_surprise, table, expected(table)))
    return max(g, 0.0)  # rounding may leave -1e-16


def pearson_chi_squared(table: Cells, *, yates: bool = False) -> float:
    """Pearson's X² = Σ (o - e)² / e (Pearson 1900), with Yates's (1934) correction on request.

    The correction brings every |o - e| half a count nearer to zero, and never past it. From 0 to
    n; no sign. An empty row or column gives 0: no evidence.

    >>> pearson_chi_squared(Cells(1, 3, 3, 1)), pearson_chi_squared(Cells(1, 3, 3, 1), yates=True)
    (2.0, 0.5)
    """
    margins = expected(table)
    if not all(margins):
        return 0.0
    deviation = abs(table.o11 - margins.o11)  # the same in all four cells
    if yates:
        deviation = max(deviation - 0.5, 0.0)
    return deviation * deviation * sum(1 / e for e in margins)
