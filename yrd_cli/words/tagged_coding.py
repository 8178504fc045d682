"""Many texts at once as numbers, with the part of speech of each word: `Segmentation.tagged`."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from yrd_cli.words.coding import KEPT_CODERS, CodedWords, Coder, Runs, Words
from yrd_cli.words.engines import UserDictionary, load_engine
from yrd_cli.words.segmentation import Engine
from yrd_cli.words.segmenter import Segmenter

if TYPE_CHECKING:
    from yrd_cli.words.coding import Codes, Places
    from yrd_cli.words.numbering import Names, UnitText
    from yrd_cli.words.tagging import Tagger

_EDGES = str.maketrans("%-", "\x00\x00")
"""The tagger's blocks end at these two: a sign that is in no block takes their place."""

_NO_TAG = 0xFFFFFFFF


class TaggedCoder(Coder):
    """Cuts texts into coded words with coded tags."""

    def __init__(self, segmenter: Segmenter, hmm: bool, fold: bool) -> None:
        from yrd_cli.words.numbering import Names

        super().__init__(segmenter, hmm, fold)
        tagger = segmenter.tagger
        names = Names()
        self.tag_names: Sequence[str] = names.list
        """The tags by their codes; it grows."""
        self._words = Words(tagger.joins if hmm else lambda word: False)
        self._tags = _Tags(self._words, names, tagger, hmm)
        self._runs: _TaggedRuns = _TaggedRuns(segmenter, self._words, names)

    def tagged(self, texts: Sequence[str]) -> tuple[CodedWords, Codes]:
        """The words of each text, and the code of the tag of each."""
        return self._coded(texts)

    def code(self, word: str) -> int:
        """The code of one word, or of the empty string."""
        return self._words.code(word)

    def _shadow(self, texts: Sequence[str], source: UnitText, limits: Places) -> UnitText:
        shadow = super()._shadow(texts, source, limits)
        if "%" not in shadow.text and "-" not in shadow.text:
            return shadow
        return type(shadow)(shadow.text.translate(_EDGES))

    def _cut(self, text: UnitText) -> tuple[Codes, Codes]:
        rough = self._segmenter.tag_route(text.text, self._hmm)
        codes, runs = self._rough_codes(text, rough, True)
        if runs is None:
            return codes, self._tags.of(codes)
        tags = self._tags.of(codes, ~runs.words)
        counts, places = self._runs.places(text, *runs.spans)
        return (
            runs.spliced(codes, counts, self._runs.codes(places)),
            runs.spliced(tags, counts, self._runs.tags(places)),
        )


class _Tags:
    """The tags of words that are in no run."""

    def __init__(self, words: Words, names: Names, tagger: Tagger, hmm: bool) -> None:
        self._words = words
        self._names = names
        self._tag_of = tagger.tag_of if hmm else tagger.tag_without_model_of
        self._tags = array("I")

    def of(self, codes: Codes, wanted: Any = True) -> Codes:
        """The codes of the tags of words; of those that are not wanted, any."""
        import numpy as np

        names = self._words.names
        self._tags.extend(repeat(_NO_TAG, len(names) - len(self._tags)))
        by_code = np.frombuffer(self._tags, np.uint32)
        tags: Codes = by_code[codes]
        new = np.unique(codes[(tags == _NO_TAG) & wanted])
        if len(new):
            found = map(self._tag_of, map(names.__getitem__, new.tolist()))
            by_code[new] = np.fromiter(map(self._names.__getitem__, found), np.uint32, len(new))
            tags = by_code[codes]
        return tags


class _TaggedRuns(Runs):
    """Runs of words that are cut again, with the tags of the words that each comes to."""

    def __init__(self, segmenter: Segmenter, words: Words, names: Names) -> None:
        self._names_of_tags = names
        super().__init__(segmenter, words)

    def _clear(self) -> None:
        super()._clear()
        self._tags = array("I")

    def tags(self, places: Places) -> Codes:
        """The codes of the tags of words."""
        import numpy as np

        tags: Codes = np.frombuffer(self._tags, np.uint32)[places]
        return tags

    def _refine(self, runs: list[str]) -> None:
        import numpy as np

        found = list(chain.from_iterable(map(self._segmenter.tagger.words_of_run, runs)))
        lengths = np.fromiter((len(word) for word, _ in found), np.int64, len(found))
        self._take(runs, np.cumsum(lengths))
        self._tags.extend(self._names_of_tags[tag] for _, tag in found)


@lru_cache(KEPT_CODERS)
def load_tagged_coder(
    engine: Engine, user: UserDictionary | None, hmm: bool, fold: bool
) -> TaggedCoder | None:
    """The coder for these settings; None where words are joined afterwards, or cut by jieba."""
    loaded = load_engine(engine, user, fold)
    segmenter = loaded.segmenter
    if loaded.tag_joiner is not None or not isinstance(segmenter, Segmenter):
        return None
    return TaggedCoder(segmenter, hmm, fold)
