"""The plain texts of which every match of a pattern holds one: they are found far faster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Texts = tuple[bytes, ...]

MOST_FORMS = 4
"""Texts that are looked for one by one: each costs a pass over the block, 10 ms for 200 MB; from
there on an automaton that reads it once is cheaper."""

SHORTEST = 4
"""Bytes of a text that is worth looking for before the pattern: one Han character is too common."""

LONGEST_COUNTED = 12
"""Bytes from which a longer text is no rarer, as far as one can tell."""


class Literals(NamedTuple):
    """What is known of the texts that a pattern, or a part of one, matches.

    ``forms`` are all of them, None where there are too many to say; each match ends in ``run``;
    and each holds one of ``held``, () where none are known.
    """

    forms: Texts | None
    run: bytes = b""
    held: Texts = ()

    @classmethod
    def none(cls) -> Literals:
        """Nothing is known."""
        return cls(None)

    @classmethod
    def empty(cls) -> Literals:
        """The empty text alone."""
        return cls((b"",))

    @classmethod
    def of(cls, forms: Iterable[bytes]) -> Literals:
        """These texts and no others."""
        texts = tuple(dict.fromkeys(forms))
        if len(texts) > MOST_FORMS:
            return cls(None)
        return cls(texts, texts[0] if len(texts) == 1 else b"")

    @classmethod
    def either(cls, choices: Sequence[Literals]) -> Literals:
        """What holds for each of several choices."""
        forms = _all_of([choice.forms for choice in choices])
        if forms is not None:
            return cls.of(forms)
        return cls(None, b"", _all_of([choice.best or None for choice in choices]) or ())

    @property
    def best(self) -> Texts:
        """The texts to look for first; () where none are rare enough."""
        best = max(self.held, (self.run,), self.forms or (), key=_rarity)
        return best if _rarity(best) else ()

    def followed_by(self, other: Literals) -> Literals:
        """What holds for one after the other."""
        forms: Texts | None = None
        if self.forms is not None and other.forms is not None:
            product = tuple(dict.fromkeys(a + b for a in self.forms for b in other.forms))
            forms = product if len(product) <= MOST_FORMS else None
        is_single = other.forms is not None and len(other.forms) == 1
        run = self.run + other.run if is_single else other.run
        return Literals(forms, run, max(self.best, other.best, key=_rarity))

    def repeated(self) -> Literals:
        """What holds where it stands once or more."""
        return Literals(None, b"", self.best)


def _all_of(several: Sequence[Texts | None]) -> Texts | None:
    """The texts of all; None where those of one are not known, or they are too many."""
    joined: dict[bytes, None] = {}
    for texts in several:
        if texts is None:
            return None
        joined.update(dict.fromkeys(texts))
        if len(joined) > MOST_FORMS:
            return None
    return tuple(joined)


def _rarity(texts: Texts) -> float:
    """How much is skipped for each pass over the bytes; 0 where it is not worth it."""
    shortest = min(map(len, texts), default=0)
    return 0.0 if shortest < SHORTEST else min(shortest, LONGEST_COUNTED) / len(texts)
