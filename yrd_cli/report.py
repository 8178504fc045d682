"""What a run did: notices for the user, counts by reason, and the exit status they come to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from yrd_cli.errors import ExitStatus

_NUMBER = re.compile(r"(?<=.)[:#][0-9]+\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for stderr: a file (and line), and what is to be said of it.

    A notice with a ``key`` is said once for each file, however often it comes. The file is what
    ``path`` says, else the place without its number.
    """

    level: Literal["warning", "error"]
    place: str
    message: str
    key: str | None = None
    path: str | None = None

    @property
    def file(self) -> str:
        """The file that the notice is about."""
        return self.path or _NUMBER.sub("", self.place)


@dataclass(slots=True)
class Report:
    """What happened to a batch or a whole run; reports of batches add up to the run's."""

    documents: int = 0
    characters: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    """How often each reason fired."""
    documents_with: Counter[str] = field(default_factory=Counter)
    """In how many documents each reason fired."""
    notices: list[Notice] = field(default_factory=list)

    def error(self, place: str, message: str) -> None:
        """Note that some input could not be read or written."""
        self.notices.append(Notice("error", place, message))

    def warn(
        self, place: str, message: str, key: str | None = None, path: str | None = None
    ) -> None:
        """Note something that the user should know and that loses nothing."""
        self.notices.append(Notice("warning", place, message, key, path))

    def count_document(self, characters: int, reasons: Counter[str]) -> None:
        """Add one document and the reasons that fired in it."""
        self.documents += 1
        self.characters += characters
        self.counts.update(reasons)
        self.documents_with.update(reasons.keys())

    def add(self, other: Report) -> None:
        """Add the report of a batch, but for its notices, which are said as they come."""
        self.documents += other.documents
        self.characters += other.characters
        self.counts.update(other.counts)
        self.documents_with.update(other.documents_with)


@dataclass(slots=True)
class Outcome:
    """The exit status of a run so far."""

    failed: bool = False
    nothing: bool = False
    _said: set[tuple[str, str]] = field(default_factory=set)

    def hear(self, notice: Notice) -> bool:
        """Take a notice into account; whether it is to be said (and was not said before)."""
        if notice.level == "error":
            self.failed = True
        if notice.key is None:
            return True
        mark = (notice.file, notice.key)
        if mark in self._said:
            return False
        self._said.add(mark)
        return True

    @property
    def status(self) -> ExitStatus:
        """2 if anything failed, 1 if nothing was found, else 0."""
        if self.failed:
            return ExitStatus.FAILED
        return ExitStatus.NOTHING if self.nothing else ExitStatus.DONE
