"""How long a summary may be."""

from __future__ import annotations

from dataclasses import dataclass

SENTENCES = 3
"""Where nothing else limits a summary."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that a summary may take; None is no limit.

    ``ratio`` is a share of the text's characters, of which at least one sentence is always
    given; ``chars`` is strict. A sentence that does not fit is passed over for one that does.
    Raises ValueError for a limit that lets nothing through.
    """

    sentences: int | None = None
    chars: int | None = None
    ratio: float | None = None

    def __post_init__(self) -> None:
        if self.sentences is not None and self.sentences < 1:
            raise ValueError(f"a summary has 1 sentence or more, not {self.sentences}")
        if self.chars is not None and self.chars < 1:
            raise ValueError(f"a summary has 1 character or more, not {self.chars}")
        if self.ratio is not None and not 0 < self.ratio <= 1:
            raise ValueError(f"a ratio is over 0 and at most 1, not {self.ratio:g}")

    def with_default(self, sentences: int = SENTENCES) -> Budget:
        """The same, limited to some sentences where nothing limits it."""
        if self == Budget():
            return Budget(sentences)
        return self

    def meter(self, characters: int) -> Meter:
        """What is left of it for a text of so many characters."""
        share = None if self.ratio is None else int(self.ratio * characters)
        return Meter(self.sentences, self.chars, share)


@dataclass(slots=True)
class Meter:
    """What is left of a budget."""

    sentences: int | None
    chars: int | None
    share: int | None
    taken: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no sentence can follow."""
        limits = (self.sentences, self.chars, None if not self.taken else self.share)
        return any(limit is not None and limit <= 0 for limit in limits)

    def take(self, characters: int) -> bool:
        """Take a sentence; False where it does not fit."""
        if self.chars is not None and characters > self.chars:
            return False
        if self.share is not None and self.taken and characters > self.share:
            return False
        self.taken += 1
        if self.sentences is not None:
            self.sentences -= 1
        if self.chars is not None:
            self.chars -= characters
        if self.share is not None:
            self.share -= characters
        return True
