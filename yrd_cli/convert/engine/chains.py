"""Configurations made ready: as plain Python, and as compiled arrays with a cache."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from yrd_cli.convert.engine.configs import (
    Config,
    Node,
    Source,
    members_of,
    opencc_folder,
    sources_of,
)
from yrd_cli.convert.engine.plain import LeftmostStep, LongestStep, PlainChain, Step
from yrd_cli.convert.engine.reimplemented import ArrayGroup, without_separators
from yrd_cli.convert.engine.store import load_arrays, save_arrays
from yrd_cli.convert.engine.tables import (
    Prepare,
    Table,
    full_table,
    unchanged,
    without_ambiguous,
)

if TYPE_CHECKING:
    from yrd_cli.convert.engine.arrays import Applied, ArrayChain, ArrayStep, ArrayTable

Profile = Literal["opencc", "reimplemented", "accurate"]


class Recipe(NamedTuple):
    """What decides every result: the configuration, the profile and what is left alone."""

    config: Config
    profile: Profile = "opencc"
    keep_ambiguous: bool = False

    def prepare(self) -> Prepare:
        """What is done to the tables of the chain."""
        if self.profile == "reimplemented":
            return _only_choices_without_separators if self.keep_ambiguous else without_separators
        return without_ambiguous if self.keep_ambiguous else unchanged

    @property
    def arbitrates(self) -> bool:
        """Whether words decide between matches: where Simplified text is read."""
        first = self.config.chain[0] if self.config.chain else None
        return (
            self.profile == "accurate"
            and first is not None
            and any(source.name == "STCharacters" for source in sources_of(first))
        )


def _only_choices_without_separators(table: Table) -> Table:
    return without_ambiguous(without_separators(table))


def plain_chain(recipe: Recipe) -> PlainChain:
    """The configuration in plain Python."""
    config, prepare = recipe.config, recipe.prepare()
    normalization: list[Step] = [LeftmostStep(node) for node in config.normalization]
    if recipe.profile == "reimplemented":
        return PlainChain([], None, [LongestStep(node, prepare) for node in config.chain])
    chooser = None
    if recipe.arbitrates:
        from yrd_cli.convert.engine.arbiter import PlainArbiter

        chooser = PlainArbiter()
    steps: list[Step] = [LeftmostStep(node, prepare, chooser) for node in config.chain]
    segmentation: Step | None = None
    if config.segmentation is not None and len(steps) > 1:
        if phrases_are_segments(config):
            segmentation = steps[0]
        else:
            segmentation = LeftmostStep(config.segmentation, unchanged, chooser)
    return PlainChain(normalization, segmentation, steps)


def array_chain(recipe: Recipe, cache: Path | None) -> ArrayChain:
    """The configuration as arrays, from the cache folder where it holds them."""
    from yrd_cli.convert.engine.arrays import ArrayChain, ArrayStep

    config, prepare = recipe.config, recipe.prepare()
    if recipe.profile == "reimplemented":
        groups: list[Applied] = [
            ArrayGroup([array_table(member, prepare, cache) for member in members_of(node)])
            for node in config.chain
        ]
        return ArrayChain([], None, groups)
    chooser = None
    if recipe.arbitrates:
        from yrd_cli.convert.engine.arbiter_arrays import ArrayArbiter

        chooser = ArrayArbiter(cache)
    steps = [ArrayStep(array_table(node, prepare, cache), chooser) for node in config.chain]
    normalization = [ArrayStep(array_table(n, unchanged, cache)) for n in config.normalization]
    segmentation: ArrayStep | None = None
    if config.segmentation is not None and len(steps) > 1:
        if phrases_are_segments(config):
            segmentation = steps[0]
        else:
            segmentation = ArrayStep(array_table(config.segmentation, unchanged, cache), chooser)
    return ArrayChain(normalization, segmentation, steps)


def phrases_are_segments(config: Config) -> bool:
    """Whether one search serves the segmentation and the first step.

    It does where the first step has the segmentation's dictionaries and, after them, only
    STCharacters, as OpenCC's own files have it: keys of several characters, then of one.
    """
    own = opencc_folder()
    characters = Source(own / "STCharacters.txt")
    members = members_of(config.chain[0])
    return (
        config.segmentation is not None
        and members == (config.segmentation, characters)
        and all(source.path.parent == own for source in sources_of(config.segmentation))
    )


_compiled: dict[tuple[str, str], ArrayTable] = {}


def array_table(node: Node, prepare: Prepare, cache: Path | None) -> ArrayTable:
    """A node compiled: once a process, and once a machine where there is a cache."""
    from yrd_cli.convert.engine.arrays import ArrayTable

    name, state = table_key(node, prepare)
    if (name, state) in _compiled:
        return _compiled[name, state]
    path = None if cache is None else cache / f"{name}.tables"
    arrays = None if path is None else load_arrays(path, state)
    if arrays is None:
        table = ArrayTable.of(full_table(node, prepare))
        if path is not None:
            save_arrays(path, state, table.to_arrays())
    else:
        table = ArrayTable.from_arrays(arrays)
    _compiled[name, state] = table
    return table


def table_key(node: Node, prepare: Prepare) -> tuple[str, str]:
    """The name of a compiled table, and the state of the files it is made of.

    The state is sizes and times, not contents: that is what a start can afford.
    """
    stats = [(source.path, source.path.stat()) for source in sources_of(node)]
    what = f"{prepare.__name__} {node!r}"
    first = next(sources_of(node)).name
    name = f"{first}-{zlib.crc32(what.encode()):08x}"
    return name, "\n".join([what, *(f"{p} {s.st_size} {s.st_mtime_ns}" for p, s in stats)])
