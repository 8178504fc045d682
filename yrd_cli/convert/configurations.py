"""Which configurations there are, and which lead from a script to a target."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from yrd_cli.convert.engine.chains import Profile
from yrd_cli.convert.engine.configs import (
    Config,
    config_names,
    load_config,
    load_reimplemented,
    reimplemented_names,
)
from yrd_cli.errors import UsageError

TARGETS = ("s", "t", "tw", "twp", "hk", "hkp", "jp")
"""Targets by intent: Simplified, OpenCC's Traditional, Taiwan, Hong Kong (each also with its
words: twp, hkp), Japan."""

SOURCES = ("auto", "s", "t", "tw", "hk", "jp")

PROFILES: tuple[Profile, ...] = ("opencc", "reimplemented", "accurate")

Steps = tuple[str, ...]
"""Configurations one after another; without any, the text is left as it is."""

_REVERSED = {
    "s2t": "t2s",
    "s2tw": "tw2s",
    "s2twp": "tw2sp",
    "s2hk": "hk2s",
    "s2hkp": "hk2sp",
    "t2tw": "tw2t",
    "t2hk": "hk2t",
    "t2jp": "jp2t",
}
_REVERSED |= {back: there for there, back in _REVERSED.items()}

_WORDS_OF = {"t2twp": "s2twp", "t2hkp": "s2hkp"}
"""What OpenCC lacks: the words of a region for Traditional text, as its way from Simplified has
them in the steps after the first."""


def configurations() -> tuple[str, ...]:
    """Every configuration by name: OpenCC's 16."""
    return config_names()


def choose(option: str, name: str, known: Iterable[str]) -> str:
    """The name, if it is known; else UsageError with the list and the nearest.

    >>> choose("--to", "t", TARGETS)
    't'
    """
    names = list(known)
    if name in names:
        return name
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), names, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"{option}: no {name!r}{hint} (choose from {', '.join(names)})")


def steps_between(source: str, target: str) -> Steps:
    """The configurations that lead from a source to a target.

    >>> steps_between("s", "hkp"), steps_between("tw", "hk"), steps_between("t", "t")
    (('s2hkp',), ('tw2t', 't2hk'), ())
    """
    if source == target:
        return ()
    direct = f"{source}2{target}"
    if direct in config_names() or direct in _WORDS_OF:
        return (direct,)
    if target == "t":  # pragma: no cover - OpenCC leads there from everywhere
        raise AssertionError(source)
    return (f"{source}2t", *steps_between("t", target))


def reversed_steps(steps: Steps) -> Steps | None:
    """The way back; None where there is none.

    >>> reversed_steps(("s2t", "t2jp"))
    ('jp2t', 't2s')
    """
    back = [_REVERSED.get(name) for name in reversed(steps)]
    return tuple(name for name in back if name) if all(back) else None


@cache
def config_of(steps: Steps, profile: Profile) -> Config:
    """The configurations as one; raises UsageError where a profile has not all of them."""
    configs = [_load(name, profile) for name in steps]
    if len(configs) == 1:
        return configs[0]
    # OpenCC would cut words anew before each configuration; here each step sees its whole text.
    chain = tuple(step for config in configs for step in config.chain)
    return Config("+".join(steps), configs[0].normalization, None, chain)


def _load(name: str, profile: Profile) -> Config:
    if name in _WORDS_OF:
        whole = _load(_WORDS_OF[name], profile)
        return Config(name, whole.normalization, None, whole.chain[1:])
    if profile != "reimplemented":
        return load_config(name)
    if name not in reimplemented_names():
        raise UsageError(
            f"--profile reimplemented: no {name} (that package has"
            f" {', '.join(reimplemented_names())})"
        )
    return load_reimplemented(name)
