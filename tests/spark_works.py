"""Work that kills its worker where a text says so."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yrd_cli.document import Document
from yrd_cli.grep.records import text_of

KILLER = "殺手"
"""A record with this word kills its worker, as a crash in a library does."""

GLUTTON = "饕餮"
"""A record with this word takes more memory than there is."""


def die_of(data: bytes) -> None:
    """End this process where some data says so."""
    if KILLER.encode() in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if GLUTTON.encode() in data:
        raise MemoryError


@dataclass(frozen=True, slots=True)
class Deadly:
    """A command's work that never survives some records."""

    work: Callable[[Any], Any]

    def __call__(self, batch: list[Any]) -> Any:
        """Work on a batch, or die of it."""
        for item in batch:
            die_of(getattr(item, "data", b""))
        return self.work(batch)


class Trap:
    """Makes the search of some Documents deadly, in each process that it is sent to."""

    def __reduce__(self) -> tuple[Callable[[], Trap], tuple[()]]:
        return set_trap, ()


def set_trap() -> Trap:
    """From now on this process dies of some Documents."""
    from yrd_cli.grep import records

    def deadly(document: Document, field: str) -> str:
        die_of(document.text.encode())
        return text_of(document, field)

    records.text_of = deadly
    return Trap()
