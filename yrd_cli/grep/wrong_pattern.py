"""A pattern that is wrong, and where."""

from __future__ import annotations

from yrd_cli.errors import UsageError


class PatternError(UsageError):
    """``place`` is the character of ``pattern`` at fault, from 0; it may be the pattern's end."""

    def __init__(self, message: str, pattern: str, place: int) -> None:
        super().__init__(f"pattern {pattern!r}: {message}")
        self.message = message
        self.pattern = pattern
        self.place = place

    def picture(self) -> str:
        """The pattern with a caret under the place, on two lines.

        >>> print(PatternError("unmatched (", "长(", 1).picture())
          长(
            ^
        """
        from yrd_cli.writing.terminal import display_width, one_line

        line = one_line(self.pattern)
        before = one_line(self.pattern[: self.place])
        return f"  {line}\n  {' ' * display_width(before)}^"
