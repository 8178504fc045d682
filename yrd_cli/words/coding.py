"""Many texts at once as numbers: the words of `Segmentation.words`, each a code.

One call of the segmenter cuts all texts of a batch, each different word is looked at once, and
the rest is arithmetic on arrays: what costs most for a single word is its own Python object.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from yrd_cli.words.blocks import LONGEST, parts
from yrd_cli.words.engines import UserDictionary, load_engine
from yrd_cli.words.recognition import MAX_MEMO
from yrd_cli.words.segmentation import Engine
from yrd_cli.words.segmenter import Segmenter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from yrd_cli.words.numbering import UnitText

    Codes = NDArray[np.uint32]
    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_BETWEEN = "\x00"
"""A sign to every segmenter: no word goes over it, and it joins none, as "\\n" does "\\r"."""

KEPT_CODERS = 2


@dataclass(frozen=True, slots=True)
class CodedWords:
    """The words of some texts, with marks and spaces. Pickled, it holds only what occurs."""

    codes: Codes
    """All words of all texts."""
    sizes: list[int]
    """How many words each text has."""
    names: Sequence[str] = ()
    """The word of each code; some may not occur. One coder gives one list, which grows."""
    spelled: str = ""
    lengths: Places | None = None
    """Where they come from another process, all words one after another, and their lengths."""

    def words(self) -> list[str]:
        """The word of each code."""
        if self.lengths is None:
            return list(self.names)
        from yrd_cli.words.numbering import UnitText

        ends = self.lengths.cumsum()
        return UnitText(self.spelled).parts(ends - self.lengths, self.lengths)

    def __reduce__(self) -> tuple[type[CodedWords], tuple[object, ...]]:
        import numpy as np

        if self.lengths is not None:
            return CodedWords, (self.codes, self.sizes, (), self.spelled, self.lengths)
        place = np.zeros(len(self.names), np.uint32)
        place[self.codes] = 1
        used = np.nonzero(place)[0]
        place[used] = np.arange(len(used))
        codes = place[self.codes].astype(np.uint16 if len(used) < 1 << 16 else np.uint32)
        names = list(map(self.names.__getitem__, used.tolist()))
        lengths = np.fromiter(map(len, names), np.int64, len(names))
        return CodedWords, (codes, self.sizes, (), "".join(names), lengths)


class Coder:
    """Cuts texts into coded words; codes stay the same from call to call."""

    def __init__(self, segmenter: Segmenter, hmm: bool, fold: bool) -> None:
        self._segmenter = segmenter
        self._hmm = hmm
        self._fold = fold
        self._words = Words(segmenter.is_rough if hmm else lambda word: False)
        self._runs = Runs(segmenter, self._words)

    def __call__(self, texts: Sequence[str]) -> CodedWords:
        """The words of each text."""
        if any(len(text) > LONGEST for text in texts):
            return self._of_long(texts)
        return self._coded(texts)[0]

    def _of_long(self, texts: Sequence[str]) -> CodedWords:
        """The same part by part: for each character of what is cut at once, 80 bytes are held."""
        import numpy as np

        coded = [[self._coded([part])[0] for part in parts(text)] for text in texts]
        codes = [part.codes for of_text in coded for part in of_text]
        sizes = [sum(part.sizes[0] for part in of_text) for of_text in coded]
        return CodedWords(np.concatenate(codes), sizes, self._words.names)

    def _coded(self, texts: Sequence[str]) -> tuple[CodedWords, Codes]:
        """The words of each text, and what `_cut` says of each word."""
        import numpy as np

        from yrd_cli.words.numbering import UnitText

        if not texts:
            return CodedWords(np.zeros(0, np.uint32), []), np.zeros(0, np.uint32)
        source = UnitText(_BETWEEN.join(texts))
        sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
        limits = np.cumsum(sizes) - 1
        shadow = self._shadow(texts, source, limits)
        codes, tags = self._cut(shadow)
        lengths = self._words.lengths(codes)
        ends = np.cumsum(lengths)
        if shadow is not source:  # the words are as they stand in the text
            at = np.nonzero(source.units != shadow.units)[0]
            at = np.unique(np.searchsorted(ends, at, "right"))
            codes[at] = self._words.codes(source, ends[at] - lengths[at], lengths[at])
        marks = np.searchsorted(ends, limits[:-1], "right")  # where _BETWEEN stands
        counts = np.diff(np.concatenate(([-1], marks, [len(codes)]))) - 1
        words = CodedWords(np.delete(codes, marks), counts.tolist(), self._words.names)
        return words, tags if tags is codes else np.delete(tags, marks)

    def _shadow(self, texts: Sequence[str], source: UnitText, limits: Places) -> UnitText:
        """What is segmented; the source itself where it would be the same."""
        if not self._fold:
            return source
        import numpy as np

        from yrd_cli.words.numbering import UnitText
        from yrd_cli.words.shadow import fold, folded_units

        at = np.nonzero(folded_units()[source.units])[0]
        if not len(at):
            return source
        shadows = list(texts)
        for place in np.unique(np.searchsorted(limits, at)).tolist():
            shadows[place] = fold(texts[place])
        return UnitText(_BETWEEN.join(shadows))

    def _cut(self, text: UnitText) -> tuple[Codes, Codes]:
        """The codes of the words; and a tag of each, which here is the code."""
        rough = self._segmenter.rough(text.text, self._hmm)
        codes, runs = self._rough_codes(text, rough, self._segmenter.joins_rough)
        if runs is not None:
            counts, places = self._runs.places(text, *runs.spans)
            codes = runs.spliced(codes, counts, self._runs.codes(places))
        return codes, codes

    def _rough_codes(
        self, text: UnitText, rough: list[str], joined: bool
    ) -> tuple[Codes, CutAgain | None]:
        """The codes of the words along the path, and which of them are cut again."""
        import numpy as np

        lengths = np.fromiter(map(len, rough), np.int64, len(rough))
        ends = np.cumsum(lengths)
        starts = ends - lengths
        codes = self._words.codes(text, starts, lengths)
        if not self._hmm:
            return codes, None
        again = self._words.are_rough(codes)
        first, last = _bounds(again, joined)
        sizes = ends[last] - starts[first]
        several = sizes > 1  # what can a single character be but a word
        again[first[~several]] = False
        first = first[several]
        return codes, CutAgain(again, first, (starts[first], sizes[several]))


class CutAgain(NamedTuple):
    """Runs of words that are cut again."""

    words: Flags
    """Which words of the text are in one."""
    first: Places
    """The first word of each run."""
    spans: tuple[Places, Places]
    """Where each begins in the text, and how many characters it has."""

    def spliced(self, codes: Codes, counts: Places, found: Codes) -> Codes:
        """The codes, with those of each run replaced by those that were found for it."""
        import numpy as np

        kept = ~self.words
        sizes = kept.astype(np.int64)
        sizes[self.first] = counts
        after = np.cumsum(sizes)
        result = np.empty(int(sizes.sum()), codes.dtype)
        of_runs = np.ones(len(result), np.bool_)
        places = after[kept] - 1
        result[places] = codes[kept]
        of_runs[places] = False
        result[of_runs] = found
        return result


class Words:
    """The words that were met, and what is to be known of them."""

    def __init__(self, is_rough: Callable[[str], bool]) -> None:
        from yrd_cli.words.numbering import Names, Numbering

        self._is_rough = is_rough
        names = Names()
        self.names = names.list
        """The word of each code."""
        self._code_of = names.__getitem__
        self._numbering = Numbering(self._code_of)
        self._lengths = array("I")
        self._rough = bytearray()

    def code(self, word: str) -> int:
        """The code of one word."""
        code = self._code_of(word)
        self._look_at_new()
        return code

    def codes(self, text: UnitText, starts: Places, lengths: Places) -> Codes:
        """The codes of words of a text, in its order."""
        codes = self._numbering.numbers(text, starts, lengths)
        self._look_at_new()
        return codes

    def _look_at_new(self) -> None:
        new = self.names[len(self._lengths) :]
        self._lengths.extend(map(len, new))
        self._rough.extend(map(self._is_rough, new))

    def lengths(self, codes: Codes) -> Places:
        """The characters of each word."""
        import numpy as np

        return np.frombuffer(self._lengths, np.uint32)[codes].astype(np.int64)

    def are_rough(self, codes: Codes) -> Flags:
        """Which words are cut again."""
        import numpy as np

        flags: Flags = np.frombuffer(self._rough, np.bool_)[codes]
        return flags


class Runs:
    """Runs of words that are cut again, and the words that each comes to."""

    def __init__(self, segmenter: Segmenter, words: Words) -> None:
        self._segmenter = segmenter
        self._words = words
        self._clear()

    def _clear(self) -> None:
        """Forget all runs."""
        from yrd_cli.words.numbering import Names, Numbering

        names = Names()
        self._names = names.list
        self._numbering = Numbering(names.__getitem__)
        self._codes = array("I")
        self._ends = array("q", [0])
        """Where the words of each run end in ``codes``; the next begins there."""

    def places(self, text: UnitText, starts: Places, lengths: Places) -> tuple[Places, Places]:
        """How many words each of these runs of a text has, and the places of all in `codes`."""
        import numpy as np

        if len(self._names) > MAX_MEMO:
            self._clear()
        known = len(self._names)
        runs = self._numbering.numbers(text, starts, lengths).astype(np.int64)
        if len(self._names) > known:
            self._refine(self._names[known:])
        ends = np.frombuffer(self._ends, np.int64)
        begins, counts = ends[runs], ends[runs + 1] - ends[runs]
        so_far = np.cumsum(counts)
        total = int(so_far[-1]) if len(so_far) else 0
        return counts, np.repeat(begins - so_far + counts, counts) + np.arange(total)

    def codes(self, places: Places) -> Codes:
        """The codes of words."""
        import numpy as np

        codes: Codes = np.frombuffer(self._codes, np.uint32)[places]
        return codes

    def _refine(self, runs: list[str]) -> None:
        """Cut new runs."""
        import numpy as np

        self._take(runs, np.nonzero(self._segmenter.refined(runs))[0] + 1)

    def _take(self, runs: list[str], ends: Places) -> None:
        """Take in runs, and where the words of all of them, one after another, end."""
        import numpy as np

        from yrd_cli.words.numbering import UnitText

        starts = np.concatenate(([0], ends[:-1]))
        codes = self._words.codes(UnitText("".join(runs)), starts, ends - starts)
        limits = np.cumsum(np.fromiter(map(len, runs), np.int64, len(runs)))
        words = np.searchsorted(ends, limits, "right")  # up to the end of each run
        self._ends.frombytes((len(self._codes) + words).tobytes())
        self._codes.frombytes(codes.tobytes())


def _bounds(again: Flags, joined: bool) -> tuple[Places, Places]:
    """The first and the last word of each run of what is cut again."""
    import numpy as np

    if not joined:
        places = np.nonzero(again)[0]
        return places, places
    edges = np.nonzero(np.diff(np.concatenate(([False], again, [False]))))[0]
    return edges[::2], edges[1::2] - 1


@lru_cache(KEPT_CODERS)
def load_coder(engine: Engine, user: UserDictionary | None, hmm: bool, fold: bool) -> Coder | None:
    """The coder for these settings; None where words are joined afterwards, or cut by jieba."""
    loaded = load_engine(engine, user, fold)
    segmenter = loaded.segmenter
    if loaded.joiner is not None or not isinstance(segmenter, Segmenter):
        return None
    return Coder(segmenter, hmm, fold)
