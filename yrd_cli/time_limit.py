"""A limit to the time that a pattern may take: some back-track for longer than anyone waits."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Generator, Iterable
from math import isinf
from time import process_time
from types import FrameType
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
    a quarter more, raises TimeLimitError; ``subject`` is what is said to take it. Infinity is no
    limit. It is the processor's time: that a machine is busy does not change what is found.

    Python's `re` hears signals while it back-tracks. Without signals (in a thread, or on a
    system that has none) there is no limit.
    """

    def __init__(self, seconds: float, subject: str = "the pattern takes") -> None:
        self._seconds = seconds
        self._subject = subject
        self._since: float | None = None
        """When the block came that is being searched."""
        self._handler: Any = None
        self._timer = (0.0, 0.0)
        self._is_on = False

    def __enter__(self) -> TimeLimit:
        if isinf(self._seconds):
            return self
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

    def watch(self, blocks: Iterable[T]) -> Generator[T, None, None]:
        """Pass blocks on; the time that their taker needs for each is limited, to wait for them
        is not."""
        try:
            for block in blocks:
                self._since = process_time()
                yield block
                self._since = None
        finally:
            self._since = None

    def _tick(self, _number: int, frame: FrameType | None) -> None:
        if self._since is None or process_time() - self._since < self._seconds:
            return
        if _is_importing(frame):  # a module that is half there would stay so: the next tick
            return
        self._since = process_time()  # not again at the next tick, while this is told
        raise TimeLimitError(f"{self._subject} more than {self._seconds:g} s here")


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


class WordPattern:
    """A user's pattern that is tried on words, each a few characters long.

    Raises UsageError, with the option, the pattern and the word, where one takes too long, or all
    together do.
    """

    def __init__(self, pattern: re.Pattern[str], option: str, seconds: float | None = None) -> None:
        self._pattern = pattern
        self._option = option
        self._seconds = WORD_SECONDS if seconds is None else seconds
        self._all_seconds = ALL_SECONDS * self._seconds / WORD_SECONDS
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
        start = process_time()
        try:
            with TimeLimit(self._seconds) as limit:
                found = [search(word) for word in limit.watch([word])]
        except TimeLimitError:
            told = f"takes more than {self._seconds:g} s on {word[:SHOWN]!r} (see --time-limit)"
            raise UsageError(f"{self._option} {self._pattern.pattern}: {told}") from None
        self._spent += process_time() - start
        if self._spent > self._all_seconds:
            told = f"takes more than {self._all_seconds:g} s on all words (see --time-limit)"
            raise UsageError(f"{self._option} {self._pattern.pattern}: {told}")
        return found != [None]
