"""The time limit of a pattern, which lies on the ground floor."""

from yrd_cli.time_limit import TimeLimit, TimeLimitError

__all__ = ["TimeLimit", "TimeLimitError"]
