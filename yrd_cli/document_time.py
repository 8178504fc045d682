"""A limit to the time that the work on one document may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from yrd_cli.time_limit import TimeLimit, TimeLimitError

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class InTime(Generic[Item, Result]):
    """Work on batches of one item, each within a time; ``lost`` gives what stands for one that
    takes longer. The first of a process, for which dictionaries are loaded, has two tries."""

    work: Callable[[list[Item]], Result]
    lost: Callable[[list[Item], str], Result]
    seconds: float

    def __call__(self, batch: list[Item]) -> Result:
        """Work on a batch."""
        global _is_warm
        tries, _is_warm = 1 if _is_warm else 2, True
        for _ in range(tries):
            try:
                with TimeLimit(self.seconds, "takes") as limit:
                    results = [self.work(watched) for watched in limit.watch((batch,))]
                return results[0]
            except TimeLimitError:
                continue
        return self.lost(batch, f"takes more than {self.seconds:g} s (see --time-limit)")


_is_warm = False
"""Whether this process has worked on something."""
