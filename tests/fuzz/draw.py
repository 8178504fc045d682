"""Choices made of bytes: what a fuzzer changes in the bytes changes the choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

OPTION_BYTES = 4
"""Bytes at the end of an input that choose options; a file before them stays as it is."""


class Draw:
    """Bytes as a row of decisions; when they are used up, every decision is the first choice."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to decide by."""
        return self._at >= len(self._data)

    def byte(self) -> int:
        """The next byte."""
        self._at += 1
        return self._data[self._at - 1] if self._at <= len(self._data) else 0

    def below(self, limit: int) -> int:
        """A number from 0 up to ``limit``, exclusive."""
        value, span = self.byte(), 256
        while span < limit:
            value, span = value << 8 | self.byte(), span << 8
        return value % limit

    def choice(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.below(len(choices))]

    def some(self, choices: Sequence[T]) -> frozenset[T]:
        """A set of up to eight choices, by the bits of one byte."""
        bits = self.byte()
        return frozenset(one for n, one in enumerate(choices[:8]) if bits >> n & 1)

    def flag(self) -> bool:
        """Yes or no."""
        return bool(self.byte() & 1)

    def many(self, most: int, make: Callable[[], T]) -> list[T]:
        """Up to ``most`` of what ``make`` gives, one at least, while there are bytes."""
        made = [make()]
        wanted = 1 + self.below(most)
        while len(made) < wanted and not self.is_empty:
            made.append(make())
        return made


def split_options(data: bytes) -> tuple[bytes, Draw]:
    """A file, and the decisions behind it."""
    cut = max(0, len(data) - OPTION_BYTES)
    return data[:cut], Draw(data[cut:])
