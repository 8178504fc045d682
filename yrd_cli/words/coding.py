"""Many texts at once as numbers: the words of `Segmentation.words`, each a code.

One call of the segmenter cuts all texts of a batch, each different word is looked at once, and
the rest is arithmetic on arrays: what costs most for a single word is its own Python object.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from yrd_cli.words.engines import UserDictionary, load_engine
from yrd_cli.words.recognition import MAX_MEMO
from yrd_cli.words.segmentation import Engine
from yrd_cli.words.segmenter import Segmenter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_BETWEEN = "\x00"
"""A sign to every segmenter: no word goes over it, and it joins none, as "\\n" does "\\r"."""

_KEPT_CODERS = 2


@dataclass(frozen=True, slots=True)
class CodedWords:
    """The words of some texts, with marks and spaces. Pickled, it holds only what occurs."""

    names: Sequence[str]
    """The word of each code; some may not occur. One coder gives one list, which grows."""
    codes: Codes
    """All words of all texts."""
    sizes: list[int]
    """How many words each text has."""

    def __reduce__(self) -> tuple[type[CodedWords], tuple[list[str], Codes, list[int]]]:
        import numpy as np

        place = np.zeros(len(self.names), np.uint32)
        place[self.codes] = 1
        used = np.nonzero(place)[0]
        place[used] = np.arange(len(used))
        names = [self.names[code] for code in used.tolist()]
        return CodedWords, (names, place[self.codes], self.sizes)


class Coder:
    """Cuts texts into coded words; codes stay the same from call to call."""

    def __init__(self, segmenter: Segmenter, hmm: bool, fold: bool) -> None:
        self._segmenter = segmenter
        self._hmm = hmm
        self._fold = fold
        self._codes = _Codes(segmenter.is_rough if hmm else lambda word: False)
        self._memo: dict[str, tuple[int, ...]] = {}

    def __call__(self, texts: Sequence[str]) -> CodedWords:
        """The words of each text."""
        import numpy as np

        if not texts:
            return CodedWords((), np.zeros(0, np.uint32), [])
        shadows = self._shadows(texts)
        codes = self._cut(_BETWEEN.join(shadows))
        ends = np.cumsum(self._lengths(codes), dtype=np.int64)
        limits = np.array(list(accumulate(len(text) + 1 for text in shadows)), np.int64) - 1
        marks = np.searchsorted(ends, limits[:-1], "right")  # where _BETWEEN stands
        codes = self._surfaces(texts, shadows, codes, ends, limits)
        sizes = np.diff(np.concatenate(([-1], marks, [len(codes)]))) - 1
        return CodedWords(self._codes.names, np.delete(codes, marks), sizes.tolist())

    def _shadows(self, texts: Sequence[str]) -> Sequence[str]:
        if not self._fold:
            return texts
        from yrd_cli.words.shadow import fold

        return [fold(text) for text in texts]

    def _cut(self, text: str) -> Codes:
        import numpy as np

        rough = self._segmenter.rough(text, self._hmm)
        codes = np.fromiter(map(self._codes.__getitem__, rough), np.uint32, len(rough))
        again = np.frombuffer(self._codes.rough, np.bool_)[codes]
        if not again.any():
            return codes
        starts, ends = _runs(again, self._segmenter.joins_rough)
        limits = np.concatenate(([0], np.cumsum(self._lengths(codes), dtype=np.int64)))
        begins, stops = limits[starts], limits[ends]
        alone = stops - begins == 1  # what can a single character be but a word
        again[starts[alone]] = False
        begins, stops = begins[~alone].tolist(), stops[~alone].tolist()
        found = self._refined([text[b:e] for b, e in zip(begins, stops, strict=True)])
        return _spliced(codes, again, starts[~alone], found)

    def _lengths(self, codes: Codes) -> Codes:
        import numpy as np

        lengths: Codes = np.frombuffer(self._codes.lengths, np.uint32)[codes]
        return lengths

    def _refined(self, runs: list[str]) -> list[tuple[int, ...]]:
        """The codes of the words of each run."""
        memo = self._memo
        if len(memo) > MAX_MEMO:
            memo.clear()
        new = [run for run in dict.fromkeys(runs) if run not in memo]
        for run, words in zip(new, self._segmenter.refined(new), strict=True):
            memo[run] = tuple(map(self._codes.__getitem__, words))
        return list(map(memo.__getitem__, runs))

    def _surfaces(
        self,
        texts: Sequence[str],
        shadows: Sequence[str],
        codes: Codes,
        ends: Places,
        limits: Places,
    ) -> Codes:
        """The codes with those of the words as the texts have them, where they differ."""
        import numpy as np

        for text, shadow, limit in zip(texts, shadows, limits.tolist(), strict=True):
            if text is shadow or text == shadow:
                continue
            begin = limit - len(text)
            places = np.nonzero(_code_points(text) != _code_points(shadow))[0] + begin
            for at in np.unique(np.searchsorted(ends, places, "right")).tolist():
                end = int(ends[at]) - begin
                word = text[end - self._codes.lengths[codes[at]] : end]
                codes[at] = self._codes[word]
        return codes


class _Codes(dict[str, int]):
    """A number for each word that is asked for, and what is to be known of it."""

    def __init__(self, is_rough: Callable[[str], bool]) -> None:
        self._is_rough = is_rough
        self.names: list[str] = []
        self.lengths = array("I")
        self.rough = bytearray()

    def __missing__(self, word: str) -> int:
        code = self[word] = len(self.names)
        self.names.append(word)
        self.lengths.append(len(word))
        self.rough.append(self._is_rough(word))
        return code


def _runs(again: Flags, joined: bool) -> tuple[Places, Places]:
    """Where the runs of what is cut again begin and end."""
    import numpy as np

    if not joined:
        starts = np.nonzero(again)[0]
        return starts, starts + 1
    edges = np.nonzero(np.diff(np.concatenate(([False], again, [False]))))[0]
    return edges[::2], edges[1::2]


def _spliced(codes: Codes, again: Flags, starts: Places, found: Sequence[tuple[int, ...]]) -> Codes:
    """The codes, with those of each run replaced by what was found for it."""
    import numpy as np

    kept = ~again
    counts = kept.astype(np.int64)
    counts[starts] = np.fromiter(map(len, found), np.int64, len(found))
    after = np.cumsum(counts)
    result = np.empty(int(after[-1]), np.uint32)
    of_runs = np.ones(len(result), np.bool_)
    places = after[kept] - 1
    result[places] = codes[kept]
    of_runs[places] = False
    result[of_runs] = np.fromiter(chain.from_iterable(found), np.uint32)
    return result


def _code_points(text: str) -> Codes:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@lru_cache(_KEPT_CODERS)
def load_coder(engine: Engine, user: UserDictionary | None, hmm: bool, fold: bool) -> Coder | None:
    """The coder for these settings; None where words are joined afterwards, or cut by jieba."""
    loaded = load_engine(engine, user, fold)
    segmenter = loaded.segmenter
    if loaded.joiner is not None or not isinstance(segmenter, Segmenter):
        return None
    return Coder(segmenter, hmm, fold)
