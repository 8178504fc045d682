"""Segmentation as settings that travel to the workers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from yrd_cli.words.coding import Coder
    from yrd_cli.words.engines import LoadedEngine, UserDictionary
    from yrd_cli.words.tagged_coding import TaggedCoder

Engine = Literal["auto", "jieba", "exact", "fast"]
"""``exact``: jieba's result by the fastest way, with rjieba where it is installed; ``auto`` is
this; ``fast``: rjieba's result, in five lines of 35 MB unlike jieba's; ``jieba``: jieba itself."""


@dataclass(frozen=True, slots=True)
class Segmentation:
    """How texts are cut into words.

    A user dictionary is read when the settings are made, and its content goes with them: it may
    be a pipe, and every worker has the same. Raises UsageError with the file, the line and the
    reason where it cannot be read.
    """

    engine: Engine = "auto"
    hmm: bool = True
    userdict: str | None = None
    """The path of a user dictionary in jieba's format."""
    fold: bool = True
    """Segment a shadow of the text, simplified and half-width; the words are the text's own."""
    _user: UserDictionary | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.userdict is not None:
            from yrd_cli.words.engines import UserDictionary
            from yrd_cli.words.user_dictionary import read_file

            user = UserDictionary(self.userdict, read_file(self.userdict))
            user.words()
            object.__setattr__(self, "_user", user)

    def words(self, text: str) -> list[str]:
        """The words of a text, with marks and spaces: joined, they are the text.

        >>> Segmentation().words("長三角Ｇ６０。")
        ['長三角', 'Ｇ６０', '。']
        """
        engine = self._engine()
        shadow = self._shadow(text)
        words = engine.segmenter.cut(shadow, self.hmm)
        if engine.joiner is not None:
            words = list(words)
            engine.joiner.join(shadow, words)
        return self._surfaces(text, shadow, words)

    def coder(self) -> Coder | None:
        """What gives the words of many texts as numbers, several times as fast as `words`; None
        where there is no such way."""
        from yrd_cli.words.coding import load_coder

        return load_coder(self.engine, self._user, self.hmm, self.fold)

    def tagged_coder(self) -> TaggedCoder | None:
        """The same as `coder` for words with their parts of speech."""
        from yrd_cli.words.tagged_coding import load_tagged_coder

        return load_tagged_coder(self.engine, self._user, self.hmm, self.fold)

    def tagged(self, text: str) -> tuple[list[str], list[str]]:
        """The words of a text and, for each, its part of speech in jieba's tag set.

        >>> Segmentation().tagged("發展經濟")
        (['發展', '經濟'], ['vn', 'n'])
        """
        engine = self._engine()
        shadow = self._shadow(text)
        words, tags = engine.segmenter.tag(shadow, self.hmm)
        if engine.tag_joiner is not None:
            engine.tag_joiner.join(shadow, words, tags)
        return self._surfaces(text, shadow, words), tags

    def provenance(self) -> dict[str, str]:
        """What makes the words: the engine, versions, hashes of the dictionaries, the options."""
        from yrd_cli.words.engines import describe_engine

        return {
            **describe_engine(self.engine, self._user),
            "hmm": "yes" if self.hmm else "no",
            "fold": "yes" if self.fold else "no",
        }

    def _engine(self) -> LoadedEngine:
        from yrd_cli.words.engines import load_engine

        return load_engine(self.engine, self._user, self.fold)

    def _shadow(self, text: str) -> str:
        if not self.fold:
            return text
        from yrd_cli.words.shadow import fold

        return fold(text)

    def _surfaces(self, text: str, shadow: str, words: list[str]) -> list[str]:
        if shadow == text:
            return words
        from yrd_cli.words.shadow import surfaces

        return surfaces(text, words)
