"""A coded text of units as arrays: in simplified form, block by block, and counted by key."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING

from yrd_cli.script import to_simplified
from yrd_cli.stats.coded import HELD_BYTES, CodedText

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Numbers = NDArray[np.int64]
    Figures = NDArray[np.float64]

BOUNDARY = ""
"""The token that stands for whatever ends a string: marks, spaces, ends of documents."""


WORD_START = "\x00"
"""What a unit begins with where a segmenter begins a word."""


class Shadow:
    """A coded text with its units in simplified form: both scripts are counted together."""

    def __init__(self, text: CodedText) -> None:
        import numpy as np

        marked = text.vocabulary
        self._text = text
        self.surfaces = [unit.removeprefix(WORD_START) for unit in marked]
        numbers: dict[str, int] = {BOUNDARY: 0}
        folded = [numbers.setdefault(to_simplified(s), len(numbers)) for s in self.surfaces]
        self.names = list(numbers)
        self.size = len(numbers)
        self._folded: Codes = np.array(folded, np.uint32)
        self.starts_word = np.array([u[:1] in (WORD_START, BOUNDARY) for u in marked], bool)
        a_number = next((n for name, n in numbers.items() if name.isdigit()), 0)
        self.neighbour: Codes = np.array(
            [a_number if name.isdigit() else n for name, n in numbers.items()], np.uint32
        )
        """The number of a unit as a neighbour of others."""

    def blocks(self) -> Iterator[tuple[Codes, Codes]]:
        """The folded and the written codes of the text, a block after another."""
        for block in self._text.blocks():
            written = codes_of(block.codes)
            yield self._folded[written], written

    def written(self, places: Numbers, n: int) -> list[str]:
        """The n units that stand at each place of the text, as they are written."""
        import numpy as np

        strings = [""] * len(places)
        order = np.argsort(places)
        start = done = 0
        for _, written in self.blocks():
            end = int(np.searchsorted(places[order], start + len(written)))
            for i in order[done:end].tolist():
                at = int(places[i]) - start
                strings[i] = "".join(self.surfaces[c] for c in written[at : at + n].tolist())
            start, done = start + len(written), end
        return strings


class Blocks:
    """Arrays, one for each block of the text, written once and read from the beginning."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(HELD_BYTES)
        self._sizes: list[int] = []

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def append(self, array: Codes) -> None:
        """Write the array of the next block."""
        self._file.write(array.tobytes())
        self._sizes.append(array.nbytes)

    def __iter__(self) -> Iterator[Codes]:

        self._file.seek(0)
        for size in self._sizes:
            yield codes_of(self._file.read(size))


class Tally:
    """How often each key occurs, over several blocks."""

    def __init__(self) -> None:
        import numpy as np

        self.keys: Numbers = np.zeros(0, np.int64)
        self.counts: Numbers = np.zeros(0, np.int64)

    def add(self, keys: Numbers) -> None:
        """Count the keys of another block."""
        import numpy as np

        new, counts = np.unique(keys, return_counts=True)
        if not len(self.keys):
            self.keys, self.counts = new, counts
            return
        both = np.concatenate([self.keys, new])
        self.keys, place = np.unique(both, return_inverse=True)
        times = np.concatenate([self.counts, counts])
        self.counts = np.bincount(place, times, len(self.keys)).astype(np.int64)


def codes_of(data: bytes | array[int]) -> Codes:
    """Codes as a numpy array, without a copy."""
    import numpy as np

    return np.frombuffer(data, np.uint32) if data else np.zeros(0, np.uint32)
