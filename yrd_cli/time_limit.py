"""A limit to the time that a pattern may take: some back-track for longer than anyone waits."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Any, TypeVar

from yrd_cli.errors import UsageError

TICKS = 4
"""How often within the limit the clock is looked at. One timer for a run: to set one for each file
would cost more than to search a small one."""

WORD_SECONDS = 1.0
"""For a pattern on one word or term; an honest one takes microseconds."""

ALL_SECONDS = 60.0
"""For all longer words together: a million take an honest pattern and the timer 20 s."""

SHORT = 8
"""Characters of a word on which the worst of patterns, such as ((.*)*)*x, takes a millisecond."""

SHOWN = 40
"""Characters of a word in what is said of it."""

T = TypeVar("T")


class TimeLimitError(Exception):
    """A pattern took too long; ``place`` is the file."""

    place = ""


class TimeLimit:
    """Used as a context: within it, a block of lines that takes longer than ``seconds``, or up to
    a quarter more, raises TimeLimitError.

    Python's `re` hears signals while it back-tracks. Without signals (in a thread, or on a
    system that has none) there is no limit.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: float | None = None
        """When the block came that is being searched."""
        self._handler: Any = None
        self._timer = (0.0, 0.0)
        self._is_on = False

    def __enter__(self) -> TimeLimit:
        try:
            self._handler = signal.signal(signal.SIGALRM, self._tick)
        except (AttributeError, ValueError):  # no such system, not the main thread
            return self
        tick = self._seconds / TICKS
        self._timer = signal.setitimer(signal.ITIMER_REAL, tick, tick)
        self._is_on = True
        return self

    def __exit__(self, *error: object) -> None:
        if self._is_on:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._handler)
            signal.setitimer(signal.ITIMER_REAL, *self._timer)  # one around this one goes on
            self._is_on = False

    def watch(self, blocks: Iterable[T]) -> Iterator[T]:
        """Pass blocks on; the time that their taker needs for each is limited, to wait for them
        is not."""
        try:
            for block in blocks:
                self._since = monotonic()
                yield block
                self._since = None
        finally:
            self._since = None

    def _tick(self, *_: object) -> None:
        if self._since is not None and monotonic() - self._since >= self._seconds:
            raise TimeLimitError(f"the pattern takes more than {self._seconds:g} s here")


class WordPattern:
    """A user's pattern that is tried on words, each a few characters long.

    Raises UsageError, with the option, the pattern and the word, where one takes too long, or all
    together do.
    """

    def __init__(self, pattern: re.Pattern[str], option: str) -> None:
        self._pattern = pattern
        self._option = option
        self._spent = 0.0

    def is_in(self, word: str) -> bool:
        """Whether the pattern is found in a word."""
        return self._tried(self._pattern.search, word)

    def is_all_of(self, word: str) -> bool:
        """Whether the pattern matches a whole word."""
        return self._tried(self._pattern.fullmatch, word)

    def _tried(self, search: Callable[[str], object], word: str) -> bool:
        if len(word) <= SHORT:
            return search(word) is not None
        start = monotonic()
        try:
            with TimeLimit(WORD_SECONDS) as limit:
                found = [search(word) for word in limit.watch([word])]
        except TimeLimitError:
            told = f"takes more than {WORD_SECONDS:g} s on {word[:SHOWN]!r}"
            raise UsageError(f"{self._option} {self._pattern.pattern}: {told}") from None
        self._spent += monotonic() - start
        if self._spent > ALL_SECONDS:
            told = f"takes more than {ALL_SECONDS:g} s"
            raise UsageError(f"{self._option} {self._pattern.pattern}: {told}")
        return found != [None]
