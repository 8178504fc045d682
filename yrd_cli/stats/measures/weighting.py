"""Term weights: inverse document frequency and TF-IDF."""

from __future__ import annotations

from math import e, log


def idf(document_frequency: float, documents: float, *, base: float = e) -> float | None:
    """Inverse document frequency log(N / df) (Spärck Jones 1972; Manning et al. 2008, eq. 6.7).

    ``base`` is that of the logarithm: e here, 10 in Manning et al. and quanteda, 2 elsewhere. From
    0 (in all documents) upwards. None for a term in no document. Raises ValueError if the term is
    in more documents than there are.

    >>> round(idf(18165, 806791, base=10), 2)  # Manning, Raghavan & Schütze 2008, figure 6.8: car
    1.65
    """
    _check(document_frequency, documents)
    return log(documents / document_frequency) / log(base) if document_frequency else None


def smooth_idf(document_frequency: float, documents: float) -> float:
    """ln((1 + N) / (1 + df)) + 1, scikit-learn's default: as if one more document held every term.

    >>> smooth_idf(6, 6)
    1.0
    """
    _check(document_frequency, documents)
    return log((1 + documents) / (1 + document_frequency)) + 1


def tf_idf(
    frequency: float, document_frequency: float, documents: float, *, base: float = e
) -> float | None:
    """TF-IDF = tf log(N / df) (Salton & Buckley 1988; Manning et al. 2008, eq. 6.8).

    None for a term in no document.

    >>> tf_idf(3, 1, 100, base=10)
    6.0
    """
    value = idf(document_frequency, documents, base=base)
    return None if value is None else frequency * value


def _check(document_frequency: float, documents: float) -> None:
    if not 0 <= document_frequency <= documents:
        raise ValueError(f"in {document_frequency} of {documents} documents")
