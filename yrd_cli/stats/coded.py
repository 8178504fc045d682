"""A corpus as numbers: each token a code, each document a length, in the order of the text.

From this every figure of a term can be computed exactly: its frequency, its documents, its
distances. What memory holds is the vocabulary and a block or two; the rest lies in a temporary
file without a name, so that memory grows with the vocabulary and not with the text.
"""

from __future__ import annotations

import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from yrd_cli.words.coding import CodedWords
    from yrd_cli.words.numbering import Numbering

    Codes = NDArray[np.uint32]

BLOCK_TOKENS = 1 << 18
"""Tokens of a block: 1 MB, and 10 MB of work space while it is sorted."""

HELD_BYTES = 8 << 20
"""Bytes of blocks that are held in memory; from then on they lie in a temporary file. With this
and blocks of 1 MB, 30 MB of news peak where 3 MB do, but for their vocabulary."""

NUMPY_PAYS = 50_000
"""Tokens from which on numpy is worth its import, which takes as long as 300,000 tokens."""

CODE = "I"


class Block(NamedTuple):
    """Whole documents: the codes of their tokens, and how many tokens each has."""

    codes: array[int]
    sizes: array[int]


class CodedText:
    """A growing text. Documents are added token by token, or as another coded text."""

    _file: Any = None

    def __init__(self) -> None:
        self._code_of = _new_codes()
        self._open = Block(array(CODE), array(CODE))
        self._closed: list[tuple[int, array[int]]] = []
        self.tokens = 0
        self._last_translation: tuple[Sequence[str], Any] = ((), ())
        """A numbering, and one more than the code here of each of its codes; 0 where unknown."""
        self._numbering: Numbering | None = None
        """The codes here of words that come from other processes."""

    @property
    def vocabulary(self) -> list[str]:
        """Every token that occurs, at the place of its code."""
        return list(self._code_of)

    def code_of(self, token: str) -> int | None:
        """The code of a token, or None where it does not occur."""
        return self._code_of.get(token)

    def add(self, tokens: Iterable[str]) -> None:
        """Append one document."""
        codes, sizes = self._open
        before = len(codes)
        codes.extend(map(self._code_of.__getitem__, tokens))
        sizes.append(len(codes) - before)
        self.tokens += len(codes) - before
        if len(codes) >= BLOCK_TOKENS:
            self._close_block()

    def add_coded(self, words: CodedWords) -> None:
        """Append documents whose tokens are codes in a numbering of their own."""
        self._open.codes.frombytes(self._translation(words).tobytes())
        self._open.sizes.extend(words.sizes)
        self.tokens += len(words.codes)
        if len(self._open.codes) >= BLOCK_TOKENS:
            self._close_block()

    def _translation(self, words: CodedWords) -> Codes:
        """The codes here of all words; a numbering that grows from batch to batch is looked up
        once."""
        import numpy as np

        if words.lengths is not None:
            from yrd_cli.words.numbering import Numbering, UnitText

            if self._numbering is None:
                self._numbering = Numbering(self._code_of.__getitem__)
            starts = np.cumsum(words.lengths) - words.lengths
            own = self._numbering.numbers(UnitText(words.spelled), starts, words.lengths)
            return own[words.codes]
        names, known = self._last_translation
        if names is not words.names:
            known = np.zeros(0, np.uint32)
        if len(known) < len(words.names):
            known = np.concatenate((known, np.zeros(2 * len(words.names), np.uint32)))
        self._last_translation = words.names, known
        codes: Codes = known[words.codes]
        missing = np.nonzero(codes == 0)[0]
        new = np.unique(words.codes[missing])
        found = map(self._code_of.__getitem__, map(words.names.__getitem__, new.tolist()))
        known[new] = np.fromiter(found, np.uint32, len(new)) + 1
        codes[missing] = known[words.codes[missing]]
        codes -= 1
        return codes

    def merge(self, other: CodedText) -> None:
        """Append the documents of another text."""
        translation = array(CODE, map(self._code_of.__getitem__, other._code_of))
        for codes, sizes in other.blocks():
            self._open.codes.frombytes(_translated(codes, translation))
            self._open.sizes.extend(sizes)
            self.tokens += len(codes)
            if len(self._open.codes) >= BLOCK_TOKENS:
                self._close_block()

    def blocks(self) -> Iterator[Block]:
        """All documents, a block after another."""
        if self._file is not None:
            self._file.seek(0)
            for tokens, sizes in self._closed:
                codes = array(CODE)
                codes.frombytes(self._file.read(tokens * codes.itemsize))
                yield Block(codes, sizes)
            self._file.seek(0, 2)
        yield self._open

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def _close_block(self) -> None:
        if self._file is None:
            self._file = tempfile.SpooledTemporaryFile(HELD_BYTES)
        codes, sizes = self._open
        self._file.write(codes.tobytes())
        self._closed.append((len(codes), sizes))
        self._open = Block(array(CODE), array(CODE))

    def __getstate__(self) -> tuple[list[str], list[tuple[bytes, bytes]]]:
        blocks = [(codes.tobytes(), sizes.tobytes()) for codes, sizes in self.blocks()]
        return self.vocabulary, blocks

    def __setstate__(self, state: tuple[list[str], list[tuple[bytes, bytes]]]) -> None:
        self.__init__()  # type: ignore[misc]
        vocabulary, blocks = state
        for token in vocabulary:
            self._code_of[token]  # is given its code by being asked for
        for codes, sizes in blocks:
            if self._open.codes:
                self._close_block()
            self._open.codes.frombytes(codes)
            self._open.sizes.frombytes(sizes)
            self.tokens += len(self._open.codes)


def _new_codes() -> defaultdict[str, int]:
    """A dictionary that gives each new token the next number."""
    # Not its own ``__len__``: that would be a cycle, and a batch's words would wait for the
    # garbage collector, which hardly ever comes.
    return defaultdict(count().__next__)


def _translated(codes: array[int], translation: array[int]) -> bytes:
    if len(codes) < NUMPY_PAYS // 2:
        return array(CODE, map(translation.__getitem__, codes)).tobytes()
    import numpy as np

    table = np.frombuffer(translation, np.uint32)
    translated: bytes = table[np.frombuffer(codes, np.uint32)].tobytes()
    return translated
