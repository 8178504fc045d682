"""Conversion of texts: the one public way into the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from yrd_cli.convert.engine.alignment import (
    Alignment,
    Block,
    Edit,
    OffsetMap,
    blocks_of_trace,
    differences,
)
from yrd_cli.convert.engine.chains import Profile, Recipe, array_chain, array_table, plain_chain
from yrd_cli.convert.engine.configs import (
    Config,
    load_config,
    load_reimplemented,
    opencc_folder,
    reimplemented_folder,
)
from yrd_cli.convert.engine.plain import PlainChain
from yrd_cli.convert.engine.plain_table import Match
from yrd_cli.convert.engine.tables import candidates_of, keeps_length
from yrd_cli.convert.engine.userdict import UserDictionary, UserMatches

if TYPE_CHECKING:
    from yrd_cli.convert.engine.arrays import ArrayChain

PLAIN_CHARACTERS = 20_000
"""Characters that a converter takes before it loads numpy: that costs 70 to 80 ms and the tables
10, in which plain Python converts 30,000 (s2t) to 200,000 (t2s) characters."""

BLOCK_CHARACTERS = 1 << 18
"""What is converted at once: t2s is fastest at 2**17 (400 MB a CPU second), s2t at 2**20 (136),
and this loses neither a tenth. No key holds a newline, so a cut after one changes nothing."""

_SEPARATORS = "\0\1\2\3\4\5\6\7"
"""A character to join texts by: no key holds one of these."""

Protect = Callable[[str], Iterable[tuple[int, int]]]
"""Gives the stretches of a text that stay as they are."""


class Choice(NamedTuple):
    """A character that the first step could have converted otherwise."""

    offset: int
    character: str
    chosen: str
    candidates: tuple[str, ...]
    rule: str
    """The dictionary that decided."""
    context: str
    """The key that decided: the phrase, or the character itself."""


class Converter:
    """Applies one configuration.

    ``config`` is a name of OpenCC's, or a configuration that was read. ``protect`` gives the
    stretches that stay as they are. ``keep_ambiguous`` leaves a character that has several
    candidates where no phrase decides. ``cache`` is a folder of this user's own, where compiled
    tables are kept; see `caches.cache_folder`.

    >>> Converter("s2twp").convert("鼠标里面的软件")
    '滑鼠裡面的軟體'
    """

    def __init__(
        self,
        config: str | Config,
        *,
        profile: Profile = "opencc",
        userdict: UserDictionary | None = None,
        protect: Protect | None = None,
        keep_ambiguous: bool = False,
        cache: Path | None = None,
    ) -> None:
        if isinstance(config, str):
            load = load_reimplemented if profile == "reimplemented" else load_config
            config = load(config)
        self._recipe = Recipe(config, profile, keep_ambiguous)
        self._cache = cache
        self._protect = protect
        self._user = None if userdict is None else UserMatches(userdict, config)
        self._plain = plain_chain(self._recipe)
        self._without_arbiter: PlainChain | None = None
        self._plain_left = PLAIN_CHARACTERS
        self._arrays: ArrayChain | None = None
        own = opencc_folder(), reimplemented_folder() / "dictionary"
        # No key of the packages' dictionaries is ASCII; a user's may be.
        self._skips_ascii = all(source.path.parent in own for source in config.sources())

    def convert(self, text: str) -> str:
        """The text converted."""
        return self.convert_many([text])[0]

    def convert_many(self, texts: Sequence[str]) -> list[str]:
        """Each text converted, as if it were alone; many short ones cost little more than one.

        Holds a few times the texts in memory: the caller cuts a stream into batches.
        """
        if self._protect is None and self._user is None:
            return self._converted(texts)
        held = [self._held(text) for text in texts]
        pieces = [piece for text, h in zip(texts, held, strict=True) for piece in _between(text, h)]
        done = iter(self._converted(pieces))
        results = []
        for matches in held:
            parts = [next(done)]
            for match in matches:
                parts += [match.value, next(done)]
            results.append("".join(parts))
        return results

    def edits(self, text: str) -> list[Edit]:
        """Every change, with the dictionaries it rests on, in offsets of the text."""
        return self.align(text).edits()

    def arbitrated(self, text: str) -> list[Edit]:
        """Where the profile ``accurate`` gives other than ``opencc`` would, with what that is as
        the second candidate; nothing under the other profiles."""
        if not self._recipe.arbitrates:
            return []
        if self._without_arbiter is None:
            self._without_arbiter = plain_chain(self._recipe._replace(profile="opencc"))
        mine, theirs = self.align(text), self._aligned(text, self._without_arbiter)
        return differences(mine, theirs, "word boundaries")

    def choices(self, text: str) -> Iterator[Choice]:
        """Each character that the first step could have converted otherwise, from left to right."""
        matches = self._held(text)
        at = 0
        for piece, held in zip(_between(text, matches), [*matches, None], strict=True):
            for offset, chosen, entry, match in self._plain.choices(piece):
                rule, context = match.entry[1].name, piece[match.start : match.end]
                candidates = candidates_of(entry)
                char = piece[offset]
                yield Choice(at + offset, char, chosen, candidates, rule, context)
            at = at if held is None else held.end

    def offsets(self, text: str) -> OffsetMap:
        """The way from stretches of the converted text back to the text."""
        if self._user is None and all(map(keeps_length, self._recipe.config.chain)):
            return OffsetMap([])
        return self.align(text).offsets()

    def align(self, text: str) -> Alignment:
        """The text converted, with all edits and the way back."""
        return self._aligned(text, self._plain)

    def _aligned(self, text: str, chain: PlainChain) -> Alignment:
        held = self._held(text)
        blocks: list[Block] = []
        parts: list[str] = []
        at = out = 0
        for piece, match in zip(_between(text, held), [*held, None], strict=True):
            trace = chain.trace(piece)
            parts.append(trace.text)
            blocks += [
                Block(b.start + at, b.end + at, b.out_start + out, b.out_end + out, b.matches)
                for b in blocks_of_trace(trace)
            ]
            out += len(trace.text)
            if match is not None:
                parts.append(match.value)
                size = len(match.value)
                blocks.append(Block(match.start, match.end, out, out + size, (match,)))
                out += size
                at = match.end
        return Alignment(text, "".join(parts), blocks)

    def _held(self, text: str) -> list[Match]:
        """What the chain does not see: protected stretches, and the user's own entries."""
        entry = "", self._recipe.config.sources()[0]
        held = [
            Match(start, end, text[start:end], entry)
            for start, end in _merged(() if self._protect is None else self._protect(text))
        ]
        if self._user is not None:
            if self._takes_plain(text):
                found = self._user.in_plain(text)
            else:
                prepare = self._recipe.prepare()
                table = array_table(self._recipe.config.chain[0], prepare, self._cache)
                found = self._user.in_arrays(text, table.trie)
            held = _with(held, found)
        return held

    def _converted(self, texts: Sequence[str]) -> list[str]:
        """The texts through the chain."""
        if len(texts) == 1:
            return [self._through(texts[0])]
        for separator in _SEPARATORS:
            joined = separator.join(texts)
            if joined.count(separator) == len(texts) - 1:
                return self._through(joined).split(separator)
        return [self._through(text) for text in texts]

    def _through(self, text: str) -> str:
        if self._skips_ascii and text.isascii():
            return text
        if self._takes_plain(text):
            self._plain_left -= len(text)
            return self._plain.convert(text)
        if self._arrays is None:
            self._arrays = array_chain(self._recipe, self._cache)
        return "".join(map(self._arrays.convert, _blocks(text)))

    def _takes_plain(self, text: str) -> bool:
        return self._arrays is None and len(text) <= self._plain_left


def convert(text: str, config: str, profile: Profile = "opencc") -> str:
    """A text converted by a configuration of OpenCC; for many texts, keep a `Converter`.

    >>> convert("一个中国", "s2t"), convert("一个中国", "s2t", "accurate")
    ('一箇中國', '一個中國')
    """
    return Converter(config, profile=profile).convert(text)


def _blocks(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        end = text.find("\n", at + BLOCK_CHARACTERS) + 1 or len(text)
        yield text[at:end]
        at = end


def _between(text: str, held: Sequence[Match]) -> Iterator[str]:
    at = 0
    for match in held:
        yield text[at : match.start]
        at = match.end
    yield text[at:]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches from left to right, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _with(held: list[Match], found: Sequence[Match]) -> list[Match]:
    """Both, from left to right; what overlaps a protected stretch is left out."""
    result: list[Match] = []
    rest = iter(held)
    nearest = next(rest, None)
    for match in found:
        while nearest is not None and nearest.end <= match.start:
            result.append(nearest)
            nearest = next(rest, None)
        if nearest is None or match.end <= nearest.start:
            result.append(match)
    if nearest is not None:
        result += [nearest, *rest]
    return result
