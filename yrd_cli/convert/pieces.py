"""What a run of conversion passes on: pieces of its inputs, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yrd_cli.report import Notice

if TYPE_CHECKING:
    from yrd_cli.script import Script


class Begin(NamedTuple):
    """An input was found fit to be read. ``source`` is its number in the run, as below."""

    source: int


class End(NamedTuple):
    """An input was read to its end, or as far as it could be."""

    source: int
    failed: bool = False
    lossy: bool = False
    """Whether bytes could not be read and stand as U+FFFD."""


class Block(NamedTuple):
    """Whole lines of a text input."""

    source: int
    label: str
    text: str
    offset: int
    """Where the block begins in its input, in code points from 0."""
    line: int
    """The number of its first line, from 1."""
    encoding: str
    """What it was decoded from."""
    context: Script = "none"
    """The script of what came before it."""


class Line(NamedTuple):
    """One line of JSON Lines, as bytes."""

    source: int
    label: str
    number: int
    data: bytes

    @property
    def place(self) -> str:
        """Its name in messages."""
        return f"{self.label}:{self.number}"


Piece = Begin | End | Block | Line | Notice


def size_of(piece: Piece) -> int:
    """Bytes of a piece, about, for batching."""
    if isinstance(piece, Line):
        return len(piece.data)
    return 3 * len(piece.text) if isinstance(piece, Block) else 0


class Part(NamedTuple):
    """What became of a stretch of one input."""

    source: int
    data: bytes = b""
    begins: bool = False
    ends: bool = False
    changed: bool = False
    """Whether it differs from the input."""
    failed: bool = False
    """Whether something of the input is missing, which was said."""
    lossy: bool = False
    """Whether bytes of the input stand as U+FFFD."""
    spoilt: str = ""
    """What the output's encoding cannot hold, with its place: there is no data then."""
